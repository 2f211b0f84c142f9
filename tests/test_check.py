"""`quotediff check`: green when all is as expected, red with the right words when it is not."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import archives
import pytest
from archives import edit
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from samples import schema
from tool import Tool

from quotediff.corpus import baseline as baselines
from quotediff.corpus import examine as examining
from quotediff.corpus.baseline import Baseline, Known
from quotediff.errors import UsageError
from quotediff.model import Document, Extract, Severity
from quotediff.rendering import formats
from quotediff.report import CHECKS, Excuse, Finding, Place

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
STALE = "wrong for the big boat", "right for the big boat"


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The story's folder; the working directory is above the archive."""
    monkeypatch.chdir(tmp_path)
    archives.make(tmp_path)
    return Path("archive", "ferry")


def done_to(story: Path, line: str) -> None:
    """One line of a case file, done to the archive."""
    name, what = line.replace("\\n", "\n").split(": ", 1)
    path = story / name
    if what == "gone":
        path.unlink()
    elif what == "is no UTF-8":
        path.write_bytes(path.read_bytes() + b"caf\xe9\n")
    elif what.startswith("has "):
        path.write_text(what.removeprefix("has ") + "\n", encoding="utf-8")
    else:
        edit(path, *what.split(" -> ", 1))


@pytest.mark.parametrize("case", read_cases("check"))
def test_what_is_done_to_an_archive_is_told(qd: Tool, story: Path, case: Case) -> None:
    for line in case.article.splitlines():
        done_to(story, line)
    done = qd("check", "archive", "--width", "400")
    status, *bullets = case.bullets
    assert f"status {done.status}" == status, done.words
    for bullet in bullets:
        assert (bullet.removeprefix("not: ") in done.words) != bullet.startswith("not: "), (
            bullet,
            done.words,
        )
    assert "Traceback" not in done.words


def test_every_code_of_a_check_occurs_in_a_test() -> None:
    tests = [
        p.read_text(encoding="utf-8") for p in ROOT.glob("tests/**/*check*") if p.suffix in (".py", ".md")
    ]
    assert [code for code in CHECKS if not any(code in text for text in tests)] == []


# --- the project's own corpus


@pytest.fixture(scope="module")
def corpus() -> examining.Examination:
    return examining.examine(ROOT / "corpus")


def test_the_project_s_corpus_is_as_expected_but_for_what_its_baseline_excuses(
    corpus: examining.Examination,
) -> None:
    told = [f"{f.place.path}:{f.place.line}: {f.identity}" for f in corpus.report.findings]
    assert told == []
    assert corpus.report.stories >= 24
    assert corpus.report.versions > 60


def test_the_checks_of_the_project_check_its_corpus() -> None:
    assert re.search(r"quotediff\W+check corpus", (ROOT / "scripts" / "test").read_text(encoding="utf-8"))


# --- what to fail on


@pytest.mark.parametrize(
    ("fail_on", "status"),
    [("error", 1), ("warning", 1), ("QC107", 1), ("stale-expectation", 1), ("QC201", 0), ("QC201,QC302", 1)],
)
def test_the_status_follows_what_is_to_fail(qd: Tool, story: Path, fail_on: str, status: int) -> None:
    edit(story / "v2.txt", *STALE)
    done = qd("check", "archive", "--fail-on", fail_on, "--format", "junit")
    assert (done.status, "<failure " in done.out) == (status, status == 1)


def test_what_could_not_be_checked_fails_whatever_is_to_fail(qd: Tool, story: Path) -> None:
    (story / "v1.quotes.toml").write_text("[[", encoding="utf-8")
    done = qd("check", "archive", "--fail-on", "QC203", "--format", "junit")
    assert (done.status, done.out.count('<failure type="QC102"')) == (2, 1)


