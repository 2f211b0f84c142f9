"""What holds for all tests: the profile of ``examples``, and how many examples there were.

With ``-n`` (pytest-xdist) tests run in several processes, whose counts are added up.
"""

from __future__ import annotations

import functools
import os
import signal
from collections import Counter
from pathlib import Path

import examples  # noqa: F401 - loads the profile
import pytest
from tool import Tool, tool

_tried: Counter[str] = Counter()
_GOLD = {  # what tests of figures read, and are skipped without
    "polnear": "PolNeAR's train part",
    "newsgold": "annotated news that is not politics",
    "evaluation": "the scripts that release 0.1 was measured with",
}


@pytest.fixture
def qd(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool(monkeypatch, capsys)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where sample files of wires are, which are not the project's own: their tests are skipped without."""
    folder = Path(__file__).parent.parent.parent / "shared" / "samples"
    parser.addoption("--samples", default=str(folder), metavar="DIR", help="folder of wires' sample files")
    for name in ("polnear", "newsgold", "evaluation"):
        beside = folder.parent / name
        parser.addoption(f"--{name}", default=str(beside), metavar="DIR", help=f"folder of {_GOLD[name]}")


def pytest_configure() -> None:
    """Heeds Ctrl-C even if a shell has started the tests in the background: children would not, either."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Counts the examples of each property; puts what takes long first if there are several processes."""
    for item in items:
        handle = _property(item)
        if handle is not None:
            handle.inner_test = _counted(item.nodeid, handle.inner_test)
    if items and hasattr(items[0].config, "workerinput"):
        items.sort(key=lambda item: _property(item) is None)


def _property(item: pytest.Item):  # type: ignore[no-untyped-def]  # noqa: ANN202 - of hypothesis, None of others
    return getattr(getattr(item, "obj", None), "hypothesis", None)


def _counted(name: str, test):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - any test
    @functools.wraps(test)
    def counted(*arguments: object, **named: object) -> object:
        _tried[name] += 1
        return test(*arguments, **named)

    return counted


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tells the first process how many this one has tried."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["tried"] = dict(_tried)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Adds up what a worker has told; one that was killed has told nothing."""
    _tried.update(getattr(node, "workeroutput", {}).get("tried", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many they were; also in the file that ``EXAMPLES_COUNT`` names, if it does."""
    if _tried:
        terminalreporter.write_line(f"{sum(_tried.values()):,} examples of {len(_tried)} properties")
    if os.environ.get("EXAMPLES_COUNT"):
        Path(os.environ["EXAMPLES_COUNT"]).write_text(f"{sum(_tried.values())}\n", encoding="ascii")
