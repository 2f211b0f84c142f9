"""QD1xx: what became of the words of a quote, and of its place."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence
from itertools import pairwise

import regex

from quotediff.align.normalize import Word
from quotediff.align.quotes import QuoteContent
from quotediff.align.words import Block, blocks, is_light, slide_blocks
from quotediff.changes.context import QuotePair, name_of
from quotediff.changes.meaning import Difference
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import bracketed
from quotediff.lang.lexicon import word_list
from quotediff.limits import MAX_FIGURES_IN_MESSAGE, MAX_STEPS_IN_MESSAGE
from quotediff.model import Kind, Severity
from quotediff.text.spans import Span


def _finding(
    pair: QuotePair, message: str, *, new_span: Span | None = None, old_span: Span | None = None
) -> Finding:
    """A finding on the words of a pair."""
    return Finding(
        message,
        old=pair.old.id if pair.old else None,
        new=pair.new.id if pair.new else None,
        old_span=pair.old_span or old_span,
        new_span=pair.new_span or new_span,
        edits=pair.edits,
        key=pair.key,
        old_quotes=tuple(s.quote.id for s in pair.olds),
        new_quotes=tuple(s.quote.id for s in pair.news),
    )


def _changes_in_words(pair: QuotePair, blocks: Iterable[Block], what: str) -> str:
    """What some blocks did to words, in words: *a became b, c is gone in a quote of X*.

    Words that went here and came there are not told as gone and new, and small words not beside others.
    """
    shown = [
        narrowed for block in blocks for narrowed in [_without_moved_edges(pair, block)] if _size(narrowed)
    ]
    if not shown:
        return f"words changed places in {what}"
    telling = [block for block in shown if not _is_light(pair, block)] or shown
    steps = [
        _step(pair.part(block.i1, block.i2, old=True), pair.part(block.j1, block.j2, old=False))
        for block in telling[:MAX_STEPS_IN_MESSAGE]
    ]
    more = f" and {len(telling) - MAX_STEPS_IN_MESSAGE} more" if len(telling) > MAX_STEPS_IN_MESSAGE else ""
    return f"{', '.join(steps)}{more} in {what}"


def _without_moved_edges(pair: QuotePair, block: Block) -> Block:
    """A block without the words at its edges that only changed places."""
    i1, i2 = _without_moved(pair, pair.old_words, block.i1, block.i2)
    j1, j2 = _without_moved(pair, pair.new_words, block.j1, block.j2)
    return block._replace(i1=i1, i2=i2, j1=j1, j2=j2)


def _without_moved(pair: QuotePair, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    while first < last and words[first].key in pair.moved_words:
        first += 1
    while first < last and words[last - 1].key in pair.moved_words:
        last -= 1
    return first, last


def _size(block: Block) -> int:
    return block.i2 - block.i1 + block.j2 - block.j1


def _is_light(pair: QuotePair, block: Block) -> bool:
    """Whether all words that differ in a block carry little content."""
    return all(
        is_light(w.key) for w in (*pair.old_words[block.i1 : block.i2], *pair.new_words[block.j1 : block.j2])
    )


def _only_moved(pair: QuotePair, block: Block) -> bool:
    """Whether the words of content of a block went here and came there."""
    keys = [w.key for w in (*pair.old_words[block.i1 : block.i2], *pair.new_words[block.j1 : block.j2])]
    return not pair.moved_words.isdisjoint(keys) and all(k in pair.moved_words or is_light(k) for k in keys)


def _trimmed(pair: QuotePair, block: Block) -> bool:
    begins, ends = pair.old_edges
    if block.op != "delete" or _only_moved(pair, block):
        return False
    seam = (
        block.j1 in pair.new_edges[0] and block.j1 in pair.new_edges[1]
    )  # dropped where the marks were closed
    return block.i1 in begins or block.i2 in ends or seam


def _extended(pair: QuotePair, block: Block) -> bool:
    begins, ends = pair.new_edges
    if block.op != "insert" or _only_moved(pair, block):
        return False
    seam = block.i1 in pair.old_edges[0] and block.i1 in pair.old_edges[1]
    return block.j1 in begins or block.j2 in ends or seam


def _covered(pair: QuotePair, block: Block) -> bool:
    """Whether an ellipsis or bracketed words stand on either side of a changed block."""
    both = (*pair.old_words[block.i1 : block.i2], *pair.new_words[block.j1 : block.j2])
    whole = all(w.bracketed for w in both)  # all of it stands in brackets, as it did
    stand_in = [w.kind == "ellipsis" or (w.bracketed and not (whole and block.op == "replace")) for w in both]
    if _trimmed(pair, block) or _extended(pair, block):
        return all(stand_in)  # words that went with an ellipsis among them were not put under it
    return any(stand_in)


def _within_marks(pair: QuotePair, block: Block) -> bool:
    """Whether words between marks differ: words of both sides, or words put between marked ones."""
    old = pair.old_marked[block.i1 : block.i2]
    new = pair.new_marked[block.j1 : block.j2]
    if any(old) and any(new):
        return True
    if any(old):
        return _touches(old, pair.new_marked, block.j1, block.j2)
    return any(new) and _touches(new, pair.old_marked, block.i1, block.i2)


def _touches(marked: tuple[bool, ...], there: tuple[bool, ...], first: int, last: int) -> bool:
    """Whether marked words of a block go on with marked words of the other side, where the block has none.

    Words that are all marked and were put in other words were quoted no more, or not before: QD106, QD107.
    """
    if first == last:
        return _inside(there, first)
    if all(marked):
        return False
    before = marked[0] and first > 0 and there[first - 1]
    return before or (marked[-1] and last < len(there) and there[last])


def _marked_part(pair: QuotePair, block: Block) -> Block:
    """A changed block, some words of which are marked, without those that are not: of *was "very*, *very*."""
    i1, i2 = _marked_range(pair.old_marked, block.i1, block.i2)
    j1, j2 = _marked_range(pair.new_marked, block.j1, block.j2)
    return block._replace(i1=i1, i2=i2, j1=j1, j2=j2)


