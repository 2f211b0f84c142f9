"""Where contents begin and end, whoever proposed them: an ordered tuple of conventions.

Each takes a candidate with a cue, and gives those that stand in its place: mostly one, with its contents cut
or continued; quoted words that were cut off stand alone, and ``follow`` finds whose they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quotediff.extraction.candidates import Candidate, stretches_in
from quotediff.extraction.grammar import Range, is_word, starts_stretch
from quotediff.extraction.rules.phrase import alone
from quotediff.extraction.scene import Scene
from quotediff.extraction.stretches import Quoted
from quotediff.model import Role

_CUT_OFF = 0.1  # by how much quoted words with a source are cheaper than without


def mend(
    scene: Scene, candidates: Iterable[Candidate], ruled: Sequence[Candidate] = ()
) -> Iterator[Candidate]:
    """The candidates with their contents as the conventions have them; linear in their contents.

    Args:
        scene: the article.
        candidates: those to mend.
        ruled: what the rules, left alone, choose: those whose cue was cut off are heard.
    """
    cues = sorted((c for c in ruled if c.cue is not None and c.source is not None), key=_cue)
    for candidate in candidates:
        if candidate.cue is None or candidate.verbatim or _in_headline(scene, candidate):
            yield candidate
        else:
            yield from _mended(scene, candidate, cues)


def _in_headline(scene: Scene, candidate: Candidate) -> bool:
    return scene.blocks[scene.block_of[candidate.contents[0][0]]].role is Role.HEADLINE


def _cue(candidate: Candidate) -> int:
    return candidate.cue[0] if candidate.cue is not None else -1


def _mended(scene: Scene, candidate: Candidate, ruled: Sequence[Candidate]) -> Iterator[Candidate]:
    for convention in CONVENTIONS:
        contents = convention(scene, candidate)
        if contents == candidate.contents:
            continue
        lost = set(candidate.stretches)
        yield from _with_cue_in(ruled, candidate.contents, contents)
        if contents:
            candidate = replace(candidate, contents=contents, stretches=stretches_in(scene, contents))
            lost.difference_update(candidate.stretches)
        yield from (_cut_off(scene, k, candidate) for k in sorted(lost))
        if not contents:
            return
    yield candidate


def _cut_off(scene: Scene, k: int, candidate: Candidate) -> Candidate:
    """Stretch ``k`` by itself, with the source, if that stands before, of what it was cut off from."""
    by_itself, source = alone(scene, k), candidate.source
    if by_itself.source is not None or source is None or source[1] > scene.quoted[k].first:
        return by_itself
    return replace(by_itself, source=source, cost=by_itself.cost - _CUT_OFF)


def _with_cue_in(
    ruled: Sequence[Candidate], before: Sequence[Range], after: Sequence[Range]
) -> Iterator[Candidate]:
    """Those whose cue stands in what was cut off: it was held for said, and now is the narrator's."""
    for first, last in before:
        for k in range(bisect_left(ruled, first, key=_cue), bisect_left(ruled, last, key=_cue)):
            if not any(a <= _cue(ruled[k]) < b for a, b in after):
                yield ruled[k]


