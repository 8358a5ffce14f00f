"""The chance of a complete row, factor by factor.

Each row of the data has a chance to be complete, and it depends on the person. Who is
unlikely to have answered everything must count for the many like them who have not:
weighted by one over that chance, the complete rows stand for everybody. The chance is a
product of factors, one for each indicator given those before it. A factor can be computed
if what it depends on can be seen: not the variable that the indicator hides, and another
variable with gaps only in rows where it has none, which must not matter for the chance.

Which of the indicators come first can decide whether that works. Indicators that tell
nothing about each other, given all that is tracked, need no order. The others form
*blocks*, and inside a block the last one is looked for first, then the last but one, and
so on; what failed once for a set of indicators is not tried again.

Source: Mohan, Pearl and Tian (2013), Graphical models for inference with missing data,
theorem 2; Mohan and Pearl (2021), Graphical models for processing missing data: ordered
factorisation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from causalkit.analysis.identify.missingness.held import Held
from causalkit.analysis.identify.missingness.recoverability import Weight
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import reachable

MOST_TRIED = 100
"""So many sets of indicators of one block may fail; beyond, the search gives up."""


class NoOrder(Exception):
    """No order of the indicators was found in which each factor can be computed.

    Parameters
    ----------
    indicator : str
        An indicator that is in the way.
    other : str
        What it cannot be kept apart from: the variable that it hides, or an indicator.
    given : frozenset of str
        What is held fixed where the two are tied.
    capped : bool
        Whether there are orders that were not tried.
    """

    def __init__(self, indicator: str, other: str, given: frozenset[str], *, capped: bool) -> None:
        self.indicator = indicator
        self.other = other
        self.given = given
        self.capped = capped
        super().__init__(f"{indicator} and {other}")


def ordered_weights(
    diagram: Diagram, tracked: Collection[str], of: Mapping[str, str]
) -> tuple[Weight, ...]:
    """Return the factors of the chance that all tracked variables are seen.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    tracked : collection of str
        The variables whose joint distribution is to be recovered.
    of : mapping of str to str
        Each indicator of the diagram, with the variable whose gaps it marks.

    Returns
    -------
    tuple of Weight
        In the order of the factorisation; none if nothing tracked has gaps.

    Raises
    ------
    NoOrder
        If none was found.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "y"), ("x", "missing_y"), ("y", "missing_x")])
    >>> of = {"missing_x": "x", "missing_y": "y"}
    >>> for weight in ordered_weights(diagram, ["x", "y"], of):
    ...     print(weight)
    P(missing_y = 0 | x, missing_x = 0)
    P(missing_x = 0 | y, missing_y = 0)
    """
    chance = _Chance(diagram, tracked, of)
    return tuple(weight for block in chance.blocks() for weight in _in_order(chance, block))


class _Chance:
    """The chance that all tracked variables are seen."""

    def __init__(self, diagram: Diagram, tracked: Collection[str], of: Mapping[str, str]) -> None:
        self.diagram = diagram
        self.tracked = frozenset(tracked)
        self.of = {node: of[node] for node in of if of[node] in self.tracked}
        self.indicator = {name: node for node, name in self.of.items()}
        self.all_held = Held(diagram, self.fixed(frozenset()))

    def blocks(self) -> Iterator[tuple[str, ...]]:
        """Yield the indicators in groups that tell nothing about each other, causes first."""
        order = [node for node in self.diagram.topological_order if node in self.of]
        number = {node: index for index, node in enumerate(order)}
        touching = [
            [number[other] for other in self.all_held.touched(node) if other in number]
            for node in order
        ]
        done: set[int] = set()
        for index in range(len(order)):
            if index not in done:
                block = reachable([index], touching)
                done |= block
                yield tuple(order[each] for each in sorted(block))

    def fixed(self, later: frozenset[str]) -> frozenset[str]:
        """Return what is held fixed where some of the indicators come later."""
        return self.tracked.union(self.of) - later

    def held(self, later: frozenset[str]) -> Held:
        """Return the balls among what is held fixed there."""
        return Held(self.diagram, self.fixed(later)) if later else self.all_held

    def obstacle(self, indicator: str, touched: frozenset[str], later: frozenset[str]) -> str:
        """Return what keeps a factor from being computed, an empty name if nothing does."""
        if self.of[indicator] in touched:
            return self.of[indicator]
        return min((n for n in touched & later if self.of[n] in touched), default="")

    def factor(self, indicator: str, touched: frozenset[str], later: frozenset[str]) -> Weight:
        """Return the factor; it depends on what the ball touches of what is held fixed."""
        given = sorted(touched & self.tracked)
        seen = (self.indicator[name] for name in given if name in self.indicator)
        complete = touched.intersection(self.of).difference(later).union(seen)
        return Weight((indicator,), tuple(given), tuple(sorted(complete)))


def _in_order(chance: _Chance, block: tuple[str, ...]) -> list[Weight]:
    """Return the factors of one block, or raise: a search in depth, the last one first."""
    obstacles: list[NoOrder] = []
    most = len(block) + MOST_TRIED
    tried = {frozenset[str]()}
    chosen: list[Weight] = []
    ways = [_last_ones(chance, block, frozenset(), obstacles)]
    while ways and len(chosen) < len(block):
        later = frozenset(node for weight in chosen for node in weight.indicators)
        for weight in ways[-1]:
            further = later.union(weight.indicators)
            if further not in tried and len(tried) < most:
                tried.add(further)
                chosen.append(weight)
                ways.append(_last_ones(chance, block, further, obstacles))
                break
        else:
            ways.pop()
            del chosen[-1:]
    if not ways:
        first = obstacles[0]
        raise NoOrder(first.indicator, first.other, first.given, capped=len(tried) >= most)
    return chosen[::-1]


def _last_ones(
    chance: _Chance, block: tuple[str, ...], later: frozenset[str], obstacles: list[NoOrder]
) -> Iterator[Weight]:
    """Yield the factors that can be computed given all the indicators that are left."""
    held = chance.held(later)
    for node in reversed(block):
        if node in later:
            continue
        touched = frozenset(held.touched(node))
        other = chance.obstacle(node, touched, later)
        if other:
            obstacles.append(NoOrder(node, other, chance.fixed(later), capped=False))
        else:
            yield chance.factor(node, touched, later)
