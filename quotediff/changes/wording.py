"""QD1xx: what became of the words of a quote, and of its place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

import regex

from quotediff.align.forms import Word
from quotediff.align.words import Block, blocks, is_light, slid
from quotediff.changes.case import Case
from quotediff.changes.meaning import Difference
from quotediff.changes.registry import Finding, change
from quotediff.excerpts import bracketed
from quotediff.model import Kind, Severity
from quotediff.text.spans import Span


def _finding(
    case: Case, message: str, *, new_span: Span | None = None, old_span: Span | None = None
) -> Finding:
    """A finding on the words of a pair."""
    return Finding(
        message,
        old=case.old.id if case.old else None,
        new=case.new.id if case.new else None,
        old_span=case.old_span or old_span,
        new_span=case.new_span or new_span,
        edits=case.edits,
        key=case.key,
        old_quotes=tuple(s.quote.id for s in case.olds),
        new_quotes=tuple(s.quote.id for s in case.news),
    )


_STEPS_SHOWN = 3  # in one message


def _became(case: Case, blocks: Iterable[Block], what: str) -> str:
    """What some blocks did to words, in words: *a became b, c is gone in a quote of X*.

    Words that went here and came there are not told as gone and new, and small words not beside others.
    """
    told = [narrowed for block in blocks for narrowed in [_narrowed(case, block)] if _size(narrowed)]
    if not told:
        return f"words changed places in {what}"
    telling = [block for block in told if not _is_light(case, block)] or told
    steps = [
        _step(case.part(b.i1, b.i2, old=True), case.part(b.j1, b.j2, old=False))
        for b in telling[:_STEPS_SHOWN]
    ]
    more = f" and {len(telling) - _STEPS_SHOWN} more" if len(telling) > _STEPS_SHOWN else ""
    return f"{', '.join(steps)}{more} in {what}"


def _narrowed(case: Case, block: Block) -> Block:
    """A block without the words at its edges that only changed places."""
    i1, i2 = _without_moved(case, case.a, block.i1, block.i2)
    j1, j2 = _without_moved(case, case.b, block.j1, block.j2)
    return block._replace(i1=i1, i2=i2, j1=j1, j2=j2)


def _without_moved(case: Case, words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    while first < last and words[first].key in case.moved_words:
        first += 1
    while first < last and words[last - 1].key in case.moved_words:
        last -= 1
    return first, last


def _size(block: Block) -> int:
    return block.i2 - block.i1 + block.j2 - block.j1


def _is_light(case: Case, block: Block) -> bool:
    """Whether all words that differ in a block carry little content."""
    return all(is_light(w.key) for w in (*case.a[block.i1 : block.i2], *case.b[block.j1 : block.j2]))


def _only_moved(case: Case, block: Block) -> bool:
    """Whether the words of content of a block went here and came there."""
    keys = [w.key for w in (*case.a[block.i1 : block.i2], *case.b[block.j1 : block.j2])]
    return not case.moved_words.isdisjoint(keys) and all(k in case.moved_words or is_light(k) for k in keys)


def _trimmed(case: Case, block: Block) -> bool:
    begins, ends = case.a_edges
    if block.op != "delete" or _only_moved(case, block):
        return False
    seam = block.j1 in case.b_edges[0] and block.j1 in case.b_edges[1]  # dropped where the marks were closed
    return block.i1 in begins or block.i2 in ends or seam


def _extended(case: Case, block: Block) -> bool:
    begins, ends = case.b_edges
    if block.op != "insert" or _only_moved(case, block):
        return False
    seam = block.i1 in case.a_edges[0] and block.i1 in case.a_edges[1]
    return block.j1 in begins or block.j2 in ends or seam


def _covered(case: Case, block: Block) -> bool:
    """Whether an ellipsis or bracketed words stand on either side of a changed block."""
    both = (*case.a[block.i1 : block.i2], *case.b[block.j1 : block.j2])
    whole = all(w.bracketed for w in both)  # all of it stands in brackets, as it did
    stand_in = [w.kind == "ellipsis" or (w.bracketed and not (whole and block.op == "replace")) for w in both]
    if _trimmed(case, block) or _extended(case, block):
        return all(stand_in)  # words that went with an ellipsis among them were not put under it
    return any(stand_in)


def _within_marks(case: Case, block: Block) -> bool:
    """Whether words between marks differ: words of both sides, or words put between marked ones."""
    old = case.a_marked[block.i1 : block.i2]
    new = case.b_marked[block.j1 : block.j2]
    if any(old) and any(new):
        return True
    if any(old):
        return _touches(old, case.b_marked, block.j1, block.j2)
    return any(new) and _touches(new, case.a_marked, block.i1, block.i2)


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


def _marked_part(case: Case, block: Block) -> Block:
    """A changed block, some words of which are marked, without those that are not: of *was "very*, *very*."""
    i1, i2 = _marked_range(case.a_marked, block.i1, block.i2)
    j1, j2 = _marked_range(case.b_marked, block.j1, block.j2)
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


