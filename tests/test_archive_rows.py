"""One story in, rows out: golden rows of corpus stories, and what holds of any story's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import quotediff
from quotediff.archive import rows as archive_rows
from quotediff.archive.rows import Rows, story_rows, version_id
from quotediff.archive.schema import OF_STORIES, TABLES
from quotediff.archive.stories import Options, StoryVersion, arranged, story_key
from quotediff.archive.times import iso, moment
from quotediff.model import Attitude, Document, Engine, Extract, Role

ROOT = Path(__file__).parent.parent
LINE = '"The crack is as long as my arm," said Ana Ruiz, a city engineer.'


def story(name: str) -> list[StoryVersion]:
    """A story of the corpus as an archive would hold it."""
    paths = sorted((ROOT / "corpus" / name).glob("v*.txt"))
    return [
        StoryVersion(name, path.read_text(encoding="utf-8"), number=n, created=f"2020-01-0{n}T10:00:00Z")
        for n, path in enumerate(paths, 1)
    ]


def dicts(rows: Rows, table: str) -> list[dict[str, Any]]:
    """The rows of a table, each by the names of its columns."""
    return [dict(zip(TABLES[table].names, row, strict=True)) for row in rows[table]]


def held(rows: Rows) -> None:
    """What holds of the rows of any story: types, keys, nothing null that may not be, no orphans."""
    kinds: dict[str, tuple[type, ...]] = {
        "text": (str,),
        "time": (str,),
        "integer": (int,),
        "real": (int, float),
    }
    for table in OF_STORIES:
        keys = Counter(tuple(row[k] for k in table.key) for row in dicts(rows, table.name))
        assert not [key for key, n in keys.items() if n > 1], table.name
        for row in dicts(rows, table.name):
            for column in table.columns:
                value = row[column.name]
                assert column.null if value is None else isinstance(value, kinds[column.type]), column.name
    versions = {row["version_id"] for row in dicts(rows, "articles")}
    histories = {row["history_id"] for row in dicts(rows, "quote_histories")}
    quotes = {(row["version_id"], row["quote"]) for row in dicts(rows, "quotes")}
    assert {row["history_id"] for row in dicts(rows, "quotes")} - {None} == histories
    assert {version for version, _ in quotes} <= versions
    assert {(row["version_id"], row["quote"]) for row in dicts(rows, "change_quotes")} <= quotes
    for row in dicts(rows, "quote_states"):
        assert row["history_id"] in histories
        assert {(row["version_id"], quote) for quote in row["quotes"].split()} <= quotes
    assert len(rows["steps"]) == max(0, len(versions) - 1) or rows["rejects"]


GOLD = [  # of solvent-plant-fire, by reading: how it begins, its speaker first and last, what became of it
    ("A fire at a plant", "authorities", "authorities", "introduced edited unchanged"),
    ("Two workers were taken", "Dana Okafor", "Dana Okafor", "introduced edited unchanged"),
    ("We had flames through", "Dana Okafor", "Dana Okafor", "introduced edited unchanged"),
    ("It sounded like a freight", "Maria Delgado", "Maria Delgado", "introduced edited dropped"),
    ("it was cooperating", "Marlow Coatings", "Marlow Coatings", "introduced unchanged unchanged"),
    ("We told them in writing", "Walt Brzezinski", "A union representative at the plant", None),
    ("The people of Pell Landing", "Paul Renner", "Paul Renner", "introduced moved unchanged"),
    ("two of the workers were", "Lena Whitfield", "Lena Whitfield", "introduced edited"),
]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold[0])
def test_a_quote_of_the_corpus_has_the_history_that_a_reader_sees(gold: tuple[Any, ...]) -> None:
    """Speaker and outcomes of a quote over three versions are those found by reading them."""
    begins, first, last, outcomes = gold
    rows = story_rows(story("solvent-plant-fire"))
    name = next(q["history_id"] for q in dicts(rows, "quotes") if q["content"].startswith(begins))
    (found,) = (h for h in dicts(rows, "quote_histories") if h["history_id"] == name)
    states = [s for s in dicts(rows, "quote_states") if s["history_id"] == name]
    assert (found["speaker_first"], found["speaker_last"]) == (first, last)
    assert outcomes is None or " ".join(s["outcomes"] for s in states) == outcomes
    assert (found["unnamed_first"], found["unnamed_last"]) == (0, int(begins.startswith("We told")))
    assert found["survives"] == int(found["dropped"] == 0)


@pytest.mark.parametrize(
    "name", ["solvent-plant-fire", "storm-live-blog", "senator-stroke-kill", "market-roof"]
)
def test_the_rows_are_what_the_library_finds(name: str) -> None:
    """Quotes, changes and states of a story are those of extract, compare and history."""
    versions = story(name)
    rows = story_rows(versions)
    held(rows)
    extracts = [quotediff.extract(quotediff.read_text(str(version.body))) for version in versions]
    for extract, article in zip(extracts, dicts(rows, "articles"), strict=True):
        mine = [row for row in dicts(rows, "quotes") if row["version_id"] == article["version_id"]]
        assert [row["content"] for row in mine] == [quote.content.text for quote in extract.quotes]
        assert [row["speaker"] for row in mine] == [quote.speaker for quote in extract.quotes]
        shares = {s.speaker.id: s for s in quotediff.sources(extract).speakers if s.speaker}
        for row in dicts(rows, "speakers"):
            if row["version_id"] == article["version_id"] and row["quotes"]:
                share = shares[row["speaker"]]
                assert (row["words"], row["marked_words"]) == (share.words, share.marked)
        assert article["words"] == sum(r["words"] for r in mine if r["attitude"] == "speech")
        assert article["quotes"] + article["beliefs"] == len(mine)
        for row in mine:
            places = [tuple(map(int, span.split(":"))) for span in row["spans"].split()]
            assert " ".join(extract.document.text[a:b] for a, b in places) == row["content"]
    if len(extracts) < 2:
        return
    for number, (old, new) in enumerate(pairwise(extracts), 2):
        step = next(s for s in dicts(rows, "steps") if s["number"] == number)
        found = quotediff.compare(old, new)
        mine = [c for c in dicts(rows, "changes") if c["new_version_id"] == step["new_version_id"]]
        assert [c["fingerprint"] for c in mine] == [c.fingerprint for c in found.changes]
        assert step["undeclared"] == found.undeclared
    history = quotediff.history(extracts)
    assert len(history.quotes) == len(rows["quote_histories"])
    assert sum(o.value != "absent" for q in history.quotes for s in q.states for o in s.outcomes) == sum(
        len(row["outcomes"].split()) for row in dicts(rows, "quote_states")
    )


def test_a_story_of_one_version_has_histories() -> None:
    """Each of its statements below the headline has one, with one state."""
    rows = story_rows(story("solvent-plant-fire")[:1])
    held(rows)
    said = [q for q in dicts(rows, "quotes") if q["attitude"] == "speech" and q["role"] != "headline"]
    assert said
    assert all(q["history_id"] for q in said)
    assert {s["outcomes"] for s in dicts(rows, "quote_states")} == {"introduced"}
    assert not rows["steps"]


def test_ids_are_the_same_when_versions_are_added() -> None:
    """A quote keeps its history's id as long as the first version that has it stays."""
    versions = story("solvent-plant-fire")
    two, three = (story_rows(versions[:n]) for n in (2, 3))
    names = {h["history_id"] for h in dicts(two, "quote_histories")}
    assert names <= {h["history_id"] for h in dicts(three, "quote_histories")}
    assert two["articles"][0][0] == version_id("solvent-plant-fire", "1") == three["articles"][0][0]


