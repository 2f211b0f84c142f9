"""Paragraphs without marks that are somebody's words: posts, statements, letters, pull quotes.

What shows it stands around them: a line above that ends in *X said:*, or is a name; a line below that is a
name with a post or a handle. Pull quotes, letters and words under a name must besides be in the first
person, in an article whose narrator is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from quotediff.extraction.candidates import Candidate
from quotediff.extraction.clauses import past_addressee
from quotediff.extraction.cues import Cue
from quotediff.extraction.document import AnnotatedDocument, Block
from quotediff.extraction.grammar import (
    DASHES,
    STOPS,
    Range,
    first_persons,
    has_verb,
    is_name,
    is_word,
    sentence_start,
    speaks_of_itself,
)
from quotediff.extraction.names import PERSON, classify_name
from quotediff.extraction.phrases import phrase_after, subject_before
from quotediff.extraction.rules.before import WRITING
from quotediff.extraction.rules.labels import is_plain, name_line, signature
from quotediff.extraction.statements import begins_whole
from quotediff.extraction.token_kinds import ADVERB
from quotediff.lang.cues import OBJ, PREP, SUB, TIME
from quotediff.lang.lexicon import word_list, word_sequence, words
from quotediff.lang.nouns import noun_kind, role_noun
from quotediff.limits import (
    MAX_CLOSING_WORDS,
    MAX_LEAD_UP_TOKENS,
    MAX_LETTER_CLOSE_PARAGRAPHS,
    MAX_LETTER_PARAGRAPHS,
    MAX_NAME_LINE_TOKENS,
    MAX_POST_DATE_TOKENS,
    MAX_POST_SIGNATURE_TOKENS,
)
from quotediff.model import Role
from quotediff.values import dataclass

UNMARKED = "unmarked"
"""The name of the rule."""

COST = 0.5  # cheaper than anything inside: what stands there is the speaker's own
_FEWEST = 3  # words of a statement
_ENDS_PROSE = STOPS - {":"}
_BESIDE = frozenset({",", "("})  # marks between a name and what stands beside it
_WEB = word_sequence("address_openings")
_WITHIN_PLACE = word_list("within_place") | {","}
_WRITING_KIN = frozenset({"journalist"})  # kin of those whose name stands below what they have written
_SINGULAR = word_list("singular")


def propose_unmarked(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterable[Candidate]:
    """A candidate for every run of paragraphs that is somebody's words without marks."""
    found = [*_introduced(doc, cues), *_posts(doc)]
    taken = {at for one in found for at in one.blocks}
    found += _named(doc, taken)
    for one in found:
        yield Candidate(UNMARKED, COST, one.contents, one.cue, one.source, (), verbatim=True)


@dataclass(frozen=True, slots=True)
class _UnmarkedStatement:
    """Somebody's words: their paragraphs by index, their tokens, and what shows whose they are."""

    blocks: tuple[int, ...]
    contents: tuple[Range, ...]
    source: Range
    cue: Range | None = None


# --- a line that ends in a colon ---------------------------------------------------------------------------


def _introduced(doc: AnnotatedDocument, cues: Sequence[Cue]) -> Iterator[_UnmarkedStatement]:
    """What follows a paragraph that ends in *X said:*."""
    last_cues = {doc.block_of[cue.verb]: cue for cue in cues}
    for at, cue in last_cues.items():
        block = doc.blocks[at]
        if block.role is not Role.BODY or doc.norms[block.last - 1] != ":":
            continue
        source = _speaker(doc, cue, block.last - 1)
        if source is None:
            continue
        said = _statement(doc, at + 1)
        if said:
            contents = tuple((doc.blocks[k].first, doc.blocks[k].last) for k in said)
            yield _UnmarkedStatement(said, contents, source, (cue.first, cue.last))


def _speaker(doc: AnnotatedDocument, cue: Cue, colon: int) -> Range | None:
    """Who speaks in a paragraph whose last verb of saying leads up to its colon."""
    if cue.form != "finite":
        return None
    if doc.norms[cue.verb] not in words("speech_tags") and cue.lemma not in WRITING:
        return None
    start = sentence_start(doc, cue.verb)
    if cue.first == start:
        if phrase_after(doc, cue.last, colon) != (cue.last, colon):
            return None
        return cue.last, colon  # Replied the mayor:
    if not _leads_up(doc, cue, colon):
        return None
    source = subject_before(doc, cue.first, start)
    if source is None or _statement_stands_before(doc, start, source[0]):
        return None
    return source


