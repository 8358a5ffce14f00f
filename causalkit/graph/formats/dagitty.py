"""The text format of dagitty.net, in which most published causal diagrams are shared.

``dag { pain -> kratom; kratom -> phq9 }`` says it all: names, arrows, and in square
brackets what part a variable plays: ``kratom [exposure]``, ``mood [latent]``,
``responds [selected]``. An arrow with two heads, ``x <-> y``, means that x and y
share a cause which nobody measured; it is read as a latent variable with an arrow to
each of them. A name with spaces or other signs stands in double quotes.

Source: Textor et al. (2016), Robust causal inference using directed acyclic graphs:
the R package 'dagitty', International Journal of Epidemiology 45(6).
"""

from __future__ import annotations

import re

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dagitty_reader import DagittyReader
from causalkit.graph.formats.quoting import quoted
from causalkit.graph.formats.sketch import ROLES, naming

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def read_dagitty(text: str, source: str = "diagram") -> Drawing:
    """Return the drawing that a dagitty text describes.

    Statements stand on lines of their own or are separated by semicolons. Beyond the
    above: chains ``a -> b <- c``; groups ``{a b} -> c``; positions ``[pos="1,2"]``;
    the short roles ``e``, ``o``, ``a``, ``l`` or ``u``, ``s``; comments with ``//``,
    ``#`` or ``/* */``. Other attributes are passed over.

    Parameters
    ----------
    text : str
        The text, ``dag { … }``.
    source : str, optional
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text cannot be read, with the place: among others at a name that needs
        quotes and lacks them, and at an arrow that a causal diagram does not have.

    Examples
    --------
    >>> drawing = read_dagitty('dag { "chronic pain" -> kratom; kratom [e] }')
    >>> drawing.diagram.edges, drawing.exposure
    ((('chronic pain', 'kratom'),), ('kratom',))
    """
    with naming(source):
        return DagittyReader(text, source).read()


def write_dagitty(drawn: Drawing | Diagram) -> str:
    """Return the dagitty text of a drawing or diagram; reading it gives the same again.

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
    >>> print(write_dagitty(Diagram.of([("chronic pain", "kratom")], latent=["chronic pain"])))
    dag {
      "chronic pain" [latent]
      kratom
      "chronic pain" -> kratom
    }
    """
    drawing = drawn if isinstance(drawn, Drawing) else Drawing(drawn)
    diagram = drawing.diagram
    nodes = [_name(node) + _attributes(drawing, node) for node in diagram.nodes]
    edges = [f"{_name(cause)} -> {_name(effect)}" for cause, effect in diagram.edges]
    return "\n".join(["dag {", *(f"  {statement}" for statement in nodes + edges), "}"])


def _name(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else quoted(name)


def _attributes(drawing: Drawing, node: str) -> str:
    found = [role for role in ROLES if node in drawing.playing(role)]
    if node in drawing.positions:
        x, y = drawing.positions[node]
        found.append(f'pos="{x!r},{y!r}"')
    return f" [{', '.join(found)}]" if found else ""
