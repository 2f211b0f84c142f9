"""The docs as a site: pages made of the code are whole, and a page fetches nothing from elsewhere.

``scripts/site``, which ``scripts/test`` runs, builds all of it and follows every link.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
import yaml

import quotediff
from quotediff import limits
from quotediff.changes import RULES
from quotediff.model import PROBLEMS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import drawings  # noqa: E402
import site_pages  # noqa: E402 - of scripts/


def test_every_page_has_its_place_in_the_navigation() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    named = set(re.findall(r"(\S+\.md)$", nav, re.MULTILINE))
    made = {path for path in site_pages.made_pages() if not path.startswith("codes/")}
    assert named == made | {path.name for path in (ROOT / "docs").glob("*.md")}


def test_every_code_has_a_page_with_what_its_docstring_says() -> None:
    pages = dict(site_pages.codes())
    assert set(pages) == set(RULES) | set(PROBLEMS)
    assert all(
        rule.why in pages[code] and rule.old in pages[code]
        for code, rule in RULES.items()
        if "\n" not in rule.old
    )


def test_every_public_name_is_in_the_page_of_the_python_api() -> None:
    named = re.findall(r"^::: quotediff\.(\w+)$", site_pages.api(), re.MULTILINE)
    assert sorted(named) == sorted(set(quotediff.__all__) - {"__version__"})


def test_a_value_is_shown_with_the_fields_that_it_takes() -> None:
    griffe = pytest.importorskip("griffe", reason="no griffe: it comes with the development extra")
    extensions = griffe.load_extensions(str(ROOT / "scripts" / "site_dataclasses.py"))
    shown = griffe.load("quotediff", search_paths=[str(ROOT)], extensions=extensions)["model.Quote"]
    taken = inspect.signature(quotediff.Quote).parameters
    assert [parameter.name for parameter in shown.parameters] == ["self", *taken]


@pytest.mark.parametrize("name", site_pages.SCHEMAS)
def test_every_key_of_the_json_is_in_its_page(name: str) -> None:
    schema = json.loads((ROOT / f"quotediff/rendering/{name}.schema.json").read_text(encoding="utf-8"))
    objects = [schema, *schema["$defs"].values()]
    shown = site_pages.json_keys()
    assert all(f"| `{key}` |" in shown for value in objects for key in value.get("properties", ()))


def test_every_bound_is_in_the_page_of_limits_with_its_reason() -> None:
    rows = dict(
        re.findall(r"^\| `([A-Z_]+)` \| .+? \| (.*?) \| `.+\.py` \|$", site_pages.limits(), re.MULTILINE)
    )
    assert set(rows) == {name for name in vars(limits) if name.isupper()}
    assert all(rows.values())


def test_every_known_failure_of_the_cases_is_a_tricky_case() -> None:
    cases = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "cases").glob("*.md"))
    titles = re.findall(r"^## (.+) \(known failure", cases, re.MULTILINE)
    shown = site_pages.tricky_cases()
    assert len(titles) > 5
    assert all(f"\n### {title}\n" in shown for title in titles)


def test_the_notebook_s_page_shows_what_its_cells_give() -> None:
    pytest.importorskip("pandas", reason="no pandas: the tables of the notebook are not made")
    assert site_pages.notebook().count('<iframe class="result"') >= 5


@pytest.mark.parametrize(
    ("link", "page", "there"),
    [
        ("reference.md", "docs/editors.md", "reference.md"),
        ("../CONTRIBUTING.md#tests", "docs/codes.md", "contributing.md#tests"),
        ("docs/glossary.md", "CONTRIBUTING.md", "glossary.md"),
        (f"{site_pages.REPOSITORY}docs/page.png?raw=true", "README.md", "page.png"),
        ("notebook.ipynb", "docs/python.md", "notebook.md"),
        ("../corpus", "docs/corpus.md", f"{site_pages.REPOSITORY}corpus"),
        ("nowhere.md", "docs/corpus.md", "nowhere.md"),
        ("https://datasette.io", "docs/archives.md", "https://datasette.io"),
    ],
)
def test_a_link_leads_to_the_same_on_the_site(link: str, page: str, there: str) -> None:
    assert site_pages.page_of_site(f"[words]({link})", page) == f"[words]({there})"


@pytest.mark.parametrize("arrow", drawings.ARROWS, ids=lambda arrow: f"{arrow.start}-{arrow.end}")
def test_an_arrow_of_the_drawing_bears_a_type_that_the_code_passes(arrow: drawings.Arrow) -> None:
    types = set()
    for end in (drawings.BOXES[arrow.start], drawings.BOXES[arrow.end]):
        if end.code:
            module, _, name = end.code.rpartition(".")
            signature = inspect.signature(getattr(import_module(f"quotediff.{module}"), name))
            types |= {name, *re.findall(r"\w+", str(signature))}
    assert arrow.type in types | {"bytes"}


def test_a_page_that_fetches_something_from_elsewhere_is_told() -> None:
    hooks = pytest.importorskip("site_hooks", reason="no MkDocs: it comes with the development extra")
    inside = "&lt;img src='http://a.example/b.png'&gt;"
    page = f"""
        <script src="https://cdn.example/a.js"></script> <link rel="stylesheet" href="//cdn.example/a.css">
        <a href="https://a.example">a</a> <link rel="canonical" href="https://a.example"> <img src="page.png">
        <iframe srcdoc="{inside}"></iframe>
    """
    assert hooks.fetched(page) == [
        "https://cdn.example/a.js",
        "//cdn.example/a.css",
        "http://a.example/b.png",
    ]


def test_the_site_s_theme_asks_no_other_host() -> None:
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    theme = yaml.safe_load(settings)
    assert theme["theme"]["font"] is False
    assert not {"repo_url", "analytics"} & {*theme, *theme["extra"]}