def _leads_up(doc: AnnotatedDocument, cue: Cue, colon: int) -> bool:
    """Whether nothing but to whom, where and when it was said stands between a verb and a colon."""
    aside = cue.last
    if cue.frame == "told" or doc.kinds[aside] & OBJ:
        aside = past_addressee(doc, aside, colon, certain=True)
    if colon - aside > MAX_LEAD_UP_TOKENS:
        return False
    if aside < colon and not doc.kinds[aside] & (PREP | TIME | ADVERB):
        return False
    return not any(doc.norms[i] != "to" and has_verb(doc, i, i + 1) for i in range(aside, colon))


def _statement_stands_before(doc: AnnotatedDocument, first: int, last: int) -> bool:
    """Whether a statement stands before its source: *It will play twice*, [*its manager said:*]."""
    if first >= last or doc.kinds[first] & (PREP | SUB | TIME | ADVERB):
        return False
    return not doc.norms[first].endswith(("ed", "ing")) and has_verb(doc, first, last)


def _statement(doc: AnnotatedDocument, at: int) -> tuple[int, ...]:
    """The paragraphs from ``at`` on that were announced: the first, and what goes on in the first person."""
    letter = _letter(doc, at)
    if letter or not _is_prose(doc, at, first=True):
        return letter
    listed = _is_listed(doc, at)
    last = at + 1
    while _is_prose(doc, last):
        if not (listed and _is_listed(doc, last)) and not _in_first_person(doc, doc.blocks[last]):
            break
        last += 1
    return tuple(range(at, last))


def _letter(doc: AnnotatedDocument, at: int) -> tuple[int, ...]:
    """The paragraphs of a letter that begins with *Dear*, up to its closing or as long as it says *I*."""
    if doc.norms[doc.block(at).first] != "dear":
        return ()
    following = range(at + 1, len(doc.blocks))
    last = next((k for k in following if not _is_prose(doc, k)), len(doc.blocks))
    if not _closes_letter(doc, last) or last - at > MAX_LETTER_PARAGRAPHS:
        own = (k for k in range(at + 1, last) if not _in_first_person(doc, doc.blocks[k]))
        last = next(own, last)
    if last == at + 1:
        return ()
    return tuple(range(at, last))


def _is_prose(doc: AnnotatedDocument, at: int, *, first: bool = False) -> bool:
    """Whether a paragraph is of the story, without marks, and a sentence; the ``first`` may have no verb."""
    block = doc.block(at)
    if not is_plain(block) or block.last - block.first < _FEWEST:
        return False
    if doc.tokens[block.last - 1].text not in _ENDS_PROSE:
        return False
    return first or _has_verb(doc, block)


def _has_verb(doc: AnnotatedDocument, block: Block) -> bool:
    return has_verb(doc, block.first, block.last)


def _is_listed(doc: AnnotatedDocument, at: int) -> bool:
    """Whether a paragraph has the mark of a list."""
    paragraph = doc.document.paragraphs[at]
    return paragraph.copy.start > paragraph.span.start


def _in_first_person(doc: AnnotatedDocument, block: Block) -> bool:
    if block.role is not Role.BODY or not speaks_of_itself(doc, block.first, block.last):
        return False
    capitals = sum(is_name(doc, i) for i in range(block.first, block.last))
    return 2 * capitals <= block.last - block.first  # else it is a headline of another story


# --- a post, signed with a handle --------------------------------------------------------------------------


def _posts(doc: AnnotatedDocument) -> Iterator[_UnmarkedStatement]:
    """*Words — Name (@handle) May 4, 2024*, on one line or with the signature on the next."""
    handles = [norm for norm in doc.places if norm[0] == "@" and len(norm) > 1]
    for handle in doc.places_of(handles):
        at = doc.block_of[handle]
        named = _account(doc, handle)
        if named is None or doc.blocks[at].role is not Role.BODY:
            continue
        first, dash = doc.blocks[at].first, named[0] - 1
        if first < dash:
            content = first, _without_addresses(doc, first, dash)
        elif at > 0 and is_plain(doc.blocks[at - 1]):
            at -= 1
            first = doc.blocks[at].first
            content = first, _without_addresses(doc, first, doc.blocks[at].last)
        else:
            continue
        if content[1] - content[0] >= _FEWEST and all(doc.inside[i] < 0 for i in range(*content)):
            yield _UnmarkedStatement((at,), (content,), named)


