"""Fragments of HTML, and markup that is not well-formed, as a tree: whatever comes, words keep their places.

Not a browser's parser: what is not closed ends with what holds it, a tag that closes nothing is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

import regex

from quotediff.limits import MAX_OPEN_ELEMENTS, MAX_REFERENCE_CHARS
from quotediff.readers.tree import Builder, Element
from quotediff.text.origin import Traced
from quotediff.text.spans import find_or_end

_ATTRIBUTE = (
    r"(?<key>[^\s/<>=\"'][^\s/<>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?<double>[^\"]*+)\"|'(?<single>[^']*+)'|(?<bare>[^\s<>\"']++)))?+"
)
_TAG = regex.compile(
    rf"<(?<close>/)?+(?<name>[A-Za-z][^\s/<>]*+)(?<attributes>(?:\s++|/(?!>)|{_ATTRIBUTE}|[=\"'])*+)(?<alone>/)?+>"
)
_ATTRIBUTE_PATTERN = regex.compile(_ATTRIBUTE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")

VOID = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    }
)  # fmt: skip
RAW = frozenset({"script", "style"})  # no markup in them
_ENDS_PARAGRAPH = frozenset(
    {
        "address", "article", "aside", "blockquote", "div", "dl", "fieldset", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "tr", "td", "th", "ul", "hl2", "block", "media",
    }
)  # fmt: skip
_ENDS_LIKE = {  # elements that end others of their kind, which are rarely closed
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr",),
    "td": ("td", "th"),
    "th": ("td", "th"),
}
_HOLDS = frozenset({"ul", "ol", "dl", "table"})  # beyond these, nothing is ended so


def parse(words: Traced, path: str, *, empty: bool = True) -> Element:
    """The tree of a fragment; its words have the places that ``words`` has.

    Args:
        words: the markup.
        path: the file, for messages.
        empty: ``<p/>`` is an empty element, as in XML; else it begins one, as in HTML.

    Raises:
        InputError: elements are nested too deeply.
    """
    builder = Builder(path, "#fragment")
    text, at, length = words.text, 0, len(words.text)
    while at < length:
        end = _markup(text, at, words, builder, empty=empty) if text[at] == "<" else at
        if end == at:  # no markup: words, up to the next that may be
            end = find_or_end(text, "<", at + 1, length)
            for piece in _unescaped(text, at, end):
                builder.words(piece.within(words))
        at = end
    return builder.root


def _markup(text: str, at: int, words: Traced, builder: Builder, *, empty: bool) -> int:
    """Takes what begins with "<"; where it ends; there where it is no markup."""
    tag = _TAG.match(text, at)
    if tag is not None:
        return _tag(text, tag, builder, empty=empty)
    if text.startswith("<!--", at):
        return _behind(text, "-->", at + 4)
    if text.startswith("<![CDATA[", at):
        end = find_or_end(text, "]]>", at, len(text))
        builder.words(Traced.whole(text[at + 9 : end], at + 9).within(words))
        return end + 3
    if text.startswith(("<!", "<?", "</"), at):
        return _behind(text, ">", at + 2)
    return at


def _tag(text: str, tag: regex.Match[str], builder: Builder, *, empty: bool) -> int:
    name = tag["name"].lower()
    if tag["close"]:
        builder.end(name)
        return tag.end()
    if name in _ENDS_PARAGRAPH:
        _end_like(builder, ("p",))
    if name in _ENDS_LIKE:
        _end_like(builder, _ENDS_LIKE[name])
    builder.start(name, _attributes(tag["attributes"]))
    if name in RAW and not tag["alone"]:
        builder.end(name)
        close = re.compile(rf"</{name}", re.IGNORECASE).search(text, tag.end())
        return len(text) if close is None else close.start()
    if name in VOID or (tag["alone"] and empty):
        builder.end(name)
    return tag.end()


def _end_like(builder: Builder, names: tuple[str, ...]) -> None:
    """Ends the innermost open element of some names, unless a list or table began since."""
    for element in builder.open[: -MAX_OPEN_ELEMENTS - 1 : -1]:
        if element.name in names:
            builder.end(element.name)
            return
        if element.name in _HOLDS:
            return


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for attribute in _ATTRIBUTE_PATTERN.finditer(text):
        value = next(filter(None, attribute.group("double", "single", "bare")), "")
        found.setdefault(attribute["key"].lower(), unescape(value))
    return found


def _behind(text: str, end: str, start: int) -> int:
    return min(len(text), find_or_end(text, end, start, len(text)) + len(end))


def _unescaped(text: str, start: int, end: int) -> Iterator[Traced]:
    """The words between two places, with references as what they stand for."""
    at = start
    for found in _REFERENCE.finditer(text, start, end):
        meant, length = reference(found[0])
        if length:
            if found.start() > at:
                yield Traced.whole(text[at : found.start()], at)
            yield Traced.written(meant, found.start(), length)
            at = found.start() + length
    if end > at:
        yield Traced.whole(text[at:end], at)


def reference(written: str) -> tuple[str, int]:
    """What a character reference of HTML stands for, and how much of it is the reference; 0 if nothing is."""
    if written[1] == "#":
        return unescape(written), len(written)
    name = written[1:]
    if name in html5:
        return html5[name], len(written)
    for end in range(min(MAX_REFERENCE_CHARS, len(name)), 1, -1):
        if name[:end] in html5:
            return html5[name[:end]], end + 1
    return "", 0
