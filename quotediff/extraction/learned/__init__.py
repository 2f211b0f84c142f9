"""The learned part of the engine: a small network that proposes attributions as the rules do.

``attribute(doc)`` gives those that can stand together, each with its confidence. Its parts: ``read`` (what
the network sees before it looks at single cues), ``propose`` (every attribution it sees; they may overlap),
``place`` (for quoted words, the attributions they could belong to).
"""

from __future__ import annotations

from quotediff.extraction.learned.proposals import NetworkOutput, Proposal, attribute, place, propose, read

__all__ = ["NetworkOutput", "Proposal", "attribute", "place", "propose", "read"]
