r"""What a file is, by what stands in it; by its name only if that says that plain text is Markdown.

``kind_of`` names the kind of a file; ``KINDS`` says what each is called and what its user can do with it
while nothing reads it. In doubt a file is plain text: a story may begin with ``From:`` or ``<``, and may
quote a tag, a header or a line of JSON. So markup must open the file or stand all over it, JSON must be whole
or begin with a key, and mail must have a header that only programs write.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from quotediff.limits import (
    MAX_DIRECTORY_BYTES,
    MAX_FOLDER_BYTES,
    MAX_MARKUP_CHARS,
    MAX_MIMETYPE_BYTES,
    MAX_SHOWN_ELEMENT_CHARS,
    MAX_SHOWN_KEYS,
    MAX_SNIFF_BYTES,
)

PLAIN = "plain"


class Kind(NamedTuple):
    """What a message calls a file that is no plain text, and what its user can do."""

    what: str
    remedy: str


_AS_TEXT = "save the story as plain text"
_TO_DOCX = "convert it with LibreOffice (soffice --convert-to docx)"
_ITS_TEXT = "put the story's text into a plain-text file"
_UNPACK = "unpack it, and name the text files in it"
_NO_TEXT = "name the file that has the story's text"

KINDS = {
    "html": Kind("HTML", _AS_TEXT),
    "mhtml": Kind("a web page saved as one file (MHTML)", _AS_TEXT),
    "webarchive": Kind("a web page saved as one file (webarchive)", _AS_TEXT),
    "http": Kind("an HTTP response", _AS_TEXT),
    "warc": Kind("a web archive (WARC)", _ITS_TEXT),
    "nitf": Kind("NITF", _ITS_TEXT),
    "newsml-g2": Kind("NewsML-G2", _ITS_TEXT),
    "newsml": Kind("NewsML", _ITS_TEXT),
    "feed": Kind("a feed (RSS or Atom)", _ITS_TEXT),
    "xml": Kind("XML", _ITS_TEXT),
    "plist": Kind("a property list", _NO_TEXT),
    "ninjs": Kind("JSON (ninjs)", _ITS_TEXT),
    "ap": Kind("JSON (AP)", _ITS_TEXT),
    "dpa": Kind("JSON (dpa)", _ITS_TEXT),
    "json": Kind("JSON", _ITS_TEXT),
    "jsonl": Kind("JSON, a line a record (JSONL)", _ITS_TEXT),
    "markdown": Kind("Markdown", _AS_TEXT),
    "mail": Kind("a mail message", "save its text as plain text"),
    "mbox": Kind("a folder of mail (mbox)", "save the text of each message as plain text"),
    "anpa": Kind("a wire's transmission (ANPA)", _ITS_TEXT),
    "iptc7901": Kind("a wire's transmission (IPTC 7901)", _ITS_TEXT),
    "pdf": Kind("a PDF", "convert it with pdftotext, and check its paragraphs and marks"),
    "docx": Kind("a Word document", _AS_TEXT),
    "odt": Kind("an OpenDocument text", _AS_TEXT),
    "epub": Kind("an e-book (EPUB)", _ITS_TEXT),
    "office": Kind("an office document", _ITS_TEXT),
    "doc": Kind("an old office document", _TO_DOCX),
    "rtf": Kind("RTF", _TO_DOCX),
    "zip": Kind("a ZIP archive", _UNPACK),
    "gzip": Kind("a gzip archive", _UNPACK),
    "archive": Kind("an archive", _UNPACK),
    "image": Kind("an image", _NO_TEXT),
    "sound": Kind("a sound or video recording", _NO_TEXT),
    "database": Kind("an SQLite database", _ITS_TEXT),
    "postscript": Kind("PostScript", _AS_TEXT),
    "card": Kind("a calendar or address card", _NO_TEXT),
}
"""Every answer of ``kind_of`` but ``plain``."""

_BINARY_MAGIC = (  # the bytes a file begins with
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"ID3\x03", "sound"),
    (b"ID3\x04", "sound"),
    (b"OggS\x00", "sound"),
    (b"fLaC\x00", "sound"),
    (b"SQLite format 3\x00", "database"),
    (b"%!PS", "postscript"),
    (b"BEGIN:VCALENDAR", "card"),
    (b"BEGIN:VCARD", "card"),
)
_RIFF = {b"WEBP": "image", b"WAVE": "sound", b"AVI ": "sound"}


class _ZipHeader(NamedTuple):
    """A header in a ZIP archive: how it begins, and how far behind that a file's name stands."""

    magic: bytes
    name: int


