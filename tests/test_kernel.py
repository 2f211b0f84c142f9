"""The compiled network: the same answers as in numpy to the bit, whatever comes; and doing without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quotediff
from quotediff.extraction.document import annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned import choose_attributions, models
from quotediff.extraction.learned import features as sizes
from quotediff.extraction.learned.features import TypeFeatures
from quotediff.extraction.learned.hints import CUE_HINTS, HINTS
from quotediff.extraction.learned.models import Model
from quotediff.extraction.learned.network import (
    Chances,
    Hidden,
    Labelling,
    Network,
    NetworkInput,
    RequiredContent,
    Window,
    buckets,
    network,
)
from quotediff.extraction.learned.numpy_network import NumpyNetwork
from quotediff.extraction.learned.weights import weights

ROOT = Path(__file__).parent.parent
STORIES = sorted((ROOT / "corpus").glob("*/v1.txt"))[::3]
BUILT = find_spec("quotediff.extraction.learned._kernel") is not None
built = pytest.mark.skipif(not BUILT, reason="the kernel is not built here: pip install --editable .")


class Both(Network):
    """Asks both networks, and holds each answer to be the same."""

    def __init__(self) -> None:
        self.one, self.other = network(), NumpyNetwork(weights())
        assert type(self.one) is not NumpyNetwork
        self.width = self.one.width

    def _read_all(self, seen: NetworkInput) -> Hidden:
        found = self.one._read_all(seen)  # noqa: SLF001 - the parts are what is compared
        assert found == self.other._read_all(seen)  # noqa: SLF001 - likewise
        return found

    def chances(self, hidden: Hidden) -> Chances:
        found = self.one.chances(hidden)
        assert list(map(list, found)) == list(map(list, self.other.chances(hidden)))
        return found

    def _label_some(
        self,
        hidden: Hidden,
        cues: list[Window],  # type: ignore[override]
        content: list[RequiredContent],  # type: ignore[override]
        hints: list[bytes],  # type: ignore[override]
    ) -> list[Labelling]:
        found = self.one._label_some(hidden, cues, content, hints)  # noqa: SLF001 - likewise
        assert found == self.other._label_some(hidden, cues, content, hints)  # noqa: SLF001 - likewise
        return found


@pytest.fixture(scope="module")
def both() -> Both:
    return Both()


WORDS = ("said", "the", "mayor", "zzyzx", "\ud800", "", "é" * 40, "trump")
A_TYPE = st.builds(
    TypeFeatures,
    st.sampled_from(WORDS),
    st.integers(0, sizes.SUFFIXES3 - 1),
    st.integers(0, sizes.SUFFIXES2 - 1),
    st.integers(0, sizes.PREFIXES3 - 1),
    st.integers(0, sizes.SHAPES - 1),
    st.integers(0, sizes.KINDS - 1),
)


@st.composite
def inputs(draw: st.DrawFn) -> NetworkInput:
    """Anything that a network can be given: paragraphs of a few tokens, each in any state."""
    types = draw(st.lists(A_TYPE, min_size=1, max_size=6))
    lengths = draw(st.lists(st.integers(1, 30), min_size=1, max_size=5))
    tokens = sum(lengths)

    def numbers(limit: int, count: int) -> list[int]:
        return draw(st.lists(st.integers(0, limit - 1), min_size=count, max_size=count))

    return NetworkInput(
        [t.word for t in types],
        types,
        numbers(len(types), tokens),
        bytes(numbers(sizes.QUOTE_STATES, tokens)),
        bytes(numbers(HINTS, tokens)),
        numbers(sizes.PARAGRAPH_STATES, len(lengths)),
        lengths,
    )


@built
@given(st.data(), inputs())
def test_any_input_gives_the_same_to_the_bit(both: Both, data: st.DataObject, seen: NetworkInput) -> None:
    hidden = both.read(seen)
    both.chances(hidden)
    tokens = len(seen.of)
    cues, content, hints = [], [], []
    for _ in range(data.draw(st.integers(0, 4))):
        low, high = sorted(data.draw(st.sets(st.integers(0, tokens), min_size=2, max_size=2)))
        first, last = sorted(data.draw(st.sets(st.integers(low, high), min_size=2, max_size=2)))
        cues.append(Window(low, high, first, last))
        some = st.tuples(st.integers(0, tokens), st.integers(0, tokens))
        content.append(data.draw(st.booleans() | some))
        one = st.lists(st.integers(0, CUE_HINTS - 1), min_size=high - low, max_size=high - low)
        hints.append(bytes(data.draw(one)))
    assert len(both.label(hidden, cues, content, hints)) == len(cues)


@built
@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.parent.name)
def test_stories_give_the_same_to_the_bit(both: Both, path: Path) -> None:
    shipped = models.model("network")
    model = Model(both, shipped.confidence, shipped.thresholds)
    doc = annotate(quotediff.read(path))
    chosen = trace_rules(doc).selected
    assert choose_attributions(doc, chosen, model) == choose_attributions(doc, chosen, shipped)


@built
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
@pytest.mark.parametrize("lanes", [4, 8])
def test_loops_for_other_processors_give_the_same_to_the_bit(lanes: int, tmp_path: Path) -> None:
    library = tmp_path / "_kernel.so"
    include = sysconfig.get_path("include")
    exact = ("-std=c11", "-O2", "-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno")
    command = ["cc", "-shared", "-fPIC", *exact, f"-DMOST_LANES={lanes}", f"-I{include}"]
    subprocess.run([*command, ROOT / "kernel" / "kernel.c", "-o", library], check=True)
    spec = spec_from_file_location("quotediff.extraction.learned._kernel", library)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    from quotediff.extraction.learned.compiled_network import CompiledNetwork  # noqa: PLC0415 - if built

    source, chosen = weights(), network()
    other = CompiledNetwork(source)
    other._kernel = module.Kernel(  # noqa: SLF001 - below what the package hands it
        source.data, source.places, source.words, source.settings,
        buckets(int(source.settings["buckets"])), CUE_HINTS,
    )  # fmt: skip
    shipped = models.model("network")
    for path in STORIES[:4]:
        doc = annotate(quotediff.read(path))
        rules = trace_rules(doc).selected
        found = [
            choose_attributions(doc, rules, Model(each, shipped.confidence, shipped.thresholds))
            for each in (other, chosen)
        ]
        assert found[0] == found[1]


@built
def test_what_cannot_be_is_refused() -> None:
    """Whatever a kernel is handed, it raises; it reads nothing beyond what it is given."""
    from quotediff.extraction.learned._kernel import Kernel  # noqa: PLC0415 - if built

    kernel = network()._kernel  # type: ignore[attr-defined]  # noqa: SLF001 - below what the package hands it
    word = TypeFeatures("said", 0, 0, 0, 0, 0)
    hidden = kernel.read([word], [0, 0], bytes(2), bytes(2), [0], [2])
    for wrong in (
        ([word], [0, 1], bytes(2), bytes(2), [0], [2]),
        ([word], [0, 0], bytes(1), bytes(2), [0], [2]),
        ([word], [0, 0], b"\xff\0", bytes(2), [0], [2]),
        ([word], [0, 0], bytes(2), b"\xff\0", [0], [2]),
        ([word], [0, 0], bytes(2), bytes(2), [999], [2]),
        ([word], [0, 0], bytes(2), bytes(2), [0], [3]),
        ([word], [0, 0], bytes(2), bytes(2), [0, 0], [2]),
        ([word._replace(shape=99_999)], [0, 0], bytes(2), bytes(2), [0], [2]),
        ([word._replace(kind=-1)], [0, 0], bytes(2), bytes(2), [0], [2]),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - no message is promised
            kernel.read(*wrong)
    for window, told in (
        ((0, 3, 0, 1), bytes(3)),
        ((0, 2, 0, 0), bytes(2)),
        ((-1, 2, 0, 1), bytes(3)),
        ((1, 2, 0, 1), bytes(1)),
        ((0, 2, 0, 1), bytes(1)),
        ((0, 2, 0, 1), b"\xff\0"),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - likewise
            kernel.label(hidden, [window], [False], [told])
    for short in (hidden[:-1], "text"):
        with pytest.raises(ValueError, match="not what was read"):
            kernel.chances(short)
    with pytest.raises(ValueError, match="without weights"):
        Kernel.__new__(Kernel).chances(b"")
    source = weights()
    arguments = (source.data, source.places, source.words, source.settings, [0] * 321, CUE_HINTS)
    Kernel(*arguments)
    for k, changed in (
        (0, source.data[: len(source.data) // 2]),
        (1, {**source.places, "word": source.places["word"]._replace(offset=len(source.data))}),
        (1, {**source.places, "word": source.places["vectors"]}),
        (1, {name: place for name, place in source.places.items() if name != "cue"}),
        (2, source.words + 1000),
        (3, {**source.settings, "layers": 9}),
        (3, {**source.settings, "last.top": 1e9}),
        (4, [99] * 321),
        (5, 4),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - likewise
            Kernel(*arguments[:k], changed, *arguments[k + 1 :])


LISTED = """
import sys
if sys.argv.pop(1) == "hidden":
    sys.modules["quotediff.extraction.learned._kernel"] = None
