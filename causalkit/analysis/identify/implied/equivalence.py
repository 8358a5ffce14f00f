"""Which arrows the data could ever tell: the Markov equivalence class.

Different diagrams can imply exactly the same independences. ``x → m → y``, ``x ← m → y``
and ``x ← m ← y`` all say that x and y are independent among people alike in m, and
nothing else; no data, however many, can choose between them. Only ``x → m ← y`` says
something different. Two diagrams are *equivalent* if and only if they join the same
pairs and have the same colliders between unjoined parents. The arrows on which all
members of such a class agree are *compelled*; of the others the data can say that they
are there, but not which way they point. That takes an experiment, time, or knowledge
(such as that of the form of the equations, which goes beyond the diagram).

A class speaks of diagrams in which everything is measured and nobody was selected. Where
a diagram has hidden or selected variables, its class is that of the diagram with
everything measured in everybody: what is undirected even there, nobody can orient by
such data; what is directed there may still be out of reach of the data at hand.

Source: Verma and Pearl (1990), Equivalence and synthesis of causal models; Chickering
(1995), A transformational characterization of equivalent Bayesian network structures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from causalkit.analysis.identify.implied.covered import equivalent_diagrams
from causalkit.graph.diagram import Diagram, Edge
from causalkit.graph.formats.dagitty import PLAIN_NAME
from causalkit.graph.formats.quoting import quoted


@dataclass(frozen=True)
class Members:
    """Diagrams that no data can tell apart, and whether these are all.

    Parameters
    ----------
    listed : tuple of Diagram
        The diagrams, that from which the class was made first.
    complete : bool
        Whether these are all; False where the listing was capped.
    """

    listed: tuple[Diagram, ...]
    complete: bool


@dataclass(frozen=True)
class EquivalenceClass:
    """The diagrams that imply the same independences as a given one, as a single picture.

    Two classes are equal when they have the same variables, arrows and lines, whichever
    of their members they were made from.

    Parameters
    ----------
    diagram : Diagram
        A member: the one from which the class was made.
    variables : tuple of str
        The variables, in alphabetical order.
    directed : tuple of (str, str)
        The arrows that all members share, as cause and effect, in alphabetical order.
    undirected : tuple of (str, str)
        The pairs whose arrow points one way in some members and the other way in others;
        each pair and their list in alphabetical order. No data can orient them.
    taken_as_measured : tuple of str
        The hidden variables, in alphabetical order; the class is that of a diagram in
        which they are measured. With them unmeasured the data tell less than the class.
    taken_as_unselected : tuple of str
        The selected variables, in alphabetical order; the class is that of a diagram in
        which nobody was selected by them.

    Examples
    --------
    >>> diagram = Diagram.of([("age", "pain"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> found = equivalence_class(diagram)
    >>> found.directed, found.undirected
    ((('kratom', 'phq9'), ('pain', 'phq9')), (('age', 'pain'),))
    """

    diagram: Diagram = field(compare=False)
    variables: tuple[str, ...]
    directed: tuple[Edge, ...]
    undirected: tuple[Edge, ...]
    taken_as_measured: tuple[str, ...] = ()
    taken_as_unselected: tuple[str, ...] = ()

    def members(self, limit: int = 100) -> Members:
        """Return the diagrams of the class.

        Parameters
        ----------
        limit : int, optional
            At most so many are listed.

        Returns
        -------
        Members

        Examples
        --------
        >>> chain = Diagram.of([("x", "m"), ("m", "y")])
        >>> for member in equivalence_class(chain).members().listed:
        ...     print(member.edges)
        (('x', 'm'), ('m', 'y'))
        (('m', 'x'), ('m', 'y'))
        (('m', 'x'), ('y', 'm'))
        """
        found = list(islice(equivalent_diagrams(self.diagram), limit + 1))
        return Members(tuple(found[:limit]), len(found) <= limit)

    def to_dagitty(self) -> str:
        """Return the class in the text format of dagitty.net, where ``--`` is undirected.

        Returns
        -------
        str
            With one statement a line.

        Examples
        --------
        >>> print(equivalence_class(Diagram.of([("x", "c"), ("y", "c"), ("z", "x")])).to_dagitty())
        pdag {
          c
          x
          y
          z
          x -> c
          y -> c
          x -- z
        }
        """
        nodes = [_name(name) + self._marks(name) for name in self.variables]
        arrows = [f"{_name(cause)} -> {_name(effect)}" for cause, effect in self.directed]
        lines = [f"{_name(one)} -- {_name(other)}" for one, other in self.undirected]
        statements = (f"  {statement}" for statement in nodes + arrows + lines)
        return "\n".join(["pdag {", *statements, "}"])

    def _marks(self, name: str) -> str:
        marks = ["latent"] if name in self.taken_as_measured else []
        marks += ["selected"] if name in self.taken_as_unselected else []
        return f" [{', '.join(marks)}]" if marks else ""


def equivalence_class(diagram: Diagram) -> EquivalenceClass:
    """Return the Markov equivalence class of a diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram. Its hidden variables are taken as measured, and nobody as
        selected; the result says of which variables this was assumed.

    Returns
    -------
    EquivalenceClass
        Its arrows and lines are known in the field as the completed partially directed
        acyclic graph (CPDAG), or essential graph.

    Examples
    --------
    >>> equivalence_class(Diagram.of([("x", "m"), ("m", "y")])).undirected
    (('m', 'x'), ('m', 'y'))
    """
    compelled = frozenset(compelled_arrows(diagram))
    reversible = (sorted(edge) for edge in diagram.edges if edge not in compelled)
    return EquivalenceClass(
        diagram,
        variables=tuple(sorted(diagram.nodes)),
        directed=tuple(sorted(compelled)),
        undirected=tuple(sorted((one, other) for one, other in reversible)),
        taken_as_measured=tuple(sorted(diagram.latent)),
        taken_as_unselected=tuple(sorted(diagram.selected)),
    )


def compelled_arrows(diagram: Diagram) -> Iterator[Edge]:
    """Yield the arrows that point the same way in every equivalent diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram.

    Yields
    ------
    (str, str)
        Cause and effect, effects in topological order.

    Notes
    -----
    Chickering (1995), algorithms ORDER-EDGES and LABEL-EDGES. Variables are visited causes
    first. Let x be the last of the parents of y. (1) If a parent whose arrow into x is
    compelled is no parent of y, all arrows into y are compelled. (2) So they are if some
    parent of y is neither x nor a parent of x. (3) Otherwise only the arrows from those
    compelled parents of x are. Each arrow is looked at a few times.

    Examples
    --------
    >>> list(compelled_arrows(Diagram.of([("x", "c"), ("y", "c"), ("z", "x")])))
    [('x', 'c'), ('y', 'c')]
    """
    order = {name: index for index, name in enumerate(diagram.topological_order)}
    parents = {name: frozenset(diagram.parents(name)) for name in order}
    compelled: dict[str, frozenset[str]] = {}
    for effect, causes in parents.items():
        compelled[effect] = causes
        if causes:
            last = max(causes, key=order.__getitem__)
            if compelled[last] <= causes and causes - {last} <= parents[last]:
                compelled[effect] = compelled[last]
        yield from ((cause, effect) for cause in sorted(compelled[effect]))


def _name(name: str) -> str:
    return name if PLAIN_NAME.fullmatch(name) else quoted(name)