_LOCAL, _CENTRAL = _ZipHeader(b"PK\x03\x04", 30), _ZipHeader(b"PK\x01\x02", 46)
_MIMETYPES = (  # the name and the words of the first file of a document that names its type
    (b"mimetypeapplication/epub+zip", "epub"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "office"),
)
_OFFICE_FOLDERS = ((b"word/", "docx"), (b"xl/", "office"), (b"ppt/", "office"))
_ENCODINGS_BY_MARK = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_KIND_BY_ROOT = {  # elements that a file's first may be, without prefix, in lower case
    "html": "html",
    "nitf": "nitf",
    **dict.fromkeys(("newsmessage", "newsitem", "packageitem", "contentset"), "newsml-g2"),
    **dict.fromkeys(("conceptitem", "knowledgeitem", "planningitem"), "newsml-g2"),
    "newsml": "newsml",
    **dict.fromkeys(("rss", "feed", "rdf"), "feed"),
    "plist": "plist",
}
_PAGE_ELEMENTS = frozenset(
    {"html", "head", "body", "meta", "link", "script", "style"}
)  # no words stand in most of them
_TAG_NAMES = [
    "html", "head", "body", "title", "meta", "link", "base", "style", "script", "noscript", "template", "p",
    "br", "hr", "div", "span", "a", "b", "i", "u", "s", "em", "strong", "small", "sub", "sup", "font",
    "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "q",
    "cite", "pre", "code", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "img", "figure",
    "figcaption", "picture", "video", "audio", "source", "iframe", "form", "input", "button", "select",
    "option", "label", "main", "article", "section", "aside", "header", "footer", "nav", "time", "address",
    "hgroup", "svg", "nobr", "tt", "abbr",
]  # fmt: skip
_SURE_TAG = r"(?i)</|<[^=]*=|<[ /]*(?:p|br|hr|li|td)[ /]*>"  # these are often never closed
_MIN_OPENING_TAGS = 3  # so many tags are HTML where one opens the file
_MIN_TAGS_ELSEWHERE, _CHARACTERS_A_TAG = (
    8,
    300,
)  # elsewhere so many, at most so many characters apart: a story quotes no more

_TAG_ATTRIBUTES = (
    r"(?:\s++[\w:.@-]++(?:\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s\"'<>]++))?+)*+\s*+/?+"  # of an element
)
_HTML_TAG = rf"(?i)</?+(?:\L<tags>)\b{_TAG_ATTRIBUTES}>"
_ELEMENT = rf"<(?<tag>(?:[\w.-]++:)?+(?<name>\p{{L}}[\w.-]*+)){_TAG_ATTRIBUTES}>"
_PROLOG = r"(?is)(?:\s++|\ufeff|<!--.*?-->|<\?.*?\?>|<!\[CDATA\[)*+"
_DOCTYPE = r"(?is)<!DOCTYPE\s++(?:[\w.-]++:)?+(?<name>[\w.-]++)[^>\[]*+(?:\[.*?\]\s*+)?>"
_KEY = r"(?:\[\s*+)*+\{\s*+\"[^\"\n]{1,80}+\"\s*+:"
_STORY_KEYS = frozenset({"body_xhtml", "body_html", "body_text", "bodies", "headline", "headlines"})
_ITEM_KEYS = frozenset({"versioncreated", "versionCreated", "pubstatus", "pubStatus"})
_SHAPES = (  # whose JSON it is, keys that all stand in an object of it, and keys of which one does
    ("ap", {"altids"}, _STORY_KEYS),
    ("dpa", {"urn"}, frozenset({"article_html"})),
    *(("ninjs", {identity}, _STORY_KEYS) for identity in ("uri", "guid")),
    *(("ninjs", {identity, "type"}, _ITEM_KEYS) for identity in ("uri", "guid")),  # a picture, an event
)
_JSON_KEY = r"\"([\w$@.-]{1,30})\"\s*+:"

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_FRONT_MATTER = r"(?:---[ \t]*+\n(?:#.*+\n)*+[\w-]++[ \t]*+:|\+\+\+[ \t]*+\n(?:#.*+\n)*+[\w-]++[ \t]*+=)"
_FENCE = r"\n(?:---|\+\+\+)[ \t]*+(?:\n|$)"
_SENT = ("\x16", "\x01", "\x7f")  # how a transmission begins
_SENT_HEADER = r"[\x16\x7f\s]*+\x01[^\x01\x02]{3,1000}+\x02"
_ANPA = r"[\x11-\x14\x1f]"
_HEADER_LINE = r"([!-9;-~]++):(?:[ \t].*+)?+(?:\n|$)(?:[ \t]++\S.*+(?:\n|$))*+"
_MBOX = r"From \S++ [^\n]{0,40}\d\d:\d\d:\d\d[^\n]{0,20}\n(?=[!-9;-~]++:)"
_RESPONSE = r"HTTP/\d(?:\.\d)?+ \d{3}\b"
_MEDIA_TYPE = r"[\w.+-]++/[\w.+-]++\s*+(?:;|$)"
_MACHINE_HEADERS = {  # those that no person writes over a story
    "arc-seal", "authentication-results", "content-transfer-encoding", "delivered-to", "dkim-signature",
    "in-reply-to", "message-id", "mime-version", "received", "received-spf", "return-path",
    "snapshot-content-location", "x-mailer", "x-mozilla-status", "x-originating-ip", "x-priority",
    "x-received",
}  # fmt: skip
_WEB_PAGE = "WebMainResource"  # what a webarchive's property list holds


