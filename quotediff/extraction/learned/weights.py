"""The model's file: a JSON line that names the arrays, then the arrays. Read once, at first use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from quotediff.text.data import read_data

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

MAGIC = b"quotediff-learned 1\n"
_WEIGHTS_FILE = "weights.bin"


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything the network needs.

    ``arrays`` by name; matrices hold whole numbers of 8 bits, each with ``NAME.scale`` (a number a column)
    and, where there is one, ``NAME.bias``. ``words`` maps a word to its row. ``settings`` are the sizes and
    limits that ``scripts/train`` wrote.
    """

    arrays: dict[str, npt.NDArray[np.generic]]
    words: dict[str, int]
    settings: dict[str, float]


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
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name, kind, shape in header["arrays"]:
        count = int(np.prod(shape))
        array = np.frombuffer(data, dtype=np.dtype(kind).newbyteorder("<"), count=count, offset=at)
        arrays[name] = array.reshape(shape)
        at += array.nbytes
    words = data[at:].decode("utf-8").split("\n")
    return Weights(arrays, dict(zip(words, range(len(words)), strict=True)), header["settings"])


def serialize(
    arrays: dict[str, npt.NDArray[np.generic]], words: list[str], settings: dict[str, float]
) -> bytes:
    """The file's bytes; the counterpart of ``parse``, for ``scripts/train``."""
    names = sorted(arrays)
    header = {
        "arrays": [[n, arrays[n].dtype.newbyteorder("<").str, list(arrays[n].shape)] for n in names],
        "settings": settings,
    }
    parts = [MAGIC, json.dumps(header, sort_keys=True).encode(), b"\n"]
    parts += [arrays[n].astype(arrays[n].dtype.newbyteorder("<")).tobytes() for n in names]
    return b"".join([*parts, "\n".join(words).encode("utf-8")])
