"""QD2xx: what became of who said it, and how the reporter says that it was said."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz.distance import Indel

from quotediff.align.forms import (
    Reading,
    Word,
    function_words,
    honorifics,
    read_phrase,
    spelling,
    stems,
)
from quotediff.align.speakers import SPELT_ALIKE, Same, counted, is_pronoun, name_words, unnamed
from quotediff.align.words import edits
from quotediff.changes.case import Case, Story, cover, name_of, plain
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import bracketed, excerpt
from quotediff.extraction.speakers.nouns import role_noun
from quotediff.lang.lexicon import rows, words
from quotediff.model import Passage, Quote, Severity, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.text.spans import Span, hull

_SAID = "say"
_AUXILIARY = frozenset(
    {"have", "has", "had", "is", "was", "were", "are", "be", "been", "being", "also", "would", "will"}
)


def _finding(case: Case, message: str, old: Passage | None = None, new: Passage | None = None) -> Finding:
    """A finding on the attribution of a pair; it points at the passages given, or at the words said."""
    return Finding(
        message,
        old=case.old.id if case.old else None,
        new=case.new.id if case.new else None,
        old_span=hull(old.spans) if old and old.spans else case.old_span,
        new_span=hull(new.spans) if new and new.spans else case.new_span,
        edits=edits(old.text if old else "", new.text if new else ""),
        key=case.key,
    )


def _words(case: Case) -> str:
    return case.new_excerpt or case.old_excerpt


def _stated(quote: Quote | None) -> bool:
    """Whether the copy states a source for the quote, there or by carrying it on from a neighbour."""
    return quote is not None and (quote.source is not None or quote.speaker is not None)


def _untouched(case: Case) -> bool:
    """Whether source and cue stand in copy of the same words: only what a pronoun points at can differ."""
    return (case.same_copy or case.same_in_any_style) and not _carried(case)


def _carried(case: Case) -> bool:
    return bool((case.old and case.old.inherited) or (case.new and case.new.inherited))


@change("QD202", "attribution-removed", Severity.ERROR)
def attribution_removed(case: Case) -> Finding | None:
    """The words stay, their source is gone: what somebody said now stands as a fact, or as anybody's words.

    For words that are no quote any more, the new version's place of them is given.

    Why it matters:
        AP asks that information that is not known first hand be attributed, in the same sentence. Losing "X
        said" turns a claim into the agency's own statement, without a trace.

    Example:
        old: The mine has been pumped dry, the operator said on Friday.
        new: The mine has been pumped dry.
    """
    old, new = case.old, case.new
    if old is None or not _stated(old):
        return None
    if new is None:
        if case.found is None or case.found_in_quote is not None or case.still_attributed or _stands(case):
            return None
        who = f", which {case.old_name} said," if case.old_name else ""
        span = case.found.span
        found = case.story.new.extract.document.text[span.start : span.end]
        return Finding(
            f"{excerpt(case.story.new.extract, [span])}{who} now stands without its source",
            old=old.id,
            old_span=case.old_span,
            new_span=span,
            edits=edits(case.old_text, found),
            key=case.key,
        )
    if _untouched(case):
        return None
    if not _stated(new) or _drifted(case, new, old) or _laid_bare(case, new, old):
        return _finding(
            case, f"{_words(case)} lost its source{_named(case.old_name)}", old.source, new.source
        )
    return None


def _drifted(case: Case, bare: Quote, stated: Quote) -> bool:
    """Whether a quote without a source of its own seems to carry on from another than who is stated."""
    if not bare.inherited or stated.inherited or case.old is None or case.new is None:
        return False
    if bare.speaker is None or stated.speaker is None:
        return False
    return case.story.identity.same(case.old.speaker, case.new.speaker) is Same.NO


def _laid_bare(case: Case, inner: Quote, outer: Quote) -> bool:
    """Whether a cue among the words said is all that is left of an attribution: *It said it denied that*.

    Then what stands there now is attributed to no one, and part of it to whom the words themselves name.
    """
    if inner.cue is None or outer.cue is None or case.same_copy or len(case.olds) != 1 or len(case.news) != 1:
        return False
    told, whole = (case.news[0], case.olds[0]) if inner is case.new else (case.olds[0], case.news[0])
    cue = tuple(w.norm for w in read_phrase(inner.cue.text))
    if not cue or len(told.norms) + len(cue) > len(whole.norms) or inner.cue.text == outer.cue.text:
        return False
    return _within(told.norms, whole.norms) and _within(cue, whole.norms)


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words stand in a row among others; linear but for words that begin alike."""
    size = len(part)
    return any(whole[k : k + size] == part for k in range(len(whole) - size + 1) if whole[k] == part[0])