def kind_of(data: bytes, name: str = "") -> str:
    """The kind of a file: a key of ``KINDS``, or ``plain`` for what is not recognised as anything else.

    Args:
        data: the file, or its beginning.
        name: its name: what stands in Markdown does not always tell it from plain text, its name does.
    """
    named = "markdown" if name.lower().endswith(_MARKDOWN) else PLAIN
    return _binary(data) or _textual(_text(data)) or named


def describe_kind(data: bytes, kind: str) -> str:
    """What a message calls a file of a kind that nothing reads: XML by its root, JSON by its keys."""
    what = KINDS[kind].what
    text = _text(data)
    if kind == "xml":
        opening = _opening(text, len(text) - len(text.lstrip("\ufeff \t\r\n\f\v")))
        doctype = _pattern(_DOCTYPE).match(text, opening)
        element = _pattern(_ELEMENT).match(text, _opening(text, doctype.end()) if doctype else opening)
        return f"{what}, its root <{element['name'][:MAX_SHOWN_ELEMENT_CHARS]}>" if element else what
    if kind == "json":
        damage = _damage(text)
        if damage:
            return damage
        keys = list(dict.fromkeys(_pattern(_JSON_KEY).findall(text[:MAX_SNIFF_BYTES])))[:MAX_SHOWN_KEYS]
        return f"{what}, its keys {', '.join(keys)}" if keys else what
    return what


@cache
def _pattern(source: str) -> regex.Pattern[str]:
    """A pattern, compiled when it is first needed: most files need few of them."""
    return regex.compile(source, tags=_TAG_NAMES, ignore_unused=True)


def _binary(data: bytes) -> str | None:
    """What a file is by its first bytes."""
    for magic, kind in _BINARY_MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(b"bplist00"):
        return "webarchive" if _WEB_PAGE.encode() in data else "plist"
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[:3] + data[4:10] == b"BZh1AY&SY":  # between them stands how it is packed
        return "archive"
    return "sound" if data[4:8] == b"ftyp" else None


def _zip(data: bytes) -> str:
    """What a ZIP archive is, by the names in its directory; where that is not there, by its first files."""
    opening = data[_LOCAL.name :][:MAX_MIMETYPE_BYTES]
    found = next((kind for member, kind in _MIMETYPES if opening.startswith(member)), None)
    if found:
        return found
    part, header = data[:MAX_SNIFF_BYTES], _LOCAL
    end = data.rfind(b"PK\x05\x06", -MAX_DIRECTORY_BYTES)
    if end >= 0:
        size = int.from_bytes(data[end + 12 : end + 16], "little")
        part, header = data[max(0, end - size) : end], _CENTRAL
    names = [part[at + header.name :][:MAX_FOLDER_BYTES] for at in _places(part, header.magic)]
    return next((kind for folder, kind in _OFFICE_FOLDERS if any(n.startswith(folder) for n in names)), "zip")


