"""The rule by which people are matched."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Literal, get_args

from causalkit.errors import EstimationError

Distance = Literal["propensity", "log-odds", "mahalanobis"]
"""What is compared: the propensity scores, their log-odds, or all the covariates."""


@dataclass(frozen=True)
class Rule:
    """How people are matched.

    Parameters
    ----------
    distance : {"propensity", "log-odds", "mahalanobis"}
        What is compared.
    neighbours : int
        How many matches everybody gets; more where several are equally near.
    replacement : bool
        Whether somebody may be matched several times.
    caliper : float or None
        How far away a match may be, in standard deviations of the log-odds of exposure.

    Examples
    --------
    >>> Rule(caliper=0.2).caliper
    0.2
    """

    distance: Distance = "propensity"
    neighbours: int = 1
    replacement: bool = True
    caliper: float | None = None

    @property
    def on_a_line(self) -> bool:
        """Whether people are compared by one number."""
        return self.distance != "mahalanobis"

    def check(self, population: object) -> None:
        """Raise unless people can be matched so.

        Parameters
        ----------
        population : object
            The population of the question.

        Raises
        ------
        EstimationError
            If an option has a value that means nothing, or two of them do not go together.

        Examples
        --------
        >>> Rule(neighbours=0).check("all")
        Traceback (most recent call last):
        causalkit.errors.EstimationError: the number of neighbours is 1, 2, 3, …; not 0
        """
        if self.distance not in get_args(Distance):
            names = ", ".join(f'"{name}"' for name in get_args(Distance))
            raise EstimationError(f"the distance is one of {names}; not {self.distance!r}")
        check_count("the number of neighbours", self.neighbours)
        if self.caliper is not None:
            self._check_caliper(self.caliper)
        if not self.replacement and population not in ("exposed", "unexposed"):
            raise EstimationError(
                "matching without replacement leaves most of the larger group out, so it gives "
                'the effect in one group only; ask with population="exposed" or "unexposed", or '
                "match with replacement"
            )

    def _check_caliper(self, caliper: float) -> None:
        if not self.on_a_line:
            raise EstimationError(
                "a caliper is a number of standard deviations of the log-odds of exposure, which "
                'Mahalanobis\' distance does not know; use distance="log-odds" with it'
            )
        if isinstance(caliper, bool) or not 0 < caliper < float("inf"):
            raise EstimationError(f"a caliper is a positive number, such as 0.2; not {caliper!r}")


def check_count(what: str, number: int) -> None:
    """Raise unless a number counts something.

    Parameters
    ----------
    what : str
        What it counts, for the message.
    number : int
        The number.

    Raises
    ------
    EstimationError
        If it is no positive whole number.

    Examples
    --------
    >>> check_count("the number of neighbours", 2)
    """
    if isinstance(number, bool) or not isinstance(number, Integral) or number < 1:
        raise EstimationError(f"{what} is 1, 2, 3, …; not {number!r}")
