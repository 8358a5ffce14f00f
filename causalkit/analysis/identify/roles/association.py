"""What is related to a variable: everything that an open path leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from causalkit.graph.conditioning import Conditioning
from causalkit.graph.diagram import Diagram

Arrival = tuple[str, bool]
"""A variable, and whether the ball reached it along an arrow into it."""


def associated(diagram: Diagram, names: Iterable[str]) -> frozenset[str]:
    """Return the variables that are not d-separated from some others.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its selected variables are held fixed.
    names : iterable of str
        Variables of the diagram.

    Returns
    -------
    frozenset of str
        Those named among them, and none that is held fixed.

    Notes
    -----
    Shachter (1998), Bayes-Ball.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "c"), ("y", "c"), ("c", "d"), ("x", "z")])
    >>> sorted(associated(diagram, ["x"]))
    ['c', 'd', 'x', 'z']
    """
    conditioning = Conditioning(diagram)
    arrived = {(name, False) for name in names if not conditioning.fixes(name)}
    waiting = list(arrived)
    while waiting:
        for step in _rolls_on(waiting.pop(), conditioning):
            if step not in arrived:
                arrived.add(step)
                waiting.append(step)
    return frozenset(name for name, _ in arrived) - conditioning.variables


def _rolls_on(arrival: Arrival, conditioning: Conditioning) -> Iterator[Arrival]:
    """Yield where the ball goes next: the open triples around a variable."""
    name, downwards = arrival
    if not conditioning.fixes(name):
        yield from ((child, True) for child in conditioning.diagram.children(name))
    turns_up = name in conditioning.fixed_descendant if downwards else not conditioning.fixes(name)
    if turns_up:
        yield from ((parent, False) for parent in conditioning.diagram.parents(name))
