"""A source taken apart: a name, a pronoun, something owned, a noun phrase, or several of these.

Looks at the first ``MAX_SOURCE_TOKENS`` tokens of a source; what it does with them is linear but for owners
in owners, which it follows ``MAX_PHRASE_DEPTH`` deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quotediff.extraction.names import (
    ORGANIZATION,
    OTHER,
    PERSON,
    POSTNOMINALS,
    TITLE,
    NameMention,
)
from quotediff.extraction.speakers.register import BREAKS, Article
from quotediff.lang.cues import irregular_pasts
from quotediff.lang.lexicon import word_list, word_sequence
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
from quotediff.limits import MAX_LISTED_TOKENS, MAX_PHRASE_DEPTH, MAX_SOURCE_TOKENS
from quotediff.values import dataclass

EDGES = frozenset({*"\"“”'‘’,;:.-–—()[]…", "``", "''", "--"})
"""Marks that may stand at the edge of a source and belong to it no more than white space."""

DEFINITE = word_list("definite")
"""Determiners of a noun phrase that speaks of what is known."""

ARTICLES = frozenset({"the", "a", "an"})
"""The articles."""

_LIST_JOINERS = frozenset({"and", "&", "/"})
_LISTS = _LIST_JOINERS | {",", "("}  # what may follow a name of a list
_SELF_PRONOUNS = word_list("reflexive_pronouns") | {","}
_POSSESSIVE_PRONOUNS = word_list("possessive_pronouns")
_SOURCE_RELATIVES = word_list("source_relatives")
_SUBJECT_PRONOUNS = word_list("subject_pronouns")
_CLAUSES = (_SOURCE_RELATIVES | _SUBJECT_PRONOUNS) - {"that"}
_ENDED = word_sequence("participle_endings")


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


def parse_source(article: Article, first: int, last: int, depth: int = 0) -> SourcePhrase:
    """What sort of source ``tokens[first:last]`` is, and its parts; members of a list only at depth 0."""
    first, last = _trimmed(article, first, last)
    form = SourcePhrase(first, last, core=last)
    if first >= last:
        return form
    form.pronoun = _pronoun(article, first, last)
    if form.pronoun:
        return form
    if depth == 0:
        inner = _share(article, first, last)
        if inner is not None:
            return inner
    names = [m for m in article.names_in(first, last) if not _in_bracket(article, first, m)]
    form.core = _phrase_end(article, first, last, names)
    if depth == 0:
        form.parts = _parts(article, form, names)
        if form.parts:
            return form
    return _single(article, form, names, depth)


def _in_bracket(article: Article, first: int, name: NameMention) -> bool:
    """Whether a name stands in brackets behind what the source begins with: (Alma Sofia; born in Kolm)."""
    before = article.norms[first : name.first]
    return before.count("(") > before.count(")")


def _trimmed(article: Article, first: int, last: int) -> tuple[int, int]:
    """The tokens without marks at the edges and adverbs before them."""
    while first < last and article.norms[first] in EDGES:
        first += 1
    last = min(last, first + MAX_SOURCE_TOKENS)
    while last > first and (
        article.norms[last - 1] in EDGES or (last - first > 2 and article.norms[last - 1] in POSTNOMINALS)
    ):
        last -= 1
    adverbs = small_words("adverb")
    while first < last - 1 and article.norms[first] in adverbs:
        first += 1
    if article.norms[first] == "both" and "and" in article.norms[first + 2 : last]:
        first += 1
    return first, last


def _pronoun(article: Article, first: int, last: int) -> str:
    """The pronoun that the source is: "he", "he himself", "they both", "we'd", "his" of "his 's"."""
    norm, following = article.norms[first], article.norms[first + 1]
    if norm in pronouns():
        more = following == "'s" or following in small_words("later")
        alone = last - first == 1 or following in _SELF_PRONOUNS or (last - first == 2 and more)
        if alone or (last - first == 2 and norm in ("they", "we") and following in ("both", "all")):
            return norm
    elif last - first == 1 and "'" in norm:
        stem = norm.split("'")[0]
        return stem if stem in pronouns() else ""
    return ""


def _share(article: Article, first: int, last: int) -> SourcePhrase | None:
    """“Half of Smith's speech”, “much of his time”: what stands behind the quantity, if it has an owner."""
    quantities = small_words("quantity")
    for index in range(first + 1, min(last - 1, first + 5)):
        if article.norms[index] == "of" and article.norms[index - 1] in quantities:
            inner = parse_source(article, index + 1, last, 1)
            if inner.owner is not None or (inner.name is not None and article.norms[index + 1] != "the"):
                return inner
    return None


