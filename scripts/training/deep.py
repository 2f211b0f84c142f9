"""A teacher at work in the engine: the network in numpy, with an encoder's states added to its embeddings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from encoder import Encoder, cached

from corpus import prepared
from quotediff.extraction.document import annotate
from quotediff.extraction.learned import proposals, weights
from quotediff.extraction.learned.network import Network, NetworkInput
from quotediff.readers import read_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from quotediff.extraction.learned.features import TypeFeatures
    from quotediff.extraction.learned.weights import Floats, Weights
    from quotediff.model import Document


class Deep(Network):
    """A teacher: the network with an encoder's states added to its embeddings."""

    def __init__(self, source: Weights, encoder: Path, cache: Path) -> None:
        super().__init__(source)
        self.encoder, self.cache = Encoder(encoder), cache
        self.states = self._linear("states")
        self.added = np.zeros((0, 0), dtype=np.float32)

    def look_at(self, document: Document) -> None:
        """Tells which article is read next."""
        article = prepared("", annotate(document), lambda _: [])
        (states,) = cached(self.encoder, [article], self.cache)
        x = states.astype(np.float32)
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(x.var(axis=1, keepdims=True) + np.float32(1e-5))
        self.added = self.states(x)

    def read(self, seen: NetworkInput) -> Floats:
        """As of a network, each token being a word of its own."""
        types = [seen.types[k] for k in seen.of.tolist()]
        return super().read(seen._replace(types=types, of=np.arange(len(types))))

    def _types(self, types: Sequence[TypeFeatures]) -> Floats:
        found: Floats = super()._types(types) + self.added
        return found


def network_of(path: Path, encoder: Path | None, cache: Path) -> Network:
    """The network of a file of weights; with an encoder's folder, a teacher's."""
    parsed = weights.parse(path.read_bytes())
    return Deep(parsed, encoder, cache) if encoder else Network(parsed)


def look_at(net: Network, path: Path) -> Document:
    """The article in a file, which the network reads next."""
    document = read_path(str(path))
    if isinstance(net, Deep):
        net.look_at(document)
    return document


@contextmanager
def using(net: Network) -> Iterator[None]:
    """Has the engine work with this network."""
    shipped = proposals.network
    proposals.network = lambda: net
    try:
        yield
    finally:
        proposals.network = shipped
