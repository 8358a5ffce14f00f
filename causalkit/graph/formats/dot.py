"""The DOT language of Graphviz, in which many programs write directed graphs.

Only ``digraph`` can hold a causal diagram. The parts that variables play are node
attributes, ``mood [latent=true]``, with the same five names as everywhere here:
exposure, outcome, adjusted, latent, selected. Colours and styles mean nothing: a
dashed circle is hidden in one paper and selected in the next. But an arrow that is drawn
with two heads, backwards, without a head or not at all is an error, for to pass it over
would be to read an arrow where none, or another, was drawn.

dagitty reads a ``digraph`` too. What both can read means the same here as to both of
them; where they part over arrows or roles, as over ``latent=false``, the text is an
error. Words of DOT that dagitty takes for variables – ``strict``, ``subgraph``,
``edge`` – mean what they mean to Graphviz.

Source: Gansner, Koutsofios and North (2015), Drawing graphs with dot.
"""

from __future__ import annotations

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dot_reader import DotReader
from causalkit.graph.formats.numbers import plain_number
from causalkit.graph.formats.quoting import DOT_QUOTES
from causalkit.graph.formats.sketch import ROLES, check_text, naming


def read_dot(text: str, source: str = "diagram") -> Drawing:
    """Return the drawing that a DOT text describes.

    Subgraphs and groups count by what they contain. Attributes other than the roles
    and ``pos`` are passed over. What dagitty allows in a ``digraph`` beyond DOT is read
    as well: ``a <- b``, ``a <-> b`` and roles without a value, ``mood [latent]``.

    Parameters
    ----------
    text : str
        The text, ``digraph { … }``.
    source : str, optional
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text cannot be read, or is not one directed graph.

    Examples
    --------
    >>> drawing = read_dot('digraph { "chronic pain" [latent=true]; "chronic pain" -> kratom }')
    >>> drawing.diagram.edges, sorted(drawing.diagram.latent)
    ((('chronic pain', 'kratom'),), ['chronic pain'])
    """
    with naming(source):
        check_text(text)
        return DotReader(text, source).read()


def write_dot(drawn: Drawing | Diagram) -> str:
    """Return the DOT text of a drawing or diagram; reading it gives the same again.

    Parameters
    ----------
    drawn : Drawing or Diagram
        What to write.

    Returns
    -------
    str
        With one statement a line.

    Raises
    ------
    DiagramError
        If DOT cannot write a name, such as one that ends in a backslash.

    Examples
    --------
    >>> print(write_dot(Diagram.of([("mood", "kratom")], latent=["mood"])))
    digraph {
      "mood" [latent=true];
      "kratom";
      "mood" -> "kratom";
    }
    """
    drawing = drawn if isinstance(drawn, Drawing) else Drawing(drawn)
    diagram = drawing.diagram
    names = {node: DOT_QUOTES.write(node) for node in diagram.nodes}
    nodes = [names[node] + _attributes(drawing, node) for node in diagram.nodes]
    edges = [f"{names[cause]} -> {names[effect]}" for cause, effect in diagram.edges]
    return "\n".join(["digraph {", *(f"  {statement};" for statement in nodes + edges), "}"])


def _attributes(drawing: Drawing, node: str) -> str:
    found = [f"{role}=true" for role in ROLES if node in drawing.playing(role)]
    if node in drawing.positions:
        x, y = drawing.positions[node]
        found.append(f'pos="{plain_number(x)},{plain_number(y)}!"')
    return f" [{', '.join(found)}]" if found else ""
