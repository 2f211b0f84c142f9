"""The deep engine's network: like the shipped one, but it also sees what an encoder makes of the words.

Encoder, weights and thresholds come from the package ``quotediff_deep``, which is installed by itself;
nothing is ever fetched.

Not the same answer everywhere: products of matrices are whole numbers, but between them the encoder computes
in floats, whose sums depend on the processor. What comes out is rounded before it is used, so that a
difference in the last bits seldom shows; on one machine the answer is always the same.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, pairwise

import numpy as np

from quotediff.errors import UsageError
from quotediff.extraction.learned.confidence import checked
from quotediff.extraction.learned.encoder import Encoder
from quotediff.extraction.learned.models import Model, Thresholds
from quotediff.extraction.learned.network import NetworkInput
from quotediff.extraction.learned.numpy_network import Floats, NumpyNetwork
from quotediff.extraction.learned.weights import Weights, parse

_REMEMBERED = 512  # paragraphs, of an older version, say: 15 MB of usual ones
_REMEMBERED_WORDS = 300  # the longest paragraph that is remembered: no more than 80 MB
_EVEN = np.float32(1e-5)


class DeepNetwork(NumpyNetwork):
    """The network; an encoder's states of a paragraph's words are added to their embeddings."""

    reads_features_alone = False  # it remembers the encoder's part of it, which is most

    def __init__(self, source: Weights, encoder: Encoder) -> None:
        super().__init__(source)
        self._encoder = encoder
        self._states = self._linear("states")
        self._added = lru_cache(maxsize=_REMEMBERED)(self._paragraph)

    def beside(self, seen: NetworkInput, begin: int, end: int) -> Floats:
        """What the encoder's states add to the embeddings of these paragraphs' tokens."""
        each = []
        starts = list(accumulate(seen.lengths, initial=0))
        for first, last in pairwise(starts[begin : end + 1]):
            words = tuple(seen.words[i] for i in seen.of[first:last])
            each.append(self._added(words) if len(words) <= _REMEMBERED_WORDS else self._paragraph(words))
        return np.concatenate(each)

    def _paragraph(self, words: Sequence[str]) -> Floats:
        """A row for each of these words."""
        return np.concatenate([self._states(even(states)) for states in self._encoder.states(words)])


def even(states: Floats) -> Floats:
    """Each row with a mean of 0 and a variance of 1."""
    states = states - states.mean(axis=1, keepdims=True)
    states /= np.sqrt(states.var(axis=1, keepdims=True) + _EVEN)
    return states


def load() -> Model:
    """The deep engine's model, from its package; takes half a second.

    Raises:
        UsageError: a part of what is installed is not there, or is of another version.
    """
    try:
        return _parts()
    except (
        Exception
    ) as error:  # of what is installed; ONNX's and the tokenizer's errors have no class in common
        reason = str(error).split("\n", 1)[0] or type(error).__name__
        raise UsageError(
            f"the engine 'deep' cannot be loaded ({reason}); "
            "in quotediff's source folder: pip install --force-reinstall ./packages/quotediff-deep"
        ) from error


def _parts() -> Model:
    folder = resources.files("quotediff_deep")
    model = gzip.decompress((folder / "encoder.onnx.gz").read_bytes())
    encoder = Encoder(model, (folder / "tokenizer.json").read_text(encoding="utf-8"))
    weights = parse(gzip.decompress((folder / "weights.bin.gz").read_bytes()))
    fitted = json.loads((folder / "fitted.json").read_bytes())
    thresholds = Thresholds(**fitted["thresholds"])
    return Model(DeepNetwork(weights, encoder), checked(fitted["confidence"]), thresholds)
