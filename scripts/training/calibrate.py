"""Fits the confidence of the network's proposals to annotated articles that it was not trained on.

    scripts/train calibrate --polnear ../shared/polnear --evaluation ../shared/evaluation
                            [--encoder FOLDER] [--folds N] [--fitted FILE | --out FILE] FILE...

The K-th of the files are weights that ``scripts/train --fold K/N`` made (or ``scripts/train deep``, with its
encoder): each is asked about the articles that it has not seen. Of fewer files than folds each is named after
its K, such as ``fold3.bin``. Prints what goes into
``learned/model/confidence.json``, or writes it to a file for the deep engine's package; and prints how often
proposals of each confidence were right there. With ``--fitted`` nothing is fitted: how often they were right
by what was fitted before.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from deep import Remembering, model_of
from states import States

from corpus import ordered_names, read
from quotediff.extraction.candidates import Candidate, content_spans, quoted_ranges_in
from quotediff.extraction.document import AnnotatedDocument, annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned.confidence import Features, features, weights_of_features
from quotediff.extraction.learned.hints import hints
from quotediff.extraction.learned.models import Model, Thresholds
from quotediff.extraction.learned.proposals import Proposal, choose_attributions
from quotediff.readers import read_path

_SHRINK = 0.1  # of the weights towards zero
_STEPS = 50


def main() -> None:
    """Reads, fits, prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="the folder of encoder.onnx.gz, if they read that")
    parser.add_argument("--folds", type=int, help="N, where there are not as many files")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for what is computed once")
    parser.add_argument("--fitted", type=Path, metavar="FILE", help="what was fitted before")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it")
    parser.add_argument("weights", type=Path, nargs="+")
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.evaluation))
    yardstick = import_module("score")
    gold = yardstick.read_gold(arguments.polnear / "train")
    names = ordered_names(arguments.polnear)
    folds = arguments.folds or len(arguments.weights)
    each = []
    for path in arguments.weights:
        k = int(path.stem[-1]) if arguments.folds else len(each)
        unseen = names[k::folds]
        encoder = None
        if arguments.encoder:
            articles = [read(arguments.polnear / "train", name) for name in unseen]
            encoder = Remembering(States(arguments.encoder, arguments.cache), articles)
        each.append(judged(yardstick, gold, unseen, arguments.polnear, model_of(path, encoder)))
    x, right = (np.concatenate(parts) for parts in zip(*each, strict=True))
    if arguments.fitted:
        known = json.loads(arguments.fitted.read_text(encoding="utf-8"))["confidence"]
        tell("held out", x, right, np.array(list(known.values())))
        return
    fitted = fit(x, right)
    weights = {
        name: round(float(value), 3) for name, value in zip(weights_of_features(), fitted, strict=True)
    }
    print("\n".join(f'    "{name}": {value:.3f},' for name, value in weights.items()))
    tell("held out", x, right, fitted)
    if arguments.out:
        values = {"thresholds": asdict(Thresholds()), "confidence": weights}
        arguments.out.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")


def judged(
    yardstick: ModuleType, gold: dict[str, Any], names: list[str], polnear: Path, model: Model
) -> tuple[np.ndarray, np.ndarray]:
    """The features of every proposal in these articles, a row each, and whether it is right."""
    # What is decided by confidence must not shape it.
    model = replace(model, thresholds=replace(model.thresholds, sourced=0.0))
    rows, right = [], []
    for name in names:
        doc = annotate(read_path(str(polnear / "train" / "text" / f"{name}.txt")))
        chosen = trace_rules(doc).selected
        rule_hints = hints(len(doc.tokens), chosen)
        found = choose_attributions(doc, chosen, model)
        relations = [relation(yardstick, doc, p) for p in found]
        _, annotated = gold[name]
        good = {
            id(r)
            for g, r in yardstick.matched(annotated, relations, 0.8)
            if not g.source or yardstick.same_source(g.source, r.source)
        }
        for p, r in zip(found, relations, strict=True):
            rows.append(features(doc, rule_hints, p))
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
    belief = x[:, Features._fields.index("belief")] > 0
    for what, chosen in (("speech", ~belief), ("beliefs", belief)):
        print(f"\n{title}, {what}\nconfidence  proposals  mean  right")
        for low in np.arange(0, 1, 0.1):
            here = chosen & (p >= low) & (p < low + 0.1)
            if here.any():
                print(f"{low:10.1f}  {here.sum():9}  {p[here].mean():.2f}  {right[here].mean():.2f}")


if __name__ == "__main__":
    main()
