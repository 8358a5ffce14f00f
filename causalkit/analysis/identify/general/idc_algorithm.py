"""The effect among people alike in something: the IDC algorithm.

To know the value of a variable and to set it to that value are different things, but not
always. If, once the exposures are set, nothing leads from the known variable to the outcome
except by what it causes, then knowing it is as good as setting it (the second rule of
do-calculus), and it can be treated as one more exposure. What cannot be treated so is handled
as in any conditional probability: the joint distribution, divided by that of what is known.
That loses nothing: if the joint distribution then has a hedge, no formula exists.

Source: Shpitser and Pearl (2006), Identification of conditional interventional
distributions, figure 3.
"""

from __future__ import annotations

from causalkit.analysis.identify.general.algebra import quotient
from causalkit.analysis.identify.general.expression import Expression
from causalkit.analysis.identify.general.hedge import NotIdentifiable
from causalkit.analysis.identify.general.id_algorithm import identified_joint
from causalkit.analysis.identify.general.query import Query
from causalkit.graph.diagram import Diagram
from causalkit.graph.projection import latent_projection
from causalkit.graph.separation import d_separated


def identified_conditional(diagram: Diagram, query: Query) -> Expression:
    """Return the formula for an interventional distribution, given some variables or none.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram, with its hidden variables; nothing in it is selected.
    query : Query
        What is asked for.

    Returns
    -------
    Expression

    Raises
    ------
    NotIdentifiable
        If there is a hedge.

    Notes
    -----
    The line numbers are those of the paper.

    Examples
    --------
    >>> diagram = Diagram.of([("c", "x"), ("c", "y"), ("x", "y")])
    >>> identified_conditional(diagram, Query(("y",), ("x",), ("c",)))
    Probability(variables=('y',), given=('c', 'x'))
    """
    # Line 1, as often as it applies.
    moved = _exchanged(diagram, query)
    try:
        joint = identified_joint(latent_projection(diagram), moved)
    except NotIdentifiable as found:
        raise NotIdentifiable(query, found.hedge) from None
    # Line 2.
    numerator = joint.of((*moved.outcome, *moved.given))
    return quotient(numerator, joint.of(moved.given)) if moved.given else numerator


def _exchanged(diagram: Diagram, query: Query) -> Query:
    """Return the query in which all is set by hand that may be set instead of known."""
    node = _exchangeable(diagram, query)
    while node is not None:
        given = tuple(each for each in query.given if each != node)
        query = Query(query.outcome, (*query.exposure, node), given)
        node = _exchangeable(diagram, query)
    return query


def _exchangeable(diagram: Diagram, query: Query) -> str | None:
    """Return the first known variable, if any, that is separated from the outcome."""
    done = diagram.do(*query.exposure)
    for node in query.given:
        others = (each for each in query.given if each != node)
        cut = done.without_outgoing(node)
        if d_separated(cut, query.outcome, [node], (*query.exposure, *others)):
            return node
    return None
