"""What speaks for and against a candidate: hard filters, and the features that are weighed.

A feature is a name that holds or not. Each is weighed twice: for the sort of source at hand (*he*, *they*,
*it*, a noun for a person, people, a body, a document) and for all sorts; so that what is rare for one sort
borrows from the others (Daumé, "Frustratingly easy domain adaptation", 2007). The weights are fitted on
labelled articles; see the card beside ``weights.txt``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from quotediff.extraction.names import name_words
from quotediff.extraction.speakers.candidates import (
    AGED,
    TRADES,
    SpeakerCandidate,
    age_of,
    any_company,
    head_noun,
    is_past,
    is_utterance,
    names_person,
    number_in,
    side_of,
    speaker_around,
)
from quotediff.extraction.speakers.nations import nations_among
from quotediff.extraction.speakers.register import KIN_OF_PERFORMERS, Article, Entity, may_be_of_sex
from quotediff.extraction.speakers.source_phrase import DEFINITE, INDEFINITE_ARTICLES, SourcePhrase
from quotediff.identity import are_apart, same_nation
from quotediff.lang.lexicon import word_list
from quotediff.lang.nouns import (
    Noun,
    kin_of,
    noun_of,
    opposed_roles,
    parties,
    pronoun_sex,
    pronouns,
    role_noun,
    role_nouns,
    role_signs,
    small_words,
)
from quotediff.limits import (
    MAX_COMPLEMENT_TOKENS,
    MAX_DESCRIPTIONS_WITH_RANK,
    MAX_MENTIONS_WITH_SIGNS,
    MAX_NOUN_BEARERS,
    WINDOW_PRONOUN_SENTENCES,
    WINDOW_PRONOUN_TOKENS,
    WINDOW_SUBJECT_SENTENCES,
)
from quotediff.model import Role, SpeakerKind
from quotediff.values import dataclass

if TYPE_CHECKING:
    from quotediff.extraction.speakers.link import Linker


_COMPLEMENTS = word_list("complements")
_CLAUSE_PRONOUNS = word_list("clause_pronouns")
_OTHER_ONES = word_list("other_ones")
_INDEFINITE_DETERMINERS = word_list("indefinite_determiners") | {""}
_OFFICES = word_list("offices")
_FORMER = word_list("former")
_INCOMING = word_list("incoming")  # what a successor is called who has an office soon
_ARTS_AND_SCIENCES = word_list("arts_and_sciences")  # nouns for one of these
_GENERAL_BODIES = word_list("general_bodies")  # nouns that take up a body of another noun
_NAMED_BODIES = word_list("named_bodies")  # nouns that stand in the name of each body that is one
_WIDE_KIN = word_list("wide_kin")  # kin of bodies of many sorts
_DEPUTIES = word_list("deputies")
_SECONDS = word_list("seconds")  # of these nobody is called by the office alone
_NAMED_GROUPS = word_list("named_groups")
_FIRM_NOUNS = word_list("firm_nouns")  # nouns that a firm goes by, more than by its name
_NOUNS_OF_FIRMS = _FIRM_NOUNS | any_company()
_DEPARTMENTS = word_list("departments")
_ANY_ROLE = word_list("any_role")  # what somebody may be beside a job
_INTRODUCED_ROLES = word_list("roles_to_introduce")
_ANY_PERSON = word_list("any_person_nouns")
_KIN_OF_ANY_ROLE = word_list("kin_of_any_role")
_INDEFINITE = word_list("indefinite")
_ANY_PERSON_OR_GROUP = word_list("any_person_or_group")
_WORDS_FOR_ANOTHER = word_list("others")
_PERSONS = (SpeakerKind.PERSON, SpeakerKind.UNNAMED)
_SORT_OF_PRONOUN = {"it": "it", "its": "it", "whom": "who"}
_SORT_OF_NOUN = {
    ("person", True): "people",
    ("group", True): "people",
    ("organization", False): "body",
    ("organization", True): "people",
    ("document", False): "document",
    ("document", True): "document",
}


def source_sort(article: Article, source: SourcePhrase) -> str:
    """What sort of source a form is: one of the rows of weights."""
    if source.pronoun:
        return _sort_of_pronoun(source.pronoun)
    if source.owner is not None:
        return "owned"
    if names_one_person(article, source):
        return "person"
    return _SORT_OF_NOUN.get((source.known.kind, source.plural), "people" if source.plural else "other")


def names_one_person(article: Article, source: SourcePhrase) -> bool:
    """Whether a noun phrase is of one person."""
    return not source.plural and names_person(article, source)


def _sort_of_pronoun(word: str) -> str:
    if word in _CLAUSE_PRONOUNS or word not in pronouns():
        return "who"
    if pronouns()[word].person == "1":
        return "i"
    return _SORT_OF_PRONOUN.get(word) or ("he" if pronoun_sex(word) else "they")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source and those who may be meant: what the features of every candidate look at, found once."""

    phrase: SourcePhrase
    every: Sequence[SpeakerCandidate]
    known: Noun
    age: str
    side: str  # the party in the phrase
    determiner: str
    complement: frozenset[str]  # the words of what a preposition adds: Tarn in "the mayor of Tarn"
    named: bool  # with a capital among them
    lead: bool
    called: int  # how many are called by the noun
    fits: Mapping[int, str]  # how the noun fits those met before, by id
    fitting: int  # how many of them it says something of
    first: float  # the weight of the person foremost in mind, 0 if there is none
    second: float  # the weight of the second person in mind, as a share of the first's
    capital: frozenset[str]  # the words before the noun with a capital or of digits
    modifiers: frozenset[str]  # the other words before the noun: port in "the port spokeswoman"
    modified: frozenset[int]  # of whom these are told, by id
    subject: tuple[Entity | None, str]  # who acts in the last sentence where somebody does, and its feature


