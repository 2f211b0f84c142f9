"""What holds of every page: balanced tags of a known set, unique ids, links within it, nothing that runs."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

VOID = frozenset({"br", "input", "meta"})
_TAGS = (
    "a article b bdi body br button caption circle code dd del details dialog div dl dt fieldset "
    "footer form h1 h2 h3 head header html i input ins kbd label legend li line main meta ol option "
    "output p path rect script section select span strong style summary svg table tbody td text th "
    "thead time title tr ul "
)
_ATTRIBUTES = (  # none of them loads or runs anything
    "aria-hidden aria-label aria-labelledby charset checked class content cx cy d data-count "
    "data-family data-filter data-help data-search data-severity data-show data-sort "
    "colspan data-speaker data-speaker-new data-step data-unchanged dir height hidden href http-equiv id "
    "lang method name r "
    "role scope start tabindex type value viewbox width x x1 x2 y y1 y2 "
)
TAGS, ATTRIBUTES = set(_TAGS.split()), set(_ATTRIBUTES.split())


class Reader(HTMLParser):
    """Reads a page and fails where it is not sound."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.files: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, (tag, attrs)
        values = dict(attrs)
        self.seen[tag] += 1
        if "id" in values:
            self.ids[str(values["id"])] += 1
        if "href" in values:
            link = str(values["href"])
            assert re.fullmatch(r"#.+|[a-z0-9-]+\.html", link), values
            (self.links if link[0] == "#" else self.files).add(link.removeprefix("#"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.words.append(data)


def read(out: str) -> Reader:
    """A page or a fragment that is sound, read."""
    reader = Reader()
    reader.feed(out)
    reader.close()
    assert reader.open == []
    assert max(reader.ids.values(), default=1) == 1, reader.ids.most_common(3)
    assert reader.links <= set(reader.ids)
    return reader


def well_formed(out: str) -> None:
    """A whole page: one style and one script, which its policy names by their hashes."""
    reader = read(out)
    assert out.startswith("<!doctype html>")
    assert (reader.seen["script"], reader.seen["style"], reader.seen["h1"]) == (1, 1, 1)
    assert re.search(r"default-src &#39;none&#39;|default-src 'none'", out)
