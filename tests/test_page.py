"""Pages for a browser: what is in them, and that they hold together."""

from __future__ import annotations

import json
import re
import webbrowser
from itertools import pairwise
from pathlib import Path

import pages
import pytest
from tool import Tool

import quotediff
from quotediff import Comparison
from quotediff.model import Result
from quotediff.rendering import render
from quotediff.rendering.page import templates, views

CORPUS = Path(__file__).parent.parent / "corpus"
STORY = [CORPUS / "solvent-plant-fire" / f"v{n}.txt" for n in (1, 2)]


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return quotediff.compare(*STORY)


def page(result: object, name: str = "html") -> str:
    return "".join(render(name, result))  # type: ignore[arg-type]


def test_every_paragraph_of_both_versions_is_on_the_page_once(compared: Comparison) -> None:
    out = pages.read(page(compared))
    for side, extract in (("old", compared.old), ("new", compared.new)):
        for paragraph in extract.document.paragraphs:
            assert out.ids[f"{side}-p{paragraph.number}"] == 1


def test_every_finding_has_its_card_and_its_words(compared: Comparison) -> None:
    out = page(compared)
    words = " ".join(pages.read(out).words)
    assert len(re.findall(r'<article class="card', out)) == len(compared.changes)
    for change in compared.changes:
        assert change.message in words


def test_what_changed_is_marked_on_its_side_alone(compared: Comparison) -> None:
    out = page(compared)
    left, right = (
        re.findall(rf'<{tag}><span class="hidden">.*?</span>(.*?)<span', out) for tag in ("del", "ins")
    )
    assert {"people", "600", "Two"} <= set(left)
    assert {"crews", "900", "Three"} <= set(right)


def test_unchanged_paragraphs_are_folded(compared: Comparison) -> None:
    folds = re.findall(r"<summary>(\d+) unchanged paragraphs?</summary>", page(compared))
    changed = {n for c in compared.changes for n in (c.old, c.new)}
    assert changed
    assert 0 < sum(map(int, folds)) < len(compared.new.document.paragraphs)


def test_a_moved_paragraph_names_its_other_place(compared: Comparison) -> None:
    moved = [pair for pair in compared.alignment if pair.moved]
    assert moved
    out = page(compared)
    for pair in moved:
        assert f'in the old version: <a href="#old-p{pair.old[0]}">' in out
        assert f'in the new version: <a href="#new-p{pair.new[0]}">' in out


def test_the_alignment_has_every_paragraph_once(compared: Comparison) -> None:
    for side, extract in (("old", compared.old), ("new", compared.new)):
        numbers = [n for pair in compared.alignment for n in getattr(pair, side)]
        assert sorted(numbers) == [p.number for p in extract.document.paragraphs]
    steady = [pair for pair in compared.alignment if pair.old and pair.new and not pair.moved]
    assert steady == sorted(steady, key=lambda pair: pair.old)


@pytest.fixture(scope="module")
def lanes() -> views.Lanes:
    versions = (CORPUS / "battery-layoffs" / f"v{n}.txt" for n in (1, 2))
    return views.history(quotediff.history([quotediff.extract(path, "rules") for path in versions]))


def test_a_quote_that_is_dropped_leads_to_the_card_that_says_so(lanes: views.Lanes) -> None:
    codes = {card.id: card.code for _, cards in lanes.steps for card in cards}
    cells = [cell for lane in lanes.lanes for cell in lane.cells if cell and "dropped" in cell.outcomes]
    assert {codes[cell.link] for cell in cells} == {"QD302", "QD303"}


def test_only_later_versions_of_a_history_introduce(lanes: views.Lanes) -> None:
    first = [lane.cells[0] for lane in lanes.lanes]
    assert {cell.words for cell in first if cell} == {""}
    later = [lane.cells[1] for lane, cell in zip(lanes.lanes, first, strict=True) if cell is None]
    assert {cell.words for cell in later if cell} == {"introduced"}


@pytest.mark.parametrize("story", sorted(p.name for p in CORPUS.iterdir() if (p / "v2.txt").exists()))
def test_the_page_of_every_story_is_sound(story: str) -> None:
    versions = [quotediff.extract(path, "rules") for path in sorted((CORPUS / story).glob("v?.txt"))]
    pages.well_formed(page(quotediff.history(versions)))
    pages.well_formed(page(quotediff.sources_history(versions)))
    pages.well_formed(page(versions))
    for old, new in pairwise(versions):
        pages.well_formed(page(quotediff.compare(old, new)))


def test_a_notebook_shows_each_result(compared: Comparison) -> None:
    versions = [compared.old, compared.new]
    results: list[Result] = [
        compared,
        compared.old,
        quotediff.history(versions),
        quotediff.sources(compared.old),
    ]
    results.append(quotediff.sources_history(versions))
    for result in results:
        out = pages.read(result._repr_html_())
        assert out.seen["script"] == 0
        assert out.words
    rules = re.findall(
        r"^(?!\.quotediff|@media|  |}|/\*)(\S.*)$", _style(compared._repr_html_()), re.MULTILINE
    )
    assert rules == []


def _style(out: str) -> str:
    (found,) = re.findall(r"<style>(.*?)</style>", out, re.DOTALL)
    return str(found)


def test_a_page_opens_in_the_browser(qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda uri: opened.append(uri) or True)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    done = qd("compare", "--engine", "rules", "--open", *map(str, STORY))
    assert (done.status, done.out) == (0, "")
    (uri,) = opened
    pages.well_formed(Path(uri.removeprefix("file://")).read_text(encoding="utf-8"))


