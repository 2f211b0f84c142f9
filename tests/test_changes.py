"""The registry of change codes, and what every finding keeps to."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from notation import extract_of

from quotediff import api
from quotediff.changes import (
    ATTRIBUTION_CHECKS,
    EXCLUSIVE_CHECKS,
    NOTE_CHECKS,
    PLACE_CHECKS,
    RULES,
    STORY_CHECKS,
    WHOLE_STORY_CHECKS,
    WORDING_CHECKS,
    fingerprint,
    rule,
)
from quotediff.changes.registry import change, code_of
from quotediff.comparison import Comparison
from quotediff.errors import UsageError
from quotediff.model import Extract, Severity


def article(example: str, *, headed: bool = False) -> Extract:
    """What the tool itself finds in a code's example, which begins with its headline if ``headed``."""
    headline, copy = example.split(" ¶ ", 1) if headed else ("Wire story", example)
    text = f"{headline}\n\nTOWN (AP) — " + copy.replace(" ¶ ", "\n\n") + "\n"
    return api.extract(api.read_bytes(text.encode(), "example.txt"))


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_documented_example_is_found(code: str) -> None:
    known = RULES[code]
    old, new = (article(example, headed=code == "QD405") for example in (known.old, known.new))
    found = api.compare(old, new, select=["ALL"])
    assert code in [c.code for c in found.changes]


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_code_explains_itself(code: str) -> None:
    known = RULES[code]
    assert re.fullmatch(r"QD[1-4]\d\d", code)
    assert known.summary.endswith(".")
    assert known.why.endswith(".")
    assert known.old != known.new


def test_codes_stand_in_order() -> None:
    assert list(RULES) == sorted(RULES)


def test_every_code_is_asked_for_by_the_judge_once() -> None:
    asked = [
        code_of(f)
        for chain in (
            WORDING_CHECKS,
            ATTRIBUTION_CHECKS,
            PLACE_CHECKS,
            STORY_CHECKS,
            WHOLE_STORY_CHECKS,
            EXCLUSIVE_CHECKS,
            NOTE_CHECKS,
        )
        for f in chain
    ]
    assert sorted(asked) == list(RULES)


@pytest.mark.parametrize("chain", [WORDING_CHECKS, ATTRIBUTION_CHECKS, PLACE_CHECKS])
def test_a_chain_is_worst_first(chain: tuple[object, ...]) -> None:
    levels = [list(Severity).index(RULES[code_of(f)].severity) for f in chain]  # type: ignore[arg-type]
    assert levels == sorted(levels)


def test_an_unknown_code_is_a_users_error() -> None:
    with pytest.raises(UsageError, match="QD999: no such code"):
        rule("QD999")


def test_a_code_cannot_be_entered_twice() -> None:
    with pytest.raises(ValueError, match="QD101 is registered twice"):
        change("QD101", "again", Severity.NOTE)(lambda _: None)


def test_a_code_without_its_explanation_is_refused() -> None:
    with pytest.raises(ValueError, match="QD998: the docstring lacks"):
        change("QD998", "bare", Severity.NOTE)(lambda _: None)


OLD = """
<1>"It's over -- for good,"</1> <1s>Kim Dahl</1s> <1c>said</1c>.

<2>"We lost everything in the fire,"</2> <2s>Ana Ortiz</2s> <2c>said</2c>.

<3>"40 people were hurt in the crash,"</3> <3s>police</3s> <3c>said</3c>.
"""
NEW = """
<1>“It’s over — for good,”</1> <1s>Kim Dahl</1s> <1c>said</1c>.

<2>"We lost our home in the fire,"</2> <2s>Ana Ortiz</2s> <2c>said</2c>.

<3>"45 people were hurt in the crash,"</3> <3s>police</3s> <3c>said</3c>.
"""


def compared(**options: object) -> Comparison:
    return api.compare(extract_of(OLD), extract_of(NEW), **options)  # type: ignore[arg-type]


def test_words_between_marks_are_listed_first() -> None:
    assert [c.code for c in compared().changes] == ["QD101", "QD102"]
    assert compared().summary == {"QD101": 1, "QD102": 1}


def test_errors_without_a_note_are_counted_where_their_finding_is_hidden() -> None:
    assert compared().undeclared == 2
    assert compared(ignore=["QD101"]).undeclared == 1
    assert compared(select=["QD2"]).undeclared == 0


@pytest.mark.parametrize("code", ["QD112", "QD401"])
def test_a_hidden_code_is_reported_only_if_asked_for(code: str) -> None:
    assert code in compared(select=[code, "QD1"]).summary
    assert code in compared(select=["ALL"]).summary
    assert code not in compared(select=[code[:3], "QD1"]).summary
    assert code not in compared().summary


def test_codes_are_selected_by_their_beginning_and_ignored() -> None:
    assert compared(select=["QD2"]).changes == ()
    assert compared(ignore=["QD101", "QD4"]).summary == {"QD102": 1}
    assert compared(ignore=["QD1"]).changes == ()


def test_a_severity_can_be_set_for_a_code() -> None:
    changes = compared(severity={"QD102": Severity.NOTE}).changes
    assert [(c.code, c.severity) for c in changes] == [("QD101", Severity.ERROR), ("QD102", Severity.NOTE)]


def test_an_undeclared_correction_speaks_of_the_errors_that_are_reported() -> None:
    quiet = {"QD101": Severity.NOTE, "QD102": Severity.WARNING}
    assert "QD401" not in compared(select=["ALL"], severity=quiet).summary
    assert "QD401" not in compared(select=["ALL"], ignore=["QD1"]).summary
    assert "QD401" in compared(select=["ALL"], ignore=["QD101"]).summary


def test_a_fingerprint_knows_nothing_of_places_and_files() -> None:
    above = "Rain fell for a third day on the coast towns.\n\n"
    pushed = api.compare(
        extract_of(above + OLD.strip(), "a.txt"), extract_of(above * 2 + NEW.strip(), "b.txt")
    )
    assert [c.fingerprint for c in pushed.changes] == [c.fingerprint for c in compared().changes]


def test_a_fingerprint_is_of_code_and_words() -> None:
    assert fingerprint("QD101", ("a", "b")) != fingerprint("QD102", ("a", "b"))
    assert fingerprint("QD101", ("a", "b")) != fingerprint("QD101", ("ab",))
    assert re.fullmatch(r"[0-9a-f]{16}", fingerprint("QD101", ("a",)))


def test_old_words_make_the_fingerprint_whatever_they_became() -> None:
    once = compared(select=["QD102"]).changes[0]
    other = api.compare(extract_of(OLD), extract_of(NEW.replace("45", "50")), select=["QD102"]).changes[0]
    assert once.fingerprint == other.fingerprint


@pytest.mark.parametrize(("sure", "codes"), [(0.99, ["QD201"]), (None, ["QD201"]), (0.6, [])])
def test_a_change_between_speakers_that_are_unsure_is_no_error(sure: float | None, codes: list[str]) -> None:
    old = api.extract(api.read_text('Fire\n\n"The gate was shut all night," Ann Poe said.\n'))
    new = api.extract(api.read_text('Fire\n\n"The gate was shut all night," Tom Daly said.\n'))
    new = replace(new, quotes=tuple(replace(q, speaker_confidence=sure) for q in new.quotes))
    assert [c.code for c in api.compare(old, new).changes if c.code == "QD201"] == codes
