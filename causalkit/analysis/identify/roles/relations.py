"""How the variables of a diagram stand to exposure and outcome, one set for each role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from causalkit.analysis.identify.criterion.criterion import Criterion
from causalkit.analysis.identify.roles.association import associated
from causalkit.analysis.identify.roles.backdoor_paths import on_backdoor_paths
from causalkit.analysis.identify.roles.colliders import colliders
from causalkit.analysis.identify.roles.role_names import Role
from causalkit.graph.diagram import Diagram
from causalkit.graph.indicators import indicators


@dataclass(frozen=True)
class Relations:
    """The variables in each role; what the roles mean is said by `ROLES`.

    Parameters
    ----------
    criterion : Criterion
        The adjustment criterion for the question.

    Examples
    --------
    >>> from causalkit.graph.question import Question
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> Relations(Criterion(diagram, Question.of("kratom", "phq9"))).confounders
    frozenset({'pain'})
    """

    criterion: Criterion

    def by_role(self) -> Mapping[Role, Iterable[str]]:
        """Return the variables in each role.

        Returns
        -------
        mapping of str to iterable of str
            Exposure and outcome are in no other sets than their own and those of the marks.
        """
        found: dict[Role, Iterable[str]] = {
            "exposure": self.criterion.question.exposure,
            "outcome": self.criterion.question.outcome,
            "confounder": self.confounders,
            "on a back-door path": self.on_backdoor_paths,
            "proxy of a confounder": self.proxies(self.confounders),
            "proxy of a hidden confounder": self.proxies(self.confounders & self._diagram.latent),
            "mediator": self.mediators,
            "collider": self.colliders,
            "instrument": self.instruments,
            "cause of the exposure only": self.causes_of_exposure - self.causes_of_outcome,
            "precision variable": self.causes_of_outcome - self._related(self._exposure),
            "descendant of a mediator": self.after_mediators,
            "descendant of a collider": self.after_colliders,
            "descendant of the outcome": self.after_outcome,
            "descendant of the exposure": self.after_exposure,
        }
        rest = set(self._diagram.nodes).difference(*found.values())
        found["other"] = rest & self._related((*self._exposure, *self._outcome))
        found["unrelated"] = rest - self._related((*self._exposure, *self._outcome))
        return found | self._marks

    @cached_property
    def causes_of_exposure(self) -> frozenset[str]:
        """The variables from which arrows lead to an exposure and avoid the outcomes."""
        graph = self._diagram.without_outgoing(*self._outcome)
        return graph.ancestors(*self._exposure) - self._ends

    @cached_property
    def causes_of_outcome(self) -> frozenset[str]:
        """The variables from which arrows lead to an outcome and avoid the exposures."""
        graph = self._diagram.without_outgoing(*self._exposure)
        return graph.ancestors(*self._outcome) - self._ends

    @property
    def confounders(self) -> frozenset[str]:
        """The common causes."""
        return self.causes_of_exposure & self.causes_of_outcome

    @cached_property
    def on_backdoor_paths(self) -> frozenset[str]:
        """The variables on a back-door path without a collider, before the exposure."""
        found = on_backdoor_paths(self._diagram, self.criterion.question)
        return found - self._diagram.descendants(*self._exposure)

    def proxies(self, confounders: frozenset[str]) -> frozenset[str]:
        """Return the measured variables that some confounders cause.

        Parameters
        ----------
        confounders : frozenset of str
            Some of the confounders.

        Returns
        -------
        frozenset of str
            None of them a confounder or changed by the exposure.
        """
        found = self._apart.descendants(*confounders) - self.confounders - self._ends
        return found - self._diagram.descendants(*self._exposure) - self._diagram.latent

    @property
    def mediators(self) -> frozenset[str]:
        """The variables between exposure and outcome."""
        return self.criterion.carriers - self._ends

    @cached_property
    def colliders(self) -> frozenset[str]:
        """The variables in which two arrows meet on a path between exposure and outcome."""
        return colliders(self._diagram, self.criterion.question)

    @cached_property
    def instruments(self) -> frozenset[str]:
        """The measured variables that are related to the outcome by the effect only.

        There is none if exposure or outcome do not vary, or people were selected on what
        the effect changes.
        """
        spoilt = self._diagram.selected & (self.criterion.forbidden | self._ends)
        if spoilt:
            return frozenset()
        related = associated(self._diagram, self._exposure)
        otherwise = associated(self.criterion.backdoor_graph, self._outcome)
        changed = self._diagram.descendants(*self._exposure)
        return related - otherwise - changed - self._diagram.latent - self._ends

    @property
    def after_mediators(self) -> frozenset[str]:
        """What mediators cause without the outcome."""
        return self._apart.descendants(*self.mediators) - self.mediators - self._ends

    @property
    def after_colliders(self) -> frozenset[str]:
        """What colliders cause."""
        return self._diagram.descendants(*self.colliders) - self.colliders - self._ends

    @property
    def after_outcome(self) -> frozenset[str]:
        """What the outcome causes."""
        return self._diagram.descendants(*self._outcome) - self._ends

    @property
    def after_exposure(self) -> frozenset[str]:
        """What the exposure causes apart from the effect."""
        found = self._diagram.descendants(*self._exposure) - self._ends
        return found - self.mediators - self.after_mediators - self.after_outcome

    @property
    def _marks(self) -> dict[Role, Iterable[str]]:
        return {
            "latent": self._diagram.latent,
            "selected": self._diagram.selected,
            "missingness indicator": indicators(self._diagram),
        }

    def _related(self, names: Iterable[str]) -> frozenset[str]:
        """Return what causes the variables, and everything that shares a cause with them."""
        return self._diagram.descendants(*self._diagram.ancestors(*names))

    @cached_property
    def _apart(self) -> Diagram:
        """The diagram in which exposure and outcome have no effect."""
        return self._diagram.without_outgoing(*self._ends)

    @property
    def _ends(self) -> frozenset[str]:
        return frozenset((*self._exposure, *self._outcome))

    @property
    def _exposure(self) -> tuple[str, ...]:
        return self.criterion.question.exposure

    @property
    def _outcome(self) -> tuple[str, ...]:
        return self.criterion.question.outcome

    @property
    def _diagram(self) -> Diagram:
        return self.criterion.diagram
