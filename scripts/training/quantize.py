"""Makes the encoder of the deep engine, which ``onnxruntime`` runs: five layers in whole numbers.

    scripts/train encoder [--out FOLDER]

The weights are all-mpnet-base-v2's (Apache-2.0; Song et al. 2020, "MPNet"; tuned for sentences by
sentence-transformers), read as data: numbers from a file of safetensors, nothing unpickled. Each matrix is
rounded to whole numbers of 7 bits, a scale a column: so no processor's sums of two products of 8 bits
overflow 16 bits, and products of matrices are the same everywhere. What they are multiplied by is rounded to
8 bits as it comes (ONNX's ``DynamicQuantizeLinear``). Everything else is computed in floats of 32 bits.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from invented import own_articles
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from quotediff.extraction.learned.encoder import BEGIN, END, UNKNOWN, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onnx import ModelProto

    from corpus import Article

LAYERS, WIDTH, HEADS = 5, 768, 12
LONGEST = 256  # pieces of a sequence, with the ones that begin and end it
_FIRST_POSITION = 2  # 0 and 1 are for what is padded
_BUCKETS, _FAR = 32, 128
_OPSET = 17
_MOST = 63  # of a matrix's whole numbers: 2 * 255 * 63 < 2**15
_EPSILON = 1e-5
_MOST_OF_A_PIECE = 31  # the same of what a word piece is to begin with
_LOOKED_AT = 60  # own articles, for how far the columns of matrices' inputs go
_APART = {"attend": 8, "up": 8, "down": 16}  # columns of a matrix's input that are not rounded


def main() -> None:
    """Reads, counts, rounds, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polnear", type=Path, help="not used: the word pieces of all English are kept")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="the project's own stories")
    parser.add_argument("--encoder", type=Path, required=True, help="the encoder's folder")
    parser.add_argument("--cache", type=Path, required=True, help="not used: nothing here takes long")
    parser.add_argument(
        "--out", type=Path, required=True, help="a folder for encoder.onnx.gz and tokenizer.json"
    )
    arguments = parser.parse_args()
    own = own_articles(arguments.corpus)
    lines = (arguments.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    known = {piece: k for k, piece in enumerate(lines) if piece}
    pieces = [piece for piece in known if of_english(piece)]
    chosen = tokenizer({piece: k for k, piece in enumerate(pieces)})
    rows = [known[piece] for piece in pieces]
    p = parameters(arguments.encoder / "model.safetensors", LAYERS)
    sequences = [s for article in own[:_LOOKED_AT] for s in _sequences(chosen, article)]
    model = encoder(p, rows, reaches(p, rows, sequences))
    arguments.out.mkdir(parents=True, exist_ok=True)
    packed = gzip.compress(model.SerializeToString(deterministic=True), 9, mtime=0)
    (arguments.out / "encoder.onnx.gz").write_bytes(packed)
    (arguments.out / "tokenizer.json").write_text(chosen.to_str(), encoding="utf-8")


def of_english(piece: str) -> bool:
    """Whether a word piece may occur in English text: no letter of another script, and no place left free.

    All of them are kept, since an article that the network was not trained on has one word in twenty with a
    piece that none of the training articles has.
    """
    letters = piece.removeprefix("##")
    return not piece.startswith("[unused") and all(c.isascii() or not c.isalpha() for c in letters)


def tokenizer(numbers: dict[str, int]) -> Tokenizer:
    """What cuts words into these pieces, as the encoder was taught them."""
    made = Tokenizer(WordPiece(numbers, unk_token=UNKNOWN))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def _words(article: Article) -> list[str]:
    return [plain(t.text) for t in article.tokens]


def _sequences(chosen: Tokenizer, article: Article) -> list[np.ndarray]:
    """The article's paragraphs as the encoder reads them."""
    words = _words(article)
    each = (
        chosen.encode(words[a:b], is_pretokenized=True, add_special_tokens=False)
        for a, b in article.paragraphs
    )
    ends = [chosen.token_to_id(BEGIN)], [chosen.token_to_id(END)]
    return [np.array(ends[0] + some.ids[: LONGEST - 2] + ends[1], dtype=np.int64) for some in each]


class _Graph:
    """A graph in the making.

    ``reach``: how far from zero each column of each matrix's input goes, in the order of the matrices; None
    makes a graph in floats, of which ``inputs`` are the names of those inputs.
    """

    def __init__(self, reach: Sequence[np.ndarray] | None) -> None:
        self.reach = None if reach is None else iter(reach)
        self.inputs: list[str] = []
        self.nodes: list[object] = []
        self.constants: list[object] = []
        self.count = 0

    def constant(self, value: np.ndarray) -> str:
        """The name of a constant."""
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def whole(self, *values: int) -> str:
        """The name of a constant of whole numbers."""
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, kind: str, *inputs: str, outputs: int = 1, **attributes: object) -> str:
        """The name of the first output of a node; of several, ``NAME.k`` are the others."""
        self.count += 1
        name = f"n{self.count}"
        names = [name, *(f"{name}.{k}" for k in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=name, **attributes))
        return name

    def half(self, value: np.ndarray) -> str:
        """The name of what gives a constant in floats, which is kept in those of 16 bits."""
        return self.add("Cast", self.constant(value.astype(np.float16)), to=TensorProto.FLOAT)

    def norm(self, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """A layer's norm."""
        return self.add(
            "LayerNormalization", x, self.constant(weight), self.constant(bias), epsilon=_EPSILON, axis=-1
        )

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray, apart: int = 0) -> str:
        """``x`` times a matrix (out x in) and the bias; ``apart`` columns of ``x`` are not rounded.

        In whole numbers but for the columns of the input that go farthest from zero (Dettmers et al. 2022,
        "LLM.int8()"): one step has to do for all the others.
        """
        if self.reach is None:
            self.inputs.append(x)
            return self.add("Add", self.add("MatMul", x, self.constant(weight.T)), self.constant(bias))
        reach = next(self.reach)
        far = np.sort(np.argsort(-reach, kind="stable")[:apart])
        added = self.constant(bias)
        if apart:
            exact = self.half(weight.T[far])
            columns = self.add("Gather", x, self.constant(far.astype(np.int64)), axis=1)
            added = self.add("Add", self.add("MatMul", columns, exact), added)
            near = np.ones(len(reach), dtype=np.float32)
            near[far] = 0
            x = self.add("Mul", x, self.constant(near))
            weight = weight * near
        whole, scale = rounded(weight.T, _MOST, 0)
        q = self.add("DynamicQuantizeLinear", x, outputs=3)
        zero = self.constant(np.array(0, dtype=np.int8))
        y = self.add("MatMulInteger", q, self.constant(whole), f"{q}.2", zero)
        y = self.add("Cast", y, to=TensorProto.FLOAT)
        y = self.add("Mul", y, self.add("Mul", f"{q}.1", self.constant(scale)))
        return self.add("Add", y, added)


