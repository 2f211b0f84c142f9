"""What properties are tried on: text as newsrooms have it and as it arrives, files, versions, archives.

Most is short, so that many can be tried; one in fifty is very long in one way. ``pieces`` has the words.
"""

from __future__ import annotations

from collections.abc import Sequence

import archives
import pieces
import wires
from hypothesis import strategies as st

# --- text ----------------------------------------------------------------------------------------------


def tapes(most: int) -> st.SearchStrategy[pieces.Tape]:
    """What decides how a text is made: so many times at most; then it is always the first choice."""
    return st.binary(min_size=most // 3, max_size=most).map(pieces.Tape)


copy = tapes(120).map(pieces.copy)
"""Articles as newsrooms have them, but for marks that lack a partner."""

damaged = tapes(150).map(lambda tape: pieces.damaged(pieces.copy(tape), tape))
"""The same with things in it that belong elsewhere: odd spaces, line ends, controls, other scripts, marks."""

rubbish = st.text(max_size=80) | st.lists(st.sampled_from(pieces.EVERY), max_size=30).map("".join)
"""No copy at all."""

marky = st.lists(st.sampled_from([*"ab S.,'\"“”‘’«»„`", "\n\n", "he said "]), max_size=80).map("".join)
"""Little but quotation marks."""

extremes = tapes(60).map(pieces.very_long)
"""Lines and words of great length, many hundred marks, deep nests, line after line."""

_KINDS = [copy] * 20 + [damaged] * 20 + [rubbish] * 4 + [marky] * 2 + [extremes]


def articles(*, without_nul: bool = True) -> st.SearchStrategy[str]:
    """Text of every sort. With a NUL it is refused; without, only what is mostly controls or white space."""
    text = st.sampled_from(_KINDS).flatmap(lambda kind: kind)
    return text.map(lambda t: t.replace("\0", "")) if without_nul else text


# --- files ---------------------------------------------------------------------------------------------

_ENCODINGS = ["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-7", "koi8-r"]


def _damage(data: bytes, cuts: Sequence[tuple[int, int, bytes]]) -> bytes:
    for at, width, piece in cuts:
        place = at % (len(data) + 1)
        data = data[:place] + piece + data[place + width :]
    return data


_cut = st.tuples(st.integers(0, 400), st.integers(0, 3), st.binary(max_size=4))
files = st.builds(
    lambda text, encoding, cuts: _damage(text.encode(encoding, "replace"), cuts),
    articles(without_nul=False),
    st.sampled_from(_ENCODINGS),
    st.just([]) | st.lists(_cut, min_size=1, max_size=3),
) | st.binary(max_size=200)
"""Files as they arrive: good, of another encoding than is thought, cut off, with bytes lost or put in."""


# --- wires' files --------------------------------------------------------------------------------------

_pieces = st.lists(copy, min_size=1, max_size=3).map(
    lambda texts: [p for t in texts for p in t.split("\n\n")]
)
_made = _pieces.flatmap(lambda texts: st.sampled_from([data for _, data in wires.every(texts).values()]))
_broken = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 9), st.sampled_from(wires.SPLINTERS)), max_size=3
)
wire_files = st.builds(_damage, _made, _broken)
"""A story in one of the formats of wires, cut and broken here and there."""

# --- versions ------------------------------------------------------------------------------------------


@st.composite
def versions(draw: st.DrawFn, least: int = 2, most: int = 2) -> list[str]:
    """Versions of a story: each an earlier one with some edits, now and then another story."""
    texts = [draw(articles())]
    tape = draw(tapes(60))
    for _ in range(least - 1 + tape.randrange(most - least + 1)):
        text = tape.choice(texts)
        for _ in range(tape.randrange(4)):
            text = pieces.edited(text, tape)
        texts.append(pieces.copy(tape) if tape.randrange(10) == 9 else text.replace("\0", ""))
    return texts


# --- archives ------------------------------------------------------------------------------------------

junk = st.sampled_from(
    [*"[]{}=\"'\n#x“\0", "[[", "'''", " ... ", "[[quote]]\n", "kind = 3\n", "content = []\n", 'within = ""\n']
)
_slips = st.lists(
    st.tuples(st.sampled_from(sorted(archives.SOUND)), st.integers(0, 900), st.integers(0, 40), junk),
    max_size=3,
)


def _spoilt(slips: Sequence[tuple[str, int, int, str]], texts: dict[str, str]) -> dict[str, str]:
    found = dict(archives.SOUND)
    for name, start, width, piece in slips:
        text = found[name]
        found[name] = text[:start] + piece + text[start + width :]
    return found | texts


archive = st.builds(
    _spoilt,
    _slips,
    st.just({}) | versions().map(lambda texts: dict(zip(("v1.txt", "v2.txt"), texts, strict=True))),
)
"""The files of an archive of one story with slips in them, or with other versions than are expected."""


# --- hand-tagged stories: see ``notation`` -------------------------------------------------------------

WORDS = """
    river bridge council budget school harbor storm vote tax road winter police court judge farm water
    closed opened rebuilt flooded promised argued waited counted bought signed moved found lost kept
    quickly slowly never always perhaps about nearly the a of in on with for and but we they I it
    40 forty 45 1.5 million Monday Tuesday Aleppo Geneva
""".split()  # noqa: SIM905 - a list of words is read best as words
PEOPLE = [
    "Jane Doe",
    "John Poe",
    "Ana Ortiz",
    "Bo Lind",
    "an official (unnamed)",
    "the ministry (organization)",
]
CUES = ["said", "added", "claimed", "told reporters"]

said = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
statement = st.tuples(
    st.sampled_from(["direct", "indirect", "narration"]), said, st.sampled_from(PEOPLE), st.sampled_from(CUES)
)
stories = st.lists(statement, max_size=7)
Draft = list[tuple[str, str, str, str]]


def told(story: Draft) -> str:
    """A story in the notation of hand-tagged articles, a statement a paragraph."""
    lines, legend = [], []
    for n, (kind, words, who, cue) in enumerate(story, 1):
        mention = who.split(" (")[0]
        if kind == "narration":
            lines.append(f"{words.capitalize()}.")
            continue
        attribution = f"<{n}s>{mention}</{n}s> <{n}c>{cue.split()[0]}</{n}c>{cue[len(cue.split()[0]) :]}"
        legend.append(f"{n} = {who}")
        marked = (
            f'<{n}>"{words},"</{n}> {attribution}.'
            if kind == "direct"
            else f"{attribution} <{n}>{words}</{n}>."
        )
        lines.append(marked)
    return "\n\n".join(lines) + "\n--\n" + "\n".join(legend)
