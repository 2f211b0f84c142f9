"""Holds a corpus to its layout and to its expectations, and says what is wrong: `quotediff check`.

``examine`` reads, extracts and compares; what it finds is a ``Report``, and beside it what a proposal for
each finding needs (``propose``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from quotediff import api
from quotediff.align.words import edits
from quotediff.comparison import Change, Comparison, Edit
from quotediff.corpus import baseline as baselines
from quotediff.corpus import stale
from quotediff.corpus.baseline import Baseline
from quotediff.corpus.git import Base
from quotediff.corpus.loader import Corpus, Step, Story, Version, find, scan
from quotediff.corpus.tables import CHANGES_SUFFIX, QUOTES_SUFFIX, VERSION_SUFFIXES, CorpusError
from quotediff.corpus.verify import UNDECLARED, Mismatch, View, first_words, verify_changes, verify_quotes
from quotediff.errors import InputError, UsageError, no_folder
from quotediff.model import Document, Extract, Quote, Severity
from quotediff.rendering.places import Places
from quotediff.report import CHECKS, Finding, Place, Report, Update
from quotediff.text.spans import Span

PROPOSED = ".proposed.toml"

_IF_MEANT = "if the story was meant to change, so must this: quotediff check --update, then review"
_NOTHING = "nothing"  # what a mismatch says where one side has no words
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class FindingContext:
    """A finding with what it was found by: a problem of a file, or a mismatch.

    ``instead`` is what was found where a stale expectation was to be met.
    """

    finding: Finding
    problem: CorpusError | None = None
    mismatch: Mismatch | None = None
    instead: Quote | Change | None = None

    @property
    def quote(self) -> Quote | None:
        """The quote that was found, in another way than expected or by nobody expected."""
        return self.mismatch.quote if self.mismatch else None

    @property
    def change(self) -> Change | None:
        """The change that was found, likewise."""
        return self.mismatch.change if self.mismatch else None

    @property
    def line(self) -> int:
        """The line of the expectation that is stale or not met; 0 where nobody expects what was found."""
        if self.mismatch is not None:
            return 0 if self.mismatch.field == "unexpected" else self.mismatch.line
        entry = self.problem.entry if self.problem else None
        return entry.line if entry else 0


@dataclass(slots=True)
class Examined:
    """One story, and all that was found out about it."""

    slug: str
    folder: Path
    story: Story | None
    extracts: dict[str, Extract] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    cases: list[FindingContext] = field(default_factory=list)
    verified: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class CheckedCorpus:
    """A corpus, or what changed in it since ``base``, and all that is wrong, known or not."""

    path: Path
    base: str | None
    scope: _Scope | None
    corpus: Corpus
    stories: tuple[Examined, ...]
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """The report, and what it is made from: the corpus, and lines of the baseline that excuse nothing."""

    report: Report
    checked: CheckedCorpus
    gone: tuple[baselines.Known, ...]

    @property
    def documents(self) -> Iterator[Document]:
        """The articles that were analysed, story by story."""
        return (extract.document for story in self.checked.stories for extract in story.extracts.values())


def examine(path: Path, base: str | None = None, baseline: Path | None = None) -> Examination:
    """All that is wrong with a corpus.

    Args:
        path: its folder, or that of a single story.
        base: a revision of git; only what changed since then is checked, and what an update did to quotes is
            reported. None: all is checked.
        baseline: the file of known findings; None: the corpus's own, if there is one.

    Raises:
        UsageError: there is no such folder, file or revision, or the baseline cannot be read.
    """
    if not path.is_dir():
        raise UsageError(f"{path}: {no_folder(path)}")
    known = _known(path, baseline)  # first, for it may be none
    scope = _Scope(Base(path, base)) if base is not None else None
    corpus = scan(path)
    stories = tuple(s for slug in corpus.slugs if (s := _story(corpus, slug, scope)))
    found = [case.finding for s in stories for case in s.cases]
    found += [_of_problem(p, "", None) for p in corpus.problems if not _slug(corpus, p)]
    if scope is not None:
        found += _stories_gone(corpus, scope)
    return _with_baseline(
        CheckedCorpus(path, base, scope, corpus, stories, tuple(sorted(found, key=_order))), known
    )


def examine_again(before: Examination, baseline: Path | None = None) -> Examination:
    """The same under another baseline, or one that was changed; nothing is read or compared anew but that.

    Raises:
        UsageError: the baseline cannot be read.
    """
    return _with_baseline(before.checked, _known(before.checked.path, baseline))


def _known(path: Path, baseline: Path | None) -> Baseline | None:
    """The baseline that is named, or that of the corpus, if it has one."""
    file = baseline or baselines.locate(path)
    return baselines.load(file) if file else None


def _with_baseline(checked: CheckedCorpus, known: Baseline | None) -> Examination:
    """What was found, as a baseline has it."""
    scope, stories = checked.scope, checked.stories
    entries = known or Baseline(Path(baselines.NAME))
    parted = baselines.split_known_and_new(checked.found, entries)
    gone = tuple(e for e in parted.gone if _checked(e, checked.corpus, stories, scope))
    excused = {f.identity for f in parted.known}
    report = Report(
        checked.path.as_posix(),
        checked.base,
        len(stories),
        sum(len(s.verified - set(s.comparisons)) for s in stories),
        sum(len(s.comparisons) for s in stories),
        tuple(sorted([*parted.new, *(_gone(e, entries.path) for e in gone)], key=_order)),
        parted.known,
        tuple(u for s in stories if scope for u in _updates(s, scope, excused)),
        known.path.as_posix() if known else None,
    )
    return Examination(report, checked, gone)


class _Scope:
    """What changed since a revision."""

    def __init__(self, base: Base) -> None:
        self.base, self.changed = base, base.changed()

    def names(self, folder: Path) -> frozenset[str]:
        """The changed files of a story's folder."""
        resolved = folder.resolve()
        return frozenset(p.name for p in self.changed if p.parent == resolved)

    def holds(self, folder: Path, where: str) -> bool:
        """Whether anything changed of a version (``v1``), of a pair of them, or (``""``) of the story."""
        names = self.names(folder)
        if not where:
            return bool(names)
        suffixes = (*VERSION_SUFFIXES, QUOTES_SUFFIX)
        stems = {n.removesuffix(s) for n in names for s in suffixes if n.endswith(s)}
        stems |= {n.removesuffix(CHANGES_SUFFIX) for n in names}
        name = f"-{where}-"
        return any(name.startswith(f"-{s}-") or name.endswith(f"-{s}-") for s in stems)


