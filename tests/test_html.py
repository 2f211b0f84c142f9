"""Web pages: what they say of their story, what they are written in, and what is refused."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime
from email.encoders import encode_7or8bit, encode_base64, encode_quopri
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from hashlib import sha256
from html import unescape
from pathlib import Path

import laws
import pytest
import wires
from tool import Tool

from quotediff import api
from quotediff.errors import InputError
from quotediff.limits import MAX_PARAGRAPHS
from quotediff.model import Document, Role
from quotediff.readers import read_bytes, read_path

STORY = wires.PARAGRAPHS
TITLE = wires.HEADLINE


def page(body: str, head: str = "", **data: object) -> str:
    """A page with a story and what its data say."""
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    top = f"<head><title>{TITLE}</title>{head}{linked}</head>"
    return f"<!DOCTYPE html>\n<html>{top}<body><h1>{TITLE}</h1>\n<article>{body}</article></body></html>"


def told(document: Document, *roles: Role) -> list[str]:
    return [document.text[slice(*p.span)] for p in document.paragraphs if p.role in roles]


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    document = read_bytes(data, "page.html")
    laws.hold_document(document)
    laws.hold_origin(document, data)
    return document


def refused(text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(text)
    laws.hold_error(caught.value)
    return caught.value.problem


def codes(document: Document) -> set[str]:
    return {problem.code for problem in document.problems}


def test_data_come_before_the_head_s_elements() -> None:
    meta = read(wires.page()).meta
    assert (meta.story, meta.url) == ("https://wire.example/ferry-1",) * 2
    assert meta.published == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert meta.modified == datetime(2026, 5, 1, 11, tzinfo=UTC)
    assert (meta.headline, meta.byline, meta.source) == (TITLE, "Mara Quill", "Example Wire")
    assert (meta.language, meta.complete) == ("en-US", True)


def test_a_page_without_data_says_it_in_its_head() -> None:
    head = """<meta property="og:url" content="https://a.example/x?id=7">
