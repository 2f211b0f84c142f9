"""The steps below compare: words, the best choice, sentences, names."""

from __future__ import annotations

import random
from itertools import pairwise, product

import pytest
import strategies
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from notation import extract_of

from quotediff.align.assign import assign
from quotediff.align.normalize import NormalizedText, normalize
from quotediff.align.sentences import align
from quotediff.align.words import blocks, content_blocks, edits, longest_rise, slide_blocks
from quotediff.identity import Same, one_person, same_body, same_person
from quotediff.lang.inflection import spelling, stems
from quotediff.limits import MAX_BLOCK_CELLS
from quotediff.text.spans import Span
from quotediff.text.tokens import tokenize

ABBREVIATIONS = frozenset({"dec", "mr", "gen"})


def keys(text: str) -> list[str]:
    return [w.key for w in normalize(tokenize(text, ABBREVIATIONS)) if w.key]


# --- words as a reader compares them -------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "40 | forty",
        "1,500 | 1500 | fifteen hundred",
        "1.5 million | 1,500,000 | 1.5m",
        "$2.5 billion | $2.5bn | 2.5 billion dollars",
        "40 percent | 40% | 40 per cent | forty percent",
        "two hundred and fifty thousand | 250,000",
        "twenty-five | 25",
        "a dozen | twelve | 12",
        "half a million | 500,000",
        "11th | eleventh",
        "two-thirds | two thirds",
        "Dec. 5, 2016 | December 5, 2016 | 5 December 2016 | December 5th, 2016",
        "Dec. 5 | the 5th of December | 5 December",
        "2 p.m. | 2pm | 2 pm",
        "2:30 p.m. | 2:30pm",
        "7.30pm | 7:30 p.m. | 7:30pm | 19:30",
        "7.00pm | 7 p.m.",
        "20/30 euros | 20 / 30 euros | 20 /30 euros",
        "$40 | $ 40 | US$40 | 40 dollars",
        "€5 | € 5 | 5 € | 5 euros",
        "one-in-four | one in four | 1 in 4 | 1-in-4",
        "two-to-one | 2 to 1",
        "34-year-old | 34 year old | thirty-four-year-old",
        "a three-year deal | a 3-year deal",
        "a $1.5-million deal | a $1.5 million deal",
        "21st-century | twenty-first century",
        "a 40-percent cut | a 40% cut",
        "organisation | organization",
        "colourful | colorful",
        "the US | the U.S.",
        "Gen. Abel | General Abel",
        "Mr. Abel | Mr Abel | Abel",
    ],
)
def test_one_thing_in_two_writings_has_one_key(line: str) -> None:
    found = {
        tuple(k for k in keys(f"there {side} there") if k not in ("the", "there"))
        for side in line.split(" | ")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "line",
    [
        "40 | 45",
        "1.5 million | 1.5 billion",
        "$40 | £40",
        "40 | 40 percent",
        "Dec. 5 | Dec. 15",
        "Dec. 5, 2016 | Dec. 5, 2017",
        "nineteen sixteen | thirty-five",
        "2 p.m. | 2 a.m.",
        "20/30 | 20/40",
        "7:30 | 19:30",
        "1 in 4 | 4 in 1",
        "34-year-old | 43-year-old",
        "$ 40 | € 40",
        "the U.S. | us",
        "surprised | surprized",
    ],
)
def test_two_things_have_two_keys(line: str) -> None:
    one, other = line.split(" | ")
    assert keys(f"there {one} there") != keys(f"there {other} there")


@pytest.mark.parametrize(
    "word", ["surprise", "exercising", "advised", "supervisor", "otherwise", "reprised", "premises"]
)
def test_words_that_have_no_form_in_ize_are_left_alone(word: str) -> None:
    assert spelling(word) == word


@pytest.mark.parametrize(
    "line", ["refuse refused refuses refusing", "stop stopped stopping", "go went gone", "city cities"]
)
def test_forms_of_a_word_share_a_stem(line: str) -> None:
    assert len({stems(word) for word in line.split()}) == 1


@given(st.text(alphabet="0123456789,.:/$%-aftdhnmiloy \n\"'’“[]()…", max_size=60))
def test_words_are_in_order_and_within_the_text(text: str) -> None:
    found = normalize(tokenize(text))
    at = 0
    for word in found:
        assert at <= word.start < word.end <= len(text)
        at = word.end


