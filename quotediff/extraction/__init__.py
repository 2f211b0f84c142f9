"""From an article to its quotes: marks, quoted ranges, cues, rules that propose, selection, speakers."""

from __future__ import annotations

from quotediff.extraction.engine import ENGINES, extract, trace

__all__ = ["ENGINES", "extract", "trace"]
