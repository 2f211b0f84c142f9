"""QD405: what became of the headline. Its quotes have no other finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quotediff.align.normalize import NormalizedText
from quotediff.align.words import edits
from quotediff.changes.context import ComparisonContext
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import excerpt
from quotediff.model import Role, Severity
from quotediff.text.spans import Span

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Headline:
    """A version's headline: its place, its words in any style, and those between marks with their places."""

    version: NormalizedText
    span: Span
    keys: Keys
    marked: dict[Keys, Span]

    @property
    def text(self) -> str:
        return self.version.extract.document.text[self.span.start : self.span.end]


@change("QD405", "headline-changed", Severity.NOTE)
def headline_changed(context: ComparisonContext) -> Finding | None:
    """The headline's words differ; a warning where words between quotation marks in it do.

    Words between marks differ if they were exchanged for others, or stay and got or lost their marks. House
    style and typography are no difference, and neither is a headline that only one version has. Of the quotes
    in headlines nothing else is reported.

    Why it matters:
        More people read the headline than the story, and it is often another desk that writes it. What stands
        between marks in it has to have been said like anything else between marks.

    Example:
        old: “It was murder”: widow of guard speaks ¶ "It was murder, plain and simple," said Ida Kroll,
            whose husband stood at the gate.
        new: “It was manslaughter”: widow of guard speaks ¶ "It was murder, plain and simple," said Ida Kroll,
            whose husband stood at the gate.
    """
    old, new = _headline(context.old), _headline(context.new)
    if old is None or new is None:
        return None
    quoted = _about_marks(old, new)
    if quoted is None and old.keys == new.keys:
        return None
    was, now = (excerpt(h.version.extract, [h.span]) for h in (old, new))
    return Finding(
        quoted or f"the headline {was} became {now}",
        old_span=old.span,
        new_span=new.span,
        edits=edits(old.text, new.text, [old.span], [new.span]),
        key=("|".join(old.keys), "|".join(new.keys)),
        severity=Severity.WARNING if quoted else None,
    )


def _headline(version: NormalizedText) -> _Headline | None:
    """The first paragraph that is a headline: those below it are subheads."""
    found = next((p for p in version.extract.document.paragraphs if p.role is Role.HEADLINE), None)
    if found is None:
        return None
    start, end = found.copy
    marked = {
        _keys(version, marks.inner): marks.inner
        for marks in version.extract.marked
        if start <= marks.span.start < end and marks.outer is None
    }
    return _Headline(version, found.copy, _keys(version, found.copy), marked)


def _keys(version: NormalizedText, span: Span) -> Keys:
    """Words in any style: numerals, spelling, capitals and marks aside."""
    first, last = version.between(*span)
    return tuple(w.key for w in version.words[first:last] if w.key)


def _about_marks(old: _Headline, new: _Headline) -> str | None:
    """What became of words between marks, if it has to be looked at."""
    gone = [keys for keys in old.marked if keys not in new.marked]
    come = [keys for keys in new.marked if keys not in old.marked]
    if gone and come:
        was, now = _shown(old, gone), _shown(new, come)
        return f"words between marks in the headline differ: {was} became {now}"
    bare = [keys for keys in come if _holds(old.keys, keys)]
    if bare:
        return f"words of the headline now stand between marks: {_shown(new, bare)}"
    bared = [keys for keys in gone if _holds(new.keys, keys)]
    if bared:
        return f"words of the headline no longer stand between marks: {_shown(old, bared)}"
    return None


def _shown(headline: _Headline, marked: Sequence[Keys]) -> str:
    return excerpt(headline.version.extract, [headline.marked[keys] for keys in marked])


def _holds(keys: Keys, part: Keys) -> bool:
    """Whether some words stand in others, one behind the other."""
    return bool(part) and any(keys[k : k + len(part)] == part for k in range(len(keys) - len(part) + 1))
