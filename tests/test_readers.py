"""Files to articles: decoding, paragraphs and their roles, and every bad input's one line."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path

import laws
import pytest
import strategies
import timing
from growth import grown, work
from hypothesis import given

from quotediff import api
from quotediff.errors import InputError
from quotediff.extraction.document import annotate
from quotediff.limits import MAX_LINES
from quotediff.readers import MAX_FILE_BYTES, read_bytes, read_path

CASES = Path(__file__).parent / "cases"
BLOCK = re.compile(r"^```\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"(?P<role>[a-z]*) *\| (?P<text>.*)")
ESCAPE = re.compile(r"\\x([0-9a-f]{2})")


def written(block: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The file that a case writes out, and role, span and copy of each paragraph it expects."""
    lines: list[str] = []
    expected: list[list[str]] = []
    for line in block.split("\n"):
        if not line:
            lines.append("")
            continue
        match = LINE.fullmatch(line)
        assert match, f"not a line of a case: {line!r}"
        text = ESCAPE.sub(lambda m: chr(int(m[1], 16)), match["text"].replace("\\t", "\t"))
        lines.append(text.replace("[[", "").replace("]]", ""))
        if match["role"]:
            expected.append([match["role"], text])
        else:
            expected[-1][1] += "\n" + text
    paragraphs = []
    for role, marked in expected:
        whole = marked.replace("[[", "").replace("]]", "")
        copy = re.sub(r"\[\[.*?\]\]", "", marked)
        if edge := strip(whole):
            paragraphs.append((role, edge, strip(copy)))
    return "\n".join(lines) + "\n", paragraphs


def strip(text: str) -> str:
    return text.strip("".join(map(chr, range(33))))


@pytest.mark.parametrize("block", BLOCK.findall((CASES / "roles.md").read_text(encoding="utf-8")))
def test_each_paragraph_has_its_role(block: str) -> None:
    text, expected = written(block)
    document = read_bytes(text.encode(), "case.txt", "plain")
    found = [(p.role.value, text[slice(*p.span)], text[slice(*p.copy)]) for p in document.paragraphs]
    assert found == expected


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("“Café”".encode(), "utf-8", "“Café”"),
        ("“Café”".encode("utf-8-sig"), "utf-8-sig", "“Café”"),
        ("“Café”".encode("utf-16"), "utf-16", "“Café”"),
        (b"\xfe\xff" + "“Café”".encode("utf-16-be"), "utf-16", "“Café”"),
        ("“Café” – ‘no’".encode("cp1252"), "windows-1252", "“Café” – ‘no’"),
        ("Café".encode("latin-1"), "windows-1252", "Café"),
        (b"Caf\xe9 \x81", "windows-1252", "Café \x81"),
    ],
)
def test_a_file_is_decoded_once(data: bytes, encoding: str, text: str) -> None:
    document = read_bytes(data, "x.txt")
    assert (document.encoding, document.text) == (encoding, text)


def test_the_fallback_is_told() -> None:
    (problem,) = read_bytes("Poe said: “Café”".encode("cp1252"), "x.txt").problems
    assert "Windows-1252" in problem.message
    assert "byte 10" in problem.message
    assert read_bytes("Poe said: “Café”".encode(), "x.txt").problems == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "nothing but white space"),
        ("\ufeff\n".encode(), "nothing but white space"),
        (b"abc\0def", "NUL at byte 3"),
        (bytes(range(1, 32)) * 4, "control characters"),
        (b"%PDF-1.7\n...", "a PDF"),
        (b"PK\x03\x04....", "ZIP"),
        ("“Poe” — said “yes”".encode()[:-1], "damaged UTF-8 at byte"),
        ("“Poe” said ".encode() + b"\xff" + "“yes”".encode(), "damaged UTF-8 at byte 15"),
        (b"\xff\xfea", "damaged UTF-16"),
        (b"x" * (MAX_FILE_BYTES + 1), "larger than 10 MB"),
        (b"x\n" * (MAX_LINES + 1), "more than 250,000 lines"),
    ],
)
def test_bad_bytes_have_one_clear_line(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "story.txt")
    message = str(caught.value)
    assert message.startswith("story.txt: ")
    assert words in message
    assert "; " in message, "no remedy"
    assert "\n" not in message


def test_bad_paths_have_one_clear_line(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text("x")
    locked.chmod(0)
    cases = [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "is a folder"),
        (tmp_path / "a\0b", "no such file"),
    ]
    cases.append((tmp_path / ("n" * 300), "cannot be read"))
    if os.geteuid() != 0:
        cases.append((locked, "may not be read"))
    for path, words in cases:
        with pytest.raises(InputError, match=words):
            read_path(str(path))


def test_only_the_limit_is_read_of_an_endless_file() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    with pytest.raises(InputError, match="larger than"):
        read_path("/dev/zero")


