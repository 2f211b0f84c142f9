"""What two versions differ in: tests/cases/compare.md, and what holds of any two versions."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

import laws
import pytest
from casefiles import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from notation import extract_of
from strategies import Draft, said, stories, told

from quotediff.align.normalize import NormalizedText
from quotediff.align.quotes import quote_content
from quotediff.api import compare, extract, history, read, read_bytes, sources_history
from quotediff.changes.sides import ComparedVersion, PairSide
from quotediff.comparison import Comparison
from quotediff.model import Kind


@pytest.mark.parametrize("case", read_cases("compare"))
def test_two_versions_have_the_changes_that_a_reader_reports(case: Case) -> None:
    old, new = (extract_of(side) for side in case.article.split("\n====\n"))
    notes = any(bullet.startswith("QD4") for bullet in case.bullets)
    select = ["QD", "QD401"] if notes else None  # QD401 is hidden unless asked for
    assert_found(case.bullets, [f"{c.code} {c.message}" for c in compare(old, new, select=select).changes])


@pytest.mark.parametrize("case", read_cases("versions"))
def test_two_versions_of_a_story_have_the_changes_that_a_reader_reports(case: Case) -> None:
    old, new = (extract(read_bytes(copy.encode())) for copy in case.article.split("====\n"))
    there, back = compare(old, new), compare(new, old)
    assert_found(case.bullets, [f"{c.code} {c.message}" for c in there.changes])
    # Whichever version is the old one, as many quotes have a partner, and as many change hands.
    assert pairs_and_new_speakers(there) == pairs_and_new_speakers(back)


def pairs_and_new_speakers(comparison: Comparison) -> tuple[int, int]:
    """How many pairs both versions have, and how many quotes are somebody else's in the new one."""
    paired = [pair for pair in comparison.pairs if pair.old and pair.new]
    return len(paired), [c.code for c in comparison.changes].count("QD201")


def assert_found(bullets: Sequence[str], found: Sequence[str]) -> None:
    """Each bullet, a code and words of a message, is one of the changes found, and there are no others."""
    left = list(found)
    for code, _, words in (bullet.partition(" ") for bullet in bullets):
        match = next((f for f in left if f.startswith(code) and words in f), None)
        assert match is not None, f"{code} {words} is not among {found}"
        left.remove(match)
    assert left == []


def test_a_quote_within_a_quote_does_not_run_on_from_it() -> None:
    copy = "<1>\"He said <2>'never,'</2>\"</1> <1s>Ann Poe</1s> <1c>said</1c>.\n--\n2 = Ann Poe\n"
    version = NormalizedText(extract_of(copy))
    quotes = tuple(quote_content(version, quote, {}) for quote in version.extract.quotes)
    assert [content.quote.kind for content in quotes] == [Kind.DIRECT, Kind.DIRECT]
    assert PairSide(ComparedVersion(version, quotes, (), lambda _: None, {}), quotes).quotes_apart == 2


def told_of(old: str, new: str) -> list[str]:
    """The codes found between two stories in plain copy."""
    a, b = (extract(read_bytes(copy.encode())) for copy in (old, new))
    return [c.code for c in compare(a, b).changes]


def a(n: int) -> str:
    """A number as a name: no word of it is in another's."""
    return "".join(chr(97 + int(digit)) for digit in str(n)).capitalize() + "ow"


def statements(number: int, words: str, given: str = "", gap: str = "\n\n", first: int = 0) -> str:
    """So many statements of people with given names of their own, or with this one."""
    return gap.join(
        f'<{n}>"The {words} {a(n)} quay,"</{n}> <{n}s>{given or a(n) + "ie"} {a(n)}</{n}s> <{n}c>said</{n}c>.'
        for n in range(first, first + number)
    )


