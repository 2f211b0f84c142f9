"""Names in the copy: people, organizations, places, with the titles and forms of address before them.

One pass over the tokens finds runs of capitalized words and judges each by lists of words (given names,
titles, words of organizations, places) and by what the article itself shows: a word that stands
capitalized at the start of a sentence only, and small elsewhere, is no name. Linear in the tokens.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from quotediff.lang.lexicon import rows, word_list, word_sequence, words
from quotediff.limits import (
    MAX_BODY_INITIALS,
    MAX_NAME_TOKENS,
    MAX_RUN_REMEMBERED_CHARS,
    MAX_RUNS_REMEMBERED,
    MAX_TITLE_CASE_TOKENS,
)
from quotediff.text.fold import fold
from quotediff.text.sentences import Sentence
from quotediff.text.tokens import Token
from quotediff.values import dataclass, lazy

PERSON = "person"
ORGANIZATION = "organization"
PLACE = "place"
TITLE = "title"
OTHER = "other"
"""What a name may be; ``title`` is an office with nobody's name ("the Treasury Secretary")."""

SUFFIXES = word_list("suffixes")
"""What may follow a family name."""

POSTNOMINALS = word_list("postnominals")
"""Letters behind a name that are no part of it."""

_JUNIOR_SENIOR = word_list("junior_senior")
_NEVER_NAMES = word_list("never_names")
_NAME_JOINERS = word_list("name_joiners")
_NAME_MARKS = frozenset({'"', "“", "”", "``", "''", "'", "‘", "’", ":", "—", "–", "--", "•", "*", "(", "["})
_NO_TITLES = word_list("no_titles")  # kin that is no title
_ENDS_NAMES = word_list("ends_names")  # nouns for a person in which names end: of ships, of firms, a son's
_COMPOUNDS = word_sequence("compound_endings")
_AFTER_NAME = frozenset({"(", ",", ":", "—", "–", "--", "-"})  # marks behind a name that is a line's first
_SAINTS = word_list("saints")
_ONE = word_list("one")
_NAME_OPENING_MARKS = frozenset({'"', "“", "``", "'", "‘"})
_CARRY_ON = frozenset(map(fold, _NAME_OPENING_MARKS)) | {",", "&", "and", "'s"}
_CITED = frozenset({OTHER, ORGANIZATION, PERSON})
_OWNERS_ENDINGS = frozenset({"'s", "'"})
_NAME_CLOSING_MARKS = frozenset({'"', "”", "''", "'", "’"})
_HEADS_TOO = word_list("heads_too")  # "Secretary of State"
_MAX_NAME_WORDS = 6  # of a person
_BEHIND_LISTED = frozenset({",", "and", "&"})
_BEFORE_LISTED = _BEHIND_LISTED | {"by", "—", "–"}
_AFTER_LISTED = _BEHIND_LISTED | {"."}
_FEWEST_SHOUTED = 3  # words with capitals of a line in which these tell nothing
_CAPITAL_INSIDE = regex.compile(  # a handle, "al-Haj", "d'Aubigny", "tSaoi"
    r"@.|(?:[ae][lL]-|[dl]['’])\p{Uppercase}|[th]\p{Uppercase}\p{Lowercase}", regex.DOTALL
)
_INITIAL = regex.compile(r".\.", regex.DOTALL)
_NO_BODIES = word_list("capitals_of_no_body")
_BETWEEN_INITIALS = word_list("between_initials")


class NameMention(NamedTuple):
    """A name as it stands: ``tokens[first:last]`` with the titles before it, ``tokens[name:last]`` without.

    ``kind`` is a guess from the words alone: person, organization, place, title or other. ``gender`` is m,
    f or empty: from the form of address, else from the given name.
    """

    first: int
    name: int
    last: int
    kind: str
    gender: str = ""
    honorific: str = ""


