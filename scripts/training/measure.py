"""Measures a file of weights, also a teacher's, on annotated articles: the whole engine by the yardstick.

    scripts/train measure --polnear ../shared/polnear --evaluation ../shared/evaluation
                          [--fold K/N] [--encoder FOLDER] [--fitted FILE] FILE

On every N-th training article from the K-th (which the weights should not have seen), else on the articles
of ``validation.txt``. Only figures are printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from deep import Remembering, model_of, using
from states import States

from corpus import fold, ordered_names, read
from quotediff import api
from quotediff.rendering import values


def main() -> None:
    """Reads, extracts, lets the yardstick print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--evaluation", type=Path, required=True)
    parser.add_argument("--fold", type=fold, metavar="K/N")
    parser.add_argument("--encoder", type=Path, help="the folder of encoder.onnx.gz, if it reads that")
    parser.add_argument("--fitted", type=Path, help="its thresholds and confidence, as calibrate writes them")
    parser.add_argument("--cache", type=Path, required=True, help="a folder for what is computed once")
    parser.add_argument("weights", type=Path)
    arguments = parser.parse_args()
    if arguments.fold:
        k, n = arguments.fold
        names = ordered_names(arguments.polnear)[k::n]
    else:
        names = sorted((arguments.polnear / "validation.txt").read_text(encoding="utf-8").split())
    encoder = None
    if arguments.encoder:
        articles = [read(arguments.polnear / "train", name) for name in names]
        encoder = Remembering(States(arguments.encoder, arguments.cache), articles)
    model = model_of(arguments.weights, encoder, arguments.fitted)
    with tempfile.TemporaryDirectory() as folder, using(model):
        only, found = Path(folder) / "names", Path(folder) / "found.jsonl"
        only.write_text("\n".join(names), encoding="utf-8")
        with found.open("w", encoding="utf-8") as lines:
            for name in names:
                document = api.read(arguments.polnear / "train" / "text" / f"{name}.txt")
                quotes = values.document(api.extract(document), with_text=False)
                lines.write(json.dumps({"id": name, **quotes}) + "\n")
        command = [sys.executable, arguments.evaluation / "score.py", arguments.polnear / "train", found]
        subprocess.run([*command, "--only", only], check=True)


if __name__ == "__main__":
    main()
