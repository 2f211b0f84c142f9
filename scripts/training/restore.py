"""From the package's file back to parameters, to go on with; the counterpart of ``export.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from net import Sizes
from silver import Vocabulary

from quotediff.extraction.learned.hints import CUE_HINTS
from quotediff.extraction.learned.network import UNIT
from quotediff.extraction.learned.numpy_network import arrays_of

if TYPE_CHECKING:
    from torch import Tensor

    from quotediff.extraction.learned.weights import Weights

_STEP = 0.02  # of a word's vector, so that its numbers are of the size of one
_TABLES = ("word", "suffix3", "suffix2", "prefix3", "shape", "kind", "quote", "hint", "paragraph")


def restore(source: Weights) -> tuple[dict[str, Tensor], Sizes, Vocabulary]:
    """The parameters, but for those of the heads for syntax, with the sizes and the words."""
    arrays, settings = arrays_of(source), source.settings
    found: dict[str, np.ndarray] = {}

    def matrix(name: str, into: str) -> None:
        scale = arrays[f"{name}.scale"].astype(np.float64) * settings[f"{name}.step"]
        found[f"{into}.weight"] = (arrays[name] * scale).T
        found[f"{into}.bias"] = arrays[f"{name}.bias"]

    for k in range(int(settings["layers"])):
        matrix(f"layer{k}", f"layers.{k}")
    for name in ("first", "token", "pair", "last", "cue", "project"):
        matrix(name, name)
    found["project.weight"] = found["project.weight"] / _STEP
    del found["cue.bias"], found["project.bias"]
    for name in _TABLES:
        found[f"tables.{name}.weight"] = arrays[name] * arrays[f"{name}.scale"][:, None]
    place = arrays["place"].reshape(-1, CUE_HINTS, arrays["place"].shape[-1])
    middle = len(place) // 2 - 1
    found["distance.weight"] = place[:-1, 0]
    found["inside.weight"] = np.stack([np.zeros_like(place[0, 0]), place[-1, 0] - place[middle, 0]])
    found["heard.weight"] = place[middle] - place[middle, 0]
    found["transition"] = arrays["transition"] / UNIT
    found["start"] = arrays["start"] / UNIT
    sizes = Sizes(
        vector=arrays["vectors"].shape[1],
        embedding=arrays["word"].shape[1],
        hidden=int(settings["hidden"]),
        pair_hidden=int(settings["pair_hidden"]),
    )
    words = list(source.word_rows())
    scale = np.full(sizes.vector, _STEP, dtype=np.float32)
    known = Vocabulary(words, len(arrays["word"]), arrays["vectors"].copy(), scale)
    return {name: torch.from_numpy(value.astype(np.float32)) for name, value in found.items()}, sizes, known
