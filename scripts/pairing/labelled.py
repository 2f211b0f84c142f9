"""Pairs of quotes that people labelled: one statement, or two. From five sources, each story by itself.

* ``stories.md``, beside this file: small stories in two versions, written for this;
* the project's corpus: what its expectations of changes name on both sides;
* the rewrites of ``../shared``, likewise;
* the mutations: statements of known number, before and after an edit;
* the corpus with one statement in the place of another of its speaker: two statements.

An example is what ``Matcher`` itself would weigh: an old quote and one of its candidates. Quotes of the same
words are paired without weighing, and are no examples. What a gold leaves open is none either.
"""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

from quotediff.align.normalize import NormalizedText
from quotediff.align.quotes import Matcher, drop_unmatched_beliefs
from quotediff.align.sentences import align
from quotediff.align.speakers import Identity
from quotediff.align.words import similarity
from quotediff.api import extract
from quotediff.corpus.loader import load
from quotediff.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from articles import Article
    from draft import Made

    from quotediff.align.quotes import QuoteContent
    from quotediff.corpus.loader import Version
    from quotediff.model import Extract, Passage

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OF_A_PAIR = frozenset(
    f"QD{n}" for n in (*range(101, 111), 112, 113, 114, 201, 202, 203, 210, 211, 212, 213, 214)
)
"""Codes whose words name one statement on both sides; others may name two of the same speaker."""

MAYBE_STYLE = 0.6  # similarity of words from which a gold that says nothing of two quotes leaves it open
STYLE_ONLY = 0.9  # similarity of words from which two quotes of which nothing is said are one
PART = 0.7  # evidence that one holds the other from which a gold that does not name both leaves it open
COVERED = 0.5  # share of the shorter of two stretches from which a quote is the one that words name

BRIEF = frozenset({"corpus", "rewrites"})
"""Sources whose golds say nothing of statements that differ in style only."""

UNSEEN = "unseen"  # the group of the corpus on which nothing is fitted

Span = tuple[int, int]
Link = tuple[list[Span], list[Span]]


@dataclass(frozen=True)
class Example:
    """One old quote and one candidate. ``words`` are for people who look at errors."""

    story: str
    source: str
    evidence: tuple[float, ...]
    one: bool
    words: tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """Two versions of a story, what is one statement in them, and what may be or not."""

    story: str
    source: str
    old: str
    new: str
    links: tuple[Link, ...]
    open: tuple[Link, ...] = ()


def examples(labelled: Labelled) -> Iterator[Example]:
    """The examples that two versions give."""
    old, new = (NormalizedText(_extract(text)) for text in (labelled.old, labelled.new))
    alignment = align(old, new)
    old, new = drop_unmatched_beliefs(old, new, alignment)
    matcher = Matcher(old, new, alignment, Identity(old.extract, new.extract))
    partner, taken = matcher.start()
    for i, quote_content in enumerate(matcher.olds):
        if partner[i] >= 0:
            continue
        for j in matcher.candidates(i, taken):
            other = matcher.news[j]
            one = _linked(quote_content, other, labelled.links)
            if not one and _linked(quote_content, other, labelled.open):
                continue
            evidence = matcher.evidence(i, j)
            alike = similarity(quote_content.norms, other.norms)
            one = one or alike >= STYLE_ONLY
            unsaid = labelled.source in BRIEF and alike >= MAYBE_STYLE
            if not one and (unsaid or evidence.whole > PART or evidence.edge):
                continue  # trimmed, extended or merged, which golds name by one side alone
            words = (quote_content.quote.content.text, other.quote.content.text)
            yield Example(labelled.story, labelled.source, evidence, one, words)


@cache
def _extract(text: str) -> Extract:
    return extract(read_bytes(text.encode(), "-"))


def _linked(old: QuoteContent, new: QuoteContent, links: Sequence[Link]) -> bool:
    return any(_named(old, a) and _named(new, b) for a, b in links)


def _named(quote_content: QuoteContent, spans: Sequence[Span]) -> bool:
    """Whether these words name the quote: they cover most of it, or it most of them."""
    own = quote_content.quote.content.spans
    both = sum(max(0, min(a.end, e) - max(a.start, s)) for a in own for s, e in spans)
    shorter = min(sum(a.end - a.start for a in own), sum(e - s for s, e in spans))
    return shorter > 0 and both / shorter > COVERED


