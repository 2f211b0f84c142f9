"""What is not the whole story is said to be so in every command, and nothing is reported as gone from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import git
from tool import Tool

import quotediff
from quotediff.comparison import Comparison
from quotediff.model import PROBLEMS

SHARED = Path(__file__).parent.parent.parent / "shared"
CORPUS = Path(__file__).parent.parent / "corpus"
STUBS = {CORPUS / "tennis-farewell" / "v1.txt"}  # ends with "More to come."

STORY = """Crack closes the Old Mill bridge

WESTON (AP) — The Old Mill bridge was closed on Friday after a crack was found in one of its piers.

"The crack is as long as my arm," city engineer Ana Ruiz said. "Nobody should walk on it."

The contractor did not respond to a request for comment.

Drivers waited for more than an hour, police said.

"I was late for work," said Tom Beck, a driver.

Ruiz said the repair would take until the spring.
"""
LEAD, QUOTE = (
    STORY[: STORY.index('"The crack')],
    '"The crack is as long as my arm," city engineer Ana Ruiz said.',
)
LONG = "\n\n".join([STORY, *(f"Street {k} was closed to all cars at noon on Friday." for k in range(30))])


def problems(text: str) -> list[str]:
    return [p.code for p in quotediff.read_text(text).problems]


def compared(old: str, new: str) -> Comparison:
    return quotediff.compare(*(quotediff.extract(quotediff.read_text(t), "rules") for t in (old, new)))


@pytest.mark.parametrize(
    "ending",
    [
        "Subscribe to continue reading.",
        "Subscribe to read the full story",
        "Sign in to continue reading »",
        "To continue reading this article, subscribe today.",
        "This article is for subscribers only. Log in",
        "Want the rest? Log in or subscribe to keep reading",
        "You have reached your limit of free articles.\n\nAlready a subscriber? Sign in\n\n© 2024 The Post",
        "[Already a subscriber?]",
    ],
)
@pytest.mark.parametrize("text", [STORY, LONG], ids=["short", "long"])
def test_a_paywall_at_the_end_tells_that_there_is_more(text: str, ending: str) -> None:
    for joined in (f"{text}\n{ending}\n", f"{text.rstrip()} {ending}"):
        assert "QD904" in problems(joined)


@pytest.mark.parametrize(
    "ending",
    [
        "Read more",
        "Continue reading »",
        "Read the full story at Weston Post",
        "More to come.",
        "More to follow ...",
        "This is a developing story. Check back for updates.",
        "(Developing)",
    ],
)
def test_a_link_to_the_rest_or_the_promise_of_it_counts_under_a_few_words_alone(ending: str) -> None:
    assert "QD904" in problems(f"{STORY}\n{ending}\n")
    assert "QD904" not in problems(f"{LONG}\n\n{ending}\n")


@pytest.mark.parametrize(
    "ending",
    [
        "The mayor said that the bridge would be open by the end of…",
        "The mayor said that the bridge would be open by ...",
        "The mayor said that the bridge would be open [...]",
        "The mayor said that the bridge would be open [&hellip;]",
        "The mayor said that the bridge would be open by th… [+1234 chars]",
        "The mayor said that the bridge would be open by the\r\nspring. But . . .\n\nRelated Topics",
        '"The bridge will be open by the spring, and I …\n\nRead more',
    ],
)
def test_copy_that_breaks_off_at_the_end_is_not_all(ending: str) -> None:
    assert "QD904" in problems(f"{LONG}\n\n{ending}\n")


@pytest.mark.parametrize(
    "ending",
    [
        'Asked whether it would last, she said, "I do not know if it ever will …"',
        'Asked about the repair, she said: "We will continue reading the plans ... until spring."',
        "The bridge... nobody had looked at it since it was built.",
        "Also ...",
        "Read more: The bridge that nobody had looked at",
        "Read more about the bridge",
        "Subscribe to our newsletter.",
        'A sign said "Subscribe to continue reading."',
        '"There is more to come," said Ruiz.',
        "The hearing continues.",
        "Drivers were told to sign in to the hall, and to continue reading there.",
        "Show Full Article",
    ],
)
def test_a_whole_story_is_not_said_to_lack_anything(ending: str) -> None:
    assert "QD904" not in problems(f"{LONG}\n\n{ending}\n")


def test_only_the_end_counts() -> None:
    assert problems(f"Subscribe to continue reading\n\n{LONG}") == []
    assert problems(LONG.replace("Drivers waited", "Drivers waited and ...\n\nThey waited")) == []


def test_no_whole_story_of_the_corpus_is_flagged() -> None:
    paths = [*CORPUS.glob("*/*.txt")]
    paths += [p for name in ("rewrites", "faults") for p in (SHARED / name).glob("*/*.txt")]
    flagged = {p for p in paths if "QD904" in [x.code for x in quotediff.read(p).problems]}
    assert flagged == STUBS


def test_nothing_is_reported_as_gone_from_what_is_not_the_whole_story() -> None:
    whole = f"{LEAD}{QUOTE}\n"
    assert {"QD303", "QD304"} <= compared(STORY, whole).summary.keys()
    teaser = compared(STORY, f"{whole}\nSubscribe to continue reading.\n")
    assert (teaser.changes, [p.code for p in teaser.new.document.problems]) == ((), ["QD904"])


@pytest.mark.parametrize(
    "broken",
    [
        '"The crack is as long as …',
        '"The crack is as long as my arm," city ...',
        '"The crack is as long as my arm," city engineer Ana Ruiz said. "Nobody should w… [+310 chars]',
        '"The crack is as long as my arm," city engineer Ana Ruiz said. "Nobody should walk on [...]',
    ],
)
def test_nor_are_words_or_a_source_behind_the_place_where_it_breaks_off(broken: str) -> None:
    assert compared(STORY, f"{LEAD}{broken}").changes == ()


def test_a_source_that_stands_behind_a_paywall_is_not_lost() -> None:
    old = f"{LEAD}The repair will take until the spring, engineer Ana Ruiz said.\n"
    cut = "The repair will take until the spring."
    assert "QD202" in compared(old, f"{LEAD}{cut}\n").summary
    assert compared(old, f"{LEAD}{cut}\n\nSubscribe to continue reading.\n").changes == ()
    assert compared(old, f"{LEAD}{cut} Subscribe to continue reading.\n").changes == ()


def test_what_it_does_hold_is_compared() -> None:
    misquoted = f'{QUOTE.replace("my arm", "a truck")} "Nobody should walk on it."'
    changes = compared(STORY, f"{LEAD}{misquoted}\n\nSubscribe to continue reading.\n").changes
    assert [c.code for c in changes] == ["QD101"]
    spoken = compared(STORY, f"{LEAD}{misquoted}\n\nDrivers waited for more than an …").changes
    assert [c.code for c in spoken] == ["QD101"]


def test_an_old_version_that_is_not_the_whole_story_hides_nothing() -> None:
    both = compared(f"{STORY}\nMore to come.\n", f"{LEAD}{QUOTE}\n")
    assert {"QD303", "QD304"} <= both.summary.keys()


@pytest.mark.parametrize("name", ["list", "compare", "history", "sources", "dump", "check", "changed"])
def test_every_command_says_it_and_answers(
    qd: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("bridge")
    folder.mkdir()
    for version, text in (("v1", STORY), ("v2", f"{LEAD}\nSubscribe to continue reading.\n")):
        (folder / f"{version}.txt").write_text(text, encoding="utf-8")
    files = {
        "check": ["."],
        "changed": [],
        "list": ["bridge/v2.txt"],
        "sources": ["bridge/v2.txt"],
        "dump": ["bridge/v2.txt"],
    }.get(name, ["bridge/v1.txt", "bridge/v2.txt"])
    if name == "changed":
        repository(folder / "v1.txt")
    done = qd(name, *files)
    assert done.status in ((0, 1) if name == "check" else (0,))
    (line,) = [line for line in done.err.splitlines() if "QD904" in line]
    assert "QD904 not the whole story (it ends in a line that begins: subscribe to continue)" in line
    assert "QD904" not in qd(name, *files, "--quiet").err


def repository(story: Path) -> None:
    """A repository in which a story was cut down to what a paywall shows of it."""
    git("init", "--quiet", ".")
    git("-c", "user.name=a", "-c", "user.email=a@b", "add", str(story))
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a")
    story.write_text(f"{LEAD}\nSubscribe to continue reading.\n", encoding="utf-8")


def test_the_json_carries_it_with_its_place(qd: Tool, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{STORY}\nSubscribe to continue reading.\n", encoding="utf-8")
    (document,) = json.loads(qd("list", path, "-f", "json", "--engine", "rules", "--with-text").out)[
        "documents"
    ]
    (problem,) = [p for p in document["problems"] if p["code"] == "QD904"]
    start, end = problem["span"]
    assert document["text"][start:end] == "Subscribe to continue reading."


def test_the_code_is_explained(qd: Tool) -> None:
    assert qd("rule", "QD904").out.startswith("QD904 incomplete-input (note, a problem, not a change)\n")
    assert PROBLEMS["QD904"][0] == "incomplete-input"
