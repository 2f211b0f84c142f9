"""What the package holds is what the engine needs, and no more than its card says."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CARD = (ROOT / "README.md").read_text(encoding="utf-8")
DATA = resources.files("quotediff_deep")
FILES = ("encoder.onnx.gz", "fitted.json", "tokenizer.json", "weights.bin.gz")


@pytest.mark.parametrize("name", FILES)
def test_the_card_names_each_file_and_its_hash(name: str) -> None:
    """The card lists every file with the SHA-256 of its bytes."""
    (told,) = re.findall(rf"^\| `{re.escape(name)}` \|.*`([0-9a-f]{{64}})`", CARD, re.MULTILINE)
    assert sha256((DATA / name).read_bytes()).hexdigest() == told


def test_all_of_it_is_fifty_megabytes_at_most() -> None:
    """Encoder, word pieces and weights are 50 MB or less together."""
    assert sum(len((DATA / name).read_bytes()) for name in FILES) <= 50_000_000


def test_what_was_fitted_names_what_the_engine_asks_for() -> None:
    """Thresholds and weights of confidence are numbers, a name each."""
    fitted = json.loads((DATA / "fitted.json").read_text(encoding="utf-8"))
    assert set(fitted) == {"thresholds", "confidence"}
    assert all(isinstance(value, int | float) for part in fitted.values() for value in part.values())
