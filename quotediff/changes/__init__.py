"""What happened to each quote: one function a code, and the judge that asks them in order.

A quote gets at most one finding on its words, one on its attribution and one on its place. Each tuple below
is one such chain, worst first: the first function that finds something decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TypeVar

from quotediff.changes import (
    corrections,
    cue,
    description,
    headlines,
    incomplete,
    movement,
    notes,
    order,
    story,
    who,
    wording,
)
from quotediff.changes.context import ComparisonContext, QuotePair
from quotediff.changes.facts import AttributionFacts, FactFinder
from quotediff.changes.registry import RULES, Finding, Rule, code_of, rule
from quotediff.changes.sides import is_within_one_of
from quotediff.changes.unmatched import UnmatchedQuotes, unmatched_quotes
from quotediff.comparison import Change
from quotediff.model import Severity

__all__ = ["RULES", "Judgement", "Rule", "judge", "rule"]

_T = TypeVar("_T")
Check = Callable[[QuotePair], Finding | None]
AttributionCheck = Callable[[AttributionFacts], Finding | None]
WholeCheck = Callable[[ComparisonContext], Finding | None]
NoteCheck = Callable[[ComparisonContext, Sequence[Change]], Iterator[Finding]]
StoryCheck = Callable[[ComparisonContext, UnmatchedQuotes], Iterator[Finding]]

WORDING_CHECKS: tuple[Check, ...] = (
    wording.meaning_changed,  # outranks likeness: a quote and its negation are all but the same
    wording.marks_added,  # before QD101: words that were paraphrase cannot have been misquoted
    wording.wording_changed,
    wording.figure_changed,  # before QD106: the figure is the graver
    wording.marks_removed,
    wording.quote_trimmed,
    wording.quote_elided,
    wording.quote_extended,
    wording.paraphrase_reworded,
    wording.house_style,
    wording.typography_changed,
)
"""Asked of a pair in copy that changed."""

UNPAIRED_CHECKS: tuple[Check, ...] = (wording.marks_added, wording.marks_removed)
SAME_COPY_CHECKS: tuple[Check, ...] = (wording.typography_changed,)
"""Asked of a quote of one version, and of a pair in the same copy."""

ATTRIBUTION_CHECKS: tuple[AttributionCheck, ...] = (
    who.attribution_removed,
    who.source_anonymized,
    who.speaker_changed,
    who.antecedent_changed,
    who.source_generalized,
    cue.attribution_hedged,  # before what is reported once a speaker, and before the colour of the cue
    description.name_respelled,
    description.anonymity_changed,
    cue.cue_loaded,
    who.attribution_added,
    who.source_named,
    description.description_changed,
    cue.cue_changed,
    cue.addressee_changed,
)
PLACE_CHECKS: tuple[Check, ...] = (wording.quote_split, wording.quotes_merged, movement.quote_moved)
STORY_CHECKS: tuple[StoryCheck, ...] = (
    story.quote_removed,
    story.quote_added,
    story.source_dropped,
    story.source_introduced,
    story.unnamed_source_introduced,
    story.response_dropped,
)

WHOLE_STORY_CHECKS: tuple[WholeCheck, ...] = (headlines.headline_changed,)

EXCLUSIVE_CHECKS: tuple[WholeCheck, ...] = (corrections.story_killed, corrections.not_same_story)
"""The first that holds is all that is reported."""

NOTE_CHECKS: tuple[NoteCheck, ...] = (notes.declared_correction, corrections.undeclared_correction)
"""What speaks of the other findings."""

_OF_SPEAKERS = frozenset({"QD204", "QD205", "QD206", "QD207", "QD208", "QD209"})
"""What changes about a speaker: one finding for all quotes of the same two speakers."""

_ONCE_PER_SPEAKER = frozenset({"QD206", "QD208", "QD209"})
"""Those of them that are found of one quote, and hold for all that have no other finding on attribution."""

_OTHER_NAME = frozenset({"QD204", "QD205", "QD207"})
"""Those of them with which a speaker goes on under another name, or under none."""

for _code in sorted(RULES):
    RULES[_code] = RULES.pop(_code)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found between two versions: changes, worst first, and errors that no note declares.

    ``undeclared`` is the number of errors among them, if the new version has no correction note, else 0.
    """

    changes: tuple[Change, ...]
    undeclared: int = 0


