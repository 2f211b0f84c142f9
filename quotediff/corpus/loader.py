"""Reads a corpus: stories in several versions, with what a careful reader finds in them.

The layout is documented in ``corpus/README.md``. People write words, never offsets; here the words are
found in the text. Words that are not there, or are there more than once, are a problem with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from quotediff.corpus.tables import (
    CHANGES_SUFFIX,
    QUOTES_SUFFIX,
    STORY_FILE,
    VERSION_SUFFIXES,
    CorpusError,
    Entry,
    Table,
)
from quotediff.errors import InputError, no_folder, shortened
from quotediff.limits import MAX_WORDS_CHARS
from quotediff.model import Kind, Passage, SpeakerKind
from quotediff.readers import read_bytes
from quotediff.readers.sniff import PLAIN, kind_of
from quotediff.text.lines import BLANK_LINE
from quotediff.text.origin import Origin
from quotediff.text.spans import Span, hull, joined

ELISION = " ... "

_VERSION_FILE = re.compile(rf"v(\d{{1,9}})(?:{'|'.join(map(re.escape, VERSION_SUFFIXES))})")
_CODE_PATTERN = re.compile(r"QD\d{3}")
_AS_WRITTEN = "write it as the article does"
_QUOTE_KEYS = frozenset(
    ["kind", "content", "source", "cue", "speaker", "inherited", "within", "context", "attribution", "note"]
)
_CHANGE_KEYS = frozenset({"code", "old", "new", "from", "to", "speaker", "note"})
_OPTIONAL_QUOTE_KEYS = frozenset({"content", "context", "note"})
_OPTIONAL_CHANGE_KEYS = frozenset({"code", "old", "new", "speaker", "note"})


@dataclass(frozen=True, slots=True)
class ExpectedSpeaker:
    """Who speaks in one version: ``name`` is the fullest it gives, ``key`` tells two of one name apart."""

    key: str
    name: str
    kind: SpeakerKind
    description: str | None
    anonymity: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    """One quote as a reader lists it; ``line`` is that of its table in the file.

    ``speaker`` is a key of the version's speakers; ``within`` is the index of the quote whose content holds
    this one.
    """

    kind: Kind
    content: Passage
    source: Passage | None
    cue: Passage | None
    speaker: str | None
    inherited: bool
    within: int | None
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class ExpectedChange:
    """One finding as a reader lists it. ``old`` and ``new`` are words of the old and of the new version.

    They name a quote by some of its words, or the words that now stand without an attribution, or a sentence
    such as "declined to comment". ``before`` and ``after`` are the words that differ. ``speaker`` is a key.
    """

    code: str
    old: Passage | None
    new: Passage | None
    before: str | None
    after: str | None
    speaker: str | None
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class OptionalQuote:
    """Words that may be listed as a quote or not: careful readers differ."""

    content: Passage
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class OptionalChange:
    """A finding that may be reported or not, with any of ``codes``; its place is that of an expected one."""

    codes: tuple[str, ...]
    old: Passage | None
    new: Passage | None
    speaker: str | None
    note: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a story. ``quotes`` is None when nobody has written down what is in it."""

    name: str
    path: Path
    text: str
    source: str | None
    time: datetime | None
    slug: str | None
    note: str | None
    speakers: tuple[ExpectedSpeaker, ...]
    quotes: tuple[ExpectedQuote, ...] | None
    optional: tuple[OptionalQuote, ...] = ()
    origin: Origin | None = None

    def speaker_name(self, key: str | None) -> str | None:
        """The name that belongs to a speaker's key; None for None."""
        return next((s.name for s in self.speakers if s.key == key), key)


