"""Twice the text takes about twice the work and twice the memory, whatever the text is; nothing recurses.

``GROWTH=full`` tries texts of some megabytes too, which takes minutes.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import PACKAGE, SHAPES, Shape, grown, word, work

from quotediff import api
from quotediff.corpus.examine import examine
from quotediff.errors import UsageError
from quotediff.model import Extract
from quotediff.rendering import FORMATS, render
from quotediff.versions import EachSources

FULL = os.environ.get("GROWTH") == "full"
full_size = pytest.mark.skipif(not FULL, reason="takes minutes; GROWTH=full runs it")

TIMES = 3.0
"""Four would be quadratic. A little more than two is not: what looks at so many tokens to either side, and no
more, finds fewer of them in the shorter text."""

LEAST = 15_000
"""Lines of Python: what a module does that has found nothing to do yet in the shorter text."""


FROM = {
    "attributions of one quote": 1200,
    "a quote that never ends": 1200,
    "attributions in one sentence": 1200,
    "one family": 1000,
}
"""Words of the shorter text where less is less than a rule looks at."""


def listed(text: str, engine: str = "rules") -> Extract:
    return api.extract(api.read_bytes(text.encode(), "story.txt"), engine)


def doubled(run: Callable[[int], Counter[str]], n: int) -> dict[str, float]:
    """The modules whose work grows faster than the text; what is loaded or remembered once is no growth."""
    return grown(run(n), run(2 * n), times=TIMES, least=LEAST) and grown(
        run(n), run(2 * n), times=TIMES, least=LEAST
    )


def altered(text: str) -> str:
    """The same with every eleventh word another."""
    parts = text.split(" ")
    parts[5::11] = ["other"] * len(parts[5::11])
    return " ".join(parts)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """What is loaded once is no work of the first."""
    one, other = (listed(f'"It was {late}," Ann Poe said. She said it was.\n') for late in ("late", "early"))
    api.compare(one, other)
    api.sources(one)


@pytest.mark.parametrize("name", SHAPES)
def test_listing_twice_the_text_is_about_twice_the_work(name: str) -> None:
    def run(n: int) -> Counter[str]:
        text = SHAPES[name](n)
        return work(lambda: listed(text))

    n = FROM.get(name, 350)
    assert not doubled(run, n)


COMPARED_FROM = {
    # Less is no quote or two of as many words as a rule looks at, 300: the longer text has several of them.
    "said": 1200,
    "brackets": 1200,
    "attributions in one sentence": 1000,
    "a quote that never ends": 4800,
    "in the words of": 500,
    # Less is few enough differing words for diff-match-patch (``align.words.LARGEST_DIFF``).
    "attributions of one quote": 2400,
    "single marks": 1600,
    # Less is fewer speakers than one is compared with (``MAX_SPEAKERS_FOUND``).
    "the unnamed": 800,
    "joint": 3200,
}
"""Words of the shorter text where less is below a bound; above it the work is linear."""


@pytest.mark.parametrize("name", SHAPES)
def test_comparing_twice_the_text_is_about_twice_the_work(name: str) -> None:
    def run(n: int) -> Counter[str]:
        text = SHAPES[name](n)
        versions = [listed(text), listed(altered(text))]

        def continue_quotes() -> None:
            api.compare(*versions)
            api.sources_history(versions)

        return work(continue_quotes)

    n = COMPARED_FROM.get(name, 400)
    assert not doubled(run, n)


HISTORIES = ("a quote of many sentences", "names", "turns", "short quotes", "the same quote", "statements")
"""Of these, histories, which for the most part compare; with ``GROWTH=full`` of all."""


@pytest.mark.parametrize("name", SHAPES if FULL else HISTORIES)
def test_tracing_twice_the_text_is_about_twice_the_work(name: str) -> None:
    def run(n: int) -> Counter[str]:
        text = SHAPES[name](n)
        versions = [listed(text), listed(altered(text)), listed(f"{text}\nAnn Poe said that.\n")]
        return work(lambda: api.history(versions))

    n = COMPARED_FROM.get(name, 400)
    assert not doubled(run, n)


PAIRS: dict[str, tuple[Shape, Shape]] = {
    "unrelated stories": (
        lambda n: "".join(
            f'"{word(k)} {word(k + 7)} {word(k * 3)}," Ann Poe said.\n\n' for k in range(n // 8)
        ),
        lambda n: "".join(
            f"Peter Daly said {word(k + 90_000)} was {word(k * 7)}.\n\n" for k in range(n // 7)
        ),
    ),
    "the same the other way round": (
        lambda n: "".join(f"Ann Poe said {word(k)} was late.\n\n" for k in range(n // 7)),
        lambda n: "".join(f"Ann Poe said {word(k)} was late.\n\n" for k in range(n // 7, 0, -1)),
    ),
    "one quote, many times": (SHAPES["the same quote"], lambda n: SHAPES["the same quote"](n + n // 3)),
    "one statement for another": (SHAPES["statements"], SHAPES["the same statement"]),
    "short quotes, all new": (SHAPES["one-word quotes"], SHAPES["short quotes"]),
    "notes": (SHAPES["statements"], SHAPES["correction notes"]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_comparing_twice_as_much_that_differs_is_about_twice_the_work(name: str) -> None:
    def run(n: int) -> Counter[str]:
        old, new = (listed(shape(n)) for shape in PAIRS[name])
        return work(lambda: api.compare(old, new))

    assert not doubled(run, 300)


@pytest.mark.parametrize("shape", ["short quotes"])
@pytest.mark.parametrize("format_name", FORMATS)
def test_showing_twice_the_text_is_about_twice_the_work(format_name: str, shape: str) -> None:
    def run(n: int) -> Counter[str]:
        text = SHAPES[shape](n)
        old, new = listed(text), listed(altered(text))
        results = [[old], api.compare(old, new), api.history([old, new]), EachSources([api.sources(old)])]

        def show() -> None:
            for result in results:
                try:
                    "".join(render(format_name, result))  # type: ignore[arg-type] # of several sorts
                except UsageError:
                    continue  # a format that is not for this answer

        return work(show)

    assert not doubled(run, 300)


def test_checking_twice_the_corpus_is_about_twice_the_work(tmp_path: Path) -> None:
    def run(n: int) -> Counter[str]:
        story = tmp_path / str(n) / "story"
        story.mkdir(parents=True, exist_ok=True)
        text = SHAPES["short quotes"](n)
        (story / "v1.txt").write_text(text, "utf-8")
        (story / "v2.txt").write_text(altered(text), "utf-8")
        return work(lambda: examine(story.parent))

    assert not doubled(run, 300)


# --- time and memory -----------------------------------------------------------------------------------

LARGE = (
    "a nest",
    "straight marks apart",
    "one-word lines",
    "he said",
    "a word",
    "names",
    "sentences",
    "dots apart",
)
"""Of these four times the text is timed: what a line of Python hides is no line of Python."""


def seconds(run: Callable[[], object]) -> float:
    gc.collect()
    begin = time.process_time()
    run()
    return time.process_time() - begin


@pytest.mark.parametrize("name", LARGE)
def test_four_times_the_text_takes_nowhere_near_sixteen_times_as_long(name: str) -> None:
    small, large = (SHAPES[name](n) for n in (700, 2800))
    least = min(seconds(lambda: listed(small)) for _ in range(3))
    assert min(seconds(lambda: listed(large)) for _ in range(2)) < 9 * least + 0.05


def most_memory(run: Callable[[], object]) -> int:
    """Bytes that Python's own objects take at most while it runs."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "name", ["a nest", "one-word quotes", "he said", "statements", "attributions of one quote"]
)
@pytest.mark.parametrize("engine", ["rules", "network"])
def test_twice_the_text_takes_about_twice_the_memory(name: str, engine: str) -> None:
    listed(SHAPES["sentences"](100), engine)
    small, large = (SHAPES[name](n) for n in (700, 1400))
    one, two = (most_memory(lambda: listed(text, engine)) for text in (small, large))  # noqa: B023 - run at once
    assert two < 2.6 * one + 2_000_000


