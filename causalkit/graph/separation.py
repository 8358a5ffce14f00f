"""d-separation: what a diagram says must be independent.

Two variables are *d-separated* given a third set when every path between them is
blocked; the data must then show no association between them among people alike in
that set. If one path is open, association is to be expected, and that path is the
story behind it. There may be exponentially many paths, so nobody lists them: a ball
is rolled along the arrows instead, by the rules of the open triple, and it visits
each variable at most twice, once downwards and once upwards.

The diagram's selected variables are always held fixed, for the data contain only
people who passed; ``given`` holds what is adjusted for *besides*. A selected
variable is the same for everybody in the data, hence separated from everything.

Source: Shachter (1998), Bayes-Ball; Koller and Friedman (2009), Probabilistic
Graphical Models, algorithm 3.1.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from causalkit.errors import DiagramError
from causalkit.graph.ball import rolled
from causalkit.graph.conditioning import Conditioning
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed
from causalkit.graph.path import Path

Arrival = tuple[int, bool]
"""A numbered variable, and whether the ball reached it along an arrow into it."""


def d_separated(
    diagram: Diagram, a: Iterable[str], b: Iterable[str], given: Iterable[str] = ()
) -> bool:
    """Return whether every path between two sets of variables is blocked.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    a, b : iterable of str
        Two sets of variables, without an element in common.
    given : iterable of str, optional
        The variables adjusted for, none of them in ``a`` or ``b``. Selected variables
        are always held fixed too.

    Returns
    -------
    bool

    Raises
    ------
    DiagramError
        If there is no such variable, or the sets overlap.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
    >>> d_separated(diagram, ["kratom"], ["phq9"])
    False
    >>> d_separated(diagram, ["kratom"], ["phq9"], given=["pain"])
    True
    """
    conditioning = Conditioning(diagram, given)
    starts, ends = _sides(a, b, conditioning)
    return rolled(diagram.indexed, starts, conditioning.numbers, until=ends).isdisjoint(ends)


def open_path(
    diagram: Diagram, a: Iterable[str], b: Iterable[str], given: Iterable[str] = ()
) -> Path:
    """Return an open path between two sets: the witness that they are not separated.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    a, b : iterable of str
        Two sets of variables, without an element in common.
    given : iterable of str, optional
        The variables adjusted for, none of them in ``a`` or ``b``. Selected variables
        are always held fixed too.

    Returns
    -------
    Path
        From a variable of ``a`` to one of ``b``, with none of either in between.

    Raises
    ------
    DiagramError
        If the sets are d-separated, overlap, or name an unknown variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
    >>> print(open_path(diagram, ["kratom"], ["phq9"]))
    kratom ← pain → phq9
    """
    conditioning = Conditioning(diagram, given)
    starts, ends = _sides(a, b, conditioning)
    walk = _open_walk(diagram.indexed, starts, ends, conditioning.numbers)
    if not walk:
        raise DiagramError(_separated_message(diagram.ordered(a), diagram.ordered(b), conditioning))
    nodes = _without_loops(walk)
    first = max(index for index, node in enumerate(nodes) if node in starts)
    last = next(index for index, node in enumerate(nodes) if index > first and node in ends)
    return Path.through(diagram, (diagram.nodes[node] for node in nodes[first : last + 1]))


def _sides(
    a: Iterable[str], b: Iterable[str], conditioning: Conditioning
) -> tuple[list[int], set[int]]:
    """Return the variables of either side that vary in the data."""
    diagram = conditioning.diagram
    starts, ends = diagram.ordered(a), diagram.ordered(b)
    for node in starts:
        if node in ends:
            raise DiagramError(f"{node} is on both sides: nothing is independent of itself")
    for node in (*starts, *ends):
        if node in conditioning.given:
            raise DiagramError(f"{node} is adjusted for, so ask about other variables")
    numbers = diagram.indexed.numbers
    varying = numbers(node for node in starts if not conditioning.fixes(node))
    return varying, set(numbers(ends)) - conditioning.numbers


def _open_walk(graph: Indexed, starts: list[int], ends: set[int], fixed: set[int]) -> list[int]:
    """Return the variables along a shortest open walk, none if the sides are separated."""
    opened = graph.ancestors(fixed)
    # The ball starts as if it had come from below: it may leave in every direction.
    came_from: dict[Arrival, Arrival | None] = {(node, False): None for node in starts}
    waiting = deque(came_from)
    while waiting:
        arrival = waiting.popleft()
        node, downwards = arrival
        if node in ends:
            return _traced(arrival, came_from)
        steps: list[Arrival] = []
        if node not in fixed:
            steps += [(child, True) for child in graph.children[node]]
        if node in opened if downwards else node not in fixed:
            steps += [(parent, False) for parent in graph.parents[node]]
        for step in steps:
            if step not in came_from:
                came_from[step] = arrival
                waiting.append(step)
    return []


def _traced(arrival: Arrival | None, came_from: dict[Arrival, Arrival | None]) -> list[int]:
    walk: list[int] = []
    while arrival is not None:
        walk.append(arrival[0])
        arrival = came_from[arrival]
    return walk[::-1]


def _without_loops(walk: list[int]) -> list[int]:
    """Return the walk with each round trip cut out; an open walk stays open.

    Where a walk returns to v, let p be the variable before its first and q the one
    after its last visit. If v is held fixed it was a collider both times, so it is
    one between p and q. If it is not, only p → v ← q could be blocked. Either v was
    an open collider already, or the round trip left v downwards and came back from
    below, hence turned at an open collider that v causes: what is held fixed there
    descends from v too.
    """
    last = {node: index for index, node in enumerate(walk)}
    nodes, index = [], 0
    while index < len(walk):
        nodes.append(walk[index])
        index = last[walk[index]] + 1
    return nodes


def _separated_message(a: tuple[str, ...], b: tuple[str, ...], conditioning: Conditioning) -> str:
    fixed = conditioning.diagram.ordered(conditioning.variables)
    condition = f" given {', '.join(fixed)}" if fixed else ""
    return f"{', '.join(a)} and {', '.join(b)} are d-separated{condition}: no path is open"
