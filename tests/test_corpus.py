"""The corpus: its layout, and what the loader promises.

That what is found in it is what a careful reader expects, but for what its baseline excuses, is held by
``test_check.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotediff
from quotediff.corpus import verify
from quotediff.corpus.loader import Corpus, Story, find, load, scan
from quotediff.corpus.tables import CorpusError
from quotediff.model import Kind

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
# Codes that no pair of versions can hold or that follow from others (corpus/README.md).
ELSEWHERE = {"QD401", "QD406", "QD901", "QD902", "QD903"}
STORIES = load(CORPUS)


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.slug)
def test_the_loader_and_the_reader_see_the_same_text(story: Story) -> None:
    for version in story.versions:
        assert quotediff.read(version.path).text == version.text


def test_the_corpus_is_as_wide_as_it_says() -> None:
    assert len(STORIES) >= 24
    assert sum(len(s.versions) for s in STORIES) > 60
    assert all(2 <= len(s.versions) <= 5 for s in STORIES if s.group is None)
    codes = Counter(c.code for s in STORIES for step in s.steps for c in step.changes)
    wanted = set(
        re.findall(
            r"^\| (QD[1-4]\d\d) \|", (ROOT / "docs" / "codes.md").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    rare = sorted(c for c in wanted - ELSEWHERE if codes[c] < 3)
    assert not rare, f"fewer than three: {rare}"


def test_direct_quotes_stand_between_marks() -> None:
    """A check on the hands that wrote the expectations, not on the tool."""
    for story in STORIES:
        for version in story.versions:
            for quote in version.quotes or ():
                if quote.kind is Kind.DIRECT and not quote.note:
                    for start, _ in quote.content.spans:
                        assert version.text[start - 1] in "\"“‘'`", (
                            f"{story.slug} {version.name}: {quote.content.text}"
                        )


# The loader's own promises, on a corpus of one small story.

STORY = """\
title = "Ferry late"
[[version]]
file = "v1.txt"
time = 2026-02-12T08:20:00Z
[[version]]
file = "v2.txt"
"""
TEXT = """\
Ferry late

"We are sorry," said Ann Lee, the harbor master. "The tide was wrong."

"We are sorry," Bo Ek said. He said the boat ... was fine.

She said the bell rang. The bell rang, she said.
"""
QUOTES = """\
# One speaker is enough here.
[[speaker]]
name = "Ann Lee"
kind = "person"

