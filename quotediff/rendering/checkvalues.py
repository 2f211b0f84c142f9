"""What a check of a corpus found as plain values, key by key as ``check.schema.json`` has them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from quotediff.rendering.values import SCHEMA_VERSION, Value, change, edit

if TYPE_CHECKING:
    from quotediff.report import Finding, Place, Report, Update


def check(result: Report) -> Value:
    """The whole report; ``summary`` counts findings by code, those that are known left out."""
    counts = Counter(f.code for f in result.findings)
    return {
        "schema_version": SCHEMA_VERSION,
        "path": result.path,
        "base": result.base,
        "baseline": result.baseline,
        "stories": result.stories,
        "versions": result.versions,
        "steps": result.steps,
        "findings": [_finding(f) for f in result.findings],
        "known": [_finding(f) for f in result.known],
        "updates": [_update(u) for u in result.updates],
        "summary": {code: counts[code] for code in sorted(counts)},
    }


def _finding(finding: Finding) -> Value:
    excuse = finding.excuse
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "story": finding.story or None,
        "where": finding.where or None,
        "subject": finding.subject,
        "field": finding.field or None,
        "message": finding.message,
        "remedy": finding.remedy,
        "expected": finding.expected,
        "found": finding.found,
        "edits": [edit(e) for e in finding.edits],
        "place": _place(finding.place),
        "text": _place(finding.text) if finding.text else None,
        "excuse": {"reason": excuse.reason, "by": excuse.by} if excuse else None,
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> Value:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _update(update: Update) -> Value:
    return {
        "story": update.story,
        "where": update.where,
        "old": update.old,
        "new": update.new,
        "changes": [{**change(c), "meant": update.is_meant(c)} for c in update.comparison.changes],
        "summary": dict(update.comparison.summary),
    }
