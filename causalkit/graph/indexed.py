"""A diagram as numbers: the form in which arrows are followed.

Variables are counted 0, 1, 2, … in the order of the diagram, and each has the list of
its parents and that of its children. Everything that walks along arrows walks here,
because small integers in lists cost a fraction of names in mappings. All of it takes
time in proportion to the variables and arrows, and none of it calls itself, so a chain
of ten thousand variables is as good as one of three.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from causalkit.errors import DiagramError

Neighbours = Sequence[Sequence[int]]

LONGEST_CYCLE_SHOWN = 12


@dataclass(frozen=True, eq=False)
class Indexed:
    """The arrows between numbered variables.

    Parameters
    ----------
    names : tuple of str
        The name of each variable.
    position : mapping of str to int
        The number of each name.
    parents, children : sequence of sequence of int
        For each variable its direct causes and its direct effects. They are read by
        everybody and written by nobody.

    Examples
    --------
    >>> graph = Indexed.of(("x", "m", "y"), [("x", "m"), ("m", "y")])
    >>> graph.parents, sorted(graph.ancestors([1]))
    ([[], [0], [1]], [0, 1])
    """

    names: tuple[str, ...]
    position: Mapping[str, int]
    parents: Neighbours
    children: Neighbours

    @classmethod
    def of(cls, names: tuple[str, ...], edges: Iterable[tuple[str, str]]) -> Indexed:
        """Return the graph of named arrows between known variables.

        Parameters
        ----------
        names : tuple of str
            All variables.
        edges : iterable of (str, str)
            Cause and effect of each arrow.

        Returns
        -------
        Indexed
        """
        position = {name: index for index, name in enumerate(names)}
        parents: list[list[int]] = [[] for _ in names]
        children: list[list[int]] = [[] for _ in names]
        for cause, effect in edges:
            start, end = position[cause], position[effect]
            children[start].append(end)
            parents[end].append(start)
        return cls(names, position, parents, children)

    def numbers(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of known variables, in the order in which they are named.

        Parameters
        ----------
        names : iterable of str
            Variables of the diagram.

        Returns
        -------
        list of int

        Examples
        --------
        >>> Indexed.of(("x", "y"), []).numbers(["y", "x"])
        [1, 0]
        """
        position = self.position
        return [position[name] for name in names]

    def named(self, numbers: Iterable[int]) -> tuple[str, ...]:
        """Return the names of some variables, in alphabetical order.

        Parameters
        ----------
        numbers : iterable of int
            Variables.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> Indexed.of(("y", "x"), []).named({0, 1})
        ('x', 'y')
        """
        names = self.names
        return tuple(sorted(names[number] for number in numbers))

    def ancestors(self, nodes: Iterable[int]) -> set[int]:
        """Return everything from which arrows lead to the nodes, and the nodes (An).

        Parameters
        ----------
        nodes : iterable of int
            Where to begin.

        Returns
        -------
        set of int
        """
        return reachable(nodes, self.parents)

    def descendants(self, nodes: Iterable[int]) -> set[int]:
        """Return everything to which arrows lead from the nodes, and the nodes (De).

        Parameters
        ----------
        nodes : iterable of int
            Where to begin.

        Returns
        -------
        set of int
        """
        return reachable(nodes, self.children)

    def without(self, causes: set[int], effects: set[int]) -> Indexed:
        """Return the graph without the arrows from some variables to some others.

        Parameters
        ----------
        causes, effects : set of int
            Arrows from the ones to the others are left out.

        Returns
        -------
        Indexed
            Only the lists that change are written anew.

        Examples
        --------
        >>> graph = Indexed.of(("x", "m", "y"), [("x", "m"), ("x", "y"), ("m", "y")])
        >>> graph.without({0}, {2}).parents
        [[], [0], [1]]
        """
        parents, children = list(self.parents), list(self.children)
        for cause in causes:
            children[cause] = [end for end in children[cause] if end not in effects]
        for effect in effects:
            parents[effect] = [start for start in parents[effect] if start not in causes]
        return Indexed(self.names, self.position, parents, children)

    def topological_order(self) -> list[int]:
        """Return the variables, causes before effects; the one listed first wins a tie.

        Returns
        -------
        list of int

        Raises
        ------
        DiagramError
            If the arrows run in a circle, which it names.

        Notes
        -----
        Kahn (1962), Topological sorting of large networks.

        Examples
        --------
        >>> Indexed.of(("y", "x"), [("x", "y")]).topological_order()
        [1, 0]
        """
        missing = [len(causes) for causes in self.parents]
        ready = [node for node, causes in enumerate(missing) if not causes]
        order: list[int] = []
        while ready:
            node = heapq.heappop(ready)
            order.append(node)
            for child in self.children[node]:
                missing[child] -= 1
                if not missing[child]:
                    heapq.heappush(ready, child)
        if len(order) < len(missing):
            raise DiagramError(self._circle([node for node, left in enumerate(missing) if left]))
        return order

    def _circle(self, stuck: list[int]) -> str:
        """Return the sentence that names a cycle; every stuck variable has a stuck parent."""
        among = frozenset(stuck)
        backwards: dict[int, None] = {}
        node = stuck[0]
        while node not in backwards:
            backwards[node] = None
            node = next(parent for parent in self.parents[node] if parent in among)
        visited = list(backwards)
        cycle = visited[visited.index(node) :][::-1]
        turn = cycle.index(min(cycle))
        around = [self.names[node] for node in cycle[turn:] + cycle[: turn + 1]]
        if len(around) > LONGEST_CYCLE_SHOWN:
            around = [*around[: LONGEST_CYCLE_SHOWN - 2], "…", around[-1]]
        return (
            f"the arrows run in a circle: {' → '.join(around)}. "
            "Nothing causes itself; remove or turn one of these arrows."
        )


