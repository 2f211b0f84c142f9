"""Who said what in a news story, and what became of it in the next version."""

from __future__ import annotations

__version__ = "0.1.0"
