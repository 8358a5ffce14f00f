"""What stands on an open back-door path: the variables worth adjusting for.

As long as nothing is adjusted for, association other than the effect runs along the
*back-door paths without a collider*, ``x ← … ← c → … → y``. Whoever stands on one can
block it. It takes more than to have a cause in common with both ends: in ``p ← c``
beside ``x ← c → y`` the proxy p is related to both and on no path. A variable is on such
a path if and only if two ways lead from it to exposure and outcome that share nothing,
the one straight down the arrows, the other either down or, first up and then down.

Nothing needs to be said about the two ways crossing where one leads up and the other
down: what lies above a variable is not below it, since arrows never run in a circle.
"""

from __future__ import annotations

from causalkit.analysis.identify.roles.dominators import DominatorTree
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question


def on_backdoor_paths(diagram: Diagram, question: Question) -> frozenset[str]:
    """Return the variables on a back-door path without a collider.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its marks do not matter.
    question : Question
        The effect that is asked about. A path has no exposure or outcome inside.

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> diagram = Diagram.of([("c", "z"), ("z", "x"), ("c", "y"), ("c", "p"), ("x", "y")])
    >>> sorted(on_backdoor_paths(diagram, Question.of("x", "y")))
    ['c', 'z']
    """
    ends = {*question.exposure, *question.outcome}
    order = [name for name in diagram.topological_order if name not in ends]
    tree = DominatorTree()
    outcome = tree.add([tree.END])
    # A back-door path does not begin with an arrow out of the exposure.
    upwards = dict.fromkeys(question.outcome, outcome)
    downwards = upwards | dict.fromkeys(question.exposure, tree.add([tree.END]))
    for name in reversed(order):
        ways = [downwards[child] for child in diagram.children(name) if child in downwards]
        if ways:
            downwards[name] = tree.add(ways)
    found = []
    for name in order:
        ways = [downwards[child] for child in diagram.children(name) if child in downwards]
        above = [upwards[parent] for parent in diagram.parents(name) if parent in upwards]
        if above:  # Only one of the two ways may begin upwards, so they share this vertex.
            ways.append(tree.add(above))
        if ways:
            upwards[name] = tree.add(ways)
            if tree.first[upwards[name]] == tree.END:
                found.append(name)
    return frozenset(found)
