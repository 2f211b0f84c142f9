"""Quotation marks pair to quoted ranges: tests/cases/marks.md, and what holds of any marks."""

from __future__ import annotations

import pytest
import strategies
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st

from quotediff.extraction.document import AnnotatedDocument, annotate
from quotediff.model import Role
from quotediff.readers import read_bytes


def scene_of(article: str) -> AnnotatedDocument:
    return annotate(read_bytes(f"Council meets on harbor plan\n\n{article}\n".encode(), "case.txt"))


@pytest.mark.parametrize("case", read_cases("marks"))
def test_marks_pair_to_the_quoted_ranges_that_a_reader_sees(case: Case) -> None:
    doc = scene_of(case.article)
    text = doc.document.text
    found = [
        "> " * q.depth + "... " * q.continued + text[q.inner.start : q.inner.end] + " ..." * q.continues
        for q in doc.quoted
    ]
    expected = [b for b in case.bullets if not b.startswith("unpaired ")]
    assert [f.strip() for f in found] == expected
    unpaired = sum(int(b.split()[1]) for b in case.bullets if b.startswith("unpaired "))
    assert [p.code for p in doc.problems] == ["QD901"] * unpaired


@given(strategies.marky)
def test_quoted_ranges_nest_and_stay_in_their_paragraph(article: str) -> None:
    doc = scene_of(article)
    paragraphs = [
        p.span
        for p in doc.document.paragraphs
        if p.role in (Role.HEADLINE, Role.BODY, Role.SUMMARY, Role.NOTE)
    ]
    open_ends: list[int] = []
    for q in doc.quoted:
        assert q.span.start <= q.inner.start < q.inner.end <= q.span.end
        assert any(p.contains(q.span) for p in paragraphs)
        while open_ends and open_ends[-1] <= q.span.start:
            open_ends.pop()
        assert q.depth == len(open_ends)
        assert all(end >= q.span.end for end in open_ends), "stretches cross"
        open_ends.append(q.span.end)
        assert doc.tokens[q.first].start == q.span.start or q.continued
        assert doc.tokens[q.last - 1].end == q.span.end


@given(st.integers(1, 40))
def test_an_unpaired_mark_never_reaches_another_paragraph(at: int) -> None:
    body = ["One day in the harbor passed." for _ in range(8)]
    body[3] = body[3][: at % 20] + " “" + body[3][at % 20 :]
    doc = scene_of("\n\n".join(body))
    assert {doc.block_of[q.first] for q in doc.quoted} <= {4}
    assert len(doc.problems) == 1
