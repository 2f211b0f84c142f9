"""Whom a source that is no name may mean: candidates, each with who proposed it.

A candidate is somebody the article has already named or described, a noun phrase of the copy that is
linked only if it wins, or several who would speak together. The proposers know one shape each; they say who
is possible, never who is right: ``features.py`` describes each candidate and ``link.py`` chooses.

Each proposer looks at the last mentions, the last sentences, or the last few who were called by a noun
(``MAX_CALLED``), however long the article is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from quotediff.extraction.names import PLACE, is_capitalized
from quotediff.extraction.speakers.forms import Form, take_apart
from quotediff.extraction.speakers.register import BREAKS, Article, Entity
from quotediff.extraction.speakers.story import Event
from quotediff.lang.lexicon import words
from quotediff.lang.nouns import (
    ADJECTIVE_ENDINGS,
    is_plural,
    may_be_person,
    pronouns,
    role_noun,
    role_nouns,
    singular,
    small_words,
)
from quotediff.model import Role, SpeakerKind

if TYPE_CHECKING:
    from quotediff.extraction.speakers.link import Linker

MAX_CALLED = 20
"""Bearers of a noun, or of a kin of nouns, that a description is compared with."""

MAX_RECENT = 12
"""Persons last mentioned that a pronoun or a noun is compared with."""

MAX_NOUNS = 3
"""Nouns back in the copy that *they* or *it* is compared with."""

WINDOW_TOKENS = 80
"""Tokens looked over for what a pronoun belongs to, however long the sentence is."""

WINDOW_SENTENCES = 8
"""Sentences that a pronoun or a noun looks back over."""

AGED = ("-year-old", "-years-old")
"""Endings of a noun for somebody of an age."""

_NUMBERS = {"two": 2, "three": 3, "four": 4, "both": 2, "pair": 2, "duo": 2, "couple": 2}
_ORDINALS = ("first", "second", "third")
_OF_MANY = ("ese", "ish", "ch")  # demonyms that mean the nation: "the British"
_BETWEEN = 5  # tokens between two names of a list, with a title
_INSIDE = 12  # contents looked at for the one that holds a first person
_MAX_CLAUSES = 8  # relative clauses in a row: "who ..., and who ..., and who said"
_APPENDED = 12  # tokens that prepositions may add to a noun
_MODIFIERS = 4  # tokens between an article and its noun
_ARTICLES = frozenset({"a", "an", "the"})
_THEIRS = frozenset({"his", "her", "their"})
_OPENING = frozenset({"a", "an", "the", "one", "another"})
_INTRODUCING = frozenset({"a", "an", "one", "another", "some", "several", "two", "three", "four", "dozens"})
_THING_OPENING = frozenset({"a", "an", "the", "this", "that", "its", "one", "another"})
_BODIES = (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT)


@dataclass(slots=True, eq=False)
class Candidate:
    """One who may be meant; exactly one of ``entity``, ``phrase`` and ``members`` is given.

    ``proposers``: the names of those that proposed it. ``mention``: the strongest of its last mentions.
    """

    entity: Entity | None = None
    phrase: Form | None = None
    members: tuple[Entity, ...] = ()
    proposers: set[str] = field(default_factory=set)
    mention: Event | None = None
    distance: int = 0  # of a phrase: how many other such nouns stand between it and the source
    rank: int = 0  # of a person: how strongly the copy has it in mind, 1 for the foremost; 0 unknown
    share: float = 0.0  # and the share of the foremost one's weight


class Candidates:
    """The candidates of one source, each once."""

    def __init__(self) -> None:
        self.all: list[Candidate] = []
        self._of_entity: dict[int, Candidate] = {}
        self._of_phrase: dict[int, Candidate] = {}

    def add(self, who: Entity | Form | None, proposer: str) -> Candidate | None:
        """Takes up ``who`` as proposed by ``proposer``."""
        if who is None:
            return None
        table, key = (self._of_entity, id(who)) if isinstance(who, Entity) else (self._of_phrase, who.first)
        candidate = table.get(key)
        if candidate is None:
            candidate = Candidate(entity=who) if isinstance(who, Entity) else Candidate(phrase=who)
            table[key] = candidate
            self.all.append(candidate)
        candidate.proposers.add(proposer)
        return candidate

    def join(self, members: Sequence[Entity] | None, proposer: str) -> None:
        """Takes up several who would speak together."""
        if members:
            self.all.append(Candidate(members=tuple(members), proposers={proposer}))


def propose(s: Linker, form: Form) -> list[Candidate]:
    """Whom ``form``, which is no name, may mean; somebody new is not among them."""
    found = Candidates()
    p = pronouns().get(form.pronoun)
    if p is not None and p.person == "1":
        found.add(_who_speaks_around(s, form), "speaker-around")
    elif form.pronoun in ("who", "whom", "whose", "which", "that"):
        found.add(_antecedent(s, form), "relative")
    elif p is not None and p.gender in ("m", "f"):
        _gendered(s, form, p.gender, found)
    elif form.pronoun in ("they", "their", "them", "these", "those", "both"):
        _several(s, form, found)
    elif form.pronoun in ("it", "its"):
        _things(s, form, found)
    elif form.owner is not None:
        _owned(s, form, found)
    if form.head and not form.pronoun:
        _described(s, form, found)
    return found.all


# --- pronouns -------------------------------------------------------------------------------------------


def _who_speaks_around(s: Linker, form: Form) -> Entity:
    """“I”, “we”: who speaks the words around it, else the author."""
    start = s.article.starts[form.first]
    k = bisect_right(s.said, (start, 1 << 30, 0))
    for begin, end, n in reversed(s.said[max(0, k - _INSIDE) : k]):
        e = s.links[n]
        if begin <= start < end and n != s.current and e is not None:
            return e
    return author(s)


def author(s: Linker) -> Entity:
    """Who wrote the article: in the byline, or "X is a writer in ..." at the end."""
    a = s.article
    paragraphs = a.document.paragraphs
    for p in [*(p for p in paragraphs[:_INSIDE] if p.role is Role.BYLINE), *paragraphs[-4:][::-1]]:
        first, last = a.token_range(p.span)
        for m in a.names_in(first, last)[:1]:
            e = s.register.of_name.get(m.first)
            if e is None or e.kind is not SpeakerKind.PERSON:
                continue
            if p.role is Role.BYLINE or (m.first == first and a.norms[m.last] in (",", "is")):
                return e
    return s.impersonal("the writer")


def _gendered(s: Linker, form: Form, gender: str, found: Candidates) -> None:
    """“he”, “she”: persons in mind, the subject of the clause behind, a noun that opens a sentence."""
    at = form.first
    found.add(_opening_person(s, gender, at), "opening-noun")
    _persons(s, gender, at, found)
    last = s.last_spoken
    if last is not None and last.kind is SpeakerKind.PERSON and last.gender in ("", gender):
        found.add(last, "last-speaker")
    if not found.all:
        found.add(s.foremost(gender, at, reach=len(s.article.sentences)), "anywhere")
    if not found.all:
        found.add(_further_on(s, gender, at), "further-on")


def _persons(s: Linker, gender: str, at: int, found: Candidates) -> None:
    """The persons last mentioned, the foremost first."""
    weighed = s.weighed(gender, at, reach=WINDOW_SENTENCES)[:MAX_RECENT]
    for rank, (e, weight, mention) in enumerate(weighed, 1):
        candidate = found.add(e, "in-mind")
        if candidate is not None:
            candidate.rank, candidate.mention = rank, mention
            candidate.share = weight / weighed[0][1] if weighed[0][1] else 0.0


def _further_on(s: Linker, gender: str, at: int) -> Entity | None:
    """“Her mother was strict, Smith said”: where nobody was named before, the next in the sentence."""
    a = s.article
    for m in a.names_in(at, min(a.sentences[a.sentence_of[at]].last, at + WINDOW_TOKENS)):
        e = s.register.of_name.get(m.first)
        acts = a.norms[m.last] in a.words.verbs or a.norms[m.first - 1] in (",", *a.words.verbs)
        if acts and e is not None and e.kind is SpeakerKind.PERSON and e.gender in ("", gender):
            return e
    return None


def _opening_person(s: Linker, gender: str, at: int) -> Entity | Form | None:
    """“A mediator brought coffee. ‘It was good,’ he said”: a noun that opens this sentence or the one before.

    Where persons in mind weigh more than such a noun does, it is not proposed.
    """
    a = s.article
    sentence = a.sentence_of[at]
    for k in (sentence, sentence - 1):
        if k < 0 or a.paragraph_of[k] != a.paragraph_of[sentence]:
            return None
        first = a.opening(k)
        head = _person_opening(a, first, at)
        if head < 0:
            continue
        known = role_noun(a.norms[head])
        if known is None or (known.gender and known.gender != gender):
            return None
        if s.ranked(gender, at)[1] >= s.weight_of_noun(k, at, sure=bool(known.gender)):
            return None
        return s.by_first.get(first) or take_apart(a, first, _phrase_stop(a, head), 1)
    return None


def _person_opening(a: Article, first: int, at: int) -> int:
    """The noun for one person that the phrase beginning at ``first`` is about; -1 if it is about none."""
    if first >= at or a.norms[first] not in _OPENING:
        return -1
    stops = small_words("stop")
    for i in range(first + 1, min(first + 7, at)):
        norm = a.norms[i]
        known = role_noun(norm)
        if known is not None and role_noun(a.norms[i + 1]) is None and not _capital_at(a, i + 1):
            one = known.kind == "person" and not is_plural(norm)
            return i if one and a.norms[i + 1] not in BREAKS and a.norms[i + 1] != "'s" else -1
        if norm in stops or norm in a.words.soft or not norm[0].isalnum() or a.inside[i]:
            break
    return -1


def _phrase_stop(a: Article, head: int) -> int:
    """Where the noun phrase around ``head`` ends, with what a preposition adds: before a mark or a verb."""
    auxiliaries = small_words("auxiliary")
    last = min(a.sentences[a.sentence_of[head]].last, head + _APPENDED)
    i = head + 1
    if a.norms[i] not in small_words("stop"):
        return i
    ends = BREAKS | auxiliaries | a.words.verbs
    while i < last and a.norms[i] not in ends and not a.norms[i].endswith("ed"):
        i += 1
    return i


def _capital_at(a: Article, i: int) -> bool:
    return i < len(a.tokens) and is_capitalized(a.tokens[i].text)


def _several(s: Linker, form: Form, found: Candidates) -> None:
    """“they”: those named together, the groups and bodies last mentioned, the last nouns of several."""
    at = form.first
    if form.pronoun == "both":
        found.join(s.pair(s.article.sentence_of[at], told=True), "pair")
        return
    found.join(_named_together(s, at), "named-together")
    found.join(_named_before(s, at), "named-before")
    for event in s.recent(s.article.sentence_of[at], WINDOW_SENTENCES):
        e = event.entity
        many = e.plural or e.parts or e.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION)
        if many and not event.quoted:
            _mentioned(found, event)
    for kinds in (("group", "person"), ("document",), ("organization",)):
        _nouns_before(s, at, kinds, found, plural=True)


def _mentioned(found: Candidates, event: Event) -> None:
    """Takes up whom a mention is of, with its strongest mention."""
    candidate = found.add(event.entity, "mentioned")
    if candidate is not None and (candidate.mention is None or event.weight > candidate.mention.weight):
        candidate.mention = event if candidate.mention is None else candidate.mention


def _named_before(s: Linker, at: int) -> Sequence[Entity]:
    """“Poe and Daly are both ... . Their plans”: the two with whom the sentence before begins."""
    a = s.article
    k = a.sentence_of[at] - 1
    if k < 0 or a.paragraph_of[k] != a.paragraph_of[k + 1]:
        return ()
    first = a.opening(k)
    names = a.names_in(first, min(a.sentences[k].last, first + WINDOW_TOKENS))[:2]
    members = [e for m in names if (e := s.register.of_name.get(m.first)) is not None]
    both = len(members) == 2 and names[0].first == first and names[1].first - names[0].last < 3
    if not both or a.norms[names[0].last] != "and":
        return ()
    return members if all(e.kind is SpeakerKind.PERSON for e in members) else ()


def _named_together(s: Linker, at: int) -> Sequence[Entity]:
    """“Poe and Daly” earlier in the sentence of the pronoun: both, unless a group comes between."""
    a = s.article
    first = max(a.sentences[a.sentence_of[at]].first, at - WINDOW_TOKENS)
    for m, following in pairwise(reversed(a.names_in(first, at))):
        e = s.register.of_name.get(m.first)
        other = s.register.of_name.get(following.first)
        if e is None or e.plural or a.inside[m.first]:
            return ()
        if a.norms[following.last] == "and" and m.first - following.last <= 4 and other is not None:
            return (other, e) if e.kind is other.kind is SpeakerKind.PERSON else ()
    return ()


def _things(s: Linker, form: Form, found: Candidates) -> None:
    """“it”: the bodies and documents last mentioned, the nouns that open the last sentences."""
    at = form.first
    sentence = s.article.sentence_of[at]
    for back in range(min(3, sentence + 1)):
        found.add(_opening_thing(s, sentence - back, at), f"opening-thing-{back}")
    for event in s.recent(sentence, WINDOW_SENTENCES):
        if not event.quoted and not event.entity.plural and event.entity.kind in _BODIES:
            _mentioned(found, event)
    _nouns_before(s, at, ("organization", "document"), found, plural=False)


def _opening_thing(s: Linker, sentence: int, at: int) -> Entity | Form | None:
    """The document or organization that a sentence begins with: "A letter from the union said"."""
    a = s.article
    first, end = a.sentences[sentence].first, a.sentences[sentence].last
    if a.norms[first] not in _THING_OPENING or first >= at:
        return None
    stops = small_words("stop")
    for i in range(first + 1, min(first + 7, end, at)):
        norm = a.norms[i]
        known = role_noun(norm)
        verb = norm != "'s" and (norm in a.words.soft or (norm in a.words.verbs and known is None))
        if norm in stops or verb or a.inside[i] or not (norm[0].isalnum() or norm == "'s"):
            return None
        if known is not None and role_noun(a.norms[i + 1]) is None and not _capital_at(a, i + 1):
            if a.norms[i + 1] == "'s":
                continue  # "the governor's office"
            if known.kind not in ("document", "organization"):
                return None
            return s.by_first.get(first) or take_apart(a, first, i + 1, 1)
    return None


def _nouns_before(s: Linker, at: int, kinds: Sequence[str], found: Candidates, *, plural: bool) -> None:
    """The nearest nouns before ``at`` that "they" or "it" can stand for, outside what the source says."""
    a = s.article
    floor = max(a.sentences[max(0, a.sentence_of[at] - 2)].first, at - WINDOW_TOKENS)
    number = 0
    for k in range(at - 1, floor - 1, -1):
        if not _is_noun_of(a.norms[k], kinds, plural=plural):
            continue
        if a.inside[k] and not (plural and a.inside[at]):
            continue
        if not any(first <= k < last for first, last in s.contents):
            start = phrase_start(a, k, a.sentences[a.sentence_of[k]].first)
            candidate = found.add(s.by_first.get(start) or take_apart(a, start, k + 1, 1), "noun-before")
            if candidate is not None:
                candidate.distance = max(candidate.distance, number)
            number += 1
            if number == MAX_NOUNS:
                return


def _is_noun_of(norm: str, kinds: Sequence[str], *, plural: bool) -> bool:
    """Whether a word is a noun of one of the kinds, by the list or by its end: "pensioners"."""
    known = role_noun(norm)
    if known is None:
        return plural and "person" in kinds and is_plural(norm) and may_be_person(singular(norm))
    return known.kind in kinds and is_plural(norm) == plural


def phrase_start(a: Article, at: int, floor: int) -> int:
    """Where the noun phrase ending at ``at`` begins: back over words that are like adjectives."""
    k = at
    while k > floor and at - k < 6:
        t = a.tokens[k - 1]
        if t.norm in small_words("determiner"):
            return k - 1
        if t.norm != "'s" and (t.norm in a.words.closed or not t.text[0].isalnum()):
            break
        like = t.norm == "'s" or not t.text[0].islower() or "-" in t.text or t.norm in a.words.demonyms
        if not (like or role_noun(t.norm) or t.norm.endswith(ADJECTIVE_ENDINGS)):
            break
        k -= 1
    return k


# --- relative pronouns ------------------------------------------------------------------------------------

_SKIPPED = frozenset({",", "—", "–", "--", ")", "of", "with", "to", "some", "all", "many", "both", "most"})


def _antecedent(s: Linker, form: Form) -> Entity | Form | None:
    """“who”, “which”, “that”: what stands before it."""
    a = s.article
    first = a.sentences[a.sentence_of[form.first]].first
    i = form.first - 1
    for _ in range(_MAX_CLAUSES):
        if a.norms[i] not in ("and", "but", "or"):  # "X, who ..., and who said"
            break
        floor = max(first, i - WINDOW_TOKENS)
        before = next((k for k in range(i - 1, floor, -1) if a.norms[k] == form.pronoun), 0)
        if not before:
            break
        form = Form(before, before + 1, pronoun=form.pronoun, core=before + 1)
        i = before - 1
    while i >= first and a.norms[i] in _SKIPPED:
        i -= 1
    if i < first:
        return None
    if i + 1 in s.by_end:
        return s.by_end[i + 1]
    person = form.pronoun.startswith("who")
    for m in a.names_in(i, i + 1):
        e = s.register.of_name.get(m.first)
        if e is not None and m.kind != PLACE and (e.kind is SpeakerKind.PERSON) == person:
            return e
    return _noun_to_the_left(s, i, max(first, i - 14), person=person)


def _noun_to_the_left(s: Linker, i: int, floor: int, *, person: bool) -> Entity | Form | None:
    """The noun that a relative pronoun belongs to, back from token ``i``; or a name on the way."""
    a = s.article
    kinds = ("person", "group") if person else ("organization", "document")
    stops = small_words("stop")
    for k in range(i, floor - 1, -1):
        known = role_noun(a.norms[k])
        if known is None:
            e = s.register.of_name.get(k)
            if e is None or k == i or (e.kind is SpeakerKind.PERSON) != person:
                continue
            (m,) = a.names_in(k, k + 1)
            if m.kind != PLACE and (a.norms[k - 1] not in stops or a.norms[m.last] == "of"):
                return e
        elif known.kind in kinds:
            start = phrase_start(a, k, floor)
            if not is_plural(a.norms[k]):
                comma = next((n for n in range(k, max(floor, k - 12), -1) if a.norms[n] == ","), 0)
                for m in a.names_in(comma - 1, comma):  # "X, a developer who"
                    if comma and m.first in s.register.of_name:
                        return s.register.of_name[m.first]
            inner = take_apart(a, start, i + 1, 1)
            return None if inner.pronoun else inner
    if not a.norms[i][0].isalpha() or a.norms[i] in stops or a.norms[i] in pronouns():
        return None
    return take_apart(a, phrase_start(a, i, floor), i + 1, 1)  # "the divers who"


# --- nouns ----------------------------------------------------------------------------------------------


def _utterances() -> frozenset[str]:
    """Nouns for what a person says: "Smith's remarks" are Smith's words."""
    return words("utterances")


