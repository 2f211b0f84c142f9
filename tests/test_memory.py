"""What the network remembers of a story: answers are the same with and without, in any thread."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import quotediff
from quotediff.extraction import memory
from quotediff.extraction.learned.network import Network, NetworkInput, network
from quotediff.extraction.memory import Memory, Remembered, memory_of, remembering
from quotediff.model import Document, Extract

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import synthetic  # noqa: E402 - of the scripts, which are no package


def stories() -> list[list[Document]]:
    """Stories of the corpus, and made-up ones in which paragraphs come, go and stand elsewhere."""
    names = ("storm-live-blog", "solvent-plant-fire", "council-meeting-transcript")
    folders = [sorted((ROOT / "corpus" / name).glob("v*.txt")) for name in names]
    found = [[quotediff.read(path) for path in paths] for paths in folders]
    by_story: dict[int, list[Document]] = {}
    for one in synthetic.made(40, 9):
        text = "\n\n".join((one.title, *one.paragraphs))
        by_story.setdefault(one.story, []).append(quotediff.read_text(text))
    return [*found, *by_story.values()]


def remembered(versions: list[Document]) -> list[Extract]:
    with remembering():
        return [quotediff.extract(version) for version in versions]


@pytest.mark.parametrize("limit", [memory.MAX_REMEMBERED_BYTES, 200_000, 0])
def test_extracts_are_the_same_with_and_without(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether much, little or nothing is remembered, every extract is equal to the one without."""
    monkeypatch.setattr(memory, "MAX_REMEMBERED_BYTES", limit)
    for versions in stories():
        assert remembered(versions) == [quotediff.extract(version) for version in versions]


def test_paragraphs_that_did_not_change_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a version that is read again the network reads nothing."""
    read: list[int] = []
    kind = type(network())
    real = kind._read_all  # noqa: SLF001 - what is counted

    def counting(self: Network, seen: NetworkInput) -> object:
        read.append(len(seen.lengths))
        return real(self, seen)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "_read_all", counting)
    path = ROOT / "corpus" / "solvent-plant-fire" / "v1.txt"
    with remembering():
        quotediff.extract(path)
        first = sum(read)
        quotediff.extract(path)
    assert first
    assert sum(read) == first


def test_threads_that_remember_do_not_share() -> None:
    """Each call has a memory of its own; answers in several threads are those of one."""
    told = stories()
    alone = [[quotediff.extract(version) for version in versions] for versions in told]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(remembered, told)) == alone
        with remembering():
            assert pool.submit(memory_of, "network").result() is None
            assert memory_of("network") is not None
    assert memory_of("network") is None


def test_what_is_remembered_is_bounded_and_of_one_network() -> None:
    """The oldest goes first; another network begins anew."""
    held: Remembered[str] = Remembered(3 * 600)
    for key in (b"a", b"b", b"c"):
        held.put(key, key.decode(), 100)
    assert held.get(b"a") == "a"
    held.put(b"d", "d", 100)
    assert (held.get(b"b"), held.get(b"a"), held.get(b"d")) == (None, "a", "d")
    held.put(b"large", "large", 10_000)
    assert held.get(b"large") is None
    one = Memory()
    one.forget("a network")
    one.rows.put(b"a", "a", 1)
    one.forget("another")
    assert one.rows.get(b"a") is None


def test_a_history_asks_the_network_less_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's history gives what it gave before, and asks the network less."""
    paths = sorted((ROOT / "corpus" / "storm-live-blog").glob("v*.txt"))
    extracts = [quotediff.extract(path) for path in paths]
    expected = quotediff.history(extracts)
    calls: list[int] = []
    real = Network._label  # noqa: SLF001 - what is counted

    def counting(self: Network, *arguments: object) -> object:
        calls.append(len(arguments[1]))  # type: ignore[arg-type]
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Network, "_label", counting)
    found = quotediff.history(paths)
    assert found == expected
    with_memory = sum(calls)
    calls.clear()
    for path in paths:
        quotediff.extract(path)
    assert with_memory < sum(calls)
