"""Whom a source that is no name may mean: candidates, each with who proposed it.

A candidate is somebody the article has already named or described, a noun phrase of the copy that is
linked only if it wins, or several who would speak together. The proposers know one shape each; they say who
is possible, never who is right: ``features.py`` describes each candidate and ``link.py`` chooses.

Each proposer looks at the last mentions, the last sentences, or the last few who were called by a noun
(``MAX_NOUN_BEARERS``), however long the article is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from quotediff.extraction.names import PLACE, NameMention
from quotediff.extraction.speakers.register import BREAKS, Article, Entity
from quotediff.extraction.speakers.source_phrase import (
    ARTICLES,
    SourcePhrase,
    heads_phrase,
    parse_source,
    phrase_start,
    skip_back,
)
from quotediff.identity import nation_key, same_nation
from quotediff.lang.cues import irregular_pasts
from quotediff.lang.lexicon import word_list, word_map, words
from quotediff.lang.nouns import (
    is_first_person,
    is_plural,
    may_be_person,
    noun_of,
    parties,
    pronoun_sex,
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
from quotediff.model import SpeakerKind
from quotediff.values import dataclass, field

if TYPE_CHECKING:
    from quotediff.extraction.speakers.link import Linker


AGED = ("-year-old", "-years-old")
"""Endings of a noun for somebody of an age."""

_SOURCE_ORDINALS = ("first", "second", "third")
_OF_MANY = ("ish", "ch")  # demonyms that mean the nation: "the British"
_THEIRS = frozenset({"his", "her", "their"})
_SOURCE_RELATIVES = word_list("source_relatives")
_PRONOUNS_OF_SEVERAL = word_list("pronouns_of_several")
_DEFINITE_ARTICLES = word_list("definite_articles")
_OF_ONE_KNOWN = frozenset({"the", "that", "this", ""})
_PHRASE_OPENERS = word_list("phrase_openers")
_INTRODUCING = word_list("introducing")
_THING_OPENING = word_list("thing_opening")
TRADES = word_list("kin_of_trades")
"""Kin whose nouns are those of different trades."""

_GENDERS_OF_KIN = {"": ("", "m", "f"), "m": ("", "m"), "f": ("", "f")}  # by the gender that the noun tells
_BODIES_AND_DOCUMENTS = (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT)


@dataclass(slots=True, eq=False)
class SpeakerCandidate:
    """One who may be meant; exactly one of ``entity``, ``phrase`` and ``members`` is given.

    ``proposers``: the names of those that proposed it.
    """

    entity: Entity | None = None
    phrase: SourcePhrase | None = None
    members: tuple[Entity, ...] = ()
    proposers: set[str] = field(default_factory=set)
    distance: int = 0  # of a phrase: how many other such nouns stand between it and the source
    rank: int = 0  # of a person: how strongly the copy has it in mind, 1 for the foremost; 0 unknown
    share: float = 0.0  # and the share of the foremost one's weight
    weight: float = 0.0  # and the weight itself


class SpeakerCandidates:
    """The candidates of one source, each once."""

    def __init__(self) -> None:
        self._by_key: dict[
            tuple[int, int], SpeakerCandidate
        ] = {}  # of a phrase its first token, else by identity

    @property
    def all(self) -> list[SpeakerCandidate]:
        """The candidates in the order in which they were proposed first."""
        return list(self._by_key.values())

    def add(self, who: Entity | SourcePhrase | None, proposer: str, distance: int = 0) -> None:
        """Takes up ``who``, if it is anybody, as proposed by ``proposer``."""
        if isinstance(who, Entity):
            candidate = self.add_entity(who, proposer)
        elif who is not None:
            candidate = self._by_key.setdefault((who.first, 0), SpeakerCandidate(phrase=who))
            candidate.proposers.add(proposer)
        else:
            return
        candidate.distance = max(candidate.distance, distance)

    def add_entity(self, entity: Entity, proposer: str) -> SpeakerCandidate:
        """Takes up somebody met before."""
        candidate = self._by_key.setdefault((id(entity), 1), SpeakerCandidate(entity=entity))
        candidate.proposers.add(proposer)
        return candidate

    def join(self, members: Sequence[Entity], proposer: str) -> None:
        """Takes up several who would speak together, if there are any."""
        if members:
            several = SpeakerCandidate(members=tuple(members), proposers={proposer})
            self._by_key[id(several), 2] = several


def propose(linker: Linker, source: SourcePhrase) -> list[SpeakerCandidate]:
    """Whom ``source``, which is no name, may mean; somebody new is not among them."""
    found = SpeakerCandidates()
    if is_first_person(source.pronoun):
        found.add(
            speaker_around(linker, source) or _writer_around(linker, source), "speaker-around"
        )  # "I", "we"
    elif source.pronoun in _SOURCE_RELATIVES:
        found.add(_antecedent(linker, source), "relative")
    elif pronoun_sex(source.pronoun):
        _add_gendered(linker, source, pronoun_sex(source.pronoun), found)
    elif source.pronoun in _PRONOUNS_OF_SEVERAL:
        _add_several(linker, source, found)
    elif source.pronoun in ("it", "its"):
        _add_things(linker, source, found)
    elif source.owner is not None:
        _add_owned(linker, source, found)
    if source.head:
        _add_described(linker, source, found)
    return found.all


# --- pronouns -------------------------------------------------------------------------------------------


def statements_around(linker: Linker, at: int) -> Iterator[int]:
    """The other statements than the one at hand in whose words token ``at`` stands, the innermost first."""
    start = linker.article.starts[at]
    k = bisect_right(linker.said, (start, 1 << 30, 0))
    for begin, end, statement in reversed(linker.said[max(0, k - MAX_OUTER_CONTENTS) : k]):
        if begin <= start < end and statement != linker.current:
            yield statement


def speaker_around(linker: Linker, source: SourcePhrase) -> Entity | None:
    """Who speaks the words around a source, if anybody does."""
    speakers = (linker.links[statement] for statement in statements_around(linker, source.first))
    return next((entity for entity in speakers if entity is not None), None)


def _writer_around(linker: Linker, source: SourcePhrase) -> Entity:
    """Who wrote what stands around an “I” or “we”; of several authors “I” is one, nobody knows which."""
    persons = linker.authors.of(source.first)
    if len(persons) > 1 and pronouns()[source.pronoun].number == "p":
        return linker.join(persons)
    return persons[0] if len(persons) == 1 else linker.unmentioned_speaker("the writer")


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
    if not found.all:
        found.add(_next_person(linker, gender, at), "further-on")


def _add_persons(linker: Linker, gender: str, at: int, found: SpeakerCandidates) -> None:
    """The persons last mentioned, the foremost first."""
    by_salience = linker.by_salience(gender, at, reach=WINDOW_PRONOUN_SENTENCES)[:MAX_RECENT_PERSONS]
    for rank, (entity, weight) in enumerate(by_salience, 1):
        candidate = found.add_entity(entity, "in-mind")
        candidate.rank, candidate.weight, candidate.share = rank, weight, weight / by_salience[0][1]


def _next_person(linker: Linker, gender: str, at: int) -> Entity | None:
    """“Her mother was strict, Smith said”: where nobody was named before, the next in the sentence."""
    article = linker.article
    for name in article.names_in(
        at, min(article.sentences[article.sentence_of[at]].last, at + WINDOW_PRONOUN_TOKENS)
    ):
        entity = linker.register.person_at(name.first)
        acts = article.norms[name.last] in article.words.verbs or article.norms[name.first - 1] in {
            *',"”',
            *article.words.verbs,
        }
        if acts and entity is not None and entity.gender in ("", gender):
            return entity
    return None


def _phrase_stop(article: Article, head: int) -> int:
    """Where the noun phrase around ``head`` ends, with what a preposition adds: before a mark or a verb."""
    auxiliaries = small_words("auxiliary")
    last = min(article.sentences[article.sentence_of[head]].last, head + MAX_APPENDED_TOKENS)
    i = head + 1
    if article.norms[i] not in small_words("stop"):
        return i
    ends = BREAKS | auxiliaries | article.words.verbs
    i = next((k for k in range(i, last) if article.norms[k] in ends or is_past(article, k)), max(i, last))
    return next((k for k in range(head + 1, i) if article.norms[k + 1] in article.words.dates), i)


def is_past(article: Article, i: int) -> bool:
    """Whether a word is a verb of the past by its form: *cancelled*, *met*; not *Fell* in a name."""
    norm = article.norms[i]
    if article.norms[i - 1] in small_words("determiner"):
        return False  # "of the lost sailors"
    return norm.endswith("ed") or (norm in irregular_pasts() and not article.is_upper(i))


def _add_several(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“they”: those named together, the groups and bodies last mentioned, the last nouns of several."""
    at = source.first
    if source.pronoun == "both":
        found.join(linker.joint_or_pair(linker.article.sentence_of[at]), "pair")
        return
    found.join(_last_list(linker, at, 1), "named-together")
    for entity in _mentioned_recently(linker, at):
        if entity.plural or entity.kind in (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION):
            found.add(entity, "mentioned")
    for kinds in (("group", "person"), ("document",), ("organization",)):
        _nouns_before(linker, at, kinds, found, plural=True)