def _places(data: bytes, wanted: bytes) -> Iterator[int]:
    at = data.find(wanted)
    while at >= 0:
        yield at
        at = data.find(wanted, at + 1)


def _text(data: bytes) -> str:
    """The file as text, good enough to look for ASCII in it."""
    for opening, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(opening):
            return data.decode(encoding, errors="replace")
    for mark, encoding in _ENCODINGS_BY_MARK:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return data.decode("utf-8", errors="replace")


def _textual(text: str) -> str | None:
    """What a file is that is text."""
    opening = len(text) - len(text.lstrip("\ufeff \t\r\n\f\v"))
    if text[opening : opening + 1] == "<":
        opening = _opening(text, opening)
    first = text[opening : opening + 1]
    if first in _SENT:
        return _transmission(text)
    if first == "<" or text[:opening].rstrip().endswith(("?>", "<![CDATA[")):
        return _markup(text, opening)
    if first in ("{", "["):
        return _json(text[opening:])
    head = text[opening : opening + MAX_SNIFF_BYTES].replace("\r\n", "\n")
    if _pattern(_FRONT_MATTER).match(head) and _pattern(_FENCE).search(head):
        return "markdown"
    return _transferred(head) or _tagged(text)


def _transmission(text: str) -> str | None:
    """Whose transmission a text is that begins with control characters, if it is one."""
    header = _pattern(_SENT_HEADER).match(text[:MAX_SNIFF_BYTES])
    if header is None:
        return None
    return "anpa" if _pattern(_ANPA).search(header[0]) else "iptc7901"


def _opening(text: str, at: int) -> int:
    """Where the first thing stands that is no white space, comment or declaration."""
    found = _pattern(_PROLOG).match(text, at)
    return found.end() if found else at


def _markup(text: str, opening: int) -> str | None:
    """What a text is whose first thing is markup, or stands behind declarations."""
    doctype = _pattern(_DOCTYPE).match(text, opening)
    if doctype is None:
        return _element(text, opening)
    return _root(text, doctype["name"].lower()) or _after_doctype(text, doctype.end()) or "xml"


def _after_doctype(text: str, end: int) -> str | None:
    """What a text is by the element behind its document type; None if there is none, or a second type."""
    opening = _opening(text, end)
    again = _pattern(_DOCTYPE).match(text, opening)
    return None if again else _element(text, opening)


def _element(text: str, opening: int) -> str | None:
    """What a text is that begins with an element, or stands behind declarations."""
    declared = "<?xml" in text[:opening].lower()
    element = _pattern(_ELEMENT).match(text, opening)
    whole = declared
    if element is not None:
        name = element["name"].lower()
        whole = declared or _is_whole(text, element)
        if whole and _root(text, name):
            return _root(text, name)
        if name in _TAG_NAMES:
            return "html" if _is_page(text, element) else None
    return "xml" if whole else _tagged(text)


def _is_whole(text: str, element: regex.Match[str]) -> bool:
    """Whether the element that opens a text holds all of it, or at once another that is known or closed."""
    if _closes(text, element["tag"]):
        return True
    nests = "</" in text or element["name"].lower() in _KIND_BY_ROOT
    return nests and _is_followed(text, element.end())


def _is_page(text: str, element: regex.Match[str]) -> bool:
    """Whether a text that an element of HTML opens is HTML: no story that quotes a tag."""
    if element["name"].lower() in _PAGE_ELEMENTS or _closes(text, element["tag"]):
        return True
    return _tags(text[:MAX_MARKUP_CHARS]) >= _MIN_OPENING_TAGS


def _root(text: str, name: str) -> str | None:
    """The kind of XML whose first element has the name."""
    kind = _KIND_BY_ROOT.get(name)
    if kind == "plist" and _WEB_PAGE in text:
        return "webarchive"
    return kind


