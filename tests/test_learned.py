"""The learned part of the engine: its file, its arithmetic, its proposals."""

from __future__ import annotations

import re
import subprocess
import sys
from hashlib import sha256
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

from quotediff.extraction.document import AnnotatedDocument, annotate
from quotediff.extraction.engine import trace_rules
from quotediff.extraction.learned import Proposal, attributions_for, choose_attributions, propose, run_network
from quotediff.extraction.learned.features import type_features
from quotediff.extraction.learned.hints import HINTS, hints
from quotediff.extraction.learned.models import model
from quotediff.extraction.learned.network import NetworkInput, Window, network
from quotediff.extraction.learned.numpy_network import NumpyNetwork, chances, pack
from quotediff.extraction.learned.weights import parse, shipped, weights
from quotediff.readers import read_bytes
from quotediff.text.tokens import tokenize

MODEL = resources.files("quotediff.extraction.learned") / "model"

STORY = """Harbor town weighs new ferry tax

The mayor said on Tuesday that the town would not raise the ferry tax this year.

"We have looked at every figure twice," said Nora Quill, who heads the town's budget office. "There is room."

According to a report by the port authority, 40,000 passengers used the old pier in May.

Harold Finch called the plan "a gift to the rich" and told reporters he would vote against it.
"""


def annotated(text: str) -> AnnotatedDocument:
    return annotate(read_bytes(text.encode(), "story.txt"))


def attributions(text: str) -> tuple[Proposal, ...]:
    doc = annotated(text)
    return choose_attributions(doc, trace_rules(doc).selected, model("network"))


def test_the_card_names_the_file_that_is_shipped() -> None:
    card = (MODEL / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert sha256(shipped()).hexdigest() in card


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="not a model"):
        parse(b"PK\x03\x04")


def test_a_file_that_is_cut_off_is_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        parse(shipped()[:100_000])


def test_every_sum_of_products_stays_exact() -> None:
    net = NumpyNetwork(weights())
    matrices = [(layer.matrix, layer.top) for layer in (net.first, net.project, net.last)]
    for layer in (*net.layers, net.token, net.cue, net.pair):
        matrices += [(matrix, layer.top) for matrix in layer.matrices]
    for matrix, top in matrices:
        assert np.array_equal(matrix, np.rint(matrix))
        assert np.abs(matrix).sum(axis=0).max() * top < 2**24


def test_products_do_not_depend_on_the_order_of_adding_up() -> None:
    layer = NumpyNetwork(weights()).layers[1]
    matrix = layer.matrices[0]
    x = np.linspace(-1, 1, 40 * len(matrix), dtype=np.float32).reshape(40, -1)
    shuffled = np.random.default_rng(1).permutation(len(matrix))
    whole = layer.round(x)
    assert np.array_equal(whole @ matrix, whole[:, shuffled] @ matrix[shuffled])


def test_the_expected_attributions_are_found() -> None:
    doc = annotated(STORY)
    found = {
        (
            doc.text_of(*p.source) if p.source else None,
            doc.text_of(*p.cue) if p.cue else None,
        ): [doc.text_of(*c) for c in p.contents]
        for p in choose_attributions(doc, trace_rules(doc).selected, model("network"))
    }
    assert found["The mayor", "said"] == ["that the town would not raise the ferry tax this year"]
    assert found["Nora Quill, who heads the town's budget office", "said"] == [
        "We have looked at every figure twice",
        "There is room",
    ]
    assert found["Harold Finch", "called"] == ['the plan "a gift to the rich']
    assert found["a report by the port authority", "According to"] == [
        "40,000 passengers used the old pier in May"
    ]


def test_no_token_is_content_twice_and_ranges_lie_in_one_paragraph_or_follow() -> None:
    doc = annotated(STORY * 3)
    owned: set[int] = set()
    for p in choose_attributions(doc, trace_rules(doc).selected, model("network")):
        for first, last in p.contents:
            assert 0 <= first < last <= len(doc.tokens)
            assert doc.block_of[first] == doc.block_of[last - 1]
            assert owned.isdisjoint(range(first, last))
            owned.update(range(first, last))
        assert 0 <= p.confidence <= 1


def test_working_in_small_portions_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = attributions(STORY * 3)
    monkeypatch.setattr(sys.modules["quotediff.extraction.learned.network"], "MAX_BATCH_ROWS", 40)
    assert attributions(STORY * 3) == whole


