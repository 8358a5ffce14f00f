"""A diagram as somebody drew it: with roles for its variables and places on the page."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram


@dataclass(frozen=True)
class Drawing:
    """A diagram with what its text says beyond the arrows.

    Parameters
    ----------
    diagram : Diagram
        The variables and arrows.
    exposure, outcome, adjusted : tuple of str, optional
        The variables in each role; kept in the order of the diagram.
    positions : mapping of str to (float, float), optional
        Where variables stand on the page, as x and y in the units of the text.

    Raises
    ------
    DiagramError
        If a role or position names an unknown variable, a variable is both exposure
        and outcome, or a position is not finite.

    Examples
    --------
    >>> Drawing(Diagram.of([("kratom", "phq9")]), exposure=("kratom",)).exposure
    ('kratom',)
    """

    diagram: Diagram
    exposure: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    adjusted: tuple[str, ...] = ()
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for role in ("exposure", "outcome", "adjusted"):
            object.__setattr__(self, role, self.diagram.ordered(getattr(self, role)))
        for node in self.exposure:
            if node in self.outcome:
                raise DiagramError(f"{node} is marked both as exposure and as outcome")
        self.diagram.ordered(self.positions)
        for node, position in self.positions.items():
            if not all(map(math.isfinite, position)):
                raise DiagramError(f"the position of {node} is not finite: {position}")

    def playing(self, role: str) -> Collection[str]:
        """Return the variables that play a role, or carry a mark of the diagram.

        Parameters
        ----------
        role : {"exposure", "outcome", "adjusted", "latent", "selected"}
            The role.

        Returns
        -------
        collection of str

        Examples
        --------
        >>> Drawing(Diagram.of([("u", "x")], latent=["u"])).playing("latent")
        frozenset({'u'})
        """
        players: dict[str, Collection[str]] = {
            "exposure": self.exposure,
            "outcome": self.outcome,
            "adjusted": self.adjusted,
            "latent": self.diagram.latent,
            "selected": self.diagram.selected,
        }
        return players[role]
