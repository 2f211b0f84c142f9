"""The network's arithmetic where the package was built with a C compiler: ``kernel/kernel.c``."""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extraction.learned._kernel import Kernel
from quotediff.extraction.learned.hints import CUE_HINTS
from quotediff.extraction.learned.network import (
    Chances,
    Hidden,
    Labelling,
    Network,
    NetworkInput,
    RequiredContent,
    Window,
    buckets,
)
from quotediff.extraction.learned.weights import Weights


class CompiledNetwork(Network):
    """The network with its weights unpacked; nothing is changed once made."""

    def __init__(self, source: Weights) -> None:
        near = int(source.settings["buckets"])
        self.width = int(source.settings["hidden"])
        self._kernel = Kernel(
            source.data, source.places, source.words, source.settings, buckets(near), CUE_HINTS
        )

    def _read_all(self, seen: NetworkInput) -> Hidden:
        return self._kernel.read(
            list(seen.types),
            list(seen.of),
            seen.quotes,
            seen.hints,
            list(seen.paragraphs),
            list(seen.lengths),
        )

    def chances(self, hidden: Hidden) -> Chances:
        """As ``Network.chances``."""
        tokens = len(hidden) // (8 * self.width)
        parts = memoryview(self._kernel.chances(hidden)).cast("h")
        return tuple(parts[at : at + tokens] for at in range(0, len(parts), tokens or 1))

    def _label_some(
        self,
        hidden: Hidden,
        cues: Sequence[Window],
        content: Sequence[RequiredContent],
        hints: Sequence[bytes],
    ) -> list[Labelling]:
        found = self._kernel.label(hidden, list(cues), list(content), list(hints))
        return [Labelling._make(each) for each in found]
