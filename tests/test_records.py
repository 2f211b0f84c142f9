"""Files that hold many records (JSONL, WARC), and packed files: each story, its places, what is left out."""

from __future__ import annotations

import gzip
import io
import json
import re
import tracemalloc
import zlib
from pathlib import Path

import documents
import laws
import pytest
import warcs
import wires
from tool import Tool

from quotediff import api
from quotediff.errors import InputError, NoStoryError
from quotediff.model import Document
from quotediff.readers import each_in, read_record, read_records
from quotediff.readers.containers import LeftOut

zstd = pytest.importorskip("backports.zstd", reason="part of Python from 3.14 on")

LINES = [json.dumps(json.loads(wires.ninjs(version=str(k)))) for k in (1, 2)]
JSONL = "\n".join(LINES).encode() + b"\n"
PAGE = wires.page().encode()
LATER = "2026-05-02T09:30:00Z"
WARC = b"".join(
    [
        warcs.about(),
        warcs.record(b"GET / HTTP/1.1\r\n\r\n", sort="request"),
        warcs.record(warcs.answer(PAGE)),
        warcs.record(warcs.answer(b"Gone", status="HTTP/1.1 404 Not Found"), "https://wire.example/b"),
        warcs.record(warcs.answer(b"\xff\xd8", kind="image/jpeg"), "https://wire.example/a.jpg"),
        warcs.record(warcs.answer(b"", status=warcs.OK), sort="revisit", date=LATER),
        warcs.record(warcs.answer(PAGE), date=LATER),
    ]
)


def found(data: bytes, name: str = "x", wanted: str | None = None) -> list[Document | InputError | LeftOut]:
    return list(each_in(io.BytesIO(data), name, None, wanted))


def articles(data: bytes) -> list[Document]:
    return [each for each in found(data) if isinstance(each, Document)]


def told(data: bytes) -> list[str]:
    return [str(each) for each in found(data) if not isinstance(each, Document)]


def test_a_line_is_a_story_named_by_its_number() -> None:
    documents = articles(b"\n" + JSONL)
    assert [d.item for d in documents] == ["2", "3"]
    assert [d.meta.version for d in documents] == ["1", "2"]
    assert {d.format for d in documents} == {"ninjs"}
    assert documents[0].name == "x#2"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + JSONL,
        JSONL.decode().encode("utf-16"),
        JSONL.replace(b"\n", b"\r\n"),
        JSONL.rstrip(b"\n"),
        gzip.compress(JSONL),
        zstd.compress(JSONL),
    ],
    ids=["mark", "utf-16", "cr lf", "no end", "gzip", "zstd"],
)
def test_lines_are_the_same_however_they_are_written(data: bytes) -> None:
    assert [d.text for d in articles(data)] == [d.text for d in articles(JSONL)]


def hold_places(documents: list[Document], file: str) -> None:
    """The words of each article are found at their line and column in the file."""
    lines = re.split(r"\r\n|\r|\n", file)
    for document in documents:
        laws.hold_document(document)
        assert document.origin is not None
        words = list(re.finditer(r"\w{4,}", document.text))
        placed = 0
        for word in words:
            place = document.origin.place(word.start())
            if place is not None:
                placed += lines[place[0] - 1][place[1] - 1 :].startswith(word[0])
        assert placed > 0.9 * len(words)


def test_words_of_a_line_have_the_line_and_column_of_the_file() -> None:
    hold_places(articles(b"\n\n" + JSONL), "\n\n" + JSONL.decode())


def test_words_of_a_page_have_the_line_and_column_of_the_archive() -> None:
    hold_places(articles(WARC), WARC.decode("utf-8", "replace"))


def test_a_page_of_an_archive_is_a_version_of_what_stands_at_its_address() -> None:
    documents = articles(WARC)
    assert [d.item for d in documents] == [
        "https://wire.example/ferry@2026-05-01T10:00:00Z",
        f"https://wire.example/ferry@{LATER}",
    ]
    for document in documents:
        meta = document.meta
        assert meta.story == meta.url == "https://wire.example/ferry"
        assert meta.version is not None
        assert meta.number is None
        assert meta.modified is not None
        assert meta.modified.isoformat() == meta.version.replace("Z", "+00:00")
        assert document.title == wires.HEADLINE


