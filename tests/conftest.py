"""What holds for all tests: the profile of ``examples``, and how many examples there were."""

from __future__ import annotations

import functools
import signal
from collections import Counter

import examples  # noqa: F401 - loads the profile
import pytest
from tool import Tool, tool

_tried: Counter[str] = Counter()


@pytest.fixture
def qd(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tool:
    return tool(monkeypatch, capsys)


def pytest_configure() -> None:
    """Heeds Ctrl-C even if a shell has started the tests in the background: children would not, either."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Counts the examples of each property."""
    for item in items:
        handle = getattr(getattr(item, "obj", None), "hypothesis", None)
        if handle is not None:
            handle.inner_test = _counted(item.nodeid, handle.inner_test)


def _counted(name: str, test):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - any test
    @functools.wraps(test)
    def counted(*arguments: object, **named: object) -> object:
        _tried[name] += 1
        return test(*arguments, **named)

    return counted


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many they were."""
    if _tried:
        terminalreporter.write_line(f"{sum(_tried.values()):,} examples of {len(_tried)} properties")
