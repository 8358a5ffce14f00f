"""Every level against the reference: an exposure of more than two groups.

Daily use, weekly use, none: one exposure, and two contrasts with whoever does not use. Each
is a question of its own and is estimated as such. But who asks twenty questions at the level
of 95 % must expect one interval that misses. If any of them is to be picked out afterwards,
the intervals must hold *simultaneously*: wider, so that all of them contain the truth at
once in 95 % of samples (Bonferroni), or with p-values that allow for how many there are
(Holm).

Source: Holm (1979), A simple sequentially rejective multiple test procedure; Dunn (1961),
Multiple comparisons among means.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal, get_args

import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows, prepare
from causalkit.analysis.estimate.effect.contrast import check_level
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.errors import EstimationError

Simultaneous = Literal["no", "bonferroni", "holm"]
"""How several contrasts allow for each other."""


def each_contrast(
    method: Callable[..., Estimate],
    data: pd.DataFrame,
    identification: Identification,
    *,
    reference: float | str | None = None,
    simultaneous: Simultaneous = "no",
    level: float = 0.95,
    sampling: Sampling = SIMPLE,
    **options: Any,  # noqa: ANN401  # each estimator has its own
) -> tuple[Estimate, ...]:
    """Return the effect of every level of the exposure against the reference.

    Parameters
    ----------
    method : callable
        An estimator that can take an exposure of several levels, such as ``regression``.
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The argument that the estimator takes. The treated value of its question is replaced
        by each level in turn.
    reference : float or str, optional
        The level that the others are compared with; that of the question where not given.
    simultaneous : {"no", "bonferroni", "holm"}, optional
        Whether the intervals hold each on its own; or all at once, each at a higher level; or
        each on its own beside p-values that allow for their number, among the figures.
    level : float, optional
        Level of confidence, between 0 and 1.
    sampling : Sampling, optional
        Survey weights, clusters and what is done about missing values.
    **options
        Further options of the estimator.

    Returns
    -------
    tuple of Estimate
        In the order of the levels.

    Raises
    ------
    EstimationError
        If the exposure is continuous or not alone, the reference does not occur, or the
        estimator has no answer for some level.

    Examples
    --------
    >>> from causalkit.analysis.estimate import difference
    >>> from causalkit.analysis.identify import NoConfounding
    >>> from causalkit.graph.question import Question
    >>> use = ["never", "weekly", "daily"] * 2
    >>> frame = pd.DataFrame({"kratom": use, "phq9": [4, 6, 9, 6, 8, 9]})
    >>> asked = NoConfounding(Question.of("kratom", "phq9", treated="daily", reference="never"))
    >>> for found in each_contrast(difference, frame, asked):
    ...     print(found.question.treated, found.value)
    ('daily',) 4.0
    ('weekly',) 2.0
    """
    check_level(level)
    if simultaneous not in get_args(Simultaneous):
        raise EstimationError(
            f'contrasts are simultaneous as "no", "bonferroni" or "holm", not {simultaneous!r}'
        )
    exposure = _groups(prepare(data, identification, sampling=sampling))
    first = identification.question.reference[0] if reference is None else reference
    others = [value for value in _values(exposure) if value != _checked(exposure, first)]
    own = 1 - (1 - level) / len(others) if simultaneous == "bonferroni" else level
    found = tuple(
        method(data, _asking(identification, value, first), level=own, sampling=sampling, **options)
        for value in others
    )
    return _allowing(found, simultaneous, level)


def _groups(rows: Rows) -> Column:
    """Return the exposure, checked to be one of several groups."""
    exposure = rows.exposures[0]
    if len(rows.exposures) > 1:
        names = ", ".join(f'"{column.name}"' for column in rows.exposures)
        raise EstimationError(f"ask about one exposure at a time to contrast levels, not {names}")
    if rows.continuous:
        raise EstimationError(
            f'"{exposure.name}" takes {len(exposure.levels)} different values and is continuous; '
            f"ask about two of its values, or make it groups"
        )
    if len(exposure.levels) < 2:
        raise EstimationError(
            f'"{exposure.name}" is {exposure.shown(exposure.levels[0])} in every complete row, so '
            f"there is nothing to contrast"
        )
    return exposure


def _values(exposure: Column) -> list[float | str]:
    """Return the levels as a question names them."""
    if not exposure.labels:
        return [float(level) for level in exposure.levels]
    return [_spoken(exposure.labels[int(level)]) for level in exposure.levels]


def _spoken(label: Any) -> float | str:  # noqa: ANN401  # a label is anything that can be hashed
    return label if isinstance(label, str) else float(label)


def _checked(exposure: Column, reference: float | str) -> float | str:
    values = _values(exposure)
    if reference not in values:
        shown = ", ".join(map(exposure.shown, exposure.levels))
        raise EstimationError(
            f'no complete row has the reference "{exposure.name}" = {reference}; it takes {shown}'
        )
    return reference


def _asking(
    identification: Identification, treated: float | str, reference: float | str
) -> Identification:
    """Return the same argument for another contrast."""
    question = replace(identification.question, treated=(treated,), reference=(reference,))
    asked: Identification = replace(identification, question=question)  # type: ignore[type-var]  # all arguments are dataclasses
    return asked


def _allowing(
    found: tuple[Estimate, ...], simultaneous: Simultaneous, level: float
) -> tuple[Estimate, ...]:
    """Return the estimates with what makes them hold at once."""
    if simultaneous == "bonferroni":
        note = (
            f"The {len(found)} intervals hold at once at level {level:g}, each on its own at "
            f"{found[0].level:.4g} (Bonferroni)."
        )
        return tuple(replace(each, notes=(*each.notes, note)) for each in found)
    return _with_holm(found) if simultaneous == "holm" else found


def _with_holm(found: tuple[Estimate, ...]) -> tuple[Estimate, ...]:
    from statsmodels.stats.multitest import multipletests

    alone = [_p_value(each) for each in found]
    together = multipletests(alone, method="holm")[1]
    return tuple(
        replace(each, figures={**each.figures, "p value": single, "Holm p value": float(adjusted)})
        for each, single, adjusted in zip(found, alone, together, strict=True)
    )


def _p_value(estimate: Estimate) -> float:
    """Return how often chance alone makes a contrast as large as this, if there is none."""
    from scipy.special import ndtr

    value, spread = estimate.value, estimate.standard_error
    if estimate.question.scale != "difference":
        value, spread = math.log(value), spread / value
    if spread == 0:
        return float(value == 0)
    return float(2 * ndtr(-abs(value / spread)))
