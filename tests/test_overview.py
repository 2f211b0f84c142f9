"""Histories of quotes and of sources in every format; the commands that give them."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from notation import extract_of
from samples import EVERY_ANSWER, NEW, OLD, extract, schema
from test_render import ANSI, HOSTILE
from tool import Tool

from quotediff import api
from quotediff.model import Extract, Severity
from quotediff.rendering import Options, Result, render, terminal
from quotediff.versions import EachSources, History, Sources, SourcesHistory

ROOT = Path(__file__).parent.parent
FIRST = """
<1>"The crack is as long as my arm,"</1> <1s>Ana Ruiz, a city engineer,</1s> <1c>said</1c>.

<2s>Drivers</2s> <2c>said</2c> <2>the detour took an hour</2>.

The bridge is 80 years old and was last painted in 1999.
--
1 = Ana Ruiz; a city engineer
2 = Drivers (group)
"""
SECOND = """
<1>"The crack is as long as my leg,"</1> <1s>Ana Ruiz, a city engineer,</1s> <1c>said</1c>.

The bridge is 80 years old and was last painted in 1999.
--
1 = Ana Ruiz; a city engineer
"""
THIRD = """
The bridge is 80 years old and was last painted in 1999.

<2s>Drivers</2s> <2c>said</2c> <2>the detour took an hour</2>.

<3>"It was built for horses,"</3> <3s>she</3s> <3c>said</3c>.
--
2 = Drivers (group)
3 = nobody
"""


@cache
def quake() -> tuple[Extract, ...]:
    """A story of the corpus in four versions."""
    paths = sorted((ROOT / "corpus" / "anatolia-earthquake").glob("v*.txt"))
    return tuple(api.extract(api.read(path)) for path in paths)


def versions() -> list[Extract]:
    return [extract_of(v, f"v{n}.txt") for n, v in enumerate((FIRST, SECOND, THIRD), 1)]


def a_history() -> History:
    return api.history(versions())


def speakers() -> SourcesHistory:
    return api.sources_history(versions())


def shown(name: str, result: Result, **options: Any) -> str:  # noqa: ANN401 - as Options takes them
    return "".join(render(name, result, Options(**options)))


# --- on a terminal

HISTORY = """\
1  v1.txt
2  v2.txt
3  v3.txt
3 quotes over 3 versions: 1 never changed, 1 introduced, 1 restored, 2 dropped,
1 edited
1 error · 2 warnings · 2 notes

+ ~ -  Ana Ruiz: "The crack is as long as my leg,"
  ERROR   2: ¶ 1        wording changed                                    QD101
    "The crack is as long as my [-arm-]{+leg+},"
  WARNING 3: ¶ 1        source dropped                                     QD303
+ - *  Drivers: the detour took an hour
  WARNING 2: ¶ 2        source dropped                                     QD303
          3:            restored, compared with 1
  NOTE    3: ¶ 2        source introduced                                  QD305
· · +  she (?): "It was built for horses,"
  NOTE    3: ¶ 3        quote added                                        QD301

+ introduced, * restored, - dropped, ~ edited
"""
SOURCES = """\
v1.txt
2 quotes, 13 words (8 between marks) by 2 speakers

 62%  ¶ 1       Ana Ruiz, a city engineer            1 quote   8 words  8 marked
 38%  ¶ 2       Drivers, group                       1 quote   5 words  0 marked

v3.txt
2 quotes, 10 words (5 between marks) by 1 speaker; 1 quote unresolved

 50%  ¶ 2       Drivers, group                       1 quote   5 words  0 marked
 50%  ¶ 3       (unresolved)                         1 quote   5 words  5 marked
"""
OVER = """\
1  v1.txt
2  v2.txt
3  v3.txt
2 speakers over 3 versions: 2 dropped, 1 restored

  62% 100%    ·  Ana Ruiz
    3: dropped
  38%    ·  50%  Drivers
    2: dropped
    3: restored
    ·    ·  50%  (unresolved)
    3: introduced

