"""Shallow grammar: verb groups and the noun phrases beside them, by closed classes and punctuation.

No parser and no tagger: news copy puts the source of a statement next to its cue, and what bounds a noun
phrase there is nearly always a closed-class word or a mark. Every function looks at one sentence at most.
"""

from __future__ import annotations

from functools import cache

from quotediff.extract.scene import Scene
from quotediff.lang.lexicon import rows, words

Range = tuple[int, int]
"""Tokens ``first`` to before ``last``."""

STOPS = frozenset({".", "!", "?", ";", ":", "...", "…", ". . .", ". . . ."})
DASHES = frozenset({"—", "–", "--", "―", "-"})
BRACKETS = frozenset("()[]{}")
_LONGEST_SUBJECT = 30  # tokens: beyond that the walk has run away
_VENUES = frozenset(
    """statement interview tweet letter speech email e-mail memo post report note article column briefing
    conference filing telephone phone video rally debate hearing message release affidavit""".split()
)


@cache
def word_class(name: str) -> frozenset[str]:
    """The words of one closed class (``det``, ``aux``, ``prep``, ...)."""
    return frozenset(word for word, kind in rows("closed_classes", 2) if kind == name)


def is_word(scene: Scene, i: int) -> bool:
    """Whether token ``i`` begins with a letter or a digit."""
    return 0 <= i < len(scene.tokens) and scene.tokens[i].text[0].isalnum()


def is_name(scene: Scene, i: int) -> bool:
    """Whether token ``i`` is written with a capital."""
    return 0 <= i < len(scene.tokens) and scene.tokens[i].text[0].isupper()


def is_aux(scene: Scene, i: int) -> bool:
    """An auxiliary; *'s* is one only after a pronoun, elsewhere it is the possessive."""
    norm = scene.norm(i)
    if norm == "'s":
        return scene.norm(i - 1) in word_class("subj") | {"that", "there", "what", "here", "how", "where"}
    return norm in word_class("aux")


def is_adverb(scene: Scene, i: int) -> bool:
    """A word that may stand within a verb group: *also*, *repeatedly*."""
    norm = scene.norm(i)
    return norm in word_class("adv") or (norm.endswith("ly") and len(norm) > 4 and not is_name(scene, i))


def verb_group(scene: Scene, verb: int, floor: int) -> int:
    """Where the verb group that ends with token ``verb`` begins: auxiliaries, adverbs and *to*."""
    first = verb
    i = verb - 1
    while i >= floor:
        if is_aux(scene, i):
            first = i
        elif is_adverb(scene, i) and scene.norm(i) not in word_class("subj"):
            if i - 1 < floor or scene.norm(i) == "so":
                break
            first = i
        else:
            break
        i -= 1
    return first


def clause_floor(scene: Scene, i: int, floor: int) -> int:
    """The first token of the stretch of narration before ``i``: after a stop, a bracket or quoted words."""
    j = i - 1
    while j >= floor:
        token = scene.tokens[j]
        if scene.inside[j] >= 0 or token.text in STOPS or token.text in BRACKETS or token.text in ("—", "--", "–"):
            return j + 1
        j -= 1
    return floor


def subject_before(scene: Scene, group: int, floor: int) -> Range | None:
    """The noun phrase that ends before the verb group at ``group``; appositives between commas included."""
    if group - 1 < floor:
        return None
    low = clause_floor(scene, group, floor)
    if low >= group:
        return _subject_before_dash(scene, group, floor)
    last = group
    if scene.norm(last - 1) in word_class("subj"):
        return last - 1, last
    if scene.norm(last - 1) != ",":
        first = _phrase_start(scene, last, _after_comma(scene, last, low))
        if first < last and scene.norm(last - 1) in word_class("time") and first + 1 < last:
            cut = last
            while cut > first + 1 and (
                scene.norm(cut - 1) in word_class("time") or scene.norm(cut - 1) in word_class("prep")
            ):
                cut -= 1
            last = cut
        return (first, last) if first < last else None
    # A comma right before the verb closes an appositive: the phrase begins before the comma that opens it.
    chunks = _chunks(scene, low, last - 1)
    while len(chunks) > 2 and _is_adjunct(scene, chunks[0]):
        chunks.pop(0)
    if len(chunks) < 2:
        return None
    head = chunks[0]
    first = _phrase_start(scene, head[1], head[0])
    return (first, last - 1) if first < head[1] else None


