"""Trains the network of the deep engine, which also reads an encoder's states, and writes its weights.

    scripts/train deep --polnear ../shared/polnear [--fold K/N] [--seed N] [--out FILE] [--unseen FILE]

Trained on what ``train.py`` trains on: the articles of PolNeAR's train part that its ``validation.txt`` does
not name, and the project's own texts. First without every N-th article from the K-th (from 0), which gives
the weights that ``calibrate.py`` asks about these; then on with all of them for some rounds more (several
times, if several numbers are given), which gives the weights that are shipped. Two processes train together,
half of each step's paragraphs each.

After every round what is needed to go on is written to the cache; the same command then goes on from
there. On one kind of machine, the same arguments give the same files.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import torch.distributed as dist
from export import export
from invented import own_articles
from learning import RATE, Course, fit, ground, items_of, network, vocabulary
from net import Sizes
from silver import Teacher
from states import States
from train import add_arguments, prepare

from corpus import fold, ordered_names, read
from quotediff.extraction.learned.encoder import WIDTH

if TYPE_CHECKING:
    from corpus import Article

SIZES = Sizes(embedding=192, hidden=96, pair_hidden=72, dropout=0.3, states=WIDTH)
_BATCH = 2000  # padded tokens, a process


def main() -> None:
    """Starts the processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser, SIZES, epochs=14)
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of encoder.onnx.gz")
    parser.add_argument("--fold", type=fold, default=(5, 6), metavar="K/N", help="articles left out at first")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--last-epochs", type=int, nargs="+", default=[10], help="rounds with all articles")
    parser.add_argument("--last-rates", type=float, nargs="+", default=[1.5e-3])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="the weights that are shipped")
    parser.add_argument("--unseen", type=Path, required=True, help="those that have not seen the fold")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        meeting = f"file://{folder}/meeting"
        torch.multiprocessing.spawn(_train, args=(arguments, meeting), nprocs=arguments.processes)


def _train(rank: int, arguments: argparse.Namespace, meeting: str) -> None:
    """What each process does."""
    dist.init_process_group("gloo", init_method=meeting, rank=rank, world_size=arguments.processes)
    prepare(arguments)
    names = ordered_names(arguments.polnear)
    mine = [read(arguments.polnear / "train", name) for name in names[rank :: arguments.processes]]
    parts: list[list[Article]] = [[] for _ in range(arguments.processes)]
    dist.all_gather_object(parts, mine)
    found = {article.name: article for part in parts for article in part}
    articles = [found[name] for name in names]
    articles += own_articles(arguments.corpus) if arguments.own else []
    teacher = Teacher(arguments.teacher, arguments.cache / "syntax")
    syntax = [teacher.syntax(a) if arguments.syntax else None for a in articles]
    shared = ground(syntax, vocabulary(articles, teacher))
    states = States(arguments.encoder, arguments.cache).each(articles)
    each = [
        items_of(article, row, shared, states=state)
        for article, row, state in zip(articles, syntax, states, strict=True)
    ]
    k, n = arguments.fold
    seen = [item for i, some in enumerate(each) for item in some if i % n != k or i >= len(names)]
    every = [item for some in each for item in some]
    if rank == 0:
        print(
            f"{len(articles)} articles, {len(every)} paragraphs, {len(shared.known.words)} words", flush=True
        )
    sizes = Sizes(
        arguments.vector,
        arguments.embedding,
        arguments.hidden,
        arguments.pair_hidden,
        arguments.dropout,
        WIDTH,
    )
    net = network(sizes, shared)
    stages = [("unseen", seen, arguments.epochs, arguments.rate)]
    for number, last in enumerate(zip(arguments.last_epochs, arguments.last_rates, strict=True), 1):
        stages.append((f"all{number}", every, *last))
    for name, items, rounds, rate in stages:
        course = Course(rounds, arguments.seed, rate, arguments.word_dropout, batch=_BATCH)
        state = fit(net, items, course, arguments.cache / f"deep-{name}.checkpoint")
        net.load_state_dict(state, strict=False)
        if rank == 0:
            out = arguments.unseen if items is seen else arguments.out
            export(state, sizes, shared.known, out)
        dist.barrier()


if __name__ == "__main__":
    main()
