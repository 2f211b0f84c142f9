"""``sarif``: SARIF 2.1.0 for code scanning.

After OASIS SARIF 2.1.0 with errata 01. Columns are code points, as everywhere in quotediff, and say so
(``columnKind``); a lone carriage return ends a line too. Braces of a message are doubled (3.11.5), and
brackets escaped where they would make a link (3.11.6): words of a story are neither placeholder nor link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from quotediff import __version__
from quotediff.changes.registry import RULES
from quotediff.model import PROBLEMS
from quotediff.rendering import values
from quotediff.rendering.findings import Article, File, Located, Place, located, reported, worst_first
from quotediff.rendering.jsonformat import dumps
from quotediff.rendering.terminal import visible
from quotediff.report import CHECKS

if TYPE_CHECKING:
    from quotediff.comparison import Comparison
    from quotediff.model import Document, Problem, Severity
    from quotediff.rendering import Options
    from quotediff.report import Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"  # paths are relative to the repository, wherever it is
_SARIF_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "windows-1252": "windows-1252",
}
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_ESCAPED_BRACKETS = str.maketrans({"[": "\\[", "]": "\\]"})
_SARIF_LEVELS = {"error": "error", "warning": "warning", "note": "recommendation"}  # as forges name them

Value = dict[str, Any]


def comparison(result: Comparison, options: Options) -> Iterator[str]:
    """A log with one run: a result for each change, the new version its location, the old one related."""
    return comparisons((result,), options)


def comparisons(results: Iterable[Comparison], options: Options) -> Iterator[str]:
    """The same, of any number of stories in one run, worst first."""
    run = _Run([_change_rule(code) for code in sorted(RULES)])
    found: list[Located] = []
    for result in results:
        for extract in (result.old, result.new):
            article = Article(extract, options)
            run.artifact(article.document, article.file)
            run.problems(article, values.problems(extract))
        run.problems(None, result.problems)
        found += located(result, options)
    yield _log(run.value(worst_first(found)))


def check(report: Report, options: Options) -> Iterator[str]:
    """The same of a corpus: a result for each finding; what somebody has accepted is suppressed."""
    rules = [*map(_check_rule, CHECKS), *map(_change_rule, sorted(RULES))]
    yield _log(_Run(rules).value(reported(report, options)))


def _log(run: Value) -> str:
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, 2) + "\n"


class _Run:
    """What one run of the tool says, as it is gathered."""

    def __init__(self, rules: list[Value]) -> None:
        self._rules = rules
        self._codes = [rule["id"] for rule in rules]
        self._artifacts: dict[File, Value] = {}
        self._notices: list[Value] = []

    def artifact(self, document: Document, file: File) -> None:
        """Names an article that was read."""
        self._artifacts[file] = {
            "location": _file(file),
            "encoding": _SARIF_ENCODINGS.get(document.encoding, document.encoding),
            "hashes": {"sha-256": document.sha256},
        }

    def problems(self, article: Article | None, problems: Iterable[Problem]) -> None:
        """What is to be known of an article or a comparison, and is no change."""
        for problem in problems:
            place = article.at(problem.span) if article and problem.span else None
            self._notices.append(
                {
                    "descriptor": {"id": problem.code, "index": list(PROBLEMS).index(problem.code)},
                    "level": PROBLEMS[problem.code][1],
                    "message": _message(problem.message),
                    **({"locations": [self._location(place)]} if place else {}),
                }
            )

    def value(self, found: Iterable[Located]) -> Value:
        """The run."""
        notices = {"toolExecutionNotifications": self._notices} if self._notices else {}
        return {
            "tool": {
                "driver": {
                    "name": "quotediff",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "shortDescription": {"text": "What became of quotes and attributions in a news story."},
                    "rules": self._rules,
                    "notifications": [_notification(code) for code in PROBLEMS],
                }
            },
            "invocations": [{"executionSuccessful": True, **notices}],
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
            "artifacts": list(self._artifacts.values()),
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "results": [self._result(finding) for finding in found],
        }

    def _result(self, finding: Located) -> Value:
        related = [
            {"id": number, **self._location(place), "message": _message(what)}
            for number, (place, what) in enumerate(finding.related, 1)
        ]
        value = {
            "ruleId": finding.code,
            "ruleIndex": self._codes.index(finding.code),
            "level": finding.severity.value,
            "message": _message(finding.message),
            "locations": [self._location(finding.at)],
            "partialFingerprints": {
                "quotediff/v1": finding.fingerprint,
                "primaryLocationLineHash": finding.key,  # the one that GitHub goes by
            },
        }
        if related:
            value["relatedLocations"] = related
        if finding.accepted is not None:
            reason = visible(finding.accepted)
            value["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
        return value

    def _location(self, place: Place) -> Value:
        region: Value = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        if place.words:
            region["snippet"] = {"text": place.words}
        file = _file(place.file)
        if place.file in self._artifacts:
            file["index"] = list(self._artifacts).index(place.file)
        return {"physicalLocation": {"artifactLocation": file, "region": region}}


def _file(file: File) -> Value:
    if file.uri is None:
        name = "standard input" if file.path == "-" else visible(file.path)
        return {"description": {"text": _literal(name)}}
    return {"uri": file.uri} if file.uri.startswith("file:") else {"uri": file.uri, "uriBaseId": _ROOT}


def _change_rule(code: str) -> Value:
    rule = RULES[code]
    example = [f"{side}: {words}" for side, words in (("old", rule.old), ("new", rule.new)) if words]
    details = " ".join(f"{rule.summary} {rule.details}".split())
    why = f"Why it matters: {rule.why}"
    markdown = "\n\n".join((details, why, *("> " + line.replace("\n", "\n> ") for line in example)))
    value = _rule(code, rule.name, rule.severity, (rule.summary, details))
    value["help"] = {
        "text": _literal("\n\n".join((details, why, *example))),
        "markdown": _literal(markdown),
    }
    value["defaultConfiguration"]["enabled"] = not rule.hidden
    return value


def _check_rule(code: str) -> Value:
    entry = CHECKS[code]
    value = _rule(code, entry.name, entry.severity, (entry.meaning, entry.meaning))
    return {**value, "help": {"text": _literal(entry.remedy)}}


def _rule(code: str, name: str, severity: Severity, meaning: tuple[str, str]) -> Value:
    """A code with its meaning, in short and in full."""
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": _literal(" ".join(meaning[0].split()))},
        "fullDescription": {"text": _literal(meaning[1])},
        "defaultConfiguration": {"level": severity.value},
        "properties": {"tags": ["quotation"], "problem.severity": _SARIF_LEVELS[severity.value]},
    }


def _notification(code: str) -> Value:
    name, level, meaning = PROBLEMS[code]
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": _literal(meaning)},
        "defaultConfiguration": {"level": level},
    }


def _message(text: str) -> Value:
    return {"text": _literal(visible(text))}


def _literal(text: str) -> str:
    """Text in which SARIF sees neither placeholders nor links."""
    text = text.translate(_BRACES)
    return text.translate(_ESCAPED_BRACKETS) if "](" in text else text
