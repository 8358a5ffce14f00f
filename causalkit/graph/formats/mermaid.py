"""Mermaid flowcharts, which GitHub, GitLab and many note books draw from text."""

from __future__ import annotations

from causalkit.graph.diagram import Diagram
from causalkit.graph.drawing import Drawing
from causalkit.graph.formats.sketch import ROLES

STYLES = {
    "exposure": "stroke-width:3px",
    "outcome": "stroke-width:3px,fill:#dde6f5,color:#000",
    "adjusted": "fill:#e4e4e4,color:#000",
    "latent": "stroke-dasharray:5 4",
    "selected": "fill:#f7e3c3,color:#000",
}


def write_mermaid(drawn: Drawing | Diagram) -> str:
    """Return a mermaid flowchart of a drawing or diagram, causes to the left.

    Parameters
    ----------
    drawn : Drawing or Diagram
        What to draw. Mermaid places the variables itself.

    Returns
    -------
    str
        With a class for each part that a variable plays. Mermaid as GitHub runs it draws
        no more than 500 arrows.

    Examples
    --------
    >>> print(write_mermaid(Diagram.of([("chronic pain", "kratom")], latent=["chronic pain"])))
    flowchart LR
      v1["chronic pain"]
      v2["kratom"]
      v1 --> v2
      classDef latent stroke-dasharray:5 4
      class v1 latent
    """
    drawing = drawn if isinstance(drawn, Drawing) else Drawing(drawn)
    ids = {node: f"v{number}" for number, node in enumerate(drawing.diagram.nodes, 1)}
    lines = [f'{ids[node]}["{_label(node)}"]' for node in drawing.diagram.nodes]
    lines += [f"{ids[cause]} --> {ids[effect]}" for cause, effect in drawing.diagram.edges]
    for role in ROLES:
        players = [ids[node] for node in drawing.diagram.nodes if node in drawing.playing(role)]
        if players:
            lines += [f"classDef {role} {STYLES[role]}", f"class {','.join(players)} {role}"]
    return "\n".join(["flowchart LR", *(f"  {line}" for line in lines)])


def _label(name: str) -> str:
    # Mermaid takes much of what is in a label for HTML or Markdown, even in quotes.
    return "".join(sign if sign.isalnum() or sign == " " else f"#{ord(sign)};" for sign in name)
