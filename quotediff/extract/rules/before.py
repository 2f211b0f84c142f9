"""The attribution stands before what was said: X said (that) C / X said: "..." / X called Y "..."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extract.candidates import Candidate, stretches_in
from quotediff.extract.cues import Cue
from quotediff.extract.grammar import (
    DASHES, Range, cue_forms, is_adverb, is_aux, is_name, leading_subject, phrase_after, subject_before, word_class,
)  # fmt: skip
from quotediff.extract.scene import Scene

COST_COLON = 1.1  # said: "..."
COST_QUOTED = 1.5  # said "..." / said, "..."
COST_THAT = 2.0  # said that C: plain
COST_BARE = 2.6  # said C: the verb may have another complement
COST_MIXED_FAR = 2.2  # quoted words further on in the clause
COST_NO_SOURCE = 1.0  # added where the subject was not found
COST_PARTICIPLE = 0.2  # , adding that: the source is the main clause's


def said_before(scene: Scene, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for every cue that has its statement after it."""
    subjects: dict[int, Range] = {}  # sentence -> the last source found in it
    for cue in cues:
        sentence = scene.sentences[scene.sentence_of[cue.verb]]
        block = scene.blocks[scene.block_of[cue.verb]]
        source = _source(scene, cue, sentence.first, subjects)
        if source is not None and cue.form == "finite" and (
            cue.frame in ("clause", "told") or scene.sentence_of[cue.verb] not in subjects
        ):
            if scene.norm(cue.verb) in _PLAIN or scene.sentence_of[cue.verb] not in subjects:
                subjects[scene.sentence_of[cue.verb]] = source
        content, how = _complement(scene, cue, block.last)
        if content is None:
            continue
        stretches = stretches_in(scene, (content,))
        if cue.frame == "weak" and not (stretches and _near(scene, cue, stretches[0])):
            continue
        if cue.frame == "weak" and how == "bare" and not stretches:
            continue
        if cue.form == "to" and not stretches:
            continue
        if cue.form == "passive" and cue.frame in ("weak", "object") and not stretches:
            continue
        cost = {"colon": COST_COLON, "quoted": COST_QUOTED, "that": COST_THAT, "far": COST_MIXED_FAR}.get(how, COST_BARE)
        if source is None:
            cost += COST_NO_SOURCE
        if cue.form == "ing":
            cost += COST_PARTICIPLE
        if cue.frame == "weak":
            cost += 1.0
        if source is not None and content[0] <= source[0] < content[1]:
            continue
        yield Candidate("said-before", cost, (content,), (cue.first, cue.last), source, stretches)


def _source(scene: Scene, cue: Cue, floor: int, subjects: dict[int, Range]) -> Range | None:
    if cue.form == "passive":
        return _agent(scene, cue)
    if cue.form == "finite":
        found = subject_before(scene, cue.first, floor)
        if found is not None:
            return found
        # The second of two verbs: X rejected the plan and said ...
        return subjects.get(scene.sentence_of[cue.verb]) or leading_subject(scene, floor, cue.first)
    return subjects.get(scene.sentence_of[cue.verb]) or leading_subject(scene, floor, cue.first)


def _agent(scene: Scene, cue: Cue) -> Range | None:
    stop = scene.sentences[scene.sentence_of[cue.verb]].last
    for i in range(cue.last, min(stop, cue.last + 12)):
        if scene.inside[i] >= 0 or scene.tokens[i].text in (",", ";", ":"):
            return None
        if scene.norm(i) == "by":
            return phrase_after(scene, i + 1, stop)
    return None


