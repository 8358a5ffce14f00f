"""What missing values do to an effect: the finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from causalkit.analysis.identify.missingness.mechanism import Mechanism
from causalkit.graph.question import Question

Verdict = Literal[
    "nothing missing", "complete cases", "weighting", "not recoverable", "not settled"
]


@dataclass(frozen=True)
class Weight:
    """One factor of the chance that a row is complete.

    Parameters
    ----------
    indicators : tuple of str
        The indicators whose chance to be all 0 it is.
    given : tuple of str
        The variables on which that chance depends, in alphabetical order.
    complete : tuple of str
        Further indicators: the chance is that among the rows in which these are 0, so that
        all it depends on can be seen; in alphabetical order.

    Examples
    --------
    >>> print(Weight(("missing_y",), ("a", "b"), ("missing_b",)))
    P(missing_y = 0 | a, b, missing_b = 0)
    """

    indicators: tuple[str, ...]
    given: tuple[str, ...]
    complete: tuple[str, ...]

    def __str__(self) -> str:
        event = ", ".join(f"{name} = 0" for name in self.indicators)
        behind = ", ".join((*self.given, *(f"{name} = 0" for name in self.complete)))
        return f"P({event} | {behind})" if behind else f"P({event})"


@dataclass(frozen=True)
class Recoverability:
    """Whether and how an effect survives missing values.

    Parameters
    ----------
    question : Question
        The effect that was asked about.
    adjustment : tuple of str
        What is adjusted for, in alphabetical order.
    verdict : {"nothing missing", "complete cases", "weighting", "not recoverable", \
"not settled"}
        Nothing that the analysis needs has gaps; leaving out the incomplete rows gives the
        effect; so does weighting the complete rows; or worlds with different effects leave
        the same data behind; or the theory used here says neither yes nor no.
    reason : str
        Why, in words, and what to do.
    path : tuple of str
        The variables along the path that is to blame: for what complete rows alone get wrong,
        or for the loss; empty where there is none.
    incomplete : tuple of str
        The variables of the analysis that have gaps, in the order of the diagram.
    indicators : tuple of str
        Their indicators, in the order of the diagram.
    strata : bool
        Whether the complete rows show the distribution of the outcome in each stratum of
        exposure and adjustment set as it is. An effect within strata then needs no more,
        whatever becomes of the average over strata.
    weights : tuple of Weight
        The weight of a complete row is 1 divided by the product of these, estimated from
        all rows in the data. Rows are complete where each indicator named is 0. Empty
        unless weighting is the verdict.
    alternatives : tuple of tuple of str
        Adjustment sets for which the verdict is that the effect can be had, the smaller ones
        first; looked for only where this one is not settled.
    mechanism : {"MCAR", "MAR", "MNAR"}
        What the textbooks call these gaps.
    """

    question: Question
    adjustment: tuple[str, ...]
    verdict: Verdict
    reason: str
    path: tuple[str, ...]
    incomplete: tuple[str, ...]
    indicators: tuple[str, ...]
    strata: bool
    weights: tuple[Weight, ...]
    alternatives: tuple[tuple[str, ...], ...]
    mechanism: Mechanism

    @property
    def recovered(self) -> bool:
        """Whether the effect can be had, in one of the three ways."""
        return self.verdict in ("nothing missing", "complete cases", "weighting")

    @property
    def weighted_on(self) -> tuple[str, ...]:
        """The variables on which the weights depend, in alphabetical order."""
        return tuple(sorted({name for weight in self.weights for name in weight.given}))
