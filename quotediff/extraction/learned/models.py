"""The networks there are, each with what its proposals are judged by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from quotediff.extraction.learned.confidence import weights_of_features
from quotediff.extraction.learned.network import Network, network
from quotediff.model import Engine
from quotediff.values import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a network is believed; set on training articles that it had not been trained on.

    ``likely``: how likely, in thousandths, a cue begins where one is looked at; ``ruled``: the same where a
    rule sees a cue, *who declined to be named* [*said*]. ``sourced``: how sure a source must be that the
    network was made to see, for plain words: right more often than not. ``least``: how sure it must be that
    plain words are somebody's: below it statements lose a little, above it cues and contents do (measured
    beside .25 to .45 with networks that had not seen the articles).
    """

    likely: int = 450
    ruled: int = 200
    sourced: float = 0.5
    least: float = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A network; the weights of its confidence, see ``confidence.features``; its thresholds."""

    network: Network
    confidence: Mapping[str, float]
    thresholds: Thresholds


@cache
def model(engine: Engine) -> Model:
    """What an engine other than ``rules`` asks; ``deep`` must be installed (``engine.require``)."""
    if engine == "deep":
        from quotediff.extraction.learned.deep import load  # noqa: PLC0415 - needs what few have

        return load()
    return Model(network(), weights_of_features(), Thresholds())
