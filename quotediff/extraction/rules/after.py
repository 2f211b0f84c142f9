"""The attribution stands after what was said, or splits it: "...," X said. / C, said X / "A," X said, "B"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from quotediff.extraction.candidates import Candidate, stretches_in
from quotediff.extraction.clauses import past_addressee
from quotediff.extraction.cues import Cue
from quotediff.extraction.grammar import (
    LONG_DASHES,
    REACH,
    STOPS,
    Range,
    is_adverb,
    is_aux,
    is_name,
    is_participle,
    is_word,
    only_light,
    sentence_end,
    sentence_start,
    starts_stretch,
)
from quotediff.extraction.phrases import phrase_after, subject_before
from quotediff.extraction.scene import Scene
from quotediff.lang.cues import CONJ, DET, OBJ, POSS, PREP, SUB, TIME
from quotediff.lang.lexicon import words
from quotediff.lang.nouns import role_noun, singular

COST_QUOTED = 1.0  # quoted words, a comma, a name and a verb of saying: as sure as copy gets
COST_PLAIN = 3.0  # no marks: the comma before the name could also close an adjunct
COST_WEAK = 0.5  # added for verbs that are cues only beside quoted words
_FRAMES = frozenset({"clause", "told", "weak", "evidence"})
_INVITING = frozenset({",", "?", "!", "—", "--", "–", "...", "…", "-"})
_SPLIT_REACH = 25  # tokens of attribution that may split a quote: a name with a title
_SPLITTERS = frozenset({",", "—", "--", ":", "–", ";"})


def said_after(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement, or the first part of it, before it."""
    introduced = set(_introduced(scene, cues))
    for cue in cues:
        if cue.frame in _FRAMES and cue.form in ("finite", "passive"):
            yield from _candidate(scene, cue, introduced)


def _introduced(scene: Scene, cues: Sequence[Cue]) -> Iterator[int]:
    """The stretches that a verb before them introduces and that end a sentence: *said: "Never!"*."""
    for cue in cues:
        at = cue.last + (scene.norms[cue.last] in (":", ","))
        if cue.form != "finite" or not starts_stretch(scene, at):
            continue
        quoted = scene.quoted[scene.inside[at]]
        if quoted.closed and scene.norms[quoted.last - 2] in STOPS:
            yield scene.inside[at]


def _candidate(scene: Scene, cue: Cue, introduced: Collection[int]) -> Iterable[Candidate]:
    block = scene.blocks[scene.block_of[cue.verb]]
    start = _narration_start(scene, cue.first, block.first)
    before = scene.inside[start - 1] if start > block.first else -1
    after_quote = before >= 0 and before not in introduced and _invites(scene, before, start)
    source = _inverted(scene, cue, start, quoted=after_quote)
    edge = cue.first
    if source is None:
        source = subject_before(scene, cue.first, start) if cue.form == "finite" else None
        if source is None:
            return
        edge = source[0]
    quoted = after_quote and only_light(scene, start, edge)
    if quoted:  # '...' and I laughed
        quoted = not any(kind & CONJ for kind in scene.kinds[start:edge])
    if not quoted and (cue.frame == "weak" or scene.norms[edge - 1] != ","):
        return
    contents = _contents(scene, block.first, start if quoted else edge)
    behind = max(cue.last, source[1])
    if cue.frame == "told" and behind == cue.last:
        behind = _past_told(scene, cue)
    elif behind == cue.last and not quoted and is_hearer(scene, behind):
        behind = _past_hearer(scene, behind, sentence_end(scene, cue.verb))
    if not contents or not (quoted or _closes(scene, cue, behind)):
        return
    second = _second_part(scene, behind, block.last)
    if second is not None:
        contents = (*contents, second)
    cost = (COST_QUOTED if quoted else COST_PLAIN) + COST_WEAK * (cue.frame == "weak")
    yield Candidate(
        "said-after", cost, contents, (cue.first, cue.last), source, stretches_in(scene, contents)
    )


def _past_told(scene: Scene, cue: Cue) -> int:
    """Past whom it was told, up to where or when: *told a judge* [*in a plea for mercy*]."""
    ends = sentence_end(scene, cue.verb)
    whole = past_addressee(scene, cue.last, ends, certain=True)
    if _closes(scene, cue, whole):
        return whole
    settings = (i for i in range(cue.last + 1, whole) if scene.norms[i] in words("settings"))
    return next(settings, whole)


