"""A label names the speaker: X: "..." before the quoted words, "..." — X at the paragraph's end.

The label may be a paragraph of its own: *And from X:* or *X (Tarn)* above the quoted one, *— X,
Tarn* below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import READ_ROLES, AnnotatedDocument, Block
from quotediff.extraction.grammar import (
    DASHES,
    STOPS,
    Range,
    has_verb,
    is_name,
    is_word,
    sentence_start,
    starts_quoted_range,
)
from quotediff.extraction.names import ORGANIZATION, OTHER, PERSON, classify_name
from quotediff.extraction.phrases import phrase_after
from quotediff.extraction.token_kinds import LISTED
from quotediff.lang.cues import DET
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import role_noun
from quotediff.limits import (
    MAX_LABEL_LEAD_TOKENS,
    MAX_LABEL_TOKENS,
    MAX_SIGNATURE_TOKENS,
    MAX_UNKNOWN_NAME_TOKENS,
)
from quotediff.model import Role

COST_COLON = 1.4  # a name and a colon before quoted words
COST_DASH = 1.6  # quoted words, a dash and a name that ends the paragraph
COST_LEAD = 1.2  # a name and a colon that are a paragraph, and quoted words after it
_LABEL_LEADS = word_list("label_leads") | {","}
_AFTER_NAME_LINE = frozenset({"(", ",", "|"})  # marks between a name and what tells of it
_WITHIN = frozenset({"of", "for", "&", "'s", "'"})  # small words within a body's name


def label(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """Candidates for quoted words whose speaker is a label before or a signature after them."""
    verbs = frozenset(cue.verb for cue in cues)
    for block in doc.blocks:
        if block.role in READ_ROLES:
            for k in block.quoted:
                yield from _before(doc, k, verbs)
                yield from _after(doc, block, k, verbs)
            yield from _above(doc, block, verbs)
    yield from _name_lines(doc)


def _before(doc: AnnotatedDocument, k: int, verbs: frozenset[int]) -> Iterable[Candidate]:
    quoted = doc.quoted[k]
    colon = quoted.first - 1
    first = sentence_start(doc, quoted.first)
    if (
        colon <= first
        or colon - first > MAX_LABEL_TOKENS
        or doc.norms[colon] != ":"
        or not is_name(doc, first)
    ):
        return
    if verbs.isdisjoint(range(first, colon)):
        yield Candidate(
            "label", COST_COLON, ((quoted.first, quoted.last),), (colon, colon + 1), (first, colon), (k,)
        )


def _above(doc: AnnotatedDocument, block: Block, verbs: frozenset[int]) -> Iterable[Candidate]:
    """A label that is a paragraph of its own, with quoted words in the next."""
    first, colon = block.first, block.last - 1
    if colon <= first or colon - first > MAX_LABEL_LEAD_TOKENS or not starts_quoted_range(doc, block.last):
        return
    if doc.norms[colon] != ":" or not verbs.isdisjoint(range(first, colon)):
        return
    while first < colon and doc.norms[first] in _LABEL_LEADS:
        first += 1
    named = phrase_after(doc, first, colon)
    named_so = first > block.first or colon == first + 1 or is_name(doc, first + 1)
    if named == (first, colon) and is_name(doc, first) and named_so:
        k = doc.inside[block.last]
        quoted = doc.quoted[k]
        yield Candidate("label", COST_LEAD, ((quoted.first, quoted.last),), (colon, colon + 1), named, (k,))


def _after(doc: AnnotatedDocument, block: Block, k: int, verbs: frozenset[int]) -> Iterable[Candidate]:
    quoted = doc.quoted[k]
    dash, end = quoted.last, block.last
    if dash + 1 >= end or end - dash > MAX_SIGNATURE_TOKENS or doc.tokens[dash].text not in DASHES:
        return
    if _signs(doc, dash + 1, end) and verbs.isdisjoint(range(dash, end)):
        cost = COST_LEAD if quoted.first == block.first else COST_DASH
        yield Candidate(
            "label", cost, ((quoted.first, quoted.last),), (dash, dash + 1), (dash + 1, end), (k,)
        )


def _name_lines(doc: AnnotatedDocument) -> Iterable[Candidate]:
    """Paragraphs of quoted words with a paragraph below or above that is a name and no more."""
    at = 0
    while at < len(doc.blocks):
        first = at
        quoted = _all_quoted(doc, at)
        while quoted and doc.quoted[quoted[-1]].continues and (more := _all_quoted(doc, at + 1)):
            quoted += more
            at += 1
        at += 1
        below = (signature(doc, at) or _post_line(doc, first, at)) if quoted else None
        above = name_line(doc, first - 1) if quoted and not below and not signature(doc, first - 1) else None
        named = below or above
        if named is not None:
            contents = tuple((doc.quoted[k].first, doc.quoted[k].last) for k in quoted)
            yield Candidate("label", COST_LEAD, contents, None, named, quoted)


def _post_line(doc: AnnotatedDocument, first: int, at: int) -> Range | None:
    """The name with a post below words between marks, which stand under none, in the midst of other copy."""
    if at >= len(doc.blocks) or name_line(doc, first - 1) or _all_quoted(doc, at + 1):
        return None
    named = name_line(doc, at)
    nouns = [role_noun(doc.norms[i]) for i in range(*named)] if named is not None else []
    return named if any(noun is not None and noun.kind == "person" for noun in nouns) else None


def _all_quoted(doc: AnnotatedDocument, at: int) -> tuple[int, ...]:
    """The ranges of a paragraph that holds nothing but words between marks; none of any other."""
    if at >= len(doc.blocks) or doc.blocks[at].role is not Role.BODY:
        return ()
    block = doc.blocks[at]
    outside = (i for i in range(block.first, block.last) if doc.inside[i] < 0)
    return () if any(is_word(doc, i) for i in outside) else block.quoted


def signature(doc: AnnotatedDocument, at: int) -> Range | None:
    """What, behind a dash, signs the paragraph above; None for no such line, or one of a list of them."""
    first = _behind_dash(doc, at)
    if at < 1 or first < 0 or _behind_dash(doc, at + 1) >= 0:
        return None
    last = doc.blocks[at].last
    return (first, last) if _signs(doc, first, last) else None


def _behind_dash(doc: AnnotatedDocument, at: int) -> int:
    """The first token behind the dash that a paragraph begins with; -1 if it begins with none."""
    if not 0 <= at < len(doc.blocks):
        return -1
    block, paragraph = doc.blocks[at], doc.document.paragraphs[at]
    mark = doc.document.text[paragraph.span.start : paragraph.copy.start].strip()
    if mark in DASHES:
        return block.first
    dash = block.first < block.last and doc.tokens[block.first].text in DASHES
    return block.first + 1 if dash else -1


def _signs(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether words may be who said what stands before their dash: no sentence, and nothing quoted."""
    if not first < last <= first + MAX_SIGNATURE_TOKENS or doc.tokens[last - 1].text in STOPS - {"."}:
        return False
    quoted = any(doc.inside[i] >= 0 for i in range(first, last))
    ended = doc.tokens[last - 1].text == "." and not is_name(doc, first)
    if not is_word(doc, first) or quoted or ended:
        return False
    return bool(_named_until(doc, first, last)) or not has_verb(doc, first, last)


