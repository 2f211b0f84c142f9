"""The library: read an article, extract its quotes, compare versions, show the results. It only wires stages.

Every function may be called from several threads at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from os import PathLike, fsdecode
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from quotediff.errors import InputError, UsageError
from quotediff.model import Document, Engine, Extract, Result, Severity

if TYPE_CHECKING:
    from quotediff.comparison import Comparison, LeftOut
    from quotediff.rendering import Result as Shown
    from quotediff.versions import History, Sources, SourcesHistory

Article: TypeAlias = "Extract | Document | PathLike[str]"
"""An article at any stage: an Extract, or a Document or Path whose quotes are extracted first."""


def read(path: str | PathLike[str], *, format: str | None = None) -> Document:  # noqa: A002 - the option's name
    """The article in a file.

    Args:
        path: the file's name, as a str or a Path; of a file with several stories, with the id of one:
            ``wire.xml#id``.
        format: what the file is, such as ``plain`` or ``nitf``; None: this is found from its content.

    Raises:
        InputError: it cannot be read as an article; or there are several in it (see ``read_all``).
        UsageError: ``path`` is neither a str nor a Path, or there is no such format. For a text or bytes in
            memory use ``read_text`` or ``read_bytes``.
    """
    from quotediff.readers import read_path  # noqa: PLC0415 - start-up: only who reads pays for it

    if not isinstance(path, str | PathLike):
        raise UsageError(f"read: takes the name of a file, not {_got(path)}")
    return read_path(fsdecode(path), _format(format, "read"))


def read_all(path: str | PathLike[str], *, format: str | None = None) -> tuple[Document, ...]:  # noqa: A002 - as above
    """All articles in a file: mostly one, several in a NewsML-G2 message. Args, Raises: as ``read``."""
    from quotediff.readers import read_all as read_  # noqa: PLC0415 - as above

    if not isinstance(path, str | PathLike):
        raise UsageError(f"read_all: takes the name of a file, not {_got(path)}")
    return read_(fsdecode(path), _format(format, "read_all"))


def read_each(path: str | PathLike[str], *, format: str | None = None) -> Iterator[Document | InputError]:  # noqa: A002 - as above
    """The articles in a file one at a time, as it is read: for files of many stories (JSONL, WARC, ZIP).

    For a record that cannot be read, an InputError is given in its place and not raised. Records that are not
    stories, such as pictures, are skipped. Args: as ``read``.

    Raises:
        InputError: the file as a whole cannot be read.
        UsageError: as ``read``.
    """
    from quotediff.readers import read_each as read_  # noqa: PLC0415 - as above
    from quotediff.readers.containers import LeftOut  # noqa: PLC0415 - as above

    if not isinstance(path, str | PathLike):
        raise UsageError(f"read_each: takes the name of a file, not {_got(path)}")
    for found in read_(fsdecode(path), _format(format, "read_each")):
        if not isinstance(found, LeftOut):
            yield found


def read_bytes(data: bytes, path: str = "-", *, format: str | None = None) -> Document:  # noqa: A002 - as above
    """The article in ``data``, under the name ``path``; raises InputError and UsageError as ``read`` does."""
    from quotediff.readers import read_bytes as read_  # noqa: PLC0415 - as above

    if not isinstance(data, bytes | bytearray | memoryview):
        raise UsageError(f"read_bytes: takes bytes, not {_got(data)}")
    return read_(bytes(data), path, _format(format, "read_bytes"))


def _format(name: str | None, where: str) -> str | None:
    """The name of a format that there is, or None; raises UsageError if there is none of that name."""
    from quotediff.readers import FORMATS  # noqa: PLC0415 - as above

    if name is not None and name not in FORMATS:
        raise UsageError(f"{where}: no format {name!r}; there are {', '.join(FORMATS)}")
    return name


def read_text(text: str, path: str = "-") -> Document:
    """The article whose text is ``text``, read as a file in UTF-8 would be.

    Args:
        text: the text; offsets are code points into it. A byte-order mark at its beginning is no part of it.
        path: what to call it in results and messages.

    Raises:
        InputError: it cannot be read as an article.
        UsageError: it is no str.
    """
    if not isinstance(text, str):
        raise UsageError(f"read_text: takes a str, not {_got(text)}")
    try:
        return read_bytes(text.encode("utf-8"), path)
    except UnicodeEncodeError as error:
        problem = f"half a character (a lone surrogate) at offset {error.start}"
        raise InputError(path, problem, "decode it anew, as UTF-8 or UTF-16") from None


def extract(
    document: Document | PathLike[str], engine: Engine = "network", *, aliases: Iterable[Iterable[str]] = ()
) -> Extract:
    """The quotes of an article with their attributions and speakers; never raises for an article's text.

    Args:
        document: the article, or the Path of its file.
        engine: ``network``: rules and a small network; ``rules``: the rules alone, which start faster but are
            less sure of indirect speech; ``deep``: rules and a large network, which is installed separately.
        aliases: groups of names, each of one person or body, who is listed under the first of them.

    Raises:
        InputError: the file cannot be read as an article.
        UsageError: there is no such engine, or ``document`` is neither a Document nor a Path.
    """
    from quotediff.extraction import extract as extract_  # noqa: PLC0415 - as above

    if isinstance(document, PathLike):
        document = read(document)
    if not isinstance(document, Document):
        raise UsageError(f"extract: takes a Document or a Path, not {_got(document)}")
    found = extract_(document, engine)
    if not aliases:
        return found
    from quotediff.extraction.aliases import with_aliases  # noqa: PLC0415 - as above

    return with_aliases(found, tuple(tuple(group) for group in aliases))


def compare(  # noqa: PLR0913 - most are left out
    old: Article,
    new: Article,
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    severity: Mapping[str, Severity] | None = None,
    engine: Engine = "network",
    min_confidence: float = 0.0,
    copy: bool = False,
) -> Comparison:
    """What happened to every quote between two versions of a story, and to its headline.

    The headline is compared as a whole; quotes in it are neither paired nor reported. Beliefs (what somebody
    thinks or wants) are left out, except those that the other version has as speech.

    Args:
        old: the old version: an Extract, or a Document or Path to extract from.
        new: the new version, likewise.
        select: codes to report, their names, or beginnings of codes ("QD2"); None for all that are not hidden
            by default. A hidden code (QD112) is reported only if it itself, or "ALL", is among them.
        ignore: what not to report, likewise, even if it is selected.
        severity: another severity for some codes.
        engine: what finds the quotes of a Document or Path, see ``extract``.
        min_confidence: 0 to 1: report only what rests on quotes, and on pairs of quotes, at least as sure.
        copy: the new version is another outlet's copy, which is often shorter: what is gone is not a change
            (QD302, QD303, QD304) but is listed in ``left_out``.

    Returns:
        The comparison. Its ``changes`` are worst first, then in text order; its ``problems`` say where very
        long or very unlike versions reached a bound of the analysis.

    Raises:
        InputError: a file cannot be read as an article.
        UsageError: there is no such code, level or engine, or a version is not an Article.
    """
    from quotediff.align.normalize import NormalizedText  # noqa: PLC0415 - as above
    from quotediff.align.paragraphs import align_paragraphs  # noqa: PLC0415
    from quotediff.comparison import Comparison  # noqa: PLC0415
    from quotediff.tracing.compared import compared  # noqa: PLC0415

    wanted = _Wanted(select, ignore, severity)
    before, after = (_extracted(version, "compare", engine) for version in (old, new))
    old_reading, new_reading = NormalizedText(before), NormalizedText(after)
    found = compared(old_reading, new_reading, wanted.holds, wanted.severity)
    changes = found.changes
    left_out: tuple[LeftOut, ...] = ()
    if min_confidence or copy:
        from quotediff.changes import scope  # noqa: PLC0415 - as above

        changes = scope.sure_enough(changes, found.story, found.pairs, min_confidence)
        changes, left_out = scope.without_cuts(changes, found.story) if copy else (changes, ())
    counts = Counter(c.code for c in changes)
    summary = {code: counts[code] for code in sorted(counts)}
    undeclared = min(found.undeclared, sum(1 for c in changes if c.severity is Severity.ERROR))
    alignment = align_paragraphs(old_reading, new_reading, found.story.alignment)
    return Comparison(
        before, after, found.pairs, changes, summary, found.problems, undeclared, left_out, alignment
    )


def history(
    versions: Iterable[Article],
    *,
    select: Collection[str] | None = None,
    ignore: Collection[str] = (),
    severity: Mapping[str, Severity] | None = None,
    engine: Engine = "network",
) -> History:
    """Traces each quote through two or more versions of a story, given oldest first.

    Beliefs are left out, except those that are speech in the version before or after.

    Args:
        versions: the versions, each as ``compare`` takes one.
        select: codes to report, as ``compare`` takes them. A change that is not reported does not count as an
            edit; whether a quote is there does not depend on it.
        ignore: codes not to report, likewise.
        severity: another severity for some codes.
        engine: as for ``compare``.

    Raises:
        InputError, UsageError: as ``compare`` does; or there are fewer than two versions.
    """
    from quotediff.extraction.memory import remembering  # noqa: PLC0415 - as above
    from quotediff.tracing import trace  # noqa: PLC0415
    from quotediff.tracing.compared import compared  # noqa: PLC0415

    wanted = _Wanted(select, ignore, severity)
    with remembering():
        extracts = _several(versions, "history", engine)
    return trace(extracts, lambda old, new: compared(old, new, wanted.holds, wanted.severity))


def sources(article: Article, engine: Engine = "network") -> Sources:
    """Who speaks in an article, and how much: each speaker's quotes, words and share; no beliefs.

    Args:
        article: as ``compare`` takes one.
        engine: as for ``compare``.

    Raises:
        InputError, UsageError: as ``extract`` does.
    """
    from quotediff.tallying import tally  # noqa: PLC0415 - as above

    return tally(_extracted(article, "sources", engine).spoken())


def sources_history(versions: Iterable[Article], engine: Engine = "network") -> SourcesHistory:
    """The speakers of a story over two or more versions, given oldest first, and what changed about them.

    Raises:
        InputError, UsageError: as ``history`` does.
    """
    from quotediff.tallying import over, tally  # noqa: PLC0415 - as above

    return over([tally(version.spoken()) for version in _several(versions, "sources_history", engine)])


def arrange(versions: Iterable[Article], by: str = "auto", engine: Engine = "network") -> tuple[Extract, ...]:
    """Versions of a story, oldest first, in the order that ``by`` tells.

    Args:
        versions: the versions, in any order, each as ``compare`` takes one.
        by: ``version`` (the number in the file's metadata), ``header`` (what wires number them by), ``time``,
            ``name`` (numbers in the files' names), or ``auto``, all of these.
        engine: as for ``compare``.

    Raises:
        InputError: a file cannot be read as an article.
        UsageError: nothing tells the order of two versions, or two things disagree about it.
    """
    from quotediff.tracing.order import arrange as arrange_  # noqa: PLC0415 - as above

    extracts = _each(versions, "arrange", engine)
    return tuple(extracts[k] for k in arrange_(extracts, by).versions)


def render(
    result: Result | Iterable[Result],
    format: str = "table",  # noqa: A002 - as the command's option is called
    *,
    width: int = 100,
    color: bool = False,
    with_text: bool = False,
) -> str:
    """A result as the command shows it.

    Args:
        result: what one of the functions above returned; or several Extracts, Sources or Comparisons.
        format: ``table``, ``json``, ``jsonl``, ``csv``, ``markdown``, ``text``, ``sarif``, ``github``,
            ``gitlab`` or ``junit``; not every format shows every result.
        width: columns of the terminal, for ``table``.
        color: with escape sequences, for a terminal.
        with_text: JSON carries the article's text.

    Raises:
        UsageError: there is no such format, it cannot show the result, or ``result`` is not one.
    """
    from quotediff.rendering import Options  # noqa: PLC0415 - as above
    from quotediff.rendering import render as render_  # noqa: PLC0415

    options = Options(width=width, color=color, with_text=with_text)
    return "".join(render_(format, _shown(result), options))


def _shown(result: Result | Iterable[Result]) -> Shown:
    """A result as the formats take it: one article or many, one comparison or many."""
    from quotediff.comparison import Comparison  # noqa: PLC0415 - as above
    from quotediff.versions import EachComparison, EachSources, Sources  # noqa: PLC0415

    if isinstance(result, Result) and not isinstance(result, Extract | Sources):
        return cast("Shown", result)
    several = (result,) if isinstance(result, Result) or not isinstance(result, Iterable) else tuple(result)
    if all(isinstance(one, Extract) for one in several):
        return cast("Shown", several)
    if all(isinstance(one, Sources) for one in several):
        return EachSources(cast("tuple[Sources, ...]", several))
    if all(isinstance(one, Comparison) for one in several):
        return EachComparison(cast("tuple[Comparison, ...]", several))
    raise UsageError(f"render: takes a result, or several of one kind, not {_got(result)}")


def _extracted(article: Article, where: str, engine: Engine) -> Extract:
    """An article's quotes; what is needed for that is done first."""
    if engine not in get_args(Engine):
        raise UsageError(f"{where}: no engine {engine!r}; there are {', '.join(get_args(Engine))}")
    if isinstance(article, Extract):
        return article
    if isinstance(article, Document | PathLike):
        return extract(article, engine)
    raise UsageError(f"{where}: takes an Extract, a Document or a Path, not {_got(article)}")


def _each(versions: Iterable[Article], where: str, engine: Engine) -> list[Extract]:
    if isinstance(versions, str | bytes | Extract | Document) or not isinstance(versions, Iterable):
        raise UsageError(f"{where}: takes a list of versions, not {_got(versions)}")
    return [_extracted(version, where, engine) for version in versions]


def _several(versions: Iterable[Article], where: str, engine: Engine) -> list[Extract]:
    extracts = _each(versions, where, engine)
    if len(extracts) < 2:
        raise UsageError("one version has no history; name two or more")
    return extracts


def _got(value: object) -> str:
    """What was given instead, and what makes of it what is wanted."""
    name = type(value).__name__
    article = "an" if name[:1] in "AEIOUaeiou" else "a"
    remedy = {
        "str": "; read(path) takes the name of a file, read_text(text) a text",
        "bytes": "; read_bytes(data) takes those",
        "Document": "; extract(document) finds its quotes",
    }
    if value is None:
        return "None"
    return "bytes" + remedy["bytes"] if name == "bytes" else f"{article} {name}{remedy.get(name, '')}"


class _Wanted:
    """Which codes to report, and how severe they are.

    Raises:
        UsageError: what was given names no code or level.
    """

    def __init__(
        self,
        select: Collection[str] | None,
        ignore: Collection[str],
        severity: Mapping[str, Severity] | None,
    ) -> None:
        from quotediff.config import codes  # noqa: PLC0415 - as above

        self._select = None if select is None else codes.several(_words(select, "select"), "select")
        ignored = codes.several(_words(ignore, "ignore"), "ignore")
        self._ignore = tuple(word.replace("ALL", "") for word in ignored)  # every code begins with nothing
        if severity is not None and not isinstance(severity, Mapping):
            raise UsageError(f"severity: takes a dict of codes and levels, not {_got(severity)}")
        levels = (severity or {}).items()
        self.severity = dict(codes.severity(str(code), str(level), "severity") for code, level in levels)

    def holds(self, code: str) -> bool:
        """Whether to report a code."""
        from quotediff.changes import RULES  # noqa: PLC0415 - as above

        if code.startswith(self._ignore):
            return False
        if self._select is None:
            return not RULES[code].hidden
        if not self._select.isdisjoint({"ALL", code}):
            return True
        return not RULES[code].hidden and any(code.startswith(prefix) for prefix in self._select)


def _words(codes: Collection[str], where: str) -> list[str]:
    """Codes one by one, also of a str that holds some."""
    if isinstance(codes, str):
        return codes.replace(",", " ").split()
    if not isinstance(codes, Iterable):
        raise UsageError(f"{where}: takes codes, not {type(codes).__name__} {codes!r}")
    return [str(code) for code in codes]
