"""The smallest set of vertices that cuts two others apart."""

from __future__ import annotations

from collections.abc import Sequence

from causalkit.analysis.identify.criterion.maximum_flow import Pipes
from causalkit.analysis.identify.criterion.separators import FAR, NEAR, vertices


def smallest_separator(neighbours: Sequence[int]) -> int:
    """Return the smallest separator of the first two vertices, the earliest in a tie.

    Parameters
    ----------
    neighbours : sequence of int
        For each vertex of an undirected graph, the set of those it touches. The two
        vertices to separate must not touch.

    Returns
    -------
    int
        A set of vertices. Of several of the same size it is the one that comes first
        in a dictionary, where the vertices are the letters.

    Notes
    -----
    A minimum cut (Ford and Fulkerson 1956) of the graph in which each vertex is a pipe of
    its own. A vertex costs a little less the earlier it comes; these rebates are powers of
    two, so that they order sets like words and never add up to a vertex.

    Examples
    --------
    >>> bin(smallest_separator([0b00100, 0b01000, 0b01001, 0b00110]))
    '0b100'
    """
    size = len(neighbours)
    pipes = Pipes(2 * size)
    for vertex, touched in enumerate(neighbours):
        if vertex not in (NEAR, FAR):
            pipes.lay(vertex, size + vertex, (1 << size) - (1 << (size - 1 - vertex)))
        for other in vertices(touched):
            pipes.lay(size + vertex, other)
    near = pipes.source_side(size + NEAR, FAR)
    cut = (v for v in range(2, size) if v in near and size + v not in near)
    return sum(1 << vertex for vertex in cut)
