"""A survey as a stream of blocks, each checked against the codebook as it passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.survey import Codebook, Variable, dtype


def refuse_unusable_names(codebook: Codebook) -> None:
    """Refuse a codebook whose columns no file could hold.

    Parameters
    ----------
    codebook : Codebook
        What is to be written.

    Raises
    ------
    DataFileError
        If there is no variable, or a name is empty or stands twice.

    Examples
    --------
    >>> refuse_unusable_names(Codebook(()))
    Traceback (most recent call last):
    causalkit.errors.DataFileError: there is no variable to write.
    """
    names = codebook.names
    if not names:
        raise DataFileError("there is no variable to write.")
    if "" in names:
        raise DataFileError("a variable has no name; give it one.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise DataFileError(f'two variables are called "{twice[0]}"; rename one.')


def checked(blocks: Iterable[pd.DataFrame], codebook: Codebook) -> Iterator[pd.DataFrame]:
    """Yield the blocks, refusing one that does not fit the codebook.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey, some rows at a time.
    codebook : Codebook
        Its columns, in order.

    Yields
    ------
    pandas.DataFrame
        Each block as it came.

    Raises
    ------
    DataFileError
        If the columns or the type of a column differ from the codebook.

    Examples
    --------
    >>> pain = Variable("pain", "Chronic pain", "", "covariate", "boolean")
    >>> next(checked([pd.DataFrame({"pain": [0.5]})], Codebook((pain,))))
    Traceback (most recent call last):
    causalkit.errors.DataFileError: column "pain" is float64, but its codebook entry means bool.
    """
    for block in blocks:
        if tuple(block.columns) != codebook.names:
            raise DataFileError(
                f"the table has the columns {', '.join(map(str, block.columns))}, "
                f"but the codebook describes {', '.join(codebook.names)}."
            )
        for variable in codebook.variables:
            _refuse_other_type(block[variable.name], variable)
        yield block


def empty(codebook: Codebook) -> pd.DataFrame:
    """Return a table of no rows with the columns and dtypes of the codebook.

    Parameters
    ----------
    codebook : Codebook
        The columns, in order.

    Returns
    -------
    pandas.DataFrame
        Shape (0, number of variables).

    Examples
    --------
    >>> pain = Variable("pain", "Chronic pain", "", "covariate", "boolean")
    >>> empty(Codebook((pain,))).dtypes.to_dict()
    {'pain': dtype('bool')}
    """
    columns = {item.name: pd.Series([], dtype=dtype(item)) for item in codebook.variables}
    return pd.DataFrame(columns)


def _refuse_other_type(column: pd.Series, variable: Variable) -> None:
    expected = dtype(variable)
    if column.dtype != expected:
        raise DataFileError(
            f'column "{variable.name}" is {column.dtype}, but its codebook entry means {expected}.'
        )
    # pandas calls unordered categories equal whatever their order; files store positions
    if variable.kind == "category" and tuple(column.cat.categories) != variable.values:
        raise DataFileError(
            f'column "{variable.name}" has its labels in another order than its codebook entry.'
        )
