"""A source taken apart: a name, a pronoun, something owned, a noun phrase, or several of these.

Looks at the first ``MAX_SOURCE_TOKENS`` tokens of a source; what it does with them is linear but for owners
in owners, which it follows ``MAX_PHRASE_DEPTH`` deep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from quotediff.extraction.names import (
    ORGANIZATION,
    OTHER,
    PERSON,
    POSTNOMINALS,
    TITLE,
    NameMention,
)
from quotediff.extraction.speakers.register import BREAKS, CORPORATE, PERSONS_OR_BODIES, Article
from quotediff.lang.cues import irregular_pasts
from quotediff.lang.lexicon import word_list, word_sequence
from quotediff.lang.nouns import (
    ADJECTIVE_ENDINGS,
    Noun,
    body_nouns,
    is_plural,
    may_be_person,
    noun_of,
    pronouns,
    role_nouns,
    singular,
    small_numbers,
    small_words,
)
from quotediff.limits import (
    MAX_LISTED_TOKENS,
    MAX_PHRASE_DEPTH,
    MAX_SOURCE_TOKENS,
    WINDOW_INTRODUCTION_TOKENS,
)
from quotediff.values import dataclass

EDGES = frozenset({*"\"“”'‘’,;:.-–—()[]…", "``", "''", "--"})
"""Marks that may stand at the edge of a source and belong to it no more than white space."""

DEFINITE = word_list("definite")
"""Determiners of a noun phrase that speaks of what is known."""

ARTICLES = frozenset({"the", "a", "an"})
"""The articles."""

INDEFINITE_ARTICLES = ARTICLES - {"the"}
"""The articles of what was not spoken of before."""

_PUBLIC_KIN = word_list("public_kin")  # kin of bodies that go by their nouns
_LIST_JOINERS = frozenset({"and", "&", "/"})
_SELF_PRONOUNS = word_list("reflexive_pronouns") | {","}
_BARRED = small_words("stop") | {"and", "said"}  # between a noun phrase and the name apposed to it
_PREPOSITIONS = small_words("stop") - {"that"}
_AT_END = EDGES | POSTNOMINALS
_JOINS_NAME = small_words("stop") | _LIST_JOINERS
_AFTER_PRONOUNS = small_words("later") | {"'s", "both", "all"} | _SELF_PRONOUNS  # "they both", "we 'd"
_LIST_MARKS = BREAKS | _LIST_JOINERS
_POSSESSIVE_PRONOUNS = word_list("possessive_pronouns")
_PERSONAL = frozenset({OTHER, PERSON})
_APPOSED_KINDS = {  # kinds of nouns, each with those of the names that are apposed to one
    "organization": frozenset({OTHER, ORGANIZATION}),
    "document": frozenset(),
    "group": frozenset(),
}
_OF_SOURCES = frozenset({PERSON, OTHER, ORGANIZATION})  # kinds of names that speak
_SOURCE_RELATIVES = word_list("source_relatives")
_SUBJECT_PRONOUNS = word_list("subject_pronouns")
_CORE_ENDS = BREAKS | _SOURCE_RELATIVES | _SUBJECT_PRONOUNS
_ENDED = word_sequence("participle_endings")
_BEHIND_NAME = BREAKS | POSTNOMINALS
_CLOSING_KINDS = {  # kinds of the first member of a list, each with those of the last
    "name": frozenset({"name", "many"}),
    "many": frozenset({"name", "many", "one"}),  # "traders, hauliers and an official"
}


@dataclass(slots=True)
class SourcePhrase:
    """A source, or a part of one, taken apart; all positions are tokens.

    One of these holds: ``pronoun`` is set; ``name`` is; ``parts`` are; else it is a noun phrase with
    ``head`` and perhaps an ``owner`` ("X's", "his").
    """

    first: int
    last: int
    pronoun: str = ""
    name: NameMention | None = None
    parts: tuple[SourcePhrase, ...] = ()
    owner: SourcePhrase | None = None
    owned: int = 0  # where the thing owned begins
    head: str = ""  # the noun, folded
    head_at: int = -1
    determiner: str = ""
    core: int = 0  # where the noun phrase ends, before commas and relative clauses
    before: str = ""  # the words before a name
    after: str = ""  # and behind it
    apposed_noun: str = ""  # the noun to which a name is apposed
    apposed_kind: str = ""  # and the kind that it tells

    @property
    def known(self) -> Noun:
        """What the list of role nouns tells of the head."""
        return noun_of(self.head)

    @property
    def is_specific(self) -> bool:
        """Whether it tells by a name who it is, or whose."""
        return self.name is not None or self.owner is not None

    @property
    def plural(self) -> bool:
        """Whether the head means several."""
        return is_plural(self.head)


def skip(norms: Sequence[str], first: int, last: int, skipped: Collection[str]) -> int:
    """Where ``tokens[first:last]`` begins without such words at its start."""
    return next((i for i in range(first, last) if norms[i] not in skipped), max(first, last))


def skip_back(norms: Sequence[str], first: int, last: int, skipped: Collection[str]) -> int:
    """Where ``tokens[first:last]`` ends without such words at its end."""
    return next((i for i in range(last, first, -1) if norms[i - 1] not in skipped), min(first, last))


def parse_source(article: Article, first: int, last: int, depth: int = 0) -> SourcePhrase:
    """What sort of source ``tokens[first:last]`` is, and its parts; members of a list only at depth 0."""
    first, last = _trimmed(article, first, last)
    form = SourcePhrase(first, last, core=last)
    if first >= last:
        return form
    form.pronoun = _pronoun(article, first, last)
    if form.pronoun:
        return form
    if depth == 0 and (inner := _share(article, first, last)) is not None:
        return inner
    names = article.names_in(first, last)
    form.core = _phrase_end(article, first, last, names)
    if depth == 0:
        form.parts = _parts(article, form, names)
        if form.parts:
            return form
    return _single(article, form, names, depth)


def _trimmed(article: Article, first: int, last: int) -> tuple[int, int]:
    """The tokens without marks at the edges and adverbs before them."""
    first = skip(article.norms, first, last, EDGES)
    last = skip_back(article.norms, first, min(last, first + MAX_SOURCE_TOKENS), _AT_END)
    first = skip(article.norms, first, last - 1, small_words("adverb"))
    if article.norms[first] == "both" and "and" in article.norms[first + 2 : last]:
        first += 1
    return first, last


def _pronoun(article: Article, first: int, last: int) -> str:
    """The pronoun that the source is: "he", "he himself", "they both", "we'd", "his" of "his 's"."""
    norm, width = article.norms[first], last - first
    if width == 1:
        stem = norm.split("'")[0]
        return stem if stem in pronouns() else ""
    if norm not in pronouns():
        return ""
    following = _AFTER_PRONOUNS if width == 2 else _SELF_PRONOUNS
    return norm if article.norms[first + 1] in following else ""


def _share(article: Article, first: int, last: int) -> SourcePhrase | None:
    """“Half of Smith's speech”, “much of his time”: what stands behind the quantity, if it has an owner."""
    quantities = small_words("quantity")
    for index in range(first + 1, min(last - 1, first + 5)):
        if article.norms[index] == "of" and article.norms[index - 1] in quantities:
            inner = parse_source(article, index + 1, last, 1)
            if inner.is_specific:
                return inner
    return None


