"""The ways to write a diagram down, so that people and programs can share it.

A diagram is words and arrows, and any text that keeps both will do. Several do so
widely: the text of dagitty.net, in which epidemiologists share theirs; DOT, which
Graphviz and many programs draw; GML; plain lists of arrows, as Python programs and
spreadsheets hold them; and networkx graphs in Python. Most of them can also carry what
the arrows cannot say: which variable is hidden, which one decided who is in the data,
which is exposure and which outcome. Mermaid and TikZ are written for the eye only.
"""

from __future__ import annotations

from causalkit.graph.formats.dagitty import read_dagitty, write_dagitty
from causalkit.graph.formats.dot import read_dot, write_dot
from causalkit.graph.formats.edge_list import from_edge_list, read_edge_list
from causalkit.graph.formats.files import (
    READERS,
    WRITERS,
    read_diagram,
    read_diagram_text,
    write_diagram,
)
from causalkit.graph.formats.gml import read_gml, write_gml
from causalkit.graph.formats.mermaid import write_mermaid
from causalkit.graph.formats.networkx import from_networkx, to_networkx
from causalkit.graph.formats.tikz import write_tikz

__all__ = [
    "READERS",
    "WRITERS",
    "from_edge_list",
    "from_networkx",
    "read_dagitty",
    "read_diagram",
    "read_diagram_text",
    "read_dot",
    "read_edge_list",
    "read_gml",
    "to_networkx",
    "write_dagitty",
    "write_diagram",
    "write_dot",
    "write_gml",
    "write_mermaid",
    "write_tikz",
]
