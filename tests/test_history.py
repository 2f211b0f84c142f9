"""Traces each quote through all versions: hand-made cases, laws, the corpus."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import laws
import pytest
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from notation import extract_of
from strategies import Draft, stories, told

import quotediff
from quotediff import api
from quotediff.errors import UsageError
from quotediff.model import Extract, Severity
from quotediff.tracing import compared as comparing
from quotediff.tracing import texts, trace
from quotediff.versions import History, Outcome, QuoteState

ROOT = Path(__file__).parent.parent


def words(history: History, states: tuple[QuoteState, ...]) -> str:
    """All that the quotes of a traced quote say, in any version."""
    found = []
    for extract, state in zip(history.versions, states, strict=True):
        found += [q.content.text for q in extract.quotes if q.id in state.quotes]
    return " ".join(found)


@pytest.mark.parametrize("case", read_cases("history"))
def test_each_quote_is_traced_as_a_reader_traces_it(case: Case) -> None:
    found = api.history([extract_of(version) for version in case.article.split("\n====\n")])
    rows = [
        (words(found, traced.states), [", ".join(c.outcomes) for c in traced.states])
        for traced in found.quotes
    ]
    left = list(rows)
    for begins, *outcomes in case.rows:
        match = next((row for row in left if begins in row[0] and row[1] == outcomes), None)
        assert match is not None, f"{begins}: {outcomes} is not among {rows}"
        left.remove(match)
    assert left == []


# --- laws ----------------------------------------------------------------------------------------------


def versions(*drafts: Draft) -> list[Extract]:
    return [extract_of(told(draft), f"v{n}.txt") for n, draft in enumerate(drafts, 1)]


def counted(history: History, version: int) -> Counter[Outcome]:
    return Counter(outcome for traced in history.quotes for outcome in traced.states[version].outcomes)


@given(stories, st.integers(2, 4))
def test_a_story_sent_again_leaves_every_quote_alone(story: Draft, times: int) -> None:
    found = api.history(versions(*[story] * times))
    assert all(c.outcomes == (Outcome.UNCHANGED,) for traced in found.quotes for c in traced.states[1:])
    assert all(traced.states[0].outcomes == (Outcome.INTRODUCED,) for traced in found.quotes)


@given(stories, stories)
def test_two_versions_have_the_history_that_compare_tells(old: Draft, new: Draft) -> None:
    both = versions(old, new)
    compared = api.compare(*both)
    found = api.history(both)
    (step,) = found.steps
    of_quotes = {c for traced in found.quotes for state in traced.states for c in state.changes}
    assert Counter(of_quotes) + Counter(step.changes) == Counter(compared.changes)
    assert (step.pairs, step.summary, step.problems) == (compared.pairs, compared.summary, compared.problems)
    if compared.summary.keys() & {"QD404", "QD406"}:
        return  # nothing else is reported
    gone = [i for c in compared.changes if c.code in ("QD302", "QD303") for i in c.old_quotes]
    dropped = [
        traced.states[0].quotes for traced in found.quotes if Outcome.DROPPED in traced.states[1].outcomes
    ]
    assert sorted(i for ids in dropped for i in ids) == sorted(gone)
    come = [i for c in compared.changes if c.code in ("QD301", "QD305", "QD306") for i in c.new_quotes]
    introduced = [
        traced.states[1] for traced in found.quotes if Outcome.INTRODUCED in traced.states[1].outcomes
    ]
    assert sorted(i for state in introduced for i in state.quotes) == sorted(come)


@given(st.lists(stories, min_size=2, max_size=4))
def test_every_quote_of_every_version_is_of_one_life(drafts: list[Draft]) -> None:
    all_versions = versions(*drafts)
    found = api.history(all_versions)
    laws.hold_history(found)
    for pair, step in zip(pairwise(all_versions), found.steps, strict=True):
        assert step.pairs == api.compare(*pair).pairs
        assert step.summary == api.compare(*pair).summary


@given(stories, st.lists(st.integers(0, 6), min_size=1, max_size=3))
def test_in_the_other_order_what_was_dropped_is_introduced(story: Draft, cuts: list[int]) -> None:
    drafts = [story]
    for cut in cuts:
        drafts.append([*drafts[-1][:cut], *drafts[-1][cut + 1 :]])
    there, back = api.history(versions(*drafts)), api.history(versions(*drafts[::-1]))
    last = len(drafts) - 1
    for k in range(last):
        forth = counted(there, k + 1)[Outcome.DROPPED]
        assert forth == counted(back, last - k)[Outcome.INTRODUCED]


def test_a_quote_that_comes_back_is_not_told_as_new_by_a_different_way_of_pairing() -> None:
    """What returns is paired as compare pairs the version it was last in with the one it is back in."""
    one = '<1>"The dam must go, and soon,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.'
    two = "Rain fell on the valley for a third day."
    three = '<1>"The dam must go, and very soon,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.'
    first, gap, third = (extract_of(v) for v in (f"{one}\n\n{two}", two, f"{two}\n\n{three}"))
    (traced,) = api.history([first, gap, third]).quotes
    back = traced.states[2]
    assert (back.since, back.outcomes) == (0, (Outcome.RESTORED, Outcome.EDITED))
    direct = [c for c in api.compare(first, third).changes if c.code.startswith("QD1")]
    assert [c for c in back.changes if c.code.startswith("QD1")] == direct


def test_what_is_not_reported_makes_no_state_and_whether_it_is_there_does_not_depend_on_it() -> None:
    old = extract_of('<1>"The dam must go,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.\n\nRain fell on the valley.')
    edited = extract_of(
        '<1>"The dam may go,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.\n\nRain fell on the valley.'
    )
    bare = extract_of("Rain fell on the valley.")
    (traced,) = api.history([old, edited, bare], ignore=["QD1", "QD3"]).quotes
    assert [c.outcomes[0] for c in traced.states] == [Outcome.INTRODUCED, Outcome.UNCHANGED, Outcome.DROPPED]
    (loud,) = api.history([old, edited, bare], severity={"QD102": Severity.NOTE}).quotes
    assert [c.severity for c in loud.states[1].changes] == [Severity.NOTE]


def test_changes_of_the_whole_story_are_told_of_the_step() -> None:
    old = extract_of('<1>"The plant will close,"</1> <1s>owner Max Reed</1s> <1c>said</1c>.')
    kill = extract_of("BULLETIN KILL\n\nKill the story on the plant. A kill is mandatory.")
    (step,) = api.history([old, kill]).steps
    assert [c.code for c in step.changes] == ["QD404"]


@pytest.mark.parametrize("number", [0, 1])
def test_one_version_has_no_history(number: int) -> None:
    with pytest.raises(UsageError, match="one version has no history"):
        api.history([extract_of("Rain fell.")] * number)


def test_lives_stand_in_the_order_in_which_they_begin() -> None:
    one = '<1>"The dam must go,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.'
    two = '<2>"Nobody asked the fish about it,"</2> <2s>Roy Webb</2s> <2c>said</2c>.'
    found = api.history([extract_of(one), extract_of(f"{two}\n\n{one}")])
    assert [(traced.id, words(found, traced.states)[:6]) for traced in found.quotes] == [
        ("h1", "The da"),
        ("h2", "Nobody"),
    ]


# --- the corpus ----------------------------------------------------------------------------------------


LONG = sorted(path.parent for path in (ROOT / "corpus").glob("*/v3.txt"))[:10]


def came(history: History, version: int) -> list[str]:
    """The ids of the quotes that a version has and the one before has not."""
    states = [traced.states[version] for traced in history.quotes]
    new = (Outcome.INTRODUCED, Outcome.RESTORED)
    return sorted(i for c in states if c.outcomes[0] in new for i in c.quotes)


def went(history: History, version: int) -> list[str]:
    """The ids, in the version before, of the quotes that a version has dropped."""
    pairs = [(traced.states[version - 1], traced.states[version]) for traced in history.quotes]
    return sorted(i for before, now in pairs if Outcome.DROPPED in now.outcomes for i in before.quotes)


@pytest.mark.parametrize("folder", LONG, ids=lambda p: p.name)
def test_the_laws_hold_of_real_copy(folder: Path) -> None:
    read = [api.extract(api.read(path)) for path in sorted(folder.glob("v*.txt"))]
    again = api.history([read[0]] * 3)
    assert all(c.outcomes == (Outcome.UNCHANGED,) for traced in again.quotes for c in traced.states[1:])
    there, back = api.history(read), api.history(read[::-1])
    last = len(read) - 1
    for k in range(1, last + 1):
        assert went(there, k) == came(back, last - k + 1)
        assert came(there, k) == went(back, last - k + 1)


def test_an_attribution_that_goes_and_comes_back_in_the_corpus() -> None:
    paths = sorted((ROOT / "corpus" / "anatolia-earthquake").glob("v*.txt"))
    found = api.history([api.extract(api.read(path)) for path in paths])
    (traced,) = [x for x in found.quotes if "two children" in words(found, x.states)]
    assert [c.outcomes for c in traced.states] == [
        (Outcome.INTRODUCED,),
        (Outcome.EDITED,),
        (Outcome.ATTRIBUTION_CHANGED,),
        (Outcome.ATTRIBUTION_CHANGED,),
    ]
    assert [len(c.quotes) for c in traced.states] == [1, 1, 0, 1]
    span = traced.states[2].span
    assert span is not None
    text = found.versions[2].document.text[span.start : span.end]
    assert text == "Two children were alive under a collapsed apartment block"


def test_versions_are_compared_with_earlier_ones_only_for_what_may_have_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = extract_of('<1>"The dam must go,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.\n\nRain fell on the valley.')
    none = extract_of("Rain fell on the valley.")
    calls = 0
    real = comparing.compared

    def counting(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(comparing, "compared", counting)
    (traced,) = api.history([one, *[none] * 20, one]).quotes
    assert (traced.states[-1].outcomes, traced.states[-1].since) == ((Outcome.RESTORED,), 0)
    assert calls == 21 + 1


def test_versions_that_are_packed_away_are_traced_as_if_they_were_at_hand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A story whose versions are packed is traced to the same states and steps."""
    extracts = [quotediff.extract(path) for path in sorted((ROOT / "corpus/storm-live-blog").glob("v*.txt"))]
    versions = [*extracts, extracts[0], extracts[-1]]

    def traced() -> History:
        return trace(versions, lambda a, b: comparing.compared(a, b, lambda _: True, {}), bare=True)

    whole = traced()
    monkeypatch.setattr(texts, "MAX_HELD_TOKENS", 0)
    assert traced() == whole
    assert not any(extract.tokens for extract in whole.versions)


def test_the_same_ids_in_two_versions_are_not_confused() -> None:
    one = extract_of('<1>"The dam must go,"</1> <1s>Ida Wolf</1s> <1c>said</1c>.')
    other = extract_of('<1>"Shares fell by a tenth,"</1> <1s>Roy Webb</1s> <1c>said</1c>.')
    assert len(api.history([one, other]).quotes) == 2
