"""From a model's columns to the table and the codebook that people get to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from causalkit.graph import Question
from causalkit.nature.language import Equation
from causalkit.nature.model import Model
from causalkit.nature.survey import Codebook, Role, Variable

Array = npt.NDArray[Any]


def codebook(model: Model, question: Question, *, reveal: bool) -> Codebook:
    """Return the codebook of a survey.

    Parameters
    ----------
    model : Model
        The equations.
    question : Question
        Gives exposure and outcome their roles.
    reveal : bool
        Whether hidden variables are in the table too.

    Returns
    -------
    Codebook
        One entry a column, in the order of the world file.
    """
    shown = [each for each in model.equations if reveal or each.part == "released"]
    return Codebook(tuple(_variable(each, model, question) for each in shown))


def columns_needed(model: Model, book: Codebook) -> tuple[str, ...]:
    """Return the variables that a table with this codebook is made from.

    Parameters
    ----------
    model : Model
        The equations.
    book : Codebook
        The columns of the table.

    Returns
    -------
    tuple of str
        The columns and the indicators of their missing values.
    """
    indicators = (model.missingness[name] for name in book.names if name in model.missingness)
    return tuple(dict.fromkeys((*book.names, *indicators)))


def frame(columns: Mapping[str, Array], model: Model, book: Codebook) -> pd.DataFrame:
    """Return a table with compact types, with missing values where they are missing.

    Parameters
    ----------
    columns : mapping of str to ndarray
        Values of every variable in their storage type.
    model : Model
        Says which variable indicates missing values of which.
    book : Codebook
        The columns of the table.

    Returns
    -------
    pandas.DataFrame
        One row a person.
    """
    made = {
        variable.name: _column(
            columns[variable.name], columns.get(model.missingness.get(variable.name, "")), variable
        )
        for variable in book.variables
    }
    return pd.DataFrame(made, copy=False)


def _variable(equation: Equation, model: Model, question: Question) -> Variable:
    kind = model.kinds[equation.name]
    return Variable(
        name=equation.name,
        label=equation.remark.label,
        unit=equation.remark.unit,
        role=_role(equation, question),
        kind=kind.name,
        values=kind.labels,
        ordered=kind.ordered,
        minimum=kind.low,
        maximum=kind.high,
        missing=equation.name in model.missingness,
        source=equation.remark.source,
    )


def _role(equation: Equation, question: Question) -> Role:
    if equation.name in question.exposure:
        return "exposure"
    if equation.name in question.outcome:
        return "outcome"
    if equation.part == "latent":
        return "latent"
    return "covariate" if equation.part == "released" else "selection"


def _column(values: Array, missing: Array | None, variable: Variable) -> Any:  # noqa: ANN401 - pandas has no common type of columns
    if variable.kind == "category":
        dtype = pd.CategoricalDtype(list(variable.values), ordered=variable.ordered)
        codes = values if missing is None else np.where(missing, -1, values)
        return pd.Categorical.from_codes(codes, dtype=dtype)
    if missing is None:
        return values
    if variable.kind == "boolean":
        return pd.arrays.BooleanArray(values, missing)
    if variable.kind == "integer":
        return pd.arrays.IntegerArray(values, missing)
    return np.where(missing, np.nan, values)
