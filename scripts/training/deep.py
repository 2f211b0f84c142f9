"""Weights at work in the engine: those of a file, with an encoder or without."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from quotediff.extraction.learned import models, weights
from quotediff.extraction.learned.confidence import weights_of_features
from quotediff.extraction.learned.deep import DeepNetwork
from quotediff.extraction.learned.encoder import Encoder
from quotediff.extraction.learned.models import Model, Thresholds
from quotediff.extraction.learned.numpy_network import NumpyNetwork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from states import States

    from corpus import Article
    from quotediff.extraction.learned.numpy_network import Floats


class Remembering(Encoder):
    """An encoder that need not read again what it has read: paragraphs of these articles."""

    def __init__(self, states: States, articles: Sequence[Article]) -> None:
        self._of = states
        self._known: dict[tuple[str, ...], Floats] = {}
        for article in articles:
            rows = states.of(article)
            for low, high in article.paragraphs:
                self._known[tuple(t.text for t in article.tokens[low:high])] = rows[low:high]

    def states(self, words: Sequence[str]) -> Iterator[Floats]:
        """As of an encoder."""
        found = self._known.get(tuple(words))
        if found is not None:
            yield found.astype("float32")
        else:
            yield from self._of.encoder.states(words)


def model_of(path: Path, encoder: Encoder | None = None, fitted: Path | None = None) -> Model:
    """The model of a file of weights; with what was fitted to a network's proposals, if there is that."""
    data = path.read_bytes()
    parsed = weights.parse(gzip.decompress(data) if path.suffix == ".gz" else data)
    network = DeepNetwork(parsed, encoder) if encoder else NumpyNetwork(parsed)
    if fitted is None:
        return Model(network, weights_of_features(), Thresholds())
    values = json.loads(fitted.read_text(encoding="utf-8"))
    return Model(network, values["confidence"], Thresholds(**values["thresholds"]))


@contextmanager
def using(model: Model) -> Iterator[None]:
    """Has the engine work with this model, whichever it is asked for."""
    installed = models.model
    models.model = lambda _: model
    try:
        yield
    finally:
        models.model = installed
