"""Whether ``compare`` gave back what was done: findings held against expectations, one to one.

A finding is right if one with its code is due of a quote it is about; an expectation is met by one
finding, and one that lists several quotes meets those of all. One about a speaker who is gone, or new, has
to list all quotes; where no rule can tell whether the speaker is, it stands for what is due of each
(``STANDS_FOR``). A finding that is not due and *follows* from an edit (of *he* whose antecedent became
another, of quotes that others passed, of a speaker who may be the one that went) is neither right nor false.
Where the extraction did not see the statement an operation was played on, in one of the versions that has
it, gave it to another speaker than the copy does, or lists it as a belief in all of them (beliefs are not
compared), both the expectation and the findings about it are counted apart, each sort for itself. Codes about
words and whether they are there (QD1xx, QD301, QD302) are due whoever it was given to. So are
findings about what the extraction takes for a quote and the annotators do not, if it stands in a paragraph
that was touched; in a paragraph that is the same in both versions, every finding that is not expected is
false. Findings on a quote within a quote are right if the same is expected of the outer one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from quotediff import api
from quotediff.identity import is_pronoun
from quotediff.model import Attitude, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles import Range
    from draft import Expected, Made, Place, Version

    from quotediff.comparison import Change, Comparison
    from quotediff.model import Engine, Extract, Quote

CLOSELY = 1000  # characters, within which a further "he" leans on the one before
LEANING = {
    "QD204": ("QD204",),
    "QD205": ("QD205",),
    "QD213": ("QD201", "QD301", "QD302", "QD303", "QD305", "QD306"),
}
"""What may be told of *he* after a statement of which something is told: it points at whom that put in."""
STANDS_FOR = {"QD302": {"QD303"}, "QD301": {"QD305", "QD306"}}
"""Codes of a speaker whose quotes are all gone, or all new: reported instead of one for each quote."""
SPEAKERS = frozenset({"QD303", "QD305", "QD306"})
"""Codes of a speaker, which list the quotes."""
WHOLE = frozenset({"QD404", "QD405", "QD406"})
"""Codes of the whole story, or its headline."""
ALIKE = 0.8  # Dice of the words from which the extraction saw the statement's content
_WORD = re.compile(r"[\w$%]+(?:['’.,-]\w+)*")


VERDICTS = ("right", "false", "follows", "apart")
"""What a finding is: due, neither, a consequence of an edit, or about what the extraction saw otherwise."""


class State(StrEnum):
    """What the extraction made of a statement, in the versions that have it."""

    GOOD = "good"
    MISSED = "missed"  # its words are no quote, or one of another kind, in a version at least
    SPEAKER = "speaker"  # they are, but of another source, or of none, or the source is taken for another
    BELIEF = "belief"  # seen, but as a belief in every version: listed, and by design not compared


APART = (State.MISSED, State.SPEAKER, State.BELIEF)


@dataclass
class Tally:
    """What became of one pair's expectations and findings; lines for people in ``failures``."""

    made: Made
    due: list[tuple[Expected, bool, State]] = field(default_factory=list)  # met; if not good, why it is apart
    findings: list[tuple[str, str]] = field(default_factory=list)  # code, and what became of it: VERDICTS
    failures: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    loud: list[str] = field(default_factory=list)


def _words(text: str, ranges: Iterable[Range]) -> set[int]:
    """The places of the words in some ranges."""
    return {r[0] + m.start() for r in ranges for m in _WORD.finditer(text[r[0] : r[1]])}


def _spans(quote: Quote) -> list[Range]:
    return [(s.start, s.end) for s in quote.content.spans]


def _share(text: str, one: Iterable[Range], other: Iterable[Range]) -> float:
    x, y = _words(text, one), _words(text, other)
    return 2 * len(x & y) / (len(x) + len(y)) if x or y else 0.0


def seen(extract: Extract, version: Version, place: Place) -> Quote | None:
    """The extracted quote whose content is the statement's and whose kind is."""
    text = version.text
    best, best_share = None, 0.0
    for quote in extract.quotes:
        share = _share(text, _spans(quote), place.contents)
        if share > best_share:
            best, best_share = quote, share
    if best is None or best_share < ALIKE:
        return None
    if (best.kind.value == "direct") != (place.kind == "direct") and not _all_marked(text, place):
        return None
    return best


def sourced(version: Version, quote: Quote, place: Place) -> bool:
    """Whether the source of the quote is the statement's, if that has one."""
    text = version.text
    if not place.attributed or place.source is None:
        return True
    if quote.source is None:
        return False
    a, b = place.source
    if text[a:b].lower() == quote.source.text.lower():
        return True
    mine = [(s.start, s.end) for s in quote.source.spans]
    if not _overlap(mine, [(a, b)]) or _overlap(_spans(quote), [(a, b)]):
        return False
    if 2 * len(_words(text, mine)) > 3 * len(_words(text, [(a, b)])) + 4:
        return False
    cut = r"[ -](?!who|that|which|in|at|of|for|with|from|on|to|and)[\w$]"  # in the middle of a name
    return re.match(cut, text[max(r[1] for r in mine) : b]) is None