class Word:
    """What a folded word may be in a name, each a bit of ``NameWords.kinds``."""

    GIVEN: Final = 1 << 0
    HONORIFIC: Final = 1 << 1
    PERSON: Final = 1 << 2
    GROUP: Final = 1 << 3
    PARTICLE: Final = 1 << 4
    ORG_LAST: Final = 1 << 5
    ORG_HEAD: Final = 1 << 6
    PLACE: Final = 1 << 7
    PLACE_LAST: Final = 1 << 8
    PLACE_FIRST: Final = 1 << 9
    DEMONYM: Final = 1 << 10
    DATE: Final = 1 << 11
    CLOSED: Final = 1 << 12
    SOFT: Final = 1 << 13
    OPENER: Final = 1 << 14
    VERB: Final = 1 << 15
    APPOSED: Final = 1 << 16
    MODIFIER: Final = 1 << 17
    JOINER: Final = 1 << 18
    OFFICE: Final = 1 << 19
    ORG_FIRST: Final = 1 << 20
    """``PERSON`` and ``GROUP``: a noun for one. ``ORG_LAST``: an organization's last word; ``ORG_HEAD``: one
    that more may follow, "Department" of Justice; ``ORG_FIRST``: the first of several. ``PLACE``: one by
    itself; ``PLACE_LAST`` and ``PLACE_FIRST``: a word of one. ``CLOSED``: in no name; ``SOFT``: of a closed
    class, but it may be. ``OPENER``: begins sentences. ``APPOSED``: describes the name behind it, and is no
    title: "Passenger Poe". ``MODIFIER``: begins no name before a small letter: "Local radio". ``JOINER``:
    within a body's name. ``OFFICE``: a title, and a given name or a company: "Dean", "Canon".
    """


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists that names are judged by; folded. ``kinds`` has what each word may be (see ``Word``)."""

    given: Mapping[str, str]
    honorifics: Mapping[str, str]
    titles: Mapping[str, str]
    title_heads: frozenset[str]  # first words of titles
    org_last: frozenset[str]
    places: frozenset[str]
    demonyms: frozenset[str]
    dates: frozenset[str]
    closed: frozenset[str]
    soft: frozenset[str]
    verbs: frozenset[str]
    apposed: frozenset[str]
    kinds: Mapping[str, int]

    def kind(self, norm: str) -> int:
        """What a word may be; 0 if no list has it."""
        return self.kinds.get(norm, 0)


def _pairs(name: str) -> dict[str, str]:
    """A file of two columns as a dictionary."""
    return {row[0]: row[1] for row in rows(name, 2)}


def _listed(name: str, code: str) -> frozenset[str]:
    """The words of a file of two columns that have ``code`` in the second."""
    return frozenset([word for word, kind in rows(name, 2) if kind == code])


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    given, org_first, demonyms = _pairs("first_names"), _listed("org_words", "f"), words("demonyms")
    org_last = frozenset(_pairs("org_words")) - org_first
    closed, soft = _closed_words()
    honorifics = {word: gender.replace("-", "") for word, gender in rows("honorifics", 2)}
    dates = _NEVER_NAMES.union(_pairs("calendar"))
    verbs = frozenset([form for forms, *_ in rows("cues", 4) for form in forms.split()])
    persons = _role_nouns("person")
    titles = {noun: noun for noun, kin in persons.items() if kin not in _NO_TITLES} | _pairs("titles")
    apposed = frozenset((persons.keys() | _companies()) - org_last - titles.keys() - given.keys())
    kinds = {
        Word.GIVEN: given,
        Word.HONORIFIC: honorifics,
        Word.PERSON: persons,
        Word.GROUP: _role_nouns("group"),
        Word.PARTICLE: words("name_particles"),
        Word.ORG_LAST: org_last,
        Word.ORG_HEAD: _listed("org_words", "h"),
        Word.ORG_FIRST: org_first,
        Word.PLACE: words("places"),
        Word.PLACE_LAST: _listed("place_words", "l"),
        Word.PLACE_FIRST: _listed("place_words", "f"),
        Word.DEMONYM: demonyms,
        Word.DATE: dates,
        Word.CLOSED: closed,
        Word.SOFT: soft,
        Word.OPENER: words("sentence_openers"),
        Word.VERB: verbs,
        Word.APPOSED: apposed,
        Word.MODIFIER: words("body_modifiers"),
        Word.JOINER: _NAME_JOINERS,
        Word.OFFICE: (titles.keys() & given.keys()) | word_list("offices_before_names"),
    }
    return NameWords(
        given,
        honorifics,
        titles,
        frozenset([title.split(" ", 1)[0] for title in titles]),
        org_last,
        words("places"),
        demonyms,
        dates,
        closed,
        soft,
        verbs,
        apposed,
        _by_word(kinds),
    )


def _by_word(lists: Mapping[int, Collection[str]]) -> Mapping[str, int]:
    """The bits of each word, from the words of each bit."""
    kinds: defaultdict[str, int] = defaultdict(int)
    for bit, listed in lists.items():
        for word in listed:
            kinds[word] |= bit
    return dict(kinds)


def _role_nouns(kind: str) -> dict[str, str]:
    """The nouns for a person, or for a group, each with its kin."""
    return {noun: kin for noun, of, _, kin in rows("role_nouns", 4) if of == kind}


def _companies() -> set[str]:
    return {noun for noun, _, _, kin in rows("role_nouns", 4) if kin == "company"}


def _closed_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that are in no name, and auxiliaries, times and adverbs, which may be."""
    classes = rows("closed_classes", 2)
    soft = frozenset(w for w, c in classes if c in ("aux", "time", "adv"))
    hard = frozenset(w for w, c in classes if c not in ("aux", "time"))
    closed = hard | {row[0] for row in rows("pronouns", 4)}
    return closed, soft - closed


def is_capitalized(text: str) -> bool:
    """A word that begins as a name does: a capital, also behind a small article ("al-Haj"); a handle."""
    return text[0].isupper() or _CAPITAL_INSIDE.match(text) is not None


