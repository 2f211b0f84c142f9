"""Words of a story are shown with marks only where they stood between marks in it."""

from __future__ import annotations

import pytest
from notation import extract_of

from quotediff.api import compare
from quotediff.changes.order import as_in_the_story
from quotediff.excerpts import bracketed, decorations, excerpt, line
from quotediff.model import Extract
from quotediff.rendering import Options, render
from quotediff.text.spans import Span, joined


def at(extract: Extract, *words: str) -> list[Span]:
    """Where words stand."""
    text = extract.document.text
    return [Span(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(
    ("copy", "words", "shown"),
    [
        ("“We will go,” she said.", ["We will go,"], "“We will go”"),
        ("'We will go,' she said.", ["will"], "'will'"),
        ('"We will," she said. "Go now."', ["We will,", "Go now."], '"We will" … "Go now."'),
        ("She said they would go.", ["they would go"], "[they would go]"),
        ("She said they “would” go.", ["they “would” go"], "[they “would” go]"),
        ("She said they “would” go.", ["they “would"], "[they “would”]"),
        ("She said they “would” go.", ["“would”"], "“would”"),
        ("She said they “would” go.", ["would” go"], "“would” go"),
        ("“He said ‘no way’ to us,” she said.", ["He said ‘no way’ to us,"], "“He said ‘no way’ to us”"),
        ("“He said ‘no way’ to us,” she said.", ["said ‘no"], "“said ‘no’”"),
        ("“He said ‘no way’ to us,” she said.", ["way’ to"], "“‘way’ to”"),
        ("``We will go,'' she said.", ["will go"], "``will go''"),
        ("„Wir gehen“, she said.", ["Wir"], "„Wir“"),
        ("“We will go.\n\n“Then we rest,” she said.", ["We will go."], "“We will go.”"),
        ("She said\n  they would go.", ["said\n  they"], "[said they]"),
    ],
)  # fmt: skip
def test_words_stand_between_the_marks_they_stood_between(copy: str, words: list[str], shown: str) -> None:
    extract = extract_of(copy)
    assert excerpt(extract, at(extract, *words)) == shown


def test_words_alone_need_no_brackets() -> None:
    extract = extract_of("She said they “would” go.")
    assert excerpt(extract, at(extract, "they “would” go"), alone=True) == "they “would” go"


@pytest.mark.parametrize(
    ("longest", "shown"),
    [(6, "“He” …"), (8, "“He said” …"), (12, "“He said ‘no’” …"), (16, "“He said ‘no way’” …"), (1, "“H” …")],
)
def test_words_cut_off_leave_no_mark_open_and_the_ellipsis_is_outside(longest: int, shown: str) -> None:
    extract = extract_of("“He said ‘no way’ to us,” she said.")
    assert excerpt(extract, at(extract, "He said ‘no way’ to us,"), longest) == shown


def test_spans_beyond_the_bound_are_left_out() -> None:
    extract = extract_of('"We will go," she said. "Go now."')
    assert excerpt(extract, at(extract, "We will go,", "Go now."), 11) == '"We will go" …'


def test_nothing_is_shown_of_nothing() -> None:
    extract = extract_of("She said they would go.")
    assert excerpt(extract, []) == excerpt(extract, [Span(3, 3)]) == ""


def test_a_line_that_is_cut_leaves_no_mark_open() -> None:
    assert line("a " * 34 + '"b c d e f"').count('"') == 0
    assert bracketed("said  to\nus,") == "[said to us]"


def test_decorations_put_in_what_an_excerpt_shows() -> None:
    extract = extract_of('"We will," she said. "Go now."')
    spans = at(extract, "We will,", "Go now.")
    before, after = decorations(extract, spans)
    words = joined(extract.document.text, spans)
    drawn = "".join(before.get(k, "") + c + after.get(k, "") for k, c in enumerate(words))
    assert drawn == excerpt(extract, spans, alone=True) == '"We will," … "Go now."'


# --- in answers


OLD = """
<1>"We lost 40 cows,"</1> <1s>farmer Nell Orr</1s> <1c>said</1c>. <1>"All of them."</1>

<2s>Ann Poe</2s> <2c>said</2c> <2>the barn was a ruin</2>.

<3>"I saw the bull go,"</3> <3s>Bo Lind</3s> <3c>said</3c>.

<4>"And the calf,"</4> <4s>Bo Lind</4s> <4c>said</4c>.
"""
NEW = """
<2>"The barn was a ruin,"</2> <2s>Ann Poe</2s> <2c>said</2c>.

<1>"We lost 45 cows,"</1> <1s>farmer Nell Orr</1s> <1c>said</1c>. <1>"All of them."</1>
"""


def shown(name: str, **options: object) -> str:
    result = compare(extract_of(OLD), extract_of(NEW))
    return "".join(render(name, result, Options(width=139, **options)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_a_diff_has_the_marks_of_both_versions_and_parts_its_spans(name: str) -> None:
    out = shown(name).replace("<del>", "[-").replace("</del> <ins>", "-]{+").replace("</ins>", "+}")
    out = out.replace("<ins>", "{+").replace("</del>", "-]")
    assert '"We lost [-40-]{+45+} cows," … "All of them."' in out
    assert "[-the barn was a ruin-]" in out
    assert '{+"The barn was a ruin,"+}' in out


def test_csv_and_text_show_words_with_their_marks() -> None:
    assert '""We lost 45 cows,"" … ""All of them.""' in shown("csv")
    assert 'No quote of Bo Lind is left: "I saw the bull go"; "And the calf"' in shown("text")


def test_the_head_says_how_many_errors_have_no_correction_note() -> None:
    for name in ("table", "markdown", "text"):
        assert "errors without a correction note" in shown(name).split("QD1")[0], name


def test_every_quote_that_a_finding_lists_is_shown() -> None:
    (dropped,) = [c for c in compare(extract_of(OLD), extract_of(NEW)).changes if c.code == "QD303"]
    assert (dropped.old, dropped.old_quotes, dropped.new_quotes) == ("q3", ("q3", "q4"), ())
    row = next(line for line in shown("csv").splitlines() if "QD303" in line)
    assert '"""I saw the bull go,""; ""And the calf,"""' in row


def test_findings_can_be_in_the_order_of_the_story() -> None:
    result = compare(extract_of(OLD), extract_of(NEW))
    assert [c.code for c in result.changes][:2] == ["QD102", "QD107"], "words between marks first"
    assert [c.code for c in as_in_the_story(result)] == ["QD107", "QD111", "QD303", "QD102"]
