"""What a token is, as bits: where it stands decides about an auxiliary, a month, a name and a comma."""

from __future__ import annotations

import pytest

from quotediff.extraction.document import AnnotatedDocument, annotate
from quotediff.extraction.token_kinds import (
    ADVERB,
    COMMA,
    ED,
    ING,
    IRREGULAR,
    NAME,
    NUMBER,
    OPENS_QUOTED,
    PLAIN_COMMA,
    POSSESSIVE_S,
    QUOTED,
    TO,
    WITHIN_QUOTED,
    WORD,
)
from quotediff.lang.cues import AUX, DET, PREP, REPORTING, SUBJ, TIME
from quotediff.readers import read_bytes


def annotated(sentence: str) -> AnnotatedDocument:
    """The sentence below a headline."""
    return annotate(read_bytes(f"Council meets on harbor plan\n\n{sentence}\n".encode(), "story.txt"))


def kind(sentence: str, text: str) -> int:
    """What the last token with this text is."""
    doc = annotated(sentence)
    return doc.kinds[max(i for i, token in enumerate(doc.tokens) if token.text == text)]


@pytest.mark.parametrize(
    ("sentence", "text", "bits"),
    [
        ("He's late.", "'s", AUX),
        ("It was that's he meant.", "'s", AUX),
        ("The mayor's car stood there.", "'s", POSSESSIVE_S),
        ("They used to run.", "used", WORD | AUX),
        ("They used it.", "used", WORD),
        ("They used to run.", "to", WORD | AUX | PREP | TO),
        ("On Friday @poe wrote.", "@poe", WORD | NAME),
        ("It was the 12th man.", "12th", WORD | NUMBER),
        ("Figures in May showed a rise.", "May", WORD | NAME | TIME),
        ("The boat was repeatedly damaged.", "repeatedly", WORD | ADVERB),
        ("The boat was repeatedly damaged.", "damaged", WORD | ED),
        ("The boat lies waiting.", "waiting", WORD | ING),
        ("The boat sank and he left.", "left", WORD | IRREGULAR),
        ("The clerk said he left.", "said", WORD | REPORTING),
        ("The clerk said he left.", "The", WORD | NAME | DET),
        ("The clerk said he left.", "he", WORD | SUBJ),
        ("Later, he left.", ",", COMMA | PLAIN_COMMA),
        ('"It is late," said the clerk.', ",", COMMA | WITHIN_QUOTED),
    ],
)
def test_a_token_is_what_it_is_where_it_stands(sentence: str, text: str, bits: int) -> None:
    asked = WORD | NAME | NUMBER | AUX | POSSESSIVE_S | ED | ING | COMMA | PLAIN_COMMA | QUOTED
    found = kind(sentence, text)
    assert found & bits & ~ADVERB == bits & ~ADVERB
    assert found & asked == bits & asked
    assert bool(found & ADVERB) == bool(bits & ADVERB)


def test_a_name_is_of_no_class_though_the_word_is() -> None:
    doc = annotated("Will Hurd said it was late. Will said so twice.")
    assert all(not doc.kinds[i] & AUX and doc.kinds[i] & NAME for i in doc.places["will"])


def test_the_marks_of_quoted_words_are_the_first_and_the_last_of_them() -> None:
    doc = annotated('He called it "a mess" twice.')
    first, last = doc.quoted[0].first, doc.quoted[0].last
    assert [doc.kinds[i] & QUOTED for i in range(first - 1, last + 1)] == [
        0,
        OPENS_QUOTED,
        WITHIN_QUOTED,
        WITHIN_QUOTED,
        WITHIN_QUOTED,
        0,
    ]


def test_a_token_beyond_either_end_is_nothing() -> None:
    doc = annotated("It was late.")
    assert [doc.kinds[i] for i in (-2, -1, len(doc.tokens), len(doc.tokens) + 2)] == [0, 0, 0, 0]
