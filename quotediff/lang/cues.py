"""The verbs and phrases of saying, and the closed classes, loaded once from their data files."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from quotediff.lang.lexicon import rows, words
from quotediff.values import dataclass


class Frame(StrEnum):
    """What a verb of saying takes, as ``cues.txt`` names and explains it."""

    CLAUSE = "clause"
    ADDRESSED = "told"
    CALL = "call"
    OBJECT = "object"
    EVIDENCE = "evidence"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """One form of a verb of saying: what it takes, how it colours the words, and what else it may be.

    ``past``: may be a past participle. ``participle``: ends in -ing. ``noun``: the form is a common noun
    as well.
    """

    lemma: str
    frame: str
    stance: str
    past: bool
    participle: bool
    noun: bool


NO_VERB = ReportingVerb("", "", "", past=False, participle=False, noun=False)
"""What is known of a word that is no verb of saying."""


@cache
def reporting_verbs() -> dict[str, ReportingVerb]:
    """Every form of every verb of saying."""
    nouns = words("cue_also_nouns")
    irregular = words("cue_participles")
    return {
        form: ReportingVerb(
            lemma,
            frame,
            stance,
            form.endswith("ed") or form in irregular,
            form.endswith("ing"),
            form in nouns,
        )
        for forms, lemma, frame, stance in rows("cues", 4)
        for form in forms.split()
    }


@cache
def reporting_phrases() -> dict[str, tuple[tuple[tuple[str, ...], ReportingVerb], ...]]:
    """Phrases of saying (*pointed out*) by their first word, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], ReportingVerb]]] = {}
    nouns = words("cue_also_nouns")
    for text, lemma, frame, stance in rows("cue_phrases", 4):
        parts = tuple(text.split())
        head = parts[0]
        noun = head in nouns and "it" not in parts  # put it
        entry = ReportingVerb(lemma, frame, stance, head.endswith("ed"), head.endswith("ing"), noun)
        table.setdefault(head, []).append((parts, entry))
    return {head: tuple(sorted(options, key=lambda o: -len(o[0]))) for head, options in table.items()}


@cache
def reporting_forms(*frames: str) -> frozenset[str]:
    """The forms of all verbs of saying, or of those with one of ``frames``."""
    return frozenset(form for form, entry in reporting_verbs().items() if not frames or entry.frame in frames)


@cache
def reporting_nouns() -> frozenset[str]:
    """Nouns that stand for something said: *claim*, *statements*."""
    return frozenset(form for entry in rows("cue_nouns", 2) for form in entry)


@cache
def nouns_of_clauses() -> frozenset[str]:
    """Nouns that have a clause of what somebody said, beside those of saying: *her reminder that C*."""
    return reporting_nouns() | words("clause_nouns")


@cache
def evidence_nouns() -> frozenset[str]:
    """Nouns of those that show and find: documents, and the people who make them, singular and plural."""
    documents = {noun for noun, kind, *_ in rows("role_nouns", 4) if kind == "document"}
    return frozenset(documents | {f"{noun}s" for noun in documents} | words("evidence_people"))


@cache
def irregular_pasts() -> frozenset[str]:
    """Past tenses and participles that do not end in -ed: *threw*, *went*."""
    return frozenset(form for form, _ in rows("irregular", 2))


@cache
def number_words() -> frozenset[str]:
    """Numbers in words: *nine*, *hundred*, *half*."""
    return frozenset(word for word, _, _ in rows("number_words", 3))


class WordClass(StrEnum):
    """The closed classes, as ``closed_classes.txt`` names them."""

    SUBJ = "subj"
    POSS = "poss"
    OBJ = "obj"
    DET = "det"
    AUX = "aux"
    SUB = "sub"
    CONJ = "conj"
    PREP = "prep"
    TIME = "time"
    ADV = "adv"


ADV, AUX, CONJ, DET, OBJ, POSS, PREP, SUB, SUBJ, TIME, REPORTING = (1 << n for n in range(11))
"""What a word may be, as bits: of a closed class (in alphabetical order), a form of a verb of saying."""

CLOSED = ADV | CONJ | DET | OBJ | POSS | PREP | SUB | SUBJ | TIME
"""All closed classes but auxiliaries."""


@cache
def word_kinds() -> dict[str, int]:
    """What each word of the closed classes and each form of a verb of saying may be, as bits of the above."""
    bits = {str(name): 1 << n for n, name in enumerate(sorted(WordClass))}
    kinds = dict.fromkeys(reporting_forms(), REPORTING)
    for word, name in rows("closed_classes", 2):
        kinds[word] = kinds.get(word, 0) | bits[name]
    return kinds


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of one closed class: ``det``, ``poss``, ``subj``, ``obj``, ``aux``, ``adv``, ``prep``, ..."""
    return frozenset(word for word, kind in rows("closed_classes", 2) if kind == name)
