"""The best one-to-one choice among candidates: a maximum-weight matching of a sparse bipartite graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from quotediff.limits import MAX_MATCHING_EDGES, MAX_ROW_EDGES

SCALE = 1_000_000
"""Weights are rounded to millionths and added as integers: the same choice on every machine."""


class Assignment(NamedTuple):
    """``partner[i]`` is the column chosen for row ``i``, or -1. ``exact``: no better choice exists."""

    partner: tuple[int, ...]
    exact: bool
    work: int


def assign(
    rows: Sequence[Mapping[int, float]], most_work: int = MAX_MATCHING_EDGES, most_search: int = MAX_ROW_EDGES
) -> Assignment:
    """Choose at most one column for each row and one row for each column, the sum of weights greatest.

    Successive shortest augmenting paths with potentials (Jonker and Volgenant's form of the Hungarian method,
    over a sparse graph with a heap). Every row has a column of its own of weight 0, "nothing", so each step
    finds a path. Linear: a search ends after ``most_search`` edges, with the shortest path so far to a free
    column; after ``most_work`` edges in all, which only rows of very many columns reach, the remaining rows
    take their best free column, heaviest first, which reaches at least half of the best sum.

    Args:
        rows: for each row its columns and their weights; only weights above 0 count.
        most_work: the bound on all searches, in edges looked at.
        most_search: the bound on one.
    """
    edges = [sorted((j, round(w * SCALE)) for j, w in row.items() if w > 0) for row in rows]
    partner = [-1] * len(rows)
    owner: dict[int, int] = {}
    v: dict[int, int] = {}
    u = [-max((w for _, w in row), default=0) for row in edges]
    work = 0
    exact = True
    for start, row in enumerate(edges):
        if not row:
            continue
        if work > most_work:
            _greedy(edges, partner, owner, start)
            return Assignment(tuple(partner), exact=False, work=work)
        seen, shortest = _augment(start, edges, partner, owner, u, v, most_search)
        work += seen
        exact = exact and shortest
    return Assignment(tuple(partner), exact=exact, work=work)


def _augment(  # noqa: C901, PLR0913, PLR0917 - one algorithm's inner loop and its state, as plain lists
    start: int,
    edges: Sequence[Sequence[tuple[int, int]]],
    partner: list[int],
    owner: dict[int, int],
    u: list[int],
    v: dict[int, int],
    most: int,
) -> tuple[int, bool]:
    """Bring row ``start`` into the matching by a shortest augmenting path, as far as one may look for it.

    Returns the edges looked at, and whether it is a shortest one. Column ``-1 - i`` is row ``i``'s "nothing".
    """
    distance: dict[int, int] = {}
    came_from: dict[int, int] = {}
    heap: list[tuple[int, int]] = []
    done: list[int] = []
    closed: set[int] = set()
    row, reached, work = start, 0, 0
    shortest = True
    while True:
        work += len(edges[row]) + 1
        own = -1 - row
        for column, cost in (*edges[row], (own, 0)):
            if column in closed:
                continue
            there = reached - cost - u[row] - v.get(column, 0)
            if there < distance.get(column, there + 1):
                distance[column] = there
                came_from[column] = row
                heappush(heap, (there, column))
        if work > most:
            shortest = False
            column = min((d, c) for c, d in distance.items() if c not in owner)[1]
            break  # of the free columns seen, which are at least the rows' own
        while True:
            reached, column = heappop(heap)
            if column not in closed:
                break
        closed.add(column)
        if column not in owner:
            break
        done.append(column)
        row = owner[column]
    u[start] += reached
    for seen in done:
        u[owner[seen]] += reached - distance[seen]
        v[seen] = v.get(seen, 0) - (reached - distance[seen])
    while True:
        row = came_from[column]
        before = partner[row]
        taken = partner_of(before, row)
        partner[row] = column if column >= 0 else -1
        owner[column] = row
        if row == start:
            break
        column = taken
    return work, shortest


def partner_of(before: int, row: int) -> int:
    """The column a matched row held: its own "nothing" if it held none."""
    return before if before >= 0 else -1 - row


def _greedy(
    edges: Sequence[Sequence[tuple[int, int]]], partner: list[int], owner: dict[int, int], first: int
) -> None:
    ranked = sorted(((-w, i, j) for i in range(first, len(edges)) for j, w in edges[i]))
    for _, row, column in ranked:
        if partner[row] < 0 and column not in owner:
            partner[row] = column
            owner[column] = row