def test_what_is_no_story_is_counted_by_the_reason() -> None:
    (line,) = told(WARC)
    assert line == (
        "x: 3 records left out: 1 a response of status 404; 1 a response of type image; "
        "1 a revisit of what did not change"
    )


@pytest.mark.parametrize(
    "body",
    [
        warcs.answer(warcs.chunked(PAGE), more="Transfer-Encoding: chunked\r\n"),
        warcs.answer(PAGE, more="Transfer-Encoding: chunked\r\n"),
        warcs.answer(gzip.compress(PAGE), more="Content-Encoding: gzip\r\n"),
        warcs.answer(zlib.compress(PAGE), more="Content-Encoding: deflate\r\n"),
        warcs.answer(zlib.compress(PAGE)[2:-4], more="Content-Encoding: deflate\r\n"),
        warcs.answer(PAGE, more="Content-Encoding: gzip\r\n"),
        warcs.answer(
            warcs.chunked(gzip.compress(PAGE), 99),
            more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        ),
        warcs.answer(
            wires.page().replace('charset="utf-8"', "").encode("utf-16"), kind="text/html; charset=utf-16"
        ),
        warcs.answer(PAGE).replace(b"\r\n", b"\n"),
    ],
    ids=[
        *("chunks", "chunks put together", "gzip", "deflate", "bare deflate", "unpacked before"),
        *("chunks of gzip", "the server's encoding", "line feeds"),
    ],
)
def test_a_body_is_read_however_it_was_sent(body: bytes) -> None:
    (document,) = articles(warcs.about() + warcs.record(body))
    assert document.text == articles(WARC)[0].text


def test_what_a_server_says_of_the_encoding_comes_first() -> None:
    page = PAGE.decode().replace('<meta charset="utf-8">', '<meta charset="iso-8859-5">').encode("cp1252")
    (document,) = articles(warcs.about() + warcs.record(warcs.answer(page, kind="text/html;charset=cp1252")))
    assert "“We hit the rocks" in document.text


@pytest.mark.parametrize("pack", [bytes, warcs.packed], ids=["bare", "gzip"])
@pytest.mark.parametrize(
    "block",
    [
        warcs.answer(PAGE),
        warcs.answer(warcs.chunked(PAGE), more="Transfer-Encoding: chunked\r\n"),
        warcs.answer(gzip.compress(PAGE), more="Content-Encoding: gzip\r\n"),
        warcs.answer(zlib.compress(PAGE), more="Content-Encoding: deflate\r\n"),
        warcs.answer(
            warcs.chunked(gzip.compress(PAGE), 99),
            more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
        ),
    ],
    ids=["plain", "chunks", "gzip", "deflate", "chunks of gzip"],
)
def test_an_archive_has_the_pages_that_another_reader_finds(
    tmp_path: Path, block: bytes, pack: type[bytes]
) -> None:
    """FastWARC finds the same pages of the same addresses and times, with the same bytes."""
    fastwarc = pytest.importorskip("fastwarc.warc", reason="fastwarc is not installed: pip install fastwarc")
    path = tmp_path / "a.warc"
    path.write_bytes(pack(WARC + warcs.record(block, "https://wire.example/c")))
    theirs = [
        (record.headers["WARC-Target-URI"], record.headers["WARC-Date"], record.reader.read())
        for record in fastwarc.ArchiveIterator(
            io.BytesIO(path.read_bytes()), record_types=fastwarc.WarcRecordType.response, auto_decode="all"
        )
        if record.http_headers.status_code == 200 and record.http_content_type == "text/html"
    ]
    ours = [
        (*record.name.rsplit("@", 1), record.data)
        for record in read_records(str(path))
        if record.left_out is None
    ]
    assert ours == theirs
    assert len(ours) == 3


def test_a_page_that_the_archive_cut_is_not_the_whole_story() -> None:
    record = warcs.record(warcs.answer(PAGE), more="WARC-Truncated: length\r\n")
    (document,) = articles(warcs.about() + record)
    assert [p.code for p in document.problems] == ["QD904"]
    assert not document.meta.complete