def _in_scope(scope: _Scope | None, folder: Path, where: str) -> bool:
    """Whether a version, a pair of them or a story is to be checked: all are, if no revision is named."""
    return scope is None or scope.holds(folder, where)


def _checked(
    entry: baselines.Known, corpus: Corpus, stories: Sequence[Examined], scope: _Scope | None
) -> bool:
    """Whether what a line of the baseline excuses was looked for."""
    slug, where = baselines.about(entry, corpus.slugs)
    story = next((s for s in stories if s.slug == slug), None)
    if not slug:  # of no story that is there: gone, unless only one story of several was looked at
        return scope is None and [story.path for story in corpus.stories[:1]] != [corpus.path]
    if story is None:
        return False
    return not where or where in story.verified or scope is None


def _story(corpus: Corpus, slug: str, scope: _Scope | None) -> Examined | None:
    """A story, or None if nothing of it is to be checked."""
    story = next((s for s in corpus.stories if s.slug == slug), None)
    if story is not None:
        folder = story.path
    else:
        folder = next(filter(Path.is_dir, (corpus.path / slug, corpus.path)), corpus.path)
    if not _in_scope(scope, folder, ""):
        return None
    out = Examined(slug, folder, story)
    problems = [
        problem
        for problem in corpus.problems
        if _slug(corpus, problem) == slug and _in_scope(scope, folder, problem.where)
    ]
    if story is not None:
        wanted = _Reading(story, scope)
        for problem in wanted.read(out):
            out.cases.append(FindingContext(_of_problem(problem, slug, None), problem))
        _verify(out, story, problems)
    else:
        out.cases += [FindingContext(_of_problem(p, slug, None), p) for p in problems]
    out.cases += [FindingContext(f) for f in _leftovers(out)]
    if scope:
        out.cases += [FindingContext(f) for f in _removed(out, scope)]
    return out