def _marks_moved(case: Case) -> tuple[int, int]:
    """How many words lost their marks, and how many gained some, of those that stand against each other."""
    lost = gained = 0
    for block in case.blocks:
        if block.op == "equal":
            for k in range(block.i2 - block.i1):
                was, now = case.a_marked[block.i1 + k], case.b_marked[block.j1 + k]
                lost += was and not now
                gained += now and not was
        elif block.op == "replace" and block not in case.changed:
            continue
        elif block.op == "replace":
            old, new = case.a_marked[block.i1 : block.i2], case.b_marked[block.j1 : block.j2]
            lost += all(old) and not any(new)
            gained += all(new) and not any(old)
    return lost, gained


_SORTS = {
    "negation": "the negation",
    "opposite": "",
    "modal": "the modal",
    "hedge": "the qualifier",
    "number": "the number",
    "date": "the date",
    "time": "the time",
    "place": "the place",
    "name": "the name",
}
_FIGURES_SHOWN = 3  # in one message


def _differs(case: Case, found: Difference) -> str:
    """What a difference in meaning did, in words: *the number 40 became 45*."""
    old, new = case.part(*found.old, old=True), case.part(*found.new, old=False)
    return f"{_SORTS[found.sort]} {_step(old, new)}".strip()


def _step(old: str, new: str) -> str:
    """Words that went, came, or went and came, as a message shows them."""
    if old and new:
        return f"{old} became {new}"
    return f"{old} is gone" if old else f"{new} is new"


def _is_between_marks(case: Case, found: Difference) -> bool:
    """Whether a difference is one of words between marks in both versions."""
    old, new = case.a_marked[slice(*found.old)], case.b_marked[slice(*found.new)]
    if old and new:
        return all(old) and all(new)
    return any(case.a_marked) and any(case.b_marked) and all(old) and all(new)


@change("QD102", "meaning-changed", Severity.ERROR)
def meaning_changed(case: Case) -> Finding | None:
    """A negation, an opposite, a modal or a hedge in a quote differs; between marks also a figure or a name.

    The first four are found in any quote, direct or indirect. Numbers, dates, times and names count between
    marks (elsewhere: QD114), in any writing: "40" and "forty" do not differ, "forty" and "45" do. Listed
    first: a quote and its negation are all but the same text.

    Why it matters:
        These few letters carry the claim. Reuters counts wrong numbers, facts and quotes as substantive
        errors that take a CORRECTED, and readers of "stealth edits" were angered by qualifiers of three
        words.

    Example:
        old: The bridge will not reopen before spring, Mayor Ann Ruiz said.
        new: The bridge will reopen before spring, Mayor Ann Ruiz said.
    """
    if not case.paired or case.same_copy:
        return None
    found = case.claim or next((f for f in case.figures if _is_between_marks(case, f)), None)
    return _finding(case, f"{_differs(case, found)} in a quote{case.of_whom}") if found is not None else None


