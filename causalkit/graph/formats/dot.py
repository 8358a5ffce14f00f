"""The DOT language of Graphviz, in which many programs write directed graphs.

Only ``digraph`` can hold a causal diagram. The parts that variables play are node
attributes, ``mood [latent=true]``, with the same five names as everywhere here:
exposure, outcome, adjusted, latent, selected. Colours and styles mean nothing: a
dashed circle is hidden in one paper and selected in the next.

Source: Gansner, Koutsofios and North (2015), Drawing graphs with dot.
"""

from __future__ import annotations

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dot_look import look_over
from causalkit.graph.formats.dot_reader import DotReader, parsed
from causalkit.graph.formats.quoting import quoted
from causalkit.graph.formats.sketch import ROLES, naming


def read_dot(text: str, source: str = "diagram") -> Drawing:
    """Return the drawing that a DOT text describes.

    Subgraphs and groups count by what they contain. Attributes other than the roles
    and ``pos`` are passed over.

    Parameters
    ----------
    text : str
        The text, ``digraph { … }``, of at most some hundred statements; a larger
        diagram is better kept as dagitty text.
    source : str, optional
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text cannot be read, is too long, or is not one directed graph.

    Examples
    --------
    >>> drawing = read_dot('digraph { "chronic pain" [latent=true]; "chronic pain" -> kratom }')
    >>> drawing.diagram.edges, sorted(drawing.diagram.latent)
    ((('chronic pain', 'kratom'),), ['chronic pain'])
    """
    with naming(source):
        look_over(text, source)
        reader = DotReader()
        reader.read(parsed(text, source))
        return reader.sketch.drawing()


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
    nodes = [quoted(node) + _attributes(drawing, node) for node in diagram.nodes]
    edges = [f"{quoted(cause)} -> {quoted(effect)}" for cause, effect in diagram.edges]
    return "\n".join(["digraph {", *(f"  {statement};" for statement in nodes + edges), "}"])


def _attributes(drawing: Drawing, node: str) -> str:
    found = [f"{role}=true" for role in ROLES if node in drawing.playing(role)]
    if node in drawing.positions:
        x, y = drawing.positions[node]
        found.append(f'pos="{x!r},{y!r}!"')
    return f" [{', '.join(found)}]" if found else ""
