"""Fits the weights by which a source's speaker is chosen, and writes them with their card.

    scripts/train-speakers [--shared DIR] [--out DIR] [--ablation] [--errors]

A choice between candidates and somebody new is a softmax over the sums of their weights (a conditional logit,
McFadden 1974), fitted by gradient descent with a penalty: the same weights wherever it runs. What is seen of
an article depends on what was chosen in it before, so the articles are read ``ROUNDS`` times, each with the
weights fitted on all that was seen until then (after Ross and others, "A reduction of imitation learning to
no-regret online learning", 2011). The card's figures are of cross-validation: an article is judged by weights
fitted on others.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sources import ROOT, Example, Labelled, Outcome, examine, invented, of_corpus, of_polnear, written

from quotediff.extraction.speakers import link

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

ROUNDS = 2
FOLDS = 5
PENALTY = 0.04  # of the squares of the weights, a twentieth of the choices
STEPS, RATE = 400, 0.5
LEAST = 3  # how often a feature must occur
SHARES = {"PolNeAR": 1, "corpus": 1, "written": 3, "invented": 2}  # how often each choice of a source counts
REAL = ("PolNeAR", "corpus")  # what confidences are measured on: stories that were not made to be hard
DECIMALS = 2
BEGIN = {  # before anything was learned: enough to make sense of a first reading
    "via=relative": 4.0, "via=speaker-around": 5.0, "rank=1": 3.0, "rank=2": 1.0, "fit=exact": 3.0,
    "fit=kin": 1.0, "via=same-words": 3.0, "via=owner": 2.0, "via=ahead": 4.0,
    "via=further-on": 3.0, "via=anywhere": 3.0, "via=body-of-owner": 4.0, "via=relative-of-owner": 4.0,
    "via=age": 3.0, "new": 1.5, "new&determiner=a": 3.0, "new&determiner=an": 3.0, "new&determiner=": 2.0,
    "phrase-distance=0": 2.5, "together=2": 3.0, "distance=0": 1.5, "distance=1": 1.0,
}  # fmt: skip
_EXAMINED_FIRST: dict[tuple[str, str], tuple[list[Example], list[Outcome]]] = {}
SOURCES = {
    "PolNeAR": "PolNeAR's train part, whose sources people have named (`../shared/polnear/speakers`)",
    "corpus": "the expectations of `corpus/`",
    "invented": "small stories (`scripts/linking/stories.md`); each choice counts twice",
    "written": "small stories written for it (`tests/cases/speakers.md`); each choice counts three times",
}


def main() -> int:
    """Reads what is labelled, fits, writes the weights and the card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where polnear/ is")
    parser.add_argument("--out", type=Path, default=ROOT / "quotediff" / "extraction" / "speakers" / "model")
    parser.add_argument("--ablation", action="store_true", help="and what leaving each feature out costs")
    parser.add_argument("--errors", action="store_true", help="print what cross-validation gets wrong")
    arguments = parser.parse_args()
    labelled = [*written(), *invented(), *of_corpus(ROOT / "corpus")]
    if (arguments.shared / "polnear" / "speakers").is_dir():
        labelled += of_polnear(arguments.shared)
    else:
        print(f"no articles at {arguments.shared}/polnear: fitted without them", file=sys.stderr)
    outcomes = crossed(labelled)
    slope, constant, of_new = calibrated(outcomes)
    weights = learned(labelled)
    table = {name: value for name, value in sorted(weights.items()) if abs(value) >= 0.5 * 10**-DECIMALS}
    lines = [f"{name} | {value:.{DECIMALS}f}" for name, value in table.items()]
    lines += [f"slope | {slope:.{DECIMALS}f}", f"constant | {constant:.{DECIMALS}f}"]
    lines.append(f"constant own | {of_new:.{DECIMALS}f}")
    lines += [f"right={reason} | {share:.{DECIMALS}f}" for reason, share in sure_reasons(outcomes).items()]
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "weights.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ablation = ablated(labelled) if arguments.ablation else kept_table(arguments.out / "CARD.md")
    tenths = reliability(outcomes, (slope, constant, of_new))
    card = written_card(labelled, outcomes, len(table), {"ablation": ablation, "reliability": tenths})
    (arguments.out / "CARD.md").write_text(card, encoding="utf-8")
    print(card)
    if arguments.errors:
        print("\n".join(o.shown for o in outcomes if not o.right and o.source != "written"))
    return 0


def learned(labelled: Sequence[Labelled]) -> dict[str, float]:
    """The weights fitted on some articles."""
    seen: list[Example] = []
    weights: dict[str, float] = dict(BEGIN)
    for number in range(ROUNDS):
        use(weights)
        look = examine_first if number == 0 else examine
        seen += [example for one in labelled for example in look(one)[0]]
        weights = Choices(seen).fitted()
    use(weights)
    return weights


