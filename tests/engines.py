"""The engines that tests run with."""

from __future__ import annotations

from quotediff.extraction import ENGINES

ALWAYS = tuple(engine for engine in ENGINES if engine != "deep")
"""Those that are there wherever quotediff is: what the cases in Markdown hold for."""
