"""Finds every path between two variables without a long search between two of them.

Whoever turns wherever an arrow leads may wander for ages among variables from which
the target can no longer be reached. So no turn is taken before a way from there to
the target is known: one search backwards from the target, past the variables
already visited, answers for all turns at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator

from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Neighbours

NOWHERE = -1


def simple_paths(diagram: Diagram, source: str, target: str) -> Iterator[tuple[str, ...]]:
    """Yield the variables along each path, whichever way its arrows point.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    source, target : str
        Two different variables of it.

    Yields
    ------
    tuple of str
        From the source to the target, no variable twice; a shortest path first.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> list(simple_paths(diagram, "kratom", "phq9"))
    [('kratom', 'phq9'), ('kratom', 'pain', 'phq9')]
    """
    graph = diagram.indexed
    first, last = graph.numbers((source, target))
    neighbours = [
        [*below, *above] for below, above in zip(graph.children, graph.parents, strict=True)
    ]
    for found in _simple_paths(neighbours, first, last):
        yield tuple(graph.names[number] for number in found)


def _simple_paths(neighbours: Neighbours, source: int, target: int) -> Iterator[tuple[int, ...]]:
    visited: dict[int, None] = {}
    towards = _towards(neighbours, target, visited)
    if source not in towards:
        return
    visited[source] = None
    branches = [_turns(neighbours, visited, source, target, towards)]
    while branches:
        step, towards = next(branches[-1], (NOWHERE, {}))
        if step == NOWHERE:
            branches.pop()
            visited.popitem()
        elif step == target:
            yield (*visited, target)
        else:
            visited[step] = None
            branches.append(_turns(neighbours, visited, step, target, towards))


def _turns(
    neighbours: Neighbours,
    visited: dict[int, None],
    node: int,
    target: int,
    towards: dict[int, int],
) -> Iterator[tuple[int, dict[int, int]]]:
    """Yield each next step from which the target can be reached, and the way from there."""
    yield towards[node], towards
    others = [step for step in neighbours[node] if step != towards[node] and step not in visited]
    if others:
        way = _towards(neighbours, target, visited)
        yield from ((step, way) for step in others if step in way)


def _towards(neighbours: Neighbours, target: int, avoided: Container[int]) -> dict[int, int]:
    """Return, for everything joined to the target, the next step of a shortest way there."""
    step_from, waiting = {target: target}, deque([target])
    while waiting:
        reached = waiting.popleft()
        for node in neighbours[reached]:
            if node not in step_from and node not in avoided:
                step_from[node] = reached
                waiting.append(node)
    return step_from
