"""What the templates are filled with: looked up in the result and worded, never computed anew."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from quotediff.comparison import Comparison
from quotediff.errors import UsageError
from quotediff.limits import MAX_FINDINGS_LISTED
from quotediff.model import Extract, Severity, count, text_of
from quotediff.rendering import edits, scoretables, summaries
from quotediff.rendering.page.copy import Block, Mark, Marks
from quotediff.rendering.page.slopes import Chart, chart
from quotediff.rendering.terminal import visible
from quotediff.rendering.words import (
    Index,
    Side,
    Sides,
    changes_line,
    kind_words,
    left_out_line,
    moved,
    near,
    quotes_line,
    shortened,
)
from quotediff.report import Report
from quotediff.scores import Evaluation
from quotediff.versions import History, Sources, SourcesHistory

if TYPE_CHECKING:
    from quotediff.comparison import Change, ParagraphPair
    from quotediff.model import Quote
    from quotediff.report import Finding
    from quotediff.versions import QuoteHistory, QuoteState, SpeakerHistory, SpeakerShare

_Counted = TypeVar("_Counted", "Story", "Entry")

_FAMILIES = {"QD1": "words", "QD2": "who said it", "QD3": "new and gone", "QD4": "the story"}
_GONE = frozenset({"QD302", "QD303"})  # that quotes, or all of a source's, are gone


@dataclass(frozen=True, slots=True)
class Version:
    """An article as the head and the foot of a page name it."""

    name: str
    title: str
    time: str
    sha256: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A finding: ``old`` and ``new`` are numbers of paragraphs or None, ``pieces`` its words with edits.

    ``speaker`` is what the card is headed with, ``speakers`` those of the old and the new version, apart.
    """

    id: str
    code: str
    name: str
    severity: str
    family: str
    speaker: str
    speakers: tuple[str, str]
    message: str
    pieces: tuple[edits.Piece, ...]
    old: int | None
    new: int | None
    quotes: int
    summary: str
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs side by side. ``old_at`` and ``new_at``: where a moved paragraph is on the other side."""

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    cards: tuple[Card, ...]
    old_at: int | None = None
    new_at: int | None = None

    @property
    def same(self) -> bool:
        """Whether nothing in the row changed, so that it may be folded."""
        if self.cards or not (self.old and self.new):
            return False
        return [p.text for b in self.old for p in b.pieces] == [p.text for b in self.new for p in b.pieces]


@dataclass(frozen=True, slots=True)
class Story:
    """A comparison. ``folds`` are runs of rows, in order, each with whether its rows are the same."""

    id: str
    title: str
    old: Version
    new: Version
    line: str
    undeclared: int
    noted: bool
    left_out: str
    counts: dict[str, int]
    cards: tuple[Card, ...]
    folds: tuple[tuple[bool, tuple[Row, ...]], ...]
    speakers: tuple[str, ...]
    families: tuple[str, ...]
    cast: tuple[tuple[Bar, ...], tuple[Bar, ...]]

    @property
    def worst(self) -> tuple[Card, ...]:
        """The findings that the head names."""
        return self.cards[:MAX_FINDINGS_LISTED]


@dataclass(frozen=True, slots=True)
class Entry:
    """A story in a table of stories, with a link to it."""

    link: str
    title: str
    old: str
    new: str
    counts: dict[str, int]
    undeclared: int
    worst: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A speaker's share, 0 to 1, and what it is in words."""

    name: str
    about: str
    share: float
    percent: str
    quotes: int
    words: int
    marked: int
    paragraphs: str


def version(extract: Extract) -> Version:
    """An article for the head of a page."""
    document = extract.document
    problems = tuple(f"{p.code} {visible(p.message)}" for p in (*document.problems, *extract.problems))
    return Version(
        visible(document.name),
        visible(document.title),
        str(document.meta.time or ""),
        document.sha256,
        problems,
    )


# --- comparisons -------------------------------------------------------------------------------------------


def story(result: Comparison, prefix: str = "") -> Story:
    """A comparison; ids of its elements begin with ``prefix``, where a page has others."""
    sides = Sides(result)
    cards = tuple(
        _card(change, *sides.of(change), f"{prefix}c{n}") for n, change in enumerate(result.changes, 1)
    )
    marks = (Marks(result.old, f"{prefix}old-"), Marks(result.new, f"{prefix}new-"))
    for change, card in zip(result.changes, cards, strict=True):
        for side, marked in zip(sides.of(change), marks, strict=True):
            marked.add(Mark(span, finding=(card.id, card.severity)) for span in side.spans)
        edited = [edit for edit in change.edits if edit.op != "equal"]
        marks[0].add(Mark(edit.old_span, edit="del") for edit in edited if edit.old_span)
        marks[1].add(Mark(edit.new_span, edit="ins") for edit in edited if edit.new_span)
    levels = Counter(card.severity for card in cards)
    return Story(
        prefix,
        visible(result.title or result.new.document.name),
        version(result.old),
        version(result.new),
        visible(changes_line(result)),
        result.undeclared,
        any(change.code == "QD402" for change in result.changes),
        visible(left_out_line(result)),
        {severity.value: levels[severity.value] for severity in Severity},
        cards,
        tuple(_folds(_Rows(result.alignment, marks, cards))),
        _names(cards),
        tuple(family for family in _FAMILIES.values() if any(card.family == family for card in cards)),
        (_cast(result.old), _cast(result.new)),
    )


