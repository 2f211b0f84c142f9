"""What training a network takes: articles as numbers, batches of them, what is to be learned, the loop.

``train.py`` trains the network that is shipped, ``teach.py`` larger ones that it learns from.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
import torch.distributed as dist
from net import FIRST_LABELS, SECOND_LABELS, Net, Sizes
from silver import Syntax, Teacher, Vocabulary
from torch.nn import functional

from quotediff.extraction.learned.features import TypeFeatures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from torch import Tensor
    from views import View

    from corpus import Article
    from quotediff.extraction.learned.hints import Hints

RATE, FROM_TEACHERS = 2e-3, 0.6
"""Of a course, if nothing else is said."""
_BATCH = 3000  # padded tokens
_SYNTAX_WEIGHT = 0.3
_OWN = 3  # a word that occurs as often has a row of its own beside its vector
_CHOICES = ("tag", "relation", "head", "opens", "closes")


class Item(NamedTuple):
    """A paragraph: numbers for its tokens, its cues with the labels each gives them, the rules' hints.

    And, where there are teachers, what they expect of its tokens and, by a cue's ends, of its labels; for a
    teacher, the encoder's states of its tokens.
    """

    values: dict[str, np.ndarray]
    cues: list[tuple[int, int, np.ndarray]]
    around: Callable[[int, int], np.ndarray]  # for a cue's first token and the one after its last
    view: View | None
    states: np.ndarray | None


class Course(NamedTuple):
    """How a training goes.

    ``from_teachers`` is their part of what is learned where there are any; ``batch`` are its padded tokens.
    """

    epochs: int
    seed: int
    rate: float = RATE
    word_dropout: float = 0.1
    from_teachers: float = FROM_TEACHERS
    batch: int = _BATCH


class Ground(NamedTuple):
    """What a training goes by: the words, their rows, and the kinds of syntax by number."""

    known: Vocabulary
    rows: dict[str, int]
    kinds: list[dict[str, int]]


def ground(silver: Sequence[list[Syntax] | None], known: Vocabulary) -> Ground:
    """These words, and the kinds of syntax that occur; none where there is no syntax to be learned."""
    rows = {w: k for k, w in enumerate(known.words)}
    if None in silver:
        return Ground(known, rows, [])
    seen = [sorted({str(getattr(s, c)) for row in silver for s in row}) for c in _CHOICES]
    kinds = [{value: k for k, value in enumerate(values)} for values in seen]
    return Ground(known, rows, kinds)


def network(sizes: Sizes, shared: Ground) -> Net:
    """A network that has learned nothing yet."""
    known = shared.known
    vectors = torch.from_numpy(known.vectors * known.scale)
    return Net(sizes, vectors, known.own, tuple(map(len, shared.kinds)))


def vocabulary(articles: Sequence[Article], teacher: Teacher, common: Path | None = None) -> Vocabulary:
    """The words that the network is to know, with their vectors.

    Words of the articles that have a vector or occur twice, most frequent first; then those of a list of
    common English words that have a vector. Row 0 is for any other. Vectors are their first principal
    components.
    """
    counts = Counter(t.word for a in articles for t in a.types)
    lines = common.read_text(encoding="utf-8").splitlines() if common else []
    listed = {w.strip().lower() for w in lines if "'" not in w}
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


def items_of(
    article: Article,
    silver: Sequence[Syntax] | None,
    shared: Ground,
    views: View | None = None,
    states: np.ndarray | None = None,
) -> list[Item]:
    """The article's paragraphs: for each its tokens' numbers, its cues with the labels each gives the tokens.

    ``silver`` is the syntax of the tokens, ``views`` what teachers expect, ``states`` what
    the encoder makes of the tokens.
    """
    rows = shared.rows
    columns = {
        "word": [rows.get(t.word, 0) for t in article.types],
        **{name: [getattr(t, name) for t in article.types] for name in TypeFeatures._fields[1:]},
        "quote": list(article.quotes),
        "hint": list(article.hints.states),
        "first": _first(article),
    }
    if silver is not None:
        for name, kind in zip(_CHOICES, shared.kinds, strict=True):
            columns[name] = [kind[str(getattr(s, name))] for s in silver]
    items: list[Item] = []
    for (low, high), state, used in zip(article.paragraphs, article.states, article.used, strict=True):
        if not used:
            continue
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
        items.append(
            Item(
                values,
                cues,
                partial(_around, article.hints, low, high),
                None if views is None else views.part(low, high),
                None if states is None else states[low:high],
            )
        )
    return items


def _first(article: Article) -> list[int]:
    """The first part's labels of the tokens."""
    first = [0] * len(article.tokens)
    for r in article.relations:
        for begin, end in r.sources:
            first[begin:end] = [3 if r.cue[0] >= end else 4] * (end - begin)
        for begin, end in r.contents:
            first[begin:end] = [5 if r.cue[0] >= end else 6] * (end - begin)
    for r in article.relations:
        first[r.cue[0] : r.cue[1]] = [1, *[2] * (r.cue[1] - r.cue[0] - 1)]
    return first


