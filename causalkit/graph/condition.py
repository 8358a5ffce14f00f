"""A condition on one variable, such as ``age >= 40``: who belongs to a subgroup."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy
import pandas

from causalkit.errors import QuestionError, did_you_mean
from causalkit.graph.wording import check_value, plain, written

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Relation = Literal["==", "!=", "<", "<=", ">", ">="]

COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Condition:
    """A comparison of one variable with one value.

    Parameters
    ----------
    variable : str
        Name of the variable.
    relation : {"==", "!=", "<", "<=", ">", ">="}
        How it is compared.
    value : float or str
        With what: a number, or the label of a category.

    Raises
    ------
    QuestionError
        If the variable has no name, the relation is none of the six, or the value is
        not a finite number or a label.

    Examples
    --------
    >>> print(Condition("age", ">=", 40))
    age >= 40
    """

    variable: str
    relation: Relation
    value: float | str

    def __post_init__(self) -> None:
        if not isinstance(self.variable, str) or not self.variable:
            raise QuestionError(f"a condition names a variable, not {self.variable!r}")
        if self.relation not in get_args(Relation):
            relations = ", ".join(get_args(Relation))
            raise QuestionError(f'"{self.relation}" is not a comparison; use one of {relations}')
        check_value(self.value)

    def __str__(self) -> str:
        return f"{written(self.variable)} {self.relation} {written(self.value)}"

    def holds(self, column: ArrayLike | pandas.Series[Any]) -> NDArray[numpy.bool_]:
        """Return for each row of a column whether the condition holds.

        Parameters
        ----------
        column : array-like of shape (n,)
            Values of the variable: numbers, booleans (compared as 1 and 0), strings, or
            a pandas categorical, whose labels are compared, by their order if it has one.

        Returns
        -------
        ndarray of bool of shape (n,)
            False where the value is missing.

        Raises
        ------
        QuestionError
            If the values cannot be compared so: a label against numbers, an unknown
            label, or ``<`` and the like for labels without an order.

        Examples
        --------
        >>> Condition("age", ">=", 40).holds([18, 40, None]).tolist()
        [False, True, False]
        """
        series: pandas.Series[Any] = pandas.Series(column)
        if series.dtype == object:
            series = series.convert_dtypes()
        present: NDArray[numpy.bool_] = series.notna().to_numpy(dtype=bool)
        return present & self._compared(series)

    def _compared(self, series: pandas.Series[Any]) -> NDArray[numpy.bool_]:
        compare = COMPARISONS[self.relation]
        if isinstance(series.dtype, pandas.CategoricalDtype):
            result = compare(series.cat.codes.to_numpy(), self._code(series.dtype))
        elif pandas.api.types.is_numeric_dtype(series.dtype):
            if isinstance(self.value, str):
                raise QuestionError(f'{self}: "{self.variable}" holds numbers, not labels')
            result = compare(series.to_numpy(dtype=float, na_value=math.nan), self.value)
        else:
            self._check_labels(series)
            result = compare(series.to_numpy(dtype=object), self.value)
        return numpy.asarray(result, dtype=bool)

    def _code(self, categories: pandas.CategoricalDtype) -> int:
        if not categories.ordered:
            self._check_unordered()
        labels = [plain(label) for label in categories.categories]
        if plain(self.value) not in labels:
            near = did_you_mean(plain(self.value), labels) or f" It has {', '.join(labels)}."
            raise QuestionError(f'"{self.variable}" has no category "{plain(self.value)}".{near}')
        return labels.index(plain(self.value))

    def _check_labels(self, series: pandas.Series[Any]) -> None:
        self._check_unordered()
        if not isinstance(self.value, str) or not pandas.api.types.is_string_dtype(series.dtype):
            raise QuestionError(
                f'{self}: "{self.variable}" is a column of {series.dtype}, '
                f"which cannot be compared with {written(self.value)}"
            )

    def _check_unordered(self) -> None:
        if self.relation not in ("==", "!="):
            raise QuestionError(
                f'{self}: the labels of "{self.variable}" have no order; use == or !='
            )