def judge(
    context: ComparisonContext,
    *,
    wanted: Callable[[str], bool] = lambda _: True,
    severity: Mapping[str, Severity] = MappingProxyType({}),
) -> Judgement:
    """The changes between two versions.

    Args:
        context: both versions, aligned and their quotes paired.
        wanted: tells whether a code is to be reported; QD401 and QD402 speak of the others that are.
        severity: other severities than the registered ones.
    """

    def change(code: str, finding: Finding) -> Change:
        return _change(code, finding, severity.get(code, finding.severity or RULES[code].severity))

    for alone in EXCLUSIVE_CHECKS:
        finding = alone(context)
        if finding is not None:
            return Judgement((change(code_of(alone), finding),) if wanted(code_of(alone)) else ())
    is_open = incomplete.leaves_open(context)
    found = [(c, finding) for c, finding in _findings(context) if wanted(c) and not is_open(c, finding)]
    changes = [(change(code, f), _between_marks(context, f)) for code, f in found]
    of_quotes = order.worst_first(changes)
    for check in NOTE_CHECKS:
        if wanted(code_of(check)):
            changes += [(change(code_of(check), finding), False) for finding in check(context, of_quotes)]
    undeclared = corrections.undeclared(context, of_quotes)
    return Judgement(order.worst_first(changes), len(undeclared))


def _findings(context: ComparisonContext) -> Iterator[tuple[str, Finding]]:
    """Everything found, but for what speaks of other findings: quote by quote, then of the whole story."""
    worded = {
        id(pair): found
        for pair in context.quote_pairs
        if not pair.same_text and (found := _first(_wording_checks(pair), pair, errors=pair.sure))
    }
    for pair in context.quote_pairs:
        words, around = worded.get(id(pair)), pair.outer
        if words is not None and (around is None or not _already_reported(worded.get(id(around)), words)):
            yield words
        place = _first(PLACE_CHECKS, pair, errors=pair.sure)
        if place is not None:
            yield place
    renamed: list[QuotePair] = []
    for code, finding, pairs in _of_attribution(context):
        renamed += pairs if code in _OTHER_NAME else ()
        yield code, finding
    alone = unmatched_quotes(context, renamed)
    for check in STORY_CHECKS:
        yield from ((code_of(check), finding) for finding in check(context, alone))
    for whole in WHOLE_STORY_CHECKS:
        of_both = whole(context)
        if of_both is not None:
            yield code_of(whole), of_both


def _wording_checks(pair: QuotePair) -> tuple[Check, ...]:
    if pair.in_changed_copy:
        return WORDING_CHECKS
    return SAME_COPY_CHECKS if pair.paired else UNPAIRED_CHECKS


def _already_reported(around: tuple[str, Finding] | None, within: tuple[str, Finding]) -> bool:
    """Whether what was found of the words of a quote tells already what was found of one within it."""
    if around is None or order.rank(around[0]) > order.rank(within[0]):
        return False
    reported, again = ({(e.old, e.new) for e in f.edits if e.op != "equal"} for f in (around[1], within[1]))
    return again <= reported


