"""How well quotediff does: on the project's corpus, and on annotated articles where they are at hand.

    scripts/score                      the corpus, and PolNeAR's validation articles if ../shared has them
    scripts/score --only all           all of PolNeAR's train part
    scripts/score --errors 20          with the errors by cause, up to 20 of each, and wrong speakers
    scripts/score --predictions FILE   and keep the predictions, a JSON line an article
    scripts/score --update             move the floors (floors.toml) up to what was measured
    scripts/score --base REV           and tell which quotes and findings of the corpus differ from REV's;
                                       with --base-pairs N also of N pairs of versions made of the corpus

Exit status: 1 if a figure is below its floor, else 0.

PolNeAR's figures come from the yardsticks score.py and speakers.py in ../shared/evaluation; the data are
read from where they lie, and nothing of them is copied.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import floors
from altered import since
from causes import by_cause

from quotediff import api
from quotediff.corpus.loader import Step, Story, load
from quotediff.corpus.verify import UNDECLARED, Mismatch, verify_changes, verify_quotes
from quotediff.model import Engine, Extract, Severity
from quotediff.rendering import values

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FIELDS = ("content", "source", "cue", "kind", "speaker")


def main() -> None:
    """Scores what is at hand and prints it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--polnear", type=Path, default=SHARED / "polnear", help="PolNeAR's folder")
    parser.add_argument(
        "--evaluation", type=Path, default=SHARED / "evaluation", help="the yardsticks' folder"
    )
    parser.add_argument(
        "--only", default="validation", help="a file of article names, or 'all'; default: its validation.txt"
    )
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print the errors by cause, up to N of each"
    )
    parser.add_argument("--predictions", type=Path, help="where to keep the predictions")
    parser.add_argument(
        "--reliability", action="store_true", help="print how often quotes of a rule and kind are right"
    )
    parser.add_argument("--engine", default="network", help="as quotediff list --engine; default: network")
    parser.add_argument("--update", action="store_true", help="move the floors up to what was measured")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: down, too")
    parser.add_argument("--base", metavar="REV", help="tell what differs from what this revision finds")
    parser.add_argument(
        "--base-pairs", type=int, default=0, metavar="N", help="and so many pairs of versions made of it"
    )
    arguments = parser.parse_args()
    measured = score_corpus(arguments.errors, arguments.engine)
    if (arguments.polnear / "train").is_dir() and (arguments.evaluation / "score.py").is_file():
        measured |= score_polnear(arguments)
    else:
        print(f"\nPolNeAR: skipped, no annotated articles at {arguments.polnear}")
    if arguments.base:
        lines = since(arguments.base, arguments.base_pairs)
        print(f"\n{len(lines)} quotes and findings of the corpus differ from {arguments.base}")
        print("".join(f"{line}\n" for line in lines), end="")
    if arguments.engine == "network":
        sys.exit(hold(measured, update=arguments.update, lower=arguments.allow_regression))


def hold(measured: dict[str, floors.Figures], *, update: bool, lower: bool) -> int:
    """Tells what is below its floor, or moves the floors; the exit status."""
    kept = floors.load()
    if update:
        floors.save(floors.updated(kept, measured, lower=lower))
        kept = floors.load()
    lines = floors.below(kept, measured)
    print("".join(f"\n{line}" for line in lines) or "\nno figure is below its floor")
    return 1 if lines else 0


def score_corpus(errors: int, engine: Engine) -> dict[str, floors.Figures]:
    """The project's corpus, the stories of each group apart."""
    groups: dict[str, list[Story]] = {}
    for story in load(ROOT / "corpus"):
        groups.setdefault(f"corpus, {story.group}" if story.group else "corpus", []).append(story)
    return {name: score_group(name, groups[name], errors, engine) for name in sorted(groups)}


def score_group(name: str, stories: Sequence[Story], errors: int, engine: Engine) -> floors.Figures:
    """The quotes of a group of stories, and the changes between their versions."""
    extracts = {v.path: api.extract(api.read(v.path), engine) for story in stories for v in story.versions}
    return {
        **score_quotes(name, stories, extracts, errors),
        **score_changes([step for story in stories for step in story.steps], extracts, errors),
    }


