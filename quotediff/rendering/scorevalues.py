"""An evaluation as plain values, key by key as the JSON has them; and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotediff.rendering.values import SCHEMA_VERSION, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotediff.rendering.rows import Row
    from quotediff.scores import Cause, Count, Difference, Evaluation, Measure, Scores

MEASURED = ("gold", "system", "measure", "value", "low", "high", "precision", "recall", "items", "predicted")
"""The columns of a table of measures."""

_PLACES = 6


def evaluation(result: Evaluation) -> Value:
    """All scores, and the differences or the means."""
    return {
        "schema_version": SCHEMA_VERSION,
        "agreement": result.agreement,
        "seed": result.seed,
        "samples": result.samples,
        "scores": [_scores(one) for one in result.scores],
        "differences": [_difference(one) for one in result.differences],
        "means": [_measure(one) for one in result.means],
    }


def rows(result: Evaluation) -> Iterator[Row]:
    """A row for each measure of each pair of gold and answer."""
    for scores in result.scores:
        for one in scores.measures:
            yield (
                scores.gold,
                scores.system,
                one.name,
                round(one.value, _PLACES),
                round(one.low, _PLACES),
                round(one.high, _PLACES),
                _rounded(one.precision),
                round(one.recall, _PLACES),
                one.gold,
                one.predicted,
            )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _PLACES)


def _scores(one: Scores) -> Value:
    return {
        "gold": one.gold,
        "system": one.system,
        "articles": one.articles,
        "missing": one.missing,
        "unknown": list(one.unknown),
        "measures": [_measure(m) for m in one.measures],
        "groupings": [{"name": g.name, "counts": [_count(c) for c in g.counts]} for g in one.groupings],
        "confidence": [
            {
                "low": row.low,
                "high": row.high,
                "quotes": row.quotes,
                "confidence": round(row.confidence, _PLACES),
                "right": row.right,
            }
            for row in one.confidence
        ],
        "calibration": _rounded(one.calibration),
        "causes": [_cause(c) for c in one.causes],
    }


def _measure(one: Measure) -> Value:
    return {
        "name": one.name,
        "value": round(one.value, _PLACES),
        "low": round(one.low, _PLACES),
        "high": round(one.high, _PLACES),
        "precision": _rounded(one.precision),
        "recall": round(one.recall, _PLACES),
        "gold": one.gold,
        "predicted": one.predicted,
    }


def _count(one: Count) -> Value:
    return {
        "label": one.label,
        "gold": one.gold,
        "found": one.found,
        "predicted": one.predicted,
        "right": one.right,
    }


def _cause(one: Cause) -> Value:
    errors = [
        {
            "article": error.article,
            "span": list(error.span),
            "text": error.text,
            "annotated": error.annotated,
            "found": error.found,
        }
        for error in one.errors
    ]
    return {"name": one.name, "number": one.number, "errors": errors}


def _difference(one: Difference) -> Value:
    return {
        "name": one.name,
        "value": round(one.value, _PLACES),
        "other": round(one.other, _PLACES),
        "difference": round(one.difference, _PLACES),
        "low": round(one.low, _PLACES),
        "high": round(one.high, _PLACES),
        "share": round(one.share, _PLACES),
    }
