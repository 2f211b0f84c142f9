"""Trains the learned part of the engine and writes its file of weights.

    scripts/train --polnear ../shared/polnear [--held-out N | --fold K/N] [--seed N] [--teachers FILE ...]
                  [--out FILE]

Trained on the articles of PolNeAR's train part that its ``validation.txt`` does not name; with
``--held-out N`` without the N latest of these either, with ``--fold K/N`` without every N-th from the K-th
(from 0), to tune on. On one kind of machine, the same arguments give the same file.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from export import export
from net import FIRST_LABELS, SECOND_LABELS, Net, Sizes
from silver import Syntax, Teacher, Vocabulary
from teachers import Taught, taught
from torch.nn import functional

from corpus import Article, read
from quotediff.extraction.learned.features import TypeFeatures

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from quotediff.extraction.learned.hints import Hints

_BATCH = 3000  # padded tokens
_RATE = 2e-3
_SYNTAX_WEIGHT = 0.3
_OWN = 3  # a word that occurs as often has a row of its own beside its vector
_CHOICES = ("tag", "relation", "head", "opens", "closes")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")

_FROM_TEACHERS = 0.6  # of what is to be learned, if there are any


class Item(NamedTuple):
    """A paragraph: numbers for its tokens, its cues with the labels each gives them, the rules' hints.

    And, where there are teachers, what they expect of its tokens and, by a cue's ends, of its labels.
    """

    values: dict[str, np.ndarray]
    cues: list[tuple[int, int, np.ndarray]]
    around: Callable[[int, int], np.ndarray]  # for a cue's first token and the one after its last
    taught: Taught | None


def main() -> None:
    """Reads, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="the folder of train/ and validation.txt")
    parser.add_argument("--teacher", type=Path, required=True, help="spaCy's pipeline, unpacked")
    parser.add_argument("--words", type=Path, required=True, help="common English words, one a line")
    parser.add_argument("--held-out", type=int, default=0, metavar="N")
    parser.add_argument("--fold", type=_fold, default=(-1, 1), metavar="K/N")
    parser.add_argument("--epochs", type=int, default=18)
    parser.add_argument("--word-dropout", type=float, default=0.1)
    parser.add_argument("--dropout", type=float, default=Sizes.dropout)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--embedding", type=int, default=Sizes.embedding)
    parser.add_argument("--hidden", type=int, default=Sizes.hidden)
    parser.add_argument("--pair-hidden", type=int, default=Sizes.pair_hidden)
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="weights to learn from, too")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    torch.use_deterministic_algorithms(mode=True)
    articles = training_articles(arguments.polnear, arguments.held_out, arguments.fold)
    teacher = Teacher(arguments.teacher)
    silver = [teacher.syntax(a) for a in articles]
    known = vocabulary(articles, teacher, arguments.words)
    tokens = sum(len(a.tokens) for a in articles)
    print(f"{len(articles)} articles, {tokens} tokens, {len(known.words)} words", flush=True)
    seen = [sorted({getattr(s, c) for row in silver for s in row}) for c in _CHOICES]
    kinds = [{value: k for k, value in enumerate(values)} for values in seen]
    rows = {w: k for k, w in enumerate(known.words)}
    views = taught(arguments.teachers, articles) if arguments.teachers else [None] * len(articles)
    items = [i for a, s, v in zip(articles, silver, views, strict=True) for i in _items(a, s, rows, kinds, v)]
    print(f"{len(items)} paragraphs, taught by {len(arguments.teachers)}", flush=True)
    sizes = Sizes(
        embedding=arguments.embedding,
        hidden=arguments.hidden,
        pair_hidden=arguments.pair_hidden,
        dropout=arguments.dropout,
    )
    net = Net(sizes, torch.from_numpy(known.vectors * known.scale), known.own, tuple(map(len, kinds)))
    state = fit(net, items, arguments.epochs, arguments.word_dropout, random.Random(arguments.seed))  # noqa: S311 - an order of batches, no secret
    export(state, sizes, known, arguments.out)


def _fold(text: str) -> tuple[int, int]:
    """``K/N`` as two numbers."""
    k, n = map(int, text.split("/"))
    return k, n


def training_articles(polnear: Path, held_out: int, fold: tuple[int, int]) -> list[Article]:
    """The articles to learn from, by date."""
    names, (k, n) = ordered_names(polnear), fold
    kept = (name for i, name in enumerate(names[: len(names) - held_out]) if i % n != k)
    return [read(polnear / "train", name) for name in kept]


def ordered_names(polnear: Path) -> list[str]:
    """The articles that are not for validation, by date."""
    validation = set((polnear / "validation.txt").read_text(encoding="utf-8").split())
    names = {p.stem for p in (polnear / "train" / "text").glob("*.txt")} - validation
    return sorted(names, key=lambda n: (m.group() if (m := _DATE.search(n)) else "", n))


