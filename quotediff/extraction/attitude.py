"""Whether an attribution is of something said, or of what somebody thinks, wants or decides."""

from __future__ import annotations

from quotediff.extraction.grammar import DASHES, Range
from quotediff.extraction.scene import Scene
from quotediff.lang.cues import saying_nouns, saying_phrases, sayings, word_class
from quotediff.model import Attitude

_BEFORE_NOUN = 3  # tokens: an article and two adjectives


def attitude(scene: Scene, cue: Range | None, *, quoted: bool) -> Attitude:
    """Speech if there are quoted words, no cue, or one that holds a word or a mark of saying.

    Args:
        scene: the article.
        cue: the cue's tokens.
        quoted: whether the content has quoted words, or is a transcript's.
    """
    if quoted or cue is None:
        return Attitude.SPEECH
    return Attitude.SPEECH if any(_says(scene, cue[0], i) for i in range(*cue)) else Attitude.BELIEF


def _says(scene: Scene, first: int, i: int) -> bool:
    """Whether token ``i`` of a cue that begins with ``first`` tells that something was said."""
    norm = scene.norm(i)
    saying = sayings().get(norm)
    if saying is not None and saying.frame != "weak":
        return not (saying.noun and saying.frame == "call" and _after_article(scene, first, i))
    if norm in saying_nouns() or norm in ("according", ":") or norm in DASHES:
        return True
    phrases = saying_phrases().get(norm, ())
    return any(all(scene.norm(i + k) == word for k, word in enumerate(words)) for words, _ in phrases)


def _after_article(scene: Scene, first: int, i: int) -> bool:
    """Whether a word is a noun, by what stands before it in its cue: seeking [a third] *term*."""
    return any(scene.norm(k) in word_class("det") for k in range(max(first, i - _BEFORE_NOUN), i))
