"""Paths that bias, looked at from a variable on them.

What adjusting for a variable does, it does to paths. It *blocks* each open path on
which the variable is the middle of a chain or fork, and it *opens* paths on which the
variable, or a cause of it, is a collider. To find such a path is to find two routes
from the variable that share nothing, one to an exposure and one to an outcome, both of
them open.

A route is followed like the ball of d-separation, and it may visit no variable twice.
Among the causes of what is held fixed it may turn anywhere, so there each variable is
one vertex. Elsewhere a route leads upwards and then downwards and never turns up again,
so a variable that was reached from below is told from the same one reached from above;
two routes cannot meet there all the same, since what lies above their start does not
lie below it.

Source: van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment sets in
causal graphs, for the proper back-door graph; Shachter (1998), Bayes-Ball.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Literal

from causalkit.analysis.identify.controls.disjoint import disjoint_routes
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.graph.conditioning import Conditioning
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.separation import d_separated, open_path

Vertex = tuple[str, Literal["start", "parents", "up", "down", "any", "exposure", "outcome", "end"]]
"""A variable and how it was reached, or one of the turning points that have no name."""

START: Vertex = ("", "start")
PARENTS: Vertex = ("", "parents")
EXPOSURE: Vertex = ("", "exposure")
OUTCOME: Vertex = ("", "outcome")
END: Vertex = ("", "end")


@dataclass(frozen=True)
class BiasingPaths:
    """The open paths other than the effect, when some variables are adjusted for.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question. Its selected variables are held fixed.
    given : frozenset of str, optional
        The variables adjusted for.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("u", "x"), ("u", "z"), ("z", "y"), ("x", "y")])
    >>> biasing = BiasingPaths(Criterion(diagram, Question.of("x", "y")))
    >>> print(*biasing.through("z"))
    x ← u → z → y
    """

    criterion: Criterion
    given: frozenset[str] = frozenset()

    def through(self, name: str) -> Iterator[Path]:
        """Yield an open path that adjusting for a variable would block, if there is one.

        Parameters
        ----------
        name : str
            A variable that is not held fixed and that the effect does not change, neither
            exposure nor outcome.

        Yields
        ------
        Path
            From an exposure to an outcome with none of either in between; the variable
            is the middle of a chain or fork.
        """
        below = [self._reached(child, downwards=True) for child in self.diagram.children(name)]
        above = [self._reached(cause, downwards=False) for cause in self.diagram.parents(name)]
        # At a chain or fork one route at most leaves upwards.
        return self._found(name, {START: [*below, PARENTS], PARENTS: above})

    def meeting_at(self, name: str) -> Iterator[Path]:
        """Yield an open path on which a variable is a collider, if there is one.

        Parameters
        ----------
        name : str
            A variable that is held fixed or causes something that is, neither exposure
            nor outcome.

        Yields
        ------
        Path
            From an exposure to an outcome with none of either in between.
        """
        above = [self._reached(cause, downwards=False) for cause in self.diagram.parents(name)]
        return self._found(name, {START: above})

    @property
    def diagram(self) -> Diagram:
        """The diagram in which the group asked about is held fixed."""
        return self.criterion.diagram

    @cached_property
    def _conditioning(self) -> Conditioning:
        return Conditioning(self.diagram, self.given)

    def _found(self, name: str, beginning: dict[Vertex, list[Vertex]]) -> Iterator[Path]:
        routes = disjoint_routes(START, END, self._steps(name, beginning))
        if len(routes) == 2:
            one, other = sorted(routes, key=lambda route: route[-2] != EXPOSURE)
            left, right = ([node for node, _ in route if node] for route in (one, other))
            yield Path.through(self.diagram, [*reversed(left), name, *right])

    def _steps(
        self, name: str, beginning: dict[Vertex, list[Vertex]]
    ) -> Callable[[Vertex], Iterable[Vertex]]:
        question = self.criterion.question
        sides = dict.fromkeys(question.exposure, EXPOSURE) | dict.fromkeys(
            question.outcome, OUTCOME
        )

        def steps(vertex: Vertex) -> Iterable[Vertex]:
            if vertex in beginning:
                return beginning[vertex]
            if vertex in (EXPOSURE, OUTCOME):
                return (END,)
            if vertex[0] in sides:
                return (sides[vertex[0]],)
            return (step for step in self._onwards(vertex) if step[0] != name)

        return steps

    def _onwards(self, vertex: Vertex) -> Iterator[Vertex]:
        """Yield where an open route goes next."""
        node, way = vertex
        fixed = self._conditioning.fixes(node)
        if not fixed:
            yield from (
                self._reached(child, downwards=True) for child in self.diagram.children(node)
            )
        if way == "any" or (way == "down" if fixed else way == "up"):
            yield from (self._reached(p, downwards=False) for p in self.diagram.parents(node))

    def _reached(self, node: str, *, downwards: bool) -> Vertex:
        conditioning = self._conditioning
        if node in conditioning.fixed_descendant and not conditioning.fixes(node):
            return node, "any"
        return node, "down" if downwards else "up"


def opened_paths(criterion: Criterion, name: str, beside: frozenset[str]) -> Iterator[Path]:
    """Yield a path that adjusting for a variable opens, if there is one.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question. Its selected variables are held fixed.
    name : str
        A variable that is not held fixed and that the effect does not change, neither
        exposure nor outcome.
    beside : frozenset of str
        What else is adjusted for.

    Yields
    ------
    Path
        One that is blocked when only the others are adjusted for, and open when the
        variable is so too.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("x", "z"), ("u", "z"), ("u", "y"), ("x", "y")])
    >>> criterion = Criterion(diagram, Question.of("x", "y"))
    >>> print(*opened_paths(criterion, "z", frozenset()))
    x → z ← u → y
    """
    graph, question = criterion.backdoor_graph, criterion.question
    ends = question.exposure, question.outcome
    if not criterion.forbidden & (graph.selected | beside):
        # Then the back-door graph tells in one go whether any path is open.
        if d_separated(graph, *ends, beside | {name}):
            return
        if d_separated(graph, *ends, beside):
            yield open_path(graph, *ends, beside | {name})
            return
    yield from islice(_through_opened_colliders(criterion, name, beside), 1)


def _through_opened_colliders(
    criterion: Criterion, name: str, beside: frozenset[str]
) -> Iterator[Path]:
    diagram, question = criterion.diagram, criterion.question
    opened = diagram.ancestors(name) - Conditioning(diagram, beside).fixed_descendant.keys()
    opened -= {*question.exposure, *question.outcome}
    biasing = BiasingPaths(criterion, beside | {name})
    for collider in reversed(diagram.topological_order):
        if collider in opened and len(diagram.parents(collider)) > 1:
            yield from biasing.meeting_at(collider)
