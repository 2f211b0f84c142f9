"""The library as those use it who write a notebook or a newsroom's tool: what it takes, gives and refuses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

import quotediff
from quotediff import UsageError
from quotediff.corpus.examine import examine
from quotediff.errors import InputError
from quotediff.extraction.engine import ENGINES
from quotediff.model import Result
from quotediff.versions import EachSources

ROOT = Path(__file__).parent.parent
STORY = ROOT / "corpus" / "solvent-plant-fire"
OLD, NEW = STORY / "v1.txt", STORY / "v2.txt"


@pytest.fixture(scope="module")
def old() -> quotediff.Extract:
    return quotediff.extract(OLD, engine="rules")


@pytest.fixture(scope="module")
def new() -> quotediff.Extract:
    return quotediff.extract(NEW, engine="rules")


@pytest.fixture(scope="module")
def results(old: quotediff.Extract, new: quotediff.Extract) -> dict[str, Result]:
    versions = [old, new]
    return {
        "extract": old,
        "comparison": quotediff.compare(old, new),
        "history": quotediff.history(versions),
        "sources": quotediff.sources(old),
        "sources_history": quotediff.sources_history(versions),
        "report": examine(STORY).report,
    }


# --- what is taken


def test_a_text_in_memory_is_read_as_its_file_would_be() -> None:
    text = OLD.read_text(encoding="utf-8")
    there, here = quotediff.read(OLD), quotediff.read_text(text, str(OLD))
    assert (there.text, there.sha256, there.paragraphs) == (here.text, here.sha256, here.paragraphs)
    assert quotediff.read_text('"No," he said.').path == "-"


@pytest.mark.parametrize("text", ["", " \n", "\ud800 he said", "a\0b"])
def test_a_text_that_is_no_article_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as refused:
        quotediff.read_text(text)
    assert len(str(refused.value).splitlines()) == 1


def test_articles_are_taken_at_any_stage(old: quotediff.Extract, new: quotediff.Extract) -> None:
    document = quotediff.read(NEW)
    found = quotediff.compare(OLD, document, engine="rules")
    assert found.changes == quotediff.compare(old, new).changes
    assert quotediff.history([OLD, new], engine="rules") == quotediff.history([old, new])
    assert quotediff.sources(OLD, engine="rules") == quotediff.sources(old)
    assert quotediff.sources_history((old, NEW), engine="rules") == quotediff.sources_history([old, new])
    assert quotediff.arrange([NEW, OLD], "name", engine="rules") == (old, new)


REFUSED: list[tuple[Callable[[Any, Any], object], str]] = [
    (lambda _old, _new: quotediff.extract("v1.txt"), "extract: takes a Document or a Path, not a str"),
    (lambda _old, _new: quotediff.extract(b"x"), "extract: takes a Document or a Path, not bytes"),
    (lambda old, _new: quotediff.extract(old), "extract: takes a Document or a Path, not an Extract"),
    (lambda _old, _new: quotediff.extract(None), "extract: takes a Document or a Path, not None"),
    (
        lambda old, _new: quotediff.compare(old, "v2.txt"),
        "compare: takes an Extract, a Document or a Path",
    ),
    (
        lambda old, _new: quotediff.compare(7, old),
        "compare: takes an Extract, a Document or a Path, not an int",
    ),
    (
        lambda old, new: quotediff.compare(old, new, engine="x"),
        "compare: no engine 'x'; there are network",
    ),
    (lambda old, _new: quotediff.history(old), "history: takes a list of versions, not an Extract"),
    (lambda _old, _new: quotediff.history("v1.txt"), "history: takes a list of versions, not a str"),
    (
        lambda _old, _new: quotediff.history(["v1", "v2"]),
        "history: takes an Extract, a Document or a Path",
    ),
    (lambda _old, _new: quotediff.sources({}), "sources: takes an Extract, a Document or a Path, not a dict"),
    (lambda _old, _new: quotediff.arrange(3), "arrange: takes a list of versions, not an int"),
    (lambda _old, _new: quotediff.read(b"x"), "read: takes the name of a file, not bytes"),
    (lambda _old, _new: quotediff.read_text(OLD), "read_text: takes a str, not a PosixPath"),
    (lambda _old, _new: quotediff.read_bytes("x"), "read_bytes: takes bytes, not a str"),
    (lambda old, new: quotediff.compare(old, new, select=["nonsense"]), "select: nonsense: no such code"),
    (lambda old, new: quotediff.compare(old, new, select=[5]), "select: 5: no such code"),
    (lambda old, new: quotediff.compare(old, new, select=5), "select: takes codes, not int 5"),
    (lambda old, new: quotediff.history([old, new], ignore=["QD9"]), "ignore: QD9: no such code"),
    (
        lambda old, new: quotediff.compare(old, new, severity={"QD101": "bad"}),
        "severity: QD101: no level",
    ),
    (lambda old, new: quotediff.compare(old, new, severity=["QD101"]), "severity: takes a dict of codes and"),
    (lambda old, _new: quotediff.render(old, "sarif"), "format 'sarif' cannot show this"),
    (lambda old, _new: quotediff.render(old, "tabel"), "no format 'tabel'"),
    (
        lambda old, _new: quotediff.render([old, 1]),
        "render: takes a result, or several of one kind",
    ),
    (lambda old, _new: old.quote("q99"), f"{OLD}: no quote 'q99'; there are q1 to q"),
]


@pytest.mark.parametrize(("call", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_is_not_taken_is_refused_in_one_line_that_says_what_it_got(
    old: quotediff.Extract, new: quotediff.Extract, call: Callable[[Any, Any], object], said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        call(old, new)
    assert str(refused.value).startswith(said)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("function", [quotediff.extract, quotediff.sources])
def test_whoever_gives_a_str_is_told_of_read_and_read_text(function: Callable[[Any], object]) -> None:
    with pytest.raises(UsageError, match=r"read\(path\) .* read_text\(text\)"):
        function("v1.txt")


def test_the_engines_are_a_literal_type() -> None:
    assert get_args(quotediff.Engine) == ENGINES == ("network", "rules", "deep")


def test_names_of_codes_count_as_codes_do(old: quotediff.Extract, new: quotediff.Extract) -> None:
    by_code, by_name, as_written, in_one = (
        quotediff.compare(old, new, select=select).changes
        for select in (["QD101"], ["wording-changed"], ["qd101"], "QD101, ")
    )
    assert by_code
    assert by_code == by_name == as_written == in_one
    left = quotediff.compare(old, new, ignore=["wording-changed"], severity={"source-anonymized": "note"})
    assert {c.severity.value for c in left.changes if c.code == "QD204"} == {"note"}
    assert "QD101" not in left.summary


# --- what is given


def test_a_result_as_a_dict_is_what_the_command_prints_as_json(results: dict[str, Result]) -> None:
    for name, result in results.items():
        whole = json.loads(quotediff.render(result, "json"))
        shown = whole["documents"][0] if name in {"extract", "sources"} else whole
        assert result.to_dict() == shown, name
        assert json.loads(result.to_json()) == shown
        assert json.loads(result.to_json(indent=None)) == shown
        assert "\n" not in result.to_json(indent=None)
    assert results["comparison"].to_json() + "\n" == quotediff.render(results["comparison"], "json")
    assert results["extract"].to_dict(with_text=True)["text"] == OLD.read_text(encoding="utf-8")


def test_a_result_s_rows_are_those_of_the_command_s_csv(results: dict[str, Result]) -> None:
    for name, result in results.items():
        printed = list(csv.DictReader(io.StringIO(quotediff.render(result, "csv"), newline="")))
        rows = result.to_rows()
        assert [{k: _cell(v) for k, v in row.items()} for row in rows] == [
            {k: v.removeprefix("'") for k, v in row.items()} for row in printed
        ], name
        assert all(isinstance(v, str | int | float | bool | None) for row in rows for v in row.values())
    (first, *_) = results["extract"].to_rows()
    assert (first["paragraph"], first["inherited"], first["within"]) == (5, False, None)


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_every_result_can_be_shown_and_several_of_a_kind_at_once(
    results: dict[str, Result], old: quotediff.Extract, new: quotediff.Extract
) -> None:
    for result in results.values():
        assert quotediff.render(result).endswith("\n")
    assert quotediff.render(old, "jsonl") + quotediff.render(new, "jsonl") == quotediff.render(
        [old, new], "jsonl"
    )
    comparison, sources = results["comparison"], results["sources"]
    assert quotediff.render([comparison] * 2, "jsonl") == quotediff.render(comparison, "jsonl") * 2
    assert quotediff.render([sources], "csv") == quotediff.render(sources, "csv")
    assert quotediff.render(EachSources([quotediff.sources(old)]), "csv") == quotediff.render(sources, "csv")
    assert max(map(len, quotediff.render(comparison, width=50).splitlines())) <= 60
    assert "\x1b[" in quotediff.render(comparison, color=True)


def test_quotes_and_their_speakers_are_found_by_id(old: quotediff.Extract) -> None:
    quote = old.quote("q3")
    assert quote.id == "q3"
    speaker = old.speaker_of(quote)
    assert speaker is not None
    assert speaker.id == quote.speaker
    assert old.speaker_of("q3") == speaker
    unknown = replace(quote, speaker=None)
    assert replace(old, quotes=(unknown,)).speaker_of("q3") is None


def test_a_result_is_one_short_line_in_a_notebook(results: dict[str, Result]) -> None:
    for result in (*results.values(), quotediff.read(OLD)):
        assert len(repr(result)) < 400
        assert str(STORY) in repr(result)
        assert repr(result).isprintable()
    odd = quotediff.read_text('"No," he said.', "a\n\x1b[31m\u202eb.txt")
    assert repr(odd).isprintable()
    assert repr(quotediff.extract(odd)).isprintable()


def classes() -> Iterator[type]:
    for name in quotediff.__all__:
        if isinstance(value := getattr(quotediff, name), type):
            yield value


def test_the_public_results_are_all_results() -> None:
    shown = {c.__name__ for c in classes() if issubclass(c, Result)}
    assert shown == {"Comparison", "Evaluation", "Extract", "History", "Sources", "SourcesHistory"}
