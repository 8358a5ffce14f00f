"""dowhy's refuters: the data are spoilt in ways of which the outcome is known.

Each refuter spoils a copy of the data again and again and lets dowhy estimate the effect
anew. A *placebo treatment* is the exposure dealt out at random: its effect is zero. A *random
common cause* is noise that is adjusted for: the effect must stay where it is. So it must in a
random *data subset* of four fifths, and in a *bootstrap* sample whose covariates are measured
with a little error.

dowhy's own dummy outcome is left out: in dowhy 0.14 it changes the outcome in the table that
it was given, and with pandas 3 it fails. Dealing out the exposure asks much the same.

Two further things are set right. With a number for a seed dowhy draws the very same subset, and
the very same bootstrap sample, every time; so every repetition gets a generator of its own. And
of fewer than a hundred repetitions dowhy reports the probability of one tail only; here it is
always that of both.

Source: Sharma, Syrgkanis, Zhang and Kiciman (2021), DoWhy: addressing challenges in expressing
and validating causal assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from causalkit.analysis.estimate.models.quiet import quiet
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.second_opinion.asking import Asked, ask, fitted
from causalkit.analysis.second_opinion.guard import hushed
from causalkit.analysis.second_opinion.repetition import REFUTERS, Refuter, Seeds, repeated
from causalkit.errors import EstimationError
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

BOOTSTRAP_TEST = 100
"""From so many repetitions on, dowhy counts them; of fewer it takes mean and spread."""

OF_DOWHY = ("placebo", "w_random")
"""Columns that dowhy adds to the table."""

Progress = Callable[[int, int], None]
"""Told after each repetition how many are done, and of how many."""


@dataclass(frozen=True, eq=False)
class Refutation:
    """What a refuter found.

    Parameters
    ----------
    refuter : str
        Its name.
    estimate : float
        dowhy's estimate from the data as they are.
    expected : float
        What the repetitions should give on average: zero, or the estimate.
    effects : ndarray of float of shape (simulations,)
        The estimate of each repetition.
    p_value : float
        Probability, in both tails, of something as far from the repetitions as what was
        expected.
    """

    refuter: Refuter
    estimate: float
    expected: float
    effects: Numbers
    p_value: float


def refutations(
    data: pd.DataFrame,
    diagram: Diagram,
    question: Question,
    *,
    refuters: tuple[Refuter, ...] = REFUTERS,
    seed: int = 1,
    simulations: int = 50,
    progress: Progress | None = None,
) -> list[Refutation]:
    """Return what each refuter finds about dowhy's regression.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram. dowhy ignores which variables are selected.
    question : Question
        One exposure, one outcome, a difference.
    refuters : tuple of str, optional
        Names of refuters.
    seed : int, optional
        Seed of all repetitions.
    simulations : int, optional
        Number of repetitions of each refuter.
    progress : callable, optional
        Called with the number of repetitions done, and of all.

    Returns
    -------
    list of Refutation

    Raises
    ------
    NotIdentified
        If no adjustment set exists.
    EstimationError
        If there is no such refuter, or dowhy cannot answer.

    Examples
    --------
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> asked = Question.of("kratom", "phq9")
    >>> found = refutations(frame, diagram, asked, refuters=("data subset",), simulations=3)
    >>> found[0].refuter, len(found[0].effects)
    ('data subset', 3)
    """
    _check(refuters, simulations)
    with quiet(), hushed():
        asked = ask(data, diagram, question)
        _check_names(asked)
        estimate = fitted(asked, 0.95)
        effects = {refuter: np.empty(simulations) for refuter in refuters}
        repetitions = _repetitions(refuters, seed, simulations)
        for done, (refuter, number, seeds) in enumerate(repetitions, start=1):
            effects[refuter][number] = repeated(refuter, asked, estimate, seeds)
            if progress:
                progress(done, simulations * len(refuters))
        return [_summary(refuter, estimate, effects[refuter]) for refuter in refuters]


def _check(refuters: tuple[Refuter, ...], simulations: int) -> None:
    if not refuters:
        raise EstimationError(f"name at least one refuter of {', '.join(REFUTERS)}")
    for refuter in refuters:
        if refuter not in REFUTERS:
            raise EstimationError(f'there is no refuter "{refuter}"; there are {_named()}')
    if simulations < 2:
        raise EstimationError(f"a refuter needs at least two simulations, not {simulations}")


def _named() -> str:
    return ", ".join(f'"{refuter}"' for refuter in REFUTERS)


def _check_names(asked: Asked) -> None:
    for name in asked.table.columns:
        if name in OF_DOWHY or name.startswith("-"):
            raise EstimationError(
                f'dowhy cannot tell the column "{name}" from names of its own; rename the column'
            )


def _repetitions(
    refuters: tuple[Refuter, ...], seed: int, simulations: int
) -> Iterator[tuple[Refuter, int, Seeds]]:
    """Yield each repetition with seeds of its own, whatever other refuters are asked for."""
    for refuter in refuters:
        for number in range(simulations):
            sequence = np.random.SeedSequence([seed, REFUTERS.index(refuter), number])
            generator, others = sequence.generate_state(2).tolist()
            yield refuter, number, (generator, others)


def _summary(refuter: Refuter, estimate: Any, effects: Numbers) -> Refutation:  # noqa: ANN401  # as above
    value = float(estimate.value)
    expected = 0.0 if refuter == "placebo treatment" else value
    return Refutation(refuter, value, expected, effects, _p_value(expected, effects))


def _p_value(expected: float, effects: Numbers) -> float:
    from types import SimpleNamespace

    from dowhy.causal_refuter import test_significance

    if np.ptp(effects) == 0:
        return float(np.isclose(effects[0], expected))
    found = test_significance(SimpleNamespace(value=expected), effects)["p_value"]
    return float(found if len(effects) >= BOOTSTRAP_TEST else min(1.0, 2 * found))
