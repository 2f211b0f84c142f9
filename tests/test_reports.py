"""Formats for continuous integration: what other people's readers make of them; no story fools them."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml
from samples import NEW, OLD, comparison, extract
from sarif_kit.validate import validation_errors

from quotediff import api
from quotediff.changes import RULES
from quotediff.comparison import Change, Comparison
from quotediff.errors import UsageError
from quotediff.model import PROBLEMS, Problem, Severity
from quotediff.rendering import Options, Result, formats, render
from quotediff.rendering.terminal import visible
from quotediff.report import CHECKS, Excuse, Finding, Place, Report, Update
from quotediff.text.spans import Span
from quotediff.versions import EachComparison

REPORTS = ("sarif", "github", "gitlab", "junit")
HOSTILE = (
    "a\r\n::error file=x::b %0A::stop-commands::x ##[add-path]/tmp \x1b[2J\x00\u202egpj.exe\u2066 ]]> & <b> "
    "\" ' \ud800 \ufffe {0} [text](1) \\[ , : \u2028 \x85 ::set-output name=a::b"
)
ROOT = Options(root="/r", here="/r")


def shown(name: str, result: Result, options: Options = ROOT) -> str:
    return "".join(render(name, result, options))


def real(old: str, new: str, path: str = "story.txt") -> Comparison:
    versions = (api.extract(api.read_bytes(text.encode(), path)) for text in (old, new))
    return api.compare(*versions)


STORY = """\U0001d49c bridge is shut \U0001f6a7

The \U0001d49c\U0001d49c bridge is shut. "The crack is as long as my arm," said Ana Ruiz, a city engineer.