def is_utterance(norm: str) -> bool:
    """Whether a noun is one for what a person says."""
    return norm in _utterances() or singular(norm) in _utterances()


def _owned(s: Linker, form: Form, found: Candidates) -> None:
    """“Smith's remarks” may be Smith; “Smith's son” one of the family; “her department” as told of her."""
    if form.owner is None or form.owner.head in small_words("vague"):
        return
    owner = s.owner_of(form)
    found.add(owner, "owner")
    found.add(s.described.get(s.owned_key(form, owner)), "same-words")


def author_of(a: Article, form: Form) -> Form | None:
    """“The captain left a note. His note read”: who is told to have written what *his* is said of."""
    if form.owner is None or form.owner.pronoun not in _THEIRS:
        return None
    for at in range(form.first - 1, max(0, form.first - WINDOW_TOKENS) - 1, -1):
        if a.norms[at] != form.head or _ARTICLES.isdisjoint(a.norms[max(0, at - _MODIFIERS) : at]):
            continue
        for verb in range(at - 1, max(0, at - _APPENDED), -1):
            if a.norms[verb] in words("authoring_verbs") and a.sentence_of[verb] == a.sentence_of[at]:
                return _subject_of(a, verb)
    return None


def _subject_of(a: Article, verb: int) -> Form | None:
    """The phrase before a verb, if nothing else stands before it in its sentence."""
    first = a.sentences[a.sentence_of[verb]].first
    while first < verb and not a.norms[first][0].isalnum():
        first += 1
    last = verb
    while last > first and a.norms[last - 1] in small_words("auxiliary"):
        last -= 1
    plain = all(norm not in BREAKS for norm in a.norms[first:last])
    return take_apart(a, first, last, 1) if first < last <= first + _APPENDED and plain else None


