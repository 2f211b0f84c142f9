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
from strategies import Told, stories, told

from quotediff import api
from quotediff.errors import UsageError
from quotediff.model import Kind
from quotediff.versions import Shift, SpeakerLife, Voice

ROOT = Path(__file__).parent.parent


def name(voice: Voice) -> str:
    return voice.speaker.name if voice.speaker else "?"


def one(voice: Voice) -> tuple[str, ...]:
    kind = voice.speaker.kind.value if voice.speaker else "?"
    numbers = (len(voice.quotes), voice.words, voice.marked, voice.first, voice.last)
    return (name(voice), kind, *map(str, numbers))


def cell(voice: Voice | None) -> str:
    if voice is None:
        return "-"
    number = len(voice.quotes)
    return f"{number} quote{'s' * (number > 1)}, {voice.words} words"


def shift(what: Shift) -> str:
    told_ = f": {what.old or 'nothing'} to {what.new or 'nothing'}" if what.old or what.new else ""
    return f"{what.version + 1} {what.what}{told_}"


def several(life: SpeakerLife) -> tuple[str, ...]:
    last = [v for v in life.voices if v][-1]
    return (name(last), *map(cell, life.voices), ", ".join(map(shift, life.shifts)))


@pytest.mark.parametrize("case", read_cases("sources"))
def test_sources(case: Case) -> None:
    versions = [extract_of(version) for version in case.article.split("\n====\n")]
    if len(versions) == 1:
        assert tuple(one(voice) for voice in api.sources(versions[0]).voices) == case.rows
    else:
        assert tuple(several(life) for life in api.sources_history(versions).speakers) == case.rows


# --- laws ----------------------------------------------------------------------------------------------


@given(stories)
def test_every_quote_is_of_one_voice_and_the_shares_are_the_whole(story: Told) -> None:
    laws.hold_sources(api.sources(extract_of(told(story))))


@given(stories, st.integers(2, 4))
def test_a_story_sent_again_shifts_nobody(story: Told, times: int) -> None:
    extract = extract_of(told(story))
    found = api.sources_history([extract] * times)
    assert [life.shifts for life in found.speakers] == [()] * len(found.speakers)
    assert all(life.voices == life.voices[:1] * times for life in found.speakers)


@given(st.lists(stories, min_size=2, max_size=4))
def test_every_voice_of_every_version_is_of_one_speaker(tellings: list[Told]) -> None:
    laws.hold_sources_history(api.sources_history([extract_of(told(t)) for t in tellings]))


@given(stories, st.integers(0, 6))
def test_in_the_other_order_who_was_dropped_is_introduced(story: Told, cut: int) -> None:
    both = [extract_of(told(story)), extract_of(told([*story[:cut], *story[cut + 1 :]]))]
    there, back = (
        sorted(
            repr(v)
            for life in api.sources_history(order).speakers
            for v in life.voices
            if v and any(s.what == what for s in life.shifts)
        )
        for order, what in ((both, "dropped"), (both[::-1], "introduced"))
    )
    assert there == back


def test_quotes_without_a_word_share_by_their_number() -> None:
    text = '"?!" asked Bob.'
    bare = replace(sample(OLD), document=document(text), quotes=(quote(text, "q1", "?!"),))
    assert [(v.words, v.share) for v in api.sources(bare).voices] == [(0, 1.0)]


@pytest.mark.parametrize("number", [0, 1])
def test_one_version_has_no_history(number: int) -> None:
    with pytest.raises(UsageError, match="one version has no history"):
        api.sources_history([extract_of("Rain fell.")] * number)


def test_words_of_a_quote_within_a_quote_are_both_speakers() -> None:
    text = 'X\n\n"She said it would hold, and it did," Roy said.'
    outer = quote(text, "q1", "She said it would hold, and it did,", speaker="s1")
    inner = quote(text, "q2", "it would hold", speaker="s2", kind=Kind.INDIRECT, within="q1")
    both = replace(sample(OLD), document=document(text), quotes=(outer, inner))
    found = [(v.words, v.marked, round(v.share, 3)) for v in api.sources(both).voices]
    assert found == [(8, 8, 0.727), (3, 0, 0.273)]


def test_the_corpus_has_its_speakers() -> None:
    paths = sorted((ROOT / "corpus" / "anatolia-earthquake").glob("v*.txt"))
    found = api.sources_history([api.extract(api.read(path)) for path in paths])
    (baker,) = [life for life in found.speakers if any(v and "Nurcan" in name(v) for v in life.voices)]
    assert [len(v.quotes) if v else 0 for v in baker.voices] == [1, 1, 1, 1]
    assert baker.shifts == (Shift(2, "name", "Nurcan Şimşek", "Nurcan Simsek"),)
