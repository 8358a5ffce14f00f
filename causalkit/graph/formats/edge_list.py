"""Edge lists: nothing but pairs of a cause and its effect.

That is how Python programs (networkx, pgmpy) are given a graph, and how a spreadsheet
holds one. Such a list knows no variable that stands alone; the call of a pgmpy class
adds what the pairs cannot say, which variables are hidden, exposure or outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from causalkit.graph.diagram import Diagram, Edge
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.dagitty import has_arrows, read_dagitty
from causalkit.graph.formats.edge_table import read_edge_table
from causalkit.graph.formats.python_edges import read_python_edges
from causalkit.graph.formats.sketch import check_text, naming

PYTHON = re.compile(
    r"(?:\s|\#[^\n]*)*+(?:from\s+[\w.]+\s+import\s|import\s+[^\W\d]|(?:\w+\s*=\s*)?(?:[\w.]+\s*\(|[\[(]))"
)


def from_edge_list(edges: Iterable[Edge], latents: Iterable[str] = ()) -> Diagram:
    """Return the diagram of a list of arrows, as pgmpy and networkx take it.

    Parameters
    ----------
    edges : iterable of (str, str)
        The arrows, as cause and effect.
    latents : iterable of str, optional
        The variables that nobody measured.

    Returns
    -------
    Diagram

    Raises
    ------
    DiagramError
        If an arrow is no pair of names, a latent variable has no arrow, or the arrows
        run in a circle.

    Examples
    --------
    >>> from_edge_list([("mood", "kratom"), ("mood", "phq9")], latents={"mood"}).observed
    ('kratom', 'phq9')
    """
    return Diagram.of(edges, latent=latents)


def read_edge_list(text: str, source: str = "diagram") -> Drawing:
    r"""Return the drawing that an edge list describes.

    Parameters
    ----------
    text : str
        A Python list of pairs, ``[("mood", "kratom")]``; the call of a pgmpy or networkx
        class with such a list, ``DAG([("mood", "kratom")], latents={"mood"})``, which is
        read and never run; or lines ``mood -> kratom`` or ``mood,kratom``. A first line
        ``from,to``, ``source,target``, ``cause,effect`` or ``parent,child`` is a header.
    source : str, optional
        Its name, for the messages.

    Returns
    -------
    Drawing

    Raises
    ------
    DiagramError
        If the text is none of these, or not a causal diagram.

    Examples
    --------
    >>> read_edge_list("cause,effect\nmood,kratom\nmood,phq9").diagram.edges
    (('mood', 'kratom'), ('mood', 'phq9'))
    >>> read_edge_list('DAG([("mood", "kratom")], latents={"mood"})').diagram.latent
    frozenset({'mood'})
    """
    with naming(source):
        check_text(text)
        if looks_like_python(text):
            return read_python_edges(text, source)
        if has_arrows(text):
            return read_dagitty(text, source)
        return read_edge_table(text, source)


def looks_like_python(text: str) -> bool:
    """Return whether a text begins like a list or a call in Python.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    bool

    Examples
    --------
    >>> looks_like_python("dag = DAG([])"), looks_like_python("mood,kratom")
    (True, False)
    """
    return bool(PYTHON.match(text))
