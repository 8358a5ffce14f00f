"""What has to be adjusted for, to tell an effect through mediators from one past them.

Let W be covariates that the exposure does not affect. Natural effects are identified if

1. W blocks every back-door path from the exposure to the mediators,
2. W blocks every back-door path from the exposure to the outcome, and
3. W and the exposure block every back-door path from the mediators to the outcome.

In 3 a common cause of mediator and outcome that the exposure affects cannot help, since it is
not in W. That is the *cross-world* obstacle: the natural effects combine what somebody's
mediator would be without exposure with what their outcome would be with it, and such a cause
would have to take two values at once.

A controlled direct effect sets mediators by hand and crosses no worlds. For it, besides

4. W blocking every back-door path from the exposure to the outcome once arrows into the
   mediators are cut,

it is enough that 3 holds with more variables, L, which the exposure may affect, but the
mediators do not.

Whether any W will do is seen at once: if any does, so do all the permitted causes of exposure,
mediators and outcome together.

Source: Pearl (2001), Direct and indirect effects; Pearl (2014), Interpretation and
identification of causal mediation; VanderWeele (2015), Explanation in causal inference,
chapter 2; Pearl and Robins (1995), Probabilistic evaluation of sequential plans from causal
models with hidden variables, for the controlled effect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import d_separated, open_path

Names = frozenset[str]


@dataclass(frozen=True)
class Separation:
    """A demand that two sides be separated in a diagram.

    Parameters
    ----------
    diagram : Diagram
        The diagram, with the arrows cut that do not count.
    start, end : tuple of str
        The two sides.
    given : tuple of str
        What is held fixed in any case.
    what : str
        What an open path would do, as the end of a sentence.
    """

    diagram: Diagram
    start: tuple[str, ...]
    end: tuple[str, ...]
    given: tuple[str, ...]
    what: str

    def holds(self, adjusted: Names) -> bool:
        """Return whether adjusting for the variables separates the two sides.

        Parameters
        ----------
        adjusted : frozenset of str
            The variables.

        Returns
        -------
        bool
        """
        return d_separated(self.diagram, self.start, self.end, {*self.given, *adjusted})

    def witness(self, adjusted: Names) -> Path:
        """Return a path that stays open.

        Parameters
        ----------
        adjusted : frozenset of str
            The variables that are adjusted for.

        Returns
        -------
        Path
        """
        return open_path(self.diagram, self.start, self.end, {*self.given, *adjusted})


@dataclass(frozen=True)
class MediationCriterion:
    """What identifies the effects through and past some mediators.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram; what is conditioned on anyway is marked as selected.
    question : Question
        The total effect.
    mediators : tuple of str
        The mediators.

    Examples
    --------
    >>> diagram = Diagram.of([("x", "m"), ("m", "y"), ("x", "y"), ("w", "m"), ("w", "y")])
    >>> criterion = MediationCriterion(diagram, Question.of("x", "y"), ("m",))
    >>> [(each.what, each.holds(criterion.covariates)) for each in criterion.natural][2]
    ('confounds mediator and outcome', True)
    """

    diagram: Diagram
    question: Question
    mediators: tuple[str, ...]

    @cached_property
    def covariates(self) -> Names:
        """The permitted causes that the exposure does not affect: the largest W."""
        return self._causes - self.diagram.descendants(*self.question.exposure)

    @cached_property
    def unmediated(self) -> Names:
        """The permitted causes that the mediators do not affect: the largest W and L together."""
        return self._causes

    @cached_property
    def planned(self) -> Names:
        """The largest W of condition 4."""
        ends = (*self.question.exposure, *self.question.outcome, *self.diagram.selected)
        causes = self.diagram.do(*self.mediators).ancestors(*ends)
        return self.covariates & causes

    @cached_property
    def natural(self) -> tuple[Separation, ...]:
        """Conditions 1 to 3."""
        exposure, outcome = self.question.exposure, self.question.outcome
        behind = self.diagram.without_outgoing(*exposure)
        return (
            Separation(behind, exposure, self.mediators, (), "confounds exposure and mediator"),
            Separation(behind, exposure, outcome, (), "confounds exposure and outcome"),
            self.behind_mediators,
        )

    @cached_property
    def behind_mediators(self) -> Separation:
        """Condition 3."""
        behind = self.diagram.without_outgoing(*self.mediators)
        exposure, outcome = self.question.exposure, self.question.outcome
        what = "confounds mediator and outcome"
        return Separation(behind, self.mediators, outcome, exposure, what)

    @cached_property
    def behind_exposure(self) -> Separation:
        """Condition 4."""
        exposure, outcome = self.question.exposure, self.question.outcome
        behind = self.diagram.without_outgoing(*exposure).do(*self.mediators)
        return Separation(behind, exposure, outcome, (), "confounds exposure and outcome")

    @cached_property
    def _causes(self) -> Names:
        ends = {*self.question.exposure, *self.question.outcome, *self.mediators}
        diagram = self.diagram
        causes = diagram.ancestors(*ends, *diagram.selected)
        after = diagram.descendants(*self.mediators)
        return causes - ends - after - diagram.latent - diagram.selected


def spared(adjusted: Names, enough: Callable[[Names], bool]) -> Names:
    """Return a set from which nothing can be left out, out of one that is enough.

    Parameters
    ----------
    adjusted : frozenset of str
        Variables that are enough.
    enough : callable
        Whether some variables are.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(spared(frozenset("abc"), lambda names: "b" in names))
    ['b']
    """
    for name in sorted(adjusted):
        if enough(adjusted - {name}):
            adjusted = adjusted - {name}
    return adjusted