def relative_of(s: Linker, form: Form) -> Entity | None:
    """“Smith's son”: who is called a son and has the family name, or the only other of that name."""
    known = role_noun(form.head)
    if form.owner is None or known is None or "relative" not in known.kin:
        return None
    owner = s.owner_of(form)
    if owner.kind is not SpeakerKind.PERSON or is_plural(form.head) or not owner.words:
        return None
    noun, name = singular(form.head), form.owner.name
    genders = ("", known.gender) if known.gender else ("", "m", "f")
    family = [e for e in s.register.family_of(owner) if e.gender in genders and not e.dead]
    alone = name is not None and name.last - name.name == 1
    if alone and noun in owner.nouns:
        return owner  # "Smith's son" of the headline, where Smith is short for the father
    called = [e for e in family if noun in e.nouns]
    fits = called or ([] if alone else family)
    return fits[0] if len(fits) == 1 and len(fits[0].words) > 1 else None


def body_of(s: Linker, form: Form) -> Entity | None:
    """“Britain's parliament” by the name of the country; “her department” by what is told of her."""
    known = role_noun(form.head)
    if form.owner is None or known is None or known.kind != "organization":
        return None
    owner = s.owner_of(form)
    stem = (owner.words or (owner.name.lower(),))[-1][:4]
    bodies = s.register.by_noun.get(singular(form.head), ())[-MAX_CALLED:]
    for e in bodies:
        if e.kind is SpeakerKind.ORGANIZATION and any(w[:4] == stem for w in e.words):
            return e
    told = " ".join((*owner.told, *owner.descriptions))
    return next((e for e in bodies if e.named and e.name in told), None)


