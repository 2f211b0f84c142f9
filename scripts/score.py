"""How well quotediff does: on the project's corpus, and on annotated articles where they are at hand.

    scripts/score                      the corpus, and PolNeAR's validation articles if ../shared has them
    scripts/score --only all           all of PolNeAR's train part
    scripts/score --errors 20          with the errors by cause, up to 20 of each
    scripts/score --predictions FILE   and keep the predictions, a JSON line an article
    scripts/score --update             move the floors (floors.toml) up to what was measured
    scripts/score --base REV           and tell which quotes and findings of the corpus differ from REV's;
                                       with --base-pairs N also of N pairs of versions made of the corpus

Exit status: 1 if a figure is below its floor, else 0.

PolNeAR's figures are those of ``quotediff evaluate`` (docs/evaluate.md); the data are read from where they
lie, and nothing of them is copied.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import floors
from altered import since

from quotediff import api
from quotediff.annotated import AnnotatedArticle, of_extract
from quotediff.annotations import labels, named, own
from quotediff.annotations.reading import load as load_annotations
from quotediff.corpus.loader import Step, Story, load
from quotediff.corpus.verify import UNDECLARED, Mismatch, verify_changes, verify_quotes
from quotediff.evaluation.evaluate import Answer, Drawing, evaluate
from quotediff.model import Engine, Extract, Severity
from quotediff.scores import Evaluation

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FIELDS = ("content", "source", "cue", "kind", "speaker")
MEASURES = {  # of the floors, as `evaluate` calls them
    "found": "found",
    "found+source": "found+source",
    "statements": "statements",
    "relations": "attributions",
    "source exact": "source exact",
    "cue exact": "cue exact",
    "content exact": "content exact",
    "source|found": "source given found",
}
SPEAKERS = {
    name: name for name in ("speaker, resolved", "speaker, named", "speaker", "speaker, of all annotated")
}


def main() -> None:
    """Scores what is at hand and prints it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--polnear", type=Path, default=SHARED / "polnear", help="PolNeAR's folder")
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
    if (arguments.polnear / "train").is_dir():
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
    """PolNeAR, as ``quotediff evaluate`` does it. Articles of one's own choice have no floor."""
    measured: dict[str, floors.Figures] = {}
    only = names_of(arguments)
    polnear = labels.load("polnear")
    articles, problems = load_annotations([str(arguments.polnear / "train")], polnear, only=only)
    if problems:
        sys.exit("\n".join(problems))
    gold = first_of_each(articles)
    started = time.perf_counter()
    found = answer(gold, arguments.engine)
    seconds = time.perf_counter() - started
    print(f"\nPolNeAR, {len(gold)} articles ({len(gold) / seconds:.1f} a second)", flush=True)
    if arguments.predictions:
        lines = [own.files(article)[".jsonl"] for article in found]
        arguments.predictions.write_text("".join(lines), encoding="utf-8")
    # The errors of articles for validation are not printed, whatever was asked for.
    validation = listed(arguments.polnear / "validation.txt")
    result = evaluate(Answer("PolNeAR", gold), Answer("quotediff", found))
    show(result, measures=MEASURES, tables=arguments.reliability)
    if arguments.only in ("all", "validation"):
        measured[f"PolNeAR {arguments.only}"] = {
            name: measure.value
            for name, kept in MEASURES.items()
            if (measure := result.scores[0].measure(kept)) is not None
        }
    if arguments.errors:
        print_errors([a for a in gold if a.name not in validation], found, arguments.errors)
    if (arguments.polnear / "speakers").is_dir():
        score_speakers(arguments)
    return measured


def names_of(arguments: argparse.Namespace) -> frozenset[str] | None:
    """The names of the articles that are asked for; None for all."""
    if arguments.only == "all":
        return None
    only = arguments.polnear / "validation.txt" if arguments.only == "validation" else Path(arguments.only)
    return frozenset(only.read_text(encoding="utf-8").split())


def listed(path: Path) -> set[str]:
    """The articles that a file names; none where there is no such file."""
    return set(path.read_text(encoding="utf-8").split()) if path.is_file() else set()


def first_of_each(articles: Iterable[AnnotatedArticle]) -> tuple[AnnotatedArticle, ...]:
    """Of several annotators the first counts, by the name of the file."""
    found: dict[str, AnnotatedArticle] = {}
    for article in articles:
        found.setdefault(article.name, article)
    return tuple(found.values())


def answer(gold: Iterable[AnnotatedArticle], engine: Engine) -> tuple[AnnotatedArticle, ...]:
    """What quotediff finds in annotated articles."""
    return tuple(
        replace(of_extract(api.extract(api.read_text(a.text or "", a.name), engine)), name=a.name)
        for a in gold
    )


def show(result: Evaluation, *, measures: Mapping[str, str], tables: bool) -> None:
    """Prints measures, and the tables by kind, rule and confidence if they are asked for."""
    scores = result.scores[0]
    for name, kept in measures.items():
        one = scores.measure(kept)
        if one is None:
            continue
        both = "" if one.precision is None else f"P {one.precision:.3f}  R {one.recall:.3f}  "
        print(f"{name:26} {both}{one.value:.3f}  [{one.low:.3f} {one.high:.3f}]  ({one.gold})")
    if not tables:
        return
    print("\nquotes  right  of")
    for grouping in scores.groupings:
        if grouping.name == "rule":
            for count in grouping.counts:
                print(f"{count.predicted:6}  {count.right / count.predicted:.3f}  {count.label}")
    for one_range in scores.confidence:
        share = one_range.right / one_range.quotes
        print(f"{one_range.quotes:6}  {share:.3f}  confidence {one_range.low:.1f} to {one_range.high:.1f}")


def print_errors(gold: Sequence[AnnotatedArticle], found: Sequence[AnnotatedArticle], most: int) -> None:
    """Every cause with the number of its errors, then the first errors of each."""
    if not gold:
        return
    drawing = Drawing(most_errors=most, samples=10)
    causes = evaluate(Answer("", tuple(gold)), Answer("", tuple(found)), drawing=drawing).scores[0].causes
    print("\nerrors  cause")
    for cause in causes:
        print(f"{cause.number:6}  {cause.name}")
    for cause in causes:
        print(f"\n{cause.name}")
        for error in cause.errors:
            print(f"  {error.article}:{error.span.start} {error.text}")
            print(f"    annotated: {error.annotated}\n    found:     {error.found}")


def score_speakers(arguments: argparse.Namespace) -> None:
    """The speakers, apart for articles whose errors may be read and for those whose errors never are."""
    sources = named.load(str(arguments.polnear / "speakers"))
    known, validation = (
        listed(arguments.polnear / f"speakers-{name}.txt") for name in ("known", "validation")
    )
    sets = {
        "that the rules of release 0.1 were written with": sources.keys() & (known - validation),
        "to learn from": sources.keys() - known - validation,
        "for validation, whose errors nobody has read": sources.keys() & validation,
    }
    polnear = labels.load("polnear")
    articles, _ = load_annotations(
        [str(arguments.polnear / "train")], polnear, only=frozenset(sources.keys())
    )
    gold = first_of_each(articles)
    found = answer(gold, arguments.engine)
    for title, members in sets.items():
        chosen = tuple(a for a in gold if a.name in members)
        if chosen:
            print(f"\nPolNeAR, speakers in {len(chosen)} articles {title}", flush=True)
            result = evaluate(Answer("", chosen), Answer("", found), sources=sources)
            show(result, measures=SPEAKERS, tables=False)


if __name__ == "__main__":
    main()
