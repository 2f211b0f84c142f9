"""Oddities of formats, case by case: tests/cases/formats.md, pages.md, documents.md, markdown.md, mail.md."""

from __future__ import annotations

import re
from pathlib import Path

import documents
import laws
import pytest

from quotediff import api
from quotediff.errors import InputError

HERE = Path(__file__).parent / "cases"
TEXT = "\n".join(
    (HERE / name).read_text(encoding="utf-8")
    for name in ("formats.md", "pages.md", "documents.md", "markdown.md", "mail.md")
)
CASES = re.findall(
    r"^## ([^\n]+)\n\n```(\w+)\n(.*?)\n```\n\n(.*?)(?=\n## |\n# |\Z)", TEXT, re.MULTILINE | re.DOTALL
)


def test_every_case_is_read() -> None:
    assert len(CASES) == TEXT.count("\n## ")


def data_of(kind: str, file: str) -> bytes:
    """The file of a case: as it stands, or the document whose body it is."""
    if kind == "wire":  # control characters stand as their pictures
        return re.sub("[\u2400-\u241f]", lambda sign: chr(ord(sign[0]) - 0x2400), file).encode()
    body, *more = re.split(r"^=== (\w+)\n", file, flags=re.MULTILINE)
    if kind == "docx":
        return documents.docx(body, **dict(zip(more[::2], more[1::2], strict=True)))
    return documents.odt(body) if kind == "odt" else file.encode()


@pytest.mark.parametrize(("kind", "file", "told"), [pytest.param(k, f, t, id=n) for n, k, f, t in CASES])
def test_paragraphs_are_what_the_markup_says(kind: str, file: str, told: str) -> None:
    expected = [line.split(" | ", 1) for line in told.strip().splitlines()]
    data, name = data_of(kind, file), "x.md" if kind == "md" else "x"
    if expected[0][0] == "error":
        with pytest.raises(InputError, match=re.escape(expected[0][1])):
            api.read_bytes(data, name)
        return
    document = api.read_bytes(data, name)
    laws.hold_document(document)
    laws.hold_origin(document, data)
    found = [
        [p.role.value, document.text[slice(*p.span)].replace("\u00a0", " ")] for p in document.paragraphs
    ]
    assert found == expected
