"""What a quote without an attribution of its own belongs to: the quote it goes on with, or a neighbour's speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quotediff.extract.candidates import Candidate
from quotediff.extract.grammar import Range, leading_subject
from quotediff.extract.scene import Scene

_REACH = 3  # paragraphs over which a quote without a source still belongs to the one before
_TAIL = 3  # tokens that may follow the quoted words in their paragraph: a stop, a bracket


@dataclass(frozen=True, slots=True)
class Attributed:
    """A candidate that stands, and the source carried to it from the neighbourhood if it has none of its own."""

    candidate: Candidate
    carried: Range | None = None

    @property
    def source(self) -> Range | None:
        """Its own source, or the carried one."""
        return self.candidate.source or self.carried


def follow(scene: Scene, chosen: Sequence[Candidate]) -> tuple[Attributed, ...]:
    """Joins further sentences and re-opened paragraphs to their quotes, and gives the rest a neighbour's speaker."""
    result: list[Attributed] = []
    for candidate in chosen:
        if candidate.rule != "fragment":
            result.append(Attributed(candidate))
            continue
        quoted = scene.quoted[candidate.stretches[0]]
        previous = _previous_quoted(scene, result)
        if previous is not None and _goes_on(scene, result[previous].candidate, candidate):
            before = result[previous]
            result[previous] = replace(
                before,
                candidate=replace(
                    before.candidate,
                    contents=(*before.candidate.contents, *candidate.contents),
                    stretches=(*before.candidate.stretches, *candidate.stretches),
                ),
            )
            continue
        if _is_label_or_title(scene, candidate):
            continue
        result.append(_carried(scene, result, candidate))
    return tuple(result)


def _carried(scene: Scene, result: Sequence[Attributed], candidate: Candidate) -> Attributed:
    """Quoted words that fill a paragraph belong to whoever spoke, or was spoken of, just before."""
    first, last = candidate.contents[0]
    block = scene.block_of[first]
    if first != scene.blocks[block].first or scene.blocks[block].last - last > _TAIL:
        return Attributed(candidate)
    for before in reversed(result):
        distance = block - scene.block_of[before.candidate.contents[-1][0]]
        if distance > _REACH:
            break
        if before.source is not None and (before.candidate.stretches or distance <= 1):
            return Attributed(replace(candidate, source=None), carried=before.source)
    if block > 0 and scene.blocks[block - 1].last > scene.blocks[block - 1].first:
        sentence = scene.sentences[scene.sentence_of[scene.blocks[block - 1].last - 1]]
        return Attributed(replace(candidate, source=None), carried=leading_subject(scene, sentence.first, sentence.last))
    return Attributed(candidate)


def _previous_quoted(scene: Scene, result: Sequence[Attributed]) -> int | None:
    for k in range(len(result) - 1, max(-1, len(result) - 6), -1):
        if result[k].candidate.stretches:
            return k
    return None


def _goes_on(scene: Scene, before: Candidate, candidate: Candidate) -> bool:
    """Whether quoted words are further sentences of the quote before them."""
    k = candidate.stretches[0]
    quoted = scene.quoted[k]
    last = before.contents[-1][1]
    earlier = scene.quoted[before.stretches[-1]]
    if quoted.continued and earlier.continues:
        return True
    if scene.block_of[quoted.first] != scene.block_of[last - 1]:
        return False
    starts_sentence = scene.sentence_of[quoted.first - 1] != scene.sentence_of[quoted.first] or scene.inside[quoted.first - 1] >= 0
    if not starts_sentence:
        return False
    # only the attribution may stand between
    begin = max([last, *(r[1] for r in (before.cue, before.source) if r is not None and r[1] <= quoted.first)])
    return scene.sentence_of[quoted.first - 1] == scene.sentence_of[begin - 1] or begin >= quoted.first - 1


def _is_label_or_title(scene: Scene, candidate: Candidate) -> bool:
    """Titles of works, names and single words set off: no statements."""
    quoted = scene.quoted[candidate.stretches[0]]
    inner = [scene.tokens[i] for i in range(quoted.first + 1, quoted.last - 1) if scene.tokens[i].text[0].isalnum()]
    if not inner:
        return True
    if len(inner) == 1 or scene.tokens[quoted.first - 1].text == "=":
        return True
    capitals = sum(1 for t in inner if t.text[0].isupper())
    ends = scene.tokens[quoted.last - 2].text in ("!", "?", ".") if quoted.last - 2 > quoted.first else False
    return len(inner) <= 8 and capitals >= len(inner) * 0.6 and not ends
