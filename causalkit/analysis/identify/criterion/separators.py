"""Which variables can stand between exposure and outcome: minimal separators.

Once everything that matters has been drawn as an undirected graph, to block all
biasing paths is to cut two vertices apart. A *separator* is a set of vertices whose
removal does that; it is *minimal* when no vertex of it could stay. There can be
exponentially many minimal separators, but each is found from one that lies nearer to the
start: move a vertex of it to the near side, and take the separator right behind. So they
are yielded one by one, those near the start first.

Vertices are the bits of an integer, so a set of vertices is one number and sets are
joined and cut by single machine operations.

Source: Takata (2010), Space-optimal, backtracking algorithms to list the minimal vertex
separators of a graph; Berry, Bordat and Cogis (2000), Generating all the minimal
separators of a graph; Shen and Liang (1997), Efficient enumeration of all minimal
separators in a graph.
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


def region(neighbours: Sequence[int], start: int, allowed: int) -> tuple[int, int]:
    """Return everything that can be reached inside a set, and what that touches outside.

    Parameters
    ----------
    neighbours : sequence of int
        For each vertex, the set of those it touches.
    start : int
        The vertices from which to set out.
    allowed : int
        The vertices that may be entered.

    Returns
    -------
    reached, border : int
        Two sets of vertices, the start among the reached ones.

    Examples
    --------
    >>> region([0b100, 0b100, 0b011], 0b001, allowed=0b011)
    (1, 4)
    """
    reached = frontier = start
    touched = 0
    while frontier:
        while frontier:
            # The highest vertex first: the number that remains gets ever shorter.
            vertex = frontier.bit_length() - 1
            touched |= neighbours[vertex]
            frontier ^= 1 << vertex
        frontier = touched & allowed & ~reached
        reached |= frontier
    return reached, touched & ~reached


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
    Let T be a minimal separator and S one whose near side lies within that of T. Unless
    S = T, some vertices of S are on the near side of T, and the others belong to T. Let v
    be the first of the former. Move it, and keep those before it where they are: what is
    found still has its near side within that of T. If one before v were moved instead, T
    could no longer be reached, since it holds that one; nor if one after v were moved,
    since then v would be kept, which T does not hold. So from the separator nearest to
    the start there is one way to T, and only one.

    What is found is yielded at once, and expanded in turn. One expansion takes polynomial
    time, so k separators take at most k times as much.

    Examples
    --------
    A square with the two vertices in opposite corners has one separator, the rest:

    >>> [bin(found) for found in minimal_separators([0b1100, 0b1100, 0b0011, 0b0011])]
    ['0b1100']
    """
    if neighbours[NEAR] >> FAR & 1:
        return
    # 1. The separator nearest to the start.
    everything = (1 << len(neighbours)) - 1
    far, first = region(neighbours, 1 << FAR, everything & ~(neighbours[NEAR] | 1 << NEAR))
    yield first
    # 2. Of each, its far side and those of its vertices that have to stay.
    waiting = deque([(far, first, first & neighbours[FAR])])
    while waiting:
        far, separator, staying = waiting.popleft()
        # 3. Move each of the others to the near side; those that were moved before stay.
        for vertex in vertices(separator & ~staying):
            beyond, found = region(neighbours, 1 << FAR, far & ~neighbours[vertex])
            if not staying & ~found:
                yield found
                waiting.append((beyond, found, staying | found & neighbours[FAR]))
            staying |= 1 << vertex
