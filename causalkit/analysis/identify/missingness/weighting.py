"""Which variables to track so that the gaps can be weighted away.

To weight the complete rows one must know what the gaps depend on. That can be more than
the analysis itself needs: if the old skip the question about depression, age has to be
tracked, whether or not anybody adjusts for it. If age has gaps of its own, these must be
understood too, and so on. So variables are added as they are needed: wherever something
measured lies on the way between an indicator and the variable that it hides. In the end
:func:`~causalkit.analysis.identify.missingness.ordering.ordered_weights` judges whether
what is tracked is enough. Tracking more is not always better, for it may open colliders;
and not every set is tried, so that no weights were found does not prove that there are none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from causalkit.analysis.identify.missingness.held import Held
from causalkit.analysis.identify.missingness.ordering import NoOrder, ordered_weights
from causalkit.analysis.identify.missingness.recoverability import Weight
from causalkit.graph.diagram import Diagram

MOST_STEPS = 3_000_000
"""So far the balls may roll while variables are added; beyond, no more are."""


def sequential_weights(
    diagram: Diagram, wanted: Iterable[str], of: Mapping[str, str]
) -> tuple[Weight, ...]:
    """Return weights that make the complete rows stand for everybody in the data.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    wanted : iterable of str
        The variables whose joint distribution is to be recovered.
    of : mapping of str to str
        Each indicator of the diagram, with the variable whose gaps it marks.

    Returns
    -------
    tuple of Weight
        The factors of the chance that a row is complete, in these variables and in those
        that had to be added.

    Raises
    ------
    NoOrder
        If none were found.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "y"), ("x", "y"), ("age", "missing_y")])
    >>> for weight in sequential_weights(diagram, ["x", "y"], {"missing_y": "y"}):
    ...     print(weight)
    P(missing_y = 0 | age)
    """
    names = diagram.ordered(wanted)
    tracked = _Tracking(diagram, names, of).enough()
    try:
        return ordered_weights(diagram, tracked, of)
    except NoOrder as obstacle:
        first = obstacle
    more = _Tracking(diagram, names, of).enough(apart=True)
    if set(more) == set(tracked):
        raise first
    try:
        return ordered_weights(diagram, more, of)
    except NoOrder:
        raise first from None


class _Tracking:
    """The variables that are tracked, and the balls that show which others are needed.

    An indicator of something tracked stops a ball, because it can be held fixed, and opens
    no collider, because it can be left out; which of the two, the order will decide.
    """

    def __init__(self, diagram: Diagram, wanted: tuple[str, ...], of: Mapping[str, str]) -> None:
        self.diagram = diagram
        self.of = of
        self.observed = frozenset(diagram.observed)
        self.indicator = {name: node for node, name in of.items()}
        self.names: dict[str, None] = {}
        self.waiting: deque[str] = deque()
        self.held = Held(diagram, ())
        for name in wanted:
            self._track(name)

    def enough(self, *, apart: bool = False) -> tuple[str, ...]:
        """Return what to track, ``apart`` also what keeps indicators apart from each other."""
        before = 0
        while before < len(self.names):
            before = len(self.names)
            self.waiting = deque(self.indicators())
            while self.waiting:
                self._separate(self.waiting.popleft(), apart=apart)
        return tuple(self.names)

    def indicators(self) -> list[str]:
        """Return the indicators of what is tracked."""
        return [self.indicator[name] for name in self.names if name in self.indicator]

    def _separate(self, node: str, *, apart: bool) -> None:
        """Track what lies between an indicator and the variable it hides."""
        self._add_between(node, self.of[node], self.observed)
        tracked = self.indicators() if apart else ()
        touched = set(self.held.touched(node)) if apart else set()
        for other in (name for name in tracked if name in touched):
            self._add_between(node, other, self.observed.difference(self.indicator))
            # Gaps that are tied are seen one after the other: the first must not need to
            # know what the second hides.
            self._add_between(node, self.of[other], self.observed)

    def _track(self, name: str) -> None:
        self.names[name] = None
        self.held.hold(name)
        node = self.indicator.get(name, "")
        if node:
            # The gaps of what is tracked are no variable to track besides.
            self.names.pop(node, None)
            self.held.stop_at(node)
            self.waiting.append(node)

    def _add_between(self, node: str, end: str, candidates: Collection[str]) -> None:
        while way := self.held.walk(node, (end,)):
            if self.held.steps > MOST_STEPS:
                raise NoOrder(node, end, frozenset(self.names), capped=True)
            passed = [
                name
                for (name, into), (_, out) in pairwise(way[1:])
                if name in candidates and not (into and not out)
            ]
            if not passed:
                return
            # What was seen in every row needs no weights of its own.
            self._track(next((n for n in passed if n not in self.indicator), passed[0]))
