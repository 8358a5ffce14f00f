"""Whether bias can be adjusted away at all, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.criterion.blocking import blocking_sets
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.graph.separation import d_separated


@dataclass(frozen=True)
class Remedy:
    """What adjusting can do about the bias among the people in the data.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question.

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("a", "x"), ("b", "a"), ("b", "y"), ("x", "y")])
    >>> Remedy(Criterion(diagram, Question.of("x", "y"))).sufficient
    ('a',)
    """

    criterion: Criterion

    @property
    def spoilt(self) -> bool:
        """Whether people were selected on something that the effect changes."""
        return bool(self.criterion.diagram.selected & self.criterion.forbidden)

    @cached_property
    def helpful(self) -> frozenset[str]:
        """The candidates that cause exposure, outcome or selection: all will do if any set will."""
        graph, question = self.criterion.backdoor_graph, self.criterion.question
        causes = graph.ancestors(*question.exposure, *question.outcome, *graph.selected)
        return causes.intersection(self.criterion.candidates)

    @cached_property
    def exists(self) -> bool:
        """Whether some set takes away all bias."""
        graph, question = self.criterion.backdoor_graph, self.criterion.question
        separated = d_separated(graph, question.exposure, question.outcome, self.helpful)
        return separated and not self.spoilt

    @cached_property
    def sufficient(self) -> tuple[str, ...]:
        """A minimal set that takes away all bias: the one closest to the exposure.

        Empty where nothing needs to be adjusted for, and where no set will do.
        """
        if not self.exists:
            return ()
        criterion = self.criterion
        return next(blocking_sets(criterion.backdoor_arrows, criterion, criterion.candidates))