@pytest.mark.parametrize(
    "word", ["one-two", "nine-eleven", "twenty-twenty", "a-one", "half-half", "ten-million-one"]
)
def test_hyphenated_number_words_that_are_no_number_end(word: str) -> None:
    assert len(keys(f"the {word} punch")) == 3


def test_a_number_of_very_many_digits_is_no_arithmetic() -> None:
    assert keys("9" * 5000) == ["#" + "9" * 5000]


ITEMS = st.lists(st.sampled_from("abc"), max_size=14)


@given(ITEMS, ITEMS, st.integers(0, 7))
def test_what_is_moved_to_a_better_place_still_makes_the_new_of_the_old(
    old: list[str], new: list[str], favorite: int
) -> None:
    def worth(first: int, _last: int) -> int:
        return first % 8 == favorite

    found = slide_blocks(blocks(old, new), old, new, worth, worth)
    at = (0, 0)
    for block in found:
        assert (block.i1, block.j1) == at
        at = (block.i2, block.j2)
        if block.op == "equal":
            assert old[block.i1 : block.i2] == new[block.j1 : block.j2]
    assert at == (len(old), len(new))
    equal = sum(b.i2 - b.i1 for b in found if b.op == "equal")
    assert equal == sum(b.i2 - b.i1 for b in blocks(old, new) if b.op == "equal")


def test_a_stretch_left_out_is_put_where_it_is_worth_most() -> None:
    old, new = list("xaybxazb"), list("xazb")

    def at_start(first: int, _last: int) -> bool:
        return first == 0

    found = slide_blocks(blocks(old, new), old, new, at_start, at_start)
    assert (found[0].op, found[0].i1, found[0].i2) == ("delete", 0, 4)


# --- edits ---------------------------------------------------------------------------------------------


@given(strategies.articles(), strategies.articles())
def test_edits_hold_both_sides_to_the_last_space(old: str, new: str) -> None:
    found = edits(old, new)
    assert "".join(e.old for e in found) == old
    assert "".join(e.new for e in found) == new
    for edit in found:
        same = edit.old.lower().split() == edit.new.lower().split()
        both = bool(edit.old and edit.new)
        shape = {"equal": same and both, "insert": not edit.old, "delete": not edit.new}
        assert shape.get(edit.op, both), edit
    assert all(a.op != b.op for a, b in pairwise(found))
    assert edits(old, new) == found


def test_edits_are_of_whole_words() -> None:
    found = [(e.op, e.old, e.new) for e in edits("he said 40 were hurt", "he claimed 45 were hurt")]
    assert found == [
        ("equal", "he ", "he "),
        ("replace", "said 40", "claimed 45"),
        ("equal", " were hurt", " were hurt"),
    ]


def shown(old: str, new: str) -> str:
    """The edits on one line, as git's word diff has them."""
    return "".join(
        e.new if e.op == "equal" else f"[-{e.old}-]" * bool(e.old) + f"{{+{e.new}+}}" * bool(e.new)
        for e in edits(old, new)
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "The old bridge must go",
            "The bridge of the miners must go",
            "The [-old -]bridge {+of the miners +}must go",
        ),
        (
            "Our new hall is on fire",
            "Our hall by the river is on fire",
            "Our [-new -]hall {+by the river +}is on fire",
        ),
        (
            "Red, blue, green and white boats",
            "Black, red, blue and green boats",
            "{+Black, +}red, blue[-,-]{+ and+} green [-and white -]boats",
        ),
        ("Old bridges fall", "Bridges fall", "[-Old -]Bridges fall"),
        ("It rained, but we ran", "It rained. But we ran", "It rained[-,-]{+.+} But we ran"),
        ("a small\nroof", "a roof", "a [-small\n-]roof"),
        ("Red boats came", "red boats came", "[-Red-]{+red+} boats came"),
        ("police in the north", "the mayor of Orr", "[-police in the north-]{+the mayor of Orr+}"),
    ],
)
def test_a_word_that_stayed_is_not_shown_as_gone_and_come(old: str, new: str, line: str) -> None:
    assert shown(old, new) == line


