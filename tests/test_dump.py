"""``quotediff dump``: what each stage of the analysis saw."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from quotediff.cli.commands import commands
from quotediff.cli.run import Session
from quotediff.rendering.stages import STAGES

ARTICLE = 'Council meets on harbor plan\n\n"The pier is safe," Ann Poe said. She called the plan “a gift”.\n'


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def dumped(article: Path, stage: str) -> list[list[str]]:
    result = CliRunner().invoke(commands, ["dump", "--stage", stage, str(article)], obj=Session())
    assert result.exit_code == 0
    return [line.split("\t") for line in result.output.splitlines()]


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_begins_with_offsets_of_what_it_shows(article: Path, stage: str) -> None:
    rows = dumped(article, stage)
    assert rows
    for start, end, *_ in rows:
        assert 0 <= int(start) < int(end) <= len(ARTICLE)


def test_candidates_say_rule_and_cost_and_what_became_of_them(article: Path) -> None:
    rows = dumped(article, "candidates")
    assert ["30", "49", "said-after", "1.00", "Ann Poe", "said", '"The pier is safe,"', "refused"] in rows
    assert any(row[2] == "network" and row[-1] == "selected" for row in rows)


def test_the_stage_of_marks_shows_quoted_ranges(article: Path) -> None:
    assert [row[-1] for row in dumped(article, "marks")] == ["The pier is safe,", "a gift"]


def test_links_show_the_chosen_candidate_first_with_what_speaks_for_it(article: Path) -> None:
    rows = dumped(article, "links")
    assert [(row[2], row[4], row[6]) for row in rows] == [
        ("She", "chosen", "Ann Poe"),
        ("She", "refused", "somebody new"),
    ]
    assert float(rows[0][5]) > float(rows[1][5])
    assert "rank=1" in rows[0][7]
