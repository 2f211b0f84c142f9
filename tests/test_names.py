"""What the quoted are called: tests/cases/names.md."""

from __future__ import annotations

import pytest
from casefiles import Case, read_cases_by_engine

from quotediff.extraction import extract
from quotediff.readers import read_bytes


@pytest.mark.parametrize(("engine", "case"), read_cases_by_engine("names"))
def test_the_quoted_have_the_names_that_a_reader_gives(engine: str, case: Case) -> None:
    found = extract(read_bytes(case.article.encode(), "case.txt"), engine)
    names = {s.id: _bare(s.name) for s in found.speakers}
    quotes = [
        (names.get(q.speaker or "", "-"), " ".join(q.content.text.split()))
        for q in found.quotes
        if q.within is None
    ]
    shown = [
        (name, expected[1] if expected[1] in words else words)
        for (name, words), expected in zip(quotes, case.rows, strict=False)
    ]
    assert [*shown, *quotes[len(shown) :]] == [(_bare(name), words) for name, words in case.rows]


def _bare(name: str) -> str:
    """The name without an article before it."""
    first, _, rest = name.partition(" ")
    return rest if first.lower() in {"the", "a", "an"} else name
