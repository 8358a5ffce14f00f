"""The text format of dagitty.net, in which most published causal diagrams are shared.

``dag { pain -> kratom; kratom -> phq9 }`` says it all: names, arrows, and in square
brackets what part a variable plays: ``kratom [exposure]``, ``mood [latent]``,
``responds [selected]``. An arrow with two heads, ``x <-> y``, means that x and y
share a cause which nobody measured; it is read as a latent variable with an arrow to
each of them. A name with spaces or other signs stands in double quotes.

What is read here means what it means to dagitty, or is an error. Errors are, on
purpose, a few things that dagitty takes without a word: a cycle; an edge ``--``; a name
with a blank that lacks its quotes; a word in brackets that is no role; a role with a
value, ``latent=false``; a position of which dagitty reads only a part, ``pos="1e3,2"``.

Source: Textor et al. (2016), Robust causal inference using directed acyclic graphs:
the R package 'dagitty', International Journal of Epidemiology 45(6).
"""

from __future__ import annotations

import re

from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dagitty_reader import RESERVED, DagittyReader
from causalkit.graph.formats.dot_reader import DotReader
from causalkit.graph.formats.language import SKIP
from causalkit.graph.formats.legacy import is_legacy, read_legacy
from causalkit.graph.formats.numbers import plain_number
from causalkit.graph.formats.quoting import DAGITTY_QUOTES
from causalkit.graph.formats.sketch import ROLES, check_text, naming

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
HEADER = re.compile(
    rf"{SKIP}*+(?P<strict>strict\s+)?(?P<kind>dag|digraph|graph|pdag|mag|pag)\b"
    rf'{SKIP}*+(?:"[^"\n]*+"|[\w. ]*+){SKIP}*+\{{',
    re.IGNORECASE,
)


def read_dagitty(text: str, source: str = "diagram") -> Drawing:
    """Return the drawing that a dagitty text describes.

    Statements may stand on lines of their own or be separated by semicolons. Beyond the
    above: chains ``a -> b <- c``; groups ``{a b} -> c`` of names or whole statements;
    positions ``[pos="1,2"]``; the short roles ``e``, ``o``, ``a``, ``l`` or ``u``, ``s``;
    ``digraph`` in place of ``dag``, or no word and braces at all; the old layout, a list
    of variables and a list of arrows with a blank line between. Comments with ``//``,
    ``#`` or ``/* */``, and letters of all alphabets in bare names, are read here though
    dagitty itself refuses them. Other attributes are passed over.

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
        check_text(text)
        header = HEADER.match(text)
        if header and header["kind"].lower() == "digraph":
            return DotReader(text, source).read()
        if header or not (has_arrows(text) or is_legacy(text)):
            return DagittyReader(text, source).read()
        if has_arrows(text):
            return DagittyReader(text, source).read_bare()
        return read_legacy(text, source)


def has_arrows(text: str) -> bool:
    """Return whether an arrow stands anywhere in a text.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_arrows("a <-> b"), has_arrows("a -- b")
    (True, False)
    """
    return "->" in text or "<-" in text


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

    Raises
    ------
    DiagramError
        If a name is none that dagitty can read: ``graph`` or ``node``, one with a
        control character, one that ends in a backslash.

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
    if name in RESERVED:
        raise DiagramError(f'dagitty has no variable that is called "{name}"; rename it')
    return name if PLAIN_NAME.fullmatch(name) else DAGITTY_QUOTES.write(name)


def _attributes(drawing: Drawing, node: str) -> str:
    found = [role for role in ROLES if node in drawing.playing(role)]
    if node in drawing.positions:
        x, y = drawing.positions[node]
        found.append(f'pos="{plain_number(x)},{plain_number(y)}"')
    return f" [{', '.join(found)}]" if found else ""