def reachable(
    start: Iterable[int], neighbours: Neighbours, walls: Collection[int] = ()
) -> set[int]:
    """Return everything that can be reached from the start, and the start.

    Parameters
    ----------
    start : iterable of int
        Where to begin.
    neighbours : sequence of sequence of int
        The next steps from each variable.
    walls : collection of int, optional
        Variables that are never entered, nor counted where one begins at them.

    Returns
    -------
    set of int

    Examples
    --------
    >>> sorted(reachable([1], [[1], [2], []])), reachable([0], [[1], [2], []], walls=[0, 2])
    ([1, 2], {1})
    """
    waiting = list(start)
    reached = {*waiting, *walls}
    while waiting:
        for neighbour in neighbours[waiting.pop()]:
            if neighbour not in reached:
                reached.add(neighbour)
                waiting.append(neighbour)
    return reached.difference(walls)


def directed_path(
    children: Neighbours, start: Iterable[int], end: Collection[int], walls: Collection[int] = ()
) -> tuple[int, ...]:
    """Return the variables along a shortest way from one set to another.

    Parameters
    ----------
    children : sequence of sequence of int
        The next steps from each variable.
    start, end : collection of int
        Where to begin, and where to arrive; some way must exist.
    walls : collection of int, optional
        Variables that are never entered.

    Returns
    -------
    tuple of int
        A single variable where the two sets meet.

    Raises
    ------
    DiagramError
        If there is no such way.

    Examples
    --------
    >>> directed_path([[1, 2], [2], []], [0], [2])
    (0, 2)
    """
    came_from = {number: number for number in sorted(start)}
    waiting = deque(came_from)
    while waiting:
        node = waiting.popleft()
        if node in end:
            return _traced(node, came_from)
        for child in children[node]:
            if child not in came_from and child not in walls:
                came_from[child] = node
                waiting.append(child)
    raise DiagramError("no arrows lead from the one to the other")


def _traced(node: int, came_from: Mapping[int, int]) -> tuple[int, ...]:
    way = [node]
    while came_from[way[-1]] != way[-1]:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))