def _marked_range(marked: tuple[bool, ...], first: int, last: int) -> tuple[int, int]:
    """From the first marked word of a range to behind its last; empty if none is marked."""
    found = [k for k in range(first, last) if marked[k]]
    return (found[0], found[-1] + 1) if found else (first, first)


def _inside(marked: tuple[bool, ...], at: int) -> bool:
    """Whether the place before word ``at`` is between marked words, or beside one at an edge."""
    return any(marked[k] for k in (at - 1, at) if 0 <= k < len(marked))


def _kind(marked: tuple[bool, ...]) -> Kind:
    if not any(marked):
        return Kind.INDIRECT
    return Kind.DIRECT if all(marked) else Kind.MIXED


def _marks_moved(pair: QuotePair) -> tuple[int, int]:
    """How many words lost their marks, and how many gained some, of those that stand against each other."""
    lost = gained = 0
    for block in pair.blocks:
        if block.op == "equal":
            for offset in range(block.i2 - block.i1):
                was, now = pair.old_marked[block.i1 + offset], pair.new_marked[block.j1 + offset]
                lost += was and not now
                gained += now and not was
        elif block.op == "replace" and block not in pair.changed:
            continue
        elif block.op == "replace":
            old, new = pair.old_marked[block.i1 : block.i2], pair.new_marked[block.j1 : block.j2]
            lost += all(old) and not any(new)
            gained += all(new) and not any(old)
    return lost, gained


def _sort_name(sort: str) -> str:
    """What a message calls a sort of difference; nothing where the words say it."""
    if sort == "opposite":
        return ""
    return "the qualifier" if sort == "hedge" else f"the {sort}"


def _differs(pair: QuotePair, found: Difference) -> str:
    """What a difference in meaning did, in words: *the number 40 became 45*."""
    old, new = pair.part(*found.old, old=True), pair.part(*found.new, old=False)
    return f"{_sort_name(found.sort)} {_step(old, new)}".strip()


def _step(old: str, new: str) -> str:
    """Words that went, came, or went and came, as a message shows them."""
    if old and new:
        return f"{old} became {new}"
    return f"{old} is gone" if old else f"{new} is new"


