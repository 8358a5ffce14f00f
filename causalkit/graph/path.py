"""Paths, and why association runs along them or does not.

A path joins two variables by arrows, whichever way these point. Each variable
inside it, with its neighbours on either side, is a *triple*: a chain ``→ m →``, a
fork ``← c →`` or a collider ``→ c ←``. A chain or fork is open until its middle is
held fixed. A collider is blocked until it, or something it causes, is held fixed.
Association runs along the path only when every triple is open.

The diagram's selected variables are always held fixed, for the data contain only
people who passed: ``given`` holds what is adjusted for *besides*. And a variable
held fixed does not vary, so a path that starts or ends at one carries nothing.

Source: Pearl (2009), Causality, definition 1.2.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Literal

from causalkit.errors import DiagramError
from causalkit.graph.conditioning import Conditioning
from causalkit.graph.diagram import Diagram
from causalkit.graph.simple_paths import simple_paths

Kind = Literal["chain", "fork", "collider"]

LONGEST_SHOWN = 20
"""Of a path with more variables people are shown both ends only."""


@dataclass(frozen=True)
class Triple:
    """A variable inside a path, with its two neighbours there.

    Parameters
    ----------
    left, middle, right : str
        The three variables, in the order of the path.
    kind : {"chain", "fork", "collider"}
        How the two arrows meet at the middle.
    open : bool
        Whether association passes.
    reason : str
        Why, in words.
    """

    left: str
    middle: str
    right: str
    kind: Kind
    open: bool
    reason: str


@dataclass(frozen=True)
class Path:
    """A path between two variables, which visits no variable twice.

    Parameters
    ----------
    nodes : tuple of str
        The variables along the path, at least two.
    forward : tuple of bool
        For each arrow, whether it points from left to right; one fewer than nodes.

    Raises
    ------
    DiagramError
        If the nodes are fewer than two, repeat, or do not match the arrows.

    Examples
    --------
    >>> print(Path(("kratom", "pain", "phq9"), (False, True)))
    kratom ← pain → phq9
    """

    nodes: tuple[str, ...]
    forward: tuple[bool, ...]

    def __post_init__(self) -> None:
        if len(self.nodes) < 2 or len(self.forward) != len(self.nodes) - 1:
            raise DiagramError("a path has at least two variables, and an arrow between neighbours")
        if len(set(self.nodes)) < len(self.nodes):
            raise DiagramError(f"a path visits no variable twice: {self}")

    @classmethod
    def through(cls, diagram: Diagram, nodes: Iterable[str]) -> Path:
        """Return the path of a diagram that visits the nodes in this order.

        Parameters
        ----------
        diagram : Diagram
            The causal diagram.
        nodes : iterable of str
            The variables along the path.

        Returns
        -------
        Path

        Raises
        ------
        DiagramError
            If there is no such variable, or no arrow between two neighbours.

        Examples
        --------
        >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
        >>> print(Path.through(diagram, ["kratom", "pain", "phq9"]))
        kratom ← pain → phq9
        """
        visited = tuple(nodes)
        diagram.ordered(visited)
        path = cls(visited, tuple(diagram.has_edge(*step) for step in pairwise(visited)))
        path._check(diagram)
        return path

    def __str__(self) -> str:
        arrows = [" → " if forward else " ← " for forward in self.forward]
        steps = [arrow + node for arrow, node in zip(arrows, self.nodes[1:], strict=False)]
        if len(self.nodes) > LONGEST_SHOWN:
            middle = slice(LONGEST_SHOWN // 2 - 1, -(LONGEST_SHOWN // 2))
            steps[middle] = [f"{arrows[middle][0]}…"]
        return self.nodes[0] + "".join(steps)

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The arrows along the path, each as cause and effect."""
        steps = zip(pairwise(self.nodes), self.forward, strict=True)
        return tuple((a, b) if forward else (b, a) for (a, b), forward in steps)

    @property
    def is_causal(self) -> bool:
        """Whether every arrow points from the start towards the end."""
        return all(self.forward)

    @property
    def is_backdoor(self) -> bool:
        """Whether the path begins with an arrow into its start."""
        return not self.forward[0]

    def triples(self, diagram: Diagram, given: Iterable[str] = ()) -> tuple[Triple, ...]:
        """Return each triple along the path, open or blocked, with the reason.

        Parameters
        ----------
        diagram : Diagram
            The causal diagram to which the path belongs.
        given : iterable of str, optional
            The variables adjusted for. Selected variables are always held fixed too.

        Returns
        -------
        tuple of Triple
            One for each variable inside the path.

        Raises
        ------
        DiagramError
            If the diagram lacks one of the arrows or variables.

        Examples
        --------
        >>> diagram = Diagram.of([("pain", "clinic"), ("phq9", "clinic"), ("clinic", "responds")])
        >>> path = Path.through(diagram, ["pain", "clinic", "phq9"])
        >>> path.triples(diagram, ["responds"])[0].reason
        'collider at clinic is open: its descendant responds is conditioned on'
        """
        self._check(diagram)
        conditioning = Conditioning(diagram, given)
        around = zip(self.nodes, self.nodes[1:], self.nodes[2:], strict=False)
        return tuple(
            _triple(nodes, kind, conditioning)
            for nodes, kind in zip(around, self._kinds(), strict=True)
        )

    def is_open(self, diagram: Diagram, given: Iterable[str] = ()) -> bool:
        """Return whether association runs along the path.

        Parameters
        ----------
        diagram : Diagram
            The causal diagram to which the path belongs.
        given : iterable of str, optional
            The variables adjusted for. Selected variables are always held fixed too.

        Returns
        -------
        bool
            True when every triple is open and neither end is held fixed.

        Raises
        ------
        DiagramError
            If the diagram lacks one of the arrows or variables.

        Examples
        --------
        >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9")])
        >>> path = Path.through(diagram, ["kratom", "pain", "phq9"])
        >>> path.is_open(diagram), path.is_open(diagram, ["pain"])
        (True, False)
        """
        self._check(diagram)
        conditioning = Conditioning(diagram, given)
        if conditioning.fixes(self.nodes[0]) or conditioning.fixes(self.nodes[-1]):
            return False
        inside = zip(self.nodes[1:-1], self._kinds(), strict=True)
        return all(_passes(middle, kind, conditioning) for middle, kind in inside)

    def _kinds(self) -> Iterator[Kind]:
        for into, out in pairwise(self.forward):
            if into == out:
                yield "chain"
            else:
                yield "collider" if into else "fork"

    def _check(self, diagram: Diagram) -> None:
        for (left, right), forward in zip(pairwise(self.nodes), self.forward, strict=True):
            if not (diagram.has_edge(left, right) if forward else diagram.has_edge(right, left)):
                diagram.ordered((left, right))
                raise DiagramError(f"the diagram has no arrow for the step {left} – {right}")


