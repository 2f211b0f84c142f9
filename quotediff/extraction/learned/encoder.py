"""What a pretrained encoder makes of a paragraph's words; run by ``onnxruntime``, on one thread.

The encoder and its word pieces are those of the package ``quotediff_deep``, whose card tells what they are. A
paragraph is read by itself: what is made of it does not depend on the ones around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from quotediff.extraction.learned.numpy_network import Floats, Ints

WIDTH = 768
"""Numbers a word."""
BEGIN, END, UNKNOWN = "<s>", "</s>", "[UNK]"
"""Pieces that are none of words."""
_MOST = 254  # pieces read at a time
_TYPEWRITER_MARKS = str.maketrans("“”’‘–", "\"\"''-")


def plain(word: str) -> str:
    """A word with plain marks, as most of what the encoder was taught had them."""
    return word.replace("``", '"').replace("''", '"').translate(_TYPEWRITER_MARKS)


class Encoder:
    """An encoder, from the bytes of its file and the text of its tokenizer's."""

    def __init__(self, model: bytes, tokenizer: str) -> None:
        import onnxruntime  # noqa: PLC0415 - of the extra "deep"
        from tokenizers import Tokenizer  # noqa: PLC0415 - likewise

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 3  # errors
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_str(tokenizer)
        ends = [self._tokenizer.token_to_id(piece) for piece in (BEGIN, END)]
        self._ends = [end for end in ends if end is not None]

    def states(self, words: Sequence[str]) -> Iterator[Floats]:
        """Rows of ``WIDTH`` numbers, one for each word of a paragraph, some rows at a time."""
        found = self._tokenizer.encode(
            [plain(word) for word in words], is_pretokenized=True, add_special_tokens=False
        )
        ids: Ints = np.array(found.ids, dtype=np.int64)
        of: Ints = np.array(found.word_ids, dtype=np.int64)
        starts: Ints = np.searchsorted(of, np.arange(len(words) + 1))
        for first, last in pairwise(_cuts(starts.tolist())):
            begin = starts[first]
            yield self._read(ids[begin : starts[last]][:_MOST], starts[first : last + 1] - begin)

    def _read(self, ids: Ints, starts: Ints) -> Floats:
        """A row for each word: the mean of its pieces', zeros where it has none."""
        rows = np.zeros((len(starts) - 1, WIDTH), dtype=np.float32)
        if not len(ids):
            return rows
        begin, end = self._ends
        (states,) = self._session.run(["states"], {"ids": np.concatenate(([begin], ids, [end]))})
        sizes = np.minimum(starts[1:], len(ids)) - np.minimum(starts[:-1], len(ids))
        some = sizes > 0
        sums = np.add.reduceat(states[1:-1], starts[:-1][some], axis=0)
        rows[some] = sums / sizes[some, None].astype(np.float32)
        return rows


def _cuts(starts: Sequence[int]) -> list[int]:
    """Where to cut a paragraph, of whose words these are the first pieces, so that its parts can be read."""
    cuts = [0]
    for k in range(1, len(starts)):
        if starts[k] - starts[cuts[-1]] > _MOST and k - 1 > cuts[-1]:
            cuts.append(k - 1)
    return [*cuts, len(starts) - 1] if len(starts) > 1 else [0]
