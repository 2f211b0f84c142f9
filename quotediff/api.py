"""The library: read an article, extract its quotes, compare two versions. It only wires the stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from quotediff.errors import UsageError
from quotediff.model import Comparison, Document, Extract, Severity

if TYPE_CHECKING:
    from quotediff.align.forms import Reading
    from quotediff.tracing.lives import Compared
    from quotediff.versions import History, Sources, SourcesHistory


def read(path: str | Path) -> Document:
    """The article in a file; raises InputError for one that cannot be read as an article."""
    from quotediff.readers import read_path  # noqa: PLC0415 - start-up: only who reads pays for it

    return read_path(str(path))


def read_bytes(data: bytes, path: str = "-") -> Document:
    """The article in ``data``, under the name ``path``; raises InputError as ``read`` does."""
    from quotediff.readers import read_bytes as read_  # noqa: PLC0415 - as above

    return read_(data, path)


def extract(document: Document, engine: str = "network") -> Extract:
    """The quotes of an article with their attributions and speakers; never raises for an article's text.

    Args:
        document: the article.
        engine: ``network``, the rules and a small network that has learned where to believe them; or
            ``rules``, they alone: quicker to start, less sure of indirect speech, and without beliefs.

    Raises:
        UsageError: there is no such engine.
    """
    from quotediff.extraction import extract as extract_  # noqa: PLC0415 - as above

    return extract_(document, engine)


def compare(
    old: Extract,
    new: Extract,
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    severity: Mapping[str, Severity] | None = None,
) -> Comparison:
    """What happened to every quote between two versions of a story, and to its headline.

    Quotes in the headline are neither paired nor reported: it is compared as a whole. Beliefs are left out:
    what somebody thinks or wants is in nobody's words. One that the other version has as speech is the same
    quote, and stays.

    Args:
        old: the old version.
        new: the new version.
        select: codes to report, or beginnings of codes ("QD2"); None for all that are not hidden by default.
            A hidden code (QD112) is reported only if its full code, or "ALL", is among them.
        ignore: codes or beginnings of codes not to report; stronger than ``select``.
        severity: another severity for some codes.

    Returns:
        The comparison, whose ``changes`` are worst first, then in text order. ``problems`` tells of bounds
        that were reached by very long or very unlike versions.
    """
    from quotediff.align.forms import Reading  # noqa: PLC0415 - as above

    found = _compared(Reading(old), Reading(new), select, ignore, severity)
    counts = Counter(c.code for c in found.changes)
    summary = {code: counts[code] for code in sorted(counts)}
    return Comparison(old, new, found.pairs, found.changes, summary, found.problems)


def history(
    versions: Sequence[Extract],
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    severity: Mapping[str, Severity] | None = None,
) -> History:
    """Each quote's life over two or more versions of a story, given oldest first.

    Beliefs are left out, but for those that are speech in the version before or after.

    Args:
        versions: the versions.
        select: codes to report, as ``compare`` takes them; what is not reported makes no quote edited, moved
            or its attribution changed. Whether a quote is there does not depend on it.
        ignore: codes not to report, likewise.
        severity: another severity for some codes.

    Raises:
        UsageError: there are fewer than two versions.
    """
    from quotediff.tracing import trace  # noqa: PLC0415 - as above

    _several(versions)
    return trace(versions, lambda old, new: _compared(old, new, select, ignore, severity))


def sources(extract: Extract) -> Sources:
    """Who speaks in an article, and how much: each speaker's quotes, words and share; no beliefs."""
    from quotediff.tallying import tally  # noqa: PLC0415 - as above

    return tally(extract.spoken())


def sources_history(versions: Sequence[Extract]) -> SourcesHistory:
    """The speakers of a story over two or more versions, given oldest first, and what changed about them.

    Raises:
        UsageError: there are fewer than two versions.
    """
    from quotediff.tallying import over, tally  # noqa: PLC0415 - as above

    _several(versions)
    return over([tally(version.spoken()) for version in versions])


def arrange(versions: Sequence[Extract], by: str = "auto") -> tuple[Extract, ...]:
    """Versions of a story, oldest first, in the order that ``by`` tells.

    Args:
        versions: the versions, in any order.
        by: ``header`` (what wires number them by), ``time``, ``name`` (numbers in the files' names), or
            ``auto``, all of these.

    Raises:
        UsageError: the order of two versions is not told, or two sources disagree about it.
    """
    from quotediff.tracing.order import arrange as arrange_  # noqa: PLC0415 - as above

    return tuple(versions[k] for k in arrange_(versions, by).versions)


def _several(versions: Sequence[Extract]) -> None:
    if len(versions) < 2:
        raise UsageError("one version has no history; name two or more")


def _compared(
    before: Reading,
    after: Reading,
    select: Collection[str] | None,
    ignore: Collection[str],
    severity: Mapping[str, Severity] | None,
) -> Compared:
    """Two versions compared: sentences aligned, quotes paired through them, changes judged."""
    from quotediff.align.quotes import below_headline, pair, voiced  # noqa: PLC0415 - as above
    from quotediff.align.sentences import align  # noqa: PLC0415
    from quotediff.align.speakers import Identity  # noqa: PLC0415
    from quotediff.changes import judge  # noqa: PLC0415
    from quotediff.changes.case import ComparisonContext  # noqa: PLC0415
    from quotediff.tracing.lives import Compared  # noqa: PLC0415

    alignment = align(before, after)
    before, after = voiced(below_headline(before), below_headline(after), alignment)
    identity = Identity(before.extract, after.extract)
    matching = pair(before, after, alignment, identity)
    context = ComparisonContext(before, after, alignment, matching, identity)
    changes = judge(context, wanted=lambda code: _wanted(code, select, ignore), severity=severity or {})
    problems = (*alignment.problems, *matching.problems, *context.problems)
    return Compared(context, matching.pairs, changes, problems)


def _wanted(code: str, select: Collection[str] | None, ignore: Collection[str]) -> bool:
    from quotediff.changes import RULES  # noqa: PLC0415 - as above

    if any(code.startswith(prefix) for prefix in ignore):
        return False
    if select is None:
        return not RULES[code].hidden
    if "ALL" in select or code in select:
        return True
    return not RULES[code].hidden and any(code.startswith(prefix) for prefix in select)
