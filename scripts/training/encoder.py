"""What a pretrained encoder makes of an article's tokens: the states of its fifth layer, for teachers.

The encoder is all-mpnet-base-v2 (Apache-2.0; Song et al. 2020, "MPNet"; tuned for sentences by
sentence-transformers). Its weights are read as data: numbers from a file of safetensors, nothing unpickled,
none of its package's code run. Paragraphs are read together with those after them, up to ``_MOST`` pieces.
"""

from __future__ import annotations

import json
import math
import os
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

    from corpus import Article

LAYERS, WIDTH = 5, 768
_HEADS, _BUCKETS, _FAR = 12, 32, 128
_FIRST_POSITION = 2  # 0 and 1 are for what is padded
_MOST = 192  # pieces read at a time
_BATCH = 16 * _MOST  # padded pieces
_BEGIN, _PAD, _END, _UNKNOWN = "<s>", "<pad>", "</s>", "[UNK]"
_LONGEST_PIECE = 40  # characters of a word that is looked up
_PLAIN = str.maketrans("“”’‘–", "\"\"''-")


class Pieces:
    """The word pieces of a vocabulary, a line each."""

    def __init__(self, vocabulary: Path) -> None:
        lines = vocabulary.read_text(encoding="utf-8").split("\n")
        self.number = {piece: k for k, piece in enumerate(lines)}
        self.begin, self.pad, self.end, self.unknown = (
            self.number[piece] for piece in (_BEGIN, _PAD, _END, _UNKNOWN)
        )
        self.of = lru_cache(maxsize=1 << 17)(self._of)

    def _of(self, text: str) -> tuple[int, ...]:
        """The pieces of a token; at least one."""
        text = text.replace("``", '"').replace("''", '"').translate(_PLAIN).lower()
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
        spaced = "".join(c if c.isalnum() else f" {c} " for c in text)
        return tuple(k for word in spaced.split() for k in self._word(word)) or (self.unknown,)

    def _word(self, word: str) -> list[int]:
        """The longest pieces from the left."""
        found: list[int] = []
        at = 0
        while at < len(word) and len(word) <= _LONGEST_PIECE:
            ends = range(len(word), at, -1)
            mark = "##" if at else ""
            end = next((e for e in ends if mark + word[at:e] in self.number), None)
            if end is None:
                return [self.unknown]
            found.append(self.number[mark + word[at:end]])
            at = end
        return found or [self.unknown]


class Encoder:
    """The first layers of the encoder in ``folder`` (what holds ``model.safetensors`` and ``vocab.txt``)."""

    def __init__(self, folder: Path, *, layers: int = LAYERS) -> None:
        self.pieces = Pieces(folder / "vocab.txt")
        p = _parameters(folder / "model.safetensors", layers)
        self.words = p["embeddings.word_embeddings.weight"]
        self.places = p["embeddings.position_embeddings.weight"]
        self.norm = p["embeddings.LayerNorm.weight"], p["embeddings.LayerNorm.bias"]
        self.bias = p["encoder.relative_attention_bias.weight"]
        self.layers = [_Layer(p, f"encoder.layer.{k}.") for k in range(layers)]

    def states(self, article: Article) -> np.ndarray:
        """A row of ``WIDTH`` numbers for each token of the article: the mean of its pieces'."""
        pieces = [self.pieces.of(t.text) for t in article.tokens]
        sequences = [_Sequence(self.pieces, pieces, *r) for r in _stretches(pieces, article.paragraphs)]
        states = np.zeros((len(pieces), WIDTH), dtype=np.float16)
        for batch in _batches(sequences):
            for sequence, rows in zip(batch, self._read([s.ids for s in batch]), strict=True):
                states[sequence.first : sequence.last] = sequence.means(rows)
        return states

    @torch.inference_mode()
    def _read(self, sequences: Sequence[list[int]]) -> np.ndarray:
        """The states of each sequence's pieces, padded to the longest."""
        longest = max(map(len, sequences))
        ids = torch.full((len(sequences), longest), self.pieces.pad)
        for k, sequence in enumerate(sequences):
            ids[k, : len(sequence)] = torch.tensor(sequence)
        places = torch.arange(longest) + _FIRST_POSITION
        x = functional.layer_norm(self.words[ids] + self.places[places], (WIDTH,), *self.norm, 1e-5)
        near = self.bias[_buckets(longest)].permute(2, 0, 1)[None]
        near = near + (ids == self.pieces.pad)[:, None, None].float() * -1e9
        for layer in self.layers:
            x = layer(x, near)
        states: np.ndarray = x.numpy()
        return states


