"""``quotediff evaluate``: how well quotes are found, by annotations that people made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

import click

from quotediff.annotations import READERS
from quotediff.cli.engine import engine_option
from quotediff.cli.files import jobs_option
from quotediff.cli.jobs import Analysis
from quotediff.cli.output import Output, output_options
from quotediff.cli.run import Session
from quotediff.errors import UsageError, unreadable
from quotediff.model import Engine

if TYPE_CHECKING:
    from quotediff.annotated import AnnotatedArticle
    from quotediff.annotations.labels import Labels
    from quotediff.evaluation.evaluate import Answer, Drawing, Sources
    from quotediff.model import Document
    from quotediff.scores import Evaluation


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What is to be evaluated how, as the user asked."""

    system: str | None
    against: str | None
    agreement: bool
    gold_format: str | None
    system_format: str | None
    labels: str | None
    articles: str | None
    speakers: str | None
    only: str | None
    speech: bool
    errors: int
    samples: int
    seed: int | None
    jobs: int


def _format_option(what: str, whose: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    return click.option(
        f"--{what}-format",
        type=click.Choice(tuple(READERS)),
        metavar="NAME",
        help=f"The format of {whose}: {', '.join(READERS)} [default: found from the content].",
    )


@click.command("evaluate", short_help="Measure quotes against annotations, or annotators against each other.")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option("--system", metavar="FILE", help="Evaluate this answer instead of quotediff's own.")
@click.option(
    "--against",
    metavar="FILE|ENGINE",
    help="Compare with this answer, or with that of quotediff's other engine, on the same gold.",
)
@click.option("--agreement", is_flag=True, help="Compare annotators with each other; each GOLD is one's.")
@_format_option("gold", "GOLD")
@_format_option("system", "the files of --system and --against")
@click.option(
    "--labels", metavar="FILE", help="A TOML file that says what labels mean, or polnear, which is shipped."
)
@click.option("--articles", metavar="DIR", help="The folder of the texts, where annotations only name them.")
@click.option(
    "--speakers",
    metavar="DIR",
    help="A folder with NAME.tsv for each article, which says who its sources are; measures speakers too.",
)
@click.option("--only", metavar="FILE", help="Evaluate only the articles named in FILE, a name a line.")
@click.option("--speech", is_flag=True, help="Leave beliefs out of the answer.")
@click.option(
    "--errors",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help="Show so many errors of each cause, with words of the articles.",
)
@click.option(
    "--samples",
    type=click.IntRange(10, 100_000),
    default=1000,
    show_default=True,
    metavar="NUMBER",
    help="How many samples of the articles are drawn for the intervals.",
)
@click.option("--seed", type=int, metavar="NUMBER", help="The seed of the samples; another one draws others.")
@jobs_option
@engine_option
@output_options("evaluation")
@click.pass_obj
def evaluate(
    session: Session,
    /,
    *,
    gold: Sequence[str],
    output: Output,
    engine: Engine,
    **wishes: object,
) -> None:
    """Measure how well quotes are found in articles that people have annotated.

    GOLD is files or folders of annotations, whose format is found from their content. quotediff finds the
    quotes in the same articles, or --system names a file with another system's. Nothing is measured that the
    gold does not say. With --agreement each GOLD is one annotator's, or the files' names tell the annotators.

    Exit status: 0 everything was measured, 2 a file could not be read (then nothing is measured).
    """
    wanted = _Wishes(**wishes)  # type: ignore[arg-type]
    _allowed(wanted)
    output.refuse_to_overwrite(_inputs(gold, wanted))
    measured = _agreed if wanted.agreement else _evaluated
    result = measured(session, gold, engine, wanted)
    if result is not None:
        output.write(result)
    session.flush_notes()


def _agreed(session: Session, gold: Sequence[str], _: Engine, wanted: _Wishes) -> Evaluation | None:
    """How far annotators agree; None if a file cannot be read."""
    from quotediff.annotations.labels import load as load_labels  # noqa: PLC0415 - so that --help is quick
    from quotediff.evaluation.evaluate import agreement  # noqa: PLC0415 - likewise

    annotators = _annotators(session, gold, load_labels(wanted.labels), wanted)
    return None if session.failed else agreement(annotators, _drawing(wanted))


def _evaluated(session: Session, gold: Sequence[str], engine: Engine, wanted: _Wishes) -> Evaluation | None:
    """How well an answer does, or two; None if a file cannot be read."""
    from quotediff.annotations.labels import load as load_labels  # noqa: PLC0415 - so that --help is quick
    from quotediff.evaluation.evaluate import evaluate as evaluated  # noqa: PLC0415 - likewise

    labels = load_labels(wanted.labels)
    annotated = _gold(session, gold, labels, wanted)
    if session.failed:
        return None
    sources = _sources(annotated, wanted)
    answer = _answer(session, wanted.system or engine, annotated, labels, wanted)
    against = _answer(session, wanted.against, annotated, labels, wanted) if wanted.against else None
    if answer is None or session.failed:
        return None
    result = evaluated(annotated, answer, against=against, sources=sources, drawing=_drawing(wanted))
    for scores in result.scores:
        lacks = f"{scores.system}: lacks {scores.missing} of {scores.articles} articles"
        session.add_note(lacks if scores.missing else None)
    return result


def _drawing(wanted: _Wishes) -> Drawing:
    from quotediff.evaluation.evaluate import Drawing  # noqa: PLC0415 - so that --help is quick
    from quotediff.evaluation.intervals import SEED  # noqa: PLC0415 - likewise

    return Drawing(wanted.errors, wanted.samples, SEED if wanted.seed is None else wanted.seed)


def _allowed(wanted: _Wishes) -> None:
    if wanted.agreement and (wanted.system or wanted.against or wanted.speakers):
        raise UsageError("--agreement: compares annotators; leave --system, --against and --speakers out")
    if wanted.system_format and not (wanted.system or wanted.against):
        raise UsageError("--system-format: is for --system FILE and --against FILE")


def _inputs(gold: Sequence[str], wanted: _Wishes) -> list[str]:
    """The files that are read, those in folders too: no answer is written over them."""
    named = [
        *gold,
        wanted.system,
        wanted.against,
        wanted.labels,
        wanted.only,
        wanted.speakers,
        wanted.articles,
    ]
    found = []
    for path in filter(None, named):
        folder = Path(path)
        found += [str(file) for file in folder.rglob("*")] if folder.is_dir() else [path]
    return found


def _load(
    session: Session, paths: Sequence[str], labels: Labels, format_: str | None, wanted: _Wishes
) -> list[AnnotatedArticle]:
    """The articles of files; what is wrong with any of them is reported in a line each."""
    from quotediff.annotations.reading import load  # noqa: PLC0415 - so that --help is quick

    found, problems = load(paths, labels, format=format_, articles=wanted.articles, only=_only(wanted.only))
    for problem in problems:
        session.fail(problem)
    return found


def _only(path: str | None) -> frozenset[str] | None:
    if path is None:
        return None
    try:
        return frozenset(Path(path).read_text(encoding="utf-8").split())
    except (OSError, ValueError) as error:
        raise unreadable(path, error, "the names of articles cannot be read") from None


def _gold(session: Session, paths: Sequence[str], labels: Labels, wanted: _Wishes) -> Answer:
    """The annotated articles, each once: of several annotators the first counts, by the name of the file."""
    from quotediff.annotations.answers import each_once  # noqa: PLC0415 - so that --help is quick

    found = each_once(", ".join(paths), _load(session, paths, labels, wanted.gold_format, wanted))
    for problem in found.problems:
        session.fail(problem)
    if not found.answer.articles and not session.failed:
        session.fail(
            f"{', '.join(paths)}: holds none of the articles of --only {wanted.only}; check the names"
        )
    if found.others:
        session.add_note(
            f"{found.others} more annotations of the same articles are left out; --agreement compares them"
        )
    return found.answer


def _annotators(session: Session, paths: Sequence[str], labels: Labels, wanted: _Wishes) -> list[Answer]:
    """What each annotator made of the articles: of each path, or by the names of files in the only one."""
    from quotediff.evaluation.evaluate import Answer  # noqa: PLC0415 - so that --help is quick

    if len(paths) > 1:
        return [
            Answer(path, tuple(_load(session, [path], labels, wanted.gold_format, wanted))) for path in paths
        ]
    held: dict[str, list[AnnotatedArticle]] = {}
    for article in _load(session, paths, labels, wanted.gold_format, wanted):
        if article.annotator is not None:
            held.setdefault(article.annotator, []).append(article)
    if len(held) < 2 and not session.failed:
        session.fail(f"{paths[0]}: has not two annotators' files; name the files of each annotator")
    return [Answer(name, tuple(articles)) for name, articles in sorted(held.items())]


def _answer(session: Session, name: str, gold: Answer, labels: Labels, wanted: _Wishes) -> Answer | None:
    """The answer in a file, or what an engine of quotediff finds in the gold's articles."""
    from quotediff.annotations.answers import name_of_engine  # noqa: PLC0415 - so that --help is quick
    from quotediff.evaluation.evaluate import Answer  # noqa: PLC0415 - likewise

    if name in get_args(Engine) and not Path(name).exists():
        found = tuple(_found(session, gold.articles, cast("Engine", name), wanted.jobs))
        named = name_of_engine(cast("Engine", name))
    else:
        found = tuple(_load(session, [name], labels, wanted.system_format, wanted))
        named = name
    if wanted.speech:
        found = tuple(map(_spoken, found))
    return None if session.failed else Answer(named, found)


def _spoken(article: AnnotatedArticle) -> AnnotatedArticle:
    return replace(article, quotes=tuple(q for q in article.quotes if q.attitude != "belief"))


def _found(
    session: Session, articles: Sequence[AnnotatedArticle], engine: Engine, jobs: int
) -> list[AnnotatedArticle]:
    """What an engine finds in articles, under their names."""
    from quotediff.annotated import of_extract  # noqa: PLC0415 - so that --help is quick

    keys = [f"{number}\0" for number in range(len(articles))]  # no name of a file has a NUL
    texts = {key: (a.name, a.words, a.file) for key, a in zip(keys, articles, strict=True)}
    task = Analysis(engine, read=_Texts(texts))
    found = session.extracts(keys, task, note=False, jobs=jobs, bare=True, bar=True)
    return [
        replace(of_extract(extract), name=article.name)
        for extract, article in zip(found, articles, strict=False)
    ]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Gives the gold's articles, by keys, to whoever analyses them: name, text and, if there is one, file."""

    texts: Mapping[str, tuple[str, str, str | None]]

    def __call__(self, key: str) -> Document:
        """The article of a key.

        Raises:
            UsageError: its file has another text than the gold.
        """
        from quotediff.annotations.answers import document  # noqa: PLC0415 - so that --help is quick

        return document(*self.texts[key])


def _sources(gold: Answer, wanted: _Wishes) -> Sources | None:
    """Who the sources are, from files; None if they are to be taken from the gold itself."""
    if wanted.speakers is None:
        return None
    from quotediff.annotations.named import load  # noqa: PLC0415 - so that --help is quick

    found = load(wanted.speakers)
    if not any(article.name in found for article in gold.articles):
        raise UsageError(
            f"{wanted.speakers}: has no file for any article of the gold; name them as its articles"
        )
    return found
