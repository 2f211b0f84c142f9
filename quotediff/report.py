"""What `quotediff check` has to say of a corpus; all values frozen, as those of ``model``.

They are apart because most runs need none of them. ``shown_by`` names what shows a report in a format.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from quotediff.comparison import Change, Comparison, Edit
from quotediff.model import Result, Severity


class Check(NamedTuple):
    """What a finding's code stands for: ``meaning`` and ``remedy`` are sentences for a person."""

    name: str
    severity: Severity
    meaning: str
    remedy: str


CHECKS = {
    "QC101": Check(
        "corpus-layout",
        Severity.ERROR,
        "A file or a key that the layout of a corpus does not have.",
        "Mend the line as the message says.",
    ),
    "QC102": Check(
        "broken-toml",
        Severity.ERROR,
        "An expectations file is not valid TOML.",
        "Mend the line that the message names.",
    ),
    "QC103": Check(
        "unreadable-file",
        Severity.ERROR,
        "A file cannot be read, is not UTF-8, or is not an article.",
        "Save it as UTF-8, or fetch it again.",
    ),
    "QC104": Check(
        "missing-version",
        Severity.ERROR,
        "A version that the story names does not exist.",
        "Add the file, or drop the version from the story.",
    ),
    "QC105": Check(
        "missing-expectations",
        Severity.ERROR,
        "A version, or a step from one version to the next, has no expectations.",
        "Write the file; quotediff check --update proposes one.",
    ),
    "QC106": Check(
        "orphaned-expectations",
        Severity.ERROR,
        "Expectations belong to a version that does not exist.",
        "Drop the file, or add the version.",
    ),
    "QC107": Check(
        "stale-expectation",
        Severity.ERROR,
        "The words that an expectation names are not in the version, or are in it more than once.",
        "If the story was meant to change, change the expectation: quotediff check --update, then review.",
    ),
    "QC201": Check(
        "quote-missing",
        Severity.ERROR,
        "An expected quote is not found.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC202": Check(
        "quote-unexpected",
        Severity.ERROR,
        "A quote is found that is not expected.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC203": Check(
        "quote-differs",
        Severity.ERROR,
        "An expected quote is found with another kind, content, source, cue or speaker.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC301": Check(
        "change-missing",
        Severity.ERROR,
        "An expected change is not found.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC302": Check(
        "change-unexpected",
        Severity.ERROR,
        "A change is found that is not expected.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC303": Check(
        "change-differs",
        Severity.ERROR,
        "An expected change is found, but other words differ.",
        "Mend the story or the expectation, or record the finding in the baseline.",
    ),
    "QC401": Check(
        "baseline-stale",
        Severity.WARNING,
        "The baseline lists a finding that no longer occurs.",
        "Remove it: quotediff check --prune.",
    ),
    "QC402": Check(
        "undecided-proposals",
        Severity.NOTE,
        "There are proposals that nobody has accepted or rejected.",
        "Decide on them: quotediff review.",
    ),
    "QC403": Check(
        "version-removed",
        Severity.WARNING,
        "A version of the base revision is gone.",
        "If that was not intended, restore the file.",
    ),
}
"""Codes of the findings of a check, in their order."""

UNREADABLE = frozenset({"QC102", "QC103", "QC104"})
"""Codes of what could not be checked: with one of these the status is 2, and no baseline excuses it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    ``path`` begins as the user named the corpus, with ``/`` between folders. Lines and columns count from 1,
    columns in code points; ``end_line`` and ``end_column`` are just behind the last character, or None where
    only the line is known.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a finding may stay, and who says so: from the baseline."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found; field by field as in the JSON.

    Args:
        code: a key of ``CHECKS``.
        severity: that of the code.
        story: the name of the story's folder; empty if it is about the whole corpus.
        where: a version (``v1``), two of them (``v1-v2``), or empty.
        subject: the words by which the finding is known: of the expected quote, or of the found one; code and
            words of a change; of a problem with a file, its name and what is wrong.
        field: what differs, of QC203: ``kind``, ``content``, ``source``, ``cue``, ``speaker``, ``inherited``;
            the key that is to be mended, of QC107; else empty.
        message: one line for a person, without a place and without a full stop.
        remedy: what to do, likewise.
        expected: the words that were expected, or None.
        found: the words that were found, or None.
        edits: from the expected words to the found ones, if both are words of the story.
        place: what is to be mended: a line of an expectation, of ``story.toml``, of a version.
        text: where the words at issue stand in a version, if they do.
        excuse: if the baseline knows the finding.
    """

    code: str
    severity: Severity
    story: str
    where: str
    subject: str
    field: str
    message: str
    remedy: str
    expected: str | None
    found: str | None
    edits: tuple[Edit, ...]
    place: Place
    text: Place | None = None
    excuse: Excuse | None = None

    @property
    def name(self) -> str:
        """The name of the code: ``quote-missing``."""
        return CHECKS[self.code].name

    @property
    def identity(self) -> str:
        """What the finding is known by in a baseline: story, version, code, words; no line, no number."""
        parts = (self.story, self.where, self.code, self.field)
        return f"{' '.join(p for p in parts if p)}: {self.subject}"

    @property
    def fingerprint(self) -> str:
        """The identity as 16 hexadecimal digits."""
        return hashlib.sha256(self.identity.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Update:
    """What was done to the quotes of a story since the base revision.

    Either a version was edited in place: then ``where`` is its name, ``old`` is ``REV:path`` and ``new`` the
    file as it is now. Or a version was added behind another: ``where`` is both names, ``v1-v2``.

    ``meant`` holds the fingerprints of those changes of the comparison that the expectations agree with.
    """

    story: str
    where: str
    old: str
    new: str
    comparison: Comparison
    meant: frozenset[str] = frozenset()

    def is_meant(self, change: Change) -> bool:
        """Whether somebody has written down that this was to happen."""
        return change.fingerprint in self.meant


@dataclass(frozen=True, slots=True)
class Report(Result):
    """All that a check found.

    Args:
        path: the corpus, as the user named it.
        base: the revision since which changes were checked, as the user named it; None: all was checked.
        stories: how many stories were checked, at least in part.
        versions: how many versions were held against their expectations.
        steps: how many pairs of versions were compared.
        findings: what is wrong, worst first, then by path and line; none of it in the baseline.
        known: what is wrong and in the baseline, each with its ``excuse``, by path and line.
        updates: what became of quotes since ``base``.
        baseline: the baseline's file; None if there is none.
    """

    shown_by: ClassVar[str] = "check"

    path: str
    base: str | None
    stories: int
    versions: int
    steps: int
    findings: tuple[Finding, ...]
    known: tuple[Finding, ...] = ()
    updates: tuple[Update, ...] = ()
    baseline: str | None = None

    def __repr__(self) -> str:
        """One line: the corpus, and how much is wrong with it."""
        return f"<Report {self.path!r}: {len(self.findings)} findings, {len(self.known)} known>"
