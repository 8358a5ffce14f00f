"""Which regression suits which outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol, cast, get_args

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import logistic_fit
from causalkit.analysis.estimate.models.negative_binomial import negative_binomial_fit
from causalkit.analysis.estimate.models.ordinal import ordinal_fit
from causalkit.analysis.estimate.models.poisson import poisson_fit
from causalkit.analysis.estimate.models.setting import Setting
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import Groups
from causalkit.errors import EstimationError

OutcomeModel = Literal["auto", "linear", "logistic", "poisson", "negative binomial", "ordinal"]
"""The regressions of an outcome; "auto" is logistic for zeros and ones, and linear else."""

MOST_LEVELS = 30
"""An outcome with more levels than this has no ordinal regression; PHQ-9 has 28."""


class OutcomeFit(Protocol):
    """A fitted regression of the outcome, as standardisation needs it."""

    def influence_along(self, direction: Numbers) -> Numbers:
        """Return the influence of each row fitted on a sum of the parameters."""

    def mean_at(self, setting: Setting) -> Numbers:
        """Return the fitted mean of everybody."""

    def gradient_at(self, setting: Setting, mean: Numbers, weights: Numbers) -> Numbers:
        """Return how a weighted sum of fitted means changes with the parameters."""


Fitting = Callable[[Numbers, Numbers, Numbers | None, Groups | None], OutcomeFit]

FITS: dict[str, Fitting] = {
    "linear": linear_fit,
    "logistic": logistic_fit,
    "poisson": poisson_fit,
    "negative binomial": negative_binomial_fit,
    "ordinal": ordinal_fit,
}


def check_model(model: str) -> None:
    """Raise unless there is such a regression.

    Parameters
    ----------
    model : str
        Its name.

    Raises
    ------
    EstimationError
        If there is none.

    Examples
    --------
    >>> check_model("probit")
    Traceback (most recent call last):
    causalkit.errors.EstimationError: there is no outcome model 'probit'; use auto, linear, \
logistic, poisson, negative binomial or ordinal
    """
    names = get_args(OutcomeModel)
    if model not in names:
        raise EstimationError(
            f"there is no outcome model {model!r}; use {', '.join(names[:-1])} or {names[-1]}"
        )


def chosen_model(rows: Rows, model: OutcomeModel) -> str:
    """Return the regression that is meant, checked to suit the outcome.

    Parameters
    ----------
    rows : Rows
        The rows.
    model : str
        A name of a regression, or "auto".

    Returns
    -------
    str

    Raises
    ------
    EstimationError
        If the outcome is not of the kind that the regression is for.
    """
    if model == "auto":
        return "logistic" if rows.is_binary else "linear"
    if model != "linear":
        _CHECKS[model](rows)
    return cast("str", model)


def _check_binary(rows: Rows) -> None:
    if not rows.is_binary:
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" takes other values than 0 and 1; logistic '
            f"regression needs an outcome of zeros and ones"
        )


def _check_not_negative(rows: Rows) -> None:
    if rows.outcome.values.min() < 0:
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is negative in some rows; a regression of counts '
            f'needs counts, so use outcome_model="linear"'
        )


def _check_counts(rows: Rows) -> None:
    _check_not_negative(rows)
    if not np.array_equal(rows.outcome.values, np.floor(rows.outcome.values)):
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is not a whole number in every row, but negative '
            f'binomial regression is for counts; use outcome_model="poisson"'
        )


def _check_levels(rows: Rows) -> None:
    if rows.outcome.has_more_levels_than(MOST_LEVELS):
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" takes {len(rows.outcome.levels)} different values, '
            f"more than the {MOST_LEVELS} that ordinal regression takes; use "
            f'outcome_model="linear"'
        )


_CHECKS: dict[str, Callable[[Rows], None]] = {
    "logistic": _check_binary,
    "poisson": _check_not_negative,
    "negative binomial": _check_counts,
    "ordinal": _check_levels,
}
