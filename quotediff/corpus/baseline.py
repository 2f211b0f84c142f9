"""Known findings: each by what it is known by, with a reason and the name of who says that it may stay.

    [[known]]
    reason = "The two brothers share a surname, and the tool takes them for one."
    by = "A. Editor"
    findings = [
      "harbor-shooting v2 QC203 speaker: We heard two shots",
    ]

A line is a finding's ``identity``: story, version, code, words. It excuses one finding; two that look alike
need two. Nothing unreadable is excused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quotediff.config.toml import NoTomlError, parse
from quotediff.corpus.files import write_whole
from quotediff.corpus.writing import quoted
from quotediff.errors import UsageError, unreadable, unwritable
from quotediff.report import CHECKS, UNREADABLE, Excuse, Finding

NAME = "quotediff-baseline.toml"

_BASELINE_HEAD = """\
# What `quotediff check` finds here that is known, with the reason for which it may stay, and who says so.
# A line is a story, a version or two, the code, and the first words. New findings fail; lines that no longer
# occur are reported. Add some: quotediff check --record REASON --by NAME; strike out: --prune.
"""


@dataclass(frozen=True, slots=True)
class Known:
    """One line of a baseline: the finding's identity, why it may stay, and on which line it stands."""

    identity: str
    excuse: Excuse
    line: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline's file, and its lines."""

    path: Path
    entries: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitFindings:
    """Findings split by a baseline: new ones, known ones with excuses, lines that excuse nothing."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Known, ...]


def locate(folder: Path) -> Path | None:
    """The baseline of a corpus: in its folder, or beside the folder of a single story."""
    for place in (folder, folder.resolve().parent):
        if (place / NAME).is_file():
            return place / NAME
    return None


def load(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        UsageError: it cannot be read, or is no baseline; one line with the file.
    """
    text = _text(path)
    try:
        value = parse(text)
    except NoTomlError as error:
        raise UsageError(f"{path}: is not valid TOML: {error}") from None
    groups = value.get("known", [])
    if set(value) - {"known"} or not isinstance(groups, list):
        raise UsageError(f"{path}: is not a baseline, whose tables are [[known]]")
    entries = [Known(i, Excuse(r, by), 1) for group in groups for i, r, by in _group(path, group)]
    return Baseline(path, tuple(_numbered(entries, text)))


def split_known_and_new(findings: Iterable[Finding], baseline: Baseline) -> SplitFindings:
    """The findings a baseline knows, the others, and its lines that none of them needs."""
    left: dict[str, list[Known]] = {}
    for entry in baseline.entries:
        left.setdefault(entry.identity, []).append(entry)
    new, known = [], []
    for finding in findings:
        entries = left.get(finding.identity)
        if entries and finding.code not in UNREADABLE:
            known.append(replace(finding, excuse=entries.pop(0).excuse))
        else:
            new.append(finding)
    gone = sorted((e for entries in left.values() for e in entries), key=lambda e: e.line)
    return SplitFindings(tuple(new), tuple(known), tuple(gone))


def record(path: Path, findings: Sequence[Finding], reason: str, by: str) -> int:
    """Adds findings to a baseline, under a reason and a name; gives how many. Makes the file if need be.

    Raises:
        UsageError: it cannot be read or written.
    """
    wanted = [f.identity for f in findings if f.code not in UNREADABLE and f.code[:3] != "QC4"]
    groups = _groups(path) if path.exists() else []
    if wanted:
        mine = next((lines for r, b, lines in groups if (r, b) == (reason, by)), None)
        if mine is None:
            mine = []
            groups.append((reason, by, mine))
        mine += wanted
        _write(path, groups)
    return len(wanted)


def prune(path: Path, gone: Sequence[Known]) -> int:
    """Strikes lines out of a baseline; gives how many.

    Raises:
        UsageError: it cannot be read or written.
    """
    struck = Counter((e.identity, e.excuse) for e in gone)
    groups = _groups(path)
    for reason, by, lines in groups:
        for line in list(lines):
            if struck[line, Excuse(reason, by)]:
                struck[line, Excuse(reason, by)] -= 1
                lines.remove(line)
    if gone:
        _write(path, groups)
    return len(gone)


def about(entry: Known, slugs: Iterable[str]) -> tuple[str, str]:
    """The story and the version or versions (or "") that a line is about; no story: ("", "")."""
    for slug in sorted(slugs, key=len, reverse=True):  # one slug may begin another
        if entry.identity.startswith(f"{slug} "):
            where = entry.identity[len(slug) + 1 :].split(" ", 1)[0]
            return slug, "" if where.rstrip(":") in CHECKS else where
    return "", ""


def _group(path: Path, group: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(group, dict) or set(group) - {"reason", "by", "findings"}:
        raise UsageError(f"{path}: a [[known]] has other keys than reason, by, findings")
    reason, by, lines = group.get("reason"), group.get("by"), group.get("findings", [])
    if not isinstance(reason, str) or not reason.strip() or not isinstance(by, str) or not by.strip():
        raise UsageError(f"{path}: a [[known]] lacks its reason, or by: the name of who gives it")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise UsageError(f"{path}: findings of a [[known]] must be a list of lines")
    return [(line, reason, by) for line in lines]


def _groups(path: Path) -> list[tuple[str, str, list[str]]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for entry in load(path).entries:
        groups.setdefault((entry.excuse.reason, entry.excuse.by), []).append(entry.identity)
    return [(reason, by, lines) for (reason, by), lines in groups.items()]


def _numbered(entries: Iterable[Known], text: str) -> Iterable[Known]:
    """The entries with the lines on which they stand, as far as each stands on a line of its own."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip().rstrip(",")
        if bare[:1] in {'"', "'"}:
            try:
                value = parse(f"x = {bare}")["x"]
            except NoTomlError:
                continue
            places.setdefault(value, []).append(number)
    for entry in entries:
        lines = places.get(entry.identity)
        yield replace(entry, line=lines.pop(0)) if lines else entry


def _write(path: Path, groups: Iterable[tuple[str, str, list[str]]]) -> None:
    """The baseline: the comment at its head as it is, reasons in their order, lines sorted."""
    parts = [_head(path)]
    for reason, by, lines in groups:
        if lines:
            body = "".join(f"  {quoted(line)},\n" for line in sorted(lines))
            parts.append(
                f"\n[[known]]\nreason = {quoted(reason)}\nby = {quoted(by)}\nfindings = [\n{body}]\n"
            )
    try:
        write_whole(path, "".join(parts))
    except OSError as error:
        raise unwritable(path, error) from error


def _head(path: Path) -> str:
    if not path.exists():
        return _BASELINE_HEAD
    lines = _text(path).split("\n")
    number = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(f"{line}\n" for line in lines[:number]) or _BASELINE_HEAD


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8") from None
