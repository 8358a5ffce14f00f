"""A ball that rolls from one indicator, and what it touches when much is held fixed.

d-separation asks whether a ball can roll from one side to the other. Here one question
is asked about hundreds of indicators, and nearly everything measured is held fixed. So
what is held fixed is noted once, with the colliders that this opens, and each ball rolls
only where it can: it stops at the first measured variables, and does not visit the rest
of the diagram.

Source: Shachter (1998), Bayes-Ball.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable

from causalkit.graph.diagram import Diagram

Arrival = tuple[str, bool]
"""A variable, and whether the ball reached it along an arrow into it."""


class Held:
    """The variables held fixed, and the balls that roll around them.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    fixed : iterable of str
        What is held fixed. The selected variables are, always.

    Attributes
    ----------
    steps : int
        How far all the balls have rolled so far.

    Examples
    --------
    >>> held = Held(Diagram.of([("a", "b"), ("b", "c"), ("c", "d")]), ["c"])
    >>> held.touched("a")
    ['b', 'c']
    """

    def __init__(self, diagram: Diagram, fixed: Iterable[str]) -> None:
        self.diagram = diagram
        self.steps = 0
        self._fixed: set[str] = set()
        self._opened: set[str] = set()
        for node in (*diagram.ordered(diagram.selected), *fixed):
            self.hold(node)

    def hold(self, node: str) -> None:
        """Hold one more variable fixed.

        Parameters
        ----------
        node : str
            A variable of the diagram.

        Examples
        --------
        >>> held = Held(Diagram.of([("a", "c"), ("b", "c"), ("c", "d")]), [])
        >>> held.hold("d")
        >>> held.touched("a")
        ['c', 'd', 'b']
        """
        self._fixed.add(node)
        waiting = [node]
        while waiting:
            opened = waiting.pop()
            if opened not in self._opened:
                self._opened.add(opened)
                waiting.extend(self.diagram.parents(opened))

    def stop_at(self, node: str) -> None:
        """Let one more variable stop the ball, and open no collider.

        Parameters
        ----------
        node : str
            A variable of the diagram.

        Examples
        --------
        >>> held = Held(Diagram.of([("a", "c"), ("b", "c"), ("c", "d")]), [])
        >>> held.stop_at("c")
        >>> held.touched("a")
        ['c']
        """
        self._fixed.add(node)

    def touched(self, start: str) -> list[str]:
        """Return what the ball reaches, held fixed or not, in the order in which it does.

        Parameters
        ----------
        start : str
            Where the ball starts, whether or not it is held fixed.

        Returns
        -------
        list of str

        Examples
        --------
        >>> Held(Diagram.of([("a", "c"), ("b", "c")]), ["c"]).touched("a")
        ['c', 'b']
        """
        return list(dict.fromkeys(node for node, _ in self._roll(start, ()) if node != start))

    def walk(self, start: str, ends: Collection[str]) -> list[Arrival]:
        """Return the shortest way of the ball to one of the ends, none if it reaches none.

        Parameters
        ----------
        start : str
            Where the ball starts.
        ends : collection of str
            Where it is awaited.

        Returns
        -------
        list of (str, bool)
            Each variable on the way, and whether an arrow into it led there.

        Examples
        --------
        >>> Held(Diagram.of([("a", "b"), ("c", "b")]), ["b"]).walk("a", ["c"])
        [('a', False), ('b', True), ('c', False)]
        """
        came_from = self._roll(start, ends)
        last = next(reversed(came_from))
        way: list[Arrival] = []
        step: Arrival | None = last if last[0] in ends else None
        while step is not None:
            way.append(step)
            step = came_from[step]
        return way[::-1]

    def _roll(self, start: str, ends: Collection[str]) -> dict[Arrival, Arrival | None]:
        """Return each arrival with the one before it; the last one is the first end reached."""
        came_from: dict[Arrival, Arrival | None] = {(start, False): None}
        waiting = deque(came_from)
        while waiting:
            self.steps += 1
            arrival = waiting.popleft()
            for step in self._next(arrival, first=arrival == (start, False)):
                if step not in came_from:
                    came_from[step] = arrival
                    if step[0] in ends:
                        return came_from
                    waiting.append(step)
        return came_from

    def _next(self, arrival: Arrival, *, first: bool) -> list[Arrival]:
        node, downwards = arrival
        free = first or node not in self._fixed
        steps = [(child, True) for child in self.diagram.children(node)] if free else []
        if node in self._opened if downwards else free:
            steps += [(parent, False) for parent in self.diagram.parents(node)]
        return steps
