"""Codebook and provenance as plain JSON values, the same in every kind of file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from causalkit.errors import DataFileError
from causalkit.nature.survey import Codebook, Provenance, Variable


def described(codebook: Codebook, provenance: Provenance) -> dict[str, Any]:
    """Return codebook and provenance as JSON-able values.

    Parameters
    ----------
    codebook : Codebook
        What the columns mean.
    provenance : Provenance
        Where the table came from.

    Returns
    -------
    dict
        ``{"codebook": [one entry a variable], "provenance": {…}}``; an open end of a
        range is ``None``.

    Examples
    --------
    >>> age = Variable("age", "Age", "years", "covariate", "integer", minimum=18)
    >>> drawn = Provenance("triangle", "", "", {}, 7, 100, (), 1.0, "0.1.0", "")
    >>> described(Codebook((age,)), drawn)["codebook"][0]["maximum"] is None
    True
    """
    variables = [_as_dict(variable) for variable in codebook.variables]
    return {"codebook": variables, "provenance": provenance.as_dict()}


def restored(description: Mapping[str, Any], source: str) -> tuple[Codebook, Provenance]:
    """Return the codebook and provenance that :func:`described` described.

    Parameters
    ----------
    description : mapping
        What :func:`described` returned.
    source : str
        Name of the file it was found in, for the error.

    Returns
    -------
    tuple of Codebook and Provenance
        Equal to those that were described.

    Raises
    ------
    DataFileError
        If something is missing or cannot be understood.

    Examples
    --------
    >>> age = Variable("age", "Age", "years", "covariate", "integer", minimum=18)
    >>> drawn = Provenance("triangle", "", "", {}, 7, 100, (), 1.0, "0.1.0", "")
    >>> restored(described(Codebook((age,)), drawn), "age.csv") == (Codebook((age,)), drawn)
    True
    """
    try:
        variables = tuple(_variable(entries) for entries in description["codebook"])
        return Codebook(variables), _provenance(description["provenance"])
    except (KeyError, TypeError, AttributeError) as error:
        reason = f"the codebook of {source} cannot be understood ({error})"
        raise DataFileError(f"{reason}; write the file again.") from error


def _as_dict(variable: Variable) -> dict[str, Any]:
    ends = {"minimum": variable.minimum, "maximum": variable.maximum}
    known = {name: value if math.isfinite(value) else None for name, value in ends.items()}
    return asdict(variable) | known | {"values": list(variable.values)}


def _variable(entries: Mapping[str, Any]) -> Variable:
    given = {name: value for name, value in entries.items() if value is not None}
    return Variable(**{**given, "values": tuple(entries["values"])})


def _provenance(entries: Mapping[str, Any]) -> Provenance:
    rate = entries["response_rate"]
    known = {"response_rate": math.nan if rate is None else rate}
    return Provenance(**{**entries, **known, "changes": tuple(entries["changes"])})
