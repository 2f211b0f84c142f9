"""Measures a file of weights, also a teacher's, on annotated articles: the whole engine by the yardstick.

    scripts/train measure --polnear ../shared/polnear --evaluation ../shared/evaluation
                          [--fold K/N] [--encoder FOLDER] FILE

On every N-th training article from the K-th (which the weights should not have seen), else on the articles
of ``validation.txt``. Only figures are printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from calibrate import using

from corpus import fold, ordered_names, read
from quotediff import api
from quotediff.extraction.learned import weights
from quotediff.extraction.learned.features import TypeFeatures
from quotediff.extraction.learned.network import Network, Seen
from quotediff.extraction.learned.weights import Floats, Weights
from quotediff.rendering import values


class Deep(Network):
    """A teacher: the network with an encoder's states added to its embeddings."""

    def __init__(self, source: Weights) -> None:
        super().__init__(source)
        self.states = self._linear("states")
        self.added = np.zeros((0, 0), dtype=np.float32)

    def look_at(self, states: np.ndarray) -> None:
        """Tells what the encoder makes of the tokens of the article that is read next."""
        x = states.astype(np.float32)
        x -= x.mean(axis=1, keepdims=True)
        x /= np.sqrt(x.var(axis=1, keepdims=True) + np.float32(1e-5))
        self.added = self.states(x)

    def read(self, seen: Seen) -> Floats:
        """As of a network, each token being a word of its own."""
        types = [seen.types[k] for k in seen.of.tolist()]
        return super().read(seen._replace(types=types, of=np.arange(len(types))))

    def _types(self, types: list[TypeFeatures]) -> Floats:
        found: Floats = super()._types(types) + self.added
        return found


def main() -> None:
    """Reads, extracts, lets the yardstick print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, required=True)
    parser.add_argument("--fold", type=fold, metavar="K/N")
    parser.add_argument("--encoder", type=Path, help="the encoder's folder, for a teacher")
    parser.add_argument("--cache", type=Path, help="the folder of its states")
    parser.add_argument("weights", type=Path)
    arguments = parser.parse_args()
    if arguments.fold:
        k, n = arguments.fold
        names = ordered_names(arguments.polnear)[k::n]
    else:
        names = sorted((arguments.polnear / "validation.txt").read_text(encoding="utf-8").split())
    parsed = weights.parse(arguments.weights.read_bytes())
    net = Deep(parsed) if arguments.encoder else Network(parsed)
    with tempfile.TemporaryDirectory() as folder, using(net):
        only, found = Path(folder) / "names", Path(folder) / "found.jsonl"
        only.write_text("\n".join(names), encoding="utf-8")
        with found.open("w", encoding="utf-8") as lines:
            for name in names:
                if isinstance(net, Deep):
                    net.look_at(_states(arguments, name))
                document = api.read(arguments.polnear / "train" / "text" / f"{name}.txt")
                quotes = values.document(api.extract(document), with_text=False)
                lines.write(json.dumps({"id": name, **quotes}) + "\n")
        command = [sys.executable, arguments.evaluation / "score.py", arguments.polnear / "train", found]
        subprocess.run([*command, "--only", only], check=True)


def _states(arguments: argparse.Namespace, name: str) -> np.ndarray:
    """The encoder's states of an article's tokens."""
    from encoder import Encoder, cached  # noqa: PLC0415 - wants torch, which a network alone does not

    if not hasattr(arguments, "reader"):
        arguments.reader = Encoder(arguments.encoder)
    (states,) = cached(
        arguments.reader, [read(arguments.polnear / "train", name)], arguments.cache / "states"
    )
    return states


if __name__ == "__main__":
    main()