def _settled(case: Case) -> bool:
    """Whether words that were nobody's, or seemed to carry on from another, have a source now (QD203)."""
    if case.old is None or case.new is None:
        return False
    return _drifted(case, case.old, case.new) or _laid_bare(case, case.old, case.new)


def _named(name: str) -> str:
    return f", {name}" if name else ""


def _stands(case: Case) -> bool:
    """Whether the old quote's sentences stand unchanged in the new version, attribution and all."""
    if case.old is None or case.old.inherited or case.found is None:
        return False
    story = case.story
    old = story.copy_of(story.old, case.olds[0].sentences)
    return old == story.copy_of(story.new, case.found.sentences)


@change("QD204", "source-anonymized", Severity.ERROR)
def source_anonymized(case: Case) -> Finding | None:
    """A named source became unnamed.

    Why it matters:
        AP grants anonymity only for information, not opinion, that is vital and cannot be had otherwise, and
        says why. A name taken back is a promise to a source, or a doubt about one; either is for the desk to
        know.

    Example:
        old: "The reactor was never inspected," said Maria Lopez, an engineer at the plant.
        new: "The reactor was never inspected," said an engineer at the plant who asked not to be named.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None or _same(case) or _general(case):
        return None
    if _settled(case) or (_untouched(case) and not _antecedent(case)):
        return None  # QD203; the copy states the source as before
    if _antecedent(case) and not case.story.reworded_source(case):
        return None  # QD213
    named = a.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)
    if named and b.kind is SpeakerKind.UNNAMED:
        message = f"{name_of(a)} is now {bracketed(name_of(b))} as the source of {_words(case)}"
        return _finding(case, message, case.old.source, case.new.source)
    return None


@change("QD201", "speaker-changed", Severity.ERROR)
def speaker_changed(case: Case) -> Finding | None:
    """The same words are now somebody else's.

    Why it matters:
        One of the two versions puts words in a person's mouth. No error in a story is graver for those it
        names.

    Example:
        old: "We had no warning at all," shopkeeper Nadia Amin said.
        new: "We had no warning at all," shopkeeper Peter Voss said.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None or _untouched(case):
        return None
    if SpeakerKind.UNNAMED in (a.kind, b.kind) and a.kind is not b.kind:
        return None  # QD204, QD205, QD207
    if _same(case) or _general(case) or _antecedent(case):
        return None
    if case.new.inherited is not case.old.inherited or _settled(case):
        return None  # QD202, QD203
    message = f"{_words(case)} was said by {name_of(a)}, now by {name_of(b)}"
    return _finding(case, message, case.old.source, case.new.source)