def examine_first(one: Labelled) -> tuple[list[Example], list[Outcome]]:
    """``examine`` with the weights of the beginning, which are the same whatever is fitted."""
    key = one.source, one.name
    if key not in _EXAMINED_FIRST:
        _EXAMINED_FIRST[key] = examine(one)
    return _EXAMINED_FIRST[key]


def use(weights: Mapping[str, float]) -> None:
    """Lets the resolver weigh by ``weights``."""
    link.weights = lambda: weights  # type: ignore[assignment]  # a cached function otherwise


def crossed(labelled: Sequence[Labelled]) -> list[Outcome]:
    """What becomes of each labelled source, by weights fitted without its story."""
    found: list[Outcome] = []
    for held in folds(labelled):
        learned([one for one in labelled if one.group not in held])
        found += [o for one in labelled if one.group in held for o in examine(one)[1]]
    return found


def folds(labelled: Sequence[Labelled]) -> list[set[str]]:
    """The groups of stories that are left out in turn."""
    groups = sorted({one.group for one in labelled})
    return [set(groups[k::FOLDS]) for k in range(FOLDS)]


class Choices:
    """Choices as arrays: which features hold of which option of which choice, and which options are right."""

    def __init__(self, examples: Sequence[Example]) -> None:
        expanded = [
            [[n for name in option for n in (name, f"{e.sort} {name}")] for option in e.options]
            for e in examples
        ]
        count = Counter(n for options in expanded for option in options for n in option)
        self.names = sorted(n for n, times in count.items() if times >= LEAST)
        place = {n: k for k, n in enumerate(self.names)}
        rows: list[int] = []
        columns: list[int] = []
        of: list[int] = []
        for k, options in enumerate(expanded):
            for option in options:
                known = [place[n] for n in option if n in place]
                rows += [len(of)] * len(known)
                columns += known
                of.append(k)
        self.row, self.column, self.of = (np.array(x, dtype=np.int64) for x in (rows, columns, of))
        self.right = np.array([n in e.right for e in examples for n in range(len(e.options))])
        self.share = np.array([SHARES[e.source] for e in examples], dtype=np.float64)

    def fitted(self) -> dict[str, float]:
        """The weights of all features."""
        weights = self.fit(np.ones(len(self.share), dtype=bool), np.ones(len(self.names), dtype=bool))
        return dict(zip(self.names, (float(w) for w in weights), strict=True))

    def fit(self, used: Bools, kept: Bools) -> Floats:
        """The weights of the ``kept`` features, fitted on the ``used`` choices; the others' are 0."""
        options = used[self.of]
        entries = options[self.row] & kept[self.column]
        row, column = (np.cumsum(options) - 1)[self.row[entries]], self.column[entries]
        of, good = self.of[options], self.right[options]
        begins = np.r_[True, of[1:] != of[:-1]]
        first, choice = np.flatnonzero(begins), np.cumsum(begins) - 1
        share = self.share[of[first]]
        weights, squares = np.zeros(len(self.names)), np.full(len(self.names), 1e-8)
        for _ in range(STEPS):  # AdaGrad: Duchi and others, 2011
            score = np.bincount(row, weights=weights[column], minlength=len(of))
            odds = np.exp(score - np.maximum.reduceat(score, first)[choice])
            chosen = odds / np.add.reduceat(odds, first)[choice]
            right_odds = odds * good
            wanted = right_odds / np.maximum(np.add.reduceat(right_odds, first)[choice], 1e-12)
            pulls = ((chosen - wanted) * share[choice])[row]
            pull = np.bincount(column, weights=pulls, minlength=len(self.names))
            gradient: Floats = pull + PENALTY * share.sum() / 20 * weights
            squares += gradient**2
            weights -= RATE * gradient / np.sqrt(squares)
        return weights

    def wrong(self, weights: Floats) -> Bools:
        """Which choices are wrong: of options that weigh the same the last wins."""
        score = np.bincount(self.row, weights=weights[self.column], minlength=len(self.of))
        best = np.lexsort((np.arange(len(score)), score, self.of))
        last = np.flatnonzero(np.r_[self.of[1:] != self.of[:-1], True])
        wrong: Bools = ~self.right[best[last]]
        return wrong


# --- confidence -----------------------------------------------------------------------------------------


