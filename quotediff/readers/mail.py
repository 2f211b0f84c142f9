"""A mail message (eml) with a story: a press release, a reporter's copy; its text as HTML or as plain text.

Both say the same: HTML is read, for plain versions lose paragraphs, unless it has much less of the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from quotediff.errors import InputError, NoStoryError, printable
from quotediff.limits import MAX_MESSAGE_PARTS
from quotediff.model import Document, Meta, Role
from quotediff.readers import fragments
from quotediff.readers.assembly import NO_TEXT, File, StoryBuilder
from quotediff.readers.decoding import Decoded, decode, decode_as, decode_page
from quotediff.readers.flow import add_paragraphs
from quotediff.readers.mhtml import body_of, placed
from quotediff.readers.tree import Element
from quotediff.text.origin import Traced

FORMAT = "mail"
_HTML = ("text/html", "application/xhtml+xml")
_FEW = 12  # words of a message beside what it quotes, if that is what it is sent for
_MUCH = 0.5  # of the plain version's words that the HTML must have
_FORWARDED = re.compile(r"(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)
_QUOTED = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_LINE_WITH_END = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_EARLIER = frozenset({"gmail_quote", "yahoo_quoted", "moz-cite-prefix"})  # classes of what a mail answers to


def read(data: bytes, path: str) -> tuple[Document, ...]:
    """The one story of a message; raises InputError if there is none, or it is encrypted."""
    message = _message(data, path)
    try:
        decoded = decode(data, path)
    except InputError:  # parts in several encodings
        decoded = Decoded(data.decode("latin-1"), "latin-1")
    file = File(path, data, decoded.text, decoded.encoding)
    parts = list(_texts(message))
    pages = [part for part in parts if part.get_content_type() in _HTML]
    plain = [part for part in parts if part.get_content_type() == "text/plain"]
    story = StoryBuilder(file, FORMAT)
    subject = _subject(message)
    story.add(Role.HEADLINE, _placed_subject(subject, file.text))
    trees = [fragments.parse(_words(part, file), path) for part in pages]
    words = sum(len(_seen(tree).split()) for tree in trees)
    texts = [_words(part, file) for part in plain]
    if trees and words >= _MUCH * sum(len(text.text.split()) for text in texts):
        _add_pages(story, trees)
    else:
        for text in texts:
            _add_plain(story, text)
    if not story.has_copy:
        _refuse_attachments(message, path)
    return (story.document(_about(message, subject), "this message"),)


def _message(data: bytes, path: str) -> Message:
    if data.count(b"\n--") > MAX_MESSAGE_PARTS:
        raise InputError(path, f"has more than {MAX_MESSAGE_PARTS:,} parts", "save the story as plain text")
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        kinds = {part.get_content_type() for part in message.walk()}
    except RecursionError:
        raise InputError(path, "has too many parts within each other", NO_TEXT) from None
    if kinds & {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}:
        raise InputError(path, "the message is encrypted", "save its text as plain text")
    return message


def _texts(message: Message) -> Iterator[Message]:
    """The parts that are the message's own text, in order: no attachments, no other message."""
    for part in message.walk() if not message.is_multipart() else _own(message):
        if not part.is_multipart() and part.get_content_disposition() != "attachment":
            yield part


def _own(message: Message) -> Iterator[Message]:
    """The parts of a message, not those of a message within it."""
    ahead = _parts(message)[::-1]
    while ahead:
        part = ahead.pop()
        if part.get_content_maintype() != "message":
            yield part
            ahead += _parts(part)[::-1]


def _parts(message: Message) -> list[Message]:
    """The parts right within a message or a part."""
    held = message.get_payload()
    return [part for part in held if isinstance(part, Message)] if isinstance(held, list) else []


