"""How the roles of variables look: never by colour alone.

The colours are those of Okabe and Ito (2008), which people with any kind of colour
vision can tell apart; beside its colour every role has a shape or an outline of its
own. Square corners mean "conditioned on", as in the textbooks' boxed variables.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from causalkit.graph.indicators import indicators

if TYPE_CHECKING:
    from causalkit.graph.diagram import Diagram

INK = "#1f2933"
GREY = "#7b8794"

Role = Literal["exposure", "outcome", "adjusted", "missingness", "other"]
ArrowRole = Literal["causal path", "open biasing path", "other"]


@dataclass(frozen=True)
class Style:
    """The look of a box and its text.

    Parameters
    ----------
    fill, outline, text : str
        Colours.
    line_width : float
        Width of the outline, points.
    bold : bool
        Whether the text is bold.
    square : bool
        Square corners rather than round ones.
    dashed : bool
        A dashed outline.
    double : bool
        A second outline inside the first.
    size : float
        Font size, points.
    """

    fill: str = "#ffffff"
    outline: str = GREY
    text: str = INK
    line_width: float = 1.0
    bold: bool = False
    square: bool = False
    dashed: bool = False
    double: bool = False
    size: float = 10.0


STYLES: dict[Role, Style] = {
    "exposure": Style("#0072b2", "#004d7a", "#ffffff", 1.2, bold=True),
    "outcome": Style("#fbdcae", "#d55e00", INK, 2.6, bold=True),
    "adjusted": Style("#d5f0e4", "#009e73", INK, 1.6, square=True),
    "missingness": Style("#f0f2f4", "#b3bcc5", "#5f6b78", 0.8, size=7.5),
    "other": Style(),
}


@dataclass(frozen=True)
class ArrowStyle:
    """The look of an arrow.

    Parameters
    ----------
    colour : str
        Of shaft and head.
    line_width : float
        Width of the shaft, points.
    head : float
        Length of the head, inches.
    dashes : tuple of float
        Lengths of strokes and gaps in turn, in widths of the line; none for a solid one.
    """

    colour: str = GREY
    line_width: float = 1.0
    head: float = 0.11
    dashes: tuple[float, ...] = ()


ARROWS: dict[ArrowRole, ArrowStyle] = {
    "causal path": ArrowStyle(INK, 2.4, 0.13),
    "open biasing path": ArrowStyle("#a8325e", 2.0, 0.13, (5.0, 1.2, 1.2, 1.2)),
    "other": ArrowStyle(),
}


@dataclass(frozen=True)
class Roles:
    """What part every variable plays in a question.

    Parameters
    ----------
    exposure, outcome, adjusted : tuple of str
        The question's variables and those that are adjusted for.
    """

    exposure: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    adjusted: tuple[str, ...] = ()

    def role(self, diagram: Diagram, name: str) -> Role:
        """Return the part that a variable plays.

        Examples
        --------
        >>> from causalkit.graph.diagram import Diagram
        >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "missing_pain")])
        >>> roles = Roles(exposure=("kratom",))
        >>> [roles.role(diagram, name) for name in diagram.nodes]
        ['other', 'exposure', 'missingness']
        """
        if name in self.exposure:
            return "exposure"
        if name in self.outcome:
            return "outcome"
        if name in self.adjusted:
            return "adjusted"
        return "missingness" if name in indicators(diagram) else "other"

    def style(self, diagram: Diagram, name: str) -> Style:
        """Return the look of a variable: that of its role, dashed if latent, double if selected."""
        style = STYLES[self.role(diagram, name)]
        if name in diagram.latent:
            style = latent(style)
        return selected(style) if name in diagram.selected else style


def latent(style: Style) -> Style:
    """Return the style of a variable that nobody measured."""
    return replace(style, dashed=True, line_width=max(1.2, style.line_width))


def selected(style: Style) -> Style:
    """Return the style of a variable on which the data were selected."""
    return replace(style, square=True, double=True, outline="#8a3b6c", line_width=1.2)