def _same(case: Case) -> bool:
    """Whether the speakers are one: by identity, or because the same words name them in either version.

    An "I" within somebody's words is that somebody, of whom the outer quote tells.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None:
        return False
    inner = case.new.within is not None and case.new.source is not None
    if inner and case.new.source is not None and fold(case.new.source.text) in _FIRST_PERSON:
        return True
    if case.story.identity.same(a.id, b.id) is not Same.NO or _vaguer(case.story, a, b):
        return True
    x, y = case.old.source, case.new.source
    if x is None or y is None or is_pronoun(x.text) or is_pronoun(y.text):
        return False
    return name_words(x.text) == name_words(y.text)


def _vaguer(story: Story, a: Speaker, b: Speaker) -> bool:
    """Whether one unnamed source is told in a word that may mean the other: *a mother*, *a parent*.

    Not if either version has both, or if the two are not as many or of two sexes.
    """
    if not a.kind is b.kind is SpeakerKind.UNNAMED:
        return False
    x, y = unnamed(a.name), unnamed(b.name)
    sexes = {noun.gender for u in (x, y) if (noun := role_noun(u.head)) is not None} - {""}
    vague = not _any_person().isdisjoint((x.head, y.head)) and x.number == y.number and len(sexes) < 2
    identity = story.identity
    return vague and not (identity.counterparts(a, of_old=True) or identity.counterparts(b, of_old=False))


@cache
def _any_person() -> frozenset[str]:
    return frozenset(stems(noun)[0] for noun in _ANY_PERSON)


def _general(case: Case) -> bool:
    """Whether one is a person and the other the organization or group that the person stands for."""
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None:
        return False
    bodies = (SpeakerKind.ORGANIZATION, SpeakerKind.GROUP, SpeakerKind.DOCUMENT)
    kinds = {a.kind, b.kind}
    if SpeakerKind.UNNAMED in kinds:
        one, other = (a, b) if a.kind is SpeakerKind.UNNAMED else (b, a)
        return other.kind in bodies and _names(one.name, other.name)
    if any(_belongs(x, y.name) or _is_nations(x.name, y.name) for x, y in ((a, b), (b, a))):
        return True
    if SpeakerKind.PERSON not in kinds or not any(k in kinds for k in bodies):
        return False
    body = b if a.kind is SpeakerKind.PERSON else a
    # One capitalized word of which nothing says that it is a body may as well be a surname.
    return body.kind is SpeakerKind.GROUP or len(body.name.split()) > 1 or body.name.isupper()


def _belongs(person: Speaker, body: str) -> bool:
    """Whether a person's description names the body."""
    return _names(person.description or "", body)


def _is_nations(body: str, nation: str) -> bool:
    """Whether a name is that of a body of the nation: *Russia's Foreign Ministry*, *the Russian Army*."""
    of, whole = name_words(nation), name_words(body)
    return (
        len(whole) > len(of) > 0
        and whole[-1] in words("national_bodies")
        and all(len(p) >= _NATION and p[:_NATION] == q[:_NATION] for p, q in zip(of, whole, strict=False))
    )


def _names(phrase: str, body: str) -> bool:
    """Whether a phrase holds all words of a body's name: "a finance ministry adviser"."""
    words = {s for w in name_words(body) for s in stems(w)}
    return bool(words) and words <= {s for w in name_words(phrase) for s in stems(w)}


def _antecedent(case: Case) -> bool:
    """Whether the source is the same pronoun in both, or carried on in both."""
    if case.old is None or case.new is None:
        return False
    x, y = case.old.source, case.new.source
    if x is None or y is None:
        return case.old.inherited and case.new.inherited
    return is_pronoun(x.text) and fold(x.text) == fold(y.text)


