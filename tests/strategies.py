"""What properties are tried on: text as newsrooms have it and as it arrives, files, versions, archives.

Most is short, so that many can be tried; one in fifty is very long in one way. ``pieces`` has the words.
"""

from __future__ import annotations

from collections.abc import Sequence

import archives
import pieces
from hypothesis import strategies as st

# --- text ----------------------------------------------------------------------------------------------

_EVERY = [
    *pieces.MARKS,
    *pieces.SPACES,
    *pieces.LINE_ENDS,
    *pieces.POINTS,
    *pieces.ODD,
    *pieces.NAMES,
    *pieces.BODIES,
    *pieces.UNNAMED,
    *pieces.PRONOUNS,
    *pieces.CUES,
    *pieces.WHEN,
    *pieces.CLAIMS,
    *pieces.SHORT,
    *pieces.WHOLE,
]
_PAIRS = [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"), ("``", "''")]
_LOST = [("“", ""), ("", "”"), ('"', ""), ("", ""), ("‘", "”"), ("“", "“"), ("“‘", "’”"), ("“ ", " ”")]
_SHAPES = [
    "{l}{a},{r} {who} {cue} {when}.",
    "{who} {cue} {a} {when}.",
    "{who} {cue} {l}{a}{r}, {when}.",
    "{a}, {cue} {who}.",
    "According to {who}, {a}.",
    "{l}{a},{r} {cue} {who}, who {cue2} {b}. {l}{b}.{r}",
    "{l}{a}. {who2} {cue2}, ‘{b},’ and left,{r} {who} {cue} {when}.",
    "{who} {cue} {who2} had {cue2} {a}, {l}{b}{r} or not.",
    "{who}: {l}{a}.{r}",
    "{l}{a}",
    "{l}{a}.{r}",
    "{who2}’s claim that {a} was {l}{b},{r} {who} {cue}.",
    "In a letter to {who2}, {who} {cue} {a}; {who2} {cue2} {b}.",
    "{who} met {who2} {when}.",
]

claims = st.sampled_from(pieces.CLAIMS) | st.lists(
    st.sampled_from([*pieces.SHORT, *pieces.UNNAMED, *pieces.CLAIMS, "storm", "not", "Oslo", "1,200", "and"]),
    min_size=1,
    max_size=6,
).map(" ".join)
speakers = st.sampled_from([*pieces.NAMES, *pieces.BODIES, *pieces.UNNAMED, *pieces.PRONOUNS])
sentences = st.builds(
    lambda shape, marks, words: shape.format_map(dict(zip("lr", marks, strict=True)) | words),
    st.sampled_from(_SHAPES),
    st.sampled_from([*_PAIRS, *_PAIRS, *_LOST]),
    st.fixed_dictionaries(
        {
            "a": claims,
            "b": claims,
            "who": speakers,
            "who2": speakers,
            "cue": st.sampled_from(pieces.CUES),
            "cue2": st.sampled_from(pieces.CUES),
            "when": st.sampled_from(["", *pieces.WHEN]),
        }
    ),
)
paragraphs = (
    st.lists(sentences, min_size=1, max_size=3).map(" ".join)
    | st.sampled_from(pieces.WHOLE)
    | st.tuples(st.sampled_from(pieces.WHOLE), sentences).map(" ".join)
)
"""Sentences with sources and cues; headlines, bylines, captions, notes, turns: see ``pieces.WHOLE``."""

_between = st.sampled_from(["\n\n"] * 8 + pieces.LINE_ENDS)
copy = st.builds(
    lambda parts, end: end.join(parts) + end, st.lists(paragraphs, min_size=1, max_size=4), _between
)
"""Articles as newsrooms have them, but for marks that lack a partner."""


def _put_in(text: str, slips: Sequence[tuple[int, str]]) -> str:
    for at, piece in slips:
        place = at % (len(text) + 1)
        text = text[:place] + piece + text[place:]
    return text


_slip = st.tuples(st.integers(0, 400), st.sampled_from(_EVERY))
damaged = st.builds(_put_in, copy, st.lists(_slip, min_size=1, max_size=5))
"""The same with things in it that belong elsewhere: odd spaces, line ends, controls, other scripts, marks."""

rubbish = st.text(max_size=80) | st.lists(st.sampled_from(_EVERY), max_size=30).map("".join)
"""No copy at all."""

marky = st.lists(st.sampled_from([*"ab S.,'\"“”‘’«»„`", "\n\n", "he said "]), max_size=80).map("".join)
"""Little but quotation marks."""

_long = st.sampled_from(
    [
        *pieces.MARKS,
        "“a” ",
        "“‘",
        '"a, ',
        "x",
        "\u0301",
        "\u202e",
        "a\n",
        "a\r\n\r\n",
        "\f",
        "he said ",
        "Ann Poe said, ",
        "said that ",
        "“No,” he said. ",
        "Mr. ",
        "U.S. ",
        "(",
        "Poe’s ",
        "5",
        " ",
        "- ",
        "Q: a\n",
    ]
)
extremes = st.builds(
    lambda before, piece, number, after: before + piece * number + after,
    rubbish,
    _long,
    st.integers(100, 2500).map(lambda n: min(n, 700 + n // 10)),
    copy,
)
"""Lines and words of great length, many hundred marks, deep nests, line after line."""


def articles(*, without_nul: bool = True) -> st.SearchStrategy[str]:
    """Text of every sort. With a NUL it is refused; without, only what is mostly controls or white space."""
    kinds = [copy] * 20 + [damaged] * 20 + [rubbish] * 6 + [marky] * 3 + [extremes]
    text = st.sampled_from(kinds).flatmap(lambda kind: kind)
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


# --- versions ------------------------------------------------------------------------------------------


def _drop(text: str, at: int, _: str) -> str:
    words = text.split(" ")
    del words[at % len(words)]
    return " ".join(words)


def _replace(text: str, at: int, piece: str) -> str:
    words = text.split(" ")
    words[at % len(words)] = piece
    return " ".join(words)


def _drop_paragraph(text: str, at: int, _: str) -> str:
    parts = text.split("\n\n")
    del parts[at % len(parts)]
    return "\n\n".join(parts)


def _move_paragraph(text: str, at: int, _: str) -> str:
    parts = text.split("\n\n")
    parts.append(parts.pop(at % len(parts)))
    return "\n\n".join(parts)


def _add_paragraph(text: str, at: int, piece: str) -> str:
    parts = text.split("\n\n")
    parts.insert(at % (len(parts) + 1), piece)
    return "\n\n".join(parts)


def _drop_marks(text: str, at: int, _: str) -> str:
    if at % 2:
        return text.replace("”", '"')
    low = at % (len(text) + 1)
    return text[:low] + text[low:].translate(dict.fromkeys(map(ord, '“”"‘’')))


def _twice(text: str, _at: int, _: str) -> str:
    return text + "\n\n" + text


_EDITS = [_drop, _replace, _replace, _drop_paragraph, _move_paragraph, _add_paragraph, _drop_marks, _twice]
_edit = st.tuples(st.sampled_from(_EDITS), st.integers(0, 60), st.sampled_from(_EVERY) | sentences)


def _edited(text: str, edits: Sequence[tuple[object, int, str]]) -> str:
    for way, at, piece in edits:
        text = way(text, at, piece)  # type: ignore[operator]
    return text


@st.composite
def versions(draw: st.DrawFn, least: int = 2, most: int = 2) -> list[str]:
    """Versions of a story: each the one before with some edits, now and then another story."""
    texts = [draw(articles())]
    while len(texts) < least or (len(texts) < most and draw(st.booleans())):
        again = draw(st.sampled_from([True] * 9 + [False]))
        last = draw(st.sampled_from(texts))
        texts.append(
            _edited(last, draw(st.lists(_edit, max_size=3))).replace("\0", "") if again else draw(articles())
        )
    return texts


# --- archives ------------------------------------------------------------------------------------------

junk = st.sampled_from(
    [*"[]{}=\"'\n#x“\0", "[[", "'''", " ... ", "[[quote]]\n", "kind = 3\n", "content = []\n", 'within = ""\n']
)
_slips = st.lists(
    st.tuples(
        st.sampled_from(sorted(archives.SOUND)), st.integers(0, 900), st.integers(0, 40), junk | sentences
    ),
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
Told = list[tuple[str, str, str, str]]


def told(story: Told) -> str:
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
