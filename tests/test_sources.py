"""What each speaker is given to say: hand-made cases, laws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import laws
import pytest
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from notation import extract_of
from samples import OLD, document, quote
from samples import extract as sample
from strategies import Draft, stories, told

from quotediff import api
from quotediff.errors import UsageError
from quotediff.model import Kind
from quotediff.versions import SpeakerChange, SpeakerHistory, SpeakerShare

ROOT = Path(__file__).parent.parent


def name(entry: SpeakerShare) -> str:
    return entry.speaker.name if entry.speaker else "?"


def one(entry: SpeakerShare) -> tuple[str, ...]:
    kind = entry.speaker.kind.value if entry.speaker else "?"
    numbers = (len(entry.quotes), entry.words, entry.marked, entry.first, entry.last)
    return (name(entry), kind, *map(str, numbers))


def cell(entry: SpeakerShare | None) -> str:
    if entry is None:
        return "-"
    number = len(entry.quotes)
    return f"{number} quote{'s' * (number > 1)}, {entry.words} words"


def change(what: SpeakerChange) -> str:
    told_ = f": {what.old or 'nothing'} to {what.new or 'nothing'}" if what.old or what.new else ""
    return f"{what.version + 1} {what.what}{told_}"


def several(traced: SpeakerHistory) -> tuple[str, ...]:
    last = [v for v in traced.shares if v][-1]
    return (name(last), *map(cell, traced.shares), ", ".join(map(change, traced.changes)))


@pytest.mark.parametrize("case", read_cases("sources"))
def test_each_speaker_has_the_share_that_a_reader_counts(case: Case) -> None:
    versions = [extract_of(version) for version in case.article.split("\n====\n")]
    if len(versions) == 1:
        assert tuple(one(share) for share in api.sources(versions[0]).speakers) == case.rows
    else:
        assert tuple(several(traced) for traced in api.sources_history(versions).speakers) == case.rows


# --- laws ----------------------------------------------------------------------------------------------


@given(stories)
def test_every_quote_is_of_one_voice_and_the_shares_are_the_whole(story: Draft) -> None:
    laws.hold_sources(api.sources(extract_of(told(story))))


@given(stories, st.integers(2, 4))
def test_a_story_sent_again_shifts_nobody(story: Draft, times: int) -> None:
    extract = extract_of(told(story))
    found = api.sources_history([extract] * times)
    assert [traced.changes for traced in found.speakers] == [()] * len(found.speakers)
    assert all(traced.shares == traced.shares[:1] * times for traced in found.speakers)


@given(st.lists(stories, min_size=2, max_size=4))
def test_every_voice_of_every_version_is_of_one_speaker(drafts: list[Draft]) -> None:
    laws.hold_sources_history(api.sources_history([extract_of(told(t)) for t in drafts]))


@given(stories, st.integers(0, 6))
def test_in_the_other_order_who_was_dropped_is_introduced(story: Draft, cut: int) -> None:
    both = [extract_of(told(story)), extract_of(told([*story[:cut], *story[cut + 1 :]]))]
    there, back = (
        sorted(
            repr(v)
            for traced in api.sources_history(order).speakers
            for v in traced.shares
            if v and any(s.what == what for s in traced.changes)
        )
        for order, what in ((both, "dropped"), (both[::-1], "introduced"))
    )
    assert there == back


def test_quotes_without_a_word_share_by_their_number() -> None:
    text = '"?!" asked Bob.'
    bare = replace(sample(OLD), document=document(text), quotes=(quote(text, "q1", "?!"),))
    assert [(v.words, v.share) for v in api.sources(bare).speakers] == [(0, 1.0)]


@pytest.mark.parametrize("number", [0, 1])
def test_one_version_has_no_history(number: int) -> None:
    with pytest.raises(UsageError, match="one version has no history"):
        api.sources_history([extract_of("Rain fell.")] * number)


def test_words_of_a_quote_within_a_quote_are_both_speakers() -> None:
    text = 'X\n\n"She said it would hold, and it did," Roy said.'
    outer = quote(text, "q1", "She said it would hold, and it did,", speaker="s1")
    inner = quote(text, "q2", "it would hold", speaker="s2", kind=Kind.INDIRECT, within="q1")
    both = replace(sample(OLD), document=document(text), quotes=(outer, inner))
    found = [(v.words, v.marked, round(v.share, 3)) for v in api.sources(both).speakers]
    assert found == [(8, 8, 0.727), (3, 0, 0.273)]


def test_the_corpus_has_its_speakers() -> None:
    paths = sorted((ROOT / "corpus" / "anatolia-earthquake").glob("v*.txt"))
    found = api.sources_history([api.extract(api.read(path)) for path in paths])
    (baker,) = [traced for traced in found.speakers if any(v and "Nurcan" in name(v) for v in traced.shares)]
    assert [len(v.quotes) if v else 0 for v in baker.shares] == [1, 1, 1, 1]
    assert baker.changes == (SpeakerChange(2, "name", "Nurcan Şimşek", "Nurcan Simsek"),)