"We did not wait for the report," Ruiz said. "We shut it at 40 minutes past six."
"""
EDITED = STORY.replace("as my arm", "as a bus").replace("40", "14")


def hostile() -> Comparison:
    """Hostile words wherever a story or a name of a file has them."""
    text = OLD.replace("as long as my arm", HOSTILE)
    old, new = extract(OLD, f"old{HOSTILE}.txt"), extract(NEW, f"new{HOSTILE}.txt")
    found = replace(old.quotes[0], content=replace(old.quotes[0].content, text=HOSTILE))
    document = replace(new.document, text=text, title=HOSTILE)
    new = replace(new, document=document, problems=(Problem("QD901", HOSTILE, Span(3, 4)),))
    first, *rest = comparison().changes
    changes = (replace(first, message=HOSTILE), *rest)
    return Comparison(replace(old, quotes=(found, *old.quotes[1:])), new, comparison().pairs, changes)


def many(number: int, severity: Severity = Severity.ERROR) -> Comparison:
    """A comparison with so many changes of one kind."""
    result = comparison()
    first = result.changes[0]
    changes = (replace(first, severity=severity, message=f"change {n}") for n in range(number))
    return replace(result, changes=tuple(changes))


def finding(code: str, subject: str = "We did not wait", **more: Any) -> Finding:  # noqa: ANN401 - its fields
    fields: dict[str, Any] = {
        "severity": CHECKS[code].severity,
        "story": "bridge",
        "where": "v2",
        "field": "",
        "message": f"{CHECKS[code].name} {subject}",
        "remedy": CHECKS[code].remedy.rstrip("."),
        "expected": "We did not wait.",
        "found": "We waited.",
        "edits": (),
        "place": Place("corpus/bridge/v2.quotes.toml", 7),
        **more,
    }
    return Finding(code=code, subject=subject, **fields)


def checked(**more: Any) -> Report:  # noqa: ANN401 - as above
    """What a check says: a finding with its words in the story, a known one, changes since a revision."""
    text = Place("corpus/bridge/v2.txt", 5, 2, 5, 11)
    known = finding("QC202", "The detour", excuse=Excuse("a slip of the tool", "Ana"))
    update = Update("bridge", "v2", "HEAD:corpus/bridge/v2.txt", "corpus/bridge/v2.txt", comparison())
    meant = frozenset({update.comparison.changes[0].fingerprint})
    fields: dict[str, Any] = {
        "path": "corpus",
        "base": "HEAD",
        "stories": 1,
        "versions": 2,
        "steps": 1,
        "findings": (finding("QC203", text=text),),
        "known": (known,),
        "updates": (replace(update, meant=meant),),
        **more,
    }
    return Report(**fields)


RESULTS: dict[str, Any] = {
    "sample": comparison(),
    "real": real(STORY, EDITED),
    "the same": real(STORY, STORY),
    "empty": EachComparison(()),
    "several": EachComparison((comparison(), real(STORY, EDITED))),
    "hostile": hostile(),
    "check": checked(),
    "nothing found": checked(findings=(), known=(), updates=()),
    "all codes": replace(
        comparison(), changes=tuple(replace(comparison().changes[0], code=code) for code in RULES)
    ),
    "all checks": checked(findings=tuple(finding(code, HOSTILE) for code in CHECKS)),
}


# --- SARIF


@pytest.mark.parametrize("name", RESULTS)
def test_sarif_is_what_oasis_s_schema_says(name: str) -> None:
    assert validation_errors(json.loads(shown("sarif", RESULTS[name]))) == []


def test_the_validator_of_sarif_tells_what_is_none() -> None:
    log = json.loads(shown("sarif", comparison()))
    log["runs"][0]["results"][0]["level"] = "bad"
    assert len(validation_errors(log)) == 1


def run_of(result: Result, options: Options = ROOT) -> dict[str, Any]:
    (run,) = json.loads(shown("sarif", result, options))["runs"]
    assert isinstance(run, dict)
    return run


def cut(text: str, region: dict[str, Any]) -> str:
    """What a viewer that counts code points finds in a region."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    first, last = region["startLine"] - 1, region["endLine"] - 1
    rows = lines[first : last + 1]
    rows[-1] = rows[-1][: region["endColumn"] - 1]
    rows[0] = rows[0][region["startColumn"] - 1 :]
    return "".join(rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_regions_of_sarif_are_the_words_in_code_points_and_say_so(end: str) -> None:
    old, new = STORY.replace("\n", end), EDITED.replace("\n", end)
    run = run_of(real(old, new))
    assert run["columnKind"] == "unicodeCodePoints"
    assert end in run["newlineSequences"]
    assert len(run["results"]) >= 2
    for result in run["results"]:
        (place,), (related,) = result["locations"], result["relatedLocations"]
        for text, where in ((new, place), (old, related)):
            region = where["physicalLocation"]["region"]
            assert cut(text, region) == region["snippet"]["text"] != ""
        assert cut(new, place["physicalLocation"]["region"]) not in old
    first = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert first["startColumn"] in (2, 25)  # not 27, as in UTF-16


def test_rules_of_sarif_are_those_of_the_registry_and_results_point_at_theirs() -> None:
    run = run_of(RESULTS["all codes"])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    for rule in rules:
        own = RULES[rule["id"]]
        assert rule["shortDescription"]["text"] == " ".join(own.summary.split())
        assert own.why.replace("{", "{{") in rule["help"]["text"]
        assert rule["defaultConfiguration"] == {"level": own.severity.value, "enabled": not own.hidden}
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [r["ruleId"] for r in run["results"]]


def test_the_old_version_is_related_and_the_new_one_the_location() -> None:
    result = replace(comparison(), old=extract(OLD, "a/v1.txt"), new=extract(NEW, "a/v2.txt"))
    for found in run_of(result)["results"]:
        assert uri(found["locations"][0]) == "a/v2.txt"
        assert uri(found["relatedLocations"][0]) == "a/v1.txt"


def uri(location: dict[str, Any]) -> str | None:
    found = location["physicalLocation"]["artifactLocation"].get("uri")
    assert found is None or isinstance(found, str)
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("v2.txt", "desk/v2.txt"),
        ("./a/../v2.txt", "desk/v2.txt"),
        ("../v2.txt", "v2.txt"),
        ("/r/desk/v2.txt", "desk/v2.txt"),
        ("../../away.txt", "file:///away.txt"),
        ("two words.txt", "desk/two%20words.txt"),
        ("50%:é.txt", "desk/50%25%3A%C3%A9.txt"),
        ("no-utf8-\udce9.txt", "desk/no-utf8-%E9.txt"),
        ("-", None),
        ("HEAD:desk/v2.txt", None),
    ],
)
def test_paths_are_uris_from_the_repository_s_root(path: str, expected: str | None) -> None:
    options = Options(root="/r", here="/r/desk", revisions=("HEAD:",))
    run = run_of(replace(comparison(), new=extract(NEW, path)), options)
    place = run["results"][0]["locations"][0]
    assert uri(place) == expected
    base = place["physicalLocation"]["artifactLocation"].get("uriBaseId")
    assert base == (None if expected is None or expected.startswith("file:") else "SRCROOT")