def _complement(scene: Scene, cue: Cue, ceiling: int) -> tuple[Range | None, str]:
    """What was said, after the cue, and how it is joined on."""
    i = cue.last
    sentence = scene.sentences[scene.sentence_of[cue.verb]]
    if i >= ceiling:
        return None, ""
    if cue.frame in ("told",) or cue.lemma in ("ask", "warn", "caution", "remind", "promise", "urge", "write", "text", "email"):
        i = _past_addressee(scene, i, sentence.last, cue)
    i = _past_adverbials(scene, i, sentence.last)
    if i >= ceiling:
        return None, ""
    norm = scene.norm(i)
    if norm == ":" or (norm == "," and i + 1 < ceiling and scene.inside[i + 1] >= 0):
        j = i + 1
        if j < ceiling and scene.inside[j] >= 0 and scene.quoted[scene.inside[j]].first == j:
            return (j, _clause_end(scene, j, ceiling)), "colon"
        if norm == ":" and j < sentence.last:
            return (j, _clause_end(scene, j, ceiling)), "colon"
        return None, ""
    if scene.inside[i] >= 0:
        if scene.quoted[scene.inside[i]].first != i:
            return None, ""
        return (i, _clause_end(scene, i, ceiling)), "quoted"
    if norm == "," or norm in (".", ";", "?", "!") or norm in DASHES or scene.sentence_of[i] != scene.sentence_of[cue.verb]:
        return None, ""
    end = _clause_end(scene, i, ceiling)
    if end - i < 1:
        return None, ""
    if norm in ("that", "whether", "if", "why", "how", "what"):
        return (i, end), "that"
    if cue.frame in ("clause", "told") and norm in ("of", "about", "in", "on", "at", "to", "for", "with", "by", "as", "after", "before") and not stretches_in(scene, ((i, end),)):
        if not (norm == "to" and cue.lemma in ("promise", "vow", "pledge", "threaten", "ask", "urge", "demand", "swear", "agree", "offer", "warn", "advise", "implore", "plead", "beg")):
            return None, ""
    quoted = stretches_in(scene, ((i, end),))
    if quoted and cue.frame in ("call", "object"):
        return (i, end), "quoted"
    return (i, end), "far" if quoted else "bare"


def _past_addressee(scene: Scene, i: int, stop: int, cue: Cue) -> int:
    """Past the people spoken to: told *reporters*, asked *him*."""
    if i >= stop or scene.inside[i] >= 0 or scene.norm(i) in ("that", "to", "if", "whether", ":", ","):
        return i
    if scene.norm(i) in word_class("obj") | {"her", "you", "it"}:
        return i + 1
    if cue.frame != "told" and scene.norm(i) not in word_class("det") | word_class("poss") and not is_name(scene, i):
        if cue.lemma != "warn":
            return i
    j = i
    while j < stop and scene.inside[j] < 0:
        norm = scene.norm(j)
        if norm in ("that", "to", "if", "whether", ":", ",", "how", "why", "what", "where", "when") or is_aux(scene, j):
            break
        if norm in word_class("subj") and j > i:
            break
        if norm in word_class("time") and j > i:
            break
        if norm in word_class("det") | word_class("poss") and j > i and scene.norm(j - 1) not in word_class("prep") | word_class("conj"):
            break
        if j - i > 10:
            return i
        j += 1
    return j if cue.frame == "told" or (j < stop and scene.norm(j) in ("that", "to", "if", "whether", ":", ",") or (j < stop and scene.inside[j] >= 0)) else i


def _past_adverbials(scene: Scene, i: int, stop: int) -> int:
    """Past when and where it was said: said *Monday*, said *in a statement*, said *on Twitter*."""
    start = i
    while i < stop and scene.inside[i] < 0:
        norm = scene.norm(i)
        if is_adverb(scene, i) and norm not in ("there", "all", "both", "each", "perhaps", "maybe", "not", "never", "so", "too"):
            i += 1
        elif norm in word_class("time") and not is_aux(scene, i + 1):
            i += 1
            while i < stop and (scene.tokens[i].text[0].isdigit() or (scene.norm(i) in word_class("time"))):
                i += 1
        elif norm in ("in", "on", "at", "during", "via", "through", "after", "before", "to", "from", "of", "with", "by", "over", "about", "as"):
            j = _past_prepositional(scene, i, stop)
            if j is None:
                return i
            i = j
        elif norm == "," and i > start and i + 1 < stop and scene.inside[i + 1] < 0 and scene.norm(i + 1) == "that":
            i += 1
        else:
            return i
    return i


