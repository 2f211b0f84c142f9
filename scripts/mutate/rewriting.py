"""What another editor makes of a story: operations that change more than single words, or nothing at all.

A restated lead is a pair, its other source QD208, its figures QD114; the tail that is cut, and a follow-up
months later, drop and bring quotes (QD302, QD303, QD301, QD305) and leave the rest alone; a merged paragraph,
another tense, an attribution on the other side, another way to set lines, figures or a dateline are no change
for a reader. As in ``operations``, each takes a draft and gives False if there is no place for it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from articles import ANONYMITY, RESPONSE, TRANSCRIPT, balanced, sentences
from draft import Edit, sign
from leads import (
    BODIES,
    FOLLOWING,
    HEADLINES,
    LEADS,
    MISCORRECTIONS,
    QUOTED_HEADLINES,
    RESPONSES,
    TOLLS,
    TOWNS,
    UNNAMED_NEW,
    VAGUE,
)
from operations import (
    _DAYS,
    _NUMBERS,
    PLAIN,
    _belittles,
    _clear_after,
    _fresh,
    _mid,
    _repeated,
    _resource,
    _sourced,
    capital,
    change_number,
    inside,
    marks,
    small,
    somebody,
    spoken,
    steady,
    stopped,
    targets,
    words,
)
from stock import REPLACE, SAYINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from articles import Range, Statement
    from draft import Draft

_LEAST_KEPT = 0.25  # share of the old copy that a follow-up keeps
_MOST_KEPT = 0.6
_LINE = 66  # characters


# --- put into both versions -----------------------------------------------------------------------------


def _opening(d: Draft) -> int | None:
    """Where a paragraph can be put in above the story, if one can."""
    at = d.article.paragraphs[0][0]
    return at if d.free((at - 2, at + 1)) and not d.article.leans(0) else None


def _place_between(d: Draft) -> int | None:
    """The beginning of a paragraph before which one can be put in."""
    a = d.article
    options = [
        k
        for k in range(2, len(a.paragraphs))
        if not a.leans(k)
        and d.free((a.paragraphs[k][0] - 2, a.paragraphs[k][0] + 1))
        and not a.of(a.paragraphs[k - 1]).rstrip().endswith(":")
    ]
    return a.paragraphs[d.rng.choice(options)][0] if options else None


def _both(d: Draft, at: int, n: int, forms: Sequence[tuple[str, str, str]], speaker: str) -> None:
    """Put an indirect statement into both versions: content, source and cue of each."""
    for (content, source, cue), edits in zip(forms, (d.before, d.edits), strict=True):
        if d.rng.random() < 0.5:
            copy = f"{sign('c', n, capital(content))}, {sign('s', n, source)} {cue}."
        else:
            copy = f"{sign('s', n, capital(source))} {cue} {sign('c', n, content)}."
        edits.append(Edit(at, at, f"{copy}\n\n"))
    d.take((at - 2, at + 1))
    d.both[n] = speaker
    d.kinds[n] = "indirect"


def _figures(d: Draft) -> tuple[str, str]:
    """Two numbers in one style."""
    if d.rng.random() < 0.5:
        one, other = d.rng.sample(range(13, 90), 2)
        return str(one), str(other)
    one, other = d.rng.sample(range(len(_NUMBERS) - 4), 2)
    return _NUMBERS[one], _NUMBERS[other]


def _vague(d: Draft) -> tuple[str, str] | None:
    copy = d.article.text.lower()
    pairs = [p for p in VAGUE if not any(re.search(rf"\b{x.removeprefix('the ')}\b", copy) for x in p)]
    return d.rng.choice(pairs) if pairs else None


def restate_lead(d: Draft) -> bool:
    """The lead says the same in other words, often of another collective source, at times with a new toll."""
    at, sources = _opening(d), _vague(d)
    if at is None or sources is None:
        return False
    name = "restate_lead"
    n, day, place = d.number(), d.rng.choice(_DAYS), _fresh(d, TOWNS)
    wordings = d.rng.sample(d.rng.choice([x for x in LEADS if x[0] not in d.used]), 2)
    toll, raised = _figures(d)
    if d.rng.random() < 0.5:
        raised = toll
    old, new = sources if d.rng.random() < 0.7 else (sources[0], sources[0])
    forms = [
        (wording.format(n=number, day=day, place=place), source, "said")
        for wording, number, source in zip(wordings, (toll, raised), (old, new), strict=True)
    ]
    _both(d, at, n, forms, old)
    d.speaker[n] = old
    d.expect("QD108" if toll == raised else "QD114", name, n)
    if old != new:
        d.expect("QD208", name, n)
    return True


def swap_figures(d: Draft) -> bool:
    """Two numbers of one statement are exchanged."""
    for s in targets(d):
        spots = [
            [
                (c[0] + m.start(), c[0] + m.end())
                for m in re.finditer(pattern, d.article.of(c))
                if m[0] not in ("1", "one")
            ]
            for pattern in (
                r"(?<![\w.,:/$’'-])\d{1,2}(?![\w:/’'-])(?![.,]\d)(?! (?:percent|[ap]\.m))",
                rf"(?<![\w-])(?:{'|'.join(_NUMBERS)})(?![\w-])",
                r"(?<![\w.,:/’'-])\d{1,2}(?= percent)",
            )
            for c in s.contents
        ]
        pairs = [
            (x, y)
            for found in spots
            for x, y in pairwise(found)
            if d.article.of(x) != d.article.of(y)
            and inside(x, s.marked) == inside(y, s.marked)
            and re.search(r"[a-z]{3}", d.article.text[x[1] : y[0]])
        ]
        if not pairs:
            continue
        x, y = d.rng.choice(pairs)
        d.put(*x, d.article.of(y))
        d.put(*y, d.article.of(x))
        d.take(d.paragraph(s))
        d.expect("QD102" if inside(x, s.marked) else "QD114", "swap_figures", s.number)
        return True
    return _swapped_tolls(d)


def _swapped_tolls(d: Draft) -> bool:
    """The same in a statement that is put into both versions."""
    at, body = _place_between(d), d.rng.choice(BODIES)
    if at is None or body[0][4:] in d.article.text or body[0] in d.used:
        return False
    d.used.add(body[0])
    n, (one, other), place = d.number(), _figures(d), _fresh(d, TOWNS)
    wording = _fresh(d, TOLLS)
    numbers = [(one, other), (other, one)]
    if d.rng.random() < 0.3:
        numbers[1] = (one, _figures(d)[0])
        if numbers[1][1] in (one, other):
            return False
    forms = [(wording.format(n=x, m=y, place=place), body[0], "said") for x, y in numbers]
    _both(d, at, n, forms, body[0][4:].lower())
    d.expect("QD114", "swap_figures", n)
    return True


def another_body(d: Draft) -> bool:
    """A person becomes the body whose spokesman he is, or back."""
    at, (body, post) = _place_between(d), d.rng.choice(BODIES)
    if at is None or body[4:] in d.article.text or body in d.used:
        return False
    d.used.add(body)
    person = somebody(d)
    n, place = d.number(), _fresh(d, TOWNS)
    said = d.rng.choice(d.rng.choice(LEADS)).format(n=_figures(d)[0], place=place, day=d.rng.choice(_DAYS))
    first = f"{sign('c', n, capital(said))}, said {sign('s', n, f'{person.full}, {post}')}."
    then = f"{sign('c', n, capital(said))}, {sign('s', n, body)} said."
    d.before.append(Edit(at, at, f"{first}\n\n"))
    d.put(at, at, f"{then}\n\n")
    d.take((at - 2, at + 1))
    d.both[n], d.speaker[n], d.kinds[n] = person.full, body[4:].lower(), "indirect"
    d.expect("QD207", "another_body", n)
    return True


def another_word(d: Draft) -> bool:
    """A vague source has another word: *local officials*, *authorities*."""
    sources = _vague(d)
    for s in _sourced(d, "person", "pronoun"):
        if sources is None or not steady(d, s) or _belittles(d.article, s) or not _clear_after(d.article, s):
            continue
        for source, before in zip(sources, (True, False), strict=True):
            _resource(d, s, source, sources[0], before=before)
        d.expect("QD208", "another_word", s.number)
        return True
    return False


def drop_answer(d: Draft) -> bool:
    """That somebody declined to comment was told in the old version."""
    at = _place_between(d)
    answer = d.rng.choice(RESPONSES)
    body = re.search(r"[tT]he ((?:[A-Z]\w+ ?(?:of )?)+[a-z]?)", answer)
    if at is None or body is None or body[1].strip() in d.article.text or "drop_answer" in d.operations:
        return False
    d.before.append(Edit(at, at, f"{answer}\n\n"))
    d.take((at - 2, at + 1))
    d.narrated.append((at - 2, at + 1))
    d.expect("QD304", "drop_answer")
    return True


# --- quotes that go and come ----------------------------------------------------------------------------


def drop_tail(d: Draft) -> bool:
    """The last paragraphs are cut."""
    a = d.article
    if {"drop_tail", "follow_up"} & set(d.operations) or len(a.paragraphs) < 6:
        return False
    for size in d.rng.sample(range(1, 1 + min(6, len(a.paragraphs) // 3)), min(6, len(a.paragraphs) // 3)):
        k = len(a.paragraphs) - size
        first, last = a.paragraphs[k][0], a.paragraphs[-1][1]
        kept = [s for s in a.statements if s.paragraph < k]
        gone = [s for s in a.statements if s.paragraph >= k]
        whole = balanced(a.of(a.paragraphs[k - 1])) and all(s.end <= first for s in kept)
        if not whole or not gone or not d.free((first, last)) or a.text[last:].strip():
            continue
        if a.leans(k) or any(_repeated(a, (first, last), [s]) for s in gone):
            continue
        d.put(first, last, "")
        d.take((first, last))
        _cut(d, gone, "drop_tail", [(first, last)])
        return True
    return False


def _cut(d: Draft, gone: Sequence[Statement], name: str, where: Sequence[Range]) -> None:
    """Expect what follows where paragraphs with their statements went."""
    for s in gone:
        d.gone.add(s.number)
        d.expect("QD302", name, s.number, due=spoken(d, s))
    for first, last in where:
        if RESPONSE.search(d.article.text[first:last]):
            d.narrated.append((first, last))
            d.expect("QD304", "consequence", due=False)


def follow_up(d: Draft) -> bool:  # noqa: C901 - what is kept, and what is new
    """Months later: the background is kept at the end, and what stands above it is new."""
    a = d.article
    if d.operations or len(a.paragraphs) < 6 or TRANSCRIPT.search(a.text):
        return False
    total = sum(len(words(a.of(p))) for p in a.paragraphs)
    runs = []
    for i in range(1, len(a.paragraphs)):
        for j in range(i + 2, len(a.paragraphs) + 1):
            size = sum(len(words(a.of(p))) for p in a.paragraphs[i:j])
            if _LEAST_KEPT * total <= size <= _MOST_KEPT * total and _stands(d, i, j):
                runs.append((i, j))
    if not runs:
        return False
    i, j = d.rng.choice(runs)
    start, stop = a.paragraphs[i][0], a.paragraphs[j - 1][1]
    head = (a.paragraphs[0][0], start)
    tail = (stop, a.paragraphs[-1][1])
    gone = [s for s in a.statements if not i <= s.paragraph < j]
    if any(_repeated(a, a.paragraphs[s.paragraph], [s]) for s in gone):
        return False
    above = [_fresh(d, FOLLOWING)]
    for _ in range(d.rng.randrange(2, 5)):
        n = d.number()
        above.append(_saying(d, n))
        d.expect("QD301", "follow_up", n)
        if d.rng.random() < 0.5:
            above.append(_fresh(d, FOLLOWING))
    d.put(*head, "".join(f"{x}\n\n" for x in above))
    d.put(*tail, "")
    d.take((a.paragraphs[0][0], a.paragraphs[-1][1]))
    _cut(d, gone, "follow_up", [head, tail])
    for s in a.statements:
        if i <= s.paragraph < j and s.who.sort != "person":
            for code in ("QD201", "QD204", "QD205", "QD207", "QD208", "QD213", "QD206"):
                d.expect(code, "consequence", s.number, due=False)  # "the mayor", whose name stood above
    return True


def _stands(d: Draft, i: int, j: int) -> bool:
    """Whether a run of paragraphs can be read without those above and below it."""
    a = d.article
    first, last = a.paragraphs[i][0], a.paragraphs[j - 1][1]
    mine = [s for s in a.statements if i <= s.paragraph < j]
    if a.leans(i) or (j < len(a.paragraphs) and a.leans(j)) or not mine:
        return False
    if any(s.end > first for s in a.statements if s.paragraph < i) or any(s.end > last for s in mine):
        return False
    if ANONYMITY.search(a.text) or not all(balanced(a.of(p)) for p in a.paragraphs[i:j]):
        return False
    for s in mine:
        if s.who.sort == "person" and s.who.full not in a.text[first : max(s.end, s.start)]:
            return False
    return mine[0].who.sort == "person" or mine[0].who.sort == "other"


def _saying(d: Draft, n: int) -> str:
    """A paragraph with a quote of somebody new."""
    says = _fresh(d, SAYINGS)
    text = d.article.text
    opened, closed = ("“", "”") if text.count("“") >= text.count('"') else ('"', '"')
    if d.rng.random() < 0.25:
        sources = [u for u in UNNAMED_NEW if u not in d.used]
        if sources:
            source = d.rng.choice(sources)
            d.used.add(source)
            d.unnamed.add(source)
            d.added[n] = source
            d.kinds[n] = "direct"
            return f"{opened}{sign('c', n, says + ',')}{closed} said {sign('s', n, source)}."
    person = somebody(d)
    d.added[n] = person.full
    d.kinds[n] = "direct"
    source = sign("s", n, f"{person.full}, {person.description}")
    return f"{opened}{sign('c', n, says + ',')}{closed} said {source}."


def unnamed_source(d: Draft) -> bool:
    """A paragraph with a quote of somebody without a name is put in."""
    at = _place_between(d)
    left = [u for u in UNNAMED_NEW if u not in d.used]
    if at is None or not left:
        return False
    source = d.rng.choice(left)
    d.used.add(source)
    d.unnamed.add(source)
    n = d.number()
    d.added[n] = source
    d.kinds[n] = "direct"
    text = d.article.text
    opened, closed = ("“", "”") if text.count("“") >= text.count('"') else ('"', '"')
    says = sign("c", n, _fresh(d, SAYINGS) + ",")
    d.put(at, at, f"{opened}{says}{closed} said {sign('s', n, source)}.\n\n")
    d.take((at - 2, at + 1))
    d.expect("QD301", "unnamed_source", n)
    return True


# --- attribution ----------------------------------------------------------------------------------------


def hearsay(d: Draft) -> bool:
    """*Said* becomes *is said to have told reporters*, or reports are named beside it."""
    for s in targets(d, shape=True):
        a = d.article
        if s.source is None or s.cue is None or a.of(s.cue) != "said" or s.who.sort != "person":
            continue
        if s.source[1] > s.cue[0] or not s.who.key:
            continue
        d.put(
            *s.cue,
            d.rng.choice(
                (
                    "is said to have told aides",
                    "was reported to have said",
                    "is understood to have said",
                    "is alleged to have said",
                    "reportedly told friends",
                    "apparently said",
                )
            ),
        )
        d.take(d.paragraph(s))
        d.expect("QD214", "hearsay", s.number)
        d.expect("QD212", "hearsay", s.number, due=False)
        return True
    return False


def move_attribution(d: Draft) -> bool:  # noqa: C901 - the conditions of one operation
    """*X said that* before what was said stands behind it, or the other way round."""
    for s in targets(d, shape=True):
        a, n = d.article, s.number
        if s.source is None or s.cue is None or len(s.contents) != 1 or not s.pure or s.kind == "mixed":
            continue
        source, cue, copy = a.of(s.source), a.of(s.cue), a.of(s.contents[0])
        if not PLAIN.fullmatch(cue) or s.source[1] > s.cue[0] or "," in source or len(words(copy)) < 5:
            continue
        if s.who.sort not in ("person", "pronoun", "unnamed"):
            continue
        between = a.text[s.source[1] : s.cue[0]]
        if re.search(r"[“”\"]|''|\.[A-Z]\.?$", copy) or between != " " or copy.rstrip().endswith(("?", "!")):
            continue
        if re.match(r"(?:to|whether|if|how|what|why|who|where|when|for|of|\w+ing)\b", copy):
            continue
        stop = s.sentence[1]
        opened, closed = marks(a, s) if s.kind == "direct" else ("", "")
        if s.shape == "head":
            if "," in copy and s.kind != "direct":
                continue
            said = sign("c", n, capital(stopped(copy, "," if s.kind == "direct" else "")))
            comma = "" if s.kind == "direct" else ","
            new = f"{opened}{said}{comma}{closed} {sign('s', n, _mid(source))} {cue}."
        else:
            if a.text[s.cue[1] : stop].strip(" .") or len(sentences(a.text, s.contents[0])) != 1:
                continue
            if s.kind == "direct":
                said = sign("c", n, stopped(copy, "."))
                new = f"{sign('s', n, capital(source))} {cue}, {opened}{said}{closed}"
            else:
                new = f"{sign('s', n, capital(source))} {cue} that {sign('c', n, small(stopped(copy, '')))}."
        d.put(*s.sentence, new)
        d.take(d.paragraph(s))
        d.expect("QD112", "move_attribution", n, due=False)
        return True
    return False


_PAST = {"is": "was", "are": "were", "has": "had", "have": "had", "will": "would", "can": "could"}


def change_tense(d: Draft) -> bool:
    """*Says it is* becomes *said it was*."""
    for s in targets(d, shape=True):
        a = d.article
        cue = a.of(s.cue) if s.cue else ""
        if s.kind != "indirect" or cue not in ("says", "say") or len(s.contents) != 1:
            continue
        c = s.contents[0]
        spots = [
            (c[0] + m.start(), c[0] + m.end())
            for m in re.finditer(
                rf"(?<!to )(?<!will )(?<!would )(?<!could )(?<!can )\b(?:{'|'.join(_PAST)})\b(?!['’])",
                a.of(c),
            )
        ]
        if not spots or s.cue is None:
            continue
        for spot in spots:
            d.put(*spot, _PAST[a.of(spot)])
        d.put(*s.cue, "said")
        d.take(d.paragraph(s))
        d.expect("QD108", "change_tense", s.number, due=False)
        return True
    return False


# --- what is no change ----------------------------------------------------------------------------------


def merge_paragraphs(d: Draft) -> bool:
    """Two paragraphs in which one person speaks become one."""
    a = d.article
    options = []
    for k in range(len(a.paragraphs) - 1):
        here, there = a.by_paragraph.get(k, ()), a.by_paragraph.get(k + 1, ())
        keys = {s.who.key for s in (*here, *there)}
        x, y = a.paragraphs[k], a.paragraphs[k + 1]
        if not here or not there or len(keys) != 1 or "" in keys or not d.free(x, y):
            continue
        if not balanced(a.of(x)) or not balanced(a.of(y)) or a.text[x[1] : y[0]].strip():
            continue
        if any(s.end > x[1] for s in here) or any(s.end > y[1] for s in there):
            continue
        if a.of(x).rstrip()[-1] not in '.?!”"':
            continue
        options.append((x, y))
    if not options:
        return False
    x, y = d.rng.choice(options)
    d.put(x[1], y[0], " ")
    d.take(x, y)
    return True


def rewrap(d: Draft) -> bool:
    """The lines of a paragraph with a quote, or of all of them, are broken as in mail."""
    a = d.article
    if "rewrap" in d.operations or not all("\n\n" in a.text[x[1] : y[0]] for x, y in pairwise(a.paragraphs)):
        return False  # where a line is a paragraph, broken ones tell of others
    chosen = [a.paragraphs[s.paragraph] for s in targets(d)]
    chosen = [p for p in dict.fromkeys(chosen) if p[1] - p[0] > 2 * _LINE and "\n" not in a.of(p)]
    if not chosen:
        return False
    if d.rng.random() < 0.5:
        chosen = chosen[:1]
    for p in chosen:
        width = 0
        for m in re.finditer(r"(\S+)( ?)", a.of(p)):
            width += len(m[0])
            if width > _LINE and m[2] and p[0] + m.end() < p[1] - 12:
                d.put(p[0] + m.start(2), p[0] + m.end(), "\n")
                width = 0
        d.take(p)
        for s in a.statements:
            if p[0] <= s.start < p[1]:
                d.expect("QD112", "rewrap", s.number, due=False)
    return True


def dateline(d: Draft) -> bool:
    """The dateline above the story is set in another style."""
    at = _opening(d)
    a = d.article
    if at is None or re.match(r"[^.\n]{0,60}(?:—|--| - )", a.of(a.paragraphs[0])):
        return False
    if a.headline is None or a.text[a.headline[1] : at].strip():
        return False  # a line stands between
    town = _fresh(d, TOWNS).upper()
    one, other = d.rng.sample(
        [f"{town}, Ohio (AP) — ", f"{town} — ", f"{town}, Ohio, May 4 — ", f"{town} (Reuters) - "], 2
    )
    d.before.append(Edit(at, at, one))
    d.put(at, at, other)
    d.take((at - 2, at + 1))
    return True


_NUMERALS = dict(zip(_NUMBERS[:9], range(2, 11), strict=True))


def numerals(d: Draft) -> bool:
    """Numbers in words are set in figures."""
    return _styled_in_quotes(
        d,
        "numerals",
        "QD113",
        lambda copy: [
            (m.span(), str(_NUMERALS[m[0]]))
            for m in re.finditer(
                rf"(?<![\w-])(?:{'|'.join(_NUMERALS)})(?= [a-z]{{3}})(?! (?:of|thirds|quarters|fifths)\b)",
                copy,
            )
        ],
    )


def spaces(d: Draft) -> bool:
    """A space is put beside a slash, a dollar or a dash that had none."""
    return _styled_in_quotes(
        d,
        "spaces",
        "",
        lambda copy: [
            *((m.span(), "$ ") for m in re.finditer(r"\$(?=\d)", copy)),
            *((m.span(), " / ") for m in re.finditer(r"(?<=[a-z])/(?=[a-z])", copy)),
            *((m.span(), " — ") for m in re.finditer(r"(?<=[a-z])—(?=[a-z])", copy)),
        ],
    )


def _styled_in_quotes(
    d: Draft, name: str, code: str, spots: Callable[[str], Sequence[tuple[Range, str]]]
) -> bool:
    """Every such place in one statement is written in another style; QD112 and QD113 may be told."""
    for s in targets(d):
        found = [((c[0] + x, c[0] + y), text) for c in s.contents for (x, y), text in spots(d.article.of(c))]
        if not found:
            continue
        for place, text in found:
            d.put(*place, text)
        d.take(d.paragraph(s))
        for other in {"QD112", "QD113"} - {code}:
            d.expect(other, name, s.number, due=False)
        if code:
            d.expect(code, name, s.number)
        return True
    return False


# --- beside the story -----------------------------------------------------------------------------------


def new_headline(d: Draft) -> bool:
    """The headline is another; or words between marks in it are."""
    a = d.article
    if a.headline is None or not d.free(a.headline) or a.headline[1] > a.paragraphs[0][0]:
        return False
    choice = d.rng.random()
    plain = not re.search(r"[“”\"'‘’]", a.of(a.headline))
    spots = [
        (a.headline[0] + m.start(), a.headline[0] + m.end())
        for m in re.finditer(r"(?<![\w'’-])[a-z]+(?![\w'’-])", a.of(a.headline))
        if m[0] in REPLACE
    ]
    level = "note"
    if choice < 0.4 and plain and spots:
        spot = d.rng.choice(spots)
        d.put(*spot, REPLACE[a.of(spot)])
    elif choice < 0.7:
        one, other = d.rng.choice(HEADLINES)
        d.before.append(Edit(*a.headline, one))
        d.put(*a.headline, other)
    else:
        opened, closed = d.rng.choice((("“", "”"), ("‘", "’"), ('"', '"')))
        one, other = d.rng.choice(QUOTED_HEADLINES)
        d.before.append(Edit(*a.headline, one.format(a=opened, z=closed)))
        d.put(*a.headline, other.format(a=opened, z=closed))
        level = "warning"
    d.take(a.headline)
    d.expect("QD405", "new_headline", level=level)
    return True


def other_note(d: Draft) -> bool:
    """A number is another, and a note says that something else was wrong: it declares nothing."""
    if {"other_note", "correct"} & set(d.operations):
        return False
    end = len(d.article.text.rstrip())
    if not d.free((end - 1, end + 1)) or not change_number(d):
        return False
    d.take((end - 1, end + 1))
    d.put(end, end, f"\n\n{d.rng.choice(MISCORRECTIONS)}")
    return True


REWRITES: dict[str, tuple[Callable[[Draft], bool], int]] = {
    "restate_lead": (restate_lead, 6),
    "swap_figures": (swap_figures, 5),
    "another_body": (another_body, 3),
    "another_word": (another_word, 3),
    "drop_answer": (drop_answer, 2),
    "drop_tail": (drop_tail, 4),
    "follow_up": (follow_up, 14),
    "unnamed_source": (unnamed_source, 2),
    "hearsay": (hearsay, 6),
    "move_attribution": (move_attribution, 8),
    "change_tense": (change_tense, 30),
    "merge_paragraphs": (merge_paragraphs, 4),
    "rewrap": (rewrap, 3),
    "dateline": (dateline, 2),
    "numerals": (numerals, 8),
    "spaces": (spaces, 12),
    "new_headline": (new_headline, 4),
    "other_note": (other_note, 2),
}
"""Every operation of rewriting by name, and how often it is tried against the others."""

STYLE = (
    *("move_attribution", "change_tense", "merge_paragraphs", "rewrap", "dateline"),
    *("numerals", "spaces"),
)
"""Operations of rewriting after which nothing above note may be told."""

UNSWAPPED = frozenset({"drop_answer", "follow_up", "drop_tail", "other_note"})
"""Operations of rewriting that are played in one direction only."""
