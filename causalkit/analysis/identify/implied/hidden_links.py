"""What cannot be separated by anything measured: links through hidden variables.

Along ``x ← u → y`` with u hidden there is nothing to adjust for. A path may also pass a
collider and still be open whatever is adjusted for: if people were selected on it, or
if it causes one of the two ends, so that leaving it alone leaves a causal path open
and adjusting for it opens this one. Such a path is called *inducing*. Whoever looks for
a set that separates a pair may give up at once when there is one, and a single search
from one end finds many.

Source: Verma and Pearl (1990), Equivalence and synthesis of causal models; Richardson
and Spirtes (2002), Ancestral graph Markov models.
"""

from __future__ import annotations

from collections.abc import Iterator

from causalkit.graph.diagram import Diagram

Arrival = tuple[str, bool]
"""A variable, and whether it was reached along an arrow into it."""


def hidden_links(diagram: Diagram, start: str) -> frozenset[str]:
    """Return the measured variables that nothing measured can separate from the start.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    start : str
        A variable of it.

    Returns
    -------
    frozenset of str
        The ends of the paths on which everything but the colliders is hidden, while each
        collider causes the start or something selected. There may be inseparable
        variables besides: those linked by colliders that cause the other end.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "v"), ("v", "y"), ("y", "z")], latent=["u", "v"])
    >>> sorted(hidden_links(diagram, "x"))
    ['y']
    """
    passing = diagram.latent - diagram.selected
    opened = diagram.ancestors(start, *diagram.selected)
    arrived = {*_around(diagram, (start, False), passed=True, turned=True)}
    waiting = list(arrived)
    while waiting:
        node, downwards = arrival = waiting.pop()
        passed, turned = node in passing, node in (opened if downwards else passing)
        for step in _around(diagram, arrival, passed=passed, turned=turned):
            if step not in arrived:
                arrived.add(step)
                waiting.append(step)
    return frozenset(node for node, _ in arrived) - passing - diagram.selected - {start}


def _around(diagram: Diagram, arrival: Arrival, *, passed: bool, turned: bool) -> Iterator[Arrival]:
    """Yield the next steps: downwards where the variable is passed, upwards where it turns."""
    node, _ = arrival
    if passed:
        yield from ((child, True) for child in diagram.children(node))
    if turned:
        yield from ((parent, False) for parent in diagram.parents(node))
