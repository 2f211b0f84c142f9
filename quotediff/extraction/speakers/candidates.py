"""Whom a source that is no name may mean: candidates, each with who proposed it.

A candidate is somebody the article has already named or described, a noun phrase of the copy that is
linked only if it wins, or several who would speak together. The proposers know one shape each; they say who
is possible, never who is right: ``features.py`` describes each candidate and ``link.py`` chooses.

Each proposer looks at the last mentions, the last sentences, or the last few who were called by a noun
(``MAX_NOUN_BEARERS``), however long the article is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from quotediff.extraction.names import PLACE, is_capitalized
from quotediff.extraction.speakers.register import BREAKS, Article, Entity
from quotediff.extraction.speakers.salience import MentionEvent
from quotediff.extraction.speakers.source_phrase import (
    ARTICLES,
    SourcePhrase,
    heads_phrase,
    parse_source,
    phrase_start,
)
from quotediff.lang.cues import irregular_pasts
from quotediff.lang.lexicon import word_list, word_map, words
from quotediff.lang.nouns import (
    Noun,
    is_plural,
    may_be_person,
    parties,
    pronouns,
    role_noun,
    role_nouns,
    singular,
    small_numbers,
    small_words,
)
from quotediff.limits import (
    MAX_APPENDED_TOKENS,
    MAX_MODIFIER_TOKENS,
    MAX_NOUN_BEARERS,
    MAX_NOUNS_BACK,
    MAX_OUTER_CONTENTS,
    MAX_RECENT_PERSONS,
    MAX_RELATIVE_CLAUSES,
    MAX_TOKENS_BETWEEN_LISTED,
    WINDOW_INTRODUCTION_TOKENS,
    WINDOW_PRONOUN_SENTENCES,
    WINDOW_PRONOUN_TOKENS,
)
from quotediff.model import Role, SpeakerKind
from quotediff.values import dataclass, field

if TYPE_CHECKING:
    from quotediff.extraction.speakers.link import Linker


AGED = ("-year-old", "-years-old")
"""Endings of a noun for somebody of an age."""

_SOURCE_ORDINALS = ("first", "second", "third")
_OF_MANY = ("ese", "ish", "ch")  # demonyms that mean the nation: "the British"
_THEIRS = frozenset({"his", "her", "their"})
_SOURCE_RELATIVES = word_list("source_relatives")
_PRONOUNS_OF_SEVERAL = word_list("pronouns_of_several")
_DEFINITE_ARTICLES = word_list("definite_articles")
_PHRASE_OPENERS = word_list("phrase_openers")
_INTRODUCING = word_list("introducing")
_THING_OPENING = word_list("thing_opening")
TRADES = word_list("kin_of_trades")
"""Kin whose nouns are those of different trades."""

_ANY_TRADE = word_list("any_role") | word_list("any_company")  # but for these
_PERSON_OR_GROUP = frozenset({"person", "group"})  # kinds of nouns that, as plurals, mean the same
_BODIES_AND_DOCUMENTS = (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT)


@dataclass(slots=True, eq=False)
class SpeakerCandidate:
    """One who may be meant; exactly one of ``entity``, ``phrase`` and ``members`` is given.

    ``proposers``: the names of those that proposed it. ``mention``: the strongest of its last mentions.
    """

    entity: Entity | None = None
    phrase: SourcePhrase | None = None
    members: tuple[Entity, ...] = ()
    proposers: set[str] = field(default_factory=set)
    mention: MentionEvent | None = None
    distance: int = 0  # of a phrase: how many other such nouns stand between it and the source
    rank: int = 0  # of a person: how strongly the copy has it in mind, 1 for the foremost; 0 unknown
    share: float = 0.0  # and the share of the foremost one's weight
    weight: float = 0.0  # and the weight itself


class SpeakerCandidates:
    """The candidates of one source, each once."""

    def __init__(self) -> None:
        self.all: list[SpeakerCandidate] = []
        self._of_entity: dict[int, SpeakerCandidate] = {}
        self._of_phrase: dict[int, SpeakerCandidate] = {}

    def add(self, who: Entity | SourcePhrase | None, proposer: str) -> SpeakerCandidate | None:
        """Takes up ``who`` as proposed by ``proposer``."""
        if who is None:
            return None
        table, key = (self._of_entity, id(who)) if isinstance(who, Entity) else (self._of_phrase, who.first)
        candidate = table.get(key)
        if candidate is None:
            candidate = (
                SpeakerCandidate(entity=who) if isinstance(who, Entity) else SpeakerCandidate(phrase=who)
            )
            table[key] = candidate
            self.all.append(candidate)
        candidate.proposers.add(proposer)
        return candidate

    def join(self, members: Sequence[Entity] | None, proposer: str) -> None:
        """Takes up several who would speak together."""
        if members:
            self.all.append(SpeakerCandidate(members=tuple(members), proposers={proposer}))


def propose(linker: Linker, source: SourcePhrase) -> list[SpeakerCandidate]:
    """Whom ``source``, which is no name, may mean; somebody new is not among them."""
    found = SpeakerCandidates()
    p = pronouns().get(source.pronoun)
    if p is not None and p.person == "1":
        found.add(speaker_around(linker, source) or author(linker), "speaker-around")  # "I", "we"
    elif source.pronoun in _SOURCE_RELATIVES:
        found.add(_antecedent(linker, source), "relative")
    elif p is not None and p.gender in ("m", "f"):
        _add_gendered(linker, source, p.gender, found)
    elif source.pronoun in _PRONOUNS_OF_SEVERAL:
        _add_several(linker, source, found)
    elif source.pronoun in ("it", "its"):
        _add_things(linker, source, found)
    elif source.owner is not None:
        _add_owned(linker, source, found)
    if source.head and not source.pronoun:
        _add_described(linker, source, found)
    return found.all


# --- pronouns -------------------------------------------------------------------------------------------


def speaker_around(linker: Linker, source: SourcePhrase) -> Entity | None:
    """Who speaks the words around a source, if anybody does."""
    start = linker.article.starts[source.first]
    k = bisect_right(linker.said, (start, 1 << 30, 0))
    for begin, end, statement in reversed(linker.said[max(0, k - MAX_OUTER_CONTENTS) : k]):
        e = linker.links[statement]
        if begin <= start < end and statement != linker.current and e is not None:
            return e
    return None


def author(linker: Linker) -> Entity:
    """Who wrote the article: in the byline, or "X is a writer in ..." at the end."""
    a = linker.article
    paragraphs = a.document.paragraphs
    for paragraph in [
        *(p for p in paragraphs[:MAX_OUTER_CONTENTS] if p.role is Role.BYLINE),
        *paragraphs[-4:][::-1],
    ]:
        first, last = a.token_range(paragraph.span)
        for name in a.names_in(first, last)[:1]:
            e = linker.register.of_name.get(name.first)
            if e is None or e.kind is not SpeakerKind.PERSON:
                continue
            if paragraph.role is Role.BYLINE or (name.first == first and a.norms[name.last] in (",", "is")):
                return e
    return linker.unmentioned_speaker("the writer")


def _add_gendered(linker: Linker, source: SourcePhrase, gender: str, found: SpeakerCandidates) -> None:
    """“he”, “she”: persons in mind, the subject of the clause behind, a noun that opens a sentence."""
    at = source.first
    _add_persons(linker, gender, at, found)
    _nouns_before(linker, at, ("person",), found, plural=False, gender=gender)
    last = linker.last_spoken
    if last is not None and last.kind is SpeakerKind.PERSON and last.gender in ("", gender):
        found.add(last, "last-speaker")
    if not found.all:
        found.add(linker.most_salient(gender, at, reach=len(linker.article.sentences)), "anywhere")
    if not found.all or _is_fronted(linker.article, at):
        found.add(_next_person(linker, gender, at), "further-on")


def _add_persons(linker: Linker, gender: str, at: int, found: SpeakerCandidates) -> None:
    """The persons last mentioned, the foremost first."""
    by_salience = linker.by_salience(gender, at, reach=WINDOW_PRONOUN_SENTENCES)[:MAX_RECENT_PERSONS]
    for rank, (entity, weight, mention) in enumerate(by_salience, 1):
        candidate = found.add(entity, "in-mind")
        if candidate is not None:
            candidate.rank, candidate.mention, candidate.weight = rank, mention, weight
            candidate.share = weight / by_salience[0][1] if by_salience[0][1] else 0.0


def _is_fronted(article: Article, at: int) -> bool:
    """“In what he called a rant, Poe said”: whether ``at`` stands before its sentence's subject."""
    first = article.opening(article.sentence_of[at])
    led = article.norms[first] in small_words("stop") or article.norms[first] in small_words("clause")
    return led and "," not in article.norms[first:at]


