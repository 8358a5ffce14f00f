"""Follows arrows: who is next to whom, what can be reached, and in which order.

Everything here takes time in proportion to the variables and arrows, and none of it
calls itself, so a chain of ten thousand variables is as good as one of three.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

from causalkit.errors import DiagramError

Neighbours = Mapping[str, tuple[str, ...]]

LONGEST_CYCLE_SHOWN = 12


def adjacency(
    nodes: Iterable[str], arrows: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, ...]]:
    """Return for each variable the ends of the arrows that start there.

    Parameters
    ----------
    nodes : iterable of str
        All variables.
    arrows : iterable of (str, str)
        Start and end of each arrow.

    Returns
    -------
    dict of str to tuple of str

    Examples
    --------
    >>> adjacency("xyz", [("x", "z"), ("x", "y")])
    {'x': ('z', 'y'), 'y': (), 'z': ()}
    """
    ends_from: dict[str, list[str]] = {node: [] for node in nodes}
    for start, end in arrows:
        ends_from[start].append(end)
    return {node: tuple(ends) for node, ends in ends_from.items()}


def reachable(start: Iterable[str], neighbours: Neighbours) -> frozenset[str]:
    """Return everything that can be reached from the start, and the start.

    Parameters
    ----------
    start : iterable of str
        Where to begin.
    neighbours : mapping of str to tuple of str
        The next steps from each variable.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(reachable(["m"], {"x": ("m",), "m": ("y",), "y": ()}))
    ['m', 'y']
    """
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for neighbour in neighbours[waiting.pop()]:
            if neighbour not in reached:
                reached.add(neighbour)
                waiting.append(neighbour)
    return frozenset(reached)


def topological_order(
    position: Mapping[str, int], parents: Neighbours, children: Neighbours
) -> tuple[str, ...]:
    """Return the variables, causes before effects.

    Parameters
    ----------
    position : mapping of str to int
        Each variable's place in the listing, 0, 1, 2, …; the smaller wins a tie.
    parents, children : mapping of str to tuple of str
        Direct causes and direct effects.

    Returns
    -------
    tuple of str

    Raises
    ------
    DiagramError
        If the arrows run in a circle, which it names.

    Notes
    -----
    Kahn (1962), Topological sorting of large networks.

    Examples
    --------
    >>> topological_order({"y": 0, "x": 1}, {"x": (), "y": ("x",)}, {"x": ("y",), "y": ()})
    ('x', 'y')
    """
    nodes, missing = list(position), {node: len(parents[node]) for node in position}
    ready = [index for index, node in enumerate(nodes) if not missing[node]]
    order: list[str] = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        order.append(node)
        for child in children[node]:
            missing[child] -= 1
            if not missing[child]:
                heapq.heappush(ready, position[child])
    if len(order) < len(nodes):
        raise DiagramError(_circle([node for node in nodes if missing[node]], parents))
    return tuple(order)


def _circle(stuck: list[str], parents: Neighbours) -> str:
    """Return the sentence that names a cycle; every stuck variable has a stuck parent."""
    among = frozenset(stuck)
    backwards: dict[str, None] = {}
    node = stuck[0]
    while node not in backwards:
        backwards[node] = None
        node = next(parent for parent in parents[node] if parent in among)
    visited = list(backwards)
    cycle = visited[visited.index(node) :][::-1]
    turn = cycle.index(
        min(cycle, key={name: index for index, name in enumerate(stuck)}.__getitem__)
    )
    around = cycle[turn:] + cycle[: turn + 1]
    if len(around) > LONGEST_CYCLE_SHOWN:
        around = [*around[: LONGEST_CYCLE_SHOWN - 2], "…", around[-1]]
    return (
        f"the arrows run in a circle: {' → '.join(around)}. "
        "Nothing causes itself; remove or turn one of these arrows."
    )
