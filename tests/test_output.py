"""Several answers of one run: what goes where, what is refused, and the summary of a workflow's step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tool import EDITED, STORY, Tool

from quotediff.cli import output


@pytest.fixture(autouse=True)
def _versions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The working directory: two versions of a story."""
    (tmp_path / "old.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "new.txt").write_text(EDITED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_answers_go_where_they_are_sent_each_in_its_format(qd: Tool) -> None:
    table = qd("compare", "old.txt", "new.txt").out
    text = qd("compare", "old.txt", "new.txt", "--format", "json").out
    done = qd("compare", "old.txt", "new.txt", "--output", "json=q.json", "-o", "csv=q.csv", "-o", "table=-")
    assert done == (0, table, "")
    assert Path("q.json").read_text(encoding="utf-8") == text
    assert Path("q.csv").read_text(encoding="utf-8").startswith("severity,")


def test_articles_that_come_one_at_a_time_are_in_every_answer(qd: Tool) -> None:
    for command in ("list", "sources"):
        done = qd(command, "old.txt", "new.txt", "-o", "json=q.json", "-o", "csv=q.csv", "-o", "jsonl=-")
        assert len(done.out.splitlines()) == 2
        assert len(json.loads(Path("q.json").read_text(encoding="utf-8"))["documents"]) == 2
        assert "new.txt" in Path("q.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "files", "standard"),
    [
        ("--output a", {"a": "table"}, None),
        ("--output a --format json", {"a": "json"}, None),
        ("--format json --output -", {}, "json"),
        ("--output json=a", {"a": "json"}, None),
        ("--output json=-", {}, "json"),
        ("--output json=a --format csv", {"a": "json"}, "csv"),
        ("--output json=a --output b --format csv", {"a": "json", "b": "csv"}, None),
        ("--output json=a --output b", {"a": "json", "b": "table"}, None),
        ("--output a --output b", {"a": "table", "b": "table"}, None),
        ("--output ./json=a", {"json=a": "table"}, None),
        ("--output odd=a", {"odd=a": "table"}, None),
        ("--output json=a=b", {"a=b": "json"}, None),
    ],
)
def test_what_is_written_where(qd: Tool, arguments: str, files: dict[str, str], standard: str | None) -> None:
    before = {p.name for p in Path().iterdir()}
    done = qd("list", "old.txt", *arguments.split())
    assert done.status == 0
    begins = {"table": "Bridge shut", "json": "{\n", "csv": "path,id"}
    assert done.out.startswith(begins[standard]) if standard else not done.out
    assert {p.name for p in Path().iterdir()} - before == set(files)
    for name, form in files.items():
        assert Path(name).read_text(encoding="utf-8").startswith(begins[form]), name


@pytest.mark.parametrize(
    "arguments",
    [
        "--output json=a --output csv=a",
        "--output json=a --output csv=./a",
        "--output json=- --output csv=-",
        "--output json=- --format csv",
        "--output json=old.txt --output csv=-",
        "--output csv=a --output sarif=b",
        "--output csv=nowhere/a --output json=-",
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_nothing_is_written(qd: Tool, arguments: str) -> None:
    before = {p.name: p.read_bytes() for p in Path().iterdir()}
    done = qd("list", "old.txt", *arguments.split())
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert {p.name: p.read_bytes() for p in Path().iterdir()} == before


def test_problems_are_told_unless_every_answer_has_them(qd: Tool) -> None:
    Path("odd.txt").write_text('The report is "torn in two.\n\nIt was late.\n', encoding="utf-8")
    assert "QD901" in qd("list", "odd.txt", "-o", "json=q.json", "-o", "table=-").err
    assert qd("list", "odd.txt", "-o", "json=q.json", "-o", "jsonl=-").err == ""


def test_colors_are_for_standard_output_alone(qd: Tool) -> None:
    done = qd("list", "old.txt", "-o", "table=-", "-o", "table=a", "--color", "always")
    assert "\x1b[" in done.out
    assert "\x1b" not in Path("a").read_text(encoding="utf-8")


def test_annotations_come_with_a_summary_added_to_what_is_there(
    qd: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = Path("summary.md")
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert qd("compare", "old.txt", "new.txt", "-o", "table=-").status == 0
    assert summary.read_text(encoding="utf-8") == "before\n"
    done = qd("compare", "old.txt", "new.txt", "-f", "github")
    assert done.out.startswith("::error title=QD102 ")
    assert summary.read_text(encoding="utf-8").startswith("before\n### old.txt → new.txt\n")


def test_a_summary_is_cut_to_what_github_takes(qd: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = Path("summary.md")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    summary.write_text("x" * (output.MAX_SUMMARY_BYTES - 200), encoding="utf-8")
    assert qd("compare", "old.txt", "new.txt", "-f", "github").status == 0
    assert summary.stat().st_size <= output.MAX_SUMMARY_BYTES
    assert summary.read_text(encoding="utf-8").endswith("holds no more)\n")


def test_a_summary_that_cannot_be_written_is_told_and_costs_nothing(
    qd: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/summary.md")
    done = qd("compare", "old.txt", "new.txt", "-f", "github")
    assert (done.status, len(done.err.splitlines())) == (0, 1)
    assert done.out.startswith("::error ")


def test_the_root_is_git_s_then_the_runner_s_then_here(
    qd: Tool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)

    def path() -> str:
        done = qd("compare", "../../old.txt", tmp_path / "new.txt", "-f", "gitlab")
        return str(json.loads(done.out)[0]["location"]["path"])

    assert path() == str(tmp_path / "new.txt")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert path() == "new.txt"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert path() == str(tmp_path / "new.txt")
    (tmp_path / ".git").mkdir()
    assert path() == "new.txt"


@pytest.mark.parametrize("command", ["history", "sources", "list"])
def test_a_command_refuses_formats_that_are_not_for_it(qd: Tool, command: str) -> None:
    for name in ("sarif", "github", "gitlab", "junit"):
        done = qd(command, "old.txt", "new.txt", "--format", name)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"quotediff: format '{name}' cannot show this; those that can are table,")
        assert len(done.err.splitlines()) == 1