def _around(hints: Hints, low: int, high: int, first: int, last: int) -> np.ndarray:
    return np.frombuffer(hints.around(low, high, low + first, low + last), dtype=np.uint8)


def _length(item: Item) -> int:
    return len(item.values["word"])


def batches(items: list[Item], rng: random.Random, size: int = _BATCH) -> list[list[Item]]:
    """Paragraphs of about one length together, ``size`` padded tokens at most, in a new order every time."""
    order = items[:]
    rng.shuffle(order)
    order.sort(key=lambda i: _length(i) // 6)
    batches: list[list[Item]] = []
    longest = 0
    for item in order:
        longest = max(longest, _length(item))
        if not batches or longest * (len(batches[-1]) + 1) > size:
            batches.append([])
            longest = _length(item)
        batches[-1].append(item)
    rng.shuffle(batches)
    return batches


def tensors(items: list[Item]) -> dict[str, Tensor]:
    """The items as one batch, padded to the longest: T x B, and by cue."""
    longest = max(map(_length, items))
    batch: dict[str, Tensor] = {}
    for name in items[0].values:
        column = np.zeros((longest, len(items)), dtype=np.int64)
        for k, item in enumerate(items):
            column[: _length(item), k] = item.values[name]
        batch[name] = torch.from_numpy(column)
    if any(item.view is not None for item in items):
        rows = np.zeros((longest, len(items), FIRST_LABELS), dtype=np.float32)
        for k, item in enumerate(items):  # where no teacher was asked, the annotation counts
            gold = np.eye(FIRST_LABELS, dtype=np.float32)[item.values["first"]]
            rows[: _length(item), k] = gold if item.view is None else item.view.first
        batch["taught"] = torch.from_numpy(rows)
    if items[0].states is not None:
        states = np.zeros((longest, len(items), items[0].states.shape[1]), dtype=np.float32)
        for k, item in enumerate(items):
            states[: _length(item), k] = item.states
        batch["states"] = torch.from_numpy(states)
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


def loss_of(net: Net, items: list[Item], course: Course) -> Tensor:
    """All that is to be learned from a batch, a token."""
    batch = tensors(items)
    middle, hidden = net.encode(batch, course.word_dropout)
    mask = batch["mask"]
    count = mask.sum()

    def miss(scores: Tensor, wanted: Tensor) -> Tensor:
        each = functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), reduction="none")
        return (each * mask.flatten()).sum() / count

    scores = net.first(hidden)
    loss = miss(scores, batch["first"])
    if "taught" in batch:
        unlike = -(batch["taught"] * functional.log_softmax(scores, -1)).sum(-1)
        loss = (1 - course.from_teachers) * loss + course.from_teachers * (unlike * mask).sum() / count
    for head, name in zip(net.syntax, _CHOICES, strict=False):  # none, if it is to learn no syntax
        loss = loss + _SYNTAX_WEIGHT * miss(head(middle), batch[name])
    cues, labels = _with_mistakes(batch, scores.detach())
    if len(cues[0]):
        heard = cues_of(items, list(zip(*(c.tolist() for c in cues), strict=True)), len(mask))
        second = net.label(hidden, mask, cues, heard)
        within = mask[:, cues[0]]
        wanted, pairs = _wanted(items, cues, labels, within, course.from_teachers)
        loss = loss + net.surprise(second, wanted, pairs, within).sum() / count
    return loss