def _phrase_end(article: Article, first: int, last: int, names: Sequence[NameMention]) -> int:
    """The end of the noun phrase: before a comma, a dash, a bracket or a clause."""
    k = 0
    i = first + 1
    while i < last:
        while k < len(names) and names[k].last <= i:
            k += 1
        if k < len(names) and names[k].first <= i:
            i = names[k].last
            continue
        norm = article.norms[i]
        if norm in BREAKS or norm in _CLAUSES or (norm == "that" and i > first + 1):
            return i
        i += 1
    return last


# --- several sources in one ---------------------------------------------------------------------------


def _parts(article: Article, source: SourcePhrase, names: Sequence[NameMention]) -> tuple[SourcePhrase, ...]:
    """The members of "X and Y", "X, Y and Z", where they are persons, or a name and something else."""
    person = next((m for m in names[1:] if m.kind == PERSON), None)
    if person is not None and _describes(article, names[0], person):
        return ()
    listed = _listed_names(article, source.first, source.last, names) or _listed_nouns(
        article, source.first, source.last, names
    )
    if listed:
        return tuple(parse_source(article, first, last, 1) for first, last in listed)
    for index in range(source.first + 1, source.core):
        if article.norms[index] not in _LIST_JOINERS or any(m.first < index < m.last for m in names):
            continue
        left, right = (
            parse_source(article, source.first, index, 1),
            parse_source(article, index + 1, source.last, 1),
        )
        return (left, right) if _stands_alone(article, left, index) and _begins_phrase(right) else ()
    return ()


def _stands_alone(article: Article, source: SourcePhrase, end: int) -> bool:
    if source.pronoun:
        return True
    if source.name is not None:
        adjective = (
            article.norms[source.name.last - 1] in article.words.demonyms
        )  # "Democratic and independent voters"
        return source.name.last == end and not adjective
    return (source.owner is not None or source.determiner == "the") and source.head_at == end - 1


def _begins_phrase(source: SourcePhrase) -> bool:
    known = source.pronoun or source.name is not None or source.owner is not None
    return bool(known) or source.determiner in DEFINITE or is_plural(source.head)


def _listed_names(
    article: Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[int, int], ...]:
    """Two or more names with nothing but commas, "and" and titles between them, as token ranges."""
    names, ends = _members(article, names)
    begin = first
    bounds: list[tuple[int, int]] = []
    joined = False
    for index, name in enumerate(names):
        gap = article.norms[begin : name.first]
        if joined and gap[:1] == [","] and not small_words("determiner").isdisjoint(gap[1:2]):
            names = names[:index]  # "X and Y, the two candidates": an appositive
            break
        if not _is_listed(article, name, gap, last, first=index == 0):
            return ()
        marks = [n for n, norm in enumerate(gap) if norm in _LIST_JOINERS or norm == ","]
        joined = joined or any(gap[n] in _LIST_JOINERS for n in marks)
        bounds.append((begin + (marks[-1] + 1 if marks else 0), ends[name.first]))
        begin = ends[name.first] + article.is_possessive(name.last)
    return _closed_list(article, names, bounds, last, joined=joined) if len(bounds) > 1 else ()


