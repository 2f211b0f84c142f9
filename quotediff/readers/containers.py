"""Stories of files that hold records: each record is sniffed and read as a file of its own would be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from quotediff.errors import InputError, NoStoryError
from quotediff.limits import MAX_REASONS_NAMED
from quotediff.model import Document, Meta, Problem
from quotediff.text.lines import line_starts
from quotediff.text.origin import Origin, Traced

if TYPE_CHECKING:
    from quotediff.readers.records import Record


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many records of a file are no stories, by the reason."""

    path: str
    reasons: Mapping[str, int]

    def __str__(self) -> str:
        """One line for a person."""
        total = sum(self.reasons.values())
        return f"{self.path}: {total:,} record{'s' * (total != 1)} left out: {self.fields_found}"

    @property
    def fields_found(self) -> str:
        """The most frequent reasons."""
        often = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        named = [f"{count:,} {reason}" for reason, count in often[:MAX_REASONS_NAMED]]
        return "; ".join([*named, *(["others"] if len(often) > MAX_REASONS_NAMED else [])])


Found = Document | InputError | LeftOut
"""What reading gives: an article; why a record is none, where it should be; at last, what was left out."""

Read = Callable[["Record"], tuple[Document, ...]]


def stories(records: Iterator[Record], path: str, read: Read, wanted: str | None = None) -> Iterator[Found]:
    """The stories of a file that holds records.

    Args:
        records: its records.
        path: its name.
        read: makes articles of a record; raises InputError.
        wanted: the id of the one that is asked for; records that are surely others are passed over.
    """
    reasons: Counter[str] = Counter()
    names: Counter[str] = Counter()
    some = False
    for record in records:
        if record.left_out is not None:
            reasons[record.left_out] += 1
            continue
        names[record.name] += 1
        name = record.name if names[record.name] == 1 else f"{record.name}~{names[record.name]}"
        if record.problem is not None:
            some = True
            yield replace(record, name=name).error(path)
        elif wanted is None or _may_be(record, name, wanted):
            try:
                found = read(replace(record, name=name))
            except InputError as error:
                if record.optional or isinstance(error, NoStoryError):
                    reasons[error.problem] += 1
                else:
                    some = True
                    yield error
                continue
            some = True
            yield from (of_record(document, replace(record, name=name)) for document in found)
        else:
            some = True
    if not some:
        problem = "has no records"
        if reasons:
            problem = f"none of its records is a story: {LeftOut(path, reasons).fields_found}"
        yield NoStoryError(path, problem, "name a file that holds stories")
    elif reasons:
        yield LeftOut(path, dict(reasons))


def _may_be(record: Record, name: str, wanted: str) -> bool:
    """Whether a record may hold what is asked for: only some say what story they are."""
    known = record.meta.story
    if known is None:
        return True
    return wanted in (known, name) or wanted.startswith(f"{name}/")


def of_record(document: Document, record: Record) -> Document:
    """An article with what its record says of it, and its places in the file that holds the record."""
    fields_found = {f.name: getattr(record.meta, f.name) for f in fields(Meta)}
    said = {key: value for key, value in fields_found.items() if value not in (None, (), True)}
    meta = replace(document.meta, **said)
    problems = document.problems
    if record.cut is not None:
        meta = replace(meta, complete=False)
        message = f"not the whole story ({record.cut}): compare reports nothing as gone from it"
        problems = (*problems, Problem("QD904", message))
    return replace(
        document,
        item=record.name if document.item is None else f"{record.name}/{document.item}",
        meta=meta,
        problems=problems,
        origin=_placed(document, record.lines),
    )


def _placed(document: Document, before: int | None) -> Origin | None:
    """Where an article's words stand in the file, if so many lines of that end before its record.

    Of a record whose bytes do not stand in the file, nowhere.
    """
    if before is None or document.encoding.startswith("utf-16"):
        return Origin((), ())
    if document.origin is not None:
        return replace(document.origin, before=before)
    text = document.text
    return Origin(Traced.whole(text).runs, line_starts(text), before)
