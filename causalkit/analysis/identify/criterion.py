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
VanderWeele and Robins (2010), On the validity of covariate adjustment; van der Zander,
Liśkiewicz and Textor (2019), Separators and adjustment sets in causal graphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from causalkit.graph.diagram import Diagram
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

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "x"), ("pain", "y"), ("x", "m"), ("m", "y"), ("m", "s")])
    >>> criterion = Criterion(diagram, Question.of("x", "y"))
    >>> sorted(criterion.carriers), sorted(criterion.forbidden), criterion.candidates
    (['m', 'y'], ['m', 's', 'y'], ('pain',))
    """

    diagram: Diagram
    question: Question

    @cached_property
    def carriers(self) -> frozenset[str]:
        """What carries the effect: the variables on causal paths, after the exposure.

        A causal path counts up to the last exposure on it only; what one exposure does
        by way of another is set by hand.
        """
        exposure = self.question.exposure
        after = self.diagram.do(*exposure).descendants(*exposure) - set(exposure)
        before = self.diagram.without_outgoing(*exposure).ancestors(*self.question.outcome)
        return after & before

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """What carries the effect, and everything that this changes."""
        return self.diagram.descendants(*self.carriers)

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The variables that may be adjusted for, in the order of the diagram."""
        fixed = {*self.question.exposure, *self.question.outcome, *self.diagram.selected}
        excluded = fixed | self.forbidden | self.diagram.latent
        return tuple(node for node in self.diagram.nodes if node not in excluded)

    @cached_property
    def backdoor_graph(self) -> Diagram:
        """The diagram without the first arrow of each causal path."""
        exposure = self.question.exposure
        return self.diagram.without_edges(
            (cause, effect)
            for cause, effect in self.diagram.edges
            if cause in exposure and effect in self.carriers
        )