@change("QD213", "antecedent-changed", Severity.WARNING)
def antecedent_changed(case: Case) -> Finding | None:
    """The words around are the same, but "he" now points at someone else: a sentence before went or came.

    Why it matters:
        Nobody touched the attribution, so nobody looked at it. Reuters asks to name the speaker again
        wherever the source is not plain.

    Example:
        old: Owner Max Reed met tenant Paul Orr. ¶ Orr left early. ¶ "I want my money back," he said.
        new: Owner Max Reed met the press. ¶ "I want my money back," he said.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None or not _antecedent(case):
        return None
    if case.story.identity.same(a.id, b.id) is not Same.NO or _steady(case):
        return None
    unnamed_now = SpeakerKind.UNNAMED in (a.kind, b.kind) and a.kind is not b.kind
    if unnamed_now and case.story.reworded_source(case):
        return None  # QD205
    what = bracketed(case.new.source.text) if case.new.source else "the source carried on"
    message = f"{what} after {_words(case)} now points at {name_of(b)}, no longer at {name_of(a)}"
    return _finding(case, message, case.old.source, case.new.source)


_NATION = 4  # letters in which a nation and what is its agree
_ANY_PERSON = ("person", "individual", "source", "man", "woman", "parent", "relative", "insider")
_FIRST_PERSON = frozenset({"i", "we"})
_RELATIVE = frozenset({"who", "which", "that"})
_FAR = 12  # sentences before a pronoun in which a reader looks for whom it stands for


def _steady(case: Case) -> bool:
    """Whether nothing changed for a reader between a pronoun and whom it points at, in either version.

    The sentences before the pronoun are gone through as long as they are each other's and name the same; if
    they name who it was, or who it is said to be now, then it is still who it was.
    """
    old, new = case.old, case.new
    if old is None or new is None or case.old_speaker is None or case.new_speaker is None:
        return True
    if any(is_pronoun(s.name) for s in (case.old_speaker, case.new_speaker)):
        return True  # one of them is not known
    if new.source is not None and fold(new.source.text) in _FIRST_PERSON:
        return True  # it is whoever writes, or speaks around it, of whom the outer quote tells
    outer = case.story.case_of("new", new.within) if new.within is not None else None
    if outer is not None and outer.paired and outer.same_words:
        return True  # it stands for somebody within what is quoted, which is the same
    if new.source is not None and fold(new.source.text) in _RELATIVE and case.same_copy:
        return True  # it stands beside whom it points at
    sort = _pronoun_sort(new.source.text) if new.source is not None else None
    if sort is not None and sort[0] == "i":
        return True  # "both", "others": some of whoever, in which no reader looks for one
    story = case.story
    at, there = (
        (q.content.spans if q.inherited or q.source is None else q.source.spans)[0].start for q in (old, new)
    )
    first, start = _same_before(story, at, there)
    if first < 0:
        return True
    before, now = (
        _words_between(reading, q, since, until)
        for reading, q, since, until in ((story.old, old, first, at), (story.new, new, start, there))
    )
    return (
        _named_between(story.old, case.old_speaker, first, at)
        or _named_between(story.new, case.new_speaker, start, there)
        or _by_name(case.old_speaker, before)
        or _by_name(case.new_speaker, now)
        or _another_named(now, case.new_speaker, sort)
    )


def _same_before(story: Story, at: int, there: int) -> tuple[int, int]:
    """From where on the copy before two places names the same in both versions; -1 if as far as one looks."""
    i, k = story.old.sentence_at(at), story.new.sentence_at(there)
    first, start = at, there
    for _ in range(_FAR):
        while i >= 0 and not story.alignment.to_new[i] and not story.names_in(story.old, i, at):
            i -= 1  # a sentence that came or went and names nobody
        while k >= 0 and not story.alignment.to_old[k] and not story.names_in(story.new, k, there):
            k -= 1
        if min(i, k) < 0 or k not in story.alignment.to_new[i]:
            return (-1, -1) if max(i, k) < 0 else (first, start)
        if not story.names_agree(story.names_in(story.old, i, at), story.names_in(story.new, k, there)):
            return first, start
        first, start = story.old.extract.sentences[i].span.start, story.new.extract.sentences[k].span.start
        i, k = i - 1, k - 1
    return -1, -1


def _named_between(reading: Reading, speaker: Speaker, start: int, end: int) -> bool:
    """Whether a speaker is mentioned in a stretch of copy by more than a pronoun."""
    text = reading.extract.document.text
    return any(
        start <= m.start and m.end <= end and not is_pronoun(text[m.start : m.end]) for m in speaker.mentions
    )


def _words_between(reading: Reading, quote: Quote, start: int, end: int) -> list[Word]:
    """The words of a stretch of copy that are none of the quote's own: whom it names says not whose it is."""
    first, last = reading.between(start, end)
    covered = cover(quote.content.spans)
    return [w for w in reading.words[first:last] if not covered(w.start, w.start + 1)]


def _by_name(speaker: Speaker, words: Sequence[Word]) -> bool:
    """Whether a person's name, or a word of it, is among words of a stretch of copy."""
    name = set(name_words(speaker.name)) if speaker.kind is SpeakerKind.PERSON else ()
    return any(w.norm.removesuffix("'s") in name for w in words if w.kind == "name" or w.opens)


@cache
def _given_names() -> dict[str, str]:
    """The sex of most bearers of a given name: m, f or u."""
    return {name: sex for name, sex in rows("first_names", 2)}  # noqa: C416 - pairs, to mypy


@cache
def _pronoun_sorts() -> dict[str, tuple[str, str, str]]:
    return {form: (person, number, gender) for form, person, number, gender in rows("pronouns", 4)}


def _pronoun_sort(source: str) -> tuple[str, str, str] | None:
    """Person, number and gender of a pronoun, as the lexicon has them; None for another source."""
    return _pronoun_sorts().get(fold(source.strip()))


