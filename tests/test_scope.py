"""What a reader asks for: what is sure, a copy without its cuts, people under the names of a list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tool import Tool

import quotediff
from quotediff.config import aliases
from quotediff.errors import UsageError
from quotediff.model import Severity

OLD = """Pilots walk out in Orvane

ORVANE — Pilots in Orvane walked out on Monday.

"We fly and they count," said Rick Doe, who leads the union.

Airline chief Ana Moll said the offer was fair. "It is the best in the country," Moll said.

Shopkeeper Bo Lind said he had slept on the floor.

The ministry declined to comment.
"""
COPY = """Pilots walk out in Orvane

ORVANE — Pilots in Orvane walked out on Monday.

"We fly and they talk," said Richard Doe, who leads the union.

Airline chief Ana Moll said the offer was fair.
"""
ALIASES = '"Rick Doe" = ["Richard Doe"]\n'


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    for name, text in (("old.txt", OLD), ("new.txt", COPY), ("aliases.toml", ALIASES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return ["old.txt", "new.txt"]


def test_of_a_copy_cuts_are_one_line_and_listed_and_changed_words_are_findings() -> None:
    old, new = (quotediff.extract(quotediff.read_text(text)) for text in (OLD, COPY))
    whole, copy = quotediff.compare(old, new), quotediff.compare(old, new, copy=True)
    cuts = {"QD302", "QD303", "QD304"}
    assert cuts & {c.code for c in whole.changes}
    assert not cuts & {c.code for c in copy.changes}
    assert [c for c in whole.changes if c.code not in cuts] == list(copy.changes)
    left = {one.speaker: len(one.quotes) for one in copy.left_out if one.quotes}
    assert left == {"Ana Moll": 1, "Bo Lind": 1}
    (response,) = (one for one in copy.left_out if not one.quotes)
    assert response.span is not None
    assert "declined to comment" in OLD[response.span.start : response.span.end]
    told = quotediff.render(copy, "table")
    assert "left out of the copy: 1 quote of Ana Moll, 1 quote of Bo Lind, 1 response" in told
    value = json.loads(quotediff.render(copy, "json"))
    assert [one["speaker"] for one in value["left_out"]] == ["Ana Moll", "Bo Lind", None]
    assert whole.left_out == ()


def test_nothing_less_sure_than_asked_for_is_reported() -> None:
    old, new = (quotediff.extract(quotediff.read_text(text)) for text in (OLD, COPY))
    found = quotediff.compare(old, new)
    sure = quotediff.compare(old, new, min_confidence=1.0)
    assert set(sure.changes) < set(found.changes)
    assert sure.pairs == found.pairs
    confidence = {q.id: q.confidence for q in old.quotes}
    least = sorted(confidence.values())[1]
    kept = quotediff.compare(old, new, min_confidence=least).changes
    assert all(max(confidence[i] for i in c.old_quotes) >= least for c in kept if c.old_quotes)


def test_an_extract_of_sure_quotes_refers_to_none_that_is_left_out() -> None:
    extract = quotediff.extract(quotediff.read_text(OLD))
    least = sorted(q.confidence for q in extract.quotes)[2]
    kept = extract.at_least(least)
    assert {q.id for q in kept.quotes} == {q.id for q in extract.quotes if q.confidence >= least}
    assert {q.within for q in kept.quotes} <= {None, *(q.id for q in kept.quotes)}
    assert extract.at_least(0.0) is extract


def test_names_of_a_list_are_one_speaker_in_and_over_versions() -> None:
    text = OLD + '\nRichard Doe also said: "We fly again on Friday."\n'
    apart = quotediff.extract(quotediff.read_text(text))
    together = quotediff.extract(
        quotediff.read_text(text), aliases=[("R. J. Doe", "Rick Doe", "Richard Doe")]
    )
    assert "R. J. Doe" in [s.name for s in together.speakers]
    assert [s.id for s in together.speakers] == [f"s{n}" for n in range(1, len(together.speakers) + 1)]
    assert [q.content for q in together.quotes] == [q.content for q in apart.quotes]
    names = {s.id: s.name for s in together.speakers}
    assert {names[q.speaker] for q in together.quotes if q.speaker and "fly" in q.content.text} == {
        "R. J. Doe"
    }


def test_a_pen_name_and_a_name_of_a_list_are_no_change_of_speaker() -> None:
    old, new = (OLD.replace("Rick Doe", "Mara Quint"), COPY.replace("Richard Doe", "Eva Lunt"))
    plain = quotediff.compare(*(quotediff.extract(quotediff.read_text(t)) for t in (old, new)))
    told = [
        quotediff.extract(quotediff.read_text(t), aliases=[("Mara Quint", "Eva Lunt")]) for t in (old, new)
    ]
    assert "QD201" in [c.code for c in plain.changes]
    changes = quotediff.compare(*told, copy=True).changes
    assert [(c.code, c.severity) for c in changes] == [("QD101", Severity.ERROR)]  # "count" became "talk"


def test_the_commands_take_the_options_and_the_settings(versions: list[str], qd: Tool) -> None:
    def run(*arguments: str) -> str:
        return qd(*arguments).out

    assert "left out of the copy" in run("compare", "--copy", *versions)
    assert len(run("list", "old.txt", "-f", "jsonl", "--min-confidence", "1")) < len(
        run("list", "old.txt", "-f", "jsonl")
    )
    Path("quotediff.toml").write_text('min-confidence = 1.0\naliases = "aliases.toml"\n', encoding="utf-8")
    (document,) = json.loads(run("list", "new.txt", "-f", "json"))["documents"]
    assert "Rick Doe" in [s["name"] for s in document["speakers"]]
    assert document["quotes"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A = [", "is not valid TOML"),
        ("A = 1", "must be a list of names"),
        ('A = ["B"]\nC = ["B"]', "stands for A and for C"),
        ('"" = ["B"]', "must not be empty"),
        ('A = [["B"]]', "must be a list of names"),
    ],
)
def test_a_bad_list_of_names_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as error:
        aliases.load(path, "aliases.toml")
    assert "\n" not in str(error.value)


def test_a_list_of_names_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml") as error:
        aliases.load(tmp_path / "none.toml", "none.toml")
    assert "\n" not in str(error.value)
