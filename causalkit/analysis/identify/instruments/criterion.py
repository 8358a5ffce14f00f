"""What makes a variable an instrument, judged for one variable at a time.

An instrument is associated with the exposure, and with the outcome by no other way than
the effect itself. To see the other ways, the first arrow of each causal path is taken
out of the diagram; then the instrument must be separated from the outcome, given some
variables if need be. Neither it nor these may be changed by the effect.

Which variables to condition on? Whoever conditions near the instrument may part it from
the exposure as well. So the set is taken as near to the outcome as can be: a ball is
rolled from the outcome, and what it runs into first is all that can be of use; of that,
what a ball from the instrument runs into is the set. If this one parts the instrument
from the exposure, so does every other set of causes of instrument and outcome.

Source: van der Zander, Textor and Liśkiewicz (2015), Efficiently finding conditional
instruments for causal inference, which calls these ancestral instruments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.graph.ball import rolled_among
from causalkit.graph.diagram import Diagram
from causalkit.graph.indexed import Indexed
from causalkit.graph.question import Question


@dataclass(frozen=True)
class Region:
    """Where a ball goes that is rolled from a variable, when it cannot reach the outcome.

    Parameters
    ----------
    border : frozenset of int
        What stops it: a minimal set that separates the variable from the outcome.
    open : bool
        Whether a directed path to the exposure leaves from here, so that variable and
        exposure are associated given the border.
    """

    border: frozenset[int]
    open: bool


@dataclass(frozen=True)
class InstrumentCriterion:
    """What an instrument must do for one question in one diagram.

    Parameters
    ----------
    diagram : Diagram
        The causal diagram; what is conditioned on anyway is marked as selected.
    question : Question
        The effect of one exposure.

    Examples
    --------
    >>> diagram = Diagram.of(
    ...     [("z", "x"), ("x", "y"), ("u", "x"), ("u", "y"), ("w", "z"), ("w", "y")], latent=["u"]
    ... )
    >>> criterion = InstrumentCriterion(diagram, Question.of("x", "y"))
    >>> z, w = criterion.graph.numbers(["z", "w"])
    >>> [(region.border == {w}, region.open) for region in criterion.region(z)]
    [(True, True)]
    >>> list(criterion.region(w))
    []
    """

    diagram: Diagram
    question: Question

    @cached_property
    def adjustment(self) -> Criterion:
        """The criterion that says what carries the effect and what this changes."""
        return Criterion(self.diagram, self.question)

    @cached_property
    def graph(self) -> Indexed:
        """The diagram without the first arrow of each causal path, numbered."""
        return self.adjustment.backdoor_arrows

    @cached_property
    def exposure(self) -> int:
        """The number of the exposure."""
        (number,) = self.adjustment.exposure
        return number

    @cached_property
    def outcome(self) -> set[int]:
        """The numbers of the outcomes."""
        return self.adjustment.outcome

    @cached_property
    def fixed(self) -> set[int]:
        """The numbers of what is conditioned on anyway."""
        return self.adjustment.fixed

    @cached_property
    def allowed(self) -> frozenset[int]:
        """What may be an instrument or conditioned on: measured, and not changed by the effect."""
        return frozenset(self.graph.numbers(self.adjustment.candidates))

    @cached_property
    def causes(self) -> set[int]:
        """The causes of the outcome, and of what is conditioned on anyway."""
        return self.graph.ancestors(self.outcome | self.fixed)

    @cached_property
    def towards_exposure(self) -> set[int]:
        """The causes of the exposure, and itself."""
        return self.graph.ancestors([self.exposure])

    def exits(self, among: set[int]) -> set[int]:
        """Return where directed paths to the exposure leave some variables for good.

        Parameters
        ----------
        among : set of int
            Some variables, with each of them all its causes.

        Returns
        -------
        set of int
            The exposure among them, for there one has arrived.
        """
        outside = self.towards_exposure - among
        return {self.exposure}.union(*(self.graph.parents[node] for node in outside))

    def region(self, instrument: int) -> Iterator[Region]:
        """Yield the region of a variable, if anything separates it from the outcome.

        Parameters
        ----------
        instrument : int
            A variable that the effect does not change. If it may be one, it is an ancestral
            instrument given the border exactly when its region is open.

        Yields
        ------
        Region
            Once or not at all.

        Notes
        -----
        (1) Roll a ball from the outcome among the causes of instrument, outcome and what is
        fixed, with all that is allowed held fixed. If it reaches the instrument, no set
        separates the two. (2) Of what stopped it, keep what stops a ball from the instrument.
        (3) From where this second ball went, a directed path must leave for the exposure.
        """
        graph, among = self.graph, self.causes | self.graph.ancestors([instrument])
        blocking = (self.allowed | self.fixed) - {instrument}
        reached = rolled_among(graph, self.outcome, blocking, among)
        if instrument in reached:
            return
        nearest = reached & self.allowed
        around = rolled_among(graph, [instrument], nearest | self.fixed, among)
        inside = around - nearest - self.fixed
        yield Region(frozenset(around & nearest), not self.exits(among).isdisjoint(inside))