def _is_followed(text: str, at: int) -> bool:
    """Whether another element stands at once behind the first, closed or not."""
    return _pattern(_ELEMENT).match(text, _opening(text, at)) is not None


def _closes(text: str, tag: str) -> bool:
    """Whether an element that opens a text ends it: nothing but comments and white space stands behind."""
    tail = text[-MAX_SNIFF_BYTES:].rstrip()
    while tail.endswith("-->") and "<!--" in tail:
        tail = tail[: tail.rindex("<!--")].rstrip()
    return tail.endswith(f"</{tag}>")


def _tagged(text: str) -> str | None:
    """HTML if its tags stand all over the text."""
    head = text[:MAX_MARKUP_CHARS]
    if "<" not in head:
        return None
    return "html" if _tags(head) >= max(_MIN_TAGS_ELSEWHERE, len(head) / _CHARACTERS_A_TAG) else None


def _tags(text: str) -> int:
    """How many tags of HTML stand in a text; none if they may be names in a chat: ``<A> Yes. <Q> Why?``."""
    found: list[str] = _pattern(_HTML_TAG).findall(text)
    return len(found) if any(map(_pattern(_SURE_TAG).match, found)) else 0


def _json(text: str) -> str | None:
    """JSON if all of it is, or its lines are, or it begins with a key as nothing else does."""
    import json  # noqa: PLC0415 - most files are prose

    try:
        value = json.loads(text)
    except RecursionError:
        return "json"
    except ValueError:
        return _lines(text)
    return _shape(value)


def _damage(text: str) -> str:
    """What is wrong with JSON that cannot be read; nothing if it can."""
    import json  # noqa: PLC0415 - as above

    try:
        json.loads(text)
    except RecursionError:
        return "JSON, nested too deeply"
    except json.JSONDecodeError as error:
        return f"JSON, damaged or cut (line {error.lineno}, column {error.colno})"
    except ValueError:  # a number of too many digits
        return ""
    return ""


def _shape(value: object) -> str:
    """Whose JSON it is, by its keys."""
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), {})
    if not isinstance(value, dict):
        return "json"
    data = value.get("data")
    if isinstance(data, dict) and not {"item", "items"}.isdisjoint(data):
        return "ap"
    shapes = (kind for kind, every, some in _SHAPES if value.keys() >= every and not some.isdisjoint(value))
    return next(shapes, "json")


def _lines(text: str) -> str | None:
    """JSONL if the first two lines are objects or arrays, or the first is and begins with a key.

    Else JSON that is damaged, if it begins with one.
    """
    import json  # noqa: PLC0415 - as above

    whole = 0
    for line in text.split("\n", 2)[:2]:
        try:
            whole += isinstance(json.loads(line), dict | list)
        except (ValueError, RecursionError):
            break
    if whole == 2:
        return "jsonl"
    if not _pattern(_KEY).match(text):
        return None
    return "jsonl" if whole else "json"


def _transferred(head: str) -> str | None:
    """What a text is that opens with lines of a transfer: mail, a page saved as mail, a server's answer."""
    line = head.partition("\n")[0]
    if ":" not in line and not line.startswith(("From ", "HTTP/", "WARC/")):
        return None
    if _pattern(_RESPONSE).match(head):
        return "http"
    if line.startswith("WARC/"):
        return "warc" if "warc-type" in _headers(head, len(line) + 1) else None
    mbox = _pattern(_MBOX).match(head)
    names = _headers(head, mbox.end() if mbox else 0)
    of_media = _pattern(_MEDIA_TYPE).match(names.get("content-type", "")) and len(names) > 1
    if not of_media and _MACHINE_HEADERS.isdisjoint(names):
        return None
    if mbox:
        return "mbox"
    if "received" in names:
        return "mail"
    parts = names.get("content-type", "").lower().startswith("multipart/related")
    if parts or "snapshot-content-location" in names:
        return "mhtml"
    return "mail"


def _headers(head: str, at: int) -> dict[str, str]:
    """The header lines that stand at a place, by their names in lower case."""
    names: dict[str, str] = {}
    while (line := _pattern(_HEADER_LINE).match(head, at)) and line.end() > at:
        names.setdefault(line[1].lower(), line[0].partition(":")[2].strip())
        at = line.end()
    return names
