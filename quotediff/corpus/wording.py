"""Found quotes and changes in the words of an expectation: tables as a person would write them.

Words, no offsets: what is written is looked up as the loader does, and made longer, or given its
surroundings, until the loader finds what was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from quotediff.comparison import Change
from quotediff.corpus.loader import LookupFailedError, find, places
from quotediff.corpus.verify import WORDING, View, plain_name
from quotediff.model import Extract, Passage, Quote, Speaker
from quotediff.text.spans import Span, hull

_ENOUGH_WORDS = 5  # words that name a quote, if that many are enough
_STEPS = (3, 6, 12, 24, 48)  # words of surroundings, more until the place is plain

Values = dict[str, Any]


def quote_table(quote: Quote, extract: Extract, keys: Mapping[str, str]) -> Values:
    """A quote as a ``[[quote]]`` table; ``keys`` are those of the version's speakers by plain name."""
    text = extract.document.text
    speaker = next((s for s in extract.speakers if s.id == quote.speaker), None)
    own = () if quote.inherited else (("source", quote.source), ("cue", quote.cue))
    plain: Values = {"kind": quote.kind.value, "content": _parts(text, quote.content.spans)}
    plain |= {key: _parts(text, passage.spans) for key, passage in own if passage and passage.spans}
    rest: Values = {}
    if speaker is not None and speaker.name.strip():
        rest["speaker"] = keys.get(plain_name(speaker.name), speaker.name)
    if quote.inherited:
        rest["inherited"] = True
    within = _within(quote, extract)
    if within:
        rest["within"] = within
    fallback = plain | rest
    without = {k: v for k, v in fallback.items() if k not in {"source", "cue"}}
    for more in _surroundings(quote, text):
        values = plain | more | rest
        try:
            content, _, _ = places(values, text)
        except LookupFailedError as failure:
            if failure.key in {"source", "cue"}:  # the content was found: at worst nothing is said of these
                fallback = without | more
            continue
        if _same(content, quote.content, text):
            return values
    return fallback


def speaker_table(speaker: Speaker) -> Values:
    """A speaker as a ``[[speaker]]`` table."""
    values: Values = {"name": " ".join(speaker.name.split()), "kind": speaker.kind.value}
    for key in ("description", "anonymity"):
        words = getattr(speaker, key)
        if words:
            values[key] = " ".join(words.split())
    return values


def change_table(change: Change, view: View) -> Values | None:
    """A change as a ``[[change]]`` table; None if no words name its place."""
    values: Values = {"code": change.code}
    for side, extract in (("old", view.comparison.old), ("new", view.comparison.new)):
        words = _naming(extract.document.text, view.places(change, side))
        if words:
            values[side] = words
    if len(values) == 1:
        return None
    if change.code in WORDING:
        values |= _from_to(change, view)
    return values


def _parts(text: str, spans: Sequence[Span]) -> str | list[str]:
    words = [" ".join(text[a:b].split()) for a, b in spans]
    return words[0] if len(words) == 1 else words


def _same(found: Passage, wanted: Passage, text: str) -> bool:
    return [text[a:b].strip() for a, b in found.spans] == [
        text[a:b].strip() for a, b in wanted.spans
    ] and all(a.overlap(b) for a, b in zip(found.spans, wanted.spans, strict=True))


def _surroundings(quote: Quote, text: str) -> Iterator[Values]:
    """What may have to be said beside content, source and cue: first nothing, then more and more."""
    content = hull(quote.content.spans)
    said = [s for p in (quote.source, quote.cue) if p and not quote.inherited for s in p.spans]
    around = hull(said) if said else None
    attributions: list[Values] = [{}]
    if around is not None:
        wider = [around, *(_wider(text, around, n) for n in _STEPS[:2]), hull([around, content])]
        attributions += [{"attribution": " ".join(text[a:b].split())} for a, b in wider]
    contexts: list[Values] = [{}]
    wider = [hull([content, *said]), *(_wider(text, content, n) for n in _STEPS)]
    contexts += [{"context": " ".join(text[a:b].split())} for a, b in wider]
    for context in contexts:
        for attribution in attributions:
            yield context | attribution


def _wider(text: str, span: Span, words: int) -> Span:
    """The span with so many words more on either side."""
    before, after = text[: span.start].split(), text[span.end :].split()
    start, end = span
    for word in reversed(before[-words:]):
        start = text.rindex(word, 0, start)
    for word in after[:words]:
        end = text.index(word, end) + len(word)
    return Span(start, end)


def _within(quote: Quote, extract: Extract) -> str | None:
    """Words of the outer quote that no earlier quote has."""
    outer = next((q for q in extract.spoken().quotes if q.id == quote.within), None)
    if outer is None:
        return None
    others = [" ".join(q.content.text.split()) for q in extract.spoken().quotes if q.id != outer.id]
    words = outer.content.text.split()
    for number in range(min(_ENOUGH_WORDS, len(words)), len(words) + 1):
        part = " ".join(words[:number])
        if not any(part in other for other in others):
            return part
    return None


def _naming(text: str, spans: Iterable[Span]) -> str | None:
    """A few words, found once in the text, that name one of the spans."""
    for start, end in spans:
        words = text[start:end].split()
        for number in range(min(_ENOUGH_WORDS, len(words)), len(words) + 1):
            part = " ".join(words[:number])
            if len(find(text, part)) == 1:
                return part
        for more in _STEPS:
            wider = _wider(text, Span(start, end), more)
            part = " ".join(text[wider.start : wider.end].split())
            if len(find(text, part)) == 1:
                return part
    return None


def _from_to(change: Change, view: View) -> Values:
    """The words that differ, unless those of one side stand in no one stretch of its version."""
    out: Values = {}
    for key, which, extract in (("from", "old", view.comparison.old), ("to", "new", view.comparison.new)):
        words = _differing(change, which)
        if words and not find(extract.document.text, words):
            return {}
        if words:
            out[key] = words
    return out


def _differing(change: Change, which: str) -> str:
    """The words from the first difference to the last, on one side."""
    odd = [n for n, e in enumerate(change.edits) if e.op != "equal"]
    if not odd:
        return ""
    steps = change.edits[odd[0] : odd[-1] + 1]
    return " ".join("".join(e.words(which) for e in steps).split())
