"""What happened to each quote: one function a code, and the judge that asks them in order.

A quote gets at most one finding on its words, one on its attribution and one on its place. Each tuple below
is one such chain, worst first: the first function that finds something decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from quotediff.changes import corrections, cue, description, headlines, movement, notes, story, who, wording
from quotediff.changes.case import Case, ComparisonContext
from quotediff.changes.facts import AttributionFacts, FactFinder
from quotediff.changes.registry import RULES, CodesFound, Finding, Rule, code_of, codes_found, rule
from quotediff.model import Change, Severity

__all__ = ["RULES", "Rule", "judge", "order", "rule"]

_T = TypeVar("_T")
Check = Callable[[Case], Finding | None]
AttributionCheck = Callable[[AttributionFacts], Finding | None]
WholeCheck = Callable[[ComparisonContext], Finding | None]
NoteCheck = Callable[[ComparisonContext, Sequence[Change]], Iterator[Finding]]
StoryCheck = Callable[[ComparisonContext, CodesFound], Iterator[Finding]]

WORDS: tuple[Check, ...] = (
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
ATTRIBUTION: tuple[AttributionCheck, ...] = (
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
SHAPE: tuple[Check, ...] = (wording.quote_split, wording.quotes_merged)
PLACE: tuple[Check, ...] = (movement.quote_moved,)
PRESENCE: tuple[Check, ...] = (story.quote_removed, story.quote_added)
STORY: tuple[StoryCheck, ...] = (story.source_dropped, story.response_dropped, story.source_introduced)

KILL: tuple[WholeCheck, ...] = (corrections.story_killed,)  # alone if it holds
WHOLE: tuple[WholeCheck, ...] = (corrections.not_same_story, headlines.headline_changed)  # one of them
NOTES: tuple[NoteCheck, ...] = (
    notes.declared_correction,
    corrections.undeclared_correction,
)  # of the rest

for _code in sorted(RULES):
    RULES[_code] = RULES.pop(_code)


def judge(
    context: ComparisonContext,
    *,
    wanted: Callable[[str], bool] = lambda _: True,
    severity: Mapping[str, Severity] = MappingProxyType({}),
) -> tuple[Change, ...]:
    """The changes between two versions, worst first, then by place in the story.

    Args:
        context: both versions, aligned and their quotes paired.
        wanted: tells whether a code is to be reported; QD401 and QD402 speak of the others that are.
        severity: other severities than the registered ones.
    """

    def change(code: str, finding: Finding) -> Change:
        return _change(code, finding, severity.get(code, finding.severity or RULES[code].severity))

    for kill in KILL:
        finding = kill(context)
        if finding is not None:
            return (change(code_of(kill), finding),) if wanted(code_of(kill)) else ()
    changes = [change(code, finding) for code, finding in _findings(context) if wanted(code)]
    changes += [change(code_of(n), f) for n in NOTES if wanted(code_of(n)) for f in n(context, changes)]
    return order(changes)


def _findings(context: ComparisonContext) -> list[tuple[str, Finding]]:
    """Everything found, but for what speaks of other findings: case by case, then of the whole story."""
    finder = FactFinder(context)
    found = [each for case in context.cases for each in _findings_of(case, finder)]
    codes = codes_found(found)
    found += [(code_of(check), finding) for check in STORY for finding in check(context, codes)]
    for whole in WHOLE:
        of_both = whole(context)
        if of_both is not None:
            found.append((code_of(whole), of_both))
            break
    return found


def _findings_of(case: Case, finder: FactFinder) -> Iterator[tuple[str, Finding]]:
    """At most one finding of each chain on a pair, or on a quote without a partner."""
    facts = finder.facts(case)
    sure = case.sure
    yield from _first(() if case.same_text else WORDS, case, errors=sure)
    yield from _first(SHAPE, case, errors=sure)
    yield from _first(ATTRIBUTION, facts, errors=sure)
    yield from _first(PLACE, case, errors=sure)
    yield from _first(PRESENCE, case, errors=sure)


def order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes as they are listed: worst first, a changed meaning before all, then by place in the story."""
    return tuple(sorted(changes, key=_rank))


def _first(
    chain: Sequence[Callable[[_T], Finding | None]], looked_at: _T, *, errors: bool
) -> Iterator[tuple[str, Finding]]:
    """The first finding of a chain; without ``errors`` those that are errors by default are passed over."""
    for check in chain:
        code = code_of(check)
        if not errors and RULES[code].severity is Severity.ERROR:
            continue
        finding = check(looked_at)
        if finding is not None:
            yield code, finding
            return


_SEVERITIES = {s: k for k, s in enumerate(Severity)}


def _rank(change: Change) -> tuple[object, ...]:
    """Worst first, a changed meaning before all; then in text order, by code."""
    place = change.new_span or change.old_span
    return (
        _SEVERITIES[change.severity],
        change.code != "QD102",
        place[0] if place else -1,
        change.code,
        change.old or "",
        change.new or "",
    )


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
        finding.old_quotes or _alone(finding.old),
        finding.new_quotes or _alone(finding.new),
    )


def _alone(identifier: str | None) -> tuple[str, ...]:
    """The quotes of a finding that names one, or none."""
    return () if identifier is None else (identifier,)


def fingerprint(code: str, key: Sequence[str]) -> str:
    """What a finding is known by over runs and files: 16 hexadecimal digits of SHA-256 of code and words.

    No place, path or version goes in, so that insertions above and renamed files leave it alone.
    """
    return hashlib.sha256("\x1f".join((code, *key)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
