"""Pairs of versions: an article, and what an editor with a seed made of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from draft import Draft, Made, finish
from operations import (
    ONE_WAY,
    OPERATIONS,
    QUIET,
    consequences,
    house_style,
    killed,
    misfiled,
    narrate,
    set_otherwise,
    styled,
    terms,
    typography,
    undeclared,
)
from rewriting import REWRITES, STYLE, UNSWAPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles import Article
    from draft import Edit

MOST = 6  # operations in one pair
SWAPPED = 0.3  # share of the pairs whose versions are swapped
RESTYLED = 0.15  # share that also takes on other glyphs, and the share that takes on another house style
WHOLE = 0.06  # share in which the whole story is killed, or another one, in equal parts
QUIET_ONLY = 0.2  # share in which nothing is done that a reader would see
REWRITTEN = 0.45  # share that is made by the operations of rewriting
MOST_REWRITES = 4  # operations in one of these


OWN = 0.25  # share of the pairs that are made of the project's own articles


def make(own: Sequence[Article], others: Sequence[Article], seed: int, number: int) -> Made | None:
    """The pair of that number, the same for the same seed; None if the article allows nothing."""
    rng = random.Random(f"{seed}:{number}")  # noqa: S311 - a fixed sequence, nothing secret
    pool = own if not others or rng.random() < OWN else others
    article = rng.choice(pool)
    if rng.random() < WHOLE:
        other = rng.choice([a for a in pool if a.name.split("/")[0] != article.name.split("/")[0]])
        if any("kill" in a.text[:400].lower() for a in (article, other)):
            return None  # it is one already
        return killed(article, rng) if rng.random() < 0.5 else misfiled(article, other, rng)
    draft = Draft(article, rng, rewriting=rng.random() < REWRITTEN)
    _play(draft)
    narrate(draft)
    restyle: list[Edit] = []
    if draft.rewriting:
        pass
    elif rng.random() < RESTYLED:
        restyle = typography(draft)
        set_otherwise(draft, restyle)
        draft.operations.append("typography")
    elif rng.random() < RESTYLED:
        restyle = [e for e in house_style(draft) if draft.free((e.start, e.end))]
        styled(draft, restyle)
        draft.operations.append("house_style")
    if not draft.operations:
        return None
    consequences(draft)
    terms(draft)
    made = finish(draft, restyle)
    if not (ONE_WAY | UNSWAPPED).intersection(draft.operations) and rng.random() < SWAPPED:
        made = made.swapped()
    return undeclared(made)


def _play(draft: Draft) -> None:
    """Do operations of one sort, in an order of chance."""
    rng = draft.rng
    table, silent = (REWRITES, STYLE) if draft.rewriting else (OPERATIONS, QUIET)
    quiet = rng.random() < QUIET_ONLY
    names = [n for n in table if n in silent or not quiet]
    weights = [table[n][1] for n in names]
    wanted = rng.randrange(1, 1 + (MOST_REWRITES if draft.rewriting else MOST))
    for _ in range(12 * wanted):
        if len(draft.operations) >= wanted:
            break
        (name,) = rng.choices(names, weights)
        if table[name][0](draft):
            draft.operations.append(name)
