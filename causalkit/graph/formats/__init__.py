"""The ways to write a diagram down, so that people and programs can share it.

A diagram is words and arrows, and any text that keeps both will do. Three do so
widely: the text of dagitty.net, in which epidemiologists share theirs; DOT, which
Graphviz and many programs draw; and networkx graphs in Python. All of them can also
carry what the arrows cannot say: which variable is hidden, which one decided who is
in the data, which is exposure and which outcome.
"""

from __future__ import annotations

from causalkit.graph.formats.dagitty import read_dagitty, write_dagitty
from causalkit.graph.formats.dot import read_dot, write_dot
from causalkit.graph.formats.files import read_diagram
from causalkit.graph.formats.networkx import from_networkx, to_networkx

__all__ = [
    "from_networkx",
    "read_dagitty",
    "read_diagram",
    "read_dot",
    "to_networkx",
    "write_dagitty",
    "write_dot",
]