def score_quotes(
    name: str, stories: Iterable[Story], extracts: Mapping[Path, Extract], errors: int
) -> floors.Figures:
    """Of stories: quotes found, and the share of those found whose fields are all right."""
    wrong: Counter[str] = Counter()
    shown: list[Mismatch] = []
    expected = 0
    for story in stories:
        for version in story.versions:
            expected += len(version.quotes or ())
            mismatches = verify_quotes(version, extracts[version.path])
            wrong.update(m.field for m in mismatches)
            shown.extend(mismatches)
    found = expected - wrong["missing"]
    predicted = found + wrong["unexpected"]
    print(f"{name}: {expected} quotes expected")
    precision, recall, both = found / predicted, found / expected, f1(found, predicted, expected)
    print(f"  found      P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}")
    for field in FIELDS:
        print(f"  {field:10} right in {1 - wrong[field] / found:.3f} of those found")
    if errors:
        print("\nerrors  of")
        for field, number in wrong.most_common():
            print(f"{number:6}  {field}")
    for field in wrong:
        for mismatch in [m for m in shown if m.field == field][:errors]:
            print(mismatch.report())
    return {"found": both, **{field: 1 - wrong[field] / found for field in FIELDS}}


def score_changes(steps: Iterable[Step], extracts: Mapping[Path, Extract], errors: int) -> floors.Figures:
    """Of changes that are expected, the share reported; of those reported, the share expected.

    QD401, which follows from others, is left out.
    """
    expected = 0
    shown: list[Mismatch] = []
    for step in steps:
        comparison = api.compare(extracts[step.old.path], extracts[step.new.path], select=["ALL"])
        expected += len(step.changes)
        shown += [m for m in verify_changes(step, comparison) if not m.subject.startswith(UNDECLARED)]
    missing = [m for m in shown if m.field == "missing"]
    false = [m for m in shown if m.field == "unexpected"]
    serious = sum(m.change is not None and m.change.severity is Severity.ERROR for m in false)
    found = expected - len(missing)
    recall, precision = (found / n if n else 1.0 for n in (expected, found + len(false)))
    print(f"  changes    P {precision:.3f}  R {recall:.3f}  of {expected}; false errors {serious}")
    for mismatch in [*missing[:errors], *false[:errors]]:
        print(mismatch.report())
    return {"changes reported": recall, "changes right": precision}