% of all words quoted in each version
"""


def test_a_history_has_an_entry_a_quote_worst_first() -> None:
    assert shown("table", a_history(), width=80) == HISTORY


def test_a_speaker_has_an_entry_with_share_and_counts() -> None:
    first, _, third = versions()
    both = EachSources(map(api.sources, (first, third)))
    assert shown("table", both, width=80) == SOURCES


def test_a_speaker_over_versions_has_the_shares_in_all_of_them() -> None:
    assert shown("table", speakers(), width=80) == OVER


def test_a_summary_of_versions_is_the_head_alone() -> None:
    for result, whole in ((a_history(), HISTORY), (speakers(), OVER)):
        assert shown("table", result, width=80, summary=True) == whole.partition("\n\n")[0] + "\n"
    (article,) = list(map(api.sources, versions()[:1]))
    assert shown("table", EachSources([article]), summary=True) == SOURCES.partition("\n\n")[0] + "\n"


@pytest.mark.parametrize("width", [40, 80, 140])
def test_every_change_of_a_history_has_its_entry(width: int) -> None:
    for read in (versions(), quake()):
        result = api.history(read)
        value = json.loads(shown("json", result))
        of_quotes = [c for traced in value["quotes"] for state in traced["states"] for c in state["changes"]]
        of_steps = [c for step in value["steps"] for c in step["changes"] if c["code"] != "QD401"]
        lines = shown("table", result, width=width).splitlines()
        for change in (*of_quotes, *of_steps):
            there = [line for line in lines if change["code"] in line and change["severity"].upper() in line]
            same = [c for c in (*of_quotes, *of_steps) if c["code"] == change["code"]]
            assert len(there) >= len({c["fingerprint"] for c in same}), change


@pytest.mark.parametrize("width", [60, 80, 120])
def test_tables_of_real_stories_fit_their_width(width: int) -> None:
    read = quake()
    results = (api.history(read), EachSources(map(api.sources, read)), api.sources_history(read))
    for result in results:
        assert max(map(terminal.columns, shown("table", result, width=width).splitlines())) <= width


@pytest.mark.parametrize("number", [12, 40])
def test_a_lane_of_more_versions_than_fit_beside_the_words_stands_below_them(number: int) -> None:
    many = [
        replace(v, document=replace(v.document, path=f"v{n}")) for n in range(number) for v in versions()[:1]
    ]
    for result, sign in ((api.history(many), "="), (api.sources_history(many), "%")):
        out = shown("table", result, width=80)
        assert max(map(terminal.columns, out.splitlines())) <= 80
        assert out.count(sign) >= 2 * (number - 1)
        assert "Ana Ruiz" in out


def test_nothing_quoted_says_so() -> None:
    bare = [extract_of("Rain fell on the valley.")] * 2
    for result in (api.history(bare), EachSources([api.sources(bare[0])]), api.sources_history(bare)):
        for name in ("table", "markdown"):
            assert shown(name, result).splitlines()[-1] == "no quotes found"


# --- JSON, CSV, Markdown


def test_json_is_what_the_schemas_say() -> None:
    schema("history").validate(json.loads(shown("json", a_history(), with_text=True)))
    schema("sources").validate(json.loads(shown("json", speakers(), with_text=True)))
    schema("sources").validate(json.loads(shown("json", EachSources(map(api.sources, versions())))))
    read = quake()
    schema("history").validate(json.loads(shown("json", api.history(read))))
    schema("sources").validate(json.loads(shown("json", api.sources_history(read))))


@pytest.mark.parametrize("name", ["history", "sources"])
def test_the_schema_refuses_what_is_not_in_it(name: str) -> None:
    value = json.loads(shown("json", a_history() if name == "history" else speakers()))
    where = value["quotes"][0]["states"][0] if name == "history" else value["documents"][0]["speakers"][0]
    where["mood"] = "grim"
    assert not schema(name).is_valid(value)


def test_json_of_a_history_has_every_change_once_and_points_at_its_documents() -> None:
    value = json.loads(shown("json", a_history(), with_text=True))
    for traced in value["quotes"]:
        assert len(traced["states"]) == len(value["documents"])
        for state, document in zip(traced["states"], value["documents"], strict=True):
            assert set(state["quotes"]) <= {q["id"] for q in document["quotes"]}
    for number, step in enumerate(value["steps"], 1):
        states = [traced["states"][number] for traced in value["quotes"]]
        restored = [c for c in states if c["outcomes"][0] == "restored"]
        against = [c for state in restored for c in state["changes"] if c["code"][:3] in ("QD1", "QD2")]
        there = [c for state in states for c in state["changes"] if c not in against]
        assert len(there) + len(step["changes"]) == sum(step["summary"].values())


def test_json_of_speakers_points_at_voices_and_its_shares_are_the_whole() -> None:
    value = json.loads(shown("json", speakers()))
    for document in value["documents"]:
        assert sum(v["share"] for v in document["speakers"]) == pytest.approx(1, abs=1e-5)
        assert sum(len(v["quotes"]) for v in document["speakers"]) == document["quotes"]
    first = value["speakers"][0]
    assert (first["name"], first["shares"]) == ("Ana Ruiz", [0, 0, None])
    assert value["speakers"][-1]["name"] is None
    assert value["documents"][2]["speakers"][-1]["named"] is None


def test_jsonl_is_an_article_or_a_story_a_line() -> None:
    each = EachSources(list(map(api.sources, versions())))
    documents = json.loads(shown("json", each))["documents"]
    assert [json.loads(line) for line in shown("jsonl", each).splitlines()] == documents
    for result in (a_history(), speakers()):
        (line,) = shown("jsonl", result).splitlines()
        assert json.loads(line) == json.loads(shown("json", result))


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(shown("csv", result), newline="")))


def test_csv_of_a_history_has_a_row_a_quote_and_version() -> None:
    found = rows(a_history())
    assert [(r["id"], r["version"], r["outcomes"]) for r in found[:4]] == [
        ("h1", "1", "introduced"),
        ("h1", "2", "edited"),
        ("h1", "3", "dropped"),
        ("h2", "1", "introduced"),
    ]
    assert (found[5]["outcomes"], found[5]["since"], found[5]["quotes"]) == ("restored", "1", "q1")
    start, end = map(int, found[0]["spans"].split(":"))
    assert f'"{versions()[0].document.text[start:end]}"' == found[0]["words"]


def test_csv_of_sources_has_a_row_a_speaker_and_version() -> None:
    found = rows(speakers())
    assert [(r["line"], r["version"], r["speaker"], r["quotes"], r["changed"]) for r in found] == [
        ("1", "1", "Ana Ruiz", "1", ""),
        ("1", "2", "Ana Ruiz", "1", ""),
        ("1", "3", "Ana Ruiz", "0", "dropped"),
        ("2", "1", "Drivers", "1", ""),
        ("2", "2", "Drivers", "0", "dropped"),
        ("2", "3", "Drivers", "1", "restored"),
        ("3", "1", "", "0", ""),
        ("3", "2", "", "0", ""),
        ("3", "3", "", "1", "introduced"),
    ]
    first, *_ = rows(EachSources(map(api.sources, versions())))
    assert (first["path"], first["words"], first["marked_words"]) == ("v1.txt", "8", "8")


def test_every_format_shows_where_the_words_stand_that_lost_their_source() -> None:
    read = quake()[2:]
    result = api.history(read)
    alone = [r for r in rows(result) if r["version"] == "1" and not r["quotes"] and r["words"]]
    assert [r["words"] for r in alone] == ["Two children were alive under a collapsed apartment block"]


# --- hostile text


def hostile() -> list[Extract]:
    """Two versions with text in them, and in their names, that a terminal or a forge would act on."""
    bad = f"{HOSTILE}|<b>@desk</b>"
    text = f'"{bad} and it was so for good," said Bob {bad}.'
    return [
        replace(v, document=replace(v.document, path=f"=a{HOSTILE}.txt", title=bad))
        for v in (api.extract(api.read_bytes(t.encode(), "x")) for t in (text, text.replace("so", "not")))
    ]


@pytest.mark.parametrize("name", EVERY_ANSWER)
@pytest.mark.parametrize("color", [False, True])
def test_nothing_a_terminal_would_obey_comes_from_the_story(name: str, *, color: bool) -> None:
    both = hostile()
    assert both[0].quotes
    for result in (api.history(both), EachSources(map(api.sources, both)), api.sources_history(both)):
        out = shown(name, result, color=color)
        left = ANSI.sub("", out) if color else out
        bad = [c for c in left if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n\u200b"]
        assert bad == []
        assert name != "markdown" or "<b>" not in left
        assert name != "csv" or "\n=" not in left.replace("\r", "")


WORDS = st.text(st.sampled_from("ab \u4e2d\uff21e\u0301\u00e9-\u200d\U0001f600\n|<%"), max_size=60)


@example(words="<<<<\u4e2d\u4e2d\u4e2d\u4e2d", who="\u0301", width=90, color=True)  # a name of no width
@given(words=WORDS, who=WORDS, width=st.integers(50, 140), color=st.booleans())
def test_tables_fit_their_width_whatever_is_said(words: str, who: str, width: int, *, color: bool) -> None:
    one = extract(OLD, who or "x")
    first = replace(one.quotes[0], content=replace(one.quotes[0].content, text=words))
    named = replace(one.speakers[0], name=who, description=words, anonymity=words)
    odd = replace(one, quotes=(first, *one.quotes[1:]), speakers=(named, *one.speakers[1:]))
    both = (odd, extract(NEW))
    for result in (api.history(both), EachSources([api.sources(odd)]), api.sources_history(both)):
        out = shown("table", result, width=width, color=color)
        assert max(terminal.columns(ANSI.sub("", line)) for line in out.splitlines()) <= width
        marked = shown("markdown", result)
        assert len({line.count(" | ") for line in marked.splitlines() if line.startswith("| ")}) <= 1


# --- the commands


@pytest.fixture
def qd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qd: Tool) -> Tool:
    """The tool, in a folder with three versions of a story."""
    monkeypatch.chdir(tmp_path)
    for number, copy in enumerate((STORY, STORY.replace("arm", "leg"), STORY), 1):
        (tmp_path / f"v{number}.txt").write_text(copy, encoding="utf-8")
    return qd


STORY = 'Bridge shut\n\n"The crack is as long as my arm," said Ana Ruiz, a city engineer.\n'
ALL = ("v1.txt", "v2.txt", "v3.txt")


@pytest.mark.parametrize("arguments", [("history",), ("sources",), ("sources", "--versions")])
@pytest.mark.parametrize("name", EVERY_ANSWER)
def test_a_command_gives_an_answer_and_no_findings(qd: Tool, arguments: tuple[str, ...], name: str) -> None:
    done = qd(*arguments, *ALL, "-f", name)
    assert (done.status, done.err) == (0, "")
    assert "Ana Ruiz" in done.out


def test_history_shows_what_was_asked_for(qd: Tool) -> None:
    assert "edited" in qd("history", *ALL).out
    assert "edited" not in qd("history", *ALL, "--ignore", "QD101").out
    assert "edited" not in qd("history", *ALL, "--select", "QD2").out
    value = json.loads(qd("history", *ALL, "-f", "json", "--severity", "QD101=note").out)
    assert value["quotes"][0]["states"][1]["changes"][0]["severity"] == Severity.NOTE.value
    Path("quotediff.toml").write_text('ignore = ["QD1"]', encoding="utf-8")
    assert "edited" not in qd("history", *ALL).out


@pytest.mark.parametrize("command", [("history",), ("sources", "--versions")])
def test_the_order_is_found_when_asked_for(qd: Tool, command: tuple[str, ...]) -> None:
    done = qd(*command, "v3.txt", "v1.txt", "v2.txt", "--order", "name", "-f", "json")
    value = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert ([d["path"] for d in value["documents"]], value["order"]) == (list(ALL), ["name"])


@pytest.mark.parametrize("command", [("history",), ("sources", "--versions")])
def test_an_order_that_is_not_told_is_refused_and_a_doubtful_one_remarked(
    qd: Tool, command: tuple[str, ...]
) -> None:
    done = qd(*command, *ALL, "--order", "header")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "v1.txt and v2.txt: not told apart by header" in done.err
    done = qd(*command, "v2.txt", "v1.txt")
    assert done.status == 0
    assert done.err.startswith("quotediff: v2.txt is given before v1.txt, but by name it is the later")


@pytest.mark.parametrize("command", [("history",), ("sources", "--versions")])
def test_a_version_that_cannot_be_read_is_one_line_and_no_answer(qd: Tool, command: tuple[str, ...]) -> None:
    done = qd(*command, "v1.txt", "none.txt", "v2.txt")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "none.txt: no such file" in done.err


@pytest.mark.parametrize("name", EVERY_ANSWER)
def test_an_article_that_cannot_be_read_costs_sources_no_other(qd: Tool, name: str) -> None:
    done = qd("sources", "v1.txt", "none.txt", "v2.txt", "-f", name)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert "v1.txt" in done.out
    assert "v2.txt" in done.out


@pytest.mark.parametrize("command", [("history",), ("sources", "--versions")])
def test_one_version_is_no_history(qd: Tool, command: tuple[str, ...]) -> None:
    done = qd(*command, "v1.txt")
    assert (done.status, done.out) == (2, "")
    assert done.err == "quotediff: one version has no history; name two or more\n"


def test_an_order_of_articles_by_themselves_means_nothing(qd: Tool) -> None:
    done = qd("sources", *ALL, "--order", "name")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", ["history", "sources", "compare"])
def test_standard_input_can_be_read_once(qd: Tool, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    done = qd(command, "-", "-")
    assert done.status == 2
    assert done.err == "quotediff: -: standard input is read already; name it once\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    assert qd(command, "-", "v2.txt").status == 0


def test_problems_of_every_version_are_told_or_stand_in_the_json(qd: Tool) -> None:
    Path("v3.txt").write_text(STORY + '\n"It never closed, Ruiz said.\n', encoding="utf-8")
    for command in (("history",), ("sources",), ("sources", "--versions")):
        told = qd(*command, *ALL)
        assert told.status == 0
        assert "v3.txt:5:1: QD901 " in told.err
        quiet = qd(*command, *ALL, "-f", "json")
        assert quiet.err == ""
        codes = [p["code"] for p in json.loads(quiet.out)["documents"][2]["problems"]]
        assert "QD901" in codes


def test_articles_are_asked_for_one_at_a_time() -> None:
    for name in EVERY_ANSWER:
        asked: list[str] = []

        def tallied(path: str, asked: list[str] = asked) -> Sources:
            asked.append(path)
            return api.sources(extract(OLD, path))

        for piece in render(name, EachSources(map(tallied, ("a", "b"))), Options()):
            if "Ana Ruiz" in piece:
                break
        assert asked == ["a"], name