def _account(doc: AnnotatedDocument, handle: int) -> Range | None:
    """The name before a handle in brackets that ends a paragraph with its date, behind a dash."""
    block = doc.blocks[doc.block_of[handle]]
    if doc.norm(handle - 1) != "(" or doc.norm(handle + 1) != ")":
        return None
    dated = range(handle + 2, block.last)
    if not any(doc.norms[i][:1].isdigit() for i in dated) or len(dated) > MAX_POST_DATE_TOKENS:
        return None
    if doc.tokens[dated.start].text[0].islower():
        return None  # (@annpoe) in Dover, May 4
    floor = max(block.first, handle - 1 - MAX_POST_SIGNATURE_TOKENS)
    for dash in range(handle - 2, floor - 1, -1):
        if doc.tokens[dash].text in DASHES:
            if dash == handle - 2:
                return None
            return dash + 1, handle - 1
    if floor > block.first or not _is_listed(doc, doc.block_of[handle]):
        return None
    return block.first, handle - 1


def _without_addresses(doc: AnnotatedDocument, first: int, last: int) -> int:
    """The end of ``tokens[first:last]`` without the addresses of pages and pictures there."""
    said = doc.text_of(first, last)
    while said and said.split()[-1].lower().startswith(_WEB):
        said = said.rstrip()[: -len(said.split()[-1])].rstrip()
    end = doc.tokens[first].start + len(said)
    return next((k for k in range(last, first, -1) if doc.tokens[k - 1].end <= end), first)


# --- a name below or above -------------------------------------------------------------------------------


def _named(doc: AnnotatedDocument, taken: set[int]) -> Iterator[_UnmarkedStatement]:
    """Paragraphs in the first person with a name under them, or each under a name.

    A narrator who says *I* elsewhere has written them himself.
    """
    runs = _without_overlaps([_up_to_name(doc, run) for run in _runs(doc, taken)])
    below = [(run, named) for run in runs if (named := _name_below(doc, run[-1] + 1)) is not None]
    above = [(run, named) for run in runs if (named := _name_above(doc, run[0] - 1)) is not None]
    if len(below) == 1 and not _is_surely_signed(doc, *below[0]):
        below = []
    found = below
    if len(above) > max(1, len(below)):
        found = above
    claimed = {at for run, _ in found for at in run}
    if any(at not in claimed and _says_i(doc, doc.blocks[at]) for run in runs for at in run):
        return
    for run, named in found:
        kept = _without_introduction(doc, run)
        yield _UnmarkedStatement(kept, tuple((doc.blocks[k].first, doc.blocks[k].last) for k in kept), named)


def _runs(doc: AnnotatedDocument, taken: set[int]) -> list[list[int]]:
    """Neighbouring paragraphs in the first person that are not ``taken``, by index."""
    runs: list[list[int]] = []
    own = {doc.block_of[i] for i in doc.places_of(first_persons(doc))} - taken
    for at in sorted(own):
        block = doc.blocks[at]
        if _holds_speech(doc, block) or not _in_first_person(doc, block):
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _up_to_name(doc: AnnotatedDocument, run: list[int]) -> list[int]:
    """A run with what stands between it and the name below it, which need not be in the first person."""
    first = run[-1] + 1
    limit = range(first, first + MAX_LETTER_CLOSE_PARAGRAPHS + 1)
    below = next((at for at in limit if not _is_prose(doc, at)), first)
    if _name_below(doc, below) is None:
        return run
    return [*run, *range(first, below)]


def _without_overlaps(runs: list[list[int]]) -> list[list[int]]:
    """The runs but for those whose paragraphs the one before them holds as well."""
    return [run for before, run in zip([[-1], *runs], runs, strict=False) if run[0] > before[-1]]


def _holds_speech(doc: AnnotatedDocument, block: Block) -> bool:
    """Whether a paragraph quotes a sentence; not but a word or two of somebody's."""
    return any(begins_whole(doc, doc.quoted[k].first) for k in block.quoted)


def _says_i(doc: AnnotatedDocument, block: Block) -> bool:
    """Whether *I*, *my* or *me* stands in a paragraph, outside marks."""
    own = (i for i in range(block.first, block.last) if doc.inside[i] < 0)
    return any(doc.norms[index].partition("'")[0] in _SINGULAR for index in own)


