"""What each speaker is given to say, in an article and over the versions of a story."""

from __future__ import annotations

from quotediff.sources.tally import tally
from quotediff.sources.versions import over

__all__ = ["over", "tally"]
