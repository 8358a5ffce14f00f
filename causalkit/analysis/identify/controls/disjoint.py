"""Two routes that share nothing but their ends.

One route is found by searching; but it may be in the way of a second. So the second
search may run into the first route and push it aside: it goes back along it, against
its direction, to a place where the first route can turn off another way, and takes over
the rest. If even so there is no second route, then some vertex is on every route.

Source: Menger (1927), Zur allgemeinen Kurventheorie; Suurballe (1974), Disjoint paths in
a network.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

Vertex = TypeVar("Vertex", bound=Hashable)
State = tuple[Vertex, bool]
"""A vertex, and whether the second search has only just run into the first route there."""


def disjoint_routes(
    start: Vertex, end: Vertex, steps: Callable[[Vertex], Iterable[Vertex]]
) -> tuple[tuple[Vertex, ...], ...]:
    """Return routes that share nothing but start and end: two, if there are so many.

    Parameters
    ----------
    start, end : hashable
        Two different vertices.
    steps : callable
        The vertices to which one can go on from a vertex.

    Returns
    -------
    tuple of tuple of hashable
        At most two routes, each with both ends.

    Examples
    --------
    >>> steps = {"s": "ab", "a": "bt", "b": "t"}
    >>> disjoint_routes("s", "t", steps.__getitem__)
    (('s', 'a', 't'), ('s', 'b', 't'))
    """
    first = _searched((start, False), end, lambda state: ((v, False) for v in steps(state[0])))
    if not first:
        return ()
    route = tuple(vertex for vertex, _ in first)
    second = _searched((start, False), end, _steps_beside(route, steps))
    return tuple(_untangled(route, second)) if second else (route,)


def _searched(
    start: State[Vertex], end: Vertex, steps: Callable[[State[Vertex]], Iterable[State[Vertex]]]
) -> list[State[Vertex]]:
    """Return the states along a shortest route, none if there is no route."""
    came_from = {start: start}
    waiting = deque([start])
    while waiting:
        state = waiting.popleft()
        if state[0] == end:
            return _traced(state, came_from)
        for step in steps(state):
            if step not in came_from:
                came_from[step] = state
                waiting.append(step)
    return []


def _traced(
    state: State[Vertex], came_from: dict[State[Vertex], State[Vertex]]
) -> list[State[Vertex]]:
    states = [state]
    while came_from[state] != state:
        state = came_from[state]
        states.append(state)
    return states[::-1]


def _steps_beside(
    route: tuple[Vertex, ...], steps: Callable[[Vertex], Iterable[Vertex]]
) -> Callable[[State[Vertex]], Iterator[State[Vertex]]]:
    """Return the steps of a search that may push a first route aside."""
    before, after = dict(zip(route[1:], route, strict=False)), dict(pairwise(route))

    def further(state: State[Vertex]) -> Iterator[State[Vertex]]:
        vertex, run_into = state
        if vertex in before:
            yield before[vertex], False
        if not run_into:
            yield from ((v, v in after) for v in steps(vertex) if v != after.get(vertex))

    return further


def _untangled(
    route: tuple[Vertex, ...], second: list[State[Vertex]]
) -> Iterator[tuple[Vertex, ...]]:
    """Yield both routes, from the first one and from the search that pushed it aside."""
    used = dict.fromkeys(pairwise(route))
    for (vertex, _), (step, run_into) in pairwise(second):
        if (step, vertex) in used and not run_into:
            del used[step, vertex]
        else:
            used[vertex, step] = None
    start, end = route[0], route[-1]
    onwards = {vertex: step for vertex, step in used if vertex != start}
    for vertex, step in used:
        if vertex == start:
            way = [start, step]
            while way[-1] != end:
                way.append(onwards[way[-1]])
            yield tuple(way)
