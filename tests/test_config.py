"""What a project has set, where it is found, and that the command line wins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from tool import Done, Tool

from quotediff import config
from quotediff.config import Settings
from quotediff.errors import UsageError
from quotediff.model import Severity

OLD = 'Mill burns\n\n"The damage is terrible," said Jane Doe, who owns the mill.\n\nRain fell all day.\n'
NEW = OLD.replace("terrible", "terrifying")


def codes(done: Done) -> dict[str, str]:
    return {c["code"]: c["severity"] for c in json.loads(done.out)["changes"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two versions of a story in a folder of it, in which we are."""
    inner = tmp_path / "desk" / "mill"
    inner.mkdir(parents=True)
    (inner / "v1.txt").write_text(OLD, encoding="utf-8")
    (inner / "v2.txt").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(inner)
    return inner


@pytest.fixture
def compare(folder: Path, qd: Tool) -> Tool:
    assert folder
    return lambda *arguments: qd("compare", "v1.txt", "v2.txt", "-f", "json", *arguments)


def shown(settings: Settings) -> list[str]:
    """The settings that are made, as the cases have them."""
    lines = []
    if settings.select is not None:
        lines.append("select: " + " ".join(sorted(settings.select)))
    for key, codes in (("ignore", settings.ignore), ("show", settings.show)):
        lines += [f"{key}: {' '.join(sorted(codes))}"] if codes else []
    fatal = settings.fail_on
    if fatal.codes or fatal.levels:
        lines.append("fail-on: " + " ".join([*sorted(fatal.codes), *sorted(fatal.levels)]))
    if settings.severity:
        pairs = sorted(settings.severity.items())
        lines.append("severity: " + ", ".join(f"{code} {level}" for code, level in pairs))
    return [line.strip() for line in lines]


@pytest.mark.parametrize("case", read_cases("config"))
def test_settings_are_taken_or_refused_in_a_line(case: Case, folder: Path) -> None:
    (folder / "quotediff.toml").write_text(case.article, encoding="utf-8")
    if case.bullets[0].startswith("error: "):
        with pytest.raises(UsageError) as failed:
            config.load()
        assert str(failed.value).startswith(case.bullets[0].removeprefix("error: ").strip())
        assert "\n" not in str(failed.value)
    else:
        assert shown(config.load()) == list(case.bullets)


# --- where they are found


def test_without_settings_nothing_is_set(compare: Tool) -> None:
    assert codes(compare()) == {"QD101": "error"}


def test_the_nearest_file_upwards_counts_alone(folder: Path) -> None:
    (folder.parents[1] / "quotediff.toml").write_text('ignore = ["QD1"]', encoding="utf-8")
    assert config.load().ignore == {"QD1"}
    (folder.parent / "pyproject.toml").write_text("[tool.other]\nx = 1", encoding="utf-8")
    assert config.load().ignore == {"QD1"}, "a project file that says nothing of quotediff is passed by"
    (folder.parent / "pyproject.toml").write_text('[tool.quotediff]\nselect = ["QD2"]', encoding="utf-8")
    assert (config.load().select, config.load().ignore) == ({"QD2"}, frozenset())
    (folder.parent / "quotediff.toml").write_text('select = ["QD3"]', encoding="utf-8")
    assert config.load().select == {"QD3"}, "quotediff.toml goes before pyproject.toml"