def small_words_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The words that stand without a capital somewhere in the article, folded."""
    return frozenset([norm for _, _, text, norm in tokens if text == norm])


def find_names(
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    small: Collection[str] | None = None,
    namesakes: Collection[int] = (),
    cited: Collection[int] = (),
) -> tuple[NameMention, ...]:
    """All names in ``tokens``, in order, none overlapping another; linear.

    Args:
        tokens: of the whole article.
        sentences: of the whole article; a name crosses no sentence.
        small: what ``small_words_of`` says of the tokens, if it is known already.
        namesakes: the tokens that are names though they are words as well (``extraction.namesakes``).
        cited: the tokens with which sources begin: what has capitals there is a name even in a title.
    """
    if small is None:
        small = small_words_of(tokens)
    return _Finder(tokens, sentences, small, namesakes, cited).run()


def classify_name(run: Sequence[Token]) -> NameMention:
    """What a run of capitalized words is, by the words alone; positions are of ``run``."""
    verdict = _classified(run[0].text, [t.norm for t in run], one=False)
    return NameMention(0, verdict.bare, verdict.width, verdict.kind, verdict.gender, verdict.honorific)


def _is_seat(norm: str) -> bool:
    """``R-Tex``, ``D-N.Y.``: a party and a state, behind the name of who sits for them."""
    return len(norm) < 10 and norm[:2] in ("r-", "d-", "i-")


class _NameClass(NamedTuple):
    """What a run is: where its bare name begins, how many words it has, and a ``NameMention``'s facts."""

    bare: int
    width: int
    kind: str
    gender: str = ""
    honorific: str = ""


class _Run(NamedTuple):
    """A run of capitalized words, without letters behind a name, and what its titles say.

    ``text`` is its first word as it stands; ``one``: "the" or "a" stands before it. ``bare`` is where its
    name begins behind its titles; ``gender`` and ``honorific`` are those of its form of address.
    """

    text: str
    norms: Sequence[str]
    kinds: Sequence[int]
    one: bool
    bare: int
    gender: str
    honorific: str

    @property
    def rest(self) -> Sequence[str]:
        """The words behind its titles."""
        return self.norms[self.bare :]

    def has(self, kind: int, first: int = 0) -> bool:
        """Whether one of its words from ``first`` on is of a kind."""
        return any(k & kind for k in self.kinds[first:])


@lru_cache(maxsize=MAX_RUNS_REMEMBERED)
def _classify(text: str, run: tuple[str, ...], one: bool) -> _NameClass:  # noqa: FBT001 - a keyword costs more
    """The verdict on a run, which is the same in any article; see ``_classified``."""
    return _classified(text, run, one=one)


def _classified(text: str, norms: Sequence[str], *, one: bool) -> _NameClass:
    """What a run is, wherever it stands: judged by its words; see ``_Run``."""
    last = len(norms)
    while last > 2 and norms[last - 1] in POSTNOMINALS:
        last -= 1
    norms = norms[:last]
    run = _Run(text, norms, [*map(name_words().kind, norms)], one, *_behind_titles(norms))
    kind = next((kind for kind, holds in _no_persons(run) if holds(run)), "")
    if kind:
        return _NameClass(0, last, kind)
    bare = run.bare or _behind_modifiers(norms, run.kinds)
    rest = norms[bare:]
    if bare and len(rest) == 1 and norms[bare - 1] in words("regal_titles"):
        bare -= 1
    hint = run.gender or name_words().given.get(rest[0], "").replace("u", "")
    if _is_titled_person(run) or _reads_as_person(rest):
        return _NameClass(bare, last, PERSON, hint, run.honorific)
    if _alone_is_organization(run, rest):
        return _NameClass(0, last, ORGANIZATION)
    return _NameClass(bare, last, OTHER, hint, run.honorific)


def _is_somebody_of_a_group(run: _Run) -> bool:
    """A noun for a person behind an article: "the Democrat"."""
    return run.one and run.has(Word.PERSON)


def _is_all_titles(run: _Run) -> bool:
    return run.bare == len(run.norms)


def _is_listed_place(run: _Run) -> bool:
    return " ".join(run.norms) in name_words().places


def _is_department(run: _Run) -> bool:
    """A body and what it is of: "Department of Justice", with no form of address."""
    return not run.honorific and run.has(Word.JOINER) and run.has(Word.ORG_HEAD, run.bare)


def _ends_as_organization(run: _Run) -> bool:
    """The last word is one of organizations: "Harbor Trust"."""
    return run.has(Word.ORG_LAST, -1)


def _is_organization_of_office(run: _Run) -> bool:
    """A title that is part of a body's name: "Attorney General Office"."""
    return run.has(Word.ORG_HEAD, -1) and not run.kinds[run.bare] & Word.GIVEN


def _is_company(run: _Run) -> bool:
    """A noun for a person within a company's name: "Blue Anchor Lines", not "Blue Anchor Ann Lines"."""
    if run.kinds[0] & (Word.PERSON | Word.HONORIFIC) or run.norms[0] in name_words().title_heads:
        return False
    return run.has(Word.ORG_LAST, -1) and not run.has(Word.GIVEN, run.bare)


def _begins_as_organization(run: _Run) -> bool:
    """The first word is one of organizations: "Banco Tarn"."""
    return run.kinds[0] & Word.ORG_FIRST != 0