<meta name=author content="Ida Kroll">
<meta property="article:modified_time" content="2026-05-02T08:00:00+02:00">
<meta property="og:site_name" content="A">
<meta property="article:published_time" content="2026-05-01"><link rel="canonical" href="https://a.example/">"""
    meta = read(page(wires.paragraphs(STORY), head)).meta
    assert (meta.story, meta.byline, meta.source) == ("https://a.example/x?id=7", "Ida Kroll", "A")
    assert meta.modified == datetime.fromisoformat("2026-05-02T08:00:00+02:00")
    assert meta.published == datetime.fromisoformat("2026-05-01")


@pytest.mark.parametrize(
    "data",
    ["{", "[" * 100_000, '{"@type": 7}', "null", '{"@graph": [[{"@type": "NewsArticle", "author": [3]}]]}'],
)
def test_damaged_data_are_none(data: str) -> None:
    script = f'<script type="application/ld+json">{data}</script>'
    document = read(page(wires.paragraphs(STORY), script))
    assert (document.meta.headline, document.meta.byline) == (TITLE, None)


def test_a_correction_in_the_data_is_one() -> None:
    words = "An earlier version gave a wrong number of passengers."
    meta = read(page(wires.paragraphs(STORY), **{"@type": "NewsArticle", "correction": words})).meta
    assert [(note.kind, note.text) for note in meta.notes] == [("correction", words)]


WALL = {"@type": "NewsArticle", "isAccessibleForFree": False}
PARTS = {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".behind"}}


@pytest.mark.parametrize("free", [False, "False", "false"])
def test_a_page_that_shows_the_head_of_a_story_is_not_the_whole(free: object) -> None:
    stub = page(wires.paragraphs(STORY[:3]), **{**WALL, **PARTS, "isAccessibleForFree": free})
    document = read(stub)
    assert told(document, Role.BODY) == list(STORY[:3])
    assert not document.meta.complete
    assert "QD904" in codes(document)
    gone = api.compare(api.extract(read(wires.page()), "rules"), api.extract(document, "rules"))
    assert [c.code for c in gone.changes if c.code.startswith("QD30")] == []


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (f'{STORY[0]}<div class="x behind">{wires.paragraphs(STORY[1:])}</div>', PARTS),
        (wires.paragraphs(STORY), {"articleBody": " ".join(STORY)}),
        (wires.paragraphs(STORY), {"isAccessibleForFree": True}),
    ],
)
def test_a_page_with_what_is_behind_the_wall_is_whole(body: str, more: dict[str, object]) -> None:
    document = read(page(body, **{**WALL, **more}))
    assert document.meta.complete
    assert "QD904" not in codes(document)


CHARSETS = {
    "declared": ('<meta charset="windows-1252">', "cp1252", "windows-1252", set()),
    "an old declaration": (
        '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
        "cp1252",
        "windows-1252",
        set(),
    ),
    "none, but UTF-8": ("", "utf-8", "utf-8", set()),
    "a mark": ("", "utf-8-sig", "utf-8-sig", set()),
    "a wrong declaration": ('<meta charset="iso-8859-1">', "utf-8", "utf-8", set()),
    "Windows, undeclared": ("", "cp1252", "windows-1252", {"QD903"}),
    "Mac Roman, undeclared": ("", "mac-roman", "mac-roman", {"QD903"}),
    "Mac Roman": ('<meta charset="macintosh">', "mac-roman", "mac-roman", set()),
    "UTF-16 with a mark": ('<meta charset="utf-16">', "utf-16", "utf-16", set()),
    "UTF-16, big end": ("", "utf-16-be", "utf-16", set()),
    "UTF-16, little end": ("", "utf-16-le", "utf-16", set()),
    "unknown": ('<meta charset="x-klingon">', "utf-8", "utf-8", set()),
    "UTF-16, it says": ('<meta charset="utf-16le">', "utf-8", "utf-8", set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARSETS)
def test_a_page_is_read_in_what_it_is_written_in(name: str) -> None:
    head, encoding, expected, problems = CHARSETS[name]
    document = read(page(wires.paragraphs(STORY), head).encode(encoding))
    assert told(document, Role.BODY) == list(STORY)
    assert document.encoding == expected
    assert codes(document) == problems


def test_bytes_that_are_no_utf_8_cost_their_letters_only() -> None:
    data = page(wires.paragraphs(STORY), '<meta charset="utf-8">').encode().replace(b"Otto", b"Ott\xf3")
    document = read_bytes(data, "page.html")
    assert told(document, Role.BODY)[2] == STORY[2].replace("Otto", "Ott\ufffd")
    assert codes(document) == {"QD903"}


def test_words_of_a_page_without_a_place_say_so() -> None:
    head = '<meta property="og:title" content="Another headline of it">'
    bare = page(wires.paragraphs(STORY), head).replace(f"<h1>{TITLE}</h1>", "")
    document = read(bare)
    assert document.title == "Another headline of it"
    assert document.origin is not None
    assert document.origin.place(0) is None
    titled = read(bare.replace("Another headline of it", TITLE[:30]))
    assert titled.title == TITLE[:30]
    assert titled.origin is not None
    assert titled.origin.place(0) == (2, 20)


def mhtml(encoding: str, charset: str = "utf-8") -> bytes:
    """A page as Chrome saves it, with a style sheet before it and a picture behind it."""
    message = MIMEMultipart("related", boundary="----X")
    message["From"], message["MIME-Version"] = "<Saved by a browser>", "1.0"
    message["Snapshot-Content-Location"] = "https://wire.example/ferry-1"
    part = Message()
    part["Content-Type"] = f'text/html; charset="{charset}"'
    part["Content-Location"] = "https://wire.example/ferry-1?x"
    part.set_payload(wires.page().encode(charset, "xmlcharrefreplace"))
    part["Content-Transfer-Encoding"] = encoding
    encode = {"quoted-printable": encode_quopri, "base64": encode_base64}.get(encoding, encode_7or8bit)
    del part["Content-Transfer-Encoding"]
    encode(part)
    message.attach(MIMEText("p { margin: 0 }", "css"))
    message.attach(part)
    message.attach(MIMEImage(b"GIF89a" + bytes(40), "gif"))
    return message.as_bytes(policy=SMTP)


@pytest.mark.parametrize(
    ("encoding", "charset", "placed"),
    [
        ("quoted-printable", "utf-8", True),
        ("quoted-printable", "windows-1252", True),
        ("7bit", "us-ascii", True),
        ("base64", "utf-8", False),
        ("8bit", "utf-8", False),
    ],
)
def test_a_page_saved_as_one_file_is_that_page(encoding: str, charset: str, placed: bool) -> None:  # noqa: FBT001
    data = mhtml(encoding, charset)
    document = read_bytes(data, "page.mhtml")
    laws.hold_document(document)
    assert document.format == "mhtml"
    assert told(document, Role.BODY) == list(STORY)
    assert document.meta == read(wires.page()).meta
    assert document.origin is not None
    lines = data.decode("latin-1").split("\r\n")
    places = [
        (word[0], document.origin.place(word.start())) for word in re.finditer(r"[a-z]\w+", document.text)
    ]
    assert all((place is not None) == placed for _, place in places)
    for word, place in places:
        if place is not None:
            there = lines[place[0] - 1][place[1] - 1 :]
            assert there.startswith(word) or (there.endswith("=") and word.startswith(there[:-1]))


def test_an_address_that_is_not_ascii_is_the_story_of_a_saved_page() -> None:
    saved = mhtml("quoted-printable").replace(b'rel=3D"canonical"', b'rel=3D"other"')
    saved = saved.replace(b"https://wire.example/ferry-1?x", "https://wire.example/fähre".encode())
    story = read_bytes(saved, "page.mhtml").meta.story
    assert story is not None
    assert story.startswith("https://wire.example/f")


def test_a_saved_file_without_a_page_is_refused() -> None:
    assert refused(mhtml("base64").replace(b"text/html", b"text/x-nt")) == "holds no HTML"


NESTED = "".join(
    f'Content-Type: multipart/related; boundary="b{n}"\r\nMIME-Version: 1.0\r\n\r\n--b{n}\r\n'
    for n in range(3_000)
)
SAVED = "Content-Type: multipart/related; boundary=b\r\nMIME-Version: 1.0\r\n\r\n"


@pytest.mark.parametrize(
    "text",
    [
        NESTED,
        SAVED + "--b\r\n\r\n" * 9_000,
        SAVED + "--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        SAVED + "--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>" + "=E2" * 200_000,
        SAVED + "--b\r\nContent-Type: text/html; charset=no-such\r\n\r\n<p>A word.",
    ],
    ids=range(5),
)
def test_hostile_saved_pages_are_refused_in_one_line(text: str) -> None:
    assert refused(text)


LARGE = {
    "deep": ("<div>" * 300 + "x", "has more than 256 elements within each other"),
    "tags": ("<b>a</b>" * 60_000, "has more than 100,000 tags"),
    "paragraphs": ("<p>a" * (MAX_PARAGRAPHS + 10), f"has more than {MAX_PARAGRAPHS:,} paragraphs"),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_refused_before_it_is_searched(name: str) -> None:
    sys.modules.pop("trafilatura", None)
    body, problem = LARGE[name]
    assert refused(page(body)) == problem
    assert "trafilatura" not in sys.modules


HOSTILE = [
    "<![CDATA[A line of words that no element holds, and that goes on for a while, he said.]]> <p>",
    "<html><script>" * 5_000,
    "<html>" + '<script type="application/ld+json">' * 5_000,
    "<html>" + "<style " * 20_000,
    "<html><p>" + "<" * 50_000,
    "<html><p>" + "&" * 50_000,
    "<html><!--" * 5_000,
    "<html><p " + "a='1' " * 20_000,
    "<html><table>" + "<tr><td>a" * 5_000,
    "<html><svg><title>",
    "<html></html></p></html>",
    "<html><title>\0</title>",
    "<html>" + "<p>The same words once more, he said.</p>" * 5_000,
    "<html>" + "".join(f"<p>Words that differ by {n}, she said.</p>" for n in range(2_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_read_or_refused_in_one_line(text: str) -> None:
    try:
        read(text)
    except InputError as error:
        laws.hold_error(error)


def test_nothing_is_loaded_for_plain_text(qd_modules: set[str]) -> None:
    assert not {"trafilatura", "lxml", "quotediff.readers.html", "quotediff.readers.fragments"} & qd_modules


@pytest.fixture
def qd_modules(tmp_path: Path) -> set[str]:
    import subprocess  # noqa: PLC0415 - one test's

    (tmp_path / "a.txt").write_text(wires.plain(), encoding="utf-8")
    code = "import sys; from quotediff.readers import read_path; read_path('a.txt'); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.split())


# Of the pages beside the project: paragraphs of the body, those with a quotation mark, which are all that a
# reader finds in the story, and these as digits of SHA-256: the pages are their publishers'.
PAGES = {
    "html-rnews/newsmlvalidator__rnews-example-xhtml5.html": (1, 0, "e3b0c442"),
    "html/article-extraction-benchmark__156770d6.html": (12, 5, "d864e954"),
    "html/article-extraction-benchmark__42aad16b.html": (14, 6, "b595837d"),
    "html/article-extraction-benchmark__57d46c9d.html": (25, 2, "dcf0bae0"),
    "html/article-extraction-benchmark__7916ecca.html": (12, 4, "86907259"),
    "html/article-extraction-benchmark__82b6d780.html": (21, 12, "d5ea85f5"),
    "html/article-extraction-benchmark__d48aeb9c.html": (16, 11, "5cef00b2"),
    "html/article-extraction-benchmark__ef4e67b6.html": (18, 8, "389dd93e"),
}


@pytest.fixture(scope="module")
def samples(request: pytest.FixtureRequest) -> Path:
    folder = Path(str(request.config.getoption("--samples")))
    if not folder.is_dir():
        pytest.skip(f"no samples in {folder}: give --samples DIR")
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_no_quoted_paragraph_of_a_real_page_is_lost(name: str, samples: Path) -> None:
    if not (samples / name).exists():
        pytest.skip(f"no {name} among the samples")
    document = read_path(str(samples / name))
    laws.hold_document(document)
    laws.hold_origin(document, (samples / name).read_bytes())
    body = told(document, Role.BODY)
    quoted = [digits(words) for words in body if any(mark in words for mark in '“"')]
    assert (len(body), len(quoted), digits("".join(quoted))) == PAGES[name]


def digits(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:8]


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_real_page_stands_at_its_place(name: str, samples: Path) -> None:
    if not (samples / name).exists():
        pytest.skip(f"no {name} among the samples")
    document = read_path(str(samples / name))
    lines = re.split(r"\r\n|\r|\n", (samples / name).read_bytes().decode(document.encoding))
    assert document.origin is not None
    for word in re.finditer(r"\w+", document.text):
        place = document.origin.place(word.start())
        assert place is not None
        there = lines[place[0] - 1][place[1] - 1 :]
        assert unescape(there[:12]).startswith(word[0][0])


def test_a_page_and_its_text_are_one_story_to_every_command(qd: Tool, tmp_path: Path) -> None:
    saved, text = tmp_path / "page.html", tmp_path / "story.txt"
    saved.write_text(wires.page(), encoding="utf-8")
    text.write_text(wires.plain(), encoding="utf-8")
    shown = qd("list", "-f", "text", "--engine", "rules", str(saved))
    assert (shown.status, shown.out) == (0, qd("list", "-f", "text", "--engine", "rules", str(text)).out)
    done = qd("compare", "-f", "json", "--engine", "rules", str(text), str(saved))
    assert (done.status, json.loads(done.out)["changes"]) == (0, [])


def test_findings_in_a_page_are_placed_in_its_file(qd: Tool, tmp_path: Path) -> None:
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_text(wires.page(), encoding="utf-8")
    new.write_text(wires.page().replace("came late", "came early"), encoding="utf-8")
    done = qd("compare", "-f", "github", "--engine", "rules", str(old), str(new))
    line = next(n for n, words in enumerate(new.read_text().split("\n"), 1) if "came early" in words)
    assert f"line={line}," in done.out
