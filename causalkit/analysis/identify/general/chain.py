"""A distribution as the chain rule writes it: one conditional distribution after the other.

Every distribution can be built up variable by variable, P(a) P(b | a) P(c | a, b). Two
things are easy in that form. To forget a variable on which no other link depends, leave
its link out, because what can happen has probability one in all. And to keep the links of
some variables and drop those of others is what *setting* the others by hand means.

The algorithm works on such chains from beginning to end. Their links are conditional
probabilities of the observed variables at first. Where a variable is forgotten on which
later links depend, those become sums and quotients.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from causalkit.analysis.identify.general.algebra import added_up, quotient
from causalkit.analysis.identify.general.expression import (
    Expression,
    Probability,
    Quotient,
    Sum,
    factors,
)


@dataclass(frozen=True)
class Link:
    """The distribution of some variables given those before them.

    Parameters
    ----------
    variables : tuple of str
        The variables. Added up over all their values, the factor gives one.
    factor : Expression
        The distribution.
    """

    variables: tuple[str, ...]
    factor: Expression


def total(links: Iterable[Link], summed: Collection[str]) -> Expression:
    """Return the product of a chain's links, added up over some variables.

    Parameters
    ----------
    links : iterable of Link
        The chain, causes before effects.
    summed : collection of str
        The variables to add up over.

    Returns
    -------
    Expression

    Examples
    --------
    >>> chain = [
    ...     Link(("z",), Probability(("z",))),
    ...     Link(("m", "y"), Probability(("m", "y"), ("z",))),
    ... ]
    >>> total(chain, {"m"})
    Probability(variables=('z', 'y'), given=())
    """
    listed = list(links)
    owned = [node for link in listed for node in link.variables if node in summed]
    dropped = _dropped(listed, summed)
    parts = [
        _without(link, dropped)
        for link in reversed(listed)
        if not link.variables or not dropped.issuperset(link.variables)
    ]
    bound = (*owned, *sorted(set(summed).difference(owned)))
    return added_up((node for node in bound if node not in dropped), parts)


def links_of(
    wanted: Container[str], links: Sequence[Link], ancestral: Collection[str]
) -> list[Link]:
    """Return the links of some variables, after all but an ancestral set have been forgotten.

    Parameters
    ----------
    wanted : container of str
        The variables whose links are asked for.
    links : sequence of Link
        The chain, causes before effects.
    ancestral : collection of str
        The variables that remain, the wanted ones among them.

    Returns
    -------
    list of Link
        One for each run of neighbours.

    Notes
    -----
    With Q(i) the distribution of the first i variables that remain, the link of number i is
    Q(i) / Q(i − 1), and that of a run is Q(last) / Q(before the first).
    Tian and Pearl (2002), A general identification condition for causal effects, lemma 4.
    """
    chain = [node for link in links for node in link.variables]
    remaining = [node for node in chain if node in ancestral]
    found, start = [], 0
    upto: dict[int, Expression] = {}
    for is_wanted, group in groupby(remaining, key=wanted.__contains__):
        run = tuple(group)
        end = start + len(run)
        if is_wanted:
            for bound in {start, end} - upto.keys() - {0}:
                upto[bound] = total(links, set(chain).difference(remaining[:bound]))
            above = upto[end]
            found.append(Link(run, quotient(above, upto[start]) if start else above))
        start = end
    return found


def _dropped(links: Sequence[Link], summed: Collection[str]) -> set[str]:
    """Return the variables that can be forgotten because no other link depends on them."""
    mentions = Counter(name for link in links for name in link.factor.free)
    home = {node: link for link in links for node in link.variables if node in summed}
    left = {id(link): len(link.variables) for link in links}
    waiting = [node for node in home if mentions[node] == 1]
    dropped: set[str] = set()
    while waiting:
        node = waiting.pop()
        dropped.add(node)
        link = home[node]
        left[id(link)] -= 1
        if not left[id(link)]:
            # All of the link is forgotten, so what it depended on is free of it.
            mentions.subtract(link.factor.free)
            freed = (name for name in link.factor.free - dropped if name in home)
            waiting.extend(name for name in freed if mentions[name] == 1)
    return dropped


def _without(link: Link, dropped: Container[str]) -> Expression:
    """Return the factor of a link, added up over those of its variables that are dropped."""
    summed = tuple(node for node in link.variables if node in dropped)
    factor = link.factor
    if not summed:
        return factor
    if isinstance(factor, Probability):
        return Probability(tuple(v for v in factor.variables if v not in summed), factor.given)
    if isinstance(factor, Quotient):
        # What is divided by lies before the link, so it does not vary with it.
        return quotient(_added(factor.numerator, summed), factor.denominator)
    return _added(factor, summed)


def _added(expression: Expression, summed: tuple[str, ...]) -> Expression:
    """Return a formula added up over some variables, together with its own sum if it is one."""
    if isinstance(expression, Sum):
        summed, expression = (*expression.variables, *summed), expression.body
    links = (
        Link(part.variables if isinstance(part, Probability) else (), part)
        for part in reversed(factors(expression))
    )
    return total(links, summed)
