"""The two engines: what both must keep, and what the network is there for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import ALWAYS

from quotediff import extract, read, read_bytes
from quotediff.cli.commands import commands
from quotediff.cli.list import list_quotes
from quotediff.cli.run import Session
from quotediff.errors import UsageError
from quotediff.extraction import ENGINES, trace
from quotediff.model import Extract

CORPUS = Path(__file__).parent.parent / "corpus"
STORY = CORPUS / "solvent-plant-fire" / "v1.txt"

ARTICLE = """Council meets on harbor plan

"The pier is safe," said Ann Poe, the harbor master. "We tested it twice."

Poe called the rumors "a pack of lies."
"""


def article(engine: str) -> Extract:
    return extract(read_bytes(ARTICLE.encode(), "article.txt"), engine)


@pytest.mark.parametrize("engine", ALWAYS)
def test_offsets_are_exact_and_the_answer_the_same_twice(engine: str) -> None:
    first, second = (extract(read(STORY), engine) for _ in range(2))
    assert first == second
    assert first.quotes
    text = first.document.text
    for quote in first.quotes:
        for passage in (quote.content, quote.source, quote.cue):
            if passage is not None:
                assert passage.text == " ".join(text[s.start : s.end] for s in passage.spans)
        assert 0 <= quote.confidence <= 1


@pytest.mark.parametrize("engine", ALWAYS)
def test_plain_copy_is_read_alike(engine: str) -> None:
    quotes = [
        (q.kind.value, q.content.text, q.source.text if q.source else None) for q in article(engine).quotes
    ]
    assert quotes == [
        ("direct", "The pier is safe, We tested it twice.", "Ann Poe, the harbor master"),
        ("mixed", 'the rumors "a pack of lies."', "Poe"),
    ]


@pytest.mark.parametrize("engine", ALWAYS)
@pytest.mark.parametrize(
    ("copy", "cue", "content"),
    [
        ("Ann Poe is said to have told us it would close.", "is said to have told", "it would close"),
        (
            "It would close, Ann Poe is understood to have said.",
            "is understood to have said",
            "It would close",
        ),
        ('Ann Poe is alleged to have said, "It was cold."', "is alleged to have said", "It was cold."),
        (
            '"It was cold," Ann Poe is reported to have told friends.',
            "is reported to have told",
            "It was cold,",
        ),
    ],
)
def test_what_others_say_that_somebody_said(engine: str, copy: str, cue: str, content: str) -> None:
    (quote,) = extract(read_bytes(f"Pier to close\n\n{copy}\n".encode(), "article.txt"), engine).quotes
    assert quote.cue is not None
    assert quote.source is not None
    assert (quote.source.text, quote.cue.text, quote.content.text) == ("Ann Poe", cue, content)


@pytest.mark.parametrize("engine", ALWAYS)
def test_what_somebody_is_said_to_have_done_is_no_statement_of_his(engine: str) -> None:
    copy = "Pier to close\n\nThe man is alleged to have fired twice, police said.\n"
    (quote,) = extract(read_bytes(copy.encode(), "article.txt"), engine).quotes
    assert quote.source is not None
    assert (quote.source.text, quote.content.text) == ("police", "The man is alleged to have fired twice")


def test_the_network_says_so_and_how_sure_it_is() -> None:
    quotes = article("network").quotes
    assert {q.rule for q in quotes} == {"network"}
    assert len({q.confidence for q in quotes}) > 1


def test_the_network_stands_among_the_candidates() -> None:
    found = trace(read_bytes(ARTICLE.encode(), "article.txt"), "network")
    assert "network" in {c.rule for c in found.selected}
    assert {"network", "said-after"} <= {c.rule for c in found.candidates}


def test_an_engine_there_is_not() -> None:
    with pytest.raises(UsageError, match="no engine 'parser'; there are network, rules, deep"):
        article("parser")


def test_the_command_line_offers_just_the_engines_there_are() -> None:
    option = next(p for p in list_quotes.params if p.name == "engine")
    assert tuple(option.type.choices) == ENGINES  # type: ignore[attr-defined]
    result = CliRunner().invoke(
        commands, ["list", "--engine", "network", "-f", "csv", str(STORY)], obj=Session()
    )
    assert result.exit_code == 0
    assert ",network," in result.output
