r"""Quoted names: how a name with spaces or other signs is written into a text.

dagitty and DOT write a name in double quotes, and a quote inside it as ``\"``. Any
other backslash is itself, and here they part: dagitty takes every ``\"`` for a quote,
DOT only if no backslash before it has spoken for that one. Hence a few names, such as
one that ends in a backslash, cannot be written at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from causalkit.errors import DiagramError


@dataclass(frozen=True)
class Quotes:
    """What may stand between double quotes in a language.

    Parameters
    ----------
    language : str
        Its name, for the messages.
    inside : str
        A pattern for what stands between the quotes.
    escape : str
        A pattern for a backslash and what it may escape, as its only group.
    """

    language: str
    inside: str
    escape: str

    def read(self, inside: str) -> str:
        r"""Return the name that stands between double quotes.

        Parameters
        ----------
        inside : str
            What stands between them.

        Returns
        -------
        str

        Examples
        --------
        >>> DAGITTY_QUOTES.read('so-called \"pain\"')
        'so-called "pain"'
        """
        return re.sub(self.escape, _unescaped, inside, flags=re.DOTALL)

    def write(self, name: str) -> str:
        """Return a name in double quotes.

        Parameters
        ----------
        name : str
            Any name.

        Returns
        -------
        str

        Raises
        ------
        DiagramError
            If the language cannot write this name.
        """
        text = quoted(name)
        if not re.fullmatch(f'"{self.inside}"', text, re.DOTALL) or self.read(text[1:-1]) != name:
            raise DiagramError(
                f"{self.language} cannot write the name {name!r}: it has a line break or"
                " another control character, or a backslash at its end or before a quote"
            )
        return text


DAGITTY_QUOTES = Quotes("dagitty", r'(?:\\"|\\\r?\n|[^"\x00-\x1f\x7f])*+', r'\\("|\r?\n)')
# A backslash before several line breaks means two things to the two; neither is read.
DOT_QUOTES = Quotes(
    "DOT",
    r'(?:\\\\(?![\r\n])|\\\r?\n(?![\r\n])|\\[^\\\r\n\x00]|[^"\\\x00])*+',
    r"\\(\r?\n|.)",
)


def quoted(name: str) -> str:
    r"""Return the name in double quotes, with a backslash before each quote.

    Parameters
    ----------
    name : str
        Any name.

    Returns
    -------
    str
        For a message; to write a file, ask the language.

    Examples
    --------
    >>> print(quoted('so-called "pain"'))
    "so-called \"pain\""
    """
    escaped = name.replace('"', '\\"')
    return f'"{escaped}"'


def _unescaped(match: re.Match[str]) -> str:
    return {'"': '"', "\n": "", "\r\n": ""}.get(match[1], match[0])
