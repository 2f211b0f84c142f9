"""Who said what: the cases of tests/cases that give an article and its quotes, with both engines."""

from __future__ import annotations

import pytest
from casefiles import Case, read_cases_by_engine

from quotediff.extraction import extract
from quotediff.model import Passage, Quote
from quotediff.readers import read_bytes


def words(passage: Passage | None, text: str) -> str:
    return " / ".join(text[s.start : s.end] for s in passage.spans) if passage else "-"


def row(quote: Quote, text: str) -> tuple[str, ...]:
    carried = "(carried) " if quote.inherited else ""
    source = carried + words(quote.source, text)
    return (quote.kind.value, words(quote.content, text), source, words(quote.cue, text))


@pytest.mark.parametrize(
    ("engine", "case"),
    [case for name in ("attribution", "extents", "cues") for case in read_cases_by_engine(name)],
)
def test_an_article_has_the_quotes_that_a_reader_finds(engine: str, case: Case) -> None:
    document = read_bytes(f"Council meets on harbor plan\n\n{case.article}\n".encode(), "case.txt")
    assert [row(q, document.text) for q in extract(document, engine).quotes] == list(case.rows)


def test_a_quote_without_a_speaker_is_a_problem() -> None:
    article = 'Council meets on harbor plan\n\nThe plant, known as "the old varnish works," burned.\n'
    found = extract(read_bytes(article.encode(), "case.txt"), "rules")
    assert [q.speaker for q in found.quotes] == [None]
    assert [(p.code, p.span) for p in found.problems] == [("QD902", found.quotes[0].content.spans[0])]