# --- recursion -----------------------------------------------------------------------------------------

RECURSIVE = {
    # parts of a source, and owners of owners: as deep as an argument says, three
    "extraction/speakers/source_phrase.py": {"parse_source", "_share", "_parts", "_single", "_phrase"},
    # what stands for a source is linked as one, from phrase to phrase eight deep
    "extraction/speakers/link.py": {
        "Linker._link_author",
        "Linker._chosen",
        "Linker._linked",
        "Linker._owned",
        "Linker.entity_of",
        "Linker.new_entity",
        "Linker.link",
        "Linker.owner_of",
    },
    "readers/flow.py": {"Flow._quoted", "Flow.block", "Flow.walk"},  # as deep as a tree may be, 256
    "readers/newsml.py": {"_components", "_holds"},  # likewise
    "rendering/jsonformat.py": {"_laid_out"},  # as deep as answers in JSON are, which their schemas bound
    "corpus/writing.py": {"toml_value"},  # as deep as the tables of expectations that are written
}
"""Functions that call themselves, at once or by way of others of their module, and may."""


def calls(function: ast.FunctionDef, owner: str) -> set[str]:
    """The functions of the module, and methods of its own object, that a function calls."""
    found = set()
    for node in ast.walk(function):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name):
            found.add(called.id)
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            found.update([f"{owner}.{called.attr}"] if called.value.id == "self" else [])
    return found


