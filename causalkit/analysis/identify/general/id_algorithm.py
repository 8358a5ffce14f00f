"""The effect of setting variables by hand, from what is observed: the ID algorithm.

Setting some variables by hand leaves the others in districts that no longer have anything
to do with each other except by arrows. So the distribution that would be seen is a product
with one factor for each district (line 4). A factor can be read off the observed
distribution where the district is one in the diagram as it is (line 6). Where it is only
part of a larger district, one can forget what does not act on it, which may set it free, or
shrink the larger one (lines 2 and 7). If nothing can be forgotten any more, the two
districts are a hedge and no formula exists (line 5).

The algorithm is sound and complete: it finds a formula whenever there is one.

Source: Shpitser and Pearl (2006), Identification of joint interventional distributions in
recursive semi-Markovian causal models, figure 3; Tian (2002), Studies in causal reasoning
and learning, chapter 5.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from causalkit.analysis.identify.general.chain import Link, links_of, total
from causalkit.analysis.identify.general.expression import Expression
from causalkit.analysis.identify.general.factorisation import conditionals, early_order, settled
from causalkit.analysis.identify.general.hedge import Hedge, NotIdentifiable
from causalkit.analysis.identify.general.query import Query
from causalkit.graph.projection import Projection


@dataclass(frozen=True)
class Truncated:
    """The distribution of what bears on the outcome, after the exposures have been set.

    Parameters
    ----------
    links : tuple of Link
        Conditional distributions whose product it is.
    variables : frozenset of str
        Whose distribution it is: the outcomes and all that acts on them other than by way
        of an exposure.
    """

    links: tuple[Link, ...]
    variables: frozenset[str]

    def of(self, names: Collection[str]) -> Expression:
        """Return the distribution of some of the variables alone.

        Parameters
        ----------
        names : collection of str
            Some of the variables.

        Returns
        -------
        Expression
        """
        return total(self.links, self.variables.difference(names))


def identified_joint(graph: Projection, query: Query) -> Truncated:
    """Return the distribution of the outcomes and their causes, when exposures are set.

    Parameters
    ----------
    graph : Projection
        The diagram of the observed variables.
    query : Query
        What is asked for; what is given counts as an outcome.

    Returns
    -------
    Truncated

    Raises
    ------
    NotIdentifiable
        If there is a hedge.

    Notes
    -----
    The line numbers are those of the paper. Line 1, nothing is set by hand, needs no rule of
    its own: all districts are those of the diagram as it is. The districts of line 4 whose
    distributions can be read off one common order are, as line 6 has it, and in one go.

    Examples
    --------
    >>> from causalkit.graph.projection import latent_projection
    >>> from causalkit.graph import Diagram
    >>> graph = latent_projection(Diagram.of([("c", "x"), ("c", "y"), ("x", "y")]))
    >>> sorted(identified_joint(graph, Query(("y",), ("x",))).variables)
    ['c', 'y']
    """
    # Line 2: what does not act on the outcome is forgotten.
    relevant = graph.ancestors((*query.outcome, *query.given))
    exposure = relevant.intersection(query.exposure)
    # Line 3: what acts on it only by way of the exposure may be set by hand as well.
    variables = graph.ancestors((*query.outcome, *query.given), relevant - exposure)
    # Line 4: one factor for each district of the rest.
    districts = graph.districts(variables)
    order = early_order(graph, relevant, exposure)
    # Line 6: these districts need no work.
    done = {node for district in settled(graph, order, districts) for node in district}
    links = list(conditionals(graph, order, done))
    for district in districts:
        if district[0] not in done:
            links += _district(graph, frozenset(district), query)
    links.sort(key=lambda link: graph.position[link.variables[-1]])
    return Truncated(tuple(links), variables)


def _district(graph: Projection, district: frozenset[str], query: Query) -> list[Link]:
    """Return the distribution of a district when everything else is set by hand."""
    # Line 2: what does not act on the district is forgotten.
    relevant = graph.ancestors(district)
    # Line 7, or 6 if it is the district itself: go to the district around it.
    around = _around(graph, relevant, district)
    order = early_order(graph, relevant, graph.ancestors(district, around))
    links = list(conditionals(graph, order, around))
    while around != district:
        # Line 2 once more, inside what is left.
        relevant = graph.ancestors(district, around)
        if relevant == around:
            # Line 5: all of it is tied together and acts on the district.
            raise NotIdentifiable(query, Hedge.of(graph, around, district, query.exposure))
        # Line 7, or 6.
        around = _around(graph, relevant, district)
        links = links_of(around, links, relevant)
    return links


def _around(
    graph: Projection, relevant: frozenset[str], district: frozenset[str]
) -> frozenset[str]:
    """Return the district among the relevant variables in which a smaller one lies."""
    return next(frozenset(d) for d in graph.districts(relevant) if not district.isdisjoint(d))
