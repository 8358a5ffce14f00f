"""Refutation: whether an estimate survives what should not, or should, change it.

The data are spoilt in ways of which the outcome is known. If the exposure is dealt out at
random the effect must vanish; if noise is adjusted for, a fifth of the people is left out, or
covariates are measured with a little error, it must stay. An analysis that fails has something
wrong in its workings: a coding error, an effect that hangs on a few people, a model that
covariates upset. An analysis that passes has *not* been shown to be free of confounding, as
the spoilt data have the same confounders as the others. That cannot be said often enough.

Source: Sharma, Syrgkanis, Zhang and Kiciman (2021), DoWhy: addressing challenges in expressing
and validating causal assumptions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from causalkit.analysis import second_opinion
from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.identify.phrases import listed
from causalkit.analysis.second_opinion.refuters import Progress, Refutation
from causalkit.analysis.second_opinion.repetition import REFUTERS, Refuter
from causalkit.graph.diagram import Diagram
from causalkit.graph.question import Question

LEVEL = 0.05
"""A refuter with a smaller probability has refuted."""

MEANING = (
    "A placebo treatment has no effect, so zero should lie among its estimates: its p-value is "
    "the probability that they lie as far from zero by chance, and has nothing to do with whether "
    "the effect is real. The other refuters should leave the effect where it is: their p-values "
    "say how the estimate lies among those from the spoilt data, and a small one means that the "
    "estimate hangs on something it should not. A large p-value proves nothing. In particular no "
    "refuter knows of a confounder that was not measured: random noise that is adjusted for is "
    "a common cause in name only."
)

EXPLAINED: dict[Refuter, str] = {
    "placebo treatment": "an exposure dealt out at random seems to have an effect",
    "random common cause": "adjusting for noise moves the estimate",
    "data subset": "leaving out a fifth of the people moves the estimate",
    "bootstrap": "small errors in the covariates move the estimate",
}
"""What is wrong when a refuter refutes."""


def refutation(
    data: pd.DataFrame,
    diagram: Diagram,
    question: Question,
    *,
    refuters: tuple[Refuter, ...] = REFUTERS,
    seed: int = 1,
    simulations: int = 50,
    progress: Progress | None = None,
) -> Check:
    """Return whether dowhy's refuters can refute its estimate of the effect.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    diagram : Diagram
        The causal diagram. dowhy ignores which variables are selected.
    question : Question
        One exposure, one outcome, a difference.
    refuters : tuple of str, optional
        Of ``"placebo treatment"``, ``"random common cause"``, ``"data subset"`` and
        ``"bootstrap"``.
    seed : int, optional
        Seed of the simulations.
    simulations : int, optional
        Number of simulations of each refuter.
    progress : callable, optional
        Called after each simulation with the number done, and of all.

    Returns
    -------
    Check
        Its table has a row for each "refuter": dowhy's "estimate", what was "expected" of the
        simulations, their "mean", "spread" (standard deviation), and middle 95 %, "low" to
        "high", the "p-value", and the "result" ("refuted" or "not refuted").

    Raises
    ------
    NotIdentified
        If no adjustment set exists.
    EstimationError
        If there is no such refuter, or dowhy cannot answer such a question.

    Notes
    -----
    The estimate is :func:`causalkit.analysis.second_opinion.regression`. P-values are those of
    dowhy, with both tails: of the normal distribution for fewer than 100 simulations, counted
    from then on.

    Examples
    --------
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> phq9 = 4 + 5 * pain - 2 * kratom + np.tile([-1, 1], 40)
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": phq9})
    >>> diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    >>> asked = Question.of("kratom", "phq9")
    >>> refutation(frame, diagram, asked, refuters=("data subset",), simulations=5).finding
    'reassuring'
    """
    found = second_opinion.refutations(
        data,
        diagram,
        question,
        refuters=refuters,
        seed=seed,
        simulations=simulations,
        progress=progress,
    )
    table = _table(found)
    return Check(
        name="refutation",
        finding=_finding(table),
        verdict=_verdict(table, found),
        meaning=MEANING,
        table=table,
        figures=_figures(found),
    )


def _table(found: Sequence[Refutation]) -> pd.DataFrame:
    return pd.DataFrame([_row(each) for each in found])


def _row(found: Refutation) -> dict[str, str | float]:
    low, high = np.quantile(found.effects, (0.025, 0.975))
    return {
        "refuter": found.refuter,
        "estimate": found.estimate,
        "expected": found.expected,
        "mean": float(found.effects.mean()),
        "spread": float(found.effects.std(ddof=1)),
        "low": float(low),
        "high": float(high),
        "p-value": found.p_value,
        "result": "refuted" if found.p_value < LEVEL else "not refuted",
    }


def _finding(table: pd.DataFrame) -> Finding:
    refuted = set(table.loc[table["result"] == "refuted", "refuter"])
    if "placebo treatment" in refuted or len(refuted) > 1:
        return "alarming"
    return "doubtful" if refuted else "reassuring"


def _verdict(table: pd.DataFrame, found: Sequence[Refutation]) -> str:
    estimate = f"The estimate of {found[0].estimate:.3g}"
    refuted = [each for each in found if each.p_value < LEVEL]
    if not refuted:
        survived = listed(table["refuter"])
        return (
            f"{estimate} by dowhy was not refuted by {survived}. That speaks for the workings of "
            f"the analysis and says nothing of confounders that were not measured."
        )
    reasons = listed(f"{EXPLAINED[each.refuter]} (p = {each.p_value:.2g})" for each in refuted)
    return f"{estimate} by dowhy was refuted: {reasons}."


def _figures(found: Sequence[Refutation]) -> dict[str, float]:
    values = {"estimate": found[0].estimate}
    return values | {f"p-value of the {each.refuter}": each.p_value for each in found}