def _is_between_marks(pair: QuotePair, found: Difference) -> bool:
    """Whether a difference is one of words between marks in both versions."""
    old, new = pair.old_marked[slice(*found.old)], pair.new_marked[slice(*found.new)]
    if old and new:
        return all(old) and all(new)
    return any(pair.old_marked) and any(pair.new_marked) and all(old) and all(new)


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
    if not pair.paired or pair.same_copy:
        return None
    found = pair.claim or next((f for f in pair.figures if _is_between_marks(pair, f)), None)
    return (
        _finding(pair, f"{_differs(pair, found)} in a quote{pair.of_speaker}") if found is not None else None
    )


@change("QD114", "figure-changed", Severity.WARNING)
def figure_changed(pair: QuotePair) -> Finding | None:
    """A number, date, time or place differs in an indirect statement, or outside the marks of a mixed one.

    Figures are compared by what they count: two tolls that changed places differ; a figure that stands with
    the same noun in another part of the sentence does not. All that differ are one finding. Between marks:
    QD102.

    Why it matters:
        Tolls rise and hearings are put off, so this is ordinary; it is also where a slip of the keyboard
        does most harm, and what a reader of the first version most needs to know.

    Example:
        old: At least 40 houses were flooded and 15 barns fell, the county said.
        new: At least 15 houses were flooded and 40 barns fell, the county said.
    """
    if not pair.paired or pair.same_copy:
        return None
    found = [
        figure
        for figure in pair.figures
        if figure.sort != "name" and figure.old[1] and figure.new[1] and not _is_between_marks(pair, figure)
    ]
    if not found:
        return None
    steps = [_step(pair.part(*f.old, old=True), pair.part(*f.new, old=False)) for f in found]
    more = f" and {len(steps) - MAX_FIGURES_IN_MESSAGE} more" if len(steps) > MAX_FIGURES_IN_MESSAGE else ""
    what = f"{_sort_name(found[0].sort)} {', '.join(steps[:MAX_FIGURES_IN_MESSAGE])}{more}"
    return _finding(pair, f"{what} in what is reported of{_whom(pair)}")


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
    if pair.same_copy:
        return None
    before, after = _kind(pair.old_marked), _kind(pair.new_marked)
    _, gained = _marks_moved(pair)
    if (before is Kind.INDIRECT and after is Kind.DIRECT) or (after is not Kind.INDIRECT and gained):
        return _finding(pair, f"the paraphrase {pair.new_excerpt} now stands between marks{_as(pair)}")
    return None


def _as(pair: QuotePair) -> str:
    return f", as a quote{pair.of_speaker}" if pair.of_speaker else ""


def _marks_found(pair: QuotePair, *, added: bool) -> Finding | None:
    """Marks gone from, or come to, words that are still attributed but a quote in one version only."""
    if pair.found is None or pair.found_in_quote is not None or not pair.still_attributed:
        return None
    quotes = pair.news if added else pair.olds
    if not quotes or not any(quotes[0].marked) or not _unmarked(pair) or pair.is_unchanged_elsewhere:
        return None
    if added:
        message = f"the paraphrase {pair.new_excerpt} now stands between marks{_as(pair)}"
        return _finding(pair, message, old_span=pair.found.span)
    return _finding(
        pair, f"the quote{pair.of_speaker} {pair.old_excerpt} lost its marks", new_span=pair.found.span
    )


def _unmarked(pair: QuotePair) -> bool:
    """Whether no quotation mark stands in or beside the words found in the other version."""
    if pair.found is None:
        return False
    version = pair.context.new if pair.olds else pair.context.old
    text = version.extract.document.text
    span = pair.found.span
    return not any(c in '"“”«»„' for c in text[max(0, span.start - 2) : span.end + 3]) and (
        not any(c in text[max(0, span.start - 3) : span.end + 3] for c in ("``", "''"))
    )


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
    if not pair.paired or pair.same_copy or _kind(pair.new_marked) is Kind.INDIRECT or _cut(pair):
        return None
    differing = [b for b in pair.changed if not _covered(pair, b) and _within_marks(pair, b)]
    if any(not (_trimmed(pair, b) or _extended(pair, b)) for b in differing):
        marked = [_marked_part(pair, b) for b in differing]
        return _finding(pair, _changes_in_words(pair, marked, f"a quote{pair.of_speaker}"))
    if _turned_question(pair):
        return _finding(pair, f"a question mark was put into or taken out of a quote{pair.of_speaker}")
    return None


