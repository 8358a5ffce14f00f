"""What every distribution of the world language has to say about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from causalkit.nature.kinds import Kind

Array = npt.NDArray[Any]
NoiseKind = Literal["uniform", "normal", "exponential"]
Domain = Literal[
    "a finite number", "positive", "not negative", "a probability", "a whole number, 0 or more"
]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a distribution.

    Parameters
    ----------
    name : str
        As it is documented.
    domain : str
        What its value must be.
    default : float, optional
        Used where the argument is left out.
    """

    name: str
    domain: Domain = "a finite number"
    default: float | None = None

    def certainly_holds(self, kind: Kind) -> bool:
        """Whether the kind alone shows that every value is in the domain.

        Parameters
        ----------
        kind : Kind
            Kind of the argument.

        Returns
        -------
        bool
            False where values must be looked at.
        """
        return self._within(kind.low, kind.high) and (
            self.domain != "a whole number, 0 or more" or kind.is_whole
        )

    def holds(self, values: Array) -> bool:
        """Whether all values are in the domain.

        Parameters
        ----------
        values : ndarray
            Numbers.

        Returns
        -------
        bool
            False also where a value is not a number.
        """
        if self.domain == "a whole number, 0 or more" and np.any(values != np.floor(values)):
            return False
        if not np.all(np.isfinite(values)):
            return False
        if self.domain == "a finite number":
            return True
        return self._within(float(np.min(values)), float(np.max(values)))

    def _within(self, low: float, high: float) -> bool:
        if self.domain == "positive":
            return low > 0
        if self.domain == "a probability":
            return low >= 0 and high <= 1
        return self.domain == "a finite number" or low >= 0


@dataclass(frozen=True)
class Family:
    """A distribution as a monotone function of its noise.

    Parameters
    ----------
    parameters : tuple of Parameter
        In the order in which they are written.
    noise : {"uniform", "normal", "exponential"}
        Distribution of the noise; uniform noise lies in [0, 1).
    compute : callable
        ``compute(noise, *parameters)``; may overwrite the noise. A family with
        several noises takes an iterator of them, each valid until the next; one
        with labels takes the labels' values after its parameters.
    kind : callable
        Kind of the variable from the kinds of the parameters, or from the labels.
    labelled : bool
        Whether it takes labels with values: ``categorical(north=0.3, south=0.7)``.
    streams : int
        How many noises it needs; one, but for a questionnaire, whose noise *j* is that
        of the variable ``name_j``, so that a sum has the noise of its items.
    masses : callable, optional
        ``masses(*parameters)`` gives the possible values and their probabilities,
        where there are finitely many.
    rising : int, optional
        Position from which on the parameters, labels' values included, must not fall
        from one to the next: bounds, or cuts.
    """

    parameters: tuple[Parameter, ...]
    noise: NoiseKind
    compute: Callable[..., Array]
    kind: Callable[..., Kind]
    labelled: bool = False
    streams: int = 1
    masses: Callable[..., tuple[Array, Array]] | None = None
    rising: int | None = None
