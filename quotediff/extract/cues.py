"""Finds cues: the words that show that something was said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quotediff.extract.grammar import is_adverb, is_name, verb_group, word_class
from quotediff.extract.scene import READ_ROLES, Scene
from quotediff.lang.lexicon import rows

_BASE_ONLY_AFTER = frozenset({"to"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: tokens ``first:last`` with its auxiliaries, the verb itself at ``verb``.

    ``frame`` is what the verb takes (see ``lang/en/cues.txt``), ``stance`` how it colours the words.
    ``form`` is ``finite``, ``ing`` (a participle, whose subject is the main clause's), ``to`` (an
    infinitive) or ``passive`` (the source is its agent, or missing).
    """

    first: int
    last: int
    verb: int
    lemma: str
    frame: str
    stance: str
    form: str


@dataclass(frozen=True, slots=True)
class _Entry:
    lemma: str
    frame: str
    stance: str
    past: bool  # a form that may be a past participle
    ing: bool
    ambiguous: bool  # the form is also a common noun


@cache
def _single() -> dict[str, _Entry]:
    nouns = {noun for entry in rows("cue_nouns", 2) for noun in entry} | {
        "note", "notes", "state", "states", "charge", "charges", "post", "posts", "blog", "blogs", "text",
        "texts", "email", "emails", "estimate", "estimates", "project", "projects", "forecast", "forecasts",
        "show", "shows", "fear", "fears", "hope", "hopes", "love", "hate", "want", "wants", "joke", "jokes",
        "laugh", "laughs", "cry", "cries", "shout", "shouts", "query", "dispute", "disputes", "protest",
        "protests", "challenge", "challenges", "attack", "attacks", "praise", "blame", "quote", "quotes",
        "label", "labels", "brand", "brands", "term", "terms", "signal", "signals", "bet", "bets", "tout",
        "rule", "rules", "address", "addresses", "detail", "details", "credit", "credits", "thank", "thanks",
        "highlight", "highlights", "stress", "stresses", "regret", "regrets", "worry", "worries", "hint",
        "hints", "reason", "reasons", "counter", "counters", "object", "objects", "start", "starts", "share",
        "shares", "offer", "offers", "close", "talk", "talks", "fault", "rap", "pan", "crow", "rail", "project",
        "fume", "rant", "whisper", "murmur", "sigh", "smile", "grin", "brief", "briefs", "sum", "stand", "read",
        "find", "finds", "like", "mean", "means", "view", "views", "reply", "replies", "counsel", "outline",
        "slam", "dub", "deride", "put", "welcome", "second", "appeal", "appeals", "plead", "say", "tease",
    }  # fmt: skip
    table: dict[str, _Entry] = {}
    for forms, lemma, frame, stance in rows("cues", 4):
        for form in forms.split():
            table[form] = _Entry(
                lemma, frame, stance, form.endswith("ed") or form in _IRREGULAR, form.endswith("ing"), form in nouns
            )
    return table


_IRREGULAR = frozenset({"said", "told", "written", "known", "seen", "heard", "found", "held", "put", "quoted", "read", "shown", "sworn", "understood", "thought", "felt", "meant"})


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], _Entry]]]:
    table: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
    for text, lemma, frame, stance in rows("cue_phrases", 4):
        parts = tuple(text.split())
        entry = _Entry(lemma, frame, stance, parts[0].endswith("ed"), parts[0].endswith("ing"), parts[0] == "calls")
        table.setdefault(parts[0], []).append((parts, entry))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table


def find_cues(scene: Scene) -> tuple[Cue, ...]:
    """Every cue that stands outside quoted words, in text order."""
    found: list[Cue] = []
    single, phrases = _single(), _phrases()
    done = 0
    for i, token in enumerate(scene.tokens):
        if i < done or scene.inside[i] >= 0 or scene.document.paragraphs[scene.block_of[i]].role not in READ_ROLES:
            continue
        last, entry = i + 1, single.get(token.norm)
        for parts, option in phrases.get(token.norm, ()):
            if tuple(scene.norm(i + k) for k in range(len(parts))) == parts:
                last, entry = i + len(parts), option
                break
        if entry is None:
            continue
        floor = scene.sentences[scene.sentence_of[i]].first
        form = _form(scene, i, floor, entry)
        if form is None:
            continue
        first = verb_group(scene, i, floor)
        found.append(Cue(first, last, last - 1 if last > i + 1 else i, entry.lemma, entry.frame, entry.stance, form))
        done = last
    return tuple(found)


def _form(scene: Scene, i: int, floor: int, entry: _Entry) -> str | None:
    """How the verb at ``i`` stands, or None where it is no verb here."""
    before = i - 1
    while before >= floor and is_adverb(scene, before):
        before -= 1
    norm = scene.norm(before) if before >= floor else ""
    if i > floor and is_name(scene, i) and scene.tokens[i].text[0].isupper() and is_name(scene, i - 1):
        heading = scene.document.paragraphs[scene.block_of[i]].role == "headline"
        if not heading:
            return None
    if scene.norm(i - 1) in word_class("det") | word_class("poss") - {"her"} and i > floor:
        if entry.ambiguous or scene.norm(i - 1) not in ("that", "this", "those", "these", "all", "many", "most", "some", "both", "one", "two", "several", "few", "others", "neither", "each"):
            return None
    if entry.ing:
        if norm in word_class("det") | word_class("poss") | {"of", "'s"}:
            return None
        if norm in ("is", "are", "was", "were", "been", "be", "am", "'s", "'re", "'m"):
            return "finite"
        return "ing"
    if norm == "to":
        return "to"
    if entry.past and norm in ("is", "are", "was", "were", "been", "be", "being", "am", "'re", "get", "got"):
        return "passive"
    if entry.frame == "call" and entry.past and _names(scene, i, before, floor):
        return None
    if entry.past and norm == "as" and scene.norm(before - 1) != "such":
        return None
    if entry.ambiguous and (norm in word_class("prep") or norm == "'s" or norm.endswith(("ive", "ous", "ful", "al"))):
        return None
    if entry.ambiguous and not _stands_as_verb(scene, i, before, floor):
        return None
    return "finite"


def _stands_as_verb(scene: Scene, i: int, before: int, floor: int) -> bool:
    """Whether a word that is also a noun (*state*, *report*) has a subject before it and an object after it."""
    if before < floor:
        return False
    norm = scene.norm(before)
    subject = (
        norm in word_class("subj") | word_class("aux") | {"that", "which"}
        or is_name(scene, before)
        or norm.endswith("s")
        or norm in ("people", "and", ",", "”", '"', "''")
    )
    if not subject or i + 1 >= len(scene.tokens):
        return False
    after = scene.norm(i + 1)
    return (
        after in word_class("det") | word_class("poss") | word_class("subj") | word_class("obj")
        or after in (":", ",", ".", "that", "how", "why", "what", "whether", "in", "on", "of")
        or is_name(scene, i + 1)
        or scene.inside[i + 1] >= 0
    )


def _names(scene: Scene, i: int, before: int, floor: int) -> bool:
    """*a website called "X"*: a participle after a common noun gives a name, and nobody is quoted."""
    if before != i - 1 or before <= floor or scene.norm(i) not in ("called", "dubbed", "labeled", "labelled", "nicknamed", "termed", "titled"):
        return False
    lower_noun = scene.tokens[before].text[0].islower() and scene.norm(before) not in word_class("subj") | word_class("aux")
    follows = i + 1 < len(scene.tokens) and scene.inside[i + 1] >= 0 and scene.sentence_of[i + 1] == scene.sentence_of[i]
    return lower_noun and follows
