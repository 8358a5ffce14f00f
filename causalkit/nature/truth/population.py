"""Whose effect: the people that a question is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.graph import Question
from causalkit.nature.interventions import do
from causalkit.nature.kinds import Kind
from causalkit.nature.model import Model

Array = npt.NDArray[Any]
Setting = Sequence[float | str]


def variables_of(question: Question) -> tuple[str, ...]:
    """Return the variables that decide whether a person belongs to the population.

    Parameters
    ----------
    question : Question
        What is asked.

    Returns
    -------
    tuple of str
        Empty for everybody.
    """
    if question.population == "all":
        return ()
    if isinstance(question.population, str):
        return question.exposure
    return tuple(dict.fromkeys(each.variable for each in question.population))


def belongs(values: Mapping[str, Array], question: Question, model: Model) -> Array:
    """Return who belongs to the population, by what they did, not by what they might do.

    Parameters
    ----------
    values : mapping of str to ndarray
        Factual values of at least :func:`variables_of` the question.
    question : Question
        What is asked.
    model : Model
        Gives categories their labels.

    Returns
    -------
    ndarray of bool
        One value a person.
    """
    rows = len(next(iter(values.values())))
    if question.population == "all":
        return np.ones(rows, np.bool_)
    if isinstance(question.population, str):
        wanted = question.treated if question.population == "exposed" else question.reference
        matches = [
            values[name] == code_of(value, model.kinds[name])
            for name, value in zip(question.exposure, wanted, strict=True)
        ]
    else:
        matches = [
            each.holds(_labelled(values[each.variable], model.kinds[each.variable]))
            for each in question.population
        ]
    return np.asarray(np.logical_and.reduce(matches))


def code_of(value: float | str, kind: Kind) -> float:
    """Return how a value of a variable is stored.

    Parameters
    ----------
    value : float or str
        A number, or a label of a category.
    kind : Kind
        Kind of the variable.

    Returns
    -------
    float
        The number, or the position of the label.
    """
    return float(kind.labels.index(value)) if isinstance(value, str) else float(value)


def arm(model: Model, question: Question, setting: Setting) -> Model:
    """Return the model in which everybody's exposure has been set.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        Names the exposures.
    setting : sequence of float or str
        One value an exposure.

    Returns
    -------
    Model
        After the intervention.
    """
    for name, value in zip(question.exposure, setting, strict=True):
        model = do(model, name, value)
    return model


def _labelled(values: Array, kind: Kind) -> Any:  # noqa: ANN401 - an array or a category
    if not kind.labels:
        return values
    dtype = pd.CategoricalDtype(list(kind.labels), ordered=kind.ordered)
    return pd.Categorical.from_codes(values.astype(np.int64), dtype=dtype)