def of_one_sentence(scene: Scene, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without other sentences of the narrator: [*He ran at 6 a.m.*] *"I slept," he said*.

    Nor with the beginning of the next one; and plain words end before the quotation that follows in a
    sentence of its own: *he was well.* [*"I am."*]
    """
    pieces = [piece for r in candidate.contents for piece in _sentences(scene, r)]
    own = [p for p in pieces if _shares_sentence(scene, p, candidate.cue)]
    if not own or len(own) == len(pieces) or _in_full(scene, candidate):
        return candidate.contents
    plain = not any(scene.inside[i] >= 0 for p in own for i in range(*p))
    kept = (p for p in pieces if p in own or _goes_on(scene, p, own, plain=plain))
    return _joined(kept, {first for first, _ in candidate.contents})


def _goes_on(scene: Scene, piece: Range, own: Sequence[Range], *, plain: bool) -> bool:
    """Whether a sentence belongs to contents whose words beside the cue are ``own``, and ``plain`` or not."""
    quoted = [i for i in range(*piece) if scene.inside[i] >= 0]
    if len(quoted) == piece[1] - piece[0]:
        return not (plain and _is_sentence(scene, piece))
    if piece[1] <= own[0][0] or _abbreviated(scene, piece[0] - 1):
        return False
    ends = scene.sentences[scene.sentence_of[piece[1] - 1]].last
    return not any(is_word(scene, i) for i in range(piece[1], ends))


def _abbreviated(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is an abbreviation with its stop: what follows may look as if it went on."""
    text = scene.tokens[i].text
    return len(text) > 1 and text[-1] == "." and text[0] != "."


def _is_sentence(scene: Scene, piece: Range) -> bool:
    """Whether nothing but these words stands in their sentences."""
    first, last = piece
    ends = scene.sentences[scene.sentence_of[last - 1]].last
    starts = scene.sentences[scene.sentence_of[first]].first
    return starts == first and not any(is_word(scene, i) for i in range(last, ends))


def _in_full(scene: Scene, candidate: Candidate) -> bool:
    """Whether a colon opens the contents: what follows it may be several sentences without marks."""
    colons = (scene.norm(first - 1) == ":" for first, _ in candidate.contents)
    return any(colons)


def _joined(ranges: Iterable[Range], apart: Collection[int]) -> tuple[Range, ...]:
    """The ranges, those that touch as one, unless the second begins ``apart``."""
    found: list[Range] = []
    for first, last in ranges:
        if found and found[-1][1] == first and first not in apart:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return tuple(found)


def _sentences(scene: Scene, content: Range) -> Iterator[Range]:
    """A content parted where a sentence of the narrator ends in it."""
    first, last = content
    for i in range(first + 1, last):
        parted = scene.sentence_of[i - 1] != scene.sentence_of[i]
        if parted and (scene.inside[i] < 0 or starts_stretch(scene, i)):
            yield first, i
            first = i
    yield first, last


def _shares_sentence(scene: Scene, piece: Range, cue: Range | None) -> bool:
    of = scene.sentence_of
    return cue is not None and of[piece[0]] <= of[cue[0]] <= of[piece[1] - 1]


def without_neighbour(scene: Scene, candidate: Candidate) -> tuple[Range, ...]:
    """The contents without a quotation right beside another one: *“It is gone.” “Are you afraid?” Poe asked*.

    Two people speak; the one nearer to the cue is its own.
    """
    low, high = 0, len(scene.tokens)
    for k, other in pairwise(candidate.stretches):
        before, after = scene.quoted[k], scene.quoted[other]
        if candidate.cue is None or not _beside(scene, before, after):
            continue
        if after.last <= candidate.cue[0]:
            low = max(low, after.first)
        elif before.first >= candidate.cue[1]:
            high = min(high, after.first)
    cut = ((max(first, low), min(last, high)) for first, last in candidate.contents)
    return tuple((first, last) for first, last in cut if first < last)


def _beside(scene: Scene, before: Quoted, after: Quoted) -> bool:
    """Whether a quotation begins in a new sentence right behind another one that has its closing mark."""
    parted = scene.sentence_of[before.first] != scene.sentence_of[after.first]
    return before.closed and before.last == after.first and parted


def without_afterthought(scene: Scene, candidate: Candidate) -> tuple[Range, ...]:
    """Quoted contents before the cue without plain words after it: *"Go," he urged* [*as fog came in*]."""
    cue, contents = candidate.cue, candidate.contents
    if cue is None or not any(last <= cue[0] and scene.inside[last - 1] >= 0 for _, last in contents):
        return contents
    return tuple(r for r in contents if r[0] < cue[1] or any(scene.inside[i] >= 0 for i in range(*r)))


Convention = Callable[[Scene, Candidate], tuple[Range, ...]]

CONVENTIONS: tuple[Convention, ...] = (
    of_one_sentence,
    without_neighbour,
    without_afterthought,
)
"""The conventions, in the order in which they are heeded."""
