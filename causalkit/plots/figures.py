"""Numbers as a figure shows them: as many decimals as their precision deserves."""

from __future__ import annotations

import math
from collections.abc import Iterable

MINUS = "\N{MINUS SIGN}"
MOST = 6


def decimals(half_widths: Iterable[float]) -> int:
    """Return how many decimals show two digits of the least uncertainty.

    Parameters
    ----------
    half_widths : iterable of float
        Half the widths of the intervals; zeros and infinities do not count.

    Returns
    -------
    int
        From 0 to 6; 2 where there is nothing to go by.

    Examples
    --------
    >>> decimals([0.57, 6.0]), decimals([0.012]), decimals([140.0]), decimals([])
    (2, 3, 0, 2)
    """
    known = [width for width in half_widths if 0 < width < math.inf]
    if not known:
        return 2
    return min(MOST, max(0, 1 - math.floor(math.log10(min(known)))))


def figure(value: float, places: int) -> str:
    """Return a number with a true minus sign, and no minus before zero.

    Examples
    --------
    >>> figure(1.618, 2), figure(-0.001, 2)
    ('1.62', '0.00')
    >>> figure(-1.5, 1) == MINUS + "1.5"
    True
    """
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", MINUS)