def _slug(corpus: Corpus, problem: CorpusError) -> str:
    """The story that a problem is about; empty if it is about the whole corpus."""
    if problem.path == corpus.path:
        return ""
    try:
        parts = problem.path.relative_to(corpus.path).parts
    except ValueError:
        return ""
    if len(parts) > 1:
        return parts[0]
    return corpus.slugs[0] if len(corpus.slugs) == 1 else ""


class _Reading:
    """Extracts what is to be held against expectations, and no more."""

    def __init__(self, story: Story, scope: _Scope | None) -> None:
        self.story = story
        self.versions = [v for v in story.versions if _in_scope(scope, story.path, v.name)]
        self.steps = [
            (old, new) for old, new in pairs(story) if _in_scope(scope, story.path, f"{old.name}-{new.name}")
        ]

    def read(self, out: Examined) -> Iterator[CorpusError]:
        """Fills in extracts and comparisons; gives what could not be read."""
        needed = {v.name for v in self.versions} | {v.name for pair in self.steps for v in pair}
        for version in self.story.versions:
            if version.name not in needed:
                continue
            try:
                out.extracts[version.name] = api.extract(api.read(version.path.as_posix()))
            except InputError as error:
                yield CorpusError(version.path, 1, error.problem, error.remedy, "QC103")
            except Exception as error:  # noqa: BLE001 - not even a defect in one may cost the others
                what = f"internal error: {type(error).__name__}: {error}"
                yield CorpusError(version.path, 1, " ".join(what.split()), "please report it", "QC103")
        for old, new in self.steps:
            if old.name in out.extracts and new.name in out.extracts:
                before, after = out.extracts[old.name], out.extracts[new.name]
                out.comparisons[f"{old.name}-{new.name}"] = api.compare(before, after, select=["ALL"])
        out.verified = {v.name for v in self.versions if v.name in out.extracts} | set(out.comparisons)


def pairs(story: Story) -> list[tuple[Version, Version]]:
    """Versions to be compared: each with the next, and others of which somebody expects something."""
    pairs = list(zip(story.versions, story.versions[1:], strict=False))
    there = {(a.name, b.name) for a, b in pairs}
    return pairs + [(s.old, s.new) for s in story.steps if (s.old.name, s.new.name) not in there]


def _verify(out: Examined, story: Story, problems: Sequence[CorpusError]) -> None:
    """Adds a story's problems and mismatches, less what stands in the place of a stale expectation."""
    rest = list(problems)
    for version in story.versions:
        if version.name in out.verified and version.quotes is not None:
            _verify_quotes_of(out, version, out.extracts[version.name], rest)
    for step in story.steps:
        comparison = out.comparisons.get(f"{step.old.name}-{step.new.name}")
        if comparison is not None:
            _verify_changes_of(out, step, comparison, rest)
    out.cases += [FindingContext(_of_problem(p, out.slug, None), p) for p in rest]


def _verify_quotes_of(out: Examined, version: Version, extract: Extract, rest: list[CorpusError]) -> None:
    """Adds what is wrong with the quotes of a version, and takes its stale expectations off ``rest``."""
    stales = _stale_entries(rest, version.name, "quote")
    found = verify_quotes(version, extract)
    loose = [m.quote for m in found if m.field == "unexpected" and m.quote]
    instead = stale.pair_quotes([problem.values for problem in stales], loose)
    for n, problem in enumerate(stales):
        out.cases.append(_stale_quote(problem, version, instead.get(n), out.slug))
        rest.remove(problem)
    taken = {quote.id for quote in instead.values()}
    left = {quote.id for quote in loose if quote.id not in taken}
    out.cases += [
        _of_mismatch(mismatch, out.slug, version)
        for mismatch in found
        if mismatch.field != "unexpected" or (mismatch.quote and mismatch.quote.id in left)
    ]


