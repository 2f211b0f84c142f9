"""The model's file: a JSON line that names arrays, then these, then words. Read once, at first use."""

from __future__ import annotations

import json
from functools import cache
from math import prod
from typing import NamedTuple

from quotediff.text.data import read_data
from quotediff.values import dataclass

MAGIC = b"quotediff-learned 1\n"
_WEIGHTS_FILE = "weights.bin"
_SIZES = {"|i1": 1, "<i2": 2, "<f4": 4}


class Place(NamedTuple):
    """Where an array is in the file: its first byte, its kind as numpy writes it, its shape."""

    offset: int
    kind: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything the network needs, as the file has it.

    ``places`` says where in ``data`` each array is; matrices hold whole numbers of 8 bits, each with
    ``NAME.scale`` (a number a column) and, where there is one, ``NAME.bias``. From ``words`` on, ``data`` is
    words in UTF-8, one a line: the first is that of row 0. ``settings`` are the sizes and limits that
    ``scripts/train`` wrote.
    """

    data: bytes
    places: dict[str, Place]
    words: int
    settings: dict[str, float]

    def word_rows(self) -> dict[str, int]:
        """The row of each word."""
        words = self.data[self.words :].decode("utf-8").split("\n")
        return dict(zip(words, range(len(words)), strict=True))


@cache
def weights() -> Weights:
    """The weights shipped with the package."""
    return parse(shipped())


def shipped() -> bytes:
    """The file of the package, as it is."""
    return read_data("quotediff.extraction.learned", "model", _WEIGHTS_FILE)


def parse(data: bytes) -> Weights:
    """Weights from a file's bytes; ValueError if they are of another kind."""
    if not data.startswith(MAGIC):
        raise ValueError("not a model of this version")
    end = data.index(b"\n", len(MAGIC))
    header = json.loads(data[len(MAGIC) : end])
    at = end + 1
    places: dict[str, Place] = {}
    for name, kind, shape in header["arrays"]:
        places[name] = Place(at, kind, tuple(shape))
        at += _SIZES[kind] * prod(shape)
    if at > len(data):
        raise ValueError("the model is cut off")
    return Weights(data, places, at, header["settings"])