def paths(
    diagram: Diagram, source: str, target: str, *, limit: int | None = 1000
) -> Iterator[Path]:
    """Yield the paths between two variables one by one, whichever way the arrows point.

    There can be exponentially many, so each is found when it is asked for, and the
    listing simply stops after ``limit`` of them; ask for one more than you show to
    learn whether there are more. No turn is taken from which the target can no longer
    be reached, so there is no long search between one path and the next.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.
    source, target : str
        Two different variables.
    limit : int or None, optional
        At most so many paths; None for all.

    Yields
    ------
    Path
        A shortest one first; the order depends only on that of the diagram's arrows.

    Raises
    ------
    DiagramError
        If there is no such variable, or the two are the same.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> for path in paths(diagram, "kratom", "phq9"):
    ...     print(path)
    kratom → phq9
    kratom ← pain → phq9
    """
    diagram.ordered((source, target))
    if source == target:
        raise DiagramError(f"a path joins two variables, not {source} to itself")
    found = (Path.through(diagram, nodes) for nodes in simple_paths(diagram, source, target))
    return islice(found, limit)


def _passes(middle: str, kind: Kind, conditioning: Conditioning) -> bool:
    if kind == "collider":
        return middle in conditioning.fixed_descendant
    return not conditioning.fixes(middle)


def _triple(nodes: tuple[str, str, str], kind: Kind, conditioning: Conditioning) -> Triple:
    left, middle, right = nodes
    passes = _passes(middle, kind, conditioning)
    why = _collider_reason if kind == "collider" else _blocking_reason
    state = "open" if passes else "blocked"
    reason = f"{kind} at {middle} is {state}: {why(middle, conditioning)}"
    return Triple(left, middle, right, kind, passes, reason)


def _blocking_reason(middle: str, conditioning: Conditioning) -> str:
    if middle in conditioning.given:
        return f"{middle} is adjusted for"
    if conditioning.fixes(middle):
        return f"{middle} is conditioned on by selection"
    return f"{middle} is not adjusted for"


def _collider_reason(middle: str, conditioning: Conditioning) -> str:
    fixed = conditioning.fixed_descendant.get(middle)
    if fixed is None:
        return f"neither {middle} nor anything it causes is conditioned on"
    who = middle if fixed == middle else f"its descendant {fixed}"
    how = "" if fixed in conditioning.given else " by selection"
    return f"{who} is conditioned on{how}"