@change("QD114", "figure-changed", Severity.WARNING)
def figure_changed(case: Case) -> Finding | None:
    """A number, date, time or place differs in an indirect statement, or outside the marks of a mixed one.

    Figures are compared in their places: tolls that changed places differ, a figure that is said of the same
    thing in another part of the sentence does not. One finding however many differ. Between marks: QD102.

    Why it matters:
        Tolls rise and hearings are put off, so this is ordinary; it is also where a slip of the keyboard does
        most harm, and what a reader of the first version most needs to be told.

    Example:
        old: At least 40 houses were flooded and 15 barns fell, the county said.
        new: At least 15 houses were flooded and 40 barns fell, the county said.
    """
    if not case.paired or case.same_copy:
        return None
    found = [
        f
        for f in case.figures
        if f.sort != "name" and f.old[1] and f.new[1] and not _is_between_marks(case, f)
    ]
    if not found:
        return None
    steps = [_step(case.part(*f.old, old=True), case.part(*f.new, old=False)) for f in found]
    more = f" and {len(steps) - _FIGURES_SHOWN} more" if len(steps) > _FIGURES_SHOWN else ""
    what = f"{_SORTS[found[0].sort]} {', '.join(steps[:_FIGURES_SHOWN])}{more}"
    return _finding(case, f"{what} in what is reported of{_whom(case)}")


@change("QD107", "marks-added", Severity.ERROR)
def marks_added(case: Case) -> Finding | None:
    """The reporter's paraphrase now stands between quotation marks.

    Why it matters:
        Marks promise the speaker's own words; readers may assume every word between them is what was said
        (New York Times, Guidelines on Integrity). Words that were paraphrase an edition ago seldom are.

    Example:
        old: Council member Lee Park said the budget was a disaster for schools.
        new: "The budget was a disaster for schools," council member Lee Park said.
    """
    if not case.paired:
        return _marks_found(case, added=True)
    if case.same_copy:
        return None
    before, after = _kind(case.a_marked), _kind(case.b_marked)
    _, gained = _marks_moved(case)
    if (before is Kind.INDIRECT and after is Kind.DIRECT) or (after is not Kind.INDIRECT and gained):
        return _finding(case, f"the paraphrase {case.new_excerpt} now stands between marks{_as(case)}")
    return None


def _as(case: Case) -> str:
    return f", as a quote{case.of_whom}" if case.of_whom else ""


def _marks_found(case: Case, *, added: bool) -> Finding | None:
    """Marks gone from, or come to, words that are still attributed but a quote in one version only."""
    if case.found is None or case.found_in_quote is not None or not case.still_attributed:
        return None
    quotes = case.news if added else case.olds
    if not quotes or not any(quotes[0].marked) or not _unmarked(case) or case.stands_elsewhere:
        return None
    if added:
        message = f"the paraphrase {case.new_excerpt} now stands between marks{_as(case)}"
        return _finding(case, message, old_span=case.found.span)
    return _finding(
        case, f"the quote{case.of_whom} {case.old_excerpt} lost its marks", new_span=case.found.span
    )


def _unmarked(case: Case) -> bool:
    """Whether no quotation mark stands in or beside the words found in the other version."""
    if case.found is None:
        return False
    reading = case.story.new if case.olds else case.story.old
    text = reading.extract.document.text
    span = case.found.span
    return not any(c in '"“”«»„' for c in text[max(0, span.start - 2) : span.end + 3]) and (
        not any(c in text[max(0, span.start - 3) : span.end + 3] for c in ("``", "''"))
    )


@change("QD101", "wording-changed", Severity.ERROR)
def wording_changed(case: Case) -> Finding | None:
    """Words between quotation marks differ.

    Why it matters:
        What stands between marks is what was said, to the word: AP does not alter quotes even for small
        grammar, and the New York Times does not clean them up; whoever cannot use the words paraphrases them.

    Example:
        old: "The damage is terrible," said Jane Doe, who owns the mill.
        new: "The damage is terrifying," said Jane Doe, who owns the mill.
    """
    if not case.paired or case.same_copy or _kind(case.b_marked) is Kind.INDIRECT or _cut(case):
        return None
    differing = [b for b in case.changed if not _covered(case, b) and _within_marks(case, b)]
    if any(not (_trimmed(case, b) or _extended(case, b)) for b in differing):
        marked = [_marked_part(case, b) for b in differing]
        return _finding(case, _became(case, marked, f"a quote{case.of_whom}"))
    if _asked(case):
        return _finding(case, f"a question mark was put into or taken out of a quote{case.of_whom}")
    return None