def test_a_record_of_the_page_alone_is_read() -> None:
    (document,) = articles(warcs.about() + warcs.record(PAGE, sort="resource", kind="text/html"))
    assert document.title == wires.HEADLINE


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.97])
@pytest.mark.parametrize("pack", [bytes, warcs.packed], ids=["bare", "gzip"])
def test_an_archive_that_ends_early_gives_what_is_whole_and_says_so(keep: float, pack: type[bytes]) -> None:
    data = pack(WARC)
    errors = [each for each in found(data[: int(keep * len(data))]) if isinstance(each, InputError)]
    assert len(errors) == 1
    assert "ends early" in str(errors[0])
    laws.hold_error(errors[0])


def test_an_archive_that_is_damaged_says_where() -> None:
    at = WARC.index(b"WARC/1.0", len(WARC) // 2)
    errors = told(WARC[:at] + b"x" + WARC[at:])
    assert f"no record begins at byte {at:,}" in errors[0]


def test_a_line_that_is_no_json_is_an_error_and_the_others_are_read() -> None:
    data = JSONL + b'{"a": \n' + JSONL
    assert len(articles(data)) == 4
    assert told(data) == ["x#3: is no valid JSON (column 7: expecting value); fetch it again"]
    with pytest.raises(InputError, match=r"^x#3: "):
        api.read_bytes(data, "x")


def test_a_line_of_another_shape_is_left_out_and_counted() -> None:
    assert told(JSONL + b'{"id": 1, "text": "He ran."}\n') == [
        "x: 1 record left out: 1 JSON, its keys id, text"
    ]
    with pytest.raises(NoStoryError, match="none of its records is a story: 2 JSON, its keys id"):
        api.read_bytes(b'{"id": 1}\n{"id": 2}\n', "x")


def test_a_line_that_is_too_long_is_an_error() -> None:
    long = b'{"a": "' + b"x" * 10_000_001 + b'"}\n'
    assert len(articles(JSONL + long + JSONL)) == 4
    assert told(JSONL + long)[0].startswith("x#3: the line is longer than 10 MB; ")


def test_one_record_of_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(JSONL + b"{bad\n")
    assert api.read(f"{path}#2").meta.version == "2"
    with pytest.raises(InputError, match="#3: is no valid JSON"):
        api.read_all(f"{path}#urn:no-such-story")
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(warcs.packed(WARC))
    assert len(api.read_all(f"{archive}#https://wire.example/ferry")) == 2
    assert api.read(f"{archive}#https://wire.example/ferry@{LATER}").meta.version == LATER
    with pytest.raises(InputError, match="holds 2 stories; name one: "):
        api.read(archive)


def test_records_can_be_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.packed(WARC))
    records = list(read_records(str(path)))
    assert [record.left_out is None for record in records] == [True, False, False, False, True]
    (document,) = read_record(records[0], str(path))
    assert document == articles(WARC)[0].__class__(
        **{name: getattr(api.read(f"{path}#{records[0].name}"), name) for name in Document.__slots__}
    )
    with pytest.raises(NoStoryError, match="status 404"):
        read_record(records[1], str(path))
    with pytest.raises(InputError, match="is not a file of records"):
        list(read_records(str(Path(__file__))))


# --- ZIP archives of files ------------------------------------------------------------------------------

FOLDER = documents.zipped(
    {
        "a/": "",
        "a/v1.txt": wires.plain(),
        "a/v2.md": wires.markdown(),
        "a/wire.xml": wires.g2(wires.g2_item(wires.g2_nitf()), wires.g2_item(wires.g2_nitf(), "2")),
        "a/page.html": wires.page(),
        "a/release.docx": documents.docx_story(wires.HEADLINE, wires.PARAGRAPHS, wires.CAPTION, wires.BYLINE),
        "a/photo.jpg": b"\xff\xd8\xff\xe0",
        "__MACOSX/a/._v1.txt": b"\0\5\x16\7",
        "a/.DS_Store": b"\0\0\0\1Bud1",
        "a/scan.pdf": b"%PDF-1.7",
    }
)