def _described(s: Linker, form: Form, found: Candidates) -> None:
    """A noun phrase: the same words before, those called by the noun or its kin, who is in mind."""
    a = s.article
    key = s.phrase_key(form)
    found.add(s.described.get(key), "same-words")
    head = head_noun(a, form)
    if is_plural(form.head) or form.head in small_words("pair"):
        found.join(s.pair(a.sentence_of[form.first], told=True), "pair")
        found.join(s.pair(a.sentence_of[form.first]), "pair-in-mind")
        found.join(_called_together(s, form, head), "called-together")
    for e in s.register.by_age.get(age_of(a, form), ())[:MAX_CALLED]:
        found.add(e, "age")
    if form.determiner in ("the", "that", "this", "those", "these") and form.owner is None:
        found.add(_met_as(s, form), "met-as")
    _called(s, form, head, found)
    if form.determiner in ("the", "that", "this", "") and not is_plural(form.head):
        _in_mind(s, form, head, found)


def _met_as(s: Linker, form: Form) -> Form | None:
    """“A judge in Ohio ruled ... . The judge said”: the last phrase that brings in somebody by the noun."""
    a = s.article
    places = a.places.get(a.norms[form.head_at], ())
    k = bisect_left(places, form.first)
    for at in reversed(places[max(0, k - MAX_NOUNS) : k]):
        start = phrase_start(a, at, a.sentences[a.sentence_of[at]].first)
        opens = a.norms[start] in _INTRODUCING or a.norms[start][0].isdigit()
        spoken = any(first <= at < last for first, last in s.contents)
        if opens and not (spoken or a.inside[at] or _capital_at(a, at + 1)) and start not in s.by_first:
            return take_apart(a, start, _phrase_stop(a, at), 1)
    return None


