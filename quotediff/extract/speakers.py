"""Who the sources are: mentions to speakers, over the whole article.

A sieve of small rules, the surest first (``RULES``): each looks at one source as the copy has it and
either names the speaker or passes. The first that answers wins and its name is the reason of the link.
Sources are taken in text order, so what a rule finds is there for the rules of later sources.

Pronouns go to the most salient person they may mean: every mention has a weight by its place in the
sentence, and the weight fades by the sentence (after Lappin and Leass, "An algorithm for pronominal
anaphora resolution", 1994). The narrator's pronouns do not look into quoted words.

The work is linear in the tokens and the sources: candidates are the last ``_WINDOW`` mentions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from quotediff.extract.mentions import (
    ORGANIZATION,
    OTHER,
    PERSON,
    PLACE,
    REGAL,
    SUFFIXES,
    TITLE,
    NameMention,
    NameWords,
    find_names,
    is_capitalized,
    name_words,
)
from quotediff.lang.lexicon import rows, words
from quotediff.model import Document, Role, Speaker, SpeakerKind
from quotediff.text.sentences import Sentence
from quotediff.text.spans import Span
from quotediff.text.tokens import Token

_WINDOW = 40  # mentions that a pronoun may look back over
_REACH = 8  # sentences that it may look back over
_EDGES = frozenset("\" “ ” `` '' , ; : . - – — -- ( ) [ ] …".split()) | {"'", "‘", "’"}
_BREAKS = frozenset({",", ";", "—", "–", "--", "(", ")", "[", "]", "-"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "where", "when"})
_DEFINITE = frozenset({"the", "that", "this", "those", "these", "both"})
_PREPOSITIONS = frozenset(
    "of with at from in for by to on about inside outside within near among across against between"
    " around over under behind after before during into like on-board aboard through without toward"
    " towards including representing campaigning seeking involved familiar briefed close speaking working"
    " following backing supporting opposed interviewed contacted reached living based calling"
    " who that which".split()
)
_ADVERBS = frozenset("even only also just still perhaps maybe and but yet both then so".split()) - {"both"}
_QUANTITIES = frozenset("half part parts much most some all portion bit lot majority number".split())
_QUIET_ROLES = frozenset(
    {Role.CAPTION, Role.CONTRIBUTOR, Role.FURNITURE, Role.HEADER, Role.NOTE, Role.BYLINE, Role.BREAK}
)


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One source to resolve.

    ``spans`` is the source as attributed, empty where none is stated; ``sentence`` an index into the
    sentences; ``cue`` the words of saying; ``contents`` the words said.
    """

    spans: tuple[Span, ...]
    sentence: int
    cue: Span | None
    contents: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who the sources are.

    ``speakers`` have ids s1, s2, ... in order of first mention. ``links`` and ``reasons`` run parallel to
    the sources: the speaker's id, or None, and the name of the rule that linked it.
    """

    speakers: tuple[Speaker, ...]
    links: tuple[str | None, ...]
    reasons: tuple[str, ...]


def resolve(
    document: Document,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    quoted: Sequence[Span],
    sources: Sequence[SourceMention],
) -> Resolution:
    """Links every source to a speaker.

    Args:
        document: the article.
        tokens: of all its paragraphs, in text order.
        sentences: over the same tokens.
        quoted: stretches between quotation marks, anywhere, in text order.
        sources: what is to be resolved, in any order.
    """
    article = _Article(document, tokens, sentences, quoted, sources)
    return _Sieve(article).run()


# --- what is known of nouns ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Noun:
    kind: str
    gender: str
    kin: frozenset[str]


@cache
def _nouns() -> dict[str, _Noun]:
    """Role nouns by their singular; the first line of a noun tells its kind, all lines its kin."""
    nouns: dict[str, _Noun] = {}
    for noun, kind, gender, kin in rows("role_nouns", 4):
        known = nouns.get(noun)
        if known is None:
            nouns[noun] = _Noun(kind, gender.replace("-", ""), frozenset({kin}))
        else:
            nouns[noun] = _Noun(known.kind, known.gender, known.kin | {kin})
    return nouns


@cache
def _pronouns() -> dict[str, tuple[str, str, str]]:
    """Pronoun to person, number, gender; empty where open."""
    return {
        p: (person, number.replace("-", ""), gender.replace("-", ""))
        for p, person, number, gender in rows("pronouns", 4)
    }


@cache
def _acronyms() -> dict[str, tuple[tuple[str, ...], str]]:
    """Short names to the words of the full one and the noun that takes it up."""
    return {short: (tuple(full.split()), noun) for short, full, noun in rows("acronyms", 3)}


@cache
def _surnames() -> dict[str, str]:
    """Family names of people whom articles name by nothing else, and their gender."""
    return {name: sex for name, sex in rows("family_names", 2)}


@cache
def _utterances() -> frozenset[str]:
    return words("utterances")


@cache
def _anonymity() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of anonymity by their first word."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for (phrase,) in rows("anonymity", 1):
        parts = tuple(phrase.split())
        by_first.setdefault(parts[0], []).append(parts)
    return {k: tuple(v) for k, v in by_first.items()}


def _singular(word: str) -> str:
    """The singular of a plural role noun, or the word."""
    nouns = _nouns()
    for ending, instead in (
        ("men", "man"),
        ("women", "woman"),
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("wives", "wife"),
    ):
        if word.endswith(ending):
            stem = word[: -len(ending)] + instead
            if stem in nouns and not word.endswith("ss"):
                return stem
    if word in nouns:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _noun(word: str) -> _Noun | None:
    """What is known of a noun, by its singular or by the part behind its last hyphen."""
    nouns = _nouns()
    known = nouns.get(word) or nouns.get(_singular(word))
    if known is None and "-" in word:
        known = nouns.get(_singular(word.rsplit("-", 1)[1]))
    return known


def _is_plural(word: str) -> bool:
    known = _nouns().get(word)
    if known is not None:
        return known.kind == "group" or (word.endswith("s") and _nouns().get(word[:-1]) is not None)
    return _singular(word) != word


# --- what is gathered of one who may be a speaker -----------------------------------------------------


@dataclass(slots=True, eq=False)
class _Entity:
    """One who may turn out a speaker; grows while the article is read."""

    kind: SpeakerKind
    name: str
    words: tuple[str, ...]  # of the name, folded, without titles
    named: bool
    gender: str = ""
    guess: bool = False  # the kind is the best of several
    sure: bool = False  # the article tells the gender, not the given name alone
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    descriptions: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)  # descriptions that stand with it as a source
    anonymity: str | None = None
    mentions: list[Span] = field(default_factory=list)
    parts: tuple[_Entity, ...] = ()
    traits: set[str] = field(default_factory=set)  # capitalized words beside the name: "Treasury", "Vermont"
    sides: set[str] = field(default_factory=set)
    spoke: bool = False
    count: int = 0

    def family(self) -> str:
        """The last word of the name that is no suffix."""
        rest = [w for w in self.words if w not in SUFFIXES and w != ","]
        return rest[-1] if rest else ""


@dataclass(slots=True)
class _Event:
    """A mention in the copy: where, of whom, and how strongly it stands."""

    at: int
    sentence: int
    entity: _Entity
    weight: float
    quoted: bool


@dataclass(slots=True)
class _Form:
    """A source taken apart."""

    first: int
    last: int
    pronoun: str = ""
    name: NameMention | None = None
    parts: tuple[_Form, ...] = ()
    owner: _Form | None = None  # of "X's", "his"
    owned: int = 0  # where the thing owned begins
    head: str = ""  # the noun, folded
    head_at: int = -1
    determiner: str = ""
    core: int = 0  # where the noun phrase ends, before commas and relative clauses
    before: str = ""  # words before a name
    after: str = ""  # words behind it


class _Article:
    """The article with what all rules need, computed once."""

    def __init__(
        self,
        document: Document,
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        quoted: Sequence[Span],
        sources: Sequence[SourceMention],
    ) -> None:
        self.text = document.text
        self.document = document
        self.tokens = tokens
        self.sentences = sentences
        self.sources = sources
        self.words: NameWords = name_words()
        self.names = find_names(tokens, sentences)
        self.starts = [t.start for t in tokens]
        self.name_firsts = [m.first for m in self.names]
        self.sentence_of = [0] * len(tokens)
        for index, s in enumerate(sentences):
            self.sentence_of[s.first : s.last] = [index] * (s.last - s.first)
        paragraph_starts = [p.span.start for p in document.paragraphs]
        self.paragraph_of = [max(0, bisect_right(paragraph_starts, s.span.start) - 1) for s in sentences]
        self.quiet = [document.paragraphs[p].role in _QUIET_ROLES for p in self.paragraph_of]
        self.inside = self._inside(quoted)

    def _inside(self, quoted: Sequence[Span]) -> list[bool]:
        inside = [False] * len(self.tokens)
        for span in quoted:
            for i in range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)):
                inside[i] = True
        return inside

    def token_range(self, span: Span) -> tuple[int, int]:
        """The tokens that lie in ``span``, in part at least."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.tokens[first].end <= span.start:
            first += 1
        return first, max(first, bisect_left(self.starts, span.end))

    def names_in(self, first: int, last: int) -> list[NameMention]:
        """Names that overlap ``tokens[first:last]``."""
        k = bisect_right(self.name_firsts, first) - 1
        if k < 0 or self.names[k].last <= first:
            k += 1
        found = []
        while k < len(self.names) and self.names[k].first < last:
            found.append(self.names[k])
            k += 1
        return found

    def words_of(self, first: int, last: int) -> str:
        """The copy of ``tokens[first:last]`` on one line."""
        if first >= last:
            return ""
        return " ".join(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def norm(self, i: int) -> str:
        """Token ``i`` folded; empty outside the article."""
        return self.tokens[i].norm if 0 <= i < len(self.tokens) else ""

    def is_possessive(self, i: int) -> bool:
        """Whether what ends before token ``i`` is a possessor."""
        norm = self.norm(i)
        if norm == "'s":
            return True
        return (
            norm == "'" and self.norm(i - 1).endswith("s") and self.tokens[i].start == self.tokens[i - 1].end
        )


# --- the people and organizations the article names ----------------------------------------------------


class _Register:
    """Everyone the article names, each once, and which name mention is whose."""

    def __init__(self, article: _Article) -> None:
        self.article = article
        self.entities: list[_Entity] = []
        self.by_family: dict[str, list[_Entity]] = {}
        self.by_given: dict[str, list[_Entity]] = {}
        self.by_key: dict[tuple[str, ...], _Entity] = {}
        self.by_acronym: dict[str, _Entity] = {}
        self.of_name: dict[int, _Entity] = {}  # by the first token of the mention
        self._plural = (-1, "")  # where the last name behind a plural noun ended, and the noun
        self.small = {t.norm for t in article.tokens if t.text[0].islower()}
        self._persons()
        self._organizations()
        self._short()

    def bare(self, m: NameMention) -> tuple[str, ...]:
        """The words of a name without titles, marks and commas."""
        tokens = self.article.tokens
        return tuple(
            tokens[i].norm
            for i in range(m.name, m.last)
            if tokens[i].text[0].isalpha() and tokens[i].norm != "the"
        )

    def display(self, m: NameMention) -> str:
        """The name as the copy spells it."""
        return self.article.words_of(m.name, m.last)

    def _persons(self) -> None:
        for m in self.article.names:
            bare = self.bare(m)
            if len(bare) < 2 or not (m.kind == PERSON or (m.kind == OTHER and self._reads_as_person(m))):
                continue
            self._join_person(m, bare)

    def _join_person(self, m: NameMention, bare: tuple[str, ...]) -> None:
        family = _family(bare)
        for e in self.by_family.get(family, ()):
            if _same_person(e.words, bare):
                if len(bare) > len(e.words):
                    e.words, e.name = bare, self.display(m)
                self.attach(m, e)
                return
        e = _Entity(SpeakerKind.PERSON, self.display(m), bare, named=True)
        self.entities.append(e)
        self.by_family.setdefault(family, []).append(e)
        self.by_given.setdefault(bare[0], []).append(e)
        self.attach(m, e)

    def _reads_as_person(self, m: NameMention) -> bool:
        """What stands beside the name tells a person: an age, "who", a role before or behind it."""
        a = self.article
        if a.norm(m.first - 1) == "the":
            return False
        before = _nouns().get(a.norm(m.first - 1))
        if before is not None and before.kind == "person":
            return True
        after = a.norm(m.last)
        if after == "who":
            return True
        if after != ",":
            return False
        following = a.norm(m.last + 1)
        if following == "who" or (following.isdigit() and a.norm(m.last + 2) in (",", ".")):
            return True
        kind = _appositive_kind(a, m.last + 1)
        return kind == "person"

    def attach(self, m: NameMention, e: _Entity) -> None:
        """Takes ``m`` for a mention of ``e`` and keeps what it tells."""
        a = self.article
        self.of_name[m.first] = e
        e.count += 1
        start = m.name if e.kind is SpeakerKind.PERSON else m.first
        e.mentions.append(Span(a.tokens[start].start, a.tokens[m.last - 1].end))
        if e.kind is not SpeakerKind.PERSON:
            return
        if m.gender and (not e.gender or (m.honorific and not e.sure)):
            e.gender, e.sure = m.gender, e.sure or bool(m.honorific and a.words.honorifics.get(m.honorific))
        for i in range(m.first, m.name):
            self._add_noun(e, a.norm(i))
        if m.honorific:
            self._add_noun(e, m.honorific)
        k = m.first - 1
        if a.norm(k) in ("and", ",") and self._plural[0] == k:
            e.nouns.add(self._plural[1])
            self._plural = (m.last, self._plural[1])
        while k >= 0 and m.first - k <= 3 and a.tokens[k].text[0].isalpha():
            known = _noun(a.norm(k))
            if known is None or known.kind != "person":
                break
            if _is_plural(a.norm(k)) and k == m.first - 1:
                self._plural = (m.last, _singular(a.norm(k)))
                e.nouns.add(self._plural[1])
            else:
                self._add_noun(e, a.norm(k))
            k -= 1
        i = m.name - 1
        while i >= 0 and m.name - i <= 8 and a.tokens[i].text[0].isalpha() and a.norm(i) not in a.words.closed:
            if a.norm(i) in _SIDES:
                e.sides.add(_SIDES[a.norm(i)])
            i -= 1
        e.traits.update(
            a.norm(j)
            for j in range(max(i + 1, 0), m.name)
            if a.tokens[j].text[0].isupper() and a.norm(j) not in a.words.titles
        )
        if a.norm(m.last) in (",", "of") and a.norm(m.last + 1) in ("republican", "democrat", "of"):
            e.traits.update(a.norm(j) for j in range(m.last + 1, min(m.last + 6, len(a.tokens))) if a.norm(j)[0].isalpha())
        if a.norm(m.last) == "(":
            e.sides.update(_SIDES[x] for x in (a.norm(m.last + 1), a.norm(m.last + 1)[:1]) if x in _SIDES)
        self._appositive(m, e)

    def _add_noun(self, e: _Entity, norm: str) -> None:
        title = self.article.words.titles.get(norm)
        if title:
            e.nouns.add(title)
        known = _noun(norm)
        if known is not None and known.kind == "person":
            e.nouns.add(norm)
            if known.gender and not e.sure:
                e.gender, e.sure = known.gender, True

    def _appositive(self, m: NameMention, e: _Entity) -> None:
        """The description behind a comma: "X, a lawyer for the group,"."""
        a = self.article
        if a.norm(m.last) not in (",", "—", "–", "--", "("):
            return
        stop = _appositive_end(a, m.last + 1)
        if stop > m.last + 1 and _appositive_kind(a, m.last + 1) == "person":
            e.descriptions.append(a.words_of(m.last + 1, stop))
            for norm in _heads(a, m.last + 1, stop):
                self._add_noun(e, norm)

    def _organizations(self) -> None:
        a = self.article
        for m in a.names:
            if m.first in self.of_name:
                continue
            bare = self.bare(m)
            modifies = _noun(a.norm(m.last))
            if (
                m.kind in (OTHER, PERSON, ORGANIZATION, PLACE)
                and modifies is not None
                and modifies.kind == "organization"
                and a.tokens[m.last].text[0].islower()
            ):
                self.organization(
                    (*bare, a.norm(m.last)),
                    a.words_of(m.first, m.last + 1),
                    Span(a.tokens[m.first].start, a.tokens[m.last].end),
                    a.norm(m.last),
                )
            if m.kind == ORGANIZATION:
                if len(bare) == 1 and bare[0] in self.by_family and a.norm(m.first - 1) != "the":
                    continue
                e = self.organization(bare, self.display(m), None, "")
                self.attach(m, e)

    def organization(self, key: tuple[str, ...], name: str, span: Span | None, noun: str) -> _Entity:
        """The organization of that name, new if it is."""
        e = self.by_key.get(key)
        if e is None and len(key) == 1:
            e = self.by_acronym.get(key[0].replace(".", ""))
        if e is None:
            e = _Entity(SpeakerKind.ORGANIZATION, name, key, named=True)
            self.by_key[key] = e
            self.entities.append(e)
            if len(key) == 1 and key[0].replace(".", "") in _acronyms():
                full, taken = _acronyms()[key[0].replace(".", "")]
                e.nouns.update((taken, *(_singular(w) for w in full if _noun(w) is not None)))
                self.by_key.setdefault(full, e)
            initials = "".join(w[0] for w in key if w not in ("of", "for", "and", "the", "in", "on", "to"))
            if len(initials) > 1:
                self.by_acronym.setdefault(initials, e)
            for w in key:
                known = _noun(w)
                if known is not None and known.kind in ("organization", "group"):
                    e.nouns.add(_singular(w))
        if span is not None:
            e.mentions.append(span)
        if noun:
            e.nouns.add(noun)
        return e

    def _short(self) -> None:
        """Names of one word and the rest: short for somebody, or names in their own right."""
        a = self.article
        for m in a.names:
            if m.first in self.of_name or m.kind == TITLE:
                continue
            bare = self.bare(m)
            if not bare or (m.kind == OTHER and all(w in a.words.demonyms for w in bare) and not _is_plural(bare[-1])):
                continue
            e = self.person_by(bare, m, m.first)
            if e is not None:
                self.attach(m, e)
                continue
            key_entity = (
                self.by_key.get(bare) or self.by_acronym.get(bare[0].replace(".", ""))
                if len(bare) == 1
                else self.by_key.get(bare)
            )
            if key_entity is not None:
                self.attach(m, key_entity)
                continue
            if m.kind == PERSON or self._reads_as_person(m):
                e = _Entity(SpeakerKind.PERSON, self.display(m), bare, named=True)
                self.entities.append(e)
                self.by_family.setdefault(_family(bare), []).append(e)
                self.attach(m, e)
            else:
                e = self._plain(m, bare)
                self.attach(m, e)

    def _plain(self, m: NameMention, bare: tuple[str, ...]) -> _Entity:
        """A capitalized name that nothing told the kind of."""
        a = self.article
        kind = SpeakerKind.ORGANIZATION
        known = _noun(bare[-1])
        plural = False
        if _is_plural(bare[-1]) and (known is None or known.kind in ("person", "group")) and m.kind == OTHER:
            kind, plural = SpeakerKind.GROUP, True
        elif (
            m.kind == OTHER
            and len(bare) <= 3
            and a.norm(m.first - 1) != "the"
            and _appositive_kind(a, m.last + 1) != "organization"
        ):
            known_as = _surnames().get(bare[-1])
            if known is not None and known.kind == "document" and not m.gender:
                kind = SpeakerKind.DOCUMENT
            elif known_as is not None or m.gender or (len(bare) > 1 and not self._common(bare)):
                kind = SpeakerKind.PERSON
        e = _Entity(kind, self.display(m), bare, named=True, plural=plural, guess=m.kind == OTHER)
        if kind is SpeakerKind.PERSON and len(bare) == 1 and _surnames().get(bare[0]):
            e.gender, e.guess = _surnames()[bare[0]].replace("-", ""), False
        self.by_key[bare] = e
        self.entities.append(e)
        if kind is SpeakerKind.PERSON:
            self.by_family.setdefault(_family(bare), []).append(e)
        if known is not None:
            e.nouns.add(_singular(bare[-1]))
        if a.norm(m.last) == ",":
            stop = _appositive_end(a, m.last + 1)
            if _appositive_kind(a, m.last + 1) == "organization":
                e.descriptions.append(a.words_of(m.last + 1, stop))
                e.nouns.update(_singular(n) for n in _heads(a, m.last + 1, stop))
        return e

    def _common(self, bare: Sequence[str]) -> bool:
        """Whether a word of the name is one of the language: "Western Journalism", "Hedge Funds"."""
        return any(
            _noun(w) is not None or w in self.small or w.endswith(("ism", "tion", "ment", "ics", "ing", "ship")) for w in bare
        )

    def person_by(self, bare: tuple[str, ...], m: NameMention, at: int) -> _Entity | None:
        """Whom a short name means: by family name, by given name, by the end of the name."""
        if len(bare) > 1:
            fits = [e for e in self.by_family.get(_family(bare), ()) if _same_person(e.words, bare)]
        else:
            fits = list(self.by_family.get(bare[0], ()))
            if not fits or m.honorific in REGAL:
                fits = fits or list(self.by_given.get(bare[0], ()))
        sex = self.article.words.honorifics.get(m.honorific, "")
        if sex:
            fits = [e for e in fits if e.gender in ("", sex) or not e.sure] or fits
            strict = [e for e in fits if e.gender == sex]
            fits = strict or fits
        if not fits and len(bare) == 1 and len(bare[0]) > 5 and m.kind == OTHER:
            fits = [e for family, es in self.by_family.items() if _near(family, bare[0]) for e in es]
        if not fits:
            return None
        if len(fits) == 1:
            return fits[0]
        return self._of_one_family(fits, at)

    def _of_one_family(self, fits: list[_Entity], at: int) -> _Entity:
        """Several of one family name: the one the article is about, unless another was just named."""
        start = self.article.tokens[at].start
        most = max(fits, key=lambda e: (sum(s.start < start for s in e.mentions) > 0, e.count))
        return most


def _initials(short: str, words_: Sequence[str]) -> bool:
    """Whether ``short`` is the first letters of words that stand together: IG, inspector general."""
    letters = "".join(w[0] for w in words_ if w[0].isalpha())
    return 2 <= len(short) <= 5 and short in letters


def _near(a: str, b: str) -> bool:
    """Whether two spellings differ by one letter put in, left out or changed."""
    if a == b or abs(len(a) - len(b)) > 1 or a[0] != b[0] or a[:-1] == b or b[:-1] == a:
        return False
    k = 0
    while k < min(len(a), len(b)) and a[k] == b[k]:
        k += 1
    return a[k + 1 :] == b[k + 1 :] or a[k + 1 :] == b[k:] or a[k:] == b[k + 1 :]


def _family(bare: Sequence[str]) -> str:
    rest = [w for w in bare if w not in SUFFIXES]
    return rest[-1] if rest else bare[-1]


def _same_person(full: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of one family name may be one person's."""
    a = [w for w in full if w not in SUFFIXES]
    b = [w for w in other if w not in SUFFIXES]
    if ("jr." in full or "jr" in full) != ("jr." in other or "jr" in other) and len(a) > 1 and len(b) > 1:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if long[-len(short) :] == short:
        return True
    if a[0] == b[0]:
        return True
    return (
        len(a[0]) == 2
        and a[0][1] == "."
        and a[0][0] == b[0][0]
        or len(b[0]) == 2
        and b[0][1] == "."
        and a[0][0] == b[0][0]
    )


def _is_person_noun(norm: str) -> bool:
    known = _nouns().get(norm)
    return known is not None and known.kind == "person"


def _appositive_end(a: _Article, at: int) -> int:
    """Where the appositive that begins at ``at`` ends: the next comma, dash, bracket or sentence end."""
    if at >= len(a.tokens):
        return at
    last = min(a.sentences[a.sentence_of[at]].last, at + 40)
    i = at
    while (
        i < last
        and a.tokens[i].text not in _BREAKS
        and not (i > at + 2 and a.norm(i) in _AUXILIARIES)
        and a.norm(i) not in ("who", "which", "whose", ".", '"', "”", "“")
    ):
        i += 1
    return i


_AUXILIARIES = frozenset("is was are were has had have will would could did does said says told".split())
_OPENERS = frozenset(
    "a an the his her its their our my one another now then former formerly then-president longtime top senior chief"
    " executive deputy retired also once himself herself co-founder head".split()
)


def _heads(a: _Article, first: int, last: int) -> list[str]:
    """The nouns an appositive is about: those not behind a preposition, each part of "X and Y" anew."""
    heads = []
    active = True
    for i in range(first, last):
        norm = a.norm(i)
        if norm in ("and", "&"):
            active = True
        elif norm in _PREPOSITIONS:
            active = False
        elif active and (_noun(norm) is not None or norm in a.words.titles):
            heads.append(norm)
    return heads


def _appositive_kind(a: _Article, at: int) -> str:
    """What the appositive beginning at ``at`` says its noun is: a kind of role noun, or empty."""
    if at >= len(a.tokens):
        return ""
    stop = _appositive_end(a, at)
    last = ""
    for i in range(at, stop):
        norm = a.norm(i)
        if i == at and norm not in _OPENERS and norm not in a.words.titles and _noun(norm) is None:
            t = a.tokens[i]
            if not (t.text[0].isupper() or t.text[0].isdigit() or norm.endswith(_ADJECTIVES)):
                return ""
        if norm in _PREPOSITIONS:
            break
        if norm == "and":
            break
        if norm in a.words.soft or norm in a.words.verbs:
            return "" if norm not in ("late",) else last
        known = _noun(norm)
        if known is not None:
            last = known.kind
        elif norm in a.words.titles:
            last = "person"
    return last


# --- a source taken apart ------------------------------------------------------------------------------


def _form(a: _Article, first: int, last: int, depth: int = 0) -> _Form:
    """What sort of source ``tokens[first:last]`` is, and its parts."""
    while first < last and a.tokens[first].text in _EDGES:
        first += 1
    while last > first and a.tokens[last - 1].text in _EDGES:
        last -= 1
    while first < last - 1 and a.norm(first) in _ADVERBS:
        first += 1
    form = _Form(first, last, core=last)
    if first >= last:
        return form
    norm = a.norm(first)
    if depth == 0:
        for i in range(first + 1, min(last - 1, first + 5)):
            if a.norm(i) == "of" and a.norm(i - 1) in _QUANTITIES:
                inner = _form(a, i + 1, last, 1)
                if inner.owner is not None or (inner.name is not None and a.norm(i + 1) != "the"):
                    return inner
    if (
        last - first == 1
        or a.norm(first + 1) in ("himself", "herself", "themselves", "itself", ",", "and")
        or (last - first == 2 and norm in ("they", "we") and a.norm(first + 1) in ("both", "all"))
    ):
        if norm in _pronouns() and (last - first == 1 or a.norm(first + 1) != "and"):
            form.pronoun = norm
            return form
    if last - first == 1 and "'" in norm and norm.split("'")[0] in _pronouns():
        form.pronoun = norm.split("'")[0]
        return form
    names = a.names_in(first, last)
    head_end = _segment_end(a, first, last, names)
    form.core = head_end
    if depth == 0:
        parts = _parts(a, first, last, head_end, names)
        if parts:
            form.parts = parts
            return form
    if last - first == 2 and norm in _pronouns() and a.norm(first + 1) == "'s":
        form.pronoun = norm
        return form
    return _single(a, form, names, head_end)


def _segment_end(a: _Article, first: int, last: int, names: Sequence[NameMention]) -> int:
    """The end of the noun phrase: before a comma, a dash, a bracket or a relative clause."""
    inside = {i for m in names for i in range(m.first, m.last)}
    for i in range(first + 1, last):
        if i in inside and i > first:
            continue
        norm = a.norm(i)
        if norm in _BREAKS or norm in ("who", "which", "whose", "whom", "he", "she", "they", "it", "we", "i", "you"):
            return i
        if norm == "that" and i > first + 1:
            return i
    return last


def _parts(
    a: _Article, first: int, last: int, head_end: int, names: Sequence[NameMention]
) -> tuple[_Form, ...]:
    """The members of "X and Y", "X, Y and Z", where they are persons, or a name and something else."""
    listed = _listed_names(a, first, last, names)
    if listed:
        return tuple(_form(a, x, y, 1) for x, y in listed)
    for i in range(first + 1, min(head_end, last)):
        if a.norm(i) not in ("and", "&"):
            continue
        if any(m.first < i < m.last for m in names):
            continue
        left, right = _form(a, first, i, 1), _form(a, i + 1, last, 1)
        if left.name is not None and right.head and _is_plural(right.head) and right.owner is None and not right.determiner:
            shared = a.names_in(i + 1, i + 2)
            if shared and shared[0].first == i + 1 and shared[0].last <= right.head_at:
                return ()  # "the Sanders and Clinton campaigns"
        if _stands_alone(a, left, i) and _begins_phrase(a, right):
            return (left, right)
        return ()
    return ()


def _stands_alone(a: _Article, form: _Form, end: int) -> bool:
    if form.pronoun:
        return True
    if form.name is not None:
        return form.name.last == end
    if form.owner is not None:
        return form.head_at == end - 1
    return (form.determiner == "the" and form.head_at == end - 1)


def _begins_phrase(a: _Article, form: _Form) -> bool:
    if form.pronoun or form.name is not None or form.owner is not None:
        return True
    return form.determiner in _DEFINITE or _is_plural(form.head)


def _listed_names(
    a: _Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[int, int], ...]:
    """Two or more person names with nothing but commas, "and" and titles between them."""
    names = [m for m in names if a.norm(m.first - 1) != "("]
    if len(names) < 2:
        return ()
    bounds = []
    begin = first
    met = False
    for k, m in enumerate(names):
        if m.kind not in (PERSON, OTHER, ORGANIZATION) or a.is_possessive(m.last):
            return ()
        for i in range(begin, m.first):
            norm = a.norm(i)
            if norm in _PREPOSITIONS:
                return ()
            if norm in ("and", "&"):
                met = True
                begin = i + 1
            elif norm == ",":
                begin = i + 1
        if k and begin <= names[k - 1].last - 1:
            return ()
        if k and not any(a.norm(i) in (",", "and", "&") for i in range(names[k - 1].last, m.first)):
            return ()
        if k == 0 and begin != first:
            return ()
        lone = m.first == begin and m.kind == ORGANIZATION
        if lone and k == 0 and a.norm(m.last) == "and" and _modifies(a, m.last + 1, names[1]):
            return ()  # "Acme News and former network anchor Jane Roe" is Jane Roe
        bounds.append((begin, m.last))
        begin = m.last
    tail = [a.norm(i) for i in range(names[-1].last, last)]
    if not met and not tail and all(m.kind == PERSON or m.last - m.first == 1 for m in names) and all(x == m.name for (x, _), m in zip(bounds, names, strict=True)):
        met = True
    if not met or any(t in ("and", "'s") or t in _nouns() for t in tail[:1]):
        return ()
    bounds[-1] = (bounds[-1][0], last)
    return tuple(bounds)


def _modifies(a: _Article, first: int, m: NameMention) -> bool:
    """Whether what stands from ``first`` to a person's name are words that describe the person."""
    return m.kind == PERSON and first < m.name and a.norm(first) not in ("the", "a", "an") and a.tokens[first].text[0].islower()


def _single(a: _Article, form: _Form, names: Sequence[NameMention], head_end: int) -> _Form:
    """A source of one: a name with its descriptions, something owned, or a noun phrase."""
    first, last = form.first, form.last
    in_head = [m for m in names if m.first < head_end]
    if in_head:
        final = in_head[-1]
        ends = final.last >= head_end
        before_norms = [a.norm(i) for i in range(first, final.first)]
        led = not any(
            n in _PREPOSITIONS or (n == "and" and nxt in ("the", "a", "an"))
            for n, nxt in zip(before_norms, [*before_norms, ""][1:], strict=True)
        )
        if final.kind != TITLE and ends and led:
            return _named(a, form, final)
        start = in_head[0]
        follows = a.norm(start.last)
        if (
            not any(a.norm(i) in _PREPOSITIONS for i in range(first, start.first))
            and start.kind in (PERSON, OTHER, ORGANIZATION)
            and not (_is_plural(a.norm(start.last - 1)) and start.kind == OTHER)
            and follows in _PREPOSITIONS
            and follows != "that"
        ):
            return _named(a, form, start)
    later = [m for m in names if m.first >= head_end]
    if later and (not in_head or in_head[-1].kind != PERSON or in_head[-1].last < head_end):
        m = later[0]
        stop = min(last, _appositive_end(a, head_end + 1)) if head_end < last else last
        between = [a.norm(i) for i in range(head_end + 1, m.first)]
        thing = _noun(_phrase(a, _Form(first, last, core=head_end), head_end).head)
        thing_kind = thing.kind if thing is not None else ""
        if (
            m.kind in ((ORGANIZATION, OTHER) if thing_kind == "organization" else (PERSON, OTHER))
            and thing_kind not in ("document", "group")
            and (m.last >= stop or a.norm(m.last) in _PREPOSITIONS)
            and not any(n in _PREPOSITIONS or n in ("and", "said") for n in between)
            and a.norm(head_end) in _BREAKS
        ):
            named = _named(a, form, m)
            named.before = a.words_of(first, head_end)
            return named
    return _phrase(a, form, head_end)


def _named(a: _Article, form: _Form, m: NameMention) -> _Form:
    form.name = m
    form.before = a.words_of(form.first, m.name) if m.name > form.first else ""
    if m.last < form.last:
        start = m.last
        while start < form.last and a.tokens[start].text in _BREAKS:
            start += 1
        form.after = (
            a.words_of(start, min(form.last, _appositive_end(a, start)))
            if start < form.last and start > m.last
            else a.words_of(start, form.core)
        )
    return form


def _phrase(a: _Article, form: _Form, head_end: int) -> _Form:
    """A noun phrase: its determiner, its owner, its head noun."""
    first = form.first
    norm = a.norm(first)
    pronoun = _pronouns().get(norm)
    form.determiner = norm if norm in a.words.closed else ""
    start = first
    for i in range(first, head_end):
        if a.norm(i) in _PREPOSITIONS and i > first:
            break
        if a.is_possessive(i) and i > first and i + 1 < head_end:
            form.owner = _form(a, first, i, 1)
            form.owned = start = i + 1
    if (
        form.owner is None
        and norm in ("his", "her", "their", "its", "my", "our")
        and pronoun is not None
        and head_end - first > 1
    ):
        form.owner = _Form(first, first + 1, pronoun=norm, core=first + 1)
        form.owned = start = first + 1
    if form.owner is None and a.is_possessive(head_end - 1) and head_end - 1 > first:
        return _form(a, first, head_end - 1, 1)
    end = start
    while end < head_end and not (end > start and a.norm(end) in _PREPOSITIONS):
        end += 1
    head_at = end - 1
    while head_at > start and (a.tokens[head_at].text in _EDGES):
        head_at -= 1
    if _noun(a.norm(head_at)) is None:
        for i in range(start, head_at):
            if _noun(a.norm(i)) is not None and a.norm(i + 1).endswith(("ed", "ing", "en", "n")) and a.norm(i + 1) not in a.words.titles:
                head_at = i
                break
    form.head_at = head_at
    form.head = a.norm(head_at)
    return form


# --- the sieve -------------------------------------------------------------------------------------------


P = {"fade": 0.55, "quoted": 0.1, "contents": 0.25, "paragraph": 0.8, "sexless": 0.7, "rest": 0.3, "source": 1.1, "poss": 0.45, "possfirst": 0.7, "first": 1.0, "prep": 0.4, "verb": 0.9, "clause": 0.75, "other": 0.5, "he": 0.8, "his": 0.3}


class _Sieve:
    """Takes the sources in text order through the rules."""

    def __init__(self, article: _Article) -> None:
        self.a = article
        self.register = _Register(article)
        self.events: list[_Event] = []
        self.described: list[_Entity] = []
        self.last: _Entity | None = None
        self.last_name = 0  # where the last name met ended
        self.links: list[_Entity | None] = [None] * len(article.sources)
        self.reasons = [""] * len(article.sources)
        self.by_span: dict[tuple[int, int], tuple[_Entity | None, str]] = {}
        self.contents: list[tuple[int, int]] = []
        self.source_tokens: set[int] = set()
        self.current: SourceMention | None = None
        self.speaking: list[tuple[int, _Entity, SourceMention]] = []

    def run(self) -> Resolution:
        a = self.a
        ranges = []
        for k, source in enumerate(a.sources):
            if source.spans:
                first, last = a.token_range(source.spans[0])
                ranges.append((first, last, k))
                for span in source.spans:
                    x, y = a.token_range(span)
                    self.source_tokens.update(range(x, y))
            else:
                at = source.contents[0].start if source.contents else 0
                ranges.append((bisect_left(a.starts, at), -1, k))
        ranges.sort()
        agenda: list[tuple[int, int, int, object]] = [(first, 1, k, None) for first, _, k in ranges]
        spans = {k: (first, last) for first, last, k in ranges}
        agenda.extend((m.first, 0, i, m) for i, m in enumerate(a.names) if m.kind != TITLE)
        pronouns = _pronouns()
        for i, t in enumerate(a.tokens):
            p = pronouns.get(t.norm)
            if p is not None and p[2] in ("m", "f") and i not in self.source_tokens and not a.inside[i]:
                agenda.append((i, 2, i, None))
        agenda.sort(key=lambda x: x[:3])
        for at, what, k, payload in agenda:
            if what == 0:
                assert isinstance(payload, NameMention)
                self._meet(payload)
            elif what == 2:
                self._meet_pronoun(at)
            else:
                self._resolve(k, *spans[k])
        self._anonymity()
        self._described_then_named()
        return self._resolution()

    # -- mentions on the way

    def _meet(self, m: NameMention) -> None:
        e = self.register.of_name.get(m.first)
        a = self.a
        sentence = a.sentence_of[m.first]
        if e is None or a.quiet[sentence]:
            return
        weight = self._weight(m)
        self.last_name = m.last
        self.events.append(_Event(m.first, sentence, e, weight, a.inside[m.first]))

    def _weight(self, m: NameMention) -> float:
        a = self.a
        if a.is_possessive(m.last):
            return P["possfirst"] if m.first == a.sentences[a.sentence_of[m.first]].first else P["poss"]
        k = m.first - 1
        while k >= 0 and m.first - k < 7 and (
            _noun(a.norm(k)) is not None or (a.tokens[k].text[0].isupper() and a.norm(k) not in a.words.closed)
        ):
            k -= 1
        before = a.norm(m.first - 1) if m.kind == PERSON and a.norm(m.first - 1) == "the" else a.norm(k)
        if before == "and" and self.events and a.tokens[k - 1].end == a.tokens[self.last_name - 1].end:
            return self.events[-1].weight
        sentence = a.sentences[a.sentence_of[m.first]]
        if before == "the" and m.kind == PERSON:
            return 0.15  # "the Trump campaign"
        after = _noun(a.norm(m.last))
        if after is not None and a.tokens[m.last].text[0].islower():
            return 0.15
        if m.first == sentence.first:
            return P["first"]
        if before in _PREPOSITIONS or (before in ("the", "a") and a.norm(k - 1) in _PREPOSITIONS):
            return P["prep"]
        nxt = a.norm(m.last)
        if nxt in (
            "has",
            "had",
            "was",
            "is",
            "would",
            "will",
            "could",
            "did",
            "does",
            "also",
            "who",
            "said",
            "says",
            "told",
        ) or nxt.endswith("ed"):
            return P["verb"]
        if before in (
            ",",
            "and",
            "but",
            "that",
            "as",
            "when",
            "while",
            "because",
            "if",
            "after",
            "before",
            "since",
        ):
            return P["clause"]
        return P["other"]

    def _meet_pronoun(self, at: int) -> None:
        a = self.a
        sentence = a.sentence_of[at]
        if a.quiet[sentence]:
            return
        norm = a.norm(at)
        gender = _pronouns()[norm][2]
        e = self._salient(gender, at, sentence)
        if e is not None:
            weight = P["he"] if norm in ("he", "she") else P["his"]
            self.events.append(_Event(at, sentence, e, weight, quoted=False))

    def _salient(
        self, gender: str, at: int, sentence: int, *, noun: str = "", side: str = "", reach: int = _REACH
    ) -> _Entity | None:
        """The most salient single person whom a pronoun of ``gender`` at token ``at`` may mean."""
        best: dict[int, float] = {}
        total: dict[int, float] = {}
        who: dict[int, _Entity] = {}
        a = self.a
        for event in reversed(self.events[-_WINDOW:]):
            e = event.entity
            if e.kind not in (SpeakerKind.PERSON, SpeakerKind.UNNAMED) or e.plural or e.parts:
                continue
            if e.guess and not e.spoke:
                continue
            if not e.named and not any(_is_person_noun(n) for n in e.nouns):
                continue
            if e.gender and e.gender != (gender or e.gender) or e.gender == "n":
                continue
            if side and e.sides and side not in e.sides:
                continue
            distance = sentence - event.sentence
            if noun and (event.weight < 0.4 or distance == 0):
                continue
            if distance > reach:
                continue
            weight = event.weight * P["fade"]**distance
            if event.quoted and not a.inside[at]:
                weight *= P["quoted"]
            elif self._in_contents(event.at):
                weight *= P["contents"]
            if a.paragraph_of[event.sentence] != a.paragraph_of[sentence]:
                weight *= P["paragraph"]
            if gender and not e.gender:
                weight *= P["sexless"]
            total[id(e)] = total.get(id(e), 0.0) + weight
            best[id(e)] = max(best.get(id(e), 0.0), weight)
            who.setdefault(id(e), e)
        if not who:
            return None
        scores = {k: best[k] + P["rest"] * (total[k] - best[k]) for k in who}
        if noun:
            scores = {k: v + (0.5 if noun in who[k].nouns else 0.0) for k, v in scores.items()}
        top = max(scores.values())
        return next(who[k] for k in who if scores[k] == top)

    def _in_contents(self, at: int) -> bool:
        return any(x <= at < y for x, y in self.contents)

    # -- one source

    def _resolve(self, k: int, first: int, last: int) -> None:
        a = self.a
        source = a.sources[k]
        self.current = source
        self.contents = [a.token_range(s) for s in source.contents]
        sentence = a.sentence_of[min(first, len(a.tokens) - 1)] if a.tokens else 0
        if last < 0:
            e = self._inherited(source)
            self.links[k], self.reasons[k] = e, "inherited" if e is not None else ""
            return
        known = self.by_span.get((first, last))
        if known is not None:
            self.links[k], self.reasons[k] = known
            e = known[0]
        else:
            form = _form(a, first, last)
            e, reason = self.link(form, sentence)
            self.links[k], self.reasons[k] = e, reason
            self.by_span[first, last] = (e, reason)
            if e is not None:
                for span in source.spans:
                    if span not in e.mentions and not any(m.overlap(span) for m in e.mentions):
                        e.mentions.append(span)
        if e is not None:
            e.spoke = True
            if self.reasons[k] != "first-person":
                self.events.append(_Event(first, sentence, e, P["source"], quoted=False))
            if not a.inside[first]:
                self.last = e
            self.speaking.append((first, e, source))

    def link(self, form: _Form, sentence: int) -> tuple[_Entity | None, str]:
        """The first answer of the rules for ``form``, and the rule's name."""
        for name, rule in RULES:
            e = rule(self, form, sentence)
            if e is not None:
                return e, name
        return None, ""

    def _inherited(self, source: SourceMention) -> _Entity | None:
        """Of a quote with no source: the last to speak in this paragraph or the one before."""
        if not self.speaking:
            return None
        at, e, _ = self.speaking[-1]
        here = self.a.paragraph_of[source.sentence]
        there = self.a.paragraph_of[self.a.sentence_of[at]]
        return e if here - there <= 1 else None

    # -- rules, in the order of RULES

    def joint(self, form: _Form, sentence: int) -> _Entity | None:
        """ "X and Y": both."""
        if not form.parts:
            return None
        members = []
        for part in form.parts:
            e, _ = self.link(part, sentence)
            if e is None:
                e = self._fresh(part)
            members.append(e)
        return self._together(members)

    def _together(self, members: Sequence[_Entity]) -> _Entity:
        for e in self.described:
            if e.parts and {id(p) for p in e.parts} == {id(m) for m in members}:
                return e
        names = [m.name for m in members]
        name = " and ".join(names) if len(names) == 2 else ", ".join(names[:-1]) + " and " + names[-1]
        e = _Entity(
            SpeakerKind.GROUP,
            name,
            tuple(name.lower().split()),
            named=True,
            plural=True,
            parts=tuple(members),
        )
        self.described.append(e)
        self.register.entities.append(e)
        return e

    def name(self, form: _Form, sentence: int) -> _Entity | None:
        """A name, with what stands before and behind it."""
        if form.name is None:
            return None
        e = self.register.of_name.get(form.name.first)
        if e is None:
            return None
        after, before = _description(form.after), _description(form.before)
        if before and (_is_plural(before.split()[-1].lower()) or e.kind is SpeakerKind.GROUP):
            before = ""
        if after.startswith("of ") and before and e.kind is SpeakerKind.PERSON:
            before, after = f"{before} {after}", ""
        e.told.extend(d for d in (after, before) if d and d not in e.told)
        a = self.a
        for i in range(form.first, form.name.first):
            self.register._add_noun(e, a.norm(i))
        if e.kind is SpeakerKind.ORGANIZATION and form.before and not e.named:
            e.named = True
        return e

    def first_person(self, form: _Form, sentence: int) -> _Entity | None:
        """ "I", "we": who is speaking around it, else the author."""
        if form.pronoun not in ("i", "we", "me", "my", "our", "us"):
            return None
        outer = self._outer(form.first)
        if outer is not None:
            return outer
        return self._author()

    def _outer(self, at: int) -> _Entity | None:
        start = self.a.tokens[at].start
        best = None
        for k, source in enumerate(self.a.sources):
            e = self.links[k]
            if (
                e is not None
                and source is not self.current
                and any(s.start <= start < s.end for s in source.contents)
            ):
                best = e
        return best

    def _author(self) -> _Entity:
        a = self.a
        for p in a.document.paragraphs:
            if p.role is Role.BYLINE:
                first, last = a.token_range(p.span)
                for m in a.names_in(first, last)[:1]:
                    if m.first in self.register.of_name:
                        return self.register.of_name[m.first]
        for p in reversed(a.document.paragraphs[-4:]):
            first, last = a.token_range(p.span)
            for m in a.names_in(first, last)[:1]:
                e = self.register.of_name.get(m.first)
                if e is not None and m.first == first and e.kind is SpeakerKind.PERSON and a.norm(m.last) in (",", "is"):
                    return e
        return self._described("the writer", "writer", SpeakerKind.UNNAMED)

    def transcript(self, form: _Form, sentence: int) -> _Entity | None:
        """ "Q:" and "A:" of an interview."""
        if form.last - form.first != 1 or self.a.tokens[form.first].text not in ("Q", "A"):
            return None
        if self.a.tokens[form.first].text == "Q":
            return self._described("Q", "interviewer", SpeakerKind.UNNAMED)
        persons = [e for e in self.register.entities if e.kind is SpeakerKind.PERSON and len(e.words) > 1]
        return max(persons, key=lambda e: e.count, default=None)

    def pronoun(self, form: _Form, sentence: int) -> _Entity | None:
        """ "he", "she": the most salient person of that gender."""
        p = _pronouns().get(form.pronoun)
        if p is None or p[0] != "3" or p[2] not in ("m", "f"):
            return None
        e = self._ahead(p[2], form.first, sentence) or self._salient(p[2], form.first, sentence)
        if e is None:
            e = self._salient(p[2], form.first, sentence, reach=10_000)
        if e is not None and not e.gender and e.kind is SpeakerKind.PERSON:
            e.gender = p[2]
        return e

    def _ahead(self, gender: str, at: int, sentence: int) -> _Entity | None:
        """"As he spoke, Smith said": the subject of the main clause behind."""
        a = self.a
        s = a.sentences[sentence]
        if at > s.first + 1 or a.norm(s.first) not in ("as", "when", "while", "after", "before", "if", "although", "though", "in"):
            return None
        if at == s.first:
            return None
        for i in range(at, s.last - 1):
            if a.norm(i) == "," and not a.inside[i]:
                e = self.register.of_name.get(i + 1)
                if e is not None and e.kind is SpeakerKind.PERSON and e.gender in ("", gender):
                    return e
                return None
        return None

    def plural_pronoun(self, form: _Form, sentence: int) -> _Entity | None:
        """ "they", "both": the last group, joint speakers or organization."""
        if form.pronoun not in ("they", "their", "them", "both", "these", "those"):
            return None
        if form.pronoun == "both":
            return self._both(form, sentence)
        for event in reversed(self.events[-_WINDOW:]):
            e = event.entity
            if sentence - event.sentence > 3:
                break
            if event.quoted:
                continue
            if e.plural or e.kind is SpeakerKind.GROUP or (e.kind is SpeakerKind.ORGANIZATION and event.weight >= 0.75):
                return e
        return self._noun_before(form.first, plural=True)

    def both(self, form: _Form, sentence: int) -> _Entity | None:
        """"both men", "the two candidates", "the pair": the two persons last spoken of."""
        a = self.a
        if form.pronoun or form.head not in ("men", "women", "candidates", "two", "sides", "leaders", "pair", "duo", "campaigns", "rivals", "senators", "lawmakers"):
            return None
        if form.determiner != "both" and form.head not in ("pair", "duo", "two") and not (form.determiner == "the" and a.norm(form.first + 1) == "two"):
            return None
        return self._both(form, sentence)

    def _both(self, form: _Form, sentence: int) -> _Entity | None:
        members: list[_Entity] = []
        for event in reversed(self.events[-_WINDOW:]):
            e = event.entity
            if event.quoted or sentence - event.sentence > _REACH:
                continue
            if e.parts:
                return e
            if e.kind is SpeakerKind.PERSON and not e.guess and e not in members:
                members.append(e)
            if len(members) == 2:
                members.reverse()
                return self._together(members)
        return None

    def neuter(self, form: _Form, sentence: int) -> _Entity | None:
        """ "it": the last organization or document."""
        if form.pronoun not in ("it", "its"):
            return None
        for back in range(3):
            if sentence - back < 0:
                break
            e = self._subject_thing(sentence - back, form.first)
            if e is not None:
                return e
            for event in reversed(self.events[-_WINDOW:]):
                e = event.entity
                if event.sentence != sentence - back:
                    continue
                if e.kind in (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT) and not event.quoted and event.weight > 0.4:
                    return e
        return self._noun_before(form.first, plural=False)

    def _subject_thing(self, sentence: int, at: int) -> _Entity | None:
        """The document or organization that the sentence begins with: "A letter from the union said"."""
        a = self.a
        s = a.sentences[sentence]
        if a.norm(s.first) not in ("a", "an", "the", "this", "that", "its", "one", "another") or s.first >= at:
            return None
        for i in range(s.first + 1, min(s.first + 7, s.last, at)):
            norm = a.norm(i)
            if norm in _PREPOSITIONS or norm in a.words.soft or norm in a.words.verbs or a.inside[i] or not norm[0].isalnum():
                return None
            known = _noun(norm)
            following = _noun(a.norm(i + 1))
            if known is not None and following is None and not is_capitalized(a.tokens[min(i + 1, s.last - 1)].text):
                if known.kind not in ("document", "organization"):
                    return None
                e, _ = self.link(_form(a, s.first, i + 1, 1), sentence)
                return e
        return None

    def relative(self, form: _Form, sentence: int) -> _Entity | None:
        """ "who", "which", "that": what stands before it."""
        if form.pronoun not in ("who", "whom", "whose", "which", "that"):
            return None
        a = self.a
        i = form.first - 1
        while i >= 0 and (
            a.norm(i) in (",", "—", "–", "--", ")")
            or a.norm(i) in ("of", "with", "to", "some", "all", "many", "both", "most")
        ):
            i -= 1
        if i < 0:
            return None
        for (_, end), (e, _) in reversed(self.by_span.items()):
            if end == i + 1 and e is not None:
                return e
        names = a.names_in(i, i + 1)
        person = form.pronoun.startswith("who")
        if names:
            e = self.register.of_name.get(names[0].first)
            if e is not None and names[0].kind != PLACE and (e.kind is SpeakerKind.PERSON) == person:
                listed = self._listed_before(names[0], form)
                return listed or e
        first = a.sentences[sentence].first
        for k in range(i, max(first, i - 14) - 1, -1):
            known = _noun(a.norm(k))
            if known is None:
                named = self.register.of_name.get(k)
                if (
                    named is not None
                    and (named.kind is SpeakerKind.PERSON) == person
                    and k < i
                    and all(m.kind != PLACE for m in a.names_in(k, k + 1))
                    and a.norm(k - 1) not in _PREPOSITIONS
                ):
                    return named
                continue
            if (
                person
                and known.kind in ("person", "group")
                or not person
                and known.kind in ("organization", "document")
            ):
                start = self._phrase_start(k, first)
                if a.norm(start - 1) == ",":
                    owner = a.names_in(start - 2, start - 1)
                    if owner and owner[0].first in self.register.of_name:
                        return self.register.of_name[owner[0].first]
                inner = _form(a, start, i + 1, 1)
                if inner.pronoun:
                    return None
                e, _ = self.link(inner, sentence)
                return e
        return None

    def _listed_before(self, m: NameMention, form: _Form) -> _Entity | None:
        """"X and Y, who say": both, where the verb is a plural one."""
        a = self.a
        if a.norm(form.first + 1) not in ("say", "are", "were", "have", "do", "want", "think", "believe", "argue", "both"):
            return None
        k = m.first - 1
        if a.norm(k) != "and":
            return None
        other = a.names_in(k - 1, k)
        if not other or a.norm(k - 1) == ",":
            return None
        members = [self.register.of_name.get(x.first) for x in (other[0], m)]
        if any(e is None or e.kind is not SpeakerKind.PERSON for e in members):
            return None
        return self._together([e for e in members if e is not None])

    def _phrase_start(self, at: int, first: int) -> int:
        """Where the noun phrase ending at ``at`` begins: back over words that are like adjectives."""
        a = self.a
        k = at
        while k > first and at - k < 6:
            t = a.tokens[k - 1]
            if t.norm in (
                "the",
                "a",
                "an",
                "some",
                "many",
                "most",
                "several",
                "these",
                "those",
                "his",
                "her",
                "their",
                "its",
            ):
                return k - 1
            if t.norm in a.words.closed or not t.text[0].isalnum() and t.norm != "'s":
                break
            if (
                t.text[0].isupper()
                or t.norm == "'s"
                or "-" in t.text
                or t.text[0].isdigit()
                or t.norm in a.words.demonyms
                or _noun(t.norm)
                or t.norm.endswith(_ADJECTIVES)
            ):
                k -= 1
                continue
            break
        return k

    def _noun_before(self, at: int, *, plural: bool) -> _Entity | None:
        """The nearest noun phrase before ``at``, as a new speaker: what "they" or "it" stands for."""
        a = self.a
        sentence = a.sentence_of[at]
        floor = a.sentences[max(0, sentence - 2)].first
        for k in range(at - 1, floor - 1, -1):
            if a.inside[k] or self._in_contents(k):
                continue
            norm = a.norm(k)
            known = _noun(norm)
            if known is None:
                continue
            fits = (
                (_is_plural(norm) and known.kind in ("group", "person"))
                if plural
                else (not _is_plural(norm) and known.kind in ("organization", "document"))
            )
            if fits:
                start = self._phrase_start(k, a.sentences[a.sentence_of[k]].first)
                e, _ = self.link(_form(a, start, k + 1, 1), a.sentence_of[k])
                return e
        return None

    def possessive(self, form: _Form, sentence: int) -> _Entity | None:
        """ "Trump's remarks" is Trump; "Trump's campaign" is the campaign, by the owner's name."""
        if form.owner is None:
            return None
        if form.owner.head in _VAGUE:
            return None
        owner, _ = self.link(form.owner, sentence)
        if owner is None:
            return None
        a = self.a
        if form.head in _utterances() or _singular(form.head) in _utterances():
            known = _nouns().get(form.head)
            if owner.kind is SpeakerKind.PERSON or known is None:
                return owner
        thing = a.words_of(form.owned, max(form.core, form.owned + 1))
        for e in reversed(self.described):
            if e.words[:1] == ("'s",) and e.words[1:] == (owner.name.lower(), thing.lower()):
                return e
        if form.head in ("campaign", "administration"):
            key = (owner.family() or owner.name.lower(), form.head)
            existing = self.register.by_key.get(key)
            if existing is not None:
                return existing
        known = _noun(form.head)
        if known is not None and known.kind == "organization":
            stem = owner.name.lower()[:4]
            for e in self.register.entities:
                if e.kind is SpeakerKind.ORGANIZATION and form.head in e.nouns and any(w[:4] == stem for w in e.words):
                    return e
        kind = _KINDS.get(known.kind, SpeakerKind.UNNAMED) if known is not None else SpeakerKind.GROUP
        plural = _is_plural(form.head)
        if plural and kind in (SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION):
            kind = SpeakerKind.GROUP
        mark = "'" if owner.name.endswith("s") else "'s"
        e = _Entity(
            kind,
            f"{owner.name}{mark} {thing}",
            ("'s", owner.name.lower(), thing.lower()),
            named=False,
            plural=plural,
        )
        e.nouns.add(_singular(form.head))
        self.described.append(e)
        self.register.entities.append(e)
        return e

    def same_words(self, form: _Form, sentence: int) -> _Entity | None:
        """A phrase met before, word for word: "some Democrats", "the Sanders campaign"."""
        a = self.a
        if form.pronoun or not form.head:
            return None
        start = form.first + (form.determiner in ("the", "a", "an"))
        key = tuple(a.norm(i) for i in range(start, form.core))
        named = self.register.by_key.get(key)
        if named is not None:
            return named
        if form.determiner in ("a", "an", "one", "another", "some", "several", "two", "three"):
            return None
        for e in reversed(self.described):
            if e.words == key and not e.parts:
                return e
        return None

    def described_before(self, form: _Form, sentence: int) -> _Entity | None:
        """ "the official", "the mayor", "the company": one whom the copy has so described."""
        if form.pronoun or not form.head:
            return None
        if form.determiner not in _DEFINITE:
            bare = _noun(form.head)
            if form.determiner or bare is None or bare.kind != "person" or _is_plural(form.head):
                return None
        if form.core - form.head_at > 1 and self.a.norm(form.head_at + 1) in ("of", "for", "at", "in", "to"):
            return None
        head = _singular(form.head)
        plural = _is_plural(form.head)
        known = _nouns().get(head) or _noun(form.head)
        if plural and known is not None and known.kin & {"group"}:
            head, twins = head, {"group", "organization"}
        else:
            twins = {head}
        if known is not None and known.kin & _EPITHETS and not plural:
            return None
        modifiers = {
            self.a.norm(i)
            for i in range(form.first + 1, form.head_at)
            if self.a.tokens[i].text[0].isupper() and self.a.norm(i) not in _SIDES
        }
        best: tuple[float, int] | None = None
        found = None
        seen: dict[int, int] = {id(ev.entity): n for n, ev in enumerate(self.events)}
        for e in (*self.register.entities,):
            if e.plural != plural and not (plural and e.kind is SpeakerKind.GROUP):
                continue
            score = 0.0
            if twins & e.nouns:
                score = 2.0
            elif known is not None and not plural and not known.kin & _LOOSE and any(
                other is not None and other.kin & known.kin and other.kind == known.kind
                for other in (_nouns().get(n) for n in sorted(e.nouns))
            ):
                score = 1.0
            if not score:
                continue
            if known is not None and known.gender and e.gender and known.gender != e.gender:
                continue
            if modifiers:
                told = set(e.words) | e.traits | {w.lower() for d in e.descriptions for w in d.split()}
                told |= {w.lower() for w in e.name.split()}
                if not modifiers & told and not any(_initials(x, e.words) for x in sorted(modifiers)):
                    if e.kind is not SpeakerKind.PERSON or e.traits & self.a.words.places:
                        continue
                    score -= 0.9
            rank = (score + (0.5 if e.spoke else 0.0) if id(e) in seen else score - 1.5, seen.get(id(e), -1))
            if best is None or rank > best:
                best, found = rank, e
        return found

    def organization_before(self, form: _Form, sentence: int) -> _Entity | None:
        """"the company", "the group": the organization last spoken of, if it may be one."""
        if form.pronoun or form.determiner != "the" or form.core - form.head_at > 1 or form.head_at - form.first > 1:
            return None
        known = _nouns().get(form.head)
        if known is None or known.kind != "organization" or known.kin & _LOOSE or form.head in ("campaign", "court", "party"):
            return None
        for event in reversed(self.events[-_WINDOW:]):
            e = event.entity
            if sentence - event.sentence > _REACH or e.kind is not SpeakerKind.ORGANIZATION or event.weight < 0.3:
                continue
            kinds = [k for k in (_nouns().get(n) for n in sorted(e.nouns)) if k is not None]
            if event.quoted or any(not k.kin & (known.kin | {"group"}) for k in kinds):
                continue
            return e
        return None

    def epithet(self, form: _Form, sentence: int) -> _Entity | None:
        """ "the 34-year-old", "the former reality star": the most salient person."""
        if form.pronoun or not form.head or form.determiner != "the":
            return None
        known = _noun(form.head)
        aged = form.head.endswith("-year-old")
        if not aged and (known is None or known.kind != "person" or _is_plural(form.head)):
            return None
        if not aged and known is not None and not known.kin & _EPITHETS:
            places = any(self.a.norm(i) in self.a.words.places for i in range(form.first + 1, form.head_at))
            former = self.a.norm(form.first + 1) == "former"
            if not known.kin & _OFFICES or not (places or former):
                return None
        noun = _singular(form.head.rsplit("-", 1)[-1])
        side = next((_SIDES[n] for i in range(form.first, form.core) if (n := self.a.norm(i)) in _SIDES), "")
        return self._salient(
            known.gender if known is not None else "", form.first, sentence, noun=noun, side=side
        )

    def fresh(self, form: _Form, sentence: int) -> _Entity | None:
        """Somebody not met before: unnamed, a group, a document."""
        return self._fresh(form)

    def _fresh(self, form: _Form) -> _Entity:
        a = self.a
        if form.pronoun:
            return self._described(form.pronoun, form.pronoun, SpeakerKind.UNNAMED)
        text = a.words_of(form.first, form.core) or a.words_of(form.first, form.last)
        start = form.first + (form.determiner in ("the", "a", "an"))
        key = tuple(a.norm(i) for i in range(start, form.core))
        known = _noun(form.head)
        plural = _is_plural(form.head)
        kind = (
            _KINDS.get(known.kind, SpeakerKind.UNNAMED)
            if known is not None
            else (
                SpeakerKind.GROUP
                if plural or form.determiner in ("many", "some", "most", "several")
                else SpeakerKind.UNNAMED
            )
        )
        if plural and kind is not SpeakerKind.DOCUMENT:
            kind = SpeakerKind.GROUP
        e = _Entity(kind, text, key, named=False, plural=plural)
        e.nouns.add(_singular(form.head))
        if known is not None and known.gender:
            e.gender, e.sure = known.gender, True
        after = a.words_of(form.core, form.last).strip(" ,—–-()")
        if after:
            e.descriptions.append(after)
        self.described.append(e)
        self.register.entities.append(e)
        return e

    def _described(self, name: str, noun: str, kind: SpeakerKind) -> _Entity:
        for e in self.described:
            if e.name == name:
                return e
        e = _Entity(kind, name, (name,), named=False, gender="n", sure=True)
        e.nouns.add(noun)
        self.described.append(e)
        self.register.entities.append(e)
        return e

    # -- afterwards

    def _described_then_named(self) -> None:
        """"A doctor said ... . '...,' Jane Roe said.": a bare new name takes up the one just described.

        Only where nothing speaks against it: both stand in one paragraph, the first is one unnamed person
        with no word of anonymity, the name is new, and the copy tells nothing else of who it is.
        """
        a = self.a
        order = sorted((k for k in range(len(a.sources)) if a.sources[k].spans), key=lambda k: a.sources[k].spans[0])
        for k, nxt in zip(order, order[1:], strict=False):
            old, new = self.links[k], self.links[nxt]
            if old is None or new is None or self.reasons[k] != "own" or self.reasons[nxt] != "name":
                continue
            first, _ = a.token_range(a.sources[k].spans[0])
            here, there = a.sentence_of[first], a.sources[nxt].sentence
            if old.kind is not SpeakerKind.UNNAMED or old.anonymity or a.norm(first) not in ("a", "an", "one"):
                continue
            if not any(_is_person_noun(n) for n in old.nouns) or new.kind is not SpeakerKind.PERSON or len(new.words) < 2:
                continue
            if a.paragraph_of[here] != a.paragraph_of[there] or there - here > 2 or there == here:
                continue
            if new.nouns or new.descriptions or (old.gender and new.gender and old.gender != new.gender):
                continue
            if min(new.mentions) < a.sources[k].spans[0] and not self._only_headline(new, a.sources[k].spans[0]):
                continue
            new.descriptions.append(old.name)
            new.nouns |= old.nouns
            new.mentions.extend(old.mentions)
            for n, e in enumerate(self.links):
                if e is old:
                    self.links[n] = new
            self.reasons[k] = "description-then-name"

    def _only_headline(self, e: _Entity, before: Span) -> bool:
        """Whether all mentions before ``before`` stand outside the story."""
        a = self.a
        return all(a.quiet[a.sentence_of[a.token_range(m)[0]]] for m in e.mentions if m < before)

    # -- anonymity

    def _anonymity(self) -> None:
        """Finds the words by which the copy says that a source is not named, and whose they are."""
        a = self.a
        phrases = _anonymity()
        done: set[tuple[int, int]] = set()
        for i, t in enumerate(a.tokens):
            for phrase in phrases.get(t.norm, ()):
                if tuple(a.norm(i + n) for n in range(len(phrase))) == phrase and not a.inside[i]:
                    self._anonymous(i, i + len(phrase), done)
                    break

    def _anonymous(self, at: int, end: int, done: set[tuple[int, int]]) -> None:
        a = self.a
        sentence = a.sentence_of[at]
        s = a.sentences[sentence]
        e, stop = self._whose_anonymity(at, sentence)
        if e is None or (id(e), sentence) in done:
            return
        done.add((id(e), sentence))
        begin = at
        while begin > s.first and a.tokens[begin - 1].text not in _BREAKS and a.norm(begin - 1) not in ("who", '"', "”"):
            begin -= 1
        if begin == s.first:
            begin = next((i for i in range(s.first, at) if _is_verb(a, i)), at)
        while begin < at and a.norm(begin) in ("and", "but", "all", "both"):
            begin += 1
        last = end
        while last < min(stop, s.last):
            if a.tokens[last].text in ('"', "“", "”", ";", "—", "–", "--") or (a.norm(last) == "," and _cue_follows(a, last, s)):
                break
            last += 1
        while last > end and a.tokens[last - 1].text in _EDGES:
            last -= 1
        words_ = a.words_of(begin, last)
        e.anonymity = f"{e.anonymity}; {words_}" if e.anonymity else words_
        if not e.named:
            e.kind = SpeakerKind.UNNAMED
            e.descriptions = [d for d in e.descriptions if words_ not in d]

    def _whose_anonymity(self, at: int, sentence: int) -> tuple[_Entity | None, int]:
        """The source that the words at ``at`` are about, and where its copy ends."""
        a = self.a
        near: tuple[int, _Entity] | None = None
        for k, source in enumerate(a.sources):
            e = self.links[k]
            if e is None or not source.spans or e.kind is SpeakerKind.DOCUMENT:
                continue
            for span in source.spans:
                first, last = a.token_range(span)
                if first <= at < last:
                    return e, last
            if source.sentence == sentence and not e.named:
                gap = abs(a.token_range(source.spans[0])[0] - at)
                if near is None or gap < near[0]:
                    near = (gap, e)
        stop = a.sentences[sentence].last
        if near is not None:
            return near[1], stop
        s = a.sentences[sentence]
        verb = next((i for i in range(s.first, at) if _is_verb(a, i)), at)
        heads = {_singular(a.norm(i)) for i in range(s.first, verb)}
        before = [(a.token_range(x.spans[0])[0], self.links[k]) for k, x in enumerate(a.sources) if x.spans]
        earlier = sorted(((n, e) for n, e in before if e is not None and n < at and not e.named), key=lambda x: x[0], reverse=True)
        for n, e in earlier:
            if heads & e.nouns:
                return e, stop
        if earlier and heads & {"he", "she", "they", "person", "people", "source", "who", "official"}:
            n, e = earlier[0]
            if a.sentence_of[n] >= sentence - 3:
                return e, stop
        return None, stop

    def _resolution(self) -> Resolution:
        entities: list[_Entity] = []
        for e in self.links:
            if e is not None and not any(e is x for x in entities):
                entities.append(e)
        entities.sort(key=lambda e: min(e.mentions, default=Span(0, 0)))
        ids = {id(e): f"s{n}" for n, e in enumerate(entities, 1)}
        speakers = tuple(
            Speaker(
                ids[id(e)],
                e.name,
                e.kind,
                _best_description(e),
                e.anonymity,
                tuple(sorted(set(e.mentions))),
            )
            for e in entities
        )
        return Resolution(
            speakers, tuple(ids[id(e)] if e is not None else None for e in self.links), tuple(self.reasons)
        )


_ADJECTIVES = (
    "al",
    "ic",
    "ous",
    "ive",
    "an",
    "ary",
    "ful",
    "less",
    "able",
    "ent",
    "ant",
    "ish",
    "ern",
    "ior",
    "ble",
)
_OFFICES = frozenset({"senator", "governor", "president"})
_EPITHETS = frozenset({"candidate"})
_SIDES = {
    "democratic": "d", "democrat": "d", "d": "d", "dem.": "d",
    "republican": "r", "gop": "r", "r": "r", "libertarian": "l",
}
"""Words of party, by which an epithet may be told from another's."""
_VAGUE = frozenset({"nation", "country", "world", "state", "city", "today", "year", "week", "month", "night"})
_LOOSE = frozenset({"people", "government"})  # kin too wide for one noun to take up another
_KINDS = {
    "person": SpeakerKind.UNNAMED,
    "group": SpeakerKind.GROUP,
    "organization": SpeakerKind.ORGANIZATION,
    "document": SpeakerKind.DOCUMENT,
}


def _best_description(e: _Entity) -> str | None:
    """The first that holds a word for what one is; else the first that is more than an age."""
    if e.parts:
        return None
    every = e.told + e.descriptions
    for d in every:
        if any(_noun(w.strip(",.").lower()) is not None for w in d.split()):
            return d
    return next((d for d in every if not d.isdigit()), every[0] if every else None)


def _is_verb(a: _Article, i: int) -> bool:
    """A word that is like a verb: an auxiliary, a verb of saying, or a past tense by its end."""
    norm = a.norm(i)
    return norm in a.words.soft or norm in a.words.verbs or norm in ("spoke", "sought", "gave", "did") or norm.endswith("ed")


def _cue_follows(a: _Article, comma: int, s: Sentence) -> bool:
    """Whether behind the comma the saying comes: ", said", ", the official said"."""
    return any(a.norm(i) in a.words.verbs for i in range(comma + 1, min(comma + 5, s.last)))


def _description(text: str) -> str:
    """A description without what does not belong: articles alone, marks at the edges."""
    cleaned = text.strip(" ,;:—–-()[]\"“”'")
    party = cleaned[:1] in "RDI" and (len(cleaned) == 1 or cleaned[1:2] in "-.")
    state = cleaned.endswith(".") and cleaned.lower() not in name_words().titles
    if len(cleaned) < 8 and (party or state):
        return ""
    return (
        ""
        if cleaned.lower()
        in ("", "the", "a", "an", "mr.", "mrs.", "ms.", "mr", "ms", "mrs", "dr.", "even", "and")
        else cleaned
    )


RULES: tuple[tuple[str, Callable[[_Sieve, _Form, int], _Entity | None]], ...] = (
    ("joint", _Sieve.joint),
    ("name", _Sieve.name),
    ("transcript", _Sieve.transcript),
    ("first-person", _Sieve.first_person),
    ("pronoun", _Sieve.pronoun),
    ("plural-pronoun", _Sieve.plural_pronoun),
    ("neuter-pronoun", _Sieve.neuter),
    ("relative", _Sieve.relative),
    ("both", _Sieve.both),
    ("possessive", _Sieve.possessive),
    ("same-words", _Sieve.same_words),
    ("description", _Sieve.described_before),
    ("organization", _Sieve.organization_before),
    ("epithet", _Sieve.epithet),
    ("own", _Sieve.fresh),
)
"""The rules, the surest first; each answers with the speaker or passes."""
