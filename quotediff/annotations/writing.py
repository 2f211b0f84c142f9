"""Articles as annotations: on standard output where a format can, or as files of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from quotediff.annotated import AnnotatedArticle, of_extract
from quotediff.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotediff.model import Extract

_FILE_NAME_CHARACTERS = str.maketrans(dict.fromkeys('\\/:*?"<>|#%\0\n\r\t', "-"))
"""Characters of a story's id that some file system or address does not take."""


def one(
    extracts: Iterable[Extract], files: Callable[[AnnotatedArticle], Mapping[str, str]], name: str
) -> Iterator[str]:
    """The file of the only article, of a format with a file an article.

    Raises:
        UsageError: there are several articles.
    """
    answer: Mapping[str, str] | None = None
    for extract in extracts:
        if answer is not None:
            raise UsageError(
                f"format {name!r} has a file an article; give a folder for them: --output-dir DIR"
            )
        answer = files(of_extract(extract))
    yield from (answer or {}).values()


def none(name: str) -> UsageError:
    """What to raise for a format whose files hold the article as it is, which a terminal might obey."""
    return UsageError(f"format {name!r} is written into a folder; give one: --output-dir DIR")


def lines(
    extracts: Iterable[Extract], files: Callable[[AnnotatedArticle], Mapping[str, str]]
) -> Iterator[str]:
    """A line for each article, of a format that holds any number of them."""
    for extract in extracts:
        yield from files(of_extract(extract)).values()


def folder(
    extracts: Iterable[Extract],
    files: Callable[[AnnotatedArticle], Mapping[str, str]],
    beside: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, str]]:
    """Each file with its name; the articles are called as their files are.

    Args:
        extracts: the articles.
        files: the files of one.
        beside: files of the folder that are no article's, by their names.
    """
    taken: set[str] = set()
    for extract in extracts:
        article = of_extract(extract)
        name = _free(_name(article.name), taken)
        for ending, text in files(article).items():
            yield f"{name}{ending}", text
    yield from (beside or {}).items()


def _name(path: str) -> str:
    """The name of a file without its folder and its ending; that of an article in it with its id."""
    file, sign, item = path.partition("#")
    plain = PurePosixPath(file.replace("\\", "/"))
    stem = plain.stem if plain.suffix else plain.name
    return f"{stem}{sign and '-'}{item}".translate(_FILE_NAME_CHARACTERS).strip(". ")[:120] or "article"


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number if another article is called so, in whatever case."""
    found, number = name, 2
    while found.lower() in taken:
        found, number = f"{name}-{number}", number + 1
    taken.add(found.lower())
    return found
