"""The causal diagram: which variable causes which, and what that lets one see.

Three shapes make up every diagram. In a *chain* ``x → m → y`` the cause works
through the middle; in a *fork* ``x ← c → y`` the middle is a common cause, a
confounder; in a *collider* ``x → c ← y`` two causes share an effect. Association
runs along a path through chains and forks until somebody adjusts for the middle,
and it does not run through a collider until somebody adjusts for it, or for
something that it causes. Selecting people into the data by a variable adjusts for
that variable whether one wants to or not. Everything else here (paths,
d-separation, and later which adjustment answers a question) is these three shapes,
counted carefully.
"""

from __future__ import annotations

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.open_paths import OpenPaths, open_paths
from causalkit.graph.path import Path, Triple, paths
from causalkit.graph.question import Condition, Question, parse_question
from causalkit.graph.separation import d_separated, open_path

__all__ = [
    "Condition",
    "Diagram",
    "Drawing",
    "OpenPaths",
    "Path",
    "Question",
    "Triple",
    "d_separated",
    "open_path",
    "open_paths",
    "parse_question",
    "paths",
]