def _members(article: Article, names: Sequence[NameMention]) -> tuple[list[NameMention], dict[int, int]]:
    """The names that may be one of a list each, and where each ends by its first token: “Poe of Tarn”."""
    ends = {m.last: where.last for m, where in pairwise(names) if _is_of(article, m, where)}
    employers = {m.first for m, holder in pairwise(names) if _is_employer(article, m, holder)}
    left = [m for m in names if m.last not in ends.values() and m.first not in employers]
    return left, {m.first: ends.get(m.last, m.last) for m in left}


def _closed_list(
    article: Article, names: Sequence[NameMention], bounds: list[tuple[int, int]], last: int, *, joined: bool
) -> tuple[tuple[int, int], ...]:
    """The ranges of a list with what stands behind the last name; none if that tells that it is no list."""
    tail = article.norms[bounds[-1][1] : last]
    whole = not tail and all(begins == m.name for (begins, _), m in zip(bounds, names, strict=True))
    joined = joined or (whole and all(m.kind == PERSON or m.last - m.first == 1 for m in names))
    if not joined or _goes_on(tail[:1]):
        return ()
    return tuple(bounds) if tail[:1] == ["'s"] else (*bounds[:-1], (bounds[-1][0], last))


def _goes_on(tail: Sequence[str]) -> bool:
    """Whether the word behind a list of names says that they are no list of sources: “X and Y voters”."""
    return any(norm == "and" or norm in role_nouns() for norm in tail)


def _listed_nouns(
    article: Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[int, int], ...]:
    """“Friends, lobbyists and foes”, “X, Y and two aides”; of “the candidates, X and Y” only the names."""
    bounds, joined = _segments(article, first, last, names)
    ends = {m.last for m in names if m.kind != TITLE}
    named = [end in ends and not _holds_stop(article.norms[begin:end]) for begin, end in bounds]
    if len(bounds) < 3 or not joined:
        return ()
    plural = [
        article.is_common_plural(article.norms[end - 1])
        if article.is_upper(end - 1)
        else is_plural(article.norms[end - 1])
        for _, end in bounds
    ]
    if plural[0] and not named[0] and all(named[1:]) and article.norms[first] in article.words.closed:
        return bounds[1:]
    several = [name or many for name, many in zip(named, plural, strict=True)]
    begun = article.norms[bounds[-1][0]] in ARTICLES and plural[0]  # "traders, hauliers and an official"
    whole = all(several[:-1]) and (several[-1] or begun) and not all(named)
    plain = all(
        end - begin <= MAX_LISTED_TOKENS and not _holds_stop(article.norms[begin:end])
        for begin, end in bounds
    )
    return bounds if whole and plain else ()


def _segments(
    article: Article, first: int, last: int, names: Sequence[NameMention]
) -> tuple[tuple[tuple[int, int], ...], bool]:
    """A source split at marks and at “and” outside names, and whether “and” stands before the last part."""
    within = {i for m in names for i in range(m.first, m.last)}
    bounds: list[tuple[int, int]] = []
    begin, joined = first, False
    for place in range(first, last + 1):
        ends = place == last or (
            place not in within and (article.norms[place] in BREAKS or article.norms[place] in _LIST_JOINERS)
        )
        if ends and place > begin:
            bounds.append((begin, place))
        if ends:
            joined = joined if place == last else article.norms[place] in _LIST_JOINERS
            begin = place + 1
    return tuple(bounds), joined


def _is_listed(article: Article, name: NameMention, gap: Sequence[str], last: int, *, first: bool) -> bool:
    """Whether a name may be one of a list: “and” or a comma before all but the first."""
    marked = any(norm in _LIST_JOINERS or norm in BREAKS for norm in gap)
    if name.kind not in (PERSON, OTHER, ORGANIZATION) or marked == first or _holds_stop(gap):
        return False
    if not first and gap and gap[0] not in _LISTS:
        return False  # "the Poe campaign and the Ruritanian Party"
    owns = article.is_possessive(name.last)
    return not (owns and name.last + 1 < last and article.norms[name.last + 1] not in _LIST_JOINERS)