def is_hearer(scene: Scene, i: int) -> bool:
    """Whether whom it was said to begins at token ``i``: *confirmed* [*to the Herald*]; no verb: *to go*."""
    first = i + 1
    if scene.norms[i] != "to" or not is_word(scene, first):
        return False
    determined = scene.kinds[first] & (DET | POSS | OBJ) or is_name(scene, first)
    several = singular(scene.norms[first])
    return bool(determined) or several != scene.norms[first] or role_noun(several) is not None


def _past_hearer(scene: Scene, i: int, stop: int) -> int:
    found = phrase_after(scene, i + 1, stop)
    return i if found is None else found[1]


def _narration_start(scene: Scene, i: int, floor: int) -> int:
    """Where the narration that holds token ``i`` begins: after quoted words or a sentence's end."""
    low = max(floor, sentence_start(scene, i))
    return scene.last_quoted(i, low) + 1


def _invites(scene: Scene, k: int, start: int) -> bool:
    """Whether a quoted stretch ends as one does that goes on with its attribution."""
    quoted = scene.quoted[k]
    last = scene.norms[quoted.last - 2] if quoted.closed else ""
    if last in _INVITING or scene.norms[start] == "," or scene.norms[start] in LONG_DASHES:
        return True
    return scene.sentence_of[start] == scene.sentence_of[quoted.last - 1] and last != "."


def _inverted(scene: Scene, cue: Cue, start: int, *, quoted: bool) -> Range | None:
    """The source of *said X*: right after the verb, with nothing but light words before the verb."""
    if cue.frame == "told":
        return None  # whom follows it, not who
    comma = scene.norms[cue.first - 1] == ","
    if not comma and not only_light(scene, start, cue.first):
        return None
    if any(scene.kinds[i] & CONJ for i in range(max(start, cue.first - 2), cue.first)):
        return None  # the second of two verbs: called it "..." and said C
    if comma and not quoted and cue.form != "finite":
        return None
    at = cue.last
    norm, kind = scene.norms[at], scene.kinds[at]
    if kind & (PREP | SUB) or (kind & OBJ and norm != "her"):
        return None
    if not is_word(scene, at) or kind & TIME or is_adverb(scene, at) or is_participle(scene, at, "ing"):
        return None
    found = phrase_after(scene, at, sentence_end(scene, cue.verb))
    return None if found is None or is_aux(scene, found[1]) else found  # a clause: said the mayor would go


def _contents(scene: Scene, floor: int, edge: int) -> tuple[Range, ...]:
    """What was said before the attribution: from the beginning of its sentence or of its quoted words."""
    last = edge
    while last > floor and scene.inside[last - 1] < 0 and scene.norms[last - 1] in (",", "and", "—", "--"):
        last -= 1
    first = last
    for _ in range(REACH):  # in words of the narrator: a quotation is taken as one, however long it is
        if first <= floor or (first < last and _begins(scene, first)):
            break
        k = scene.inside[first - 1]
        first = max(floor, scene.quoted[k].first) if k >= 0 else first - 1
    if first < last and scene.inside[first] < 0 and scene.norms[first] in ("but", "and", "so", "yet"):
        first += 1
    if last <= first or (last - first == 1 and scene.inside[first] < 0):
        return ()
    return ((first, last),)


def _begins(scene: Scene, i: int) -> bool:
    """Whether a new sentence begins at token ``i``, which starts no further words of a quoted stretch."""
    if scene.sentence_of[i - 1] != scene.sentence_of[i]:
        return scene.inside[i] < 0 or starts_stretch(scene, i)
    return scene.inside[i - 1] < 0 and scene.tokens[i - 1].text == ":" and starts_stretch(scene, i)


def _closes(scene: Scene, cue: Cue, i: int) -> bool:
    """Whether the sentence ends after the attribution, but for light words, or goes on after a comma."""
    if i >= sentence_end(scene, cue.verb):
        return True
    norm, kind = scene.norms[i], scene.kinds[i]
    if norm in (".", ",", ";", "?", "!") or norm in LONG_DASHES or kind & TIME:
        return True
    return is_adverb(scene, i) or (kind & PREP != 0 and norm not in ("of", "to"))


def _second_part(scene: Scene, i: int, ceiling: int) -> Range | None:
    """The quoted words that go on in the same sentence after the attribution: "A," X said, "B"."""
    sentence = scene.sentence_of[i - 1]
    for j in range(i, min(ceiling, i + _SPLIT_REACH)):
        if scene.inside[j] >= 0:
            splits = j > i and starts_stretch(scene, j) and scene.norms[j - 1] in _SPLITTERS
            return (j, scene.quoted[scene.inside[j]].last) if splits else None
        if scene.sentence_of[j] != sentence or (scene.norms[j].endswith("ing") and scene.norms[j - 1] == ","):
            return None  # a participle after the comma has a statement of its own
    return None