def _verify_changes_of(out: Examined, step: Step, comparison: Comparison, rest: list[CorpusError]) -> None:
    """Adds what is wrong with the changes of a step, and takes its stale expectations off ``rest``."""
    stales = _stale_entries(rest, f"{step.old.name}-{step.new.name}", "change")
    mismatches = verify_changes(step, comparison)
    view = View(step, comparison)
    loose = [m.change for m in mismatches if m.field == "unexpected" and m.change]
    sides = [(c, stale.Sides(view.words(c, "old"), view.words(c, "new"))) for c in loose]
    changes = stale.pair_changes([problem.values for problem in stales], sides)
    for n, problem in enumerate(stales):
        out.cases.append(_stale_change(problem, step, changes.get(n), out.slug))
        rest.remove(problem)
    met = {id(change) for change in (*changes.values(), *_following(loose))}
    out.cases += [
        _of_mismatch(mismatch, out.slug, step.new)
        for mismatch in mismatches
        if id(mismatch.change) not in met
    ]


def _following(changes: Sequence[Change]) -> list[Change]:
    """The changes that nobody expects only because nobody expects an error that they speak of."""
    undeclared = [change for change in changes if change.code == UNDECLARED]
    others = {change.severity for change in changes if change.code != UNDECLARED}
    return undeclared if Severity.ERROR in others else []


def _stale_entries(problems: Sequence[CorpusError], where: str, table: str) -> list[CorpusError]:
    """The stale tables of one file, each by the first of its problems."""
    out: dict[int, CorpusError] = {}
    for p in problems:
        if (p.code, p.where) == ("QC107", where) and p.entry and p.entry.name == table:
            out.setdefault(p.entry.line, p)
    return list(out.values())


def _stale_quote(problem: CorpusError, version: Version, quote: Quote | None, slug: str) -> FindingContext:
    if quote is None:
        return FindingContext(_nearest(problem, version, slug), problem)
    expected, found = _words(problem.values, problem.key), None
    if problem.key == "content":
        parts = stale.contents(problem.values)
        now = ((p, stale.in_place_of(p, quote, version.text)) for p in parts)
        expected, found = next(((p, f) for p, f in now if f is not None), (expected, None))
    else:
        passage = {"source": quote.source, "cue": quote.cue}.get(problem.key)
        found = passage.text if passage else None
    place = _place_in(version, quote.content.spans[0])
    finding = replace(_finding_of(problem, slug, expected, found, place), remedy=_IF_MEANT)
    return FindingContext(finding, problem, instead=quote)


def _stale_change(problem: CorpusError, step: Step, change: Change | None, slug: str) -> FindingContext:
    version = step.old if problem.key in {"old", "from"} else step.new
    return FindingContext(_nearest(problem, version, slug), problem, instead=change)


def _nearest(problem: CorpusError, version: Version, slug: str) -> Finding:
    """A stale expectation beside what is most like its words in the version."""
    expected = _words(problem.values, problem.key)
    span = stale.nearest(expected or "", version.text)
    found = version.text[slice(*span)] if span else None
    return _finding_of(problem, slug, expected, found, _place_in(version, span))