def f1(right: int, predicted: int, gold: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (predicted + gold)


def score_polnear(arguments: argparse.Namespace) -> dict[str, floors.Figures]:
    """PolNeAR, by the yardsticks. What is measured on a list of articles of one's own has no floor."""
    measured: dict[str, floors.Figures] = {}
    text = arguments.polnear / "train" / "text"
    only = arguments.polnear / "validation.txt" if arguments.only == "validation" else Path(arguments.only)
    names = [p.stem for p in sorted(text.glob("*.txt"))]
    if arguments.only != "all":
        wanted = set(only.read_text(encoding="utf-8").split())
        names = [name for name in names if name in wanted]
    speakers = arguments.polnear / "speakers"
    known = sorted(p.stem for p in speakers.glob("*.tsv"))
    with tempfile.TemporaryDirectory() as folder:
        predictions = arguments.predictions or Path(folder) / "predictions.jsonl"
        started = time.perf_counter()
        write_predictions(text, names, predictions, arguments.engine)
        seconds = time.perf_counter() - started
        print(f"\nPolNeAR, {len(names)} articles ({len(names) / seconds:.1f} a second)", flush=True)
        scored = ["--only", str(only)] if arguments.only != "all" else []
        run(arguments, "score.py", arguments.polnear / "train", predictions, *scored)
        if arguments.only in ("all", "validation"):
            measured[f"PolNeAR {arguments.only}"] = figures(arguments, predictions, set(names))
        if arguments.errors:
            print_causes(arguments, predictions, set(names) - listed(arguments, "validation"))
        if arguments.reliability:
            reliability(arguments, predictions)
        if known:
            resolved = Path(folder) / "speakers.jsonl"
            write_predictions(text, known, resolved, arguments.engine)
            score_speakers(arguments, known, resolved, Path(folder))
    return measured


def listed(arguments: argparse.Namespace, name: str) -> set[str]:
    """The articles that PolNeAR's speakers-NAME.txt names; none where there is no such file."""
    path: Path = arguments.polnear / f"speakers-{name}.txt"
    return set(path.read_text(encoding="utf-8").split()) if path.is_file() else set()


def score_speakers(
    arguments: argparse.Namespace, names: Sequence[str], predictions: Path, folder: Path
) -> None:
    """The speakers, apart for articles whose errors may be read and for those whose errors never are.

    The errors of speakers-validation.txt are not printed, whatever was asked for: figures on them tell what
    unseen articles will give only as long as nobody has read them.
    """
    known, validation = listed(arguments, "known"), listed(arguments, "validation")
    sets = {
        "that the rules of release 0.1 were written with": [n for n in names if n in known - validation],
        "to learn from": [n for n in names if n not in known | validation],
        "for validation, whose errors nobody has read": [n for n in names if n in validation],
    }
    for title, members in sets.items():
        if not members:
            continue
        only = folder / "only.txt"
        only.write_text("\n".join(members), encoding="utf-8")
        shown = arguments.errors if validation.isdisjoint(members) else 0
        print(f"\nPolNeAR, speakers in {len(members)} articles {title}", flush=True)
        run(
            arguments,
            "speakers.py",
            arguments.polnear / "speakers",
            predictions,
            "--only",
            only,
            *(["--errors", shown] if shown else []),
        )


def scoring(arguments: argparse.Namespace) -> ModuleType:
    """score.py of the yardsticks, as a module."""
    sys.path.insert(0, str(arguments.evaluation))
    return import_module("score")


def figures(arguments: argparse.Namespace, predictions: Path, names: set[str]) -> floors.Figures:
    """What score.py prints, as values."""
    yardstick = scoring(arguments)
    gold = {n: g for n, g in yardstick.read_gold(arguments.polnear / "train").items() if n in names}
    result, _ = yardstick.score(gold, yardstick.read_predictions(predictions))
    shares = {name: row["f1"] for name, row in result.items() if "f1" in row}
    return {**shares, "source|found": result["source|found"]["accuracy"]}


def print_causes(arguments: argparse.Namespace, predictions: Path, names: set[str]) -> None:
    """Every cause with the number of its errors, then the first errors of each."""
    yardstick = scoring(arguments)
    gold = yardstick.read_gold(arguments.polnear / "train")
    causes = by_cause(yardstick, {name: gold[name] for name in names}, predictions)
    print("\nerrors  cause")
    for cause, errors in causes.items():
        print(f"{len(errors):6}  {cause}")
    for cause, errors in causes.items():
        print(f"\n{cause}")
        for error in errors[: arguments.errors]:
            print(f"  {error.place}\n    {error.shown}")


def reliability(arguments: argparse.Namespace, predictions: Path) -> None:
    """For each rule and kind, and each confidence, how many quotes there are and how many are right.

    Right as a relation is in score.py, whose own functions decide it. Of articles that are not for
    validation if all were asked for.
    """
    yardstick = scoring(arguments)
    validation = set((arguments.polnear / "validation.txt").read_text(encoding="utf-8").split())
    gold = yardstick.read_gold(arguments.polnear / "train")
    counts: dict[tuple[str, ...], list[int]] = {}
    for line in predictions.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        if arguments.only == "all" and document["id"] in validation:
            continue
        _, annotated = gold[document["id"]]
        quotes = [quote for quote in document["quotes"] if not quote["within"]]
        relations = [
            yardstick.Relation(*(yardstick.spans(quote[role]) for role in ("content", "source", "cue")))
            for quote in quotes
        ]
        right = {
            id(p)
            for g, p in yardstick.matched(annotated, relations, 0.8)
            if not g.source or yardstick.same_source(g.source, p.source)
        }
        for quote, relation in zip(quotes, relations, strict=True):
            how = "attributed" if quote["cue"] else "carried" if quote["source"] else "alone"
            keys: tuple[tuple[str, ...], ...] = (
                (quote["rule"], quote["kind"], how),
                ("confidence", f"{quote['confidence']:.1f}"),
            )
            for key in keys:
                tally = counts.setdefault(key, [0, 0])
                tally[0] += 1
                tally[1] += id(relation) in right
    print("\nquotes  right  of")
    for key, (number, good) in sorted(counts.items()):
        print(f"{number:6}  {good / number:.3f}  {', '.join(key)}")


def write_predictions(folder: Path, names: Iterable[str], path: Path, engine: Engine) -> None:
    """One line an article, as the yardsticks read it."""
    with path.open("w", encoding="utf-8") as lines:
        for name in names:
            found = api.extract(api.read(folder / f"{name}.txt"), engine)
            lines.write(
                json.dumps({"id": name, **values.document(found, with_text=False)}, ensure_ascii=False) + "\n"
            )


def run(arguments: argparse.Namespace, yardstick: str, *words: object) -> None:
    """Runs a yardstick and lets it print."""
    command = [sys.executable, str(arguments.evaluation / yardstick), *map(str, words)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
