"""What networks trained before make of articles that they have not seen, for another to learn from.

Hinton, Vinyals and Dean (2015), "Distilling the knowledge in a neural network": what a better network
expects is a better guide than one annotator's choice where annotators differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from torch import Tensor

_FILE = "{}.npz"


class Expected(NamedTuple):
    """What the teachers expect of a paragraph for one cue.

    ``labels`` is the chance a label for each token; ``pairs`` that of each pair of neighbours, summed.
    """

    labels: np.ndarray
    pairs: np.ndarray


class View(NamedTuple):
    """What a teacher makes of a stretch of tokens.

    ``first``: for each token, the chances of the first part's labels. ``cues``: by a cue's first token and
    the one after its last, what is expected of its paragraph.
    """

    first: np.ndarray
    cues: dict[tuple[int, int], Expected]

    def part(self, low: int, high: int) -> View:
        """The same of the tokens from ``low`` to before ``high`` alone, counted from there."""
        cues = {(a - low, b - low): e for (a, b), e in self.cues.items() if low <= a and b <= high}
        return View(self.first[low:high], cues)


def joined(parts: Sequence[tuple[int, View]], tokens: int, labels: int) -> View:
    """The view of an article of so many tokens from those of its paragraphs, each with where it begins."""
    first = np.zeros((tokens, labels), dtype=np.float32)
    first[:, 0] = 1
    cues: dict[tuple[int, int], Expected] = {}
    for low, view in parts:
        first[low : low + len(view.first)] = view.first
        cues.update(((a + low, b + low), e) for (a, b), e in view.cues.items())
    return View(first, cues)


def write(view: View, folder: Path, name: str) -> None:
    """Writes an article's view to its file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    each = [view.cues[cue] for cue in sorted(view.cues)]
    np.savez_compressed(
        folder / _FILE.format(name),
        first=view.first.astype(np.float16),
        cues=np.array(sorted(view.cues), dtype=np.int64).reshape(-1, 2),
        lengths=np.array([len(e.labels) for e in each], dtype=np.int64),
        labels=np.concatenate([e.labels for e in each] or [np.zeros((0, 4))]).astype(np.float16),
        pairs=np.array([e.pairs for e in each], dtype=np.float32),
    )


def read(folder: Path, name: str) -> View | None:
    """An article's view; None where no teacher was asked."""
    path = folder / _FILE.format(name)
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as file:
        ends = np.cumsum(file["lengths"])[:-1]
        labels = np.split(file["labels"].astype(np.float32), ends)
        cues = {
            (int(a), int(b)): Expected(*e)
            for (a, b), *e in zip(file["cues"], labels, file["pairs"], strict=False)
        }
        return View(file["first"].astype(np.float32), cues)


def expected(scores: Tensor, transition: Tensor, start: Tensor, mask: Tensor) -> list[Expected]:
    """What a network expects of each sequence's labels: the gradients of its partition function."""
    scores = scores.detach().requires_grad_()
    each = transition.detach()[None].repeat(scores.shape[1], 1, 1).requires_grad_()
    total = partition(scores, each, start.detach(), mask).sum()
    labels, pairs = (g.numpy() for g in torch.autograd.grad(total, (scores, each)))
    lengths = mask.sum(0).long().tolist()
    return [Expected(labels[:n, k], pairs[k]) for k, n in enumerate(lengths)]


def partition(scores: Tensor, pairs: Tensor, start: Tensor, mask: Tensor) -> Tensor:
    """The logarithm of the sum over all ways to label each sequence (T x N x labels).

    ``pairs`` are the transitions, from and to, the same for all or each its own.
    """
    total = start + scores[0]
    for t in range(1, len(scores)):
        further = torch.logsumexp(total[:, :, None] + pairs, 1) + scores[t]
        total = torch.where(mask[t][:, None] > 0, further, total)
    return torch.logsumexp(total, 1)
