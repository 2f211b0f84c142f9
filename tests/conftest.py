"""What holds for all tests: how many examples a property is tried on, and which.

``HYPOTHESIS=quick`` tries few, while working; ``default`` is for `scripts/test`; ``long`` for
`scripts/fuzz --long`.
"""

from __future__ import annotations

import functools
import os
from collections import Counter

import pytest  # noqa: TC002 - as everywhere
from hypothesis import settings

PROFILE = os.environ.get("HYPOTHESIS", "default")

# No deadlines: a busy machine is no finding. The same examples in every run: a check says the same twice.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile("quick", settings.get_profile("default"), max_examples=20)
# Others in every run, and what fails is kept in .hypothesis and tried first the next time.
settings.register_profile(
    "long", deadline=None, print_blob=True, max_examples=int(os.environ.get("EXAMPLES", "20000"))
)
settings.load_profile(PROFILE)

_tried: Counter[str] = Counter()


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
