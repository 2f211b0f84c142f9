"""Documents of the tests' own making: docx and odt, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_CORE = """<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:t"><dc:title></dc:title>
<dc:creator>Mara Quill</dc:creator><cp:revision>7</cp:revision>
<dcterms:created>2026-05-01T09:00:00Z</dcterms:created>
<dcterms:modified>2026-05-01T11:00:00Z</dcterms:modified></cp:coreProperties>"""
_STYLES = f"""<w:styles xmlns:w="{_WORD}"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Bild"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Eigen"><w:name w:val="My head"/><w:basedOn w:val="Titel"/></w:style></w:styles>"""


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of some parts, the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, 1, 10, 0, 0)), data, method)
    return held.getvalue()


def docx(body: str, **more: str) -> bytes:
    """A Word document with a body; ``more``: other parts of its folder, by their names without ending."""
    names = f'xmlns:w="{_WORD}" xmlns:mc="urn:mc" xmlns:wps="urn:wps" xmlns:v="urn:v"'
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _CORE,
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        **{
            f"word/{name}.xml": f'<w:{name} xmlns:w="{_WORD}">{words}</w:{name}>'
            for name, words in more.items()
        },
    }
    return zipped(parts)


def run(words: str, properties: str = "") -> str:
    """A run of words."""
    held = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{held}<w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'


def paragraph(content: str, style: str = "", mark: str = "") -> str:
    """A paragraph of runs, or of words; ``mark``: properties of its end."""
    inner = content if content.startswith("<") else run(content)
    held = f'<w:pStyle w:val="{style}"/>' if style else ""
    held += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p>{f'<w:pPr>{held}</w:pPr>' if held else ''}{inner}</w:p>"


def docx_story(headline: str, texts: Sequence[str], caption: str, byline: str) -> bytes:
    """A story as a desk writes it in Word, with tracked changes, a comment and a table."""
    first, *rest = texts
    half = len(first) // 2
    gone = "<w:del w:id='1'><w:r><w:delText>of course, he said </w:delText></w:r></w:del>"
    comment = "<w:r><w:commentReference w:id='0'/></w:r>"
    runs = [run(first[:half]), gone, f"<w:ins w:id='2'>{run(first[half:])}</w:ins>", comment]
    body = [
        paragraph(headline, "Titel"),
        paragraph(byline),
        paragraph("".join(runs)),
        *map(paragraph, rest),
        paragraph(caption, "Bild"),
        f"<w:tbl><w:tr><w:tc>{paragraph('Year')}</w:tc></w:tr></w:tbl>",
    ]
    comments = f'<w:comment w:id="0">{paragraph("“Cut this,” said the lawyer.")}</w:comment>'
    return docx("".join(body), comments=comments)


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with a body, and automatic styles."""
    names = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:style="urn:s" xmlns:draw="urn:d" '
    names += 'xmlns:table="urn:b" xmlns:svg="urn:v"'
    content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document-content>"""
    meta = """<office:document-meta xmlns:office="urn:o" xmlns:dc="urn:dc" xmlns:meta="urn:m"><office:meta>
<meta:creation-date>2026-05-01T09:00:00</meta:creation-date><dc:date>2026-05-01T11:00:00</dc:date>
<meta:editing-cycles>3</meta:editing-cycles><dc:creator>Mara Quill</dc:creator></office:meta>
</office:document-meta>"""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": meta,
    }
    return zipped(parts, zipfile.ZIP_STORED)


def odt_story(headline: str, texts: Sequence[str], caption: str, byline: str) -> bytes:
    """A story in OpenDocument, with an annotation, a caption and a table."""
    style = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    note = "<office:annotation><text:p>“No,” he said.</text:p></office:annotation>"
    cell = "<table:table-cell><text:p>Year</text:p></table:table-cell>"
    first, *rest = (escape(text, quote=False) for text in texts)
    box = f'<draw:text-box><text:p text:style-name="Caption">{caption}</text:p></draw:text-box>'
    body = [
        f'<text:h text:style-name="P1" text:outline-level="1">{headline}</text:h><text:p>{byline}</text:p>',
        f"<text:p>{first[:9]}<text:span>{first[9:]}</text:span>{note}</text:p>",
        *(f"<text:p>{text}</text:p>" for text in rest),
        f"<text:p><draw:frame>{box}</draw:frame></text:p>",
        f"<table:table><table:table-row>{cell}</table:table-row></table:table>",
    ]
    return odt("".join(body), style)
