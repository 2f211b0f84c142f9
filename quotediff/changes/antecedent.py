"""Whether a pronoun, or a source carried on from before, still stands for whom it stood for."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from quotediff.align.normalize import NormalizedText, Word
from quotediff.changes.context import ComparisonContext, Credited, QuotePair
from quotediff.changes.sides import ComparedVersion, is_within_one_of
from quotediff.identity import is_pronoun, name_words
from quotediff.lang.lexicon import rows
from quotediff.limits import MAX_NAME_WORDS, WINDOW_ANTECEDENT_SENTENCES
from quotediff.model import Passage, Quote, Speaker, SpeakerKind
from quotediff.text.fold import fold
from quotediff.text.spans import Span
from quotediff.values import lazy

FIRST_PERSON = frozenset({"i", "we"})
_RELATIVE = frozenset({"who", "which", "that"})


def depends_on_antecedent(both: Credited) -> bool:
    """Whether the source is the same pronoun in both versions, or carried on from before in both."""
    old, new = fold(both.old_source.text), fold(both.new_source.text)
    if "" in (old, new):
        return both.old.inherited and both.new.inherited
    return old == new and is_pronoun(old)


def is_first_person(source: Passage) -> bool:
    """Whether a source is *I* or *we*: whoever writes, or speaks around it, of whom the outer quote tells."""
    return fold(source.text) in FIRST_PERSON


class Antecedents:
    """What a reader takes the pronouns of two versions for; one for a comparison, as sentences recur."""

    def __init__(self, context: ComparisonContext) -> None:
        self._context = context
        self._names_in: dict[tuple[bool, int], tuple[list[int], list[str]]] = {}

    def changed(self, pair: QuotePair, both: Credited) -> bool:
        """Whether a reader takes the source of a pair, which depends on its antecedent, for another now.

        Args:
            pair: the pair.
            both: its quotes, whose speakers differ by name.
        """
        if any(clear(pair, both) for clear in _CLEAR_WITHOUT_CONTEXT):
            return False
        return not self._same_context(both)

    def _same_context(self, both: Credited) -> bool:
        """Whether the copy before a source names the same in both versions, far enough to tell who is meant.

        The sentences before it are gone through as long as they are each other's and name the same; if they
        name who it was, or who it is said to be now, then it is still who it was.
        """
        old, new = self._context.old, self._context.new
        at, there = _place(both.old, both.old_source), _place(both.new, both.new_source)
        first, start = self._same_names_since(at, there)
        if first < 0:
            return True
        before = _words_between(old, both.old, first, at)
        now = _words_between(new, both.new, start, there)
        speakers = (both.old_speaker, both.new_speaker)
        if any(map(_mentioned_between, (old, new), speakers, (Span(first, at), Span(start, there)))):
            return True
        if any(map(_named_among, speakers, (before, now))):
            return True
        return _another_named(now, both.new_speaker, _pronoun(both.new_source), self._people)

    @lazy
    def _people(self) -> dict[str, str]:
        """The people whom either version quotes: the last word of each name, with the sex of its bearers."""
        speakers = (s for version in (self._context.old, self._context.new) for s in version.extract.speakers)
        names = (name_words(s.name) for s in speakers if s.kind is SpeakerKind.PERSON)
        return {name[-1]: _given_names().get(name[0], "u") for name in names if name}

    def _same_names_since(self, at: int, there: int) -> tuple[int, int]:
        """From where on the copy before two places names the same; -1 if as far as a reader looks."""
        before, after = self._context.before, self._context.after
        old, new = before.version, after.version
        i, k = old.sentence_at(at), new.sentence_at(there)
        first, start = at, there
        for _ in range(WINDOW_ANTECEDENT_SENTENCES):
            i, k = self._telling(before, i, at), self._telling(after, k, there)
            if max(i, k) < 0:
                return -1, -1
            if min(i, k) < 0 or k not in before.links[i]:
                return first, start
            if not self._names_agree(self._names_before(old, i, at), self._names_before(new, k, there)):
                return first, start
            first, start = old.extract.sentences[i].span.start, new.extract.sentences[k].span.start
            i, k = i - 1, k - 1
        return -1, -1

    def _telling(self, compared: ComparedVersion, sentence: int, offset: int) -> int:
        """The nearest sentence, back from one, that the other version has too or that names somebody."""
        version, links = compared.version, compared.links
        while sentence >= 0 and not (links[sentence] or self._names_before(version, sentence, offset)):
            sentence -= 1
        return sentence

    def _names_before(self, version: NormalizedText, sentence: int, offset: int) -> list[str]:
        """The names that stand in a sentence before an offset, in any style."""
        key = (version is self._context.new, sentence)
        if key not in self._names_in:
            names = self._capitalized[version is self._context.new]
            held = [
                w for w in version.of_sentence(sentence) if w.kind == "name" or (w.opens and w.norm in names)
            ]
            self._names_in[key] = ([w.start for w in held], [w.key for w in held])
        starts, keys = self._names_in[key]
        return keys[: bisect_left(starts, offset)]

    def _names_agree(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether two sentences name the same: a full name and a last name are one."""
        if old == new:
            return True
        both = set(old) & set(new)
        return all(self._other_names[name] & both for name in set(old) ^ set(new))

    @lazy
    def _other_names(self) -> defaultdict[str, set[str]]:
        """For each word of a speaker's name the other words of it."""
        table: defaultdict[str, set[str]] = defaultdict(set)
        for version in (self._context.old, self._context.new):
            for speaker in version.extract.speakers:
                parts = name_words(speaker.name)
                for part in parts if len(parts) <= MAX_NAME_WORDS else ():
                    table[part].update(p for p in parts if p != part)
        return table

    @lazy
    def _capitalized(self) -> tuple[frozenset[str], frozenset[str]]:
        """The words of either version that somewhere have a capital within a sentence."""
        old, new = (
            frozenset(w.norm for w in version.words if w.kind == "name")
            for version in (self._context.old, self._context.new)
        )
        return old, new


