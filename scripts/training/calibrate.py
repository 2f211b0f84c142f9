"""Fits the confidence of the network's proposals to annotated articles that it was not trained on.

    scripts/train calibrate --polnear ../shared/polnear --evaluation ../shared/evaluation
                            [--encoder FOLDER] FILE...

The K-th of N files are weights that ``scripts/train --fold K/N`` made, or a teacher of ``scripts/train
teach``: each is asked about the articles that it has not seen. Prints what goes into
``learned/confidence.py``, and how often proposals of each confidence were right there, and on the validation
articles with the weights that are shipped.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from deep import look_at, network_of, using

from corpus import ordered_names
from quotediff.extraction.candidates import Candidate, content_spans, quoted_ranges_in
from quotediff.extraction.document import AnnotatedDocument, annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned import proposals
from quotediff.extraction.learned.confidence import WEIGHTS, features
from quotediff.extraction.learned.hints import hints
from quotediff.extraction.learned.network import Network, network
from quotediff.extraction.learned.proposals import Proposal, choose_attributions

_SHRINK = 0.1  # of the weights towards zero
_STEPS = 50


def main() -> None:
    """Reads, fits, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="the encoder's folder, where the weights are teachers'")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for what is computed once")
    parser.add_argument("weights", type=Path, nargs="+")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.evaluation))
    yardstick = import_module("score")
    gold = yardstick.read_gold(arguments.polnear / "train")
    names = ordered_names(arguments.polnear)
    told, proposals.MIN_SOURCE_CONFIDENCE = (
        proposals.MIN_SOURCE_CONFIDENCE,
        0.0,
    )  # what is decided by confidence must not shape it
    each = []
    for k, path in enumerate(arguments.weights):
        net = network_of(path, arguments.encoder, arguments.cache / "states")
        with using(net):
            each.append(judged(yardstick, gold, names[k :: len(arguments.weights)], arguments.polnear, net))
    proposals.MIN_SOURCE_CONFIDENCE = told
    x, right = (np.concatenate(parts) for parts in zip(*each, strict=True))
    fitted = fit(x, right)
    for name, value in zip(WEIGHTS, fitted, strict=True):
        print(f'    "{name}": {value:.3f},')
    tell("held out", x, right, fitted)
    validation = sorted((arguments.polnear / "validation.txt").read_text(encoding="utf-8").split())
    tell("validation", *judged(yardstick, gold, validation, arguments.polnear, network()), fitted)


def judged(
    yardstick: ModuleType, gold: dict[str, Any], names: list[str], polnear: Path, net: Network
) -> tuple[np.ndarray, np.ndarray]:
    """The features of every proposal in these articles, a row each, and whether it is right."""
    rows, right = [], []
    for name in names:
        doc = annotate(look_at(net, polnear / "train" / "text" / f"{name}.txt"))
        chosen = trace_rules(doc).selected
        rule_hints = hints(len(doc.tokens), chosen)
        found = choose_attributions(doc, chosen)
        relations = [relation(yardstick, doc, p) for p in found]
        _, annotated = gold[name]
        good = {
            id(r)
            for g, r in yardstick.matched(annotated, relations, 0.8)
            if not g.source or yardstick.same_source(g.source, r.source)
        }
        for p, r in zip(found, relations, strict=True):
            rows.append([*features(doc, rule_hints, p).values()])
            right.append(id(r) in good)
    return np.array(rows), np.array(right)


def relation(yardstick: ModuleType, doc: AnnotatedDocument, p: Proposal) -> Any:  # noqa: ANN401 - the yardstick's
    """A proposal as the yardstick sees it."""
    candidate = Candidate("", 0, p.contents, p.cue, p.source, quoted_ranges_in(doc, p.contents))
    parts = [[tuple(doc.span(*r))] if r else [] for r in (p.source, p.cue)]
    return yardstick.Relation([tuple(s) for s in content_spans(doc, candidate)], *parts)


def fit(x: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression: Newton's method on the penalized likelihood."""
    fitted = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ fitted))
        slope = x.T @ (p - right) + _SHRINK * fitted
        curve = (x * (p * (1 - p))[:, None]).T @ x + _SHRINK * np.eye(len(fitted))
        fitted -= np.linalg.solve(curve, slope)
    return fitted


def tell(title: str, x: np.ndarray, right: np.ndarray, fitted: np.ndarray) -> None:
    """How often proposals of each tenth were right, of speech and of beliefs apart."""
    p = 1 / (1 + np.exp(-x @ fitted))
    belief = x[:, list(WEIGHTS).index("belief")] > 0
    for what, chosen in (("speech", ~belief), ("beliefs", belief)):
        print(f"\n{title}, {what}\nconfidence  proposals  mean  right")
        for low in np.arange(0, 1, 0.1):
            here = chosen & (p >= low) & (p < low + 0.1)
            if here.any():
                print(f"{low:10.1f}  {here.sum():9}  {p[here].mean():.2f}  {right[here].mean():.2f}")


if __name__ == "__main__":
    main()
