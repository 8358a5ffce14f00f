"""What every estimator returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from causalkit.graph.question import Question


class Identification(Protocol):
    """What an estimator needs to know of why its answer would be the effect."""

    @property
    def question(self) -> Question:
        """The effect that is asked about."""

    @property
    def adjustment(self) -> tuple[str, ...]:
        """The variables to adjust for."""

    @property
    def selected(self) -> frozenset[str]:
        """Variables by which everybody in the data was selected."""


@dataclass(frozen=True)
class Estimate:
    """An estimated effect with its uncertainty.

    Parameters
    ----------
    method : str
        Name of the estimator.
    question : Question
        The effect that was asked about.
    adjustment : tuple of str
        The variables that were adjusted for.
    value : float
        The estimate, on the scale of the question and in the unit of the outcome
        (a ratio has none).
    standard_error : float
        Standard error of ``value``, on the same scale.
    low, high : float
        Ends of the confidence interval. For a ratio or an odds ratio it is symmetric on the log
        scale.
    level : float
        Level of confidence, between 0 and 1.
    n : int
        Number of rows used.
    dropped : int
        Number of rows left out because a value that was needed is missing.
    notes : tuple of str
        What a reader has to know before believing the estimate, a sentence each.
    figures : mapping of str to float
        Diagnostics of the method by name, such as the effective sample size.

    Examples
    --------
    >>> asked = Question.of("kratom", "phq9")
    >>> found = Estimate("difference", asked, (), 2.1, 0.5, 1.1, 3.1, 0.95, 500, 0)
    >>> found.covers(2.0)
    True
    """

    method: str
    question: Question
    adjustment: tuple[str, ...]
    value: float
    standard_error: float
    low: float
    high: float
    level: float = 0.95
    n: int = 0
    dropped: int = 0
    notes: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)

    def covers(self, effect: float) -> bool:
        """Return whether the interval contains a value.

        Parameters
        ----------
        effect : float
            The value, on the scale of the question.

        Returns
        -------
        bool

        Examples
        --------
        >>> asked = Question.of("kratom", "phq9")
        >>> Estimate("difference", asked, (), 2.1, 0.5, 1.1, 3.1).covers(0)
        False
        """
        return self.low <= effect <= self.high
