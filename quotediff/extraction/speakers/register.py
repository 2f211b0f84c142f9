"""Everybody an article names: each person and organization once, with all that the copy tells of them.

Full names come first, then organizations, then short names, so that an early "Clinton" in a headline
finds the "Hillary Clinton" of a later paragraph. Linear in the tokens; several bearers of one family name
are compared with each other only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from quotediff.extraction.names import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    SUFFIXES,
    TITLE,
    NameMention,
    NameWords,
    find_names,
    name_words,
    small_words_of,
)
from quotediff.extraction.speakers.nations import national_body
from quotediff.identity import is_slip, one_person
from quotediff.lang.lexicon import word_list, word_sequence, words
from quotediff.lang.nouns import (
    ADJECTIVE_ENDINGS,
    acronyms,
    body_nouns,
    family_names,
    is_person_noun,
    is_plural,
    kin_of,
    noun_of,
    parties,
    role_nouns,
    singular,
    small_words,
    wider_nouns,
)
from quotediff.limits import (
    MAX_APPOSITIVE_TOKENS,
    MAX_DESCRIPTION_TOKENS,
    MAX_FAMILY_BEARERS,
    MAX_NAMESAKES,
    MAX_TOKENS_AFTER_APPOSITIVE,
    MAX_TOKENS_BETWEEN_PAIR,
    WINDOW_ACTED_SENTENCES,
    WINDOW_DEATH_TOKENS,
    WINDOW_FULL_NAME_SENTENCES,
    WINDOW_OWN_TOKENS,
    WINDOW_OWNER_TOKENS,
    WINDOW_PREDICATE_TOKENS,
    WINDOW_SUCCEEDING_TOKENS,
)
from quotediff.model import Document, Role, SpeakerKind
from quotediff.text.damage import repaired
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Places, Token, places_of
from quotediff.values import dataclass, field

BREAKS = frozenset({",", ";", "—", "–", "--", "(", ")", "[", "]", "-"})
"""Marks at which a noun phrase ends."""

_APPOSITIVE_ENDS = BREAKS | {"who", "which", "whose", ".", '"', "”", "“"}
_LIST_GOES_ON = frozenset({"and", "or", "&"})

QUIET_ROLES = frozenset(
    {
        *(Role.CAPTION, Role.CONTRIBUTOR, Role.FURNITURE, Role.HEADER, Role.NOTE, Role.BYLINE, Role.BREAK),
        *(Role.SUBHEAD, Role.EMBED, Role.INFOBOX),
    }
)
"""Paragraphs that tell names but take no part in the story: no "he" looks back into them."""

_PADDING_NORMS = 6  # empty norms behind the last token, so that looking past the end needs no check
_COMMON_ENDINGS = word_sequence("common_noun_endings")
_MAX_WORDS_BEFORE_NAME = 8  # that may tell party, place or office
_NAME_STEM = 3  # letters that a name one letter off shares
_ALSO_BODIES = word_list("also_bodies")  # nouns that stand before a person's or a body's name: "rival Acme"
_BODY_NAME_JOINERS = word_list("body_name_joiners")
_COMPARED_AGES = word_list("compared_ages")
_OLD_AGE = 65  # in years, from which on somebody is the elder of two, though only that age is told
CORPORATE = word_list("corporate")
"""Last words of companies' names."""

PERSONS_OR_BODIES = word_list("persons_or_bodies")
"""Nouns for a person or a body: *owner*, *contractor*."""

_YOUNGER_KIN = word_list("younger_kin")
_ELDER_KIN = word_list("elder_kin")
_SEXES = {"he": "m", "she": "f"}
KIN_OF_PERFORMERS = word_list("kin_of_performers")
"""Kin of those who may be called by any of their trades, and by their nation: a captain may be a defender."""

_CAMPAIGNS = frozenset({"campaign", "candidacy"})
_LOCATION_PREPOSITIONS = frozenset({"in", "near", "at"})  # before where something is
_OPEN_APPOSITIVE = frozenset({",", "—", "–", "--", "("})
_KINDS_OF_DESCRIPTIONS = {
    SpeakerKind.PERSON: frozenset({"person", ""}),
    SpeakerKind.ORGANIZATION: frozenset({"organization"}),
}
_NAMED_GROUPS = word_list("named_groups")  # groups that may have a name: *team*
_BEING = word_list("verbs_of_being")
_IDENTIFYING = frozenset({"is", "was"})
_SUCCEEDING = word_list("succeeding")
_BEFORE_PREDICATE = word_list("before_predicates") | _BEING
_SEATS = ("r-", "d-", "i-")
_ALWAYS_WHOLE = 4  # full names from which on, if the bare family name is rarer, that is another's


@dataclass(slots=True, eq=False)
class Entity:
    """One who may turn out a speaker; grows while the article is read, and becomes a ``Speaker``."""

    kind: SpeakerKind
    name: str
    words: tuple[str, ...]  # of the name, folded, without titles
    named: bool
    gender: str = ""  # m, f, empty, or n for what no "he" or "she" can mean
    kind_is_guess: bool = False  # the kind is the best of several
    sure: bool = False  # the article tells the gender, not the given name alone
    plural: bool = False
    place: bool = False
    nouns: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)  # capitalized words beside the name: "Treasury", "Vermont"
    parties: set[str] = field(default_factory=set)  # parties
    source_descriptions: list[str] = field(
        default_factory=list
    )  # descriptions that stand with it as a source
    descriptions: list[str] = field(default_factory=list)  # and elsewhere
    anonymity: str | None = None
    mentions: list[Span] = field(default_factory=list)
    parts: tuple[Entity, ...] = ()
    age: str = ""
    dead: bool = False
    is_candidate: bool = False  # the copy speaks of a campaign of this person's
    full_mentions: list[int] = field(default_factory=list)  # where the story gives the name in full
    acts: list[int] = field(default_factory=list)  # where the name in full opens a sentence or speaks
    first_name_mentions: int = 0  # and by the given name alone
    spoke: bool = False
    count: int = 0
    first_event: int = -1  # the number of its first mention on the way through the article
    last_event: int = -1  # and of its last

    @property
    def may_be_named_later(self) -> bool:
        """Whether it is one person without a name, and nothing tells that the name is kept back."""
        if self.kind is not SpeakerKind.UNNAMED:
            return False
        return not (self.plural or self.anonymity)

    def take_gender(self, gender: str, *, sure: bool) -> None:
        """Keeps a gender, if it is one, unless one was told before that is as sure."""
        if gender and (not self.gender or sure > self.sure):
            self.gender, self.sure = gender, sure

    @property
    def every_description(self) -> tuple[str, ...]:
        """What the copy says of it, as a source first."""
        return (*self.source_descriptions, *self.descriptions)

    @property
    def described(self) -> str:
        """All words that describe it: those that it goes by, if they are no name, and the descriptions."""
        return " ".join((*(() if self.named else (self.name,)), *self.every_description))