def _called(s: Linker, form: Form, head: str, found: Candidates) -> None:
    """Those who were called by the noun, or by a noun of its kin."""
    known = role_nouns().get(head) or role_noun(form.head)
    several = is_plural(form.head) and known is not None and "group" in known.kin
    for noun in (head, "group", "organization") if several else (head,):
        for e in s.register.by_noun.get(noun, ())[-MAX_CALLED:]:
            found.add(e, "called")
    for kin in sorted(known.kin) if known is not None else ():
        for e in s.register.by_kin.get(kin, ())[-MAX_CALLED:]:
            if known is not None and any(_of_kind(n, known.kind, kin) for n in e.nouns):
                found.add(e, "called-alike")


def _in_mind(s: Linker, form: Form, head: str, found: Candidates) -> None:
    """Whom the copy has in mind, whatever they were called: persons, or bodies and documents."""
    a = s.article
    known = role_nouns().get(head) or role_noun(form.head)
    if names_person(a, form):
        _persons(s, known.gender if known is not None else "", form.first, found)
    elif known is not None and known.kind in ("organization", "document"):
        for event in s.recent(a.sentence_of[form.first], WINDOW_SENTENCES):
            if event.entity.kind.value == known.kind and not event.quoted:
                _mentioned(found, event)


def names_person(a: Article, form: Form) -> bool:
    """Whether the noun of a phrase is one for a person: a role, an age, "the Brazilian"."""
    known = role_noun(form.head)
    if form.head.endswith(AGED):
        return True
    if known is not None:
        return known.kind == "person"
    nation = form.head in a.words.demonyms and not is_plural(form.head) and not form.head.endswith(_OF_MANY)
    return nation or may_be_person(form.head)


