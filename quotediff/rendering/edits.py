"""Edits as they are drawn: what stays, what went and what came, side by side, with a gap between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quotediff.rendering.terminal import inline, visible
from quotediff.rendering.words import CONTEXT, drawn_edits, message_has_all_words, near, shortened, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotediff.comparison import Change, Edit
    from quotediff.rendering.words import Side

_OF_TERMS = frozenset({"QD206"})  # codes of changes in the terms of anonymity
_EDIT_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}")}  # as git's word diff has them
_BOTH_STYLES = _EDIT_MARKS.keys()


class Piece(NamedTuple):
    """Words on one line, and whether they went (``old``), came (``new``) or stay (empty)."""

    text: str
    style: str = ""


def pieces(edits: Iterable[Edit], side: str | None = None, *, gaps: bool = True) -> Iterator[Piece]:
    """The edits in the order in which they are drawn; unsafe characters are escapes.

    Spaces at the edges of what differs stand outside it, in pieces that stay.

    Args:
        edits: the steps from the old words to the new.
        side: ``old`` or ``new`` for the words of that side only; None for both.
        gaps: a space is put between words that went and words that came where none is, for formats in which
            nothing else parts the two.
    """
    before = Piece("")
    for edit in edits:
        for piece in _drawn(edit, side):
            if gaps and {before.style, piece.style} == _BOTH_STYLES:
                yield Piece(" ")
            yield piece
            before = piece


def replaced(old: str, new: str, *, gaps: bool = True) -> Iterator[Piece]:
    """Words that gave way to others, as ``pieces`` gives them."""
    from quotediff.comparison import Edit  # noqa: PLC0415 - a list of quotes shows none

    return pieces([Edit("replace", old, new)], gaps=gaps)


def at_issue(change: Change, old: Side, new: Side) -> tuple[Piece, ...]:
    """What ``words`` gives, for formats that show the message above it: empty if that has all of them."""
    return () if message_has_all_words(change, old, new) else words(change, old, new)


def words(
    change: Change, old: Side, new: Side, *, context: int = CONTEXT, gaps: bool = True
) -> tuple[Piece, ...]:
    """The words of a change, with what differs marked, if anything does; else what was there and what is.

    Args:
        change: the change.
        old: what it points at in the old version.
        new: likewise in the new one.
        context: how many words are kept on either side of a difference.
        gaps: as in ``pieces``.
    """
    if differing := steps(change, old, new):
        return tuple(pieces(near(differing, context), gaps=gaps))
    if change.code in _OF_TERMS and terms(old) != terms(new):
        return tuple(replaced(terms(old), terms(new), gaps=gaps))
    if old.words == new.words or "" in (old.words, new.words):
        return tuple(_filled(Piece(visible(shortened(new.words or old.words)))))
    return tuple(replaced(old.words, new.words, gaps=gaps))


def steps(change: Change, old: Side, new: Side) -> tuple[Edit, ...]:
    """The edits of a change as they are drawn, with marks; empty if nothing differs."""
    found = drawn_edits(change, old, new)
    return found if any(edit.op != "equal" for edit in found) else ()


def bracketed(piece: Piece) -> str:
    """The piece's words, in the brackets of its style."""
    left, right = _EDIT_MARKS.get(piece.style, ("", ""))
    return left + piece.text + right


def _drawn(edit: Edit, side: str | None) -> Iterator[Piece]:
    if edit.op == "equal":
        yield from _filled(Piece(inline(edit.words(side))))
        return
    for style, text in (("old", edit.old), ("new", edit.new)):
        if side in (None, style):
            yield from _filled(*_with_edges(inline(shortened(text)), style))


def _with_edges(shown: str, style: str) -> Iterator[Piece]:
    """Words in a style, and the spaces at their edges in none; spaces alone are in the style."""
    core = shown.strip()
    if not core:
        yield Piece(shown, style)
        return
    before, _, after = shown.partition(core)
    yield from (Piece(before), Piece(core, style), Piece(after))


def _filled(*found: Piece) -> Iterator[Piece]:
    return (piece for piece in found if piece.text)