def test_each_file_of_a_folder_is_read_as_what_it_is() -> None:
    found = {d.item: d.format for d in articles(FOLDER)}
    assert found == {
        "a/v1.txt": "plain",
        "a/v2.md": "markdown",
        f"a/wire.xml/{wires.STORY}@1": "newsml-g2",
        f"a/wire.xml/{wires.STORY}@2": "newsml-g2",
        "a/page.html": "html",
        "a/release.docx": "docx",
    }
    assert told(FOLDER) == ["x: 2 records left out: 1 a PDF; 1 an image"]


def test_a_file_of_a_folder_has_its_own_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(FOLDER)
    document = api.read(f"{path}#a/v1.txt")
    assert document.origin is not None
    assert document.origin.place(0) == (1, 1)
    assert document.origin.place(document.text.index("KESTREL")) == (5, 1)
    assert [d.meta.version for d in api.read_all(f"{path}#{wires.STORY}")] == ["1", "2"]


def test_a_damaged_file_of_a_folder_is_an_error_and_the_others_are_read() -> None:
    data = documents.zipped(
        {"a.txt": wires.plain(), "b.xml": "<nitf><p>", "c.txt": b"", "d.txt": wires.plain()}
    )
    assert len(articles(data)) == 2
    lines = told(data)
    assert "x#c.txt: the file is empty" in lines[-2]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (FOLDER[:-30], "the ZIP archive is damaged, or ends early"),
        (FOLDER[:200], "the ZIP archive is damaged, or ends early"),
        (documents.zipped({}), "has no records"),
        (
            documents.zipped({f"{n}.txt": b"word " * 1_800_000 for n in range(5)}),
            "unpacks to more than 200 times",
        ),
        (documents.zipped({"a.txt": bytes(90_000_000)}), "larger than 10 MB"),
        (documents.zipped({"a.jpg": b"\xff\xd8\xff"}), "none of its records is a story: 1 an image"),
    ],
    ids=["cut", "cut early", "empty", "bomb", "large", "no story"],
)
def test_a_folder_that_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    lines = told(data)
    assert any(problem in line for line in lines), lines
    for each in found(data):
        if isinstance(each, InputError):
            laws.hold_error(each)


