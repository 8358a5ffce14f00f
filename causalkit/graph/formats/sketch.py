"""What a reader has gathered from a text, before it becomes a drawing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from causalkit.errors import DiagramError
from causalkit.graph.diagram import Diagram, Edge
from causalkit.graph.drawing import Drawing

ROLES = ("exposure", "outcome", "adjusted", "latent", "selected")

MOST_ARROWS = 500_000
"""Two groups of a thousand names make a million arrows out of a short text."""

MOST_CHARACTERS = 5_000_000


def check_text(text: str) -> None:
    """Raise where a text cannot be that of a diagram, before anything reads it.

    Parameters
    ----------
    text : str
        The whole text.

    Raises
    ------
    DiagramError
        If it is huge or contains zero bytes.
    """
    if len(text) > MOST_CHARACTERS:
        raise DiagramError(f"more than {MOST_CHARACTERS:,} characters; this is no diagram to read")
    if "\0" in text:
        raise DiagramError("this is no text: it contains zero bytes")


@contextmanager
def naming(source: str) -> Iterator[None]:
    """Add the name of the text to errors that cannot point into it.

    Parameters
    ----------
    source : str
        Name of the text.

    Raises
    ------
    DiagramError
        Whatever was raised, with a place or a name.
    """
    try:
        yield
    except DiagramError as error:
        if error.place:
            raise
        raise DiagramError(f"{source}: {error.message}") from None


class Sketch:
    """Variables, arrows, roles and positions, in the order in which they were read."""

    def __init__(self) -> None:
        self.nodes: dict[str, None] = {}
        self.edges: dict[Edge, None] = {}
        self.confounded: dict[Edge, None] = {}
        self.roles: dict[str, dict[str, None]] = {role: {} for role in ROLES}
        self.positions: dict[str, tuple[float, float]] = {}
        self.arrows = 0

    def node(self, name: str) -> None:
        """Take down a variable."""
        if not name:
            raise DiagramError("a variable needs a name, and this one is empty")
        self.nodes[name] = None

    def role(self, name: str, role: str) -> None:
        """Take down that a variable plays a role."""
        self.roles[role][name] = None

    def join(self, start: str, arrow: str, end: str) -> None:
        """Take down what ``->``, ``<-`` or ``<->`` says about two variables."""
        if arrow == "->":
            self.arrow(start, end)
        elif arrow == "<-":
            self.arrow(end, start)
        else:
            self.confounding(start, end)

    def arrow(self, cause: str, effect: str) -> None:
        """Take down an arrow."""
        self._count(cause, effect)
        self.edges[cause, effect] = None

    def confounding(self, left: str, right: str) -> None:
        """Take down that two variables share a cause that nobody measured."""
        self._count(left, right)
        if (right, left) not in self.confounded:
            self.confounded[left, right] = None

    def drawing(self) -> Drawing:
        """Return what was gathered; a fresh latent variable stands for each shared cause.

        Returns
        -------
        Drawing

        Raises
        ------
        DiagramError
            If the arrows run in a circle, or the roles contradict each other.
        """
        causes = self._shared_causes()
        forks = [(cause, end) for cause, pair in causes.items() for end in pair]
        diagram = Diagram.of(
            edges=[*self.edges, *forks],
            nodes=[*self.nodes, *causes],
            latent=[*self.roles["latent"], *causes],
            selected=self.roles["selected"],
        )
        roles = {role: tuple(self.roles[role]) for role in ("exposure", "outcome", "adjusted")}
        return Drawing(diagram, positions=self.positions, **roles)

    def _shared_causes(self) -> dict[str, Edge]:
        causes: dict[str, Edge] = {}
        for left, right in self.confounded:
            name = f"U_{left}_{right}"
            while name in self.nodes or name in causes:
                name += "_"
            causes[name] = (left, right)
        return causes

    def _count(self, left: str, right: str) -> None:
        if left == right:
            raise DiagramError(f'this arrow joins "{left}" to itself')
        self.arrows += 1
        if self.arrows > MOST_ARROWS:
            raise DiagramError(f"more than {MOST_ARROWS:,} arrows; this is no diagram to read")
