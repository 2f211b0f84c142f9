"""What is no plain text is known by what stands in it, and refused in a line; what is a story is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import plistlib
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import timing
import wires
from tool import STORY, Tool

from quotediff.errors import InputError
from quotediff.readers import FORMATS, read_bytes, read_path
from quotediff.readers.sniff import KINDS, PLAIN, describe_kind, kind_of

SHARED = Path(__file__).parent.parent.parent / "shared"
CORPUS = Path(__file__).parent.parent / "corpus"
PARAGRAPHS = STORY.strip().split("\n\n")
BODY = "".join(f"<p>{words}</p>\n" for words in PARAGRAPHS)
PAGE = f"<html><head><title>Bridge</title></head><body>{BODY}</body></html>"
NINJS = {"uri": "urn:a", "headline": "Bridge", "body_xhtml": BODY}


def packed(**files: str) -> bytes:
    """A ZIP archive; "__" in a name stands for a folder."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").removesuffix("_"), text)
    return held.getvalue()


def message(**headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ana Ruiz <ana@desk.example>", "The bridge"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(STORY)
    return mail.as_bytes()


MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://desk.example/a
Subject: Bridge
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; boundary="x"

--x
Content-Type: text/html

{PAGE}
"""

KNOWN: list[tuple[str, str, bytes | str]] = [
    ("html", "a page", f"<!DOCTYPE html>\n{PAGE}"),
    ("html", "no document type", PAGE),
    ("html", "upper case", PAGE.upper()),
    ("html", "XHTML", f'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD" "a.dtd">\n{PAGE}'),
    ("html", "a comment and a mark first", f"\ufeff\n<!-- saved from url=(0020)https://a.b -->\r\n{PAGE}"),
    ("html", "long comments first", f"<!-- {'x' * 20_000} -->\n<!-- y --><!doctype HTML>{PAGE}"),
    ("html", "UTF-16", f"<!DOCTYPE html>{PAGE}".encode("utf-16")),
    ("html", "a fragment", BODY),
    ("html", "one paragraph", f"<p>{STORY.strip()}</p>"),
    ("html", "nothing closed", "\n".join(f"<P>{words}" for words in PARAGRAPHS)),
    ("html", "a heading and lines", f"<h1>Bridge</h1>{'<br />'.join(PARAGRAPHS)}"),
    ("html", "attributes", f'<div class="story" id=a data-x=\'1\'>{STORY}</div>'),
    ("html", "words first, then tags", f"Bridge shut<br><br>{BODY}{BODY}"),
    ("html", "a blog's export", f"<!-- wp:paragraph -->\n<p>{PARAGRAPHS[1]}</p>\n<!-- /wp:paragraph -->"),
    ("html", "links", f'<a href="a.html">Bridge</a> <b>shut</b>\n{STORY}'),
    ("html", "script first", f"<script>var a = 1 < 2;</script>{STORY}"),
    ("html", "a page that ends in the middle", PAGE[:120]),
    ("xml", "a declaration", f"<?xml version='1.0'?><story>{STORY}</story>"),
    ("xml", "none, but whole", f"<story><hl>Bridge</hl>{STORY}</story>\n<!-- end -->"),
    ("xml", "cut", f"<story>\n <hl>Bridge</hl>\n{STORY}"),
    ("xml", "a name space", f'<x:story xmlns:x="urn:x"><x:p>{STORY}</x:p></x:story>'),
    ("nitf", "NITF", f'<?xml version="1.0"?>\n<nitf><body><body.content>{BODY}</body.content></body></nitf>'),
    ("nitf", "a document type", f'<!DOCTYPE nitf SYSTEM "nitf.dtd" [<!ENTITY a "b">]>\n<nitf>{BODY}</nitf>'),
    ("nitf", "no end", "<nitf><body><body.content><p>The mill burned"),
    ("anpa", "ANPA", wires.anpa()),
    ("anpa", "one SYN", "\x16\x01a0001\x1f-----\nr a\x13\x11 BC-Bridge\n\x02^BC-Bridge<\n\tHe ran.\x03"),
    ("iptc7901", "IPTC 7901", wires.iptc_7901()),
    ("iptc7901", "deletes first", "\x7f\x7f\r\n\x01sf025 3 ec\r\n\r\n\x02Bridge =\r\nHe ran.\x03"),
    ("newsml-g2", "NewsML-G2", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta/></newsItem>'),
    ("newsml-g2", "a prefix", '<nar:newsMessage xmlns:nar="urn:nar"><nar:header/></nar:newsMessage>'),
    ("newsml", "NewsML", '<?xml version="1.0"?><!DOCTYPE NewsML><NewsML><NewsItem/></NewsML>'),
    ("feed", "RSS", f'<?xml version="1.0"?><rss version="2.0"><channel><item>{STORY}</item></channel></rss>'),
    ("feed", "Atom", '<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>'),
    ("feed", "RSS 1.0", '<rdf:RDF xmlns:rdf="urn:rdf"><item/></rdf:RDF>'),
    ("json", "an object", json.dumps({"text": STORY})),
    ("json", "an array, laid out", json.dumps([{"text": STORY}], indent=2)),
    ("json", "with a mark", b"\xef\xbb\xbf" + json.dumps({"text": STORY}).encode()),
    ("json", "cut", json.dumps({"text": STORY})[:60]),
    ("json", "deep", "[" * 100_000),
    ("ninjs", "ninjs", json.dumps(NINJS)),
    ("ap", "AP", json.dumps({"data": {"item": {"altids": {"itemid": "a"}, "headline": "Bridge"}}})),
    ("dpa", "dpa", json.dumps({"urn": "urn:a", "version": 1, "article_html": BODY})),
    ("jsonl", "a line a record", f"{json.dumps(NINJS)}\n{json.dumps(NINJS)}\n"),
    ("jsonl", "arrays", f"{json.dumps(PARAGRAPHS)}\r\n{json.dumps(PARAGRAPHS)}\r\n"),
    ("jsonl", "a second line that is cut", f"{json.dumps(NINJS)}\n{json.dumps(NINJS)[:50]}"),
    ("markdown", "front matter", f"---\ntitle: Bridge\n---\n\n{STORY}"),
    ("markdown", "front matter in TOML", f"\ufeff+++\r\n# a\r\ntitle = 'a'\r\n+++\r\n{STORY}"),
    ("mail", "mail", message(Message_ID="<a@desk.example>")),
    ("mail", "CR LF", message(Date="Fri, 1 May 2026 10:00:00 +0000").replace(b"\n", b"\r\n")),
    ("mail", "type alone", f"From: ana@desk.example\nContent-Type: text/html; charset=utf-8\n\n{STORY}"),
    ("mail", "folded lines", f"Received: from a\n\tby b\n  with c\nFrom: Ana\nTo: Bo\n\n{STORY}"),
    ("mbox", "mbox", b"From ana@desk.example Fri May  1 10:00:00 2026\n" + message(Message_ID="<a@b>")),
    ("mhtml", "Chrome's", MHTML),
    ("mhtml", "another's", MHTML.replace("Snapshot-Content-Location: https://desk.example/a\n", "")),
    ("webarchive", "binary", plistlib.dumps({"WebMainResource": PAGE.encode()}, fmt=plistlib.FMT_BINARY)),
    ("webarchive", "XML", plistlib.dumps({"WebMainResource": PAGE.encode()})),
    ("plist", "another list", plistlib.dumps({"a": STORY})),
    ("http", "an answer", f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"),
    ("warc", "WARC", f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n{PAGE}"),
    ("pdf", "PDF", b"%PDF-1.7\n1 0 obj\n"),
    ("docx", "Word", packed(**{"[Content_Types].xml": "<Types/>", "word__document.xml": BODY})),
    ("docx", "Word, late in the archive", packed(a="x" * 20_000, **{"word__document.xml": BODY})),
    ("odt", "OpenDocument", packed(mimetype="application/vnd.oasis.opendocument.text", content_=BODY)),
    ("epub", "EPUB", packed(mimetype="application/epub+zip")),
    ("office", "a sheet", packed(**{"xl__workbook.xml": "<workbook/>"})),
    ("zip", "ZIP", packed(**{"a.txt": STORY})),
    ("doc", "old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    ("rtf", "RTF", r"{\rtf1\ansi " + STORY + "}"),
    ("gzip", "gzip", gzip.compress(STORY.encode())),
    ("archive", "bzip2", bz2.compress(STORY.encode())),
    ("archive", "xz", lzma.compress(STORY.encode())),
    ("image", "PNG", b"\x89PNG\r\n\x1a\n"),
    ("image", "JPEG", b"\xff\xd8\xff\xe0"),
    ("image", "WebP", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    ("sound", "MP4", b"\0\0\0\x18ftypmp42"),
    ("database", "SQLite", b"SQLite format 3\x00"),
    ("postscript", "PostScript", b"%!PS-Adobe-3.0\n"),
    ("card", "a calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "data"), [pytest.param(k, d, id=f"{k}-{n}") for k, n, d in KNOWN])
def test_what_is_no_plain_text_is_known_and_refused_by_its_name_if_nothing_reads_it(
    kind: str, data: bytes | str
) -> None:
    held = data.encode() if isinstance(data, str) else data
    assert kind_of(held) == kind
    if kind in (*FORMATS, "gzip"):
        return
    with pytest.raises(InputError) as caught:
        read_bytes(held, "story.txt")
    what = describe_kind(held, kind)
    assert str(caught.value) == f"story.txt: this is {what}, which is not read; {KINDS[kind].remedy}"
    assert what.startswith(KINDS[kind].what)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("<?xml version='1.0'?><Bulletin><p>a</p></Bulletin>", "XML, its root <Bulletin>"),
        ('<!DOCTYPE wire SYSTEM "w.dtd">\n<x:wire xmlns:x="urn:x"><p>a</p></x:wire>', "XML, its root <wire>"),
        ('{"slug": "a", "copy": "b"}', "JSON, its keys slug, copy"),
    ],
)
def test_an_unknown_root_or_shape_is_told(data: str, told: str) -> None:
    with pytest.raises(InputError, match=f"^story: this is {told}, which is not read; "):
        read_bytes(data.encode(), "story")


def test_every_kind_is_tried_and_has_a_reader_or_a_remedy() -> None:
    assert {kind for kind, _, _ in KNOWN} == set(KINDS)
    assert set(FORMATS) <= {PLAIN, *KINDS}
    assert all(what and remedy and ";" not in what for what, remedy in KINDS.values())


QUOTED = [
    "From: The Associated Press\nTo: All desks\nSubject: Bridge\nDate: May 1\n\n" + STORY,
    "From: Ana Ruiz\nSent: Friday, 1 May 2026 10:00\nTo: Press\nSubject: Bridge\n\n" + STORY,
    "Contact: Bo Lind\nPhone: 555 0100\nFOR IMMEDIATE RELEASE\n\n" + STORY,
    "From Ana Ruiz, in Harbor City at 10:30:15 Friday 2026\n" + STORY,
    "^Bridge shut<\n^By ANA RUIZ=\n" + STORY,
    "<^BC-Bridge, 1st Ld<\n" + STORY,
    "<Bridge shut after crack is found>\n\n" + STORY,
    "<strong> is a tag that nobody needs\n\n" + STORY,
    "<https://desk.example/a>\n\n" + STORY,
    "<!-- for Friday -->\n" + STORY,
    "<Q> Did you wait?\n<A> No.\n<Q> Why?\n<A> It was late.\n" * 4,
    "<Ana> hi\n<Bo> hello\n<Ana> we did not wait\n",
    "Bridge shut\n\n<Ana Ruiz, engineer> We did not wait.\n<Bo Lind, driver> I did.\n" * 8,
    '# Bridge shut\n\n<img src="a.png">\n\n' + STORY,
    "Write to <ana@desk.example>, <bo@desk.example> or <a@b>.\n" * 9,
    "[Eds: updates with quotes]\n\n" + STORY,
    '["We waited," Ruiz said.]\n\n' + STORY,
    "{slug: bridge}\n\n" + STORY,
    "{{ headline }}\n\n" + STORY,
    "[1] " + STORY,
    STORY
    + '\n"You write <p>, then the words, then </p>," said Ruiz, who also likes <br> and <a href="x">a</a>.\n',
    STORY + '\nThe file held {"name": "Ruiz", "age": 44} and nothing else.\n\n{"name": "Lind"}\n',
    STORY
    + "\nThe mail read:\n\nFrom: Ana\nMessage-ID: <a@b>\nContent-Type: text/plain\n\nWe did not wait.\n",
    "Subject: what a mail says of itself\n\n" + STORY,
    "Content-Type: the two words that run the web\n\n" + STORY,
    "HTTP/1.1 turned twenty on Friday.\n\n" + STORY,
    "WARC/1.0 is a standard.\n\n" + STORY,
    "ID3 tags are back.\n\n" + STORY,
    "PK is what friends call him.\n\n" + STORY,
    "GIF89 was a good year.\n\n" + STORY,
    "1 < 2 and 3 > 2, said Ruiz.\n\n" + STORY,
    "# Bridge shut\n\n> We did not wait, said *Ruiz*.\n",
    "a, b, c\n1, 2, 3\n",
    "x",
]


@pytest.mark.parametrize("text", QUOTED, ids=range(len(QUOTED)))
def test_a_story_that_begins_like_one_or_quotes_one_is_read(text: str) -> None:
    for data in (text.encode(), text.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + text.encode()):
        assert kind_of(data) == PLAIN
        assert read_bytes(data, "x").text


def test_no_story_of_the_corpus_is_refused() -> None:
    paths = [*CORPUS.glob("*/*.txt")]
    paths += [p for name in ("rewrites", "faults") for p in (SHARED / name).glob("*/*.txt")]
    assert len(paths) > 80
    assert [path for path in paths if kind_of(path.read_bytes()) != PLAIN] == []


SAMPLES = {
    "anpa": {"anpa"},
    "iptc7901": {"anpa", "iptc7901"},
    "ap-media": {"ap", "nitf"},
    "docx": {"docx"},
    "dpa-json": {"dpa"},
    "html": {"html"},
    "html-rnews": {"html"},
    "newsml-1.2": {"newsml", "newsml-g2"},
    "newsml-g2": {"newsml-g2", "nitf", "feed"},
    "ninjs": {"ninjs", "json"},
    "nitf": {"nitf", "xml"},
    "rss-wxr": {"feed"},
}


@pytest.mark.skipif(not (SHARED / "samples").exists(), reason="the samples are not beside the project")
@pytest.mark.parametrize("name", SAMPLES)
def test_files_of_wires_are_what_they_are(name: str) -> None:
    kinds = {path.name: kind_of(path.read_bytes()) for path in (SHARED / "samples" / name).iterdir()}
    assert kinds
    assert set(kinds.values()) <= SAMPLES[name], kinds


@pytest.mark.parametrize(
    "name", ["https://desk.example/a.html", "HTTP://desk.example", "ftp://a/b.txt", "www.desk.example/a"]
)
def test_an_address_is_not_read(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_path(name)
    assert str(caught.value) == (
        f"{name}: quotediff does not fetch addresses; save the page in the browser, and name that file"
    )


@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "dump"])
def test_every_command_refuses_what_nothing_reads_in_one_line(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(STORY, encoding="utf-8")
    Path("page.txt").write_text("{\\rtf1\\ansi " + STORY + "}", encoding="utf-8")
    more = ("a.txt",) if name in ("compare", "history") else ()
    done = qd(name, *more, "page.txt")
    remedy = "convert it with LibreOffice (soffice --convert-to docx)"
    assert done == (2, "", f"quotediff: page.txt: this is RTF, which is not read; {remedy}\n")


def test_a_page_among_many_files_costs_the_others_nothing(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(STORY, encoding="utf-8")
    Path("b.txt").write_bytes(b"%PDF-1.7\n")
    done = qd("list", "b.txt", "a.txt", "https://desk.example/a", "-f", "text", "--engine", "rules")
    assert (done.status, len(done.err.splitlines())) == (2, 2)
    assert re.search("Ana Ruiz", done.out)


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<?",
        "<a ",
        "<a x=",
        "<p>",
        "</p",
        "<p a='",
        "-->",
        "<!DOCTYPE a [",
        "<!DOCTYPE a>",
        "[",
        "{",
        '{"a":',
        "From: a\n",
    ],
)
def test_looking_grows_with_the_text(piece: str) -> None:
    def looking(size: int) -> Callable[[], object]:
        data = (piece * (size // len(piece)) + "end").encode()
        return lambda: kind_of(data)

    timing.hold_near_linear(looking, 10_000)
