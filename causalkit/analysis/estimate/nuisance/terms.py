"""What enters a regression: a model for each group, or one for all, in curves, lines or words."""

from __future__ import annotations

import numpy as np

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.cells import Cells, cells
from causalkit.analysis.estimate.models.design import Design, Parts, full_rank, parts_of
from causalkit.analysis.estimate.nuisance.dose import check_doses, dose_model
from causalkit.analysis.estimate.nuisance.formula import (
    formula_model,
    formula_parts,
    names_exposure,
)
from causalkit.analysis.estimate.nuisance.joint import Joint, group_model
from causalkit.errors import EstimationError

WAYS = ("curves", "lines")
"""How numbers can enter, unless a formula says it for each."""


def check_terms(terms: str) -> None:
    """Raise unless the terms are words.

    Parameters
    ----------
    terms : str
        "curves", "lines" or a formula.

    Raises
    ------
    EstimationError
        If they are not.

    Examples
    --------
    >>> check_terms(None)
    Traceback (most recent call last):
    causalkit.errors.EstimationError: the terms are "curves", "lines" or a formula such as \
"age + I(age**2)", not None
    """
    if not isinstance(terms, str) or not terms.strip():
        raise EstimationError(
            f'the terms are "curves", "lines" or a formula such as "age + I(age**2)", not {terms!r}'
        )


def arm_design(rows: Rows, terms: str) -> tuple[Design, Cells | None]:
    """Return the design of the covariates for models of either group.

    Parameters
    ----------
    rows : Rows
        The rows.
    terms : str
        "curves", "lines" or a formula.

    Returns
    -------
    design : Design
    cells : Cells or None
        Which people share a row of it; None where each has their own.
    """
    alike = cells(rows.covariates, rows.n) if terms in WAYS else None
    return full_rank(_covariates(rows, terms, alike)), alike


def covariate_design(rows: Rows, terms: str) -> Design:
    """Return the design of the covariates of every row, always with an intercept.

    Parameters
    ----------
    rows : Rows
        The rows.
    terms : str
        "curves", "lines" or a formula, which names covariates only and not necessarily all.

    Returns
    -------
    Design

    Raises
    ------
    EstimationError
        If the terms are no words, or a term cannot be computed.

    Examples
    --------
    >>> import pandas as pd
    >>> from causalkit.analysis.estimate.data.rows import prepare
    >>> from causalkit.analysis.identify import ConditionalExchangeability
    >>> from causalkit.graph import Question
    >>> asked = ConditionalExchangeability(Question.of("kratom", "phq9"), ("age",))
    >>> frame = pd.DataFrame({"kratom": [0, 1, 1, 0], "phq9": [1, 2, 3, 4], "age": [2, 3, 4, 6]})
    >>> covariate_design(prepare(frame, asked), "age + I(age ** 2)").matrix.tolist()[-1]
    [1.0, 6.0, 36.0]
    """
    check_terms(terms)
    covariates = _covariates(rows, terms, None)
    # A formula may have no intercept, or have it without saying so; curves and lines have one.
    intercept = [] if terms in WAYS else [("", np.ones((rows.n, 1)))]
    return full_rank([*intercept, *covariates])


def joint_model(rows: Rows, terms: str, *, interactions: bool) -> Joint | None:
    """Return the one model for everybody; None where either group has its own.

    Parameters
    ----------
    rows : Rows
        The rows.
    terms : str
        "curves", "lines" or a formula.
    interactions : bool
        Whether either group has its own, or the slope of a dose depends on covariates.

    Returns
    -------
    Joint or None
    """
    if terms not in WAYS and names_exposure(rows, terms):
        check_doses(rows) if rows.continuous else rows.check_arms()
        return formula_model(rows, terms)
    if rows.continuous:
        covariates = _covariates(rows, terms, None)
        return dose_model(rows, covariates, lines=terms == "lines", interactions=interactions)
    if interactions:
        return None
    rows.check_arms()
    alike = cells((*rows.covariates, *rows.exposures), rows.n) if terms in WAYS else None
    return group_model(rows, _covariates(rows, terms, alike), alike)


def _covariates(rows: Rows, terms: str, alike: Cells | None) -> Parts:
    if terms in WAYS:
        return parts_of(rows.covariates, rows.n, lines=terms == "lines", cells=alike)
    return formula_parts(rows, terms)
