"""The attribution stands after what was said, or splits it: "...," X said. / C, said X / "A," X said, "B"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extract.candidates import Candidate, stretches_in
from quotediff.extract.cues import Cue
from quotediff.extract.grammar import Range, is_adverb, is_word, phrase_after, subject_before, word_class
from quotediff.extract.scene import Scene

COST_QUOTED = 1.0  # quoted words, a comma, a name and a verb of saying: as sure as copy gets
COST_PLAIN = 3.0  # no marks: the comma before the name could also close an adjunct
_FRAMES = frozenset({"clause", "told", "weak"})


def said_after(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement before it."""
    for cue in cues:
        if cue.frame not in _FRAMES or cue.form not in ("finite", "passive"):
            continue
        block = scene.blocks[scene.block_of[cue.verb]]
        fragment = _fragment_start(scene, cue.first, block.first)
        before = scene.inside[fragment - 1] if fragment > block.first else -1
        quoted_before = before >= 0 and _invites(scene, before, fragment)
        source = _inverted(scene, cue, fragment, block.last, quoted=quoted_before)
        if source is not None:
            edge, cue_range = cue.first, (cue.first, cue.last)
        elif cue.form == "finite":
            source = subject_before(scene, cue.first, fragment)
            if source is None:
                continue
            edge, cue_range = source[0], (cue.first, cue.last)
        else:
            continue
        if edge > fragment and scene.norm(edge - 1) != "," and not _only_light(scene, fragment, edge):
            continue
        quoted = quoted_before and _only_light(scene, fragment, edge)
        if cue.frame == "weak" and not quoted:
            continue
        if not quoted and scene.norm(edge - 1) != ",":
            continue
        end_of_attribution = max(cue.last, source[1])
        contents = _contents(scene, block.first, edge, fragment if quoted else None)
        if contents is None:
            continue
        if not quoted and not _closes(scene, cue, end_of_attribution, block.last):
            continue
        second = _second_part(scene, end_of_attribution, block.last)
        if second is not None:
            contents = (*contents, second)
        yield Candidate(
            "said-after",
            (COST_QUOTED if quoted else COST_PLAIN) + (0.5 if cue.frame == "weak" else 0.0),
            contents,
            cue_range,
            source,
            stretches_in(scene, contents),
        )


def _fragment_start(scene: Scene, i: int, floor: int) -> int:
    """Where the narration that holds token ``i`` begins: after quoted words or a sentence's end."""
    j = i
    sentence = scene.sentences[scene.sentence_of[i]].first
    while j > floor and scene.inside[j - 1] < 0 and j > sentence:
        j -= 1
    return j


def _invites(scene: Scene, k: int, fragment: int) -> bool:
    """Whether a quoted stretch ends as one does that goes on with its attribution."""
    quoted = scene.quoted[k]
    last = scene.norm(quoted.last - 2) if quoted.closed else ""
    if last in (",", "?", "!", "—", "--", "–", "...", "…", "-"):
        return True
    if scene.norm(fragment) in (",", "—", "--", "–"):
        return True
    same = fragment > 0 and scene.sentence_of[fragment] == scene.sentence_of[quoted.last - 1]
    return same and last not in (".",)


def _inverted(scene: Scene, cue: Cue, fragment: int, ceiling: int, *, quoted: bool) -> Range | None:
    """The source of *said X*: right after the verb, with nothing but light words before the verb."""
    if not _only_light(scene, fragment, cue.first) and scene.norm(cue.first - 1) != ",":
        return None
    if scene.norm(cue.first - 1) == "," and not quoted and cue.form != "finite":
        return None
    at = cue.last
    norm = scene.norm(at)
    if norm in word_class("prep") or norm in word_class("sub") or norm in word_class("obj") - {"her"}:
        return None
    if not is_word(scene, at) or norm in word_class("time") or is_adverb(scene, at):
        return None
    stop = scene.sentences[scene.sentence_of[cue.verb]].last
    return phrase_after(scene, at, min(stop, ceiling))


def _only_light(scene: Scene, first: int, last: int) -> bool:
    """Nothing but commas, dashes, adverbs and conjunctions."""
    return all(
        scene.tokens[i].text in (",", "—", "--", "–", "-") or is_adverb(scene, i) or scene.norm(i) in word_class("conj")
        for i in range(first, last)
    )


def _contents(scene: Scene, floor: int, edge: int, fragment: int | None) -> tuple[Range, ...] | None:
    """What was said before the attribution: from the beginning of its sentence or of its quoted words."""
    last = edge if fragment is None else fragment
    while last > floor and scene.inside[last - 1] < 0 and scene.norm(last - 1) in (",", "and", "—", "--"):
        last -= 1
    if last <= floor:
        return None
    first = last - 1
    while first > floor:
        k = scene.inside[first - 1]
        if k >= 0:
            if scene.inside[first] < 0 and scene.sentence_of[first] != scene.sentence_of[first - 1]:
                break
            first = scene.quoted[k].first if scene.quoted[k].first > floor else floor
            if first < last and _begins_sentence(scene, first):
                break
            continue
        if scene.inside[first] < 0 and scene.sentence_of[first - 1] != scene.sentence_of[first]:
            break
        if scene.inside[first] >= 0 and _begins_sentence(scene, first):
            break
        first -= 1
    if scene.norm(first) in ("but", "and", "so", "yet") and scene.inside[first] < 0 and first + 1 < last:
        first += 1
    if last - first < 2 and scene.inside[first] < 0:
        return None
    return ((first, last),)


def _begins_sentence(scene: Scene, first: int) -> bool:
    """Whether the narration before token ``first`` has ended its sentence."""
    if first == 0 or scene.block_of[first - 1] != scene.block_of[first]:
        return True
    return scene.inside[first - 1] < 0 and (
        scene.sentence_of[first - 1] != scene.sentence_of[first] or scene.tokens[first - 1].text in (".", "!", "?", ":")
    )


def _closes(scene: Scene, cue: Cue, i: int, ceiling: int) -> bool:
    """Whether the sentence ends after the attribution, but for light words, or goes on after a comma."""
    stop = min(scene.sentences[scene.sentence_of[cue.verb]].last, ceiling)
    if i >= stop:
        return True
    norm = scene.norm(i)
    if norm in (".", ",", ";", "—", "--", "–", "?", "!"):
        return True
    return norm in word_class("time") or (norm in word_class("prep") and norm not in ("of", "to") ) or is_adverb(scene, i)


def _second_part(scene: Scene, i: int, ceiling: int) -> Range | None:
    """The quoted words that go on in the same sentence after the attribution: "A," X said, "B"."""
    if i >= ceiling:
        return None
    j = i
    sentence = scene.sentence_of[i - 1]
    while j < ceiling and scene.inside[j] < 0 and scene.sentence_of[j] == sentence and j - i < 25:
        norm = scene.norm(j)
        if norm.endswith("ing") and scene.norm(j - 1) == ",":
            return None
        j += 1
    if j >= ceiling or scene.inside[j] < 0 or j == i:
        return None
    k = scene.inside[j]
    if scene.quoted[k].first != j or scene.norm(j - 1) not in (",", "—", "--", ":", "–", ";"):
        return None
    return j, scene.quoted[k].last
