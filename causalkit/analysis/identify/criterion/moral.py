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

from causalkit.analysis.identify.criterion.separators import FAR, NEAR, region, vertices
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed


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
    graph: Indexed,
    exposure: set[int],
    outcome: set[int],
    fixed: set[int],
    candidates: Iterable[str],
) -> SeparationGraph:
    """Return the undirected graph in which to look for what blocks every path.

    Parameters
    ----------
    graph : Indexed
        The arrows whose paths are to be blocked.
    exposure, outcome : set of int
        The two ends, each one variable or more.
    fixed : set of int
        What is conditioned on in any case, none of it an end.
    candidates : iterable of str
        The variables that may be adjusted for besides.

    Returns
    -------
    SeparationGraph
        Of the candidates, the ones that can be part of a minimal set.

    Examples
    --------
    >>> graph = Indexed.of(("x", "u", "z", "y"), [("u", "x"), ("u", "z"), ("z", "y")])
    >>> separation_graph(graph, {0}, {3}, set(), ["z"])
    SeparationGraph(names=('', '', 'z'), neighbours=(4, 4, 3))
    """
    among = graph.ancestors(exposure | outcome | fixed)
    inside = among - exposure - outcome - fixed
    free = sorted(name for name in candidates if graph.position[name] in inside)
    order = graph.numbers(free)
    order += sorted(inside.difference(order))
    position = {number: index for index, number in enumerate(order, start=2)}
    position |= dict.fromkeys(exposure, NEAR) | dict.fromkeys(outcome, FAR)
    kept = (1 << 2 + len(free)) - 1
    neighbours = _joined_up(_moral(graph, among, position, 2 + len(order)), kept)
    return SeparationGraph(("", "", *free), tuple(neighbours[: 2 + len(free)]))


def named_separation_graph(
    diagram: Diagram, exposure: Iterable[str], outcome: Iterable[str], candidates: Iterable[str]
) -> SeparationGraph:
    """Return the same for variables that are named; the selected are conditioned on.

    Parameters
    ----------
    diagram : Diagram
        The diagram whose paths are to be blocked.
    exposure, outcome : iterable of str
        The two ends, each one variable or more.
    candidates : iterable of str
        The variables that may be adjusted for.

    Returns
    -------
    SeparationGraph

    Raises
    ------
    DiagramError
        If there is no such variable.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "z"), ("z", "y")], latent=["u"])
    >>> named_separation_graph(diagram, ["x"], ["y"], ["z"]).names
    ('', '', 'z')
    """
    graph = diagram.indexed
    ends = [set(graph.numbers(diagram.ordered(names))) for names in (exposure, outcome)]
    fixed = set(graph.numbers(diagram.selected)) - ends[0] - ends[1]
    free = [name for name in candidates if name not in diagram.selected]
    return separation_graph(graph, ends[0], ends[1], fixed, free)


def _moral(graph: Indexed, among: set[int], position: dict[int, int], size: int) -> list[int]:
    """Return who touches whom when families are married; what is fixed is left out."""
    touched = [0] * size
    for node in among:
        family = {position[n] for n in (node, *graph.parents[node]) if n in position}
        members = sum(1 << vertex for vertex in family)
        for vertex in family:
            touched[vertex] |= members
    return [others & ~(1 << vertex) for vertex, others in enumerate(touched)]


def _joined_up(neighbours: Sequence[int], kept: int) -> list[int]:
    """Return the graph on the kept vertices; those that touched one closed region are joined."""
    joined = [touched & kept for touched in neighbours]
    waiting = (1 << len(neighbours)) - 1 & ~kept
    while waiting:
        closed, border = region(neighbours, waiting & -waiting, waiting)
        for vertex in vertices(border):
            joined[vertex] |= border & ~(1 << vertex)
        waiting &= ~closed
    return joined