[[quote]]
kind = "direct"
content = ["We are sorry,", "The tide was wrong."]
context = "We are sorry,\\" said Ann ... tide was wrong."
source = "Ann Lee, the harbor master"
cue = "said"
speaker = "Ann Lee"
"""
CHANGES = """\
[[change]]
code = "QD101"
old = "The tide was wrong."
new = "The tide was wrong."
"""


def make(folder: Path, **files: str | bytes) -> Corpus:
    """A story with the given files instead of the sound ones, scanned."""
    sound = {"story.toml": STORY, "v1.txt": TEXT, "v2.txt": TEXT}
    sound |= {"v1.quotes.toml": QUOTES, "v2.quotes.toml": QUOTES, "v1-v2.changes.toml": CHANGES}
    story = folder / "ferry"
    story.mkdir()
    for name, content in {**sound, **{k.replace("__", "."): v for k, v in files.items()}}.items():
        (story / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return scan(folder)


def quote(**keys: str) -> str:
    """A quotes file whose only quote has the given TOML values."""
    lines = {"kind": '"indirect"', "speaker": '"Ann Lee"', **keys}
    head = QUOTES.split("[[quote]]", maxsplit=1)[0]
    return head + "[[quote]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())


def test_a_sound_story_loads(tmp_path: Path) -> None:
    corpus = make(tmp_path)
    assert corpus.problems == ()
    (story,) = load(tmp_path)
    assert (story.slug, story.title) == ("ferry", "Ferry late")
    assert [v.name for v in story.versions] == ["v1", "v2"]
    (found,) = story.versions[0].quotes or ()
    assert found.content.text == "We are sorry, The tide was wrong."
    assert found.source
    assert found.source.text == "Ann Lee, the harbor master"
    assert story.steps[0].changes[0].code == "QD101"


def test_a_story_may_belong_to_a_group_and_what_is_optional_is_kept_apart(tmp_path: Path) -> None:
    optional = (
        '[[optional]]\ncontent = "the bell rang"\ncontext = "She said the bell rang"\nnote = "or not"\n'
    )
    change = '[[optional]]\ncode = ["QD101", "QD103"]\nspeaker = "Ann Lee"\n'
    corpus = make(
        tmp_path,
        story__toml='group = "rewrites"\n' + STORY,
        v1__quotes__toml=QUOTES + optional,
        **{"v1-v2__changes__toml": CHANGES + change},
    )
    assert corpus.problems == ()
    (story,) = corpus.stories
    assert story.group == "rewrites"
    (words,) = story.versions[0].optional
    assert (words.content.text, words.note) == ("the bell rang", "or not")
    assert len(story.versions[0].quotes or ()) == 1
    (finding,) = story.steps[0].optional
    assert (finding.codes, finding.old, finding.speaker) == (("QD101", "QD103"), None, "Ann Lee")
    assert [c.code for c in story.steps[0].changes] == ["QD101"]


def test_versions_need_not_be_named_if_they_are_numbered(tmp_path: Path) -> None:
    make(tmp_path, story__toml='title = "Ferry late"\n')
    assert [v.name for v in load(tmp_path)[0].versions] == ["v1", "v2"]
    (tmp_path / "ferry" / "story.toml").unlink()
    assert [(s.title, len(s.versions)) for s in load(tmp_path)] == [("ferry", 2)]
    assert [s.slug for s in load(tmp_path / "ferry")] == ["ferry"]


def test_versions_are_ordered_by_number(tmp_path: Path) -> None:
    make(tmp_path, story__toml="", v10__txt=TEXT)
    assert [v.name for v in scan(tmp_path).stories[0].versions] == ["v1", "v2", "v10"]


def test_one_folder_with_a_story_file_is_one_story(tmp_path: Path) -> None:
    make(tmp_path)
    assert [s.slug for s in load(tmp_path / "ferry")] == ["ferry"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('"the boat ... was fine"', "the boat ... was fine"),  # the article's own ellipsis
        ('"He said ... fine."', "He said the boat ... was fine."),
        ('"The   tide\\nwas wrong."', "The tide was wrong."),
    ],
)
def test_expected_words_are_found_in_their_version(tmp_path: Path, content: str, found: str) -> None:
    corpus = make(tmp_path, v1__quotes__toml=quote(content=content))
    assert corpus.problems == ()
    assert (corpus.stories[0].versions[0].quotes or ())[0].content.text == found


WORDS = st.lists(st.sampled_from(["oak", "Oak", "elm.", "“ash", "yew,”", "it’s"]), min_size=1, max_size=12)


@given(WORDS, st.data())
def test_a_stretch_of_words_is_found_where_it_is_or_not_at_all(words: list[str], data: st.DataObject) -> None:
    """Whatever white space stands between them; and a stretch that occurs once is found."""
    text = "".join(w + data.draw(st.sampled_from([" ", "\n", "  ", "\n\n"])) for w in words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    part = words[first : last + 1]
    places = [n for n in range(len(words)) if words[n : n + len(part)] == part]
    found = find(text, " ".join(part))
    assert all(text[s:e].split() == part for s, e in found)
    if len(places) == 1:
        assert len(found) == 1


def test_source_and_cue_are_those_nearest(tmp_path: Path) -> None:
    body = quote(content='"the bell rang"', source='"She"', cue='"said"')
    (found,) = make(tmp_path, v1__quotes__toml=body).stories[0].versions[0].quotes or ()
    assert found.cue
    assert found.source
    assert found.source.spans[0].end + 1 == found.cue.spans[0].start
    assert found.cue.spans[0].end + 1 == found.content.spans[0].start


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"v1__quotes__toml": quote(content='"The tide was right."')},
            "v1.quotes.toml:9: “The tide was right.” is not",
        ),
        (
            {"v1__quotes__toml": quote(content='"We are sorry,"')},
            "v1.quotes.toml:9: “We are sorry,” is in the text 2 ",
        ),
        (
            {"v1__quotes__toml": quote(content='"The tide ... fine."')},
            "v1.quotes.toml:9: “The tide ... fine.” is not",
        ),
        (
            {"v1__quotes__toml": quote(content='"bell ran"')},
            "v1.quotes.toml:9: “bell ran” is not in the text",
        ),
        (
            {"v1__quotes__toml": quote(content='"The tide was wrong."', cue='"sang"')},
            ":10: cue “sang” is not near",
        ),
        (
            {"v1__quotes__toml": quote(content='"The tide was wrong."', sauce='"she"')},
            ":10: unknown key 'sauce'",
        ),
        (
            {"v1__quotes__toml": quote(content='"The tide was wrong."', kind='"odd"')},
            ":7: 'odd' is no kind of quote",
        ),
        ({"v1__quotes__toml": quote(content="7")}, ":9: content is neither a string nor a list"),
        (
            {"v1__quotes__toml": quote(content='"The tide was wrong."', speaker='"Bo"')},
            ":8: no [[speaker]] is named “Bo”",
        ),
        (
            {"v1__quotes__toml": quote(content='"The tide was wrong."', within='"oh"')},
            ":10: 0 quotes above hold “oh”",
        ),
        (
            {"v1__quotes__toml": QUOTES.split("[[quote]]", maxsplit=1)[0]},
            "v1.quotes.toml:2: no quote has the speaker",
        ),
        ({"v1__quotes__toml": QUOTES + "kind = \n"}, "v1.quotes.toml:13: is not valid TOML: Invalid value"),
        ({"v1__quotes__toml": b"# \xff\n"}, "v1.quotes.toml:1: is not UTF-8"),
        ({"v2__txt": TEXT.encode() + b"caf\xe9\n"}, "v2.txt:8: is not UTF-8"),
        ({"v3__txt": TEXT}, "v3.txt:1: is no version of story.toml"),
        ({"v3__quotes__toml": ""}, "v3.quotes.toml:1: expects quotes of a version that does not exist"),
        ({"v2-v1__changes__toml": ""}, "v2-v1.changes.toml:1: is named after no two versions"),
        (
            {"v1-v2__changes__toml": CHANGES.replace("wrong", "odd", 1)},
            "v1-v2.changes.toml:3: “The tide was odd.” is not",
        ),
        (
            {"v1-v2__changes__toml": '[[change]]\ncode = "Q1"\n'},
            "v1-v2.changes.toml:2: 'Q1' is no change code",
        ),
        (
            {"v1-v2__changes__toml": CHANGES + 'from = "rain"\n'},
            "v1-v2.changes.toml:5: “rain” is not in v1.txt",
        ),
        (
            {"v1-v2__changes__toml": '[[change]]\ncode = "QD303"\nspeaker = "Bo"\n'},
            ":3: neither version has the speaker",
        ),
        ({"story__toml": STORY.replace("v2", "v9")}, "story.toml:6: cannot read v9.txt"),
        ({"story__toml": STORY.replace("v2", "v1")}, "story.toml:6: 'v1.txt' is not a file of its own"),
        (
            {"story__toml": STORY.replace("v2.txt", "../x.txt")},
            "story.toml:6: '../x.txt' is not a file of its own",
        ),
        ({"story__toml": "version = []\n"}, "story.toml:1: names no readable version"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    corpus = make(tmp_path, **files)
    assert any(message in str(p) for p in corpus.problems), [str(p) for p in corpus.problems]
    assert all("\n" not in str(p) for p in corpus.problems)
    with pytest.raises(CorpusError):
        load(tmp_path)


def test_missing_expectations_are_named(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "ferry" / "v1-v2.changes.toml").unlink()
    (tmp_path / "ferry" / "v2.quotes.toml").unlink()
    told = [str(p) for p in scan(tmp_path).problems]
    assert any("v2.txt:1: has no expected quotes; write v2.quotes.toml" in t for t in told)
    assert any("no expected changes from v1 to v2; write v1-v2.changes.toml" in t for t in told)


def test_what_is_no_corpus_is_said(tmp_path: Path) -> None:
    assert "does not exist" in str(scan(tmp_path / "none").problems[0])
    assert "holds no stories" in str(scan(tmp_path).problems[0])


def test_a_mismatch_is_reported_word_by_word(tmp_path: Path) -> None:
    story = make(
        tmp_path, v1__quotes__toml=quote(content='"The bell rang"', source='"He"', cue='"said"')
    ).stories[0]
    version = story.versions[0]
    reports = [
        m.report() for m in verify.verify_quotes(version, quotediff.extract(quotediff.read(version.path)))
    ]
    assert any("missing" in r or "source" in r for r in reports)
    assert all(r.count("\n") == 2 for r in reports)
    assert all(str(version.path.parent / "v1.quotes.toml") in r for r in reports)
