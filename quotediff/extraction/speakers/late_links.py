"""Who the described are, once the whole article is read: “a doctor said” and, further on, “Jane Roe said”.

Each step looks at sources that were described and not named, and links them to somebody whom the article
names or describes better. Linear but for the headline's sources, of which there are few: each is compared
with every source of the story.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from quotediff.extraction.speakers.register import Article, Entity, Register
from quotediff.lang.lexicon import word_list
from quotediff.lang.nouns import may_be_person, role_nouns
from quotediff.limits import MAX_HEADLINE_SOURCES, MAX_LATE_MENTIONS, MAX_LEAD_SOURCES
from quotediff.model import Role, SpeakerKind
from quotediff.values import dataclass, field

NEW = word_list("new")
"""Determiners with which somebody new is introduced."""

_COMMON = word_list("common")  # kin of too many for one of them to be the one of the lead
_SAME_OFFICE = word_list("same_office")  # kin of which a headline takes one noun for another
_ANY_KIN = frozenset({"person", "official"})  # kin of nouns that tell too little even of the only one
_ANY_SOURCES = word_list("any_sources")
_TITLES = frozenset({Role.HEADLINE, Role.SUMMARY})
_MIN_SHARED_HEADLINE = 0.5  # of the headline's words that must stand in what the story's source says
_WORD_STEM = 5  # letters by which words are compared
_MIN_LONG_WORD = 4  # letters of a word that tells something


@dataclass(slots=True)
class LinkState:
    """The sources of an article, and whom they are linked to; arrays run parallel to the sources.

    ``ranges`` and ``contents`` are tokens. ``order`` has the sources in text order. ``named`` maps the id of
    somebody described to whom the copy itself names as the same.
    """

    article: Article
    register: Register
    ranges: Sequence[Sequence[tuple[int, int]]]
    contents: Sequence[Sequence[tuple[int, int]]]
    order: Sequence[int]
    links: list[Entity | None]
    reasons: list[str]
    named: dict[int, Entity]
    _linked_to: dict[int, list[int]] = field(default_factory=dict)  # by entity: its sources

    def __post_init__(self) -> None:
        """Notes who is linked to what."""
        for k, e in enumerate(self.links):
            if e is not None:
                self._linked_to.setdefault(id(e), []).append(k)

    def stated(self) -> list[int]:
        """The sources that the copy states, in text order."""
        return [k for k in self.order if self.links[k] is not None and self.ranges[k]]

    def role(self, k: int) -> Role:
        """The role of the paragraph in which source ``k`` stands."""
        a = self.article
        return a.document.paragraphs[a.paragraph_of[a.sentence_of[self.ranges[k][0][0]]]].role

    def merge(self, k: int, new: Entity, reason: str) -> None:
        """Makes the one whom source ``k`` was linked to the same as ``new``, everywhere."""
        old = self.links[k]
        if old is None or old is new:
            return
        new.mentions.extend(old.mentions)
        for noun in sorted(old.nouns):
            self.register.add_noun(new, noun)
        theirs = self._linked_to.pop(id(old))
        for n in theirs:
            self.links[n] = new
        self._linked_to.setdefault(id(new), []).extend(theirs)
        self.reasons[k] = reason


def link_late_names(state: LinkState) -> None:
    """Links the described to the named."""
    _named_as_the_same(state)
    _described_then_named(state)
    _headline_then_story(state)
    _lead_then_named(state)


def _named_as_the_same(state: LinkState) -> None:
    """“An adjuster said ... . The adjuster, Jane Roe, said”."""
    for source in state.stated():
        old = state.links[source]
        if old is not None and (new := state.named.get(id(old))) is not None:
            new.descriptions.append(old.name)
            state.merge(source, new, "described-then-named")


def _described_then_named(state: LinkState) -> None:
    """“A doctor said ... . '...,' Jane Roe said.”: a bare new name takes up the one just described.

    Only where nothing speaks against it: both stand in one paragraph, or in the lead and the next; the
    first is one unnamed person with no word of anonymity; the name is new, and the copy tells nothing
    else of who it is.
    """
    a = state.article
    lead = next(_leads(a), 0)
    for index, following in pairwise(state.stated()):
        old, new = state.links[index], state.links[following]
        described = state.reasons[index] in ("own", "pronoun")
        if old is None or new is None or old.named or not described or state.reasons[following] != "name":
            continue
        first = state.ranges[index][0][0]
        here, there = a.sentence_of[first], a.sentence_of[state.ranges[following][0][0]]
        in_lead = a.starts[first] < lead or _opens_block(a, here)
        paragraphs = a.paragraph_of[there] - a.paragraph_of[here]
        if not 0 < there - here < (6 if in_lead else 3) or paragraphs > in_lead:
            continue
        spans = state.contents[following]  # of one paragraph only a name behind its words takes up "the cook"
        behind = not spans or spans[0][0] < state.ranges[following][0][0]
        definite = a.norms[first] == "the" and (paragraphs > 0 or behind)
        if a.norms[first] not in NEW and not (in_lead and (definite or state.reasons[index] != "own")):
            continue
        if _may_be_one(old, new) and _is_new(a, new, a.starts[first]):
            new.descriptions.append(old.name)
            state.merge(index, new, "description-then-name")


def _opens_block(article: Article, sentence: int) -> bool:
    """Whether a sentence stands in the first paragraph behind a break: the lead of a block."""
    p = article.paragraph_of[sentence]
    return p > 0 and article.document.paragraphs[p - 1].role is Role.BREAK


def _headline_then_story(state: LinkState) -> None:
    """“Ferry was full, expert says”: who says so in the story, by what they say."""
    stated = state.stated()
    story: list[tuple[int, frozenset[str]]] = []
    for index in [k for k in stated if state.role(k) in _TITLES][:MAX_HEADLINE_SOURCES]:
        old = state.links[index]
        if old is None or old.named or state.reasons[index] != "own" or not old.nouns:
            continue
        story = story or [(j, _words_said(state, j)) for j in stated if state.role(j) is Role.BODY]
        called = _only_source(state, old, [j for j, _ in story])
        if called is not None:
            state.merge(index, called, "headline-then-story")
            continue
        found = _most_alike(state, index, story)
        if found is not None:
            state.merge(index, found, "headline-then-story")
        elif old.plural and old.nouns & _ANY_SOURCES and " " not in old.name:
            same = (e for j, _ in story if (e := state.links[j]) is not None and _may_be_same(old, e))
            state.merge(index, next((e for e in same if e.nouns & _ANY_SOURCES), old), "headline-then-story")


def _most_alike(state: LinkState, k: int, story: Sequence[tuple[int, frozenset[str]]]) -> Entity | None:
    """Who says in the story most of the words of headline source ``k``, if that is enough of them."""
    old, said = state.links[k], _words_said(state, k)
    best, found = 0, None
    for index, words in story:
        new, common = state.links[index], len(said & words)
        if common <= best or old is None or new is None or new is old:
            continue
        if _may_be_same(old, new):
            best, found = common, new
    return found if best > 1 and best >= _MIN_SHARED_HEADLINE * len(said) else None


def _only_source(state: LinkState, old: Entity, story: Sequence[int]) -> Entity | None:
    """The only source of the story called by a noun of the headline's that tells enough: *widow*, *pilot*.

    Of some offices a headline takes one noun for another: *chief* for *chief executive*.
    """
    telling = {n for n in old.nouns if (known := role_nouns().get(n)) and not known.kin & _ANY_KIN}
    sources = list(
        {id(e): e for j in story if (e := state.links[j]) is not None and _may_be_same(old, e)}.values()
    )
    fits = [e for e in sources if not telling.isdisjoint(e.nouns)]
    kin = _kin(telling) & _SAME_OFFICE
    fits = fits or [e for e in sources if not kin.isdisjoint(_kin(e.nouns))]
    return fits[0] if len(fits) == 1 else None


def _kin(nouns: Collection[str]) -> set[str]:
    return {kin for n in nouns if n in role_nouns() for kin in role_nouns()[n].kin}


def _words_said(state: LinkState, k: int) -> frozenset[str]:
    """The stems of the words that tell something in what source ``k`` says."""
    norms, closed = state.article.norms, state.article.words.closed
    return frozenset(
        norm[:_WORD_STEM]
        for first, last in state.contents[k]
        for norm in norms[first:last]
        if (len(norm) >= _MIN_LONG_WORD or norm[0].isdigit()) and norm not in closed
    )


def _may_be_same(old: Entity, new: Entity) -> bool:
    """Whether a description without a name may be short for ``new``."""
    if old.plural != new.plural or (old.gender and new.gender and old.gender != new.gender):
        return False
    if old.kind is SpeakerKind.UNNAMED:
        return new.kind in (SpeakerKind.UNNAMED, SpeakerKind.PERSON)
    return old.kind is new.kind


def _lead_then_named(state: LinkState) -> None:
    """“A judge said” in the headline or the lead is the one judge whom the story names further on."""
    a = state.article
    lead = next(_leads(a), 0)
    for index in state.stated()[:MAX_LEAD_SOURCES]:
        at = a.starts[state.ranges[index][0][0]]
        old = state.links[index]
        if at >= lead:
            break
        kin = _kin(old.nouns) if old is not None else set()
        if old is None or old.anonymity or old.plural or old.named or kin & _COMMON:
            continue
        called = [e for noun in sorted(old.nouns) for e in state.register.by_noun.get(noun, ())]
        called += [e for of in sorted(kin & _SAME_OFFICE) for e in state.register.by_kin.get(of, ())]
        named = list({id(e): e for e in called if e.named and _may_be_same(old, e)}.values())
        if len(named) == 1 and _is_new(a, named[0], at):
            state.merge(index, named[0], "lead-then-name")


def _leads(article: Article) -> Iterator[int]:
    """Where the lead ends: the end of the first paragraph of the story."""
    for p in article.document.paragraphs:
        if p.role is Role.BODY:
            yield p.span.end


def _is_new(article: Article, entity: Entity, before: int) -> bool:
    """Whether the story itself does not name ``entity`` before the offset ``before``."""
    return all(
        article.quiet[article.sentence_of[bisect_left(article.starts, mention.start)]]
        for mention in entity.mentions[:MAX_LATE_MENTIONS]
        if mention.start < before
    )


def _may_be_one(described: Entity, named: Entity) -> bool:
    """Whether nothing speaks against a described and a named source being one person."""
    if described.kind is not SpeakerKind.UNNAMED or described.anonymity or described.plural:
        return False
    if named.kind is not SpeakerKind.PERSON or len(named.words) < 2 or named.nouns or named.descriptions:
        return False
    if described.gender and named.gender and described.gender != named.gender:
        return False
    return not named.source_descriptions and any(may_be_person(n) for n in described.nouns)
