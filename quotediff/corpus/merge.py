"""Puts an accepted proposal into a file of expectations; comments, order and layout of the rest stay.

A file is taken as blocks: each ``[[table]]`` with the comment lines right above it. Blocks are added, taken
out or edited; within one, tomlkit changes the keys that differ. The outcome is read again and must say what
was meant, or nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from quotediff.config.toml import NoTomlError, parse
from quotediff.corpus.files import write_whole
from quotediff.corpus.loader import find
from quotediff.corpus.propose import ADD, CHANGE, CREATE, Proposal
from quotediff.corpus.stale import contents
from quotediff.corpus.tables import QUOTES_SUFFIX, VERSION_SUFFIXES
from quotediff.corpus.wording import Values
from quotediff.corpus.writing import toml_table, toml_value
from quotediff.errors import InputError, UsageError, unreadable, unwritable
from quotediff.readers import read_path

_TABLE_HEADER = re.compile(r"[ \t]*\[\[[ \t]*([\w-]+)[ \t]*\]\]")
_BLANK_LINE_AT_END = re.compile(r"\n[ \t\r]*\n\Z")
_EMPTY = {"quote": "# A reader finds no quotes here.\n", "change": "# A reader would report nothing.\n"}


@dataclass(slots=True)
class _Block:
    """A table with the comment above it: its name, its text, what it says; whether it is new in the file."""

    name: str
    text: str
    value: Values
    new: bool = False


def accept(path: Path, proposal: Proposal) -> None:
    """Puts the proposal into the file, which is made if it is not there.

    Raises:
        UsageError: the file no longer has what the proposal is about, cannot be edited this way, or cannot be
            written. It is then as it was.
    """
    text = _text(path)
    if proposal.action == CREATE:
        merged = text or _EMPTY[proposal.table]
    else:
        head, blocks = _blocks(path, text)
        _apply(path, blocks, proposal)
        merged = _joined("" if head in _EMPTY.values() else head, blocks) or _EMPTY.get(proposal.table, "")
        _read_again(path, merged, blocks)
    try:
        write_whole(path, merged)
    except OSError as error:
        raise unwritable(path, error) from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: is not UTF-8; save it as UTF-8") from None


def _blocks(path: Path, text: str) -> tuple[str, list[_Block]]:
    """What stands above the first table, and the tables."""
    lines = text.splitlines(keepends=True)
    starts = []
    for number, line in enumerate(lines):
        if header := _TABLE_HEADER.match(line):
            start = number
            while start > 0 and lines[start - 1].lstrip().startswith("#"):
                start -= 1
            if start == 0:  # a comment at the very top is the file's own
                start = number
            starts.append((start, header[1]))
    bounds = [*(start for start, _ in starts), len(lines)]
    head = "".join(lines[: bounds[0]])
    blocks = []
    for (start, name), end in zip(starts, bounds[1:], strict=True):
        part = "".join(lines[start:end])
        blocks.append(_Block(name, part, _only(path, part, name)))
    inline = any(isinstance(value, list) for value in _value(path, head).values())
    if inline or _value(path, text) != _value_after(path, head, blocks):
        raise UsageError(f"{path}: is not laid out as [[quote]] tables and the like; edit it by hand")
    return head, blocks


def _only(path: Path, text: str, name: str) -> Values:
    """What the one table of a block says."""
    match _value(path, text).get(name):
        case [dict() as entry]:
            return dict(entry)
    raise UsageError(f"{path}: is not laid out as [[{name}]] tables; edit it by hand")


def _value(path: Path, text: str) -> dict[str, Any]:
    try:
        return parse(text)
    except NoTomlError as error:
        raise UsageError(f"{path}: is not valid TOML: {error}; correct it first") from None


def _value_after(path: Path, head: str, blocks: list[_Block]) -> dict[str, Any]:
    value = _value(path, head)
    for block in blocks:
        value.setdefault(block.name, []).append(block.value)
    return value


def _apply(path: Path, blocks: list[_Block], proposal: Proposal) -> None:
    if proposal.speaker is not None:
        _add_speaker(blocks, proposal.speaker)
    if proposal.action == ADD:
        if _numbers(blocks, proposal.table, proposal.now):
            raise UsageError(f"{path}: has this already")
        blocks.insert(_place(path, blocks, proposal), _made(proposal.table, proposal.now))
        return
    indexes = _numbers(blocks, proposal.table, proposal.was)
    if not indexes:
        raise UsageError(f"{path}: no longer has what this is about; propose anew: quotediff check --update")
    if proposal.action == CHANGE:
        blocks[indexes[0]] = _edited(blocks[indexes[0]], proposal.now)
    else:
        del blocks[indexes[0]]
    _drop_speaker(blocks, proposal.was.get("speaker"))


def _numbers(blocks: list[_Block], name: str, value: Values) -> list[int]:
    """The numbers of the tables of a name that say just this."""
    return [n for n, block in enumerate(blocks) if (block.name, block.value) == (name, value)]


def _behind(blocks: list[_Block], name: str, default: int) -> int:
    """Behind the last table of a name; else at ``default``."""
    return max((n + 1 for n, block in enumerate(blocks) if block.name == name), default=default)


def _edited(block: _Block, now: Values) -> _Block:
    """The block with the keys that differ changed; comments beside them stay."""
    document = tomlkit.parse(block.text)
    table: Any = document[block.name]
    table = table[0]
    for key in block.value:
        if key not in now:
            del table[key]
    for key, value in now.items():
        if block.value.get(key) != value:
            table[key] = toml_value(value)
    return _Block(block.name, tomlkit.dumps(document), dict(now))


def _made(name: str, values: Values) -> _Block:
    document = tomlkit.document()
    entries = tomlkit.aot()
    entries.append(toml_table(values))
    document.add(name, entries)
    return _Block(name, tomlkit.dumps(document).rstrip("\n") + "\n", dict(values), new=True)


def _joined(head: str, blocks: list[_Block]) -> str:
    """The file, with an empty line at least before and behind a new table."""
    out = head
    near = False
    for block in blocks:
        if out and not out.endswith("\n"):
            out += "\n"
        if out != head and (near or block.new) and not _BLANK_LINE_AT_END.search(out):
            out += "\n"
        out += block.text
        near = block.new
    if near:
        out = out.rstrip("\n") + "\n"
    return out


def _version_text(path: Path) -> str:
    """The text of the version that a file of expected quotes is about; nothing if it cannot be read."""
    stem = path.name.removesuffix(QUOTES_SUFFIX)
    files = [path.with_name(stem + suffix) for suffix in VERSION_SUFFIXES]
    try:
        return read_path(str(next(file for file in files if file.exists()))).text
    except (StopIteration, InputError):
        return ""


def _place(path: Path, blocks: list[_Block], proposal: Proposal) -> int:
    """Where a new table goes: a quote before the next one in the text, all else behind its kind."""
    if proposal.table == "quote":
        text = _version_text(path)
        mine = _offset(text, proposal.now, len(text))
        for index, block in enumerate(blocks):
            if block.name == "quote" and _offset(text, block.value, -1) > mine:
                return index
    return _behind(blocks, proposal.table, len(blocks))


def _offset(text: str, values: Values, default: int) -> int:
    """Where a quote begins, by its first words, nearly; ``default`` if that cannot be found."""
    context = values.get("context")
    start = 0
    if isinstance(context, str) and (around := find(text, context)):
        start = around[0].start
    places = (place.start for words in contents(values)[:1] for place in find(text, words))
    return next((place for place in places if place >= start), default)


def _key(speaker: Values) -> object:
    """What quotes call a speaker by."""
    return speaker.get("key") or speaker.get("name")


def _add_speaker(blocks: list[_Block], speaker: Values) -> None:
    """Adds a speaker behind the last one, or above all quotes."""
    if _key(speaker) not in [_key(block.value) for block in blocks if block.name == "speaker"]:
        blocks.insert(_behind(blocks, "speaker", 0), _made("speaker", speaker))


def _drop_speaker(blocks: list[_Block], key: object) -> None:
    """Takes out a speaker whom no quote has any more, which would be an error."""
    if key in [None, *(block.value.get("speaker") for block in blocks if block.name == "quote")]:
        return
    blocks[:] = [block for block in blocks if (block.name, _key(block.value)) != ("speaker", key)]


def _read_again(path: Path, merged: str, blocks: list[_Block]) -> None:
    """Makes sure that what is to be written says what was meant."""
    value = _value(path, merged)
    wanted: dict[str, list[Values]] = {}
    for block in blocks:
        wanted.setdefault(block.name, []).append(block.value)
    if any(value.get(name) != entries for name, entries in wanted.items()):
        raise UsageError(f"{path}: cannot be edited without harm; edit it by hand")
