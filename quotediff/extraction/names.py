"""Names in the copy: people, organizations, places, with the titles and forms of address before them.

One pass over the tokens finds runs of capitalized words and judges each by lists of words (given names,
titles, words of organizations, places) and by what the article itself shows: a word that stands
capitalized at the start of a sentence only, and small elsewhere, is no name. Linear in the tokens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from quotediff.lang.lexicon import rows, word_list, word_sequence, words
from quotediff.limits import (
    MAX_BODY_INITIALS,
    MAX_NAME_TOKENS,
    MAX_RUN_REMEMBERED_CHARS,
    MAX_RUNS_REMEMBERED,
    MAX_TITLE_CASE_TOKENS,
)
from quotediff.text.sentences import Sentence
from quotediff.text.tokens import Token
from quotediff.values import dataclass

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
_COMPOUNDS = word_sequence("compound_endings")
_AFTER_NAME = frozenset({"(", ",", ":", "—", "–", "--", "-"})  # marks behind a name that is a line's first
_SAINTS = word_list("saints")
_ONE = word_list("one")
_NAME_OPENING_MARKS = frozenset({'"', "“", "``", "'", "‘"})
_NAME_CLOSING_MARKS = frozenset({'"', "”", "''", "'", "’"})
_HEADS_TOO = word_list("heads_too")  # "Secretary of State"
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


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists that names are judged by; folded."""

    given: Mapping[str, str]
    honorifics: Mapping[str, str]
    titles: Mapping[str, str]
    title_heads: frozenset[str]  # first words of titles
    persons: frozenset[str]
    groups: frozenset[str]
    particles: frozenset[str]
    org_last: frozenset[str]
    org_head: frozenset[str]
    places: frozenset[str]
    place_last: frozenset[str]
    place_first: frozenset[str]
    demonyms: frozenset[str]
    dates: frozenset[str]
    closed: frozenset[str]
    soft: frozenset[str]
    verbs: frozenset[str]
    openers: frozenset[str]
    apposed: frozenset[str]  # describe the name behind them, and are no title: "Passenger Poe"
    modifiers: frozenset[str]  # begin no name before a small letter: "Local radio"


def _pairs(name: str) -> dict[str, str]:
    """A file of two columns as a dictionary."""
    return {row[0]: row[1] for row in rows(name, 2)}


@cache
def name_words() -> NameWords:
    """The lists, read once."""
    org = rows("org_words", 2)
    hard, soft = _closed_words()
    nouns = rows("role_nouns", 4)
    titles = {n: n for n, kind, _, kin in nouns if kind == "person" and kin not in _NO_TITLES}
    titles |= _pairs("titles")
    kept = {w for w, _ in org} | set(titles) | {w for w, _ in rows("first_names", 2)}
    described = {n for n, kind, _, kin in nouns if kind == "person" or kin == "company"}
    return NameWords(
        given=_pairs("first_names"),
        honorifics={w: g.replace("-", "") for w, g in rows("honorifics", 2)},
        titles=titles,
        title_heads=frozenset([title.split(" ", 1)[0] for title in titles]),
        persons=frozenset(n for n, kind, _, _ in nouns if kind == "person"),
        groups=frozenset(n for n, kind, _, _ in nouns if kind == "group"),
        particles=words("name_particles"),
        org_last=frozenset(w for w, _ in org),
        org_head=frozenset(w for w, k in org if k == "h"),
        places=words("places"),
        place_last=frozenset(w for w, where in rows("place_words", 2) if where == "l"),
        place_first=frozenset(w for w, where in rows("place_words", 2) if where == "f"),
        demonyms=words("demonyms"),
        apposed=frozenset(described - kept),
        dates=_NEVER_NAMES | {word for word, _ in rows("calendar", 2)},
        closed=hard,
        soft=soft - hard,
        openers=words("sentence_openers"),
        modifiers=words("body_modifiers"),
        verbs=frozenset(form for forms, *_ in rows("cues", 4) for form in forms.split()),
    )


