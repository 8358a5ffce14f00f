"""What is held fixed, and which colliders that opens.

To condition on a variable is to look only among people who are alike in it. An
analyst does so by adjusting; the survey itself does so by selection, because only
people who passed are in the data. The second kind cannot be undone, so a diagram's
selected variables are part of *every* conditioning set. A variable that is held
fixed blocks the chains and forks it stands in, and it opens each collider that it
descends from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import cached_property

from causalkit.graph.diagram import Diagram


class Conditioning:
    """The variables held fixed in an analysis: those adjusted for and those selected on.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    given : iterable of str, optional
        The variables adjusted for. The diagram's selected variables are added.

    Raises
    ------
    DiagramError
        If there is no such variable.

    Examples
    --------
    >>> diagram = Diagram.of([("kratom", "responds"), ("pain", "responds")], selected=["responds"])
    >>> Conditioning(diagram).fixes("responds")
    True
    """

    def __init__(self, diagram: Diagram, given: Iterable[str] = ()) -> None:
        self.diagram = diagram
        self.given = frozenset(diagram.ordered(given))
        self.variables = self.given | diagram.selected

    def fixes(self, node: str) -> bool:
        """Return whether the variable is held fixed.

        Parameters
        ----------
        node : str
            A variable of the diagram.

        Returns
        -------
        bool

        Examples
        --------
        >>> Conditioning(Diagram.of([("x", "y")]), ["x"]).fixes("y")
        False
        """
        return node in self.variables

    @cached_property
    def numbers(self) -> set[int]:
        """The variables held fixed, as the numbers they have in the indexed diagram."""
        return set(self.diagram.indexed.numbers(self.variables))

    @cached_property
    def fixed_descendant(self) -> dict[str, str]:
        """For each variable that has one, its nearest descendant (or itself) held fixed."""
        nearest = {node: node for node in self.diagram.ordered(self.variables)}
        waiting = deque(nearest)
        while waiting:
            node = waiting.popleft()
            for parent in self.diagram.parents(node):
                if parent not in nearest:
                    nearest[parent] = nearest[node]
                    waiting.append(parent)
        return nearest
