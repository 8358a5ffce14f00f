"""Rules of arithmetic that make a formula shorter and never change it.

Five rules suffice for the formulas of the textbooks. The chain rule,
P(a | b, c) P(b | c) = P(a, b | c), makes one probability of two. Its reverse,
P(a, b | c) / P(b | c) = P(a | b, c), makes one of a quotient. What stands above and
below the line of a quotient is struck out. What does not vary with the variable of a sum
stands outside of it. And where nothing else varies with a, Σ_{a} P(a, b | c) = P(b | c).

None of these is about causes: they hold for every distribution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from causalkit.analysis.identify.general.expression import (
    Expression,
    Probability,
    Product,
    Quotient,
    Sum,
    factors,
)


def product(parts: Iterable[Expression]) -> Expression:
    """Return the product of some formulas, probabilities first.

    Parameters
    ----------
    parts : iterable of Expression
        The factors.

    Returns
    -------
    Expression

    Examples
    --------
    >>> product([Probability(("a",), ("b",)), Probability(("b",))])
    Probability(variables=('b', 'a'), given=())
    """
    flat = [factor for part in parts for factor in factors(part)]
    chained = _chained([part for part in flat if isinstance(part, Probability)])
    every = (*chained, *(part for part in flat if not isinstance(part, Probability)))
    return every[0] if len(every) == 1 else Product(every)


def quotient(numerator: Expression, denominator: Expression) -> Expression:
    """Return one formula divided by another, with what they share struck out.

    Parameters
    ----------
    numerator, denominator : Expression
        The two formulas.

    Returns
    -------
    Expression

    Examples
    --------
    >>> quotient(Probability(("z", "y"), ("x",)), Probability(("z",), ("x",)))
    Probability(variables=('y',), given=('z', 'x'))
    """
    above, below = list(factors(numerator)), []
    for part in factors(denominator):
        if part in above:
            above.remove(part)
        elif not _divided(above, part):
            below.append(part)
    return Quotient(product(above), product(below)) if below else product(above)


def added_up(variables: Iterable[str], parts: Iterable[Expression]) -> Expression:
    """Return the sum of a product over all values of some variables.

    Parameters
    ----------
    variables : iterable of str
        The variables of the sum.
    parts : iterable of Expression
        The factors of the product.

    Returns
    -------
    Expression
        Factors that share no variable of the sum, not even by way of others, are added up
        each on its own.

    Examples
    --------
    >>> added_up(["a"], [Probability(("y",), ("a",)), Probability(("x",))])
    Product(factors=(Probability(variables=('x',), given=()), Sum(variables=('a',), ...)))
    """
    bound = tuple(dict.fromkeys(variables))
    reduced = _reduced([factor for part in parts for factor in factors(part)], bound)
    return product(
        Sum(shared, product(group)) if shared else product(group)
        for group, shared in _tied(reduced, bound)
    )


def _reduced(parts: list[Expression], bound: tuple[str, ...]) -> list[Expression]:
    """Return factors with the same sum, from which variables have been forgotten if possible."""
    while True:
        chained = [*factors(product(parts))]
        parts = _forgotten(chained, bound)
        if parts == chained:
            return parts


def _forgotten(parts: list[Expression], bound: tuple[str, ...]) -> list[Expression]:
    """Leave out variables of which there is only a probability: adding that up gives one."""
    mentions = Counter(name for part in parts for name in part.free)
    alone = {name for name in bound if mentions[name] == 1}
    forgotten: list[Expression] = []
    for part in parts:
        if isinstance(part, Probability) and not alone.isdisjoint(part.variables):
            left = tuple(name for name in part.variables if name not in alone)
            forgotten += [Probability(left, part.given)] if left else []
        else:
            forgotten.append(part)
    return forgotten


def _tied(
    parts: list[Expression], bound: tuple[str, ...]
) -> Iterator[tuple[list[Expression], tuple[str, ...]]]:
    """Yield the factors that variables of the sum tie together, with those variables."""
    place = {variable: index for index, variable in enumerate(bound)}
    having: dict[str, list[int]] = {}
    for index, part in enumerate(parts):
        for variable in part.free & place.keys():
            having.setdefault(variable, []).append(index)
    seen: set[int] = set()
    for start in range(len(parts)):
        group, shared = [] if start in seen else [start], list[str]()
        seen.add(start)
        for index in group:  # which grows meanwhile
            met = parts[index].free & having.keys()
            new = {i for variable in met for i in having.pop(variable)} - seen
            group += sorted(new)
            seen |= new
            shared += met
        if group:
            yield [parts[i] for i in sorted(group)], tuple(sorted(shared, key=place.__getitem__))


def _chained(parts: list[Probability]) -> list[Probability]:
    """Return the probabilities with every P(a | b, c) P(b | c) made one."""
    done: dict[frozenset[str], Probability] = {}
    others: list[Probability] = []
    for part in reversed(parts):
        whole = part
        while frozenset(whole.given) in done:
            first = done.pop(frozenset(whole.given))
            whole = Probability(first.variables + whole.variables, first.given)
        if whole.free in done:
            others.append(whole)
        else:
            done[whole.free] = whole
    return [*reversed(done.values()), *others]


def _divided(above: list[Expression], part: Expression) -> bool:
    """Divide one of the factors by a probability, if that leaves a probability."""
    if not isinstance(part, Probability):
        return False
    for index, whole in enumerate(above):
        if isinstance(whole, Probability) and set(whole.given) == set(part.given):
            rest = tuple(v for v in whole.variables if v not in part.variables)
            if len(rest) == len(whole.variables) - len(part.variables) > 0:
                above[index] = Probability(rest, part.variables + part.given)
                return True
    return False
