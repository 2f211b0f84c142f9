"""Whether an attribution is of something said, or of what somebody thinks, wants or decides."""

from __future__ import annotations

from quotediff.extract.grammar import DASHES, Range
from quotediff.extract.scene import Scene
from quotediff.lang.cues import saying_nouns, saying_phrases, sayings
from quotediff.model import Attitude


def attitude(scene: Scene, cue: Range | None, *, quoted: bool) -> Attitude:
    """Speech if there are quoted words, no cue, or one that holds a word or a mark of saying.

    Args:
        scene: the article.
        cue: the cue's tokens.
        quoted: whether the content has quoted words, or is a transcript's.
    """
    if quoted or cue is None:
        return Attitude.SPEECH
    return Attitude.SPEECH if any(_says(scene, i) for i in range(*cue)) else Attitude.BELIEF


def _says(scene: Scene, i: int) -> bool:
    norm = scene.norms[i]
    saying = sayings().get(norm)
    if saying is not None and saying.frame != "weak":
        return True
    if norm in saying_nouns() or norm in ("according", ":") or norm in DASHES:
        return True
    phrases = saying_phrases().get(norm, ())
    return any(all(scene.norms[i + k] == word for k, word in enumerate(words)) for words, _ in phrases)
