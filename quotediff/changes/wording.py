"""QD1xx: what became of the words of a quote, and of its place.

The checks of words are asked of pairs in copy that changed, two of them also of quotes without a partner.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from itertools import pairwise

import regex

from quotediff.align.normalize import NormalizedText, Word
from quotediff.align.quotes import QuoteContent
from quotediff.align.words import Block, blocks, is_light, slide_blocks
from quotediff.changes.context import QuotePair, joins
from quotediff.changes.meaning import Difference
from quotediff.changes.messages import and_more, became, name_of
from quotediff.changes.passed_on import were_anothers
from quotediff.changes.registry import Finding, change
from quotediff.changes.sides import PairSide
from quotediff.excerpts import bracketed
from quotediff.identity import is_pronoun
from quotediff.limits import MAX_FIGURES_IN_MESSAGE, MAX_STEPS_IN_MESSAGE
from quotediff.model import Kind, Severity
from quotediff.text.spans import Span


def _finding(
    pair: QuotePair, message: str, *, new_span: Span | None = None, old_span: Span | None = None
) -> Finding:
    """A finding on the words of a pair."""
    return Finding(
        message,
        old=pair.before.id,
        new=pair.after.id,
        old_span=pair.before.span or old_span,
        new_span=pair.after.span or new_span,
        edits=pair.edits,
        key=pair.key,
        old_quotes=pair.before.ids,
        new_quotes=pair.after.ids,
    )


def _changes_in_words(pair: QuotePair, blocks: Iterable[Block], what: str) -> str:
    """What some blocks did to words, in words: *a became b, c is gone in a quote of X*.

    Words that went here and came there are not told as gone and new, and small words not beside others.
    """
    shown = [block for block in (_without_moved_edges(pair, b) for b in blocks) if pair.words_of(block)]
    if not shown:
        return f"words changed places in {what}"
    telling = [block for block in shown if not _is_light(pair, block)] or shown
    return f"{and_more([_block_step(pair, b) for b in telling], MAX_STEPS_IN_MESSAGE)} in {what}"


def _without_moved_edges(pair: QuotePair, block: Block) -> Block:
    """A block without the words at its edges that only changed places."""
    i1, i2 = _without_moved(pair, pair.before.words, block.i1, block.i2)
    j1, j2 = _without_moved(pair, pair.after.words, block.j1, block.j2)
    return block._replace(i1=i1, i2=i2, j1=j1, j2=j2)


def _without_moved(pair: QuotePair, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    stayed = [k for k in range(first, last) if words[k].key not in pair.moved_words]
    return (stayed[0], stayed[-1] + 1) if stayed else (last, last)


def _is_light(pair: QuotePair, block: Block) -> bool:
    """Whether all words that differ in a block carry little content."""
    return all(is_light(word.key) for word in pair.words_of(block))


def _only_moved(pair: QuotePair, block: Block) -> bool:
    """Whether the words of content of a block went here and came there."""
    keys = {word.key for word in pair.words_of(block)}
    gone = keys - pair.moved_words
    return len(gone) < len(keys) and all(is_light(key) for key in gone)


def _trimmed(pair: QuotePair, block: Block) -> bool:
    """Whether words were dropped at an edge, or where the marks were closed."""
    return block.op == "delete" and _is_at_edge(pair, block)


def _extended(pair: QuotePair, block: Block) -> bool:
    """Whether words were added at an edge, or where the marks had been closed."""
    return block.op == "insert" and _is_at_edge(pair, block)


def _is_at_edge(pair: QuotePair, block: Block) -> bool:
    """Whether words of one side alone, which did not only change places, stand at the edge of a span."""
    return pair.lone(block).at_edge and not _only_moved(pair, block)


def _trimmed_or_extended(pair: QuotePair, block: Block) -> bool:
    return block.op in ("delete", "insert") and _is_at_edge(pair, block)


def _covered(pair: QuotePair, block: Block) -> bool:
    """Whether an ellipsis or bracketed words stand on either side of a changed block."""
    both = pair.words_of(block)
    kept_brackets = block.op == "replace" and all(word.bracketed for word in both)  # all of it, as it was
    stand_in = [word.kind == "ellipsis" or (word.bracketed and not kept_brackets) for word in both]
    # Words that went with an ellipsis among them were not put under it.
    return all(stand_in) if _trimmed_or_extended(pair, block) else any(stand_in)


def _within_marks(pair: QuotePair, block: Block) -> bool:
    """Whether words between marks differ: words of both sides, or words put between marked ones."""
    old, new = pair.before.marked[block.old], pair.after.marked[block.new]
    if any(old):
        return any(new) or _touches(old, pair.after, block.j1, block.j2)
    return any(new) and _touches(new, pair.before, block.i1, block.i2)


def _touches(marked: tuple[bool, ...], there: PairSide, first: int, last: int) -> bool:
    """Whether marked words of a block go on with marked words of the other side, where the block has none.

    Words that are all marked and were put in other words were quoted no more, or not before: QD106, QD107.
    """
    if first == last:
        return there.is_marked(first - 1) or there.is_marked(first)
    if all(marked):
        return False
    return (marked[0] and there.is_marked(first - 1)) or (marked[-1] and there.is_marked(last))


def _marked_part(pair: QuotePair, block: Block) -> Block:
    """A changed block, some words of which are marked, without those that are not: of *was "very*, *very*."""
    i1, i2 = _marked_range(pair.before.marked, block.i1, block.i2)
    j1, j2 = _marked_range(pair.after.marked, block.j1, block.j2)
    return block._replace(i1=i1, i2=i2, j1=j1, j2=j2)


