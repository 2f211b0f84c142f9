"""Proposals: what expectations would have to say for a check to find nothing new.

``propose`` writes them beside the files (``v2.quotes.proposed.toml``), never over them. They count for
nothing until somebody has accepted them, one at a time (``quotediff review``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import tomlkit

from quotediff.comparison import Change, Comparison
from quotediff.config.toml import NoTomlError, parse
from quotediff.corpus.examine import PROPOSED, Examination, Examined, FindingContext, pairs
from quotediff.corpus.files import write_whole
from quotediff.corpus.loader import Step, Story, Version
from quotediff.corpus.tables import CHANGES_SUFFIX, QUOTES_SUFFIX, STORY_FILE, Entry
from quotediff.corpus.tables import Table as Tables
from quotediff.corpus.verify import UNDECLARED, View, plain_name
from quotediff.corpus.wording import Values, change_table, quote_table, speaker_table
from quotediff.corpus.writing import toml_table, toml_value
from quotediff.errors import UsageError, unreadable, unwritable
from quotediff.model import Extract, Quote
from quotediff.rendering.terminal import escaped

ADD, CHANGE, REMOVE, CREATE = "add", "change", "remove", "create"
_ACTIONS = (ADD, CHANGE, REMOVE, CREATE)
_NOT_LISTED = frozenset({UNDECLARED})  # follows from what is listed (corpus/README.md)
_OF_EXPECTED_QUOTES = frozenset({"QC107", "QC201", "QC203"})  # what is found of one: stale, not met
_QUOTE_FIELDS = ("kind", "content", "source", "cue", "speaker", "inherited")
_PROPOSAL_HEAD = """\
Proposed by `quotediff check --update` for {}. Nothing here counts until it is accepted:
`quotediff review` shows one at a time. This file may be deleted.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One table of expectations to be added, changed or removed; or an empty file to be created.

    ``table`` is its name, ``why`` the findings that it answers. ``was`` is the table as it stands, ``now`` as
    it is to be. ``speaker`` is a ``[[speaker]]`` that ``now`` needs.
    """

    action: str
    table: str
    why: str
    was: Values = field(default_factory=dict)
    now: Values = field(default_factory=dict)
    speaker: Values | None = None


def propose(examination: Examination) -> list[tuple[Path, int]]:
    """Writes a file of proposals beside each file of expectations that needs some; gives how many in each.

    Files of earlier proposals that are needed no more are deleted.

    Raises:
        UsageError: one cannot be written.
    """
    new = {f.identity for f in examination.report.findings}
    out = []
    for story in examination.checked.stories:
        wanted: dict[Path, list[Proposal]] = {}
        for path, proposal in _of_story(story, new):
            wanted.setdefault(path, []).append(proposal)
        for path in sorted({*wanted, *(target(p) for p in story.folder.glob(f"*{PROPOSED}"))}):
            proposals = wanted.get(path, [])
            save(proposed(path), proposals)
            if proposals:
                out.append((proposed(path), len(proposals)))
    return out


def proposed(path: Path) -> Path:
    """The file that holds the proposals for a file."""
    return path.with_name(path.name.removesuffix(".toml") + PROPOSED)


def target(path: Path) -> Path:
    """The file that a file of proposals is for."""
    return path.with_name(path.name.removesuffix(PROPOSED) + ".toml")


def load(path: Path) -> list[Proposal]:
    """The proposals in a file.

    Raises:
        UsageError: it cannot be read, or holds something else.
    """
    try:
        value = parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise unreadable(path, error) from None
    except (UnicodeDecodeError, NoTomlError) as error:
        raise UsageError(f"{path}: is not valid TOML: {error}; delete it and propose anew") from None
    entries = value.get("proposal", [])
    try:
        found = [Proposal(**entry) for entry in entries]
    except TypeError:
        raise UsageError(f"{path}: has an entry that is not a proposal; delete it and propose anew") from None
    if any(p.action not in _ACTIONS for p in found):
        raise UsageError(f"{path}: holds an action that does not exist; delete it and propose anew")
    return found


def save(path: Path, proposals: Sequence[Proposal]) -> None:
    """Writes proposals, or deletes their file if there are none.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        if proposals:
            write_whole(path, _document(path, proposals))
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def _document(path: Path, proposals: Sequence[Proposal]) -> str:
    document = tomlkit.document()
    for line in _PROPOSAL_HEAD.format(escaped(target(path).name)).splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    entries = tomlkit.aot()
    for proposal in proposals:
        entry = tomlkit.table()
        for key in ("action", "table", "why"):
            entry.add(key, toml_value(getattr(proposal, key)))
        for key in ("was", "now", "speaker"):
            values = getattr(proposal, key)
            if values:
                entry.add(key, toml_table(values))
        entries.append(entry)
    document.add("proposal", entries)
    return tomlkit.dumps(document)


