"""The watch of ``timing``: it sees what grows with the square, and is not fooled by one slow round."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import timing


def test_what_grows_with_the_square_is_too_slow_in_every_round() -> None:
    def make(size: int) -> Callable[[], object]:
        text = "a" * size
        return lambda: re.search("a+b", text)

    with pytest.raises(AssertionError, match=r"(.* times .*; ){4}"):
        timing.hold_near_linear(make, 600)


def test_one_round_in_which_it_does_not_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter([1.0, 1.0, 60.0, 9.0, 1.0, 9.0])
    monkeypatch.setattr(timing, "process_time", iter([t for s in taken for t in (0.0, s)]).__next__)
    timing.hold_near_linear(lambda _: lambda: None, 1)