def test_the_same_text_gives_the_same_in_another_process() -> None:
    program = (
        "import sys\nfrom quotediff.extraction.engine import trace_rules\n"
        "from quotediff.extraction.learned import choose_attributions\n"
        "from quotediff.extraction.document import annotate\nfrom quotediff.readers import read_bytes\n"
        "doc = annotate(read_bytes(sys.stdin.buffer.read(), 'story.txt'))\n"
        "from quotediff.extraction.learned.models import model\n"
        "print(choose_attributions(doc, trace_rules(doc).selected, model('network')))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            input=STORY.encode(),
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "PATH": ""},
            cwd=Path(__file__).parent.parent,
        ).stdout
        for seed, threads in (("1", "1"), ("2", "2"))
    ]
    assert runs[0] == runs[1]
    assert runs[0].decode().strip() == str(attributions(STORY))


def test_a_paragraph_reads_alike_wherever_it_stands_in_a_batch() -> None:
    net = network()
    tokens = tokenize("The mayor said that it would rain . Rain fell .")
    types = [type_features(t.text, t.norm) for t in tokens]
    n = len(tokens)
    once = net.read(NetworkInput((), types, range(n), bytes(n), bytes(n), [0], [n]))
    of = [*range(3), *range(n), *range(n - 3)]
    nothing = bytes(len(of))
    several = net.read(NetworkInput((), types, of, nothing, nothing, [0] * 3, [3, n, n - 3]))
    size = len(once) // n
    assert several[3 * size : (3 + n) * size] == once


def test_viterbi_finds_what_trying_every_labelling_finds() -> None:
    net = NumpyNetwork(weights())
    scores = np.random.default_rng(3).integers(-900, 900, size=(5, 4))
    every = np.array(np.meshgrid(*[range(4)] * 5)).reshape(5, -1).T
    best = max(net._total_score(scores, row) for row in every)  # noqa: SLF001 - the parts are what is tested
    longer = np.concatenate((scores, scores))
    (labels, _), (worth, _) = net._best([scores, longer])  # noqa: SLF001 - likewise
    assert net._total_score(scores, labels) == best == worth  # noqa: SLF001 - likewise


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_packing_visits_every_row_once_in_order(lengths: list[int]) -> None:
    sizes = np.array(lengths)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    packing = pack(starts, sizes)
    assert sorted(packing.rows.tolist()) == list(range(sizes.sum()))
    for t, (a, b) in enumerate(zip(packing.bounds, packing.bounds[1:], strict=False)):
        wanted = [starts[k] + t for k in packing.order if sizes[k] > t]
        assert packing.rows[a:b].tolist() == wanted


def test_chances_are_parts_in_a_thousand() -> None:
    (row,) = chances(np.array([[0, 256, -100_000]])).tolist()
    assert row == [268, 731, 0]


def test_work_grows_with_the_text_and_not_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    net = network()
    rows: list[int] = []
    label = type(net).label

    def counted(
        self: object, hidden: bytes, cues: list[Window], content: list[bool], hints: list[bytes]
    ) -> object:
        rows.append(sum(c.high - c.low for c in cues))
        return label(self, hidden, cues, content, hints)  # type: ignore[arg-type]

    monkeypatch.setattr(type(net), "label", counted)
    line = 'She said that "it" was late, he said. '
    work = []
    for times in (40, 80):
        rows.clear()
        attributions(line * times)
        work.append(sum(rows))
    assert work[1] < 2.6 * work[0]


@given(strategies.articles())
def test_any_text_has_proposals_within_its_bounds(text: str) -> None:
    doc = annotated(f"Title\n\n{text}")
    chosen = trace_rules(doc).selected
    shipped_model = model("network")
    output = run_network(doc, chosen, shipped_model)
    placed = attributions_for(output, output.ranges)
    for p in (
        *propose(output),
        *(p for found in placed for _, p in found),
        *choose_attributions(doc, chosen, shipped_model),
    ):
        for first, last in (*p.contents, *(r for r in (p.cue, p.source) if r)):
            assert 0 <= first < last <= len(doc.tokens)


@given(st.integers(0, 40), st.integers(0, 9))
def test_hints_say_what_the_rules_chose(low: int, length: int) -> None:
    doc = annotated(STORY)
    chosen = trace_rules(doc).selected
    told = hints(len(doc.tokens), chosen)
    assert max(told.states) < HINTS
    for k, candidate in enumerate(chosen):
        if candidate.cue is not None:
            assert {told.of_cue[i] for i in range(*candidate.cue)} == {k}
            around = told.around(low, low + length, *candidate.cue)
            content = {i for r in candidate.contents for i in range(*r)} - set(range(*candidate.cue))
            source = set(range(*(candidate.source or (0, 0))))
            for i, part in enumerate(around, low):
                assert (part == 4) == (i in content - source)
    assert not any(told.around(0, 3, 0, 0))


def test_the_card_tells_no_secret_path() -> None:
    card = (MODEL / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:work|root|home|tmp)/", card)