def _mentioned_recently(linker: Linker, at: int) -> Sequence[Entity]:
    """Who was mentioned in the last sentences, not in quoted words."""
    events = linker.recent(linker.article.sentence_of[at], WINDOW_PRONOUN_SENTENCES)
    return [event.entity for event in events if not event.quoted]


def _add_things(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“it”: the bodies and documents last mentioned, the nouns that open the last sentences."""
    at = source.first
    sentence = linker.article.sentence_of[at]
    for back in range(min(3, sentence + 1)):
        found.add(_opening_thing(linker, sentence - back, at), f"opening-thing-{back}")
    for entity in _mentioned_recently(linker, at):
        if entity.kind in _BODIES_AND_DOCUMENTS and not entity.plural:
            found.add(entity, "mentioned")
    _nouns_before(linker, at, ("organization", "document"), found, plural=False)


def _opening_thing(linker: Linker, sentence: int, at: int) -> Entity | SourcePhrase | None:
    """The document or organization that a sentence begins with: "A letter from the union said"."""
    article = linker.article
    first, end = article.sentences[sentence].first, article.sentences[sentence].last
    if article.norms[first] not in _THING_OPENING or first >= at:
        return None
    for index in range(first + 1, min(first + 7, end, at)):
        norm, following = article.norms[index], article.norms[index + 1]
        if _ends_subject(article, index):
            return None
        noun = noun_of(norm).kind
        if noun and following != "'s" and not (noun_of(following).kind or article.is_upper(index + 1)):
            if noun not in ("document", "organization"):
                return None
            return _phrase_at(linker, first, index + 1)
    return None


def _phrase_at(linker: Linker, first: int, last: int) -> Entity | SourcePhrase:
    """What the noun phrase ``tokens[first:last]`` names: who is known to be meant, else the phrase."""
    return linker.by_first.get(first) or parse_source(linker.article, first, last, 1)


def _ends_subject(article: Article, index: int) -> bool:
    """Whether no noun that opens a sentence comes from token ``index`` on: a verb, a preposition, a mark."""
    norm = article.norms[index]
    if norm == "'s":
        return False
    verb = norm in article.words.soft or (norm in article.words.verbs and not noun_of(norm).kind)
    return verb or norm in small_words("stop") or not norm[0].isalnum()


def _nouns_before(  # noqa: PLR0913 - what is looked for, and where it goes
    linker: Linker, at: int, kinds: Sequence[str], found: SpeakerCandidates, *, plural: bool, gender: str = ""
) -> None:
    """The nearest nouns before ``at`` that a pronoun can stand for, outside what the source says."""
    article = linker.article
    floor = max(article.sentences[max(0, article.sentence_of[at] - 2)].first, at - WINDOW_PRONOUN_TOKENS)
    quoted = plural and article.inside[at]
    number = 0
    for place in range(at - 1, floor - 1, -1):
        if not _is_noun_of(article.norms[place], kinds, plural=plural) or article.inside[place] > quoted:
            continue
        start = phrase_start(article, place, article.sentences[article.sentence_of[place]].first)
        if not _may_stand_for(linker, place) or not _may_be_one(article, start, place, gender):
            continue
        if article.norms[start - 1] == "of" and _is_noun_of(article.norms[start - 2], kinds, plural=plural):
            continue  # "widows of miners" are widows
        stop = (
            place + 1 if article.norms[place + 1] == "to" else _phrase_stop(article, place)
        )  # "called parents to ..."
        found.add(_phrase_at(linker, start, stop), "noun-before", number)
        number += 1
        if number == MAX_NOUNS_BACK:
            return


def _may_stand_for(linker: Linker, k: int) -> bool:
    """Whether the noun at ``k`` heads a phrase of the story that the source does not say itself."""
    article = linker.article
    if article.quiet[article.sentence_of[k]] or not heads_phrase(article, k):
        return False
    return not any(first <= k < last for first, last in linker.contents)


def _may_be_one(article: Article, start: int, k: int, gender: str) -> bool:
    """Whether the noun at ``k`` may be for one of that sex, and not of a name beside it: "Poe, a judge,"."""
    if not gender:
        return True
    if noun_of(article.norms[k]).gender not in ("", gender) or article.norms[start] not in _PHRASE_OPENERS:
        return False
    if article.is_upper(k + 1) or (article.norms[k + 1] == "," and article.is_upper(k + 2)):
        return False  # "a cook, Poe,"
    return article.norms[start - 1] not in BREAKS or not article.names_in(start - 2, start - 1)


def _is_noun_of(norm: str, kinds: Sequence[str], *, plural: bool) -> bool:
    """Whether a word is a noun of one of the kinds, by the list or by its end: "pensioners"."""
    if is_plural(norm) != plural:
        return False
    known = role_noun(norm)
    if known is None:
        return plural and "person" in kinds and may_be_person(singular(norm))
    return known.kind in kinds


# --- relative pronouns ------------------------------------------------------------------------------------

_SKIPPED_WORDS = word_list("before_relatives") | {",", "—", "–", "--", ")"}


def _antecedent(linker: Linker, source: SourcePhrase) -> Entity | SourcePhrase | None:
    """“who”, “which”, “that”: what stands before it."""
    article = linker.article
    first = article.sentences[article.sentence_of[source.first]].first
    i = source.first - 1
    for _ in range(MAX_RELATIVE_CLAUSES):
        if article.norms[i] not in ("and", "but", "or"):  # "X, who ..., and who said"
            break
        floor = max(first, i - WINDOW_PRONOUN_TOKENS)
        before = next((k for k in range(i - 1, floor, -1) if article.norms[k] == source.pronoun), 0)
        if not before:
            break
        source = SourcePhrase(before, before + 1, pronoun=source.pronoun, core=before + 1)
        i = before - 1
    i = _before_age(article, skip_back(article.norms, first, i + 1, _SKIPPED_WORDS) - 1)
    if i < first:
        return None
    if i + 1 in linker.by_end:
        return linker.by_end[i + 1]
    person = source.pronoun.startswith("who")
    for name in article.names_in(i, i + 1):
        entity = _of_sort(linker, name, person=person)
        if entity is not None:
            return entity
    return _noun_to_the_left(linker, i, max(first, i - 14), person=person)


def _noun_to_the_left(linker: Linker, i: int, floor: int, *, person: bool) -> Entity | SourcePhrase | None:
    """The noun that a relative pronoun belongs to, back from token ``i``; or a name on the way."""
    article = linker.article
    kinds = ("person", "group") if person else ("organization", "document")
    for index in range(i, floor - 1, -1):
        kind = noun_of(article.norms[index]).kind
        if kind in kinds:
            start = phrase_start(article, index, floor)
            named = linker.register.person_at(_name_apposed_to(article, start)) if person else None
            return named or parse_source(article, start, i + 1, 1)
        entity = None if kind or index == i else _name_on_the_way(linker, index, person=person)
        if entity is not None:
            return entity
    if not article.norms[i][0].isalpha() or article.norms[i] in pronouns().keys() | small_words("stop"):
        return None
    return parse_source(article, phrase_start(article, i, floor), i + 1, 1)  # "the divers who"


def _name_apposed_to(article: Article, start: int) -> int:
    """Where the name begins to which a noun phrase is apposed: “Poe, 34, a baker, who”; -1 if none."""
    last = _before_age(article, start - 2)
    names = article.names_in(last, last + 1) if article.norms[start - 1] == "," else ()
    return names[0].first if names else -1


def _before_age(article: Article, i: int) -> int:
    """The token before an age and its comma, if ``i`` is one: *Poe* of “Poe, 34, who”; else ``i``."""
    return i - 2 if article.norms[i].isdigit() and article.norms[i - 1] == "," else i


def _name_on_the_way(linker: Linker, k: int, *, person: bool) -> Entity | None:
    """Who is named at token ``k``, if of that kind, no place, and not behind a preposition."""
    article = linker.article
    for name in article.names_in(k, k + 1):
        if name.first == k and (
            article.norms[k - 1] not in small_words("stop") or article.norms[name.last] == "of"
        ):
            return _of_sort(linker, name, person=person)
    return None


def _of_sort(linker: Linker, name: NameMention, *, person: bool) -> Entity | None:
    """Whose name it is, if it is no place and a person's, or no person's, as asked."""
    entity = linker.register.of_name.get(name.first)
    if entity is None or name.kind == PLACE:
        return None
    return entity if (entity.kind is SpeakerKind.PERSON) == person else None


# --- nouns ----------------------------------------------------------------------------------------------


def is_utterance(norm: str) -> bool:
    """Whether a noun is one for what a person says: "Smith's remarks" are Smith's words."""
    return not words("utterances").isdisjoint((norm, singular(norm)))


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
        before = article.norms[max(0, at - MAX_MODIFIER_TOKENS) : at]
        if article.norms[at] != source.head or ARTICLES.isdisjoint(before):
            continue
        floor = max(article.sentences[article.sentence_of[at]].first, at - MAX_APPENDED_TOKENS)
        verbs = (k for k in range(at - 1, floor, -1) if article.norms[k] in words("authoring_verbs"))
        return next((_subject_of(article, verb) for verb in verbs), None)
    return None


def _subject_of(article: Article, verb: int) -> SourcePhrase | None:
    """The phrase before a verb, if nothing else stands before it in its sentence."""
    first = article.sentences[article.sentence_of[verb]].first
    verb = skip_back(article.norms, first, verb, small_words("auxiliary"))
    subject = article.norms[first:verb]
    if len(subject) > MAX_APPENDED_TOKENS or not BREAKS.isdisjoint(subject):
        return None
    return parse_source(article, first, verb, 1)


def relative_of(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“Smith's son”: who is called a son and has the family name, or the only other of that name."""
    known = source.known
    if source.owner is None or "relative" not in known.kin:
        return None
    owner = linker.owner_of(source)
    if owner.kind is not SpeakerKind.PERSON or source.plural:
        return None
    noun, name = singular(source.head), source.owner.name
    genders = _GENDERS_OF_KIN[known.gender]
    family = [entity for entity in linker.register.family_of(owner) if entity.gender in genders]
    fits = [entity for entity in family if noun in entity.nouns]
    if not fits and (name is None or name.last - name.name > 1):
        fits = family
    return fits[0] if len(fits) == 1 else None


def body_of(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“Britain's parliament” by the name of the country; “her department” by what is told of her."""
    if source.owner is None or source.known.kind != "organization":
        return None
    owner = linker.owner_of(source)
    bodies = linker.register.by_noun.get(singular(source.head), ())[-MAX_NOUN_BEARERS:]
    nation = nation_key((owner.words or (owner.name.lower(),))[-1])
    theirs = (
        entity
        for entity in bodies
        if entity.kind is SpeakerKind.ORGANIZATION and nation in map(nation_key, entity.words)
    )
    described = " ".join(owner.every_description)
    return next(
        theirs, next((entity for entity in bodies if entity.named and entity.name in described), None)
    )


def _add_described(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """A noun phrase: the same words before, those called by the noun or its kin, who is in mind."""
    article = linker.article
    key = linker.phrase_key(source)
    found.add(linker.described.get(key), "same-words")
    head = head_noun(article, source)
    if source.plural or source.head in small_words("pair"):
        found.join(linker.joint_or_pair(article.sentence_of[source.first]), "pair")
        found.join(linker.pair(article.sentence_of[source.first]), "pair-in-mind")
        found.join(_called_together(linker, source, head), "called-together")
    for entity in linker.register.by_age.get(age_of(article, source), ())[:MAX_NOUN_BEARERS]:
        found.add(entity, "age")
    if source.determiner in _DEFINITE_ARTICLES and source.owner is None:
        _add_introduced(linker, source, found)
    _add_bearers_of_noun(linker, source, head, found)
    if source.determiner in _OF_ONE_KNOWN and not source.plural:
        _add_salient(linker, source, head, found)


def _add_introduced(linker: Linker, source: SourcePhrase, found: SpeakerCandidates) -> None:
    """“A judge in Ohio ruled ... . The judge said”, “Tarn's judge”: phrases that bring in somebody so."""
    article = linker.article
    number = 0
    for at in range(source.first - 1, max(0, source.first - WINDOW_INTRODUCTION_TOKENS) - 1, -1):
        if article.norms[at] != source.head:
            continue
        start = _introduction(article, source, at)
        if start < 0 or article.inside[at] or start in linker.by_first:
            continue
        if _may_stand_for(linker, at):
            found.add(parse_source(article, start, _phrase_stop(article, at), 1), "met-as")
            number += 1
            if number == MAX_NOUNS_BACK:
                return


def _introduction(article: Article, source: SourcePhrase, at: int) -> int:
    """Where a phrase begins that brings in somebody by the noun at ``at``; -1 if none does."""
    owner = _owner_before(article, at)
    if owner >= 0:
        return owner
    start = phrase_start(article, at, article.sentences[article.sentence_of[at]].first)
    several = source.plural and (start == at or _introduces(article.norms[start - 1]))
    return start if several or _introduces(article.norms[start]) else -1


def _owner_before(article: Article, at: int) -> int:
    """Where the name begins whose something the noun at ``at`` is: “Tarn's fire department”; -1 if none."""
    if noun_of(article.norms[at]).kind == "document":
        return -1
    first = max(0, at - MAX_MODIFIER_TOKENS)
    mark = next((k for k in range(at - 1, first, -1) if not article.norms[k][0].isalpha()), first)
    if not (article.is_possessive(mark) and article.words.closed.isdisjoint(article.norms[mark + 1 : at])):
        return -1
    return next((name.first for name in article.names_in(mark - 1, mark)), -1)


def _introduces(norm: str) -> bool:
    """Whether a phrase that begins so brings in somebody: “a judge”, “six officials”, “400 workers”."""
    return norm in _INTRODUCING or norm in small_numbers() or norm[:1].isdigit()


def _add_bearers_of_noun(linker: Linker, source: SourcePhrase, head: str, found: SpeakerCandidates) -> None:
    """Those who were called by the noun."""
    known = role_nouns().get(head, source.known)
    several = source.plural and "group" in known.kin
    for noun in (head, "group", "organization") if several else (head,):
        for entity in linker.register.by_noun.get(noun, ())[-MAX_NOUN_BEARERS:]:
            found.add(entity, "called")


def _add_salient(linker: Linker, source: SourcePhrase, head: str, found: SpeakerCandidates) -> None:
    """Whom the copy has in mind, whatever they were called: persons, or bodies and documents."""
    article = linker.article
    known = role_nouns().get(head, source.known)
    if names_person(article, source):
        _add_persons(linker, known.gender, source.first, found)
        return
    for entity in _mentioned_recently(linker, source.first):
        if entity.kind.value == known.kind:
            found.add(entity, "mentioned")


def any_company() -> frozenset[str]:
    """Nouns that take up a company of whatever business."""
    return word_list("any_company")


def names_person(article: Article, source: SourcePhrase) -> bool:
    """Whether the noun of a phrase is one for a person: a role, an age, "the Brazilian"."""
    if source.known.kind:
        return source.known.kind == "person"
    if source.head.endswith(AGED) or may_be_person(source.head):
        return True
    if source.head.endswith("ese"):
        return _is_nation_of_one(article, source.head)
    return source.head in article.words.demonyms and not source.head.endswith(_OF_MANY)


def _is_nation_of_one(article: Article, demonym: str) -> bool:
    """Whether a word such as *Senegalese* means somebody; looked for once an article."""
    known = article.nations_of_one
    if demonym not in known:
        known[demonym] = _means_somebody(article, demonym)
    return known[demonym]


def _means_somebody(article: Article, demonym: str) -> bool:
    """Whether the copy speaks of a nation nowhere but where a word for one of it is a source."""
    if demonym not in article.words.demonyms:
        return False
    if any(same_nation(place, demonym) for place in article.words.places & article.places.keys()):
        return False
    return all(
        article.cited[k] and not any(article.cited[k + 1 : k + 2]) for k in article.places_of({demonym})
    )


def side_of(article: Article, source: SourcePhrase) -> str:
    """The party that a phrase tells, as a letter; empty if it tells none."""
    return next((parties()[n] for n in article.norms[source.first : source.core] if n in parties()), "")


def number_in(article: Article, source: SourcePhrase) -> int:
    """How many a phrase speaks of, if it tells: two of “both men”, three of “the three men”; else 0."""
    counts = word_map("numbers_of_people")
    before = article.norms[source.first : max(source.head_at, source.first) + 1]
    return next((int(counts[n]) for n in before if n in counts), 0)


def _called_together(linker: Linker, source: SourcePhrase, noun: str) -> Sequence[Entity]:
    """“the three candidates”: those named who are called so, if two or three, and as many as told."""
    article = linker.article
    number = number_in(article, source)
    side = side_of(article, source)
    called = linker.register.by_noun.get(noun, ())[:MAX_NOUN_BEARERS]
    met = [entity for entity in called if entity.kind is SpeakerKind.PERSON and entity.last_event >= 0]
    persons = [entity for entity in met if side in {"", *entity.parties}]
    if len(persons) in (2, 3) and number in (0, len(persons)):
        return persons
    listed = _last_list(linker, source.first, WINDOW_PRONOUN_SENTENCES)
    return listed if number and len(listed) == number else ()


def _last_list(linker: Linker, at: int, reach: int) -> Sequence[Entity]:
    """The persons last named in a list, “X, Y and Z”, in the ``reach`` sentences before token ``at``."""
    article = linker.article
    floor = article.sentences[max(0, article.sentence_of[at] - reach)].first
    members: list[Entity] = []
    begin = at  # where the name behind begins
    for name in reversed(article.names_in(max(floor, at - 4 * WINDOW_PRONOUN_TOKENS), at)):
        entity = (
            None if article.quiet[article.sentence_of[name.first]] else linker.register.person_at(name.first)
        )
        between = article.norms[name.last : begin]
        joined = between[:1] in ([","], ["and"]) and len(between) <= MAX_TOKENS_BETWEEN_LISTED
        if entity is None or not joined or not ("and" in between or len(members) > 1):
            if len(members) > 1:
                break
            members = []
        if entity is not None:
            members.append(entity)
            begin = name.first
    return members[::-1] if len(members) > 1 else ()


def nth_unnamed(linker: Linker, source: SourcePhrase) -> Entity | None:
    """“The first official”: the first of the unnamed who were called so."""
    order = linker.article.norms[source.first + 1]
    if source.determiner != "the" or source.head_at - source.first < 2 or order not in _SOURCE_ORDINALS:
        return None
    called = linker.register.by_noun.get(head_noun(linker.article, source), ())
    unnamed = [entity for entity in called[:MAX_NOUN_BEARERS] if not entity.named]
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