def number_in(a: Article, form: Form) -> int:
    """How many a phrase speaks of, if it tells: two of “both men”, three of “the three men”; else 0."""
    return next((_NUMBERS[n] for n in a.norms[form.first : max(form.core, form.first)] if n in _NUMBERS), 0)


def _called_together(s: Linker, form: Form, noun: str) -> Sequence[Entity]:
    """“the three candidates”: those named who are called so, if two or three, and as many as told."""
    number = number_in(s.article, form)
    persons = [e for e in s.register.by_noun.get(noun, ())[:MAX_CALLED] if e.kind is SpeakerKind.PERSON]
    if len(persons) in (2, 3) and number in (0, len(persons)):
        return persons
    listed = _last_list(s, form.first)
    return listed if number and len(listed) == number else ()


def _last_list(s: Linker, at: int) -> Sequence[Entity]:
    """The persons last named in a list, “X, Y and Z”, in the sentences before token ``at``."""
    a = s.article
    floor = a.sentences[max(0, a.sentence_of[at] - WINDOW_SENTENCES)].first
    members: list[Entity] = []
    begin = at  # where the name behind begins
    for m in reversed(a.names_in(max(floor, at - 4 * WINDOW_TOKENS), at)):
        e = s.register.of_name.get(m.first)
        person = e is not None and e.kind is SpeakerKind.PERSON
        between = a.norms[m.last : begin]
        joined = bool(between) and between[0] in (",", "and") and len(between) <= _BETWEEN
        if members and not (person and joined and ("and" in between or len(members) > 1)):
            if len(members) > 1:
                return members[::-1]
            members = []
        if person and e is not None:
            members.append(e)
            begin = m.first
    return members[::-1] if len(members) > 1 else ()


def in_order(s: Linker, form: Form) -> Entity | None:
    """“The first official”: the first of the unnamed who were called so."""
    order = s.article.norms[form.first + 1]
    if form.determiner != "the" or form.head_at - form.first < 2 or order not in _ORDINALS:
        return None
    called = s.register.by_noun.get(head_noun(s.article, form), ())
    unnamed = [e for e in called[:MAX_CALLED] if not e.named]
    n = _ORDINALS.index(order)
    return unnamed[n] if n < len(unnamed) else None


def head_noun(a: Article, form: Form) -> str:
    """The head noun of a phrase in the singular; of an office of two words its title's noun."""
    head = singular(form.head)
    return a.words.titles.get(f"{a.norms[form.head_at - 1]} {head}", head)  # "vice president"


def age_of(a: Article, form: Form) -> str:
    """The age that a noun phrase tells: "the 34-year-old", "the 34-year-old welder"; empty if none."""
    aged = next((n for n in a.norms[form.first : form.head_at + 1] if n.endswith(AGED)), "")
    return aged.split("-", 1)[0]


def _of_kind(noun: str, kind: str, kin: str) -> bool:
    other = role_nouns().get(noun)
    return other is not None and other.kind == kind and kin in other.kin
