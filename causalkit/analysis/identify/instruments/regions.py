"""All ancestral instruments at once, where many variables share one answer.

What stops the ball from the outcome cuts its causes into regions, and all variables of
one region have the same set: the part of what stopped the ball that the region touches.
A variable that does not cause the outcome belongs to every region from which it
descends. Only where an ancestor of it, itself no cause of the outcome, descends from
where the ball has been, may conditioning let the ball go on, so that this variable has
to be judged by itself.

One roll of the ball, and one for each region, thus answer for nearly everybody in the
time that it takes to read the diagram. Two rolls each are left for the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce

from causalkit.analysis.identify.instruments.criterion import InstrumentCriterion, Region
from causalkit.graph.ball import rolled_among

NOTHING = frozenset[int]()

Found = tuple[int, frozenset[int]]
"""An instrument, and the variables to condition on."""


@dataclass(frozen=True)
class Regions:
    """The regions into which the causes of the outcome fall.

    Parameters
    ----------
    criterion : InstrumentCriterion
        What an instrument must do.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> edges = [("v", "z"), ("z", "x"), ("x", "y"), ("u", "x"), ("u", "y"), ("w", "z"), ("w", "y")]
    >>> criterion = InstrumentCriterion(Diagram.of(edges, latent=["u"]), Question.of("x", "y"))
    >>> named = criterion.graph.named
    >>> [(named([each]), named(given)) for each, given in Regions(criterion).instruments()]
    [(('v',), ()), (('z',), ('w',))]
    """

    criterion: InstrumentCriterion

    def instruments(self) -> Iterator[Found]:
        """Yield every ancestral instrument with a minimal set.

        Yields
        ------
        tuple of int and frozenset of int
        """
        for node in sorted(self.criterion.allowed):
            yield from ((node, region.border) for region in self._regions(node) if region.open)

    @cached_property
    def touching(self) -> set[int]:
        """What is next to where the ball has been, so that nothing separates it."""
        children = self.criterion.graph.children
        return self._border.union(*(children[node] for node in self._near))

    def _regions(self, node: int) -> Iterator[Region]:
        """Yield the region of a variable, unless it plainly is no instrument."""
        if node in self._region:
            yield self._region[node]
        elif node in self._linked and node not in self._entangled:
            yield Region(self._gathered[node], open=True)
        elif node in self._linked:
            yield from self._judged[node]

    @cached_property
    def _reached(self) -> set[int]:
        """What the ball from the outcome reaches, and what stops it."""
        criterion = self.criterion
        blocking = (criterion.allowed | criterion.fixed) & criterion.causes
        return rolled_among(criterion.graph, criterion.outcome, blocking, criterion.causes)

    @cached_property
    def _border(self) -> set[int]:
        return self._reached & self.criterion.allowed

    @cached_property
    def _near(self) -> set[int]:
        """Where the ball from the outcome has been."""
        return self._reached - self._border - self.criterion.fixed

    @cached_property
    def _region(self) -> dict[int, Region]:
        """For each cause of the outcome that the ball did not reach, its region."""
        criterion, region = self.criterion, dict[int, Region]()
        around, exits = self._border | criterion.fixed, criterion.exits(criterion.causes)
        for node in criterion.causes - self._reached - criterion.fixed:
            if node not in region:
                touched = rolled_among(criterion.graph, [node], around, criterion.causes)
                inside = touched - around
                found = Region(frozenset(touched & self._border), not exits.isdisjoint(inside))
                region |= dict.fromkeys(inside, found)
        return region

    @cached_property
    def _outside(self) -> list[int]:
        """What neither causes the outcome nor is changed by the effect; causes come first."""
        criterion = self.criterion
        others = criterion.causes.union(criterion.graph.numbers(criterion.adjustment.forbidden))
        return [node for node in criterion.graph.topological_order() if node not in others]

    @cached_property
    def _linked(self) -> set[int]:
        """What is outside and may be associated with the exposure.

        It causes it, or descends from something that does or from an open region.
        """
        linked = {node for node, region in self._region.items() if region.open}
        linked |= self.criterion.towards_exposure - self.criterion.causes
        for node in self._outside:
            if not linked.isdisjoint(self.criterion.graph.parents[node]):
                linked.add(node)
        return linked

    @cached_property
    def _entangled(self) -> set[int]:
        """What is outside and descends, outside, from where the ball has been."""
        entangled = set(self._near)
        for node in self._outside:
            if not entangled.isdisjoint(self.criterion.graph.parents[node]):
                entangled.add(node)
        return entangled

    @cached_property
    def _judged(self) -> dict[int, tuple[Region, ...]]:
        """For each variable that has to be judged by itself, its region if it has one.

        Behind a single parent one is where the parent is. If the ball comes as far as
        that, the parent itself is what separates, unless it may not be conditioned on.
        """
        judged = dict[int, tuple[Region, ...]]()
        for node in self._outside:
            if node in self._entangled and node in self._linked:
                parents = self.criterion.graph.parents[node]
                if node in self.touching:
                    judged[node] = ()
                elif len(parents) > 1:
                    judged[node] = tuple(self.criterion.region(node))
                elif judged[parents[0]] or parents[0] not in self.criterion.allowed:
                    judged[node] = judged[parents[0]]
                else:
                    leads = node in self.criterion.towards_exposure
                    judged[node] = (Region(frozenset(parents), leads),)
        return judged

    @cached_property
    def _gathered(self) -> dict[int, frozenset[int]]:
        """For each variable outside, the borders of all regions from which it descends."""
        gathered = {node: region.border for node, region in self._region.items()}
        gathered |= {node: frozenset([node]) for node in self._border}
        for node in self._outside:
            borders = [
                gathered.get(parent, NOTHING) for parent in self.criterion.graph.parents[node]
            ]
            gathered[node] = reduce(_joined, borders, NOTHING)
        return gathered


def _joined(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    # Most often one holds the other; then no third set is made.
    return one if other <= one else other if one <= other else one | other
