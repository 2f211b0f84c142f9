"""Threads and other users of one process: the same answers, whoever calls and in whatever order."""

from __future__ import annotations

import ast
import dataclasses
import functools
import gc
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest

import quotediff

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quotediff"
STORIES = sorted((ROOT / "corpus").glob("*/v1.txt"), key=lambda p: (p.stat().st_size, p))[:6]

# What a process makes of the stories: all that is found, story by story.
FOUND = """
import functools, gc, hashlib, sys, threading
from concurrent.futures import ThreadPoolExecutor

def found(path):
    import quotediff
    article = quotediff.extract(quotediff.read(path))
    return hashlib.sha256(repr((article.quotes, article.speakers, article.problems)).encode()).hexdigest()[:6]

def forget():  # everything that is remembered between calls, as if the process had just begun
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith("quotediff"):
            thing.cache_clear()
"""
THREADED = """
sys.setswitchinterval(1e-5)  # threads take turns as often as they can
threads, paths = int(sys.argv[1]), sys.argv[2:]
for _ in range(10):
    forget()
    ready = threading.Barrier(threads, timeout=60)
    with ThreadPoolExecutor(threads) as pool:
        all(pool.map(lambda _: ready.wait() >= 0, range(threads)))  # all are there before any begins
        answers = list(pool.map(found, paths * 3))
    print(*answers[: len(paths)])
    print(*answers[len(paths) : -len(paths)])
    print(*answers[-len(paths) :])
    print(*map(found, paths))
"""


def python(code: str, *words: object, **variables: str) -> str:
    """What a fresh Python prints."""
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"} | variables
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@functools.cache
def serial() -> str:
    """What one thread finds, in a process of its own."""
    return python(FOUND + "print(*map(found, sys.argv[1:]))", *STORIES)


@pytest.mark.parametrize("threads", [2, 4, 8, 16])
def test_threads_find_what_one_finds_and_leave_it_so(threads: int) -> None:
    lines = python(FOUND + THREADED, threads, *STORIES).splitlines(keepends=True)
    assert [k for k, line in enumerate(lines) if line != serial()] == []
    assert len(lines) == 40


def test_threads_may_be_the_first_to_load_everything() -> None:
    code = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
sys.setswitchinterval(1e-5)
ready = threading.Barrier(8, timeout=60)
def compared(k):
    ready.wait()
    import quotediff
    engine = ("network", "rules")[k % 2]
    old, new = (quotediff.extract(quotediff.read(p), engine=engine) for p in sys.argv[1:])
    return repr((quotediff.compare(old, new).changes, quotediff.sources(new).speakers))
with ThreadPoolExecutor(8) as pool:
    answers = list(pool.map(compared, range(8)))
print(len(set(answers[::2])), len(set(answers[1::2])))
"""
    story = STORIES[0]
    for _ in range(3):
        assert python(code, story, story.with_name("v2.txt")) == "1 1\n"


def test_joblib_s_threads_find_the_same() -> None:
    work = (joblib.delayed(_summary)(path) for path in STORIES)
    assert joblib.Parallel(n_jobs=4, backend="threading")(work) == list(map(_summary, STORIES))


def _summary(path: Path) -> str:
    article = quotediff.extract(quotediff.read(path))
    return repr((article.quotes, article.speakers, article.problems))


def test_a_call_that_is_interrupted_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    from quotediff.extraction.learned import models  # noqa: PLC0415 - the others do without numpy
    from quotediff.extraction.learned.numpy_network import NumpyNetwork  # noqa: PLC0415 - likewise
    from quotediff.extraction.learned.weights import weights  # noqa: PLC0415 - likewise

    net = NumpyNetwork(weights())
    model = dataclasses.replace(models.model("network"), network=net)
    monkeypatch.setattr(models, "model", lambda _: model)
    before = _summary(STORIES[0])
    with monkeypatch.context() as patch:
        patch.setattr(net, "_embedded", _interrupt)  # the middle of what is interrupted
        with pytest.raises(KeyboardInterrupt):
            quotediff.extract(quotediff.read_bytes(b'"Xyzzyq plughs," said Qwertz Asdfgh of Zxcvbn.'))
    assert _summary(STORIES[0]) == before


def _interrupt(_types: object) -> None:
    raise KeyboardInterrupt


# --- what is kept between calls


def test_what_is_remembered_is_never_altered() -> None:
    _compared()
    kept = {name: pickle.dumps(function()) for name, function in _without_arguments()}
    assert len(kept) > 25
    _compared()
    assert [name for name, function in _without_arguments() if pickle.dumps(function()) != kept[name]] == []


def _compared() -> None:
    story = STORIES[1]
    old, new = (quotediff.extract(quotediff.read(p)) for p in (story, story.with_name("v2.txt")))
    quotediff.compare(old, new)


_Remembering: Any = type(functools.cache(len))


def _without_arguments() -> Iterator[tuple[str, Any]]:
    """The remembered tables: cached functions of the package that were called without arguments."""
    for thing in gc.get_objects():
        if isinstance(thing, _Remembering) and str(thing.__module__).startswith("quotediff"):
            name = f"{thing.__module__}.{thing.__qualname__}"
            names = thing.__wrapped__.__code__.co_argcount
            if not names and thing.cache_info().currsize and name not in _MACHINES:
                yield name, thing


_MACHINES = {
    "quotediff.extraction.learned.network.network",  # what it remembers belongs to a single call, see there
    "quotediff.rendering.page.templates._environment",  # Jinja2's, which may be shared once it is made
}

# Module-level values that functions change, and why no thread is the worse for it.
CHANGED = {
    "__init__.py: globals",  # a public name, the same whoever puts it there
    "changes/registry.py: RULES",  # while a module is loaded, which Python does once
    "cli/jobs.py: _TASK",  # of a process that has one thread
}
_CHANGING = {
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault",
    "update",
}  # fmt: skip


def test_no_function_changes_a_value_that_all_share_but_those_listed() -> None:
    found = {f"{p.relative_to(PACKAGE)}: {name}" for p in PACKAGE.rglob("*.py") for name in _changed(p)}
    assert found == CHANGED


def _changed(path: Path) -> set[str]:
    """Module-level names whose values the module's functions change."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    shared = {"globals"}
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        shared |= {t.id for t in targets if isinstance(t, ast.Name)}
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda))
    return {name for function in functions for name in _changes(function) & shared}


