r"""TikZ pictures, with which LaTeX documents draw diagrams in their own type.

The picture needs ``\usepackage{tikz}`` in the preamble and nothing else. Hidden
variables are dashed. Letters beyond the Latin alphabet need LuaLaTeX or XeLaTeX.

Source: Tantau, The TikZ and PGF packages (manual).
"""

from __future__ import annotations

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.placement import bent, placed
from causalkit.graph.formats.sketch import ROLES

STYLES = {
    "exposure": "very thick",
    "outcome": "very thick, fill=blue!12",
    "adjusted": "fill=black!12",
    "latent": "dashed",
    "selected": "double",
}
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "'": r"\char39{}",
    "`": r"\char96{}",
    "-": "{-}",
}


def write_tikz(drawn: Drawing | Diagram) -> str:
    r"""Return a TikZ picture of a drawing or diagram.

    Parameters
    ----------
    drawn : Drawing or Diagram
        What to draw: where its places say, if each variable has one, and else with
        causes to the left of their effects.

    Returns
    -------
    str
        With a style for each part that a variable plays.

    Examples
    --------
    >>> print(write_tikz(Diagram.of([("mood", "kratom")], latent=["mood"])))
    % \usepackage{tikz}
    \begin{tikzpicture}[
      every node/.style={draw, rounded corners},
      latent/.style={dashed},
      >=stealth,
    ]
      \node[latent] (v1) at (0.00, 0.00) {mood};
      \node (v2) at (3.00, 0.00) {kratom};
      \draw[->] (v1) -- (v2);
    \end{tikzpicture}
    """
    drawing = drawn if isinstance(drawn, Drawing) else Drawing(drawn)
    diagram, places = drawing.diagram, placed(drawing)
    ids = {node: f"v{number}" for number, node in enumerate(diagram.nodes, 1)}
    round_about = bent(diagram.edges, places)
    lines = [_node(drawing, node, ids[node], *places[node]) for node in diagram.nodes]
    for cause, effect in diagram.edges:
        way = "to[bend left]" if (cause, effect) in round_about else "--"
        lines.append(rf"\draw[->] ({ids[cause]}) {way} ({ids[effect]});")
    return "\n".join(
        [
            r"% \usepackage{tikz}",
            r"\begin{tikzpicture}[",
            "  every node/.style={draw, rounded corners},",
            *(f"  {role}/.style={{{STYLES[role]}}}," for role in ROLES if drawing.playing(role)),
            "  >=stealth,",
            "]",
            *(f"  {line}" for line in lines),
            r"\end{tikzpicture}",
        ]
    )


def _node(drawing: Drawing, node: str, name: str, x: float, y: float) -> str:
    roles = [role for role in ROLES if node in drawing.playing(role)]
    styles = f"[{', '.join(roles)}]" if roles else ""
    return rf"\node{styles} ({name}) at ({x:.2f}, {y:.2f}) {{{_text(node)}}};"


def _text(name: str) -> str:
    printable = (sign if sign.isprintable() else " " for sign in name)
    return "".join(ESCAPES.get(sign, sign) for sign in printable)