def _marked_range(marked: tuple[bool, ...], first: int, last: int) -> tuple[int, int]:
    """From the first marked word of a range to behind its last; empty if none is marked."""
    found = [k for k in range(first, last) if marked[k]]
    return (found[0], found[-1] + 1) if found else (first, first)


def _kind(marked: tuple[bool, ...]) -> Kind:
    if not any(marked):
        return Kind.INDIRECT
    return Kind.DIRECT if all(marked) else Kind.MIXED


def _lost_marks(pair: QuotePair, side: PairSide, other: PairSide) -> bool:
    """Whether words lost their marks from one side to the other, of those that stand against each other."""
    for block in pair.blocks:
        seen = block if side is pair.before else block.reversed
        was, now = side.marked[seen.old], other.marked[seen.new]
        if block.op == "equal":
            lost = any(is_marked > still for is_marked, still in zip(was, now, strict=True))
        else:
            lost = block.op == "replace" and all(was) and not any(now) and block in pair.changed
        if lost:
            return True
    return False


def _sort_name(sort: str) -> str:
    """What a message calls a sort of difference; nothing where the words say it."""
    return _SORT_NAMES.get(sort, f"the {sort}")


_SORT_NAMES = {"opposite": "", "hedge": "the qualifier"}


def _differs(pair: QuotePair, found: Difference) -> str:
    """What a difference in meaning did, in words: *the number 40 became 45*."""
    return f"{_sort_name(found.sort)} {_difference_step(pair, found)}".strip()


def _block_step(pair: QuotePair, block: Block) -> str:
    """What became of the words of a block, as a message shows it."""
    return became(pair.before.part(block.i1, block.i2), pair.after.part(block.j1, block.j2))


def _difference_step(pair: QuotePair, found: Difference) -> str:
    """What became of the words of a difference, likewise."""
    return became(pair.before.part(*found.old), pair.after.part(*found.new))


def _is_between_marks(pair: QuotePair, found: Difference) -> bool:
    """Whether a difference is one of words between marks in both versions."""
    old, new = pair.before.marked[slice(*found.old)], pair.after.marked[slice(*found.new)]
    if not all((*old, *new)):
        return False
    return bool(old and new) or (any(pair.before.marked) and any(pair.after.marked))


@change("QD102", "meaning-changed", Severity.ERROR)
def meaning_changed(pair: QuotePair) -> Finding | None:
    """A negation, an opposite, a modal or a hedge in a quote differs; between marks also a figure or a name.

    The first four are found in any quote, direct or indirect. Numbers, dates, times and names count between
    marks (elsewhere: QD114), in any writing: "40" and "forty" do not differ, "forty" and "45" do. Such
    findings are listed before others: a negation is one word, and easily overlooked.

    Why it matters:
        These few letters carry the claim. Reuters counts wrong numbers, facts and quotes as substantive
        errors that take a CORRECTED, and readers of "stealth edits" were angered by qualifiers of three
        words.

    Example:
        old: The bridge will not reopen before spring, Mayor Ann Ruiz said.
        new: The bridge will reopen before spring, Mayor Ann Ruiz said.
    """
    found = pair.claim or next((f for f in pair.figures if _is_between_marks(pair, f)), None)
    if found is None:
        return None
    return _finding(pair, f"{_differs(pair, found)} in a quote{pair.of_speaker}")