def test_fingerprints_outlive_an_insertion_above_and_tell_twins_apart() -> None:
    above = "A paragraph that was not there before.\n\n"
    before, after = (
        run_of(real(old, new)) for old, new in ((STORY, EDITED), (above + STORY, above + EDITED))
    )
    marks = [[r["partialFingerprints"] for r in run["results"]] for run in (before, after)]
    assert sorted(map(str, marks[0])) == sorted(map(str, marks[1]))
    lines = [
        [r["locations"][0]["physicalLocation"]["region"] for r in run["results"]] for run in (before, after)
    ]
    assert lines[0] != lines[1]
    twins = run_of(many(3))["results"]
    assert len({r["partialFingerprints"]["primaryLocationLineHash"] for r in twins}) == 3
    assert len({r["partialFingerprints"]["quotediff/v1"] for r in twins}) == 1


def test_words_of_a_story_are_neither_placeholder_nor_link_nor_control_in_sarif() -> None:
    out = shown("sarif", hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", out)
    message = json.loads(out)["runs"][0]["results"][0]["message"]["text"]
    assert "{{0}}" in message
    assert r"\[text\](1)" in message
    assert "\\u202egpj" in message


def test_problems_are_notifications_of_the_run() -> None:
    (notice,) = run_of(hostile())["invocations"][0]["toolExecutionNotifications"][-1:]
    assert notice["descriptor"]["id"] == "QD901"
    assert notice["level"] == PROBLEMS["QD901"][1]


def test_a_check_in_sarif_suppresses_what_was_accepted_and_says_why() -> None:
    run = run_of(checked())
    reasons = {
        r["ruleId"]: r["suppressions"][0]["justification"] for r in run["results"] if "suppressions" in r
    }
    assert reasons == {"QC202": "a slip of the tool (Ana)", "QD102": "expected of bridge v2"}
    (alone,) = (r for r in run["results"] if r["ruleId"] == "QC203")
    assert uri(alone["locations"][0]) == "corpus/bridge/v2.txt"
    assert uri(alone["relatedLocations"][0]) == "corpus/bridge/v2.quotes.toml"


# --- GitHub


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Every line as the runner reads it: trimmed, the command, its properties, its data; else it fails."""
    found = []
    for line in re.split(r"\r\n|\r|\n", out)[:-1]:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {k: unescaped(v) for k, v in pairs}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


def test_annotations_are_worst_first_with_title_and_place() -> None:
    read = commands(shown("github", real(STORY, EDITED)))
    kinds = [kind for kind, _, _ in read]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    kind, properties, message = read[0]
    assert (kind, properties["title"]) == ("error", "QD101 wording-changed")
    assert (properties["file"], properties["line"], properties["col"]) == ("story.txt", "3", "25")
    assert message.startswith('"my arm" became "a bus"')


def test_columns_are_left_out_where_words_go_over_lines() -> None:
    change = replace(comparison().changes[0], new=None, new_span=Span(0, NEW.index("said")))
    ((_, properties, _),) = commands(shown("github", replace(comparison(), changes=(change,))))
    assert (properties["line"], properties["endLine"]) == ("1", "3")
    assert "col" not in properties
    assert "endColumn" not in properties


@pytest.mark.parametrize(
    ("number", "lines", "more"), [(10, 10, None), (11, 10, "2 more errors"), (25, 10, "16")]
)
def test_of_a_kind_ten_are_shown_and_the_rest_counted(number: int, lines: int, more: str | None) -> None:
    read = commands(shown("github", many(number)))
    assert len(read) == lines
    assert ("more" in read[-1][2]) == (more is not None)
    assert read[-1][2].startswith(more or "change 9")
    both = EachComparison((many(number), many(2, Severity.WARNING)))
    assert Counter(kind for kind, _, _ in commands(shown("github", both))) == {"error": 10, "warning": 2}


@pytest.mark.parametrize("name", RESULTS)
def test_no_story_gives_the_runner_a_command(name: str) -> None:
    read = commands(shown("github", RESULTS[name]))
    assert all(set(p) <= {"title", "file", "line", "endLine", "col", "endColumn"} for _, p, _ in read)
    assert all(n <= 10 for n in Counter(kind for kind, _, _ in read).values())


@given(text=st.text(st.characters(), max_size=60))
def test_whatever_a_message_holds_it_arrives_as_one_annotation(text: str) -> None:
    result = comparison()
    change = replace(result.changes[0], message=text, edits=())
    result = replace(result, changes=(change,), new=extract(NEW, text + ".txt"))
    ((_, properties, message),) = commands(shown("github", result, Options()))
    assert message.split("\n")[0] == visible(text)
    assert properties["title"] == "QD102 meaning-changed"


# --- GitLab


def issues(result: Result) -> list[dict[str, Any]]:
    found = json.loads(shown("gitlab", result))
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("name", RESULTS)
def test_issues_have_what_gitlab_asks_for(name: str) -> None:
    found = issues(RESULTS[name])
    for issue in found:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["description"].startswith(issue["check_name"])
        assert not issue["location"]["path"].startswith(("/", "./"))
        assert 1 <= issue["location"]["lines"]["begin"] <= issue["location"]["lines"]["end"]
    assert len({issue["fingerprint"] for issue in found}) == len(found)


def test_fingerprints_of_gitlab_are_told_apart_by_file_and_outlive_insertions() -> None:
    above = "A paragraph that was not there before.\n\n"
    first, moved = issues(real(STORY, EDITED)), issues(real(above + STORY, above + EDITED))
    other = issues(real(STORY, EDITED, "other.txt"))
    marks = [{issue["fingerprint"] for issue in found} for found in (first, moved, other)]
    assert marks[0] == marks[1]
    assert not marks[0] & marks[2]


# --- JUnit


@pytest.mark.parametrize("name", RESULTS)
def test_junit_is_xml_whose_counts_are_right(name: str) -> None:
    out = shown("junit", RESULTS[name])
    root = ET.fromstring(out.encode())  # noqa: S314 - our own
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
        assert len({case.get("name") for case in cases}) == len(cases) or name in ("all codes", "all checks")
    JUnitXml.fromstring(out.encode())


def test_a_case_is_a_quote_and_an_error_is_its_failure() -> None:
    (suite,) = JUnitXml.fromstring(shown("junit", real(STORY, EDITED)).encode())
    cases = {case.name: [type(r).__name__ for r in case.result] for case in suite}
    assert list(cases)[:2] == [
        '"The crack is as long as a bus,"',
        '"We did not wait for the report," … "We shut it at 14 minutes past six."',
    ]
    assert cases['"The crack is as long as a bus,"'] == ["Failure"]
    (unchanged,) = JUnitXml.fromstring(shown("junit", real(STORY, STORY)).encode())
    assert [case.result for case in unchanged] == [[], []]


def test_warnings_are_told_and_fail_nothing() -> None:
    (suite,) = JUnitXml.fromstring(shown("junit", many(2, Severity.WARNING)).encode())
    assert suite.failures == 0
    assert sum("change 1" in (case.system_out or "") for case in suite) == 1


def test_failures_are_what_is_to_fail_and_what_is_accepted_never_is() -> None:
    warned = many(2, Severity.WARNING)
    for fail_on, failures in (({"error"}, 0), ({"error", "warning"}, 1), ({"QD102"}, 1), ({"QD101"}, 0)):
        out = shown("junit", warned, replace(ROOT, fail_on=frozenset(fail_on)))
        (suite,) = JUnitXml.fromstring(out.encode())
        assert (suite.failures, out.count("<failure ")) == (failures, failures), fail_on
    out = shown("junit", checked(), replace(ROOT, fail_on=frozenset({"error", "warning", "note", "QD102"})))
    (suite,) = JUnitXml.fromstring(out.encode())
    assert (suite.failures, suite.skipped) == (1, 2)


@given(text=st.text(st.characters(), max_size=60))
def test_whatever_a_message_holds_it_is_xml(text: str) -> None:
    result = comparison()
    result = replace(result, changes=(replace(result.changes[0], message=text, edits=()),))
    root = ET.fromstring(shown("junit", result).encode("utf-8", "strict"))  # noqa: S314 - our own
    (failure,) = root.iter("failure")
    assert failure.get("message") == visible(text)


def test_a_check_in_junit_passes_or_fails_and_skips_what_is_known() -> None:
    (suite,) = JUnitXml.fromstring(shown("junit", checked()).encode())
    assert (suite.name, suite.failures, suite.skipped) == ("bridge", 1, 2)
    assert any("nobody expects this" in (case.system_out or "") for case in suite)
    (good,) = JUnitXml.fromstring(shown("junit", RESULTS["nothing found"]).encode())
    assert [case.name[:11] for case in good if not case.result] == ["no findings"]


# --- text


def test_text_has_a_line_a_quote_that_an_edit_elsewhere_leaves_alone() -> None:
    first, second = (shown("text", [api.extract(api.read_bytes(t.encode()))]) for t in (STORY, EDITED))
    assert first.splitlines() == [
        'Ana Ruiz (said, direct): "The crack is as long as my arm,"',
        'Ana Ruiz (said, direct): "We did not wait for the report," … "We shut it at 40 minutes past six."',
    ]
    above = shown("text", [api.extract(api.read_bytes(f"Rain fell.\n\n{STORY}\nMore rain fell.\n".encode()))])
    assert above == first
    assert [a == b for a, b in zip(first.splitlines(), second.splitlines(), strict=True)] == [False, False]


def test_text_of_changes_begins_as_compilers_do() -> None:
    head, first, *_ = shown("text", real(STORY, EDITED)).splitlines()
    assert head == "story.txt: 2 errors without a correction note"
    assert first.startswith('story.txt:3:25: error QD101 wording-changed: "my arm" became "a bus"')
    assert shown("text", checked()).startswith("corpus/bridge/v2.txt:5:2: error QC203 quote-differs: ")


def test_hostile_text_stays_on_its_line() -> None:
    out = shown("text", hostile())
    assert len(re.split(r"[\n\r\x85\u2028]", out)) == len(hostile().changes) + 1
    quotes = shown("text", [hostile().old])
    assert len(quotes.split("\n")) == len(hostile().old.quotes) + 1


# --- which format is for which answer


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_format_is_not_for_is_refused_with_those_that_are(name: str) -> None:
    """A report of findings cannot show a list of quotes; the line names the formats that can."""
    with pytest.raises(
        UsageError,
        match=f"format '{name}' .* table, json, jsonl, html, csv, markdown, text, brat, .*, prodigy$",
    ):
        render(name, [extract(OLD)])


@pytest.mark.parametrize("name", formats("comparison", "comparisons"))
def test_every_format_shows_one_comparison_and_several(name: str) -> None:
    one, two = shown(name, comparison()), shown(name, EachComparison((comparison(), comparison())))
    assert one.count("QD102") * 2 == two.count("QD102") or name in REPORTS
    assert io.StringIO(two).read().encode()


def test_several_comparisons_as_json_are_each_as_one_is() -> None:
    one = json.loads(shown("json", comparison()))
    assert json.loads(shown("json", EachComparison((comparison(),)))) == {
        "schema_version": 2,
        "comparisons": [one],
    }


def test_markdown_of_a_check_has_what_nobody_has_accepted() -> None:
    out = shown("markdown", checked())
    assert out.startswith("### corpus\n\n| severity | finding |")
    assert ("QC203" in out, "QD202" in out, "QC202" in out) == (True, True, False)
    assert re.search(r"QD202 .* nobody expects this \|\n", out)
    assert re.search(r"QD102 .* as expected \|\n", out)
    rows = re.findall(r"^\| \w+ \| QC\d+ .* \|$", shown("markdown", RESULTS["all checks"]), re.MULTILINE)
    assert len(rows) == len(CHECKS)  # whatever their words are, a row each


def test_nothing_to_compare_is_said() -> None:
    assert (
        shown("table", EachComparison(())) == shown("markdown", EachComparison(())) == "no story to compare\n"
    )


def test_a_change_without_words_in_the_new_version_stands_at_its_beginning() -> None:
    (gone,) = [c for c in comparison().changes if c.new is None] or [None]
    change: Change = replace(comparison().changes[0], new=None, new_span=None) if gone is None else gone
    change = replace(change, new=None, new_span=None)
    run = run_of(replace(comparison(), changes=(change,)))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"], "snippet" in region) == (1, 1, False)