def test_wire_control_characters_are_text() -> None:
    data = b"\x16\x16\x01a0001\x1f\nr a\x13\x14\x11BC-X\n\x02\n^Mayor quits<\n\tShe left.\n\x03\nAP-WF\n"
    assert read_bytes(data, "x").title == "Mayor quits"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\f", "\v", "\x85"])
def test_every_line_end_parts_paragraphs_and_is_kept(end: str) -> None:
    text = f"Mayor quits{end}{end}Ann Poe said she would leave.{end}She left the room and the town.{end}"
    document = read_bytes(text.encode(), "x")
    assert document.text == text
    assert [text[slice(*p.span)] for p in document.paragraphs] == [
        "Mayor quits",
        "Ann Poe said she would leave.",
        "She left the room and the town.",
    ]


STORY = [
    "HARBOR CITY, Mass. (AP) _ Mayor Ann Poe said Wednesday she would leave office by June over the repairs.",
    '"I am done," she said. "I have nothing more to say to you and to anybody else in this room tonight."',
    "She left.",
    "The council meets on Friday to choose a mayor for the rest of the term, its clerk said by telephone.",
]


@pytest.mark.parametrize("width", range(48, 100, 4))
@pytest.mark.parametrize("layout", ["blank lines", "indents", "tabs"])
def test_wrapped_copy_has_the_paragraphs_it_had(layout: str, width: int) -> None:
    indent = {"indents": "   ", "tabs": "\t"}.get(layout, "")
    gap = "\n\n" if layout == "blank lines" else "\n"
    wrapped = [indent + textwrap.fill(p, width, break_on_hyphens=False) for p in STORY]
    text = gap.join(["Mayor steps down over bridge", "By JO ROE", *wrapped])
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    assert [" ".join(text[slice(*p.span)].split()) for p in paragraphs[2:]] == STORY
    assert [p.role.value for p in paragraphs] == ["headline", "byline", *["body"] * 4]
    assert text[paragraphs[2].copy.start :].startswith("Mayor Ann")


def test_a_short_last_line_ends_a_paragraph() -> None:
    wrapped = "\n".join(textwrap.fill(p, 60) for p in STORY)
    text = f"Mayor steps down over bridge\nBy JO ROE\n{wrapped}"
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    assert [" ".join(text[slice(*p.span)].split()) for p in paragraphs[2:]] == STORY


@given(strategies.files)
def test_any_bytes_have_a_defined_fate(data: bytes) -> None:
    try:
        document = read_bytes(data, "x")
    except InputError as error:
        laws.hold_error(error)
        return
    laws.hold_document(document)
    assert document == read_bytes(data, "x")


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (
            '{"d\u058bta": 1}',
            "its keys dta, which",
        ),  # a letter to regex, whose Unicode is newer than Python's
        ('<?xml version="1.0"?><d\u058bta><p>a</p></d\u058bta>', "its root <dta>, which"),
    ],
)
def test_a_refusal_shows_of_a_file_s_words_only_what_can_be_printed(data: str, shown: str) -> None:
    with pytest.raises(InputError) as error:
        read_bytes(data.encode(), "x")
    laws.hold_error(error.value)
    assert shown in str(error.value)


SHAPES = [
    "word and more words. ",
    "In this a ",
    "(",
    "By Ann ",
    "AA-B---",
    "A, ",
    "Ann and ",
    "contributed ",
    "<",
    "\t ",
    "x.\n",
    "WASHINGTON\n",
    "In this a b c d e f g h photo\n",
    "abcdefgh ijklmnop qrstuvwx yzabcdef ghijklmn opqrstuv\n",
]


