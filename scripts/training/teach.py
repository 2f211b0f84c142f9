"""Trains teachers, networks that also read an encoder's states, and writes what they expect of articles.

    scripts/train teach --polnear ../shared/polnear [--folds N] [--without K/N] [--seed N]

Each of N teachers learns from all articles but every N-th and tells what it expects of those: no article is
taught by who has seen it. With ``--without K/N`` no teacher sees every N-th article from the K-th, so that a
network that learns from them can be tried on these. Beside the views, each teacher's file of weights.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch
import views
from export import export
from invented import own_articles
from learning import Course, Item, batches, cues_of, fit, ground, items_of, network, tensors, vocabulary
from net import FIRST_LABELS, Net, Sizes
from silver import Teacher
from states import States
from train import add_arguments, prepare

from corpus import Article, fold, ordered_names, read
from quotediff.extraction.learned.encoder import WIDTH

_LARGER = Sizes(embedding=80, hidden=64, pair_hidden=48, dropout=0.25, states=WIDTH)
_WORTH_A_LOOK = 0.1  # a token is as likely to begin a cue in a teacher's eyes


def main() -> None:
    """Reads, trains, asks, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser, _LARGER, epochs=10)
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of encoder.onnx.gz")
    parser.add_argument("--folds", type=int, default=2, help="how many teachers")
    parser.add_argument("--only", type=int, nargs="*", help="of the teachers, these (from 0)")
    parser.add_argument("--without", type=fold, default=(-1, 1), metavar="K/N", help="articles nobody sees")
    parser.add_argument("--out", type=Path, required=True, help="a folder for views and weights")
    arguments = parser.parse_args()
    prepare(arguments)
    k, n = arguments.without
    names = ordered_names(arguments.polnear)
    teacher = Teacher(arguments.teacher, arguments.cache / "syntax")
    articles = [read(arguments.polnear / "train", name) for name in names]
    own = own_articles(arguments.corpus) if arguments.own else []
    states_of = States(arguments.encoder, arguments.cache)
    for which in arguments.only or range(arguments.folds):
        numbers = [i for i in range(len(articles)) if i % arguments.folds != which and i % n != k]
        numbers += range(len(articles), len(articles) + len(own))
        seen = [([*articles, *own])[i] for i in numbers]
        syntax = [teacher.syntax(a) if arguments.syntax else None for a in seen]
        shared = ground(syntax, vocabulary(seen, teacher, arguments.words))
        states = states_of.each(seen)
        items = [
            item
            for article, row, state in zip(seen, syntax, states, strict=True)
            for item in items_of(article, row, shared, states=state)
        ]
        print(f"teacher {which}: {len(seen)} articles, {len(items)} paragraphs", flush=True)
        sizes = Sizes(
            arguments.vector,
            arguments.embedding,
            arguments.hidden,
            arguments.pair_hidden,
            arguments.dropout,
            WIDTH,
        )
        net = network(sizes, shared)
        state = fit(net, items, Course(arguments.epochs, arguments.seed, word_dropout=arguments.word_dropout))
        arguments.out.mkdir(parents=True, exist_ok=True)
        export(state, sizes, shared.known, arguments.out / f"teacher{which}.bin")
        net.load_state_dict(state, strict=False)
        for i in range(which, len(articles), arguments.folds):
            items = items_of(articles[i], None, shared, states=states_of.of(articles[i]))
            views.write(view_of(net, articles[i], items), arguments.out, articles[i].name)


def view_of(net: Net, article: Article, items: list[Item]) -> views.View:
    """What the network expects of an article, whose paragraphs the items are."""
    net.eval()
    starts = [low for (low, _), used in zip(article.paragraphs, article.used, strict=True) if used]
    place = {id(item): low for item, low in zip(items, starts, strict=True)}
    parts = []
    for batch in batches(items, random.Random(0)):  # noqa: S311 - an order of batches, no secret
        parts += [(place[id(i)], v) for i, v in zip(batch, _views(net, batch), strict=True)]
    return views.joined(parts, len(article.tokens), FIRST_LABELS)


def _views(net: Net, items: list[Item]) -> list[views.View]:
    """What the network expects of each paragraph."""
    batch = tensors(items)
    with torch.no_grad():
        _, hidden = net.encode(batch, 0)
        chances = net.first(hidden).softmax(-1)
        rows = chances.numpy()
        cues = []
        for k, item in enumerate(items):
            length = len(item.values["word"])
            likely = {(i, i + 1) for i in (rows[:length, k, 1] >= _WORTH_A_LOOK).nonzero()[0].tolist()}
            cues += [(k, *cue) for cue in sorted(likely | {(a, b) for a, b, _ in item.cues})]
    found = [views.View(rows[: len(item.values["word"]), k], {}) for k, item in enumerate(items)]
    if cues:
        which, first, last = (torch.tensor(column) for column in zip(*cues, strict=True))
        with torch.no_grad():
            scores = net.label(hidden, batch["mask"], (which, first, last), cues_of(items, cues, len(rows)))
        each = views.expected(scores, net.transition, net.start, batch["mask"][:, which])
        for (k, a, b), e in zip(cues, each, strict=True):
            found[k].cues[a, b] = e
    return found


if __name__ == "__main__":
    main()