def vocabulary(articles: list[Article], teacher: Teacher, common: Path) -> Vocabulary:
    """The words that the network is to know, with their vectors.

    Words of the articles that have a vector or occur twice, most frequent first; then common English words
    that have a vector. Row 0 is for any other. Vectors are the first principal components.
    """
    counts = Counter(t.word for a in articles for t in a.types)
    listed = {w.strip().lower() for w in common.read_text(encoding="utf-8").splitlines() if "'" not in w}
    found = teacher.vectors(sorted({*counts, *listed}))
    words = [w for w, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= 2 or w in found]
    own = 1 + sum(counts[w] >= _OWN for w in words)
    words = ["", *words, *sorted(w for w in listed if w in found and w not in counts and len(w) > 1)]
    known = np.array([w in found for w in words])
    matrix = np.array([found[w] for w in words if w in found], dtype=np.float64)
    matrix -= matrix.mean(axis=0)
    axes, _, _ = np.linalg.svd(matrix.T @ matrix)
    reduced = matrix @ axes[:, : Sizes.vector]
    step = np.abs(reduced).max(axis=0) * 0.6 / 127
    vectors = np.zeros((len(words), Sizes.vector), dtype=np.int8)
    vectors[known] = np.clip(np.rint(reduced / step), -127, 127)
    return Vocabulary(words, own, vectors, (step / reduced.std(axis=0).mean()).astype(np.float32))


def _items(
    article: Article,
    silver: list[Syntax],
    rows: dict[str, int],
    kinds: list[dict[object, int]],
    views: Taught | None,
) -> list[Item]:
    """The paragraphs: for each its tokens' numbers, and its cues with the labels each gives the tokens."""
    columns = {
        "word": [rows.get(t.word, 0) for t in article.types],
        **{name: [getattr(t, name) for t in article.types] for name in TypeFeatures._fields[1:]},
        "quote": list(article.quotes),
        "hint": article.hints.states.tolist(),
        **{c: [kind[getattr(s, c)] for s in silver] for c, kind in zip(_CHOICES, kinds, strict=True)},
    }
    first = [0] * len(article.tokens)
    for r in article.relations:
        for begin, end in r.sources:
            first[begin:end] = [3 if r.cue[0] >= end else 4] * (end - begin)
        for begin, end in r.contents:
            first[begin:end] = [5 if r.cue[0] >= end else 6] * (end - begin)
    for r in article.relations:
        first[r.cue[0] : r.cue[1]] = [1, *[2] * (r.cue[1] - r.cue[0] - 1)]
    columns["first"] = first
    items: list[Item] = []
    for (low, high), state in zip(article.paragraphs, article.states, strict=True):
        values = {name: np.array(column[low:high]) for name, column in columns.items()}
        values["paragraph"] = np.full(high - low, state)
        cues = []
        for r in article.relations:
            if low <= r.cue[0] and r.cue[1] <= high:
                labels = np.zeros(high - low, dtype=np.int64)
                for label, ranges in ((1, r.sources), (3, r.contents), (2, (r.cue,))):
                    for a, b in ranges:
                        labels[max(a, low) - low : max(0, min(b, high) - low)] = label
                cues.append((r.cue[0] - low, r.cue[1] - low, labels))
        view = None if views is None else views.part(low, high)
        items.append(Item(values, cues, partial(_around, article.hints, low, high), view))
    return items


def _around(hints: Hints, low: int, high: int, first: int, last: int) -> np.ndarray:
    return hints.around(low, high, low + first, low + last)


def _length(item: Item) -> int:
    return len(item.values["word"])


def _batches(items: list[Item], rng: random.Random) -> list[list[Item]]:
    """Paragraphs of about one length together, in a new order every time."""
    order = items[:]
    rng.shuffle(order)
    order.sort(key=lambda i: _length(i) // 6)
    batches: list[list[Item]] = []
    longest = 0
    for item in order:
        longest = max(longest, _length(item))
        if not batches or longest * (len(batches[-1]) + 1) > _BATCH:
            batches.append([])
            longest = _length(item)
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def _tensors(items: list[Item]) -> dict[str, Tensor]:
    longest = max(map(_length, items))
    batch: dict[str, Tensor] = {}
    for name in items[0].values:
        column = np.zeros((longest, len(items)), dtype=np.int64)
        for k, item in enumerate(items):
            column[: _length(item), k] = item.values[name]
        batch[name] = torch.from_numpy(column)
    views = [item.taught for item in items]
    if None not in views:
        rows = np.zeros((longest, len(items), FIRST_LABELS), dtype=np.float32)
        for k, view in enumerate(views):
            rows[: len(view.first), k] = view.first
        batch["taught"] = torch.from_numpy(rows)
    mask = np.zeros((longest, len(items)), dtype=np.float32)
    for k, item in enumerate(items):
        mask[: _length(item), k] = 1
    batch["mask"] = torch.from_numpy(mask)
    cues = [(k, *cue) for k, item in enumerate(items) for cue in item.cues]
    labels = np.zeros((longest, len(cues)), dtype=np.int64)
    for k, cue in enumerate(cues):
        labels[: len(cue[3]), k] = cue[3]
    batch["labels"] = torch.from_numpy(labels)
    for name, column in zip(("which", "begin", "end"), range(3), strict=True):
        batch[name] = torch.tensor([c[column] for c in cues], dtype=torch.long)
    return batch


def loss_of(net: Net, items: list[Item], word_dropout: float) -> Tensor:
    """All that is to be learned from a batch, a token."""
    batch = _tensors(items)
    middle, hidden = net.encode(batch, word_dropout)
    mask = batch["mask"]
    count = mask.sum()

    def miss(scores: Tensor, wanted: Tensor) -> Tensor:
        each = functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), reduction="none")
        return (each * mask.flatten()).sum() / count

    scores = net.first(hidden)
    loss = miss(scores, batch["first"])
    if "taught" in batch:
        unlike = -(batch["taught"] * functional.log_softmax(scores, -1)).sum(-1)
        loss = (1 - _FROM_TEACHERS) * loss + _FROM_TEACHERS * (unlike * mask).sum() / count
    for head, name in zip(net.syntax, _CHOICES, strict=True):
        loss = loss + _SYNTAX_WEIGHT * miss(head(middle), batch[name])
    cues, labels = _with_mistakes(batch, scores.detach())
    if len(cues[0]):
        heard = torch.zeros((len(mask), len(labels[0])), dtype=torch.long)
        for k, (which, first, last) in enumerate(zip(*(c.tolist() for c in cues), strict=True)):
            heard[: _length(items[which]), k] = torch.from_numpy(items[which].around(first, last))
        second = net.label(hidden, mask, cues, heard)
        within = mask[:, cues[0]]
        surprise = net.surprise(second, labels, within)
        known, marginals, pairs = _views(items, cues, len(mask))
        if known.any():
            soft = net.difference(second, marginals, pairs, within)
            surprise = torch.where(known, (1 - _FROM_TEACHERS) * surprise + _FROM_TEACHERS * soft, surprise)
        loss = loss + surprise.sum() / count
    return loss