def rounded(values: np.ndarray, most: int, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers up to ``most``, and their scales: one for each column (axis 0) or row (axis 1)."""
    scale = np.abs(values).max(axis=axis, keepdims=True) / most
    scale[scale == 0] = 1
    whole = np.rint(values / scale).astype(np.int8)
    return whole, scale.astype(np.float32).reshape(-1 if axis == 0 else (len(values), 1))


def encoder(p: dict[str, np.ndarray], rows: Sequence[int], reach: Sequence[np.ndarray] | None) -> ModelProto:
    """The encoder with parameters ``p`` for the word pieces of these rows, which are numbered anew from 0.

    From ``ids`` (int64, the pieces of one sequence) to ``states`` (float32, a row for each). ``reach`` as
    ``reaches`` gives it; with None in floats, and with the inputs of its matrices as further outputs.
    """
    g = _Graph(reach)
    words, scale = rounded(p["embeddings.word_embeddings.weight"][list(rows)], _MOST_OF_A_PIECE, 1)
    x = g.add("Cast", g.add("Gather", g.constant(words), "ids"), to=TensorProto.FLOAT)
    x = g.add("Mul", x, g.add("Gather", g.constant(scale), "ids"))
    length = g.add("Shape", "ids")
    begin = g.whole(0)
    places = p["embeddings.position_embeddings.weight"][_FIRST_POSITION : _FIRST_POSITION + LONGEST]
    x = g.add("Add", x, g.add("Slice", g.half(places), begin, length))
    x = g.norm(x, p["embeddings.LayerNorm.weight"], p["embeddings.LayerNorm.bias"])
    both, axes = g.add("Concat", length, length, axis=0), g.whole(0, 1)
    near = g.add("Slice", g.constant(_buckets(LONGEST)), g.whole(0, 0), both, axes)
    bias = g.constant(p["encoder.relative_attention_bias.weight"])
    near = g.add("Gather", bias, g.add("Cast", near, to=TensorProto.INT64))
    near = g.add("Transpose", near, perm=[2, 0, 1])
    for k in range(LAYERS):
        x = _layer(g, p, f"encoder.layer.{k}.", x, near)
    outputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["pieces", WIDTH])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in g.inputs]
    graph = helper.make_graph(
        [*g.nodes, helper.make_node("Identity", [x], ["states"])],
        "encoder",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["pieces"])],
        outputs,
        g.constants,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=8)


def reaches(
    p: dict[str, np.ndarray], rows: Sequence[int], sequences: Sequence[np.ndarray]
) -> list[np.ndarray]:
    """How far from zero each column of each matrix's input goes for these sequences of pieces."""
    model = encoder(p, rows, None).SerializeToString()
    session = InferenceSession(model, providers=["CPUExecutionProvider"])
    found: list[np.ndarray] = []
    for ids in sequences:
        _, *inputs = session.run(None, {"ids": ids})
        each = [np.abs(x).max(axis=0) for x in inputs]
        found = each if not found else [np.maximum(a, b) for a, b in zip(found, each, strict=True)]
    return found


def _layer(g: _Graph, p: dict[str, np.ndarray], name: str, x: str, near: str) -> str:
    """One layer: attention, then two matrices, each added to what came in and made even."""

    def of(part: str) -> tuple[np.ndarray, np.ndarray]:
        return p[f"{name}{part}.weight"], p[f"{name}{part}.bias"]

    size = WIDTH // HEADS
    (q, q_bias), (k, k_bias), (v, v_bias) = (of(f"attention.attn.{part}") for part in "qkv")
    less = 1 / math.sqrt(size)
    three = g.linear(
        x, np.concatenate([q * less, k, v]), np.concatenate([q_bias * less, k_bias, v_bias]), _APART["attend"]
    )
    three = g.add("Reshape", three, g.whole(-1, 3 * HEADS, size))
    parts = g.add("Split", three, g.whole(HEADS, HEADS, HEADS), outputs=3, axis=1)
    queries = g.add("Transpose", parts, perm=[1, 0, 2])
    keys = g.add("Transpose", f"{parts}.1", perm=[1, 2, 0])
    values = g.add("Transpose", f"{parts}.2", perm=[1, 0, 2])
    seen = g.add("Softmax", g.add("Add", g.add("MatMul", queries, keys), near), axis=-1)
    seen = g.add("Transpose", g.add("MatMul", seen, values), perm=[1, 0, 2])
    seen = g.linear(g.add("Reshape", seen, g.whole(-1, WIDTH)), *of("attention.attn.o"))
    x = g.norm(g.add("Add", seen, x), *of("attention.LayerNorm"))
    up = g.linear(x, *of("intermediate.dense"), _APART["up"])
    half = g.constant(np.array(0.5, dtype=np.float32))
    root = g.constant(np.array(math.sqrt(2), dtype=np.float32))
    one = g.constant(np.array(1, dtype=np.float32))
    bent = g.add("Add", g.add("Erf", g.add("Div", up, root)), one)
    up = g.add("Mul", g.add("Mul", up, bent), half)
    return g.norm(g.add("Add", g.linear(up, *of("output.dense"), _APART["down"]), x), *of("output.LayerNorm"))


def _buckets(length: int) -> np.ndarray:
    """For each pair of places the row of the bias that depends on how far they are apart."""
    away = np.arange(length)[:, None] - np.arange(length)[None]
    half = _BUCKETS // 2
    size, exact = np.abs(away), half // 2
    share = np.log(np.maximum(size, 1) / exact) / math.log(_FAR / exact)
    far = np.minimum(exact + (share * (half - exact)).astype(np.int64), half - 1)
    return ((away < 0) * half + np.where(size < exact, size, far)).astype(np.uint8)


def parameters(path: Path, layers: int) -> dict[str, np.ndarray]:
    """The parameters of these layers and what is before them, from a file of safetensors."""
    with path.open("rb") as file:
        start = 8 + (size := int.from_bytes(file.read(8), "little"))
        header = json.loads(file.read(size))
        found = {}
        for name, entry in header.items():
            parts = name.split(".")
            if entry.get("dtype") != "F32" or (parts[1:2] == ["layer"] and int(parts[2]) >= layers):
                continue
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            values = np.frombuffer(file.read(end - begin), dtype="<f4").reshape(entry["shape"])
            found[name] = values
    return found


if __name__ == "__main__":
    main()