def _subject_before_dash(scene: Scene, group: int, floor: int) -> Range | None:
    """The head of *Name — an aside — said*."""
    if group - 1 < floor or scene.tokens[group - 1].text not in ("—", "--", "–", ")"):
        return None
    j = group - 2
    wanted = ("(",) if scene.tokens[group - 1].text == ")" else ("—", "--", "–")
    while j >= floor and scene.tokens[j].text not in wanted:
        if scene.tokens[j].text in STOPS:
            return None
        j -= 1
    if j <= floor:
        return None
    inner = subject_before(scene, j, floor)
    return (inner[0], group) if inner else None


def _chunks(scene: Scene, first: int, last: int) -> list[Range]:
    chunks = []
    begin = first
    for i in range(first, last):
        if scene.norm(i) == ",":
            if i > begin:
                chunks.append((begin, i))
            begin = i + 1
    if last > begin:
        chunks.append((begin, last))
    return chunks


def _is_adjunct(scene: Scene, chunk: Range) -> bool:
    norm = scene.norm(chunk[0])
    if chunk[1] - chunk[0] == 1:
        return is_adverb(scene, chunk[0]) or norm in word_class("conj")
    if norm in word_class("sub") | word_class("prep") or is_adverb(scene, chunk[0]):
        return True
    return norm.endswith(("ing", "ed")) and len(norm) > 4 and scene.norm(chunk[0] + 1) not in word_class("aux")


def _after_comma(scene: Scene, last: int, low: int) -> int:
    for i in range(last - 1, low - 1, -1):
        if scene.norm(i) == ",":
            return i + 1
    return low


def _phrase_start(scene: Scene, last: int, low: int) -> int:
    """Walks left from ``last`` over what may belong to a noun phrase; where it begins."""
    i = last - 1
    first = last
    seen_head = False
    while i >= low:
        norm = scene.norm(i)
        text = scene.tokens[i].text
        if norm in word_class("subj") and norm != "it":
            break
        if is_aux(scene, i) or (norm in word_class("sub") and norm not in word_class("prep")):
            break
        if norm in ("but", "so", "yet", "that", "nor"):
            break
        if norm in ("and", "or", "&"):
            if i == low or not seen_head or _has_verb(scene, low, i):
                break
            i -= 1
            continue
        if norm in word_class("prep"):
            if i == low:
                # An adjunct opens the clause: keep only what stands after its own noun phrase.
                return _after_adjunct(scene, low, last, first)
            i -= 1
            continue
        if norm in words_of_time() and seen_head and i > low and is_name(scene, i + 1):
            break
        if not is_word(scene, i) and norm not in ("'s", "'", "$", "%", "#", "/"):
            break
        if is_adverb(scene, i) and i == low:
            break
        first = i
        if text[0].isalpha():
            seen_head = True
        i -= 1
    return first


def _after_adjunct(scene: Scene, low: int, last: int, first: int) -> int:
    """*On Monday Smith*, *In Boston the mayor*: where the second noun phrase begins."""
    for j in range(last - 1, low + 1, -1):
        norm = scene.norm(j)
        if norm in word_class("det") | word_class("poss") and j > low + 1:
            return j
        if scene.norm(j - 1) in word_class("time") and norm not in word_class("time"):
            return j
    return first


def words_of_time() -> frozenset[str]:
    """Days, months and the like."""
    return word_class("time")


