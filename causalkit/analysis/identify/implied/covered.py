"""Turning arrows that nobody can see turn: all diagrams of an equivalence class.

An arrow ``x → y`` is *covered* when y has the parents of x, and x, and no others. Seen
from outside, the two then stand in the same place, so to turn the arrow round changes
no independence and makes no circle. And between any two equivalent diagrams there is a
way of turning covered arrows one by one. So the class is found by starting from one
member and turning whatever can be turned, again and again.

Source: Chickering (1995), A transformational characterization of equivalent Bayesian
network structures, theorem 2.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from causalkit.graph.diagram import Diagram


def equivalent_diagrams(diagram: Diagram) -> Iterator[Diagram]:
    """Yield every diagram that implies the same independences, each once.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram; its hidden variables are taken as measured.

    Yields
    ------
    Diagram
        The diagram itself, then those that differ in one arrow, and so on, with the same
        nodes and marks. The wait for the next is polynomial; what was found is remembered.

    Examples
    --------
    >>> [member.edges for member in equivalent_diagrams(Diagram.of([("x", "y")]))]
    [(('x', 'y'),), (('y', 'x'),)]
    """
    # Which arrows of the first diagram are turned round, one bit each.
    waiting, seen = deque([0]), {0}
    while waiting:
        turned = waiting.popleft()
        member = _turned(diagram, turned)
        yield member
        for index in _covered(member):
            further = turned ^ 1 << index
            if further not in seen:
                seen.add(further)
                waiting.append(further)


def _turned(diagram: Diagram, turned: int) -> Diagram:
    edges = (
        (effect, cause) if turned >> index & 1 else (cause, effect)
        for index, (cause, effect) in enumerate(diagram.edges)
    )
    return Diagram(diagram.nodes, tuple(edges), diagram.latent, diagram.selected)


def _covered(diagram: Diagram) -> Iterator[int]:
    """Yield the place of each covered arrow in the list of arrows."""
    parents = {node: frozenset(diagram.parents(node)) for node in diagram.nodes}
    for index, (cause, effect) in enumerate(diagram.edges):
        if parents[effect] == parents[cause] | {cause}:
            yield index