def known(extract: Extract, quote: Quote, place: Place) -> bool:
    """Whether the extraction gave the quote to the person whose it is, if a rule knows who that is."""
    if not place.attributed or not place.speaker[:1].isupper():
        return True
    speaker = next((s for s in extract.speakers if s.id == quote.speaker), None)
    if speaker is None or speaker.kind is not SpeakerKind.PERSON:
        return False
    name, parts = speaker.name.lower(), place.speaker.lower().split()
    return parts[-1] in name and (len(parts) == 1 or len(name.split()) == 1 or parts[0] in name)


def _all_marked(text: str, place: Place) -> bool:
    """Whether a content of several kinds may be read as direct: a mark on either side."""
    return place.kind == "mixed" and any(
        c in text[place.contents[0][0] - 2 : place.contents[-1][1] + 2] for c in "“\"'"
    )


def about(change: Change, old: Extract, new: Extract) -> tuple[list[Range], list[Range]]:
    """Where a finding is, in either version: the words of its quotes, or else the place it names."""
    out = []
    for ids, extract, span in (
        (change.old_quotes, old, change.old_span),
        (change.new_quotes, new, change.new_span),
    ):
        spans = [s for q in extract.quotes if q.id in ids for s in _spans(q)]
        out.append(spans or ([(span.start, span.end)] if span else []))
    return out[0], out[1]