@change("QD114", "figure-changed", Severity.WARNING)
def figure_changed(pair: QuotePair) -> Finding | None:
    """A number, date, time or place differs in an indirect statement, or outside the marks of a mixed one.

    Figures are compared by what they count: two tolls that changed places differ; a figure that stands with
    the same noun in another part of the sentence does not. *Nobody* is a figure where a number is put for
    it. All that differ are one finding. Between marks: QD102.

    Why it matters:
        Tolls rise and hearings are put off, so this is ordinary; it is also where a slip of the keyboard
        does most harm, and what a reader of the first version most needs to know.

    Example:
        old: At least 40 houses were flooded and 15 barns fell, the county said.
        new: At least 15 houses were flooded and 40 barns fell, the county said.
    """
    found = [figure for figure in pair.figures if _is_reported(pair, figure)]
    if not found:
        return None
    steps = and_more([_difference_step(pair, figure) for figure in found], MAX_FIGURES_IN_MESSAGE)
    what = f"{_sort_name(found[0].sort)} {steps}"
    return _finding(pair, f"{what} in what is reported of{_whom(pair)}")


def _is_reported(pair: QuotePair, figure: Difference) -> bool:
    """Whether a figure that both versions have differs outside marks; names are looked at within them."""
    if figure.sort == "name" or _is_between_marks(pair, figure):
        return False
    return figure.old[1] > 0 and figure.new[1] > 0


@change("QD107", "marks-added", Severity.ERROR)
def marks_added(pair: QuotePair) -> Finding | None:
    """The reporter's paraphrase now stands between quotation marks.

    Why it matters:
        Marks promise the speaker's own words; readers may assume every word between them is what was said
        (New York Times, Guidelines on Integrity). Words that were paraphrase in the last version seldom
        are.

    Example:
        old: Council member Lee Park said the budget was a disaster for schools.
        new: "The budget was a disaster for schools," council member Lee Park said.
    """
    if not pair.paired:
        return _marks_found(pair, added=True)
    after = _kind(pair.after.marked)
    if after is Kind.INDIRECT:
        return None
    whole = after is Kind.DIRECT and _kind(pair.before.marked) is Kind.INDIRECT
    if not whole and not _lost_marks(pair, pair.after, pair.before):
        return None
    return _finding(pair, f"the paraphrase {pair.after.excerpt} now stands between marks{_as(pair)}")


def _as(pair: QuotePair) -> str:
    return f", as a quote{pair.of_speaker}" if pair.of_speaker else ""


def _marks_found(pair: QuotePair, *, added: bool) -> Finding | None:
    """Marks gone from, or come to, words that are still attributed but a quote in one version only."""
    if pair.found is None or pair.found_in_quote is not None or not pair.still_attributed:
        return None
    side = pair.after if added else pair.before
    if not any(mark for quote in side.quotes for mark in quote.marked) or pair.is_unchanged_elsewhere:
        return None
    if not _is_unmarked(pair.other.version, pair.found.span):
        return None
    if added:
        message = f"the paraphrase {pair.after.excerpt} now stands between marks{_as(pair)}"
        return _finding(pair, message, old_span=pair.found.span)
    message = f"the quote{pair.of_speaker} {pair.before.excerpt} lost its marks"
    return _finding(pair, message, new_span=pair.found.span)


_ANY_DOUBLE_MARK = regex.compile(r"""["“”«»„]""")
_TWIN_MARKS = regex.compile(r"``|''")


def _is_unmarked(version: NormalizedText, span: Span) -> bool:
    """Whether no quotation mark stands in or beside some words."""
    text = version.extract.document.text
    if _ANY_DOUBLE_MARK.search(text, max(0, span.start - 2), span.end + 3):
        return False
    return not _TWIN_MARKS.search(text, max(0, span.start - 3), span.end + 3)


