"""What networks trained before make of the articles, for another to learn from beside the annotations.

Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network": what several networks
expect together is a better guide than one annotator's choice where annotators differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from quotediff.extraction.learned.network import UNIT, Network, Seen, Window
from quotediff.extraction.learned.weights import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

    from corpus import Article

_WORTH_A_LOOK = 0.1  # a token is as likely to begin a cue in the teachers' eyes
_CHUNK = 200  # windows at a time


class Expected(NamedTuple):
    """What the teachers expect of a window: a chance a label for each token, and of each pair of neighbours.

    ``pairs`` is the sum over the window.
    """

    labels: np.ndarray
    pairs: np.ndarray


class Taught(NamedTuple):
    """What the teachers make of an article.

    ``first``: for each token, the chances of the first part's labels. ``cues``: by a cue's first token and
    the one after its last, what they expect of its paragraph.
    """

    first: np.ndarray
    cues: dict[tuple[int, int], Expected]

    def part(self, low: int, high: int) -> Taught:
        """The same of the tokens from ``low`` to before ``high`` alone, counted from there."""
        cues = {(a - low, b - low): e for (a, b), e in self.cues.items() if low <= a and b <= high}
        return Taught(self.first[low:high], cues)


def taught(files: Sequence[Path], articles: Sequence[Article]) -> list[Taught]:
    """The mean of what the networks in ``files`` expect, article by article."""
    nets = [Network(parse(f.read_bytes())) for f in files]
    return [_article(nets, a) for a in articles]


def _article(nets: Sequence[Network], article: Article) -> Taught:
    ranges = article.paragraphs
    starts = np.array([a for a, _ in ranges], dtype=np.int64)
    lengths = np.array([b - a for a, b in ranges], dtype=np.int64)
    seen = Seen(
        article.types,
        np.arange(len(article.tokens)),
        np.array(article.quotes, dtype=np.int64),
        article.hints.states,
        np.array(article.states, dtype=np.int64),
        starts,
        lengths,
    )
    hidden = [net.read(seen) for net in nets]
    chances = [_softmax(n.cue_scores(h) / UNIT) for n, h in zip(nets, hidden, strict=True)]
    first = np.mean(chances, axis=0).astype(np.float32)
    cues = {r.cue for r in article.relations}
    cues |= {(i, i + 1) for i in np.flatnonzero(first[:, 1] >= _WORTH_A_LOOK).tolist()}
    windows = []
    for cue in sorted(cues):
        k = int(np.searchsorted(starts, cue[0], side="right")) - 1
        if cue[1] <= ranges[k][1]:
            windows.append(Window(*ranges[k], *cue))
    expected: dict[tuple[int, int], Expected] = {}
    for begin in range(0, len(windows), _CHUNK):
        some = windows[begin : begin + _CHUNK]
        around = [article.hints.around(*w) for w in some]
        each = [_expected(n, n.scores(h, some, around)) for n, h in zip(nets, hidden, strict=True)]
        for window, views in zip(some, zip(*each, strict=True), strict=True):
            labels = np.mean([v.labels for v in views], axis=0).astype(np.float32)
            pairs = np.mean([v.pairs for v in views], axis=0).astype(np.float32)
            expected[window.first, window.last] = Expected(labels, pairs)
    return Taught(first, expected)


def _softmax(scores: np.ndarray) -> np.ndarray:
    parts = np.exp(scores - scores.max(axis=1, keepdims=True))
    return parts / parts.sum(axis=1, keepdims=True)


def _expected(net: Network, windows: Sequence[np.ndarray]) -> list[Expected]:
    """What one network expects: the gradients of its partition function."""
    longest = max(map(len, windows))
    scores = torch.zeros(longest, len(windows), len(net.start))
    mask = torch.zeros(longest, len(windows))
    for k, window in enumerate(windows):
        scores[: len(window), k] = torch.from_numpy(window / UNIT)
        mask[: len(window), k] = 1
    scores.requires_grad_()
    pairs = torch.from_numpy(net.transition / UNIT).float()[None].repeat(len(windows), 1, 1).requires_grad_()
    total = partition(scores, pairs, torch.from_numpy(net.start / UNIT).float(), mask).sum()
    labels, both = (g.numpy() for g in torch.autograd.grad(total, (scores, pairs)))
    return [Expected(labels[: len(w), k], both[k]) for k, w in enumerate(windows)]


def partition(scores: Tensor, pairs: Tensor, start: Tensor, mask: Tensor) -> Tensor:
    """The logarithm of the sum over all ways to label each sequence (T x N x labels).

    ``pairs`` are the transitions, from and to, the same for all or each its own.
    """
    total = start + scores[0]
    for t in range(1, len(scores)):
        further = torch.logsumexp(total[:, :, None] + pairs, 1) + scores[t]
        total = torch.where(mask[t][:, None] > 0, further, total)
    return torch.logsumexp(total, 1)
