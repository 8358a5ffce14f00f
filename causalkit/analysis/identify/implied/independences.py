"""What the diagram implies for the data: independences that anybody can check.

A missing arrow is a claim. Where two variables are not joined, some set of others
should make them independent, and the data can be asked whether it does; this is how a
diagram can be wrong and be found out. A chain ``a → b → c`` says that a and c have
nothing to do with each other among people alike in b. Every set that separates a pair
gives such a claim. The *minimal* sets, in which nothing can be spared, give the claims
that need the fewest variables, and from these statements come the others.

Two kinds of pair claim nothing. Where hidden variables link the two in a way that
nothing measured can block, the missing arrow cannot be tested. And whoever was selected
into the data is alike in the selected variables; what does not vary is independent of
everything, whatever the diagram says. The selected variables are held fixed in every
claim, because the data hold nobody else.

Source: Geiger and Pearl (1990), On the logic of causal models; Pearl (2009), Causality,
section 1.2.3; van der Zander, Liśkiewicz and Textor (2019), Separators and adjustment
sets in causal graphs. The pairs of a basis: Shipley (2000), A new inferential test for
path models based on directed acyclic graphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from causalkit.analysis.identify.criterion.moral import named_separation_graph
from causalkit.analysis.identify.criterion.separators import minimal_separators
from causalkit.analysis.identify.implied.hidden_links import hidden_links
from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram


@dataclass(frozen=True)
class Independence:
    """The claim that two variables are independent among people alike in some others.

    Parameters
    ----------
    left, right : str
        The two variables, in alphabetical order.
    given : tuple of str
        What people are alike in, in alphabetical order. The selected variables of the
        diagram, in which everybody is alike, are not listed.

    Examples
    --------
    >>> print(Independence("age", "phq9", ("kratom", "pain")))
    age ⊥ phq9 | kratom, pain
    """

    left: str
    right: str
    given: tuple[str, ...] = ()

    def __str__(self) -> str:
        condition = f" | {', '.join(self.given)}" if self.given else ""
        return f"{self.left} ⊥ {self.right}{condition}"


@dataclass(frozen=True)
class Independences:
    """Claims that a diagram implies, and whether these are all of their kind.

    Parameters
    ----------
    listed : tuple of Independence
        The claims, pair by pair in alphabetical order, smaller sets first.
    complete : bool
        Whether these are all; False where the listing was capped.
    """

    listed: tuple[Independence, ...]
    complete: bool


def implied_independences(
    diagram: Diagram, *, limit: int = 1000, one_per_pair: bool = False
) -> Independences:
    """Return the independences that a diagram implies, each with a minimal set.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its selected variables are held fixed throughout.
    limit : int, optional
        At most so many are listed, the first in the order of the pairs.
    one_per_pair : bool, optional
        Whether one minimal set is enough for a pair: the one that lies closest to the
        left variable.

    Returns
    -------
    Independences

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("kratom", "sleep"), ("sleep", "phq9")])
    >>> for claim in implied_independences(diagram).listed:
    ...     print(claim)
    kratom ⊥ phq9 | sleep
    pain ⊥ phq9 | kratom
    pain ⊥ phq9 | sleep
    pain ⊥ sleep | kratom
    """
    return _listing(independences(diagram, one_per_pair=one_per_pair), limit)


def independences(diagram: Diagram, *, one_per_pair: bool = False) -> Iterator[Independence]:
    """Yield the independences that a diagram implies, one by one.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its selected variables are held fixed throughout.
    one_per_pair : bool, optional
        Whether one minimal set is enough for a pair.

    Yields
    ------
    Independence
        Pair by pair in alphabetical order; of a pair, the set that lies closest to the
        left variable comes first.

    Notes
    -----
    For each pair of measured variables that no arrow joins, the minimal separators of
    the moral graph on their causes are yielded with polynomial delay.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "y"), ("z", "x")], latent=["u"])
    >>> print(*independences(diagram), sep=", ")
    y ⊥ z
    """
    candidates = frozenset(diagram.observed) - diagram.selected
    for left, right in _apart(diagram, candidates):
        drawn = named_separation_graph(diagram, [left], [right], candidates)
        found = minimal_separators(drawn.neighbours)
        for separator in islice(found, 1 if one_per_pair else None):
            yield Independence(left, right, drawn.named(separator))


def basis_set(diagram: Diagram, *, limit: int = 1000) -> Independences:
    """Return one independence for each missing arrow, from which all others follow.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with everything measured and nobody selected.
    limit : int, optional
        At most so many are listed, the first in the order of the pairs.

    Returns
    -------
    Independences
        Each pair that no arrow joins, given the parents of both. If the diagram holds,
        tests of these claims are independent of each other, so that their p-values can
        be combined.

    Raises
    ------
    DiagramError
        If a variable is hidden or selected: then the parents need not separate a pair.

    Notes
    -----
    Shipley (2000), A new inferential test for path models based on directed acyclic
    graphs. Not every set of parents is minimal.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("kratom", "sleep"), ("sleep", "phq9")])
    >>> for claim in basis_set(diagram).listed:
    ...     print(claim)
    kratom ⊥ phq9 | pain, sleep
    pain ⊥ phq9 | sleep
    pain ⊥ sleep | kratom
    """
    for name in diagram.ordered(diagram.latent | diagram.selected):
        mark = "hidden" if name in diagram.latent else "selected"
        raise DiagramError(
            f"there is no basis set: {name} is {mark}, so the parents of two variables need not "
            f"separate them; list the implied independences instead"
        )
    pairs = _apart(diagram, frozenset(diagram.nodes))
    return _listing((_given_parents(diagram, *pair) for pair in pairs), limit)


def _apart(diagram: Diagram, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that no arrow joins, without most of those that are inseparable."""
    links = cache(partial(hidden_links, diagram))
    ordered = sorted(names)
    for index, left in enumerate(ordered):
        joined = {*diagram.parents(left), *diagram.children(left), *links(left)}
        apart = (right for right in ordered[index + 1 :] if right not in joined)
        yield from ((left, right) for right in apart if left not in links(right))


def _given_parents(diagram: Diagram, left: str, right: str) -> Independence:
    parents = {*diagram.parents(left), *diagram.parents(right)}
    return Independence(left, right, tuple(sorted(parents)))


def _listing(found: Iterator[Independence], limit: int) -> Independences:
    listed = list(islice(found, limit + 1))
    return Independences(tuple(sorted(listed[:limit], key=_in_order)), len(listed) <= limit)


def _in_order(claim: Independence) -> tuple[str, str, int, tuple[str, ...]]:
    return claim.left, claim.right, len(claim.given), claim.given