def _phrase_end(article: Article, first: int, last: int, names: Sequence[NameMention]) -> int:
    """The end of the noun phrase: before a comma, a dash, a bracket or a clause."""
    return next(_outside_names(article, range(first + 1, last), _CORE_ENDS, names), last)


def _outside_names(
    article: Article, places: Iterable[int], wanted: Collection[str], names: Sequence[NameMention]
) -> Iterator[int]:
    """Those of some places where one of the words wanted stands outside names."""
    within = {i for m in names for i in range(m.first, m.last)}
    return (i for i in places if article.norms[i] in wanted and i not in within)


# --- several sources in one ---------------------------------------------------------------------------


def _parts(article: Article, source: SourcePhrase, names: Sequence[NameMention]) -> tuple[SourcePhrase, ...]:
    """The members of "X and Y", "X, Y and Z", where they are persons, or a name and something else."""
    persons = [m for m in names[1:] if m.kind == PERSON]
    if any(_describes(article, names[0], m) for m in persons[:1]):
        return ()
    listed = _listed(article, source.first, source.last, names)
    if listed:
        return tuple(parse_source(article, first, last, 1) for first, last in listed)
    stop = source.last if article.norms[source.core] == "(" else source.core  # "Ann Poe (D-Ohio) and ..."
    for index in _outside_names(article, range(source.first + 1, stop), _LIST_JOINERS, names):
        left = parse_source(article, source.first, index, 1)
        right = parse_source(article, index + 1, source.last, 1)
        return (left, right) if _stands_alone(article, left, index) and _begins_phrase(right) else ()
    return ()


