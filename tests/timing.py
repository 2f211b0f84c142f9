"""Whether time grows with a text, or faster: for work that runs in C, where no lines can be counted.

What is written in Python is better counted (``growth``): the count is the same on any machine, busy or not.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

ROUNDS = 5


def seconds(run: Callable[[], object]) -> float:
    """Of the processor, for one run."""
    gc.collect()
    begin = process_time()
    run()
    return process_time() - begin


def hold_near_linear(make: Callable[[int], Callable[[], object]], size: int, times: int = 8) -> None:
    """Asserts that ``times`` the size takes at most half of what it would if time grew with its square.

    A machine that does other things now and then makes one run look slow, hardly five on end: one round in
    which the growth is small is enough, while quadratic work is too slow in each.

    Args:
        make: makes of a size the run to be timed; what making it takes is not.
        size: of the smaller run, at least a millisecond's.
        times: how much larger the other is.
    """
    small, large = make(size), make(times * size)
    small()  # loads what is loaded once
    told = []
    for _ in range(ROUNDS):
        one, other = min(seconds(small), seconds(small)), seconds(large)
        if other < times * times / 2 * one:
            return
        told.append(f"{1000 * one:.1f} ms, {times} times the size {1000 * other:.1f} ms")
    raise AssertionError("; ".join(told))
