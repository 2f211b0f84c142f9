"""Large and unlucky files of wires are read, or refused, in time that grows with them and no faster."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest
from growth import grown, work

from quotediff.errors import InputError
from quotediff.readers import read_all_bytes

OPEN, SHUT = b"<?xml version='1.0'?><nitf><body><body.content>", b"</body.content></body></nitf>"
JSON = b'{"uri": "a", "headline": "b", "body_xhtml": "'
PIECES = {
    "words": (OPEN, b"word ", SHUT),
    "paragraphs": (OPEN, b"<p>A word.</p>", SHUT),
    "references": (OPEN, b"&amp; ", SHUT),
    "unknown references": (OPEN, b"&a; ", SHUT),
    "breaks": (OPEN, b"a<br/>", SHUT),
    "tags": (OPEN, b"<b>a</b> ", SHUT),
    "tags without end": (OPEN, b"<a ", SHUT),
    "comments without end": (OPEN, b"<!--", SHUT),
    "sections without end": (OPEN, b"<![CDATA[", SHUT),
    "signs": (OPEN, b"& < ", SHUT),
    "quotation marks": (OPEN, b"<a b='", SHUT),
    "attributes": (OPEN + b"<p ", b"a='1' ", b"/>" + SHUT),
    "escapes": (JSON, b"\\u201c ", b'"}'),
    "fragments": (JSON, b"<p>A word.</p>", b'"}'),
    "items": (b'[{"uri": "a"}', b', {"uri": "a", "headline": "b", "body_text": "He ran."}', b"]"),
    "news items": (
        b"<newsMessage>",
        b"<newsItem><inlineData>He ran.</inlineData></newsItem>",
        b"</newsMessage>",
    ),
}


@pytest.mark.parametrize("name", PIECES)
def test_work_grows_with_the_file(name: str) -> None:
    first, piece, last = PIECES[name]

    def read(times: int) -> None:
        with suppress(InputError):
            read_all_bytes(first + piece * times + last, "x")

    one, two = (work(partial(read, times)) for times in (300, 600))
    assert not grown(one, two, times=2.5, least=500)
