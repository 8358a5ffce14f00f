"""Reads what pydot makes of a DOT text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from causalkit.errors import DiagramError, Place
from causalkit.graph.formats.quoting import unquoted
from causalkit.graph.formats.sketch import ROLES, Sketch

if TYPE_CHECKING:
    import pydot

IDENTIFIER = re.compile(r'"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<plain>[^":<]+)', re.DOTALL)
POSITION = re.compile(r"\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*,\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\b.*")
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def parsed(text: str, source: str) -> pydot.Dot:
    """Return the one directed graph of a DOT text.

    Parameters
    ----------
    text : str
        The whole text.
    source : str
        Its name, for the messages.

    Returns
    -------
    pydot.Dot

    Raises
    ------
    DiagramError
        If the text cannot be read, or is not one directed graph.
    """
    from pydot.dot_parser import graphparser
    from pyparsing import ParseBaseException

    try:
        graphs = list(graphparser.parse_string(text, parse_all=True))
    except ParseBaseException as error:
        place = Place(source, error.line, error.lineno, error.column)
        raise DiagramError(f"this is not the DOT language: {error.msg}", place) from None
    except Exception as error:
        # pydot trips over some attribute names and over its own recursion.
        raise DiagramError(f"pydot cannot read this text: {error}") from error
    if len(graphs) != 1:
        raise DiagramError(f"the text holds {len(graphs)} graphs instead of one")
    if graphs[0].get_type() != "digraph":
        raise DiagramError("an undirected graph says nothing about causes; use digraph")
    graph: pydot.Dot = graphs[0]
    return graph


class DotReader:
    """Gathers a sketch from a graph and its subgraphs, in the order of the text."""

    def __init__(self) -> None:
        self.sketch = Sketch()

    def read(self, graph: pydot.Graph) -> list[str]:
        """Take down what a graph or subgraph holds, and return the names in it."""
        import pydot

        names: list[str] = []
        parts: list[pydot.Node | pydot.Edge | pydot.Subgraph] = [
            *graph.get_nodes(),
            *graph.get_edges(),
            *graph.get_subgraphs(),
        ]
        for part in sorted(parts, key=lambda part: part.get_sequence() or 0):
            if isinstance(part, pydot.Edge):
                names += self._edge(part)
            elif isinstance(part, pydot.Graph):
                names += self.read(part)
            else:
                names += self._node(part)
        return list(dict.fromkeys(names))

    def _edge(self, edge: pydot.Edge) -> list[str]:
        causes, effects = self._end(edge.get_source()), self._end(edge.get_destination())
        _check_roleless(edge.get_attributes(), "an arrow")
        for cause in causes:
            for effect in effects:
                self.sketch.arrow(cause, effect)
        return causes + effects

    def _end(self, end: Any) -> list[str]:  # noqa: ANN401  # pydot gives a name or a frozen dict
        import pydot

        if not isinstance(end, str):
            return self.read(pydot.Subgraph(obj_dict=end))
        name = _identifier(end)
        self.sketch.node(name)
        return [name]

    def _node(self, node: pydot.Node) -> list[str]:
        attributes = node.get_attributes()
        if node.get_name() in ("node", "edge", "graph"):
            _check_roleless(attributes, "all that follow")
            return []
        name = _identifier(node.get_name())
        self.sketch.node(name)
        for role in ROLES:
            if role in attributes and _truth(name, role, attributes[role]):
                self.sketch.role(name, role)
        if "pos" in attributes:
            self.sketch.positions[name] = _position(name, attributes["pos"])
        return [name]


def _check_roleless(attributes: dict[str, Any], owner: str) -> None:
    for role in ROLES:
        if role in attributes:
            raise DiagramError(f'"{role}" is the role of one variable and not of {owner}')


def _identifier(written: str) -> str:
    match = IDENTIFIER.match(written)
    if match is None:
        raise DiagramError(f"this cannot name a variable: {written}")
    return match["plain"] or unquoted(match["quoted"])


def _truth(name: str, role: str, written: Any) -> bool:  # noqa: ANN401  # pydot keeps what it read
    value = str(written).strip('"').lower()
    if value not in TRUTH:
        raise DiagramError(f"{name}: {role} is true or false, not {written}")
    return TRUTH[value]


def _position(name: str, written: Any) -> tuple[float, float]:  # noqa: ANN401  # as above
    match = POSITION.fullmatch(str(written).strip('"'))
    try:
        if match:
            return float(match[1]), float(match[2])
    except ValueError:
        pass
    raise DiagramError(f'{name}: a position is two numbers, pos="1,2", not {written}')
