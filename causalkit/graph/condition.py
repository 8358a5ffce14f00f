"""A condition on one variable, such as ``age >= 40``: who belongs to a subgroup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from causalkit.errors import QuestionError
from causalkit.graph.wording import check_value, written

if TYPE_CHECKING:
    import numpy
    import pandas
    from numpy.typing import ArrayLike, NDArray

Relation = Literal["==", "!=", "<", "<=", ">", ">="]


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
        # pandas takes longer to load than all the rest, and most conditions are only read.
        from causalkit.graph.columns import rows_where

        return rows_where(self, column)
