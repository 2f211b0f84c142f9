"""A small archive of stories, sound and whole, for tests that do something to it."""

from __future__ import annotations

from pathlib import Path

STORY = """\
title = "A ferry that was late"  # the desk's own words

[[version]]
file = "v1.txt"

[[version]]
file = "v2.txt"
"""
V1 = """\
Ferry to the islands late after tide mistake

SALT HARBOR (Local News) — A ferry to the islands left three hours late on Monday.

"We are sorry for the delay," said Ann Lee, the harbor master. "The tide was wrong for the big boat."

Bo Ek, a fisherman, said he had waited on the pier since dawn.

"I missed my market," Ek said.
"""
V2 = V1.replace('market," Ek said.', 'market," Ek said. "I will not get that back."')
QUOTES_1 = """\
# Everything that is said in the first version.

[[speaker]]
name = "Ann Lee"
kind = "person"
description = "the harbor master"

[[speaker]]
name = "Bo Ek"  # he signs as Bosse
kind = "person"
description = "a fisherman"

[[quote]]
kind = "direct"
content = [
  "We are sorry for the delay,",
  "The tide was wrong for the big boat.",  # two tides, in fact
]
source = "Ann Lee, the harbor master"
cue = "said"
speaker = "Ann Lee"

# He said more than this.
[[quote]]
kind = "indirect"
content = "he had waited on the pier since dawn"
source = "Bo Ek, a fisherman"
cue = "said"
speaker = "Bo Ek"

[[quote]]
kind = "direct"
content = "I missed my market,"
source = "Ek"
cue = "said"
speaker = "Bo Ek"
"""
QUOTES_2 = QUOTES_1.replace("first", "second").replace(
    'content = "I missed my market,"', 'content = ["I missed my market,", "I will not get that back."]'
)
CHANGES = """\
[[change]]
code = "QD105"
old = "I missed my market,"
new = "I missed my market,"
to = "I will not get that back."
note = "He was called again."
"""
SOUND = {
    "story.toml": STORY,
    "v1.txt": V1,
    "v2.txt": V2,
    "v1.quotes.toml": QUOTES_1,
    "v2.quotes.toml": QUOTES_2,
    "v1-v2.changes.toml": CHANGES,
}


def make(folder: Path) -> Path:
    """An archive of one story, with which nothing is wrong; the story's folder."""
    story = folder / "archive" / "ferry"
    story.mkdir(parents=True)
    for name, text in SOUND.items():
        (story / name).write_text(text, encoding="utf-8")
    return story


def edit(path: Path, old: str, new: str) -> None:
    """Replaces words that are there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} lacks {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")
