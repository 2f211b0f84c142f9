"""Every format shows the same result; text of a story is data in all of them."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import archives
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import EVERY_ANSWER, NEW, OLD, comparison, document, extract, place, quote, schema

import quotediff
from quotediff.comparison import Change, Comparison, Edit
from quotediff.corpus.examine import examine
from quotediff.errors import UsageError
from quotediff.model import Extract, Problem, QuotedSpan, Severity
from quotediff.rendering import Options, Result, markdown, render, terminal
from quotediff.rendering.jsonformat import dumps
from quotediff.text.spans import Span
from quotediff.versions import EachComparison, EachSources

ANSI = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = "\x1b[2J\x07\u202egnp.exe\u2066 \u200bzero \x9b31m \ufeff\U000f0001"


def shown(name: str, result: Result, **options: Any) -> str:  # noqa: ANN401 - as Options takes them
    return "".join(render(name, result, Options(**options)))


def hostile() -> Extract:
    text = f'"{HOSTILE}," said Bob.'
    found = quote(
        text, "q1", HOSTILE, speaker=None, paragraph=1, source=place(text, "Bob"), cue=place(text, "said")
    )
    read = document(text, f"a{HOSTILE}.txt")
    return replace(
        extract(OLD),
        document=read,
        quotes=(found,),
        marked=(QuotedSpan(Span(0, 2 + len(HOSTILE)), Span(1, 1 + len(HOSTILE))),),
    )


# --- JSON


def test_list_json_is_what_its_schema_says() -> None:
    value = json.loads(shown("json", [extract(OLD), extract(NEW)]))
    schema("list").validate(value)
    assert [len(d["quotes"]) for d in value["documents"]] == [2, 1]


def test_compare_json_is_what_its_schema_says() -> None:
    schema("compare").validate(json.loads(shown("json", comparison())))
    for number in (0, 2):
        value = json.loads(shown("json", EachComparison((comparison(),) * number)))
        schema("compare").validate(value)
        assert len(value["comparisons"]) == number
    value["comparisons"][0]["changes"][0]["severity"] = "bad"
    assert not schema("compare").is_valid(value)


@pytest.mark.parametrize("name", ["list", "compare"])
def test_the_schema_refuses_what_the_contract_does_not_have(name: str) -> None:
    result = comparison() if name == "compare" else [extract(OLD)]
    value = json.loads(shown("json", result))
    document = value["old"] if name == "compare" else value["documents"][0]
    document["quotes"][0]["kind"] = "reported"
    assert not schema(name).is_valid(value)


def test_keys_stand_in_the_contract_s_order() -> None:
    value = json.loads(shown("json", comparison()))
    keys = [
        "schema_version",
        "old",
        "new",
        "alignment",
        "pairs",
        "changes",
        "summary",
        "undeclared_errors",
        "problems",
    ]
    assert list(value) == [*keys, "left_out"]
    assert list(value["old"]) == [
        "path",
        "format",
        "item",
        "sha256",
        "title",
        "meta",
        "engine",
        "quotes",
        "speakers",
        "problems",
    ]
    assert " ".join(value["old"]["quotes"][0]) == (
        "id kind content source cue speaker speaker_confidence inherited within paragraph role rule "
        "confidence attitude"
    )
    assert " ".join(value["changes"][0]) == (
        "code name severity old new old_span new_span old_quotes new_quotes message edits fingerprint"
    )


def test_offsets_are_exact_and_confidence_is_rounded() -> None:
    (document,) = json.loads(shown("json", [extract(OLD)], with_text=True))["documents"]
    first = document["quotes"][0]
    assert document["text"] == OLD
    assert " ".join(OLD[s:e] for s, e in first["content"]["spans"]) == first["content"]["text"]
    assert first["confidence"] == 0.988


def test_json_without_documents_is_whole() -> None:
    assert json.loads(shown("json", [])) == {"schema_version": 2, "documents": []}


def test_json_keeps_hostile_text_as_a_value_and_off_the_terminal() -> None:
    out = shown("json", [hostile()])
    (document,) = json.loads(out)["documents"]
    assert document["quotes"][0]["content"]["text"] == HOSTILE
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_json_has_letters_as_themselves_and_an_undecodable_path_as_escape() -> None:
    out = shown("json", [extract(OLD, "caf\u00e9-\udce9.txt")])
    assert "caf\u00e9-\\udce9.txt" in out
    out.encode()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 300) | st.floats() | st.text('a"\\\n[,é', max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab é", max_size=2), inner),
    ),
    st.integers(0, 4),
)
def test_json_over_several_lines_is_the_standard_library_s_with_spans_on_one(
    value: Any,  # noqa: ANN401 - whatever JSON holds
    indent: int,
) -> None:
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    assert dumps(value, indent) == re.sub(r"\[\n *(\d+),\n *(\d+)\n *\]", r"[\1, \2]", written)


def test_jsonl_is_a_document_a_line_and_a_comparison_one_line() -> None:
    lines = shown("jsonl", [extract(OLD), extract(NEW)]).splitlines()
    whole = json.loads(shown("json", [extract(OLD), extract(NEW)]))
    assert [json.loads(line) for line in lines] == whole["documents"]
    (line,) = shown("jsonl", comparison()).splitlines()
    assert json.loads(line) == json.loads(shown("json", comparison()))


def test_problems_of_reading_and_analysis_are_both_there_once() -> None:
    mark = Problem("QD901", "a mark without its partner", Span(3, 4))
    both = extract(OLD, problems=(mark, Problem("QD902", "nobody knows")))
    both = replace(both, document=replace(both.document, problems=(mark,)))
    (document,) = json.loads(shown("json", [both]))["documents"]
    assert [p["code"] for p in document["problems"]] == ["QD901", "QD902"]
    assert document["problems"][0]["span"] == [3, 4]


def test_articles_are_asked_for_one_at_a_time() -> None:
    for name in EVERY_ANSWER:
        asked = []
        pieces = render(name, (asked.append(path) or extract(OLD, path) for path in ("a", "b")), Options())
        for piece in pieces:
            if "q1" in piece:
                break
        assert asked == ["a"], name


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no format 'pdf'; there are table, json"):
        render("pdf", [])


# --- CSV


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_a_quote_and_a_row_a_change() -> None:
    first, second = rows(shown("csv", [extract(OLD)]))
    assert (first["speaker"], first["cue"], first["kind"]) == ("Ana Ruiz", "said", "direct")
    assert first["words"] == '"The crack is as long as my arm," … "We did not wait."'
    start, end = second["spans"].split(":")
    assert OLD[int(start) : int(end)] == second["words"]
    meaning, removed = rows(shown("csv", comparison()))
    assert (meaning["code"], meaning["old_words"][-14:], meaning["new_words"][-8:]) == (
        "QD102",
        'did not wait."',
        'waited."',
    )
    assert (removed["new_id"], removed["new_words"]) == ("", "The detour took an hour")


def test_csv_ends_its_lines_as_rfc_4180_has_it() -> None:
    assert shown("csv", [extract(OLD)]).count("\r\n") == 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\uff1d"])
def test_csv_cells_are_no_formulas(start: str) -> None:
    (row, *_) = rows(shown("csv", [extract(OLD, f"{start}1+1")]))
    assert row["path"] == f"'{start}1+1"


def test_csv_keeps_line_ends_and_escapes_controls() -> None:
    (row, *_) = rows(shown("csv", [extract(OLD, 'a\nb\x1b[0m,"c"')]))
    assert row["path"] == 'a\nb\\x1b[0m,"c"'


# --- Markdown


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("<img src=x> &amp;", "&lt;img src=x&gt; &amp;amp;"),
        ("[link](https://example.org)", "\\[link\\](https:\u200b//example.org)"),
        ("www.example.org", "www\u200b.example.org"),
        ("@desk, see #12", "@\u200bdesk, see \\#\u200b12"),
        ("two\nlines\x1b[0m", r"two lines\\x1b\[0m"),
        ("~~gone~~ $x$", r"\~\~gone\~\~ \$x\$"),
    ],
)
def test_markdown_leaves_nothing_alive(text: str, escaped: str) -> None:
    assert markdown.escape(text) == escaped


@given(st.text(max_size=60))
def test_no_cell_of_markdown_breaks_its_row(text: str) -> None:
    (line,) = markdown.escape(text).splitlines() or [""]
    assert not re.search(r"(?<!\\)(\\\\)*\|", line)
    assert "<" not in line


def test_markdown_marks_what_differs() -> None:
    out = shown("markdown", comparison())
    assert '"We <del>did not wait</del> <ins>waited</ins>."' in out
    assert "| error | QD202 attribution-removed |" in out
    assert len({line.count(" | ") for line in out.splitlines() if line.startswith("|")}) == 1


# --- table

WORDS = st.text(st.sampled_from("ab \u4e2d\uff21e\u0301\u00e9-\u200d\U0001f600\n"), max_size=80)


LIST = """\
Bridge shut after crack is found
story.txt
2 quotes (1 direct, 1 indirect) by 2 speakers

