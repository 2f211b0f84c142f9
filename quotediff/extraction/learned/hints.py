"""What the rules have made of an article, as the network is told: one number a token, and one for each cue.

So the network learns where the rules are to be believed, and is sure of what both see.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.values import dataclass

HINTS, CUE_HINTS = 32, 5
"""How many numbers there are."""

_FIRM, _FAIR = 1.2, 1.9  # what a candidate costs that is beyond doubt, or good
_CUE_BEGINS, _CUE_GOES_ON, _SOURCE_BEFORE, _SOURCE_AFTER, _BEFORE, _AFTER, _HINT_ALONE = range(1, 8)
_STATES = 7  # of one certainty
_PART_OTHER, _PART_SOURCE, _PART_CUE, _PART_CONTENT = range(1, 5)


@dataclass(frozen=True, slots=True)
class Hints:
    """The rules' choice.

    ``states``: for each token, 0, or its part in what the rules chose (the beginning of a cue, source or
    content before or after its cue, ...) and how sure the rule is. ``of_cue``: for each token, the index in
    ``chosen`` of the candidate whose cue holds it, or -1.
    """

    states: bytes
    of_cue: tuple[int, ...]
    chosen: tuple[Candidate, ...]

    def around(self, low: int, high: int, first: int, last: int) -> bytes:
        """For the tokens from ``low`` to before ``high``, their part in what a rule says with this cue.

        0 where no rule has chosen a cue among the tokens from ``first`` to before ``last``, else 1 for no
        part, 2 source, 3 cue, 4 content.
        """
        of = next((k for k in self.of_cue[first:last] if k >= 0), -1)
        if of < 0:
            return bytes(high - low)
        parts = bytearray(b"\x01") * (high - low)
        candidate = self.chosen[of]
        for ranges, part in (
            (candidate.contents, _PART_CONTENT),
            ((candidate.source,), _PART_SOURCE),
            ((candidate.cue,), _PART_CUE),
        ):
            for token_range in ranges:
                if token_range is not None and token_range[0] < high and token_range[1] > low:
                    begin, end = max(token_range[0], low), min(token_range[1], high)
                    parts[begin - low : end - low] = bytes([part]) * (end - begin)
        return bytes(parts)


def hints(tokens: int, chosen: Sequence[Candidate]) -> Hints:
    """The hints of an article of so many tokens; linear in them and in the candidates' parts."""
    states = bytearray(tokens)
    of_cue = [-1] * tokens

    def mark(first: int, last: int, state: int) -> None:
        states[first:last] = bytes([state]) * (last - first)

    for c in chosen:
        for first, last in c.contents:
            mark(first, last, _sure(c) + _place_of_content(c, last))
    for candidate in chosen:  # where parts overlap, sources come before contents, and cues before both
        if candidate.source is not None:
            place = (
                _SOURCE_AFTER
                if candidate.cue is not None and candidate.source[0] >= candidate.cue[1]
                else _SOURCE_BEFORE
            )
            mark(*candidate.source, _sure(candidate) + place)
    for index, candidate in enumerate(chosen):
        if candidate.cue is not None:
            mark(*candidate.cue, _sure(candidate) + _CUE_GOES_ON)
            states[candidate.cue[0]] = _sure(candidate) + _CUE_BEGINS
            of_cue[candidate.cue[0] : candidate.cue[1]] = [index] * (candidate.cue[1] - candidate.cue[0])
    return Hints(bytes(states), tuple(of_cue), tuple(chosen))


def _sure(candidate: Candidate) -> int:
    """The first state of those that say how sure the rule is."""
    if candidate.cost <= _FIRM:
        return 0
    return _STATES if candidate.cost <= _FAIR else 2 * _STATES


def _place_of_content(candidate: Candidate, last: int) -> int:
    """The state of content that ends before ``last``, by its cue."""
    if candidate.cue is None:
        return _HINT_ALONE
    return _BEFORE if last <= candidate.cue[0] else _AFTER
