"""Web archives (WARC) of the tests' own making."""

from __future__ import annotations

import gzip
import re

OK = "HTTP/1.1 200 OK"


def record(
    block: bytes,
    address: str = "https://wire.example/ferry",
    *,
    date: str = "2026-05-01T10:00:00Z",
    sort: str = "response",
    kind: str = "application/http; msgtype=response",
    more: str = "",
) -> bytes:
    """One record as it stands in a file."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {sort}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\n{more}Content-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = OK, more: str = "") -> bytes:
    """What a server answered."""
    return f"{status}\r\nServer: a\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def about() -> bytes:
    """The record that opens a file."""
    return record(b"software: a\r\n", "", sort="warcinfo", kind="application/warc-fields")


def chunked(body: bytes, size: int = 700) -> bytes:
    """A body as servers send it in chunks."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def packed(file: bytes) -> bytes:
    """A file with each record packed for itself, as archives keep them."""
    starts = [found.start() for found in re.finditer(rb"WARC/1\.0\r\nWARC-Type", file)]
    pieces = [file[a:b] for a, b in zip(starts, [*starts[1:], len(file)], strict=True)]
    return b"".join(map(gzip.compress, pieces))
