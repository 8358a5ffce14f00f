"""Which variables can stand between exposure and outcome: minimal separators.

Once everything that matters has been drawn as an undirected graph, to block all
biasing paths is to cut two vertices apart. A *separator* is a set of vertices whose
removal does that; it is *minimal* when no vertex of it could stay. There can be
exponentially many minimal separators, but each can be found from another one in a
few steps: put one of its vertices on the near side, and look for the separator that
lies closest behind. So they are yielded one by one, and the wait for the next is
always polynomial.

Vertices are the bits of an integer, so a set of vertices is one number and sets are
joined and cut by single machine operations.

Source: Shen and Liang (1997), Efficient enumeration of all minimal separators in a
graph; Berry, Bordat and Cogis (2000), Generating all the minimal separators of a
graph.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

NEAR, FAR = 0, 1
"""The two vertices to separate are always the first two."""


def vertices(members: int) -> Iterator[int]:
    """Yield the vertices of a set, lowest first.

    Parameters
    ----------
    members : int
        A set of vertices, one bit each.

    Yields
    ------
    int

    Examples
    --------
    >>> list(vertices(0b1010))
    [1, 3]
    """
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def neighbourhood(neighbours: Sequence[int], members: int) -> int:
    """Return the vertices outside a set that touch it.

    Parameters
    ----------
    neighbours : sequence of int
        For each vertex, the set of those it touches.
    members : int
        A set of vertices.

    Returns
    -------
    int

    Examples
    --------
    >>> neighbourhood([0b100, 0b100, 0b011], 0b001)
    4
    """
    reached = 0
    for vertex in vertices(members):
        reached |= neighbours[vertex]
    return reached & ~members


def component(neighbours: Sequence[int], start: int, removed: int) -> int:
    """Return everything that can still be reached when some vertices are removed.

    Parameters
    ----------
    neighbours : sequence of int
        For each vertex, the set of those it touches.
    start : int
        The vertices from which to set out.
    removed : int
        The vertices that may not be entered.

    Returns
    -------
    int
        A set of vertices, the start among them.

    Examples
    --------
    >>> component([0b100, 0b100, 0b011], 0b001, removed=0b100)
    1
    """
    reached = frontier = start
    while frontier:
        frontier = neighbourhood(neighbours, frontier) & ~reached & ~removed
        reached |= frontier
    return reached


def minimal_separators(neighbours: Sequence[int]) -> Iterator[int]:
    """Yield every minimal separator of the first two vertices, each once.

    Parameters
    ----------
    neighbours : sequence of int
        For each vertex of an undirected graph, the set of those it touches.

    Yields
    ------
    int
        A set of vertices; nothing is yielded when the two touch, and only the empty
        set when nothing joins them.

    Notes
    -----
    Let T be a minimal separator and S one whose near side lies within that of T.
    Unless S = T, some vertex of S is on the near side of T; joined to the near side
    of S it keeps the next separator within that of T, and closer. Hence every T is
    reached from the separator nearest to the start.

    Examples
    --------
    A square with the two vertices in opposite corners has one separator, the rest:

    >>> [bin(found) for found in minimal_separators([0b1100, 0b1100, 0b0011, 0b0011])]
    ['0b1100']
    """
    waiting = deque(_closest(neighbours, 1 << NEAR))
    seen = set(waiting)
    while waiting:
        separator = waiting.popleft()
        yield separator
        near = component(neighbours, 1 << NEAR, separator)
        for vertex in vertices(separator):
            for further in _closest(neighbours, near | 1 << vertex):
                if further not in seen:
                    seen.add(further)
                    waiting.append(further)


def _closest(neighbours: Sequence[int], near: int) -> tuple[int, ...]:
    """Return the minimal separator right behind the near side, if there is one."""
    border = neighbourhood(neighbours, near)
    if (near | border) >> FAR & 1:
        return ()
    far = component(neighbours, 1 << FAR, border)
    return (neighbourhood(neighbours, far),)
