"""Makes the pictures of README.md and docs/: of a corpus story, two versions compared and all traced."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import quotediff

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import browsing  # noqa: E402 - of the tests, found by the line above

STORY = "corpus/solvent-plant-fire"
HEIGHTS = {"page": 880, "history": 820}  # of the windows, by the names of the pictures
WIDTH = 1280
LARGEST = 200_000  # bytes of a picture, which everybody loads who looks at the project


def main() -> int:
    """Writes the pictures; exit status."""
    names = [f"{STORY}/v{number}.txt" for number in (1, 2, 3)]
    versions = [quotediff.read_text((ROOT / name).read_text(encoding="utf-8"), name) for name in names]
    results = {"page": quotediff.compare(*versions[:2]), "history": quotediff.history(versions)}
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            with browsing.running() as browser:
                for name, result in results.items():
                    page = Path(folder) / f"{name}.html"
                    page.write_text(quotediff.render(result, format="html"), encoding="utf-8")
                    picture = ROOT / "docs" / f"{name}.png"
                    shot = ("shot", [str(picture), False])
                    browser.visit(page.as_uri(), shot, width=WIDTH, height=HEIGHTS[name])
                    sizes.append(picture.stat().st_size)
                    print(f"{picture.relative_to(ROOT)}: {sizes[-1]:,} bytes")
        except browsing.AbsentError as error:
            print(error, file=sys.stderr)
            return 2
    return int(max(sizes) > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
