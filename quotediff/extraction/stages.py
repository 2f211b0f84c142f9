"""What each stage of the analysis saw, for whoever looks for the first one that is wrong."""

from __future__ import annotations

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.speakers import Decision
from quotediff.values import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """One article's way through the stages.

    ``rule_candidates`` are what the rules proposed, ``candidates`` what was weighed, with its cost;
    ``selected`` are those that stood; ``decisions``, if asked for, how the
    speakers of sources were chosen. Quotes within quotes are documents of their own and are not traced.
    """

    doc: AnnotatedDocument
    cues: tuple[Cue, ...]
    rule_candidates: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    selected: tuple[Candidate, ...]
    decisions: tuple[Decision, ...] = ()
