"""The learned part of the engine: a small network that proposes attributions as the rules do."""

from __future__ import annotations

from quotediff.extract.learned.propose import Proposal, Reading, attribute, place, propose, read

__all__ = ["Proposal", "Reading", "attribute", "place", "propose", "read"]
