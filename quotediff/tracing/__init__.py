"""Traces each quote through the versions of a story, and finds the order of the versions."""

from __future__ import annotations

from quotediff.tracing.quotes import trace

__all__ = ["trace"]