def _words(part: Message, file: File) -> Traced:
    """The words of a part, with their places in the file."""
    body = body_of(part)
    charset = part.get_content_charset()
    if not body.strip():
        return Traced("")
    if charset:
        decoded = decode_as(body, charset, file.path)
    elif part.get_content_type() in _HTML:
        decoded = decode_page(body, file.path)
    else:
        decoded = decode(body, file.path)
    return placed(part, decoded, file.text)


def _seen(tree: Element) -> str:
    body = next(tree.every("body"), tree)
    return body.words().text


def _add_pages(story: StoryBuilder, trees: list[Element]) -> None:
    """Gives a story the paragraphs of HTML: in mail tables are the layout."""
    earlier: list[Element] = []
    for tree in trees:
        _prune(tree, earlier)
        add_paragraphs(story, tree, tables=True)
    role = Role.FURNITURE if story.has_copy else None
    for element in earlier:
        add_paragraphs(story, element, role, tables=True)


def _prune(tree: Element, earlier: list[Element]) -> None:
    """Takes what nobody sees out of a tree, and what an earlier message said, which is kept."""
    open_ = [tree]
    while open_:
        element = open_.pop()
        kept: list[Element | Traced] = []
        for child in element.children:
            if isinstance(child, Traced):
                kept.append(child)
            elif _is_earlier(child):
                earlier.append(child)
            elif not _HIDDEN_STYLE.search(child.attributes.get("style", "")):
                kept.append(child)
                open_.append(child)
        element.children[:] = kept


def _is_earlier(element: Element) -> bool:
    cited = element.name == "blockquote" and element.attributes.get("type", "").lower() == "cite"
    return cited or not _EARLIER.isdisjoint(element.attributes.get("class", "").split())


def _add_plain(story: StoryBuilder, text: Traced) -> None:
    """Gives a story the paragraphs of a plain part; what it quotes of other mail is no copy of a reply."""
    signature = _SIGNATURE.search(text.text)
    end = len(text.text)
    if signature:
        end = signature.start()
    own: list[Traced] = []
    quoted: list[Traced] = []
    for line in _LINE_WITH_END.finditer(text.text, 0, end):
        mark = _QUOTED.match(line[0])
        if mark:
            quoted.append(text.cut(line.start() + mark.end(), line.end()))
        else:
            own.append(text.cut(*line.span()))
    copy = Traced.joined(own)
    is_reply = len(copy.text.split()) >= _FEW
    story.add_plain(copy)
    story.add_plain(Traced.joined(quoted), Role.FURNITURE if is_reply else None)
    if signature:
        story.add_plain(text.cut(signature.end(), len(text.text)), Role.FURNITURE)


def _subject(message: Message) -> str:
    """The subject without what programs put before it."""
    return _FORWARDED.sub("", _header(message, "Subject"), count=1).strip()


def _header(message: Message, name: str) -> str:
    """A header decoded, in one line."""
    written = str(message.get(name, ""))
    try:
        decoded = str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, ValueError):
        decoded = written
    return " ".join(decoded.encode("utf-8", "replace").decode("utf-8").split())


def _placed_subject(subject: str, file: str) -> Traced:
    """The subject with its place, if it stands there in one line and as it is."""
    line = re.search(r"(?im)^subject:.*$", file)
    return Traced.sought(subject, file, *line.span()) if line else Traced(subject)


def _refuse_attachments(message: Message, path: str) -> None:
    """Raises NoStoryError if the story must be in an attachment."""
    names = [name for part in message.walk() if (name := part.get_filename())]
    if names:
        shown = ", ".join(printable(name, 60) for name in names[:3])
        raise NoStoryError(path, f"the message has no text but attachments ({shown})", "save and name those")


def _about(message: Message, subject: str) -> Meta:
    """What a message's header says."""
    sender, address = parseaddr(_header(message, "From"))
    return Meta(
        published=_time(message),
        headline=subject or None,
        source=sender or address or None,
        language=_header(message, "Content-Language").split(",")[0] or None,
    )


def _time(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
