"""What the encoder of the deep engine makes of articles, computed once.

    scripts/train states --polnear ../shared/polnear [--part K/N]

Computes it beforehand, of the training articles and the project's own texts; in N processes at once, if each
is given its part.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from invented import own_articles

from corpus import Article, fold, ordered_names, read
from quotediff.extraction.learned.encoder import WIDTH, Encoder

if TYPE_CHECKING:
    from collections.abc import Sequence


class States:
    """The states of articles by the encoder in a folder (of ``encoder.onnx.gz``), kept in ``cache``."""

    def __init__(self, encoder: Path, cache: Path) -> None:
        model, tokenizer = (encoder / name for name in ("encoder.onnx.gz", "tokenizer.json"))
        data, text = gzip.decompress(model.read_bytes()), tokenizer.read_text(encoding="utf-8")
        self.encoder = Encoder(data, text)
        key = hashlib.sha256(data + text.encode()).hexdigest()[:12]
        self._cache = cache / f"states-{key}"
        self._cache.mkdir(parents=True, exist_ok=True)

    def of(self, article: Article) -> np.ndarray:
        """A row of ``WIDTH`` numbers (float16) for each token of the article; read-only."""
        path = self._cache / f"{article.key}.npy"
        if not path.exists():
            rows = np.zeros((len(article.tokens), WIDTH), dtype=np.float16)
            for low, high in article.paragraphs:
                words = [t.text for t in article.tokens[low:high]]
                rows[low:high] = np.concatenate(list(self.encoder.states(words)))
            partial = path.with_suffix(f".{os.getpid()}.npy")
            np.save(partial, rows)
            partial.rename(path)
        found: np.ndarray = np.load(path, mmap_mode="r", allow_pickle=False)
        return found

    def each(self, articles: Sequence[Article]) -> list[np.ndarray]:
        """The same of several."""
        return [self.of(article) for article in articles]


def main() -> None:
    """Reads, computes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="the folder of train/ and validation.txt")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own stories")
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of encoder.onnx.gz")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for what is computed once")
    parser.add_argument(
        "--part", type=fold, default=(0, 1), metavar="K/N", help="of the articles, these alone"
    )
    arguments = parser.parse_args()
    states = States(arguments.encoder, arguments.cache)
    k, n = arguments.part
    for name in ordered_names(arguments.polnear)[k::n]:
        states.of(read(arguments.polnear / "train", name))
    for article in own_articles(arguments.corpus)[k::n]:
        states.of(article)


if __name__ == "__main__":
    main()