def source_facts(linker: Linker, source: SourcePhrase, every: Sequence[SpeakerCandidate]) -> SourceFacts:
    """What the features look at in ``source``, where ``every`` are those who may be meant."""
    a = linker.article
    head = head_noun(a, source)
    known = role_nouns().get(head) or source.known
    behind = range(source.head_at + 2, min(source.core, source.head_at + 2 + MAX_COMPLEMENT_TOKENS))
    capital = frozenset(
        a.norms[index] for index in range(source.first + 1, source.head_at) if _is_capital(a, index)
    )
    before = set(a.norms[source.first : max(source.first, source.head_at)]) - a.words.closed - capital
    modifiers = frozenset(norm for norm in before if norm[0].isalpha())
    met = [(c, c.entity) for c in every if c.entity is not None]
    fits = {id(e): _fit(linker, source, known, c, e) for c, e in met if not source.pronoun}
    added = {a.norms[index] for index in behind} - a.words.closed if complement(linker, source) else ()
    return SourceFacts(
        phrase=source,
        every=every,
        known=known,
        age=age_of(a, source),
        side=side_of(a, source),
        determiner=_determiner(source),
        complement=frozenset(n for n in added if n[0].isalnum()),
        named=any(a.is_upper(i) for i in behind),
        lead=linker.in_lead(source.first),
        called=sum("called" in c.proposers for c in every),
        fits=fits,
        fitting=sum(fit in _FITTING for fit in fits.values()),
        first=next((c.weight for c in every if c.rank == 1), 0.0),
        second=next((c.share for c in every if c.rank == 2), 0.0),
        capital=capital,
        modifiers=modifiers,
        modified=frozenset(id(e) for _, e in met if is_described_by(e, modifiers)),
        subject=_subject_in_mind(linker, source)
        if pronoun_sex(source.pronoun) or source.head
        else (None, ""),
    )


def _subject_in_mind(linker: Linker, source: SourcePhrase) -> tuple[Entity | None, str]:
    """Who acts first in the sentence or the last one before where somebody does, and in which paragraph."""
    sentence, paragraphs = linker.article.sentence_of[source.first], linker.article.paragraph_of
    for before in range(sentence, max(-1, sentence - WINDOW_SUBJECT_SENTENCES - 1), -1):
        e = linker.subjects.get(before)
        if e is not None and id(e) not in linker.spoken_of:
            return e, "subject" if paragraphs[before] == paragraphs[sentence] else "subject-before"
    return None, ""


def _is_capital(article: Article, index: int) -> bool:
    """Whether a word before the noun has a capital or is of digits, and tells neither party nor age."""
    norm = article.norms[index]
    if norm in parties() or norm.endswith(AGED):
        return False
    return article.is_upper(index) or norm[0].isdigit()


# --- hard filters -----------------------------------------------------------------------------------------


def possible(linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate) -> bool:
    """Whether number, gender, age and kind allow that ``source`` means ``candidate``."""
    e = candidate.entity
    if is_another(linker.article, source):
        return False
    if e is None:
        return source.determiner not in INDEFINITE_ARTICLES
    if _is_headline_word(linker.article, e):
        return False
    if source.pronoun:
        return may_be_of_sex(e, pronoun_sex(source.pronoun))
    return _possible_by_noun(linker, source, candidate, e)


def _possible_by_noun(
    linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate, entity: Entity
) -> bool:
    """Whether a noun phrase may mean somebody."""
    if "owner" in candidate.proposers:
        if _may_be_owner(source, entity):
            return True
        if "called" not in candidate.proposers:
            return False
        candidate.proposers.discard("owner")  # "his lawyer": the lawyer, of somebody else
    if "same-words" in candidate.proposers:
        return source.determiner not in _OTHER_ONES
    return not any(bars(linker, source, candidate, entity) for bars in _BARS)


def _is_headline_word(article: Article, entity: Entity) -> bool:
    """“Roof torn from schools”, “Aide: ...”: what opens the headline, and is no name."""
    opens = any(mention.start in article.headline_starts for mention in entity.mentions[:1])
    if not opens or entity.plural or len(entity.words) != 1:
        return False
    return entity.kind is SpeakerKind.UNNAMED or (entity.kind_is_guess and entity.count == 1)


