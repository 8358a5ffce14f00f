"""Diagrams as networkx graphs, for whatever that library can compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram

if TYPE_CHECKING:
    import networkx


def from_networkx(graph: networkx.DiGraph[Any]) -> Diagram:
    """Return the diagram that a networkx graph holds.

    Parameters
    ----------
    graph : networkx.DiGraph
        With strings as nodes. The node attributes ``latent`` and ``selected``, true or
        false, become the marks; others are passed over. A graph of pgmpy is one, too:
        its ``latents`` become latent.

    Returns
    -------
    Diagram

    Raises
    ------
    DiagramError
        If the graph is undirected, a multigraph or cyclic, a node is not a string, a
        mark is neither true nor false, or ``latents`` names no node.

    Examples
    --------
    >>> import networkx
    >>> graph = networkx.DiGraph([("mood", "kratom")])
    >>> graph.nodes["mood"]["latent"] = True
    >>> from_networkx(graph).latent
    frozenset({'mood'})
    """
    if not graph.is_directed() or graph.is_multigraph():
        raise DiagramError(
            f"a causal diagram is a networkx.DiGraph, not a {type(graph).__name__}: its edges"
            " have a direction, and there is one at most between two variables"
        )
    for node in graph.nodes:
        if not isinstance(node, str):
            raise DiagramError(f"a variable is named by a string, not by {node!r}; relabel it")
    latent = _marked(graph, "latent").union(getattr(graph, "latents", ()))
    return Diagram(tuple(graph.nodes), tuple(graph.edges), latent, _marked(graph, "selected"))


def to_networkx(diagram: Diagram) -> networkx.DiGraph[str]:
    """Return the diagram as a new networkx graph.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.

    Returns
    -------
    networkx.DiGraph
        Each node has the attributes ``latent`` and ``selected``, true or false.

    Examples
    --------
    >>> to_networkx(Diagram.of([("mood", "kratom")], latent=["mood"])).nodes["mood"]
    {'latent': True, 'selected': False}
    """
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for node in diagram.nodes:
        graph.add_node(node, latent=node in diagram.latent, selected=node in diagram.selected)
    graph.add_edges_from(diagram.edges)
    return graph


def _marked(graph: networkx.DiGraph[Any], mark: str) -> frozenset[str]:
    marks: dict[str, object] = dict(graph.nodes(data=mark, default=False))
    marked = {node: value for node, value in marks.items() if value is not False}
    for node, value in marked.items():
        # A text such as "false" would count as true.
        if value not in (True, False):
            raise DiagramError(f"the mark {mark} of {node} is true or false, not {value!r}")
    return frozenset(node for node, value in marked.items() if value)