def _turned_question(pair: QuotePair) -> bool:
    """Whether one side asks what the other states."""
    if not (all(pair.old_marked) and all(pair.new_marked)) or pair.changed:
        return False
    return pair.old_text.count("?") != pair.new_text.count("?")


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
    if pair.same_copy or _cut(pair):
        return None
    before, after = _kind(pair.old_marked), _kind(pair.new_marked)
    lost, _ = _marks_moved(pair)
    if (before is not Kind.INDIRECT and after is Kind.INDIRECT) or lost:
        return _finding(pair, f"the quote{pair.of_speaker} {pair.old_excerpt} became paraphrase")
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
    if not pair.paired or pair.same_copy:
        return None
    cut = _cut(pair) or _trimmed_words(pair)
    if cut is None:
        return None
    first, last = cut
    where = "start" if first == 0 or not pair.old_marked[first - 1] else "end"
    return _finding(
        pair, f"{pair.part(first, last, old=True)} was cut at the {where} of a quote{pair.of_speaker}"
    )


def _trimmed_words(pair: QuotePair) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if nothing else changed."""
    if not all(_trimmed(pair, b) or _extended(pair, b) for b in pair.changed):
        return None
    found = (b for b in pair.changed if _trimmed(pair, b) and any(pair.old_marked[b.i1 : b.i2]))
    return next(((b.i1, b.i2) for b in found), None)


def _cut(pair: QuotePair) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if all that is marked now was before.

    The paraphrase around the marks may differ, and a direct quote be a fragment now; but what was dropped
    must not stand there as paraphrase: then marks were taken away.
    """
    old, new = (
        _marked_indices(pair.old_words, pair.old_marked),
        _marked_indices(pair.new_words, pair.new_marked),
    )
    more_ellipses = _ellipses(pair.new_words) > _ellipses(pair.old_words)
    if len(new) >= len(old) or more_ellipses or pair.is_repeated:
        return None
    if not new:
        return _dropped_fragment(pair, old)
    starts, ends = _edges_of_marked(pair.old_marked, pair.old_edges, old)
    begun, ended = _edges_of_marked(pair.new_marked, pair.new_edges, new)
    a, b = [pair.old_words[k].key for k in old], [pair.new_words[k].key for k in new]
    found = slide_blocks(blocks(a, b), a, b, lambda first, last, _: (first in starts) + (last in ends))
    gone = [block for block in found if block.op != "equal"]
    for block in gone:
        seam = block.j1 in begun and block.j1 in ended
        if block.op != "delete" or not (block.i1 in starts or block.i2 in ends or seam):
            return None
    unmarked = _unmarked_stems(pair)
    if any(_is_paraphrased([pair.old_words[k] for k in old[b.i1 : b.i2]], unmarked) for b in gone):
        return None
    return old[gone[0].i1], old[gone[0].i2 - 1] + 1


def _unmarked_stems(pair: QuotePair) -> frozenset[str]:
    """The stems of the new words that stand outside marks."""
    words = zip(pair.new_words, pair.new_marked, strict=True)
    return frozenset(stem for word, is_marked in words if not is_marked for stem in word.stems)


_PARAPHRASED = 2  # words of content of a sentence that stand there without marks


def _is_paraphrased(dropped: Sequence[Word], unmarked: Container[str]) -> bool:
    """Whether a sentence of what was dropped, or a part of one, still stands there without its marks."""
    starts = [0, *(k for k, w in enumerate(dropped) if k and w.opens), len(dropped)]
    for first, last in pairwise(starts):
        telling = [w for w in dropped[first:last] if not is_light(w.key)]
        there = sum(any(s in unmarked for s in w.stems) for w in telling)
        if there >= _PARAPHRASED and 2 * there > len(telling):
            return True
    return False