def _asked(case: Case) -> bool:
    """Whether one side asks what the other states."""
    if not (all(case.a_marked) and all(case.b_marked)) or case.changed:
        return False
    return case.old_text.count("?") != case.new_text.count("?")


@change("QD106", "marks-removed", Severity.WARNING)
def marks_removed(case: Case) -> Finding | None:
    """A direct quote became paraphrase, its wording kept or not.

    Why it matters:
        The reader is no longer told that these are the speaker's words. It is the honest way out when a quote
        could not be verified, and then somebody should know that it could not.

    Example:
        old: "We were never told about the leak," farmer Tom Berg said.
        new: Farmer Tom Berg said they were never told about the leak.
    """
    if not case.paired:
        return _marks_found(case, added=False)
    if case.same_copy or _cut(case):
        return None
    before, after = _kind(case.a_marked), _kind(case.b_marked)
    lost, _ = _marks_moved(case)
    if (before is not Kind.INDIRECT and after is Kind.INDIRECT) or lost:
        return _finding(case, f"the quote{case.of_whom} {case.old_excerpt} became paraphrase")
    return None


@change("QD103", "quote-trimmed", Severity.WARNING)
def quote_trimmed(case: Case) -> Finding | None:
    """Words between marks were dropped at the start or the end of a quote, the rest is intact.

    Why it matters:
        What was dropped may be what made the rest fair: SPJ asks never to distort or oversimplify the
        context.

    Example:
        old: "We will rebuild the school, if the county pays its share," Ruth Cole said.
        new: "We will rebuild the school," Ruth Cole said.
    """
    if not case.paired or case.same_copy:
        return None
    cut = _cut(case) or _trimmed_words(case)
    if cut is None:
        return None
    first, last = cut
    where = "start" if first == 0 or not case.a_marked[first - 1] else "end"
    return _finding(
        case, f"{case.part(first, last, old=True)} was cut at the {where} of a quote{case.of_whom}"
    )