def _views(
    items: list[Item], cues: tuple[Tensor, Tensor, Tensor], longest: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Of which cues the teachers have a view, and what they expect: T x cues x labels, and of pairs."""
    number = len(cues[0])
    known = np.zeros(number, dtype=bool)
    labels = np.zeros((longest, number, SECOND_LABELS), dtype=np.float32)
    pairs = np.zeros((number, SECOND_LABELS, SECOND_LABELS), dtype=np.float32)
    for k, (which, first, last) in enumerate(zip(*(c.tolist() for c in cues), strict=True)):
        taught = items[which].taught
        view = taught.cues.get((first, last)) if taught is not None else None
        if view is not None:
            known[k] = True
            labels[: len(view.labels), k] = view.labels
            pairs[k] = view.pairs
    return torch.from_numpy(known), torch.from_numpy(labels), torch.from_numpy(pairs)


def _with_mistakes(batch: dict[str, Tensor], scores: Tensor) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    """The annotated cues, some a word too long or short, and some places that only look like one."""
    which, begin, end, labels = batch["which"], batch["begin"], batch["end"], batch["labels"]
    mask = batch["mask"]
    if len(which):
        lengths = mask.sum(0).long()[which]
        chance = torch.rand(len(which))
        shorter, longer = (chance < 0.08) & (end - begin > 1), (chance > 0.95) & (begin > 0)
        begin = begin + shorter.long() - longer.long()
        chance = torch.rand(len(which))
        shorter, longer = (chance < 0.08) & (end - begin > 1), (chance > 0.95) & (end < lengths)
        end = end - shorter.long() + longer.long()
    cue = (batch["first"] == 1) | (batch["first"] == 2)
    places = ((scores.softmax(-1)[..., 1] > 0.15) & ~cue & (mask > 0)).nonzero()
    places = places[torch.randperm(len(places))[: max(4, len(which) // 3)]]
    which, begin = torch.cat([which, places[:, 1]]), torch.cat([begin, places[:, 0]])
    end = torch.cat([end, places[:, 0] + 1])
    return (which, begin, end), torch.cat([labels, labels.new_zeros(len(labels), len(places))], 1)


def fit(
    net: Net, items: list[Item], epochs: int, word_dropout: float, rng: random.Random
) -> dict[str, Tensor]:
    """Trains the network; returns the running mean of its parameters."""
    learned = {name: p for name, p in net.named_parameters() if p.requires_grad}
    mean = {name: p.detach().clone() for name, p in learned.items()}
    optimizer = torch.optim.Adam(learned.values(), lr=_RATE, betas=(0.9, 0.98), fused=True)
    steps, step = len(_batches(items, rng)) * epochs, 0
    for epoch in range(epochs):
        net.train()
        began, total, count = time.monotonic(), 0.0, 0
        for chosen in _batches(items, rng):
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = _RATE * min(1, step / 200) * max(0.02, 1 - step / steps)
            loss = loss_of(net, chosen, word_dropout)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned.values(), 1.0)
            optimizer.step()
            total, count = total + loss.item(), count + 1
            with torch.no_grad():
                for name, p in learned.items():
                    mean[name].lerp_(p, 1 - min(0.997, (1 + step) / (10 + step)))
        print(f"epoch {epoch + 1}: loss {total / count:.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return mean


if __name__ == "__main__":
    main()
