"""What is longer than the screen goes through a pager, on a terminal and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="no pseudo-terminals: the pager is not tested")

STORY = Path(__file__).parent.parent / "corpus" / "solvent-plant-fire"
COMMAND = [sys.executable, "-m", "quotediff", "history", "--engine", "rules", "v1.txt", "v2.txt", "v3.txt"]
PAGER = """#!/bin/sh
printf '%s|%s\\n' "$LESS" "$LV" > "$SEEN"
cat >> "$SEEN"
"""


def on_terminal(*arguments: str, **settings: str) -> str:
    """What the command writes to a terminal of 24 lines."""
    outer, inner = pty.openpty()
    known = {name: value for name, value in os.environ.items() if name not in ("LESS", "LV", "NO_COLOR")}
    environment = known | {"LINES": "24", "COLUMNS": "80", "TERM": "xterm", **settings}
    with subprocess.Popen([*COMMAND, *arguments], cwd=STORY, env=environment, stdin=inner, stdout=inner):
        os.close(inner)
        out = b""
        while part := _read(outer):
            out += part
    os.close(outer)
    return out.decode("utf-8")


def _read(descriptor: int) -> bytes:
    """A part of what is written; nothing when the other side is closed, which Linux tells by an error."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


@pytest.fixture
def pager(tmp_path: Path) -> dict[str, str]:
    """Settings with a pager that keeps what it is given in the file SEEN."""
    script = tmp_path / "pager"
    script.write_text(PAGER, encoding="utf-8")
    script.chmod(0o755)
    return {"PAGER": str(script), "SEEN": str(tmp_path / "seen")}


def test_a_long_answer_goes_through_the_pager_in_colour(pager: dict[str, str]) -> None:
    assert on_terminal(**pager) == ""
    settings, _, shown = Path(pager["SEEN"]).read_text(encoding="utf-8").partition("\n")
    assert settings == "FRX|-c"
    assert "\x1b[1;31mERROR\x1b[0m" in shown


def test_settings_of_the_pager_are_kept(pager: dict[str, str]) -> None:
    on_terminal(**pager, LESS="R", LV="x")
    assert Path(pager["SEEN"]).read_text(encoding="utf-8").startswith("R|x\n")


@pytest.mark.parametrize("arguments", [("--no-pager",), ("--summary",)])
def test_no_pager_shows_what_it_is_not_asked_for_or_what_fits(
    pager: dict[str, str], arguments: tuple[str, ...]
) -> None:
    out = on_terminal(*arguments, **pager)
    assert "Chemical plant fire" in out
    assert not Path(pager["SEEN"]).exists()


def test_a_pager_that_is_missing_costs_no_answer(tmp_path: Path) -> None:
    assert "Chemical plant fire" in on_terminal(PAGER=str(tmp_path / "none"))