@dataclass(frozen=True, slots=True)
class Step:
    """Two versions, old and new, and what a reader finds between them."""

    old: Version
    new: Version
    path: Path
    changes: tuple[ExpectedChange, ...]
    optional: tuple[OptionalChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its versions in order, and the steps between them that somebody has written down.

    ``group`` names the stories whose figures are given together, apart from those of others.
    """

    slug: str
    path: Path
    title: str
    notes: str | None
    style: str | None
    versions: tuple[Version, ...]
    steps: tuple[Step, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """All stories of a folder that could be read, by slug, and everything that is wrong with the folder."""

    path: Path
    stories: tuple[Story, ...]
    problems: tuple[CorpusError, ...]
    slugs: tuple[str, ...] = ()  # of all folders, readable or not


def load(path: Path) -> tuple[Story, ...]:
    """The stories of the corpus folder ``path``, by slug; raises CorpusError for the first problem."""
    corpus = scan(path)
    if corpus.problems:
        raise corpus.problems[0]
    return corpus.stories


def scan(path: Path) -> Corpus:
    """The stories of the corpus folder ``path`` and every problem with them; raises nothing for its content.

    A folder with a ``story.toml`` or a ``v1.txt`` is itself read as one story.
    """
    problems: list[CorpusError] = []
    if not path.is_dir():
        return Corpus(path, (), (CorpusError(path, 1, no_folder(path), "name a folder of stories"),))
    if (path / STORY_FILE).is_file() or _numbered(path):
        folders = [path]
    else:
        folders = sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
        if not folders:
            problems.append(
                CorpusError(path, 1, "holds no stories", f"give each a folder with a {STORY_FILE}")
            )
    stories = [story for folder in folders if (story := _Reader(folder, problems).story())]
    return Corpus(path, tuple(stories), tuple(problems), tuple(map(slug_of, folders)))


def slug_of(folder: Path) -> str:
    """The name of a story's folder, also of ``.``."""
    return folder.resolve().name


def _numbered(folder: Path) -> list[str]:
    """The files ``v1.txt``, ``v2.txt`` and so on of a folder, by their numbers."""
    found = [(int(m[1]), p.name) for p in folder.iterdir() if (m := _VERSION_FILE.fullmatch(p.name))]
    return [name for _, name in sorted(found)]


class _Reader:
    """Reads one story's folder; whatever is wrong goes to ``problems`` and reading goes on."""

    def __init__(self, folder: Path, problems: list[CorpusError]) -> None:
        self.folder, self.problems = folder, problems

    def story(self) -> Story | None:
        table = self._story_table()
        if table is None:
            return None
        top = table.top({"title", "notes", "style", "group", "version"})
        entries = table.entries("version")
        if "version" not in table.value:
            entries = [Entry(table, "version", {"file": name}, 1) for name in _numbered(self.folder)]
        versions: list[Version] = []
        for entry in entries:
            version = self._version(entry, {v.name for v in versions})
            if version:
                versions.append(version)
        if not versions:
            table.report(1, "names no readable version", "give it a v1.txt, or a [[version]] with a file")
        files = [f for e in entries if isinstance(f := e.value.get("file"), str)]
        steps = tuple(self._steps(versions, [Path(f).stem for f in files]))
        self._strays(files)
        title = top.text("title") or slug_of(self.folder)
        return Story(
            slug_of(self.folder),
            self.folder,
            title,
            top.text("notes"),
            top.text("style"),
            tuple(versions),
            steps,
            top.text("group"),
        )

    def _story_table(self) -> Table | None:
        """What ``story.toml`` says; nothing is needed of a story whose versions are numbered."""
        path = self.folder / STORY_FILE
        if not path.exists() and _numbered(self.folder):
            return Table(path, "", {}, self.problems)
        return Table.read(path, self.problems)

    def _version(self, entry: Entry, taken: set[str]) -> Version | None:
        entry.only({"file", "source", "time", "slug", "note"})
        file = entry.text("file")
        if not file:
            entry.report("file", "the version names no file", 'write file = "v1.txt" or the like')
            return None
        path, name = self.folder / file, Path(file).stem
        if name in taken or Path(file).name != file:
            entry.report("file", f"{file!r} is not a file of its own in this folder", "name each file once")
            return None
        text, origin = self._text(path, entry)
        if text is None:
            return None
        expectations = self._quotes(name, text)
        return Version(
            name,
            path,
            text,
            entry.text("source"),
            entry.time("time"),
            entry.text("slug"),
            entry.text("note"),
            *expectations,
            origin,
        )

    def _text(self, path: Path, entry: Entry) -> tuple[str | None, Origin | None]:
        """A version's text, and where it stands in its file if that is no plain text."""
        try:
            data = path.read_bytes()
            if path.suffix != ".txt" and kind_of(data, path.name) != PLAIN:
                document = read_bytes(data, path.as_posix())
                return document.text, document.origin
            return data.decode("utf-8-sig"), None
        except InputError as error:
            self.problems.append(CorpusError(path, 1, error.problem, error.remedy, "QC103"))
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.problems.append(CorpusError(path, line, "is not UTF-8", "save it as UTF-8", "QC103"))
        except OSError as error:
            what, remedy = f"cannot read {path.name}: {error.strerror}", "add the file or drop the version"
            entry.report("file", what, remedy, "QC103" if path.exists() else "QC104", where=path.stem)
        return None, None

    def _quotes(
        self, name: str, text: str
    ) -> tuple[tuple[ExpectedSpeaker, ...], tuple[ExpectedQuote, ...] | None, tuple[OptionalQuote, ...]]:
        path = self.folder / f"{name}{QUOTES_SUFFIX}"
        if not path.is_file():
            what = "has no expected quotes"
            remedy = f"write {path.name}"
            self.problems.append(CorpusError(self.folder / f"{name}.txt", 1, what, remedy, "QC105"))
            return (), None, ()
        table = Table.read(path, self.problems)
        if table is None:
            return (), None, ()
        table.top({"speaker", "quote", "optional"})
        speakers = tuple(s for e in table.entries("speaker") if (s := _speaker(e)))
        keys = {s.key for s in speakers}
        quotes: list[ExpectedQuote] = []
        for entry in table.entries("quote"):
            quote = _quote(entry, text, keys, quotes)
            if quote:
                quotes.append(quote)
        used = {e.value.get("speaker") for e in table.entries("quote")}
        for speaker in speakers:
            if speaker.key not in used:
                what = f"no quote has the speaker {speaker.key!r}"
                entry = next(e for e in table.entries("speaker") if e.line == speaker.line)
                remedy = "drop the speaker or mend the quotes"
                self.problems.append(CorpusError(path, speaker.line, what, remedy, entry=entry))
        optional = tuple(o for e in table.entries("optional") if (o := _optional_quote(e, text)))
        return speakers, tuple(quotes), optional

    def _steps(self, versions: Sequence[Version], names: Sequence[str]) -> Iterator[Step]:
        """The pairs of versions with expectations; ``names`` are those of all versions, readable or not."""
        readable = {version.name for version in versions}
        missing = {f"{old}-{new}" for old, new in pairwise(names) if {old, new} <= readable and old != new}
        named = {f"{old}-{new}" for old, new in combinations(names, 2)}
        in_order = list(combinations(versions, 2))
        ends = {
            f"{old.name}-{new.name}": (old, new) for old, new in reversed(in_order)
        }  # the first of a stem
        for path in sorted(self.folder.glob(f"*{CHANGES_SUFFIX}")):
            stem = path.name.removesuffix(CHANGES_SUFFIX)
            missing.discard(stem)
            if stem in ends:
                step = self._step(path, *ends[stem])
                if step is not None:
                    yield step
            elif stem not in named:  # of a version that cannot be read enough is said already
                what = "is named after no two versions in their order"
                remedy = "rename it OLD-NEW.changes.toml or drop it"
                self.problems.append(CorpusError(path, 1, what, remedy, "QC106"))
        for stem in sorted(missing):
            self._no_changes(stem, versions)

    def _no_changes(self, stem: str, versions: Sequence[Version]) -> None:
        """Notes that nothing is expected between two versions that follow each other."""
        path = self.folder / f"{stem}{CHANGES_SUFFIX}"
        what = f"no expected changes from {stem.replace('-', ' to ')}"
        place = self.folder / STORY_FILE
        if not place.is_file():
            place = next(v.path for v in versions if stem.endswith(f"-{v.name}"))
        self.problems.append(CorpusError(place, 1, what, f"write {path.name}", "QC105", where=stem))

    def _step(self, path: Path, old: Version, new: Version) -> Step | None:
        """The step that a file of expected changes describes; None if the file cannot be read."""
        table = Table.read(path, self.problems)
        if table is None:
            return None
        table.top({"change", "optional"})
        changes = tuple(c for e in table.entries("change") if (c := _change(e, old, new)))
        optional = tuple(o for e in table.entries("optional") if (o := _optional_change(e, old, new)))
        return Step(old, new, path, changes, optional)

    def _strays(self, files: Collection[str]) -> None:
        versions = {Path(f).stem for f in files}
        for path in sorted(self.folder.iterdir()):
            name = path.name
            if path.suffix == ".txt" and name not in files:
                what, remedy = f"is no version of {STORY_FILE}", "name it there or drop it"
                self.problems.append(CorpusError(path, 1, what, remedy))
            elif name.endswith(QUOTES_SUFFIX) and name.removesuffix(QUOTES_SUFFIX) not in versions:
                what, remedy = "expects quotes of a version that does not exist", "drop it or add the version"
                self.problems.append(CorpusError(path, 1, what, remedy, "QC106"))


def _speaker(entry: Entry) -> ExpectedSpeaker | None:
    entry.only({"key", "name", "kind", "description", "anonymity"})
    name, kind = entry.text("name"), entry.text("kind")
    if not name:
        entry.report("name", "the speaker has no name", "write name = ...")
        return None
    if kind not in set(SpeakerKind):
        entry.report("kind", f"{kind!r} is no kind of speaker", f"write one of {', '.join(SpeakerKind)}")
        return None
    return ExpectedSpeaker(
        entry.text("key") or name,
        name,
        SpeakerKind(kind),
        entry.text("description"),
        entry.text("anonymity"),
        entry.line,
    )


def _quote(
    entry: Entry, text: str, speakers: set[str], before: Sequence[ExpectedQuote]
) -> ExpectedQuote | None:
    entry.only(_QUOTE_KEYS)
    kind, speaker = entry.text("kind"), entry.text("speaker")
    if kind not in set(Kind):
        entry.report("kind", f"{kind!r} is no kind of quote", f"write one of {', '.join(Kind)}")
        return None
    if speaker is not None and speaker not in speakers:
        entry.report("speaker", f"no [[speaker]] is named {_show(speaker)}", "add one or mend the name")
    try:
        content, source, cue = _places(entry, text)
    except LookupFailedError as failure:
        entry.report(failure.key, failure.problem, failure.remedy, "QC107")
        return None
    inherited = entry.flag("inherited")
    if inherited and (source or cue):
        entry.report(
            "inherited", "an inherited quote has no source or cue of its own", "drop one or the other"
        )
    return ExpectedQuote(
        Kind(kind),
        content,
        source,
        cue,
        speaker,
        inherited,
        _within(entry, before),
        entry.text("note"),
        entry.line,
    )


def _optional_quote(entry: Entry, text: str) -> OptionalQuote | None:
    entry.only(_OPTIONAL_QUOTE_KEYS)
    try:
        content, _, _ = _places(entry, text)
    except LookupFailedError as failure:
        entry.report(failure.key, failure.problem, failure.remedy, "QC107")
        return None
    return OptionalQuote(content, entry.text("note"), entry.line)


def _within(entry: Entry, before: Sequence[ExpectedQuote]) -> int | None:
    words = entry.text("within")
    if words is None:
        return None
    holders = [n for n, q in enumerate(before) if _squeeze(words) in _squeeze(q.content.text)]
    if len(holders) != 1:
        what = f"{len(holders)} quotes above hold {_show(words)}"
        entry.report("within", what, "name one by its words", "QC107")
        return None
    return holders[0]


def _change(entry: Entry, old: Version, new: Version) -> ExpectedChange | None:
    entry.only(_CHANGE_KEYS)
    code = entry.text("code") or ""
    if not _are_codes(entry, [code]):
        return None
    places = _sides(entry, old, new)
    if places is None:
        return None
    for key, version in (("from", old), ("to", new)):
        words = entry.text(key)
        if words and not find(version.text, words):
            entry.report(key, f"{_show(words)} is not in {version.path.name}", "mend the words", "QC107")
    speaker = _speaker_of(entry, old, new, places)
    if _is_of_nothing(places, speaker):
        return None  # of nothing, which is reported: no change could be the one that is meant
    return ExpectedChange(
        code,
        *places,
        entry.text("from"),
        entry.text("to"),
        speaker,
        entry.text("note"),
        entry.line,
    )


def _optional_change(entry: Entry, old: Version, new: Version) -> OptionalChange | None:
    entry.only(_OPTIONAL_CHANGE_KEYS)
    codes = entry.texts("code")
    if not _are_codes(entry, codes):
        return None
    places = _sides(entry, old, new)
    if places is None:
        return None
    speaker = _speaker_of(entry, old, new, places)
    if _is_of_nothing(places, speaker):
        return None
    return OptionalChange(codes, *places, speaker, entry.text("note"), entry.line)


def _are_codes(entry: Entry, codes: Sequence[str]) -> bool:
    """Whether there are codes and each is written as one; reports the first that is not."""
    bad = next((c for c in codes or [""] if not _CODE_PATTERN.fullmatch(c)), None)
    if bad is not None:
        entry.report("code", f"{bad!r} is no change code", "write one as QD101")
    return bad is None


def _sides(entry: Entry, old: Version, new: Version) -> tuple[Passage | None, Passage | None] | None:
    """Where the words of ``old`` and ``new`` stand; reports what cannot be found and gives None."""
    places: list[Passage | None] = []
    for key, version in (("old", old), ("new", new)):
        words = entry.text(key)
        try:
            places.append(None if words is None else _passage(version.text, [_one(version.text, words, key)]))
        except LookupFailedError as failure:
            entry.report(key, f"{failure.problem} of {version.path.name}", failure.remedy, "QC107")
            return None
    return places[0], places[1]


def _is_of_nothing(places: Sequence[Passage | None], speaker: str | None) -> bool:
    """Whether a change names neither words nor a speaker."""
    return speaker is None and not any(places)


def _speaker_of(entry: Entry, old: Version, new: Version, places: Sequence[Passage | None]) -> str | None:
    """The speaker that a change names; reports one nobody knows, and a change of no words and no speaker."""
    speaker = entry.text("speaker")
    if speaker is not None and speaker not in {s.key for v in (old, new) for s in v.speakers}:
        entry.report("speaker", f"neither version has the speaker {_show(speaker)}", "mend the name")
    if _is_of_nothing(places, speaker):
        entry.report("code", "the change names neither words nor a speaker", "write old, new or speaker")
    return speaker


class LookupFailedError(Exception):
    """Words that cannot be found, or not only once."""

    def __init__(self, key: str, problem: str, remedy: str) -> None:
        self.key, self.problem, self.remedy = key, problem, remedy
        super().__init__(problem)


def places(values: Mapping[str, Any], text: str) -> tuple[Passage, Passage | None, Passage | None]:
    """Content, source and cue that a ``[[quote]]`` table names in a text.

    Raises:
        LookupFailedError: words of it cannot be found, or not only once.
    """
    return _places(Entry(Table(Path(), "", {}, []), "quote", values, 1), text)


def _places(entry: Entry, text: str) -> tuple[Passage, Passage | None, Passage | None]:
    """Content, source and cue of a quote, found in ``text`` by their words."""
    whole = Span(0, len(text))
    context = entry.text("context")
    region = _one(text, context, "context") if context else whole
    parts = entry.texts("content")
    if not parts:
        raise LookupFailedError("content", "the quote has no content", "write content = ...")
    content: list[Span] = []
    for words in parts:
        content.append(_one(text, words, "content", region))
        region = Span(content[-1].end, region.end)
    said = entry.text("attribution")
    around = _one(text, said, "attribution") if said else _neighbourhood(text, hull(content))
    spot = _Spot(around, hull(content), content)
    cue = [_near(text, "cue", words, spot) for words in entry.texts("cue")]
    spot = _Spot(around, hull(cue or content), [*content, *cue])
    source = [_near(text, "source", words, spot) for words in entry.texts("source")]
    return _passage(text, content), _found_passage(text, source), _found_passage(text, cue)


def _found_passage(text: str, places: Sequence[Span]) -> Passage | None:
    """What stands at the places; None if there are none."""
    return _passage(text, places) if places else None


class _Spot(NamedTuple):
    """Where to look for words: within ``around``, nearest to ``anchor``, clear of ``taken``."""

    around: Span
    anchor: Span
    taken: Sequence[Span]


def _near(text: str, key: str, words: str, spot: _Spot) -> Span:
    """The one place of ``words`` at the spot; raises LookupFailedError."""
    places = [s for s in find(text, words, spot.around) if not any(s.overlap(t) for t in spot.taken)]
    places.sort(key=lambda s: _gap(s, spot.anchor))
    if not places:
        raise LookupFailedError(key, f"{key} {_show(words)} is not near the content", _AS_WRITTEN)
    if len(places) > 1 and _gap(places[0], spot.anchor) == _gap(places[1], spot.anchor):
        remedy = "add attribution = the words around it"
        raise LookupFailedError(key, f"{key} {_show(words)} is there twice", remedy)
    return places[0]


def _one(text: str, words: str, key: str, region: Span | None = None) -> Span:
    """The only place of ``words`` in the region; raises LookupFailedError."""
    places = find(text, words, region)
    if not places:
        raise LookupFailedError(key, f"{_show(words)} is not in the text", _AS_WRITTEN)
    if len(places) > 1:
        more = "add context = the words around it" if key == "content" else "write more of it"
        raise LookupFailedError(key, f"{_show(words)} is in the text {len(places)} times", more)
    return places[0]


def find(text: str, words: str, region: Span | None = None) -> list[Span]:
    """Every place of ``words`` in the region: whole words, any white space for any other.

    Words with " ... " in them that are not in the text as they stand are the first and last words of a
    stretch of one paragraph.
    """
    start, end = region or (0, len(text))
    whole = [Span(*m.span()) for m in _pattern(words).finditer(text, start, end)]
    head, _, tail = words.partition(ELISION)
    if whole or not (head.strip() and tail.strip()):
        return whole
    last = _pattern(tail)
    out = []
    for first in _pattern(head).finditer(text, start, end):
        blank = BLANK_LINE.search(text, first.end(), end)
        stop = last.search(text, first.end(), blank.start() if blank else end)
        if stop:
            out.append(Span(first.start(), stop.end()))
    return out


def _pattern(words: str) -> re.Pattern[str]:
    body = r"\s+".join(re.escape(w) for w in words.split())
    edge = words.strip()
    before, after = ("(?<!\\w)" if edge[:1].isalnum() else ""), ("(?!\\w)" if edge[-1:].isalnum() else "")
    return re.compile(before + body + after)


def _neighbourhood(text: str, span: Span) -> Span:
    """The paragraphs that ``span`` touches, and one more on either side."""
    blanks = [Span(*m.span()) for m in BLANK_LINE.finditer(text)]
    before = [0, 0, *(blank.end for blank in blanks if blank.end <= span.start)]
    after = [*(blank.start for blank in blanks if blank.start >= span.end), len(text), len(text)]
    return Span(before[-2], after[1])


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _passage(text: str, spans: Sequence[Span]) -> Passage:
    ordered = tuple(sorted(spans))
    return Passage(joined(text, ordered), ordered)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _show(words: str) -> str:
    return f"“{shortened(words, MAX_WORDS_CHARS)}”"
