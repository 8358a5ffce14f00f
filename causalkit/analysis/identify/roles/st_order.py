"""Every vertex between two others, put in order.

Which vertices of an undirected graph lie on a path from s to t that visits nothing
twice? Those that stay in one piece with the edge s–t, if it is drawn, whichever vertex
is removed: the *biconnected block* of that edge. Its vertices can be numbered from s to
t so that each one in between has a neighbour before it and a neighbour after it. Going
down from neighbour to neighbour then leads to s, and going up leads to t, and the two
ways cannot meet.

Source: Tarjan (1986), Two streamlined depth-first search algorithms, after Even and
Tarjan (1976), Computing an st-numbering.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SOURCE, SINK = 0, 1
"""The two ends are always the first two vertices."""


def st_order(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Return the vertices on simple paths between the first two, in an st-order.

    Parameters
    ----------
    neighbours : sequence of sequence of int
        For each vertex of an undirected graph, those it touches.

    Returns
    -------
    list of int
        The first two vertices are its ends. All others have a neighbour before and one
        behind them. If nothing joins the two, they are alone.

    Examples
    --------
    A square 0–2–1–3 with the two ends in opposite corners, and a tail 3–4:

    >>> st_order([[2, 3], [2, 3], [0, 1], [0, 1, 4], [3]])
    [0, 2, 3, 1]
    """
    search = _searched(neighbours)
    after, before = {SOURCE: SINK}, {SINK: SOURCE}
    low_side = {SOURCE}
    for vertex in _block(search):
        parent = search.parent[vertex]
        if search.lowest[vertex] in low_side:
            left, right = before[parent], parent
            low_side.discard(parent)
        else:
            left, right = parent, after[parent]
            low_side.add(parent)
        after[left] = before[right] = vertex
        before[vertex], after[vertex] = left, right
    return _followed(after)


def _followed(after: dict[int, int]) -> list[int]:
    order = [SOURCE]
    while order[-1] != SINK:
        order.append(after[order[-1]])
    return order


@dataclass(frozen=True)
class _Search:
    """A depth-first search that goes from the source to the sink first."""

    number: dict[int, int] = field(default_factory=lambda: {SOURCE: 0, SINK: 1})
    parent: dict[int, int] = field(default_factory=lambda: {SOURCE: SOURCE, SINK: SOURCE})
    lowest: dict[int, int] = field(default_factory=lambda: {SOURCE: SOURCE, SINK: SOURCE})

    def earlier(self, one: int, other: int) -> bool:
        return self.number[one] < self.number[other]

    def lower(self, vertex: int, reached: int) -> None:
        if self.earlier(reached, self.lowest[vertex]):
            self.lowest[vertex] = reached

    def enter(self, vertex: int, parent: int) -> None:
        self.number[vertex] = len(self.number)
        self.parent[vertex] = self.lowest[vertex] = parent


def _searched(neighbours: Sequence[Sequence[int]]) -> _Search:
    search = _Search()
    branches = [(SINK, iter(neighbours[SINK]))]
    while branches:
        vertex, steps = branches[-1]
        for step in steps:
            if step not in search.number:
                search.enter(step, vertex)
                branches.append((step, iter(neighbours[step])))
                break
            search.lower(vertex, step)
        else:
            branches.pop()
            search.lower(search.parent[vertex], search.lowest[vertex])
    return search


def _block(search: _Search) -> Iterator[int]:
    """Yield the inner vertices of the block of source and sink, in the order of the search."""
    block = {SOURCE, SINK}
    for vertex in list(search.number)[2:]:
        parent = search.parent[vertex]
        if parent in block and search.earlier(search.lowest[vertex], parent):
            block.add(vertex)
            yield vertex