def _past_prepositional(scene: Scene, i: int, stop: int) -> int | None:
    """Past one prepositional phrase if a statement plainly follows it."""
    j = i + 1
    while j < stop and scene.inside[j] < 0 and j - i < 16:
        norm = scene.norm(j)
        if norm in ("that", ":"):
            return j
        if norm == ",":
            return j if j + 1 < stop and (scene.inside[j + 1] >= 0 or scene.norm(j + 1) == "that") else None
        if norm in word_class("subj") or is_aux(scene, j) or norm in (".", ";"):
            return j if norm in word_class("subj") and j - i > 1 and scene.norm(i) in ("in", "on", "at", "during") else None
        if norm in word_class("time") and j - i <= 3:
            k = j + 1
            while k < stop and (scene.norm(k) in word_class("time") or scene.tokens[k].text[0].isdigit()):
                k += 1
            return k
        if j > i + 1 and norm in word_class("det") and scene.norm(j - 1) not in word_class("prep") and scene.norm(i) in ("in", "on", "at", "during"):
            return j
        j += 1
    if j < stop and scene.inside[j] >= 0 and scene.quoted[scene.inside[j]].first == j:
        return j if scene.norm(i) in ("in", "on", "at", "during", "via", "of", "to", "with") else None
    return None


def _clause_end(scene: Scene, i: int, ceiling: int) -> int:
    """Where a statement that begins at ``i`` ends: with its sentence, or before the next attribution."""
    k = scene.inside[i]
    if k >= 0 and scene.quoted[k].first == i:
        j = scene.quoted[k].last
        if j >= ceiling or scene.sentence_of[j - 1] != scene.sentence_of[min(j, len(scene.tokens) - 1)]:
            return j
        last_inside = scene.norm(j - 2)
        if last_inside in (".", "?", "!", "...") or scene.norm(j) in (".", ";", "?", "!"):
            return j
        if scene.norm(j) == "," or last_inside == ",":
            nxt = j + 1 if scene.norm(j) == "," else j
            if nxt < ceiling and (scene.norm(nxt).endswith("ing") or scene.norm(nxt) in ("but", "as", "after", "when", "while", "referring", "in", "during")):
                return j
        i = j
    j = i
    sentence = scene.sentence_of[i] if i < len(scene.tokens) else -1
    while j < ceiling:
        if scene.inside[j] >= 0:
            if scene.sentence_of[j] != sentence:
                return j
            quoted = scene.quoted[scene.inside[j]]
            j = max(j + 1, quoted.last)
            if j < ceiling and (scene.norm(j - 2) in (".", "?", "!") and scene.sentence_of[j] != scene.sentence_of[j - 1]):
                return j
            sentence = scene.sentence_of[j - 1]
            continue
        if scene.sentence_of[j] != sentence:
            return j
        norm = scene.norm(j)
        if norm == ";" :
            return j
        if norm == "," and _next_attribution(scene, j + 1, ceiling):
            return j
        j += 1
    return ceiling


def _next_attribution(scene: Scene, i: int, ceiling: int) -> bool:
    """Whether an attribution of its own begins after the comma at ``i - 1``."""
    norm = scene.norm(i)
    if norm == "according" and scene.norm(i + 1) == "to":
        return True
    if norm.endswith("ing") and norm in cue_forms("clause", "told"):
        return True
    if norm in ("but", "and", "while", "though", "although"):
        for j in range(i + 1, min(ceiling, i + 9)):
            if scene.inside[j] >= 0 or scene.tokens[j].text in (",", ".", ";"):
                return False
            if scene.norm(j) in cue_forms() and scene.norm(j) in _PLAIN:
                return True
    for j in range(i, min(ceiling, i + 5)):
        if scene.inside[j] >= 0 or scene.tokens[j].text in (",", ".", ";"):
            return False
        if scene.norm(j) in ("said", "says", "added", "wrote") and j > i:
            return scene.norm(j + 1) in (".", ",") or scene.norm(j + 1) in word_class("time")
    return False


_PLAIN = frozenset("said says say added adds told tells argued argues noted claimed insisted acknowledged called warned".split())


def _near(scene: Scene, cue: Cue, k: int) -> bool:
    """Whether the quoted stretch stands close enough after a weak cue to be its object."""
    return scene.quoted[k].first - cue.last <= 8
