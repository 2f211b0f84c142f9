"""Shallow grammar over tokens: what kind of word a token is, and where verb groups begin.

No parser and no tagger: news copy puts the source of a statement beside its cue, and what bounds phrases
there is nearly always a closed-class word or a mark.
"""

from __future__ import annotations

from quotediff.extraction.scene import Scene
from quotediff.lang.cues import ADV, AUX, CONJ, SAYING, SUBJ
from quotediff.lang.lexicon import phrases, words
from quotediff.lang.nouns import pronouns

Range = tuple[int, int]
"""Tokens ``first`` to before ``last``."""

STOPS = frozenset({".", "!", "?", ";", ":", "...", "…", ". . .", ". . . ."})
LONG_DASHES = frozenset({"—", "–", "--", "―"})
DASHES = LONG_DASHES | {"-"}
BRACKETS = frozenset("()[]{}")

REACH = 300
"""Tokens that any rule looks to either side: a bound for text without full stops."""

_HOSTS_OF_S = frozenset({"that", "there", "what", "here", "how", "where"})  # "that's" is "that is"
_SHORTEST_ADVERB = 5  # "only" is listed; "rely" is a verb
_SHORTEST_PARTICIPLE = 5  # "red", "king" are none


def is_word(scene: Scene, i: int) -> bool:
    """Whether token ``i`` begins with a letter or a digit, or is a handle: *@poe*."""
    return 0 <= i < len(scene.tokens) and (scene.tokens[i].text[0].isalnum() or _is_handle(scene, i))


def begins_phrase(scene: Scene, i: int, listed: str) -> bool:
    """Whether one of the phrases of a data file begins at token ``i``."""
    found = phrases(listed).get(scene.norms[i], ())
    return any(scene.norms[i : i + len(parts)] == parts for parts in found)


def is_name(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is written with a capital, or is a handle: *@poe*."""
    return 0 <= i < len(scene.tokens) and (scene.tokens[i].text[0].isupper() or _is_handle(scene, i))


def _is_handle(scene: Scene, i: int) -> bool:
    text = scene.tokens[i].text
    return text[0] == "@" and len(text) > 1


def is_number(scene: Scene, i: int) -> bool:
    """Whether token ``i`` begins with a digit."""
    return 0 <= i < len(scene.tokens) and scene.tokens[i].text[0].isdigit()


def is_aux(scene: Scene, i: int) -> bool:
    """An auxiliary; *'s* is one only after a pronoun, elsewhere it is the possessive."""
    norm = scene.norms[i]
    if norm == "'s":
        return scene.kinds[i - 1] & SUBJ != 0 or scene.norms[i - 1] in _HOSTS_OF_S
    if norm == "used":
        return scene.norms[i + 1] == "to"
    return scene.kinds[i] & AUX != 0


def is_adverb(scene: Scene, i: int) -> bool:
    """A word that may stand within a verb group: *also*, *repeatedly*."""
    if scene.kinds[i] & ADV:
        return True
    norm = scene.norms[i]
    return norm[-2:] == "ly" and len(norm) >= _SHORTEST_ADVERB and not is_name(scene, i)


def is_participle(scene: Scene, i: int, *endings: str) -> bool:
    """A lower-case word with the look of a participle: *-ing*, *-ed*, or those of ``endings`` given."""
    norm = scene.norms[i]
    return (
        norm.endswith(endings or ("ing", "ed"))
        and len(norm) >= _SHORTEST_PARTICIPLE
        and not is_name(scene, i)
    )


def looks_finite(scene: Scene, i: int) -> bool:
    """Whether token ``i`` can be the verb of a clause: an auxiliary, a verb of saying, or a word in *-ed*."""
    return scene.kinds[i] & SAYING != 0 or is_aux(scene, i) or is_participle(scene, i, "ed")


def has_verb(scene: Scene, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` hold a subject pronoun or what looks like a finite verb."""
    return first_verb(scene, first, last) < last


def first_verb(scene: Scene, first: int, last: int) -> int:
    """The first subject pronoun of ``tokens[first:last]``, or what looks like a finite verb; or ``last``."""
    for i in range(first, last):
        if (
            scene.kinds[i] & (SUBJ | SAYING)
            or is_aux(scene, i)
            or (i > first and is_participle(scene, i, "ed"))
        ):
            return i
    return last


def verb_group(scene: Scene, verb: int, floor: int) -> int:
    """Where the verb group that ends with token ``verb`` begins: its auxiliaries and adverbs."""
    first = verb
    while first > floor:
        i = first - 1
        light = is_aux(scene, i) or (is_adverb(scene, i) and i > floor and scene.norms[i] != "so")
        if not light and not (i > floor and is_hearsay(scene, i)):
            break
        first = i
    return first


def is_hearsay(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is the participle of *(is) said to have*, before what somebody did."""
    return (
        scene.norms[i] in words("hearsay_participles")
        and scene.norms[i + 1 : i + 3] == ("to", "have")
        and is_aux(scene, i - 1)
    )


def only_light(scene: Scene, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` are commas, dashes, adverbs and conjunctions alone."""
    return all(
        scene.tokens[i].text == ","
        or scene.tokens[i].text in DASHES
        or is_adverb(scene, i)
        or scene.kinds[i] & CONJ
        for i in range(first, last)
    )


def starts_stretch(scene: Scene, i: int) -> bool:
    """Whether an outermost quoted stretch begins at token ``i``."""
    return 0 <= i < len(scene.tokens) and scene.inside[i] >= 0 and scene.quoted[scene.inside[i]].first == i


def sentence_end(scene: Scene, i: int) -> int:
    """The token after the last of the sentence that token ``i`` stands in, at most REACH tokens on."""
    return min(scene.sentences[scene.sentence_of[i]].last, i + REACH)


def sentence_start(scene: Scene, i: int) -> int:
    """The first token of the sentence that token ``i`` stands in, at most REACH tokens back."""
    return max(scene.sentences[scene.sentence_of[i]].first, i - REACH)


def first_persons(scene: Scene) -> list[str]:
    """The folded words of the article that are pronouns of the first person, also with an auxiliary."""
    known = pronouns()
    hosts = ((norm, known.get(norm.partition("'")[0])) for norm in scene.places)
    return [norm for norm, pronoun in hosts if pronoun is not None and pronoun.person == "1"]


def speaks_of_itself(scene: Scene, first: int, last: int) -> bool:
    """Whether a pronoun of the first person stands among ``tokens[first:last]``, outside marks."""
    return any(scene.inside[i] < 0 and _person_of(scene, i) == "1" for i in range(first, last))


def talks_to_somebody(scene: Scene, first: int, last: int) -> bool:
    """Whether ``tokens[first:last]`` ask something, or have a pronoun of the first or second person."""
    return any(scene.norms[i] == "?" or _person_of(scene, i) in ("1", "2") for i in range(first, last))


def _person_of(scene: Scene, i: int) -> str:
    """The person of a pronoun, alone or with its auxiliary (*we've*); not of *US* and *I* in a number."""
    text, norm = scene.tokens[i].text, scene.norms[i].partition("'")[0]
    if len(text) > 1 and text.isupper():
        return ""
    known = pronouns().get(norm)
    return known.person if known is not None and norm != "mine" else ""  # the mine
