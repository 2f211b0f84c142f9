"""News copy, and what arrives in its place, made of pieces: for ``strategies``, and for `scripts/fuzz`.

Each list holds shapes that some stage of the analysis looks at, or that have fooled one. What is made of them
is up to a ``Chance``: a random.Random, or a ``Tape``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Chance(Protocol):
    """What decides."""

    def choice(self, seq: Sequence[T], /) -> T:
        """One of several."""

    def randrange(self, stop: int, /) -> int:
        """A number below another."""


class Tape:
    """Bytes that decide, one after the other; where they end, it is always the first of several.

    To draw a few bytes is much cheaper for hypothesis than to draw every word, and it still finds the
    simplest text that fails: shorter bytes, and lower ones.
    """

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def randrange(self, stop: int, /) -> int:
        number = next(self._data, 0)
        if stop > 256:
            number = 256 * number + next(self._data, 0)
        return number % stop

    def choice(self, seq: Sequence[T], /) -> T:
        return seq[self.randrange(len(seq))]


MARKS = [*"\"“”'‘’«»‹›„‚`´", "``", "''", "„“", "»«", '""', "' \"", "‟", "＂", "「", "」"]
SPACES = ["  ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\u200b", "\ufeff", " \u200d", "\x1f"]
LINE_ENDS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n\r", "\f", "\v", "\x85", "\u2028", "\u2029", "\n \n"]
POINTS = [*",.;:?!—–-/()[]{}…|*•_&%$#@^<>=+\\~", "...", ". . .", "--", " — ", ".,", "?!", "’s", "'s", "___"]
ODD = [
    "\u202e",  # right to left from here on, and other marks of direction
    "\u202d",
    "\u2066",
    "\u2069",
    "\u200f",
    "\u0301",  # combining: alone, many, and of other scripts
    "e\u0301\u0323",
    "\u0301" * 20,
    "\u0e33",
    "\ud7ff",  # beside the surrogates and at the ends of planes
    "\ue000",
    "\ufffd",
    "\ufffe",
    "\uffff",
    "\U00010000",
    "\U0001d49c",
    "\U0010ffff",
    "\U0001f469\u200d\U0001f692",
    "\U0001f1f3\U0001f1f1",
    "\0",  # controls: those of no text, of terminals, of wires
    "\x01",
    "\x02",
    "\x03",
    "\x07",
    "\x08",
    "\x13",
    "\x16\x01",
    "\x1a",
    "\x1b[2J",
    "\x7f",
    "\x9b31m",
    "\u0130",  # letters whose other case is longer or shorter
    "\u0131",
    "\u00df",
    "\u1e9e",
    "\ufb03",
    "\u0149",
    "\u01c5",
    "\u03c2",
    "\u212a",
    "\u0645\u0631\u062d\u0628\u0627",  # other scripts, their digits and points
    "\u05e9\u05dc\u05d5\u05dd",
    "\u4e2d\u6587\u3002",
    "\u041c\u0438\u0440",
    "\u0665\u0663",
    "\u00b2",
    "\u2155",
    "\u2460",
    "\u2167",
    "=1+1",  # what other programs would act on
    "::error::",
    "%0A",
    "]]>",
    "<b>",
    "&amp;",
    "{0}",
    "@desk",
    "#12",
    "https://example.org/a",
    "[a](b)",
    "|---|",
]


def _listed(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split("/")]


NAMES = _listed(
    """Ann Poe / Poe / Mayor Bo Lind / Lind / Dr. Ida O’Dell / Juan de la Cruz / Roe Jr. / ROE / J. J. Wu /
    McKay-Ruiz / Sen. Ana Ruiz, D-Ohio, / Ana Ruiz, 43, a nurse from Leeds, / the Rev. Al Moss / İnci
    Şen"""
)
BODIES = _listed(
    """the ministry / The Harbor Board / AT&T / police / Northern Rail / the White House / the U.S. Senate /
    Reuters / Le Monde / the report / a lawsuit / court papers / the Geneva-based group"""
)
UNNAMED = _listed(
    """an official / two people briefed on the talks / a source close to the family / residents / critics /
    officials who asked not to be named / a spokesman / some / neither / the latter / one of them"""
)
PRONOUNS = _listed("""he / she / they / it / I / we / who / which / his aide / her brother’s lawyer / both""")
CUES = _listed(
    """said / says / told reporters / has repeatedly said / was quoted as saying / claimed / denied / asked /
    added / admitted that / warned of / according to / tweeted / wrote in a letter / called it / wants /
    thinks / declined to comment / would not say whether / did not respond / pointed out / shows / vowed
    to / insisted / accused / praised / agreed / replied: / put it / was told / is said to / in the
    words of"""
)
WHEN = _listed(
    """
    on Monday / in a statement / at a news conference / by phone from Oslo / on Jan. 5 / earlier / again
    """
)
CLAIMS = _listed(
    """that the pier is not safe / it would cost $2.5 million / no one was hurt / about 40% had left / yes /
    the “worst storm” in 30 years was over / they may, or may not, sign / to reopen by 9 a.m. / 42 / No.
    / never again / “very, very” sorry / whether it knew / the dam, which is old, must go / the plan"""
)
SHORT = _listed(
    """so-called / ‘safe’ / “fine” / '90s / o'clock / rock 'n' roll / 5'10" / 6″ / 3′ / James’ / n’t / ’em"""
)

