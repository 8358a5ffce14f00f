"""Quoted names: how a name with spaces or other signs is written into a text."""

from __future__ import annotations

import re

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
MEANINGS = {escape: sign for sign, escape in ESCAPES.items()}


def quoted(name: str) -> str:
    r"""Return the name in double quotes, with a backslash before what would end them.

    Parameters
    ----------
    name : str
        Any name.

    Returns
    -------
    str
        One line of text.

    Examples
    --------
    >>> print(quoted('so-called "pain"'))
    "so-called \"pain\""
    """
    return '"' + "".join(ESCAPES.get(sign, sign) for sign in name) + '"'


def unquoted(text: str) -> str:
    r"""Return the name that stands between double quotes.

    Parameters
    ----------
    text : str
        What is written between the quotes.

    Returns
    -------
    str
        The name; a backslash that escapes nothing is itself.

    Examples
    --------
    >>> unquoted('so-called \\"pain\\"')
    'so-called "pain"'
    """
    return re.sub(r'\\[\\"nr]', lambda match: MEANINGS[match[0]], text)


def side_by_side(first: str, second: str) -> str:
    """Return what to say about two names with nothing but a blank between them.

    Parameters
    ----------
    first, second : str
        The two names.

    Returns
    -------
    str

    Examples
    --------
    >>> print(side_by_side("chronic", "pain")[:71])
    two names side by side: one name with a blank needs quotes, "chronic pa
    """
    return (
        "two names side by side: one name with a blank needs quotes,"
        f" {quoted(f'{first} {second}')}, and two names need a semicolon or a line break"
        " between them"
    )
