"""From a diagram to the undirected graph in which blocking is separating.

A set blocks every path between exposure and outcome exactly when it separates them
in the *moral graph*: the diagram on the two, on what is conditioned on and on all
their causes, with the parents of each variable married (joined by a line) and the
arrowheads left off. What is conditioned on already can be taken out. What must not be
adjusted for can be taken out too, if all that it touched is joined up instead, since a
path through it can be cut everywhere but there.

Source: Lauritzen, Dawid, Larsen and Leimer (1990), Independence properties of
directed Markov fields; van der Zander, Liśkiewicz and Textor (2019), Separators and
adjustment sets in causal graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from causalkit.analysis.identify.separators import FAR, NEAR, component, neighbourhood, vertices
from causalkit.graph.diagram import Diagram


@dataclass(frozen=True)
class SeparationGraph:
    """An undirected graph whose separators are the sets that block every path.

    Parameters
    ----------
    names : tuple of str
        The names of the vertices: two empty ones for exposure and outcome, then the
        variables that may be adjusted for, in alphabetical order.
    neighbours : tuple of int
        For each vertex, the set of those it touches, one bit each.
    """

    names: tuple[str, ...]
    neighbours: tuple[int, ...]

    def named(self, separator: int) -> tuple[str, ...]:
        """Return the names of a set of vertices.

        Parameters
        ----------
        separator : int
            A set of vertices, one bit each.

        Returns
        -------
        tuple of str
            In alphabetical order.

        Examples
        --------
        >>> SeparationGraph(("", "", "age", "pain"), (12, 12, 3, 3)).named(0b1100)
        ('age', 'pain')
        """
        return tuple(self.names[vertex] for vertex in vertices(separator))


def separation_graph(
    diagram: Diagram, exposure: Iterable[str], outcome: Iterable[str], candidates: Iterable[str]
) -> SeparationGraph:
    """Return the undirected graph in which to look for what blocks every path.

    Parameters
    ----------
    diagram : Diagram
        The diagram whose paths are to be blocked. What it marks as selected is
        conditioned on.
    exposure, outcome : iterable of str
        The two ends, each one variable or more.
    candidates : iterable of str
        The variables that may be adjusted for.

    Returns
    -------
    SeparationGraph
        Of the candidates, the ones that can be part of a minimal set.

    Raises
    ------
    DiagramError
        If there is no such variable.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "z"), ("z", "y")], latent=["u"])
    >>> separation_graph(diagram, ["x"], ["y"], ["z"])
    SeparationGraph(names=('', '', 'z'), neighbours=(4, 4, 3))
    """
    ends = (frozenset(diagram.ordered(exposure)), frozenset(diagram.ordered(outcome)))
    relevant = diagram.ancestors(*ends[0], *ends[1], *diagram.selected)
    free = sorted(relevant.intersection(candidates) - ends[0] - ends[1] - diagram.selected)
    closed = sorted(relevant - set(free) - ends[0] - ends[1] - diagram.selected)
    position = {name: index for index, name in enumerate(["", "", *free, *closed])}
    position |= dict.fromkeys(ends[0], NEAR) | dict.fromkeys(ends[1], FAR)
    kept = (1 << 2 + len(free)) - 1
    neighbours = _joined_up(_moral(diagram, relevant, position, 2 + len(free) + len(closed)), kept)
    return SeparationGraph(("", "", *free), tuple(neighbours[: 2 + len(free)]))


def _moral(
    diagram: Diagram, relevant: frozenset[str], position: dict[str, int], size: int
) -> list[int]:
    """Return who touches whom when families are married; what is conditioned on is left out."""
    neighbours = [0] * size
    for node in relevant:
        family = {position[n] for n in (node, *diagram.parents(node)) if n in position}
        for vertex in family:
            for other in family - {vertex}:
                neighbours[vertex] |= 1 << other
    return neighbours


def _joined_up(neighbours: Sequence[int], kept: int) -> list[int]:
    """Return the graph on the kept vertices; those that touched one closed region are joined."""
    joined = [touched & kept for touched in neighbours]
    waiting = (1 << len(neighbours)) - 1 & ~kept
    while waiting:
        region = component(neighbours, waiting & -waiting, kept)
        border = neighbourhood(neighbours, region)
        for vertex in vertices(border):
            joined[vertex] |= border & ~(1 << vertex)
        waiting &= ~region
    return joined
