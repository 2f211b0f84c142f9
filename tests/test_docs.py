"""Everything there is, is documented; everything documented is there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from quotediff import config
from quotediff.changes.registry import RULES
from quotediff.cli import COMMANDS
from quotediff.model import PROBLEMS, Severity
from quotediff.rendering import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    """A page of docs/."""
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    module, attribute = COMMANDS[name]
    found = getattr(import_module(module), attribute)
    assert isinstance(found, click.Command)
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_help_and_its_line_in_the_readme(name: str) -> None:
    assert f"| `quotediff {name}` | {command(name).short_help} |" in README
    assert command(name).name == name
    assert command(name).help
    for parameter in command(name).params:
        assert isinstance(parameter, click.Argument) or getattr(parameter, "help", ""), parameter.name


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_documented_and_its_file_begins_with_it(name: str) -> None:
    assert f"| `{name}` |" in page("formats")
    assert (import_module(FORMATS[name]).__doc__ or "").startswith(f"``{name}``: ")


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_change_code_is_documented_and_named_for_what_is_found(code: str) -> None:
    rule = RULES[code]
    assert f"| {code} | {rule.name} | {rule.severity.value}" in page("codes")
    assert f"## {code} {rule.name}\n" in page("codes")
    assert re.fullmatch(r"QD\d{3}", code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert len(rule.summary) <= 200


CONTRACT = ROOT.parent / "shared" / "design" / "contract.md"


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside the project")
def test_codes_are_those_of_the_contract() -> None:
    lines = CONTRACT.read_text(encoding="utf-8")
    stated = re.findall(r"^\| (QD\d{3}) \| ([\w-]+) \| (\w+)(, hidden)?", lines, re.MULTILINE)
    ours = {code: (rule.name, rule.severity.value, rule.hidden) for code, rule in RULES.items()}
    ours |= {code: (name, severity, False) for code, (name, severity, _) in PROBLEMS.items()}
    assert len(stated) > 30
    assert all(ours[code] == (name, level, bool(hidden)) for code, name, level, hidden in stated)


def test_the_docs_name_every_code_and_no_code_that_does_not_exist() -> None:
    pages = (*(ROOT / "docs").glob("*.md"), ROOT / "README.md")
    for path in pages:
        assert set(re.findall(r"QD\d{3}", path.read_text(encoding="utf-8"))) <= set(RULES) | set(PROBLEMS), (
            path
        )
    assert set(RULES) | set(PROBLEMS) <= set(re.findall(r"QD\d{3}", page("codes")))


@pytest.mark.parametrize("text", [README, page("python")], ids=["README", "python"])
def test_the_library_examples_run(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert examples
    monkeypatch.chdir(ROOT / "corpus" / "solvent-plant-fire")
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "example", "exec"), names)  # noqa: S102 - our own file
    assert "QD" in capsys.readouterr().out


def test_the_settings_of_the_docs_are_settings(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", page("editors"), re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(example, encoding="utf-8")
    found = config.load(str(tmp_path / "pyproject.toml"))
    assert (found.ignore, found.severity) == ({"QD113"}, {"QD302": Severity.ERROR})
    assert all(f"--{key}" in page("reference") for key in config.KEYS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_body_is_short(name: str) -> None:
    path = Path(str(import_module(COMMANDS[name][0]).__file__))
    functions = [
        n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)
    ]
    (body,) = (f.body for f in functions if f.decorator_list)
    assert (body[-1].end_lineno or 0) - body[1].lineno < 15


TESTS = sorted((ROOT / "tests").glob("*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_a_file_of_tests_says_what_it_is_about_and_its_tests_what_holds(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    about = (ast.get_docstring(tree) or "").partition("\n")[0]
    assert len(about.split()) >= 4
    assert about.endswith((".", ":"))
    names = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    assert [name for name in names if name.count("_") < 3] == []


def test_every_helper_of_the_tests_and_every_file_of_cases_is_explained() -> None:
    explained = set(re.findall(r"[\w/]+\.(?:py|md|txt)", (ROOT / "tests" / "README.md").read_text("utf-8")))
    assert {path.name for path in TESTS if not path.name.startswith("test_")} <= explained
    assert {path.name for path in (ROOT / "tests" / "cases").glob("*.md")} <= explained
