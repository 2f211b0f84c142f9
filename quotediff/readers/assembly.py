"""Articles put together from the paragraphs that a format's markup holds, each word with its place.

Every reader but that of plain text gives what it finds to a ``StoryBuilder``, in reading order, and takes a
``Document`` from it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from quotediff.errors import InputError, NoStoryError, printable
from quotediff.limits import MAX_ID_CHARS, MAX_PARAGRAPHS, MAX_STORIES, WINDOW_REPETITION_PARAGRAPHS
from quotediff.model import Document, Meta, Paragraph, Problem, Role
from quotediff.readers.paragraphs import paragraph_spans
from quotediff.readers.plain import damage_problem
from quotediff.readers.roles import assign
from quotediff.text.damage import damages, legible
from quotediff.text.fold import fold
from quotediff.text.lines import line_starts
from quotediff.text.origin import Origin, Traced
from quotediff.text.spans import Span
from quotediff.values import lazy

NO_TEXT = "name the file that has the story's text"
TEASER = Problem(
    "QD904", "not the whole story (the file has a summary only): compare reports nothing as gone from it"
)


_PARAGRAPH_GAP = "\n\n"  # between two paragraphs
_ONCE = frozenset(  # roles of paragraphs that are left out where they repeat another
    {Role.SUMMARY, Role.BYLINE, Role.DATELINE, Role.SUBHEAD, Role.HEADER, Role.NOTE, Role.CAPTION}
)


@dataclass(frozen=True)
class File:
    """A file that is read: its name, its bytes, what they are decoded.

    ``encoding`` is the name of the encoding, ``problems`` what a user should know of the decoding.
    """

    path: str
    data: bytes
    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()

    @lazy
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @lazy
    def lines(self) -> tuple[int, ...]:
        """Where its lines begin."""
        return line_starts(self.text)


class StoryBuilder:
    """A story under construction.

    Args:
        file: the file that it stands in.
        format: the name of the format.
    """

    def __init__(self, file: File, format: str) -> None:  # noqa: A002 - as the document's field is called
        self._file, self._format = file, format
        self._blocks: list[tuple[Role | None, Traced]] = []
        self._problems = list(file.problems)

    def add(self, role: Role | None, words: Traced) -> None:
        """A paragraph; white space in it shrinks, and one of nothing else is left out.

        Args:
            role: what it is, None if the markup does not say.
            words: its words, with places in the file.

        Raises:
            InputError: there are more than ``MAX_PARAGRAPHS``.
        """
        words = words.squeezed()
        if not any(c.isprintable() and not c.isspace() for c in words.text):
            return
        if role is Role.HEADLINE and (self.has_headline or self.has_copy):
            role = Role.SUBHEAD
        if len(self._blocks) >= MAX_PARAGRAPHS:
            raise self._too_many()
        self._blocks.append((role, words))

    def add_first(self, role: Role, words: Traced) -> None:
        """A paragraph above all others, otherwise as ``add``."""
        above, self._blocks = self._blocks, []
        self.add(role, words)
        self._blocks += above

    def add_plain(self, words: Traced, role: Role | None = None) -> None:
        """The paragraphs of plain text, parted as in a file of it."""
        spans = paragraph_spans(words.text, MAX_PARAGRAPHS)
        if spans is None:
            raise self._too_many()
        for span in spans:
            self.add(role, words.cut(*span))

    def _too_many(self) -> InputError:
        what = f"has more than {MAX_PARAGRAPHS:,} paragraphs"
        return InputError(self._file.path, what, "split it into one file a story")

    def note(self, problem: Problem) -> None:
        """Keeps a problem of the input."""
        self._problems.append(problem)

    @property
    def has_headline(self) -> bool:
        """Whether a headline is there."""
        return any(role is Role.HEADLINE for role, _ in self._blocks)

    @property
    def has_copy(self) -> bool:
        """Whether a paragraph is there that may be the story's body."""
        return any(role in (None, Role.BODY) for role, _ in self._blocks)

    def document(self, meta: Meta, what: str) -> Document:
        """The article. One without a body is a teaser if it has a summary, or a notice if it is withdrawn.

        Args:
            meta: what the file says of the story.
            what: what a message calls the file, without a body.

        Raises:
            InputError: there is no body, and the story is neither.
        """
        blocks = list(_without_repetitions(self._blocks))
        if not self.has_copy and not meta.is_withdrawn:
            if not any(role is Role.SUMMARY for role, _ in blocks):
                raise NoStoryError(self._file.path, f"{what} has no story's text", NO_TEXT)
            blocks = [(None if role is Role.SUMMARY else role, words) for role, words in blocks]
            meta = replace(meta, complete=False)
        if not blocks:
            raise NoStoryError(self._file.path, f"{what} has no words", NO_TEXT)
        if not meta.complete and all(problem.code != TEASER.code for problem in self._problems):
            self._problems.append(TEASER)
        spans = list(_spans(words for _, words in blocks))
        whole = Traced.joined(_parted(words for _, words in blocks))
        damaged = damages(whole.text)
        parts = assign(legible(whole.text, damaged), spans, [role for role, _ in blocks])
        paragraphs = tuple(
            Paragraph(number, span, copy, role)
            for number, (span, (role, copy)) in enumerate(zip(spans, parts, strict=True), 1)
        )
        headline = next((p.copy for p in paragraphs if p.role is Role.HEADLINE), Span(0, 0))
        if damaged:
            self._problems.append(damage_problem(damaged))
        return Document(
            path=self._file.path,
            text=whole.text,
            sha256=self._file.digest,
            encoding=self._file.encoding,
            title=whole.text[slice(*headline)],
            paragraphs=paragraphs,
            problems=tuple(self._problems),
            damaged=damaged,
            format=self._format,
            meta=meta,
            origin=Origin(whole.runs, self._file.lines),
        )