def _trimmed_words(case: Case) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if nothing else changed."""
    if not all(_trimmed(case, b) or _extended(case, b) for b in case.changed):
        return None
    found = (b for b in case.changed if _trimmed(case, b) and any(case.a_marked[b.i1 : b.i2]))
    return next(((b.i1, b.i2) for b in found), None)


def _cut(case: Case) -> tuple[int, int] | None:
    """The first words between marks that were dropped at an edge, if all that is marked now was before.

    The paraphrase around the marks may differ, and a direct quote be a fragment now; but what was dropped
    must not stand there as paraphrase: then marks were taken away.
    """
    old, new = _marked_indices(case.a, case.a_marked), _marked_indices(case.b, case.b_marked)
    if not old or len(new) >= len(old) or _ellipses(case.b) > _ellipses(case.a) or case.said_again:
        return None
    if not new:
        return _dropped_fragment(case, old)
    starts, ends = _edges_of_marked(case.a_marked, case.a_edges, old)
    begun, ended = _edges_of_marked(case.b_marked, case.b_edges, new)
    a, b = [case.a[k].key for k in old], [case.b[k].key for k in new]
    found = slid(blocks(a, b), a, b, lambda first, last, _: (first in starts) + (last in ends))
    gone = [block for block in found if block.op != "equal"]
    for block in gone:
        seam = block.j1 in begun and block.j1 in ended
        if block.op != "delete" or not (block.i1 in starts or block.i2 in ends or seam):
            return None
    unmarked = {s for w, marked in zip(case.b, case.b_marked, strict=True) if not marked for s in w.stems}
    for block in gone:
        if _is_paraphrased([case.a[k] for k in old[block.i1 : block.i2]], unmarked):
            return None
    return old[gone[0].i1], old[gone[0].i2 - 1] + 1


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


def _dropped_fragment(case: Case, old: Sequence[int]) -> tuple[int, int] | None:
    """The fragment between marks that is gone from a paraphrase, of which the rest stayed."""
    gone = {k for block in case.blocks if block.op == "delete" for k in range(block.i1, block.i2)}
    return (old[0], old[-1] + 1) if len(old) < len(case.a_marked) and gone.issuperset(old) else None


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
def quote_elided(case: Case) -> Finding | None:
    """An ellipsis or bracketed words were put over words of a quote, or taken away.

    Why it matters:
        Both say that the reporter stepped in. Taken away, words stand side by side that the speaker did not
        join.

    Example:
        old: "The dam, which my grandfather helped to build, must go," Ida Wolf said.
        new: "The dam ... must go," Ida Wolf said.
    """
    if not case.paired or case.same_copy or not case.changed:
        return None
    for block in case.changed:
        if _covered(case, block):
            old, new = case.part(block.i1, block.i2, old=True), case.part(block.j1, block.j2, old=False)
            return _finding(case, f"{_step(old, new)} in a quote{case.of_whom}")
    return None


@change("QD105", "quote-extended", Severity.NOTE)
def quote_extended(case: Case) -> Finding | None:
    """More of the same quote is given between marks, before or after what was there.

    Why it matters:
        More of what was said is the usual way in which a story grows; it is listed so that it can be checked.

    Example:
        old: "The vote was close," Omar Haddad said.
        new: "The vote was close, closer than anyone here expected," Omar Haddad said.
    """
    if not case.paired or case.same_copy or not case.changed:
        return None
    if not all(_extended(case, b) for b in case.changed):
        return None
    more = next((b for b in case.changed if any(case.b_marked[b.j1 : b.j2])), None)
    if more is None or _was_anothers(case, more):
        return None
    return _finding(case, f"{case.part(more.j1, more.j2, old=False)} was added to a quote{case.of_whom}")


def _was_anothers(case: Case, more: Block) -> bool:
    """Whether words that came to a quote were one of its own before: QD202 tells of it."""
    return tuple(w.norm for w in case.b[more.j1 : more.j2]) in case.story.old_norms


@change("QD108", "paraphrase-reworded", Severity.NOTE)
def paraphrase_reworded(case: Case) -> Finding | None:
    """The content of an indirect quote, or the paraphrase around a quoted fragment, differs in other ways.

    Why it matters:
        Paraphrase is the reporter's and may be polished. It is listed because a claim can drift with it.

    Example:
        old: The company said it had fixed the fault in its pumps.
        new: The company said it had repaired the fault in its pumps.
    """
    if not case.paired or case.same_copy:
        return None
    changed = [b for b in case.changed if not (_only_joined(case, b) or _was_anothers(case, b))]
    return _finding(case, _became(case, changed, f"what is reported of{_whom(case)}")) if changed else None


_JOINING = frozenset({"and", "but", "that", "also"})


def _only_joined(case: Case, block: Block) -> bool:
    """Whether quotes were merged, or one was split, and a block does no more than join or part them.

    They may stand in another order now: *the ice was thin*, *nobody had asked*; *nobody had asked and that
    the ice was thin*.
    """
    if len(case.olds) == len(case.news):
        return False
    words = (*case.a[block.i1 : block.i2], *case.b[block.j1 : block.j2])
    return all(w.norm in _JOINING or w.key in case.moved_words for w in words)


def _whom(case: Case) -> str:
    name = case.old_name or case.new_name
    return f" {name}" if name else " the source"


@change("QD109", "quote-split", Severity.NOTE)
def quote_split(case: Case) -> Finding | None:
    """One quote became several.

    Why it matters:
        What was said in one breath may now read as answers to different questions.

    Example:
        old: "The pass is closed. Nobody knows until when," ranger Eva Fox said.
        new: "The pass is closed," ranger Eva Fox said. ¶ Rain fell. ¶ "Nobody knows until when," Fox said.
    """
    if case.paired and len(case.news) > len(case.olds) and not case.same_copy:
        return _finding(case, f"the quote{case.of_whom} {case.old_excerpt} became {len(case.news)}")
    return None


@change("QD110", "quotes-merged", Severity.NOTE)
def quotes_merged(case: Case) -> Finding | None:
    """Several quotes became one.

    Why it matters:
        Words said at different moments now read as said in one breath.

    Example:
        old: "The pass is closed," ranger Eva Fox said. ¶ Rain fell. ¶ "Nobody knows until when," Fox said.
        new: "The pass is closed. Nobody knows until when," ranger Eva Fox said.
    """
    if case.paired and len(case.olds) > len(case.news) and not case.same_copy:
        return _finding(case, f"{len(case.olds)} quotes{case.of_whom} became {case.new_excerpt}")
    return None


@change("QD113", "house-style", Severity.NOTE)
def house_style(case: Case) -> Finding | None:
    """The same words in another style: per cent and %, numerals, spelling, order of dates, honorifics.

    Why it matters:
        It does not; a story taken over by another outlet is full of it. It is told apart so that what does
        matter can be seen.

    Example:
        old: Mr Brown said the programme cost 40 per cent of the budget.
        new: Brown said the program cost 40% of the budget.
    """
    if not case.paired or case.same_copy or case.changed or case.same_words:
        return None
    styled = _styled(case)
    if styled is None:
        return None
    old, new = styled
    if not new:
        return _finding(case, f"{old} is dropped in a quote{case.of_whom}")
    if not old:
        return _finding(case, f"{new} is put into a quote{case.of_whom}")
    return _finding(case, f"{old} is written {new} in a quote{case.of_whom}")


def _styled(case: Case) -> tuple[str, str] | None:
    """The first words that are written in two ways, or the first form of address that one side has more."""
    for block in case.blocks:
        if block.op == "equal":
            for i, j in zip(range(block.i1, block.i2), range(block.j1, block.j2), strict=True):
                if case.a[i].norm != case.b[j].norm:
                    return case.part(i, i + 1, old=True), case.part(j, j + 1, old=False)
    old = [w.norm for s in case.olds for w in s.words if not w.key]
    new = [w.norm for s in case.news for w in s.words if not w.key]
    if len(old) == len(new):
        return None
    return (bracketed(old[0]), "") if len(old) > len(new) else ("", bracketed(new[0]))


@change("QD112", "typography-changed", Severity.NOTE, hidden=True)
def typography_changed(case: Case) -> Finding | None:
    """Marks, dashes, spaces, punctuation or capitals differ, no word does. Hidden unless asked for.

    Why it matters:
        Curly marks for straight ones are the site's doing, not an editor's. Told apart so that it stays
        quiet.

    Example:
        old: "It's over -- for good," Kim Dahl said.
        new: “It’s over — for good,” Kim Dahl said.
    """
    if not case.paired or not case.same_words:
        return None
    if _set(case, old=True) != _set(case, old=False):
        return _finding(case, f"the quote{case.of_whom} {case.new_excerpt} differs in typography only")
    return None


_BREAK = regex.compile(r"\s*\n\s*")  # of a line, as wide as a space


def _set(case: Case, *, old: bool) -> list[str]:
    """How the words are set: each as it stands, with what stands between it and the next of its span.

    What stands at the edges of spans goes with the place of the cue and is left out, but for the marks.
    """
    reading = case.story.old if old else case.story.new
    text = reading.extract.document.text
    breaks = {k for edges in (case.a_edges, case.b_edges) for side in edges for k in side}
    words = [w for s in (case.olds if old else case.news) for w in s.words]
    out = []
    for k, word in enumerate(words):
        out.append(text[word.start : word.end])
        if k + 1 < len(words) and k + 1 not in breaks:
            out.append(_BREAK.sub(" ", text[word.end : words[k + 1].start]))
    kinds = {s.quote.kind for s in (*case.olds, *case.news)}
    starts = [span.start for s in (case.olds if old else case.news) for span in s.quote.content.spans]
    if kinds == {Kind.MIXED}:  # "said that “...”": the mark stands before the first word that is compared
        starts = [s.words[0].start for s in (case.olds if old else case.news) if s.words and s.marked[0]]
    marks = {text[k - 1] for k in starts if k} if kinds in ({Kind.DIRECT}, {Kind.MIXED}) else set()
    return [*out, *sorted(marks)]
