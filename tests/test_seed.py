"""The article that started the project, where it is at hand: who a careful reader says is quoted in it.

None of its words are kept here but speakers' names and a few words of the quotes that are named in the
project's aims. Written from reading the article.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from quotediff import extract, read
from quotediff.model import Extract

SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seeds").glob("000_*.txt"))

pytestmark = pytest.mark.skipif(not SEEDS, reason="the seed article is not at hand (../shared/seeds)")

EXPECTED = [  # paragraph, kind, speaker
    (1, "indirect", "Syrian military"),
    (4, "indirect", "Syrian military"),
    (5, "indirect", "Mohammed Abu Rajab"),
    (5, "direct", "Mohammed Abu Rajab"),
    (7, "mixed", "A Syrian rebel spokesman"),
    (7, "direct", "Bassam Haj Mustafa"),
    (8, "indirect", "A U.S. official"),
    (9, "indirect", "Osama Abo Zayd"),
    (9, "indirect", "Russians"),  # within it: what he says they demanded
    (10, "direct", "Osama Abo Zayd"),
    (12, "indirect", "Syrian military"),
    (13, "indirect", "Rami Abdurrahman"),
    (14, "direct", "Ibrahim al-Haj"),
    (14, "indirect", "Ibrahim al-Haj"),
    (16, "indirect", "A rebel fighter"),
    (16, "indirect", "A rebel fighter"),
    (18, "indirect", "Shafak"),
    (18, "indirect", "Shafak"),
    (20, "indirect", "The U.N. human rights office"),
]


@pytest.fixture(scope="module")
def seed() -> Extract:
    return extract(read(SEEDS[0]))


def test_every_statement_and_its_speaker(seed: Extract) -> None:
    names = {s.id: s.name for s in seed.speakers}
    found = [(q.paragraph, q.kind.value, names.get(q.speaker or "", "")) for q in seed.quotes]
    assert len(found) == len(EXPECTED)
    for got, wanted in zip(found, EXPECTED, strict=True):
        assert got[:2] == wanted[:2]
        assert got[2].startswith(wanted[2])


def test_nothing_comes_from_captions_or_furniture(seed: Extract) -> None:
    assert {q.role.value for q in seed.quotes} == {"headline", "body"}
    assert max(q.paragraph for q in seed.quotes) == 20


def test_one_spokesman_is_another_than_the_named_member(seed: Extract) -> None:
    speaker = {q.content.text: q.speaker for q in seed.quotes if q.paragraph == 7}
    assert len(speaker) == 2
    assert len(set(speaker.values())) == 2


def test_a_fragment_keeps_what_it_was_said_of(seed: Extract) -> None:
    mixed = [q for q in seed.quotes if q.kind == "mixed"]
    assert [(q.content.text, q.cue.text if q.cue else "") for q in mixed] == [
        ('the collapse "terrifying."', "called")
    ]


def test_reasons_of_anonymity(seed: Extract) -> None:
    unnamed = {s.name: s.anonymity or "" for s in seed.speakers if s.kind == "unnamed"}
    official = next(a for name, a in unnamed.items() if "official" in name)
    fighter = next(a for name, a in unnamed.items() if name.startswith("A rebel fighter"))
    assert "not authorized" in official
    assert "fear of reprisals" in fighter


def test_offsets_are_exact(seed: Extract) -> None:
    text = seed.document.text
    for q in seed.quotes:
        for passage in (q.content, q.source, q.cue):
            if passage is not None:
                assert passage.text == " ".join(text[s.start : s.end] for s in passage.spans)
