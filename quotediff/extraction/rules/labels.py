"""A label names the speaker: X: "..." before the quoted words, "..." — X at the paragraph's end.

The label may be a paragraph of its own: *And from X:* or *X (Tarn)* above the quoted one, *— X,
Tarn* below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import has_predicate
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
from quotediff.extraction.phrases import is_adjunct, leading_subject, owner_before, phrase_after
from quotediff.extraction.token_kinds import COLON, LISTED, QUOTED, WORD
from quotediff.lang.cues import DET
from quotediff.lang.lexicon import word_list, words
from quotediff.lang.nouns import noun_kind, role_noun
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
_AFTER_NAME_LINE = DASHES | {"(", ",", "|"}  # marks between a name and what tells of it
_ENDS_NO_NAME = STOPS - {"."}
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
    if not doc.kinds[colon] & COLON:
        return
    if is_adjunct(doc, (first, comma := min(doc.first_of(",", first), colon))) and comma < colon - 1:
        first = comma + 1  # Asked why, Poe had one word:
    if not first < colon <= first + MAX_LABEL_TOKENS:
        return
    if is_name(doc, first) and verbs.isdisjoint(range(first, colon)):
        named, cue = _subject_and_verb(doc, first, colon)
        yield Candidate("label", COST_COLON, ((quoted.first, quoted.last),), cue, named, (k,))


def _subject_and_verb(doc: AnnotatedDocument, first: int, colon: int) -> tuple[Range | None, Range]:
    """Whom words before a colon name, and the cue: the colon, or the verb if they are a sentence.

    *Poe*[*:*] *"..."*, *Poe* [*raised his glass*]*: "..."*; *her* of *Her answer* [*was short*]*: "..."*.
    """
    if not has_predicate(doc, first + 1, colon):
        return (first, colon), (colon, colon + 1)
    nobody = None, (colon, colon + 1)
    if doc.norms[first] == "there":
        return nobody
    subject = leading_subject(doc, first, colon)
    if subject is None or subject[1] >= colon:
        return nobody
    cue = subject[1], colon
    if is_name(doc, cue[0] - 1):
        return subject, cue  # our baker Jess Cole
    return owner_before(doc, subject[1], subject[0]) or subject, cue


def _above(doc: AnnotatedDocument, block: Block, verbs: frozenset[int]) -> Iterable[Candidate]:
    """A label that is a paragraph of its own, with quoted words in the next."""
    first, colon = block.first, block.last - 1
    if not first < colon <= first + MAX_LABEL_LEAD_TOKENS or not starts_quoted_range(doc, block.last):
        return
    if not doc.kinds[colon] & COLON or not verbs.isdisjoint(range(first, colon)):
        return
    first = next((k for k in range(first, colon) if doc.norms[k] not in _LABEL_LEADS), colon)
    named = phrase_after(doc, first, colon)
    if named == (first, colon) and _heads_paragraph(doc, block, named):
        k = doc.inside[block.last]
        quoted = doc.quoted[k]
        yield Candidate("label", COST_LEAD, ((quoted.first, quoted.last),), (colon, colon + 1), named, (k,))


def _heads_paragraph(doc: AnnotatedDocument, block: Block, named: Range) -> bool:
    """Whether a phrase is a name that may be a paragraph: one word, several with capitals, *And from X*."""
    first, last = named
    if not is_name(doc, first):
        return False
    return first > block.first or last == first + 1 or is_name(doc, first + 1)


def _after(doc: AnnotatedDocument, block: Block, k: int, verbs: frozenset[int]) -> Iterable[Candidate]:
    quoted = doc.quoted[k]
    dash, end = quoted.last, block.last
    if not dash + 1 < end <= dash + MAX_SIGNATURE_TOKENS or doc.tokens[dash].text not in DASHES:
        return
    if _may_name_speaker(doc, dash + 1, end) and verbs.isdisjoint(range(dash, end)):
        cost = COST_LEAD if quoted.first == block.first else COST_DASH
        yield Candidate(
            "label", cost, ((quoted.first, quoted.last),), (dash, dash + 1), (dash + 1, end), (k,)
        )


def _name_lines(doc: AnnotatedDocument) -> Iterable[Candidate]:
    """Paragraphs of quoted words with a paragraph below or above that is a name and no more."""
    for first, end, quoted in _runs_of_quoted(doc):
        named = _named_beside(doc, first, end)
        if named is not None:
            contents = tuple((doc.quoted[k].first, doc.quoted[k].last) for k in quoted)
            yield Candidate("label", COST_LEAD, contents, None, named, quoted)


def _runs_of_quoted(doc: AnnotatedDocument) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Paragraphs of quoted words alone, with those they go on in: the first, the one behind, their ranges."""
    at = 0
    while at < len(doc.blocks):
        first = at
        quoted = _all_quoted(doc, at)
        while quoted and doc.quoted[quoted[-1]].continues and (more := _all_quoted(doc, at + 1)):
            quoted += more
            at += 1
        at += 1
        if quoted:
            yield first, at, quoted


