"""Stratification: compare like with like, one kind of people at a time.

People who agree in every covariate form a *stratum*. Within a stratum the covariates cannot
confound anything, because they do not vary; there the exposed and the unexposed are compared
as they come. The strata are then put together in the proportions of the population asked
about. No model of anything is needed. The price is that every stratum needs people of both
kinds, and the strata multiply: ten covariates of two values make a thousand of them. Where a
stratum has people of one kind only, the data are silent about them, and no formula that goes
on regardless has learned what it says from people like these.

Source: Hernán and Robins (2020), Causal Inference: What If, sections 2.3 and 2.4 and chapter 4;
MacKinnon and White (1985), Some heteroskedasticity-consistent covariance matrix estimators,
for the correction in small cells.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level, contrast
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.columns import Column, Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.estimate.reading.strata import Positions, Strata, strata_of
from causalkit.analysis.estimate.suitability import ADJUSTMENT, check_suits
from causalkit.errors import EstimationError

MOST_VALUES = 20
"""A number with more different values than this makes too many strata."""

NAMED = 3
"""So many empty cells are named in a message."""


def stratification(
    data: pd.DataFrame,
    identification: Identification,
    *,
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
) -> Estimate:
    """Return the effect by exact stratification: standardisation without a model.

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
        Its figures are the number of strata and the number of people in the smallest group
        that is compared.

    Raises
    ------
    EstimationError
        If a covariate takes too many values to make strata, or one setting of the exposure
        does not occur in a stratum in which there is somebody to be averaged over.

    Notes
    -----
    The mean outcome under a setting is the sum of the means in the strata times the shares of
    the strata in the population. Its error has two parts: that of the means, with the variance
    estimated in each group of each stratum, and that of the shares. A group of one person has
    no variance of its own and gets that of the others under the same setting, pooled within
    their strata. Where the effect in the exposed is asked for, only strata with exposed people
    need both settings.

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
    >>> found = stratification(frame, identify(diagram, Question.of("kratom", "phq9")))
    >>> found.figures
    {'strata': 2.0, 'smallest cell': 10.0}
    """
    check_level(level)
    check_suits("stratification", identification, ADJUSTMENT)
    rows = prepare(data, identification, sampling=sampling)
    rows.check_arms()
    strata = _strata(rows)
    compared = strata.count(rows.target) > 0
    _check_cells(rows, strata, compared)
    treated = _standardised(rows, strata, rows.treated)
    reference = _standardised(rows, strata, rows.reference)
    cells = [strata.count(arm)[compared] for arm in (rows.treated, rows.reference)]
    figures = {"strata": float(compared.sum()), "smallest cell": float(np.min(cells))}
    return contrast(
        "stratification", rows, treated, reference, level, notes=_lonely(cells), figures=figures
    )


def _strata(rows: Rows) -> Strata:
    for column in rows.covariates:
        _check_discrete(column)
    return strata_of(rows.covariates, rows.n)


def _check_discrete(column: Column) -> None:
    if not column.labels and len(column.levels) > MOST_VALUES:
        raise EstimationError(
            f'"{column.name}" takes {len(column.levels)} different values, too many for strata; '
            f"cut it into groups (pandas.cut), or use regression"
        )


def _check_cells(rows: Rows, strata: Strata, compared: Mask) -> None:
    """Raise unless both settings occur in every stratum with people to be averaged over."""
    cells = {
        values: strata.count(arm)
        for arm, values in (
            (rows.treated, rows.question.treated),
            (rows.reference, rows.question.reference),
        )
    }
    lacking = [(each, values) for values in cells for each in _empty(cells[values], compared)]
    if not lacking:
        return
    shown = "; ".join(_shown(rows, strata, *cell) for cell in sorted(lacking)[:NAMED])
    others = f"; and {len(lacking) - NAMED} more such" if len(lacking) > NAMED else ""
    affected = np.isin(strata.number, [each for each, _ in lacking]) & rows.target
    share = affected.sum() / rows.target.sum()
    raise EstimationError(
        f"in some strata nobody can be compared: {shown}{others}. They hold {share:.1%} of the "
        f"people averaged over; restrict the question to the others, merge values of a "
        f"covariate, or use regression, which extrapolates"
    )


def _empty(count: Positions, compared: Mask) -> list[int]:
    return np.flatnonzero(compared & (count == 0)).tolist()


def _shown(rows: Rows, strata: Strata, stratum: int, values: tuple[float | str, ...]) -> str:
    """Return an empty cell in words."""
    first = int(np.argmax(strata.number == stratum))
    kind = ", ".join(f"{c.name} = {c.shown(c.values[first])}" for c in rows.covariates)
    pairs = zip(rows.exposures, values, strict=True)
    setting = " and ".join(f"{column.name} = {value}" for column, value in pairs)
    size = strata.size[stratum]
    return f"{kind}: nobody with {setting} ({size} {'person' if size == 1 else 'people'})"


def _standardised(rows: Rows, strata: Strata, arm: Mask) -> Mean:
    """Return the standardised mean under one setting, and the influence of each row on it."""
    # 1. The share of each stratum in the population.
    target = rows.weights * rows.target / np.mean(rows.weights * rows.target)
    share = strata.total(target) / rows.n
    # 2. The mean in each stratum under the setting; strata outside of the population may lack it.
    weights = np.where(arm, rows.weights, 0.0)
    total = np.maximum(strata.total(weights), np.finfo(np.float64).tiny)
    mean = strata.total(weights * rows.outcome.values) / total
    value = float(share @ mean)
    # 3. The error of the shares, and of the means.
    within = (weights / total[strata.number]) * _residuals(rows, strata, arm, mean, total)
    of_shares = target * (mean[strata.number] - value)
    return Mean(value, of_shares + rows.n * share[strata.number] * within)


def _residuals(rows: Rows, strata: Strata, arm: Mask, mean: Numbers, total: Numbers) -> Numbers:
    """Return outcome minus mean, as it was before the mean of a small cell drew near to it."""
    residuals = np.where(arm, rows.outcome.values - mean[strata.number], 0.0)
    left = 1 - rows.weights / total[strata.number]
    alone = arm & (strata.count(arm)[strata.number] == 1)
    free = np.where(arm & ~alone, residuals / np.sqrt(np.where(alone | ~arm, 1.0, left)), 0.0)
    if not alone.any():
        return free
    if not (arm & ~alone).any():
        raise EstimationError(
            "every stratum has only one person under one of the settings, so nobody knows how "
            "much people of a kind differ; merge values of the covariates, or use regression"
        )
    typical = np.sqrt(np.mean(free[arm & ~alone] ** 2))
    # By turns up and down, so that people alone in their cells do not add up within a cluster.
    turns = np.where(np.cumsum(alone) % 2, typical, -typical)
    return np.where(alone, turns, free)


def _lonely(cells: list[Positions]) -> tuple[str, ...]:
    """Return a note on the groups of one person."""
    lonely = sum(np.count_nonzero(cell == 1) for cell in cells)
    if not lonely:
        return ()
    where = f"In {lonely} of {sum(map(len, cells))} cells there is only one person"
    return (f"{where}; how much people differ there is taken from the others.",)