def _stands_alone(article: Article, source: SourcePhrase, end: int) -> bool:
    if source.name is not None:
        if article.norms[end - 1] in article.words.demonyms:
            return False  # "Democratic and independent voters"
        return source.name.last == end or article.norms[source.name.last] in ("of", "(")
    if source.pronoun:
        return True
    if source.head_at != end - 1:
        return False
    return source.owner is not None or source.determiner == "the"


def _begins_phrase(source: SourcePhrase) -> bool:
    if source.pronoun or source.is_specific:
        return True
    return source.determiner in DEFINITE or source.plural


def _listed(
    article: Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[int, int], ...]:
    """“Friends, lobbyists and foes”, “X, Y and two aides”; of “the candidates, X and Y” only the names."""
    bounds = _segments(article, first, last, names)
    if len(bounds) < 3:
        return ()
    ends = {m.last for m in names if m.kind != TITLE}
    kinds = [_member_kind(article, begin, end, ends) for begin, end in bounds]
    led = article.norms[first] in article.words.closed and _is_plural_at(article, bounds[0][1] - 1)
    if led and set(kinds[1:]) == {"name"}:
        return bounds[1:]
    if not set(kinds[:-1]) <= {"name", "many"}:
        return ()
    return bounds if kinds[-1] in _CLOSING_KINDS[kinds[0]] else ()


def _member_kind(article: Article, begin: int, end: int, name_ends: Collection[int]) -> str:
    """What a part of a source may be in a list: a name, many, one that is not known, or nothing."""
    if end - begin > MAX_LISTED_TOKENS or _holds_stop(article.norms[begin:end]):
        return ""
    if end in name_ends:
        return "name"
    if _is_plural_at(article, end - 1):
        return "many"
    return "one" if article.norms[begin] in ARTICLES else ""


def _is_plural_at(article: Article, index: int) -> bool:
    norm = article.norms[index]
    return article.is_common_plural(norm) if article.is_upper(index) else is_plural(norm)


def _segments(
    article: Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[int, int], ...]:
    """A source split at marks and at “and” outside names, if “and” stands before the last part."""
    marks = list(_outside_names(article, range(first, last), _LIST_MARKS, names))
    if all(article.norms[i] not in _LIST_JOINERS for i in marks[-1:]):
        return ()
    bounds = zip([first, *(i + 1 for i in marks)], [*marks, last], strict=True)
    return tuple((begin, end) for begin, end in bounds if begin < end)


def _holds_stop(norms: Sequence[str]) -> bool:
    stops = small_words("stop")
    return any(norm in stops for norm in norms)


