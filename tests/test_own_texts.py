"""The texts of one's own that the network learns from: every frame can be filled and says what it means."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent / "scripts" / "training"
sys.path.insert(0, str(TRAINING))

import invented  # noqa: E402 - of the scripts, which are no package

FRAMES = invented.frames()
SLOTS = invented.slots()


def told(paragraph: str) -> list[dict[str, list[str]]]:
    """The words of each attribution, by role."""
    plain, parts = invented.unmarked(paragraph, 0)
    return [{role: [plain[a:b] for a, b in spans] for role, spans in p.items()} for p in parts]


def test_marks_become_spans_and_numbers_keep_attributions_apart() -> None:
    plain, parts = invented.unmarked("{1,2:Ann} <1:denied> [1:it] and <2:said> [2:so].", 100)
    assert plain == "Ann denied it and said so."
    assert parts == [
        {"Source": [(100, 103)], "Cue": [(104, 110)], "Content": [(111, 113)]},
        {"Source": [(100, 103)], "Cue": [(118, 122)], "Content": [(123, 125)]},
    ]


PARAGRAPHS = [p for article in invented.written() for p in article]


@pytest.mark.parametrize("frame", [*FRAMES, *PARAGRAPHS])
def test_a_frame_can_be_filled_and_is_marked_in_full(frame: str) -> None:
    filled = invented.fill(frame, SLOTS, random.Random(1))  # noqa: S311 - which words, no secret
    plain, parts = invented.unmarked(filled, 0)
    assert not set("${}<>[]") & set(plain)
    assert plain[0].isupper() or plain[0] in '"0123456789'
    for roles in told(filled):
        assert roles["Cue"]
        assert roles["Content"]
        assert all(words == words.strip() != "" for spans in roles.values() for words in spans)
    assert bool(parts) == any(mark in frame for mark in "{<[")


def test_the_same_texts_every_time() -> None:
    first, second = (list(invented.articles()) for _ in range(2))
    assert [a.key for a in first] == [a.key for a in second]
    assert [a.relations for a in first] == [a.relations for a in second]