def _another_named(words: Sequence[Word], speaker: Speaker, sort: tuple[str, str, str] | None) -> bool:
    """Whether copy that is the same in both versions names, before a pronoun, others that it may stand for.

    Then they are whom a reader takes it for, in either version: a person with a given name of its gender, or
    two names side by side for a plural.
    """
    if sort is None:
        return False
    own = set(name_words(speaker.name))
    _, number, gender = sort
    for k, (word, after) in enumerate(pairwise(words)):
        if word.norm in own or after.kind != "name":
            continue
        if number == "s" and gender in ("m", "f") and _given_names().get(word.norm) in (gender, "u"):
            return True
        if number == "p" and word.norm == "and" and k and words[k - 1].kind == "name":
            return True
    return False


@change("QD206", "anonymity-changed", Severity.WARNING)
def anonymity_changed(case: Case) -> Finding | None:
    """The reason or terms of anonymity changed or went, or the number of unnamed sources did.

    Why it matters:
        AP and Reuters ask to say why a source is not named, and never to write "sources" when there is one.

    Example:
        old: Two officials said the talks had failed. They asked for anonymity because the talks are secret.
        new: An official said the talks had failed. He asked for anonymity because the talks are secret.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None:
        return None
    x, y = unnamed(a.name), unnamed(b.name)
    if not ((a.kind is b.kind is SpeakerKind.UNNAMED) or counted(a, b)) or not _same(case):
        return None
    if x.number != y.number and x.head == y.head and case.story.stands_for(case):
        message = f"{bracketed(name_of(a))} became {bracketed(name_of(b))}: another number of unnamed sources"
        return _finding(case, message, case.old.source, case.new.source)
    before, after = _canonical(a.anonymity), _canonical(b.anonymity)
    if not before or before == after or not case.story.stands_for(case):
        return None
    terms = "changed" if after else "are gone"
    return _finding(
        case, f"the terms of anonymity of {bracketed(name_of(b))} {terms}", case.old.source, case.new.source
    )


@change("QD207", "source-generalized", Severity.WARNING)
def source_generalized(case: Case) -> Finding | None:
    """A person became the organization or group, or back.

    Why it matters:
        A person can be asked and held to what was said; an organization speaks with a care that a person did
        not.

    Example:
        old: The line will close for a month, said Jo Grant, a spokeswoman for Northern Rail.
        new: The line will close for a month, Northern Rail said.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None or _untouched(case):
        return None
    if not _general(case) or _same(case) or _antecedent(case):
        return None
    if case.new.inherited is not case.old.inherited or _settled(case):
        return None  # QD202, QD203
    message = f"{name_of(a)} became {name_of(b)} as the source of {_words(case)}"
    return _finding(case, message, case.old.source, case.new.source)


@change("QD209", "name-respelled", Severity.WARNING)
def name_respelled(case: Case) -> Finding | None:
    """The same speaker, whose name is spelt differently. Reported once for each speaker.

    Why it matters:
        A misspelt name is the commonest error of all and calls for a REFILE at Reuters, more than one for a
        correction.

    Example:
        old: "It was over in a minute," said Katherine Jonson, a witness.
        new: "It was over in a minute," said Katherine Johnson, a witness.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None:
        return None
    if case.story.identity.same(a.id, b.id) is not Same.RESPELLED or not case.story.stands_for(case):
        return None
    message = f"{name_of(a)} is now spelt {name_of(b)}"
    return _finding(case, message, case.old.source, case.new.source)


@change("QD211", "cue-loaded", Severity.WARNING)
def cue_loaded(case: Case) -> Finding | None:
    """The cue took on or lost a colour: said became claimed, admitted, denied; or back.

    Why it matters:
        "Claimed" doubts, "admitted" convicts. "Said" is the wire's word because it does neither.

    Example:
        old: The minister said she had read the report.
        new: The minister claimed she had read the report.
    """
    found = _cues(case)
    if found is None:
        return None
    old, new, (_, before), (_, after) = found
    if before == after:
        return None
    who = case.new_name or case.old_name or "the source"
    message = f"{bracketed(old.text)} became {bracketed(new.text)} for {who}"
    return _finding(case, message, old, new)


@change("QD203", "attribution-added", Severity.NOTE)
def attribution_added(case: Case) -> Finding | None:
    """Words that stood unattributed now have a source.

    Why it matters:
        What was stated as a fact is now somebody's word, which is mostly for the better.

    Example:
        old: The mine has been pumped dry.
        new: The mine has been pumped dry, the operator said on Friday.
    """
    old, new = case.old, case.new
    if new is None or not _stated(new):
        return None
    if old is None:
        if case.found is None or case.found_in_quote is not None or case.still_attributed or _stood(case):
            return None
        span = case.found.span
        found = case.story.old.extract.document.text[span.start : span.end]
        return Finding(
            f"{case.new_excerpt} now has a source{_named(case.new_name)}",
            new=new.id,
            old_span=span,
            new_span=case.new_span,
            edits=edits(found, case.new_text),
            key=case.key,
        )
    if _stated(old) and not _settled(case):
        return None
    return _finding(case, f"{_words(case)} now has a source{_named(case.new_name)}", old.source, new.source)


def _stood(case: Case) -> bool:
    """Whether the new quote's sentences stood unchanged in the old version, attribution and all."""
    if case.new is None or case.new.inherited or case.found is None:
        return False
    story = case.story
    new = story.copy_of(story.new, case.news[0].sentences)
    return new == story.copy_of(story.old, case.found.sentences)


