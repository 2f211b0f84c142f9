"""Fits the model by which compare tells whether two quotes are one statement, and writes its card.

    scripts/train-pairs [--shared DIR] [--out DIR] [--errors]

Logistic regression with a penalty, by Newton's method: the same weights wherever it runs. Each of the
sources (``labelled.py``) counts as much as ``SHARES`` says, whatever the number of its examples. The figures
of the card are of cross-validation: a story is judged by weights fitted on the others.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "mutate"))

import articles
import pairs
from labelled import ROOT, examples, of_corpus, of_mutations, of_replaced, of_rewrites, written

from quotediff.align.evidence import FLOOR, SURE, Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from labelled import Example, Labelled

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SHARES = {"written": 0.42, "rewrites": 0.25, "corpus": 0.1, "mutations": 0.15, "replaced": 0.08}
PENALTY = 1.0  # of the squares of the weights, in examples
FOLDS = 10
MUTATIONS, SEED = 250, 7001
EVERY = 2  # of the articles with one statement in another's place one is taken
DECIMALS = 3
STEPS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1.01)  # of what is told, in the card's second table
SOURCES = {
    "written": "small stories in two versions written for this (`scripts/pairing/stories.md`)",
    "rewrites": "rewritten stories with an editor's gold",
    "corpus": "the expectations of `corpus/`",
    "replaced": "the articles of `corpus/` with one statement in the place of another of its speaker",
    "mutations": "the edits of `scripts/mutations` on the corpus",
}


def main() -> int:
    """Reads what is labelled, fits, writes the weights and the card."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where rewrites/ is")
    parser.add_argument("--out", type=Path, default=ROOT / "quotediff" / "align" / "model")
    parser.add_argument("--errors", action="store_true", help="print what cross-validation gets wrong")
    arguments = parser.parse_args()
    labelled = [*written(), *of_corpus(ROOT / "corpus")]
    rewrites = arguments.shared / "rewrites"
    if rewrites.is_dir():
        labelled += of_rewrites(rewrites)
    else:
        print(f"no {rewrites}: fitted without the rewrites", file=sys.stderr)
    own = tuple(articles.corpus(ROOT / "corpus"))
    labelled += of_mutations(MUTATIONS, SEED, lambda seed, n: pairs.make(own, (), seed, n))
    labelled += islice(of_replaced(own), None, None, EVERY)
    found = [example for one in labelled for example in examples(one)]
    x = np.array([[1.0, *e.evidence] for e in found])
    y = np.array([float(e.one) for e in found])
    weight = _weights([e.source for e in found])
    groups = _groups(labelled)
    names = sorted(set(groups.values()))
    fold = np.array([names.index(groups[e.story]) % FOLDS for e in found])
    crossed = np.zeros(len(found))
    for k in range(FOLDS):
        rest = fold != k
        crossed[~rest] = _probability(x[~rest], fit(x[rest], y[rest], weight[rest]))
    fitted = fit(x, y, weight)
    arguments.out.mkdir(parents=True, exist_ok=True)
    rows = zip(("constant", *Evidence._fields), fitted, strict=True)
    lines = "".join(f"{name} {value:.{DECIMALS}f}\n" for name, value in rows)
    (arguments.out / "pairs.txt").write_text(lines, encoding="utf-8")
    card = _card(found, groups, y, crossed)
    (arguments.out / "CARD.md").write_text(card, encoding="utf-8")
    print(card)
    if arguments.errors:
        for e, p in sorted(zip(found, crossed, strict=True), key=lambda row: row[1]):
            if (p >= FLOOR) != e.one and e.source != "mutations":
                print(f"{p:.2f} {int(e.one)} {e.story}\n  - {e.words[0]}\n  + {e.words[1]}")
    return 0


def _groups(labelled: Sequence[Labelled]) -> dict[str, str]:
    """For each story the one it is held out with: mutated articles, and rewrites, with the corpus's own."""
    corpus = {_squeezed(one.old): one.story for one in labelled if one.source == "corpus"}
    groups = {}
    for one in labelled:
        source, _, name = one.story.partition("/")
        slug = f"corpus/{name.split('/')[0]}" if source in ("corpus", "mutations") else one.story
        groups[one.story] = corpus.get(_squeezed(one.old), slug)
    return groups


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _weights(sources: list[str]) -> Floats:
    """What each example counts: its source's share of as many examples as there are."""
    count = Counter(sources)
    whole = sum(SHARES[s] for s in count)
    return np.array([len(sources) * SHARES[s] / whole / count[s] for s in sources])


def fit(x: Floats, y: Floats, weight: Floats) -> Floats:
    """The weights of a logistic regression; the first, of the constant, has no penalty."""
    w = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], PENALTY)
    penalty[0] = 0.0
    for _ in range(60):
        p = _probability(x, w)
        gradient = x.T @ (weight * (p - y)) + penalty * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return w


def _probability(x: Floats, w: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
    return found


def _card(found: list[Example], story: dict[str, str], y: Floats, p: Floats) -> str:
    """The model's card, in Markdown: ``card.md`` with the figures put in."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for k, example in enumerate(found):
        groups[example.source].append(k)
    data = [f"* {SOURCES[name]}; counts {SHARES[name]:.0%}" for name in groups]
    groups["all"] = list(range(len(found)))
    figures = [
        _figures((name, len({story[found[k].story] for k in ks})), y[ks] > 0, p[ks])
        for name, ks in groups.items()
    ]
    own = np.array([e.source != "mutations" for e in found])
    told = []
    for low, high in pairwise(STEPS):
        here = own & (p >= low) & (p < high)
        if here.any():
            bounds = f"{low} to {min(high, 1.0)}"
            told.append(f"| {bounds} | {here.sum()} | {p[here].mean():.2f} | {y[here].mean():.2f} |")
    text = (Path(__file__).parent / "card.md").read_text(encoding="utf-8")
    parts = {"data": data, "figures": figures, "told": told, "floor": [str(FLOOR)], "sure": [str(SURE)]}
    for name, lines in parts.items():
        text = text.replace(f"{{{name}}}", "\n".join(lines))
    return text


def _figures(of: tuple[str, int], one: Bools, p: Floats) -> str:
    """A row of the card's first table: of a source and so many stories."""
    quote_content, sure = p >= FLOOR, p >= SURE
    loss = -np.mean(np.log(np.where(one, p, 1 - p).clip(1e-9)))
    cells = (
        *of,
        len(one),
        one.sum(),
        _share((quote_content & one).sum(), one.sum()),
        _share((quote_content & one).sum(), quote_content.sum()),
        sure.sum(),
        _share((sure & one).sum(), sure.sum()),
        f"{loss:.3f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