def _names(cards: Iterable[Card]) -> tuple[str, ...]:
    """Everybody whom a card is about, once, however the name begins."""
    names = {name.casefold(): name for card in cards for name in card.speakers if name}
    return tuple(names[key] for key in sorted(names))


def stories(results: Iterable[Comparison]) -> list[Story]:
    """Comparisons of several stories, the worst first."""
    return worst_first(story(result, f"s{number}-") for number, result in enumerate(results, 1))


def worst_first(found: Iterable[_Counted]) -> list[_Counted]:
    """Stories, or their entries, with the most errors, then warnings, then notes first; else as they come."""
    return sorted(found, key=lambda one: [-one.counts[severity.value] for severity in Severity])


def entry(one: Story, link: str) -> Entry:
    """A story's line in a table of stories."""
    worst = shortened(one.cards[0].message) if one.cards else ""
    return Entry(link, one.title, one.old.name, one.new.name, one.counts, one.undeclared, worst)


def _card(change: Change, old: Side, new: Side, identifier: str) -> Card:
    from quotediff.changes.registry import RULES  # noqa: PLC0415 - loaded by the comparison

    rule = RULES[change.code]
    speaker = moved(old.speaker, new.speaker)
    return Card(
        identifier,
        change.code,
        change.name,
        change.severity.value,
        _FAMILIES[change.code[:3]],
        visible(speaker),
        (visible(old.speaker), visible(new.speaker)),
        visible(change.message),
        edits.at_issue(change, old, new),
        old.paragraph,
        new.paragraph,
        max(len(change.old_quotes), len(change.new_quotes)),
        visible(rule.summary),
        visible(rule.why),
    )


class _Rows:
    """Makes rows of aligned paragraphs and the cards that belong to them."""

    def __init__(
        self, alignment: Sequence[ParagraphPair], marks: tuple[Marks, Marks], cards: Sequence[Card]
    ) -> None:
        self._alignment, self._marks = alignment, marks
        self._new_place = {pair.old: pair.new[0] for pair in alignment if pair.moved}
        self._old_place = {pair.new: pair.old[0] for pair in alignment if pair.moved}
        self._at_old: dict[int, list[Card]] = {}
        self._at_new: dict[int, list[Card]] = {}
        for card in sorted(cards, key=lambda card: (card.new or 0, card.old or 0)):
            table = self._at_old if card.new is None else self._at_new
            table.setdefault(card.new or card.old or 0, []).append(card)

    def __iter__(self) -> Iterator[Row]:
        """The rows; a moved paragraph has one at each of its places, which names the other."""
        if 0 in self._at_old:  # of the story as a whole
            yield Row((), (), tuple(self._at_old.pop(0)))
        waiting = deque(sorted(self._new_place))
        for pair in self._alignment:
            while waiting and not pair.moved and pair.old and waiting[0] < pair.old:
                yield self._row(waiting.popleft(), ())
            yield self._row(() if pair.moved else pair.old, pair.new)
        for olds in waiting:
            yield self._row(olds, ())

    def _row(self, olds: tuple[int, ...], news: tuple[int, ...]) -> Row:
        cards = [c for n in news for c in self._at_new.pop(n, [])]
        cards += [c for n in olds for c in self._at_old.pop(n, [])]
        old, new = self._marks
        places = (self._old_place.get(news), self._new_place.get(olds))
        return Row(old.blocks(olds), new.blocks(news), tuple(cards), *places)


def _folds(rows: Iterable[Row]) -> Iterator[tuple[bool, tuple[Row, ...]]]:
    """Neighbouring rows that are the same, or not the same, together."""
    run: list[Row] = []
    for row in rows:
        if run and run[-1].same != row.same:
            yield run[-1].same, tuple(run)
            run = []
        run.append(row)
    if run:
        yield run[-1].same, tuple(run)


def _cast(extract: Extract) -> tuple[Bar, ...]:
    from quotediff.tallying import tally  # noqa: PLC0415 - as the library has it

    return tuple(map(_bar, tally(extract).speakers))