# --- where who is meant is plain without the sentences before ---------------------------------------------


def _a_speaker_is_unknown(_: QuotePair, both: Credited) -> bool:
    return any(is_pronoun(speaker.name) for speaker in (both.old_speaker, both.new_speaker))


def _speaks_of_self(_: QuotePair, both: Credited) -> bool:
    return is_first_person(both.new_source)


def _within_the_same_quote(pair: QuotePair, _: Credited) -> bool:
    """Whether it stands for somebody within what is quoted, which is the same."""
    return pair.outer is not None and pair.outer.paired and pair.outer.same_words


def _beside_its_antecedent(pair: QuotePair, both: Credited) -> bool:
    """Whether it is a relative pronoun in the same copy: it stands beside whom it points at."""
    return fold(both.new_source.text) in _RELATIVE and pair.same_copy


def _stands_for_nobody_definite(_: QuotePair, both: Credited) -> bool:
    """Whether it is *both* or *others*: some of whoever, in which no reader looks for one."""
    return _pronoun(both.new_source).person == "i"


_CLEAR_WITHOUT_CONTEXT: tuple[Callable[[QuotePair, Credited], bool], ...] = (
    _a_speaker_is_unknown,
    _speaks_of_self,
    _within_the_same_quote,
    _beside_its_antecedent,
    _stands_for_nobody_definite,
)


# --- whom copy names ----------------------------------------------------------------------------------------


def _place(quote: Quote, source: Passage) -> int:
    """Where a reader asks who is meant: at the source, or at the words said if they come before it."""
    stated = () if quote.inherited else source.spans
    return min(spans[0].start for spans in (stated, quote.content.spans) if spans)


def _mentioned_between(version: NormalizedText, speaker: Speaker, copy: Span) -> bool:
    """Whether a speaker is mentioned in a part of the copy by more than a pronoun."""
    text = version.extract.document.text
    return any(not is_pronoun(text[m.start : m.end]) for m in speaker.mentions if copy.contains(m))


def _words_between(version: NormalizedText, quote: Quote, start: int, end: int) -> list[Word]:
    """The words of a stretch of copy that are none of the quote's own: whom it names says not whose it is."""
    first, last = version.between(start, end)
    covered = is_within_one_of(quote.content.spans)
    return [w for w in version.words[first:last] if not covered(w.start, w.start + 1)]


def _named_among(speaker: Speaker, words: Sequence[Word]) -> bool:
    """Whether a person's name, or a word of it, is among words of a stretch of copy."""
    name = set(name_words(speaker.name)) if speaker.kind is SpeakerKind.PERSON else ()
    return any(w.norm.removesuffix("'s") in name for w in words if w.kind == "name" or w.opens)


class _Pronoun(NamedTuple):
    """A pronoun as the lexicon has it; all is empty of what is none."""

    person: str = ""
    number: str = ""
    gender: str = ""


def _another_named(
    words: Sequence[Word], speaker: Speaker, pronoun: _Pronoun, people: Mapping[str, str]
) -> bool:
    """Whether copy that is the same in both versions names, before a pronoun, others that it may stand for.

    Then they are whom a reader takes it for, in either version: a person of its gender, by a given name or
    known from a quote, or two names side by side for a plural.
    """
    if pronoun.number == "p":
        joined = (
            ends for *ends, word in zip(words, words[2:], words[1:], strict=False) if word.norm == "and"
        )
        return any(left.kind == right.kind == "name" for left, right in joined)
    if pronoun.number == "s" and pronoun.gender in ("m", "f"):
        own = set(name_words(speaker.name))
        pairs = ((before, word) for before, word in pairwise(words) if word.kind == "name")
        named = [
            (before.norm, word.norm.removesuffix("'s")) for before, word in pairs if before.norm not in own
        ]
        sexes = (_given_names().get(before) or people.get(name) for before, name in named if name not in own)
        return any(sex in (pronoun.gender, "u") for sex in sexes)
    return False


@cache
def _given_names() -> dict[str, str]:
    """The sex of most bearers of a given name: m, f or u."""
    return {name: sex for name, sex in rows("first_names", 2)}  # noqa: C416 - pairs, to mypy


@cache
def _pronouns() -> dict[str, _Pronoun]:
    return {form: _Pronoun(*facts) for form, *facts in rows("pronouns", 4)}


def _pronoun(source: Passage) -> _Pronoun:
    """What a source is as a pronoun."""
    return _pronouns().get(fold(source.text.strip()), _Pronoun())