PLACES = "He listed them: " + ", ".join(f"quay {n} road" for n in range(700)) + "."
MEETINGS = " ".join(f"The council met and the mayor spoke of item {n}." for n in range(80))
QUAY = '<1>"{},"</1> <1s>Ann Poe</1s> <1c>said</1c>.'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (statements(30, "old", gap="; "), statements(30, "new", gap="; "), ""),
        (
            statements(50, "old", gap="; "),
            statements(50, "new", gap="; "),
            "more than 40 quotes in one sentence",
        ),
        (statements(90, "old", "Ann"), "It rained.", ""),
        (statements(90, "old", "Ann"), statements(90, "new", "Ann", first=200), ""),
        (
            f"{MEETINGS}\n\n{statements(120, 'old', 'Ann')}",
            f"{MEETINGS}\n\n{statements(120, 'new', 'Ann', first=200)}",
            "too many speakers share words",
        ),
        (QUAY.format("Quay 5 road and quay 690 road closed"), PLACES, "looked for in a part"),
        (QUAY.format("The council met, the mayor spoke"), MEETINGS, "looked for in a part"),
        (QUAY.format("The council met in the old customs house"), MEETINGS, ""),
    ],
    ids=["quotes", "too many quotes", "one side", "speakers", "too many speakers", "long", "common", "rare"],
)
def test_a_bound_that_was_reached_is_a_problem_of_the_comparison(old: str, new: str, told: str) -> None:
    problems = compare(extract_of(old), extract_of(new)).problems
    assert [p.code for p in problems] == ["QD905"] * bool(told)
    assert all(told in p.message for p in problems)


def test_a_bound_on_speakers_that_was_reached_is_a_problem() -> None:
    few, many = ([extract_of(statements(n, words, "Ann")) for words in ("old", "new")] for n in (20, 40))
    assert sources_history(few).problems == ()
    assert [p.code for p in sources_history(many).problems] == ["QD905"]


HARBOR = "The ferry sank in minutes.\n\nMayor Ann Ruiz {} the harbor will be dredged before spring."


@pytest.mark.parametrize(
    ("was", "now", "codes"),
    [
        ("said", "believes", ["QD211"]),
        ("hopes", "said", ["QD211"]),
        ("hopes", "believes", []),  # in nobody's words in either version
    ],
)
def test_a_quote_that_became_a_belief_is_the_same_quote(was: str, now: str, codes: list[str]) -> None:
    assert told_of(HARBOR.format(was), HARBOR.format(now)) == codes


def test_a_quote_that_became_a_belief_is_traced_on() -> None:
    versions = [extract(read_bytes(HARBOR.format(cue).encode())) for cue in ("said", "believes", "said")]
    traced_quotes = history(versions).quotes
    assert [len(traced.states) for traced in traced_quotes] == [3]
    assert all(state.quotes for traced in traced_quotes for state in traced.states)


def test_twin_apostrophes_within_a_paraphrase_are_marks() -> None:
    old = "The three, whose names were not released, were in fair condition, said surgeon Ada Holm."
    assert told_of(old, old.replace("in fair condition,", "''in fair condition,''")) == ["QD107"]


def test_an_i_within_a_quote_is_whoever_speaks_around_it() -> None:
    quoted = "\"They were tied with string. I said to a sailor, 'Is that string?' and he laughed,\""
    old = f"{quoted} Abdul Rahman said."
    assert told_of(old, old.replace("Abdul Rahman", "Budi Santoso")) == ["QD201"]


@pytest.mark.parametrize(("after", "codes"), [("Forward Deon Mack", []), ("Mack", ["QD208"])])
def test_a_description_that_went_to_another_mention_is_not_gone(after: str, codes: list[str]) -> None:
    story = '{}, a father of two, said the team had talked. "Nobody raised his voice," said {}.'
    old, new = story.format("Forward Deon Mack", "Mack"), story.format("Deon Mack", after)
    assert told_of(old, new.replace("a father of two", "the father of two")) == codes


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("A passenger who gave only his first name, Yannis,", "Passenger Yannis Kotsis", ["QD205"]),
        ("Passenger Yannis", "Passenger Yannis Kotsis", []),
        ("Passenger Yannis Kotsis", "A passenger who gave only his first name, Yannis,", ["QD204"]),
    ],
)
def test_who_gave_part_of_the_name_is_named_by_all_of_it(old: str, new: str, codes: list[str]) -> None:
    story = "{} told the station that the crew had woken people. The coast guard said the sea was calm."
    assert told_of(story.format(old), story.format(new)) == codes