WHOLE = [  # paragraphs by which a reader, or a desk, knows what they are
    "Bridge shut after crack is found",
    "UPDATE 2-Council delays vote; “no money,” says mayor",
    "‘We are done’: pier sinks",
    "By ANN POE",
    "By Ann Poe and Bo Lind",
    "BEIRUT (AP) —",
    "OSLO, Jan 5 (Reuters) -",
    "HARBOR CITY, Ohio _",
    "(Adds quotes, details)",
    "Eds: UPDATES with quotes. AP Photos.",
    "CORRECTION:",
    "Corrects spelling of Poe in paragraph 3.",
    "An earlier version of this story misquoted Ann Poe.",
    "KILL. Editors are advised to kill the story.",
    "WITHHELD",
    "(Reporting by Ann Poe; Editing by Bo Lind)",
    "Associated Press writer Bo Lind contributed to this report.",
    "Mayor Ann Poe speaks at the pier on Monday. (AP Photo/Jo Roe)",
    "In this Jan. 5, 2026 photo, a boat burns.",
    "* Council to vote on Monday",
    "___",
    "2:45 p.m.",
    "The Latest on the storm (all times local):",
    "Q: Was it safe?",
    "A: It was “safe.” I said so.",
    "MODERATOR: Next question.",
    "POE (through interpreter): No.",
    "^By ANN POE=",
    "^AP-Storm, 3rd Ld-Writethru",
    "Related Topics",
    "Read more: https://example.org/a",
    "Updated Jan. 5, 2026, 2:45 p.m. EST",
    "Rain fell all day.",
]
"""Each stands in a paragraph of its own, or at the head of one."""

EVERY = [*MARKS, *SPACES, *LINE_ENDS, *POINTS, *ODD, *NAMES, *BODIES, *UNNAMED, *PRONOUNS, *CUES, *WHEN]
EVERY += [*CLAIMS, *SHORT, *WHOLE]

LONG = [
    *MARKS,
    " ",
    "\u0301",
    "\u202e",
    "\f",
    "a\n",
    "a\r\n\r\n",
    "a. ",
    "“a” ",
    "“‘",
    '"a, ',
    "x",
    "5",
    "(",
    "- ",
]
LONG += ["“No,” he said. ", "Q: a\n", "he said ", "Ann Poe said, ", "said that ", "Mr. ", "U.S. ", "Poe’s "]
"""What makes a text very long, again and again."""

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
_WHO = [*NAMES, *BODIES, *UNNAMED, *PRONOUNS]
_WORDS = [*SHORT, *UNNAMED, *CLAIMS, "storm", "not", "Oslo", "1,200", "and"]


def sentence(chance: Chance) -> str:
    """Somebody says something, in one of the shapes that copy has for it; some lack a mark."""
    left, right = chance.choice([*_PAIRS, *_PAIRS, *_LOST])
    return chance.choice(_SHAPES).format(
        l=left,
        r=right,
        a=_claim(chance),
        b=_claim(chance),
        who=chance.choice(_WHO),
        who2=chance.choice(_WHO),
        cue=chance.choice(CUES),
        cue2=chance.choice(CUES),
        when=chance.choice(["", *WHEN]),
    )


def _claim(chance: Chance) -> str:
    if chance.randrange(3):
        return chance.choice(CLAIMS)
    return " ".join(chance.choice(_WORDS) for _ in range(1 + chance.randrange(5)))


def paragraph(chance: Chance) -> str:
    """Sentences; or a headline, a byline, a caption, a note, a turn, a wire's mark, alone or before one."""
    kind = chance.randrange(8)
    if kind < 4:
        return " ".join(sentence(chance) for _ in range(1 + kind))
    return chance.choice(WHOLE) + (" " + sentence(chance)) * (kind > 5)


def copy(chance: Chance) -> str:
    """An article as a newsroom has it."""
    end = chance.choice(["\n\n"] * 24 + LINE_ENDS)
    return end.join(paragraph(chance) for _ in range(1 + chance.randrange(4))) + end


def damaged(text: str, chance: Chance) -> str:
    """The text with things put in that belong elsewhere."""
    for _ in range(1 + chance.randrange(5)):
        at = chance.randrange(len(text) + 1)
        words = (chance.choice(EVERY) for _ in range(chance.choice((1, 1, 2, 4))))
        text = text[:at] + chance.choice(("", " ")).join(words) + text[at:]
    return text


def very_long(chance: Chance) -> str:
    """An article with something in it that goes on and on: marks, a nest, a word, a line, lines."""
    times = chance.choice((100, 200, 400, 900))
    return sentence(chance) + (chance.choice(LONG) * times)[:2500] + chance.choice(LONG) * 50 + copy(chance)


def edited(text: str, chance: Chance) -> str:
    """The text as an editor would change it, or by accident."""
    words, parts = text.split(" "), text.split("\n\n")
    at, place = chance.randrange(len(words)), chance.randrange(len(parts))
    match chance.randrange(9):
        case 0:
            del words[at]
        case 1 | 2:
            words[at : at + chance.choice((0, 1, 1, 3))] = [chance.choice(EVERY)]
        case 3:
            words[at] = sentence(chance)
        case 4:
            return "\n\n".join(parts[:place] + parts[place + 1 :])
        case 5:
            return "\n\n".join([*parts[:place], *parts[place + 1 :], parts[place]])
        case 6:
            return "\n\n".join([*parts[:place], paragraph(chance), *parts[place:]])
        case 7:
            return text.replace("”", '"') if at % 2 else text.translate(dict.fromkeys(map(ord, '“”"‘’')))
        case _:
            return text + "\n\n" + text
    return " ".join(words)
