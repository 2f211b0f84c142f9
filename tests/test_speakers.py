"""Who a source is: tests/cases/speakers.md, annotated articles, and what holds of any article."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from casefiles import Case, read_cases
from growth import grown, work
from hypothesis import given
from hypothesis import strategies as st

from quotediff.extraction.document import annotate
from quotediff.extraction.speakers import Resolution, SourceMention, resolve
from quotediff.model import Document
from quotediff.readers import read_bytes
from quotediff.text.spans import Span

GOLD = Path(__file__).parents[2] / "shared" / "polnear" / "speakers"


def unmarked(article: str) -> tuple[Document, list[SourceMention]]:
    """The article without its brackets, and the sources that stood between them."""
    title, _, body = (
        article.partition("\n")
        if article.startswith("#")
        else ("# Council meets on harbor plan", "", article)
    )
    text, spans, contents, opened, begun = "", [], [], 0, 0
    for part in re.split(r"([\[\]{}])", f"{title[2:]}\n\n{body}\n"):
        if part == "[":
            opened = len(text)
        elif part == "]":
            spans.append(Span(opened, len(text)))
        elif part == "{":
            begun = len(text)
        elif part == "}":
            contents.append((Span(begun, len(text)), len(spans)))
        else:
            text += part
    document = read_bytes(text.encode(), "case.txt")
    doc = annotate(document)
    first = doc.token_at
    mentions = [
        SourceMention(
            (span,),
            doc.sentence_of[min(first(span.start), len(doc.tokens) - 1)] if doc.tokens else 0,
            None,
            tuple(c for c, after in contents if after == k),
        )
        for k, span in enumerate(spans)
    ]
    return document, mentions


def resolved(document: Document, sources: list[SourceMention]) -> Resolution:
    doc = annotate(document)
    quoted = [doc.quoted[k].span for k in doc.outer]
    return resolve(document, doc.tokens, doc.sentences, quoted, sources, doc.places, doc.namesakes)


@pytest.mark.parametrize("case", read_cases("speakers"))
def test_who_the_sources_are(case: Case) -> None:
    document, sources = unmarked(case.article)
    found = resolved(document, sources)
    by_id = {s.id: s for s in found.speakers}
    rows = []
    for link in found.links:
        s = by_id[link or ""]
        rows.append((s.name, s.kind.value, s.description or "-", s.anonymity or "-"))
    assert rows == list(case.rows)


def test_a_quote_without_a_source_has_the_last_speaker_of_the_neighbourhood() -> None:
    document, sources = unmarked(
        '[Ann Poe] said yes. "It is safe."\n\nThe pier is old.\n\nIt is long.\n\n"Very long."'
    )
    text = document.text
    bare = [SourceMention((), 1, None, (Span(i, i + 10),)) for i in (text.index("It is safe"),)]
    far = SourceMention(
        (), len(annotate(document).sentences) - 1, None, (Span(text.index("Very"), len(text) - 2),)
    )
    found = resolved(document, [*sources, *bare, far])
    assert found.links == ("s1", "s1", None)
    assert found.reasons == ("name", "inherited", "")


def test_every_mention_is_where_it_says() -> None:
    document, sources = unmarked("[Ann Poe] said yes. [She] said why. [Mrs. Poe] left.")
    (speaker,) = resolved(document, sources).speakers
    assert [document.text[s.start : s.end] for s in speaker.mentions] == ["Ann Poe", "She", "Poe"]


def test_ids_are_in_order_of_first_mention_whatever_the_order_of_the_sources() -> None:
    document, sources = unmarked("[Ann Poe] said yes. [Peter Daly] said no. [A diver] left. [Poe] stayed.")
    there, back = resolved(document, sources), resolved(document, sources[::-1])
    assert [s.name for s in there.speakers] == ["Ann Poe", "Peter Daly", "A diver"]
    assert back.links == there.links[::-1]
    assert back.speakers == there.speakers


def test_each_link_names_its_reason() -> None:
    document, sources = unmarked(
        "[Ann Poe, a nurse,] said yes. [She] said why. [The nurse] left. [A diver] stayed."
    )
    assert resolved(document, sources).reasons == ("name", "pronoun", "called", "own")


def test_one_of_two_whom_the_copy_does_not_tell_apart_is_nobody() -> None:
    """No guess: both of the family were named side by side, and nothing tells which of them speaks."""
    document, sources = unmarked("Tom Dawes and Joyce Dawes met the press. [Dawes] said yes. [He] said why.")
    found = resolved(document, sources)
    assert found.links == (None, "s1")
    assert [s.name for s in found.speakers] == ["Tom Dawes"]


def test_an_article_without_sources_has_no_speakers() -> None:
    document, _ = unmarked("The pier is safe.")
    assert resolved(document, []) == Resolution((), (), (), ())
    assert resolve(document, [], [], [], [SourceMention((), 0, None, ())], {}, ()) == Resolution(
        (), (None,), ("",), (0.0,)
    )


@given(st.text(alphabet=" \n.,'\"“”-[]AaPpQMmr.heistdof0é’—(", max_size=200))
def test_whatever_is_a_source_is_linked_and_nothing_raises(body: str) -> None:
    pieces = body.replace("{", "").replace("}", "").split("[")
    article = pieces[0] + "".join(f"[{p.replace(']', '')}]" for p in pieces[1:])
    document, sources = unmarked(f"# Fell Harbor\n{article}")
    found = resolved(document, sources)
    assert len(found.links) == len(found.reasons) == len(sources)
    ids = {s.id for s in found.speakers}
    assert all(link in ids for link in found.links if link is not None)
    assert [s.id for s in found.speakers] == [f"s{n}" for n in range(1, len(ids) + 1)]
    for source, link in zip(sources, found.links, strict=True):
        words = document.text[source.spans[0].start : source.spans[0].end]
        assert link is not None or not any(c.isalnum() for c in words)


def test_owners_of_owners_without_end() -> None:
    document, sources = unmarked("[" + "Poe's brother's " * 3000 + "remarks] were short.")
    assert resolved(document, sources).links[0] is not None


def resolving(piece: str, times: int) -> Callable[[], object]:
    document, sources = unmarked("".join(piece.format(n=n) for n in range(times)))
    doc = annotate(document)
    return lambda: resolve(document, doc.tokens, doc.sentences, [], sources, doc.places, doc.namesakes)


@pytest.mark.parametrize(
    "piece",
    [
        "[Ann Poe, a nurse,] said {n} is low. [She] met Peter Daly. [The nurse] and [he] left.\n\n",
        "[They] met Ann Poe, [who] and [he] waved as [it] sank and ",
    ],
    ids=["paragraphs", "one sentence without end"],
)
def test_work_grows_with_the_article_not_faster(piece: str) -> None:
    resolving(piece, 5)()
    one, two = (work(resolving(piece, times)) for times in (150, 300))
    assert not grown(one, two, times=2.5, least=1000)


@pytest.mark.skipif(
    not GOLD.is_dir(), reason="the readers' answers are not at hand (../shared/polnear/speakers)"
)
def test_the_share_of_speakers_a_careful_reader_would_name() -> None:
    """The floor the project set itself; the sources are the annotated ones."""
    sys.path.insert(0, str(GOLD.parents[1] / "evaluation"))
    import speakers as scorer  # noqa: PLC0415  the scorer lies outside the project, and not everywhere

    right = found = 0
    for path in sorted(GOLD.glob("*.tsv")):
        rows = [line.split("\t")[:5] for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row[4] not in ("generic", "unclear")]
        document = read_bytes((GOLD.parent / "train" / "text" / f"{path.stem}.txt").read_bytes(), path.name)
        doc = annotate(document)
        sources = [
            SourceMention((span,), doc.sentence_of[doc.token_at(span.start)], None, ())
            for span in (Span(int(row[0]), int(row[1])) for row in rows)
        ]
        answer = resolved(document, sources)
        by_id = {s.id: s for s in answer.speakers}
        for row, link in zip(rows, answer.links, strict=True):
            got = by_id[link or ""]
            right += scorer.same(row[3], row[4], got.name, got.description or "")
            found += 1
    assert right / found >= 0.9


def test_every_link_is_given_with_how_sure_it_is() -> None:
    document, sources = unmarked("Ann Poe met Tom Daly. [He] said no. [The mayor] left.")
    found = resolved(document, sources)
    assert all(0.0 < sure < 1.0 for sure in found.confidences)
    assert len(found.confidences) == len(found.links)