def calibrated(outcomes: Sequence[Outcome]) -> tuple[float, float, float]:
    """Slope and constant by which the probability of a choice becomes a confidence (Platt, 1999).

    The third is added where somebody new was chosen: that is wrong more often than it looks.
    """
    chosen = [o for o in outcomes if o.probability is not None and o.source in REAL]
    p = np.clip(np.array([o.probability for o in chosen]), 1e-4, 1 - 1e-4)
    new = np.array([float(o.reason == "own") for o in chosen])
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p)), new], axis=1)
    y = np.array([float(o.right) for o in chosen])
    w = begin = np.array([1.0, 0.0, 0.0])  # the probability as it is, which a penalty holds on to
    bend = x.T @ x / 4 + np.eye(3)  # the loss bends no more than so, hence each step makes it less
    for _ in range(STEPS):
        q = 1 / (1 + np.exp(-x @ w))
        w = w - np.linalg.solve(bend, x.T @ (q - y) + w - begin)
    return float(w[0]), float(w[1]), float(w[2])


def reliability(outcomes: Sequence[Outcome], calibration: tuple[float, float, float]) -> list[str]:
    """How often sources were right, by the tenth in which their confidence is: lines of a table."""
    slope, constant, of_new = calibration
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for o in outcomes:
        if o.probability is not None and o.source in REAL:
            p = min(max(o.probability, 1e-4), 1 - 1e-4)
            odds = slope * np.log(p / (1 - p)) + constant + of_new * (o.reason == "own")
            sure = 1 / (1 + np.exp(-odds))
            tenths.setdefault(min(9, int(sure * 10)), []).append((sure, o.right))
    return [
        f"| {k / 10:.1f} to {(k + 1) / 10:.1f} | {len(of)} | {np.mean([s for s, _ in of]):.3f} | "
        f"{np.mean([right for _, right in of]):.3f} |"
        for k, of in sorted(tenths.items())
    ]


def sure_reasons(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """For each reason that is no choice between candidates, how often it was right."""
    found = {}
    sure = [o for o in outcomes if o.probability is None]
    for reason in sorted({o.reason for o in sure} - {""}):
        right = [o.right for o in sure if o.reason == reason]
        found[reason] = (sum(right) + 1) / (len(right) + 2)  # Laplace's rule, where there are few
    return found


# --- the card -------------------------------------------------------------------------------------------


def ablated(labelled: Sequence[Labelled]) -> list[str]:
    """What each family of features is worth: how many more choices are wrong, cross-validated, without it."""
    learned(labelled)
    seen = [(one.group, example) for one in labelled for example in examine(one)[0]]
    choices = Choices([example for _, example in seen])
    held = [np.array([group in fold for group, _ in seen]) for fold in folds(labelled)]
    family = [_family(name) for name in choices.names]
    sources = np.array([example.source for _, example in seen])

    def wrong(without: str) -> Bools:
        kept = np.array([f != without for f in family])
        found: Bools = np.any([choices.wrong(choices.fit(~out, kept)) & out for out in held], axis=0)
        return found

    whole = wrong("")
    lines = []
    for name in sorted(set(family)):
        more = wrong(name)
        of = [int(more[sources == s].sum()) - int(whole[sources == s].sum()) for s in SHARES]
        lines.append(f"| {name} | {sum(of):+d} | {' | '.join(f'{n:+d}' for n in of)} |")
    return lines


def kept_table(card: Path) -> list[str] | None:
    """The lines of the last ablation, if the card that stands has them."""
    text = card.read_text(encoding="utf-8") if card.is_file() else ""
    table = text.partition("## What each feature is worth")[2].partition("## ")[0]
    return [line for line in table.splitlines() if line.startswith("| ")][1:] or None


def _family(name: str) -> str:
    """The features that *he distance=1* is one of: *distance*; of those by proposer, each is one."""
    plain = name.split(" ", 1)[-1]
    return plain if plain.startswith("via=") else re.sub(r"=[^&]*", "", plain)


def written_card(
    labelled: Sequence[Labelled],
    outcomes: Sequence[Outcome],
    size: int,
    tables: Mapping[str, Sequence[str] | None],
) -> str:
    """The model's card, in Markdown: ``card.md`` with the figures put in."""
    articles = Counter(one.source for one in labelled)
    data = [f"* {SOURCES[name]}: {articles[name]} articles" for name in SOURCES if name in articles]
    figures = []
    for name in articles:
        of = [o for o in outcomes if o.source == name]
        for reason in ("all", *sorted({o.reason for o in of})):
            here = [o for o in of if reason in ("all", o.reason)]
            right = sum(o.right for o in here)
            figures.append(f"| {name} | {reason} | {len(here)} | {right / len(here):.3f} |")
    parts = {
        "data": data,
        "figures": figures,
        "size": [str(size)],
        "ablation": tables["ablation"] or ["| not run | | | | | |"],
        "reliability": tables["reliability"] or [],
    }
    text = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    for name, lines in parts.items():
        text = text.replace(f"{{{name}}}", "\n".join(lines))
    return text


if __name__ == "__main__":
    sys.exit(main())
