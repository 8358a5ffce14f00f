"""Writes a formula down, as a textbook would, or with abbreviations if it is long.

A sum's variable that also has a meaning outside gets a prime, so that no name means two
things in one place. And formulas can be very long: each time the algorithm forgets a
variable, every part may come to be needed twice. From some length on, each sum and each
quotient is therefore written once, under a name of its own, and referred to by that name.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from causalkit.analysis.identify.general.expression import (
    Expression,
    Probability,
    Product,
    Quotient,
    Sum,
    inside_out,
    operands,
)
from causalkit.analysis.identify.general.notation import Notation

LONGEST = 60
"""A formula with more probabilities than this is written with abbreviations."""

Names = Mapping[str, str]


@dataclass(frozen=True)
class Writer:
    """Writes formulas in one notation.

    Parameters
    ----------
    notation : Notation
        The marks.
    first : container of str
        Variables that are written before all others among what is given.
    abbreviations : mapping of int to str
        Names for parts, by the identity of the part.
    """

    notation: Notation
    first: Container[str] = ()
    abbreviations: Mapping[int, str] = field(default_factory=dict)

    def write(self, expression: Expression, names: Names) -> str:
        """Return a formula in writing.

        Parameters
        ----------
        expression : Expression
            The formula.
        names : mapping of str to str
            How each variable that has a meaning outside is called there.

        Returns
        -------
        str

        Examples
        --------
        >>> from causalkit.analysis.identify.general.notation import TEXT
        >>> again = Sum(("x",), Product((Probability(("y",), ("x",)), Probability(("x",)))))
        >>> Writer(TEXT).write(again, {"x": "x", "y": "y"})
        "Σ_{x'} P(y | x') P(x')"
        """
        if id(expression) in self.abbreviations:
            return self.reference(expression, names)
        return self.spell(expression, names)

    def spell(self, expression: Expression, names: Names) -> str:
        """Return a formula in writing, without an abbreviation for the whole of it.

        Parameters
        ----------
        expression, names
            As for `write`.

        Returns
        -------
        str
        """
        if isinstance(expression, Probability):
            return self._probability(expression, names)
        if isinstance(expression, Product):
            return self._product(expression, names)
        if isinstance(expression, Quotient):
            return self._quotient(expression, names)
        inner = _fresh(expression.variables, names)
        variables = self._listed(expression.variables, inner)
        return self.notation.sum.format(variables) + self._inset(expression.body, inner)

    def reference(self, expression: Expression, names: Names) -> str:
        """Return the abbreviation of a part, with the variables on which it depends.

        Parameters
        ----------
        expression, names
            As for `write`.

        Returns
        -------
        str
        """
        variables = self._listed(sorted(expression.free), names)
        return f"{self.abbreviations[id(expression)]}({variables})"

    def _listed(self, variables: Iterable[str], names: Names) -> str:
        return ", ".join(self.notation.name(names[variable]) for variable in variables)

    def _probability(self, part: Probability, names: Names) -> str:
        given = sorted(part.given, key=lambda variable: variable not in self.first)
        bar = self.notation.bar if given else ""
        return f"P({self._listed(part.variables, names)}{bar}{self._listed(given, names)})"

    def _product(self, part: Product, names: Names) -> str:
        if not part.factors:
            return "1"
        *before, last = part.factors
        return " ".join([*(self._closed(each, names) for each in before), self._inset(last, names)])

    def _closed(self, part: Expression, names: Names) -> str:
        """Return a factor that others follow: a sum must not swallow them."""
        text = self._inset(part, names)
        swallows = isinstance(part, Sum) and id(part) not in self.abbreviations
        return self.notation.enclosed.format(text) if swallows else text

    def _inset(self, part: Expression, names: Names) -> str:
        """Return a part that others precede: a quotient must not divide them."""
        text = self.write(part, names)
        divides = isinstance(part, Quotient) and id(part) not in self.abbreviations
        return self.notation.inset.format(text) if divides else text

    def _quotient(self, part: Quotient, names: Names) -> str:
        return self.notation.fraction.format(
            self._side(part.numerator, names), self._side(part.denominator, names)
        )

    def _side(self, part: Expression, names: Names) -> str:
        text = self.write(part, names)
        short = isinstance(part, Probability) or id(part) in self.abbreviations
        return text if short or self.notation.stacked else self.notation.enclosed.format(text)


def formula(
    expression: Expression, notation: Notation, first: Iterable[str], names: Iterable[str]
) -> str:
    r"""Return a formula in writing, with definitions of its parts if it is long.

    Parameters
    ----------
    expression : Expression
        The formula.
    notation : Notation
        The marks.
    first : iterable of str
        Variables that are written before all others among what is given.
    names : iterable of str
        Variables that have a meaning outside of the formula.

    Returns
    -------
    str

    Examples
    --------
    >>> from causalkit.analysis.identify.general.notation import LATEX
    >>> formula(Probability(("y",), ("age",)), LATEX, (), ())
    'P(y \\mid \\mathrm{age})'
    """
    outside = {name: name for name in (*names, *expression.free)}
    if _length(expression) <= LONGEST:
        return Writer(notation, tuple(first)).write(expression, outside)
    parts = [part for part in inside_out(expression)[:-1] if isinstance(part, Sum | Quotient)]
    called = {
        id(part): notation.abbreviation.format(number) for number, part in enumerate(parts, start=1)
    }
    writer = Writer(notation, tuple(first), called)
    definitions = (_definition(part, writer) for part in parts)
    where = notation.where if parts else ""
    return writer.spell(expression, outside) + where + "; ".join(definitions)


def _definition(part: Expression, writer: Writer) -> str:
    names = {name: name for name in part.free}
    return f"{writer.reference(part, names)} = {writer.spell(part, names)}"


def _length(expression: Expression) -> int:
    """Return how many probabilities the formula has when it is written in full."""
    length: dict[int, int] = {}
    for part in inside_out(expression):
        within = sum(length[id(operand)] for operand in operands(part))
        length[id(part)] = 1 if isinstance(part, Probability) else within
    return length[id(expression)]


def _fresh(bound: Iterable[str], names: Names) -> dict[str, str]:
    """Return how variables are called inside a sum that binds some of them."""
    taken = set(names.values())
    inner = dict(names)
    for variable in bound:
        name = variable
        while name in taken:
            name += "'"
        taken.add(name)
        inner[variable] = name
    return inner
