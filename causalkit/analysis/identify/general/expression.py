"""The formulas of identification, as trees of probabilities.

A formula that identifies an effect is made of four things only: probabilities of the
observed variables, products, quotients, and sums over all values of a variable. A sum
*binds* its variables: inside it they run through their values, whatever the same names
mean outside. So in the front-door formula one x is the exposure that is set and the
other runs through everybody's exposure; when a formula is written down the second one
gets a prime. Parts may be shared: where the same sum is needed twice it is one object.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Probability:
    """The probability of some observed variables given others.

    Parameters
    ----------
    variables : tuple of str
        The variables whose probability it is, at least one.
    given : tuple of str
        The variables that are known, none of them among the first.

    Examples
    --------
    >>> sorted(Probability(("y",), ("x",)).free)
    ['x', 'y']
    """

    variables: tuple[str, ...]
    given: tuple[str, ...] = ()

    @cached_property
    def free(self) -> frozenset[str]:
        """The variables on whose values the number depends."""
        return frozenset(self.variables + self.given)


@dataclass(frozen=True)
class Product:
    """Several formulas multiplied with each other.

    Parameters
    ----------
    factors : tuple of Expression
        The formulas, two or more; a product of none is one.
    """

    factors: tuple[Expression, ...]

    @cached_property
    def free(self) -> frozenset[str]:
        """The variables on whose values the number depends."""
        return frozenset[str]().union(*(factor.free for factor in self.factors))


@dataclass(frozen=True)
class Sum:
    """A formula added up over all values of some variables.

    Parameters
    ----------
    variables : tuple of str
        The variables that run through their values, at least one.
    body : Expression
        The formula that is added up.
    """

    variables: tuple[str, ...]
    body: Expression

    @cached_property
    def free(self) -> frozenset[str]:
        """The variables on whose values the number depends."""
        return self.body.free.difference(self.variables)


@dataclass(frozen=True)
class Quotient:
    """One formula divided by another.

    Parameters
    ----------
    numerator, denominator : Expression
        The two formulas.
    """

    numerator: Expression
    denominator: Expression

    @cached_property
    def free(self) -> frozenset[str]:
        """The variables on whose values the number depends."""
        return self.numerator.free | self.denominator.free


Expression = Probability | Product | Sum | Quotient


def factors(expression: Expression) -> tuple[Expression, ...]:
    """Return the formulas whose product an expression is.

    Parameters
    ----------
    expression : Expression
        Any formula.

    Returns
    -------
    tuple of Expression
        The formula itself, if it is not a product.

    Examples
    --------
    >>> factors(Probability(("x",)))
    (Probability(variables=('x',), given=()),)
    """
    return expression.factors if isinstance(expression, Product) else (expression,)


def operands(expression: Expression) -> tuple[Expression, ...]:
    """Return the formulas of which an expression is directly made.

    Parameters
    ----------
    expression : Expression
        Any formula.

    Returns
    -------
    tuple of Expression
        For a sum over a product, its factors: nobody should multiply first and add up then.

    Examples
    --------
    >>> operands(Sum(("x",), Product((Probability(("y",), ("x",)), Probability(("x",))))))
    (Probability(variables=('y',), given=('x',)), Probability(variables=('x',), given=()))
    """
    if isinstance(expression, Quotient):
        return expression.numerator, expression.denominator
    if isinstance(expression, Sum):
        return factors(expression.body)
    return expression.factors if isinstance(expression, Product) else ()


def inside_out(expression: Expression) -> list[Expression]:
    """Return all parts of a formula, each object once, what it is made of before itself.

    Parameters
    ----------
    expression : Expression
        Any formula.

    Returns
    -------
    list of Expression
        The formula itself comes last.

    Examples
    --------
    >>> part = Probability(("x",))
    >>> len(inside_out(Quotient(part, part)))
    2
    """
    found: dict[int, Expression] = {}
    waiting = [(expression, False)]
    while waiting:
        part, made = waiting.pop()
        if made:
            found[id(part)] = part
        elif id(part) not in found:
            waiting.append((part, True))
            # The first operand is to be handled first, so it is put on top.
            waiting.extend((each, False) for each in reversed(operands(part)))
    return list(found.values())