def _next_person(linker: Linker, gender: str, at: int) -> Entity | None:
    """“Her mother was strict, Smith said”: where nobody was named before, the next in the sentence."""
    a = linker.article
    for name in a.names_in(at, min(a.sentences[a.sentence_of[at]].last, at + WINDOW_PRONOUN_TOKENS)):
        e = linker.register.of_name.get(name.first)
        acts = a.norms[name.last] in a.words.verbs or a.norms[name.first - 1] in {*',"”', *a.words.verbs}
        if acts and e is not None and e.kind is SpeakerKind.PERSON and e.gender in ("", gender):
            return e
    return None


def _phrase_stop(article: Article, head: int) -> int:
    """Where the noun phrase around ``head`` ends, with what a preposition adds: before a mark or a verb."""
    auxiliaries = small_words("auxiliary")
    last = min(article.sentences[article.sentence_of[head]].last, head + MAX_APPENDED_TOKENS)
    i = head + 1
    if article.norms[i] not in small_words("stop"):
        return i
    ends = BREAKS | auxiliaries | article.words.verbs
    while i < last and article.norms[i] not in ends and not _is_past(article, i):
        i += 1
    return next((k for k in range(head + 1, i) if article.norms[k + 1] in article.words.dates), i)


def _is_past(article: Article, i: int) -> bool:
    """Whether a word is a verb of the past by its form: *cancelled*, *met*; not *Fell* in a name."""
    norm = article.norms[i]
    if article.norms[i - 1] in small_words("determiner"):
        return False  # "of the lost sailors"
    return norm.endswith("ed") or (norm in irregular_pasts() and not article.is_upper(i))


