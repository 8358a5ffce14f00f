"""Outcome regression with standardisation: predict everybody twice, and compare.

A regression describes how the mean outcome depends on exposure and covariates. It is
fitted among the treated and among the reference group separately, so that the effect
may differ from person to person as it likes. Then everybody in the population asked
about is predicted under either setting, whatever their own, and the two means are
compared. This is *standardisation*, also called the parametric g-formula.

The interval knows of both sources of error: that the coefficients were estimated, and
that the people over whom predictions are averaged are themselves a sample.

Source: Robins (1986), A new approach to causal inference in mortality studies; Hernán
and Robins (2020), Causal Inference: What If, chapters 13 and 15.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.columns import Numbers
from causalkit.analysis.estimate.data.rows import Mask, Rows, prepare
from causalkit.analysis.estimate.data.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.design import Design, design, independent
from causalkit.analysis.estimate.models.dose import dose_designs
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.logistic import SeparationError, logistic_fit
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError


def regression(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect by outcome regression and standardisation.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor
        The question, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Estimate

    Raises
    ------
    EstimationError
        If the data cannot answer: a setting of the exposure does not occur, or some
        people are of a kind that never occurs under it.

    Notes
    -----
    An outcome of zeros and ones gets a logistic regression, any other number a linear
    one. Covariates enter as curves and indicators, each in its own way for either setting
    of the exposure, but without products of two covariates. A single exposure with more
    than six different values enters as a curve, whose height may depend on the covariates
    in proportion to the exposure.

    Examples
    --------
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = regression(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    check_suits("regression", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    with quiet():
        means = _continuous(rows) if rows.continuous else _arms(rows)
    return contrast("regression", rows, *means, level)


def _arms(rows: Rows) -> tuple[Mean, Mean]:
    """Return the two standardised means, from one fit in each group."""
    rows.check_arms()
    terms = design(rows.covariates, rows.n)
    treated, reference = (
        _standardised(rows, terms.matrix, _fit(rows, terms, arm), arm)
        for arm in (rows.treated, rows.reference)
    )
    return treated, reference


def _continuous(rows: Rows) -> tuple[Mean, Mean]:
    """Return the two standardised means, from one fit to everybody."""
    observed, treated, reference = dose_designs(rows)
    everybody = np.ones(rows.n, dtype=bool)
    fit = _fit(rows, observed, everybody)
    return (
        _standardised(rows, treated, fit, everybody),
        _standardised(rows, reference, fit, everybody),
    )


def _fit(rows: Rows, terms: Design, fitted: Mask) -> Fit:
    """Return the outcome regression among some of the rows."""
    matrix, outcome = terms.matrix[fitted], rows.outcome.values[fitted]
    _check_rank(rows, terms, matrix, fitted)
    weights = rows.weights[fitted] if rows.weighted else None
    if not rows.is_binary:
        return linear_fit(matrix, outcome, weights)
    try:
        return logistic_fit(matrix, outcome, weights)
    except SeparationError:
        covariates = tuple(column.chosen(fitted) for column in rows.covariates)
        raise EstimationError(
            f'the outcome "{rows.outcome.name}" is the same for everybody of some kind'
            f"{_among(rows, fitted)}, so its regression has no answer; the covariate that tells "
            f"the outcomes apart is {told_apart_by(covariates, outcome == 1)}"
        ) from None


def _check_rank(rows: Rows, terms: Design, matrix: Numbers, fitted: Mask) -> None:
    """Raise unless the rows suffice for every term of the model."""
    size, columns = matrix.shape
    if size <= columns:
        raise EstimationError(
            f"a model with {columns} terms cannot be fitted to {size} rows{_among(rows, fitted)}; "
            f"adjust for fewer variables or use more data"
        )
    lost = sorted(set(range(columns)) - set(independent(matrix).tolist()))
    if lost:
        name = next(filter(None, (terms.owners[column] for column in lost)), "")
        raise EstimationError(
            f'people of some kinds of "{name}" do not occur{_among(rows, fitted)}, so nobody '
            f"knows their outcome there (no overlap); restrict the question to a group or "
            f"merge levels"
        )


def _among(rows: Rows, fitted: Mask) -> str:
    """Return which rows these are, as the end of a sentence."""
    if fitted.all():
        return ""
    shown = (f"{c.name} = {c.shown(c.values[fitted][0])}" for c in rows.exposures)
    return f" among those with {' and '.join(shown)}"


def _standardised(rows: Rows, terms: Numbers, fit: Fit, fitted: Mask) -> Mean:
    """Return the mean prediction over the population, and the influence of each row on it."""
    predicted = fit.mean(terms)
    target = rows.weights * rows.target / np.mean(rows.weights * rows.target)
    value = float(target @ predicted / rows.n)
    gradient = (fit.slope(predicted) * target) @ terms / rows.n
    influence = target * (predicted - value)
    influence[fitted] += rows.n * fit.influence_along(gradient)
    return Mean(value, influence)
