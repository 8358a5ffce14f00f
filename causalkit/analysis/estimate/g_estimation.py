"""G-estimation: find the effect which, once taken off, leaves nothing of the exposure.

Suppose that the exposure adds psi to everybody's outcome. Take psi off the outcome of the
exposed: what is left is what everybody would have had without exposure, and where nothing
confounds, that has nothing to do with who was exposed, among people alike in the covariates.
So psi can be found by trying: the right one is that for which the exposure no longer tells
anything of what is left. No model of the outcome is needed, only one of the exposure.

The model of the effect is called a *structural nested mean model*. Here it is additive. The
effect is the same for all, or a straight line in some covariates, the *modifiers*; then there
is one such condition for each term of the line.

Source: Robins, Mark and Newey (1992), Estimating exposure effects by modelling the
expectation of exposure conditional on confounders; Robins (1994), Correcting for
non-compliance in randomized trials using structural nested mean models; Hernán and Robins
(2020), Causal Inference: What If, chapter 14.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, estimated, standard_error
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.models.fit import Fit
from causalkit.analysis.estimate.models.linear import linear_fit
from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.nuisance.exposure_terms import Lines, exposure_terms, lines
from causalkit.analysis.estimate.nuisance.propensity import propensity_fit
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError, did_you_mean

SAME_FOR_ALL = (
    "The effect is taken to be the same for all. Where it is not, this is an average in which "
    "people count most whose exposure was least decided by the covariates."
)
LINE = (
    "The effect is taken to be a straight line in {names}, and averaged over the people asked "
    "about."
)
BASE = "where all modifiers are 0"
DOSE = 'The effect is taken to be proportional to "{name}".'


def g_estimation(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    modifiers: Iterable[str] = (),
    terms: str = "curves",
) -> Estimate:
    """Return the effect by g-estimation of a structural nested mean model.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question about one exposure, on the scale of differences, and what to adjust for.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights and clusters.
    modifiers : iterable of str, optional
        Covariates on which the effect depends, by a straight line for a number and level by
        level for labels. They have to be among what is adjusted for.
    terms : {"curves", "lines"} or str, optional
        How the covariates enter the model of the exposure: numbers as curves, as they are, or
        as a formula says, such as ``"age + I(age**2) + sex"``.

    Returns
    -------
    Estimate
        With modifiers, its ``figures`` are the terms of the line.

    Raises
    ------
    EstimationError
        If the question is for a ratio, or about several exposures or labels of more than two
        kinds; if a modifier is not adjusted for; or if the covariates decide the exposure.

    Notes
    -----
    The steps: (1) model the exposure A by the covariates L, by logistic regression where it
    has two values and by linear regression where it is a dose; (2) solve the sum of
    (A - E[A | L]) V (Y - A V psi) = 0, where V holds 1 and the modifiers; (3) average V psi
    over the people asked about. The interval knows that the model of the exposure was fitted.

    Examples
    --------
    >>> from causalkit.analysis.identify import identify
    >>> from causalkit.graph import Diagram
    >>> from causalkit.graph.question import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1, 1, -1], 20)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = g_estimation(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.adjustment
    ('pain',)
    """
    check_level(level)
    check_suits("g_estimation", identification, ADJUSTMENT)
    names = (modifiers,) if isinstance(modifiers, str) else tuple(dict.fromkeys(modifiers))
    _check_asked(identification, names)
    rows = prepare(data, identification, sampling=sampling)
    with quiet():
        exposure = _exposure(rows, exposure_terms(rows.covariates, rows.n, terms))
        modifying = lines(tuple(c for c in rows.covariates if c.name in names), rows.n)
        effects = _solved(rows, exposure, modifying)
        value, influence = _averaged(rows, exposure, modifying, effects)
    line = zip((BASE, *modifying.names[1:]), effects * exposure.step, strict=True)
    return estimated(
        "g_estimation",
        rows,
        value,
        standard_error(influence, rows.clusters),
        level,
        notes=_notes(names, exposure),
        figures={name: float(size) for name, size in line} if names else {},
    )


@dataclass(frozen=True, eq=False)
class _Exposure:
    """An exposure as a number, the model of it, and by how much the settings differ."""

    name: str
    values: Numbers
    fit: Fit
    terms: Numbers
    step: float
    dose: bool


def _check_asked(identification: Identification, modifiers: tuple[str, ...]) -> None:
    question = identification.question
    if question.scale != "difference":
        raise EstimationError(
            f"g_estimation takes the effect off the outcome, so it gives a difference, not "
            f"the {question.scale}; ask for the difference or use regression"
        )
    if len(question.exposure) > 1:
        raise EstimationError(
            "g_estimation takes one exposure; ask about each on its own or use regression"
        )
    for name in modifiers:
        if name not in identification.adjustment:
            raise EstimationError(
                f'the modifier "{name}" is not among what is adjusted for; identify the effect '
                f'with required=["{name}"].{did_you_mean(name, identification.adjustment)}'
            )


def _exposure(rows: Rows, terms: Numbers) -> _Exposure:
    """Return the exposure with its model (step 1)."""
    (column,) = rows.exposures
    treated, reference = rows.question.treated[0], rows.question.reference[0]
    if column.labels or len(column.levels) <= 2:
        _check_two_groups(rows)
        values, step = rows.treated.astype(np.float64), 1.0
        return _Exposure(column.name, values, propensity_fit(rows, terms), terms, step, dose=False)
    step = _checked(column, treated) - _checked(column, reference)
    _check_dose(rows, terms)
    fit = linear_fit(terms, column.values, rows.weights if rows.weighted else None)
    return _Exposure(column.name, column.values, fit, terms, step, dose=True)


def _check_two_groups(rows: Rows) -> None:
    rows.check_arms()
    (column,) = rows.exposures
    if not (rows.treated | rows.reference).all():
        raise EstimationError(
            f'"{column.name}" has other labels than the two compared, and g_estimation takes two '
            f"groups or a number; use regression, or ask about the people with these two"
        )


def _checked(dose: Column, setting: float | str) -> float:
    value = dose.position(setting)
    low, high = dose.levels[[0, -1]]
    if not low <= value <= high:
        raise EstimationError(
            f'"{dose.name}" = {setting} lies outside the values that occur, {low:g} to {high:g}'
        )
    return value


def _check_dose(rows: Rows, terms: Numbers) -> None:
    (dose,) = rows.exposures
    if rows.question.population in ("exposed", "unexposed"):
        raise EstimationError(
            f'"{dose.name}" takes {len(dose.levels)} values, so the {rows.question.population} '
            f"are no group; ask about everybody or give a condition"
        )
    if rows.n <= terms.shape[1]:
        raise EstimationError(
            f"a model of the exposure with {terms.shape[1]} terms cannot be fitted to {rows.n} "
            f"rows; adjust for fewer variables or use more data"
        )
    left = dose.values - terms @ np.linalg.lstsq(terms, dose.values, rcond=None)[0]
    if left.std() <= 1e-9 * dose.values.std():
        raise EstimationError(
            f'the covariates decide "{dose.name}" exactly, so it cannot be told from them (no '
            f"overlap); leave out what repeats it"
        )


def _solved(rows: Rows, exposure: _Exposure, modifying: Lines) -> Numbers:
    """Return the terms of the effect for which nothing of the exposure is left (step 2)."""
    system, weighted = _system(rows, exposure, modifying)
    try:
        # Powers of ten between the modifiers' units are no lack of information.
        scale = 1 / np.sqrt(np.abs(np.diagonal(system)))
        if not np.linalg.cond(system * np.outer(scale, scale)) < 1e12:
            raise np.linalg.LinAlgError
        return np.asarray(np.linalg.solve(system, weighted.T @ rows.outcome.values))
    except np.linalg.LinAlgError:
        raise EstimationError(
            f'the exposure "{exposure.name}" does not vary among people of some kind of '
            f"{', '.join(modifying.names[1:])}; use fewer modifiers"
        ) from None


def _system(rows: Rows, exposure: _Exposure, modifying: Lines) -> tuple[Numbers, Numbers]:
    """Return the matrix of the equations, and what multiplies the outcomes in them."""
    surprise = rows.weights * (exposure.values - exposure.fit.mean(exposure.terms))
    weighted = surprise[:, None] * modifying.matrix
    return weighted.T @ (exposure.values[:, None] * modifying.matrix), weighted


def _averaged(
    rows: Rows, exposure: _Exposure, modifying: Lines, effects: Numbers
) -> tuple[float, Numbers]:
    """Return the average effect (step 3) and the influence of each row on it."""
    target = rows.weights * rows.target / np.mean(rows.weights * rows.target)
    each = modifying.matrix @ effects
    value = float(target @ each / rows.n)
    system, weighted = _system(rows, exposure, modifying)
    along = np.linalg.solve(system.T, target @ modifying.matrix / rows.n)
    left = rows.outcome.values - exposure.values * each
    of_equations = (weighted @ along) * left
    slope = exposure.fit.slope(exposure.fit.mean(exposure.terms))
    gradient = -(rows.weights * slope * (modifying.matrix @ along) * left) @ exposure.terms
    of_fit = exposure.fit.influence_along(gradient)
    influence = rows.n * (of_equations + of_fit) + target * (each - value)
    return exposure.step * value, np.asarray(exposure.step * influence)


def _notes(modifiers: tuple[str, ...], exposure: _Exposure) -> tuple[str, ...]:
    effect = LINE.format(names=", ".join(modifiers)) if modifiers else SAME_FOR_ALL
    return (effect, DOSE.format(name=exposure.name)) if exposure.dose else (effect,)
