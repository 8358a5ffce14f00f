"""An analysis with gaps: which of its variables have some, and which rows are complete.

Whoever leaves out the incomplete rows looks only at people without a gap: it is a
selection, by all the indicators at once, and it is judged like any other selection. What
differs is that the incomplete rows are still there. They show what else is known of the
people who were left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.population import conditioned, conditions
from causalkit.analysis.identify.selection.pair_criterion import PairCriterion
from causalkit.graph.diagram import Diagram
from causalkit.graph.indicators import indicators
from causalkit.graph.question import Question


@dataclass(frozen=True)
class Gaps:
    """A question, what is adjusted for, and what of all that has missing values.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, indicators and all.
    question : Question
        The effect that is asked about.
    adjustment : tuple of str
        What is adjusted for.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "y"), ("x", "missing_y")])
    >>> gaps = Gaps(diagram, Question.of("x", "y"), ())
    >>> gaps.incomplete, gaps.indicators
    (('y',), ('missing_y',))
    """

    diagram: Diagram
    question: Question
    adjustment: tuple[str, ...]

    @cached_property
    def of(self) -> dict[str, str]:
        """Each indicator of the diagram, with the variable whose gaps it marks."""
        return indicators(self.diagram)

    @cached_property
    def indicator(self) -> dict[str, str]:
        """Each variable of the diagram with gaps, with its indicator."""
        return {name: node for node, name in self.of.items()}

    @cached_property
    def group(self) -> tuple[str, ...]:
        """The variables that say who belongs to the group asked about.

        What everybody in the data was selected on is known of everybody.
        """
        names = {condition.variable for condition in conditions(self.question)}
        return self.diagram.ordered(names - self.diagram.selected)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """All that the analysis needs to know of a person."""
        question = self.question
        return self.diagram.ordered(
            (*question.exposure, *question.outcome, *self.adjustment, *self.group)
        )

    @cached_property
    def incomplete(self) -> tuple[str, ...]:
        """Those of the variables that have gaps."""
        return tuple(name for name in self.variables if name in self.indicator)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Their indicators."""
        return self.diagram.ordered(self.indicator[name] for name in self.incomplete)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """What is adjusted for and varies among the complete rows."""
        return tuple(name for name in self.adjustment if name not in self.indicators)

    @cached_property
    def asked(self) -> Diagram:
        """The diagram in which the group asked about is held fixed."""
        return conditioned(self.diagram, self.question)

    @cached_property
    def complete_rows(self) -> PairCriterion:
        """The criterion for an analysis of the complete rows, as of people selected."""
        fixed = self.asked.selected.union(self.indicators)
        criterion = Criterion(replace(self.asked, selected=fixed), self.question)
        return PairCriterion(criterion, self.indicators)
