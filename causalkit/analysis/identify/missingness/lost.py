"""When an effect is lost: two worlds, different effects, the same data.

That some method fails does not show that all must. To show that nothing helps one has to
exhibit two worlds that fit the diagram, in which the effect differs although everything
that anybody can see of them is the same. Three cases are settled here.

The *outcome* hides itself: it decides whether it is missing, or shares a hidden cause
with its indicator. Suppose that only exposure, outcome and indicator are not asleep. What
is seen of the outcomes is their share times the chance to be shown, and another share
with another chance gives the same product, in both arms at once if the outcome has three
values.

A direct *confounder* hides itself. With more values than there are combinations of
exposure and outcome, its values can be redistributed among those who hide them without
changing anything that is seen.

The *exposure* hides itself, and the outcome has a hand in that too: then those who hide
their exposure can be given either, within what is known of their outcomes.

In the last two cases the effect must be direct. If all of it runs through something that
was seen, it might be recovered on that way. In all cases this is about diagrams: whoever
knows more about the equations, say that the outcome has two values only, may know enough.

Source: Mohan and Pearl (2014), Graphical models for recovering probabilistic and causal
queries from missing data; Mohan and Pearl (2021), Graphical models for processing missing
data: a variable and its indicator that are neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from causalkit.analysis.identify.missingness.gaps import Gaps
from causalkit.analysis.identify.selection.ties import (
    are_neighbours,
    directly_causes,
    neighbourly_path,
)
from causalkit.graph.path import Path

Role = Literal["outcome", "confounder", "exposure"]


@dataclass(frozen=True)
class Loss:
    """Why an effect cannot be recovered.

    Parameters
    ----------
    role : {"outcome", "confounder", "exposure"}
        The part in the question of the variable that hides itself.
    name : str
        The variable.
    exposure, outcome : str
        The exposure and the outcome between which the effect is lost.
    path : Path
        The way by which variable and indicator are neighbours.
    """

    role: Role
    name: str
    exposure: str
    outcome: str
    path: Path


def losses(gaps: Gaps) -> Iterator[Loss]:
    """Yield the proofs that an effect cannot be recovered, one for each way to lose it.

    Parameters
    ----------
    gaps : Gaps
        The analysis and its gaps.

    Yields
    ------
    Loss

    Examples
    --------
    >>> from causalkit.graph import Diagram, Question
    >>> diagram = Diagram.of([("x", "y"), ("y", "missing_y")])
    >>> for loss in losses(Gaps(diagram, Question.of("x", "y"), ())):
    ...     print(loss.role, loss.path)
    outcome missing_y ← y
    """
    effects = list(product(_contrasted(gaps), gaps.question.outcome))
    for exposure, outcome in effects:
        if _has_effect(gaps, exposure, outcome):
            yield from _hidden(gaps, "outcome", outcome, exposure, outcome)
    for exposure, outcome in effects:
        if directly_causes(gaps.diagram, exposure, outcome):
            yield from _hidden_exposure(gaps, exposure, outcome)
            yield from _hidden_confounders(gaps, exposure, outcome)


def _contrasted(gaps: Gaps) -> list[str]:
    """Return the exposures that differ between the two settings compared."""
    question = gaps.question
    settings = zip(question.exposure, question.treated, question.reference, strict=True)
    return [name for name, treated, reference in settings if treated != reference]


def _has_effect(gaps: Gaps, exposure: str, outcome: str) -> bool:
    """Return whether a causal path leads there on which no other exposure is set."""
    return outcome in gaps.diagram.do(*gaps.question.exposure).descendants(exposure)


def _hidden(gaps: Gaps, role: Role, name: str, exposure: str, outcome: str) -> Iterator[Loss]:
    indicator = gaps.indicator.get(name, name)
    if are_neighbours(gaps.diagram, indicator, name):
        path = neighbourly_path(gaps.diagram, indicator, name)
        yield Loss(role, name, exposure, outcome, path)


def _hidden_exposure(gaps: Gaps, exposure: str, outcome: str) -> Iterator[Loss]:
    indicator = gaps.indicator.get(exposure, exposure)
    if are_neighbours(gaps.diagram, indicator, outcome):
        yield from _hidden(gaps, "exposure", exposure, exposure, outcome)


def _hidden_confounders(gaps: Gaps, exposure: str, outcome: str) -> Iterator[Loss]:
    for name in gaps.incomplete:
        # Among people of one age, age does not confound, whoever hides it.
        confounds = name in gaps.kept and name not in gaps.group
        ends = (exposure, outcome)
        if confounds and all(directly_causes(gaps.diagram, name, end) for end in ends):
            yield from _hidden(gaps, "confounder", name, exposure, outcome)