def _closed_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that are in no name, and auxiliaries, times and adverbs, which may be."""
    classes = rows("closed_classes", 2)
    soft = frozenset(w for w, c in classes if c in ("aux", "time", "adv"))
    hard = frozenset(w for w, c in classes if c not in ("aux", "time"))
    return hard | {row[0] for row in rows("pronouns", 4)}, soft


def is_capitalized(text: str) -> bool:
    """A word that begins as a name does: a capital, also behind a small article ("al-Haj"); a handle."""
    if text[0].isupper() or (text[0] == "@" and len(text) > 1):
        return True
    return "-" in text and text[:3].lower() in ("al-", "el-") and text[3:4].isupper()


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
    small = small_words_of(tokens) if small is None else small
    return _Finder(tokens, sentences, small, namesakes, cited).run()


def classify_name(run: Sequence[Token]) -> NameMention:
    """What a run of capitalized words is, by the words alone; positions are of ``run``."""
    verdict = _NameClassifier().classify(run[0].text, [t.norm for t in run], one=False)
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


class _NameClassifier:
    """Judges a run of capitalized words by what they are, wherever it stands."""

    def __init__(self) -> None:
        self.words = name_words()

    def classify(self, text: str, run: Sequence[str], *, one: bool) -> _NameClass:
        """What a run is; ``text`` is its first word as it stands; ``one``: "the" or "a" stands before it."""
        last = len(run)
        while last > 2 and run[last - 1] in POSTNOMINALS:
            last -= 1
        norms = run[:last]
        bare, gender, honorific = self._behind_titles(norms)
        kind = self._no_person(norms, bare, titled=bare > 0, addressed=bool(honorific))
        if len(norms) == 1 and norms[0] in self.words.persons and one:
            kind = TITLE  # "the Democrat"
        if kind:
            return _NameClass(0, last, kind)
        titled = bare > 0
        if not titled:
            bare = self._behind_modifiers(norms)
        rest = norms[bare:]
        if bare and norms[bare - 1] in words("regal_titles") and len(rest) == 1:
            bare -= 1
        given = self.words.given.get(rest[0], "")
        hint = gender or given.replace("u", "")
        person = (titled and " ".join(rest) not in self.words.places) or self._reads_as_person(rest, given)
        if not person and self._alone_is_organization(text, norms, rest):
            return _NameClass(0, last, ORGANIZATION)
        return _NameClass(bare, last, PERSON if person else OTHER, hint, honorific)

    def _no_person(self, norms: Sequence[str], bare: int, *, titled: bool, addressed: bool) -> str:
        """The kind of a run that is an office, a place or an organization; empty if it may be a person."""
        lexicon = self.words
        if bare == len(norms):
            return TITLE
        if " ".join(norms) in lexicon.places:
            return PLACE
        rest = norms[bare:]
        heads = not _NAME_JOINERS.isdisjoint(norms) and not lexicon.org_head.isdisjoint(rest)
        if not addressed and (heads or (len(rest) > 1 and rest[-1] in lexicon.org_last and not titled)):
            return ORGANIZATION
        if titled and rest[-1] in lexicon.org_head and rest[0] not in lexicon.given:
            return ORGANIZATION
        if not bare and self._reads_as_place(norms):
            return PLACE
        return TITLE if self._reads_as_somebody_from(norms) else ""

    def _reads_as_place(self, norms: Sequence[str]) -> bool:
        """Several words, the first or the last of which is one of places: "South China Sea"."""
        lexicon = self.words
        like_place = norms[-1] in lexicon.place_last or norms[0] in lexicon.place_first
        return like_place and len(norms) > 1 and norms[0] not in lexicon.given

    def _reads_as_somebody_from(self, norms: Sequence[str]) -> bool:
        """A noun for a person behind a place or a nation: "the Wisconsin Republican"."""
        lexicon = self.words
        if len(norms) < 2 or norms[-1] not in lexicon.persons:
            return False
        return " ".join(norms[:-1]) in lexicon.places or norms[-2] in lexicon.demonyms

    def _behind_modifiers(self, norms: Sequence[str]) -> int:
        """Where the name begins behind words of nation, party or place: "New Hampshire Sanders"."""
        lexicon = self.words
        bare, n = 0, len(norms)
        while bare < n - 1 and norms[bare] in lexicon.demonyms and norms[bare + 1] in lexicon.given:
            bare += 1
        for width in (3, 2, 1):
            if bare + width < n and " ".join(norms[bare : bare + width]) in lexicon.places:
                alone = bare + width == n - 1 or norms[bare + width] in lexicon.given
                if alone and (width > 1 or norms[bare] not in lexicon.given):
                    bare += width
                break
        return bare if norms[bare] in lexicon.given else self._given_inside(norms, bare)

    def _reads_as_person(self, rest: Sequence[str], given: str) -> bool:
        """Two to six words of which the first is a given name, or with an initial or a suffix."""
        if (
            not 2 <= len(rest) <= 6
            or rest[-1] in self.words.org_last
            or any(w in _NAME_JOINERS or w == "&" for w in rest)
        ):
            return False
        return bool(given) or rest[-1] in SUFFIXES or any(len(w) == 2 and w[1] == "." for w in rest[:-1])

    def _alone_is_organization(self, text: str, norms: Sequence[str], rest: Sequence[str]) -> bool:
        """One word that names an organization: "Guardian", "NATO"."""
        if len(norms) == 1 and len(text) > 1 and text.isupper():
            return text.lower() not in _NO_BODIES
        word = rest[0]
        return (
            len(rest) == 1 and len(word) > 3 and word in self.words.org_last and word not in self.words.groups
        )

    def _given_inside(self, norms: Sequence[str], bare: int) -> int:
        """Where a given name opens the last two or three words: "Harbor Master Ann Poe"; else ``bare``."""
        n = len(norms)
        for k in range(max(bare + 1, n - 3), n - 1):
            if self.words.given.get(norms[k], "u") != "u" and norms[-1] not in self.words.org_last:
                return k
        return bare

    def _behind_titles(self, norms: Sequence[str]) -> tuple[int, str, str]:
        """Where the name begins behind the last title; the gender and the form of address of it."""
        bare, gender, honorific = 0, "", ""
        n = len(norms)
        for index in range(n):
            word = norms[index]
            initial = len(word) == 2 and index > bare  # "Harry M. Reid", not "M. Dupont"
            if word in self.words.honorifics and (index == bare or index < n - 1) and not initial:
                bare = index + 1
                honorific = word
                gender = self.words.honorifics[word] or gender
                continue
            if index > 0 and norms[index - 1] in _NAME_JOINERS:
                continue  # "Department of Justice"
            if index == n - 2 and word in self.words.given:
                continue  # "Attorney General Dean Poe"
            width = self._title_width(norms, index)
            if not width and index == bare == 0 and self._reads_as_post(norms):
                width = 1
            # "Howard Dean": a family name that is a title too
            family = index > 0 and bare < n == index + width and norms[bare] in self.words.given
            if width and not family:
                bare = max(bare, index + width)
        if bare < n and norms[bare] in _NAME_JOINERS:
            return 0, "", ""
        return bare, gender, honorific

    def _reads_as_post(self, norms: Sequence[str]) -> bool:
        """Whether the first of several words is a noun for a person: "Passenger Dev Chaudhry"."""
        return len(norms) > 2 and norms[0] in self.words.persons and norms[0] not in self.words.given

    def _title_width(self, norms: Sequence[str], k: int) -> int:
        """How many words the longest title at ``k`` has: "Professors" and "co-chair" are some too."""
        word, titles = norms[k], self.words.titles
        if word in self.words.title_heads:
            widths = range(min(3, len(norms) - k), 0, -1)
            width = next((w for w in widths if " ".join(norms[k : k + w]) in titles), 0)
            if width:
                return width
        several = word.endswith("s") and k < len(norms) - 1 and word[:-1] in titles
        return int(several or (word.startswith("co-") and word[3:] in titles))


@lru_cache(maxsize=MAX_RUNS_REMEMBERED)
def _classify(text: str, run: tuple[str, ...], one: bool) -> _NameClass:  # noqa: FBT001 - a keyword costs more
    """The verdict on a run, which is the same in any article; see ``_NameClassifier.classify``."""
    return _NameClassifier().classify(text, run, one=one)


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
        capitals = [
            index
            for index, (_, _, text, norm) in enumerate(tokens)
            if text != norm or text[0] == "@" or "\u0130" in norm
        ]
        at = 0
        for sentence in sentences:
            begin = at
            while at < len(capitals) and capitals[at] < sentence.last:
                at += 1
            self._look_over(sentence, [i for i in capitals[begin:at] if is_capitalized(tokens[i].text)])

    def _look_over(self, sentence: Sentence, capitals: list[int]) -> None:
        """Whether most of a sentence is capitalized: a headline, a list, shouting."""
        shouted = len(capitals) >= 3 and 3 * len(capitals) > sentence.last - sentence.first
        if shouted:
            content = [
                token
                for token in self.tokens[sentence.first : sentence.last]
                if len(token.text) > 2 and token.norm not in self.words.closed
            ]
            big = sum(t.text[0].isupper() for t in content)
            shouted = big >= 3 and big > 12 * sum(t.text[0].islower() for t in content)
        self.capitals.append(capitals)
        self.shouted.append(shouted)
        if not shouted:
            tokens = self.tokens
            self.inner.update(
                tokens[index].norm
                for index in capitals
                if index > sentence.first and tokens[index - 1].text not in _NAME_MARKS
            )

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
        """The names, those before their own initials in brackets whole: Varnish and Dock Office (VDO)."""
        wholes = [whole for m in found if (whole := self._long_form(m)) is not None]
        taken = {i for m in wholes for i in range(m.first, m.last)}
        yield from sorted([*wholes, *(m for m in found if m.first not in taken and m.last - 1 not in taken)])

    def _long_form(self, m: NameMention) -> NameMention | None:
        """The body that the initials in brackets are of; None if nothing before them begins so."""
        if m.last - m.first > 1 or m.first == 0 or self.tokens[m.first - 1].text != "(":
            return None
        letters = self.tokens[m.first].norm.replace(".", "")
        closed = m.last < len(self.tokens) and self.tokens[m.last].text == ")"
        if not closed or not 1 < len(letters) <= MAX_BODY_INITIALS:
            return None
        first = last = m.first - 1
        for letter in reversed(letters):
            first -= 1
            while first > 0 and self.tokens[first].norm in _BETWEEN_INITIALS:
                first -= 1
            if first < 0 or self.tokens[first].norm[0] != letter or not self.tokens[first].text[0].isupper():
                return None
        return NameMention(first, first, last, ORGANIZATION)

    def _known_runs(self, found: Sequence[NameMention]) -> set[tuple[str, ...]]:
        """The words of the names found, and what may be short for them."""
        known: set[tuple[str, ...]] = set()
        for name in found:
            if name.kind != TITLE:
                norms = tuple(t.norm for t in self.tokens[name.name : name.last])
                known.update(norms[k:] for k in range(len(norms)))
                known.update((norms[:1],) if name.kind == PERSON else ())
        return known

    def _names_of_title_case(self, k: int, known: Collection[tuple[str, ...]]) -> list[NameMention]:
        """The names of sentence ``k``, in which capitals tell nothing: "Sen. Jane Roe:", and known ones."""
        labels = [name for name in self._names(k) if self._stands_alone(name, self.sentences[k])]
        taken = {i for m in labels for i in range(m.first, m.last)}
        return labels + [m for m in self._known(k, known) if m.first not in taken]

    def _stands_alone(self, name: NameMention, sentence: Sentence) -> bool:
        """Whether a name in a title-case line is a label or cited, and ends before a mark or the line."""
        if name.last < sentence.last and self.tokens[name.last].text not in _AFTER_NAME:
            return False
        cited = name.first in self.cited and name.kind in (OTHER, ORGANIZATION, PERSON)
        return cited or (name.kind == PERSON and self._is_label(name, sentence))

    def _is_label(self, m: NameMention, sentence: Sentence) -> bool:
        """Whether a name has a title, or is all that stands beside its line's colon."""
        return m.name > m.first or self._heads(m, sentence)

    def _heads(self, m: NameMention, sentence: Sentence) -> bool:
        """Whether a full name is all that stands before or behind a line's colon: “Maker Q&A: Jane Roe”."""
        behind = m.last >= sentence.last and self.tokens[m.first - 1].text == ":"
        before = m.first == sentence.first and m.last < sentence.last and self.tokens[m.last].text == ":"
        return (behind or before) and 1 < m.last - m.name < 4 and self.tokens[m.name].norm in self.words.given

    def _begins(self, i: int, sentence: Sentence) -> bool:
        """Whether token ``i``, which has a capital, may begin a name."""
        if i in self.namesakes or self.tokens[i].text[0] == "@":
            return True
        norm = self.tokens[i].norm
        barred = norm in self.words.dates or norm in self.words.closed
        if barred or self._is_no_name(i, sentence) or (i > 0 and self._goes_on(i)):
            return False
        inside = i > sentence.first and self.tokens[i - 1].text not in _NAME_MARKS
        return inside or norm in self.inner or norm in self.words.honorifics or self._opens_name(i, sentence)

    def _opens_name(self, i: int, sentence: Sentence) -> bool:
        """Whether the word at ``i``, whose capital may be that of a sentence's start, begins a name."""
        words, norm = self.words, self.tokens[i].norm
        given, follows = norm in words.given, self._cap_at(i + 1, sentence)
        if norm.endswith(("ing", "ly")) and norm not in words.places and not given:
            return follows  # "Speaking in Paris", "Nearly all"
        if norm in words.particles:
            small = i + 1 < sentence.last and self._is_particle(i + 1)
            return follows or (small and self._cap_at(i + 2, sentence))
        if norm in words.apposed and follows:
            return False
        if norm in words.verbs:
            return given and norm not in self.small
        if norm in words.soft or norm in words.openers or norm in self.small:
            titled = i + 1 < sentence.last and f"{norm} {self.tokens[i + 1].norm}" in words.titles
            return (titled or given) and follows
        return True

    def _is_no_name(self, i: int, sentence: Sentence) -> bool:
        """“A”, “I'm”, “U.S.-led”, “R-Tex.”; an initial with no name behind it; “Local” of “Local radio”."""
        text, norm = self.tokens[i].text, self.tokens[i].norm
        if norm in self.words.modifiers and i == sentence.first and not self._cap_at(i + 1, sentence):
            return True
        if len(text) == 1 or norm.startswith("i'"):
            return True
        if "-" in norm and (norm.endswith(_COMPOUNDS) or _is_seat(norm)):
            return True
        return len(text) == 2 and text[1] == "." and not self._cap_at(i + 1, sentence)

    def _goes_on(self, i: int) -> bool:
        """Whether token ``i`` is no name but goes on with what stands before it: “Va.” of “R-W.Va.”."""
        t, before = self.tokens[i], self.tokens[i - 1]
        if before.text == "." and i > 1:
            before = self.tokens[i - 2]  # "R-W", ".", "Va."
        return _is_seat(before.norm) and t.start - before.end < 2 and self.tokens[i - 1].end == t.start

    def _cap_at(self, i: int, sentence: Sentence) -> bool:
        return (
            i < sentence.last
            and is_capitalized(self.tokens[i].text)
            and (i in self.namesakes or self.tokens[i].norm not in self.words.dates)
        )

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
        joined = False
        while j < sentence.last and j - i < MAX_NAME_TOKENS:
            width = self._step(i, j, sentence, joined=joined)
            if not width:
                break
            heads = self.tokens[j - 1].norm in self.words.org_head
            joined = joined or (heads and self.tokens[j].norm in _NAME_JOINERS)
            j += width
        return j

    def _step(self, i: int, j: int, sentence: Sentence, *, joined: bool) -> int:
        """How many tokens from ``j`` carry on the run that began at ``i``; 0 where it ends."""
        t = self.tokens[j]
        words = self.words
        if t.text[0] == "@" or self.tokens[i].text[0] == "@":
            return 0
        if is_capitalized(t.text):
            return int(j in self.namesakes or (t.norm not in words.dates and t.norm not in words.closed))
        following = self.tokens[j + 1].norm if j + 1 < sentence.last else ""
        if t.norm == "," and following in _JUNIOR_SENIOR:
            return 2
        if self._cap_at(j + 1, sentence) and self._binds(i, j, following, joined=joined):
            return 2
        behind = self._behind_particles(j, sentence)
        if behind > j and self._cap_at(behind, sentence):
            return behind + 1 - j
        if t.norm in _NAME_JOINERS and self._joins(i, j, joined=joined):
            width = 2 if following == "the" else 1
            return width + 1 if self._cap_at(j + width, sentence) else 0
        return 4 if t.text in _NAME_OPENING_MARKS and self._nickname(j, sentence) else 0

    def _behind_particles(self, j: int, sentence: Sentence) -> int:
        """Where up to three particles that begin at ``j`` end: "van", "de la"."""
        end = j
        while end < j + 3 and end < sentence.last and self._is_particle(end):
            end += 1
        return end

    def _binds(self, i: int, j: int, following: str, *, joined: bool) -> bool:
        """Whether a small word at ``j`` stands within a name: "&", "'s" before "Office"."""
        norm = self.tokens[j].norm
        if norm == "&" or (norm == "and" and joined):
            return True
        if norm not in ("'s", "'") or following not in self.words.org_head:
            return False
        return norm == "'" or self._owns_body([x.norm for x in self.tokens[i:j]])

    def _owns_body(self, run: Sequence[str]) -> bool:
        """Whether an owner is part of a body's name: St. Ann's Hospital, Workers' Union, Sheriff's Office."""
        words, last = self.words, run[-1]
        if run[0] in words.groups or last in words.titles or run[0] in _SAINTS:
            return True
        return len(run) > 1 and not any(x in words.given or x in words.titles for x in run)

    def _is_particle(self, i: int) -> bool:
        return self.tokens[i].norm in self.words.particles

    def _joins(self, i: int, j: int, *, joined: bool) -> bool:
        """Whether the small word at ``j`` may stand inside a name: behind an organization or a title."""
        norm = self.tokens[j - 1].norm
        if self.tokens[j].norm == "in":
            return joined and self.tokens[i].norm == "citizens"
        return norm in self.words.org_head or (self.tokens[j].norm == "of" and norm in _HEADS_TOO)

    def _nickname(self, j: int, sentence: Sentence) -> bool:
        """``"Nick" Family`` behind a given name."""
        return (
            j + 3 < sentence.last
            and self.tokens[j + 2].text in _NAME_CLOSING_MARKS
            and self._cap_at(j + 1, sentence)
            and self._cap_at(j + 3, sentence)
            and self.tokens[j - 1].norm in self.words.given
        )

    def _classify_run(self, first: int, last: int) -> NameMention:
        """What the run is, and where its bare name begins."""
        one = first > 0 and self.tokens[first - 1].norm in _ONE
        run = self.tokens[first:last]
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
