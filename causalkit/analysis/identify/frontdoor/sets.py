"""One minimal front-door set, and from it all the others.

From the largest set that meets conditions 2 and 3 a minimal front-door set is read off
in three sweeps along the arrows. Any other one leaves out some member of it. So that
member is struck from the candidates and the search begins anew among the rest; where
one has searched before, one does not search again. There may be exponentially many
minimal sets, and not every search finds a new one, so the searches are made one by one
and whoever asks decides when to stop.

Source: Wienöbst, van der Zander and Liśkiewicz (2024), Linear-time algorithms for
front-door adjustment in causal graphs, algorithm 2.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.frontdoor.criterion import FrontdoorCriterion
from causalkit.graph.indexed import reachable

NOBODY = -1


def searches(criterion: FrontdoorCriterion) -> Iterator[tuple[frozenset[int], ...]]:
    """Yield what one search after the other finds, until every minimal set was found.

    Parameters
    ----------
    criterion : FrontdoorCriterion
        The front-door criterion for the question.

    Yields
    ------
    tuple of frozenset of int
        A minimal set, perhaps not for the first time, or nothing. If the first search
        finds nothing, there is no front-door set.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "a"), ("a", "b"), ("b", "y")])
    >>> criterion = FrontdoorCriterion(diagram, Question.of("x", "y"))
    >>> [[criterion.graph.named(each) for each in found] for found in searches(criterion)]
    [[('b',)], [('a',)]]
    """
    waiting, seen = deque([(criterion.candidates, NOBODY)]), set[int]()
    while waiting:
        candidates, struck = waiting.popleft()
        largest = criterion.largest(candidates - {struck})
        known = _bits(largest) in seen
        seen.add(_bits(largest))
        if known or not criterion.intercepts(largest):
            yield ()
            continue
        found = Minimal(criterion, largest)
        yield (found.members,)
        waiting.extend((largest, member) for member in sorted(found.members - found.needed))


@dataclass(frozen=True)
class Minimal:
    """A minimal front-door set, read off the largest one.

    Parameters
    ----------
    criterion : FrontdoorCriterion
        The front-door criterion for the question.
    largest : set of int
        The largest set of some candidates that meets conditions 2 and 3; it meets
        condition 1.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "a"), ("a", "b"), ("b", "y")])
    >>> criterion = FrontdoorCriterion(diagram, Question.of("x", "y"))
    >>> criterion.graph.named(Minimal(criterion, criterion.candidates).members)
    ('b',)
    """

    criterion: FrontdoorCriterion
    largest: set[int]

    @cached_property
    def last(self) -> set[int]:
        """The members with a directed path to the outcome past no member and no exposure.

        They form a front-door set. A back-door path that other members had blocked would
        leave the last of these along its arrows. It could follow them to the outcome only
        past a member of this set, and to an open collider only if that other member
        caused what is held fixed, and no candidate does.
        """
        criterion, walls = self.criterion, self.largest | self.criterion.exposure
        near = reachable(criterion.outcome, criterion.graph.parents, walls)
        children = criterion.graph.children
        return {node for node in self.largest if not near.isdisjoint(children[node])}

    @cached_property
    def first(self) -> set[int]:
        """Those of the last that a directed path from the exposure meets before any other.

        No front-door set among the last can spare one of them: condition 1.
        """
        return self._met_first(self.last)

    @cached_property
    def members(self) -> frozenset[int]:
        """The first of the last, and those that back-door paths from members run into.

        What is run into leads on to the outcome, so it cannot be spared either: condition
        3. Once it is a member, its own back doors are looked behind.
        """
        if self.first == self.last:
            return frozenset(self.first)
        graph, held, last = self.criterion.graph, self.criterion.held, self.last
        from_below, from_above = set(self.first), set[int]()
        upwards, downwards = list(self.first), list[int]()
        while upwards or downwards:
            if upwards:
                node = upwards.pop()
                turns_up = node not in held
                goes_down = turns_up and node not in last
            else:
                node = downwards.pop()
                turns_up, goes_down = node in self.criterion.opened, node not in held
            if turns_up:
                new = [parent for parent in graph.parents[node] if parent not in from_below]
                from_below.update(new)
                upwards += new
            if goes_down:
                new = [child for child in graph.children[node] if child not in from_above]
                from_above.update(new)
                downwards += [child for child in new if child not in last]
                met = [child for child in new if child in last and child not in from_below]
                from_below.update(met)
                upwards += met
        return frozenset(from_below & last)

    @cached_property
    def needed(self) -> set[int]:
        """The members that no front-door set among these candidates can spare.

        Some directed path from the exposure to the outcome meets no other candidate.
        """
        return self.last & self._met_first(self.largest)

    def _met_first(self, members: set[int]) -> set[int]:
        """Return those that a directed path from the exposure meets before any other."""
        graph = self.criterion.graph
        before = reachable(self.criterion.exposure, graph.children, members)
        return {node for node in members if not before.isdisjoint(graph.parents[node])}


def _bits(members: set[int]) -> int:
    return sum(1 << member for member in members)
