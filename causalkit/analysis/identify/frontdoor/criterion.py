"""What stands in the front door, and which of it leaves no other door open.

The front-door criterion asks three things of a set: (1) it intercepts every directed
path from exposure to outcome; (2) no open back-door path leads from the exposure to it;
(3) the exposure blocks every back-door path from it to the outcome. Condition 2 judges
each variable by itself, and sets that meet condition 3 can be joined. So there is a
*largest* set that meets both, and a front-door set exists exactly when this one meets
condition 1 as well. The same holds inside any part of the candidates, and that is how
other sets are found.

A back-door path from a set begins with an arrow into a member and meets no other one.

Source: Pearl (1995), Causal diagrams for empirical research; Wienöbst, van der Zander
and Liśkiewicz (2024), Linear-time algorithms for front-door adjustment in causal
graphs, algorithm 1; Jeong, Tian and Bareinboim (2022), Finding and listing front-door
adjustment sets.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from causalkit.graph.ball import rolled
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed, reachable
from causalkit.graph.question import Question


@dataclass(frozen=True)
class FrontdoorCriterion:
    """The front-door criterion for one question in one diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram; what forms the group asked about is marked as selected. The
        exposure must not change it.
    question : Question
        The effect that is asked about.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y"), ("u", "x"), ("u", "y")], latent=["u"])
    >>> criterion = FrontdoorCriterion(diagram, Question.of("x", "y"))
    >>> criterion.graph.named(criterion.largest(criterion.candidates))
    ('m',)
    """

    diagram: Diagram
    question: Question

    @cached_property
    def graph(self) -> Indexed:
        """The causes of exposure, outcome and group, which are all that matter, numbered."""
        ends = (*self.question.exposure, *self.question.outcome, *self.diagram.selected)
        return self.diagram.restricted_to(self.diagram.ancestors(*ends)).indexed

    @cached_property
    def size(self) -> int:
        """How many variables and arrows there are to look at."""
        return len(self.graph.names) + sum(map(len, self.graph.parents))

    @cached_property
    def exposure(self) -> frozenset[int]:
        """The numbers of the exposures."""
        return frozenset(self.graph.numbers(self.question.exposure))

    @cached_property
    def outcome(self) -> frozenset[int]:
        """The numbers of the outcomes."""
        return frozenset(self.graph.numbers(self.question.outcome))

    @cached_property
    def group(self) -> frozenset[int]:
        """The numbers of what forms the group."""
        return frozenset(self.graph.numbers(self.diagram.selected))

    @cached_property
    def held(self) -> frozenset[int]:
        """What is held fixed in condition 3: exposures and group."""
        return self.exposure | self.group

    @cached_property
    def opened(self) -> set[int]:
        """The causes of what is held fixed, and that: the colliders that are open."""
        return self.graph.ancestors(self.held)

    @cached_property
    def candidates(self) -> set[int]:
        """The measured causes of the outcome that meet condition 2.

        A cause of the group is left aside. Once the group is held fixed it would be
        linked with other causes of the group, and the conditions could not be judged
        variable by variable any more.
        """
        graph, fixed = self.graph, self.group
        first = {child for node in self.exposure for child in graph.children[node]}
        behind = rolled(graph.without(set(self.exposure), first), self.exposure, fixed)
        useful = graph.ancestors(self.outcome) - graph.ancestors(fixed)
        hidden = graph.numbers(name for name in graph.names if name in self.diagram.latent)
        return useful - behind - self.outcome - set(hidden)

    def largest(self, candidates: Iterable[int]) -> set[int]:
        """Return the largest set of these candidates that meets condition 3.

        Parameters
        ----------
        candidates : iterable of int
            Candidates, all or some.

        Returns
        -------
        set of int

        Notes
        -----
        A ball is rolled from the outcome, the exposure held fixed. It does not go up a
        candidate's own arrows, for no back-door path begins with them. A candidate that
        it reaches along an arrow *into* it has an open back door and drops out; then the
        ball goes up its arrows too. No candidate causes what is held fixed, so which
        colliders are open does not depend on who drops out.
        """
        graph, held, inside = self.graph, self.held, set(candidates)
        from_below, from_above = set(self.outcome), set[int]()
        upwards, downwards = list(self.outcome), list[int]()
        while upwards or downwards:
            if upwards:
                node = upwards.pop()
                turns_up = goes_down = node not in held
            else:
                node = downwards.pop()
                turns_up, goes_down = node in self.opened, node not in held
            if turns_up:
                new = [parent for parent in graph.parents[node] if parent not in from_below]
                from_below.update(new)
                upwards += [parent for parent in new if parent not in inside]
            if goes_down:
                new = [child for child in graph.children[node] if child not in from_above]
                from_above.update(new)
                downwards += new
                upwards += [child for child in new if child in inside and child in from_below]
                inside.difference_update(new)
        return inside

    def intercepts(self, chosen: set[int]) -> bool:
        """Return whether the variables stand on every directed path: condition 1.

        Parameters
        ----------
        chosen : set of int
            Some variables, none of them an exposure or an outcome.

        Returns
        -------
        bool
        """
        return self.outcome.isdisjoint(reachable(self.exposure, self.graph.children, chosen))