def _is_speaker_around(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    """In “Poe said the doctor told him” the doctor is not Poe."""
    return entity is speaker_around(linker, source)


def _is_of_other_noun(
    linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate, entity: Entity
) -> bool:
    """“A teacher”, where nobody was called so: somebody new; so is who has no name and another noun."""
    if "called" in candidate.proposers:
        return _is_another_so_called(linker, source, entity)
    if "age" in candidate.proposers:
        return False
    if source.determiner in INDEFINITE_ARTICLES or _has_another_job(linker, source, entity):
        return True
    if entity.named or not _ANY_PERSON_OR_GROUP.isdisjoint((*entity.nouns, source.head)):
        return False
    return kin_of(entity.nouns).isdisjoint(kin_of([head_noun(linker.article, source)]))


def _is_another_so_called(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“A teacher” is not one of two, of whom the copy tells not which; nor “the city doctor” the team's.

    Nor is “the incoming chairman” the chairman whose successor was told of.
    """
    if "incoming" in linker.article.norms[source.first : source.head_at]:
        return entity not in linker.register.by_noun.get("successor", (entity,))
    if source.determiner in INDEFINITE_ARTICLES:
        called = linker.register.by_noun.get(head_noun(linker.article, source), ())[:MAX_NOUN_BEARERS]
        return entity.named and sum(x.named for x in called) > 1
    return source.owner is None and _is_known_otherwise(linker, source, entity)


def _has_another_job(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“The driver” is not Ana Rao, a teacher, nor anybody whose job is not told; “the victim” may be."""
    a = linker.article
    head = head_noun(a, source)
    if not _FORMER.isdisjoint(a.norms[source.first : source.head_at]):
        return False
    opposed = opposed_roles().get(head, frozenset())
    if not entity.nouns.isdisjoint(opposed) or any(is_shown(linker, entity, noun) for noun in opposed):
        return True
    if is_nation(a, head) or not names_person(a, source) or not (_is_job(head) or head in _INTRODUCED_ROLES):
        return False
    jobs = list(filter(_is_job, entity.nouns))
    kin = kin_of(jobs) - TRADES if jobs else kin_of(entity.nouns) - (TRADES - KIN_OF_PERFORMERS)
    return kin.isdisjoint(kin_of([head])) and not _may_be_unintroduced(linker, source, entity)


def _may_be_unintroduced(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """Whether something else than a noun beside the name lets a noun mean somebody.

    The copy shows it, an age or a place in the phrase tells who it is, or the copy takes it for granted.
    """
    a = linker.article
    head = head_noun(a, source)
    if is_shown(linker, entity, head) or any(allows(linker, source, entity) for allows in _UNINTRODUCED):
        return True
    if source.head in entity.words or (_is_job(head) and any(map(_is_job, entity.nouns))):
        return False  # "the cook" is not Tim Cook
    before = range(source.first + 1, source.head_at)
    if age_of(a, source) or any(_is_capital(a, i) for i in before):
        return True
    return _goes_on(linker, source, entity)


def _is_only_one_so_far(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“Ida Holm came to look at a drain. '...,' the archaeologist said”: whom alone the story began with.

    Only of sciences and arts: a driver or an officer may belong to what happened.
    """
    a = linker.article
    here = a.sentence_of[source.first]
    begun = [linker.openers.get(a.paragraph_of[here] - back) for back in (0, 1)]
    described = any((linker.last_spoken, entity.nouns, entity.every_description))
    if described or source.head not in _ARTS_AND_SCIENCES or entity not in begun:
        return False
    met = (event.entity for event in linker.recent(here, WINDOW_PRONOUN_SENTENCES))
    return not any(person.kind in _PERSONS for person in met if person is not entity)


def _is_to_have_office(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“His successor is Ida Holm. The incoming chairman said”."""
    ranks = linker.article.norms[source.first : source.head_at] if "successor" in entity.nouns else ()
    return not _INCOMING.isdisjoint(ranks)


_UNINTRODUCED = (_is_only_one_so_far, _is_to_have_office)


def _goes_on(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“Petrov said no. The coach added”: whether who says more, or a bare surname, may go on speaking."""
    if linker.last_spoken is not entity or entity.nouns or entity.every_description:
        return False
    a = linker.article
    last, here = linker.events[entity.last_event].sentence, a.sentence_of[source.first]
    return linker.says_more or (len(entity.words) == 1 and a.paragraph_of[last] == a.paragraph_of[here])


def is_shown(linker: Linker, entity: Entity, noun: str) -> bool:
    """“Poe's book is out. The author said”: whether the copy shows somebody to be what no other is called."""
    signs = role_signs().get(noun)
    if signs is None:
        return False
    a = linker.article
    if any(map(_is_met, linker.register.by_noun.get(noun, ())[:MAX_NOUN_BEARERS])):
        return False
    for mention in entity.mentions[:MAX_MENTIONS_WITH_SIGNS]:
        at = bisect_left(a.starts, mention.start)
        first, last = _tokens_about(a, at, entity.kind)
        if a.inside[at] or signs.isdisjoint(a.norms[first:last]):
            continue
        opens = entity.kind is SpeakerKind.PERSON or at <= a.opening(a.sentence_of[at]) + 1
        named = (linker.register.of_name.get(name.first) for name in a.names_in(first, last))
        if opens and next((e for e in named if e is not None and e.kind is entity.kind), None) is entity:
            return True
    return False


def _is_met(entity: Entity) -> bool:
    """Whether the copy has named somebody so far."""
    return entity.named and entity.last_event >= 0


def _tokens_about(article: Article, at: int, kind: SpeakerKind) -> tuple[int, int]:
    """The tokens that may tell of whom token ``at`` names: the sentence's first, of a source its own."""
    sentence = article.sentences[article.sentence_of[at]]
    if article.cited[at]:
        if kind is SpeakerKind.PERSON:
            return at, at  # "Poe, the campaign chairman,"
        return at, next((i for i in range(at, sentence.last) if not article.cited[i]), sentence.last)
    return sentence.first, min(sentence.last, sentence.first + WINDOW_PRONOUN_TOKENS)


def _is_job(noun: str) -> bool:
    """Whether a noun tells a job: *plumber*, *senator*; not *victim*, *uncle*, *left-hander*."""
    if "-" in noun and noun not in role_nouns():
        return False
    return noun not in _ANY_ROLE and kin_of([noun]).isdisjoint(_KIN_OF_ANY_ROLE)


def _is_known_otherwise(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """“The mayor of Torrin” is not the mayor of Tarn, “the city doctor” is not the team's."""
    a = linker.article
    words = a.words_of(source.first, source.core).split()
    beside = {n for n in a.norms[source.first : source.core] if n not in a.words.closed and n != source.head}
    mine = _which(words, source.head)
    if not entity.named:
        mine = _modifiers(words, source.head) or mine
    if not mine or is_described_by(entity, beside):
        return False
    every = [_modifiers(words.split(), source.head) for words in entity.every_description]
    if not _DEPARTMENTS.isdisjoint(mine) and frozenset() in every:
        return True
    if any(_which(words.split(), source.head) for words in entity.every_description):
        return True
    return not entity.named and bool(_modifiers(entity.name.split(), source.head))


def _which(words: Sequence[str], noun: str) -> frozenset[str]:
    """The words beside a noun that say which one it is: names, bodies, offices; folded."""
    norms = [word.strip(',.;:()"“”').removesuffix("'s").removesuffix("’s").lower() for word in words]
    found: set[str] = set()
    for at, norm in enumerate(norms):
        if norm != noun:
            continue
        begin = max((i for i in range(at) if words[i].endswith(",")), default=-1) + 1
        behind = at + 2 if norms[at + 1 : at + 2] and norms[at + 1] in _COMPLEMENTS else len(norms)
        end = next((i + 1 for i in range(behind, len(norms)) if words[i].endswith(",")), len(norms))
        beside = (*range(begin, at), *range(behind, min(end, behind + MAX_COMPLEMENT_TOKENS)))
        found.update(norms[i] for i in beside if _says_which(words[i], norms[i]))
    return frozenset(found)


def _modifiers(words: Sequence[str], noun: str) -> frozenset[str]:
    """The words before a noun, but articles and the like: *trade* in “the trade minister”; folded."""
    norms = [word.lower() for word in words]
    at = norms.index(noun) if noun in norms else 0
    return frozenset(n for n in norms[:at] if n not in name_words().closed and n[0].isalpha())


def _says_which(word: str, norm: str) -> bool:
    """Whether a word beside a noun may say which one: *Tarn*, *city*, *prime*."""
    known = noun_of(norm)
    if norm in _OFFICES or known.kind in ("organization", "group"):
        return True
    lexicon = name_words()
    if known.kind or norm in lexicon.closed:
        return False
    if norm in lexicon.demonyms or norm in parties():
        return False
    return word[:1].isupper()


def _is_of_other_owner(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    """“The nephew's lawyer” is no lawyer for the widow, “Tarn's council” not Ravel's."""
    if source.owner is None or source.owner.pronoun:
        return False
    owner = linker.owner_of(source)
    if entity.words[:1] == ("'s",):
        return entity.words[1] != owner.name.lower()
    described = entity.described.lower()
    known = "'s" in described or not _COMPLEMENTS.isdisjoint(described.split())
    return known and not is_described_by(entity, frozenset(owner.words or owner.name.lower().split()))


def is_another(article: Article, source: SourcePhrase) -> bool:
    """“Another official”, “a second witness”: nobody who was met before."""
    between = article.norms[source.first : max(source.first, source.head_at)]
    return source.determiner != "the" and not _WORDS_FOR_ANOTHER.isdisjoint(between)


def _may_be_owner(source: SourcePhrase, entity: Entity) -> bool:
    """Whether "X's ..." may be X: a person, or anybody whose words the noun names."""
    if is_utterance(source.head):
        return True
    return entity.kind is SpeakerKind.PERSON and role_noun(source.head) is None


def _is_of_other_number(_: Linker, source: SourcePhrase, candidate: SpeakerCandidate, entity: Entity) -> bool:
    if source.head in _NAMED_GROUPS:  # "the team"
        return "called" not in candidate.proposers
    return entity.plural != source.plural


def _is_of_other_age(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    return entity.age != "" and age_of(linker.article, source) not in ("", entity.age)


def _is_of_other_kind(
    linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate, entity: Entity
) -> bool:
    """Whether somebody is no person, or no body, as the noun is for, or of another sex, place or business."""
    if names_one_person(linker.article, source):
        person = entity.kind in _PERSONS or (entity.kind_is_guess and _goes_on(linker, source, entity))
        if not person or not may_be_of_sex(entity, source.known.gender):
            return True
        return _is_of_another(linker.article, source, entity)
    if not source.known.kind:
        return "called" not in candidate.proposers
    return source.known.kind == "organization" and not _may_be_body(linker, source, candidate, entity)


def _is_of_other_nation(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    """“The Danish company” is not German Altmark."""
    if source.known.kind != "organization":
        return False
    where = nations_among(linker.article.norms[source.first : source.head_at])
    return are_apart(where, nations_among(entity.traits))


def _is_somebodys(linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate, _: Entity) -> bool:
    """“The patient's lawyer” is nobody who is not called so."""
    if source.owner is None or "called" in candidate.proposers:
        return False
    return names_one_person(linker.article, source)


def _is_somebody_elsewhere(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    """“The woman at the kiosk” is nobody of whom no kiosk is told."""
    if source.head not in _ANY_PERSON:
        return False
    if not complement(linker, source):
        return False
    a = linker.article
    return not is_described_by(entity, set(a.norms[source.head_at + 2 : source.core]) - a.words.closed)


def _is_deputy(linker: Linker, source: SourcePhrase, _: SpeakerCandidate, entity: Entity) -> bool:
    """“The deputy mayor”, “the vice-mayor” is not the mayor, nor is the mayor one of them."""
    ranks = {*linker.article.norms[source.first : source.head_at], *source.head.split("-")[:-1]}
    if not _DEPUTIES.isdisjoint(ranks):
        return not is_described_by(entity, _DEPUTIES & ranks)
    first = (entity.name, *entity.every_description)[:MAX_DESCRIPTIONS_WITH_RANK]
    described = [words.lower().replace("-", " ").split() for words in first]
    theirs = [_modifiers(words, source.head) for words in described if source.head in words]
    return bool(theirs) and not any(map(_SECONDS.isdisjoint, theirs))


_BARS = (
    _is_speaker_around,
    _is_somebodys,
    _is_somebody_elsewhere,
    _is_deputy,
    _is_of_other_noun,
    _is_of_other_owner,
    _is_of_other_number,
    _is_of_other_age,
    _is_of_other_kind,
    _is_of_other_nation,
)


def _is_of_another(article: Article, source: SourcePhrase, entity: Entity) -> bool:
    """“The Texas senator”, “the Dane”, “the Republican”: somebody of another place, nation or party."""
    side = side_of(article, source)
    if side and _party_of(side, entity) == "other":
        return True
    places = name_words().places
    where, theirs = places.intersection(article.norms[source.first : source.head_at]), places & entity.traits
    nations = theirs | (name_words().demonyms & entity.traits)
    if nations and is_nation(article, source.head) and not _is_of_nation(entity, source.head):
        return True
    return are_apart(theirs, where)


def _is_of_nation(entity: Entity, noun: str) -> bool:
    """Whether a word beside the name tells the nation: *Denmark* that of “the Dane”."""
    return any(same_nation(trait, noun) for trait in entity.traits)


def is_nation(article: Article, noun: str) -> bool:
    """Whether somebody is told by the nation alone: “the Dane”."""
    if noun not in article.words.demonyms:
        return False
    return noun not in parties() and role_noun(noun) is None


def _may_be_body(linker: Linker, source: SourcePhrase, candidate: SpeakerCandidate, entity: Entity) -> bool:
    """Whether a noun for a body may mean ``entity``: it was introduced as one, or may be a company.

    A nation, a place or a body of another sort is not taken for it: no company is "the ministry".
    """
    if "called" in candidate.proposers:
        return True
    if (entity.place and not entity.spoke) or not (source.determiner or source.head in any_company()):
        return False  # "police said": no body that is not called so
    nouns = [noun for noun in entity.nouns if noun in role_nouns()]
    kin = kin_of([head_noun(linker.article, source)])
    special = [noun for noun in nouns if noun not in _GENERAL_BODIES]
    if not any(map(kin.isdisjoint, map(_kin, special))) and is_shown(linker, entity, source.head):
        return True
    if not special and not _may_be_the_firm(linker, source, entity):
        return False
    if not nouns:
        return source.head in _NOUNS_OF_FIRMS
    if (special or source.head in _NAMED_BODIES) and source.head not in _GENERAL_BODIES:
        kin -= _WIDE_KIN  # one sort of body is not another: no drugmaker is "the hospital"
    return not any(map(kin.isdisjoint, map(_kin, nouns)))


def _kin(noun: str) -> frozenset[str]:
    return kin_of([noun])


def _may_be_the_firm(linker: Linker, source: SourcePhrase, entity: Entity) -> bool:
    """Whether a firm's noun may mean somebody: the only firm named, or one of the nation in the phrase."""
    if source.head not in _FIRM_NOUNS:
        return True
    if linker.only_firm is entity:
        return True
    where = nations_among(linker.article.norms[source.first : source.head_at])
    return not where.isdisjoint(nations_among(entity.traits))


# --- features -----------------------------------------------------------------------------------------------

_DISTANCES = ((0, "0"), (1, "1"), (2, "2"), (5, "3-5"), (12, "6-12"))
_PARAGRAPHS = ((-1, "behind"), (0, "0"), (1, "1"), (2, "2"))
_WEIGHTS = ((2, "adjective"), (4, "behind"), (5, "other"), (8, "clause"), (10, "first"))
_COUNTS = ((0, "0"), (1, "1"), (4, "2-4"), (9, "5-9"))
_SHARES = ((2, "small"), (5, "half"), (8, "most"))
_COMPLEMENT = {True: "named", False: "common"}
_LEAD_OR_STORY = {True: "lead", False: "story"}
_FITTING = ("exact", "shown", "kin")  # a noun says something of those it fits so
_MET = {True: "before", False: "never"}
_NEAR_BUCKETS = ("0", "1", "2")  # distances


def _bucket(number: int, bounds: Sequence[tuple[int, str]], beyond: str) -> str:
    for most, name in bounds:  # asked of every candidate, so that next() would cost
        if number <= most:
            return name
    return beyond


def features(linker: Linker, facts: SourceFacts, candidate: SpeakerCandidate) -> list[str]:
    """The features that hold of a candidate, without the sort of the source."""
    found = [f"via={proposer}" for proposer in sorted(candidate.proposers)]
    e = candidate.entity
    if candidate.members:
        found.extend(_of_several(linker, facts, candidate))
    elif candidate.phrase is not None:
        found.extend(_of_phrase(linker, facts, candidate, candidate.phrase))
    elif e is not None:
        found.extend(_of_entity(linker, facts, candidate, e))
        if not facts.phrase.pronoun:
            found.extend(_of_noun(linker, facts, e))
    return found


def _of_several(linker: Linker, facts: SourceFacts, candidate: SpeakerCandidate) -> Iterator[str]:
    """Several who would speak together."""
    yield f"together={min(3, len(candidate.members))}"
    number = number_in(linker.article, facts.phrase)
    if number:
        yield f"together&number={'known' if number == len(candidate.members) else 'other'}"
    if facts.phrase.head in small_words("pair"):
        yield "together&pair-noun"


def _of_phrase(
    linker: Linker, facts: SourceFacts, candidate: SpeakerCandidate, phrase: SourcePhrase
) -> Iterator[str]:
    """A noun phrase of the copy, not linked as yet."""
    a = linker.article
    yield "phrase"
    yield f"phrase-distance={candidate.distance}"
    sentences = min(3, a.sentence_of[facts.phrase.first] - a.sentence_of[phrase.first])
    yield f"phrase-sentences={sentences}"
    yield f"phrase-place={_place_of(a, phrase)}"
    if phrase.known.kind:
        yield f"phrase-kind={phrase.known.kind}"
    beside = facts.modifiers | facts.capital
    if beside:
        same = not beside.isdisjoint(a.norms[phrase.first : phrase.core])
        yield f"phrase-modifiers={'same' if same else 'other'}"
    if phrase.first == a.opening(a.sentence_of[phrase.first]):
        yield f"phrase-opens={sentences}"
        if facts.first:
            sure = phrase.known.gender != ""
            weight = linker.weight_of_noun(a.sentence_of[phrase.first], facts.phrase.first, sure=sure)
            yield f"phrase-opens&{'more' if weight > facts.first else 'less'}"


def _place_of(article: Article, phrase: SourcePhrase) -> str:
    """How a noun phrase stands in its clause: it acts, owns, stands behind a preposition, or otherwise."""
    before, following = article.norms[phrase.first - 1], article.norms[phrase.last]
    if article.is_possessive(phrase.last):
        return "owner"
    if before in small_words("stop"):
        return "behind"
    auxiliary = following in small_words("auxiliary")
    if auxiliary or following in article.words.verbs or is_past(article, phrase.last):
        return "acts"
    return "first" if phrase.first == article.opening(article.sentence_of[phrase.first]) else "other"


def _of_entity(
    linker: Linker, facts: SourceFacts, candidate: SpeakerCandidate, entity: Entity
) -> Iterator[str]:
    """What is known of somebody, however the source calls him."""
    yield f"kind={entity.kind.value}"
    yield f"count={_bucket(entity.count, _COUNTS, 'many')}"
    if entity.spoke:
        yield "spoke"
    if entity.named:
        yield "named"
    if id(entity) in linker.spoken_of_before:
        yield "named-in-content-before"
    yield from _of_last_mention(linker, facts.phrase, entity)
    yield from _of_last_to_speak(linker, entity)
    if pronoun_sex(facts.phrase.pronoun) and facts.subject[0] is entity:
        yield facts.subject[1]
    if linker.addressed[0] is entity:
        yield f"addressed={linker.addressed[1]}"
    yield from _of_rank(facts, candidate)


def _of_last_to_speak(linker: Linker, entity: Entity) -> Iterator[str]:
    """How what the source says goes on from what was said last, if it was ``entity`` who said that."""
    if linker.last_spoken is not entity:
        return
    if linker.says_more:
        yield "says-more&last-to-speak"
    for first, _ in linker.contents[:1]:
        if linker.addressed[1] == "asked" and any(linker.article.inside[max(0, first - 1) : first + 1]):
            yield "asker"  # of a quotation that is the answer


def _of_last_mention(linker: Linker, source: SourcePhrase, entity: Entity) -> Iterator[str]:
    """How far back somebody was mentioned last, and how strongly that mention stands in its sentence."""
    if entity.last_event < 0:
        yield "distance=never"
        return
    a = linker.article
    sentence, last = a.sentence_of[source.first], linker.events[entity.last_event]
    here = a.paragraph_of[sentence]
    distance = _bucket(sentence - last.sentence, _DISTANCES, "far")
    paragraphs = _bucket(here - a.paragraph_of[last.sentence], _PARAGRAPHS, "3")
    weight = _bucket(int(last.weight * 10), _WEIGHTS, "source")
    yield from (f"distance={distance}", f"paragraphs={paragraphs}", f"weight={weight}")
    if distance in _NEAR_BUCKETS:
        yield f"distance={distance}&weight={weight}"
    if a.document.paragraphs[a.paragraph_of[last.sentence]].role is Role.HEADLINE:
        yield "in-headline"
    if linker.last_spoken is entity:
        yield f"last-to-speak&paragraphs={paragraphs}"
    first = linker.events[entity.first_event].sentence
    if pronoun_sex(source.pronoun) and a.paragraph_of[first] == here:
        yield "introduced-here"
    if linker.openers.get(here) is entity:
        yield "opened-paragraph"
    elif here not in linker.openers and linker.openers.get(here - 1) is entity:
        yield "opened-paragraph-before"


def _of_rank(facts: SourceFacts, candidate: SpeakerCandidate) -> Iterator[str]:
    """How strongly the copy has a person in mind, beside the others."""
    if not candidate.rank:
        return
    if not any(c.rank > 1 for c in facts.every):
        yield "alone"
    yield f"rank={min(4, candidate.rank)}"
    if candidate.rank == 1:
        yield f"second={_bucket(int(facts.second * 10), _SHARES, 'near')}"
    else:
        yield f"share={_bucket(int(candidate.share * 10), _SHARES, 'near')}"


def _of_noun(linker: Linker, facts: SourceFacts, entity: Entity) -> Iterator[str]:
    """How a noun phrase fits somebody: by the noun, the words before it, what follows it."""
    fit = facts.fits[id(entity)]
    yield from _of_fit(facts, entity, fit)
    yield from (f"fit={fit}", f"fit={fit}&determiner={facts.determiner}")
    if facts.subject[0] is entity and not facts.known.kind:
        yield f"fit={fit}&{facts.subject[1]}"
    if fit == "exact" and facts.determiner == "the" and _was_introduced(entity):
        yield "introduced"
    if facts.complement:
        yield f"fit={fit}&{_COMPLEMENT[facts.named]}-complement={_complement_of(facts, entity)}"
    yield f"{_LEAD_OR_STORY[facts.lead]}&fit={fit}&{_MET[entity.last_event >= 0]}"
    yield from _of_what_is_known(linker, facts, entity, fit)
    if linker.named_most() is entity:
        yield "named-most"


def _was_introduced(entity: Entity) -> bool:
    """Whether somebody without a name came up as somebody new: “a teacher”."""
    return not entity.named and entity.name.split(" ", 1)[0].lower() in _INDEFINITE


def _complement_of(facts: SourceFacts, entity: Entity) -> str:
    """Whether what the preposition adds is told of somebody too, or something else is, or nothing."""
    if is_described_by(entity, facts.complement):
        return "told"
    return "other" if any(f" {p} " in entity.described for p in _COMPLEMENTS) else "untold"


def _fit(
    linker: Linker, source: SourcePhrase, known: Noun, candidate: SpeakerCandidate, entity: Entity
) -> str:
    """How a noun fits somebody: called so, shown to be so, called by its kin, as any person, or not."""
    if "called" in candidate.proposers:
        return "exact"
    national = is_nation(linker.article, source.head) and _is_of_nation(entity, source.head)
    if national or is_shown(linker, entity, source.head):
        return "shown"
    if not known.kin.isdisjoint(kin_of(entity.nouns)):
        return "kin"
    return "any" if source.head in _ANY_PERSON else "none"


def _of_fit(facts: SourceFacts, entity: Entity, fit: str) -> Iterator[str]:
    """What goes with how the noun fits somebody: how many others it fits, and of what kin it is."""
    yield f"fit={fit}&others-fit={min(1, facts.fitting - (fit in _FITTING))}"
    if fit == "exact":
        yield f"others-called={min(2, facts.called - 1)}"
        if facts.lead:
            yield f"lead&others-called={min(1, facts.called - 1)}"
    elif fit == "kin":
        yield from (f"kin={kin}" for kin in sorted(facts.known.kin & kin_of(entity.nouns)))
    elif fit != "shown":
        yield from (f"head-kin={kin}" for kin in sorted(facts.known.kin))
        if entity.nouns and facts.known.kind:
            yield "has-nouns"


def _of_what_is_known(linker: Linker, facts: SourceFacts, entity: Entity, fit: str) -> Iterator[str]:
    """Whether age, nation, party, candidacy and names in the phrase are those told of somebody."""
    if facts.age:
        yield "age=same" if entity.age == facts.age else "age=unknown"
    if is_nation(linker.article, facts.phrase.head):
        yield "nation=told" if _is_of_nation(entity, facts.phrase.head) else "nation=untold"
    if facts.side:
        yield f"party={_party_of(facts.side, entity)}"
    if entity.is_candidate and "candidate" in facts.known.kin:
        yield "runs"
    if facts.modifiers:
        yield f"fit={fit}&modifiers={_modified(facts, entity)}"
    if facts.capital:
        how = _capital(facts, entity)
        yield from (f"capital={how}", f"fit={fit}&capital={how}")


def _party_of(side: str, entity: Entity) -> str:
    """Whether somebody is of the party in the phrase."""
    if side in entity.parties:
        return "same"
    return "other" if entity.parties else "unknown"


def _modified(facts: SourceFacts, entity: Entity) -> str:
    """Whether the words before the noun are told of somebody, or of others only."""
    if id(entity) in facts.modified:
        return "told"
    return "of-another" if facts.modified else "untold"


def _capital(facts: SourceFacts, entity: Entity) -> str:
    """Whether the names before the noun are told of somebody, or another place is."""
    if is_described_by(entity, facts.capital):
        return "told"
    return "untold" if entity.traits.isdisjoint(name_words().places) else "other-place"


def is_described_by(entity: Entity, modifiers: Collection[str]) -> bool:
    """Whether the name of ``entity`` or what stands beside it holds one of the words."""
    known = {*entity.words, *entity.traits}
    described = " ".join((entity.name, *entity.every_description)).lower()
    known.update(described.split(), described.replace("-", " ").split())
    if not known.isdisjoint(modifiers):
        return True
    initials = "".join(w[0] for w in entity.words if w[0].isalpha())
    return any(2 <= len(x) <= 5 and x in initials for x in modifiers)


def complement(linker: Linker, source: SourcePhrase) -> bool:
    """Whether a preposition goes on behind the noun: "the mayor of Tarn"."""
    return source.core - source.head_at > 1 and linker.article.norms[source.head_at + 1] in _COMPLEMENTS


def _determiner(source: SourcePhrase) -> str:
    if source.determiner == "the":
        return "the"
    if source.determiner in DEFINITE:
        return "this"
    return source.determiner if source.determiner in _INDEFINITE_DETERMINERS else "other"


def features_of_new(linker: Linker, facts: SourceFacts) -> list[str]:
    """The features of somebody who was not met before."""
    found = ["new", f"new&determiner={facts.determiner}"]
    if facts.phrase.pronoun:
        return [*found, f"new&candidates={min(2, len(facts.every))}"]
    if facts.known.kind:
        found.append(f"new&kind={facts.known.kind}")
    found += [f"new&kin={kin}" for kin in sorted(facts.known.kin)]
    found.append(f"new&called={min(2, facts.called)}&determiner={facts.determiner}")
    proposers = {proposer for c in facts.every for proposer in c.proposers}
    holds = {
        f"new&fitting={min(2, facts.fitting)}": True,
        f"new&complement&determiner={facts.determiner}": bool(facts.complement),
        "new&other-one": not _OTHER_ONES.isdisjoint(
            linker.article.norms[facts.phrase.first : facts.phrase.head_at]
        ),
        "new&modified": facts.phrase.head_at - facts.phrase.first > 1,
        "new&same-words": "same-words" in proposers,
        "new&lead": facts.lead,
        "new&pair-noun": facts.phrase.head in small_words("pair"),
        "new&number": number_in(linker.article, facts.phrase) > 0,
    }
    return found + [name for name, holding in holds.items() if holding]