@change("QD205", "source-named", Severity.NOTE)
def source_named(case: Case) -> Finding | None:
    """An unnamed source became named.

    Why it matters:
        Better for the reader; and worth a look, should the name not have been meant for print.

    Example:
        old: "The reactor was never inspected," said an engineer at the plant who asked not to be named.
        new: "The reactor was never inspected," said Maria Lopez, an engineer at the plant.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None or _same(case) or _general(case):
        return None
    if _settled(case) or (_untouched(case) and not _antecedent(case)):
        return None  # QD203; the copy states the source as before
    if _antecedent(case) and not case.story.reworded_source(case):
        return None  # QD213
    named = b.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)
    if named and a.kind is SpeakerKind.UNNAMED:
        message = f"{bracketed(name_of(a))} is now {name_of(b)} as the source of {_words(case)}"
        return _finding(case, message, case.old.source, case.new.source)
    return None


@change("QD208", "description-changed", Severity.NOTE)
def description_changed(case: Case) -> Finding | None:
    """Title, age or affiliation of the same speaker differ. Reported once for each speaker.

    Why it matters:
        Who speaks is told by it: a "lawmaker" and a "lobbyist" are believed differently.

    Example:
        old: "The wells are safe," said Ed Funk, a state geologist.
        new: "The wells are safe," said Ed Funk, a consultant to the drillers.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or not case.story.stands_for(case) or not _same(case):
        return None
    if case.old is None or case.new is None:
        return None
    old, new, given = _descriptions(case)
    before, after = _canonical(old), _canonical(new)
    if before == after or not before or not after or (not given and before & after):
        return None
    if a.kind is SpeakerKind.UNNAMED and (unnamed(a.name).number != unnamed(b.name).number):
        return None  # QD206
    if case.story.in_new.holds(before) and case.story.in_old.holds(after):
        return None  # both versions say both
    if _respelled(old or "", new or ""):
        return None  # QD209 tells of names
    x, y = case.old.source, case.new.source
    if a.kind is SpeakerKind.UNNAMED and x is not None and y is not None and plain(x.text) == plain(y.text):
        return None  # who is meant is gathered from elsewhere
    who = name_of(b) if b.kind is not SpeakerKind.UNNAMED else "the source"
    message = f"{who} is now described as {bracketed(new or '')}, no longer as {bracketed(old or '')}"
    return replace(
        _finding(case, message, case.old.source, case.new.source), edits=edits(old or "", new or "")
    )


def _respelled(old: str, new: str) -> bool:
    """Whether two descriptions differ in nothing but how a name in them is spelt."""
    x, y = read_phrase(old), read_phrase(new)
    if len(x) != len(y):
        return False
    other = [(v, w) for v, w in zip(x, y, strict=True) if v.key != w.key]
    return all(
        v.kind in ("name", "word")
        and old[v.start].isupper()
        and new[w.start].isupper()
        and Indel.normalized_similarity(v.norm, w.norm) >= SPELT_ALIKE
        for v, w in other
    )