def no_story(path: str, kind: str) -> NoStoryError:
    """What to raise for an item that is none, such as a picture: ``kind`` is the file's word for it."""
    return NoStoryError(path, f"the item is a {printable(kind, 30)}, no story", NO_TEXT)


def with_ids(path: str, stories: Iterable[Callable[[], Document]], what: str) -> tuple[Document, ...]:
    """The stories of a file that may hold several, with ids where it does.

    Args:
        path: the file.
        stories: each makes one, or raises InputError if it is none, such as a picture; those are left out.
        what: what a message calls them, if all are none.

    Raises:
        InputError: there is no story in it.
    """
    found, refused = [], []
    for number, make in enumerate(stories):
        if number >= MAX_STORIES:
            raise InputError(path, f"holds more than {MAX_STORIES:,} {what}", "split it")
        try:
            found.append(make())
        except InputError as error:
            refused.append(error)
    if not found:
        if len(refused) == 1:
            raise refused[0]
        reason = f": {refused[0].problem}" if refused else ""
        raise NoStoryError(path, f"none of its {what} is a story{reason}", NO_TEXT)
    return tuple(_identified(found)) if len(found) > 1 else tuple(found)


def _identified(documents: Sequence[Document]) -> Iterable[Document]:
    """The stories with an id each: that of the story, with its version and a number if need be."""
    seen: Counter[str] = Counter()
    stories = Counter(document.meta.story for document in documents)
    for number, document in enumerate(documents, 1):
        meta = document.meta
        name = printable(meta.story or "", MAX_ID_CHARS) or str(number)
        if stories[meta.story] > 1 and meta.story and meta.version:
            name = f"{name}@{printable(meta.version, MAX_ID_CHARS)}"
        seen[name] += 1
        yield replace(document, item=name if seen[name] == 1 else f"{name}~{seen[name]}")


def _without_repetitions(
    blocks: Sequence[tuple[Role | None, Traced]],
) -> Iterable[tuple[Role | None, Traced]]:
    """The paragraphs without those that only repeat another above the copy or at its head.

    A second headline that says what the first does, an abstract that is the first paragraph, a dateline with
    which that begins; what repeats the headline at the head of the copy is a header line of the wire.
    """
    copy = [fold(words.text) for role, words in blocks if role in (None, Role.BODY)][
        :WINDOW_REPETITION_PARAGRAPHS
    ]
    headline = next((fold(words.text) for role, words in blocks if role is Role.HEADLINE), None)
    seen = {headline, *copy}
    near = WINDOW_REPETITION_PARAGRAPHS
    for role, words in blocks:
        form = fold(words.text)
        if role in _ONCE and form in seen:
            continue
        if role is Role.DATELINE and any(first.startswith(form) for first in copy[:1]):
            continue
        if role in _ONCE:
            seen.add(form)
        if role in (None, Role.BODY):
            near -= 1
            if near >= 0 and form == headline:
                yield Role.HEADER, words
                continue
        yield role, words


def _spans(words: Iterable[Traced]) -> Iterable[Span]:
    at = 0
    for each in words:
        yield Span(at, at + len(each.text))
        at += len(each.text) + len(_PARAGRAPH_GAP)


def _parted(words: Iterable[Traced]) -> Iterable[Traced]:
    """The paragraphs with what stands between them."""
    for number, each in enumerate(words):
        if number:
            yield Traced(_PARAGRAPH_GAP)
        yield each
