"""A browser without a window, which ``scripts/browser`` installs, and what a page does in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
INSTALLED = ROOT / "build" / "browser"

Step = tuple[str, object]
"""What to do on a page, and with what; ``visit.mjs`` has the kinds of steps."""


class AbsentError(Exception):
    """There is no browser; the message says what is missing."""


@dataclass
class Browser:
    """A browser that runs. Every visit is a fresh tab."""

    process: subprocess.Popen[str]

    def visit(self, url: str, *todo: Step, **how: object) -> list[Any]:
        """What each step gave, of a page that says nothing on the console and asks for nothing.

        Args:
            url: the page's, with where to begin.
            todo: the steps.
            how: ``width``, ``height``, ``scale`` and ``features``, the media queries to answer.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"url": url, "todo": todo, **how}), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline() or '{"failed": "the browser is gone"}')
        assert "failed" not in answer, answer
        assert (answer["said"], answer["asked"]) == ([], [])
        return list(answer["gave"])


@contextmanager
def running() -> Iterator[Browser]:
    """A browser for as long as the context lasts.

    Raises:
        AbsentError: there is none.
    """
    node = shutil.which("node")
    if node is None or not (INSTALLED / "node_modules" / "puppeteer-core").is_dir():
        raise AbsentError("no browser: scripts/browser installs one where there are npm and a network")
    script, fonts = (
        shutil.copy(ROOT / "tests" / "browser" / name, INSTALLED) for name in ("visit.mjs", "fonts.conf")
    )
    with subprocess.Popen(
        [node, script],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        browser = Browser(process)
        try:
            browser.visit("about:blank")
            yield browser
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=30)