def _is_of(article: Article, name: NameMention, where: NameMention) -> bool:
    """“Poe of Tarn”, “Poe, R-Iowa”: whether the second name tells where the first is from."""
    return name.kind == PERSON and where.first == name.last + 1 and article.norms[name.last] == "of"


def _is_employer(article: Article, name: NameMention, holder: NameMention) -> bool:
    """“Acme News editor Jane Roe”: whether the first name tells for whom the second works."""
    between = article.norms[name.last : holder.first]
    post = bool(between) and all(role_noun(n) is not None or n in article.words.titles for n in between)
    return post and name.kind in (ORGANIZATION, OTHER) and holder.kind == PERSON


def _holds_stop(norms: Sequence[str]) -> bool:
    stops = small_words("stop")
    return any(norm in stops for norm in norms)


def _describes(article: Article, left: NameMention, right: NameMention) -> bool:
    """“Acme News and former network anchor Jane Roe” is Jane Roe alone."""
    at = left.last
    while at < right.name and not article.is_upper(at) and article.norms[at] != "and":
        at += 1  # "GOP contender and former surgeon Jane Roe"
    noun = at > left.last and role_noun(article.norms[at - 1]) is not None
    if not (noun or (at == left.last and left.kind == ORGANIZATION)) or article.norms[at] != "and":
        return False
    if left.kind == PERSON or right.kind != PERSON or at + 1 >= right.name:
        return False
    return article.norms[at + 1] not in ARTICLES and not article.is_upper(at + 1)


# --- one source ---------------------------------------------------------------------------------------


def _single(article: Article, source: SourcePhrase, names: Sequence[NameMention], depth: int) -> SourcePhrase:
    """A source of one: a name with its descriptions, something owned, or a noun phrase."""
    inner = [m for m in names if m.first < source.core]
    named = _ends_in_name(article, source, inner[-1]) if inner else None
    named = named or _led_by(article, source.first, inner)
    if named is not None:
        return _named(article, source, named)
    phrase = _phrase(article, source, depth)
    if inner and inner[0].first == source.first and _runs_on(article, phrase, inner[0]):
        return _named(article, source, inner[0])
    return _apposed(article, source, phrase, names)


def _ends_in_name(article: Article, source: SourcePhrase, name: NameMention) -> NameMention | None:
    """The name that a noun phrase ends in, if the words before describe it; else None."""
    several = name.kind == OTHER and article.is_common_plural(article.norms[name.last - 1])
    thing = role_noun(singular(article.norms[name.last - 1]))
    if name.last - name.first > 1 and thing is not None and thing.kind == "organization":
        several = False  # "guard Tyrone Banks"
    described = several and name.first > source.first and not article.is_upper(name.first - 1)
    if name.kind == TITLE or name.last + (article.norms[name.last] in POSTNOMINALS) < source.core:
        return None
    if described and article.norms[name.first - 1] not in ARTICLES:
        return None
    return (
        name if _leads_to(article, source.first, name.first) or _titled(article, source.first, name) else None
    )


def _apposed(
    article: Article, source: SourcePhrase, phrase: SourcePhrase, names: Sequence[NameMention]
) -> SourcePhrase:
    """The noun phrase, with the name that is apposed to it: “the inspector general, Jane Roe,”."""
    outer = next((m for m in names if m.first >= source.core), None)
    inner = [m for m in names if m.first < source.core][-1:]
    ends_in_person = any(m.kind == PERSON and m.last >= source.core for m in inner)
    behind = _given_as(article, phrase, names)
    if behind is None and outer is not None and not ends_in_person:
        behind = next((m for m in (outer, names[-1]) if _is_apposed(article, phrase, m)), None)
    if behind is None:
        return phrase
    named = _named(article, source, behind)
    named.before = article.words_of(source.first, source.core)
    named.apposed_noun, named.determiner = phrase.head, phrase.determiner
    known = role_noun(phrase.head)
    named.apposed_kind = known.kind if known is not None else "person" if may_be_person(phrase.head) else ""
    return named


