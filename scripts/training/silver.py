"""Syntax by spaCy's medium English pipeline, for the network to learn beside its task; and its word vectors.

The pipeline (MIT licence, Explosion) is read as data from an unpacked wheel; none of its package's code runs.
"""

from __future__ import annotations

import json
import os
import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import spacy
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

    from corpus import Article

_CLAUSES = frozenset(
    ("ROOT", "ccomp", "xcomp", "advcl", "acl", "relcl", "conj", "csubj", "pcomp", "parataxis")
)


class Syntax(NamedTuple):
    """What is learned of a token: tag, relation, where its head is, clauses that begin and end with it."""

    tag: str
    relation: str
    head: int  # 0 itself; else the sign says the side, the size is 1, 2, 3 or 4 for 1, 2, 3-4 or more tokens
    opens: int
    closes: int


@dataclass(frozen=True)
class Vocabulary:
    """The words with rows of their own.

    The first ``own`` (row 0 is for any other word) have parameters of their own; ``vectors`` are whole
    numbers, a row a word, to be multiplied by ``scale``, a number a column.
    """

    words: list[str]
    own: int
    vectors: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]


class Teacher:
    """The pipeline in ``folder`` (what holds its ``config.cfg``); what it has parsed is kept in ``cache``."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.cache = cache
        cache.mkdir(parents=True, exist_ok=True)
        warnings.simplefilter("ignore")  # of another minor version of spaCy: its results are the same
        self.nlp = spacy.load(folder, exclude=["ner", "lemmatizer", "senter"])

    def syntax(self, article: Article) -> list[Syntax]:
        """The syntax of each token."""
        path = self.cache / f"{article.key}.json"
        if not path.exists():
            partial = path.with_suffix(f".{os.getpid()}")  # several processes may be at it
            partial.write_text(json.dumps(self._syntax(article)), encoding="utf-8")
            partial.rename(path)
        return [Syntax(*row) for row in json.loads(path.read_text(encoding="utf-8"))]

    def _syntax(self, article: Article) -> list[Syntax]:
        plain = str.maketrans("“”’‘", "\"\"''")
        docs = []
        for first, last in article.paragraphs:
            tokens = article.tokens[first:last]
            spaces = [b.start > a.end for a, b in pairwise(tokens)]
            docs.append(Doc(self.nlp.vocab, [t.text.translate(plain) for t in tokens], [*spaces, False]))
        return [s for doc in self.nlp.pipe(docs, batch_size=64) for s in _of(doc)]

    def vectors(self, words: Iterable[str]) -> dict[str, npt.NDArray[np.float32]]:
        """The vectors of those of the (folded) words that have one, as written or capitalized."""
        table, strings = self.nlp.vocab.vectors, self.nlp.vocab.strings
        found = {}
        for word in words:
            for form in (word, word.capitalize(), word.title(), word.upper()):
                row = table.key2row.get(strings[form])
                if row is not None:
                    found[word] = np.asarray(table.data[row], dtype=np.float32)
                    break
        return found


def _of(doc: Doc) -> list[Syntax]:
    opens, closes = [0] * len(doc), [0] * len(doc)
    for token in doc:
        if token.dep_ in _CLAUSES:
            opens[token.left_edge.i] += 1
            closes[token.right_edge.i] += 1
    result = []
    for token in doc:
        away = token.head.i - token.i
        size = min(3, (abs(away) - 1).bit_length()) + 1 if away else 0
        head = size if away > 0 else -size
        result.append(Syntax(token.tag_, token.dep_, head, min(opens[token.i], 3), min(closes[token.i], 3)))
    return result
