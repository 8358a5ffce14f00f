"""What every method returns that bounds an effect."""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.graph.question import Question


@dataclass(frozen=True)
class Bounds:
    """The range in which an effect lies, with its uncertainty.

    Parameters
    ----------
    method : str
        Name of the method.
    question : Question
        The effect that was asked about.
    low, high : float
        The estimated bounds, in the unit of the outcome. However many people were asked,
        nothing between the two is ruled out.
    interval_low, interval_high : float
        Ends of the confidence interval for the effect, wherever between the bounds it lies.
    level : float
        Level of confidence, between 0 and 1.
    n : int
        Number of rows used.
    dropped : int
        Number of rows left out because a value that was needed is missing.
    assumptions : tuple of str
        What is assumed, a sentence each.
    notes : tuple of str
        What a reader has to know before believing the bounds, a sentence each.

    Examples
    --------
    >>> asked = Question.of("kratom", "depressed")
    >>> found = Bounds("no_assumption_bounds", asked, -0.3, 0.7, -0.33, 0.73)
    >>> round(found.width, 2), found.covers(-0.31), found.excludes(0)
    (1.0, True, False)
    """

    method: str
    question: Question
    low: float
    high: float
    interval_low: float
    interval_high: float
    level: float = 0.95
    n: int = 0
    dropped: int = 0
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """How far the bounds are apart."""
        return self.high - self.low

    def covers(self, effect: float) -> bool:
        """Return whether the confidence interval contains a value.

        Parameters
        ----------
        effect : float
            The value.

        Returns
        -------
        bool
        """
        return self.interval_low <= effect <= self.interval_high

    def excludes(self, effect: float) -> bool:
        """Return whether the confidence interval rules a value out.

        Parameters
        ----------
        effect : float
            The value.

        Returns
        -------
        bool
        """
        return not self.covers(effect)