def _descriptions(case: Case) -> tuple[str | None, str | None, bool]:
    """How the speaker is described in either version, and whether the source of this very quote says it.

    What stands beside the name in the source counts; where one has the name alone, what is known of them.
    """
    a, b = case.old_speaker, case.new_speaker
    if a is None or b is None or case.old is None or case.new is None:
        return None, None, False
    if a.kind is b.kind is SpeakerKind.UNNAMED:
        return a.name, b.name, True
    name = _name_parts(a) | _name_parts(b) | honorifics()  # in one version it may be the last alone
    for clauses in (True, False):
        old = _beside_name(case.old.source, name, clauses=clauses)
        new = _beside_name(case.new.source, name, clauses=clauses)
        if old and new and (not clauses or (" who " in f" {old}" and " who " in f" {new}")):
            return old, new, True
    return a.description, b.description, False


def _bare(word: str) -> str:
    return fold(word).strip(".,;'\"").removesuffix("'s")


def _name_parts(speaker: Speaker) -> frozenset[str]:
    return frozenset(map(_bare, speaker.name.split()))


def _beside_name(source: Passage | None, name: frozenset[str], *, clauses: bool) -> str:
    """The words of a source besides the name, with its clauses or up to the first; none for a pronoun."""
    if source is None or is_pronoun(source.text):
        return ""
    told: list[str] = []
    for word in (source.text if clauses else source.text.split(" who ")[0]).split():
        if _bare(word) not in name:
            told.append(word)
        elif told and word.endswith(",") and not told[-1].endswith(","):
            told[-1] += ","  # lead author Ann Poe, a geologist
    return " ".join(told).strip(",;. ")


def _canonical(phrase: str | None) -> frozenset[str]:
    """The words of a description that tell something; not the day on which it was said."""
    told = (w for w in read_phrase(phrase or "") if w.kind != "date")
    return frozenset(s for w in told for s in w.stems if s not in function_words())


@change("QD210", "cue-changed", Severity.NOTE)
def cue_changed(case: Case) -> Finding | None:
    """Another cue that makes no other claim: said became added.

    Why it matters:
        Little; listed because "added" and "told reporters" say when and to whom it was said.

    Example:
        old: "It will be done by May," Ann Lund said.
        new: "It will be done by May," Ann Lund added.
    """
    found = _cues(case)
    if found is None:
        return None
    old, new, (one, _), (other, _) = found
    if one == other:
        return None
    who = case.new_name or case.old_name or "the source"
    message = f"{bracketed(old.text)} became {bracketed(new.text)} for {who}"
    return _finding(case, message, old, new)


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    """Every form of every cue: its lemma and stance."""
    table: dict[tuple[str, ...], tuple[str, str]] = {}
    for forms, lemma, _, stance in rows("cues", 4):
        for form in forms.split():
            table.setdefault((form,), (lemma, stance))
    for form, lemma, _, stance in rows("cue_phrases", 4):
        table.setdefault(tuple(form.split()), (lemma, stance))
    return table


@cache
def _plain_cues() -> frozenset[str]:
    return frozenset(word for (word,) in rows("plain_cues", 1))


@lru_cache(maxsize=1 << 12)
def _cue(text: str) -> tuple[str, str] | None:
    """Lemma and colour of a cue; None if the lexicon does not know it. Colour is empty for neutral ones."""
    words = [w.strip(".,:;\"'") for w in fold(text).split()]
    words = [w for w in words if w]
    if not words or words[0] == "according":
        return (_SAID, "") if not words else ("according to", "")
    table = _lexicon()
    for size in range(min(5, len(words)), 0, -1):
        for k in range(len(words) - size + 1):
            form = tuple(words[k : k + size])
            if form in table and not (size == 1 and form[0] in _AUXILIARY):
                lemma, stance = table[form]
                return spelling(lemma), "" if stance in (
                    "neutral",
                    "ask",
                ) or lemma in _plain_cues() else stance
    rest = [w for w in words if w not in _AUXILIARY]
    return (stems(spelling(rest[-1]))[0], "") if rest else None