def _changes(function: ast.AST) -> set[str]:
    """The names that are rebound, or whose values are changed, by a function; less its own."""
    found: set[str] = set()
    own: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            found.update(node.names)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            found |= _base(node.value)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _CHANGING
        ):
            found |= _base(node.func.value)
    return found - own


def _base(node: ast.expr) -> set[str]:
    node = node.func if isinstance(node, ast.Call) else node
    return {node.id} if isinstance(node, ast.Name) else set()


# --- who came first

TIMED = """
import os, sys, time
before = dict(os.environ)
for name in sys.argv[1].split():
    __import__(name)
import quotediff
documents = [quotediff.read(path) for path in sys.argv[2:]]
articles = [quotediff.extract(document) for document in documents]
begin = time.process_time()
for _ in range(5):
    articles = [quotediff.extract(document) for document in documents]
print(time.process_time() - begin)
assert dict(os.environ) == before
print(repr([(a.quotes, a.speakers) for a in articles]))
"""


def _timed(first: str, **variables: str) -> tuple[float, str]:
    seconds, answer = python(TIMED, first, *STORIES, **variables).split("\n", 1)
    return float(seconds), answer


def test_whoever_loads_numpy_first_pays_no_more() -> None:
    alone, numpy_first, bound = [], [], []
    for _ in range(3):  # in turn, as the machine's speed drifts
        alone.append(_timed(""))
        numpy_first.append(_timed("numpy"))
        bound.append(_timed("", OPENBLAS_NUM_THREADS="1"))
    assert len({answer for _, answer in (*alone, *numpy_first, *bound)}) == 1
    least = min(bound)[0]
    assert min(numpy_first)[0] < 1.3 * least
    assert min(alone)[0] < 1.3 * least


def test_the_network_uses_one_thread() -> None:
    import numpy as np  # noqa: PLC0415 - likewise

    from quotediff.extraction.learned.numpy_network import NumpyNetwork  # noqa: PLC0415 - likewise
    from quotediff.extraction.learned.weights import weights  # noqa: PLC0415 - likewise

    layer = NumpyNetwork(weights()).layers[0]
    whole = np.ones((20_000, len(layer.matrices[0])), dtype=np.float32)
    layer.times(whole)
    before = resource.getrusage(resource.RUSAGE_THREAD)
    all_before = resource.getrusage(resource.RUSAGE_SELF)
    for _ in range(10):
        layer.times(whole)
    after = resource.getrusage(resource.RUSAGE_THREAD)
    all_after = resource.getrusage(resource.RUSAGE_SELF)
    own = after.ru_utime - before.ru_utime
    assert all_after.ru_utime - all_before.ru_utime < 1.2 * own + 0.05


def test_the_command_leaves_the_environment_of_its_process_as_it_was() -> None:
    code = (
        "import os, sys\n"
        "before = dict(os.environ)\n"
        "sys.argv = ['quotediff', 'list', sys.argv[1]]\n"
        "from quotediff.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert dict(os.environ) == before, sorted(set(os.environ) ^ set(before))\n"
    )
    assert "said" in python(code, STORIES[0])
