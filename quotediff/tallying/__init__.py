"""What each speaker is given to say, in an article and over the versions of a story."""

from __future__ import annotations

from quotediff.tallying.counts import tally
from quotediff.tallying.versions import over

__all__ = ["over", "tally"]
