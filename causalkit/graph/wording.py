"""How a question spells names and values."""

from __future__ import annotations

import math
import re

from causalkit.errors import QuestionError

NAME = re.compile(r"[^\W\d]\w*")
KEYWORDS = frozenset({"effect", "of", "on", "from", "to", "as", "among", "and", "or"})
RESERVED = KEYWORDS | {"all", "exposed", "unexposed"}


def check_value(value: object) -> None:
    """Raise unless the value is a finite number or a label.

    Parameters
    ----------
    value : object
        What somebody wants to compare a variable with, or to set it to.

    Raises
    ------
    QuestionError
        If it is neither.

    Examples
    --------
    >>> check_value(1), check_value("female")
    (None, None)
    """
    if isinstance(value, str):
        return
    try:
        finite = math.isfinite(value)  # type: ignore[arg-type]  # that it may fail is the test
    except (TypeError, OverflowError):
        finite = False
    if not finite:
        raise QuestionError(f"a value is a finite number or a label, not {value!r}")


def plain(value: float | str) -> str:
    """Return a value as text, a whole number without its decimal point.

    Parameters
    ----------
    value : float or str
        A number or a label.

    Returns
    -------
    str

    Examples
    --------
    >>> plain(1.0), plain(0.5), plain("a few")
    ('1', '0.5', 'a few')
    """
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else repr(float(value))


def written(value: float | str) -> str:
    """Return a name or value as a question spells it: quoted where it must be.

    Parameters
    ----------
    value : float or str
        A number, or the name of a variable or category.

    Returns
    -------
    str

    Examples
    --------
    >>> print(written(1.0), written("female"), written("not sure"))
    1 female "not sure"
    """
    if not isinstance(value, str) or (NAME.fullmatch(value) and value not in RESERVED):
        return plain(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
