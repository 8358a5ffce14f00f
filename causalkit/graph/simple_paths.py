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
    visited: dict[str, None] = {}
    towards = _towards(diagram, target, visited)
    if source not in towards:
        return
    visited[source] = None
    branches = [_turns(diagram, visited, source, target, towards)]
    while branches:
        step, towards = next(branches[-1], ("", {}))
        if not step:
            branches.pop()
            visited.popitem()
        elif step == target:
            yield (*visited, target)
        else:
            visited[step] = None
            branches.append(_turns(diagram, visited, step, target, towards))


def _turns(
    diagram: Diagram, visited: dict[str, None], node: str, target: str, towards: dict[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each next step from which the target can be reached, and the way from there."""
    yield towards[node], towards
    others = [
        step for step in _neighbours(diagram, node) if step != towards[node] and step not in visited
    ]
    if others:
        way = _towards(diagram, target, visited)
        yield from ((step, way) for step in others if step in way)


def _towards(diagram: Diagram, target: str, avoided: Container[str]) -> dict[str, str]:
    """Return, for everything joined to the target, the next step of a shortest way there."""
    step_from, waiting = {target: target}, deque([target])
    while waiting:
        reached = waiting.popleft()
        for node in _neighbours(diagram, reached):
            if node not in step_from and node not in avoided:
                step_from[node] = reached
                waiting.append(node)
    return step_from


def _neighbours(diagram: Diagram, node: str) -> tuple[str, ...]:
    return diagram.children(node) + diagram.parents(node)