def _capital_at(article: Article, i: int) -> bool:
    return i < len(article.tokens) and is_capitalized(article.tokens[i].text)


def _add_several(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“they”: those named together, the groups and bodies last mentioned, the last nouns of several."""
    at = source.first
    if source.pronoun == "both":
        found.join(linker.pair(linker.article.sentence_of[at], joint_first=True), "pair")
        return
    found.join(_named_together(linker, at), "named-together")
    found.join(_named_before(linker, at), "named-before")
    for event in linker.recent(linker.article.sentence_of[at], WINDOW_PRONOUN_SENTENCES):
        e = event.entity
        many = e.plural or e.parts or e.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION)
        if many and not event.quoted:
            _add_mentioned(found, event)
    for kinds in (("group", "person"), ("document",), ("organization",)):
        _nouns_before(linker, at, kinds, found, plural=True)


def _add_mentioned(found: SpeakerCandidates, event: MentionEvent) -> None:
    """Takes up whom a mention is of, with its strongest mention."""
    candidate = found.add(event.entity, "mentioned")
    if candidate is not None and (candidate.mention is None or event.weight > candidate.mention.weight):
        candidate.mention = event if candidate.mention is None else candidate.mention


def _named_before(linker: Linker, at: int) -> Sequence[Entity]:
    """“Poe and Daly are both ... . Their plans”: the two with whom the sentence before begins."""
    a = linker.article
    k = a.sentence_of[at] - 1
    if k < 0 or a.paragraph_of[k] != a.paragraph_of[k + 1]:
        return ()
    first = a.opening(k)
    names = a.names_in(first, min(a.sentences[k].last, first + WINDOW_PRONOUN_TOKENS))[:2]
    members = [e for m in names if (e := linker.register.of_name.get(m.first)) is not None]
    both = len(members) == 2 and names[0].first == first and names[1].first - names[0].last < 3
    if not both or a.norms[names[0].last] != "and":
        return ()
    return members if all(e.kind is SpeakerKind.PERSON for e in members) else ()


def _named_together(linker: Linker, at: int) -> Sequence[Entity]:
    """“Poe and Daly” earlier in the sentence of the pronoun: both, unless a group comes between."""
    a = linker.article
    first = max(a.sentences[a.sentence_of[at]].first, at - WINDOW_PRONOUN_TOKENS)
    for name, following in pairwise(reversed(a.names_in(first, at))):
        e = linker.register.of_name.get(name.first)
        other = linker.register.of_name.get(following.first)
        if e is None or e.plural or a.inside[name.first]:
            return ()
        if a.norms[following.last] == "and" and name.first - following.last <= 4 and other is not None:
            return (other, e) if e.kind is other.kind is SpeakerKind.PERSON else ()
    return ()


def _add_things(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“it”: the bodies and documents last mentioned, the nouns that open the last sentences."""
    at = source.first
    sentence = linker.article.sentence_of[at]
    for back in range(min(3, sentence + 1)):
        found.add(_opening_thing(linker, sentence - back, at), f"opening-thing-{back}")
    for event in linker.recent(sentence, WINDOW_PRONOUN_SENTENCES):
        if not event.quoted and not event.entity.plural and event.entity.kind in _BODIES_AND_DOCUMENTS:
            _add_mentioned(found, event)
    _nouns_before(linker, at, ("organization", "document"), found, plural=False)


def _opening_thing(linker: Linker, sentence: int, at: int) -> Entity | SourcePhrase | None:
    """The document or organization that a sentence begins with: "A letter from the union said"."""
    a = linker.article
    first, end = a.sentences[sentence].first, a.sentences[sentence].last
    if a.norms[first] not in _THING_OPENING or first >= at:
        return None
    stops = small_words("stop")
    for index in range(first + 1, min(first + 7, end, at)):
        norm = a.norms[index]
        known = role_noun(norm)
        verb = norm != "'s" and (norm in a.words.soft or (norm in a.words.verbs and known is None))
        if norm in stops or verb or a.inside[index] or not (norm[0].isalnum() or norm == "'s"):
            return None
        if known is not None and role_noun(a.norms[index + 1]) is None and not _capital_at(a, index + 1):
            if a.norms[index + 1] == "'s":
                continue  # "the governor's office"
            if known.kind not in ("document", "organization"):
                return None
            return linker.by_first.get(first) or parse_source(a, first, index + 1, 1)
    return None


def _nouns_before(  # noqa: PLR0913 - what is looked for, and where it goes
    linker: Linker, at: int, kinds: Sequence[str], found: SpeakerCandidates, *, plural: bool, gender: str = ""
) -> None:
    """The nearest nouns before ``at`` that a pronoun can stand for, outside what the source says."""
    a = linker.article
    floor = max(a.sentences[max(0, a.sentence_of[at] - 2)].first, at - WINDOW_PRONOUN_TOKENS)
    number = 0
    for place in range(at - 1, floor - 1, -1):
        hidden = a.inside[place] and not (plural and a.inside[at])
        if (
            not _is_noun_of(a.norms[place], kinds, plural=plural)
            or hidden
            or not _may_stand_for(linker, place, at)
        ):
            continue
        start = phrase_start(a, place, a.sentences[a.sentence_of[place]].first)
        of_another = a.norms[start - 1] == "of" and _is_noun_of(a.norms[start - 2], kinds, plural=plural)
        if of_another or (gender and not _may_be_one(a, start, place, gender)):
            continue  # "widows of miners" are widows
        stop = (
            place + 1 if a.norms[place + 1] == "to" else _phrase_stop(a, place)
        )  # "called parents to the gym"
        candidate = found.add(linker.by_first.get(start) or parse_source(a, start, stop, 1), "noun-before")
        if candidate is not None:
            candidate.distance = max(candidate.distance, number)
        number += 1
        if number == MAX_NOUNS_BACK:
            return


def _may_stand_for(linker: Linker, k: int, at: int) -> bool:
    """Whether the noun at ``k`` heads a phrase that the source at ``at`` neither says nor passes over."""
    spoken = any(first <= k < last for first, last in linker.contents)
    return heads_phrase(linker.article, k) and not spoken and not _is_aside(linker.article, k, at)


def _is_aside(article: Article, k: int, at: int) -> bool:
    """Whether token ``k`` stands in a note, a caption or the like, and the source at ``at`` does not."""
    quiet = article.quiet
    return quiet[article.sentence_of[k]] and not quiet[article.sentence_of[at]]


def _may_be_one(article: Article, start: int, k: int, gender: str) -> bool:
    """Whether the noun at ``k`` is for a person of that sex, and not of a name beside it: "Poe, a judge,"."""
    known = role_noun(article.norms[k])
    if known is None or known.gender not in ("", gender) or article.norms[start] not in _PHRASE_OPENERS:
        return False
    apposed = article.norms[start - 1] in BREAKS and bool(article.names_in(start - 2, start - 1))
    return not (apposed or _capital_at(article, k + 1) or article.norms[k + 1] == ",")


def _is_noun_of(norm: str, kinds: Sequence[str], *, plural: bool) -> bool:
    """Whether a word is a noun of one of the kinds, by the list or by its end: "pensioners"."""
    known = role_noun(norm)
    if known is None:
        return plural and "person" in kinds and is_plural(norm) and may_be_person(singular(norm))
    return known.kind in kinds and is_plural(norm) == plural


# --- relative pronouns ------------------------------------------------------------------------------------

_SKIPPED_WORDS = word_list("before_relatives") | {",", "—", "–", "--", ")"}


def _antecedent(linker: Linker, source: SourcePhrase) -> Entity | SourcePhrase | None:
    """“who”, “which”, “that”: what stands before it."""
    a = linker.article
    first = a.sentences[a.sentence_of[source.first]].first
    i = source.first - 1
    for _ in range(MAX_RELATIVE_CLAUSES):
        if a.norms[i] not in ("and", "but", "or"):  # "X, who ..., and who said"
            break
        floor = max(first, i - WINDOW_PRONOUN_TOKENS)
        before = next((k for k in range(i - 1, floor, -1) if a.norms[k] == source.pronoun), 0)
        if not before:
            break
        source = SourcePhrase(before, before + 1, pronoun=source.pronoun, core=before + 1)
        i = before - 1
    while i >= first and a.norms[i] in _SKIPPED_WORDS:
        i -= 1
    if i < first:
        return None
    if i + 1 in linker.by_end:
        return linker.by_end[i + 1]
    person = source.pronoun.startswith("who")
    for name in a.names_in(i, i + 1):
        e = linker.register.of_name.get(name.first)
        if e is not None and name.kind != PLACE and (e.kind is SpeakerKind.PERSON) == person:
            return e
    return _noun_to_the_left(linker, i, max(first, i - 14), person=person)


def _noun_to_the_left(linker: Linker, i: int, floor: int, *, person: bool) -> Entity | SourcePhrase | None:
    """The noun that a relative pronoun belongs to, back from token ``i``; or a name on the way."""
    a = linker.article
    kinds = ("person", "group") if person else ("organization", "document")
    stops = small_words("stop")
    for index in range(i, floor - 1, -1):
        known = role_noun(a.norms[index])
        if known is None:
            e = _name_on_the_way(linker, index, person=person) if index != i else None
            if e is not None:
                return e
        elif known.kind in kinds:
            return _apposed_name(linker, index, floor) or _phrase_of(a, phrase_start(a, index, floor), i + 1)
    if not a.norms[i][0].isalpha() or a.norms[i] in stops or a.norms[i] in pronouns():
        return None
    return parse_source(a, phrase_start(a, i, floor), i + 1, 1)  # "the divers who"


def _name_on_the_way(linker: Linker, k: int, *, person: bool) -> Entity | None:
    """Who is named at token ``k``, if of that kind, no place, and not behind a preposition."""
    a, e = linker.article, linker.register.of_name.get(k)
    if e is None or (e.kind is SpeakerKind.PERSON) != person:
        return None
    (m,) = a.names_in(k, k + 1)
    behind = a.norms[k - 1] in small_words("stop") and a.norms[m.last] != "of"
    return None if m.kind == PLACE or behind else e


def _apposed_name(linker: Linker, k: int, floor: int) -> Entity | None:
    """“X, a developer who”: the name before the comma to the left of the noun at ``k``, if it is of one."""
    a = linker.article
    if is_plural(a.norms[k]):
        return None
    comma = next((n for n in range(k, max(floor, k - 12), -1) if a.norms[n] == ","), 0)
    found = (linker.register.of_name.get(m.first) for m in a.names_in(comma - 1, comma) if comma)
    return next((e for e in found if e is not None), None)


def _phrase_of(article: Article, first: int, last: int) -> SourcePhrase | None:
    """The noun phrase of some tokens; None if it is a pronoun."""
    phrase = parse_source(article, first, last, 1)
    return None if phrase.pronoun else phrase


# --- nouns ----------------------------------------------------------------------------------------------


def _utterances() -> frozenset[str]:
    """Nouns for what a person says: "Smith's remarks" are Smith's words."""
    return words("utterances")


def is_utterance(norm: str) -> bool:
    """Whether a noun is one for what a person says."""
    return norm in _utterances() or singular(norm) in _utterances()


def _add_owned(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“Smith's remarks” may be Smith; “Smith's son” one of the family; “her department” as told of her."""
    if source.owner is None or source.owner.head in small_words("vague"):
        return
    owner = linker.owner_of(source)
    found.add(owner, "owner")
    found.add(linker.described.get(linker.owned_key(source, owner)), "same-words")


def author_of(article: Article, source: SourcePhrase) -> SourcePhrase | None:
    """“The captain left a note. His note read”: who is told to have written what *his* is said of."""
    if source.owner is None or source.owner.pronoun not in _THEIRS:
        return None
    for at in range(source.first - 1, max(0, source.first - WINDOW_PRONOUN_TOKENS) - 1, -1):
        if article.norms[at] != source.head or ARTICLES.isdisjoint(
            article.norms[max(0, at - MAX_MODIFIER_TOKENS) : at]
        ):
            continue
        for verb in range(at - 1, max(0, at - MAX_APPENDED_TOKENS), -1):
            if (
                article.norms[verb] in words("authoring_verbs")
                and article.sentence_of[verb] == article.sentence_of[at]
            ):
                return _subject_of(article, verb)
    return None


def _subject_of(article: Article, verb: int) -> SourcePhrase | None:
    """The phrase before a verb, if nothing else stands before it in its sentence."""
    first = article.sentences[article.sentence_of[verb]].first
    while first < verb and not article.norms[first][0].isalnum():
        first += 1
    last = verb
    while last > first and article.norms[last - 1] in small_words("auxiliary"):
        last -= 1
    plain = all(norm not in BREAKS for norm in article.norms[first:last])
    return (
        parse_source(article, first, last, 1)
        if first < last <= first + MAX_APPENDED_TOKENS and plain
        else None
    )


def relative_of(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“Smith's son”: who is called a son and has the family name, or the only other of that name."""
    known = role_noun(source.head)
    if source.owner is None or known is None or "relative" not in known.kin:
        return None
    owner = linker.owner_of(source)
    if owner.kind is not SpeakerKind.PERSON or is_plural(source.head) or not owner.words:
        return None
    noun, name = singular(source.head), source.owner.name
    genders = ("", known.gender) if known.gender else ("", "m", "f")
    family = [e for e in linker.register.family_of(owner) if e.gender in genders and not e.dead]
    alone = name is not None and name.last - name.name == 1
    if alone and noun in owner.nouns:
        return owner  # "Smith's son" of the headline, where Smith is short for the father
    called = [e for e in family if noun in e.nouns]
    fits = called or ([] if alone else family)
    return fits[0] if len(fits) == 1 and len(fits[0].words) > 1 else None


def body_of(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“Britain's parliament” by the name of the country; “her department” by what is told of her."""
    known = role_noun(source.head)
    if source.owner is None or known is None or known.kind != "organization":
        return None
    owner = linker.owner_of(source)
    stem = (owner.words or (owner.name.lower(),))[-1][:4]
    bodies = linker.register.by_noun.get(singular(source.head), ())[-MAX_NOUN_BEARERS:]
    for e in bodies:
        if e.kind is SpeakerKind.ORGANIZATION and any(w[:4] == stem for w in e.words):
            return e
    described_as = " ".join((*owner.source_descriptions, *owner.descriptions))
    return next((e for e in bodies if e.named and e.name in described_as), None)


def _add_described(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """A noun phrase: the same words before, those called by the noun or its kin, who is in mind."""
    a = linker.article
    key = linker.phrase_key(source)
    found.add(linker.described.get(key), "same-words")
    head = head_noun(a, source)
    if is_plural(source.head) or source.head in small_words("pair"):
        found.join(linker.pair(a.sentence_of[source.first], joint_first=True), "pair")
        found.join(linker.pair(a.sentence_of[source.first]), "pair-in-mind")
        found.join(_called_together(linker, source, head), "called-together")
    for e in linker.register.by_age.get(age_of(a, source), ())[:MAX_NOUN_BEARERS]:
        found.add(e, "age")
    if source.determiner in _DEFINITE_ARTICLES and source.owner is None:
        _add_introduced(linker, source, found)
    _add_bearers_of_noun(linker, source, head, found)
    if source.determiner in ("the", "that", "this", "") and not is_plural(source.head):
        _add_salient(linker, source, head, found)


def _add_introduced(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“A judge in Ohio ruled ... . The judge said”: phrases that bring in somebody by a noun of its kin."""
    a = linker.article
    known, plural = role_noun(source.head), is_plural(source.head)
    number = 0
    for at in range(source.first - 1, max(0, source.first - WINDOW_INTRODUCTION_TOKENS) - 1, -1):
        same = a.norms[at] == source.head
        if not same and (known is None or not _is_alike(a.norms[at], source.head, known, plural=plural)):
            continue
        start = phrase_start(a, at, a.sentences[a.sentence_of[at]].first)
        opens = _introduces(a.norms[start]) or (plural and (start == at or _introduces(a.norms[start - 1])))
        spoken = any(first <= at < last for first, last in linker.contents) or _is_aside(a, at, source.first)
        if opens and heads_phrase(a, at) and not (spoken or a.inside[at] or start in linker.by_first):
            found.add(parse_source(a, start, _phrase_stop(a, at), 1), "met-as" if same else "met-alike")
            number += 1
            if number == MAX_NOUNS_BACK:
                return


def _introduces(norm: str) -> bool:
    """Whether a phrase that begins so brings in somebody: “a judge”, “six officials”, “400 workers”."""
    return norm in _INTRODUCING or norm in small_numbers() or norm[:1].isdigit()


def _is_alike(norm: str, noun: str, known: Noun, *, plural: bool) -> bool:
    """Whether a word is a noun of the kind and kin of ``noun``, which is ``known``, and of its number."""
    other = role_noun(norm)
    if other is None or is_plural(norm) != plural or other.kin.isdisjoint(known.kin):
        return False
    if other.kin & known.kin <= TRADES and not {norm, noun} & _ANY_TRADE:
        return False  # a supplier is no chain, a plumber no carpenter
    return other.kind == known.kind or (plural and {other.kind, known.kind} == _PERSON_OR_GROUP)


def _add_bearers_of_noun(linker: Linker, source: SourcePhrase, head: str, found: SpeakerCandidates) -> None:
    """Those who were called by the noun, or by a noun of its kin."""
    known = role_nouns().get(head) or role_noun(source.head)
    several = is_plural(source.head) and known is not None and "group" in known.kin
    for noun in (head, "group", "organization") if several else (head,):
        for e in linker.register.by_noun.get(noun, ())[-MAX_NOUN_BEARERS:]:
            found.add(e, "called")
    for kin in sorted(known.kin) if known is not None else ():
        for e in linker.register.by_kin.get(kin, ())[-MAX_NOUN_BEARERS:]:
            if known is not None and any(_of_kind(n, known.kind, kin) for n in e.nouns):
                found.add(e, "called-alike")


def _add_salient(linker: Linker, source: SourcePhrase, head: str, found: SpeakerCandidates) -> None:
    """Whom the copy has in mind, whatever they were called: persons, or bodies and documents."""
    a = linker.article
    known = role_nouns().get(head) or role_noun(source.head)
    if names_person(a, source):
        _add_persons(linker, known.gender if known is not None else "", source.first, found)
    elif known is not None and known.kind in ("organization", "document"):
        for event in linker.recent(a.sentence_of[source.first], WINDOW_PRONOUN_SENTENCES):
            unclear = is_unclear(event.entity) and source.head in any_company()
            if (event.entity.kind.value == known.kind or unclear) and not event.quoted:
                _add_mentioned(found, event)


def any_company() -> frozenset[str]:
    """Nouns that take up a company of whatever business."""
    return word_list("any_company")


def is_unclear(entity: Entity) -> bool:
    """“Vindkraft”: a name of one word that looks like a person's, of whom nothing else is told."""
    lone = entity.kind is SpeakerKind.PERSON and entity.kind_is_guess and len(entity.words) == 1
    return lone and not (entity.gender or entity.nouns)


def names_person(article: Article, source: SourcePhrase) -> bool:
    """Whether the noun of a phrase is one for a person: a role, an age, "the Brazilian"."""
    known = role_noun(source.head)
    if source.head.endswith(AGED):
        return True
    if known is not None:
        return known.kind == "person"
    nation = (
        source.head in article.words.demonyms
        and not is_plural(source.head)
        and not source.head.endswith(_OF_MANY)
    )
    return nation or may_be_person(source.head)


def number_in(article: Article, source: SourcePhrase) -> int:
    """How many a phrase speaks of, if it tells: two of “both men”, three of “the three men”; else 0."""
    counts = word_map("numbers_of_people")
    before = article.norms[source.first : max(source.head_at, source.first) + 1]
    return next((int(counts[n]) for n in before if n in counts), 0)


def _called_together(linker: Linker, source: SourcePhrase, noun: str) -> Sequence[Entity]:
    """“the three candidates”: those named who are called so, if two or three, and as many as told."""
    a = linker.article
    number = number_in(a, source)
    side = next((parties()[n] for n in a.norms[source.first : source.core] if n in parties()), "")
    persons = [
        entity
        for entity in linker.register.by_noun.get(noun, ())[:MAX_NOUN_BEARERS]
        if entity.kind is SpeakerKind.PERSON
        and entity.last_event >= 0
        and (not side or side in entity.parties)
    ]
    if 1 < number < len(persons):  # the foremost of them
        foremost = sorted(persons, key=lambda e: -e.count)[:number]
        persons = [e for e in persons if e in foremost]
    if len(persons) in (2, 3) and number in (0, len(persons)):
        return persons
    listed = _last_list(linker, source.first)
    return listed if number and len(listed) == number else ()


def _last_list(linker: Linker, at: int) -> Sequence[Entity]:
    """The persons last named in a list, “X, Y and Z”, in the sentences before token ``at``."""
    a = linker.article
    floor = a.sentences[max(0, a.sentence_of[at] - WINDOW_PRONOUN_SENTENCES)].first
    members: list[Entity] = []
    begin = at  # where the name behind begins
    for name in reversed(a.names_in(max(floor, at - 4 * WINDOW_PRONOUN_TOKENS), at)):
        e = linker.register.of_name.get(name.first)
        person = e is not None and e.kind is SpeakerKind.PERSON
        between = a.norms[name.last : begin]
        joined = bool(between) and between[0] in (",", "and") and len(between) <= MAX_TOKENS_BETWEEN_LISTED
        if members and not (person and joined and ("and" in between or len(members) > 1)):
            if len(members) > 1:
                return members[::-1]
            members = []
        if person and e is not None:
            members.append(e)
            begin = name.first
    return members[::-1] if len(members) > 1 else ()


def nth_unnamed(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“The first official”: the first of the unnamed who were called so."""
    order = linker.article.norms[source.first + 1]
    if source.determiner != "the" or source.head_at - source.first < 2 or order not in _SOURCE_ORDINALS:
        return None
    called = linker.register.by_noun.get(head_noun(linker.article, source), ())
    unnamed = [e for e in called[:MAX_NOUN_BEARERS] if not e.named]
    n = _SOURCE_ORDINALS.index(order)
    return unnamed[n] if n < len(unnamed) else None


def head_noun(article: Article, source: SourcePhrase) -> str:
    """The head noun of a phrase in the singular; of an office of two words its title's noun."""
    head = singular(source.head)
    return article.words.titles.get(f"{article.norms[source.head_at - 1]} {head}", head)  # "vice president"


def age_of(article: Article, source: SourcePhrase) -> str:
    """The age that a noun phrase tells: "the 34-year-old", "the 34-year-old welder"; empty if none."""
    aged = next((n for n in article.norms[source.first : source.head_at + 1] if n.endswith(AGED)), "")
    return aged.split("-", 1)[0]


def _of_kind(noun: str, kind: str, kin: str) -> bool:
    other = role_nouns().get(noun)
    return (
        other is not None
        and kin in other.kin
        and (other.kind == kind or {other.kind, kind} == _PERSON_OR_GROUP)
    )
