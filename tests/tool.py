"""The tool as tests call it, and a story to call it on."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from quotediff.cli import run

STORY = """Bridge shut after crack is found

"The crack is as long as my arm," said Ana Ruiz, a city engineer.

"We did not wait for the report," Ruiz said.
"""
EDITED = STORY.replace("did not wait", "waited")


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Both streams, white space squeezed, so that where a line is broken does not matter."""
        return " ".join(f"{self.out} {self.err}".split())


Tool = Callable[..., Done]
"""Arguments and, as ``piped``, standard input in; status and both streams out."""


def tool(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tool:
    """The tool in this process, outside continuous integration."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object, piped: bytes | None = None) -> Done:
        monkeypatch.setattr(sys, "argv", ["quotediff", *map(str, arguments)])
        if piped is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
        status = run.main()
        return Done(status, *capsys.readouterr())

    return call


def written(terminal: int) -> bytes:
    """All that is written to the other end of a pseudo-terminal until nobody has it open; closes this end."""
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # how a terminal ends
        pass
    os.close(terminal)
    return shown
