"""The floors of scripts/score: what falls below is told, what rises is kept, nothing falls unasked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

import altered  # noqa: E402 - of the scripts, which are no package
import floors  # noqa: E402

KEPT = {"corpus": {"found": 0.95, "speaker": 0.98}}


def test_a_figure_below_its_floor_is_told_and_others_are_not() -> None:
    measured = {"corpus": {"found": 0.9494, "speaker": 0.9796, "new": 0.1}, "elsewhere": {"found": 0.1}}
    assert floors.below(KEPT, measured) == ["corpus: found 0.949 is below its floor, 0.950"]


def test_floors_go_up_and_down_only_when_asked() -> None:
    measured = {"corpus": {"found": 0.9, "speaker": 0.99}, "other": {"found": 0.5}}
    up = {"corpus": {"found": 0.95, "speaker": 0.99}, "other": {"found": 0.5}}
    assert floors.updated(KEPT, measured, lower=False) == up
    assert floors.updated(KEPT, measured, lower=True)["corpus"]["found"] == 0.9
    assert KEPT["corpus"]["found"] == 0.95


def test_what_is_saved_is_what_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.toml")
    assert floors.load() == {}
    floors.save(KEPT)
    assert floors.load() == KEPT


def test_the_floors_that_are_kept_are_of_the_corpus_at_least() -> None:
    assert {"found", "content", "source", "cue", "kind", "speaker"} <= set(floors.load()["corpus"])


def test_a_revision_there_is_not() -> None:
    with pytest.raises(ValueError, match="git knows no revision 'nowhere'"):
        altered.since("nowhere")