from quotediff.cli import main
status = main()
print("numpy" in sys.modules, file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize("path", STORIES[:2], ids=lambda path: path.parent.name)
def test_without_it_the_answer_is_the_same(path: Path) -> None:
    runs = {
        kernel: subprocess.run(
            [sys.executable, "-c", LISTED, kernel, "list", "--format", "json", path],
            cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
        )
        for kernel in ("hidden", "seen")
    }  # fmt: skip
    assert runs["hidden"].stdout == runs["seen"].stdout
    assert runs["hidden"].stderr == "True\n"
    assert runs["seen"].stderr == ("False\n" if BUILT else "True\n")  # with it a list needs no numpy


@pytest.mark.skipif(not os.environ.get("CI") or shutil.which("cc") is None, reason="where all is tested")
def test_it_is_built_where_there_is_a_compiler() -> None:
    assert BUILT


def test_a_pure_wheel_needs_no_compiler(tmp_path: Path) -> None:
    """Told to compile nothing, ``setup.py`` makes a wheel for any machine."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("kernel", "man"):
        shutil.copytree(ROOT / name, copy / name)
    (copy / "quotediff").mkdir()
    shutil.copy(ROOT / "quotediff" / "__init__.py", copy / "quotediff" / "__init__.py")
    program = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    for environment, tag in (({"QUOTEDIFF_PURE": "1"}, "py3-none-any"), ({"CC": "false"}, "cp311-abi3-")):
        subprocess.run(
            [sys.executable, "-c", program, tmp_path],
            cwd=copy, env={**os.environ, **environment}, capture_output=True, check=True,
        )  # fmt: skip
        (wheel,) = tmp_path.glob("*.whl")
        assert tag in wheel.name
        wheel.unlink()