def _has_verb(scene: Scene, first: int, last: int) -> bool:
    """Whether the stretch holds a word that is plainly a verb."""
    for i in range(first, last):
        norm = scene.norm(i)
        if is_aux(scene, i) or norm in word_class("subj") or norm in cue_forms():
            return True
        if norm.endswith("ed") and len(norm) > 4 and i > first and not is_name(scene, i):
            return True
    return False


@cache
def cue_forms(*frames: str) -> frozenset[str]:
    """Every form of every verb of saying, or of those with one of ``frames``."""
    return frozenset(
        form for forms, _, frame, _ in rows("cues", 4) if not frames or frame in frames for form in forms.split()
    )


def phrase_after(scene: Scene, first: int, ceiling: int, *, leading: bool = False) -> Range | None:
    """The noun phrase that begins at ``first``, with appositives and relative clauses, before ``ceiling``.

    ``leading``: a clause follows it after a comma (*According to X, C*), so that a comma ends it unless
    what follows is an appositive with a comma of its own.
    """
    i = first
    if i >= ceiling or not (is_word(scene, i) or scene.tokens[i].text in "$#@"):
        return None
    norm = scene.norm(i)
    if norm in word_class("subj") | word_class("obj") and scene.norm(i + 1) not in ("'s", "and"):
        return i, i + 1
    proper = False
    end = i
    while i < ceiling:
        token = scene.tokens[i]
        norm = token.norm
        if scene.inside[i] >= 0 and not _nickname(scene, i, ceiling):
            break
        if token.text in STOPS or token.text in DASHES:
            break
        if token.text == "(":
            close = next((j for j in range(i, min(ceiling, i + 8)) if scene.tokens[j].text == ")"), None)
            if close is None:
                break
            i = end = close + 1
            continue
        if norm == ",":
            nxt = _appositive(scene, i + 1, ceiling, leading=leading)
            if nxt is None:
                break
            i = end = nxt
            continue
        if i > first and norm in word_class("time") and not (scene.norm(i - 1) in word_class("det") and i - 1 == first):
            if norm in ("may", "march", "august", "late", "early", "last", "next", "later") and is_name(scene, i):
                pass
            else:
                break
        if norm in word_class("prep") and i > first:
            if not _attaches(scene, i, ceiling, proper=proper):
                break
            i += 1
            continue
        if norm in ("who", "whose", "which", "that") and i > first and norm != "that":
            i += 1
            end = i
            continue
        if norm in word_class("sub") | word_class("subj") | word_class("obj") and i > first and norm != "who":
            if norm in word_class("prep"):
                pass
            else:
                break
        if norm in word_class("conj") and i > first:
            if norm in ("but", "so", "yet", "nor") or not (
                is_name(scene, i + 1) or scene.norm(i + 1) in word_class("det") | word_class("poss")
                or (i + 1 < ceiling and is_word(scene, i + 1) and not proper)
            ):  # fmt: skip
                break
            i += 1
            continue
        if i > first and is_adverb(scene, i) and not is_name(scene, i):
            break
        proper = is_name(scene, i) if is_word(scene, i) else proper
        i += 1
        end = i
    while end > first and not is_word(scene, end - 1) and scene.tokens[end - 1].text not in (")", "”", '"', "'s"):
        end -= 1
    return (first, end) if end > first else None


def _nickname(scene: Scene, i: int, ceiling: int) -> bool:
    """Quoted words inside a name: William "Bill" Smith."""
    q = scene.quoted[scene.inside[i]]
    return q.last - q.first <= 5 and q.last < ceiling and is_name(scene, q.first - 1) and is_name(scene, q.last)


def _attaches(scene: Scene, i: int, ceiling: int, *, proper: bool) -> bool:
    """Whether a preposition at ``i`` goes on with the noun phrase before it."""
    norm = scene.norm(i)
    after = next((j for j in range(i + 1, min(ceiling, i + 5)) if scene.norm(j) in _VENUES), None)
    if after is not None and norm in ("in", "during", "on", "at", "via", "by", "through", "to"):
        return False
    if i + 1 < ceiling and scene.norm(i + 1) in word_class("time") and norm != "of":
        return False
    if norm == "of":
        return True
    if proper:
        return norm in ("for",) and scene.norm(i + 1) == "the" and False
    return norm in ("for", "at", "in", "with", "from", "to", "on", "against", "near", "inside", "outside", "within", "behind", "between", "like", "about", "who", "by", "as", "over", "under", "among")