def _named_beside(doc: AnnotatedDocument, first: int, end: int) -> Range | None:
    """The name below or above the paragraphs from ``first`` to before ``end``, and of no others."""
    below = signature(doc, end) or _post_line(doc, first, end)
    if below:
        return below
    if signature(doc, first - 1) or signature(doc, end + 2):
        return name_line(doc, end)  # as those beside it, but without their dash
    return name_line(doc, first - 1)


def _post_line(doc: AnnotatedDocument, first: int, at: int) -> Range | None:
    """The name with a post below words between marks, which stand under none, in the midst of other copy."""
    if name_line(doc, first - 1):
        return None
    if _all_quoted(doc, at + 1):
        return None
    named = name_line(doc, at)
    if named is None or all(noun_kind(norm) != "person" for norm in doc.norms[slice(*named)]):
        return None
    return named


def _all_quoted(doc: AnnotatedDocument, at: int) -> tuple[int, ...]:
    """The ranges of a paragraph that holds nothing but words between marks; none of any other."""
    block = doc.block(at)
    if block.role is not Role.BODY:
        return ()
    own_words = any(kind & (WORD | QUOTED) == WORD for kind in doc.kinds[block.first : block.last])
    if own_words:
        return ()
    return block.quoted


def signature(doc: AnnotatedDocument, at: int) -> Range | None:
    """What, behind a dash, signs the paragraph above; None for no such line, or one of a list of them."""
    if at < 1:
        return None
    first = _behind_dash(doc, at)
    if first < 0 or _behind_dash(doc, at + 1) >= 0:
        return None
    last = doc.blocks[at].last
    if not _may_name_speaker(doc, first, last):
        return None
    return first, last


def _behind_dash(doc: AnnotatedDocument, at: int) -> int:
    """The first token behind the dash that a paragraph begins with; -1 if it begins with none."""
    if not 0 <= at < len(doc.blocks):
        return -1
    block, paragraph = doc.blocks[at], doc.document.paragraphs[at]
    mark = doc.document.text[paragraph.span.start : paragraph.copy.start].strip()
    if mark in DASHES:
        return block.first
    if block.first < block.last and doc.tokens[block.first].text in DASHES:
        return block.first + 1
    return -1


def _may_name_speaker(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether words may be who said what stands before their dash: no sentence, and nothing quoted."""
    if not first < last <= first + MAX_SIGNATURE_TOKENS or not is_word(doc, first):
        return False
    end = doc.tokens[last - 1].text
    if end == "." and not is_name(doc, first):
        return False
    if end in _ENDS_NO_NAME or any(kind & QUOTED for kind in doc.kinds[first:last]):
        return False
    return bool(_named_until(doc, first, last)) or not has_verb(doc, first, last)


def is_plain(block: Block) -> bool:
    """Whether a paragraph is of the story, and nothing in it stands in marks."""
    return block.role is Role.BODY and not block.quoted


def name_line(doc: AnnotatedDocument, at: int) -> Range | None:
    """The paragraph, if it is a name with a title, a place, an age or a post, and no sentence."""
    block = doc.block(at)
    first = block.first
    last = block.last - (doc.kinds[block.last - 1] & COLON != 0)
    if not is_plain(block) or not 1 < last - first <= MAX_SIGNATURE_TOKENS:
        return None
    if doc.tokens[last - 1].text in STOPS:
        return None
    end = _named_until(doc, first, last)
    if not end:
        return None
    if end < last and doc.tokens[end].text not in _AFTER_NAME_LINE:
        return None
    return first, last


def _named_until(doc: AnnotatedDocument, first: int, last: int) -> int:
    """Where the name ends that begins at ``first``, with its titles; 0 if nobody is named so."""
    if first < last and doc.tokens[first].text[0] == "@":
        return first + 1
    begin = first + bool(doc.kinds[first] & DET)
    end = next((k for k in range(begin, last) if not _may_be_of_name(doc, k)), last)
    posts = [k for k in range(begin, end) if not is_name(doc, k) and role_noun(doc.norms[k]) is not None]
    begin = max((k + 1 for k in posts), default=begin)  # "Opposition leader Greta Falk"
    if begin == end or not is_name(doc, begin):
        return 0
    if not _names_somebody(doc, begin, end):
        return 0
    return end


def _names_somebody(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a run of capitalized words is a person, a body, or a name of a few words that is not known."""
    kind = classify_name(doc.tokens[first:last]).kind
    if kind != OTHER:
        return kind in (PERSON, ORGANIZATION)
    listed = any(doc.kinds[i] & LISTED for i in range(first, last))
    return not listed and 1 < last - first < MAX_UNKNOWN_NAME_TOKENS


def _may_be_of_name(doc: AnnotatedDocument, i: int) -> bool:
    """Whether a word has a capital or may stand small in a name: *van*, *of*, *'s*, a noun of a post."""
    norm = doc.norms[i]
    if is_name(doc, i) or norm in _WITHIN:
        return True
    return norm in words("name_particles") or role_noun(norm) is not None
