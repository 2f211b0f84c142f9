"""The project's own texts as the network is taught them: the corpus's stories, and frames that are filled.

``own/written.txt`` holds short articles, ``own/frames.txt`` paragraphs with gaps, written and marked by hand,
``own/slots.txt`` what fills the gaps.
Of the corpus, the last version of each story counts, but for stories of the group ``unseen``, on which
nothing is fitted.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Article, Range, Relation, cue_range, prepared, token_range
from quotediff.corpus.loader import load
from quotediff.extraction.document import annotate
from quotediff.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotediff.corpus.loader import ExpectedQuote, Version
    from quotediff.text.tokens import Token

_OWN = Path(__file__).with_name("own")
_NOT_SEEN = "unseen"  # how the names of those groups begin
_FILLINGS = 3  # of each frame
_PARAGRAPHS = 8  # of an article of such
_SEED = 7
_SLOT = re.compile(r"\$([a-z]+)")
_MARK = re.compile(r"[{<\[](?:([\d,]+):)?|[}>\]]")
_ROLES = {"{": "Source", "<": "Cue", "[": "Content"}

Parts = dict[str, list[Range]]  # of an attribution: spans of code points by role


def own_articles(corpus: Path) -> list[Article]:
    """All of them."""
    return [*_stories(corpus), *articles()]


def frames() -> list[str]:
    """The frames, as they are written."""
    return _lines(_OWN / "frames.txt")


def slots() -> dict[str, list[str]]:
    """What may fill a gap, by its name."""
    pairs = (line.split(":", 1) for line in _lines(_OWN / "slots.txt"))
    return {name: choices.strip().split(" | ") for name, choices in pairs}


def articles() -> Iterator[Article]:
    """What is written by hand; and the frames, filled, some paragraphs an article."""
    rng = random.Random(_SEED)  # noqa: S311 - which words, no secret
    known = slots()
    filled = [fill(frame, known, rng) for frame in frames() for _ in range(_FILLINGS if "$" in frame else 1)]
    rng.shuffle(filled)
    mixed = [filled[at : at + _PARAGRAPHS] for at in range(0, len(filled), _PARAGRAPHS)]
    for number, paragraphs in enumerate([*written(), *mixed]):
        text, marked = "", []
        for paragraph in paragraphs:
            plain, parts = unmarked(paragraph, len(text))
            text += plain + "\n\n"
            marked += parts
        yield _article(f"own-{number}", text, marked, [])


def written() -> list[list[str]]:
    """The paragraphs of each article that is written by hand."""
    text = (_OWN / "written.txt").read_text(encoding="utf-8")
    each = ([line for line in part.splitlines() if not line.startswith("#")] for part in text.split("\n\n"))
    return [part for part in each if part]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def fill(frame: str, known: dict[str, list[str]], rng: random.Random) -> str:
    """The frame with words in its gaps, each gap's drawn anew, and a capital at the beginning."""

    def word(m: re.Match[str]) -> str:
        name = max((n for n in known if m[1].startswith(n)), key=len)
        return rng.choice(known[name]) + m[1][len(name) :]

    while _SLOT.search(frame):
        frame = _SLOT.sub(word, frame)
    return re.sub(r"[^\W\d_]", lambda m: m[0].upper(), frame, count=1)


def unmarked(paragraph: str, at: int) -> tuple[str, list[Parts]]:
    """The paragraph without its marks; its attributions, as spans of a text in which it begins at ``at``."""
    plain = ""
    found: dict[str, Parts] = {}
    begun: tuple[str, str, int] | None = None
    end = 0
    for m in _MARK.finditer(paragraph):
        plain += paragraph[end : m.start()]
        end = m.end()
        if m[0][0] in _ROLES:
            begun = _ROLES[m[0][0]], m[1] or "1", at + len(plain)
        elif begun is not None:
            role, numbers, start = begun
            for number in numbers.split(","):
                parts = found.setdefault(number, {"Source": [], "Cue": [], "Content": []})
                parts[role].append((start, at + len(plain)))
    return plain + paragraph[end:], list(found.values())


def _stories(corpus: Path) -> Iterator[Article]:
    """The last version of each story, with the quotes that a reader expects."""
    for story in load(corpus):
        versions = [v for v in story.versions if v.quotes]
        if not (story.group or "").startswith(_NOT_SEEN) and versions:
            marked, unused = _expected(versions[-1])
            yield _article(f"corpus-{story.slug}", versions[-1].text, marked, unused)


def _expected(version: Version) -> tuple[list[Parts], list[Range]]:
    """The attributions; and where stand words that teach nothing: those of doubt, or of no cue in sight.

    A quote that goes on in the same paragraph, without a cue of its own, is content of the one before.
    """
    marked: list[Parts] = []
    unused: list[Range] = [tuple(s) for o in version.optional for s in o.content.spans]
    before: ExpectedQuote | None = None
    for quote in version.quotes or ():
        if quote.within is not None:
            continue
        spans: list[Range] = [tuple(s) for s in quote.content.spans]
        if quote.cue is not None:
            source = [tuple(s) for s in quote.source.spans] if quote.source else []
            marked.append({"Source": source, "Cue": [tuple(s) for s in quote.cue.spans], "Content": spans})
            before = quote
        elif (
            before is not None
            and quote.speaker == before.speaker
            and "\n\n" not in version.text[min(before.content.spans)[0] : spans[0][0]]
        ):
            marked[-1]["Content"] += spans
        else:
            unused += spans
    return marked, unused


def _article(name: str, text: str, marked: Sequence[Parts], unused: Sequence[Range]) -> Article:
    doc = annotate(read_bytes(text.encode(), name))
    return prepared(name, doc, lambda tokens: [r for m in marked if (r := _relation(tokens, m))], unused)


def _relation(tokens: Sequence[Token], parts: Parts) -> Relation | None:
    cue = cue_range(tokens, sorted(parts["Cue"]))
    contents = tuple(r for s in sorted(parts["Content"]) if (r := token_range(tokens, s)))
    if cue is None or not contents:
        return None
    sources = tuple(r for s in sorted(parts["Source"]) if (r := token_range(tokens, s)))
    return Relation(cue, sources, contents)