def test_terms_of_anonymity_that_another_source_has_now_are_not_gone() -> None:
    terms = "who asked not to be named because the talks are private"
    story = "Two bankers{} said the deal was dead. {} said jobs would go."
    old = story.format(f", {terms},", "Ida Wex")
    assert told_of(old, story.format("", "Ida Wex")) == ["QD206"]


def test_who_speaks_is_not_compared_in_copy_that_is_not_english() -> None:
    storm = "Nach dem Sturm in der Nacht zum Montag bleibt die Strecke nach Westerland gesperrt. "
    storm += "Der Wetterdienst hatte vor Böen bis 130 Kilometer in der Stunde gewarnt. "
    old = storm + "«Wir haben 40 Bäume auf den Gleisen», sagte {}."
    new = old.replace("40", "60").replace("gesperrt", "bis zum Abend gesperrt")
    found = told_of(old.format("ein Sprecher der Bahn"), new.format("der Sprecher Karl Lind"))
    assert found == ["QD102"]


def test_words_changed_within_a_quote_within_a_quote_are_one_finding() -> None:
    old = "“The mayor said, ‘The piles are sound,’ and I laughed at that,” Bo Lind told reporters on Monday."
    assert told_of(old, old.replace("sound", "rotten")) == ["QD101"]


# --- laws ----------------------------------------------------------------------------------------------


@given(stories)
def test_a_story_and_itself_do_not_differ(story: Draft) -> None:
    same = extract_of(told(story))
    assert compare(same, extract_of(told(story)), select=["ALL"]).changes == ()


@given(stories, st.lists(said, min_size=1, max_size=4), st.integers(0, 7))
def test_narration_put_in_changes_nothing(story: Draft, more: list[str], place: int) -> None:
    longer = [*story[:place], *(("narration", f"hail hit {m}", "", "") for m in more), *story[place:]]
    found = compare(extract_of(told(story)), extract_of(told(longer)), select=["ALL"])
    assert found.changes == ()


@given(stories, stories)
def test_what_is_reported_holds_together(old: Draft, new: Draft) -> None:
    a, b = extract_of(told(old)), extract_of(told(new))
    found = compare(a, b, select=["ALL"])
    assert found == compare(extract_of(told(old)), extract_of(told(new)), select=["ALL"])
    laws.hold_comparison(found)


MIRROR = {
    "QD103": "QD105",
    "QD106": "QD107",
    "QD109": "QD110",
    "QD202": "QD203",
    "QD204": "QD205",
    "QD301": "QD302",
    "QD303": "QD305",
}
MIRROR |= {v: k for k, v in MIRROR.items()}
_INTRODUCED = {"QD306": "QD305"}  # who goes is QD303, with a name or without


