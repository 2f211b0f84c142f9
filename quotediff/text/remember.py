"""Remembers what a function makes of short texts, such as the words and sentences that versions share."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Answer = TypeVar("Answer")


def remembers(texts: int, chars: int) -> Callable[[Callable[[str], Answer]], Callable[[str], Answer]]:
    """Lets a function remember its answers, those not asked for long being forgotten.

    Args:
        texts: how many answers it remembers.
        chars: code points of the longest text whose answer is remembered: bounds the memory for hostile text.
    """

    def decorate(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
        remembered = lru_cache(maxsize=texts)(function)

        @wraps(function)
        def answer(text: str) -> Answer:
            return remembered(text) if len(text) <= chars else function(text)

        return answer

    return decorate