class _Layer:
    """One layer: attention, then two matrices, each added to what came in and made even."""

    def __init__(self, parameters: dict[str, Tensor], name: str) -> None:
        def of(part: str) -> tuple[Tensor, Tensor]:
            return parameters[f"{name}{part}.weight"], parameters[f"{name}{part}.bias"]

        three = [of(f"attention.attn.{part}") for part in "qkv"]
        self.attend = _low(torch.cat([w for w, _ in three])), _low(torch.cat([b for _, b in three]))
        self.out = tuple(map(_low, of("attention.attn.o")))
        self.norm = of("attention.LayerNorm")
        self.up = tuple(map(_low, of("intermediate.dense")))
        self.down = tuple(map(_low, of("output.dense")))
        self.last = of("output.LayerNorm")

    def __call__(self, x: Tensor, near: Tensor) -> Tensor:
        shape = (*x.shape[:2], 3, _HEADS, WIDTH // _HEADS)
        q, k, v = functional.linear(_low(x), *self.attend).view(shape).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=_low(near))
        seen = functional.linear(seen.transpose(1, 2).reshape(x.shape), *self.out)
        x = functional.layer_norm(x + seen, (WIDTH,), *self.norm, 1e-5)
        y = functional.linear(functional.gelu(functional.linear(_low(x), *self.up)), *self.down)
        return functional.layer_norm(x + y, (WIDTH,), *self.last, 1e-5)


class _Sequence:
    """The tokens from ``first`` to before ``last`` as the encoder reads them."""

    def __init__(self, known: Pieces, pieces: Sequence[tuple[int, ...]], first: int, last: int) -> None:
        self.first, self.last = first, last
        inner = [k for some in pieces[first:last] for k in some]
        self.ids = [known.begin, *inner, known.end]
        self.sizes = np.array([len(some) for some in pieces[first:last]])

    def means(self, rows: np.ndarray) -> np.ndarray:
        """A row for each token, from a row for each piece."""
        starts = np.concatenate(([0], np.cumsum(self.sizes)[:-1]))
        inner = rows[1 : len(self.ids) - 1]
        means: np.ndarray = np.add.reduceat(inner, starts, axis=0) / self.sizes[:, None]
        return means


def cached(encoder: Encoder, articles: Sequence[Article], folder: Path) -> list[np.ndarray]:
    """The states of each article, computed once: a file each in ``folder``, by what the tokens are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for article in articles:
        path = folder / f"{article.key}.npy"
        if not path.exists():
            partial = path.with_suffix(f".{os.getpid()}.npy")
            np.save(partial, encoder.states(article))
            partial.rename(path)
        found.append(np.load(path, mmap_mode="r", allow_pickle=False))
    return found


def _low(x: Tensor) -> Tensor:
    """In 16 bits, in which processors that can multiply them do so twice as fast."""
    return x.bfloat16()


def _buckets(length: int) -> Tensor:
    """For each pair of places the row of the bias that depends on how far they are apart."""
    away = torch.arange(length)[:, None] - torch.arange(length)[None]
    half = _BUCKETS // 2
    size, exact = away.abs(), half // 2
    far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(_FAR / exact) * (half - exact)).long()
    return (away < 0).long() * half + torch.where(size < exact, size, far.clamp(max=half - 1))


def _stretches(
    pieces: Sequence[tuple[int, ...]], paragraphs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Ranges of tokens to be read together: paragraphs with those after them, long ones in parts."""
    found: list[tuple[int, int]] = []
    size = _MOST
    for first, last in paragraphs:
        length = sum(map(len, pieces[first:last]))
        if found and size + length <= _MOST:
            found[-1], size = (found[-1][0], last), size + length
            continue
        cuts, size = [first], 0
        for i in range(first, last):
            if size + len(pieces[i]) > _MOST and i > cuts[-1]:
                cuts.append(i)
                size = 0
            size += len(pieces[i])
        found += pairwise([*cuts, last])
    return found


def _batches(sequences: list[_Sequence]) -> list[list[_Sequence]]:
    """Sequences of about one length together."""
    batches: list[list[_Sequence]] = []
    for sequence in sorted(sequences, key=lambda s: -len(s.ids)):
        if not batches or len(batches[-1][0].ids) * (len(batches[-1]) + 1) > _BATCH:
            batches.append([])
        batches[-1].append(sequence)
    return batches


def _parameters(path: Path, layers: int) -> dict[str, Tensor]:
    """The parameters of these layers and what is before them, from a file of safetensors."""
    with path.open("rb") as file:
        start = 8 + (size := int.from_bytes(file.read(8), "little"))
        header = json.loads(file.read(size))
        found = {}
        for name, entry in header.items():
            parts = name.split(".")
            if entry.get("dtype") != "F32" or (parts[1:2] == ["layer"] and int(parts[2]) >= layers):
                continue
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            values = np.frombuffer(file.read(end - begin), dtype="<f4").reshape(entry["shape"])
            found[name] = torch.from_numpy(values.copy())
    return found
