"""Pages of every story of the corpus, by every command, are HTML as the standard has it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import browsing
import html5lib
import pytest
import test_hostile

import quotediff
from quotediff.rendering import Options, render
from quotediff.rendering.page import folder
from quotediff.versions import EachComparison, EachSources

ROOT = Path(__file__).parent.parent
STORIES = sorted(path.parent.name for path in (ROOT / "corpus").glob("*/v1.txt"))


@pytest.fixture(scope="module")
def folder_of_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def written(folder_of_pages: Path) -> Callable[[str], list[Path]]:
    """Writes the pages of a story once; their files out."""

    @cache
    def files(story: str) -> list[Path]:
        paths = []
        for number, page in enumerate(pages(story)):
            paths.append(folder_of_pages / f"{story}-{number}.html")
            paths[-1].write_text(page, encoding="utf-8")
        return paths

    return files


def pages(story: str) -> Iterator[str]:
    """The page of every command for a story: all its versions, and every two of them."""
    paths = sorted((ROOT / "corpus" / story).glob("v*.txt"))
    read = [quotediff.extract(path, "rules") for path in paths]
    results: list[object] = [read, EachSources([quotediff.sources(one) for one in read])]
    if len(read) > 1:
        compared = [quotediff.compare(old, new) for old, new in combinations(read, 2)]
        results += [*compared, quotediff.history(read), quotediff.sources_history(read)]
        yield "".join(render("html", EachComparison(compared[:2])))
        *_, (_, index) = folder(compared, Options())
        yield "".join(index)
    yield from ("".join(render("html", result)) for result in results)  # type: ignore[arg-type]


@pytest.mark.parametrize("story", STORIES)
def test_no_page_of_a_story_has_an_error_of_parsing(story: str, written: Callable[[str], list[Path]]) -> None:
    for path in written(story):
        html5lib.HTMLParser(strict=True).parse(path.read_text(encoding="utf-8"))


def hostile() -> list[str]:
    """Pages of every command with words that would like to act."""
    return ["".join(render("html", result)) for result in test_hostile.results().values()]


def test_no_page_with_hostile_words_has_an_error_of_parsing() -> None:
    for page in hostile():
        html5lib.HTMLParser(strict=True).parse(page)


def test_a_validator_finds_no_fault_with_any_page(
    folder_of_pages: Path, written: Callable[[str], list[Path]]
) -> None:
    node = shutil.which("node")
    if node is None or not (browsing.INSTALLED / "node_modules" / "html-validate").is_dir():
        pytest.skip("no validator: scripts/browser installs one where there are npm and a network")
    script = shutil.copy(ROOT / "tests" / "browser" / "validate.mjs", browsing.INSTALLED)
    paths = [path for story in STORIES for path in written(story)]
    for number, page in enumerate(hostile()):
        paths.append(folder_of_pages / f"hostile-{number}.html")
        paths[-1].write_text(page, encoding="utf-8")
    names = "\n".join(map(str, paths))
    done = subprocess.run(
        [node, script], input=names, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert len(paths) > 3 * len(STORIES)
    assert done.stdout == ""