def may_be_of_sex(entity: Entity, sex: str) -> bool:
    """Whether nothing tells that somebody is not of a sex: m, f, or empty for either."""
    return sex in ("", entity.gender) or not entity.gender


class Article:
    """An article with what all rules need, computed once. Arrays run parallel to ``tokens``."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an article, none of which holds another
        self,
        document: Document,
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        quoted: Iterable[Span],
        where: Places,
        namesakes: Collection[int],
        cited: Iterable[Span] = (),
    ) -> None:
        self.document = document
        self.text = document.text
        self.tokens = tokens
        self.sentences = sentences
        self.words: NameWords = name_words()
        self.small = small_words_of(tokens)
        self.starts = [t.start for t in tokens]
        self._ends = [t.end for t in tokens]
        self.norms = [t.norm for t in tokens] + [""] * _PADDING_NORMS
        self.places = where
        self.nations_of_one: dict[str, bool] = {}  # words such as *Senegalese*: whether each means somebody
        self.sentence_of = [0] * len(tokens)
        for index, s in enumerate(sentences):
            self.sentence_of[s.first : s.last] = [index] * (s.last - s.first)
        begins = [p.span.start for p in document.paragraphs]
        self.paragraph_of = [max(0, bisect_right(begins, s.span.start) - 1) for s in sentences]
        roles = [document.paragraphs[p].role for p in self.paragraph_of]
        self.headline_starts = frozenset(p.span.start for p in document.paragraphs if p.role is Role.HEADLINE)
        self.quiet = [role in QUIET_ROLES for role in roles]
        cited = list(cited)
        self.cited = self._marked(cited)  # tokens of sources
        begun = {bisect_left(self.starts, span.start) for span in cited}
        leading = small_words("determiner") | self.words.apposed
        begun |= {i + 1 for i in begun if self.norms[i] in leading}
        begun = {i for i in begun if i < len(tokens) and roles[self.sentence_of[i]] is Role.BODY}
        self.names = find_names(tokens, sentences, self.small, namesakes, begun)
        self._name_firsts = [m.first for m in self.names]
        self._name_lasts = [m.last for m in self.names]
        self.inside = self._marked(quoted)

    def _marked(self, spans: Iterable[Span]) -> list[bool]:
        """For each token whether it begins in one of the spans."""
        marked = [False] * len(self.tokens)
        for span in spans:
            first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
            marked[first:last] = [True] * (last - first)
        return marked

    def token_range(self, span: Span) -> tuple[int, int]:
        """The tokens that lie in ``span``, in part at least."""
        first = bisect_right(self._ends, span.start)
        return first, max(first, bisect_left(self.starts, span.end))

    def places_of(self, words: Collection[str]) -> list[int]:
        """The tokens that are one of the folded ``words`` (a set or a mapping), in text order."""
        return places_of(words, self.places)

    def names_in(self, first: int, last: int) -> Sequence[NameMention]:
        """Names that overlap ``tokens[first:last]``."""
        return self.names[bisect_right(self._name_lasts, first) : bisect_left(self._name_firsts, last)]

    def words_of(self, first: int, last: int) -> str:
        """The copy of ``tokens[first:last]`` on one line."""
        if first >= last:
            return ""
        words = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return " ".join((repaired(words) if self.document.damaged else words).split())

    def is_upper(self, i: int) -> bool:
        """Whether token ``i`` begins with a capital."""
        return 0 <= i < len(self.tokens) and self.tokens[i].text[0].isupper()

    def is_possessive(self, i: int) -> bool:
        """Whether what ends before token ``i`` is a possessor."""
        norm = self.norms[i]
        if norm == "'s":
            return True
        if norm != "'":
            return False
        return self.norms[i - 1].endswith("s") and self.starts[i] == self.tokens[i - 1].end

    def is_common_plural(self, norm: str) -> bool:
        """Whether a capitalized word means several people: "Republicans", "Ruritanians", "Residents"."""
        if not is_plural(norm):
            return False
        if noun_of(norm).kind:
            return noun_of(norm).kind in ("person", "group")
        return norm in self.small or singular(norm) in self.words.demonyms

    # -- appositives

    def opening(self, sentence: int) -> int:
        """The first token of a sentence that belongs to the story: behind a dateline."""
        first = self.sentences[sentence].first
        copy = self.document.paragraphs[self.paragraph_of[sentence]].copy
        return first if self.starts[first] >= copy.start else bisect_left(self.starts, copy.start)

    def appositive_end(self, at: int) -> int:
        """Where the appositive that begins at ``at`` ends: at a comma, dash, bracket, clause or the end."""
        if at >= len(self.tokens):
            return at
        auxiliaries = small_words("auxiliary")
        last = min(self.sentences[self.sentence_of[at]].last, at + MAX_APPOSITIVE_TOKENS)
        ends = (i for i in range(at, last) if self.norms[i] in _APPOSITIVE_ENDS)
        verbs = (i for i in range(at + 3, last) if self.norms[i] in auxiliaries)
        return min(next(ends, last), next(verbs, last))

    def appositive_kind(self, at: int) -> str:
        """The kind of the noun that the appositive beginning at ``at`` is about, or empty if it is none."""
        if not self._may_open_appositive(at):
            return ""
        kind = ""
        end = self.appositive_end(at)
        for norm in self.norms[self._behind_body(at, end) : end]:
            if norm in small_words("stop") or norm == "and":
                break
            if norm != "'s" and self.is_verb(norm):
                return ""
            kind = self._kind_of_noun_or_title(norm) or kind
        return kind

    def _behind_body(self, at: int, end: int) -> int:
        """Behind the name of a body with which an appositive begins: “in Torrin, Cole Hospital said”."""
        names = self.names_in(at, end)[:1]
        return next((m.last for m in names if m.first == at and m.kind == ORGANIZATION), at)

    def _may_open_appositive(self, at: int) -> bool:
        """Whether an appositive may begin with token ``at``: with a noun, a title, a name, an adjective."""
        norm = self.norms[at]
        if norm in small_words("opener") or self._kind_of_noun_or_title(norm):
            return True
        return self.is_upper(at) or norm[:1].isdigit() or norm.endswith(ADJECTIVE_ENDINGS)

    def apposed_from(self, first: int, last: int) -> int:
        """Where the noun phrase begins that ends at the comma before a name: “the operator, Poe Ferries,”.

        -1 if there is none: no comma, no determiner or owner, no noun for a source, or a list.
        """
        stop = first - MAX_TOKENS_AFTER_APPOSITIVE
        comma = next((i for i in range(first - 1, stop, -1) if not self._describes(i)), stop)
        if self.norms[comma] != "," or self.norms[last] in _LIST_GOES_ON:
            return -1
        floor = max(self.sentences[self.sentence_of[comma]].first, comma - MAX_DESCRIPTION_TOKENS)
        at = next((i for i in range(comma - 1, floor - 1, -1) if self._bounds_appositive(i)), -1)
        opens = self.is_possessive(at) or self.norms[at] in small_words("determiner")
        if opens and any(map(self._kind_of_noun_or_title, self.norms[at + 1 : comma])):
            return at
        return -1

    def _bounds_appositive(self, i: int) -> bool:
        """Whether the noun phrase before a comma does not go on to the left over token ``i``."""
        norm = self.norms[i]
        if norm in small_words("determiner"):
            if self.norms[i - 1] not in small_words("stop"):
                return True
            return is_person_noun(self.norms[i + 1]) and not noun_of(self.norms[i - 2]).kind
        if self.is_possessive(i):
            return True
        return norm in BREAKS or self.is_verb(norm)

    def is_verb(self, norm: str) -> bool:
        """Whether a word is most likely a verb: *is*, *said*."""
        return norm in self.words.soft or norm in self.words.verbs

    def _kind_of_noun_or_title(self, norm: str) -> str:
        """The kind of what a noun or a title is a word for; empty for other words."""
        kind = noun_of(norm).kind
        return "person" if not kind and norm in self.words.titles else kind

    def _describes(self, i: int) -> bool:
        """Whether token ``i`` may stand before a name to describe it: "Oldbridge police" Lt. Poe."""
        return noun_of(self.norms[i]).kind != "" or self.is_upper(i)

    def heads(self, first: int, last: int) -> list[str]:
        """The nouns an appositive is about: those not behind a preposition, each part of "X and Y" anew."""
        heads = []
        active = True
        stops = small_words("stop")
        for norm in self.norms[self._behind_body(first, last) : last]:
            if norm in ("and", "&"):
                active = True
            elif norm in stops:
                active = False
            elif active and self._kind_of_noun_or_title(norm):
                heads.append(norm)
        return heads


class Register:
    """Everyone the article names, each once, and which name mention is whose."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.entities: list[Entity] = []
        self.by_family: dict[str, list[Entity]] = {}
        self.by_given: dict[str, list[Entity]] = {}
        self.by_key: dict[tuple[str, ...], Entity] = {}
        self.by_age: dict[str, list[Entity]] = {}
        self.by_acronym: dict[str, Entity] = {}
        self.by_noun: dict[str, list[Entity]] = {}
        self.by_kin: dict[str, list[Entity]] = {}
        self.of_name: dict[int, Entity] = {}  # by the first token of the mention
        self._by_tail: dict[str, list[Entity]] = {}  # organizations by the last word of several
        self._by_inner: dict[str, list[Entity]] = {}  # by a name between the first and the last
        self.unclear: set[int] = set()  # names of one of two, by the first token: the copy tells not whose
        self._alone: dict[str, int] = {}  # how often a name stands alone
        self._bares: dict[int, tuple[str, ...]] = {}  # the words of a name, by its first token
        self._things: set[tuple[str, ...]] = set()  # names that "which" follows: nobody's
        self._by_stem: dict[str, dict[str, list[Entity]]] = {}  # family names by their first letters
        self._plural = (-1, "")  # where the last name behind a plural noun ended, and the noun
        self._full_names()
        self._given_names_joined()
        self._given_names_apposed()
        self._organizations()
        self._short_names()

    def person_at(self, at: int) -> Entity | None:
        """The person whose name begins at token ``at``, if one's does."""
        e = self.of_name.get(at)
        if e is None or e.kind is not SpeakerKind.PERSON:
            return None
        return e

    def add_noun(self, entity: Entity, noun: str) -> None:
        """Keeps that ``entity`` is called a ``noun`` (a singular), and a named one by its wider noun."""
        while noun and noun not in entity.nouns:
            entity.nouns.add(noun)
            self.by_noun.setdefault(noun, []).append(entity)
            for kin in sorted(kin_of([noun])):
                self.by_kin.setdefault(kin, []).append(entity)
            noun = wider_nouns().get(noun, "") if entity.named else ""

    def add(self, entity: Entity) -> Entity:
        """Takes up a new entity."""
        self.entities.append(entity)
        return entity

    def family_of(self, entity: Entity) -> list[Entity]:
        """The others who have the family name of ``entity``."""
        return [
            x for x in self.by_family.get(_family(entity.words), ())[:MAX_FAMILY_BEARERS] if x is not entity
        ]

    def add_titles(self, entity: Entity, first: int, last: int) -> None:
        """Keeps the titles and nouns before a name, the longest titles first: "attorney general"."""
        norms = self.article.norms
        titles = self.article.words.titles
        k = first
        while k < last:
            width = next((w for w in (3, 2) if k + w <= last and " ".join(norms[k : k + w]) in titles), 1)
            if width > 1:
                self.add_noun(entity, titles[" ".join(norms[k : k + width])])
            else:
                self.add_person_noun(entity, norms[k])
            k += width

    def add_person_noun(self, entity: Entity, norm: str) -> None:
        """Keeps a title or a noun for a person, if the word is one."""
        self.add_noun(entity, self.article.words.titles.get(norm, ""))
        known = noun_of(norm)
        if known.kind != "person" or is_plural(norm):
            return
        self.add_noun(entity, norm if norm in role_nouns() else singular(norm.rsplit("-", 1)[-1]))
        entity.take_gender(known.gender, sure=True)

    # -- full names

    def _bare_words(self, name: NameMention) -> tuple[str, ...]:
        """The words of a name without titles, marks and commas."""
        bare = self._bares.get(name.first)
        if bare is None:
            tokens = self.article.tokens[name.name : name.last]
            bare = tuple(
                [t.norm for t in tokens if (t.text[0].isalpha() or t.text[0] == "@") and t.norm != "the"]
            )
            self._bares[name.first] = bare
        return bare

    def _display(self, name: NameMention) -> str:
        return self.article.words_of(name.name, name.last)

    def _full_names(self) -> None:
        norms = self.article.norms
        for m in self.article.names:
            if norms[m.last : m.last + 2] == [",", "which"]:
                self._things.add(self._bare_words(m))
        for name in self.article.names:
            if name.kind not in (PERSON, OTHER):
                continue
            bare = self._bare_words(name)
            if len(bare) < 2 or bare[0] in words("regal_titles") or bare in self._things:
                continue
            if self._reads_as_person(name):
                self._join_person(name, bare)

    def _given_names_joined(self) -> None:
        """“Ann and Peter Daly”: the family name is both's."""
        a = self.article
        for left, right in pairwise(a.names):
            if a.norms[left.last] != "and" or not left.last + 1 == right.first == right.name:
                continue
            e = self.person_at(right.first)
            if e is not None and self._is_given_name(left):
                self._attach(left, self._relative(left, e.name.split()[-1], _family(e.words)))

    def _given_names_apposed(self) -> None:
        """“Poe's husband, Peter, ...”, “Tom Poe left. His wife, Ida, ...”: the family name is the owner's."""
        a = self.article
        for owner, name in pairwise(a.names):
            noun = noun_of(a.norms[name.first - 2])
            if "relative" not in noun.kin or not self._is_given_name(name):
                continue
            family = a.tokens[owner.last - 1]
            begin = a.apposed_from(name.first, name.last)
            his = a.norms[begin] == "his" and begin - owner.last < WINDOW_OWNER_TOKENS
            if (his or owner.last == begin) and family.norm in self.by_family:
                e = self._relative(name, family.text, family.norm)
                e.take_gender(noun.gender, sure=True)
                self._attach(name, e)

    def _is_given_name(self, name: NameMention) -> bool:
        """Whether a name is a given name alone, and nobody's family name."""
        word = self.article.norms[name.first]
        if not _stands_alone(name):
            return False
        return word in self.article.words.given and word not in self.by_family

    def _relative(self, name: NameMention, family: str, key: str) -> Entity:
        """Who has a given and a family name, new if the article has not named such a one."""
        given = self.article.tokens[name.first]
        for e in self.by_family.get(key, ())[:MAX_FAMILY_BEARERS]:
            if e.words[0] == given.norm:
                return e
        e = self._new_person(f"{given.text} {family}", (given.norm, key))
        e.gender = self.article.words.given[given.norm].replace("u", "")
        return e

    def _new_person(self, name: str, bare: tuple[str, ...]) -> Entity:
        """Takes up a person not named before, to be found by each of the names."""
        e = self.add(Entity(SpeakerKind.PERSON, name, bare, named=True))
        self._add_family(_family(bare), e)
        if len(bare) > 1:
            self.by_given.setdefault(bare[0], []).append(e)
        if not self._has_common_word(bare[-1:]):  # not "the Jane Roe Show"
            for word in bare[1:-1]:
                if len(word) > 2 and word not in self.article.words.given:
                    self._by_inner.setdefault(word, []).append(e)  # López Obregón
        return e

    def _join_person(self, name: NameMention, bare: tuple[str, ...]) -> None:
        """Attaches a full name to the person whose it is, new if the article has not named them yet."""
        e = next((e for e in self._bearers(bare) if one_person(e.words, bare)), None)
        if e is None:
            self._attach(name, self._new_person(self._display(name), bare))
            return
        self._rename(e, name, bare)
        if e not in self.by_family.get(_family(bare), ()):
            self._add_family(_family(bare), e)
        self._attach(name, e)

    def _bearers(self, bare: Sequence[str]) -> list[Entity]:
        """Persons who have the family name, the given name, or a family name a letter off."""
        family = _family(bare)
        like = (es[:MAX_NAMESAKES] for name, es in self._families_like(family) if is_slip(name, family))
        known = [
            self.by_family.get(family, ())[:MAX_FAMILY_BEARERS],
            self.by_given.get(bare[0], ())[:MAX_NAMESAKES],
            *like,
        ]
        return list({id(e): e for es in known for e in es}.values())

    def _rename(self, entity: Entity, name: NameMention, bare: tuple[str, ...]) -> None:
        """Gives ``entity`` the name as it stands here, if that is fuller, or as full and earlier."""
        first = next(iter(entity.full_mentions), 0)
        given = (
            (len(bare[0]), len(entity.words[0])) if bare[1:] == entity.words[1:] else (0, 0)
        )  # Kenneth, Ken
        if (_parts(bare), given[0], first) > (_parts(entity.words), given[1], name.first):
            entity.words, entity.name = bare, self._display(name)

    def _reads_as_person(self, name: NameMention) -> bool:
        """Whether a name is a person's, by itself or by an age, "who", a role before or behind it."""
        if name.kind == PERSON:
            return True
        a = self.article
        before, (after, following, mark) = a.norms[name.first - 1], a.norms[name.last : name.last + 3]
        if before == "the" or self._is_where(name) or name.kind == PLACE:
            return False
        if name.last - name.first == 1 and a.is_common_plural(a.norms[name.first]):
            return False
        if a.norms[name.last + (after == ",")] == "who":
            return True
        if is_person_noun(before) and before not in _ALSO_BODIES:
            return True
        aged = after == "," and following.isdigit() and mark in (",", ".")
        if aged:
            return True
        return self._appositive(name) == "person" or self._is_apposed_to_person(name)

    def _is_apposed_to_person(self, name: NameMention) -> bool:
        """“Her husband, Olav,”: whether a name stands behind a word for a person, no body."""
        norms, noun = self.article.norms, name.first - 2
        person = noun_of(norms[noun]).kind == "person" and norms[noun] not in PERSONS_OR_BODIES
        return norms[noun + 1] == "," and person and self.article.apposed_from(name.first, name.last) >= 0

    def _attach(self, name: NameMention, entity: Entity) -> None:
        """Takes ``name`` for a mention of ``entity`` and keeps what it tells."""
        a = self.article
        self.of_name[name.first] = entity
        entity.count += 1
        if name.last - name.first > 1 and self._acts_as(name):
            entity.acts.append(name.first)
        if entity.kind_is_guess and entity.words not in self._things and self._reads_as_person(name):
            entity.kind, entity.kind_is_guess = SpeakerKind.PERSON, False
        person = entity.kind is SpeakerKind.PERSON
        begin = a.starts[name.name if person else name.first]
        entity.mentions.append(Span(begin, a.tokens[name.last - 1].end))
        self._apposed(name, entity)
        if person:
            self._attach_person(name, entity)
        elif name.kind == OTHER:
            entity.place |= a.norms[name.first - 1] in _LOCATION_PREPOSITIONS
            entity.kind_is_guess &= not self._has_its_own(name)
        if entity.kind is SpeakerKind.ORGANIZATION and name.kind != PLACE:
            self._before_body(name, entity)

    def _attach_person(self, name: NameMention, entity: Entity) -> None:
        """Keeps what a name tells of the person whose it is, and what stands beside it."""
        a = self.article
        if name.last - name.name > 1 and not a.quiet[a.sentence_of[name.first]]:
            entity.full_mentions.append(name.first)
        if a.norms[name.last + a.is_possessive(name.last)] in _CAMPAIGNS:
            entity.is_candidate = True
        by_honorific = bool(a.words.honorifics.get(name.honorific))
        entity.take_gender(name.gender, sure=by_honorific)
        self.add_titles(entity, name.first, name.name)
        self.add_person_noun(entity, name.honorific)
        self._nouns_before(name, entity)
        self._beside(name, entity)
        self._age_and_death(name, entity)
        self._predicated(name, entity)
        stop = a.appositive_end(name.last + 1)
        if self._appositive(name, _OPEN_APPOSITIVE) == "person":
            entity.descriptions.append(a.words_of(name.last + 1, stop))
            for norm in a.heads(name.last + 1, stop):
                self.add_person_noun(entity, norm)

    def _predicated(self, name: NameMention, entity: Entity) -> None:
        """“Poe is a teacher”, “Poe, 34, who has worked as a nurse”: the noun that the sentence gives him.

        So do “his successor is Poe” and, as a successor, “Poe will succeed Daly”.
        """
        a = self.article
        if a.norms[name.first - 1] in _IDENTIFYING and not a.is_possessive(name.last):
            self.add_person_noun(entity, a.norms[name.first - 2])
        if not _SUCCEEDING.isdisjoint(a.norms[name.last : name.last + WINDOW_SUCCEEDING_TOKENS]):
            self.add_noun(entity, "successor")
        last = min(name.last + WINDOW_PREDICATE_TOKENS, len(a.tokens))
        at = next((i for i in range(name.last, last) if not _leads_to_predicate(a.norms[i])), last)
        if a.inside[name.first] or _BEING.isdisjoint(a.norms[name.last : at]):
            return
        ends = (i for i in range(at, last) if a.norms[i] in a.words.closed or a.norms[i] in BREAKS)
        for norm in a.heads(at, next(ends, last)):
            self.add_person_noun(entity, norm)

    def _acts_as(self, name: NameMention) -> bool:
        """Whether a name is one who acts: it opens a sentence, or is beside a verb or a source."""
        a = self.article
        before, after = a.norms[name.first - 1], a.norms[name.last]
        if not a.words.verbs.isdisjoint((before, after)):
            return True
        if name.first == a.sentences[a.sentence_of[name.first]].first:
            return True
        if before in small_words("stop") or a.is_possessive(name.last):
            return False
        return a.cited[name.first]

    def _apposed(self, name: NameMention, entity: Entity) -> None:
        """“The operator, Poe Ferries,”: what stands before the comma describes the name."""
        a = self.article
        start = a.apposed_from(name.first, name.last)
        if start < 0:
            return
        start += a.is_possessive(start)
        comma = next(i for i in range(name.first - 1, start, -1) if a.norms[i] == ",")
        heads = a.heads(start, comma)
        kinds = {"organization" if head in _NAMED_GROUPS else noun_of(head).kind for head in heads}
        if entity.kind_is_guess and kinds == {"organization"}:
            entity.kind, entity.kind_is_guess = SpeakerKind.ORGANIZATION, False
        if not kinds <= _KINDS_OF_DESCRIPTIONS.get(entity.kind, frozenset()):
            return
        if entity.kind is SpeakerKind.PERSON:
            entity.descriptions.append(a.words_of(self._with_owner(start), comma))
            for head in heads:
                self.add_person_noun(entity, head)
        else:
            for head in heads:
                self.add_noun(entity, singular(head))

    def _with_owner(self, start: int) -> int:
        """Where a description begins with the owner: "Poe's" before "husband", "the port's" before "head"."""
        a = self.article
        if start < 2 or not a.is_possessive(start - 1):
            return start
        owner = next((m.first for m in a.names_in(start - 2, start - 1)), start - 2)
        return max(0, owner - (a.norms[owner - 1] in small_words("determiner")))

    def _nouns_before(self, name: NameMention, entity: Entity) -> None:
        """Role nouns right before the name; a plural one holds for all names it stands before."""
        a = self.article
        k = name.first - 1
        if a.norms[k] in ("and", ",") and self._plural[0] == k:
            self.add_noun(entity, self._plural[1])
            self._plural = (name.last, self._plural[1])
        begin = a.sentences[a.sentence_of[name.first]].first
        people = list(takewhile(_is_for_people, a.norms[max(begin, name.first - 3) : name.first][::-1]))
        if people and is_plural(people[0]):
            self._plural = (name.last, singular(people[0]))
            self.add_noun(entity, self._plural[1])
        for norm in people:
            self.add_person_noun(entity, norm)

    def _before_body(self, name: NameMention, entity: Entity) -> None:
        """“The brewer Sundby”, “Denmark's Sundby”: keeps what a body is and where it is from."""
        a = self.article
        noun = self._body_noun(name)
        self.add_noun(entity, noun)
        if all((noun, a.norms[name.last].isdigit(), a.norms[name.last + 1] in _APPOSITIVE_ENDS)):
            entity.name = a.words_of(name.name, name.last + 1)  # "the group Section 9"
        nations = a.words.demonyms | a.words.places
        entity.traits.update(a.norms[i] for i in self._words_before(name) if a.norms[i] in nations)

    def _body_noun(self, name: NameMention) -> str:
        """The noun for a body before a name: “the brewer Sundby”; not “told the court Sundby had ...”."""
        a = self.article
        noun = a.norms[name.first - 1]
        if noun_of(noun).kind != "organization":
            return ""
        addressed = not a.words.verbs.isdisjoint(a.norms[max(0, name.first - 4) : name.first - 1])
        modifies = noun_of(a.norms[name.last]).kind  # "a campaign TV ad"
        barred = (addressed, modifies, name.gender, is_plural(noun), a.is_upper(name.first - 1))
        return "" if any(barred) else noun

    def _beside(self, name: NameMention, entity: Entity) -> None:
        """Party, place and office beside the name: by these "the Vermont senator" is told from another."""
        a = self.article
        for index in self._words_before(name):
            norm = a.norms[index]
            if norm in parties():
                entity.parties.add(parties()[norm])
            if a.is_upper(index) and norm not in a.words.titles:
                entity.traits.add(norm)
        if not kin_of(entity.nouns).isdisjoint(KIN_OF_PERFORMERS):
            for nation in entity.traits & a.words.demonyms:
                self.add_noun(entity, nation)  # "the Portuguese"
        mark, following = a.norms[name.last], a.norms[name.last + 1]
        seat = following[:1] if following[:2] in _SEATS else following  # "R-Iowa"
        if mark == "(" or seat != following:
            entity.parties.update(parties()[x] for x in (seat, seat[:1]) if x in parties())
        elif mark == "of" or (mark == "," and following in parties()):
            entity.traits.update(n for n in a.norms[name.last + 1 : name.last + 6] if n[:1].isalpha())

    def _words_before(self, name: NameMention) -> Iterator[int]:
        """The words that stand before a name and may tell of it, from the last back."""
        a = self.article
        begin = a.sentences[a.sentence_of[name.first]].first
        for index in range(name.name - 1, max(begin, name.name - _MAX_WORDS_BEFORE_NAME) - 1, -1):
            norm = a.norms[index]
            if norm == "'s" and a.norms[index - 1] in a.words.places:
                yield index - 1  # "Sweden's Elin Holt"
            if any((norm in a.words.closed, norm in a.words.soft, not norm[0].isalpha())):
                return
            another = norm in a.words.verbs or norm in self.by_family or norm.endswith("ed")
            if another and index < name.first:
                return
            yield index

    def _age_and_death(self, name: NameMention, entity: Entity) -> None:
        """The age beside the name, and whether the copy tells of the death of one who is family to others."""
        norms = self.article.norms
        mark, following = norms[name.last], norms[name.last + 1]
        before = norms[name.first - 1]
        if mark in (",", "(") and following.isdigit():
            self._add_age(entity, following)
        elif before.endswith("-year-old"):
            self._add_age(entity, before.split("-", 1)[0])
        behind = norms[name.last : name.last + WINDOW_DEATH_TOKENS] if mark == "," else []
        if before == "late" or ("who", "died") in pairwise(behind):
            entity.dead = True

    def _add_age(self, entity: Entity, age: str) -> None:
        if not entity.age:
            entity.age = age
            self.by_age.setdefault(age, []).append(entity)

    # -- organizations

    def _national_bodies(self) -> None:
        """“Russia's Foreign Ministry”, “the Ukrainian Foreign Ministry”: each its nation's."""
        a = self.article
        names = {m.last: m for m in a.names}
        for mention in a.names:
            bare = self._bare_words(mention)
            if mention.kind != ORGANIZATION or not bare:
                continue
            found = national_body(mention, bare, a.norms, names)
            if found is None:
                continue
            key = (found.nation, "'s", *found.body)
            e = self.by_key.get(key)
            if e is None:
                name = a.words_of(found.first, mention.last)
                e = self.by_key[key] = self.add(Entity(SpeakerKind.ORGANIZATION, name, bare, named=True))
                self._add_body_nouns(e, found.body)
            self._attach(mention, e)

    def _organizations(self) -> None:
        a = self.article
        self._national_bodies()
        for name in self._nobodys(lambda m: m.first - m.last):  # long names before their short forms
            bare = self._bare_words(name)
            if self._lends_its_name(name, bare):
                noun = a.norms[name.last]
                e = self.organization((*bare, noun), a.words_of(name.first, name.last + 1))
                e.mentions.append(Span(a.starts[name.first], a.tokens[name.last].end))
                self.add_noun(e, noun)
            if name.kind != ORGANIZATION or not bare:
                continue
            if bare[1:] or bare[0] not in self.by_family or a.norms[name.first - 1] == "the":
                e = self._by_last_words(name, bare) or self.organization(bare, self._display(name))
                self._attach(name, e)
                self._first_word(bare, e)

    def _lends_its_name(self, name: NameMention, bare: tuple[str, ...]) -> bool:
        """“The Acme board”: whether a noun behind a name makes it a body's; not “the Danish company”."""
        a = self.article
        known = noun_of(a.norms[name.last])
        if known.kind != "organization" or a.is_upper(name.last) or not bare:
            return False
        return "company" not in known.kin or not a.words.demonyms.issuperset(bare)

    def organization(self, key: tuple[str, ...], name: str) -> Entity:
        """The organization of that name, new if it is."""
        short = key[0].replace(".", "") if len(key) == 1 else ""
        e = self.by_key.get(key) or self.by_acronym.get(short)
        if e is not None:
            return e
        e = self.add(Entity(SpeakerKind.ORGANIZATION, name, key, named=True))
        self.by_key[key] = e
        self._add_body_nouns(e, key)
        if len(key) > 1 and key[-1] in self.article.words.org_last:
            self._by_tail.setdefault(key[-1], []).append(e)
        if short in acronyms():
            full, noun = acronyms()[short]
            self.add_noun(e, noun)
            self._add_body_nouns(e, full)
            self.by_key.setdefault(full, e)
        self._shorten(key, e)
        return e

    def _by_last_words(self, name: NameMention, bare: tuple[str, ...]) -> Entity | None:
        """“The Sentinel”, “the Sheriff's Office”, “the club Rovers”: the only body whose name ends so."""
        if self.article.norms[name.first - 1] != "the" and not self._body_noun(name):
            return None
        longer = [e for e in self._by_tail.get(bare[-1], ()) if e.words[-len(bare) :] == bare != e.words]
        return longer[0] if len(longer) == 1 else None

    def _add_body_nouns(self, entity: Entity, key: Sequence[str]) -> None:
        """Keeps the nouns in the name of an organization: a ministry may be taken up as "the ministry"."""
        for word in key:
            for noun in body_nouns().get(word, ()):
                self.add_noun(entity, noun)
            if word in CORPORATE:
                self.add_noun(entity, "company")
            elif noun_of(word).kind in ("organization", "group"):
                self.add_noun(entity, singular(word))
        if len(key) > 1 and key[-1] in self.article.small and not noun_of(key[-1]).kind:
            self.add_noun(entity, key[-1])  # the Housing Inspectorate: "the inspectorate"

    def _first_word(self, key: tuple[str, ...], entity: Entity) -> None:
        """The first word of a name may stand for it, if it is nothing else: "Acme" of Acme Foods."""
        w = self.article.words
        first = key[0]
        if len(key) not in (2, 3) or noun_of(first).kind:
            return
        others = (w.places, w.demonyms, w.given, self.by_family, family_names(), self.article.small)
        if not any(first in words for words in others):
            self.by_key.setdefault(key[:1], entity)

    def _shorten(self, key: tuple[str, ...], entity: Entity) -> None:
        """What the copy may call it for short: "Acme" of "Acme Inc.", initials, the words before "for"."""
        if len(key) > 1 and key[-1] in CORPORATE:
            self.by_key.setdefault(key[:-1], entity)
        join = next((n for n, word in enumerate(key) if word in _BODY_NAME_JOINERS), 0)
        if join > 1:
            self.by_key.setdefault(key[:join], entity)
        initials = "".join(w[0] for w in key if w not in self.article.words.closed)
        if len(initials) > 1:
            self.by_acronym.setdefault(initials, entity)

    # -- short names

    def _short_names(self) -> None:
        """Names of one word and the rest: short for somebody, or names in their own right."""
        self._count_first_names()
        for name in self._nobodys(self._short_name_order):
            bare = self._bare_words(name)
            if bare and not self._is_adjective(name, bare):
                self._attach(name, self._whose(name, bare))

    def _nobodys(self, order: Callable[[NameMention], int | tuple[bool, ...]]) -> Iterator[NameMention]:
        """The names, but titles, that are nobody's when their turn comes."""
        for name in sorted(self.article.names, key=order):
            if name.kind != TITLE and name.first not in self.of_name:
                yield name

    def _whose(self, name: NameMention, bare: tuple[str, ...]) -> Entity:
        """Whose a short name is: somebody's named in full, or its own."""
        e = self._person_by(bare, name) or self.by_key.get(bare)
        if e is None:
            return self._by_short_form(name, bare) or self._name_in_own_right(name, bare)
        if e.kind is SpeakerKind.PERSON:
            self._rename(e, name, bare)
        return e

    def _by_short_form(self, name: NameMention, bare: tuple[str, ...]) -> Entity | None:
        """The organization that one word is short for: its initials, or the last word."""
        if len(bare) > 1:
            return None
        return self.by_acronym.get(bare[0].replace(".", "")) or self._by_last_words(name, bare)

    def _is_adjective(self, name: NameMention, bare: tuple[str, ...]) -> bool:
        """Whether a name is a nation's adjective, not somebody's family name as in “Black said”."""
        a = self.article
        if name.kind != OTHER or not a.words.demonyms.issuperset(bare):
            return False
        return bare[0] not in self.by_family or not a.cited[name.first]

    def _short_name_order(self, name: NameMention) -> tuple[bool, bool, bool]:
        """The order in which short names are looked at: "Pope Francis", then longer ones, "Mr. Poe"."""
        return (
            name.honorific not in words("regal_titles"),
            len(self._bare_words(name)) < 2,
            name.kind != PERSON,
        )

    def _count_first_names(self) -> None:
        """Keeps who is called by the given name alone."""
        a = self.article
        for name in a.names:
            word = a.norms[name.first]
            if not _stands_alone(name) or name.first in self.of_name:
                continue
            self._alone[word] = self._alone.get(word, 0) + 1
            bearers = self.by_given.get(word, ())
            if len(bearers) == 1 and not a.inside[name.first] and a.norms[name.first - 1] != "the":
                bearers[0].first_name_mentions += word not in self.by_family

    def _name_in_own_right(self, name: NameMention, bare: tuple[str, ...]) -> Entity:
        """A name that is short for no other."""
        if bare not in self._things and self._reads_as_person(name):
            return self._new_person(self._display(name), bare)
        kind = self._kind(name, bare)
        if kind is SpeakerKind.PERSON:
            e = self._new_person(self._display(name), bare)
            family = family_names() if len(bare) == 1 else {}
            e.gender = family.get(bare[0], "")
            e.kind_is_guess = bare[0] not in family
        else:
            plural = kind is SpeakerKind.GROUP
            e = self.add(Entity(kind, self._display(name), bare, named=True, plural=plural))
            e.kind_is_guess = name.kind == OTHER
        e.place = name.kind == PLACE
        self.by_key[bare] = e
        if kind is not SpeakerKind.ORGANIZATION or not is_person_noun(bare[-1]):
            self.add_noun(e, singular(bare[-1]) if noun_of(bare[-1]).kind else "")
        if kind is SpeakerKind.ORGANIZATION and bare[-1] in self._body_words(bare):
            self._add_body_nouns(e, bare)
            self._by_tail.setdefault(bare[-1], []).append(e)
        if self._appositive(name) == "organization":
            stop = self.article.appositive_end(name.last + 1)
            e.descriptions.append(self.article.words_of(name.last + 1, stop))
            for norm in self.article.heads(name.last + 1, stop):
                self.add_noun(e, singular(norm))
        return e

    def _appositive(self, name: NameMention, marks: Collection[str] = (",",)) -> str:
        """The kind of the noun of the appositive behind a name and a mark; empty if there is none."""
        a = self.article
        source = a.cited[name.last + 1 : name.last + 2] == [True] and not a.cited[name.first]
        if a.norms[name.last] not in marks or source:
            return ""  # "in Tarn, the police said"
        return a.appositive_kind(name.last + 1)

    def _body_words(self, bare: tuple[str, ...]) -> Collection[str]:
        """The words that make a name a body's if it ends in one: of several words only."""
        return body_nouns() if len(bare) > 1 else ()

    def _kind(self, name: NameMention, bare: tuple[str, ...]) -> SpeakerKind:
        """The best guess of what an unknown name names: an organization, unless something tells otherwise."""
        a = self.article
        if bare in self._things:
            return SpeakerKind.ORGANIZATION
        if name.kind != OTHER or "&" in a.norms[name.name : name.last]:
            return SpeakerKind.ORGANIZATION
        one = bare[0][:-1]
        if (bare == (f"{one}s",) and one in self.by_family) or a.is_common_plural(bare[-1]):
            return SpeakerKind.GROUP  # "the Dalys"
        if self._body_noun(name) or self._appositive(name) == "organization":
            return SpeakerKind.ORGANIZATION
        if self._stands_as_body(name, bare):
            return SpeakerKind.ORGANIZATION
        if noun_of(bare[-1]).kind == "document" and not name.gender:
            return SpeakerKind.DOCUMENT
        if name.gender or bare[0].startswith("@") or bare[-1] in family_names():
            return SpeakerKind.PERSON
        if len(bare) == 1 or self._has_common_word(bare):
            return SpeakerKind.ORGANIZATION
        return SpeakerKind.PERSON

    def _stands_as_body(self, name: NameMention, bare: tuple[str, ...]) -> bool:
        """Whether a name is a body's by its words or by where it stands: “the X”, “in X”, “X and its”."""
        if len(bare) > 3 or self.article.norms[name.first - 1] == "the":
            return True
        if not self.article.words.demonyms.isdisjoint(bare) or bare[-1] in self._body_words(bare):
            return True
        return self._is_where(name) or self._has_its_own(name)

    def _is_where(self, name: NameMention) -> bool:
        """Whether the name stands as a place does: "in X", "Poe of X"."""
        a = self.article
        before = a.norms[name.first - 1]
        if before == "of":
            return a.is_upper(name.first - 2)
        return before in _LOCATION_PREPOSITIONS

    def _has_its_own(self, name: NameMention) -> bool:
        """Whether the name is the subject of what it does with its own: *Acme Tools cut its forecast*."""
        a = self.article
        last = min(name.last + WINDOW_OWN_TOKENS, len(a.tokens))
        its = next((i for i in range(name.last + 1, last) if a.norms[i] == "its"), -1)
        if its < 0 or a.norms[name.first - 1] in small_words("stop"):
            return False
        between = range(name.last, its)
        if any(map(a.is_upper, between)) or not BREAKS.isdisjoint(a.norms[name.last : its]):
            return False
        return not any(a.inside[name.last : its])

    def _has_common_word(self, bare: Sequence[str]) -> bool:
        """Whether a word of the name is one of the language: "Western Journalism", "Hedge Funds"."""
        if any(w.endswith(_COMMON_ENDINGS) or singular(w) in role_nouns() for w in bare):
            return True
        return not self.article.small.isdisjoint(bare)

    def _person_by(self, bare: tuple[str, ...], name: NameMention) -> Entity | None:
        """Whom a short name means: by family name, by given name, by the end of the name."""
        fits = self._of_sex(self._bearers_of(bare, name), bare, name)
        if not fits and len(bare) == 1 and name.kind == OTHER:
            fits = [e for family, es in self._families_like(bare[0]) for e in es if is_slip(family, bare[0])]
        return self._of_several(fits, name) if len(fits) > 1 else next(iter(fits), None)

    def _bearers_of(self, bare: tuple[str, ...], name: NameMention) -> list[Entity]:
        """Those who have such a name: the family name first, else the given or an inner one."""
        regal = words("regal_titles")
        if len(bare) > 1:
            fits = [e for e in self._bearers(bare) if one_person(e.words, bare)]
            by_given = bare[1] if bare[0] in regal else ""
            return fits or self.by_given.get(by_given, [])[:MAX_FAMILY_BEARERS]
        tables = [self.by_family]
        if name.honorific in regal or bare[0] not in self.by_family:
            tables.append(self.by_given)
        if name.kind == OTHER or name.name > name.first:
            tables.append(self._by_inner)
        return next((table[bare[0]] for table in tables if bare[0] in table), [])[:MAX_FAMILY_BEARERS]

    def _of_sex(self, fits: list[Entity], bare: tuple[str, ...], name: NameMention) -> list[Entity]:
        """Those of the sex that the form of address tells: "Mr. Daly" is not Ann Daly."""
        sex = self.article.words.honorifics.get(name.honorific, "")
        if name.name > name.first:
            sex = sex or family_names().get(bare[-1], "")
        if not sex:
            return fits
        fits = [e for e in fits if may_be_of_sex(e, sex)]
        return [e for e in fits if e.gender == sex] or fits

    def _of_several(self, fits: list[Entity], name: NameMention) -> Entity:
        """Which of several of one family name is meant: each rule leaves those whom it allows, if any."""
        rules = (
            self._of_office,
            self._of_full_name,
            self._not_only_whole,
            self._by_age,
            self._of_sex_behind,
        )
        for rule in rules:
            fits = rule(fits, name) or fits
        if self._named_together(fits, name):
            self.unclear.add(name.first)
        acting = self._last_named_as_subject(fits, name, WINDOW_FULL_NAME_SENTENCES)
        at = self.article.starts[name.first]
        return acting or max(fits, key=lambda e: (e.mentions[0].start < at, e.count))

    def _of_office(self, fits: list[Entity], name: NameMention) -> list[Entity]:
        """“Mayor Daly”, “Daly, the mayor,”: those who are called so."""
        a = self.article
        offices = {a.words.titles.get(n, n) for n in a.norms[name.first : name.name]}
        if a.norms[name.last] == ",":
            offices.update(a.heads(name.last + 1, a.appositive_end(name.last + 1)))
        return [e for e in fits if e.nouns & offices]

    def _of_full_name(self, fits: list[Entity], name: NameMention) -> list[Entity]:
        """“Will said”: Sid Will, though Mrs. Will is named; rather the story's than a byline's."""
        whole = [e for e in fits if len(e.words) > 1 or name.honorific]
        return [e for e in whole if e.full_mentions] or whole

    def _not_only_whole(self, fits: list[Entity], name: NameMention) -> list[Entity]:
        """Those who are alive and whom the story does not always name in full, or by the given name."""
        alone = self._alone.get(_family(fits[0].words), 0)
        acted = self._last_named_as_subject(fits, name, WINDOW_ACTED_SENTENCES)
        whole = [e for e in fits if len(e.full_mentions) > max(alone, _ALWAYS_WHOLE - 1)]
        others = [e for e in fits if e is acted or e not in whole]
        return [e for e in others if not e.dead and e.first_name_mentions <= alone] or others

    def _of_sex_behind(self, fits: list[Entity], name: NameMention) -> list[Entity]:
        """“Daly said (that) she”: those of that sex."""
        verb, *said = self.article.norms[name.last : name.last + 3]
        if verb not in self.article.words.verbs:
            return []
        sex = next((_SEXES[n] for n in said if n in _SEXES), "-")
        return [e for e in fits if e.gender == sex]

    def _by_age(self, fits: list[Entity], name: NameMention) -> list[Entity]:
        """Whom “the younger Daly” or “the elder Daly” means, by kin or age; nobody if neither tells."""
        before = self.article.norms[name.first - 1]
        if before not in _COMPARED_AGES:
            return []
        young = [e for e in fits if e.nouns & _YOUNGER_KIN]
        old = [e for e in fits if e.nouns & _ELDER_KIN] or self._oldest(fits)
        wanted, others = (young, old) if before == "younger" else (old, young)
        return wanted or [e for e in fits if others and e not in others]

    def _oldest(self, fits: list[Entity]) -> list[Entity]:
        """Who is the oldest of several, if each one's age is told, or one who is old."""
        aged = [e for e in fits if e.age.isdigit()]
        oldest = max(aged, key=lambda e: int(e.age), default=None)
        if oldest is None or (len(aged) < len(fits) and int(oldest.age) < _OLD_AGE):
            return []
        return [oldest]

    def _named_together(self, fits: Sequence[Entity], name: NameMention) -> bool:
        """“Tom Daly and Ann Daly met. Daly said”: whether two were last named in full side by side."""
        a = self.article
        last = sorted(e.full_mentions[k - 1] for e in fits if (k := bisect_left(e.full_mentions, name.first)))
        if not len(fits) == len(last) == 2 or a.sentence_of[last[0]] != a.sentence_of[last[1]]:
            return False
        between = a.norms[a.names_in(last[0], last[0] + 1)[0].last : last[1]]
        return "and" in between and len(between) < MAX_TOKENS_BETWEEN_PAIR

    def _last_named_as_subject(self, fits: Sequence[Entity], name: NameMention, reach: int) -> Entity | None:
        """Of several of one family name, who was named in full as one who acts within ``reach`` sentences."""
        sentence_of = self.article.sentence_of
        best, found = sentence_of[name.first] - reach - 1, None
        for entity in filter(self._has_given_name, fits):
            before = bisect_left(entity.acts, name.first)
            for last in entity.acts[:before][-1:]:
                if sentence_of[last] > best:
                    best, found = sentence_of[last], entity
        return found

    def _has_given_name(self, entity: Entity) -> bool:
        """Whether a name begins with a given name, as far as can be seen: *Faye Pruitt*; not *Acting Poe*."""
        first = entity.words[0]
        if first in self.article.words.given:
            return True
        return first not in self.article.small and not noun_of(first).kind

    def _families_like(self, word: str) -> list[tuple[str, list[Entity]]]:
        """Family names that begin with the same three letters."""
        found = self._by_stem.get(word[:_NAME_STEM], {})
        return list(found.items())[:MAX_FAMILY_BEARERS]

    def _add_family(self, family: str, entity: Entity) -> None:
        """Keeps ``entity`` under a family name."""
        self.by_family.setdefault(family, []).append(entity)
        self._by_stem.setdefault(family[:_NAME_STEM], {})[family] = self.by_family[family]


def _leads_to_predicate(norm: str) -> bool:
    """Whether a word may stand between a name and what it is said to be: *, 34, who has been*."""
    return norm in _BEFORE_PREDICATE or norm.isdigit()


def _is_for_people(norm: str) -> bool:
    """Whether a word is a noun for a person or for several."""
    return noun_of(norm).kind == "person"


def _stands_alone(name: NameMention) -> bool:
    """Whether a name is one word, of which nothing tells what it names."""
    return name.kind == OTHER and name.last - name.first == 1


def _family(bare: Sequence[str]) -> str:
    """The family name: the last word that is no suffix."""
    return next((w for w in reversed(bare) if w not in SUFFIXES), bare[-1])


def _parts(name: Sequence[str]) -> int:
    """How many names a name is made of."""
    return len(name) + sum("-" in word for word in name[-1:])