def _titled(article: Article, first: int, name: NameMention) -> bool:
    """“Acme Radio Vice President for news and talk Dave Poe”: all before a full name is his post."""
    if name.kind != PERSON or name.last - name.name < 2 or first >= name.first:
        return False
    begins, before = article.norms[first], article.norms[name.first - 1]
    if not article.is_upper(first) or begins in small_words("determiner"):
        return False
    joined = before in small_words("stop") | _LIST_JOINERS or article.is_possessive(name.first - 1)
    return not (joined or article.is_upper(name.first - 1) or "," in article.norms[first : name.first])


def _led_by(article: Article, first: int, names: Sequence[NameMention]) -> NameMention | None:
    """“Voter Jane Roe of Fell Harbor”: the first name with a preposition behind it and none before."""
    stops = small_words("stop")
    for name in names:
        if any(n in stops for n in article.norms[first : name.first]):
            return None
        common = name.kind == OTHER and article.is_common_plural(article.norms[name.last - 1])
        follows = article.norms[name.last]
        if (
            name.kind in (PERSON, OTHER, ORGANIZATION)
            and not common
            and follows in stops
            and follows != "that"
        ):
            return name
    return None


def _given_as(article: Article, phrase: SourcePhrase, names: Sequence[NameMention]) -> NameMention | None:
    """“A fisherman who gave his name only as Ridwan”, “identified only by her first name, Marta”."""
    for name in names:
        before = article.norms[phrase.core : name.first]
        if before[-1:] in (["as"], [","], ["name"]) and any(n in small_words("naming") for n in before[-7:]):
            return name
    return None


