"""The rules, in one visible order. Each looks at an article and proposes candidates; none decides.

Order does not settle conflicts (costs do, in ``select``); it only breaks ties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument
from quotediff.extraction.rules.according import ACCORDING_TO, according_to, in_words_of
from quotediff.extraction.rules.after import said_after
from quotediff.extraction.rules.amounts import AMOUNT, amount_put
from quotediff.extraction.rules.before import said_before
from quotediff.extraction.rules.fronted import FRONTED, fronted_participle
from quotediff.extraction.rules.labels import label
from quotediff.extraction.rules.noun import NOUN_CUE, noun_cue
from quotediff.extraction.rules.phrase import FRAGMENT, fragment
from quotediff.extraction.rules.questions import QUESTION, free_question
from quotediff.extraction.rules.quoted_as import QUOTED_AS, quoted_as_saying
from quotediff.extraction.rules.transcripts import transcript
from quotediff.extraction.rules.unlisted import unlisted_verb
from quotediff.extraction.rules.unmarked import UNMARKED, propose_unmarked

Rule = Callable[[AnnotatedDocument, Sequence[Cue]], Iterable[Candidate]]

RULES: tuple[tuple[str, Rule], ...] = (
    ("transcript", transcript),  # Q: ... A: ... / MODERATOR: ...
    (UNMARKED, propose_unmarked),  # X said: and a paragraph without marks / a post, a pull quote, a letter
    ("said-after", said_after),  # "...," X said / C, said X
    ("said-before", said_before),  # X said (that) C / X said: "..." / X called Y "..."
    ("unlisted", unlisted_verb),  # "...," X will trill
    (QUOTED_AS, quoted_as_saying),  # the paper quoted X as saying C
    (ACCORDING_TO, according_to),  # According to X, C / C, according to X
    (ACCORDING_TO, in_words_of),  # In X's words, C
    (AMOUNT, amount_put),  # X put N at 40
    (QUESTION, free_question),  # C? X asked.
    (FRONTED, fronted_participle),  # Saying C, X left
    ("label", label),  # X: "..." / "..." — X
    (NOUN_CUE, noun_cue),  # X's claim that C
    (FRAGMENT, fragment),  # any other sentence with quoted words in it
)
