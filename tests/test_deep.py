"""The engine that is installed by itself: how it is missed, and what holds of it where it is installed."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import laws
import numpy as np
import pytest
from samples import schema
from tool import EDITED, STORY, Tool

import quotediff
from quotediff.errors import UsageError
from quotediff.extraction import engine as engines
from quotediff.extraction.document import annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned import encoder as encoding
from quotediff.extraction.learned import propose, run_network
from quotediff.extraction.learned.encoder import WIDTH, Encoder, plain
from quotediff.extraction.learned.models import Model, model
from quotediff.readers import read_bytes

CORPUS = Path(__file__).parent.parent / "corpus"
ARTICLES = sorted(CORPUS.glob("*/v1.txt"))[:6]
NEEDED = ("quotediff_deep", "onnxruntime", "tokenizers")
installed = pytest.mark.skipif(
    not all(find_spec(name) for name in NEEDED),
    reason="the engine 'deep' is not installed: pip install ./packages/quotediff-deep",
)


@pytest.fixture(scope="module")
def deep() -> Model:
    return model("deep")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


# --- where it is not installed -------------------------------------------------------------------------


@pytest.fixture
def _missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(name: str) -> object | None:
        return None if name == "quotediff_deep" else object()

    monkeypatch.setattr("importlib.util.find_spec", found)


@pytest.mark.usefixtures("_missing")
def test_the_library_names_what_is_missing_and_the_remedy() -> None:
    """``extract`` with an engine that is not installed raises an error of one line."""
    with pytest.raises(UsageError, match=r"missing: quotediff-deep\).*pip install ./packages/quotediff-deep"):
        quotediff.extract(quotediff.read_text(STORY), "deep")


@pytest.mark.usefixtures("_missing")
@pytest.mark.parametrize("command", ["list", "compare", "sources"])
def test_the_command_ends_with_one_line_and_status_2(qd: Tool, story: Path, command: str) -> None:
    """The command says what is missing before it reads anything, once, however many files there are."""
    done = qd(command, "--engine", "deep", "--jobs", "2", story, story)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "pip install ./packages/quotediff-deep" in done.err


# --- where it is ---------------------------------------------------------------------------------------


@installed
@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.parent.name)
def test_the_laws_hold(path: Path) -> None:
    """Spans are exact, ids are there, a text does not differ from itself, JSON keeps to its schema."""
    validators = {name: schema(name) for name in ("list", "sources", "compare", "history")}
    laws.hold(path.read_bytes(), "deep", validators=validators)


@installed
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u200b\n",
        "a" * 5000,
        "x." * 2000,
        "\u4e2d\u6587\u3002 " * 400,
        '"' * 300,
        "He said " * 900,
        "Ann said \U0001f600\u0301 yes.\n\n" * 3,
        '"No", said Poe ' + "— and on " * 600,
    ],
    ids=range(9),
)
def test_odd_texts_have_an_answer(text: str) -> None:
    """Empty paragraphs, words of thousands of pieces and signs that no piece holds are read like others."""
    laws.hold(f'Headline\n\n{text}\n\n"It is late," said Ann Poe.\n'.encode(), "deep", formats=False)


@installed
def test_plain_copy_is_read_as_it_is_by_the_others() -> None:
    """A story without riddles gives the same quotes with every engine."""
    found = [
        [(q.kind, q.content, q.source) for q in quotediff.extract(quotediff.read_text(STORY), name).quotes]
        for name in engines.ENGINES
    ]
    assert found[0] == found[1] == found[2]


@installed
def test_json_says_which_engine_it_was(qd: Tool, story: Path) -> None:
    """Each document of the JSON names the engine that was asked for."""
    for name in engines.ENGINES:
        done = qd("list", "--engine", name, "--format", "json", story)
        assert [document["engine"] for document in json.loads(done.out)["documents"]] == [name]


@installed
def test_every_command_and_function_takes_it(qd: Tool, story: Path, tmp_path: Path) -> None:
    """Listing, comparing, tracing and tallying work with it as with the others."""
    edited = tmp_path / "edited.txt"
    edited.write_text(EDITED, encoding="utf-8")
    for command in ("compare", "history", "sources"):
        assert qd(command, "--engine", "deep", story, edited).status == 0
    assert qd("dump", "--engine", "deep", "--stage", "candidates", story).status == 0
    result = quotediff.compare(story, edited, engine="deep")
    assert {result.old.engine, result.new.engine} == {"deep"}
    assert [change.code for change in result.changes] == [
        change.code for change in quotediff.compare(story, edited).changes
    ]


@installed
def test_processes_threads_and_a_second_time_give_the_same(qd: Tool, deep: Model) -> None:
    """The answer does not depend on --jobs, on threads, or on what was read before."""
    one, two = (qd("list", "--engine", "deep", "-f", "jsonl", "--jobs", n, *ARTICLES).out for n in (1, 2))
    assert one == two
    with ThreadPoolExecutor(4) as pool:
        threads = list(pool.map(lambda path: quotediff.extract(quotediff.read(path), "deep"), ARTICLES * 2))
    assert threads[: len(ARTICLES)] == threads[len(ARTICLES) :]
    deep.network._added.cache_clear()  # type: ignore[attr-defined]  # noqa: SLF001 - what it remembers
    assert [quotediff.extract(quotediff.read(path), "deep") for path in ARTICLES] == threads[: len(ARTICLES)]


@installed
def test_a_paragraph_s_states_do_not_depend_on_the_others(deep: Model) -> None:
    """What the encoder makes of a paragraph is the same beside other paragraphs."""
    network = deep.network
    alone = [words(text) for text in STORY.split("\n\n")]
    for text in alone:
        first = network._added(text)  # type: ignore[attr-defined]  # noqa: SLF001 - the encoder's part alone
        network._added.cache_clear()  # type: ignore[attr-defined]  # noqa: SLF001
        for other in alone:
            network._added(other)  # type: ignore[attr-defined]  # noqa: SLF001
        assert np.array_equal(first, network._added(text))  # type: ignore[attr-defined]  # noqa: SLF001


@installed
def test_what_it_proposes_is_in_bounds(deep: Model) -> None:
    """Cues, sources and contents are ranges of the article's tokens, and none is empty."""
    doc = annotate(read_bytes(ARTICLES[0].read_bytes(), "a.txt"))
    for proposal in propose(run_network(doc, trace_rules(doc).selected, deep)):
        for first, last in (*proposal.contents, *(r for r in (proposal.cue, proposal.source) if r)):
            assert 0 <= first < last <= len(doc.tokens)


