"""What is left of a diagram when its hidden variables are taken out: the latent projection.

Nobody can measure a hidden variable, but it leaves two traces among the observed ones.
If it hands an effect on, from what causes it to what it causes, an arrow remains that
skips it. If it has several effects, these are *confounded*: they go together although
none of them need cause another. Usually that is drawn as a double-headed arrow, x ↔ y.
A hidden cause of a thousand variables would need half a million of those, and three
variables that share one cause are not the same as three that share a cause in pairs. So
the projection keeps each hidden cause as one thing, with everything that it reaches.

A hidden variable in the middle of a hidden chain adds nothing of its own: what it
confounds, the start of the chain confounds already. And one whose own causes are
observed acts as if it had none, once each of these points at everything it affects.

Source: Verma and Pearl (1990), Equivalence and synthesis of causal models; Tian and
Pearl (2002), On the testable implications of causal models with hidden variables;
Evans (2016), Graphs for margins of Bayesian networks, which shows that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from causalkit.graph.bits import largest, places
from causalkit.graph.diagram import Diagram, Edge
from causalkit.graph.districts import Districts


@dataclass(frozen=True)
class HiddenCause:
    """A hidden variable that confounds observed ones.

    Parameters
    ----------
    name : str
        The hidden variable.
    affects : tuple of str
        The observed variables that it reaches along arrows through hidden variables
        only, two or more; causes before effects.
    """

    name: str
    affects: tuple[str, ...]


@dataclass(frozen=True)
class Projection:
    """A diagram of observed variables: arrows between them, and what confounds them.

    Parameters
    ----------
    variables : tuple of str
        The observed variables, causes before effects.
    edges : tuple of (str, str)
        The arrows, as cause and effect: there is one where an arrow, or a chain of
        arrows through hidden variables only, leads from the one to the other.
    hidden_causes : tuple of HiddenCause
        What confounds them, causes before effects. A hidden cause is left out if
        another one reaches everything that it reaches.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "v"), ("v", "y"), ("x", "y")], latent=["u", "v"])
    >>> projection = latent_projection(diagram)
    >>> projection.edges, projection.hidden_causes
    ((('x', 'y'),), (HiddenCause(name='u', affects=('x', 'y')),))
    """

    variables: tuple[str, ...]
    edges: tuple[Edge, ...]
    hidden_causes: tuple[HiddenCause, ...] = ()

    @property
    def confounded(self) -> tuple[tuple[str, ...], ...]:
        """The sets of variables that share a hidden cause, none inside another."""
        return tuple(cause.affects for cause in self.hidden_causes)

    @cached_property
    def bidirected(self) -> tuple[Edge, ...]:
        """The pairs that share a hidden cause, each once: the double-headed arrows.

        One hidden cause of a thousand variables makes half a million pairs.
        """
        place = self.position
        pairs = {pair for affected in self.confounded for pair in combinations(affected, 2)}
        return tuple(sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])))

    @cached_property
    def position(self) -> dict[str, int]:
        """The place of each variable in the order of causes before effects."""
        return {node: index for index, node in enumerate(self.variables)}

    def parents(self, node: str) -> tuple[str, ...]:
        """Return the variables from which an arrow leads to this one.

        Parameters
        ----------
        node : str
            An observed variable.

        Returns
        -------
        tuple of str
            Causes before effects.

        Examples
        --------
        >>> latent_projection(Diagram.of([("x", "u"), ("u", "y")], latent=["u"])).parents("y")
        ('x',)
        """
        return self._parents[node]

    def ancestors(
        self, nodes: Iterable[str], within: Container[str] | None = None
    ) -> frozenset[str]:
        """Return everything from which arrows lead to the nodes, and the nodes.

        Parameters
        ----------
        nodes : iterable of str
            Observed variables.
        within : container of str, optional
            If given, only these are passed through and returned, besides the nodes.

        Returns
        -------
        frozenset of str

        Examples
        --------
        >>> projection = latent_projection(Diagram.of([("z", "x"), ("x", "y"), ("c", "y")]))
        >>> sorted(projection.ancestors(["y"], within={"c", "y", "z"}))
        ['c', 'y']
        """
        passed = self._parents if within is None else within
        reached = set(nodes)
        waiting = list(reached)
        while waiting:
            for parent in self._parents[waiting.pop()]:
                if parent in passed and parent not in reached:
                    reached.add(parent)
                    waiting.append(parent)
        return frozenset(reached)

    def districts(self, nodes: Iterable[str] | None = None) -> tuple[tuple[str, ...], ...]:
        """Return the districts among some of the variables: what hidden causes tie together.

        Parameters
        ----------
        nodes : iterable of str, optional
            The variables that are looked at, as if there were no others; all by default.

        Returns
        -------
        tuple of tuple of str
            Each variable is in one of them. Causes before effects, inside each and from
            one's first variable to the next one's.

        Examples
        --------
        >>> diagram = Diagram.of([("u", "x"), ("u", "y"), ("x", "m"), ("m", "y")], latent=["u"])
        >>> latent_projection(diagram).districts()
        (('x', 'y'), ('m',))
        """
        place = self.position
        districts = self.no_districts()
        for node in self.variables if nodes is None else sorted(nodes, key=place.__getitem__):
            districts.add(node)
        return tuple(tuple(sorted(each, key=place.__getitem__)) for each in districts.all())

    def no_districts(self) -> Districts:
        """Return the districts of no variables yet, to which some can be added one by one.

        Returns
        -------
        Districts

        Examples
        --------
        >>> latent_projection(Diagram.of([("x", "y")])).no_districts().all()
        ()
        """
        return Districts(self._hidden_causes_of)

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        parents: dict[str, list[str]] = {node: [] for node in self.variables}
        for cause, effect in self.edges:
            parents[effect].append(cause)
        return {node: tuple(found) for node, found in parents.items()}

    @cached_property
    def _hidden_causes_of(self) -> dict[str, list[int]]:
        causes: dict[str, list[int]] = {}
        for number, cause in enumerate(self.hidden_causes):
            for node in cause.affects:
                causes.setdefault(node, []).append(number)
        return causes


def latent_projection(diagram: Diagram) -> Projection:
    """Return the diagram of the observed variables alone.

    Parameters
    ----------
    diagram : Diagram
        A causal diagram. Which of its variables are selected does not matter here.

    Returns
    -------
    Projection

    Notes
    -----
    The steps: (1) follow arrows through hidden variables to the next observed ones, against
    the arrows and along them; (2) what is met against them are the parents; (3) what is met
    along them from a hidden variable is what it confounds; (4) of the confounded sets keep
    those that are inside no other.

    Examples
    --------
    >>> diagram = Diagram.of([("u", "x"), ("u", "y"), ("x", "y")], latent=["u"])
    >>> latent_projection(diagram).confounded
    (('x', 'y'),)
    """
    order = diagram.topological_order
    variables = tuple(node for node in order if node not in diagram.latent)
    bit = {node: 1 << index for index, node in enumerate(variables)}
    before = _next_observed(order, diagram.parents, bit)
    after = _next_observed(reversed(order), diagram.children, bit)
    edges = [(cause, node) for node in variables for cause in _named(before[node], variables)]
    hidden = [node for node in order if after[node].bit_count() > 1 and node in diagram.latent]
    causes = (
        HiddenCause(hidden[index], _named(after[hidden[index]], variables))
        for index in largest([after[node] for node in hidden])
    )
    return Projection(variables, tuple(edges), tuple(causes))


def _next_observed(
    order: Iterable[str], neighbours: Callable[[str], tuple[str, ...]], bit: dict[str, int]
) -> dict[str, int]:
    """Return for each variable the nearest observed ones one way, as the bits of a number."""
    found: dict[str, int] = {}
    for node in order:
        members = 0
        for neighbour in neighbours(node):
            members |= bit[neighbour] if neighbour in bit else found[neighbour]
        found[node] = members
    return found


def _named(members: int, variables: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(variables[place] for place in places(members))
