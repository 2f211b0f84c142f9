"""Which statements of two versions are one, how sure that is, and who of one version is who of the other."""

from __future__ import annotations

import pytest

from quotediff import api
from quotediff.align.evidence import FLOOR, SURE, Evidence, _model
from quotediff.comparison import Comparison
from quotediff.identity import Same, definite_role, is_surname_of, role
from quotediff.model import Extract, Severity


def extracted(text: str) -> Extract:
    return api.extract(api.read_bytes(text.encode(), "story.txt"))


def compared(old: str, new: str) -> Comparison:
    return api.compare(extracted(old), extracted(new))


def partners(found: Comparison) -> dict[str, str]:
    """The contents of old quotes, each with that of the new quote it is paired with."""
    olds, news = ({q.id: q.content.text for q in e.quotes} for e in (found.old, found.new))
    return {olds[p.old[0]]: news[p.new[0]] for p in found.pairs if p.old and p.new}


def codes(found: Comparison) -> list[str]:
    return [c.code for c in found.changes]


HEAD = "Council meets in Orvane\n\nORVANE — The council of Orvane met on Monday.\n\n"

RESTATED = [
    (
        "At least seven people died and 12 were hurt when a bus fell into a gorge on Friday, police said.",
        "A bus fell into a gorge on Friday, killing nine people and injuring 15, authorities said.",
    ),
    (
        "A storm killed three people on Tuesday and left 200 homes without power, rescue officials said.",
        "Five people were killed and 340 homes lost power when a storm struck on Tuesday, officials said.",
    ),
    (
        "Two people were shot dead at a bar late Saturday, police said.",
        "Three people died in a shooting at a bar late on Saturday, officials said.",
    ),
    (
        "A fire tore through a paper mill on Sunday and hurt six workers, firefighters said.",
        "Eight workers were injured in a blaze that tore through a paper mill Sunday, authorities said.",
    ),
    (
        "An earthquake killed 11 people before dawn on Thursday, officials said.",
        "Nineteen people died when a quake hit before dawn on Thursday, rescuers said.",
    ),
]


def lead(statement: str) -> str:
    return f"News from Orvane\n\nORVANE — {statement}\n\nIt rained all day.\n"


@pytest.mark.parametrize(("old", "new"), RESTATED)
def test_a_lead_restated_by_another_collective_source_is_one_statement(old: str, new: str) -> None:
    found = compared(lead(old), lead(new))
    assert len(partners(found)) == 1
    assert {"QD302", "QD301", "QD303", "QD305", "QD201"}.isdisjoint(codes(found))


UNRELATED = [
    (
        "The bridge was closed at 7:40 p.m. after a lorry hit a pillar, said Dara Munn, a city engineer.",
        "The driver, a 61-year-old, walked away from his lorry, said Dara Munn, a city engineer.",
    ),
    (
        '"We counted the boats twice and one was missing," harbor master Ole Renn said.',
        '"My own boat has been in that harbor since 1988," harbor master Ole Renn said.',
    ),
    (
        "Director Ana Sorel said the clinic had 14 beds for children, of which nine were taken.",
        "Director Ana Sorel said no child had been sent home from the clinic for want of money.",
    ),
    (
        "Prosecutors said the accountant had opened six accounts in Malta.",
        "Prosecutors said they would ask for nine years in prison.",
    ),
    (
        "The mayor said the pool would open in June.",
        "The mayor said his brother had not been paid for the tiles.",
    ),
]


@pytest.mark.parametrize(("old", "new"), UNRELATED)
def test_two_statements_that_share_a_speaker_or_a_topic_are_two(old: str, new: str) -> None:
    found = compared(f"{HEAD}{old}\n\nIt rained.\n", f"{HEAD}{new}\n\nIt rained.\n")
    assert not partners(found)
    assert {c[:3] for c in codes(found)} == {"QD3"}


SAME_PERSON = [
    (
        "Sen. Ada Lorne said the dam was safe.",
        "The senator also said the dam was safe. Lorne lives below it.",
    ),
    (
        "Fire Chief Bo Hask said the cellar was empty.",
        "Hask came by boat. The fire chief said the cellar was empty.",
    ),
    (
        'The dam was safe, engineer Rita Moll of the county said. "I live below it," Moll said.',
        'Moll drew the plans. The dam was safe, the engineer said. "I live below it," she said.',
    ),
    (
        "Dr. Ugo Brandt said the boy would walk again.",
        "Brandt set the leg. The boy would walk again, the doctor said.",
    ),
    ("Mayor Lena Fisk said the pool was full.", "Fisk swam there. The mayor said the pool was full."),
]


@pytest.mark.parametrize(("old", "new"), SAME_PERSON)
def test_who_is_named_and_then_taken_up_by_what_he_is_is_the_same_person(old: str, new: str) -> None:
    found = compared(f"{HEAD}{old}\n", f"{HEAD}{new}\n")
    assert {"QD201", "QD204", "QD205", "QD303", "QD305", "QD306", "QD213"}.isdisjoint(codes(found))


def test_who_is_named_nowhere_in_the_new_version_has_lost_the_name() -> None:
    found = compared(
        f"{HEAD}Mayor Lena Fisk said the pool was full.\n", f"{HEAD}The mayor said the pool was full.\n"
    )
    assert "QD204" in codes(found)


def test_of_two_judges_neither_is_the_judge() -> None:
    old = f"{HEAD}Judge Lena Fisk said the hearing was fair. Judge Tom Orr said it was long.\n"
    new = f"{HEAD}Fisk and Orr sat together. The judge said the hearing was fair.\n"
    assert "QD204" in codes(compared(old, new))


def test_no_error_is_told_of_a_pair_that_is_not_sure() -> None:
    for old, new in [*RESTATED, *UNRELATED]:
        found = compared(lead(old), lead(new))
        unsure = {i for p in found.pairs if p.old and p.new and p.confidence < SURE for i in p.old}
        assert not [c for c in found.changes if c.severity is Severity.ERROR and c.old in unsure]


def test_confidence_is_a_probability_and_that_of_the_same_words_is_next_to_one() -> None:
    text = f'{HEAD}"We counted the boats twice and one was missing," harbor master Ole Renn said.\n'
    same = compared(text, text)
    assert [p.confidence > 0.99 for p in same.pairs] == [True]
    for old, new in RESTATED:
        pairs = [p for p in compared(lead(old), lead(new)).pairs if p.old and p.new]
        assert all(FLOOR <= p.confidence <= 1 for p in pairs)


def test_every_number_of_the_evidence_has_a_weight() -> None:
    constant, weights = _model()
    assert constant < 0
    assert len(weights) == len(Evidence._fields)


def test_a_role_is_told_by_title_and_description() -> None:
    assert {"senat"} & {noun[:5] for noun in role("Sen.").nouns}
    assert "worker" in role("67, a retired hotel worker").nouns
    assert definite_role("the judge") is not None
    assert definite_role("the judges") is None
    assert definite_role("the judge who sat") is None
    assert definite_role("a judge") is None


def test_one_word_may_be_the_surname_of_a_person() -> None:
    assert is_surname_of("Quillan", "Marta L. Quillan")
    assert not is_surname_of("Quillan", "Marta L. Quillan", frozenset({"quillan"}))
    assert not is_surname_of("QUILLAN", "Marta L. Quillan")
    assert not is_surname_of("the Quillan", "Marta L. Quillan")
    assert Same.NO < Same.MAYBE < Same.RESPELLED < Same.YES