def _reads_as_place(run: _Run) -> bool:
    """The first or the last word is one of places: "South China Sea"."""
    if run.kinds[0] & Word.GIVEN:
        return False
    return bool(run.kinds[-1] & Word.PLACE_LAST or run.kinds[0] & Word.PLACE_FIRST)


def _reads_as_somebody_from(run: _Run) -> bool:
    """A noun for a person behind a place or a nation: "the Wisconsin Republican"."""
    if not run.has(Word.PERSON, -1):
        return False
    return " ".join(run.norms[:-1]) in name_words().places or bool(run.kinds[-2] & Word.DEMONYM)


_Rules = tuple[tuple[str, Callable[[_Run], bool]], ...]

_OF_TITLED: _Rules = (
    (TITLE, _is_all_titles),
    (PLACE, _is_listed_place),
    (ORGANIZATION, _is_department),
    (ORGANIZATION, _is_organization_of_office),
    (ORGANIZATION, _is_company),
    (TITLE, _reads_as_somebody_from),
)
_OF_ONE_WORD: _Rules = ((TITLE, _is_somebody_of_a_group), (PLACE, _is_listed_place))
_OF_SEVERAL_WORDS: _Rules = (
    (PLACE, _is_listed_place),
    (ORGANIZATION, _is_department),
    (ORGANIZATION, _ends_as_organization),
    (ORGANIZATION, _begins_as_organization),
    (PLACE, _reads_as_place),
    (TITLE, _reads_as_somebody_from),
)


def _no_persons(run: _Run) -> _Rules:
    """What a run of its sort is if it is no person nor anything else: the first that holds."""
    if run.bare:
        return _OF_TITLED
    if len(run.norms) == 1:
        return _OF_ONE_WORD
    return _OF_SEVERAL_WORDS


def _is_titled_person(run: _Run) -> bool:
    """Whether a title stands before what is no place: "Mayor Poe", not "Mayor of London"."""
    return run.bare > 0 and " ".join(run.rest) not in name_words().places


def _has_particle_pair(norms: Sequence[str]) -> bool:
    """Whether two words stand together as they do only in names of people: "mac an", "in 't"."""
    return not words("name_particle_pairs").isdisjoint([f"{a} {b}" for a, b in pairwise(norms)])


def _reads_as_person(rest: Sequence[str]) -> bool:
    """Two to six words of which the first is a given name, or with an initial or a suffix."""
    kinds = [*map(name_words().kind, rest)]
    if not 2 <= len(rest) <= _MAX_NAME_WORDS or kinds[-1] & Word.ORG_LAST:
        return False
    if "&" in rest or any(kind & Word.JOINER for kind in kinds):
        return False
    if _has_particle_pair(rest):
        return True
    return bool(kinds[0] & Word.GIVEN) or rest[-1] in SUFFIXES or any(map(_INITIAL.fullmatch, rest[:-1]))


def _alone_is_organization(run: _Run, rest: Sequence[str]) -> bool:
    """One word that names an organization: "Guardian", "NATO"."""
    if len(run.norms) == 1 and len(run.text) > 1 and run.text.isupper():
        return run.text.lower() not in _NO_BODIES
    if len(rest) > 1 or len(rest[0]) <= 3:
        return False
    return name_words().kind(rest[0]) & (Word.ORG_LAST | Word.GROUP) == Word.ORG_LAST


def _behind_modifiers(norms: Sequence[str], kinds: Sequence[int]) -> int:
    """Where the name begins behind words of nation, party or place: "New Hampshire Sanders"."""
    bare, last = 0, len(norms) - 1
    while bare < last and kinds[bare] & Word.DEMONYM and kinds[bare + 1] & Word.GIVEN:
        bare += 1
    bare += _place_width(norms, kinds, bare)
    if kinds[bare] & Word.GIVEN:
        return bare
    return _given_inside(norms, kinds, bare)


def _place_width(norms: Sequence[str], kinds: Sequence[int], first: int) -> int:
    """How many words a place has that begins at ``first`` and stands before a name; 0 if none does."""
    places, last = name_words().places, len(norms) - 1
    widths = range(min(3, last - first), 0, -1)
    width = next((w for w in widths if " ".join(norms[first : first + w]) in places), 0)
    if width == 1 and kinds[first] & Word.GIVEN:
        return 0
    behind = first + width
    if behind == last or kinds[behind] & Word.GIVEN:
        return width
    return 0


def _given_inside(norms: Sequence[str], kinds: Sequence[int], bare: int) -> int:
    """Where a given name opens the last two or three words: "Harbor Master Ann Poe"; else ``bare``."""
    last = len(norms) - 1
    if kinds[last] & Word.ORG_LAST:
        return bare
    given = name_words().given
    inside = range(max(bare + 1, last - 2), last)
    return next((k for k in inside if given.get(norms[k], "u") != "u"), bare)