@change("QD101", "wording-changed", Severity.ERROR)
def wording_changed(pair: QuotePair) -> Finding | None:
    """Words between quotation marks differ.

    Why it matters:
        What stands between marks is what was said, to the word: AP does not alter quotes even for small
        grammar, and the New York Times does not clean them up; whoever cannot use the words paraphrases them.

    Example:
        old: "The damage is terrible," said Jane Doe, who owns the mill.
        new: "The damage is terrifying," said Jane Doe, who owns the mill.
    """
    if _kind(pair.after.marked) is Kind.INDIRECT or _cut(pair):
        return None
    differing = [b for b in pair.changed if not _covered(pair, b) and _within_marks(pair, b)]
    if any(not _trimmed_or_extended(pair, block) for block in differing):
        marked = [_marked_part(pair, b) for b in differing]
        return _finding(pair, _changes_in_words(pair, marked, f"a quote{pair.of_speaker}"))
    if _turned_question(pair):
        return _finding(pair, f"a question mark was put into or taken out of a quote{pair.of_speaker}")
    return None


def _turned_question(pair: QuotePair) -> bool:
    """Whether one side asks what the other states."""
    if pair.changed or not all((*pair.before.marked, *pair.after.marked)):
        return False
    return pair.before.text.count("?") != pair.after.text.count("?")


@change("QD106", "marks-removed", Severity.WARNING)
def marks_removed(pair: QuotePair) -> Finding | None:
    """A direct quote became paraphrase, whether or not its wording was kept.

    Why it matters:
        The reader is no longer told that these are the speaker's words. That is right where a quote could
        not be verified, and then the desk should know that it could not.

    Example:
        old: "We were never told about the leak," farmer Tom Berg said.
        new: Farmer Tom Berg said they were never told about the leak.
    """
    if not pair.paired:
        return _marks_found(pair, added=False)
    if _cut(pair):
        return None
    before, after = _kind(pair.before.marked), _kind(pair.after.marked)
    unquoted = before is not Kind.INDIRECT and after is Kind.INDIRECT
    if unquoted or _lost_marks(pair, pair.before, pair.after):
        return _finding(pair, f"the quote{pair.of_speaker} {pair.before.excerpt} became paraphrase")
    return None


@change("QD103", "quote-trimmed", Severity.WARNING)
def quote_trimmed(pair: QuotePair) -> Finding | None:
    """Words between marks were dropped at the start or the end of a quote; the rest is intact.

    Why it matters:
        What was dropped may be what made the rest fair: SPJ asks never to distort or oversimplify the
        context.

    Example:
        old: "We will rebuild the school, if the county pays its share," Ruth Cole said.
        new: "We will rebuild the school," Ruth Cole said.
    """
    cut = _cut(pair) or _trimmed_words(pair)
    if cut is None:
        return None
    if were_anothers(pair, Block("delete", *cut, 0, 0)):
        return None
    first, last = cut
    where = "end" if pair.before.is_marked(first - 1) else "start"
    part = pair.before.part(first, last)
    return _finding(pair, f"{part} was cut at the {where} of a quote{pair.of_speaker}")


def _trimmed_words(pair: QuotePair) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if nothing else changed."""
    if not all(_trimmed_or_extended(pair, block) for block in pair.changed):
        return None
    found = (b for b in pair.changed if any(pair.before.marked[b.old]))
    return next(((b.i1, b.i2) for b in found), None)


def _cut(pair: QuotePair) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if all that is marked now was before.

    The paraphrase around the marks may differ, and a direct quote be a fragment now; but what was dropped
    must not stand there as paraphrase: then marks were taken away.
    """
    old, new = _marked_indices(pair.before), _marked_indices(pair.after)
    more_ellipses = _ellipses(pair.after) > _ellipses(pair.before)
    if more_ellipses or pair.is_repeated:
        return None
    if len(new) >= len(old):
        return None  # nothing was dropped
    if not new:
        return _dropped_fragment(pair, old)
    dropped = _dropped_at_edges(pair, old, new)
    unmarked = _unmarked_stems(pair.after)
    if not dropped or any(_is_paraphrased([pair.before.words[k] for k in d], unmarked) for d in dropped):
        return None
    return dropped[0][0], dropped[0][-1] + 1


