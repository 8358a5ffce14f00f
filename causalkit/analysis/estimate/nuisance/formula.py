"""Terms written as a formula, so that a published model can be fitted again.

``age + I(age**2) + C(education)`` is a parabola in age and an indicator for each level of
education but the first; ``kratom * pain`` is both and their product. Whoever writes the
terms out answers for them; what the diagram asks for is still checked: every variable that
has to be adjusted for is there, and no other.

Source: Wilkinson and Rogers (1973), Symbolic description of factorial models for analysis
of variance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.models.design import Parts
from causalkit.analysis.estimate.models.setting import observed
from causalkit.analysis.estimate.nuisance.joint import Joint, joint
from causalkit.analysis.estimate.reading.columns import Column, Numbers
from causalkit.errors import EstimationError


def names_exposure(rows: Rows, formula: str) -> bool:
    """Return whether a formula has the exposures among its terms, checked to be suitable.

    Parameters
    ----------
    rows : Rows
        The rows, with exposures and covariates.
    formula : str
        Terms of covariates and perhaps of the exposures.

    Returns
    -------
    bool

    Raises
    ------
    EstimationError
        If it is no formula, a variable that has to be adjusted for is not in it, or another
        variable is.
    """
    columns = (*rows.exposures, *rows.covariates)
    _check_readable(formula, {column.name for column in columns})
    named = _variables(_matrix(formula, formula, _table(columns))[1])
    for column in rows.covariates:
        if column.name not in named:
            raise EstimationError(
                f'the formula "{formula}" lacks "{column.name}", which has to be adjusted for; add '
                f"a term"
            )
    absent = [column.name for column in rows.exposures if column.name not in named]
    if 0 < len(absent) < len(rows.exposures):
        raise EstimationError(
            f'the formula "{formula}" names some of the exposures but not "{absent[0]}"; name all '
            f"of them or none"
        )
    return not absent


def formula_parts(rows: Rows, formula: str) -> Parts:
    """Return the terms of the covariates.

    Parameters
    ----------
    rows : Rows
        The rows.
    formula : str
        Terms of covariates.

    Returns
    -------
    list of pairs of str and ndarray of float
        Whose they are, and the columns.

    Raises
    ------
    EstimationError
        If a term cannot be computed.
    """
    _check_readable(formula, {column.name for column in rows.covariates})
    matrix, spec = _matrix(formula, formula, _table(rows.covariates))
    return [*zip(_owners(spec), matrix.T, strict=True)]


def formula_model(rows: Rows, formula: str) -> Joint:
    """Return the model for everybody, from a formula with the exposures among its terms.

    Parameters
    ----------
    rows : Rows
        The rows.
    formula : str
        Terms of covariates and exposures.

    Returns
    -------
    Joint

    Raises
    ------
    EstimationError
        If a term cannot be computed, or the covariates decide the exposure.
    """
    table = _table((*rows.exposures, *rows.covariates))
    matrix, spec = _matrix(formula, formula, table)
    settings = tuple(
        observed(_matrix(formula, spec, _with(table, rows.exposures, values))[0])
        for values in (rows.question.treated, rows.question.reference)
    )
    return joint(matrix, _owners(spec), settings)


def _table(columns: tuple[Column, ...]) -> pd.DataFrame:
    return pd.DataFrame({column.name: _values(column, column.values) for column in columns})


def _values(column: Column, values: Numbers) -> Any:  # noqa: ANN401  # numbers, or pandas' labels
    if not column.labels:
        return values
    return pd.Categorical.from_codes(values.astype(int), categories=pd.Index(column.labels))


def _with(
    table: pd.DataFrame, exposures: tuple[Column, ...], settings: tuple[float | str, ...]
) -> pd.DataFrame:
    """Return the table with everybody's exposures set."""
    return table.assign(
        **{
            column.name: _values(column, np.full(len(table), column.position(setting)))
            for column, setting in zip(exposures, settings, strict=True)
        }
    )


def _check_readable(formula: str, known: set[str]) -> None:
    from formulaic import Formula, SimpleFormula
    from formulaic.errors import FormulaicError
    from formulaic.transforms import TRANSFORMS

    try:
        read = Formula(formula)
    except (FormulaicError, SyntaxError) as error:
        raise EstimationError(f'the formula "{formula}" cannot be read: {_said(error)}') from None
    if not isinstance(read, SimpleFormula):
        raise EstimationError(
            f'the formula "{formula}" has sides; the question names the outcome, so write the '
            f"terms only"
        )
    for other in sorted(set(map(str, read.required_variables)) - known - set(TRANSFORMS)):
        raise EstimationError(
            f'the formula "{formula}" names "{other}"; the variables that it can be made of are '
            f"{', '.join(sorted(known))}"
        )


def _matrix(formula: str, spec: Any, table: pd.DataFrame) -> tuple[Numbers, Any]:  # noqa: ANN401  # a formula, or what the library made of it
    from formulaic import model_matrix
    from formulaic.errors import FormulaicError

    try:
        made = model_matrix(spec, table, context={}, na_action="ignore")
        matrix = np.ascontiguousarray(made, dtype=np.float64)
    except (FormulaicError, ArithmeticError, SyntaxError, TypeError, ValueError) as error:
        raise EstimationError(
            f'the formula "{formula}" cannot be computed: {_said(error)}'
        ) from None
    for column in np.flatnonzero(~np.isfinite(matrix).all(axis=0)):
        raise EstimationError(
            f'the term "{made.model_spec.column_names[column]}" of the formula "{formula}" is not '
            f"a finite number in every row"
        )
    return matrix, made.model_spec


def _said(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _variables(spec: Any) -> set[str]:  # noqa: ANN401  # as above
    return set(map(str, spec.variables_by_source.get("data", ())))


def _owners(spec: Any) -> tuple[str, ...]:  # noqa: ANN401  # as above
    """Return for each column the variables it is made of; none for the intercept."""
    known, owners = _variables(spec), [""] * len(spec.column_names)
    for term, columns in spec.term_indices.items():
        for column in columns:
            owners[column] = ", ".join(sorted(known & set(map(str, spec.term_variables[term]))))
    return tuple(owners)
