"""What a survey hands over: a table, a codebook that explains it, and where it came from.

A column of numbers says nothing by itself. The codebook gives every variable its
label, its unit, the values it may take and the role it plays in the study; the
provenance names the world, its knobs and the seed, so that the same table can be
drawn again. All three travel together as one :class:`SurveyData`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np
import pandas as pd

from causalkit.errors import QuestionError, did_you_mean

Role = Literal["exposure", "outcome", "covariate", "latent", "selection"]
Kind = Literal["boolean", "integer", "number", "category"]


@dataclass(frozen=True)
class Variable:
    """One row of a codebook: what one column means and what may stand in it.

    Parameters
    ----------
    name : str
        Column name.
    label : str
        What it measures, in words.
    unit : str
        Unit of measurement, or the empty string.
    role : {"exposure", "outcome", "covariate", "latent", "selection"}
        The part it plays in the study.
    kind : {"boolean", "integer", "number", "category"}
        What kind of values it takes.
    values : tuple of str, optional
        Labels of a category in their order; empty for every other kind.
    ordered : bool, optional
        Whether the order of a category's labels carries meaning.
    minimum, maximum : float, optional
        Smallest and largest possible value; minus or plus infinity where open.
    missing : bool, optional
        Whether values may be missing.
    source : str, optional
        A citation, or ``"design choice"``.
    """

    name: str
    label: str
    unit: str
    role: Role
    kind: Kind
    values: tuple[str, ...] = ()
    ordered: bool = False
    minimum: float = -math.inf
    maximum: float = math.inf
    missing: bool = False
    source: str = ""


def dtype(variable: Variable) -> np.dtype[Any] | pd.api.extensions.ExtensionDtype:
    """Return the pandas dtype in which a variable is released.

    Parameters
    ----------
    variable : Variable
        A row of the codebook.

    Returns
    -------
    numpy.dtype or pandas ExtensionDtype
        ``bool``, the smallest signed integer that holds the range (``int64`` where the
        range is open), ``float64`` or a category. Booleans and integers that may be
        missing get pandas' nullable dtypes.

    Examples
    --------
    >>> dtype(Variable("phq9", "PHQ-9 sum", "points", "outcome", "integer", (), False, 0, 27))
    dtype('int8')
    >>> dtype(Variable("pain", "Chronic pain", "", "covariate", "boolean", missing=True))
    BooleanDtype
    """
    if variable.kind == "boolean":
        return pd.BooleanDtype() if variable.missing else np.dtype(bool)
    if variable.kind == "category":
        return pd.CategoricalDtype(list(variable.values), ordered=variable.ordered)
    if variable.kind == "number":
        return np.dtype(np.float64)
    integer = _smallest_integer(variable.minimum, variable.maximum)
    return pd.api.types.pandas_dtype(integer.name.capitalize()) if variable.missing else integer


@dataclass(frozen=True)
class Codebook:
    """What every column of a survey means.

    Parameters
    ----------
    variables : tuple of Variable
        One entry a column, in the order of the columns.

    Examples
    --------
    >>> book = Codebook((Variable("age", "Age", "years", "covariate", "integer"),))
    >>> book["age"].unit
    'years'
    >>> book.names
    ('age',)
    """

    variables: tuple[Variable, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables, in the order of the columns."""
        return tuple(variable.name for variable in self.variables)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Variable:
        for variable in self.variables:
            if variable.name == name:
                return variable
        hint = did_you_mean(name, self.names)
        raise QuestionError(f'the codebook has no variable "{name}".{hint}')

    def restricted_to(self, names: Iterable[str]) -> Codebook:
        """Return the codebook of some of the columns.

        Parameters
        ----------
        names : iterable of str
            Column names, in the order wanted.

        Returns
        -------
        Codebook
            Exactly these variables, in this order.

        Raises
        ------
        QuestionError
            If a name is not in the codebook.

        Examples
        --------
        >>> age = Variable("age", "Age", "years", "covariate", "integer")
        >>> pain = Variable("pain", "Chronic pain", "", "covariate", "boolean")
        >>> Codebook((age, pain)).restricted_to(["pain"]).names
        ('pain',)
        """
        return Codebook(tuple(self[name] for name in names))

    def table(self) -> pd.DataFrame:
        """Return the codebook as a table.

        Returns
        -------
        pandas.DataFrame
            One row a variable, one column a field of :class:`Variable`.

        Examples
        --------
        >>> book = Codebook((Variable("age", "Age", "years", "covariate", "integer"),))
        >>> book.table()[["name", "label", "unit"]].values.tolist()
        [['age', 'Age', 'years']]
        """
        columns = [field.name for field in fields(Variable)]
        rows = [[getattr(variable, name) for name in columns] for variable in self.variables]
        return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class Provenance:
    """Everything needed to draw the same survey again.

    Parameters
    ----------
    world : str
        Name of the world.
    title : str
        Its title.
    preset : str
        Name of the preset, or the empty string.
    knobs : mapping of str to float
        The value of every knob.
    seed : int
        Seed of the draw.
    n : int
        Number of people released.
    changes : tuple of str
        Interventions and other changes to the world, in words.
    response_rate : float
        Share of those asked who responded; 1 where nobody was selected out, NaN if unknown.
    version : str
        Version of causalkit that drew the survey.
    question : str
        The question of the world, in words.
    """

    world: str
    title: str
    preset: str
    knobs: Mapping[str, float]
    seed: int
    n: int
    changes: tuple[str, ...]
    response_rate: float
    version: str
    question: str

    def as_dict(self) -> dict[str, Any]:
        """Return the provenance as JSON-able values; an unknown response rate is ``None``.

        Returns
        -------
        dict
            One entry a field, named like the field.

        Examples
        --------
        >>> drawn = Provenance("triangle", "", "", {"pull": 0.9}, 7, 100, (), 1.0, "0.1.0", "")
        >>> drawn.as_dict()["knobs"]
        {'pull': 0.9}
        """
        entries = {field.name: getattr(self, field.name) for field in fields(self)}
        rate = None if math.isnan(self.response_rate) else self.response_rate
        plain = {"knobs": dict(self.knobs), "changes": list(self.changes), "response_rate": rate}
        return entries | plain


@dataclass(frozen=True)
class SurveyData:
    """A survey as released: the table, what it means and where it came from.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a person, one column a variable, in the dtypes of :func:`dtype`.
    codebook : Codebook
        One entry a column.
    provenance : Provenance
        The world, knobs and seed that produced the table.
    """

    frame: pd.DataFrame
    codebook: Codebook
    provenance: Provenance


def _smallest_integer(minimum: float, maximum: float) -> np.dtype[Any]:
    for candidate in (np.int8, np.int16, np.int32):
        limits = np.iinfo(candidate)
        if limits.min <= minimum and maximum <= limits.max:
            return np.dtype(candidate)
    return np.dtype(np.int64)