def _describes(article: Article, left: NameMention, right: NameMention) -> bool:
    """“Acme News and former network anchor Jane Roe” is the person, Jane Roe, alone."""
    words = range(left.last, right.name)
    at = next((i for i in words if article.is_upper(i) or article.norms[i] == "and"), right.name)
    if article.norms[at] != "and" or article.is_upper(at + 1):
        return False
    if at == left.last:
        return left.kind == ORGANIZATION
    return noun_of(article.norms[at - 1]).kind != ""  # "GOP contender and former surgeon Jane Roe"


# --- one source ---------------------------------------------------------------------------------------


def _single(article: Article, source: SourcePhrase, names: Sequence[NameMention], depth: int) -> SourcePhrase:
    """A source of one: a name with its descriptions, something owned, or a noun phrase."""
    inner = [m for m in names if m.first < source.core]
    for name in inner[-1:]:
        if _ends_in_name(article, source, name):
            return _named(article, source, name)
    leading = _led_by(article, source.first, inner)
    if leading is not None:
        return _named(article, source, leading)
    phrase = _phrase(article, source, depth)
    for name in inner[:1]:
        if name.first == source.first and _runs_on(article, phrase, name):
            return _named(article, source, name)
    return _apposed(article, source, phrase, names)


def _ends_in_name(article: Article, source: SourcePhrase, name: NameMention) -> bool:
    """Whether a noun phrase ends in a name that the words before describe."""
    if name.kind == TITLE or name.last + (article.norms[name.last] in POSTNOMINALS) < source.core:
        return False
    before = article.norms[name.first - 1]
    plain = name.first > source.first and not article.is_upper(name.first - 1)
    if plain and before not in ARTICLES and _is_of_many(article, name):
        return False
    return _leads_to(article, source.first, name.first) or _titled(article, source.first, name)


def _is_of_many(article: Article, name: NameMention) -> bool:
    """Whether a name is a word for several: *Republicans*; not *Tyrone Banks*, *May Banks*."""
    norm = article.norms[name.last - 1]
    if name.kind != OTHER or not article.is_common_plural(norm):
        return False
    return name.last - name.first == 1 or noun_of(singular(norm)).kind != "organization"


def _apposed(
    article: Article, source: SourcePhrase, phrase: SourcePhrase, names: Sequence[NameMention]
) -> SourcePhrase:
    """The noun phrase, with the name that is apposed to it: “the inspector general, Jane Roe,”."""
    outer = [m for m in names if m.first >= source.core]
    fits = (m for m in (*outer[:1], *outer[-1:]) if _is_apposed(article, phrase, m))
    behind = _given_as(article, phrase, names) or next(fits, None)
    if behind is None:
        return phrase
    named = _named(article, source, behind)
    named.before = article.words_of(source.first, source.core)
    named.apposed_noun, named.determiner = phrase.head, phrase.determiner
    person = "person" if may_be_person(phrase.head) else ""
    named.apposed_kind = phrase.known.kind or person
    return named


def _titled(article: Article, first: int, name: NameMention) -> bool:
    """“Acme Radio Vice President for news and talk Dave Poe”: all before a full name is his post."""
    if name.kind != PERSON or name.last - name.name < 2:
        return False
    if not article.is_upper(first) or article.norms[first] in small_words("determiner"):
        return False
    before = name.first - 1
    if article.norms[before] in _JOINS_NAME or article.is_possessive(before) or article.is_upper(before):
        return False
    return "," not in article.norms[first:before]


def _led_by(article: Article, first: int, names: Sequence[NameMention]) -> NameMention | None:
    """“Voter Jane Roe of Fell Harbor”: the first name with a preposition behind it and none before."""
    for name in names:
        if _holds_stop(article.norms[first : name.first]):
            return None
        follows = article.norms[name.last]
        if name.kind in _OF_SOURCES and follows in _PREPOSITIONS and not _is_of_many(article, name):
            return name
    return None


def _given_as(article: Article, phrase: SourcePhrase, names: Sequence[NameMention]) -> NameMention | None:
    """“A fisherman who gave his name only as Ridwan”, “identified only by her first name, Marta”."""
    for name in names:
        before = article.norms[phrase.core : name.first]
        if before[-1:] in (["as"], [","]) and not small_words("naming").isdisjoint(before[-7:]):
            return name
    return None


