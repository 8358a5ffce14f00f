"""What adjusting has to do, and what it must leave alone: the adjustment criterion.

Association between exposure and outcome is the effect plus whatever runs along other
paths. Adjusting should stop everything that runs along the others and nothing else.
So it must not touch what *carries* the effect from the exposure to the outcome, nor
anything that this changes; and it must block the *proper back-door graph*, which is
the diagram without the first arrow of each causal path.

The rule extends the back-door criterion of the textbooks, which forbids every
descendant of the exposure, and it is complete: if no set passes it, then no set can be
adjusted for that gives the effect whatever the equations behind the diagram are.

Source: Pearl (1993), Graphical models, causality and intervention; Shpitser,
VanderWeele and Robins (2010), On the validity of covariate adjustment; Perković,
Textor, Kalisch and Maathuis (2018), Complete graphical characterization and
construction of adjustment sets; van der Zander, Liśkiewicz and Textor (2019),
Separators and adjustment sets in causal graphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.population import (
    check_adjustable,
    check_ends,
    conditioned,
)
from causalkit.errors import QuestionError
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed, reachable
from causalkit.graph.question import Question


@dataclass(frozen=True)
class Criterion:
    """The adjustment criterion for one question in one diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram; what is conditioned on anyway is marked as selected.
    question : Question
        The effect that is asked about.
    required : frozenset of str, optional
        Variables that are adjusted for whatever else is.
    excluded : frozenset of str, optional
        Variables that are not to be adjusted for.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "m"), ("m", "y"), ("m", "s")])
    >>> criterion = Criterion(diagram, Question.of("x", "y"))
    >>> sorted(criterion.carriers), sorted(criterion.forbidden), criterion.candidates
    (['m', 'y'], ['m', 's', 'y'], ('pain',))
    """

    diagram: Diagram
    question: Question
    required: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    @cached_property
    def exposure(self) -> set[int]:
        """The exposures, numbered."""
        return set(self.diagram.indexed.numbers(self.question.exposure))

    @cached_property
    def outcome(self) -> set[int]:
        """The outcomes, numbered."""
        return set(self.diagram.indexed.numbers(self.question.outcome))

    @cached_property
    def fixed(self) -> set[int]:
        """What is conditioned on whatever else is adjusted for, numbered."""
        return set(self.diagram.indexed.numbers(self.diagram.selected | self.required))

    @cached_property
    def carrying(self) -> set[int]:
        """What carries the effect, numbered: see `carriers`."""
        graph = self.diagram.indexed
        after = reachable(self.exposure, graph.children, walls=self.exposure)
        # Whatever lies on the way from what is affected to the outcome is affected too.
        unaffected = set(range(len(graph.names))) - after
        return reachable(self.outcome, graph.parents, walls=unaffected)

    @cached_property
    def changed(self) -> set[int]:
        """What carries the effect and everything that this changes, numbered."""
        return self.diagram.indexed.descendants(self.carrying)

    @cached_property
    def permitted(self) -> set[int]:
        """The variables that may be adjusted for besides, numbered."""
        graph = self.diagram.indexed
        unwanted = graph.numbers(self.diagram.latent | self.excluded)
        everybody = set(range(len(graph.names)))
        return everybody.difference(self.exposure, self.outcome, self.fixed, self.changed, unwanted)

    @cached_property
    def carriers(self) -> frozenset[str]:
        """What carries the effect: the variables on causal paths, after the exposure.

        A causal path counts up to the last exposure on it only; what one exposure does
        by way of another is set by hand.
        """
        return frozenset(self.diagram.indexed.named(self.carrying))

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """What carries the effect, and everything that this changes."""
        return frozenset(self.diagram.indexed.named(self.changed))

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The variables that may be adjusted for besides, in the order of the diagram."""
        return tuple(self.diagram.nodes[number] for number in sorted(self.permitted))

    @cached_property
    def backdoor_arrows(self) -> Indexed:
        """The arrows of the proper back-door graph, between numbered variables."""
        return self.diagram.indexed.without(self.exposure, self.carrying)

    @cached_property
    def backdoor_graph(self) -> Diagram:
        """The diagram without the first arrow of each causal path."""
        exposure = self.question.exposure
        return self.diagram.without_edges(
            (cause, effect)
            for cause, effect in self.diagram.edges
            if cause in exposure and effect in self.carriers
        )


def criterion_for(
    diagram: Diagram,
    question: Question,
    required: Iterable[str] = (),
    excluded: Iterable[str] = (),
) -> Criterion:
    """Return the adjustment criterion for a question, once it is known to fit the diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    question : Question
        The effect that is asked about. The group it names is conditioned on.
    required, excluded : iterable of str, optional
        Variables that are adjusted for in any case, and variables that are not to be.

    Returns
    -------
    Criterion

    Raises
    ------
    QuestionError
        If the question does not fit the diagram, or one of the variables cannot be
        required or excluded.
    NotIdentified
        If exposure, outcome or group are hidden, or the exposure changes the group.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "x"), ("age", "y"), ("sex", "y"), ("x", "y")])
    >>> criterion_for(diagram, Question.of("x", "y"), excluded=["sex"]).candidates
    ('age',)
    """
    check_ends(diagram, question)
    wanted, unwanted = frozenset(required), frozenset(excluded)
    # Only what is no observed variable, or an end of the question, can be out of place.
    ends = wanted.intersection((*question.exposure, *question.outcome))
    check_adjustable(diagram, question, sorted(ends | wanted.difference(diagram.observed)))
    for name in sorted(unwanted):
        if name in wanted:
            raise QuestionError(f"{name} is both required and excluded")
    diagram.ordered(unwanted)
    return Criterion(conditioned(diagram, question), question, wanted, unwanted)
