"""A mean outcome with its influence function: what an estimator hands over."""

from __future__ import annotations

from dataclasses import dataclass

from causalkit.analysis.estimate.reading.columns import Numbers


@dataclass(frozen=True, eq=False)
class Mean:
    """A mean outcome and what each row contributes to its error.

    Parameters
    ----------
    value : float
        The mean.
    influence : ndarray of float of shape (n,)
        The influence of each row, its survey weight included; their mean is zero.
    """

    value: float
    influence: Numbers