def name_line(doc: AnnotatedDocument, at: int) -> Range | None:
    """The paragraph, if it is a name with a title, a place, an age or a post, and no sentence."""
    if at < 0:
        return None
    block = doc.blocks[at]
    first, last = block.first, block.last
    if last > first and doc.norms[last - 1] == ":":
        last -= 1
    if block.role is not Role.BODY or block.quoted or not 1 < last - first <= MAX_SIGNATURE_TOKENS:
        return None
    if doc.tokens[last - 1].text in STOPS:
        return None
    end = _named_until(doc, first, last)
    beside = end < last and (doc.tokens[end].text in _AFTER_NAME_LINE or doc.tokens[end].text in DASHES)
    return (first, last) if end and (beside or end == last) else None


def _named_until(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where the name ends that begins at ``first``, with its titles; 0 if nobody is named so."""
    if first < last and doc.tokens[first].text[0] == "@":
        return first + 1
    begin = end = first + bool(doc.kinds[first] & DET)
    while end < last and (is_name(doc, end) or _goes_on(doc, end)):
        if not is_name(doc, end) and role_noun(doc.norms[end]) is not None:
            begin = end + 1  # "Opposition leader Greta Falk"
        end += 1
    if end == begin or not is_name(doc, begin):
        return 0
    name = classify_name(doc.tokens[begin:end])
    unknown = name.kind == OTHER and not any(doc.kinds[i] & LISTED for i in range(begin, end))
    known = name.kind in (PERSON, ORGANIZATION)
    return end if known or (unknown and 1 < end - begin < MAX_UNKNOWN_NAME_TOKENS) else 0


def _goes_on(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a name may go on with a small word: *van*, *of*, *'s*, or a noun of what somebody is."""
    norm = doc.norms[i]
    return norm in words("name_particles") or norm in _WITHIN or role_noun(norm) is not None
