"""The language's data files: all of them well-formed, read alike however they are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import quotediff.lang
from quotediff.lang import lexicon

FOLDER = Path(quotediff.lang.__file__).parent / "en"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(lexicon, "read_data", lambda _, *parts: (tmp_path / parts[-1]).read_bytes())
    lexicon.rows.cache_clear()
    lexicon.words.cache_clear()
    yield tmp_path
    lexicon.rows.cache_clear()
    lexicon.words.cache_clear()


@pytest.mark.parametrize(
    "text",
    [
        "# head\nsay | clause\ntold | told\n",
        "say | clause # as it is\n\ntold | told\n",
        "say  | clause\ntold | told",
        "\tsay|clause \r\ntold | told",
    ],
)
def test_entries_are_the_same_in_any_layout(folder: Path, text: str) -> None:
    (folder / "verbs.txt").write_bytes(text.encode())
    assert lexicon.rows("verbs", 2) == (("say", "clause"), ("told", "told"))


def test_entries_are_folded_unless_asked_for_as_they_stand(folder: Path) -> None:
    (folder / "names.txt").write_text("O’Brien\n", encoding="utf-8")
    assert lexicon.words("names") == {"o'brien"}
    assert lexicon.words("names", cased=True) == {"O’Brien"}


@pytest.mark.parametrize("text", ["say | clause\ntold\n", "say | clause | x\n"])
def test_a_line_of_other_columns_is_told_with_its_place(folder: Path, text: str) -> None:
    (folder / "verbs.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"verbs\.txt:[12]: [13] columns, not 2"):
        lexicon.rows("verbs", 2)


def test_an_entry_twice_is_told(folder: Path) -> None:
    (folder / "verbs.txt").write_text("say\ntell\nsay\n", encoding="utf-8")
    with pytest.raises(ValueError, match="entered twice: say"):
        lexicon.words("verbs")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda p: p.stem)
def test_a_file_says_what_it_holds_and_has_one_entry_a_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    entries = [line.split("#")[0].split("|") for line in lines if line.split("#")[0].strip()]
    assert entries
    assert len({len(entry) for entry in entries}) == 1