def test_a_warning_fails_only_if_asked(qd: Tool, story: Path) -> None:
    known = '[[known]]\nreason = "x"\nby = "y"\nfindings = ["ferry v1 QC201: none"]\n'
    (story.parent / "quotediff-baseline.toml").write_text(known, encoding="utf-8")
    assert qd("check", "archive").status == 0
    assert qd("check", "archive", "--fail-on", "warning").status == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere: does not exist"),
        (["archive/ferry/v1.txt"], "is not a folder"),
        (["archive", "--fail-on", "QC999"], "'QC999' is neither a level nor a finding of a check"),
        (["archive", "--fail-on", "QD101"], "'QD101' is neither a level nor a finding of a check"),
        (["archive", "--by", "Ana"], "are for --record"),
        (["archive", "--record", " "], "needs a reason"),
        (["archive", "--record", "x", "--by", "y", "--matching", "("], "is not a regular expression"),
        (["archive", "--baseline", "none.toml"], "none.toml: cannot be read"),
        (["archive", "--base", "HEAD"], "archive: --base: git: fatal: not a git repository"),
        (["archive", "--output", "archive/ferry/v1.txt"], "is an input"),
    ],
)
def test_what_means_nothing_is_one_line_and_status_2(
    qd: Tool, story: Path, arguments: list[str], words: str
) -> None:
    if "--matching" in arguments:
        edit(story / "v2.txt", *STALE)
    done = qd("check", *arguments)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert words in done.err


# --- formats


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 20_000 + "]" * 20_000, "x = " + "1" * 10_000], ids=["deep", "long number"]
)
@pytest.mark.parametrize("name", ["story.toml", "v1.quotes.toml", "v1-v2.changes.toml", "baseline"])
def test_toml_beyond_all_measure_is_no_toml(qd: Tool, story: Path, name: str, text: str) -> None:
    path = story.parent / "quotediff-baseline.toml" if name == "baseline" else story / name
    path.write_text(text, encoding="utf-8")
    done = qd("check", "archive")
    assert done.status == 2
    assert f"{path}: is not valid TOML" in done.err if name == "baseline" else "broken toml" in done.out
    assert "internal error" not in done.err


