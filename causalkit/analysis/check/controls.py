"""The question that a negative control answers, and the argument that goes with it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import MOST_GROUPS
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Column, read_column
from causalkit.analysis.identify import Backdoor
from causalkit.errors import EstimationError
from causalkit.graph.question import Population, Question

QUARTILES = (0.25, 0.75)
"""The contrast of a control that is a continuous exposure."""


def controls_of(
    data: pd.DataFrame,
    identification: Identification,
    outcomes: tuple[str, ...],
    exposures: tuple[str, ...],
) -> list[tuple[str, str, Backdoor]]:
    """Return each control with its kind and the argument that would identify its effect.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    outcomes, exposures : tuple of str
        The controls.

    Returns
    -------
    list of (str, str, Backdoor)
        Name, ``"outcome"`` or ``"exposure"``, and argument.

    Raises
    ------
    EstimationError
        If there is no control, or one cannot be used.
    """
    _check_names(identification, (*outcomes, *exposures))
    asked = replace(identification.question, scale="difference")
    found = [
        (name, "outcome", _argument(identification, replace(asked, outcome=(name,))))
        for name in outcomes
    ]
    for name in exposures:
        question = _of_exposure(asked, read_column(data, name))
        found.append((name, "exposure", _argument(identification, question, asked.exposure)))
    return found


def _check_names(identification: Identification, names: tuple[str, ...]) -> None:
    if not names:
        raise EstimationError(
            "there is no negative control; name outcomes that the exposure cannot cause, or "
            "exposures that cannot cause the outcome"
        )
    question = identification.question
    for name in names:
        if name in (*question.exposure, *question.outcome):
            raise EstimationError(f'"{name}" is part of the {question}, so it is no control for it')
        if name in identification.adjustment:
            raise EstimationError(
                f'"{name}" is adjusted for, so it cannot show what adjusting leaves behind'
            )
        if names.count(name) > 1:
            raise EstimationError(f'the control "{name}" is named twice')


def _argument(
    identification: Identification, question: Question, further: tuple[str, ...] = ()
) -> Backdoor:
    adjustment = (*identification.adjustment, *further)
    return Backdoor(question, adjustment, (adjustment,), True, identification.selected)


def _of_exposure(asked: Question, control: Column) -> Question:
    """Return the question about a control for the exposure, averaged over everybody."""
    low, high = _contrast(control)
    population: Population = "all" if isinstance(asked.population, str) else asked.population
    return replace(
        asked,
        exposure=(control.name,),
        treated=(high,),
        reference=(low,),
        population=population,
    )


def _contrast(control: Column) -> tuple[float | str, float | str]:
    levels = control.levels
    if len(levels) < 2:
        raise EstimationError(f'the control "{control.name}" does not vary')
    if control.labels and len(levels) > 2:
        raise EstimationError(
            f'the control "{control.name}" has {len(levels)} labels; make it two groups'
        )
    if control.labels:
        low, high = (cast("float | str", control.labels[int(level)]) for level in levels)
        return low, high
    many = len(levels) > MOST_GROUPS
    ends = np.nanquantile(control.values, QUARTILES) if many else levels[[0, -1]]
    if ends[0] == ends[1]:
        raise EstimationError(
            f'half of all people have the same value of the control "{control.name}"; make it '
            f"two groups"
        )
    return float(ends[0]), float(ends[1])
