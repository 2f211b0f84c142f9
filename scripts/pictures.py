"""Makes the pictures of README.md and docs/: ``docs/page.png``, two versions of a corpus story compared."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import quotediff

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import browsing  # noqa: E402 - of the tests, found by the line above

STORY = "corpus/solvent-plant-fire"
SIZE = {"width": 1280, "height": 860}
LARGEST = 200_000  # bytes of a picture, which everybody loads who looks at the project


def main() -> int:
    """Writes the pictures; exit status."""
    names = [f"{STORY}/v{number}.txt" for number in (1, 2)]
    versions = [quotediff.read_text((ROOT / name).read_text(encoding="utf-8"), name) for name in names]
    picture = ROOT / "docs" / "page.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        text = quotediff.render(quotediff.compare(*versions), format="html")
        page.write_text(text, encoding="utf-8")
        try:
            with browsing.running() as browser:
                browser.visit(page.as_uri(), ("shot", [str(picture), False]), **SIZE)
        except browsing.AbsentError as error:
            print(error, file=sys.stderr)
            return 2
    size = picture.stat().st_size
    print(f"{picture.relative_to(ROOT)}: {size:,} bytes")
    return int(size > LARGEST)


if __name__ == "__main__":
    sys.exit(main())