def test_rows_do_not_depend_on_the_order_in_which_versions_come() -> None:
    """A source may hand versions over in any order."""
    versions = story("solvent-plant-fire")
    assert story_rows(versions) == story_rows(versions[::-1])


def test_a_version_that_cannot_be_read_is_rejected_and_compared_across() -> None:
    """Its neighbours are compared with each other, and the reject says why."""
    one, two, three = story("solvent-plant-fire")
    rows = story_rows([one, replace(two, body="  \n "), three])
    held(rows)
    (reject,) = dicts(rows, "rejects")
    assert (reject["version"], reject["at"], reject["reason"]) == ("2", "read", "empty")
    (step,) = dicts(rows, "steps")
    assert (step["old_version_id"], step["number"]) == (version_id("solvent-plant-fire", "1"), 2)


@pytest.mark.parametrize("at", ["extract", "compare"])
def test_a_defect_costs_no_more_than_its_part(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version whose extraction fails is a reject; a story whose comparison fails keeps its extracts."""
    real = archive_rows.extract

    def extracting(document: Document, engine: Engine) -> Extract:
        if "900 people" in document.text and "Wednesday" not in document.text[:300]:
            raise RuntimeError("of a test")
        return real(document, engine)

    def comparing(*_: object) -> None:
        raise RuntimeError("of a test")

    if at == "extract":
        monkeypatch.setattr(archive_rows, "extract", extracting)
    else:
        monkeypatch.setattr(archive_rows, "compared", comparing)
    rows = story_rows(story("solvent-plant-fire"))
    rejects = dicts(rows, "rejects")
    assert {r["at"] for r in rejects} == {at}
    assert len(rows["articles"]) == 3 - (len(rejects) if at == "extract" else 0)
    assert rows["quotes"]
    assert all("RuntimeError: of a test" in r["error"] for r in rejects)


def test_headline_and_body_apart_are_one_article() -> None:
    """A title becomes the headline above the body, which may be text or HTML."""
    said = "“The crack is as long as my arm,” said Ana Ruiz, a city engineer."
    bodies = [f"{said}\n\nRain fell.", f"<p>{said}</p><p>Rain &amp; hail fell.</p>"]
    for body in bodies:
        rows = story_rows([StoryVersion("a", body, title="Bridge shut")])
        held(rows)
        assert rows["articles"][0][9] == "Bridge shut"
        assert [q["speaker_name"] for q in dicts(rows, "quotes")] == ["Ana Ruiz"]
        assert [q["role"] for q in dicts(rows, "quotes")] == [Role.BODY.value]


def test_versions_are_ordered_by_number_else_by_time_and_never_guessed() -> None:
    """What has no place in the order is a reject; the same twice is kept once."""
    base = StoryVersion("a", LINE)
    by_time = [replace(base, created=when) for when in ("2020-01-02", "2020-01-01", "soon", None)]
    found, rejects = arranged(by_time)
    assert [version.created for _, version in found] == ["2020-01-01", "2020-01-02"]
    assert [reject.reason for reject in rejects] == ["order", "order"]
    twice = [replace(base, number=n, body=b) for n, b in ((2, "b"), (1, "a"), (2, "b"), (2, "c"))]
    found, rejects = arranged(twice)
    assert [k for k, _ in found] == [1, 0]
    assert [reject.reason for reject in rejects] == ["duplicate", "order"]
    zones = [replace(base, created=when) for when in ("2020-01-01", "2020-01-01T00:00Z")]
    found, rejects = arranged(zones)
    assert not found
    assert {reject.reason for reject in rejects} == {"order"}


def test_versions_of_one_name_get_names_of_their_own() -> None:
    """No two versions of a story have the same id."""
    names = ["a", "a", "a~2"]
    versions = [StoryVersion("s", LINE + name, version=name, number=k) for k, name in enumerate(names)]
    found, _ = arranged(versions)
    assert len({version.version for _, version in found}) == 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2017-01-31T18:05:00Z", "2017-01-31T18:05:00"),
        ("2017-01-31 18:05:00.123456789", "2017-01-31T18:05:00"),
        ("2017-01-31 18:05:00 UTC", "2017-01-31T18:05:00"),
        ("2017-01-31T18:05:00+02:00", "2017-01-31T16:05:00"),
        ("Tue, 31 Jan 2017 18:05:00 +0200", "2017-01-31T16:05:00"),
        ("1485885900", "2017-01-31T18:05:00"),
        ("1485885900000", "2017-01-31T18:05:00"),
        ("20170131180500", "2017-01-31T18:05:00"),
        (1485885900.5, "2017-01-31T18:05:00"),
        ("2017-01-31", "2017-01-31T00:00:00"),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("9" * 100, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_times_are_read_in_the_forms_that_archives_have(
    written: str | float | None, expected: str | None
) -> None:
    """Whatever stands there, the answer is a time or none."""
    assert iso(moment(written)) == expected


def test_a_time_that_cannot_be_read_is_a_problem() -> None:
    """It stays as text, and the article has a problem that says so."""
    rows = story_rows([StoryVersion("a", LINE, created="yesterday")])
    (article,), (problem,) = dicts(rows, "articles"), dicts(rows, "problems")
    assert (article["created"], article["created_text"]) == (None, "yesterday")
    assert "'yesterday'" in problem["message"]


def test_the_key_depends_on_all_that_rows_are_made_of() -> None:
    """A change of body, title, time, number, engine or aliases makes another key; the order does not."""
    base = story("solvent-plant-fire")
    key = story_key(base, Options())
    assert story_key(base[::-1], Options()) == key
    other = [replace(base[0], **{name: value}) for name, value in _CHANGED]
    keys = {story_key([changed, *base[1:]], Options()) for changed in other}
    keys |= {story_key(base, Options(engine="rules")), story_key(base, Options(aliases=(("A", "B"),)))}
    assert len(keys | {key}) == len(_CHANGED) + 3


_CHANGED: list[tuple[str, Any]] = [
    ("body", "x"),
    ("body", b"x"),
    ("title", "x"),
    ("created", "x"),
    ("number", 9),
    ("version", "x"),
    ("outlet", "x"),
    ("url", "x"),
]


def test_beliefs_have_rows_and_count_nowhere() -> None:
    """A belief is in quotes with its attitude; counts, speakers' shares and histories leave it out."""
    text = "Ana Ruiz hopes the bridge will open in May.\n\n" + LINE
    rows = story_rows([StoryVersion("a", text)])
    attitudes = [q["attitude"] for q in dicts(rows, "quotes")]
    assert sorted(attitudes) == [Attitude.BELIEF.value, Attitude.SPEECH.value]
    (article,) = dicts(rows, "articles")
    assert (article["quotes"], article["beliefs"]) == (1, 1)
    assert sum(s["quotes"] for s in dicts(rows, "speakers")) == 1
    assert len(rows["quote_histories"]) == 1


def bad(bodies: Iterable[str | bytes]) -> list[StoryVersion]:
    return [StoryVersion("bad", body, number=n) for n, body in enumerate(bodies)]


def test_every_bad_body_is_a_reject() -> None:
    """Whatever a body holds, the story gives rows."""
    hostile = ["", "   ", "\0\1\2" * 50, "a\ud800b", "<p></p>", b"", b"%PDF-1.4", "x" * 11_000_000]
    rows = story_rows(bad([*hostile, LINE]))
    held(rows)
    assert len(rows["articles"]) == 1
    assert len(rows["rejects"]) == len(hostile)
    assert all("\n" not in row["error"] for row in dicts(rows, "rejects"))