# --- articles, sources -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A quote in a list."""

    id: str
    paragraph: int
    kind: str
    speaker: str
    cue: str
    words: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its quotes."""

    version: Version
    line: str
    blocks: tuple[Block, ...]
    quotes: tuple[Line, ...]
    speakers: tuple[str, ...]
    bars: tuple[Bar, ...] = ()
    prefix: str = ""


def articles(extracts: Iterable[Extract]) -> list[Article]:
    """Articles with their quotes; ids of one among several begin with its number."""
    every = list(extracts)
    return [article(e, f"a{n}-" if len(every) > 1 else "") for n, e in enumerate(every, 1)]


def article(extract: Extract, prefix: str = "") -> Article:
    """An article with its quotes marked and listed."""
    index = Index(extract)
    quotes = tuple(_line(index, quote) for quote in extract.quotes)
    speakers = tuple(dict.fromkeys(line.speaker for line in quotes if line.speaker))
    return Article(
        version(extract), quotes_line(extract), Marks(extract, prefix).all(), quotes, speakers, prefix=prefix
    )


def _line(index: Index, quote: Quote) -> Line:
    speaker = visible(index.name(quote)) or summaries.UNKNOWN
    cue = "(inherited)" if quote.inherited else text_of(quote.cue)
    words = visible(shortened(index.words(quote)))
    return Line(quote.id, quote.paragraph, kind_words(quote), speaker, visible(cue), words)


def shares(article: Sources) -> Article:
    """An article with its speakers' shares."""
    bars = tuple(map(_bar, article.speakers))
    return Article(version(article.extract), summaries.sources_line(article), (), (), (), bars)