def test_an_error_names_the_file_as_seen_from_here_and_the_key(folder: Path) -> None:
    (folder.parent / "pyproject.toml").write_text('[tool.quotediff]\nfail-on = ["bad"]', encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"^\.\./pyproject\.toml: tool\.quotediff\.fail-on: bad: no such code"
    ):
        config.load()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[tool]\nquotediff = 3", "pyproject.toml: tool.quotediff: must be a table"),
        (b"[tool.quotediff\n", "pyproject.toml: is not valid TOML: "),
        (b"\xff\xfe", "pyproject.toml: is not UTF-8"),
        (b"x = " + b"[" * 100_000, "pyproject.toml: is not valid TOML: "),
        (b"#" * 1_000_001, "pyproject.toml: too large for a configuration"),
        (b"x = " + b"1" * 10_000, "pyproject.toml: is not valid TOML: "),
    ],
    ids=["no table", "no TOML", "no UTF-8", "deep", "large", "long number"],
)
def test_a_project_file_that_cannot_be_used_is_one_line(
    folder: Path, compare: Tool, content: bytes, message: str
) -> None:
    (folder / "pyproject.toml").write_bytes(content)
    done = compare()
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"quotediff: {message}")
    assert done.err.count("\n") == 1


def test_a_byte_order_mark_is_no_setting(folder: Path) -> None:
    (folder / "quotediff.toml").write_text('\ufeffselect = ["QD3"]', encoding="utf-8")
    assert config.load().select == {"QD3"}


def test_a_file_may_be_named(folder: Path, compare: Tool) -> None:
    (folder / "quotediff.toml").write_text('ignore = ["QD1"]', encoding="utf-8")
    (folder / "house.toml").write_text('ignore = ["QD4"]', encoding="utf-8")
    assert set(codes(compare("--config", "house.toml"))) == {"QD101"}
    missing = compare("--config", "none.toml")
    assert (missing.status, missing.err) == (
        2,
        "quotediff: none.toml: cannot be read: no such file or directory; check the name\n",
    )


# --- the command line wins


def test_options_do_what_settings_do(compare: Tool) -> None:
    assert set(codes(compare("--select", "QD101"))) == {"QD101"}
    assert set(codes(compare("--ignore", "wording-changed"))) == set()
    quiet = compare("--severity", "QD101=note", "--fail-on", "warning")
    assert (quiet.status, codes(quiet)) == (0, {"QD101": "note"})
    assert compare("--select", "QD101", "--fail-on", "error").status == 1
    assert compare("--select", "QD3", "--fail-on", "QD101").status == 1, "what is to fail is reported"


def test_options_win_over_settings(folder: Path, compare: Tool) -> None:
    (folder / "quotediff.toml").write_text(
        'select = ["QD101"]\nfail-on = ["error"]\n[severity]\nQD101 = "note"\nQD401 = "warning"',
        encoding="utf-8",
    )
    done = compare()
    assert (done.status, codes(done)) == (0, {"QD101": "note"})
    assert compare("--fail-on", "note").status == 1
    assert set(codes(compare("--select", "ALL", "--severity", "QD101=error"))) == {"QD101", "QD401"}
    loud = compare("--severity", "QD101=error", "--select", "QD,QD401")
    assert (loud.status, codes(loud)) == (1, {"QD101": "error", "QD401": "warning"}), "code by code"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "QD7"], "--select: QD7: no such code"),
        (["--ignore", "nonsense"], "--ignore: nonsense: no such code"),
        (["--severity", "QD101"], "--severity: QD101: no level ''; there are error, warning, note"),
        (["--severity", "QD101=bad"], "--severity: QD101: no level 'bad'; there are"),
        (["--severity", "=note"], "--severity: : no such code"),
        (["--fail-on", "QD7"], "--fail-on: QD7: no such code"),
    ],
)
def test_an_option_that_names_nothing_is_one_line(compare: Tool, arguments: list[str], message: str) -> None:
    done = compare(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"quotediff: {message}")
    assert done.err.count("\n") == 1


@given(st.dictionaries(st.sampled_from([*config.KEYS, "x"]), st.text(max_size=12)))
def test_any_words_are_settings_or_an_error_of_one_line(given_: dict[str, str]) -> None:
    given_.pop("x", None)
    try:
        found = config.over(Settings(severity={"QD101": Severity.NOTE}), given_)
    except UsageError:
        return
    assert isinstance(found.selected(), frozenset)
