"""One variable that somebody may want to adjust for, and what is true of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.controls.biasing_paths import BiasingPaths, opened_paths
from causalkit.analysis.identify.controls.remedy import Remedy
from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.graph.diagram import Diagram
from causalkit.graph.path import Path
from causalkit.graph.question import Question
from causalkit.graph.separation import d_separated, open_path


@dataclass(frozen=True)
class Candidate:
    """A variable, seen from a question about a diagram.

    Parameters
    ----------
    remedy : Remedy
        What can be done about the bias.
    name : str
        A variable that is neither exposure nor outcome, taken as measured.

    Examples
    --------
    >>> diagram = Diagram.of([("z", "x"), ("u", "x"), ("u", "y"), ("x", "y")], latent=["u"])
    >>> remedy = Remedy(Criterion(diagram, Question.of("x", "y")))
    >>> print(*Candidate(remedy, "z").amplified())
    x ← u → y
    """

    remedy: Remedy
    name: str

    @property
    def criterion(self) -> Criterion:
        """The adjustment criterion for the question."""
        return self.remedy.criterion

    @property
    def question(self) -> Question:
        """The effect that is asked about."""
        return self.criterion.question

    @property
    def alike(self) -> bool:
        """Whether everybody in the data, or in the group asked about, is alike in it."""
        return self.name in self.criterion.diagram.selected

    def changed(self) -> Iterator[Path]:
        """Yield the way by which the effect changes the variable, or runs through it, if any.

        Yields
        ------
        Path
            Along arrows from an exposure, by way of what carries the effect; to the
            variable, or through it to an outcome.
        """
        if self.name not in self.criterion.forbidden:
            return
        path = open_path(self._effect, self.question.exposure, [self.name])
        if self.name in self.criterion.carriers:
            onwards = open_path(self._effect.do(self.name), [self.name], self.question.outcome)
            path = Path.through(self._effect, [*path.nodes, *onwards.nodes[1:]])
        yield path

    def blocked(self) -> Iterator[Path]:
        """Yield an open biasing path that adjusting for the variable blocks, if any.

        Yields
        ------
        Path
        """
        return BiasingPaths(self.criterion).through(self.name)

    def opened(self, beside: tuple[str, ...] = ()) -> Iterator[Path]:
        """Yield a biasing path that adjusting for the variable opens, if any.

        Parameters
        ----------
        beside : tuple of str, optional
            What else is adjusted for.

        Yields
        ------
        Path
        """
        return opened_paths(self.criterion, self.name, frozenset(beside))

    def opened_for_good(self) -> Iterator[Path]:
        """Yield a path that the variable opens whatever else is adjusted for, if any.

        Yields
        ------
        Path
        """
        return opened_paths(self.criterion, self.name, self.remedy.helpful - {self.name})

    def amplified(self) -> Iterator[Path]:
        """Yield a path that stays open whatever is adjusted for, and whose bias grows, if any.

        Yields
        ------
        Path
            There is none unless the variable is related to the exposure, and to the
            outcome only by way of it.
        """
        if self.remedy.exists or self.remedy.spoilt or self.apart_from_exposure:
            return
        graph, (exposure, outcome) = self.criterion.backdoor_graph, self._ends
        changed = self.criterion.diagram.descendants(*exposure)
        if self.name not in changed and d_separated(graph, [self.name], outcome):
            yield open_path(graph, exposure, outcome, self.remedy.helpful - {self.name})

    @property
    def apart_from_exposure(self) -> bool:
        """Whether it is independent of the exposure, beside the sufficient set."""
        exposure, _ = self._ends
        return d_separated(self.criterion.diagram, exposure, [self.name], self.remedy.sufficient)

    @property
    def apart_from_outcome(self) -> bool:
        """Whether it is independent of the outcome given the exposure and the sufficient set."""
        exposure, outcome = self._ends
        given = (*exposure, *self.remedy.sufficient)
        return d_separated(self.criterion.diagram, [self.name], outcome, given)

    @cached_property
    def _effect(self) -> Diagram:
        """The exposure, what carries its effect and what that changes, with nothing held fixed."""
        exposure, carriers = self.question.exposure, self.criterion.carriers
        part = self.criterion.diagram.do(*exposure)
        part = part.restricted_to({*exposure, *self.criterion.forbidden})
        edges = (edge for edge in part.edges if edge[0] not in exposure or edge[1] in carriers)
        return Diagram(part.nodes, tuple(edges))

    @property
    def _ends(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.question.exposure, self.question.outcome