def _dropped_at_edges(pair: QuotePair, old: Sequence[int], new: Sequence[int]) -> list[Sequence[int]]:
    """The marked old words that are gone, by where they stood together; none unless all went at edges."""
    starts, ends = _edges_of_marked(pair.before, old)
    begun, ended = _edges_of_marked(pair.after, new)
    a, b = [pair.before.words[k].key for k in old], [pair.after.words[k].key for k in new]

    def edges(first: int, last: int) -> int:
        return (first in starts) + (last in ends)

    found = slide_blocks(blocks(a, b), a, b, edges, edges)
    gone = [block for block in found if block.op != "equal"]
    at_edge = (
        block.op == "delete" and (edges(block.i1, block.i2) > 0 or block.j1 in begun & ended)
        for block in gone
    )
    return [old[block.old] for block in gone] if all(at_edge) else []


def _unmarked_stems(side: PairSide) -> frozenset[str]:
    """The stems of the words that stand outside marks."""
    words = zip(side.words, side.marked, strict=True)
    return frozenset(stem for word, is_marked in words if not is_marked for stem in word.stems)


_PARAPHRASED = 2  # words of content of a sentence that stand there without marks


def _is_paraphrased(dropped: Sequence[Word], unmarked: Container[str]) -> bool:
    """Whether a sentence of what was dropped, or a part of one, still stands there without its marks."""
    starts = [0, *(k for k, w in enumerate(dropped[1:], 1) if w.opens), len(dropped)]
    for first, last in pairwise(starts):
        telling = [w for w in dropped[first:last] if not is_light(w.key)]
        there = sum(any(s in unmarked for s in w.stems) for w in telling)
        if there >= max(_PARAPHRASED, len(telling) // 2 + 1):
            return True
    return False


def _dropped_fragment(pair: QuotePair, old: Sequence[int]) -> tuple[int, int] | None:
    """The fragment between marks that is gone from a paraphrase, of which the rest stayed."""
    gone = {k for block in pair.blocks if block.op == "delete" for k in range(block.i1, block.i2)}
    if len(old) == len(pair.before.marked) or not gone.issuperset(old):
        return None
    return old[0], old[-1] + 1


def _ellipses(side: PairSide) -> int:
    return sum(word.kind == "ellipsis" for word in side.words)


def _marked_indices(side: PairSide) -> list[int]:
    """The words between marks; an ellipsis is none."""
    marked = (k for k, is_marked in enumerate(side.marked) if is_marked)
    return [k for k in marked if side.words[k].kind != "ellipsis"]


def _edges_of_marked(side: PairSide, indices: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Where runs between marks begin and where they have ended, counted in marked words alone."""
    begins = [n for n, k in enumerate(indices) if k in side.begins or not side.is_marked(k - 1)]
    ends = [n + 1 for n, k in enumerate(indices) if k + 1 in side.ends or not side.is_marked(k + 1)]
    return frozenset(begins), frozenset(ends)


@change("QD104", "quote-elided", Severity.WARNING)
def quote_elided(pair: QuotePair) -> Finding | None:
    """An ellipsis or bracketed words were put over words of a quote, or taken away.

    Why it matters:
        They show that the reporter changed the quote. Without them, words stand side by side that the
        speaker did not join.

    Example:
        old: "The dam, which my grandfather helped to build, must go," Ida Wolf said.
        new: "The dam ... must go," Ida Wolf said.
    """
    found = next((block for block in pair.changed if _covered(pair, block)), None)
    return (
        None if found is None else _finding(pair, f"{_block_step(pair, found)} in a quote{pair.of_speaker}")
    )


@change("QD105", "quote-extended", Severity.NOTE)
def quote_extended(pair: QuotePair) -> Finding | None:
    """More of the same quote is given between marks, before or after what was there.

    Why it matters:
        More of what was said is the usual way in which a story grows; it is listed so that it can be checked.

    Example:
        old: "The vote was close," Omar Haddad said.
        new: "The vote was close, closer than anyone here expected," Omar Haddad said.
    """
    if not all(_extended(pair, b) for b in pair.changed):
        return None
    more = next((b for b in pair.changed if any(pair.after.marked[b.new])), None)
    if more is None or _is_of_quotes(pair, more):
        return None
    return _finding(pair, f"{pair.after.part(more.j1, more.j2)} was added to a quote{pair.of_speaker}")


def _is_of_quotes(pair: QuotePair, block: Block) -> bool:
    """Whether a block is of what became of quotes, not of their words: one was joined or given away."""
    return _only_joined(pair, block) or were_anothers(pair, block)


@change("QD108", "paraphrase-reworded", Severity.NOTE)
def paraphrase_reworded(pair: QuotePair) -> Finding | None:
    """An indirect quote, or the paraphrase around a quoted fragment, is worded differently.

    Why it matters:
        Paraphrase is the reporter's and may be polished. It is listed because the claim may change with it.

    Example:
        old: The company said it had fixed the fault in its pumps.
        new: The company said it had repaired the fault in its pumps.
    """
    changed = [block for block in pair.changed if not (_is_of_quotes(pair, block) or _is_of_cue(pair, block))]
    if not changed:
        return None
    return _finding(pair, _changes_in_words(pair, changed, f"what is reported of{_whom(pair)}"))


_CUE_CLAUSE_WORDS = 5  # at most, of which the verb says what the other cue did: *said she was sorry for*


def _is_of_cue(pair: QuotePair, block: Block) -> bool:
    """Whether words that begin a content came to it, or left it, with another cue: *apologized for*.

    They are a pronoun and a verb: *said she was sorry for*; or the verb stayed: *admitted lying*, *said she
    had lied*. What became of the cue tells of them.
    """
    gone, come = pair.before.words[block.old], pair.after.words[block.new]
    cues = {cue.text for cue in (pair.before.cue, pair.after.cue) if cue.text}
    if block.i1 or block.j1:
        return False
    if len(cues) == 1 or max(len(gone), len(come)) > _CUE_CLAUSE_WORDS:
        return False
    if not any(is_pronoun(words[0].norm) for words in (gone, come) if words):
        return False
    return not (gone and come) or _telling_stems(gone) == _telling_stems(come)


def _telling_stems(words: Sequence[Word]) -> list[tuple[str, ...]]:
    return [word.stems for word in words if not is_light(word.key)]


def _only_joined(pair: QuotePair, block: Block) -> bool:
    """Whether quotes were merged, or one was split, and a block does no more than join or part them.

    They may stand in another order now: *the ice was thin*, *nobody had asked*; *nobody had asked and that
    the ice was thin*.
    """
    if len(pair.before.quotes) == len(pair.after.quotes):
        return False
    if all(joins(w) or w.key in pair.moved_words for w in pair.words_of(block)):
        return True
    if len(pair.before.quotes) > len(pair.after.quotes):
        return _is_said_once(pair.before, pair.after, block)
    return _is_said_once(pair.after, pair.before, block.reversed)


def _is_said_once(several: PairSide, one: PairSide, block: Block) -> bool:
    """Whether words of one side alone are those with which two quotes begin that are one on the other side.

    *The ice was thin*, *the ice was wet*; *the ice was thin and wet*.

    Args:
        several: the side of the quotes.
        one: the other.
        block: the words; the old ones are those of the quotes.
    """
    if block.i1 not in several.begins or not all(map(joins, one.words[block.new])):
        return False
    return {*several.keys[block.old]} <= {*one.keys}


def _whom(pair: QuotePair) -> str:
    return f" {pair.name}" if pair.name else " the source"


@change("QD109", "quote-split", Severity.NOTE)
def quote_split(pair: QuotePair) -> Finding | None:
    """One quote became several.

    Why it matters:
        What was said in one breath may now read as answers to different questions.

    Example:
        old: "The pass is closed. Nobody knows until when," ranger Eva Fox said.
        new: "The pass is closed," ranger Eva Fox said. ¶ Rain fell. ¶ "Nobody knows until when," Fox said.
    """
    if pair.in_changed_copy and pair.after.quotes_apart > pair.before.quotes_apart:
        return _finding(
            pair, f"the quote{pair.of_speaker} {pair.before.excerpt} became {pair.after.quotes_apart}"
        )
    return None


@change("QD110", "quotes-merged", Severity.NOTE)
def quotes_merged(pair: QuotePair) -> Finding | None:
    """Several quotes became one.

    Why it matters:
        Words said at different moments now read as said in one breath.

    Example:
        old: "The pass is closed," ranger Eva Fox said. ¶ Rain fell. ¶ "Nobody knows until when," Fox said.
        new: "The pass is closed. Nobody knows until when," ranger Eva Fox said.
    """
    if pair.in_changed_copy and pair.before.quotes_apart > pair.after.quotes_apart:
        return _finding(pair, f"{pair.before.quotes_apart} quotes{_of_all(pair)} became {pair.after.excerpt}")
    return None


def _of_all(pair: QuotePair) -> str:
    """Whose quotes were merged, for messages: " of Ann Poe and Tim Lund"; empty if nobody knows."""
    speakers = (pair.before.compared.speaker_of(said.quote.speaker) for said in pair.before.quotes)
    names = dict.fromkeys(name_of(speaker) for speaker in speakers if speaker is not None)
    return f" of {' and '.join(names)}" if len(names) > 1 else pair.of_speaker


@change("QD113", "house-style", Severity.NOTE)
def house_style(pair: QuotePair) -> Finding | None:
    """The same words in another style: per cent and %, numerals, spelling, order of dates, honorifics.

    Why it matters:
        The words are the same. A story that another outlet takes over is full of such differences; they are
        reported apart so that changes of words stay visible.

    Example:
        old: Mr Brown said the programme cost 40 per cent of the budget.
        new: Brown said the program cost 40% of the budget.
    """
    if pair.changed or pair.same_words:
        return None
    styled = _styled(pair)
    if styled is None:
        return None
    old, new = styled
    if not new:
        return _finding(pair, f"{old} is dropped in a quote{pair.of_speaker}")
    if not old:
        return _finding(pair, f"{new} is put into a quote{pair.of_speaker}")
    return _finding(pair, f"{old} is written {new} in a quote{pair.of_speaker}")


def _styled(pair: QuotePair) -> tuple[str, str] | None:
    """The first words that are written in two ways, or the first form of address that one side has more."""
    for block in (block for block in pair.blocks if block.op == "equal"):
        for i, j in zip(range(block.i1, block.i2), range(block.j1, block.j2), strict=True):
            if pair.before.words[i].norm != pair.after.words[j].norm:
                return pair.before.part(i, i + 1), pair.after.part(j, j + 1)
    old, new = (
        [w.norm for s in side.quotes for w in s.words if not w.key] for side in (pair.before, pair.after)
    )
    if len(old) == len(new):
        return None
    return (bracketed(old[0]), "") if len(old) > len(new) else ("", bracketed(new[0]))


@change("QD112", "typography-changed", Severity.NOTE, hidden=True)
def typography_changed(pair: QuotePair) -> Finding | None:
    """Marks, dashes, spaces, punctuation or capitals differ; no word does.

    Why it matters:
        Sites set curly marks for straight ones by themselves. Such differences are kept apart so that they
        stay quiet.

    Example:
        old: "It's over -- for good," Kim Dahl said.
        new: “It’s over — for good,” Kim Dahl said.
    """
    if not pair.same_words:
        return None
    if _typesetting(pair, pair.before) != _typesetting(pair, pair.after):
        return _finding(pair, f"the quote{pair.of_speaker} {pair.after.excerpt} differs in typography only")
    return None


_LINE_BREAK = regex.compile(r"\s*\n\s*")  # of a line, as wide as a space


def _typesetting(pair: QuotePair, side: PairSide) -> list[str]:
    """How the words are set: each as it stands, with what stands between it and the next of its span.

    What stands at the edges of spans goes with the place of the cue and is left out, but for the marks.
    """
    text = side.version.extract.document.text
    breaks = pair.before.begins | pair.before.ends | pair.after.begins | pair.after.ends
    words = [w for s in side.quotes for w in s.words]
    out = [text[word.start : word.end] for word in words[:1]]
    for index, (word, following) in enumerate(pairwise(words), 1):
        if index not in breaks:
            out.append(_LINE_BREAK.sub(" ", text[word.end : following.start]))
        out.append(text[following.start : following.end])
    starts = _marks_compared(side.quotes, {s.quote.kind for s in (*pair.before.quotes, *pair.after.quotes)})
    return [*out, *sorted({text[k - 1] for k in starts if k})]


def _marks_compared(sides: Sequence[QuoteContent], kinds: Collection[Kind]) -> list[int]:
    """The offsets behind the opening marks that are compared, if all quotes of a pair are of one kind."""
    if kinds == {Kind.DIRECT}:
        return [span.start for s in sides for span in s.quote.content.spans]
    if kinds == {Kind.MIXED}:  # "said that “...”": the mark stands before the first word that is compared
        return [s.words[0].start for s in sides if s.words and s.marked[0]]
    return []