@installed
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and reading open no connection."""

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    model.cache_clear()
    assert quotediff.extract(quotediff.read_text(STORY), "deep").quotes


@installed
def test_the_others_do_not_load_it() -> None:
    """Who does not ask for it does not pay for it: its libraries are not imported."""
    program = (
        "import sys, quotediff\n"
        f"quotediff.extract(quotediff.read_text({STORY!r}))\n"
        f"print([name for name in {NEEDED} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@installed
@pytest.mark.parametrize("name", ["encoder.onnx.gz", "tokenizer.json", "weights.bin.gz", "fitted.json"])
@pytest.mark.parametrize("damage", [None, b"", b"no such thing"])
def test_a_damaged_package_is_an_error_of_one_line(tmp_path: Path, name: str, damage: bytes | None) -> None:
    """A file that is gone, empty or of another kind is named with the remedy, and nothing is extracted."""
    whole = Path(str(find_spec("quotediff_deep").origin)).parent  # type: ignore[union-attr]
    package = tmp_path / "quotediff_deep"
    package.mkdir()
    for path in whole.iterdir():
        if path.is_file() and path.name != name:
            (package / path.name).symlink_to(path)
    if damage is not None:
        (package / name).write_bytes(damage)
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import quotediff.cli; "
        f"sys.argv = ['quotediff', 'list', '--engine', 'deep', {str(ARTICLES[0])!r}]; "
        "sys.exit(quotediff.cli.main())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install --force-reinstall ./packages/quotediff-deep" in done.stderr
    shutil.rmtree(package)


# --- the encoder ---------------------------------------------------------------------------------------


def words(text: str) -> tuple[str, ...]:
    return tuple(t.text for t in annotate(read_bytes(text.encode(), "a.txt")).tokens)


def test_marks_of_every_kind_are_plain_ones() -> None:
    """The encoder sees typewriter's marks, whatever the paper sets."""
    assert [plain(word) for word in ("“", "``", "''", "’s", "–", "word")] == [
        '"',
        '"',
        '"',
        "'s",
        "-",
        "word",
    ]


@installed
def test_there_is_a_row_for_each_word(deep: Model) -> None:
    """Words of many pieces, of none, and more words than are read at a time have a row each."""
    known: Encoder = deep.network._encoder  # type: ignore[attr-defined]  # noqa: SLF001 - no other way to it
    for text in (["word"], ["word"] * 700, ["a.b" * 300] * 3 + ["x"], ["\u200b", "word", "\u200b"]):
        rows = np.concatenate(list(known.states(text)))
        assert rows.shape == (len(text), WIDTH)
        assert np.isfinite(rows).all()


def test_cuts_leave_no_part_too_long() -> None:
    """A paragraph is cut between words, so that no part but a single word is longer than may be read."""
    starts = [0, 100, 200, 300, 900, 901, 902]
    cuts = encoding._cuts(starts)  # noqa: SLF001 - where it is cut does not show
    assert cuts[0] == 0
    assert cuts[-1] == len(starts) - 1
    for a, b in pairwise(cuts):
        assert b == a + 1 or starts[b] - starts[a] <= encoding._MOST  # noqa: SLF001
