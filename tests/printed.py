"""Figures as a publication prints them, to set beside ours."""

from __future__ import annotations

from causalkit.analysis.estimate import Estimate


def printed(estimate: Estimate, digits: int) -> tuple[float, float]:
    """The estimate and its standard error, to so many digits after the point."""
    return round(estimate.value, digits), round(estimate.standard_error, digits)


def with_interval(estimate: Estimate, digits: int = 1) -> tuple[float, float, float]:
    """The estimate and the ends of its interval, to so many digits after the point."""
    return rounded(estimate.value, estimate.low, estimate.high, digits=digits)


def rounded(*numbers: float, digits: int = 1) -> tuple[float, ...]:
    """Some numbers, to so many digits after the point."""
    return tuple(round(float(number), digits) for number in numbers)