def cues_of(items: list[Item], cues: Sequence[tuple[int, int, int]], longest: int) -> Tensor:
    """What the rules make of each token for each cue ``(paragraph, first, last)``."""
    heard = torch.zeros((longest, len(cues)), dtype=torch.long)
    for k, (which, first, last) in enumerate(cues):
        parts = items[which].around(first, last).astype(np.int64)
        heard[: len(parts), k] = torch.from_numpy(parts)
    return heard


def _wanted(
    items: list[Item],
    cues: tuple[Tensor, Tensor, Tensor],
    labels: Tensor,
    within: Tensor,
    from_teachers: float,
) -> tuple[Tensor, Tensor]:
    """The chances of each cue's labels and of pairs of neighbours: as annotated, and as teachers expect."""
    wanted = functional.one_hot(labels, SECOND_LABELS).float()
    both = (wanted[:-1] * within[1:, :, None])[..., None] * wanted[1:, :, None]
    pairs = both.sum(0)
    for k, (which, first, last) in enumerate(zip(*(c.tolist() for c in cues), strict=True)):
        view = items[which].view
        told = view.cues.get((first, last)) if view is not None else None
        if told is not None:
            n = len(told.labels)
            wanted[:n, k].lerp_(torch.from_numpy(told.labels), from_teachers)
            pairs[k].lerp_(torch.from_numpy(told.pairs), from_teachers)
    return wanted, pairs


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


def fit(net: Net, items: list[Item], course: Course, checkpoint: Path | None = None) -> dict[str, Tensor]:
    """Trains the network; returns the running mean of its parameters.

    Where several processes train together (``torch.distributed``), each takes its share of the batches. With
    ``checkpoint``, what is needed to go on is written there after every round; if there is such a file of the
    same course, the training goes on from it and ends as if it had not been interrupted.
    """
    rank, processes = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    learned = {name: p for name, p in net.named_parameters() if p.requires_grad}
    mean = {name: p.detach().clone() for name, p in learned.items()}
    optimizer = torch.optim.Adam(learned.values(), lr=course.rate, betas=(0.9, 0.98), fused=True)
    done = step = 0
    same = repr((course, len(items), processes))
    saved = torch.load(checkpoint, weights_only=True) if checkpoint and checkpoint.exists() else {}
    if saved.get("course") == same:
        net.load_state_dict(saved["net"])
        optimizer.load_state_dict(saved["optimizer"])
        mean, step, done = saved["mean"], saved["step"], saved["epoch"]
    order = _rounds(items, course, processes)
    steps = sum(map(len, order)) // processes
    for epoch in range(done, course.epochs):
        torch.manual_seed((course.seed * 1000 + epoch) * 100 + rank)
        net.train()
        began, total, count = time.monotonic(), 0.0, 0
        for chosen in order[epoch][rank::processes]:
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = course.rate * min(1, step / 200) * max(0.02, 1 - step / steps)
            loss = loss_of(net, chosen, course)
            optimizer.zero_grad()
            loss.backward()
            if processes > 1:
                _share(learned.values(), processes)
            torch.nn.utils.clip_grad_norm_(learned.values(), 1.0)
            optimizer.step()
            total, count = total + loss.item(), count + 1
            keep = 1 - min(0.997, (1 + step) / (10 + step))
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.values()), list(learned.values()), keep)
        if rank == 0:
            seconds = time.monotonic() - began
            print(f"epoch {epoch + 1}: loss {total / count:.4f}, {seconds:.0f} s", flush=True)
        if rank == 0 and checkpoint is not None:
            states = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "mean": mean}
            partial = checkpoint.with_suffix(".partial")
            torch.save({**states, "step": step, "epoch": epoch + 1, "course": same}, partial)
            partial.replace(checkpoint)
    return mean


def _rounds(items: list[Item], course: Course, processes: int) -> list[list[list[Item]]]:
    """The batches of each round, as many for each process."""
    rng = random.Random(course.seed)  # noqa: S311 - an order of batches, no secret
    each = [batches(items, rng, course.batch) for _ in range(course.epochs)]
    return [found[: len(found) // processes * processes] for found in each]


def _share(parameters: Iterable[Tensor], processes: int) -> None:
    """Makes each gradient the mean of all the processes'."""
    several = list(parameters)
    for p in several:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
    flat = torch.cat([p.grad.flatten() for p in several])
    dist.all_reduce(flat)
    flat /= processes
    at = 0
    for p in several:
        p.grad.copy_(flat[at : at + p.numel()].view_as(p))
        at += p.numel()
