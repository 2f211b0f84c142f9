"""Trains the network of the deep engine, which also reads an encoder's states, and writes its file of weights.

    scripts/train deep --polnear ../shared/polnear [--fold K/N] [--seed N] [--checkpoint FILE] [--out FILE]

Trained on what ``train.py`` trains on: the articles of PolNeAR's train part that its ``validation.txt`` does
not name, and the project's own texts. After every round what is needed to go on is written to the
checkpoint. On one kind of machine, the same arguments give the same file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from export import export
from invented import own_articles
from learning import Course, fit, ground, items_of, network, vocabulary
from net import Sizes
from silver import Teacher
from states import States
from train import add_arguments, prepare

from corpus import fold, ordered_names, read
from quotediff.extraction.learned.encoder import WIDTH

SIZES = Sizes(embedding=128, hidden=64, pair_hidden=56, dropout=0.25, states=WIDTH)


def main() -> None:
    """Reads, trains, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser, SIZES)
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of encoder.onnx")
    parser.add_argument("--fold", type=fold, default=(-1, 1), metavar="K/N", help="leave these articles out")
    parser.add_argument("--rate", type=float, default=Course.rate)
    parser.add_argument("--checkpoint", type=Path, help="where to keep what is needed to go on")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    prepare(arguments)
    k, n = arguments.fold
    names = [name for i, name in enumerate(ordered_names(arguments.polnear)) if i % n != k]
    teacher = Teacher(arguments.teacher, arguments.cache / "syntax")
    articles = [read(arguments.polnear / "train", name) for name in names]
    articles += own_articles(arguments.corpus) if arguments.own else []
    syntax = [teacher.syntax(a) if arguments.syntax else None for a in articles]
    shared = ground(syntax, vocabulary(articles, teacher))
    states = States(arguments.encoder, arguments.cache).each(articles)
    items = [
        item
        for article, row, state in zip(articles, syntax, states, strict=True)
        for item in items_of(article, row, shared, states=state)
    ]
    print(f"{len(articles)} articles, {len(items)} paragraphs, {len(shared.known.words)} words", flush=True)
    sizes = Sizes(
        arguments.vector,
        arguments.embedding,
        arguments.hidden,
        arguments.pair_hidden,
        arguments.dropout,
        WIDTH,
    )
    course = Course(arguments.epochs, arguments.seed, arguments.rate, arguments.word_dropout)
    state = fit(network(sizes, shared), items, course, arguments.checkpoint)
    export(state, sizes, shared.known, arguments.out)


if __name__ == "__main__":
    main()
