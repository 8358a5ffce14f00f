"""Where two causes meet between exposure and outcome: the colliders.

A variable is a *collider* on a path when the path reaches it and leaves it against
arrows, ``→ c ←``. Whoever adjusts for it lets association through that was blocked. In
a large diagram nobody can look at every path; but a variable is a collider on one of
them if and only if two routes lead from two of its causes, the one to the exposure and
the other to the outcome, whichever way the arrows point, that share no variable and do
not pass it.

Most of them are seen at a glance once the variables are in an st-order (see
:mod:`~causalkit.analysis.identify.roles.st_order`): if one cause comes before the variable and
one behind it, the ways down and up will do. If all of its causes are on one side, some
way from there must get past the variable without using up the way to the end on this
side; a short search decides.

Source: Menger (1927), Zur allgemeinen Kurventheorie; the search is that of Ford and
Fulkerson (1956), Maximal flow through a network, for a flow of two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from causalkit.analysis.identify.roles.st_order import SINK, SOURCE, st_order
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def colliders(diagram: Diagram, question: Question) -> frozenset[str]:
    """Return the variables that are a collider on some path between exposure and outcome.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its marks do not matter.
    question : Question
        The effect that is asked about. A path has no exposure or outcome inside.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> diagram = Diagram.of([("x", "c"), ("y", "c"), ("c", "d"), ("x", "y"), ("x", "d")])
    >>> sorted(colliders(diagram, Question.of("x", "y")))
    ['c', 'd']
    """
    spots = _spots(diagram, question)
    ladder = _Ladder(_Side(_touching(diagram, spots)))
    between = spots.keys() - {*question.exposure, *question.outcome}
    return frozenset(
        name
        for name in between
        if ladder.joined(spots[name], {spots[p] for p in diagram.parents(name) if p in spots})
    )


def _spots(diagram: Diagram, question: Question) -> dict[str, int]:
    """Return the place in the st-order of each variable that lies on a path.

    All exposures are one vertex, and so are all outcomes: a path has no others inside.
    """
    vertex = dict.fromkeys(question.exposure, SOURCE) | dict.fromkeys(question.outcome, SINK)
    between = (name for name in diagram.nodes if name not in vertex)
    vertex |= {name: number for number, name in enumerate(between, start=2)}
    place = {number: index for index, number in enumerate(st_order(_touching(diagram, vertex)))}
    return {name: place[number] for name, number in vertex.items() if number in place}


def _touching(diagram: Diagram, vertex: Mapping[str, int]) -> list[list[int]]:
    """Return for each vertex those it touches, whichever way the arrows point."""
    neighbours: list[list[int]] = [[] for _ in range(1 + max(vertex.values()))]
    for cause, effect in diagram.edges:
        one, other = vertex.get(cause), vertex.get(effect)
        if one is not None and other is not None and one != other:
            neighbours[one].append(other)
            neighbours[other].append(one)
    return neighbours


class _Side:
    """The vertices of an st-order by their places in it, looked at from below."""

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        self.neighbours = neighbours
        self.lowest = [min(touched, default=0) for touched in neighbours]
        self.highest = [max(touched, default=0) for touched in neighbours]

    def gets_past(self, here: int, causes: set[int]) -> bool:
        """Return whether causes above a vertex can reach the top and, apart from that, below.

        The one route climbs from the highest cause. The other may meet it and push it
        aside: then it goes on from any place where the first route has been before.
        """
        first = max(causes)
        route, top = {first: first}, first
        arrived = causes - {first}
        waiting, left = deque(arrived), set[int]()
        while waiting:
            vertex = waiting.popleft()
            while top < vertex:  # The route climbs, so its lower part is enough to know.
                route[self.highest[top]] = top
                top = self.highest[top]
            for leaving in _pushed_aside(vertex, route, left) if vertex in route else (vertex,):
                if self.lowest[leaving] < here:
                    return True
                for step in self.neighbours[leaving]:
                    if step > here and step not in arrived:
                        arrived.add(step)
                        waiting.append(step)
        return False


def _pushed_aside(vertex: int, route: Mapping[int, int], left: set[int]) -> Iterator[int]:
    """Yield the places of the route before a vertex, except those yielded before."""
    while route[vertex] != vertex and route[vertex] not in left:
        vertex = route[vertex]
        left.add(vertex)
        yield vertex


class _Ladder:
    """The vertices of an st-order, looked at from both sides."""

    def __init__(self, upright: _Side) -> None:
        self.upright = upright
        self.top = len(upright.neighbours) - 1
        self.mirrored = _Side([self._turned(touched) for touched in upright.neighbours[::-1]])

    def joined(self, here: int, causes: set[int]) -> bool:
        """Return whether routes from two causes of a vertex to both ends share nothing."""
        if len(causes) < 2:
            return False
        if here < min(causes):
            return self.upright.gets_past(here, causes)
        if here > max(causes):
            return self.mirrored.gets_past(self.top - here, set(self._turned(causes)))
        return True

    def _turned(self, places: Iterable[int]) -> list[int]:
        return [self.top - place for place in places]