def test_edits_of_passages_tell_where_they_stand_and_end_with_their_spans() -> None:
    text = 'He said "We will go, all of us," on Monday. "It is late."'
    other = 'He said "We will all go. It is far too late."'
    olds = [Span(text.index(w), text.index(w) + len(w)) for w in ("We will go, all of us,", "It is late.")]
    news = [Span(other.index("We"), other.index('."') + 1)]
    old, new = (" ".join(t[s.start : s.end] for s in spans) for t, spans in ((text, olds), (other, news)))
    found = edits(old, new, olds, news)
    assert "".join(e.old for e in found) == old
    assert "".join(e.new for e in found) == new
    for edit in found:
        for words, span, whole in ((edit.old, edit.old_span, text), (edit.new, edit.new_span, other)):
            assert (span is None) == (not words)
            assert span is None or whole[span.start : span.end] in (words, words.rstrip())
        spot = edit.old_span
        assert spot is None or any(s.start <= spot.start <= spot.end <= s.end for s in olds)


def test_words_of_no_text_have_no_place() -> None:
    assert {e.old_span for e in edits("a b", "a c")} == {None}


def test_content_is_kept_before_small_words() -> None:
    old, new = ["red", "blue", "green", "and", "white"], ["black", "red", "blue", "and", "green"]
    kept = [old[b.i1 : b.i2] for b in content_blocks(old, new) if b.op == "equal"]
    assert kept == [["red", "blue"], ["green"]]


def test_very_long_and_very_unlike_passages_keep_what_is_the_same() -> None:
    old = " ".join(f"old{n} anchor{n}" for n in range(2000))
    new = " ".join(f"new{n} anchor{n}" for n in range(2000))
    assert MAX_BLOCK_CELLS > 4000 * 4000
    found = edits(old, new)
    assert "".join(e.old for e in found) == old
    assert "".join(e.new for e in found) == new
    assert sum(e.op == "equal" for e in found) > 1900


@given(st.lists(st.integers(0, 5), max_size=30), st.lists(st.integers(0, 5), max_size=30))
def test_blocks_cover_both_sides_without_a_gap(old: list[int], new: list[int]) -> None:
    i = j = 0
    for block in blocks(old, new):
        assert (block.i1, block.j1) == (i, j)
        assert (block.op == "equal") == (old[block.i1 : block.i2] == new[block.j1 : block.j2])
        i, j = block.i2, block.j2
    assert (i, j) == (len(old), len(new))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), max_size=9))
def test_the_heaviest_rise_is_the_heaviest(items: list[tuple[int, int]]) -> None:
    values = [v for v, _ in items]
    weights = [float(w) for _, w in items]
    found = longest_rise(values, weights)
    assert all(values[a] < values[b] for a, b in pairwise(found))
    best = 0.0
    for chosen in product((0, 1), repeat=len(items)):
        picked = [k for k, c in enumerate(chosen) if c]
        if all(values[a] < values[b] for a, b in pairwise(picked)):
            best = max(best, sum(weights[k] for k in picked))
    assert sum(weights[k] for k in found) == best


# --- the best one-to-one choice -------------------------------------------------------------------------


def best_sum(rows: list[dict[int, float]], used: frozenset[int] = frozenset()) -> float:
    if not rows:
        return 0.0
    rest = best_sum(rows[1:], used)
    return max([rest, *(w + best_sum(rows[1:], used | {j}) for j, w in rows[0].items() if j not in used)])


WEIGHTS = st.sampled_from([0.1, 0.2, 0.35, 0.5, 0.9])


@given(st.lists(st.dictionaries(st.integers(0, 4), WEIGHTS, max_size=5), max_size=5))
def test_no_other_choice_weighs_more(rows: list[dict[int, float]]) -> None:
    chosen = assign(rows)
    taken = [j for j in chosen.partner if j >= 0]
    assert len(taken) == len(set(taken))
    assert chosen.exact
    total = sum(rows[i][j] for i, j in enumerate(chosen.partner) if j >= 0)
    assert total == pytest.approx(best_sum(rows))


def test_a_choice_that_takes_too_much_work_is_said_to_be_near_only() -> None:
    rng = random.Random(7)  # noqa: S311 - a fixed sequence, nothing secret
    rows = [{j: rng.random() for j in range(60)} for _ in range(60)]
    whole = assign(rows, most_search=100_000)
    assert whole.exact
    for near in (assign(rows, most_work=2000), assign(rows, most_search=100)):
        assert not near.exact
        assert len(set(near.partner)) == len(rows)
        weigh = [sum(rows[i][j] for i, j in enumerate(c.partner) if j >= 0) for c in (whole, near)]
        assert weigh[0] / 2 <= weigh[1] <= weigh[0]


