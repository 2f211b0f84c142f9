"""Each quote's life over all versions of a story, and the order that the versions are in."""

from __future__ import annotations

from quotediff.tracing.lives import trace

__all__ = ["trace"]