def test_a_page_is_kept_and_opened(qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    kept = tmp_path / "page.html"
    done = qd("history", "--engine", "rules", "--open", "-o", str(kept), *map(str, STORY))
    assert done.status == 0
    assert f"no browser could be started; the page is {kept}" in done.err
    pages.well_formed(kept.read_text(encoding="utf-8"))


def test_what_reads_the_same_beside_what_is_aligned_is_no_change() -> None:
    old, new = (
        quotediff.read_text(f'"We shut {n} gates," Ana Ruiz said.\n\n* * *\n\nThe river is high.\n')
        for n in ("two", "three")
    )
    pairs = quotediff.compare(old, new).alignment
    assert [(pair.old, pair.new) for pair in pairs] == [((n,), (n,)) for n in (1, 2, 3)]


def test_who_is_not_known_and_what_has_no_speaker_has_a_name_all_the_same() -> None:
    assert '<th scope="row"><bdi>(unresolved)</bdi> <span class="about">' in page(
        [quotediff.extract(STORY[0], "rules")]
    )
    killed = quotediff.compare(*(CORPUS / "senator-stroke-kill" / f"v{n}.txt" for n in (2, 3)))
    assert "<bdi>story killed</bdi>" in page(killed)


def test_names_beside_a_chart_do_not_cover_each_other(compared: Comparison) -> None:
    out = page(quotediff.sources_history([compared.old, compared.new]))
    names = re.findall(r'<text class="label(?: before)?" x="(\d+)" y="([\d.]+)">', out)
    assert len(names) > 10
    for column in {x for x, _ in names}:
        heights = sorted(float(y) for x, y in names if x == column)
        assert all(below - above >= 15 for above, below in pairwise(heights))
        assert heights[-1] <= float(re.findall(r'viewBox="0 0 \d+ (\d+)"', out)[0])


def test_a_speaker_is_named_before_the_first_version_and_behind_the_last(compared: Comparison) -> None:
    out = page(quotediff.sources_history([compared.old, compared.new]))
    before, behind = (
        re.findall(rf'<text class="label{kind}" x="\d+" y="[\d.]+">(.*?)</text>', out)
        for kind in (" before", "")
    )
    assert "Walt Brzezinski 14%" in before
    assert not any("Brzezinski" in name for name in behind)
    assert any("Lena Whitfield" in name for name in behind)


def _stories(folder: Path) -> list[str]:
    """Pairs of files: one story that changed, one that did not, one whose name is odd."""
    names = {"a/v.txt": "did", "b/v.txt": "do", 'c/Ünï "x" <b>.txt': "did"}
    for side in ("old", "new"):
        for name, verb in names.items():
            path = folder / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            said = verb if side == "old" else "did"
            path.write_text(f'Gates of {name[0]}\n\n"We {said} not wait," Ana Ruiz said.\n', encoding="utf-8")
    return [str(folder / side / name) for name in names for side in ("old", "new")]


def test_a_folder_gets_a_page_a_story_and_an_index_worst_first(qd: Tool, tmp_path: Path) -> None:
    files, out = _stories(tmp_path), tmp_path / "made" / "pages"
    done = qd("compare", "--output-dir", str(out), *files)
    assert (done.status, done.out) == (0, "")
    index = (out / "index.html").read_text(encoding="utf-8")
    pages.well_formed(index)
    links = re.findall(r'<a href="([^"]+)">Gates of (\w)</a>', index)
    assert [story for _, story in links] == ["b", "a", "c"]
    names = {path.name for path in out.iterdir()}
    assert names == {"index.html", *(link for link, _ in links)}
    assert all(re.fullmatch(r"[a-z0-9-]+\.html", name) for name in names)
    for name in names:
        text = (out / name).read_text(encoding="utf-8")
        pages.well_formed(text)
        assert pages.read(text).files <= names
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert qd("compare", "--output-dir", str(out), *files).status == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_an_answer_of_its_own_is_written_beside_the_folder(qd: Tool, tmp_path: Path) -> None:
    done = qd("compare", "--output-dir", str(tmp_path / "out"), "--format", "json", *_stories(tmp_path))
    assert len(json.loads(done.out)["comparisons"]) == 3
    assert (tmp_path / "out" / "index.html").exists()


def test_a_folder_of_pages_is_never_written_over_an_input(qd: Tool, tmp_path: Path) -> None:
    files = _stories(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").hardlink_to(files[0])
    done = qd("compare", "--output-dir", str(out), *files)
    assert done.status == 2
    assert "is an input; name another folder after --output-dir" in done.words
    assert [path.name for path in out.iterdir()] == ["index.html"]
    taken = qd("compare", "--output-dir", files[0], *files)
    assert (taken.status, taken.out) == (2, "")


def test_a_folder_opens_at_its_index(qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda uri: opened.append(uri) or True)
    assert qd("compare", "--open", "--output-dir", str(tmp_path / "out"), *_stories(tmp_path)).status == 0
    assert opened == [(tmp_path / "out" / "index.html").as_uri()]


def test_an_index_of_two_thousand_stories_is_small(compared: Comparison) -> None:
    entry = views.entry(views.story(compared), "solvent-plant-fire-v2-0123abcd.html")
    assert len("".join(templates.page("index", index=[entry] * 2000)).encode()) < 2_000_000
