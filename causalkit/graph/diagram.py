"""What causes what, drawn as arrows.

A causal diagram has one node for each variable and an arrow from each direct
cause to its effect. It is a directed *acyclic* graph: following the arrows never
leads back to where one started, because nothing causes itself. An arrow claims
little (there may be an effect, of whatever form); a missing arrow claims much
(there is none at all). Two kinds of variable carry a mark: a *latent* one exists
but is in nobody's data, and a *selected* one decided who is in the data, so that
every analysis is made among the people who passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from causalkit.errors import DiagramError, did_you_mean
from causalkit.graph.indexed import Indexed, Neighbours

Edge = tuple[str, str]
"""An arrow: the cause, then its effect."""


@dataclass(frozen=True, eq=False)
class Diagram:
    """A causal diagram: variables, the arrows between them, and what is hidden.

    Two diagrams are equal when they have the same nodes, arrows and marks; the
    order in which these were written matters only for the order of what is listed.

    Parameters
    ----------
    nodes : tuple of str
        The variables, each once, in the order in which they are to be listed.
    edges : tuple of (str, str)
        The arrows, each once, as cause and effect.
    latent : frozenset of str
        The variables that exist but were never measured.
    selected : frozenset of str
        The variables on which people were selected into the data.

    Raises
    ------
    DiagramError
        If an arrow or a mark names an unknown variable, an arrow returns to its
        own variable, something is listed twice, or the arrows run in a circle.

    Examples
    --------
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> diagram.parents("phq9")
    ('pain', 'kratom')
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    latent: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_names(self.nodes)
        _check_edges(self.edges)
        _ = self.indexed
        _check_known(self.nodes, self.latent | self.selected)
        _ = self.topological_order

    @classmethod
    def of(
        cls,
        edges: Iterable[Edge],
        nodes: Iterable[str] = (),
        latent: Iterable[str] = (),
        selected: Iterable[str] = (),
    ) -> Diagram:
        """Return a diagram made from its arrows; a repeated arrow counts once.

        Parameters
        ----------
        edges : iterable of (str, str)
            The arrows, as cause and effect.
        nodes : iterable of str, optional
            Variables to list first, whether or not an arrow touches them; those of
            the arrows follow in the order in which they appear.
        latent, selected : iterable of str, optional
            The variables that carry the mark.

        Returns
        -------
        Diagram

        Raises
        ------
        DiagramError
            As for the class.

        Examples
        --------
        >>> Diagram.of([("u", "x"), ("u", "y")], latent=["u"]).observed
        ('x', 'y')
        """
        arrows = tuple(dict.fromkeys(map(_as_edge, edges)))
        return cls(
            nodes=tuple(dict.fromkeys(chain(_names(nodes), chain.from_iterable(arrows)))),
            edges=arrows,
            latent=frozenset(_names(latent)),
            selected=frozenset(_names(selected)),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Diagram):
            return NotImplemented
        return self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def ordered(self, nodes: Iterable[str]) -> tuple[str, ...]:
        """Return the nodes, each once, in the order of the diagram.

        Parameters
        ----------
        nodes : iterable of str, or str
            Names of variables; a single string is one name.

        Returns
        -------
        tuple of str

        Raises
        ------
        DiagramError
            If one of them is not in the diagram.

        Examples
        --------
        >>> Diagram.of([("x", "y")]).ordered({"y", "x"})
        ('x', 'y')
        """
        return tuple(self.nodes[number] for number in sorted(set(self._numbers(_names(nodes)))))

    def parents(self, node: str) -> tuple[str, ...]:
        """Return the direct causes of a variable.

        Parameters
        ----------
        node : str
            A variable of the diagram.

        Returns
        -------
        tuple of str
            In the order of the arrows.

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> Diagram.of([("x", "y"), ("z", "y")]).parents("y")
        ('x', 'z')
        """
        return self._neighbours(self.indexed.parents, node)

    def children(self, node: str) -> tuple[str, ...]:
        """Return the direct effects of a variable.

        Parameters
        ----------
        node : str
            A variable of the diagram.

        Returns
        -------
        tuple of str
            In the order of the arrows.

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> Diagram.of([("x", "y"), ("x", "z")]).children("x")
        ('y', 'z')
        """
        return self._neighbours(self.indexed.children, node)

    def ancestors(self, *nodes: str) -> frozenset[str]:
        """Return everything from which arrows lead to the nodes, and the nodes (An).

        Parameters
        ----------
        *nodes : str
            Variables of the diagram.

        Returns
        -------
        frozenset of str

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> sorted(Diagram.of([("x", "m"), ("m", "y")]).ancestors("m"))
        ['m', 'x']
        """
        return self._named(self.indexed.ancestors(self._numbers(nodes)))

    def descendants(self, *nodes: str) -> frozenset[str]:
        """Return everything to which arrows lead from the nodes, and the nodes (De).

        Parameters
        ----------
        *nodes : str
            Variables of the diagram.

        Returns
        -------
        frozenset of str

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> sorted(Diagram.of([("x", "m"), ("m", "y")]).descendants("m"))
        ['m', 'y']
        """
        return self._named(self.indexed.descendants(self._numbers(nodes)))

    def has_edge(self, cause: str, effect: str) -> bool:
        """Return whether there is an arrow from the cause to the effect.

        Parameters
        ----------
        cause, effect : str
            Two names; an unknown name simply has no arrow.

        Returns
        -------
        bool

        Examples
        --------
        >>> Diagram.of([("x", "y")]).has_edge("y", "x")
        False
        """
        return (cause, effect) in self._edge_set

    @cached_property
    def indexed(self) -> Indexed:
        """The same arrows between numbered variables, for whoever follows many of them."""
        try:
            return Indexed.of(self.nodes, self.edges)
        except KeyError:
            _check_known(self.nodes, set(chain.from_iterable(self.edges)))
            raise

    @cached_property
    def topological_order(self) -> tuple[str, ...]:
        """The variables, causes before effects; the one listed first wins a tie."""
        names = self.nodes
        return tuple(names[number] for number in self.indexed.topological_order())

    @cached_property
    def observed(self) -> tuple[str, ...]:
        """The variables that are not latent, in the order of the diagram."""
        return tuple(node for node in self.nodes if node not in self.latent)

    def do(self, *nodes: str) -> Diagram:
        """Return the diagram in which the nodes are set by hand: nothing causes them.

        Parameters
        ----------
        *nodes : str
            The variables that are set.

        Returns
        -------
        Diagram
            The same diagram without the arrows into them.

        Raises
        ------
        DiagramError
            If there is no such variable.

        Notes
        -----
        Pearl (2009), Causality, section 3.2: an intervention replaces the equation of
        a variable, and with it the arrows from its causes.

        Examples
        --------
        >>> Diagram.of([("z", "x"), ("x", "y")]).do("x").edges
        (('x', 'y'),)
        """
        cut = frozenset(self.ordered(nodes))
        return self._with_edges(edge for edge in self.edges if edge[1] not in cut)

    def without_outgoing(self, *nodes: str) -> Diagram:
        """Return the diagram in which the nodes have no effect on anything.

        Parameters
        ----------
        *nodes : str
            Variables of the diagram.

        Returns
        -------
        Diagram
            The same diagram without the arrows out of them.

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> Diagram.of([("z", "x"), ("x", "y")]).without_outgoing("x").edges
        (('z', 'x'),)
        """
        cut = frozenset(self.ordered(nodes))
        return self._with_edges(edge for edge in self.edges if edge[0] not in cut)

    def without_edges(self, edges: Iterable[Edge]) -> Diagram:
        """Return the diagram without some of its arrows.

        Parameters
        ----------
        edges : iterable of (str, str)
            Arrows of the diagram, as cause and effect.

        Returns
        -------
        Diagram

        Raises
        ------
        DiagramError
            If the diagram has no such arrow.

        Examples
        --------
        >>> Diagram.of([("z", "x"), ("x", "y")]).without_edges([("x", "y")]).edges
        (('z', 'x'),)
        """
        cut = frozenset(_as_edge(edge) for edge in edges)
        for cause, effect in sorted(cut - self._edge_set):
            self.ordered((cause, effect))
            raise DiagramError(f"there is no arrow {cause} → {effect} in the diagram")
        return self._with_edges(edge for edge in self.edges if edge not in cut)

    def restricted_to(self, nodes: Iterable[str]) -> Diagram:
        """Return the part of the diagram on some of its nodes, with their marks.

        Parameters
        ----------
        nodes : iterable of str
            The variables to keep; arrows stay where both ends do.

        Returns
        -------
        Diagram

        Raises
        ------
        DiagramError
            If there is no such variable.

        Examples
        --------
        >>> Diagram.of([("x", "m"), ("m", "y"), ("x", "y")]).restricted_to(["x", "y"]).edges
        (('x', 'y'),)
        """
        kept = self.ordered(nodes)
        keep = frozenset(kept)
        edges = tuple(edge for edge in self.edges if keep.issuperset(edge))
        return self._part(kept, edges, self.latent & keep, self.selected & keep)

    def _with_edges(self, edges: Iterable[Edge]) -> Diagram:
        return self._part(self.nodes, tuple(edges), self.latent, self.selected)

    @classmethod
    def _part(
        cls,
        nodes: tuple[str, ...],
        edges: tuple[Edge, ...],
        latent: frozenset[str],
        selected: frozenset[str],
    ) -> Diagram:
        """Return part of a diagram, which is one too and need not be checked again."""
        part = cls.__new__(cls)
        vars(part).update(nodes=nodes, edges=edges, latent=latent, selected=selected)
        return part

    def _neighbours(self, neighbours: Neighbours, node: str) -> tuple[str, ...]:
        (number,) = self._numbers((node,))
        return tuple(self.nodes[each] for each in neighbours[number])

    def _numbers(self, nodes: Collection[str]) -> list[int]:
        position = self.indexed.position
        try:
            return [position[node] for node in nodes]
        except KeyError:
            _check_known(self.nodes, nodes)
            raise

    def _named(self, numbers: Iterable[int]) -> frozenset[str]:
        return frozenset(self.nodes[number] for number in numbers)

    @cached_property
    def _value(self) -> tuple[frozenset[str], frozenset[Edge], frozenset[str], frozenset[str]]:
        return frozenset(self.nodes), self._edge_set, self.latent, self.selected

    @cached_property
    def _edge_set(self) -> frozenset[Edge]:
        return frozenset(self.edges)


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _as_edge(edge: object) -> Edge:
    if type(edge) is tuple and len(edge) == 2:
        return edge
    # A string of two letters would otherwise pass for a pair of names.
    if isinstance(edge, str) or not isinstance(edge, Iterable) or len(ends := tuple(edge)) != 2:
        raise DiagramError(f"an arrow is a pair (cause, effect), not {edge!r}")
    return ends[0], ends[1]


def _check_names(nodes: tuple[str, ...]) -> None:
    for node in nodes:
        if not isinstance(node, str) or not node:
            raise DiagramError(f"a variable has a name, a string that is not empty; not {node!r}")
    if len(set(nodes)) < len(nodes):
        repeated, _ = Counter(nodes).most_common(1)[0]
        raise DiagramError(f'the variable "{repeated}" is listed twice')


def _check_edges(edges: tuple[Edge, ...]) -> None:
    for cause, effect in edges:
        if cause == effect:
            raise DiagramError(f"the arrow {cause} → {effect} says that {cause} causes itself")
    if len(set(edges)) < len(edges):
        (cause, effect), _ = Counter(edges).most_common(1)[0]
        raise DiagramError(f"the arrow {cause} → {effect} is listed twice")


def _check_known(nodes: tuple[str, ...], asked: Collection[str]) -> None:
    unknown = set(asked).difference(nodes)
    if unknown:
        # A set has no order of its own; the message must not depend on hashing.
        node = min(unknown, key=str)
        raise DiagramError(
            f'there is no variable "{node}" in the diagram.{did_you_mean(str(node), nodes)}'
        )