def _runs_on(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“Poe resisted”: a source that took in words of the sentence behind a name; the name is the source."""
    if (
        phrase.owner is not None
        or name.kind not in (PERSON, OTHER, ORGANIZATION)
        or name.last > phrase.head_at
    ):
        return False
    return role_noun(phrase.head) is None and not is_plural(phrase.head) and not article.is_upper(name.last)


def _leads_to(article: Article, first: int, name: int) -> bool:
    """Whether the words before a name describe it: no preposition, no "and the" among them."""
    stops = small_words("stop")
    titles = article.words.titles
    for index in range(first, name):
        norm = article.norms[index]
        of_title = (
            norm == "of" and " ".join(article.norms[index - 1 : index + 2]) in titles
        )  # "secretary of state"
        if (norm in stops and not of_title) or (norm == "and" and article.norms[index + 1] in ARTICLES):
            return False
    return True


def _is_apposed(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“The inspector general, Jane Roe,”: the name behind the comma is who the noun phrase is."""
    known = role_noun(phrase.head)
    kind = known.kind if known is not None else ""
    titled = name.kind == PERSON and name.name > name.first
    kinds = {OTHER, ORGANIZATION if kind == "organization" else PERSON}
    if phrase.owner is not None:  # "the ship's manager, Corvo Marine"
        kinds.add(ORGANIZATION)
    fits = name.kind in kinds or titled or phrase.head == "one"
    if kind in ("document", "group") or not fits or name.first <= phrase.core:
        return False
    if article.norms[name.first - 1] == "," and name.last == phrase.last:
        if article.norms[phrase.core] in _SOURCE_RELATIVES:
            return True  # "the firm which carried out the survey, Ridge and Fenn"
        if article.appositive_kind(phrase.core + 1) == "person":
            return True  # "one of them, the former head of safety, Jane Roe"
    if article.norms[phrase.core] not in BREAKS or (
        kind != "organization" and _names_another(article, phrase, name)
    ):
        return False
    stops = small_words("stop")
    barred = stops | {"and", "said"}
    if any(n in barred for n in article.norms[phrase.core + 1 : name.first]):
        return False
    return (
        name.last >= min(phrase.last, article.appositive_end(phrase.core + 1))
        or article.norms[name.last] in stops
    )


def _names_another(article: Article, phrase: SourcePhrase, name: NameMention) -> bool:
    """“An adjuster for the insurer, Northland Marine”: the name is the insurer's, not the adjuster's."""
    nearest = role_noun(article.norms[phrase.core - 1])
    beside = phrase.core - 1 > phrase.head_at and nearest is not None and nearest.kind == "organization"
    return beside and name.kind != PERSON


def _named(article: Article, source: SourcePhrase, name: NameMention) -> SourcePhrase:
    """The form as a name, with the words before and behind it."""
    named = SourcePhrase(source.first, source.last, core=source.core, name=name)
    named.before = article.words_of(source.first, name.name)
    start = name.last
    while start < source.last and (article.norms[start] in BREAKS or article.norms[start] in POSTNOMINALS):
        start += 1
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
    at = -1
    for index in range(first + 1, core):
        if article.norms[index] in stops:
            break
        if article.is_possessive(index):
            if index == core - 1 and at < 0:
                return parse_source(article, first, index, depth + 1) if depth < MAX_PHRASE_DEPTH else source
            if index + 1 < core:
                at = index
    if at >= 0 and depth < MAX_PHRASE_DEPTH:
        source.owner = parse_source(article, first, at, depth + 1)
        source.owned = start = at + 1
    elif norm in _POSSESSIVE_PRONOUNS and core - first > 1:
        source.owner = SourcePhrase(first, first + 1, pronoun=norm, core=first + 1)
        source.owned = start = first + 1
    source.head_at = _head(article, start, core)
    if article.norms[source.head_at] in small_words("quantity") and article.norms[source.head_at + 1] == "of":
        start = source.head_at + 2
        source.head_at = (
            _head(article, start, core) if start < core else source.head_at
        )  # "a number of studies"
    source.head = article.norms[source.head_at]
    return source


def _head(article: Article, start: int, core: int) -> int:
    """The head noun: the last word before a preposition, or a role noun before a participle."""
    stops = small_words("stop")
    end = start + 1
    while end < core and article.norms[end] not in stops:
        end += 1
    for name in article.names_in(start, end):  # "a Department for Transport spokesman"
        if (
            name.kind == ORGANIZATION
            and name.last > end
            and name.last < core
            and role_noun(article.norms[name.last]) is not None
        ):
            end = name.last + 1
    at = end - 1
    while at > start and (article.norms[at] in EDGES or article.norms[at] in article.words.dates):
        at -= 1  # "his speech Tuesday"
    if role_noun(article.norms[at]) is None:
        for index in range(start, at):
            following = article.norms[index + 1]
            if (
                role_noun(article.norms[index]) is not None
                and len(following) > 4
                and following.endswith(_ENDED)
                and following not in article.words.titles
            ):
                return index
    return at


# --- noun phrases of the copy -----------------------------------------------------------------------------


def phrase_start(article: Article, at: int, floor: int) -> int:
    """Where the noun phrase ending at ``at`` begins: back over words that are like adjectives."""
    k = at
    while k > floor and at - k < 6:
        t = article.tokens[k - 1]
        if t.norm in small_words("determiner"):
            return k - 1
        if t.norm != "'s" and (t.norm in article.words.closed or not t.text[0].isalnum()):
            break
        like = t.norm == "'s" or not t.text[0].islower() or "-" in t.text or t.norm in article.words.demonyms
        like = like or (t.norm in irregular_pasts() and article.norms[k - 2] in small_words("determiner"))
        if not (like or role_noun(t.norm) or t.norm.endswith(ADJECTIVE_ENDINGS)):
            break
        k -= 1
    return k


def heads_phrase(article: Article, k: int) -> bool:
    """Whether the noun at ``k`` is what its phrase is about, not the first of two: “railroad gauges”."""
    following = article.norms[k + 1]
    if article.is_upper(k) and (
        (following[:1] and article.is_upper(k + 1)) or any(m.last > k + 1 for m in article.names_in(k, k + 1))
    ):
        return False  # "then-Department of Defense"
    return role_noun(following) is None or following in article.words.verbs
