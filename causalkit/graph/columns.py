"""Compares the column of a table with the value of a condition, by the column's type."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy
import pandas
from pandas.api.types import is_numeric_dtype, is_string_dtype

from causalkit.errors import QuestionError, did_you_mean
from causalkit.graph.wording import plain, written

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from causalkit.graph.condition import Condition

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def rows_where(
    condition: Condition, column: ArrayLike | pandas.Series[Any]
) -> NDArray[numpy.bool_]:
    """Return for each row of a column whether the condition holds.

    Parameters
    ----------
    condition : Condition
        What is asked of the column's variable.
    column : array-like of shape (n,)
        Values of the variable; see `Condition.holds`.

    Returns
    -------
    ndarray of bool of shape (n,)
        False where the value is missing.

    Raises
    ------
    QuestionError
        If the values cannot be compared so.

    Examples
    --------
    >>> from causalkit.graph import Condition
    >>> rows_where(Condition("sex", "==", "female"), ["male", "female", None]).tolist()
    [False, True, False]
    """
    series: pandas.Series[Any] = pandas.Series(column)
    if series.dtype == object:
        series = series.convert_dtypes()
    left, right = _sides(condition, series)
    holds = numpy.asarray(COMPARISONS[condition.relation](left, right), dtype=bool)
    return holds & series.notna().to_numpy(dtype=bool)


def _sides(condition: Condition, series: pandas.Series[Any]) -> tuple[NDArray[Any], float | str]:
    """Return the column and the value in a form in which they can be compared."""
    if isinstance(series.dtype, pandas.CategoricalDtype):
        return series.cat.codes.to_numpy(), _code(condition, series.dtype)
    if is_numeric_dtype(series.dtype):
        if isinstance(condition.value, str):
            raise _refusal(condition, "holds numbers, not labels")
        return series.to_numpy(dtype=float, na_value=math.nan), condition.value
    _check_unordered(condition)
    if not isinstance(condition.value, str) or not is_string_dtype(series.dtype):
        what = written(condition.value)
        raise _refusal(condition, f"holds {series.dtype}, which cannot be compared with {what}")
    return series.to_numpy(dtype=object, na_value=""), condition.value


def _code(condition: Condition, categories: pandas.CategoricalDtype) -> int:
    if not categories.ordered:
        _check_unordered(condition)
    labels = [plain(label) for label in categories.categories]
    label = plain(condition.value)
    if label not in labels:
        near = did_you_mean(label, labels) or f" It has {', '.join(labels)}."
        raise QuestionError(f'"{condition.variable}" has no category "{label}".{near}')
    return labels.index(label)


def _check_unordered(condition: Condition) -> None:
    if condition.relation not in ("==", "!="):
        raise _refusal(condition, "holds labels that have no order; use == or !=")


def _refusal(condition: Condition, why: str) -> QuestionError:
    return QuestionError(f'{condition}: "{condition.variable}" {why}')