def _appositive(scene: Scene, i: int, ceiling: int, *, leading: bool) -> int | None:
    """Where the appositive that begins at ``i``, after a comma, ends; None if it is none."""
    if i >= ceiling or scene.inside[i] >= 0:
        return None
    norm = scene.norm(i)
    stops_here = (
        norm in (word_class("prep") - {"of"}) | word_class("conj") | (word_class("sub") - {"who", "which", "whose"})
        or norm in word_class("subj") - {"who"}
        or norm in word_class("time")
        or (is_adverb(scene, i) and norm not in ("now", "then"))
        or (norm.endswith("ing") and not is_name(scene, i))
        or norm in cue_forms()
    )
    if stops_here or not is_word(scene, i):
        return None
    end = i
    depth_relative = norm in ("who", "which", "whose")
    while end < ceiling:
        token = scene.tokens[end]
        if token.norm == "," or token.text in STOPS or token.text in DASHES or scene.inside[end] >= 0:
            break
        if not depth_relative and token.norm in ("who", "which", "whose", "that"):
            depth_relative = True
        if not depth_relative and (
            is_aux(scene, end) or (token.norm in word_class("subj") and end > i)
        ):
            return None
        end += 1
    if leading and not (end < ceiling and scene.norm(end) == ","):
        return None
    return end if end > i else None


def nearest_subject(scene: Scene, i: int, floor: int) -> Range | None:
    """The subject of the last finite clause before token ``i`` in narration; None if nothing looks like one."""
    for j in range(i - 1, floor, -1):
        if scene.inside[j] >= 0 or is_name(scene, j):
            continue
        norm = scene.norm(j)
        if is_aux(scene, j) or norm in cue_forms() or (norm.endswith(("ed", "s")) and norm != "'s"):
            group = verb_group(scene, j, floor)
            before = group - 1
            if before < floor or scene.inside[before] >= 0:
                continue
            plain = is_aux(scene, j) or norm in cue_forms()
            if scene.norm(before) in word_class("subj") - {"it"} or is_name(scene, before) or plain:
                found = subject_before(scene, group, floor)
                if found is not None and found[1] - found[0] <= _LONGEST_SUBJECT:
                    return found
    return None


def leading_subject(scene: Scene, floor: int, ceiling: int) -> Range | None:
    """The first noun phrase of a sentence, past an adjunct that opens it: its subject, most often."""
    i = floor
    while i < ceiling and (
        scene.norm(i) in word_class("conj") or not is_word(scene, i) or is_adverb(scene, i)
    ) and scene.inside[i] < 0:
        i += 1
    if i >= ceiling or scene.inside[i] >= 0:
        return None
    if scene.norm(i) in word_class("prep") | word_class("sub") or scene.norm(i).endswith("ing"):
        comma = next((j for j in range(i, ceiling) if scene.norm(j) == ","), None)
        if comma is None:
            return None
        i = comma + 1
    if scene.norm(i) in word_class("subj"):
        return i, i + 1
    found = phrase_after(scene, i, ceiling)
    if found is None:
        return None
    first, last = found
    if is_name(scene, first):
        # A name ends where the lower-case words of the predicate begin.
        end = first
        while end < last and (is_name(scene, end) or scene.norm(end) in ("of", "the", "'s", "and") or not is_word(scene, end)):
            end += 1
        while end > first and (not is_name(scene, end - 1)):
            end -= 1
        return (first, end) if end > first else None
    if scene.norm(first) in word_class("det") | word_class("poss"):
        return first, min(last, first + 3)
    return None


def narrator_words(name: str) -> frozenset[str]:
    """A word list of the language, for rules that need one."""
    return words(name)
