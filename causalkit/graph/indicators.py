"""Which variables have gaps, and who notes them down.

A survey with gaps holds more than its values: it holds where the gaps are. So each
variable with gaps has a companion in the diagram, its *indicator*, which is 1 in the
rows where the value is missing. The indicator of ``pain`` is called ``missing_pain``. It
is a variable like any other: it has causes, and everybody can see its values.
"""

from __future__ import annotations

from causalkit.graph.diagram import Diagram

MISSING = "missing_"
"""What the name of an indicator begins with; the rest is the variable it speaks of."""


def indicators(diagram: Diagram) -> dict[str, str]:
    """Return the indicators of a diagram, each with the variable whose gaps it marks.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.

    Returns
    -------
    dict of str to str
        In the order of the diagram. A hidden variable has no gaps, it is one; and an
        indicator has none.

    Examples
    --------
    >>> indicators(Diagram.of([("pain", "missing_pain"), ("pain", "missing_person")]))
    {'missing_pain': 'pain'}
    """
    of = {f"{MISSING}{name}": name for name in diagram.observed}
    found = {node: of[node] for node in diagram.nodes if node in of}
    return {node: name for node, name in found.items() if name not in found}