def written() -> Iterator[Labelled]:
    """The stories of ``stories.md``."""
    text = (HERE / "stories.md").read_text(encoding="utf-8")
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = block.partition("\n")
        versions, _, links = body.partition("\n----\n")
        old, new = (side.strip() + "\n" for side in versions.split("\n====\n"))
        rows = [line.removeprefix("- ").split(" -> ") for line in links.splitlines() if line.strip()]
        sure = tuple(([_at(old, a)], [_at(new, b)]) for a, b in rows)
        yield Labelled(f"written/{title.strip()}", "written", old, new, sure)


def _at(text: str, words: str) -> Span:
    at = text.find(words)
    if at < 0:
        sys.exit(f"stories.md: not in its version: {words!r}")
    return at, at + len(words)


def of_corpus(folder: Path) -> Iterator[Labelled]:
    """The corpus: what its changes name on both sides is one statement; see STYLE_ONLY for the rest.

    The stories that measure pairing on what nobody built for are left out.
    """
    for story in load(folder):
        if story.group == UNSEEN:
            continue
        for step in story.steps:
            links = [
                (_spans(c.old, step.old), _spans(c.new, step.new))
                for c in step.changes
                if c.old is not None and c.new is not None and c.code in OF_A_PAIR
            ]
            name = f"corpus/{story.slug}"
            yield Labelled(name, "corpus", step.old.text, step.new.text, tuple(links))


def _spans(passage: Passage, version: Version) -> list[Span]:
    """The contents of the quotes that words name, or the words themselves."""
    spans = [(s.start, s.end) for s in passage.spans]
    found = []
    for quote in version.quotes or ():
        own = [(s.start, s.end) for s in quote.content.spans]
        if any(s < d and c < e for s, e in spans for c, d in own):
            found += own
    return found or spans


def of_rewrites(folder: Path) -> Iterator[Labelled]:
    """Rewrites with gold: what a change names on both sides; what may be told is open."""
    for gold in sorted(folder.glob("*/*compare.toml")):
        stem = gold.name.removesuffix("compare.toml").rstrip(".") or "old-new"
        old, new = ((gold.parent / f"{v}.txt").read_text(encoding="utf-8-sig") for v in stem.split("-", 1))
        told = tomllib.loads(gold.read_text(encoding="utf-8"))
        links: dict[str, list[Link]] = {"change": [], "optional": []}
        for key, found in links.items():
            for row in told.get(key, ()):
                if "old" in row and "new" in row:
                    found.append(([_at(old, row["old"])], [_at(new, row["new"])]))
        name = f"rewrites/{gold.parent.name}"
        yield Labelled(name, "rewrites", old, new, tuple(links["change"]), tuple(links["optional"]))


def of_replaced(found: Sequence[Article]) -> Iterator[Labelled]:
    """Articles in which one statement of a speaker has another's place: two statements with one attribution.

    Both versions lack the paragraph of the second; the new one has its words in place of the first's.
    """
    for article in found:
        told = [s for s in article.statements if s.who.key and len(s.contents) == 1]
        for one, other in permutations(told, 2):
            same = (one.who.key, one.kind, one.shape) == (other.who.key, other.kind, other.shape)
            if not same or one.paragraph == other.paragraph:
                continue
            gap = article.paragraphs[other.paragraph]
            (at, end), (a, b) = one.contents[0], other.contents[0]
            words = article.text[a:b]
            old = _without(article.text, gap)
            if at < gap[0]:
                new = _without(
                    article.text[:at] + words + article.text[end:], _moved(gap, len(words) - (end - at))
                )
            else:
                new = _without(article.text, gap)
                shift = len(article.text) - len(old)
                new = new[: at - shift] + words + new[end - shift :]
            yield Labelled(f"corpus/{article.name}", "replaced", old, new, ())


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _without(text: str, gap: Span) -> str:
    """The text without a paragraph."""
    return text[: gap[0]].rstrip("\n") + "\n\n" + text[gap[1] :].lstrip("\n")


def of_mutations(pairs: int, seed: int, make: Callable[[int, int], Made | None]) -> Iterator[Labelled]:
    """Mutations: a statement that both versions have is one."""
    for number in range(pairs):
        made = make(seed, number)
        if made is None:
            continue
        old, new = made.old, made.new
        both = sorted(old.places.keys() & new.places.keys())
        links = tuple((list(old.places[n].contents), list(new.places[n].contents)) for n in both)
        links = tuple((a, b) for a, b in links if a and b)
        yield Labelled(f"mutations/{made.name}", "mutations", old.text, new.text, links)
