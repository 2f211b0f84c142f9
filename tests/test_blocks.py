"""Words set apart without marks: posts, letters, lists, transcripts; tests/cases/blocks.md."""

from __future__ import annotations

import pytest
from casefiles import Case, read_cases_by_engine

from quotediff.extraction import extract
from quotediff.model import Quote
from quotediff.readers import read_bytes


def row(quote: Quote, text: str, names: dict[str, str]) -> tuple[str, ...]:
    content = " / ".join(" ".join(text[s.start : s.end].split()) for s in quote.content.spans)
    return quote.kind.value, content, names.get(quote.speaker or "", "-")


@pytest.mark.parametrize(("engine", "case"), read_cases_by_engine("blocks"))
def test_words_set_apart_without_marks_are_whose_a_reader_says(engine: str, case: Case) -> None:
    document = read_bytes(f"Council meets on harbor plan\n\n{case.article}\n".encode(), "case.txt")
    found = extract(document, engine)
    names = {s.id: s.name for s in found.speakers}
    assert [row(q, document.text, names) for q in found.quotes if q.within is None] == list(case.rows)