def test_where_each_choice_moves_others_along_the_work_grows_with_the_story() -> None:
    def work(n: int) -> int:
        near = [range(max(0, i - 5), min(n - 20, i + 5)) for i in range(n, 0, -1)]
        return assign([{j: 1 - abs(n - i - j) / n / 100 for j in row} for i, row in enumerate(near)]).work

    assert work(400) < 3 * work(200)


def test_the_work_grows_with_the_story_while_conflicts_stay_local() -> None:
    def work(n: int) -> int:
        return assign([{j: 1 / (1 + abs(i - j)) for j in range(max(0, i - 3), i + 4)} for i in range(n)]).work

    assert work(4000) < 2.5 * work(2000)


# --- sentences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", read_cases("alignment"))
def test_each_sentence_has_the_one_it_became(case: Case) -> None:
    old, new = (extract_of(side.replace("\n", "\n\n")) for side in case.article.split("\n====\n"))
    found = []
    for p in align(NormalizedText(old), NormalizedText(new)).pairs:
        sides = [" ".join(str(k + 1) for k in side) or "-" for side in (p.old, p.new)]
        found.append(" : ".join(sides) + (" moved" if p.moved else ""))
    assert sorted(found) == sorted(case.bullets)


# --- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jane Doe", "Jane Doe", Same.YES),
        ("Sen. Jane Doe", "Doe", Same.YES),
        ("Jane A. Doe", "J. Doe", Same.YES),
        ("Bill Poe", "William Poe", Same.YES),
        ("Mr. Doe Jr.", "Doe", Same.YES),
        ("Jane Doe", "John Doe", Same.NO),
        ("Jane Doe", "Jane Roe", Same.NO),
        ("Katherine Jonson", "Katherine Johnson", Same.RESPELLED),
        ("Mohammed Ali Nour", "Muhammad Ali Nour", Same.RESPELLED),
        ("Abdurrahman", "Abdulrahman", Same.RESPELLED),
        ("Poe", "Roe", Same.NO),
        ("W.H. Poe", "William Henry Poe", Same.YES),
        ("A.L. Poe", "A. L. Poe", Same.YES),
        ("Ms. Quintero", "Rosa Quintero Vidal", Same.YES),
        ("Peter Daly Sr.", "Peter Daly Jr.", Same.NO),
        ("Ann Roe-Poe", "Ann Poe", Same.RESPELLED),
        ("Ann Roe-Poe", "Peter Poe", Same.NO),
        ("Anthony “Tug” Poe", "Tug Poe", Same.YES),
        ("John Poe", "Joan Poe", Same.NO),
    ],
)
def test_two_names_are_one_person_or_two(one: str, other: str, same: Same) -> None:
    assert same_person(one, other) == same
    assert same_person(other, one) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("katarina lindqvist", "katerina lindqvist", True),
        ("gerhard mattheson", "gerhard matthesen", True),
        ("erik dahl", "erika dahl", False),
        ("paul hansen", "peter hanson", False),
        ("emil brandt", "emil brandt jr.", False),
        ("emil brandt", "emil brandt sr.", True),
        ("w.h. poe", "william henry poe", True),
        ("liz poe", "elizabeth poe", True),
        ("ann poe", "ann roe-poe", True),
        ("melba acosta", "melba acosta febo", True),
    ],
)
def test_two_names_in_one_article_are_one_person_or_two(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a parameter
    assert one_person(one.split(), other.split()) is same
    assert one_person(other.split(), one.split()) is same


def test_a_surname_that_two_people_bear_is_nobody_s_for_sure() -> None:
    assert same_person("Doe", "Jane Doe", frozenset({"doe"})) == Same.NO


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Syrian military", "Syria's military", Same.YES),
        ("the military", "the Syrian military", Same.YES),
        ("the Free Syrian Army", "FSA", Same.YES),
        ("the Ministry of Defense", "the ministry", Same.YES),
        ("the Ministry of Defense", "the Ministry of Health", Same.NO),
        ("Northern Rail", "Southern Rail", Same.NO),
    ],
)
def test_two_names_are_one_body_or_two(one: str, other: str, same: Same) -> None:
    assert same_body(one, other) == same
    assert same_body(other, one) == same