def _without_introduction(doc: AnnotatedDocument, run: Sequence[int]) -> tuple[int, ...]:
    """The run without what an outlet says of itself above it: *We asked four readers*."""
    first = next((k for k, at in enumerate(run) if _says_i(doc, doc.blocks[at])), len(run) - 1)
    return tuple(run[first:])


def _name_below(doc: AnnotatedDocument, at: int) -> Range | None:
    """The name that signs what stands above paragraph ``at``, also behind *Yours sincerely*."""
    at += _closes_letter(doc, at)
    signed = signature(doc, at)
    if signed:
        return signed
    if _is_place_line(doc, at + 1):
        return name_line(doc, at)
    if _person_line(doc, at + 1):
        return None  # one of a list of names is nobody's signature
    return _person_line(doc, at)


def _is_place_line(doc: AnnotatedDocument, at: int) -> bool:
    """Whether a paragraph tells where the writer named above it lives: *The Ferry Inn, Varn*, *Marle*."""
    block = doc.block(at)
    within = range(block.first, block.last)
    if not is_plain(block) or len(within) > MAX_NAME_LINE_TOKENS:
        return False
    if not _WITHIN_PLACE.issuperset([doc.norms[i] for i in within if not is_name(doc, i)]):
        return False
    if _is_person(doc, (block.first, block.last)):
        return False
    return name_line(doc, at + 1) is None


def _name_above(doc: AnnotatedDocument, at: int) -> Range | None:
    if at <= 0:
        return None
    return _person_line(doc, at)


def _person_line(doc: AnnotatedDocument, at: int) -> Range | None:
    """The paragraph, if it is a person's name, or a name with something beside it: *Ann Poe, mayor*."""
    named = name_line(doc, at) or _titled_line(doc, at)
    if named is None or _name_end(doc, named) - named[0] > MAX_NAME_LINE_TOKENS:
        return None
    beside = any(doc.tokens[i].text in _BESIDE or doc.tokens[i].text[0].islower() for i in range(*named))
    if not beside and not _is_person(doc, named):
        return None
    return named


def _titled_line(doc: AnnotatedDocument, at: int) -> Range | None:
    """The paragraph, if it is a post in small letters and a name: *Chief executive Ann Poe*."""
    block = doc.block(at)
    first = next((k for k in range(block.last, block.first, -1) if not is_name(doc, k - 1)), block.first)
    if not is_plain(block) or block.last - first < 2:
        return None
    if not 1 < first - block.first <= MAX_NAME_LINE_TOKENS or not is_word(doc, first - 1):
        return None
    post = doc.norms[block.first : first]
    if not is_name(doc, block.first) or all(noun_kind(norm) != "person" for norm in post):
        return None
    return block.first, block.last


def _is_person(doc: AnnotatedDocument, named: Range) -> bool:
    """Whether the name with which a line begins is a person's by its given name or title."""
    end = _name_end(doc, named)
    return named[0] < end and classify_name(doc.tokens[named[0] : end]).kind == PERSON


def _name_end(doc: AnnotatedDocument, named: Range) -> int:
    """The token after the capitalized words with which a line begins."""
    return next((i for i in range(*named) if not is_name(doc, i)), named[1])


def _closes_letter(doc: AnnotatedDocument, at: int) -> bool:
    """Whether a paragraph is *Yours sincerely* or the like."""
    block = doc.block(at)
    if not 0 < block.last - block.first <= MAX_CLOSING_WORDS + 1:
        return False
    said = doc.norms[block.first : block.last]
    return " ".join(said).rstrip(" ,.") in words("letter_closings")


def _is_surely_signed(doc: AnnotatedDocument, run: Sequence[int], named: Range) -> bool:
    """Whether the only name of its kind signs what stands above it: a person's, and not the writer's."""
    at = doc.block_of[named[0]]
    last = at + 1
    if last < len(doc.blocks) and doc.tokens[doc.blocks[last].last - 1].text not in STOPS:
        last += 1  # the post has a line of its own
    nouns = filter(None, map(role_noun, doc.norms[named[0] : doc.blocks[last - 1].last]))
    kin = {k for noun in nouns if noun.kind == "person" for k in noun.kin}
    if kin:
        return kin.isdisjoint(_WRITING_KIN)
    opens = not any(block.role is Role.BODY for block in doc.blocks[: run[0]])
    return not opens and last < len(doc.blocks) and _is_person(doc, named)