def _bar(entry: SpeakerShare) -> Bar:
    return Bar(
        visible(summaries.name(entry)),
        visible("; ".join(summaries.about(entry.speaker))),
        entry.share,
        summaries.percent(entry.share),
        len(entry.quotes),
        entry.words,
        entry.marked,
        summaries.paragraphs(entry),
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """A speaker or a quote over versions: a cell for each, and what changed."""

    name: str
    words: str
    cells: tuple[Cell | None, ...]
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What a lane has in one version: a share of 0 to 1, or what became of a quote, with a link."""

    words: str
    share: float = 0.0
    outcomes: tuple[str, ...] = ()
    severity: str = ""
    link: str = ""
    codes: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether nothing happened that needs words."""
        return set(self.outcomes) <= {"unchanged"} or not self.words


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes over versions; ``steps`` are the findings from each version to the next."""

    versions: tuple[Version, ...]
    head: str
    line: str
    lanes: tuple[Lane, ...]
    steps: tuple[tuple[int, tuple[Card, ...]], ...] = ()

    @property
    def legend(self) -> tuple[Cell, ...]:
        """A cell for each outcome that has a sign of its own and occurs."""
        cells = [cell for lane in self.lanes for cell in lane.cells if cell]
        there = {outcome for cell in cells for outcome in cell.outcomes[:1] if cell.words}
        known = [outcome for outcome in summaries.SIGNS if outcome in there]
        return tuple(Cell(summaries.outcome_words(outcome), outcomes=(outcome,)) for outcome in known)

    @property
    def chart(self) -> Chart:
        """The shares as lines."""
        return chart(self.lanes, len(self.versions))


def shares_over_versions(result: SourcesHistory) -> Lanes:
    """Speakers over versions."""
    versions = tuple(version(one.extract) for one in result.versions)
    return Lanes(
        versions,
        summaries.order_line(result.order, len(versions)),
        summaries.speakers_line(result),
        tuple(map(_speaker_lane, result.speakers)),
    )


def _speaker_lane(traced: SpeakerHistory) -> Lane:
    cells = tuple(
        Cell(f"{summaries.percent(entry.share)} ({len(entry.quotes)})", share=entry.share) if entry else None
        for entry in traced.shares
    )
    changes = tuple(visible(summaries.speaker_change_words(change)) for change in traced.changes)
    return Lane(visible(summaries.name(summaries.latest(traced))), "", cells, changes)


def history(result: History, prefix: str = "") -> Lanes:
    """Quotes over versions, and the findings of each step."""
    traced_quotes = summaries.TracedQuotes(result)
    indices = [Index(extract) for extract in result.versions]
    steps = []
    links: dict[str, str] = {}
    for number, step in enumerate(result.steps, 1):
        found = [(change, number - 1) for change in step.changes]
        for traced in result.quotes:
            state = traced.states[number]
            against = state.compared_with(number)
            found += [(change, against) for change in state.changes]
        found = sorted(dict.fromkeys(found), key=lambda one: list(Severity).index(one[0].severity))
        cards = []
        for index, (change, against) in enumerate(found, 1):
            identifier = f"{prefix}v{number + 1}-c{index}"
            old = indices[against].side(change.old_quotes, change.old_span)
            new = indices[number].side(change.new_quotes, change.new_span)
            cards.append(_card(change, old, new, identifier))
            links.setdefault(f"{number} {change.fingerprint} {change.old} {change.new}", identifier)
            if change.code in _GONE and against == number - 1:
                links |= dict.fromkeys((f"{number} gone {quote}" for quote in change.old_quotes), identifier)
        steps.append((number, tuple(cards)))
    lanes = []
    for traced in result.quotes:
        summary = traced_quotes.summary(traced)
        cells = tuple(_state_cells(traced, links))
        lanes.append(Lane(visible(summary.speakers) or summaries.UNKNOWN, visible(summary.brief), cells))
    versions = tuple(map(version, result.versions))
    head = summaries.order_line(result.order, len(versions))
    return Lanes(versions, head, summaries.history_line(result), tuple(lanes), tuple(steps))


def _state_cells(traced: QuoteHistory, links: dict[str, str]) -> Iterator[Cell | None]:
    """A cell for each version, with a link to the card of what became of the quote, if there is one."""
    before: tuple[str, ...] = ()
    for number, state in enumerate(traced.states):
        keys = [f"{number} {c.fingerprint} {c.old} {c.new}" for c in state.changes]
        if "dropped" in state.outcomes:
            keys += [f"{number} gone {quote}" for quote in before]
        link = next((links[key] for key in keys if key in links), "")
        yield None if "absent" in state.outcomes else _state_cell(state, number, link)
        before = state.quotes


def _state_cell(state: QuoteState, number: int, link: str) -> Cell:
    """What became of a quote in words; none in the first version, which introduces all that it has."""
    worst = summaries.worst(state)
    return Cell(
        ", ".join(map(summaries.outcome_words, state.outcomes)) if number else "",
        outcomes=tuple(outcome.value for outcome in state.outcomes),
        severity=worst.value if worst else "",
        link=link,
        codes=tuple(summaries.codes(state)),
    )


# --- check -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a check."""

    code: str
    name: str
    severity: str
    where: str
    place: str
    message: str
    remedy: str
    expected: str
    found: str
    pieces: tuple[edits.Piece, ...]
    excuse: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A report of a check by story."""

    path: str
    line: str
    stories: tuple[tuple[str, tuple[Found, ...]], ...]
    known: tuple[tuple[str, tuple[Found, ...]], ...]
    updates: tuple[Story, ...]


def report(result: Report) -> Checked:
    """The findings of a check by story."""
    stories = f"{result.stories} {'story' if result.stories == 1 else 'stories'}"
    checked = f"{stories}, {count(result.versions, 'version')}, {count(result.steps, 'step')} checked"
    line = f"{checked}: {count(len(result.findings), 'finding')}, {len(result.known)} known"
    updates = tuple(
        story(update.comparison, f"s{number}-") for number, update in enumerate(result.updates, 1)
    )
    return Checked(visible(result.path), line, _by_story(result.findings), _by_story(result.known), updates)


def _by_story(findings: Iterable[Finding]) -> tuple[tuple[str, tuple[Found, ...]], ...]:
    groups: dict[str, list[Found]] = {}
    for finding in findings:
        groups.setdefault(finding.story or "the corpus", []).append(_found(finding))
    return tuple((visible(name), tuple(found)) for name, found in groups.items())


def _found(finding: Finding) -> Found:
    excuse = finding.excuse
    return Found(
        finding.code,
        finding.name,
        finding.severity.value,
        visible(finding.where),
        visible(f"{finding.place.path}:{finding.place.line}"),
        visible(finding.message),
        visible(finding.remedy),
        visible(shortened(finding.expected or "")),
        visible(shortened(finding.found or "")),
        tuple(edits.pieces(near(finding.edits))),
        visible(f"{excuse.reason} ({excuse.by})") if excuse else "",
    )


def evaluation(result: Evaluation) -> dict[str, object]:
    """What the page of an evaluation is filled with."""
    return {"title": scoretables.title(result), "sections": list(scoretables.sections(result))}


def fragment(result: object) -> tuple[str, dict[str, object]]:
    """The template of a result that a notebook shows, and its values.

    Raises:
        UsageError: it is no such result.
    """
    match result:
        case Extract():
            return "list", {"articles": [article(result, _prefix(result))]}
        case Comparison():
            return "compare", {"story": story(result, _prefix(result.old, result.new))}
        case History():
            return "history", {"history": history(result, _prefix(*result.versions))}
        case Sources():
            return "sources", {"articles": [shares(result)]}
        case SourcesHistory():
            return "shares", {"shares": shares_over_versions(result)}
        case Report():
            return "check", {"report": report(result)}
        case Evaluation():
            return "evaluation", evaluation(result)
    raise UsageError(f"no page shows {type(result).__name__}")


def _prefix(*extracts: Extract) -> str:
    """What ids begin with in a notebook, where other results may stand on the page."""
    return "-".join(extract.document.sha256[:6] for extract in extracts) + "-"