def test_json_is_what_its_schema_says(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", "fisherman", "sailor")
    (story / "v1.quotes.toml").unlink()
    baselines.record(Path("archive/quotediff-baseline.toml"), _findings(), "why", "who")
    value = json.loads(qd("check", "archive", "--format", "json").out)
    schema("check").validate(value)
    assert value == json.loads(qd("check", "archive", "--format", "jsonl").out)
    assert value["summary"]["QC105"] == 1
    found = next(f for f in value["findings"] if f["code"] == "QC107")
    assert (found["expected"], found["found"]) == ("Bo Ek, a fisherman", "Bo Ek, a sailor")
    assert [e["new"] for e in found["edits"] if e["op"] != "equal"] == ["sailor"]
    value["findings"][0]["nonsense"] = 1
    assert not schema("check").is_valid(value)


def test_places_point_at_the_words(qd: Tool, story: Path) -> None:
    edit(story / "v1.quotes.toml", 'kind = "indirect"', 'kind = "mixed"')
    (found,) = json.loads(qd("check", "archive", "--format", "json").out)["findings"]
    text = Path(found["text"]["path"]).read_text(encoding="utf-8").splitlines()
    line = text[found["text"]["line"] - 1]
    assert line[found["text"]["column"] - 1 : found["text"]["end_column"] - 1] == (
        "he had waited on the pier since dawn"
    )
    table = Path(found["place"]["path"]).read_text(encoding="utf-8").splitlines()
    assert table[found["place"]["line"] - 1] == "[[quote]]"


def test_csv_has_a_row_a_finding(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    rows = list(csv.DictReader(io.StringIO(qd("check", "archive", "--format", "csv").out)))
    assert {r["code"] for r in rows} >= {"QC107", "QC302"}
    assert next(r for r in rows if r["code"] == "QC107")["text_path"] == "archive/ferry/v2.txt"


@pytest.mark.parametrize("name", formats("check"))
def test_every_format_shows_a_check(qd: Tool, story: Path, name: str) -> None:
    edit(story / "v2.txt", *STALE)
    done = qd("check", "archive", "--format", name)
    assert done.status == 1
    assert "QC107" in done.out
    assert "QC302" in done.out


def test_markdown_marks_the_words_that_differ_and_nothing_in_it_is_active(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", "wrong for the big boat", "<b>@ana</b> for the big boat")
    out = qd("check", "archive", "--format", "markdown").out
    assert "expected: The tide was <del>wrong</del> for the big boat." in out
    assert "<b>" not in out
    assert "@ana" not in out


def test_nothing_in_a_story_is_obeyed_by_a_terminal(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", "wrong for the big", "wrong\x1b[31m for the \u202ebig")
    done = qd("check", "archive")
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


@pytest.mark.parametrize("code", CHECKS)
def test_a_code_is_explained_by_number_and_by_name(qd: Tool, code: str) -> None:
    check = CHECKS[code]
    assert qd("rule", code.lower()).out == qd("rule", check.name).out
    told = qd("rule", code).out
    assert max(map(len, told.splitlines())) <= 80
    head, meaning, remedy = (" ".join(part.split()) for part in told.split("\n\n"))
    assert (meaning, remedy) == (check.meaning, check.remedy)
    assert head == f"{code} {check.name} ({check.severity.value}, of a check)"
    assert f"{code}  " in qd("rule").out
    assert f"| {code} | {check.name} | {check.severity.value} | {check.meaning} |" in PAGE


# --- the baseline


def _findings(subject: str = "some words") -> list[Finding]:
    place = Place("archive/ferry/v1.quotes.toml", 7)
    level = Severity.ERROR
    return [Finding("QC201", level, "ferry", "v1", subject, "", "m", "r", None, None, (), place)]


def test_findings_are_recorded_and_struck_out(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    record = ("check", "archive", "--record", "The desk knows.", "--by", "Ana", "--matching", "QC302")
    done = qd(*record)
    path = Path("archive", "quotediff-baseline.toml")
    assert done.status == 1  # the stale expectation is still there
    assert "QC107" in done.out
    assert "QC302" not in done.out
    assert "archive/quotediff-baseline.toml: 1 added, by Ana" in done.err
    assert qd("check", "archive", "--record", "The desk knows.", "--by", "Ana").status == 0
    text = path.read_text(encoding="utf-8")
    assert text.count("[[known]]") == 1
    assert not re.search(r"\.toml:\d|line \d", text)
    path.write_text("# Ours.\n" + text, encoding="utf-8")
    edit(story / "v2.txt", *reversed(STALE))
    assert qd("check", "archive").out.count("QC401") == 2
    assert "no findings" in qd("check", "archive", "--prune").out
    assert path.read_text(encoding="utf-8").startswith("# Ours.\n")
    assert "QC" not in re.sub("^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_what_is_recorded_is_told_again_and_nothing_extracted_twice(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(story / "v2.txt", *STALE)
    read: list[str] = []
    extract = examining.api.extract

    def counted(document: Document) -> Extract:
        read.append(document.path)
        return extract(document)

    monkeypatch.setattr(examining.api, "extract", counted)
    done = qd("check", "archive", "--record", "x", "--by", "y", "--baseline", "known.toml")
    assert (done.status, "known findings in known.toml" in done.out) == (0, True)
    assert read == ["archive/ferry/v1.txt", "archive/ferry/v2.txt"]


def test_who_records_is_who_git_says(qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(story / "v1.txt", "since dawn", "since noon")
    told = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "Åsa Ek"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert "added, by Åsa Ek\n" in qd("check", "archive", "--record", "x").err
    edit(story / "v2.txt", "since dawn", "since noon")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "")
    monkeypatch.setenv("LOGNAME", "ek")
    assert "added, by ek\n" in qd("check", "archive", "--record", "x").err


def test_a_baseline_is_found_beside_a_single_story(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    qd("check", "archive", "--record", "x", "--by", "y")
    assert qd("check", "archive/ferry").status == 0


def test_where_lines_move_a_baseline_still_knows(qd: Tool, story: Path) -> None:
    edit(story / "v1.quotes.toml", 'kind = "indirect"', 'kind = "mixed"')
    qd("check", "archive", "--record", "x", "--by", "y")
    for name in ("v1.quotes.toml", "v1.txt"):
        (story / name).write_text("\n\n" + (story / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert "QC203" not in qd("check", "archive").out


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_each_line_of_a_baseline_excuses_one_finding(found: list[str], listed: list[str]) -> None:
    findings = [f for subject in found for f in _findings(subject)]
    excuse = Excuse("r", "b")
    lines = tuple(Known(f.identity, excuse, 1) for subject in listed for f in _findings(subject))
    out = baselines.split_known_and_new(findings, Baseline(Path("b.toml"), lines))
    assert len(out.new) + len(out.known) == len(found)
    assert len(out.known) + len(out.gone) == len(listed)
    assert sorted(f.subject for f in out.known) == sorted(
        s for s in set(found) for _ in range(min(found.count(s), listed.count(s)))
    )


@given(st.lists(st.tuples(WORDS, WORDS.filter(str.strip), WORDS.filter(str.strip)), max_size=5))
def test_a_baseline_is_read_as_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "b.toml"
    path.unlink(missing_ok=True)
    for subject, reason, by in entries:
        baselines.record(path, _findings(subject), reason, by)
    read = baselines.load(path).entries if entries else ()
    wanted = sorted((f.identity, r, b) for s, r, b in entries for f in _findings(s))
    assert sorted((e.identity, e.excuse.reason, e.excuse.by) for e in read) == wanted


# --- nothing is written


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("option", [("--update",), ("--prune",), ("--record", "x", "--by", "y")])
def test_where_ci_is_set_nothing_is_written(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    edit(story / "v2.txt", *STALE)
    before = snapshot(story.parent)
    monkeypatch.setenv("CI", "true")
    done = qd("check", "archive", *option)
    assert (done.status, done.out) == (2, "")
    assert "CI is set, so nothing is written" in done.err
    assert qd("check", "archive").status == 1
    assert snapshot(story.parent) == before


def test_a_check_writes_nothing_unless_asked(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    before = snapshot(story.parent)
    qd("check", "archive")
    assert snapshot(story.parent) == before


def test_proposals_stand_beside_the_expectations_and_never_over_them(qd: Tool, story: Path) -> None:
    edit(story / "v2.txt", *STALE)
    before = snapshot(story.parent)
    done = qd("check", "archive", "--update")
    after = snapshot(story.parent)
    assert {k: after[k] for k in before} == before
    assert {Path(k).name for k in after.keys() - before.keys()} == {
        "v2.quotes.proposed.toml",
        "v1-v2.changes.proposed.toml",
    }
    assert "archive/ferry/v2.quotes.proposed.toml: 1 proposed" in done.err
    assert "QC402" in qd("check", "archive").out  # a note: they wait
    edit(story / "v2.txt", *reversed(STALE))
    assert qd("check", "archive", "--update").status == 0
    assert snapshot(story.parent).keys() == before.keys()  # needed no more


# --- since a revision


def git(*words: str) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    nobody = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(
        ["git", *words],  # noqa: S607 - the one on the path
        check=True,
        capture_output=True,
        env=own | nobody | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    )


@pytest.fixture
def kept(story: Path) -> Path:
    """The archive, committed, with a second story beside the first that is not as expected."""
    other = story.parent / "raft"
    other.mkdir()
    for name in ("v1.txt", "v1.quotes.toml"):
        (other / name).write_text(archives.SOUND[name].replace("pier", "quay", 1), encoding="utf-8")
    edit(other / "v1.quotes.toml", "since dawn", "since noon")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "kept")
    return story


def test_only_what_changed_since_a_revision_is_checked(qd: Tool, kept: Path) -> None:
    assert "raft" in qd("check", "archive").out
    done = qd("check", "archive", "--base", "HEAD")
    assert (done.status, done.out) == (
        0,
        "archive\nno findings; checked 0 versions and 0 steps in 0 stories changed since HEAD\n",
    )
    edit(kept / "v2.txt", *STALE)
    done = qd("check", "archive", "--base", "HEAD")
    assert done.status == 1
    assert "checked 1 version and 1 step in 1 story changed since HEAD" in done.words
    assert "raft" not in done.out


def test_an_update_is_told_as_meant_or_not(qd: Tool, kept: Path) -> None:
    edit(kept / "v2.txt", *STALE)
    done = qd("check", "archive", "--base", "HEAD", "--width", "300")
    assert "HEAD:archive/ferry/v2.txt → archive/ferry/v2.txt" in done.words
    assert re.search(r"ERROR .* QD10\d .*\(nobody expects this\)", done.words)
    edit(kept / "v2.quotes.toml", *STALE)
    value = json.loads(qd("check", "archive", "--base", "HEAD", "--format", "json").out)
    schema("check").validate(value)
    (update,) = value["updates"]
    assert update["old"] == "HEAD:archive/ferry/v2.txt"
    assert any(c["code"] == "QD102" and c["meant"] for c in update["changes"])


def test_a_version_that_is_added_is_compared_with_the_one_before(qd: Tool, kept: Path) -> None:
    edit(kept / "story.toml", 'file = "v2.txt"', 'file = "v2.txt"\n\n[[version]]\nfile = "v3.txt"')
    text = (kept / "v2.txt").read_text(encoding="utf-8")
    (kept / "v3.txt").write_text(text.replace("since dawn", "since noon"), encoding="utf-8")
    done = qd("check", "archive", "--base", "HEAD", "--width", "300")
    assert "archive/ferry/v2.txt → archive/ferry/v3.txt" in done.words
    assert "checked 1 version and 1 step in 1 story" in done.words
    assert "(nobody expects this)" in done.words
    assert "QC105" in done.words


def test_a_version_that_was_taken_away_is_told(qd: Tool, kept: Path) -> None:
    edit(kept / "story.toml", '\n[[version]]\nfile = "v2.txt"\n', "")
    for name in ("v2.txt", "v2.quotes.toml", "v1-v2.changes.toml"):
        (kept / name).unlink()
    done = qd("check", "archive", "--base", "HEAD")
    assert "WARNING v2 ferry: version removed: v2.txt was there at HEAD and is gone" in done.words


def test_a_story_that_was_taken_away_is_told(qd: Tool, kept: Path) -> None:
    shutil.rmtree(kept.parent / "raft")
    done = qd("check", "archive", "--base", "HEAD")
    assert "raft: version removed: the story was there at HEAD and is gone QC403" in done.words
    assert "archive/raft:1:" in done.words


@pytest.mark.usefixtures("story")
def test_before_the_first_commit_all_has_changed(qd: Tool) -> None:
    git("init", "--quiet")
    git("add", ".")
    done = qd("check", "archive", "--base", "HEAD")
    assert (done.status, "checked 2 versions and 1 step in 1 story changed" in done.words) == (0, True)


def test_what_git_refuses_is_told_in_its_words(qd: Tool, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(kept / "v2.txt", *STALE)
    index = Path(".git", "index")
    index.write_bytes(index.read_bytes()[:20])
    done = qd("check", "archive", "--base", "HEAD")
    assert (done.status, done.out, "git: fatal: " in done.err) == (2, "", True)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    done = qd("check", "archive", "--base", "HEAD")
    assert (done.status, done.out, "dubious ownership" in done.err) == (2, "", True)


def test_a_revision_that_is_not_there_is_said(qd: Tool, kept: Path) -> None:
    for revision in ("nowhere", "--all", "HEAD:archive"):
        done = qd("check", kept, f"--base={revision}")
        assert (done.status, done.out) == (2, "")
        assert f"git knows no revision {revision!r}" in done.err


def test_a_defect_in_one_version_costs_no_other(
    qd: Tool, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = examining.api.extract

    def broken(document: object) -> object:
        if "v1" in document.path:  # type: ignore[attr-defined]
            raise ZeroDivisionError("oh")
        return sound(document)  # type: ignore[arg-type]

    monkeypatch.setattr(examining.api, "extract", broken)
    edit(story / "v2.quotes.toml", 'kind = "indirect"', 'kind = "mixed"')
    done = qd("check", "archive")
    assert done.status == 2
    assert "internal error: ZeroDivisionError: oh" in done.words
    assert "QC203" in done.words


def test_the_docs_example_of_a_finding_is_what_is_said(qd: Tool, story: Path) -> None:
    shape = re.search(r"^ERROR .*stale expectation.*QC107\n(.*\n){4}", PAGE, re.MULTILINE)
    assert shape
    edit(story / "v2.txt", *STALE)
    assert shape[0] in qd("check", "archive", "--width", "100").out


def test_the_loader_refuses_nothing_that_is_no_story(qd: Tool, story: Path) -> None:
    (story.parent / ".git").mkdir()
    (story.parent / "notes.txt").write_text("a note", encoding="utf-8")
    assert qd("check", "archive").status == 0


def test_a_baseline_that_cannot_be_written_is_one_line(story: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        baselines.record(story / "none" / "b.toml", _findings(), "r", "b")
