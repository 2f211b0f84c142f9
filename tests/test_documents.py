"""Documents (docx, odt): their properties, and what is refused; what is read of them: cases/documents.md."""

from __future__ import annotations

import io
import zipfile

import documents
import laws
import pytest
from documents import docx, odt, paragraph, run, zipped

from quotediff import api
from quotediff.errors import InputError
from quotediff.model import Document

STORY = [paragraph("Mill burns", "Titel"), paragraph("The mill burned down on Friday, police said.")]


TRACKED = f"{run('It was ')}<w:del>{run('new')}</w:del><w:ins>{run('old.')}</w:ins>"


def test_tracked_changes_are_a_problem_that_counts_them() -> None:
    document = api.read_bytes(docx("".join([*STORY, paragraph(TRACKED)])), "x")
    assert [p.message for p in document.problems] == ["has 2 tracked changes: read as if all were accepted"]
    assert not api.read_bytes(docx("".join(STORY)), "x").problems


def test_properties_say_what_they_say() -> None:
    meta = api.read_bytes(docx("".join(STORY)), "x").meta
    assert (meta.story, meta.version, meta.number, meta.byline) == (None, "7", 7, "Mara Quill")
    assert meta.modified is not None
    assert meta.modified.isoformat() == "2026-05-01T11:00:00+00:00"


# --- what is refused -----------------------------------------------------------------------------------


def bomb(part: str) -> bytes:
    """A document whose part unpacks to a hundred megabytes."""
    return zipped({"word/document.xml": "<w:document/>", part: bytes(100_000_000)})


def lying() -> bytes:
    """A document whose part is larger than its header says."""
    data = zipped({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + (1000).to_bytes(4, "little") + data[at + 28 :]


def protected() -> bytes:
    data = bytearray(zipped({"word/document.xml": "<a/>"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
WHOLE = docx("".join(STORY))
REFUSED = {
    "bomb": (
        bomb("word/document.xml"),
        "its part word/document.xml is larger than 50 MB",
    ),
    "lying": (lying(), "its part word/document.xml is"),
    "entities": (zipped({"word/document.xml": LAUGHS}), "its part word/document.xml has a document type"),
    "deep": (
        zipped({"word/document.xml": "<a>" * 300 + "</a>" * 300}),
        "has more than 256 elements within each other",
    ),
    "damaged": (WHOLE.replace(b"PK\x05\x06", b"PK\x05\x05"), "the document is damaged, or ends early"),
    "no text": (zipped({"word/other.xml": "<a/>"}), "this Word document has no text"),
    "empty": (docx(""), "this Word document has no story's text"),
    "not XML": (zipped({"word/document.xml": "<a><b>"}), "its part word/document.xml is not well-formed XML"),
    "protected": (protected(), "is protected by a password"),
    "many": (
        docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 50_001),
        "has more than 50,000 paragraphs",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_that_cannot_be_read_is_refused_in_a_line(name: str) -> None:
    data, problem = REFUSED[name]
    with pytest.raises(InputError) as caught:
        api.read_bytes(data, "x")
    laws.hold_error(caught.value)
    assert caught.value.problem.startswith(problem)


@pytest.mark.parametrize(
    "data",
    [documents.docx_story("Mill burns", ["He ran."], "The mill", "By A"), odt("<text:p>He ran.</text:p>")],
    ids=["docx", "odt"],
)
def test_a_document_that_is_cut_or_altered_is_refused_or_read(data: bytes) -> None:
    for at in range(0, len(data), max(1, len(data) // 50)):
        for altered in (data[:at], data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]):
            try:
                document: Document = api.read_bytes(altered, "x")
            except InputError as error:
                laws.hold_error(error)
            else:
                laws.hold_document(document)


def test_a_document_may_be_larger_than_a_text_for_its_pictures() -> None:
    held = io.BytesIO(WHOLE)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("word/media/a.jpg", bytes(range(256)) * 50_000)
    assert len(held.getvalue()) > 10_000_000
    assert api.read_bytes(held.getvalue(), "x").title == "Mill burns"