@given(stories, st.integers(0, 6), st.sampled_from(["drop", "trim", "anonymize", "unquote", "unattribute"]))
def test_swapping_the_versions_swaps_what_is_found(story: Draft, at: int, operation: str) -> None:
    if at >= len(story):
        return
    kind, words, who, cue = story[at]
    changed = {
        "drop": [],
        "trim": [(kind, " ".join(words.split()[: max(1, len(words.split()) // 2)]), who, cue)],
        "anonymize": [(kind, words, "an official (unnamed)", cue)],
        "unquote": [("indirect" if kind == "direct" else kind, words, who, cue)],
        "unattribute": [("narration", words, who, cue)],
    }[operation]
    a, b = extract_of(told(story)), extract_of(told([*story[:at], *changed, *story[at + 1 :]]))
    there, back = compare(a, b), compare(b, a)
    found, mirrored = ([_INTRODUCED.get(c.code, c.code) for c in x.changes] for x in (back, there))
    assert sorted(MIRROR.get(code, code) for code in mirrored) == sorted(found)


@given(stories, st.integers(0, 6), said)
def test_swapping_the_versions_swaps_split_and_merged(story: Draft, at: int, more: str) -> None:
    if at >= len(story):
        return
    _, words, who, cue = story[at]
    one, other = f"Harbor pilots {words}", f"Nobody in Weston {more}"
    whole = ("direct", f"{one}. {other}", who, cue)
    halves = [("direct", one, who, cue), ("narration", "rain fell", "", ""), ("direct", other, who, cue)]
    a = extract_of(told([*story[:at], whole, *story[at + 1 :]]))
    b = extract_of(told([*story[:at], *halves, *story[at + 1 :]]))
    there, back = (compare(x, y, select=["QD109", "QD110"]).summary for x, y in ((a, b), (b, a)))
    assert there.get("QD109", 0) == back.get("QD110", 0)
    assert there.get("QD110", 0) == back.get("QD109", 0)


# --- a real article ------------------------------------------------------------------------------------

SEED = next(iter(sorted(Path(__file__).parents[2].glob("shared/seeds/000_*.txt"))), None)


@pytest.mark.skipif(SEED is None, reason="the seed article is not beside the project")
def test_an_edited_copy_of_a_real_article(tmp_path: Path) -> None:
    assert SEED is not None
    text = SEED.read_text(encoding="utf-8")

    def put(old: str, new: str) -> None:
        nonlocal text
        assert text.count(old) == 1, old
        text = text.replace(old, new)

    put("doing their best", "doing their utmost")
    put(
        "Rami Abdurrahman, head of the Britain-based Syrian Observatory for Human Rights,",
        "An activist abroad",
    )
    put("military said Monday it has regained", "military has regained")
    paragraphs = text.split("\n\n")
    ambulances = next(k for k, p in enumerate(paragraphs) if p.startswith("Shafak"))
    paragraphs.insert(7, paragraphs.pop(ambulances))
    critical = next(k for k, p in enumerate(paragraphs) if p.startswith('"The situation'))
    del paragraphs[critical]
    text = "\n\n".join(paragraphs).replace("'", "’")
    pieces = text.split('"')
    text = "".join(p + ("“" if k % 2 == 0 else "”") for k, p in enumerate(pieces[:-1])) + pieces[-1]
    edited = tmp_path / "edited.txt"
    edited.write_text(text, encoding="utf-8")

    old, new = (extract(read(path)) for path in (SEED, edited))
    found = sorted((c.code, (c.old_span or c.new_span or (0, 0))[0]) for c in compare(old, new).changes)
    copy = old.document.text

    def at(words: str) -> int:
        assert copy.count(words) == 1, words
        return copy.index(words)

    assert found == sorted(
        [
            ("QD101", at("they are doing their best")),
            ("QD111", at("all eight of its ambulances")),
            ("QD202", at("it has regained control")),
            ("QD204", at("Rami Abdurrahman, head of")),
            ("QD303", at("The situation is very, very critical")),  # with "he has been seeking shelter"
        ]
    )


# --- growth --------------------------------------------------------------------------------------------


def long_story(paragraphs: int, changed: int = 0) -> str:
    """A story of as many paragraphs; of every ``changed`` of them one is in other words."""
    rng = random.Random(paragraphs)  # noqa: S311 - a fixed sequence, nothing secret
    words = [
        f"{a}{b}{c}"
        for a in ("ba", "du", "fe", "ki")
        for b in ("lo", "mi", "ra", "su")
        for c in ("n", "rt", "st")
    ]
    lines = []
    for n in range(paragraphs):
        copy = [rng.choice(words) + (str(n % 97) if rng.random() < 0.2 else "") for _ in range(16)]
        if changed and n % changed == 0:
            copy[3:7] = ["wholly", "other", "words", "here"]
        lines.append(f'<{n}>"{" ".join(copy)},"</{n}> <{n}s>Speaker{n % 50} Poe</{n}s> <{n}c>said</{n}c>.')
    return "\n\n".join(lines)


def lines_run(size: int, changed: int) -> int:
    """How many lines of Python a comparison runs: its work, whatever the machine is busy with."""
    old, new = extract_of(long_story(size)), extract_of(long_story(size, changed))
    count = 0

    def trace(_frame: FrameType, _event: str, _argument: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        compare(old, new)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("changed", [0, 3])
def test_twice_the_story_is_about_twice_the_work(changed: int) -> None:
    assert lines_run(160, changed) < 2.6 * lines_run(80, changed)
