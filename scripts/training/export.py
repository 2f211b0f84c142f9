"""From trained parameters to the package's file: whole numbers of 8 bits, with what keeps sums exact."""

from __future__ import annotations

import gzip
import json
import math
from typing import TYPE_CHECKING

import numpy as np

from quotediff.extraction.learned.network import UNIT
from quotediff.extraction.learned.weights import MAGIC

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt
    from net import Sizes
    from silver import Vocabulary
    from torch import Tensor

_FINEST = 1023  # steps on each side of zero: more would show nothing
_EXACT = (1 << 24) - 1


class _File:
    def __init__(self) -> None:
        self.arrays: dict[str, npt.NDArray[np.generic]] = {}
        self.settings: dict[str, float] = {}

    def matrix(self, name: str, weight: np.ndarray, bias: np.ndarray | None, reach: float | None) -> None:
        """A matrix (out x in) whose input lies within ``reach`` of zero; None: is whole numbers of 8 bits."""
        values = weight.T.astype(np.float64)
        scale = np.abs(values).max(axis=0) / 127
        scale[scale == 0] = 1
        whole = np.rint(values / scale)
        top = 127 if reach is None else min(_FINEST, math.floor(_EXACT / np.abs(whole).sum(axis=0).max()))
        step = 1.0 if reach is None else float(np.float32(top / reach))
        self.arrays[name] = whole.astype(np.int8)
        self.arrays[f"{name}.scale"] = (scale / step).astype(np.float32)
        self.arrays[f"{name}.bias"] = (np.zeros(len(scale)) if bias is None else bias).astype(np.float32)
        self.settings |= {f"{name}.step": step, f"{name}.top": float(top)}

    def table(self, name: str, values: np.ndarray) -> None:
        """An embedding table, each row with its own scale."""
        scale = np.abs(values).max(axis=1) / 127
        scale[scale == 0] = 1
        self.arrays[name] = np.rint(values / scale[:, None]).astype(np.int8)
        self.arrays[f"{name}.scale"] = scale.astype(np.float32)


def export(state: dict[str, Tensor], sizes: Sizes, vocabulary: Vocabulary, out: Path) -> None:
    """Writes the file of weights, packed if its name ends in ``.gz``."""
    p = {name: value.numpy() for name, value in state.items()}
    file = _File()
    file.settings |= {"hidden": sizes.hidden, "pair_hidden": sizes.pair_hidden, "layers": 3, "buckets": 16}
    reach = 4.0 if sizes.embedding == 2 * sizes.hidden else 1.0  # what layers let through was cut off at 4
    for k, far in enumerate((4.0, reach, reach)):
        file.matrix(f"layer{k}", p[f"layers.{k}.weight"], p[f"layers.{k}.bias"], far)
    for name, far in (("first", reach), ("token", reach), ("pair", 1.0), ("last", 1.0)):
        file.matrix(name, p[f"{name}.weight"], p[f"{name}.bias"], far)
    file.matrix("cue", p["cue.weight"], None, reach)
    file.matrix("project", p["project.weight"] * vocabulary.scale, None, None)
    if sizes.states:
        file.matrix("states", p["states.weight"], None, 16.0)
    file.arrays["vectors"] = vocabulary.vectors
    for name, value in p.items():
        if name.startswith("tables."):
            file.table(name.split(".")[1], value)
    distance, inside = p["distance.weight"], p["inside.weight"]
    place = np.concatenate([distance + inside[0], (distance[len(distance) // 2] + inside[1])[None]])
    place = place[:, None] + p["heard.weight"][None]
    file.arrays["place"] = place.reshape(-1, place.shape[-1]).astype(np.float32)
    file.arrays["transition"] = np.rint(p["transition"] * UNIT).astype(np.int16)
    file.arrays["start"] = np.rint(p["start"] * UNIT).astype(np.int16)
    data = serialize(file.arrays, vocabulary.words, file.settings)
    out.write_bytes(gzip.compress(data, 9, mtime=0) if out.suffix == ".gz" else data)


def serialize(
    arrays: dict[str, npt.NDArray[np.generic]], words: list[str], settings: dict[str, float]
) -> bytes:
    """The file's bytes; the counterpart of the package's ``weights.parse``."""
    names = sorted(arrays)
    header = {
        "arrays": [[n, arrays[n].dtype.newbyteorder("<").str, list(arrays[n].shape)] for n in names],
        "settings": settings,
    }
    parts = [MAGIC, json.dumps(header, sort_keys=True).encode(), b"\n"]
    parts += [arrays[n].astype(arrays[n].dtype.newbyteorder("<")).tobytes() for n in names]
    return b"".join([*parts, "\n".join(words).encode("utf-8")])
