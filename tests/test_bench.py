"""The scripts that measure speed run, and what they keep can be compared with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout


def test_bench_keeps_figures_and_compares_with_them(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    only = ("--quick", "--runs", "1", "--only", "compare 10 KB")
    run("bench.py", *only, "--output", str(kept))
    result = json.loads(kept.read_text("utf-8"))
    assert result["machine"]["python"].startswith("3.")
    assert list(result["figures"]) == ["compare 10 KB"]
    assert all(figure > 0 for figure in result["figures"]["compare 10 KB"].values())
    assert " times" in run("bench.py", *only, "--against", str(kept))


def test_profile_names_stages_and_functions() -> None:
    article = str(ROOT / "corpus" / "solvent-plant-fire" / "v1.txt")
    said = run("hotspots.py", "--rounds", "1", "--top", "40", article)
    assert "speakers" in said
    assert "rule said-before" in said
    assert "quotediff/text/tokens.py" in said
