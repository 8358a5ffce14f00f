"""Every path along which association runs, shortest first.

Most paths of a diagram are blocked, and there can be exponentially many of them. So
paths are grown step by step, and only while what they have so far is open and an open way
to the other side remains. How long that way is at least is known beforehand, from one
search backwards, and the path that promises to be shortest is grown next.

The promise may be broken, because the open way may lead through where the path has been
already. So the work is bounded: after a number of steps the search gives up and says so.

Source: Hart, Nilsson and Raphael (1968), A formal basis for the heuristic determination
of minimum cost paths; the steps are those of Shachter's (1998) Bayes-Ball.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from causalkit.graph.conditioning import Conditioning
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed
from causalkit.graph.path import Path

Arrival = tuple[int, bool]
"""A numbered variable, and whether it is entered along an arrow into it."""

MOST_STEPS = 20_000


@dataclass(frozen=True)
class OpenPaths:
    """Open paths between two sets of variables.

    Parameters
    ----------
    paths : tuple of Path
        Shorter ones first.
    complete : bool
        Whether these are all; False where the listing was capped or the search given up.
    """

    paths: tuple[Path, ...]
    complete: bool


def open_paths(
    diagram: Diagram,
    a: Iterable[str],
    b: Iterable[str],
    given: Iterable[str] = (),
    *,
    limit: int = 20,
) -> OpenPaths:
    """Return the open paths from one set of variables to another.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    a, b : iterable of str
        Two sets of variables, without an element in common.
    given : iterable of str, optional
        The variables adjusted for, none of them in ``a`` or ``b``. Selected variables
        are always held fixed too.
    limit : int, optional
        At most so many paths.

    Returns
    -------
    OpenPaths
        Paths with no variable of either set in between. Of paths of one length, the
        order is that of the diagram's variables.

    Raises
    ------
    DiagramError
        If there is no such variable.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("age", "pain"), ("age", "x")])
    >>> [str(path) for path in open_paths(diagram, ["x"], ["y"]).paths]
    ['x ← pain → y', 'x ← age → pain → y']
    """
    graph, conditioning = diagram.indexed, Conditioning(diagram, given)
    left, right = (set(graph.numbers(diagram.ordered(side))) for side in (a, b))
    search = _Search(graph, left, right, conditioning.numbers)
    found: list[tuple[int, ...]] = []
    for nodes in search.paths():
        if len(found) == limit:
            return OpenPaths(_named(diagram, found), complete=False)
        found.append(nodes)
    return OpenPaths(_named(diagram, found), complete=not search.given_up)


def _named(diagram: Diagram, found: list[tuple[int, ...]]) -> tuple[Path, ...]:
    return tuple(Path.through(diagram, (diagram.nodes[n] for n in nodes)) for nodes in found)


class _Search:
    """One search for open paths, which remembers whether it was given up."""

    def __init__(
        self, graph: Indexed, left: set[int], right: set[int], fixed: Collection[int]
    ) -> None:
        self.graph, self.fixed = graph, fixed
        self.starts, self.ends = left.difference(fixed), right.difference(fixed)
        self.walls = (left | right) - self.ends
        self.opened = graph.ancestors(fixed)
        self.remaining = self._remaining()
        self.given_up = False

    def paths(self) -> Iterator[tuple[int, ...]]:
        """Yield the numbered variables along each path."""
        grown: list[tuple[int, tuple[int, ...], bool]] = [
            (self.remaining[start, False], (start,), False)
            for start in sorted(self.starts)
            if (start, False) in self.remaining
        ]
        heapq.heapify(grown)
        for _ in range(MOST_STEPS):
            if not grown:
                return
            _, nodes, downwards = heapq.heappop(grown)
            if nodes[-1] in self.ends:
                yield nodes
                continue
            for step, into in self._onwards(nodes[-1], downwards):
                possible = (step, into) in self.remaining and step not in self.walls
                if possible and step not in nodes:
                    length = len(nodes) + self.remaining[step, into]
                    heapq.heappush(grown, (length, (*nodes, step), into))
        self.given_up = True

    def _onwards(self, node: int, downwards: bool) -> Iterator[Arrival]:
        if node not in self.fixed:
            yield from ((child, True) for child in self.graph.children[node])
        if node in self.opened if downwards else node not in self.fixed:
            yield from ((parent, False) for parent in self.graph.parents[node])

    def _remaining(self) -> dict[Arrival, int]:
        """Return how many steps remain at least, wherever an open way to an end remains."""
        steps = {(end, downwards): 0 for end in sorted(self.ends) for downwards in (True, False)}
        waiting = deque(steps)
        while waiting:
            reached = waiting.popleft()
            for before in self._before(reached):
                if before not in steps and before[0] not in self.ends:
                    steps[before] = steps[reached] + 1
                    if before[0] not in self.walls:
                        waiting.append(before)
        return steps

    def _before(self, arrival: Arrival) -> Iterator[Arrival]:
        """Yield from where one can have come: the steps onwards, taken backwards."""
        node, downwards = arrival
        if downwards:
            for parent in self.graph.parents[node]:
                if parent not in self.fixed:
                    yield parent, True
                    yield parent, False
            return
        for child in self.graph.children[node]:
            if child in self.opened:
                yield child, True
            if child not in self.fixed:
                yield child, False