def _words(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if isinstance(value, list):
        value = " ".join(v for v in value if isinstance(v, str))
    return value if isinstance(value, str) else None


def _finding_of(
    problem: CorpusError, slug: str, expected: str | None, found: str | None, text: Place | None
) -> Finding:
    plain = _of_problem(problem, slug, text)
    subject = f"{problem.path.name} {first_words(expected)}" if expected else plain.subject
    return replace(
        plain, subject=subject, expected=expected, found=_flat(found), edits=_edits(expected, found)
    )


def _of_problem(problem: CorpusError, slug: str, text: Place | None) -> Finding:
    place = Place(problem.path.as_posix(), problem.line)
    subject = f"{problem.path.name} {problem.problem}"
    severity = CHECKS[problem.code].severity
    field_ = problem.key if problem.code == "QC107" else ""
    where = problem.where
    return Finding(
        problem.code,
        severity,
        slug,
        where,
        subject,
        field_,
        problem.problem,
        problem.remedy,
        None,
        None,
        (),
        place,
        text,
    )


_CODES_BY_KIND = {
    "missing": ("QC201", "QC301"),
    "unexpected": ("QC202", "QC302"),
    "edits": ("QC303", "QC303"),
}
_MEANING_OF_CODE = {
    "QC201": "a quote is not found",
    "QC202": "a quote that nobody expects",
    "QC301": "a change is not found",
    "QC302": "a change that nobody expects",
    "QC303": "a change of other words",
}


def _of_mismatch(mismatch: Mismatch, slug: str, version: Version) -> FindingContext:
    """A mismatch as a finding; ``version`` is the one, the new one of a step, in which its words stand."""
    step = mismatch.path.name.endswith(CHANGES_SUFFIX)
    code = _CODES_BY_KIND.get(mismatch.field, ("QC203", "QC203"))[step]
    expected, found = (None if w == _NOTHING else w for w in (mismatch.expected, mismatch.found))
    said = _MEANING_OF_CODE.get(code, f"the {mismatch.field} differs")
    if mismatch.change is not None and code == "QC302":
        found = f"{mismatch.change.code} {mismatch.change.message}"
    field_, changed = "", tuple[Edit, ...]()
    if code == "QC203":
        field_, changed = mismatch.field, _edits(expected, found)
    finding = Finding(
        code,
        CHECKS[code].severity,
        slug,
        mismatch.where,
        mismatch.subject,
        field_,
        f"{said}: {mismatch.subject}",
        CHECKS[code].remedy.rstrip(".").replace("Mend", "mend", 1),
        _flat(expected),
        _flat(found),
        changed,
        Place(mismatch.path.as_posix(), mismatch.line),
        _place_in(version, mismatch.span),
    )
    return FindingContext(finding, mismatch=mismatch)


def _place_in(version: Version, span: Span | None) -> Place | None:
    if span is None:
        return None
    start, end = Places(version.text, version.origin).of(span)
    return Place(version.path.as_posix(), *start, *end)


def _edits(expected: str | None, found: str | None) -> tuple[Edit, ...]:
    if not expected or not found:
        return ()
    return edits(" ".join(expected.split()), " ".join(found.split()))


def _flat(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _order(finding: Finding) -> tuple[int, str, int, int, str, str]:
    place = finding.place
    level = _SEVERITIES.index(finding.severity)
    return (
        level,
        place.path,
        place.line,
        finding.text.line if finding.text else 0,
        finding.code,
        finding.subject,
    )


def _gone(entry: baselines.Known, path: Path) -> Finding:
    check = CHECKS["QC401"]
    message = f"no longer occurs: {entry.identity}"
    remedy = "strike it out: quotediff check --prune"
    place = Place(path.as_posix(), entry.line)
    return Finding(
        "QC401", check.severity, "", "", entry.identity, "", message, remedy, None, None, (), place
    )


def _leftovers(out: Examined) -> Iterator[Finding]:
    """Proposals that nobody has decided upon."""
    check = CHECKS["QC402"]
    for path in sorted(out.folder.glob(f"*{PROPOSED}")):
        message, remedy = "proposals wait for somebody to decide", f"quotediff review {out.folder.as_posix()}"
        place = Place(path.as_posix())
        yield Finding(
            "QC402", check.severity, out.slug, "", path.name, "", message, remedy, None, None, (), place
        )


def _removed(out: Examined, scope: _Scope) -> Iterator[Finding]:
    """Versions that were there at the base, and whose files are gone."""
    check = CHECKS["QC403"]
    missing = {c.finding.where for c in out.cases if c.finding.code == "QC104"}
    for name in sorted(n for n in scope.base.files(out.folder) if n.endswith(VERSION_SUFFIXES)):
        path = out.folder / name
        if path.exists() or path.stem in missing:
            continue
        message = f"{name} was there at {scope.base.revision} and is gone"
        remedy = "bring it back if that was not meant"
        where = path.stem
        place = Place(path.as_posix())
        yield Finding(
            "QC403", check.severity, out.slug, where, name, "", message, remedy, None, None, (), place
        )


def _stories_gone(corpus: Corpus, scope: _Scope) -> Iterator[Finding]:
    """Stories that were there at the base, and whose folders are gone."""
    check = CHECKS["QC403"]
    for name in sorted(scope.base.files(corpus.path) - set(corpus.slugs)):
        folder = corpus.path / name
        if folder.exists() or not any(n.endswith(VERSION_SUFFIXES) for n in scope.base.files(folder)):
            continue
        message = f"the story was there at {scope.base.revision} and is gone"
        remedy, place = "bring it back if that was not meant", Place(folder.as_posix())
        yield Finding("QC403", check.severity, name, "", name, "", message, remedy, None, None, (), place)


def _updates(out: Examined, scope: _Scope, excused: Iterable[str]) -> Iterator[Update]:
    """What became of the quotes of versions that were edited in place or added since the base."""
    if out.story is None:
        return
    known = set(excused)
    cases = [c for c in out.cases if c.finding.identity not in known]
    before = scope.base.files(out.folder)
    edited = scope.names(out.folder) & before
    for version in out.story.versions:
        if version.path.name in edited and version.name in out.extracts:
            yield from _edited_in_place(out, version, scope, cases)
    for old, new in pairwise(out.story.versions):
        if not before.issuperset({old.path.name, new.path.name}):
            yield from _added(out, out.story, (old, new), cases)


def _edited_in_place(
    out: Examined, version: Version, scope: _Scope, cases: Sequence[FindingContext]
) -> Iterator[Update]:
    """What became of the quotes of one version since the base, if it could be read then."""
    label = f"{scope.base.revision}:{version.path.as_posix()}"
    try:
        old = api.extract(api.read_bytes(scope.base.read(version.path) or b"", label))
    except InputError:  # nothing to compare with
        return
    comparison = api.compare(old, out.extracts[version.name])
    meant = _meant_edits(comparison, version, [c for c in cases if c.finding.where == version.name])
    yield Update(out.slug, version.name, label, version.path.as_posix(), comparison, meant)


def _added(
    out: Examined, story: Story, step: tuple[Version, Version], cases: Sequence[FindingContext]
) -> Iterator[Update]:
    """What became of the quotes from one version to the next, of which one was added since the base."""
    old, new = step
    where = f"{old.name}-{new.name}"
    if where not in out.comparisons:
        return
    shown = api.compare(out.comparisons[where].old, out.comparisons[where].new)
    meant: frozenset[str] = frozenset()
    if any((s.old.name, s.new.name) == (old.name, new.name) for s in story.steps):
        odd = {case.change.fingerprint for case in cases if case.change}
        odd |= {c.instead.fingerprint for c in cases if isinstance(c.instead, Change)}
        meant = frozenset(c.fingerprint for c in shown.changes) - odd
    yield Update(out.slug, where, old.path.as_posix(), new.path.as_posix(), shown, meant)


def _meant_edits(comparison: Comparison, version: Version, cases: Sequence[FindingContext]) -> frozenset[str]:
    """Of an edited version, the changes whose new words are as expected, or whose old ones nobody expects."""
    if version.quotes is None:
        return frozenset()
    odd = {case.quote.id for case in cases if case.quote}
    odd |= {c.instead.id for c in cases if isinstance(c.instead, Quote)}
    expected = (case.finding.expected for case in cases if case.finding.code in {"QC107", "QC201"})
    unmet = list(filter(None, expected))
    olds = {q.id: q for q in comparison.old.quotes}
    meant = set()
    for change in comparison.changes:
        if change.new is not None:
            fine = change.new not in odd
        else:
            words = olds[change.old].content.text if change.old in olds else ""
            fine = not any(find(words, u) or u in words or words in u for u in unmet)
        if fine:
            meant.add(change.fingerprint)
    return frozenset(meant)