def _nameable(name: str) -> bool:
    """Whether a file of expectations, which is UTF-8, can name a file."""
    return not any("\ud800" <= c <= "\udfff" for c in name)


def _of_story(story: Examined, new: set[str]) -> Iterator[tuple[Path, Proposal]]:
    """The proposals for a story, each with the file it is for."""
    cases = [c for c in story.cases if c.finding.identity in new]
    yield from _of_layout(story, cases)
    if story.story is None:
        return
    for version in story.story.versions:
        extract = story.extracts.get(version.name)
        if extract is not None:
            path = version.path.with_name(f"{version.name}{QUOTES_SUFFIX}")
            yield from ((path, p) for p in _of_quotes(version, extract, path, cases))
    for where, comparison in story.comparisons.items():
        path = story.folder / f"{where}{CHANGES_SUFFIX}"
        yield from ((path, p) for p in _of_changes(story.story, where, comparison, path, cases))


def _of_quotes(
    version: Version, extract: Extract, path: Path, cases: Sequence[FindingContext]
) -> Iterable[Proposal]:
    """The proposals for the quotes of a version; where none are written down as yet, all that are found."""
    if path.exists():
        return _of_version(version, extract, path, cases) if version.quotes is not None else ()
    why = "nobody has written down what is there"
    found = [_added_quote(quote, extract, {}, why) for quote in extract.spoken().quotes]
    return found or [Proposal(CREATE, "quote", "no quote is found")]


def _of_changes(
    story: Story, where: str, comparison: Comparison, path: Path, cases: Sequence[FindingContext]
) -> Iterable[Proposal]:
    """The proposals for the changes of a step; where none are written down as yet, all that are found."""
    step = next((s for s in story.steps if f"{s.old.name}-{s.new.name}" == where), None)
    if step is not None:
        return _of_step(step, View(step, comparison), path, cases)
    if path.exists():
        return ()
    old, new = next(pair for pair in pairs(story) if f"{pair[0].name}-{pair[1].name}" == where)
    return _all_changes(View(Step(old, new, path, ()), comparison), comparison)


def _all_changes(view: View, comparison: Comparison) -> list[Proposal]:
    """What is proposed where no changes are written down as yet: all that are found."""
    tables = [change_table(c, view) for c in comparison.changes if c.code not in _NOT_LISTED]
    why = "nobody has written down what changed"
    listed = [Proposal(ADD, "change", why, now=table) for table in tables if table]
    return listed or [Proposal(CREATE, "change", "no change is found")]


def _of_layout(story: Examined, cases: Sequence[FindingContext]) -> Iterator[tuple[Path, Proposal]]:
    """A version that the story's file does not name; a speaker that no quote has."""
    for case in cases:
        problem = case.problem
        if problem is None or problem.code != "QC101":
            continue
        if problem.path.suffix == ".txt" and (story.folder / STORY_FILE).exists():
            if not _nameable(problem.path.name):
                continue
            now: Values = {"file": problem.path.name}
            yield story.folder / STORY_FILE, Proposal(ADD, "version", case.finding.message, now=now)
        elif problem.entry and problem.entry.name == "speaker" and not problem.key:
            was = dict(problem.entry.value)
            yield problem.path, Proposal(REMOVE, "speaker", case.finding.message, was=was)


def _of_version(
    version: Version, extract: Extract, path: Path, cases: Sequence[FindingContext]
) -> Iterator[Proposal]:
    """What would have to be said of a version's quotes: tables in their order, then what is to be added."""
    entries = _entries(path, "quote")
    keys = {plain_name(s.name): s.key for s in version.speakers}
    by_line: dict[int, list[FindingContext]] = {}
    for case in cases:
        if case.finding.where == version.name and case.finding.code in _OF_EXPECTED_QUOTES:
            by_line.setdefault(case.line, []).append(case)
    for entry in entries:
        mine = by_line.get(entry.line, [])
        if mine:
            yield _of_quote(entry, mine, extract, keys)
    for case in cases:
        if (case.finding.code, case.finding.where) == ("QC202", version.name) and case.quote:
            yield _added_quote(case.quote, extract, keys, case.finding.message)


