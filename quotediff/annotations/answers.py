"""What is held against each other in an evaluation: a gold, and an answer to it from a file or an engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from os import PathLike, fsdecode
from typing import cast, get_args

from quotediff.annotated import AnnotatedArticle, of_extract
from quotediff.annotations.labels import Labels
from quotediff.annotations.labels import load as load_labels
from quotediff.annotations.reading import load
from quotediff.errors import UsageError
from quotediff.evaluation.evaluate import Answer, Drawing
from quotediff.evaluation.evaluate import evaluate as evaluate_
from quotediff.evaluation.intervals import SAMPLES, SEED
from quotediff.extraction import extract
from quotediff.model import Document, Engine, Extract
from quotediff.readers import read_bytes, read_path
from quotediff.scores import Evaluation

_TOOL = "quotediff"

System = Engine | PathLike[str] | Iterable[Extract]
"""What gives an answer: an engine, a file of annotations, or articles that were extracted already."""


def evaluate(  # noqa: PLR0913 - most are left out
    gold: PathLike[str] | Iterable[PathLike[str]],
    system: System = "network",
    *,
    against: System | None = None,
    labels: str | None = None,
    articles: PathLike[str] | None = None,
    errors: int = 0,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Evaluation:
    """How well quotes are found in articles that people have annotated.

    Args:
        gold: files of annotations, or folders of them, in any of the formats that the command reads.
        system: whose answer is measured: an engine's, which finds the quotes of the same articles; that of a
            Path with another system's annotations; or Extracts, which are known by the names of their files.
        against: another answer, which is measured on the same samples of the articles.
        labels: what the labels of the files mean: a file's name, or ``polnear``.
        articles: the folder of the texts, where files of annotations only name them.
        errors: how many errors of each cause are kept, with their words.
        samples: how many samples of the articles are drawn for the intervals.
        seed: where the drawing begins.

    Returns:
        The evaluation, whose first ``scores`` are those of ``system``: ``scores[0].measure("statements")``.

    Raises:
        InputError: a file cannot be read as an article.
        UsageError: annotations cannot be understood, a line for each file; or there are none.
    """
    if isinstance(gold, str | bytes):
        raise UsageError("evaluate: takes the Paths of annotations, not a str; Path(gold) is one")
    meanings = load_labels(labels)
    paths = [fsdecode(gold)] if isinstance(gold, PathLike) else [fsdecode(path) for path in gold]
    folder = None if articles is None else fsdecode(articles)
    known = each_once(", ".join(paths), _loaded(paths, meanings, folder))
    if known.problems or not known.answer.articles:
        raise UsageError("\n".join(known.problems) or "evaluate: no gold; name a file of annotations")
    answer, other = (
        None if one is None else _answer(one, known.answer, meanings, folder) for one in (system, against)
    )
    return evaluate_(
        known.answer, cast("Answer", answer), against=other, drawing=Drawing(errors, samples, seed)
    )


@dataclass(frozen=True, slots=True)
class Gold:
    """Annotated articles, each once; how many further annotations were left out; what is wrong with any."""

    answer: Answer
    others: int
    problems: tuple[str, ...]


def each_once(name: str, articles: Iterable[AnnotatedArticle]) -> Gold:
    """Articles as a gold of that name: of several annotators the first counts, by the name of the file."""
    by_name: dict[str, AnnotatedArticle] = {}
    others, problems = 0, []
    for article in articles:
        if article.text is None:
            problems.append(f"{article.path}: the text of {article.name} does not exist; give --articles DIR")
        elif article.name not in by_name:
            by_name[article.name] = article
        elif article.annotator is not None:
            others += 1
        else:
            problems.append(
                f"{article.path}: {article.name} is annotated twice; name each article's file once"
            )
    return Gold(Answer(name, tuple(by_name.values())), others, tuple(problems))


def document(name: str, text: str, file: str | None) -> Document:
    """An article of a gold, to be extracted: its file if there is one, else its text.

    Raises:
        UsageError: its file has another text than the gold.
    """
    if file is not None:
        found = read_path(file)
    else:
        found = read_bytes(text.encode("utf-8", "surrogatepass"), name, "plain")
    if found.text != text:
        raise UsageError(f"{name}: is read as another text than the gold has; save it as plain text in UTF-8")
    return found


def name_of_engine(engine: Engine) -> str:
    """What an engine's answer is called in an evaluation."""
    return f"{_TOOL}, {engine}"


def _loaded(paths: list[str], labels: Labels, articles: str | None) -> list[AnnotatedArticle]:
    found, problems = load(paths, labels, articles=articles)
    if problems:
        raise UsageError("\n".join(problems))
    return found


def _answer(system: System, gold: Answer, labels: Labels, articles: str | None) -> Answer:
    if isinstance(system, PathLike):
        path = fsdecode(system)
        return Answer(path, tuple(_loaded([path], labels, articles)))
    if not isinstance(system, str):
        return Answer(_TOOL, tuple(of_extract(one) for one in system))
    if system not in get_args(Engine):
        raise UsageError(f"evaluate: no engine {system!r}; a file's name is given as a Path")
    found = (
        replace(
            of_extract(extract(document(article.name, article.words, article.file), system)),
            name=article.name,
        )
        for article in gold.articles
    )
    return Answer(name_of_engine(system), tuple(found))