def _of_attribution(context: ComparisonContext) -> Iterator[tuple[str, Finding, Sequence[QuotePair]]]:
    """What became of who said it: a finding a quote, or a finding for all quotes of the same two speakers."""
    finder = FactFinder(context)
    found = [(pair, _of_one_attribution(finder, pair)) for pair in context.quote_pairs]
    groups: dict[tuple[str | None, ...], list[QuotePair]] = {}
    others: dict[tuple[str | None, ...], list[QuotePair]] = {}
    for pair, first in found:
        if first is not None:
            groups.setdefault((first[0], *pair.speakers), []).append(pair)
        elif pair.paired:
            others.setdefault(pair.speakers, []).append(pair)
    for pair, first in found:
        if first is None:
            continue
        code, finding = first
        if code not in _OF_SPEAKERS:
            yield code, finding, [pair]
            continue
        group = groups[code, *pair.speakers]
        if group[0] is pair:
            more = others.get(pair.speakers, []) if code in _ONCE_PER_SPEAKER else []
            yield (
                code,
                _with_all_quotes(
                    finding, pair, [*group[1:], *more], names_quote=code not in _ONCE_PER_SPEAKER
                ),
                group,
            )


def _of_one_attribution(finder: FactFinder, pair: QuotePair) -> tuple[str, Finding] | None:
    if finder.is_unchanged(pair):
        return None
    if _is_among_other_words(pair):
        return None
    return _first(ATTRIBUTION_CHECKS, finder.facts(pair), errors=pair.sure)


def _is_among_other_words(pair: QuotePair) -> bool:
    """Whether its source stands within another quote, between marks, whose words differ: that tells of it."""
    outer = pair.outer
    if outer is None:
        return False
    if not any(map(outer.is_marked, outer.changed)):
        return False
    is_within = is_within_one_of(outer.after.spans)
    return any(is_within(*span) for span in pair.after.source.spans)


def _with_all_quotes(
    finding: Finding, pair: QuotePair, more: Sequence[QuotePair], *, names_quote: bool
) -> Finding:
    """A finding that lists the quotes of further pairs; ``names_quote``: its message names its own quote."""
    quote_pairs = [pair, *more]
    return replace(
        finding,
        message=finding.message + (_and_further(len(more)) if names_quote else ""),
        old_quotes=tuple(identifier for pair in quote_pairs for identifier in pair.before.ids),
        new_quotes=tuple(identifier for pair in quote_pairs for identifier in pair.after.ids),
    )


def _and_further(count: int) -> str:
    """That a finding holds for so many further quotes."""
    return f" and {count} more" if count > 1 else " and 1 more quote" * count


def _between_marks(context: ComparisonContext, finding: Finding) -> bool:
    """Whether words that differ in a finding's quote stand between marks."""
    pair = context.pair_of(context.before, finding.old)
    return pair is not None and any(pair.is_marked(block) for block in pair.changed)


def _first(
    chain: Sequence[Callable[[_T], Finding | None]], looked_at: _T, *, errors: bool
) -> tuple[str, Finding] | None:
    """The first finding of a chain; without ``errors`` those that are errors by default are passed over."""
    for check in chain if errors else _without_errors(tuple(chain)):
        finding = check(looked_at)
        if finding is not None:
            return code_of(check), finding
    return None


@cache
def _without_errors(
    chain: tuple[Callable[[_T], Finding | None], ...],
) -> Sequence[Callable[[_T], Finding | None]]:
    """A chain without the checks that find errors by default."""
    return [check for check in chain if RULES[code_of(check)].severity is not Severity.ERROR]


def _change(code: str, finding: Finding, severity: Severity) -> Change:
    return Change(
        code,
        RULES[code].name,
        severity,
        finding.old,
        finding.new,
        finding.old_span,
        finding.new_span,
        finding.message[:1].upper() + finding.message[1:],
        finding.edits,
        fingerprint(code, finding.key),
        finding.old_quotes or _one(finding.old),
        finding.new_quotes or _one(finding.new),
    )


def _one(identifier: str | None) -> tuple[str, ...]:
    """The quotes of a finding that names one, or none."""
    return () if identifier is None else (identifier,)


def fingerprint(code: str, key: Sequence[str]) -> str:
    """What a finding is known by over runs and files: 16 hexadecimal digits of SHA-256 of code and words.

    No place, path or version goes in, so that insertions above and renamed files leave it alone.
    """
    return hashlib.sha256("\x1f".join((code, *key)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
