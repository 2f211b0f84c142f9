"""The learned part of the engine: a small network that proposes attributions as the rules do.

``choose_attributions(doc)`` gives those that can stand together, each with its confidence. Its parts:
``run_network`` (what the network sees before it looks at single cues), ``propose`` (every attribution it
sees; they may overlap), ``attributions_for`` (for quoted words, the attributions they could belong to).
"""

from __future__ import annotations

from quotediff.extraction.learned.proposals import (
    NetworkOutput,
    Proposal,
    attributions_for,
    choose_attributions,
    propose,
    run_network,
)

__all__ = ["NetworkOutput", "Proposal", "attributions_for", "choose_attributions", "propose", "run_network"]
