# The network's arithmetic, compiled: kernel/kernel.c.

from collections.abc import Mapping

from quotediff.extraction.learned.features import TypeFeatures
from quotediff.extraction.learned.network import Labels, RequiredContent, Window
from quotediff.extraction.learned.weights import Place

class Kernel:
    # Made of what Weights has, the buckets of distances, and how many hints there are of a cue's tokens.
    def __init__(
        self,
        data: bytes,
        places: Mapping[str, Place],
        words: int,
        settings: Mapping[str, float],
        buckets: list[int],
        cue_hints: int,
        /,
    ) -> None: ...
    # The rows of an article's tokens.
    def read(
        self,
        types: list[TypeFeatures],
        of: list[int],
        quotes: bytes,
        hints: bytes,
        paragraphs: list[int],
        lengths: list[int],
        /,
    ) -> bytes: ...
    # For each label of the first part, each token's chance, in thousandths of 16 bits.
    def chances(self, hidden: bytes, /) -> bytes: ...
    # What Labelling has, of each window.
    def label(
        self, hidden: bytes, windows: list[Window], content: list[RequiredContent], hints: list[bytes], /
    ) -> list[tuple[Labels, bool, Labels | None, int, int]]: ...
