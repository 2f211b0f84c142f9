from __future__ import annotations

import pytest
from casefiles import Case, read_cases
from notation import extract_of

from quotediff.api import compare


@pytest.mark.parametrize("case", read_cases("compare"))
def test_changes(case: Case) -> None:
    old, new = (extract_of(side) for side in case.article.split("\n====\n"))
    found = [f"{c.code} {c.message}" for c in compare(old, new).changes]
    left = list(found)
    for code, words in (bullet.split(" ", 1) for bullet in case.bullets):
        match = next((f for f in left if f.startswith(code) and words in f), None)
        assert match is not None, f"{code} {words} is not among {found}"
        left.remove(match)
    assert left == []