def _overlap(one: Sequence[Range], other: Sequence[Range]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def judge(made: Made, engine: Engine) -> Tally:
    """Compare the versions and hold what is found against what is expected."""
    old, new = (
        api.extract(api.read_bytes(v.text.encode(), f"{made.name}.{k}"), engine)
        for k, v in enumerate((made.old, made.new))
    )
    found = api.compare(old, new, select=["ALL"])
    tally = Tally(made, codes=[c.code for c in found.changes])
    touched = sorted({n for e in made.expected for n in e.statements})
    state = {n: _state(made, n, old, new) for n in touched}
    places = [(c, *about(c, old, new)) for c in found.changes]
    taken: dict[int, bool] = {}  # findings that were expected, and whether they were due
    for expected in sorted(made.expected, key=lambda e: (not e.due, len(e.statements))):
        match = _find(expected, made, places, taken, state)
        if match is None and _is_of_others(expected, made, state, old, new):
            instead = [replace(expected, code=c) for c in sorted(STANDS_FOR[expected.code])]
            matches = (_find(e, made, places, taken, state) for e in instead)
            match = next((m for m in matches if m is not None), None)
        if match is not None and (expected.due or match not in taken):
            taken[match] = expected.due or taken.get(match, False)
        if expected.due:
            apart = _apart(expected, state)
            tally.due.append((expected, match is not None, apart))
            if match is None and apart is State.GOOD:
                tally.failures.append(_missed(expected, made, found))
    for k, (change, a, b) in enumerate(places):
        if k in taken:
            tally.findings.append((change.code, "right" if taken[k] else "follows"))
            continue
        verdict = _verdict(made, change, a, b, state, old, new, tally, places)
        tally.findings.append((change.code, verdict))
        if verdict == "false":
            tally.failures.append(_false(change, made, a, b))
            if change.severity.value != "note":
                tally.loud.append(change.code)
    return tally


def _state(made: Made, n: int, old: Extract, new: Extract) -> State:
    """What the extraction made of the statement, in each version that has it with a source."""
    beliefs = []
    state = State.GOOD
    for version, extract in ((made.old, old), (made.new, new)):
        place = version.places.get(n)
        if place is None or not place.attributed:
            continue
        quote = seen(extract, version, place)
        if quote is None:
            return State.MISSED
        if not sourced(version, quote, place) or not known(extract, quote, place):
            state = State.SPEAKER
        beliefs.append(quote.attitude is Attitude.BELIEF)
    return State.BELIEF if state is State.GOOD and beliefs and all(beliefs) else state


def _apart(expected: Expected, state: dict[int, State]) -> State:
    """Why an expectation is counted apart: what became of the statements that it may be told of."""
    states = [state[n] for n in expected.statements]
    if expected.code.startswith("QD1") or expected.code in ("QD301", "QD302"):
        states = [State.GOOD if x is State.SPEAKER else x for x in states]
    bad = [x for x in states if x is not State.GOOD]
    if not bad or (State.GOOD in states and expected.code not in SPEAKERS | {"QD209"}):
        return State.GOOD
    return min(bad, key=APART.index)


def _find(
    expected: Expected,
    made: Made,
    places: Sequence[tuple[Change, list[Range], list[Range]]],
    taken: dict[int, bool],
    state: dict[int, State],
) -> int | None:
    instead = _instead(expected, made)
    for k, (change, a, b) in enumerate(places):
        several = len(change.old_quotes) > 1 or len(change.new_quotes) > 1
        if change.code not in {expected.code} | instead or (
            k in taken and not several and change.code not in instead
        ):
            continue
        if expected.level and change.severity.value != expected.level:
            continue
        if expected.code in WHOLE or expected.code == "QD401":
            return k  # of all of it
        if not expected.statements:
            if _overlap(a, made.narrated_old):
                return k
            continue
        hit = [n for n in expected.statements if _about(made, n, a, b)]
        if expected.due and expected.code in SPEAKERS:
            if hit and all(n in hit for n in expected.statements if state[n] is State.GOOD):
                return k
        elif hit:
            return k
    return None


def _instead(expected: Expected, made: Made) -> set[str]:
    """Codes of a speaker by which an expectation may be met."""
    of_speaker = [
        e
        for e in made.expected
        if e.code in STANDS_FOR.get(expected.code, ()) and set(expected.statements) <= set(e.statements)
    ]
    found = {e.code for e in of_speaker}
    if any(e.code == "QD305" and not e.due for e in of_speaker):
        found.add("QD306")  # of somebody of whom no rule knows the name
    return found


def _is_of_others(
    expected: Expected, made: Made, state: dict[int, State], old: Extract, new: Extract
) -> bool:
    """Whether the extraction gave a statement, or others of its speaker, to somebody else or to nobody."""
    if not expected.due or expected.code not in STANDS_FOR:
        return False
    given = any(state[n] is State.SPEAKER for n in expected.statements)
    return given or _others_unseen(made, set(expected.statements), old, new)


def _about(made: Made, n: int, a: list[Range], b: list[Range]) -> bool:
    """Whether places in the two versions are those of a statement."""
    x, y = made.old.places.get(n), made.new.places.get(n)
    return bool((x and _overlap(a, x.contents)) or (y and _overlap(b, y.contents)))


def _verdict(  # noqa: C901, PLR0913, PLR0917 - a finding and all there is to hold it against
    made: Made,
    change: Change,
    a: list[Range],
    b: list[Range],
    state: dict[int, State],
    old: Extract,
    new: Extract,
    tally: Tally,
    places: Sequence[tuple[Change, list[Range], list[Range]]],
) -> str:
    """``apart`` if an error of the extraction explains a finding that nobody expects, else ``false``."""
    if change.code == "QD401":
        loud = [v for (c, v) in tally.findings if v == "false"]
        due_apart = [e for e, _, apart in tally.due if e.code == "QD401" and apart is not State.GOOD]
        return (
            "apart" if due_apart or (not loud and any(v == "apart" for _, v in tally.findings)) else "false"
        )
    touched = _touched(made, a, b)
    if change.code == "QD112" and "rewrap" in made.operations and touched:
        return "follows"
    if change.code == "QD113" and "house_style" in made.operations and touched:
        return "follows"  # of a quote that the annotators have not, or not so wide
    if change.code == "QD111" and any(made.old.text[x:y] in p for x, y in a for p in made.moved):
        return "follows"  # of a quote that the annotators have not, in a paragraph that was moved
    if change.code == "QD213" and _leans(made, a, b):
        return "follows"
    if change.code in LEANING and _follows(made, change, old, new):
        return "follows"
    hit = {
        n
        for version, where in ((made.old, a), (made.new, b))
        for n, place in version.places.items()
        if where and _overlap(where, place.contents)
    }
    again = any(e.code == change.code and hit & set(e.statements) for e in made.expected)
    if again and (_nested(change, old, new) or _is_of_other_part(made, change, hit, places)):
        return "follows"
    if any(n in state and state[n] is not State.GOOD for n in hit):
        return "apart"
    if touched and (not hit or any(_state(made, n, old, new) is not State.GOOD for n in hit)):
        return "apart"
    if change.code in SPEAKERS and _others_unseen(made, hit, old, new):
        return "apart"
    return "false"


def _touched(made: Made, a: list[Range], b: list[Range]) -> bool:
    """Whether a finding is about a paragraph that is not the same in both versions."""
    for version, other, where in ((made.old, made.new, a), (made.new, made.old, b)):
        for first, last in where:
            start = version.text.rfind("\n", 0, first) + 1
            end = version.text.find("\n", last)
            if version.text[start : end if end >= 0 else len(version.text)] not in other.text:
                return True
    return False


def _leans(made: Made, a: list[Range], b: list[Range]) -> bool:
    """Whether a quote follows closely on one whose *he* points at another by an operation."""
    for e in made.expected:
        for version, where in ((made.old, a), (made.new, b)):
            for n in e.statements if e.code == "QD213" else ():
                end = max(r[1] for r in version.places[n].contents) if n in version.places else 0
                if end and where and 0 <= where[0][0] - end < CLOSELY:
                    return True
    return False


def _follows(made: Made, change: Change, old: Extract, new: Extract) -> bool:
    """Whether *he* or *his* points at the source that an operation put in, or took out, right before it.

    The statement that leans on it is one that the annotators do not have, or the operation would have kept
    away; of whom it is now is told by the operation, so that what is told of *he* follows.
    """
    leaning = [
        next((q for q in x.quotes if q.id == i), None) for x, i in ((old, change.old), (new, change.new))
    ]
    if any(q is None or q.source is None or not is_pronoun(q.source.text) for q in leaning):
        return False
    for expected in made.expected:
        for n in expected.statements if expected.code in LEANING[change.code] else ():
            for version, extract, quote in zip((made.old, made.new), (old, new), leaning, strict=True):
                place = version.places.get(n)
                if place is None and n in made.old.places | made.new.places:
                    continue  # put in, or taken out
                if place is None or not place.attributed:
                    break
                changed = seen(extract, version, place)
                if changed is None or quote is None or changed.speaker != quote.speaker:
                    break
                if not 0 <= quote.content.spans[0].start - place.contents[-1][1] < CLOSELY:
                    break
            else:
                return True
    return False


def _nested(change: Change, old: Extract, new: Extract) -> bool:
    """Whether a finding is about a quote within a quote."""
    pairs = ((change.old, old), (change.new, new))
    return any(q.within is not None for i, extract in pairs for q in extract.quotes if q.id == i)


def _is_of_other_part(
    made: Made, change: Change, hit: set[int], places: Sequence[tuple[Change, list[Range], list[Range]]]
) -> bool:
    """Whether the same is found of another quote that the extraction makes of the same statement."""
    mine = {*change.old_quotes, *change.new_quotes}
    return any(
        other.code == change.code
        and mine.isdisjoint((*other.old_quotes, *other.new_quotes))
        and any(_about(made, n, a, b) for n in hit)
        for other, a, b in places
    )


def _others_unseen(made: Made, hit: set[int], old: Extract, new: Extract) -> bool:
    """Whether a speaker has other statements that the extraction does not see."""
    names = {p.speaker for v in (made.old, made.new) for n, p in v.places.items() if n in hit and p.speaker}
    mine = [n for v in (made.old, made.new) for n, p in v.places.items() if p.speaker in names]
    return any(_state(made, n, old, new) is not State.GOOD for n in mine)


def _missed(expected: Expected, made: Made, found: Comparison) -> str:
    lines = [f"MISSED {expected.code} of {expected.operation} in {made.name} ({', '.join(made.operations)})"]
    for n in expected.statements[:2]:
        lines += _shown(made, n)
    near = []
    for change in found.changes:
        a, b = about(change, found.old, found.new)
        for n in expected.statements:
            if _about(made, n, a, b):
                near.append(f"{change.code} {change.message}")
                break
    lines.append(f"    got: {'; '.join(near) or 'nothing'}")
    return "\n".join(lines)


def _false(change: Change, made: Made, a: list[Range], b: list[Range]) -> str:
    lines = [f"FALSE {change.code} {change.message} in {made.name} ({', '.join(made.operations)})"]
    numbers = [
        n
        for n in sorted({*made.old.places, *made.new.places})
        if (n in made.old.places and _overlap(a, made.old.places[n].contents))
        or (n in made.new.places and _overlap(b, made.new.places[n].contents))
    ]
    for n in numbers[:2]:
        lines += _shown(made, n)
    if not numbers:
        lines.append(
            f"    at: {' ... '.join(made.old.text[x:y] for x, y in a)}"
            f" | {' ... '.join(made.new.text[x:y] for x, y in b)}"
        )
    due = [
        f"{e.code}{'' if e.due else '?'} {e.operation}"
        for e in made.expected
        if set(e.statements) & set(numbers)
    ]
    lines.append(f"    expected: {', '.join(due) or 'nothing'}")
    return "\n".join(lines)


def _shown(made: Made, n: int) -> list[str]:
    out = []
    for name, version in (("old", made.old), ("new", made.new)):
        place = version.places.get(n)
        if place is None:
            out.append(f"    {name}: -")
            continue
        ranges = [*place.contents, *([place.source] if place.source else [])]
        first, last = min(r[0] for r in ranges), max(r[1] for r in ranges)
        copy = version.text[max(0, first - 30) : last + 40].replace("\n", " ¶ ")
        out.append(f"    {name}: {copy if len(copy) < 420 else copy[:200] + ' [...] ' + copy[-200:]}")
    return out