def _cues(case: Case) -> tuple[Passage, Passage, tuple[str, str], tuple[str, str]] | None:
    """The cues of a pair with lemma and colour, if both versions have one and its copy changed."""
    if case.old is None or case.new is None or case.same_copy or _settled(case):
        return None
    old, new = case.old.cue, case.new.cue
    if old is None or new is None:
        return None
    before, after = _cue(old.text), _cue(new.text)
    if before is None or after is None:
        return None
    return old, new, before, after


@change("QD212", "addressee-changed", Severity.NOTE)
def addressee_changed(case: Case) -> Finding | None:
    """Told X became told Y, or where or when it was said.

    Why it matters:
        What was said to a court, to a friend and to a crowd are three kinds of statement.

    Example:
        old: "We are close," Leo Falk told reporters.
        new: "We are close," Leo Falk told investors.
    """
    if case.old is None or case.new is None or case.same_copy or case.new.within is not None:
        return None  # what stands beside a cue in somebody's words is of their wording
    old = _beside_cue(case.story, case.story.old, case.old)
    new = _beside_cue(case.story, case.story.new, case.new)
    if old is None or new is None or old[1] == new[1] or _same_after(case, old[2], new[2]):
        return None
    if not old[1] and not new[1]:
        return None
    if old[0] and new[0]:
        what = f"{bracketed(old[0])} became {bracketed(new[0])}"
    else:
        what = f"{bracketed(old[0])} is gone" if old[0] else f"{bracketed(new[0])} is new"
    message = f"{what} where {case.new_name or 'the source'} spoke"
    return Finding(
        message,
        old=case.old.id,
        new=case.new.id,
        old_span=old[2],
        new_span=new[2],
        edits=edits(old[0], new[0]),
        key=case.key,
    )


def _same_after(case: Case, old: Span, new: Span) -> bool:
    """Whether from the cue on the same words stand in both versions, as far as the longer of two places goes.

    Where cue and content begin and end may be seen differently in copy that is the same: *said of* and
    *said*, *wrote a letter congratulating* and *wrote a letter*.
    """
    first, stop = case.story.old.between(*old)
    start, end = case.story.new.between(*new)
    size = max(stop - first, end - start)
    one, other = (
        [w.key for w in reading.words[k : k + size]]
        for reading, k in ((case.story.old, first), (case.story.new, start))
    )
    return one == other


def _beside_cue(story: Story, reading: Reading, quote: Quote) -> tuple[str, frozenset[str], Span] | None:
    """What stands after the cue besides content and source: words, their stems, their place from the cue on.

    Only an addressee, time or place of a few words after the cue is taken, up to what another said.

    Args:
        story: both versions.
        reading: one of them.
        quote: whose cue it is.
    """
    if quote.cue is None or not quote.cue.spans:
        return None
    cue = quote.cue.spans[-1]
    k = reading.sentence_at(cue.start)
    if k < 0:
        return None
    quoted = story.quoted_at(reading, k)
    after = bisect_left(quoted, (cue.end, 0))
    taken = [*quote.content.spans, *(quote.source.spans if quote.source else ())]
    first, _ = reading.between(cue.end, cue.end)
    last = reading.first[k + 1]
    out: list[Word] = []
    text = reading.extract.document.text
    for word in reading.words[first:last]:
        if (
            not out
            and quote.source is not None
            and any(s.contains((word.start, word.end)) for s in quote.source.spans)
        ):
            continue  # "said Falk on Monday"
        others = quoted[after : bisect_left(quoted, (word.start + 1, 0))]
        if len(out) > 8 or any(s.start <= word.start < s.end for s in (*taken, *others)):
            break
        if out and any(c in text[out[-1].end : word.start] for c in ',;:.?!"“”'):
            break
        if not out and any(c in text[_end_before(quote, cue, word) : word.start] for c in ',;:.?!"“”'):
            break
        out.append(word)
    skip = {"that", "the", "a", "an", "on", "in", "at", "of", "with"}
    told = frozenset(s for w in out for s in w.stems if s not in skip)
    span = Span(cue.start, out[-1].end) if out else Span(*cue)
    return (text[out[0].start : out[-1].end] if out else ""), told, span


def _end_before(quote: Quote, cue: Span, word: Word) -> int:
    """Where the cue ends, or the source that stands between it and a word."""
    spans = quote.source.spans if quote.source is not None else ()
    return max([cue.end, *(s.end for s in spans if cue.end <= s.start and s.end <= word.start)])