def _dropped_fragment(pair: QuotePair, old: Sequence[int]) -> tuple[int, int] | None:
    """The fragment between marks that is gone from a paraphrase, of which the rest stayed."""
    gone = {k for block in pair.blocks if block.op == "delete" for k in range(block.i1, block.i2)}
    return (old[0], old[-1] + 1) if len(old) < len(pair.old_marked) and gone.issuperset(old) else None


def _ellipses(words: Sequence[Word]) -> int:
    return sum(word.kind == "ellipsis" for word in words)


def _marked_indices(words: Sequence[Word], marked: Sequence[bool]) -> list[int]:
    """The words between marks; an ellipsis is none."""
    return [k for k, word in enumerate(words) if marked[k] and word.kind != "ellipsis"]


def _edges_of_marked(
    marked: Sequence[bool], edges: tuple[frozenset[int], frozenset[int]], indices: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Where stretches between marks begin and where they have ended, counted in marked words alone."""
    begins = [n for n, k in enumerate(indices) if k in edges[0] or not (k and marked[k - 1])]
    ends = [n + 1 for n, k in enumerate(indices) if k + 1 in edges[1] or not any(marked[k + 1 : k + 2])]
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
    if not pair.paired or pair.same_copy or not pair.changed:
        return None
    for block in pair.changed:
        if _covered(pair, block):
            old, new = pair.part(block.i1, block.i2, old=True), pair.part(block.j1, block.j2, old=False)
            return _finding(pair, f"{_step(old, new)} in a quote{pair.of_speaker}")
    return None


@change("QD105", "quote-extended", Severity.NOTE)
def quote_extended(pair: QuotePair) -> Finding | None:
    """More of the same quote is given between marks, before or after what was there.

    Why it matters:
        More of what was said is the usual way in which a story grows; it is listed so that it can be checked.

    Example:
        old: "The vote was close," Omar Haddad said.
        new: "The vote was close, closer than anyone here expected," Omar Haddad said.
    """
    if not pair.paired or pair.same_copy or not pair.changed:
        return None
    if not all(_extended(pair, b) for b in pair.changed):
        return None
    more = next((b for b in pair.changed if any(pair.new_marked[b.j1 : b.j2])), None)
    if more is None or _was_anothers(pair, more) or _only_joined(pair, more):
        return None
    return _finding(pair, f"{pair.part(more.j1, more.j2, old=False)} was added to a quote{pair.of_speaker}")


def _was_anothers(pair: QuotePair, more: Block) -> bool:
    """Whether words that came to a quote were one of its own before: QD202 tells of it."""
    return tuple(w.norm for w in pair.new_words[more.j1 : more.j2]) in pair.context.old_norms


@change("QD108", "paraphrase-reworded", Severity.NOTE)
def paraphrase_reworded(pair: QuotePair) -> Finding | None:
    """An indirect quote, or the paraphrase around a quoted fragment, is worded differently.

    Why it matters:
        Paraphrase is the reporter's and may be polished. It is listed because the claim may change with it.

    Example:
        old: The company said it had fixed the fault in its pumps.
        new: The company said it had repaired the fault in its pumps.
    """
    if not pair.paired or pair.same_copy:
        return None
    changed = [b for b in pair.changed if not (_only_joined(pair, b) or _was_anothers(pair, b))]
    return (
        _finding(pair, _changes_in_words(pair, changed, f"what is reported of{_whom(pair)}"))
        if changed
        else None
    )


_QUOTE_JOINERS = word_list("quote_joiners")


def _only_joined(pair: QuotePair, block: Block) -> bool:
    """Whether quotes were merged, or one was split, and a block does no more than join or part them.

    They may stand in another order now: *the ice was thin*, *nobody had asked*; *nobody had asked and that
    the ice was thin*.
    """
    if len(pair.olds) == len(pair.news):
        return False
    words = (*pair.old_words[block.i1 : block.i2], *pair.new_words[block.j1 : block.j2])
    if all(w.norm in _QUOTE_JOINERS or w.key in pair.moved_words for w in words):
        return True
    return _is_said_once(pair, block)


def _is_said_once(pair: QuotePair, block: Block) -> bool:
    """Whether words are gone, or new, with which two quotes begin that are one on the other side.

    *The ice was thin*, *the ice was wet*; *the ice was thin and wet*.
    """
    gone, come = pair.old_words[block.i1 : block.i2], pair.new_words[block.j1 : block.j2]
    if len(pair.olds) > len(pair.news):
        first, repeated, joining, begins, whole = block.i1, gone, come, pair.old_edges[0], pair.new_words
    else:
        first, repeated, joining, begins, whole = block.j1, come, gone, pair.new_edges[0], pair.old_words
    if first not in begins or any(w.norm not in _QUOTE_JOINERS for w in joining):
        return False
    return {w.key for w in repeated} <= {w.key for w in whole}


def _whom(pair: QuotePair) -> str:
    name = pair.old_name or pair.new_name
    return f" {name}" if name else " the source"


@change("QD109", "quote-split", Severity.NOTE)
def quote_split(pair: QuotePair) -> Finding | None:
    """One quote became several.

    Why it matters:
        What was said in one breath may now read as answers to different questions.

    Example:
        old: "The pass is closed. Nobody knows until when," ranger Eva Fox said.
        new: "The pass is closed," ranger Eva Fox said. ¶ Rain fell. ¶ "Nobody knows until when," Fox said.
    """
    if pair.paired and len(pair.news) > len(pair.olds) and not pair.same_copy:
        return _finding(pair, f"the quote{pair.of_speaker} {pair.old_excerpt} became {len(pair.news)}")
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
    if pair.paired and len(pair.olds) > len(pair.news) and not pair.same_copy:
        return _finding(pair, f"{len(pair.olds)} quotes{_of_all(pair)} became {pair.new_excerpt}")
    return None


def _of_all(pair: QuotePair) -> str:
    """Whose quotes were merged, for messages: " of Ann Poe and Tim Lund"; empty if nobody knows."""
    speakers = (pair.context.identity.old(said.quote.speaker) for said in pair.olds)
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
    if not pair.paired or pair.same_copy or pair.changed or pair.same_words:
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
    for block in pair.blocks:
        if block.op == "equal":
            for i, j in zip(range(block.i1, block.i2), range(block.j1, block.j2), strict=True):
                if pair.old_words[i].norm != pair.new_words[j].norm:
                    return pair.part(i, i + 1, old=True), pair.part(j, j + 1, old=False)
    old = [w.norm for s in pair.olds for w in s.words if not w.key]
    new = [w.norm for s in pair.news for w in s.words if not w.key]
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
    if not pair.paired or not pair.same_words:
        return None
    if _typesetting(pair, old=True) != _typesetting(pair, old=False):
        return _finding(pair, f"the quote{pair.of_speaker} {pair.new_excerpt} differs in typography only")
    return None


_LINE_BREAK = regex.compile(r"\s*\n\s*")  # of a line, as wide as a space


def _typesetting(pair: QuotePair, *, old: bool) -> list[str]:
    """How the words are set: each as it stands, with what stands between it and the next of its span.

    What stands at the edges of spans goes with the place of the cue and is left out, but for the marks.
    """
    version, sides = (pair.context.old, pair.olds) if old else (pair.context.new, pair.news)
    text = version.extract.document.text
    breaks = {k for edges in (pair.old_edges, pair.new_edges) for side in edges for k in side}
    words = [w for s in sides for w in s.words]
    out = []
    for index, word in enumerate(words):
        out.append(text[word.start : word.end])
        if index + 1 < len(words) and index + 1 not in breaks:
            out.append(_LINE_BREAK.sub(" ", text[word.end : words[index + 1].start]))
    starts = _marks_compared(sides, {s.quote.kind for s in (*pair.olds, *pair.news)})
    return [*out, *sorted({text[k - 1] for k in starts if k})]


def _marks_compared(sides: Sequence[QuoteContent], kinds: Collection[Kind]) -> list[int]:
    """The offsets behind the opening marks that are compared, if all quotes of a pair are of one kind."""
    if kinds == {Kind.DIRECT}:
        return [span.start for s in sides for span in s.quote.content.spans]
    if kinds == {Kind.MIXED}:  # "said that “...”": the mark stands before the first word that is compared
        return [s.words[0].start for s in sides if s.words and s.marked[0]]
    return []
