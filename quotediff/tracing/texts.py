"""The words of all versions of a story, of which few are held at a time.

A story is traced from version to version, but quotes that come back are compared with versions long gone. A
page that is kept for a day has a hundred versions of thousands of words each: those not used for long are
packed, and read again when they are asked for.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import replace

from quotediff.align.normalize import NormalizedText
from quotediff.limits import MAX_HELD_TOKENS
from quotediff.model import Extract
from quotediff.text.sentences import Sentence
from quotediff.text.tokens import Token


class Texts:
    """The readings of versions, by index; the last two are always at hand.

    Args:
        bare: extracts are kept without tokens and sentences, which are packed instead.
    """

    def __init__(self, *, bare: bool = False) -> None:
        self._bare = bare
        self._extracts: list[Extract] = []
        self._packed: dict[int, bytes] = {}
        self._held: dict[int, NormalizedText] = {}  # the last used is the last
        self._tokens = 0  # of all that is held

    def __len__(self) -> int:
        """How many versions there are."""
        return len(self._extracts)

    def __getitem__(self, index: int) -> NormalizedText:
        """The reading of a version."""
        text = self._held.pop(index, None)
        if text is None:
            return self._hold(index, NormalizedText(self._whole(index)))
        self._held[index] = text
        return text

    @property
    def extracts(self) -> tuple[Extract, ...]:
        """What was found in each version, as it is kept."""
        return tuple(map(_bare, self._extracts) if self._bare else self._extracts)

    def add(self, version: Extract | NormalizedText) -> NormalizedText:
        """The reading of one more version."""
        text = version if isinstance(version, NormalizedText) else NormalizedText(version)
        self._extracts.append(text.extract)
        return self._hold(len(self._extracts) - 1, text)

    def _hold(self, index: int, text: NormalizedText) -> NormalizedText:
        self._held[index] = text
        self._tokens += len(text.extract.tokens)
        while self._tokens > MAX_HELD_TOKENS and len(self._held) > 2:
            oldest = next(iter(self._held))
            self._tokens -= len(self._held.pop(oldest).extract.tokens)
            if self._bare and oldest not in self._packed:
                self._pack(oldest)
        return text

    def _pack(self, index: int) -> None:
        extract = self._extracts[index]
        self._packed[index] = zlib.compress(pickle.dumps((extract.tokens, extract.sentences)), 1)
        self._extracts[index] = _bare(extract)

    def _whole(self, index: int) -> Extract:
        """What was found in a version, with tokens and sentences."""
        if index not in self._packed:
            return self._extracts[index]
        tokens: tuple[Token, ...]
        sentences: tuple[Sentence, ...]
        tokens, sentences = pickle.loads(zlib.decompress(self._packed[index]))  # noqa: S301 - our own bytes
        return replace(self._extracts[index], tokens=tokens, sentences=sentences)


def _bare(extract: Extract) -> Extract:
    return replace(extract, tokens=(), sentences=())
