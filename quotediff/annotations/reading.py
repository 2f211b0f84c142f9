"""Reads files and folders of annotations: tells their format, finds the texts they are about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from quotediff.annotated import AnnotatedArticle, checked
from quotediff.annotations import READERS, Source, module
from quotediff.annotations.labels import Labels
from quotediff.errors import QuotediffError, UsageError, unreadable
from quotediff.readers.jsontree import several

_ANNOTATION_ENDINGS = (".ann", ".tsv", ".json", ".jsonl", ".jsonld", ".csv")
_TELLING_KEYS = (  # of an object in JSON: a key that tells, and the format
    ("%FEATURE_STRUCTURES", "cas-json"),
    ("target", "w3c"),
    ("documents", "json"),
    ("entities", "doccano"),
    ("label", "doccano"),
    ("labels", "doccano"),
    ("spans", "prodigy"),
    ("tokens", "prodigy"),
)
_TEXT, _ATTRIBUTIONS = "text", "attributions"  # the folders of PolNeAR's layout
_CORPUS_FILES = ("story.toml", "*/story.toml", "v1.quotes.toml", "*/v1.quotes.toml")


def load(
    paths: Sequence[str],
    labels: Labels,
    *,
    format: str | None = None,  # noqa: A002 - the word for it in all outputs
    articles: str | None = None,
    only: frozenset[str] | None = None,
) -> tuple[list[AnnotatedArticle], list[str]]:
    """The articles of files and folders, and what is wrong with any of them: a line each.

    Args:
        paths: files of annotations, or folders of them.
        labels: what labels mean.
        format: a name of ``READERS``; None: each file's content tells.
        articles: the folder of the texts, where files only name them.
        only: names of articles; None for all. Files of others are not opened where their names tell.
    """
    found: list[AnnotatedArticle] = []
    problems: list[str] = []
    for path in paths:
        before = len(found) + len(problems)
        found += _each(path, Reading(labels, format, articles, only), problems)
        if len(found) + len(problems) == before:
            problems.append(f"{path}: holds no annotations; name a file or a folder of them")
    return found, problems


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read, as ``load`` takes it."""

    labels: Labels
    format: str | None
    articles: str | None
    only: frozenset[str] | None

    def wants(self, name: str) -> bool:
        """Whether an article is asked for."""
        return self.only is None or name in self.only

    def may_hold(self, path: str) -> bool:
        """Whether a file may be about an article that is asked for, with an annotator's name or not."""
        stem = Path(path).stem
        if self.only is None or not path.endswith(".ann"):
            return True
        return any(stem == name or stem.startswith(f"{name}_") for name in self.only)


def _each(path: str, how: Reading, problems: list[str]) -> Iterator[AnnotatedArticle]:
    """The articles of a file or folder; what cannot be read becomes a line of ``problems``."""
    folder = Path(path)
    is_corpus = how.format is None and any(map(_glob(folder), _CORPUS_FILES))
    if how.format == "corpus" or is_corpus:
        from quotediff.annotations.corpus import read_folder  # noqa: PLC0415 - loads the corpus's loader

        found = _safely(read_folder(folder), problems)
        yield from (article for article in found if how.wants(article.name))
        return
    for file in filter(how.may_hold, _files(folder, path)):
        found = _safely(_file(file, how), problems)
        yield from (article for article in found if how.wants(article.name))