def reading(piece: str, size: int) -> Callable[[], object]:
    data = (piece * (size // len(piece)) + "end").encode()
    return lambda: read_bytes(data, "x")


@pytest.mark.parametrize("piece", SHAPES)
def test_work_grows_with_the_text(piece: str) -> None:
    reading(piece, 1_000)()
    one, two = (work(reading(piece, size)) for size in (10_000, 20_000))
    assert not grown(one, two, times=2.5, least=100)


@pytest.mark.parametrize("piece", SHAPES)
def test_no_pattern_takes_longer_than_the_text_grows(piece: str) -> None:
    timing.hold_near_linear(partial(reading, piece), 10_000)


def test_a_line_of_five_megabytes_is_read() -> None:
    assert len(read_bytes(b"word and more words. " * 250_000, "x").paragraphs) == 1


NEXT = '"We bake at night," said baker Lou Petit, who has two shops in the old town and one by the station.'

BROKEN = [
    ("He said flour", "was up 12 percent."),
    ("Mayor Ann Ruiz told the council on Monday that the", "bridge would be closed until the", "summer."),
    ("The council heard on Monday from Mayor", "Ann Ruiz that the bridge over the river", "would be closed."),
    ("The bridge was closed by the", "Orr County council on Monday."),
    ('"The bridge is closed,"', "said Mayor Ann Ruiz."),
    ('"The bridge is', 'closed," said Mayor Ann Ruiz.'),
    ("He said flour was up.", "The rest of it", "was fine."),
    (
        "Prices rose in the whole of the valley by",
        "12 percent, he said, and nobody knew what the",
        "year held.",
    ),
    (NEXT[:-1] + ", and who bakes for all schools and", "for the hospital."),
    ('Nobody was hurt. "They', "came at once,", '" said Ana Lutz, 44.'),
]


@pytest.mark.parametrize("lines", BROKEN, ids=lambda lines: lines[0][:20])
def test_one_wrapped_paragraph_among_others_is_one_paragraph(lines: tuple[str, ...]) -> None:
    text = "\n\n".join(["Roof torn from two schools", "\n".join(lines), NEXT])
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    found = [" ".join(text[slice(*p.span)].split()) for p in paragraphs]
    assert found == ["Roof torn from two schools", " ".join(lines), NEXT]


APART = [
    ("What is needed:", "flour", "sugar", "butter"),
    ("flour", "sugar", "butter"),
    ('"We bake at night."', "Lou Petit, baker"),
    ("— Lou Petit,", "baker in Orr"),
    ("Q: Why did you stop?", "A: I did not.", "Q: Where were you?"),
    ("Kolm 3 2 1", "Tarn 2 2 2", "Orr 1 0 5"),
    ("It rained.", "iPhones were wet."),
    ("a0456", "r i bc-Flour 1stLd 1234"),
    ("the fog comes", "on little feet"),
    ("• flour and eggs", "• butter"),
]


@pytest.mark.parametrize("lines", APART, ids=lambda lines: lines[0][:20])
def test_lines_that_are_no_wrapped_prose_stay_apart(lines: tuple[str, ...]) -> None:
    text = "\n\n".join(["Roof torn from two schools", "\n".join(lines), NEXT])
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    assert [text[slice(*p.span)] for p in paragraphs][1:-1] == list(lines)


def test_a_wrapped_paragraph_among_others_without_blank_lines_is_one_paragraph() -> None:
    text = f"Roof torn from two schools\nHe said flour\nwas up 12 percent.\n{NEXT}"
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    assert [p.span.width for p in paragraphs] == [26, 32, len(NEXT)]


def test_a_headline_stays_above_a_wrapped_paragraph_without_a_blank_line() -> None:
    text = f"Roof torn from two schools\nHe said flour was\nup 12 percent.\n\n{NEXT}"
    paragraphs = read_bytes(text.encode(), "x").paragraphs
    assert [text[slice(*p.span)] for p in paragraphs] == [
        "Roof torn from two schools",
        "He said flour was\nup 12 percent.",
        NEXT,
    ]


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ("U+0080 to U+009F", "“We couldn’t,” she said… ‘No’ – twice.".encode("cp1252").decode("latin-1")),
        ("read as Windows-1252", "â€œWe couldnâ€™t,â€\x9d she saidâ€¦ â€˜Noâ€™ â€“ twice."),
        ("the last byte lost", "â€œWe couldnâ€™t,â€ she saidâ€¦ â€˜Noâ€™ â€“ twice."),
        ("read as Latin-1", "“We couldn’t,” she said… ‘No’ – twice.".encode().decode("latin-1")),
    ],
)
def test_damaged_marks_are_read_as_what_they_were(told: str, form: str) -> None:
    document = read_bytes(f"Council meets on plan\n\n{form}\n".encode(), "x.txt")
    assert document.text == f"Council meets on plan\n\n{form}\n", told
    doc = annotate(document)
    words = "Council meets on plan\n\n“We couldn’t,” she said… ‘No’ – twice.\n"
    sound = annotate(read_bytes(words.encode(), "y.txt"))
    assert [t.text for t in doc.tokens] == [t.text for t in sound.tokens]
    assert [document.text[t.start : t.end] for t in doc.tokens][-1:] == ["."]
    (problem,) = document.problems
    assert problem.code == "QD903"
    assert "(5, of which the first was “)" in problem.message
    assert problem.span == document.damaged[0].span


def test_sound_letters_are_no_damage() -> None:
    text = "Pâté and crème brûlée at 4 €, “said” â and € and ™\n\nA line.\x85\n"
    document = read_bytes(text.encode(), "x.txt")
    assert (document.damaged, document.problems) == ((), ())


def test_damage_is_no_change() -> None:
    sound = "Fire in hall\n\nA plan was read. “We lost it,” clerk Ida D’Arcy said. She said it wasn’t hers.\n"
    damaged = sound.replace("“", "â€œ").replace("”", "â€\x9d").replace("’", "â€™")
    compared = api.compare(api.read_text(sound), api.read_text(damaged))
    assert {change.code for change in compared.changes} <= {"QD112"}
