"""Writes and reads the numbers of positions so that every program takes them alike."""

from __future__ import annotations

from decimal import Decimal


def plain_number(value: float) -> str:
    """Return a number without an exponent, of which dagitty would read only a part.

    Parameters
    ----------
    value : float
        A finite number.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_number(1.5e-7), plain_number(-2.0)
    ('0.00000015', '-2.0')
    """
    return format(Decimal(repr(float(value))), "f")