def _glob(folder: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a function of a pattern
    return lambda pattern: next(folder.glob(pattern), None) is not None


def _safely(found: Iterable[AnnotatedArticle], problems: list[str]) -> Iterator[AnnotatedArticle]:
    try:
        for article in found:
            yield checked(article)
    except QuotediffError as error:
        problems.append(str(error))


def _files(folder: Path, path: str) -> list[str]:
    """The files of annotations in a folder, by their names; or the file itself."""
    if not folder.is_dir():
        return [path]
    inside = folder
    if (folder / _TEXT).is_dir() and (folder / _ATTRIBUTIONS).is_dir():
        inside = folder / _ATTRIBUTIONS
    return sorted(
        str(p) for p in inside.iterdir() if p.suffix.lower() in _ANNOTATION_ENDINGS and p.name[0] != "."
    )


def _file(path: str, how: Reading) -> Iterator[AnnotatedArticle]:
    try:
        data = Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8; save it as that") from None
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    name = how.format or format_of(path, data)
    texts = _Texts(Path(path), how.articles)
    try:
        for article in module(name).read(data, Source(path, how.labels, texts.of)):
            yield _with_annotator(article, texts) if name == "brat" else article
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # What others write is wrong in more ways than a reader can name: other types, missing keys.
        kind = type(error).__name__
        raise UsageError(
            f"{path}: is not built as {name} has it ({kind}: {error}); export it again"
        ) from None


def _with_annotator(article: AnnotatedArticle, texts: _Texts) -> AnnotatedArticle:
    """The article with the annotator that the file's name ends with, if the text's name does not."""
    if texts.found is None or texts.found.stem == article.name:
        return article
    name = texts.found.stem
    return replace(article, name=name, annotator=article.name.removeprefix(f"{name}_"))


class _Texts:
    """Finds the texts that a file of annotations is about.

    Args:
        path: the file.
        articles: the folder of the texts, if the user names one.
    """

    def __init__(self, path: Path, articles: str | None) -> None:
        beside = path.parent
        self.folders = [Path(articles)] if articles else [beside, beside.parent / _TEXT, Path()]
        self.standoff = path.suffix == ".ann"
        self.found: Path | None = None

    def of(self, name: str) -> str | None:
        """The text of an article by its name or path; None if there is no file of that name."""
        self.found = next((p for p in self._candidates(name) if _is_file(p)), None)
        if self.found is None:
            return None
        if self.standoff:
            return self.found.read_bytes().decode("utf-8")
        from quotediff.api import read  # noqa: PLC0415 - loads the readers

        item = name.partition("#")[2]
        return read(f"{self.found}#{item}" if item else self.found).text

    def _candidates(self, name: str) -> Iterator[Path]:
        """Files that may be it: of that name, or with an annotator's name at the end taken off."""
        plain = name.partition("#")[0]
        stems = [plain]
        while "_" in stems[-1]:
            stems.append(stems[-1].rpartition("_")[0])
        for folder in self.folders:
            if self.standoff:
                yield from (folder / f"{stem}.txt" for stem in stems)
                continue
            for file in (plain, re.split(r"[/\\]", plain)[-1]):
                yield from (folder / file, folder / f"{file}.txt")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def format_of(path: str, data: str) -> str:
    """The format of a file, by its name and content.

    Raises:
        UsageError: it is none of those that are read.
    """
    if path.lower().endswith(".ann"):
        return "brat"
    if data.startswith("#FORMAT=WebAnno TSV"):
        return "webanno"
    first = _first_object(data)
    if first is not None:
        return _of_object(first, path)
    head = data.partition("\n")[0].lower()
    if "start" in head and "end" in head and re.search("[,;\t]", head):
        return "csv"
    raise _unknown(path)


def _first_object(data: str) -> dict[str, object] | None:
    for text in (data.lstrip("\ufeff \t\r\n").partition("\n")[0], data):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        value = next(iter(several(value)), None)
        if isinstance(value, dict):
            return cast("dict[str, object]", value)
    return None


def _of_object(value: dict[str, object], path: str) -> str:
    if "anno.jsonld" in str(value.get("@context")):
        return "w3c"
    quotes = value.get("quotes")
    if isinstance(quotes, list):
        contents = any(isinstance(one, dict) and "contents" in one for one in quotes)
        return "citron" if contents or "quotes_without_cue" in value else "json"
    for key, name in _TELLING_KEYS:
        if key in value:
            return name
    raise _unknown(path)


def _unknown(path: str) -> UsageError:
    return UsageError(f"{path}: is none of the formats of annotations; name one of {', '.join(READERS)}")
