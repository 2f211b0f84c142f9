"""Where the words of an assembled text stand in its file: laws of the map, and of what is made of it."""

from __future__ import annotations

from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given

from quotediff.readers import fragments, jsontree
from quotediff.readers.assembly import File
from quotediff.readers.xmltree import open_file, parse
from quotediff.text.lines import Lines
from quotediff.text.origin import Origin, Traced, compose

LETTERS = st.text("ab é“\n\t\u00a0\u00ad\u200b&<", max_size=12)


@st.composite
def traced(draw: st.DrawFn) -> tuple[str, Traced]:
    """A file, and words put together from it: as they stand, written in another way, or not there."""
    file = ""
    pieces = []
    for kind in draw(st.lists(st.sampled_from(("same", "one", "skip", "none")), max_size=8)):
        words = draw(LETTERS)
        at = len(file)
        if kind == "same":
            file += words
            pieces.append(Traced.whole(words, at))
        elif kind == "one":
            file += f"&#{len(words)};"
            pieces.append(Traced.written(words[:2], at, len(file) - at))
        elif kind == "skip":
            file += words
        else:
            pieces.append(Traced(words))
    return file, Traced.joined(pieces)


def hold(file: str, words: Traced) -> None:
    """Runs are sorted, apart and in bounds; those that are the same are so."""
    for run in words.runs:
        assert 0 <= run.start < run.end <= len(words.text)
        assert 0 <= run.source < run.source + run.length <= len(file)
        if run.same:
            assert file[run.source : run.source + run.length] == words.text[run.start : run.end]
    assert all(a.end <= b.start for a, b in pairwise(words.runs))


@given(traced())
def test_every_run_leads_to_its_words(given_: tuple[str, Traced]) -> None:
    hold(*given_)


@given(traced(), st.data())
def test_cuts_and_squeezed_words_keep_their_places(given_: tuple[str, Traced], data: st.DataObject) -> None:
    file, words = given_
    start = data.draw(st.integers(0, len(words.text)))
    cut = words.cut(start, data.draw(st.integers(start, len(words.text))))
    assert cut.text in words.text
    for made in (cut, cut.stripped(), cut.squeezed()):
        hold(file, made)
    squeezed = words.squeezed()
    assert squeezed.text == squeezed.text.strip()
    assert not {"\n", "\t", "\u00ad", "\u200b"} & set(squeezed.text)
    assert squeezed.squeezed() == squeezed
    bare = "".join(words.text.replace("\u00ad", "").replace("\u200b", "").split())
    assert "".join(squeezed.text.split()) == bare


@given(traced(), st.data())
def test_two_maps_one_after_the_other_are_one_map(given_: tuple[str, Traced], data: st.DataObject) -> None:
    file, outer = given_
    start = data.draw(st.integers(0, len(outer.text)))
    end = data.draw(st.integers(start, len(outer.text)))
    inner = Traced.joined([Traced.whole(outer.text[start:end], start), Traced("x")])
    both = inner.within(outer)
    hold(file, both)
    assert both.text == outer.text[start:end] + "x"
    assert both.cut(0, end - start) == outer.cut(start, end)
    assert tuple(compose(inner.runs, outer.runs)) == tuple(compose(inner.runs, outer.runs))


@given(traced())
def test_an_origin_gives_lines_and_columns(given_: tuple[str, Traced]) -> None:
    file, words = given_
    origin, lines = Origin.of(words, file), Lines(file)
    for at in range(len(words.text)):
        found = origin.at(at)
        assert (found is None) == (origin.place(at) is None)
        if found is not None:
            assert origin.place(at) == lines.position(found[0])
            assert origin.span(at, at + 1) == (lines.position(found[0]), lines.position(found[1]))
    assert origin.at(len(words.text)) is None
    assert origin.span(0, 0) is None


@given(st.text("ab<>&;#x1p/!-[]CDATA \n\"'=é", max_size=60))
def test_fragments_keep_the_places_of_words(text: str) -> None:
    hold(text, fragments.parse(Traced.whole(text), "x").words())


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40), st.booleans())
def test_strings_of_json_keep_their_places(text: str, ascii_: bool) -> None:  # noqa: FBT001 - as drawn
    import json  # noqa: PLC0415 - what is read is made by another

    data = json.dumps({"a": [1, text]}, ensure_ascii=ascii_).encode()
    file, value = jsontree.open_file(data, "x")
    words = jsontree.words(file, value["a"][1])
    assert words.text == text == value["a"][1]
    hold(file.text, words)


@given(st.text("ab é“\r\n<&>]", max_size=40), st.booleans())
def test_words_of_xml_keep_their_places(text: str, section: bool) -> None:  # noqa: FBT001 - as drawn
    from xml.sax.saxutils import escape  # noqa: PLC0415 - as above

    inner = f"<![CDATA[{text}]]>" if section and "]]>" not in text else escape(text)
    file: File = open_file(f"\ufeff\n<a>&#233;<b>{inner}</b> &lt;</a>".encode(), "x")
    root, problems = parse(file)
    assert not problems
    words = root.words()
    assert words.text == "é" + text.replace("\r\n", "\n").replace("\r", "\n") + " <"
    hold(file.text, words)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&amp;", "&"),
        ("&#8220;", "“"),
        ("&#x201C;", "“"),
        ("&#147;", "“"),
        ("&nbsp;", "\u00a0"),
        ("&copy2026", "©2026"),
        ("&zzz;", "&zzz;"),
        ("& b", "& b"),
        ("&#xFFFFFFFF;", "\ufffd"),
    ],
)
def test_references_stand_for_characters(written: str, meant: str) -> None:
    assert fragments.parse(Traced.whole(written), "x").words().text == meant