q1   ¶ 2    Ana Ruiz (said): "The crack is as long as my arm," … "We    direct
  did not wait."
q2   ¶ 3    Drivers (said): that the detour took an hour                indirect
"""
COMPARE = """\
Bridge shut after crack is found
v1.txt → v2.txt                                                         2 errors

ERROR   ¶ 2       Ana Ruiz: meaning changed                                QD102
  "The crack is as long as my arm," … "We [-did not wait-]{+waited+}."
ERROR   ¶ 3       Drivers: attribution removed                             QD202
  [-that the detour took an hour-]{+The detour took an hour+}
"""


def test_a_table_shows_who_said_what() -> None:
    assert shown("table", [extract(OLD)], width=80) == LIST


def test_a_table_of_changes_marks_what_differs() -> None:
    assert shown("table", comparison(), width=80) == COMPARE


def test_a_wide_table_of_changes_has_old_and_new_side_by_side() -> None:
    lines = shown("table", comparison(), width=140).splitlines()
    (both,) = [line for line in lines if "did not wait" in line]
    assert both.index("[-did not wait-]") < 70 < both.index("{+waited+}")


@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "sources-versions"])
def test_a_story_of_the_corpus_looks_as_it_did(
    name: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the command shows it with ``--engine rules`` in the folder of the story."""
    monkeypatch.chdir(Path(__file__).parent.parent / "corpus" / "solvent-plant-fire")
    versions = [quotediff.extract(Path(f"v{n}.txt"), "rules") for n in (1, 2, 3)]
    results: dict[str, Result] = {
        "list": versions[:1],
        "compare": quotediff.compare(*versions[:2]),
        "history": quotediff.history(versions),
        "sources": EachSources([quotediff.sources(versions[0])]),
        "sources-versions": quotediff.sources_history(versions),
    }
    expected = Path(__file__).parent / "shown" / f"{name}-{width}.txt"
    assert shown("table", results[name], width=width) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_check_of_a_corpus_looks_as_it_did(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a story of which words, a cue and what follows from them are not as expected."""
    archives.make(tmp_path)
    monkeypatch.chdir(tmp_path)
    archives.edit(Path("archive/ferry/v2.txt"), "wrong for the big boat", "right for the big boat")
    archives.edit(Path("archive/ferry/v1.quotes.toml"), 'cue = "said"', 'cue = "sad"')
    expected = Path(__file__).parent / "shown" / f"check-{width}.txt"
    found = examine(Path("archive")).report
    assert shown("table", found, width=width) == expected.read_text(encoding="utf-8")


def named(*names: str) -> Comparison:
    """The comparison of two versions with these names."""
    whole = comparison()
    old, new = (
        replace(e, document=replace(e.document, path=name))
        for e, name in zip((whole.old, whole.new), names, strict=True)
    )
    return replace(whole, old=old, new=new)


def test_counts_stand_at_the_end_of_long_names() -> None:
    names = [f"{'long/' * 12}{n}/v.txt" for n in (1, 2)]
    lines = shown("table", named(*names), width=80).splitlines()
    counts = lines[2][len(names[1]) :]
    assert lines[1:4] == [f"{names[0]} →", names[1] + counts, ""]
    assert (counts.strip(), len(lines[2])) == ("2 errors", 80)


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("v1.txt", "v2.txt"), "v1.txt → v2.txt"),
        (("a/b/v1.txt", "a/b/v2.txt"), "a/b/v1.txt → v2.txt"),
        (("a/v1.txt", "b/v1.txt"), "a/v1.txt → b/v1.txt"),
        (("a/v1.txt", "v2.txt"), "a/v1.txt → ./v2.txt"),
        (("HEAD:a/v1.txt", "a/v1.txt"), "HEAD:a/v1.txt → a/v1.txt"),
        ((r"C:\desk\v1.txt", r"C:\desk\v2.txt"), r"C:\desk\v1.txt → v2.txt"),
    ],
)
def test_a_folder_that_both_versions_lie_in_is_named_once(names: tuple[str, str], line: str) -> None:
    assert shown("table", named(*names), width=80).splitlines()[1].split("  ")[0] == line


def test_a_summary_is_the_head_alone() -> None:
    assert shown("table", comparison(), width=80, summary=True) == COMPARE.partition("\n\n")[0] + "\n"


@given(width=st.integers(30, 200), color=st.booleans(), words=WORDS, name=WORDS)
def test_every_change_has_an_entry_within_the_width(
    width: int, words: str, name: str, *, color: bool
) -> None:
    edits = (Edit("equal", words, words), Edit("replace", words + "a", name), Edit("equal", name, name))
    levels = [Change("QD101", name or "x", s, "q1", "q1", None, None, words, edits, "f") for s in Severity]
    out = ANSI.sub("", shown("table", replace(comparison(), changes=tuple(levels)), width=width, color=color))
    assert max(map(terminal.columns, out.splitlines())) <= width
    assert [level for level in ("ERROR", "WARNING", "NOTE") if f"\n{level}" in out] == [
        "ERROR",
        "WARNING",
        "NOTE",
    ]
    assert out.count("QD101") == 3


def test_words_that_the_message_has_are_not_repeated() -> None:
    whole = comparison()
    removed = replace(
        whole.changes[1], message='"that the detour took an hour" is now "The detour took an hour"'
    )
    for name in ("table", "markdown"):
        out = shown(name, replace(whole, changes=(removed,)), width=200)
        assert out.count("the detour took") == 1, name


def test_colors_stand_in_for_the_marks_and_nothing_else_changes() -> None:
    colored = shown("table", comparison(), width=120, color=True)
    assert "\x1b[31;9mdid not wait\x1b[0m \x1b[32;4mwaited\x1b[0m" in colored
    plain = shown("table", comparison(), width=120)
    words = re.sub("-{3,}", "", ANSI.sub("", colored)).split()
    assert "".join(words) == "".join(re.sub(r"-{3,}|\[-|-\]|\{\+|\+\}", "", plain).split())


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([Edit("replace", "600", "900")], "600 900"),
        (
            [Edit("delete", "Two", ""), Edit("insert", "", "Three"), Edit("equal", " men", " men")],
            "Two Three men",
        ),
        ([Edit("insert", "", "far"), Edit("delete", "near", "")], "far near"),
        ([Edit("replace", "wait ", "go "), Edit("equal", "on", "on")], "wait go on"),
        ([Edit("equal", "a", "a"), Edit("insert", "", "s"), Edit("equal", " b", " b")], "as b"),
        ([Edit("replace", "中", "文")], "中 文"),
    ],
)
def test_what_went_and_what_came_never_run_together(edits: list[Edit], words: str) -> None:
    change = replace(comparison().changes[0], edits=tuple(edits))
    result = replace(comparison(), changes=(change,))
    colored = ANSI.sub("", shown("table", result, width=139, color=True))
    assert words in " ".join(colored.split())
    assert words in re.sub("</?(del|ins)>", "", shown("markdown", result))
    assert re.search(r"-\]\{\+|\+\}\[-|-\] \{\+|\{\+.*\+\}", shown("table", result, width=139))


def test_an_empty_answer_says_so_in_one_line() -> None:
    empty = replace(extract(OLD), quotes=(), speakers=())
    assert shown("table", [empty]).splitlines()[-1] == "no quotes found"
    same = replace(comparison(), changes=(), summary={})
    assert (
        shown("table", same).splitlines()[-1].endswith("  no changes to report; 1 quote in the new version")
    )


@pytest.mark.parametrize("name", ["table", "markdown", "csv", "json", "jsonl"])
@pytest.mark.parametrize("color", [False, True])
def test_nothing_a_terminal_would_obey_comes_from_the_story(name: str, *, color: bool) -> None:
    edits = (Edit("replace", HOSTILE, HOSTILE + "x"),)
    change = Change("QD101", HOSTILE, Severity.ERROR, "q1", "q1", None, None, HOSTILE, edits, "f")
    result = replace(comparison(), old=hostile(), new=hostile(), changes=(change,))
    for out in (shown(name, [hostile()], color=color), shown(name, result, color=color)):
        left = ANSI.sub("", out) if color else out
        bad = [c for c in left if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n\u200b"]
        assert bad == []


@given(words=WORDS, name=WORDS, width=st.integers(30, 140), color=st.booleans())
def test_a_list_fits_its_width_and_has_all_words(words: str, name: str, width: int, *, color: bool) -> None:
    text = f"{words}|{name} |"
    found = quote(text, "q1", words, speaker=None, source=place(text, name), paragraph=1)
    listed = replace(extract(OLD), document=document(text), quotes=(found, found))
    out = shown("table", [listed], width=width, color=color)
    plain = ANSI.sub("", out)
    assert max(map(terminal.columns, plain.splitlines())) <= width
    spoken = "".join(terminal.visible(words).split())
    assert "".join(plain.replace(" direct", "").split()).count(spoken) >= 2


@given(st.text(max_size=200))
def test_visible_text_is_one_line_of_what_can_be_seen(text: str) -> None:
    seen = terminal.visible(text)
    assert all(c.isprintable() or c in "\u200c\u200d" for c in seen)
    assert terminal.visible(seen) == seen


@given(st.lists(st.text("ab\u4e2d e\u0301", max_size=30), max_size=4), st.integers(2, 20))
def test_wrapping_keeps_every_word_and_the_width(texts: list[str], width: int) -> None:
    lines = terminal.wrap([terminal.Run(t, str(i)) for i, t in enumerate(texts)], width)
    joined = "".join("".join(run.text for run in line) for line in lines)
    assert joined.replace(" ", "") == "".join(texts).replace(" ", "")
    assert all(terminal.columns("".join(run.text for run in line)) <= width for line in lines)


def test_a_very_long_quote_is_cut_in_a_table_only() -> None:
    text = "so " * 100_000
    long = replace(
        extract(OLD), document=replace(document(text), title=""), quotes=(quote(text, "q1", text),), marked=()
    )
    assert len(shown("table", [long])) < 5000
    assert "[… 297999 characters …]" in " ".join(shown("table", [long], width=1000).split())
    assert len(shown("json", [long])) > len(text)
