"""Expressions of the world language, as small immutable trees.

Operators are calls like any function: ``a + b`` is ``Call("+", (a, b))``,
``a if c else b`` is ``Call("if", (c, a, b))``, and a chain ``a < b < c`` is one
call of ``<``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from causalkit.errors import Place


@dataclass(frozen=True)
class Number:
    """A number written in the text."""

    value: float
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Label:
    """A quoted category label."""

    text: str
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Name:
    """The name of a variable or of a knob."""

    name: str
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Call:
    """A function, an operator or a distribution with its arguments.

    Parameters
    ----------
    function : str
        Name, or operator as it is written.
    arguments : tuple of Expression
        Positional arguments.
    keywords : tuple of (str, Expression)
        Arguments given by a label, as in ``categorical(north=0.3, south=0.7)``.
    place : Place, optional
        Where it stands.
    """

    function: str
    arguments: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)


Expression = Number | Label | Name | Call


def names(expression: Expression) -> Iterator[Name]:
    """Yield every name in an expression, from left to right.

    Parameters
    ----------
    expression : Expression
        The tree to walk.

    Yields
    ------
    Name
        One for each place where a name stands.

    Examples
    --------
    >>> from causalkit.nature.language.translation import parse_expression
    >>> [each.name for each in names(parse_expression("a + b*a"))]
    ['a', 'b', 'a']
    """
    if isinstance(expression, Name):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from names(argument)
        for _, argument in expression.keywords:
            yield from names(argument)


def renamed(expression: Expression, new: dict[str, str]) -> Expression:
    """Return the expression with some names replaced by others.

    Parameters
    ----------
    expression : Expression
        The tree to copy.
    new : dict of str to str
        New name for each old one.

    Returns
    -------
    Expression
        The copy.

    Examples
    --------
    >>> from causalkit.nature.language.translation import parse_expression
    >>> renamed(parse_expression("a + b"), {"a": "c"}) == parse_expression("c + b")
    True
    """
    if isinstance(expression, Name):
        return Name(new.get(expression.name, expression.name), expression.place)
    if isinstance(expression, Call):
        return Call(
            expression.function,
            tuple(renamed(each, new) for each in expression.arguments),
            tuple((label, renamed(each, new)) for label, each in expression.keywords),
            expression.place,
        )
    return expression
