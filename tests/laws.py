"""What holds of every answer, whatever the input was: for the properties, and for `scripts/fuzz`.

``hold`` puts a whole input to all of them. Here is nothing of pytest or hypothesis, so that a fuzzer pays for
neither.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import regex

from quotediff import api
from quotediff.changes import RULES
from quotediff.comparison import Comparison
from quotediff.errors import InputError, UsageError
from quotediff.model import PROBLEMS, Document, Extract, Passage, Role
from quotediff.readers import CONTAINERS
from quotediff.readers.decoding import Decoded, decode, decode_as, decode_page
from quotediff.readers.sniff import kind_of
from quotediff.readers.unpack import packed
from quotediff.readers.xmltree import open_file
from quotediff.rendering import FORMATS, Options, Result, render
from quotediff.rendering.terminal import columns
from quotediff.text.damage import legible, repaired
from quotediff.text.spans import Span, joined
from quotediff.versions import EachComparison, EachSources, History, Outcome, Sources, SourcesHistory

NEXT = b"\n====\n"
"""What parts the versions of a story in one input."""

WIDTH = 90
_ANSI = regex.compile(r"\x1b\[[0-9;]*m")
# What a terminal acts on, or what hides or reorders its surroundings; not the joiners of names and emoji, nor
# what a format itself writes: line ends, and Markdown's zero-width spaces.
_OBEYED = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}--[\r\n\u200b-\u200d]]", flags=regex.VERSION1)
_BAR = regex.compile(r"(?<!\\)(?:\\\\)*\|")
_TAG = regex.compile(r"<(?!/?(?:ins|del|br|details|summary|sub|kbd)>)")


def hold(data: bytes, engine: str, *, formats: bool = True, validators: dict[str, Any] | None = None) -> None:
    """All laws of an input: an article, or versions of one, parted by lines of ``====``.

    Args:
        data: the bytes of the files.
        engine: what extracts.
        formats: whether the answers are shown in every format, too.
        validators: those of the schemas of JSON, by command; None: JSON is only read.
    """
    results: list[Any] = []
    versions = []
    for number, part in enumerate(data.split(NEXT)[:4], 1):
        try:
            document = api.read_bytes(part, f"v{number}.txt")
        except InputError as error:
            hold_error(error)
            continue
        hold_document(document)
        hold_origin(document, part)
        extract = api.extract(document, engine)
        hold_extract(extract)
        same = api.compare(extract, extract, select=["ALL"])
        assert same.changes == (), "a text differs from itself"
        versions.append(extract)
    each = [api.sources(v) for v in versions]
    for one in each:
        hold_sources(one)
    results += [versions, EachSources(each)]
    if len(versions) > 1:
        for pair in pairwise(versions):
            found = api.compare(*pair, select=["ALL"])
            hold_comparison(found)
            results.append(found)
        traced = api.history(versions, select=["ALL"])
        hold_history(traced)
        speakers = api.sources_history(versions)
        hold_sources_history(speakers)
        results += [traced, speakers]
    for result in results if formats else ():
        hold_shown(result, validators)


def hold_error(error: InputError) -> None:
    """One line, for a person."""
    assert str(error).strip()
    assert str(error).isprintable()


def hold_document(document: Document) -> None:
    """Paragraphs are numbered, ordered, disjoint, trimmed, hold their copy, and cover all that is visible."""
    text, at = legible(document.text, document.damaged), 0
    for number, paragraph in enumerate(document.paragraphs, 1):
        assert paragraph.number == number
        start, end = paragraph.span
        assert at <= start < end <= len(text)
        assert not _visible(text[at:start])
        assert text[start:end] == text[start:end].strip()
        assert start <= paragraph.copy.start < paragraph.copy.end <= end
        at = end
    assert not _visible(text[at:])
    headlines = [p for p in document.paragraphs if p.role is Role.HEADLINE]
    assert len(headlines) <= 1
    assert document.title == (document.text[slice(*headlines[0].copy)] if headlines else "")


def hold_origin(document: Document, data: bytes) -> None:
    """Places in the file are in order and in bounds; what is said to be the same there is so."""
    if document.origin is None:
        return
    if document.format in ("docx", "odt"):  # packed
        assert not document.origin.runs
        return
    if packed(data) or kind_of(data) in CONTAINERS:  # places are those in a record
        return
    readers = {
        **dict.fromkeys(("anpa", "iptc7901"), lambda file, path: decode_as(file, "latin-1", path)),
        **dict.fromkeys(("ninjs", "ap", "dpa", "markdown"), decode),
        "mail": _of_mail,
        "html": decode_page,
    }
    file = readers.get(document.format, open_file)(data, "x").text
    at = 0
    for run in document.origin.runs:
        assert at <= run.start < run.end <= len(document.text)
        assert 0 <= run.source < run.source + run.length <= len(file)
        if run.same:
            assert file[run.source : run.source + run.length] == document.text[run.start : run.end]
        at = run.end
    for paragraph in document.paragraphs:
        place = document.origin.span(*paragraph.span)
        assert place is None or place[0] <= place[1] or paragraph.role is not Role.BODY


def _of_mail(data: bytes, path: str) -> Decoded:
    """A message decoded: its parts may be in several encodings."""
    try:
        return decode(data, path)
    except InputError:
        return Decoded(data.decode("latin-1"), "latin-1")


def _visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def hold_extract(extract: Extract) -> None:
    """Tokens and sentences are in order and exact; ids count and lead somewhere; spans are words of it."""
    text = extract.document.text
    at = 0
    for token in extract.tokens:
        assert at <= token.start < token.end <= len(text)
        slice_ = text[token.start : token.end]
        assert token.text == (repaired(slice_) if extract.document.damaged else slice_)
        at = token.end
    first = 0
    for sentence in extract.sentences:
        assert sentence.first == first < sentence.last
        first = sentence.last
    assert first == len(extract.tokens)
    speakers = {s.id for s in extract.speakers}
    assert [s.id for s in extract.speakers] == [f"s{n}" for n in range(1, len(speakers) + 1)]
    for speaker in extract.speakers:
        assert speaker.name.strip()
        assert speaker.mentions
        assert list(speaker.mentions) == sorted(set(speaker.mentions))  # one may hold another: a relative's
        for span in speaker.mentions:
            _hold_span(text, span)
    assert [q.id for q in extract.quotes] == [f"q{n}" for n in range(1, len(extract.quotes) + 1)]
    starts = [q.content.spans[0].start for q in extract.quotes]
    assert starts == sorted(starts)
    by_id = {q.id: q for q in extract.quotes}
    for quote in extract.quotes:
        assert quote.content.text.strip()
        for passage in (quote.content, quote.source, quote.cue):
            _hold_passage(text, passage)
        assert quote.speaker is None or quote.speaker in speakers
        assert not quote.inherited or (quote.source and not quote.cue)
        assert quote.source is not None or quote.speaker is None
        assert 0 <= quote.confidence <= 1
        paragraph = extract.document.paragraphs[quote.paragraph - 1]
        assert paragraph.span.contains(quote.content.spans[0])
        assert quote.role is paragraph.role
        outer, seen = quote, 0
        while outer.within is not None:
            outer, seen = by_id[outer.within], seen + 1
            assert seen < len(by_id), "quotes that are within each other"
    for problem in (*extract.problems, *extract.document.problems):
        assert problem.code in PROBLEMS
        _hold_span(text, problem.span)


def _hold_passage(text: str, passage: Passage | None) -> None:
    if passage is not None:
        assert passage.spans
        _hold_spans(text, passage.spans)
        assert passage.text == joined(text, passage.spans)


def _hold_spans(text: str, spans: Sequence[Span]) -> None:
    for span in spans:
        _hold_span(text, span)
    assert all(a.end <= b.start for a, b in pairwise(spans)), "spans out of order, or over each other"


def _hold_span(text: str, span: Span | None) -> None:
    assert span is None or 0 <= span.start < span.end <= len(text)


_OF_PLACE = ("QD109", "QD110", "QD111")


def hold_comparison(found: Comparison) -> None:
    """Changes point at what is there, with its words; what is said is in one pair, unless in the headline."""
    olds, news = ({q.id: q for q in side.quotes} for side in (found.old, found.new))
    for side, paired in (
        (found.old, [i for p in found.pairs for i in p.old]),
        (found.new, [i for p in found.pairs for i in p.new]),
    ):
        assert len(paired) == len(set(paired))
        below = {q.id for q in side.quotes if q.role is not Role.HEADLINE}
        assert {q.id for q in side.spoken().quotes} & below <= set(paired) <= below
    assert sum(found.summary.values()) == len(found.changes)
    for change in found.changes:
        assert change.code in RULES
        assert change.message.strip()
        assert change.old is None or change.old in olds
        assert change.new is None or change.new in news
        assert change.old_span or change.new_span
        _hold_span(found.old.document.text, change.old_span)
        _hold_span(found.new.document.text, change.new_span)
        if change.code == "QD111":
            assert not change.edits  # a move is of places, not of words
        elif change.code.startswith("QD1"):
            groups = [p for p in found.pairs if change.old in p.old and change.new in p.new]
            was = " ".join(olds[i].content.text for p in groups for i in p.old)
            now = " ".join(news[i].content.text for p in groups for i in p.new)
            if groups:
                assert "".join(e.old for e in change.edits) == was
                assert "".join(e.new for e in change.edits) == now
    assert sum(c.code == "QD401" for c in found.changes) <= 1
    about = [(c.old, c.new, c.code in _OF_PLACE) for c in found.changes if c.code[2] == "1"]
    assert len(about) == len(set(about))  # one finding on a quote's words, one on its place


def hold_history(found: History) -> None:
    """Every quote belongs to one traced quote, which is introduced once and dropped only if it was there."""
    for k, extract in enumerate(found.versions):
        ids = [i for traced in found.quotes for i in traced.states[k].quotes]
        assert len(ids) == len(set(ids))
        assert {q.id for q in extract.spoken().quotes} <= set(ids) <= {q.id for q in extract.quotes}
        for traced in found.quotes:
            _hold_span(extract.document.text, traced.states[k].span)
    for traced in found.quotes:
        hold_traced([c.outcomes for c in traced.states])


def hold_traced(outcomes: Sequence[tuple[Outcome, ...]]) -> None:
    """Introduced once; dropped only when there; restored only when gone."""
    there, ever = False, False
    for several in outcomes:
        first = several[0]
        if first is Outcome.INTRODUCED:
            assert not ever
        elif first is Outcome.RESTORED:
            assert ever
            assert not there
        elif first is Outcome.ABSENT:
            assert not there
        else:
            assert there, outcomes
        there = first not in (Outcome.DROPPED, Outcome.ABSENT)
        ever = ever or there
    assert ever


def hold_sources(found: Sources) -> None:
    """Every quote is of one share, and the shares are the whole."""
    quotes = found.extract.spoken().quotes
    assert sorted(i for v in found.speakers for i in v.quotes) == sorted(q.id for q in quotes)
    assert abs(sum(v.share for v in found.speakers) - bool(quotes)) < 1e-6
    for share in found.speakers:
        assert 0 <= share.marked <= share.words
        assert share.first <= share.last
    words = [v.words for v in found.speakers if v.speaker]
    assert words == sorted(words, reverse=True)


def hold_sources_history(found: SourcesHistory) -> None:
    """Every share of every version is of one speaker, and who goes and comes is told."""
    for k, version in enumerate(found.versions):
        there = [traced.shares[k] for traced in found.speakers if traced.shares[k]]
        assert sorted(map(repr, there)) == sorted(map(repr, version.speakers))
    for traced in found.speakers:
        for k in range(1, len(found.versions)):
            changes = {s.what for s in traced.changes if s.version == k}
            was, now = traced.shares[k - 1] is not None, traced.shares[k] is not None
            assert ("dropped" in changes) == (was and not now)
            assert bool(changes & {"introduced", "restored"}) == (now and not was)


# --- what is shown -------------------------------------------------------------------------------------


def hold_shown(result: Any, validators: dict[str, Any] | None = None) -> None:  # noqa: ANN401 - any result
    """Every format that can show a result does, as its readers expect, and nothing in it is obeyed."""
    size = 0
    for name in FORMATS:
        if name == "sarif" and size % 4:
            continue  # it tells of all rules, and costs as much as the others together: of one in four
        out = shown(name, result)
        if out is None:
            continue
        size = len(out) if name == "json" else size
        left = out.replace("\t", "") if name == "csv" else out  # a tab in a cell is what it was
        assert _OBEYED.search(left) is None, (name, _OBEYED.search(left))
        out.encode()
        if name in _HELD:
            _HELD[name](out, result, validators or {})


def shown(name: str, result: Result, **options: Any) -> str | None:  # noqa: ANN401 - as Options takes them
    """A result in a format; None if that is not for such results."""
    try:
        return "".join(render(name, result, Options(**{"width": WIDTH, "with_text": True} | options)))
    except UsageError as error:
        assert "cannot show this" in str(error)  # noqa: PT017 - of an error that may be
        return None


def _table(out: str, result: Any, _: dict[str, Any]) -> None:  # noqa: ANN401
    escape = 3 * ("\\x3a" in out)  # put before what would be an order to a runner, once lines are laid out
    assert all(columns(line) <= WIDTH + escape for line in out.splitlines())
    colored = shown("table", result, color=True) or ""
    assert _OBEYED.search(_ANSI.sub("", colored)) is None


def _json(out: str, result: Any, validators: dict[str, Any]) -> None:  # noqa: ANN401
    value = json.loads(out)
    command = _command(result)
    if command in validators:
        validators[command].validate(value)
    for document in _documents(value):
        for quote in document["quotes"] if isinstance(document["quotes"], list) else ():
            for part in ("content", "source", "cue"):
                passage = quote[part]
                if passage is not None:
                    words = " ".join(document["text"][start:end] for start, end in passage["spans"])
                    assert words == passage["text"]


def _command(result: Any) -> str:  # noqa: ANN401
    """Whose schema is that of a result."""
    if isinstance(result, Comparison | EachComparison):
        return "compare"
    return "list" if isinstance(result, list) else str(result.shown_by).split("_")[0]


def _documents(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from value.get("documents", ())
    yield from (value[side] for side in ("old", "new") if side in value)


def _jsonl(out: str, *_: object) -> None:
    for line in out.split("\n")[:-1]:
        assert isinstance(json.loads(line), dict)


def _csv(out: str, *_: object) -> None:
    head, *rows = csv.reader(io.StringIO(out, newline=""), strict=True)
    for row in rows:
        assert len(row) == len(head)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def _markdown(out: str, *_: object) -> None:
    assert _TAG.search(out) is None
    tables = [line for line in out.splitlines() if line.startswith("|")]
    for one, other in pairwise(out.splitlines()):
        if one.startswith("|") and other.startswith("|"):
            assert len(_BAR.findall(one)) == len(_BAR.findall(other)), (one, other)
    assert all(line.endswith("|") for line in tables)


def _sarif(out: str, *_: object) -> None:
    (run,) = json.loads(out)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])


def _github(out: str, *_: object) -> None:
    for line in out.split("\n")[:-1]:
        assert regex.fullmatch(r"::(?:error|warning|notice) [^:\r]*::[^\r]*", line), line


def _gitlab(out: str, *_: object) -> None:
    marks = [found["fingerprint"] for found in json.loads(out)]
    assert len(marks) == len(set(marks))


def _junit(out: str, *_: object) -> None:
    ET.fromstring(out)  # noqa: S314 - written by the tool itself, which is what is tested


_HELD = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
}
