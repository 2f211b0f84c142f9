"""``gitlab``: a Code Quality report for GitLab's merge requests.

A JSON list in the part of the Code Climate format that GitLab reads. Its fingerprints are unique in a report,
and stay the same when lines are inserted above.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from quotediff.rendering.findings import Located, located, reported, worst_first
from quotediff.rendering.jsonformat import dumps
from quotediff.rendering.terminal import escaped, visible

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.rendering import Options
    from quotediff.rendering.values import Value
    from quotediff.report import Report

_SURROGATE = re.compile("[\ud800-\udfff]")  # of a name that is no UTF-8; not all readers of JSON take them
_GITLAB_LEVELS = {"error": "major", "warning": "minor", "note": "info"}


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """An issue a change, at the lines of the new version."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same, of any number of stories."""
    yield _issues(worst_first(f for result in results for f in located(result, options)))


def check(report: Report, options: Options) -> Iterator[str]:
    """An issue for each finding that nobody has accepted."""
    yield _issues(f for f in reported(report, options) if f.accepted is None)


def _issues(found: Iterable[Located]) -> str:
    issues = [dumps(_issue(finding), 2).replace("\n", "\n  ") for finding in found]
    return "[" + ",".join(f"\n  {issue}" for issue in issues) + "\n" * bool(issues) + "]\n"


def _issue(finding: Located) -> Value:
    place = finding.at
    return {
        "type": "issue",
        "check_name": finding.code,
        "description": visible(f"{finding.code} {finding.name}: {finding.message}"),
        "categories": ["Bug Risk" if finding.severity.value == "error" else "Style"],
        "severity": _GITLAB_LEVELS[finding.severity.value],
        "fingerprint": _fingerprint(finding),
        "location": {
            "path": _SURROGATE.sub(lambda m: escaped(m[0]), place.file.path),
            "lines": {"begin": place.line, "end": place.end_line},
        },
    }


def _fingerprint(finding: Located) -> str:
    """32 hexadecimal digits of path, code, words, and which of the same it is."""
    known_by = json.dumps([finding.at.file.path, finding.key])  # ASCII, whatever is in the path
    return hashlib.sha256(known_by.encode("ascii")).hexdigest()[:32]