def test_files_that_overlap_are_no_folder() -> None:
    data = bytearray(documents.zipped({"a.txt": wires.plain(), "b.txt": wires.plain()}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 42 : at + 46] = (0).to_bytes(4, "little")
    assert told(bytes(data)) == ["x: the files in the ZIP archive overlap; check where it comes from"]


CRATE = {
    "a/day.jsonl": JSONL,
    "a/crawl.warc.gz": warcs.packed(WARC),
    "a/v2.md.gz": gzip.compress(wires.markdown().encode()),
    "a/page.html.zst": zstd.compress(PAGE),
    "a/twice.gz": gzip.compress(gzip.compress(PAGE)),
}


def test_a_file_of_records_in_a_folder_gives_its_records(tmp_path: Path) -> None:
    """Each is named by the file's name and its own, and its places are those of the file that holds it."""
    data = documents.zipped(CRATE)
    address = "a/crawl.warc.gz#https://wire.example/ferry"
    assert {d.item: d.format for d in articles(data)} == {
        "a/day.jsonl#1": "ninjs",
        "a/day.jsonl#2": "ninjs",
        f"{address}@2026-05-01T10:00:00Z": "html",
        f"{address}@{LATER}": "html",
        "a/v2.md.gz": "markdown",
        "a/page.html.zst": "html",
    }
    first, last = told(data)
    assert first == "x#a/twice.gz: is packed twice; unpack it once"
    assert last.startswith("x: 3 records left out: 1 a response of status 404; 1 a response of type image; ")
    hold_places([d for d in articles(data) if d.item.startswith("a/day.jsonl")], JSONL.decode())
    hold_places([d for d in articles(data) if d.item.startswith(address)], WARC.decode("utf-8", "replace"))
    path = tmp_path / "a.zip"
    path.write_bytes(documents.zipped({name: CRATE[name] for name in CRATE if name != "a/twice.gz"}))
    assert api.read(f"{path}#a/day.jsonl#2").meta.version == "2"
    assert len(api.read_all(f"{path}#https://wire.example/ferry")) == 2


def test_a_damaged_file_of_records_in_a_folder_gives_what_is_whole_and_says_so() -> None:
    packed = warcs.packed(WARC)
    data = documents.zipped(
        {"a.jsonl": JSONL + b"{bad", "b.warc.gz": packed[: len(packed) * 97 // 100], "c.gz": packed[:9]}
    )
    errors = [str(each) for each in found(data) if isinstance(each, InputError)]
    assert len(articles(data)) == 3
    assert "x#a.jsonl#3: is no valid JSON" in errors[0]
    assert "ends early" in errors[1]
    assert errors[1].startswith("x#b.warc.gz")
    assert errors[2].startswith("x#c.gz: the gzip file ends early")
    assert len(errors) == 3


def test_a_bomb_in_a_folder_is_refused() -> None:
    lines = documents.zipped({"a.jsonl": JSONL + b" \n" * 20_000_000})
    assert "x#a.jsonl: unpacks to more than 200 times its size" in told(lines)[0]
    archive = documents.zipped({"a.warc.gz": bomb(100 << 20)})
    assert any("unpacks to more than 200 times its size" in line for line in told(archive))


def test_what_can_be_read_but_once_is_read(qd: Tool) -> None:
    done = qd("list", "-", "--format", "text", piped=FOLDER)
    assert done.out.count("We hit the rocks") == 6


class Terminal(io.BytesIO):
    """A stream that cannot be moved in, and that begins anew if it is read on after its end."""

    ended = False

    def seekable(self) -> bool:
        return False

    def read(self, size: int | None = -1) -> bytes:
        assert not self.ended, "read after its end"
        found = super().read(size)
        self.ended = len(found) != size
        return found


@pytest.mark.parametrize(
    "data",
    [PAGE, JSONL, WARC, FOLDER, gzip.compress(JSONL), zstd.compress(PAGE), warcs.packed(WARC)],
    ids=["page", "jsonl", "warc", "zip", "jsonl.gz", "html.zst", "warc.gz"],
)
def test_a_stream_is_not_read_on_after_its_end(data: bytes) -> None:
    """At a terminal the first end of file is the last, whatever stands before it."""
    assert [d.text for d in each_in(Terminal(data), "x") if isinstance(d, Document)] == [
        d.text for d in articles(data)
    ]


# --- pages of the Wayback Machine ------------------------------------------------------------------------

TOOLBAR = """<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp"><p>The Machine has 13 captures of
this page, from May 2026 on, and shows them all in a row, with a calendar.</p></div>
<!-- END WAYBACK TOOLBAR INSERT -->"""


def captured(stamp: str = "20260501113000") -> str:
    base = f"https://web.archive.org/web/{stamp}"
    page = wires.page().replace('href="https://wire.example/', f'href="{base}/https://wire.example/')
    page = page.replace("<body>", f"<body>{TOOLBAR}")
    return f"{page}\n<!--\n     FILE ARCHIVED ON 11:30:00 May 01, 2026 AND RETRIEVED FROM THE\n-->"


def test_a_capture_is_the_page_without_the_toolbar_at_the_time_of_the_capture() -> None:
    document = api.read_bytes(captured().encode(), "x")
    assert document.text == api.read_bytes(PAGE, "x").text
    meta = document.meta
    assert (meta.story, meta.url, meta.version) == (
        "https://wire.example/ferry-1",
        "https://wire.example/ferry-1",
        "20260501113000",
    )
    assert meta.modified is not None
    assert meta.modified.isoformat() == "2026-05-01T11:30:00+00:00"
    hold_places([document], captured())


@pytest.mark.parametrize(
    "name", ["20260501113000/index.html", "20260501113000.html", "a/20260501113000id_/b"]
)
def test_the_name_of_a_file_may_say_when_it_was_captured(name: str) -> None:
    assert api.read_bytes(PAGE, name).meta.version == "20260501113000"
    assert api.read_bytes(PAGE, f"x{name[:5]}").meta.version is None


# --- packed files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
@pytest.mark.parametrize("name", wires.every())
def test_a_packed_file_is_read_as_what_is_in_it(name: str, pack: type[bytes]) -> None:
    data = wires.every()[name][1]
    packed, bare = api.read_bytes(pack(data), "x"), api.read_bytes(data, "x")
    assert (packed.text, packed.format, packed.meta) == (bare.text, bare.format, bare.meta)
    assert packed.origin == bare.origin


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (gzip.compress(gzip.compress(PAGE)), "is packed twice"),
        (gzip.compress(zstd.compress(PAGE)), "is packed twice"),
        (gzip.compress(PAGE)[:-20], "the gzip file ends early"),
        (gzip.compress(PAGE)[:9], "the gzip file ends early"),
        (zstd.compress(PAGE)[:-20], "the zstd file ends early"),
        (gzip.compress(PAGE)[:-4] + b"\0\0\0\0", "the gzip file is damaged"),
        (gzip.compress(PAGE) + b"more", "the gzip file is damaged"),
        (b"\x28\xb5\x2f\xfd" + b"no more" * 9, "the zstd file is damaged"),
        (gzip.compress(b""), "the file is empty"),
        (gzip.compress(b"word " * 2_100_000), "larger than 10 MB"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_packed_file_that_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=f"^x: {re.escape(problem)}") as caught:
        api.read_bytes(data, "x")
    laws.hold_error(caught.value)


def bomb(size: int) -> bytes:
    """A WARC of one record of zeros, packed."""
    packer = zlib.compressobj(9, wbits=31)
    head = warcs.about() + warcs.record(b"", kind="text/html").replace(b"Length: 0", b"Length: %d" % size)
    pieces = [packer.compress(head)]
    pieces += [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join([*pieces, packer.flush()])


def test_a_bomb_is_refused_while_it_is_read() -> None:
    data = bomb(500 << 20)
    tracemalloc.start()
    try:
        errors = told(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000
    assert "unpacks to more than 200 times its size" in errors[0]


def test_the_command_reports_what_is_left_out_and_what_is_damaged(qd: Tool, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(JSONL + b'{"id": 1}\n{bad\n')
    done = qd("list", tmp_path / "a.jsonl", "--jobs", "2", "--format", "text")
    assert done.status == 2
    assert "a.jsonl: 1 record left out: 1 JSON, its keys id" in done.err
    assert "a.jsonl#4: is no valid JSON" in done.err
    assert done.out.count("We hit the rocks") == 2


@pytest.mark.parametrize(
    "data",
    [JSONL, WARC, warcs.packed(WARC), gzip.compress(JSONL), zstd.compress(WARC), FOLDER],
    ids=["jsonl", "warc", "warc.gz", "jsonl.gz", "warc.zst", "zip"],
)
def test_a_file_of_records_that_is_cut_says_so_and_nothing_is_read_twice(data: bytes) -> None:
    whole = {document.item for document in articles(data)}
    for k in range(1, 50):
        seen: list[Document | InputError | LeftOut] = []
        try:
            seen.extend(each_in(io.BytesIO(data[: len(data) * k // 50]), "x.md"))
        except InputError as error:
            seen.append(error)
        for each in seen:
            if isinstance(each, InputError):
                laws.hold_error(each)
        read = [each.item for each in seen if isinstance(each, Document)]
        assert len(read) == len(set(read))
        assert any(isinstance(each, InputError) for each in seen) or whole.issuperset(read) or read == [None]


def test_transmissions_of_one_story_are_its_versions(qd: Tool, tmp_path: Path) -> None:
    later = (*wires.PARAGRAPHS[:-1], wires.PARAGRAPHS[-1].replace("in March", "in April"))
    slug = "BC-US--Ferry Aground, 1st Ld-Writethru"
    path = tmp_path / "wire.tst"
    path.write_text(wires.anpa(later, slug=slug, minute=30) + wires.anpa(), encoding="utf-8")
    done = qd("history", path, "--order", "auto", "--format", "jsonl")
    assert done.status == 0
    documents_ = json.loads(done.out)["documents"]
    assert [d["meta"]["version"] for d in documents_] == [None, "1st Ld-Writethru"]
    assert '"QD102"' in done.out