def _runs_on(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“Poe resisted”: a source that took in words of the sentence behind a name; the name is the source."""
    if phrase.owner is not None or name.kind not in _OF_SOURCES or name.last > phrase.head_at:
        return False
    return not (phrase.known.kind or phrase.plural or article.is_upper(name.last))


def _leads_to(article: Article, first: int, name: int) -> bool:
    """Whether the words before a name describe it: no preposition, no "and the" among them."""
    for index in range(first, name):
        norm, following = article.norms[index], article.norms[index + 1]
        in_title = f"{article.norms[index - 1]} {norm} {following}" in article.words.titles
        if norm in small_words("stop") and not in_title:  # "secretary of state"
            return False
        if norm == "and" and following in ARTICLES:
            return False
    return True


def _is_apposed(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“The inspector general, Jane Roe,”: the name behind the comma is who the noun phrase is."""
    kinds = _APPOSED_KINDS.get(phrase.known.kind, _PERSONAL)
    if phrase.head in PERSONS_OR_BODIES:
        kinds |= {ORGANIZATION}
    if phrase.owner is not None and phrase.known.kind != "document":  # "his team, Velo Nord"
        kinds |= {OTHER, ORGANIZATION}
    if name.kind not in kinds and phrase.head != "one":
        return False
    if article.norms[name.first - 1] == "," and name.last == phrase.last:
        if article.norms[phrase.core] in _SOURCE_RELATIVES:
            return True  # "the firm which carried out the survey, Ridge and Fenn"
        if name.first > phrase.core + 1 and article.appositive_kind(phrase.core + 1) == "person":
            return True  # "one of them, the former head of safety, Jane Roe"
    between = article.norms[phrase.core + 1 : name.first]
    if article.norms[phrase.core] not in BREAKS or not _BARRED.isdisjoint(between):
        return False
    if _names_another(article, phrase, name):
        return False
    end = min(phrase.last, article.appositive_end(phrase.core + 1))
    return name.last >= end or article.norms[name.last] in small_words("stop")


def _names_another(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“An adjuster for the insurer, Northland Marine”: the name is the insurer's, not the adjuster's."""
    if phrase.known.kind == "organization" or phrase.core - 1 <= phrase.head_at:
        return False
    body = article.norms[phrase.core - 1]
    if name.kind == PERSON or noun_of(body).kind != "organization":
        return False
    return not (_is_firm(article, phrase, name) or _is_spokesman(article, name, body))


def _is_firm(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“The owner of the store, Poe Foods Ltd”: whether a company's name is that of the owner."""
    if phrase.head not in PERSONS_OR_BODIES:
        return False
    last = article.norms[name.last - 1]
    return last in CORPORATE or "company" in body_nouns().get(last, ())


def _is_spokesman(article: Article, name: NameMention, body: str) -> bool:
    """“A spokesman for the agency, Matthijs Roe”: a name of two words where the body has its name already.

    Or where it is one that is called by its noun: a ministry, the police.
    """
    words = article.norms[name.name : name.last]
    if name.kind != OTHER or len(words) < 2:
        return False
    if not all(common.isdisjoint(words) for common in (role_nouns().keys(), article.small)):
        return False
    if not noun_of(body).kin.isdisjoint(_PUBLIC_KIN):
        return True
    earlier = article.names_in(max(0, name.first - WINDOW_INTRODUCTION_TOKENS), name.first)
    return any(body in article.norms[m.first : m.last] for m in earlier)


def _named(article: Article, source: SourcePhrase, name: NameMention) -> SourcePhrase:
    """The form as a name, with the words before and behind it."""
    named = SourcePhrase(source.first, source.last, core=source.core, name=name)
    named.before = article.words_of(source.first, name.name)
    start = skip(article.norms, name.last, source.last, _BEHIND_NAME)
    if start < source.last:
        end = article.appositive_end(start) if start > name.last else source.core
        named.after = article.words_of(start, min(source.last, end))
    return named


def noun_phrase(article: Article, source: SourcePhrase) -> SourcePhrase:
    """The same source read as a noun phrase: “the Brazilian”, “the Democrat”."""
    return _phrase(article, SourcePhrase(source.first, source.last, core=source.core), MAX_PHRASE_DEPTH)


def _phrase(article: Article, source: SourcePhrase, depth: int) -> SourcePhrase:
    """A noun phrase: its determiner, its owner, its head noun."""
    first, core = source.first, source.core
    stops = small_words("stop")
    norm = article.norms[first]
    source.determiner = norm if norm in article.words.closed else ""
    start = first
    stop = next((i for i in range(first + 1, core) if article.norms[i] in stops), core - 1)
    owners = [i for i in range(first + 1, stop) if article.is_possessive(i)]
    if owners and depth < MAX_PHRASE_DEPTH:
        source.owner = parse_source(article, first, owners[-1], depth + 1)
        source.owned = start = owners[-1] + 1
    elif norm in _POSSESSIVE_PRONOUNS:
        source.owner = SourcePhrase(first, first + 1, pronoun=norm, core=first + 1)
        source.owned = start = first + 1
    source.head_at = _head(article, start, core)
    counted = source.head_at + 2  # "a number of studies"
    quantity = article.norms[source.head_at] in small_words("quantity")
    if quantity and article.norms[counted - 1] == "of" and counted < core:
        source.head_at = _head(article, counted, core)
    source.head = article.norms[source.head_at]
    return source


def _head(article: Article, start: int, core: int) -> int:
    """The head noun: the last word before a preposition, or a role noun before a participle."""
    stops = small_words("stop")
    end = next((i for i in range(start + 1, core) if article.norms[i] in stops), max(start + 1, core))
    for name in article.names_in(start, end):  # "a Department for Transport spokesman"
        if end < name.last < core and noun_of(article.norms[name.last]).kind:
            end = name.last + 1
    at = skip_back(article.norms, start + 1, end, EDGES | article.words.dates) - 1  # "his speech Tuesday"
    if noun_of(article.norms[at]).kind:
        return at
    nouns = (i for i in range(start, at) if noun_of(article.norms[i]).kind)
    return next((i for i in nouns if article.norms[i + 1].endswith(_ENDED)), at)


# --- noun phrases of the copy -----------------------------------------------------------------------------


def phrase_start(article: Article, at: int, floor: int) -> int:
    """Where the noun phrase ending at ``at`` begins: back over words that are like adjectives."""
    k = at
    while k > max(floor, at - 6):
        norm = article.norms[k - 1]
        if norm in small_words("determiner"):
            return k - 1
        if not _is_like_adjective(article, k - 1):
            break
        k -= 1
    return k


def _is_like_adjective(article: Article, i: int) -> bool:
    """Whether token ``i`` may stand before a noun in its phrase: a name, a noun, an adjective by its end."""
    text, norm = article.tokens[i].text, article.norms[i]
    if norm == "'s" or norm in small_numbers():
        return True
    if norm in article.words.closed or not text[0].isalnum():
        return False
    if "-" in text or not text[0].islower():
        return True
    if norm in irregular_pasts():
        return article.norms[i - 1] in small_words("determiner")  # "the lost sailors"
    if norm in article.words.demonyms:
        return True
    return norm.endswith(ADJECTIVE_ENDINGS) or noun_of(norm).kind != ""


def heads_phrase(article: Article, k: int) -> bool:
    """Whether the noun at ``k`` is what its phrase is about, not the first of two: “railroad gauges”."""
    following = article.norms[k + 1]
    if article.is_upper(k):
        named_on = any(m.last > k + 1 for m in article.names_in(k, k + 1))
        if named_on or article.is_upper(k + 1):
            return False  # "then-Department of Defense"
    return not noun_of(following).kind or following in article.words.verbs