def _behind_titles(norms: Sequence[str]) -> tuple[int, str, str]:
    """Where the name begins behind the last title; the gender and the form of address of it."""
    bare, gender, honorific = 0, "", ""
    honorifics = name_words().honorifics
    for index, word in enumerate(norms):
        if word in honorifics and _is_address(norms, index, bare):
            bare = index + 1
            honorific = word
            gender = honorifics[word] or gender
        elif width := _title_at(norms, index, bare):
            bare = max(bare, index + width)
    if bare < len(norms) and norms[bare] in _NAME_JOINERS:
        return 0, "", ""
    return bare, gender, honorific


def _is_address(norms: Sequence[str], index: int, bare: int) -> bool:
    """Whether a form of address is one where it stands: "M. Dupont", not "Harry M. Reid"."""
    if index > bare and len(norms[index]) == 2:
        return False
    return index == bare or index < len(norms) - 1


def _title_at(norms: Sequence[str], index: int, bare: int) -> int:
    """How many words a title has that begins at ``index``; 0 if none does."""
    given, before_last = name_words().given, len(norms) - 2
    if index > 0 and norms[index - 1] in _NAME_JOINERS:
        return 0  # "Department of Justice"
    if index == before_last and norms[index] in given:
        return 0  # "Attorney General Dean Poe"
    width = _title_width(norms, index)
    if index == 0:
        return width or int(_reads_as_post(norms))
    if index + width < len(norms) or bare == len(norms):
        return width
    if norms[bare] in given or norms[index] in _ENDS_NAMES:
        return 0  # a family name: "Howard Dean"; a ship or a firm: "Fell Trader"
    return width


def _reads_as_post(norms: Sequence[str]) -> bool:
    """Whether the first of several words is a noun for a person: "Passenger Dev Chaudhry"."""
    return len(norms) > 2 and name_words().kind(norms[0]) & (Word.PERSON | Word.GIVEN) == Word.PERSON


def _title_width(norms: Sequence[str], k: int) -> int:
    """How many words the longest title at ``k`` has: "Professors" and "co-chair" are some too."""
    word, titles = norms[k], name_words().titles
    if word in name_words().title_heads:
        widths = range(min(3, len(norms) - k), 0, -1)
        width = next((w for w in widths if " ".join(norms[k : k + w]) in titles), 0)
        if width:
            return width
    if word.endswith("s") and k < len(norms) - 1 and word[:-1] in titles:
        return 1
    return int(word.startswith("co-") and word[3:] in titles)


