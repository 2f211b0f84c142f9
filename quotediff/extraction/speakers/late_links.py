"""Who the described are, once the whole article is read: “a doctor said” and, further on, “Jane Roe said”.

Each step looks at sources that were described and not named, and links them to somebody whom the article
names or describes better. Linear but for the headline's sources, of which there are few: each is compared
with every source of the story.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from quotediff.extraction.speakers.register import Article, Entity, Register, may_be_of_sex
from quotediff.lang.lexicon import word_list
from quotediff.lang.nouns import kin_of
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
_SENTENCES_TO_NAME = {True: 6, False: 3}  # within which a name follows, in the lead or further on
_WORD_STEM = 5  # letters by which words are compared
_MIN_LONG_WORD = 4  # letters of a word that tells something


@dataclass(slots=True)
class LinkState:
    """The sources of an article, and whom they are linked to, by number; arrays run parallel to the sources.

    ``ranges`` and ``contents`` are tokens. ``order`` has the sources in text order. ``named`` maps the id of
    somebody described to whom the copy itself names as the same.
    """

    article: Article
    register: Register
    ranges: Sequence[Sequence[tuple[int, int]]]
    contents: Sequence[Sequence[tuple[int, int]]]
    order: Sequence[int]
    links: dict[int, Entity]
    reasons: list[str]
    named: dict[int, Entity]
    _linked_to: dict[int, list[int]] = field(default_factory=dict)  # by entity: its sources

    def __post_init__(self) -> None:
        """Notes who is linked to what."""
        for k, e in self.links.items():
            self._linked_to.setdefault(id(e), []).append(k)

    def stated(self) -> list[tuple[int, Entity]]:
        """The sources that the copy states and whom they are linked to, in text order."""
        return [(k, self.links[k]) for k in self.order if k in self.links and self.ranges[k]]

    def role(self, k: int) -> Role:
        """The role of the paragraph in which source ``k`` stands."""
        a = self.article
        return a.document.paragraphs[a.paragraph_of[a.sentence_of[self.ranges[k][0][0]]]].role

    def merge(self, k: int, new: Entity, reason: str) -> None:
        """Makes the one whom source ``k`` was linked to the same as ``new``, everywhere."""
        old = self.links[k]
        if old is new:
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
    for source, old in state.stated():
        new = state.named.get(id(old), old)
        if new is not old:
            new.descriptions.append(old.name)
            state.merge(source, new, "described-then-named")


def _described_then_named(state: LinkState) -> None:
    """“A doctor said ... . '...,' Jane Roe said.”: a bare new name takes up the one just described.

    Only where nothing speaks against it: both stand in one paragraph, or in the lead and the next; the
    first is one unnamed person with no word of anonymity; the name is new, and the copy tells nothing
    else of who it is.
    """
    a = state.article
    for (index, _), (following, new) in pairwise(state.stated()):
        old = state.links[index]  # as linked by now
        if state.reasons[following] != "name" or not _may_be_one(old, new):
            continue
        first = state.ranges[index][0][0]
        if _is_brought_in(state, index, following) and _is_new(a, new, a.starts[first]):
            new.descriptions.append(old.name)
            state.merge(index, new, "description-then-name")


def _is_brought_in(state: LinkState, index: int, following: int) -> bool:
    """Whether source ``index`` brings in somebody, near enough to be named by the source that follows."""
    a = state.article
    first, reason = state.ranges[index][0][0], state.reasons[index]
    here, there = a.sentence_of[first], a.sentence_of[state.ranges[following][0][0]]
    in_lead = a.starts[first] < _lead_end(a) or _opens_block(a, here)
    paragraphs = a.paragraph_of[there] - a.paragraph_of[here]
    if not 0 < there - here < _SENTENCES_TO_NAME[in_lead] or paragraphs > in_lead:
        return False
    if a.norms[first] in NEW:
        return reason in ("own", "pronoun")
    if reason == "pronoun" or not in_lead:
        return in_lead
    if reason != "own" or a.norms[first] != "the":
        return False
    spans = state.contents[following]  # of one paragraph only a name behind its words takes up "the cook"
    begins = next((span[0] for span in spans), -1)
    return paragraphs > 0 or begins < state.ranges[following][0][0]


def _opens_block(article: Article, sentence: int) -> bool:
    """Whether a sentence stands in the first paragraph behind a break: the lead of a block."""
    p = article.paragraph_of[sentence]
    return p > 0 and article.document.paragraphs[p - 1].role is Role.BREAK


def _headline_then_story(state: LinkState) -> None:
    """“Ferry was full, expert says”: who says so in the story, by what they say."""
    titles = [k for k, e in state.stated() if state.role(k) in _TITLES and not e.named]
    own = [k for k in titles[:MAX_HEADLINE_SOURCES] if state.reasons[k] == "own"]
    if not own:
        return
    story = [k for k, _ in state.stated() if state.role(k) is Role.BODY]
    said = {k: _words_said(state, k) for k in story}
    for index in own:
        old = state.links[index]
        fits = [k for k in story if _may_be_same(old, state.links[k])]
        found = (
            _only_source(state, old, fits)
            or _most_alike(state, index, fits, said)
            or _any_sources(state, old, fits)
            or old
        )
        state.merge(index, found, "headline-then-story")


def _any_sources(state: LinkState, old: Entity, fits: Sequence[int]) -> Entity | None:
    """“Sources say”: the first sources of the story, whoever they are."""
    if not old.plural or old.nouns.isdisjoint(_ANY_SOURCES):
        return None
    several = (state.links[k] for k in fits)
    return next((e for e in several if not e.nouns.isdisjoint(_ANY_SOURCES)), None)


def _most_alike(
    state: LinkState, k: int, fits: Sequence[int], said: Mapping[int, frozenset[str]]
) -> Entity | None:
    """Who says in the story most of the words of headline source ``k``, if that is enough of them."""
    words = _words_said(state, k)
    best = max(fits, key=lambda j: len(words & said[j]), default=k)
    common = len(words & said.get(best, frozenset()))
    return state.links[best] if common >= max(2, _MIN_SHARED_HEADLINE * len(words)) else None


def _only_source(state: LinkState, old: Entity, fits: Sequence[int]) -> Entity | None:
    """The only source of the story called by a noun of the headline's that tells enough: *widow*, *pilot*.

    Of some offices a headline takes one noun for another: *chief* for *chief executive*.
    """
    telling = {n for n in old.nouns if kin_of([n]).isdisjoint(_ANY_KIN)}
    sources = list({id(state.links[k]): state.links[k] for k in fits}.values())
    called = [e for e in sources if not telling.isdisjoint(e.nouns)]
    kin = kin_of(telling) & _SAME_OFFICE
    called = called or [e for e in sources if not kin.isdisjoint(kin_of(e.nouns))]
    return called[0] if len(called) == 1 else None


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
    if old.plural != new.plural or not may_be_of_sex(new, old.gender):
        return False
    if old.kind is SpeakerKind.UNNAMED:
        return new.kind in (SpeakerKind.UNNAMED, SpeakerKind.PERSON)
    return old.kind is new.kind


def _lead_then_named(state: LinkState) -> None:
    """“A judge said” in the headline or the lead is the one judge whom the story names further on."""
    a = state.article
    for index, _ in state.stated()[:MAX_LEAD_SOURCES]:
        at, old = a.starts[state.ranges[index][0][0]], state.links[index]
        if at >= _lead_end(a):
            break
        kin = kin_of(old.nouns)
        if old.anonymity or old.named or kin & _COMMON:
            continue
        called = [e for noun in sorted(old.nouns) for e in state.register.by_noun.get(noun, ())]
        called += [e for of in sorted(kin & _SAME_OFFICE) for e in state.register.by_kin.get(of, ())]
        named = list({id(e): e for e in called if e.named and _may_be_same(old, e)}.values())
        if len(named) == 1 and not old.plural and _is_new(a, named[0], at):
            state.merge(index, named[0], "lead-then-name")


def _lead_end(article: Article) -> int:
    """Where the lead ends: the end of the first paragraph of the story."""
    return next((p.span.end for p in article.document.paragraphs if p.role is Role.BODY), 0)


def _is_new(article: Article, entity: Entity, before: int) -> bool:
    """Whether the story itself does not name ``entity`` before the offset ``before``."""
    return all(
        article.quiet[article.sentence_of[bisect_left(article.starts, mention.start)]]
        for mention in entity.mentions[:MAX_LATE_MENTIONS]
        if mention.start < before
    )


def _may_be_one(described: Entity, named: Entity) -> bool:
    """Whether nothing speaks against a described and a named source being one person."""
    if not described.may_be_named_later:
        return False
    if named.nouns or named.every_description or len(named.words) < 2:
        return False
    return named.kind is SpeakerKind.PERSON and may_be_of_sex(named, described.gender)
