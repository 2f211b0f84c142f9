"""Large and unlucky files of wires, and pages, are read or refused in time that grows with them."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest
import warcs
from growth import grown, word, work

from quotediff.errors import InputError
from quotediff.readers import read_all_bytes

OPEN, SHUT = b"<?xml version='1.0'?><nitf><body><body.content>", b"</body.content></body></nitf>"
JSON = b'{"uri": "a", "headline": "b", "body_xhtml": "'
PAGE = b"<!doctype html><html><head><title>A mill</title></head><body><article>"
LEAD = b"<p>The boats of the harbor go out at noon, and come home at night.</p>"
END = b"</article></body></html>"
RAN = b"The {} ran home from the mill at noon, she said."
SAVED = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
PART = b"--b\r\nContent-Type: text/html\r\n"
SENT = b"\x16\x16\x01W2870\x1f_a\r\nr a\x13\x11 BC-US--A   05-01 1049\r\n\x02^BC-US--A,3<\r\n^A mill<\r\n"
MAIL = b"From: a@b.example\nMessage-ID: <1@b>\nMIME-Version: 1.0\nSubject: A\n\n"
WARC = warcs.record(warcs.answer(b"The {} ran home, she said.", kind="text/plain"))
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
    "a page's words": (PAGE + b"<p>", b"{} ", b"</p>" + END),
    "a page's paragraphs": (PAGE, b"<p>" + RAN + b"</p>", END),
    "a page's paragraphs without end": (PAGE, b"<p>" + RAN, END),
    "a page's paragraphs twice": (PAGE, b"<p>" + RAN + b"</p><p>" + RAN + b"</p>", END),
    "a page's short paragraphs": (PAGE + LEAD, b"<p>{}.</p>", END),
    "a page's containers": (PAGE, b"<div class='a'><p>" + RAN + b"</p></div>", END),
    "a page's headings": (PAGE, b"<h2>The {}</h2><p>" + RAN + b"</p>", END),
    "a page's lists": (PAGE, b"<p>" + RAN + b"</p><ul><li>The {} ran.</li></ul>", END),
    "a page's pull quotes": (PAGE, b"<p>" + RAN + b"</p><blockquote>The {} ran</blockquote>", END),
    "a page's breaks": (PAGE + b"<p>", RAN + b"<br><br>", b"</p>" + END),
    "a page's links": (PAGE, b"<p>The {} ran <a href='a'>home from the mill</a> at noon.</p>", END),
    "a page's teasers": (PAGE + LEAD, b"<p><a href='a'>The {} ran home</a></p>", END),
    "a page's references": (PAGE + b"<p>", b"&ldquo;{}&rdquo; ", b"</p>" + END),
    "a page's comments": (PAGE + LEAD, b"<!-- {} -->", END),
    "a page's scripts": (PAGE + LEAD, b"<script>{}</script>", END),
    "a page's tags without end": (PAGE + LEAD, b"<a ", END),
    "a page's elements within each other": (PAGE + LEAD, b"<div>", END),
    "a page's data": (
        b"<html><head><script type='application/ld+json'>[",
        b'{"@type": "NewsArticle", "headline": "{}"},',
        b"{}]</script></head><body>" + LEAD + b"</body></html>",
    ),
    "a saved page's parts": (SAVED, PART + b"\r\n" + LEAD + b"<p>" + RAN + b"</p>\r\n", b"--b--\r\n"),
    "a saved page's escapes": (
        SAVED + PART + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>",
        b"=E2=80=9C{}=\r\n b ",
        b"</p></body></html>\r\n--b--\r\n",
    ),
    "a feed's items": (
        b"<rss><channel>",
        b"<item><title>A {}</title><description>He ran.</description></item>",
        b"</channel></rss>",
    ),
    "a feed's escapes": (
        b"<rss><channel><item><title>a</title><description>",
        b"&amp;lt;p> ",
        b"</description></item></channel></rss>",
    ),
    "Markdown's paragraphs": (b"---\ntitle: a\n---\n", b"The {} ran *home*, she **said**.\n\n", b""),
    "Markdown's signs": (b"---\ntitle: a\n---\n", b"*_`[", b"\n"),
    "Markdown's quotes": (b"---\ntitle: a\n---\n", b"> ", b"a\n"),
    "Markdown's links": (b"---\ntitle: a\n---\n", b"[{}](a 'b') ", b"\n"),
    "lines of JSON": (b"", b'{"uri": "a", "headline": "{}", "body_text": "He ran."}\n', b""),
    "records of a WARC": (b"", WARC, b""),
    "a message's lines": (MAIL, b"> The {} ran home.\n", b""),
    "a message's parts": (
        SAVED.replace(b"related", b"mixed"),
        b"--b\r\nContent-Type: text/plain\r\n\r\n{} ran.\r\n",
        b"--b--\r\n",
    ),
    "a transmission's lines": (
        SENT,
        b"\t   The {} ran home, she said.\r\n",
        b"\x03AP-WF-05-01-26 1100GMT<\r\n\x04",
    ),
    "transmissions": (b"", SENT + b"\tThe {} ran.\r\n\x03\r\n\x04", b""),
}
"""What a file begins with, what it has over and over with another word for ``{}``, and how it ends."""


@pytest.mark.parametrize("name", PIECES)
def test_work_grows_with_the_file(name: str) -> None:
    first, piece, last = PIECES[name]

    def read(times: int) -> None:
        with suppress(InputError):
            told = (piece.replace(b"{}", word(k).encode()) for k in range(times))
            read_all_bytes(first + b"".join(told) + last, "x")

    read(1)  # what is loaded late
    one, two = (work(partial(read, times)) for times in (300, 600))
    assert not grown(one, two, times=2.5, least=500)