def _of_quote(
    entry: Entry, cases: Sequence[FindingContext], extract: Extract, keys: Mapping[str, str]
) -> Proposal:
    was = dict(entry.value)
    why = "; ".join(dict.fromkeys(c.finding.message for c in cases))
    quote = next((q for c in cases if (q := _found_quote(c))), None)
    if quote is None:
        return Proposal(REMOVE, "quote", why, was=was)
    full = quote_table(quote, extract, keys)
    fields = {c.mismatch.field for c in cases if c.mismatch}
    if fields:
        now = _corrected(was, full, fields, inherited=quote.inherited)
    else:
        kept = {k: v for k, v in was.items() if k in {"note", "within"}}
        now = _replaced({**was, **full}, full, (*_QUOTE_FIELDS, "context", "attribution")) | kept
    ordered = {k: now[k] for k in (*was, *now) if k in now}
    return Proposal(CHANGE, "quote", why, was=was, now=ordered, speaker=_new_speaker(ordered, extract, keys))


def _corrected(was: Values, full: Values, fields: Collection[str], *, inherited: bool) -> Values:
    """What differs as it was found, and no more: the rest is as a person wrote it."""
    now = {k: v for k, v in was.items() if k not in fields} | {k: full[k] for k in fields if k in full}
    if "content" in fields:
        now = _replaced(now, full, ("context", "attribution"))
    if "inherited" in fields and inherited:
        now = {k: v for k, v in now.items() if k not in {"source", "cue"}}
    return now


def _replaced(values: Values, full: Values, keys: Sequence[str]) -> Values:
    """Values that have of some keys what ``full`` has, or none."""
    return {k: v for k, v in values.items() if k not in keys} | {k: full[k] for k in keys if k in full}


def _found_quote(case: FindingContext) -> Quote | None:
    return case.instead if isinstance(case.instead, Quote) else case.quote


def _added_quote(quote: Quote, extract: Extract, keys: Mapping[str, str], why: str) -> Proposal:
    now = quote_table(quote, extract, keys)
    return Proposal(ADD, "quote", why, now=now, speaker=_new_speaker(now, extract, keys))


def _new_speaker(values: Values, extract: Extract, keys: Mapping[str, str]) -> Values | None:
    """The speaker's table, if the version's file has none yet."""
    name = values.get("speaker")
    if name is None or name in keys.values():
        return None
    speaker = next((s for s in extract.speakers if " ".join(s.name.split()) == name), None)
    return None if speaker is None else speaker_table(replace(speaker, name=name))


def _of_step(step: Step, view: View, path: Path, cases: Sequence[FindingContext]) -> Iterator[Proposal]:
    where = f"{step.old.name}-{step.new.name}"
    mine = [c for c in cases if c.finding.where == where]
    for entry in _entries(path, "change"):
        case = next((c for c in mine if c.line == entry.line), None)
        if case is not None:
            yield _of_change(case, entry, view)
    for case in mine:
        if case.finding.code != "QC302" or case.change is None or case.change.code in _NOT_LISTED:
            continue
        now = change_table(case.change, view)
        if now:
            yield Proposal(ADD, "change", case.finding.message, now=now)


def _of_change(case: FindingContext, entry: Entry, view: View) -> Proposal:
    """What is proposed for an expected change: the change found in its place, or to remove it."""
    found = case.instead if isinstance(case.instead, Change) else case.change
    now = change_table(found, view) if found else None
    was = dict(entry.value)
    if now is None:
        return Proposal(REMOVE, "change", case.finding.message, was=was)
    merged = now | {k: v for k, v in was.items() if k in {"note", "speaker"}}
    ordered = {k: merged[k] for k in (*was, *merged) if k in merged}
    return Proposal(CHANGE, "change", case.finding.message, was=was, now=ordered)


def _entries(path: Path, table: str) -> list[Entry]:
    """The tables of a file that could be read."""
    read = Tables.read(path, [])
    return read.entries(table) if read else []
