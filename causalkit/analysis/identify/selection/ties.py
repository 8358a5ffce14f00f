"""What ties two variables together so that nothing measured can come between them.

Two variables are *neighbours* if one causes the other, or both have a common cause, by
ways on which nothing but hidden variables lie. Whatever is adjusted for, association
passes between them: no measured variable stands on the way. Of a variable and its
missingness, or of an outcome and selection, that is the end of many hopes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path


def directly_causes(diagram: Diagram, cause: str, effect: str) -> bool:
    """Return whether arrows lead from one variable to another by hidden variables only.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    cause, effect : str
        Two variables.

    Returns
    -------
    bool

    Examples
    --------
    >>> diagram = Diagram.of([("x", "u"), ("u", "y")], latent=["u"])
    >>> directly_causes(diagram, "x", "y"), directly_causes(diagram, "y", "x")
    (True, False)
    """
    return cause != effect and effect in _hidden_ways(diagram, cause, diagram.children)


def are_neighbours(diagram: Diagram, one: str, other: str) -> bool:
    """Return whether nothing measured can come between two variables.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    one, other : str
        Two variables.

    Returns
    -------
    bool

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "y"), ("x", "z")], latent=["u"])
    >>> are_neighbours(diagram, "x", "y"), are_neighbours(diagram, "y", "z")
    (True, False)
    """
    return one != other and bool(_way(diagram, one, other))


def neighbourly_path(diagram: Diagram, one: str, other: str) -> Path:
    """Return a shortest way by which two variables are neighbours.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    one, other : str
        Two variables that are neighbours.

    Returns
    -------
    Path

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "y")], latent=["u"])
    >>> print(neighbourly_path(diagram, "x", "y"))
    x ← u → y
    """
    return Path.through(diagram, _way(diagram, one, other))


def _way(diagram: Diagram, one: str, other: str) -> list[str]:
    """Return the variables along a shortest such way; none if the two are no neighbours."""
    up, down = (_hidden_ways(diagram, end, diagram.parents) for end in (one, other))
    tops = [
        node
        for node in diagram.nodes
        if node in up and node in down and (node in diagram.latent or node in (one, other))
    ]
    if not tops:
        return []
    length = _lengths(up), _lengths(down)
    top = min(tops, key=lambda node: length[0][node] + length[1][node])
    return _along(up, top)[::-1] + _along(down, top)[1:]


def _hidden_ways(
    diagram: Diagram, start: str, steps: Callable[[str], tuple[str, ...]]
) -> dict[str, str]:
    """Return what is reached by hidden variables only, each with the step before it."""
    before, waiting = {start: start}, deque([start])
    while waiting:
        node = waiting.popleft()
        if node == start or node in diagram.latent:
            for step in steps(node):
                if step not in before:
                    before[step] = node
                    waiting.append(step)
    return before


def _lengths(before: dict[str, str]) -> dict[str, int]:
    """Return how many steps away each variable is; it was reached after the one before it."""
    lengths: dict[str, int] = {}
    for node, previous in before.items():
        lengths[node] = 0 if node == previous else lengths[previous] + 1
    return lengths


def _along(before: dict[str, str], node: str) -> list[str]:
    """Return the way back from a variable to the start."""
    way = [node]
    while before[way[-1]] != way[-1]:
        way.append(before[way[-1]])
    return way
