"""Numbers as they are shown: as precise as they deserve, with a true minus sign."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causalkit.meeting.comparison import Comparison

MINUS = "\N{MINUS SIGN}"
MOST = 6


@dataclass(frozen=True)
class Figures:
    """How effects are written.

    Parameters
    ----------
    places : int
        Number of decimals.
    signed : bool
        Whether an effect above zero gets a plus sign, as a difference does.

    Examples
    --------
    >>> write = Figures(2, signed=True)
    >>> write(1.5), write(-1.5), write(-0.001)
    ('+1.50', '−1.50', '0.00')
    """

    places: int
    signed: bool

    @classmethod
    def of(cls, comparison: Comparison) -> Figures:
        """Return how the effects of a comparison are written.

        Parameters
        ----------
        comparison : Comparison
            Whose narrowest interval says how many decimals.

        Returns
        -------
        Figures
        """
        half_widths = ((row.high - row.low) / 2 for row in comparison.rows)
        return cls(decimals(half_widths), comparison.question.scale == "difference")

    def __call__(self, value: float) -> str:
        """Return an effect as text."""
        text = f"{value:{'+' if self.signed else ''}.{self.places}f}"
        if float(text) == 0:
            text = text.lstrip("+-")
        return text.replace("-", MINUS)


def decimals(errors: Iterable[float]) -> int:
    """Return how many decimals show two digits of the least uncertainty.

    Parameters
    ----------
    errors : iterable of float
        Half widths of intervals, or standard errors; zeros and infinities do not count.

    Returns
    -------
    int
        From 0 to 6; 2 where there is nothing to go by.

    Examples
    --------
    >>> decimals([0.57, 6.0]), decimals([0.012]), decimals([140.0]), decimals([0.0])
    (2, 3, 0, 2)
    """
    known = [error for error in errors if 0 < error < math.inf]
    if not known:
        return 2
    return min(MOST, max(0, 1 - math.floor(math.log10(min(known)))))