def in_circles(tree: ast.Module) -> set[str]:
    """The functions from which calls lead back to themselves."""
    graph = {n.name: calls(n, "") for n in tree.body if isinstance(n, ast.FunctionDef)}
    for c in tree.body:
        if isinstance(c, ast.ClassDef):
            graph |= {
                f"{c.name}.{n.name}": calls(n, c.name) for n in c.body if isinstance(n, ast.FunctionDef)
            }
    found = set()
    for name in graph:
        seen: set[str] = set()
        ahead = [name]
        while ahead:
            new = (graph.get(ahead.pop(), set()) & graph.keys()) - seen
            seen |= new
            ahead.extend(new)
        if name in seen:
            found.add(name)
    return found


def test_no_function_calls_itself() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): names
        for path in sorted(PACKAGE.rglob("*.py"))
        if (names := in_circles(ast.parse(path.read_text("utf-8"))))
    }
    assert found == RECURSIVE


@pytest.mark.parametrize(
    "name", ["a nest", "a nest of two sorts", "joint", "relatives", "dashes", "brackets"]
)
def test_depth_does_not_depend_on_the_text(name: str) -> None:
    def deepest(n: int) -> int:
        depth = most = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal depth, most
            depth += {"call": 1, "return": -1}.get(event, 0)
            most = max(most, depth)

        text = SHAPES[name](n)
        sys.setprofile(count)
        try:
            listed(text)
        finally:
            sys.setprofile(None)
        return most

    deepest(100)  # loads what is loaded once
    assert deepest(1400) <= deepest(700) + 3


# --- in full -------------------------------------------------------------------------------------------

FULL_SIZES: dict[str, int] = {
    "straight marks": 100_000,
    "straight marks apart": 100_000,
    "a nest": 20_000,
    "a nest of two sorts": 20_000,
    "sentences": 800_000,
    "one-word quotes": 300_000,
    "one-word lines": 100_000,
    "he said": 200_000,
    "said": 100_000,
    "attributions of one quote": 100_000,
    "a quote that never ends": 100_000,
}
"""How many words or marks: 10^5 marks and *he said*, nests of 10^4, a paragraph of five megabytes."""


@full_size
@pytest.mark.parametrize("name", FULL_SIZES)
def test_a_large_story_takes_no_more_time_than_its_size_allows(name: str) -> None:
    n = FULL_SIZES[name]
    small, large = SHAPES[name](n // 4), SHAPES[name](n)
    first = seconds(lambda: listed(small))
    second = seconds(lambda: listed(large))
    assert second < 8 * first + 1, f"{len(large) / 1e6:.1f} MB: {second:.1f} s, a quarter of it {first:.1f} s"


@full_size
def test_unrelated_stories_of_two_megabytes() -> None:
    def cost(n: int) -> float:
        old, new = (listed(shape(n)) for shape in PAIRS["unrelated stories"])
        return seconds(lambda: api.compare(old, new))

    assert cost(400_000) < 8 * cost(100_000) + 1
