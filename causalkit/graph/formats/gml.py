"""GML, a list of nodes and edges in brackets that igraph, networkx and Gephi exchange.

The names of variables are the labels of the nodes (or what igraph calls their names, or
else their numbers). The parts that variables play are attributes with the same five
names as everywhere here, ``latent 1``; dowhy's ``observed "no"`` is understood as well.
A place on the page is what yEd and others write: ``graphics [ x 1.0 y 2.0 ]``.

Source: Himsolt (1997), GML: a portable graph file format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.sketch import ROLES, Sketch, check_text, naming

if TYPE_CHECKING:
    import networkx

TRUTH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
NAMES = ("label", "name")
LONGEST_REASON = 200


def read_gml(text: str, source: str = "diagram") -> Drawing:
    """Return the drawing that a GML text describes.

    Parameters
    ----------
    text : str
        The text, ``graph [ directed 1 … ]``.
    source : str, optional
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If networkx cannot read the text, its edges have no direction or are repeated,
        two nodes have the same name, or a role is neither true nor false.

    Examples
    --------
    >>> drawing = read_gml('''graph [ directed 1
    ...   node [ id 0 label "chronic pain" latent 1 ]
    ...   node [ id 1 label "kratom" exposure 1 ]
    ...   edge [ source 0 target 1 ] ]''')
    >>> drawing.diagram.edges, drawing.exposure
    ((('chronic pain', 'kratom'),), ('kratom',))
    """
    with naming(source):
        check_text(text)
        graph = _parsed(text)
        sketch, names = Sketch(), {}
        for number, attributes in graph.nodes(data=True):
            names[number] = _name(number, attributes, sketch)
            _mark(sketch, names[number], attributes)
        for cause, effect in graph.edges:
            sketch.arrow(names[cause], names[effect])
        return sketch.drawing()


def write_gml(drawn: Drawing | Diagram) -> str:
    """Return the GML text of a drawing or diagram; reading it gives the same again.

    Parameters
    ----------
    drawn : Drawing or Diagram
        What to write.

    Returns
    -------
    str

    Examples
    --------
    >>> print(write_gml(Diagram.of([], nodes=["mood"], latent=["mood"])))
    graph [
      directed 1
      node [
        id 0
        label "mood"
        latent 1
      ]
    ]
    """
    import networkx

    drawing = drawn if isinstance(drawn, Drawing) else Drawing(drawn)
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for node in drawing.diagram.nodes:
        graph.add_node(node, **_attributes(drawing, node))
    graph.add_edges_from(drawing.diagram.edges)
    return "\n".join(networkx.generate_gml(graph))


def _parsed(text: str) -> networkx.Graph[Any]:
    import networkx

    read: Callable[..., networkx.Graph[Any]] = networkx.parse_gml
    try:
        # A node without a label is an error to networkx if it is asked for labels.
        graph = read(text, label=None)
    except Exception as error:  # networkx trips over much that is no GML
        reason = str(error)[:LONGEST_REASON]
        raise DiagramError(f"networkx cannot read this as GML: {reason}") from None
    if not graph.is_directed():
        raise DiagramError(
            "the edges of this GML text have no direction; a causal diagram has directed 1"
        )
    if graph.is_multigraph():
        raise DiagramError(
            "this GML text is a multigraph; between two variables there is one arrow at most"
        )
    return graph


def _name(number: object, attributes: Mapping[str, Any], sketch: Sketch) -> str:
    name = next((attributes[key] for key in NAMES if key in attributes), number)
    if isinstance(name, list):
        raise DiagramError(f"a node of this GML text has several names: {name}")
    name = str(name)
    if name in sketch.nodes:
        raise DiagramError(f'two nodes of this GML text are called "{name}"')
    sketch.node(name)
    return name


def _mark(sketch: Sketch, name: str, attributes: Mapping[str, Any]) -> None:
    for role in ROLES:
        if role in attributes and _truth(name, role, attributes[role]):
            sketch.role(name, role)
    if "observed" in attributes and not _truth(name, "observed", attributes["observed"]):
        sketch.role(name, "latent")
    graphics = attributes.get("graphics")
    if isinstance(graphics, Mapping) and {"x", "y"} <= graphics.keys():
        sketch.positions[name] = (_number(name, graphics["x"]), _number(name, graphics["y"]))


def _truth(name: str, key: str, written: object) -> bool:
    value = str(written).lower()
    if value not in TRUTH:
        raise DiagramError(f"{name}: {key} is 1 or 0, not {written!r}")
    return TRUTH[value]


def _number(name: str, written: object) -> float:
    if isinstance(written, int | float):
        return float(written)
    raise DiagramError(f"{name}: a position is two numbers, not {written!r}")


def _attributes(drawing: Drawing, node: str) -> dict[str, Any]:
    found: dict[str, Any] = {role: 1 for role in ROLES if node in drawing.playing(role)}
    if node in drawing.positions:
        x, y = drawing.positions[node]
        found["graphics"] = {"x": float(x), "y": float(y)}
    return found
