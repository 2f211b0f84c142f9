"""The watch of ``timing``: it sees what grows with the square, and is not fooled by one slow round.

The processor's clock is replaced: a busy machine must not decide whether the watch is right.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import timing


class Clock:
    """Seconds that go by only where a run says that they do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(timing, "process_time", lambda: self.now)

    def run_of(self, taken: Callable[[], float]) -> Callable[[], None]:
        """A run that takes so many seconds."""

        def run() -> None:
            self.now += taken()

        return run


def test_what_grows_with_the_square_is_too_slow_in_every_round(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    with pytest.raises(AssertionError, match=r"^(1000\.0 ms, 8 times the size 64000\.0 ms(; )?){5}$"):
        timing.hold_near_linear(lambda size: clock.run_of(lambda: float(size**2)), 1)


def test_what_grows_with_the_size_is_quick_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    timing.hold_near_linear(lambda size: clock.run_of(lambda: float(size)), 1)
    assert clock.now == 11, "one run to load, two of the smaller and one of the larger: no second round"


def test_one_round_in_which_it_does_not_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, taken = Clock(monkeypatch), iter([1.0, 1.0, 1.0, 60.0, 9.0, 1.0, 9.0])
    timing.hold_near_linear(lambda _: clock.run_of(lambda: next(taken)), 1)
    assert next(taken, None) is None
