"""Trains the learned part of the engine and writes its file of weights.

    scripts/train --polnear ../shared/polnear [--fold K/N] [--views FOLDER] [--seed N] [--out FILE]

Trained on the articles of PolNeAR's train part that its ``validation.txt`` does not name, and on the
project's own texts (``invented.py``); with ``--fold K/N`` without every N-th article from the K-th (from 0),
to tune on. With ``--views``, from what teachers expect (``teach.py``), too; with ``--start``, from weights
that were trained before. On one kind of machine, the same arguments give the same file.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import torch
import views
from export import export
from invented import own_articles
from learning import FROM_TEACHERS, RATE, Course, fit, ground, items_of, network, vocabulary
from net import Sizes
from restore import restore
from silver import Teacher

from corpus import fold, ordered_names, read
from quotediff.extraction.learned.weights import parse


def main() -> None:
    """Reads, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--fold", type=fold, default=(-1, 1), metavar="K/N", help="leave these articles out")
    parser.add_argument("--views", type=Path, help="the folder of what teachers expect")
    parser.add_argument(
        "--from-teachers",
        type=float,
        default=FROM_TEACHERS,
        help="their part of what is to be learned",
    )
    parser.add_argument("--start", type=Path, metavar="FILE", help="weights to go on from")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--stride", type=int, default=1, help="every so many articles only, for a try")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    prepare(arguments)
    k, n = arguments.fold
    names = [name for i, name in enumerate(ordered_names(arguments.polnear)) if i % n != k][
        :: arguments.stride
    ]
    teacher = Teacher(arguments.teacher, arguments.cache / "syntax")
    articles = [read(arguments.polnear / "train", name) for name in names]
    articles += own_articles(arguments.corpus) if arguments.own else []
    silver = [teacher.syntax(a) if arguments.syntax else None for a in articles]
    if arguments.start:
        begun, sizes, known = restore(parse(arguments.start.read_bytes()))
        sizes = replace(sizes, dropout=arguments.dropout)
    else:
        begun, known = {}, vocabulary(articles, teacher, arguments.words)
        sizes = Sizes(
            arguments.vector, arguments.embedding, arguments.hidden, arguments.pair_hidden, arguments.dropout
        )
    shared = ground(silver, known)
    told = [views.read(arguments.views, a.name) if arguments.views else None for a in articles]
    items = [i for a, s, v in zip(articles, silver, told, strict=True) for i in items_of(a, s, shared, v)]
    taught = sum(v is not None for v in told)
    print(f"{len(articles)} articles, {taught} of them taught, {len(shared.known.words)} words", flush=True)
    net = network(sizes, shared)
    net.load_state_dict(begun, strict=False)
    course = Course(
        arguments.epochs, arguments.seed, arguments.rate, arguments.word_dropout, arguments.from_teachers
    )
    state = fit(net, items, course)
    export(state, sizes, shared.known, arguments.out)


def add_arguments(parser: argparse.ArgumentParser, sizes: Sizes | None = None, epochs: int = 18) -> None:
    """What both trainings are told."""
    sizes = sizes or Sizes()
    parser.add_argument("--polnear", type=Path, required=True, help="the folder of train/ and validation.txt")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own stories")
    parser.add_argument("--teacher", type=Path, required=True, help="spaCy's pipeline, unpacked")
    parser.add_argument("--words", type=Path, required=True, help="common English words, one a line")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for what is computed once")
    parser.add_argument(
        "--own", action=argparse.BooleanOptionalAction, default=True, help="learn from own texts"
    )
    parser.add_argument("--syntax", action=argparse.BooleanOptionalAction, default=True, help="learn it, too")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--word-dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    for name in ("vector", "embedding", "hidden", "pair_hidden"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(sizes, name))
    parser.add_argument("--dropout", type=float, default=sizes.dropout)


def prepare(arguments: argparse.Namespace) -> None:
    """Sets what makes a training the same every time."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    torch.use_deterministic_algorithms(mode=True)


if __name__ == "__main__":
    main()