class _Finder:
    """One article's search: what is capitalized where, then the runs."""

    def __init__(
        self,
        tokens: Sequence[Token],
        sentences: Sequence[Sentence],
        small: Collection[str],
        namesakes: Collection[int],
        cited: Collection[int],
    ) -> None:
        self.namesakes = namesakes
        self.cited = cited
        self.tokens = tokens
        self.sentences = sentences
        self.words = name_words()
        self.small = small
        self.inner: set[str] = set()
        self.capitals: list[list[int]] = []  # of each sentence, the tokens that begin as a name does
        self.shouted: list[bool] = []
        # what folding leaves as it is has no capital but the dotted one of Turkish
        written = [
            index
            for index, (_, _, text, norm) in enumerate(tokens)
            if (text != norm or text[0] == "@" or "\u0130" in norm) and is_capitalized(text)
        ]
        self.kind_of = kind_of = self.words.kinds.get
        date, barred = Word.DATE, Word.DATE | Word.CLOSED
        self.kinds = {i: kind_of(tokens[i][3], 0) for i in written}
        self.big = {i for i in written if not self.kinds[i] & date}.union(namesakes)
        self.bound = {i for i in written if not self.kinds[i] & barred}.union(namesakes)
        self.offices = {tokens[i].norm for i in written if self._is_office(i)}
        at = 0
        for sentence in sentences:
            end = bisect_left(written, sentence.last, at)
            self._look_over(sentence, written[at:end])
            at = end

    def _is_office(self, i: int) -> bool:
        """Whether a word that may be a name as well is an office: "the Dean", "Canon Ann Poe"."""
        if not self.kinds[i] & Word.OFFICE:
            return False
        if self.kinds[i] & Word.GIVEN:
            return self.tokens[i].norm in self.small or (i > 0 and self.tokens[i - 1].norm in _ONE)
        return self.kinds.get(i + 1, 0) & Word.GIVEN != 0

    @lazy
    def _families(self) -> frozenset[tuple[str, ...]]:
        """The words behind others with a capital that are no office: Poe, of "Ann Poe"."""
        others = [i + 1 for i in self.big if self.tokens[i].norm not in self.offices]
        return frozenset([(self.tokens[i].norm,) for i in self.big.intersection(others)])

    def _look_over(self, sentence: Sentence, capitals: list[int]) -> None:
        """Looks at one sentence: whether it is shouted, and which capitals stand within it."""
        shouted = self._is_shouted(sentence, len(capitals))
        self.capitals.append(capitals)
        self.shouted.append(shouted)
        if not shouted:
            inside = (index for index in capitals if self._is_inside(index, sentence))
            self.inner.update([self.tokens[index].norm for index in inside])

    def _is_shouted(self, sentence: Sentence, capitals: int) -> bool:
        """Whether most of a sentence is capitalized: a headline, a list, shouting."""
        if capitals < _FEWEST_SHOUTED or 3 * capitals <= sentence.last - sentence.first:
            return False
        content = [
            token
            for token in self.tokens[sentence.first : sentence.last]
            if len(token.text) > 2 and token.norm not in self.words.closed
        ]
        big = sum(t.text[0].isupper() for t in content)
        return big >= _FEWEST_SHOUTED and big > 12 * sum(t.text[0].islower() for t in content)

    def _is_inside(self, i: int, sentence: Sentence) -> bool:
        """Whether a token has words before it in its sentence: its capital is its own."""
        return i > sentence.first and self.tokens[i - 1].text not in _NAME_MARKS

    def run(self) -> tuple[NameMention, ...]:
        """The names of running copy, then of title-case lines by the words those names hold."""
        found: list[NameMention] = []
        for k, shouted in enumerate(self.shouted):
            if not shouted:
                found.extend(self._names(k))
        if any(self.shouted):
            known = self._known_runs(found)
            for k, shouted in enumerate(self.shouted):
                if shouted:
                    found.extend(self._names_of_title_case(k, known))
            found.sort(key=lambda m: m.first)
        return tuple(self._with_long_forms(found))

    def _with_long_forms(self, found: Sequence[NameMention]) -> Iterator[NameMention]:
        """The names, those before their own initials whole: Varnish and Dock Office (VDO)."""
        wholes = [whole for m in found if (whole := self._long_form(m)) is not None]
        taken = {i for m in wholes for i in range(m.first, m.last)}
        yield from sorted([*wholes, *(m for m in found if taken.isdisjoint((m.first, m.last - 1)))])

    def _long_form(self, m: NameMention) -> NameMention | None:
        """The body that initials behind it are of; None if nothing before them begins so."""
        letters = self.tokens[m.first].norm.replace(".", "")
        width = self._before_initials(m)
        if not width or not 1 < len(letters) <= MAX_BODY_INITIALS:
            return None
        first = last = m.first - width
        for letter in reversed(letters):
            first -= 1
            while first > 0 and self.tokens[first].norm in _BETWEEN_INITIALS:
                first -= 1
            if first < 0 or self.tokens[first].norm[0] != letter or not self.tokens[first].text[0].isupper():
                return None
        return NameMention(first, first, last, ORGANIZATION)

    def _before_initials(self, m: NameMention) -> int:
        """How many tokens stand between a body and its initials: “(VDO)” one, “, or VDO,” two; else 0."""
        if m.last - m.first > 1:
            return 0
        beside = [t.text for t in self.tokens[max(m.first - 2, 0) : m.last + 1]]
        if beside[-3:-2] == ["("] and beside[-1] == ")":
            return 1
        return 2 if beside[:2] == [",", "or"] and self.tokens[m.first].text.isupper() else 0

    def _known_runs(self, found: Sequence[NameMention]) -> set[tuple[str, ...]]:
        """The words of the names found, and what may be short for them."""
        known: set[tuple[str, ...]] = set()
        for name in found:
            if name.kind != TITLE:
                norms = tuple(t.norm for t in self.tokens[name.name : name.last])
                known.update(norms[k:] for k in range(len(norms)))
            if name.kind == PERSON:
                known.add((self.tokens[name.name].norm,))
        return known

    def _names_of_title_case(self, k: int, known: Collection[tuple[str, ...]]) -> list[NameMention]:
        """The names of sentence ``k``, in which capitals tell nothing: "Sen. Jane Roe:", and known ones."""
        labels = [name for name in self._names(k) if self._stands_alone(name, self.sentences[k])]
        taken = {i for name in labels for i in range(name.first, name.last)}
        return labels + [name for name in self._known(k, known) if name.first not in taken]

    def _stands_alone(self, name: NameMention, sentence: Sentence) -> bool:
        """Whether a name in a title-case line is a label or cited, and ends before a mark or the line."""
        if self._is_listed(name, sentence):
            return True
        if name.last < sentence.last and self.tokens[name.last].text not in _AFTER_NAME:
            return False
        if name.first in self.cited and name.kind in _CITED:
            return True
        return name.kind == PERSON and self._is_label(name, sentence)

    def _is_listed(self, name: NameMention, sentence: Sentence) -> bool:
        """Whether a full name stands apart in a byline or a signature: “By Ann Poe and Bo Daly”."""
        if not any(holds(name) for holds in (self._is_full_person, self._shares_family_name)):
            return False
        begins = name.first == sentence.first or self.tokens[name.first - 1].norm in _BEFORE_LISTED
        return begins and (name.last == sentence.last or self.tokens[name.last].norm in _AFTER_LISTED)

    def _is_full_person(self, name: NameMention) -> bool:
        """Whether a name is a person's in full."""
        return name.kind == PERSON and self._is_full(name)

    def _shares_family_name(self, name: NameMention) -> bool:
        """Whether a given name alone is joined to a name: the *Tom* of “Tom and Ida Roe”."""
        behind = [token.norm for token in self.tokens[name.first + 1 : name.last + 1]]
        return behind in (["and"], ["&"]) and self._is(name.first, Word.GIVEN)

    def _is_full(self, name: NameMention) -> bool:
        """Whether a name has two or three words, the first of them a given name."""
        return 1 < name.last - name.name < 4 and bool(self.kinds[name.name] & Word.GIVEN)

    def _is_label(self, name: NameMention, sentence: Sentence) -> bool:
        """Whether a name has a title, or is all that stands beside its line's colon."""
        return name.name > name.first or self._heads(name, sentence)

    def _heads(self, name: NameMention, sentence: Sentence) -> bool:
        """Whether a full name is all that stands before or behind a line's colon: “Maker Q&A: Jane Roe”."""
        if not self._is_full(name):
            return False
        if name.last >= sentence.last:
            return self.tokens[name.first - 1].text == ":"
        return name.first == sentence.first and self.tokens[name.last].text == ":"

    def _begins(self, i: int, sentence: Sentence) -> bool:
        """Whether token ``i``, which has a capital, may begin a name."""
        if i in self.namesakes or self.tokens[i].text[0] == "@":
            return True
        if self.kinds[i] & (Word.DATE | Word.CLOSED) or self._is_no_name(i, sentence) or self._goes_on(i):
            return False
        if self.kinds[i] & Word.HONORIFIC or self.tokens[i].norm in self.inner:
            return True
        return self._is_inside(i, sentence) or self._opens_name(i, sentence)

    def _opens_name(self, i: int, sentence: Sentence) -> bool:
        """Whether the word at ``i``, whose capital may be that of a sentence's start, begins a name."""
        norm, kind, follows = self.tokens[i].norm, self.kinds[i], self._cap_at(i + 1, sentence)
        if norm.endswith(("ing", "ly")) and not kind & (Word.PLACE | Word.GIVEN):
            return follows  # "Speaking in Paris", "Nearly all"
        if kind & Word.PARTICLE:
            return follows or (self._cap_at(i + 2, sentence) and self._is_particle(i + 1))
        if follows and kind & Word.APPOSED:
            return False
        if kind & Word.VERB:
            return norm not in self.small and kind & Word.GIVEN != 0
        if norm in self.small or kind & (Word.SOFT | Word.OPENER):
            return follows and (kind & Word.GIVEN != 0 or self._opens_title(i))
        return True

    def _opens_title(self, i: int) -> bool:
        """Whether the words at ``i`` and behind it are a title."""
        return f"{self.tokens[i].norm} {self.tokens[i + 1].norm}" in self.words.titles

    def _is_no_name(self, i: int, sentence: Sentence) -> bool:
        """“A”, “I'm”, “U.S.-led”, “R-Tex.”; an initial with no name behind it; “Local” of “Local radio”."""
        text, norm = self.tokens[i].text, self.tokens[i].norm
        if len(text) == 1 or norm.startswith("i'"):
            return True
        if "-" in norm and (norm.endswith(_COMPOUNDS) or _is_seat(norm)):
            return True
        if self._cap_at(i + 1, sentence):
            return False
        if i == sentence.first and self.kinds[i] & Word.MODIFIER:
            return True
        return len(text) == 2 and text[1] == "."

    def _goes_on(self, i: int) -> bool:
        """Whether token ``i`` is no name but goes on with what stands before it: “Va.” of “R-W.Va.”."""
        t, before = self.tokens[i], self.tokens[i - 1]
        if before.end != t.start:
            return False
        if before.text == "." and i > 1:
            before = self.tokens[i - 2]  # "R-W", ".", "Va."
        return _is_seat(before.norm) and t.start - before.end < 2

    def _is(self, i: int, kind: int) -> bool:
        """Whether token ``i`` may be of a kind."""
        return self.kind_of(self.tokens[i][3], 0) & kind != 0

    def _cap_at(self, i: int, sentence: Sentence) -> bool:
        """Whether token ``i`` is of the sentence and has a capital, and is no date."""
        return i < sentence.last and i in self.big

    def _names(self, k: int) -> list[NameMention]:
        """The names of sentence ``k``."""
        sentence = self.sentences[k]
        found = []
        end = sentence.first
        for index in self.capitals[k]:
            if index >= end and self._begins(index, sentence):
                end = self._extend(index, sentence)
                found.append(self._classify_run(index, end))
        return found

    def _extend(self, i: int, sentence: Sentence) -> int:
        """Where the run that begins at ``i`` ends."""
        j = i + 1
        stop = min(sentence.last, i + MAX_NAME_TOKENS)
        if self.tokens[i].text[0] == "@":
            return j
        joined = False  # whether it has the head of an organization and a joiner
        while j < stop:
            width = self._step(i, j, sentence, joined=joined)
            if not width:
                break
            if self._is(j - 1, Word.ORG_HEAD) and self._is(j, Word.JOINER):
                joined = True
            j += width
        return j

    def _step(self, i: int, j: int, sentence: Sentence, *, joined: bool) -> int:
        """How many tokens from ``j`` carry on the run that began at ``i``; 0 where it ends."""
        token = self.tokens[j]
        if j in self.kinds:
            return int(j in self.bound and token.text[0] != "@")
        if token.norm not in _CARRY_ON and not self._is_particle(j, Word.PARTICLE | Word.JOINER):
            return 0
        following = self.tokens[j + 1].norm if j + 1 < sentence.last else ""
        if token.norm == "," and following in _JUNIOR_SENIOR:
            return 2
        if self._cap_at(j + 1, sentence) and self._binds(i, j, following, joined=joined):
            return 2
        behind = self._behind_particles(j, sentence)
        if self._cap_at(behind, sentence):
            return behind + 1 - j
        if self._joins(i, j, joined=joined):
            behind = j + 1 + (following == "the")
        else:
            behind = self._behind_nickname(j, sentence) or behind
        if self._cap_at(behind, sentence):
            return behind + 1 - j
        return 0

    def _behind_particles(self, j: int, sentence: Sentence) -> int:
        """Where up to three particles that begin at ``j`` end: "van", "de la"."""
        stop = min(j + 3, sentence.last)
        return next((k for k in range(j, stop) if not self._is_particle(k)), stop)

    def _is_particle(self, i: int, kinds: int = Word.PARTICLE) -> bool:
        """Whether a word stands small in names: "van", "an" of "Mac an Ghoill", "in" of "in 't Veld"."""
        if self._is(i, kinds):
            return True
        return _has_particle_pair([t.norm for t in self.tokens[max(i - 1, 0) : i + 2]])

    def _binds(self, i: int, j: int, following: str, *, joined: bool) -> bool:
        """Whether a small word at ``j`` stands within a name: "&", "'s" before "Office"."""
        norm = self.tokens[j].norm
        if norm == "&":
            return True
        if norm == "and":
            return joined
        if norm not in _OWNERS_ENDINGS or not self.words.kind(following) & Word.ORG_HEAD:
            return False
        return norm == "'" or self._owns_body([x.norm for x in self.tokens[i:j]])

    def _owns_body(self, run: Sequence[str]) -> bool:
        """Whether an owner is part of a body's name: St. Ann's Hospital, Workers' Union, Sheriff's Office."""
        titles = self.words.titles
        if run[-1] in titles or run[0] in _SAINTS or self.words.kind(run[0]) & Word.GROUP:
            return True
        return len(run) > 1 and not any(x in titles or x in self.words.given for x in run)

    def _joins(self, i: int, j: int, *, joined: bool) -> bool:
        """Whether the small word at ``j`` may stand inside a name: behind an organization or a title."""
        norm = self.tokens[j].norm
        if norm == "in":
            return joined and self.tokens[i].norm == "citizens"
        if norm == "of" and self.tokens[j - 1].norm in _HEADS_TOO:
            return True
        return self._is(j, Word.JOINER) and self._is(j - 1, Word.ORG_HEAD)

    def _behind_nickname(self, j: int, sentence: Sentence) -> int:
        """Where the name goes on behind a nickname: ``"Nick" Family``, ``"Big Nick" Family``; else 0."""
        texts = [token.text for token in self.tokens[j : min(j + 4, sentence.last)]]
        if texts[0] not in _NAME_OPENING_MARKS or not self._is(j - 1, Word.GIVEN):
            return 0
        closed = (k for k in (2, 3) if not _NAME_CLOSING_MARKS.isdisjoint(texts[k : k + 1]))
        return next((j + k + 1 for k in closed if self.big.issuperset(range(j + 1, j + k))), 0)

    def _classify_run(self, first: int, last: int) -> NameMention:
        """What the run is, and where its bare name begins."""
        one = first > 0 and self.tokens[first - 1].norm in _ONE
        run = self.tokens[first:last]
        if run[0].norm in self.offices and tuple([t.norm for t in run[1:]]) in self._families:
            return NameMention(first, first + 1, last, PERSON)  # "Dean Poe", the dean Ann Poe
        short = run[-1].end - run[0].start <= MAX_RUN_REMEMBERED_CHARS
        judged = _classify if short else _classify.__wrapped__
        bare, width, kind, gender, honorific = judged(run[0].text, tuple([t.norm for t in run]), one)
        if kind == TITLE and last - first == 1 and first in self.namesakes and not one:
            kind = OTHER  # "Cook said", where the article names a Peter Cook
        return NameMention(first, first + bare, first + width, kind, gender, honorific)

    def _known(self, k: int, known: Collection[tuple[str, ...]]) -> list[NameMention]:
        """Names in a title-case line: the longest runs that are names, or their ends, in the running copy."""
        sentence = self.sentences[k]
        found = []
        end = sentence.first
        for index in self.capitals[k]:
            if index < end or self.tokens[index].norm in self.words.closed:
                continue
            norms = tuple(
                t.norm for t in self.tokens[index : min(sentence.last, index + MAX_TITLE_CASE_TOKENS)]
            )
            width = next((w for w in range(len(norms), 0, -1) if norms[:w] in known), 0)
            if width:
                end = index + width
                found.append(self._classify_run(index, end))
        return found
