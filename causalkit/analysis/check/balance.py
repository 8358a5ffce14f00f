"""Balance: whether the groups have become alike.

In an experiment chance makes the groups alike in everything. Weighting can make them alike
only in what was measured, and only if the model behind the weights is right; whether it
did can simply be looked at. For each covariate the difference of the two groups is shown
in units of the spread among people, before and after. No outcome is needed for that, and
no test: balance is a matter of these people and not of a population from which they were
drawn, and a test would find every sample balanced if only it were small enough.

Source: Austin and Stuart (2015), Moving towards best practice when using inverse
probability of treatment weighting using the propensity score; Imai, King and Stuart (2008),
Misunderstandings between experimentalists and observationalists about causal inference.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from causalkit.analysis.check.balance_weights import Weights, read_compared
from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.standardised import (
    Term,
    pooled_deviation,
    standardised_difference,
    terms_of,
    variance_ratio,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling
from causalkit.analysis.identify.phrases import listed
from causalkit.errors import EstimationError

THRESHOLD = 0.1
"""A larger standardised difference is not negligible (Austin and Stuart 2015)."""

LARGE = 0.25
"""With a larger one, adjusting by a model for the outcome cannot be trusted (Rubin 2001)."""

RATIOS = (0.5, 2.0)
"""Variance ratios outside of these are too far from 1 (Rubin 2001)."""

NAMED = 3
"""So many covariates are named in the verdict."""

MEANING = (
    "A standardised difference is the difference of the two groups' means divided by the "
    "standard deviation within the groups before weighting; 0.1 is a common convention for what "
    "can be neglected, not a law, and in small samples chance alone exceeds it. Balance in what "
    "was measured says nothing of what was not, and nothing of products of covariates. "
    "Imbalance before weighting is no fault; it is the reason for adjusting."
)


def balance(
    data: pd.DataFrame,
    identification: Identification,
    *,
    weights: Weights = None,
    also: tuple[str, ...] = (),
    sampling: Sampling = SIMPLE,
) -> Check:
    """Return how alike the two groups are in the covariates, before and after weighting.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    weights : ndarray of float of shape (n,) or "weighting", optional
        A weight for each row of the table, zero for whoever is left out; or the
        inverse-probability weights for the population of the question. Without weights the
        groups are compared as they are.
    also : tuple of str, optional
        Further columns in which the groups should be alike though nothing is adjusted for
        them. Rows in which they are missing are left out.
    sampling : Sampling, optional
        Survey weights and clusters. Survey weights count before and after.

    Returns
    -------
    Check
        Its table has a row for each covariate, each square of a number and each level of a
        label: "covariate", "term", and "before" and "after", the standardised differences;
        "variance ratio before" and "variance ratio after" stand beside numbers only. Without
        weights there is no "after".

    Raises
    ------
    EstimationError
        If there is nothing to be balanced, the weights do not fit the table, or a covariate
        decides the group.

    Notes
    -----
    The difference of means is divided by the square root of the mean of the two groups'
    variances before weighting, the same before and after (Rubin 2001; Austin and Stuart
    2015). Variances are divided by n, not n - 1, so that weights count as copies.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": np.arange(80) % 9})
    >>> asked = Backdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), complete=True)
    >>> print(balance(frame, asked, weights="weighting").verdict)
    After weighting, no standardised difference exceeds 0.1; the largest is 0.00 (pain). \
Before, the largest was 1.15 (pain).
    """
    rows, columns, given = read_compared(data, identification, weights, also, sampling)
    terms = [term for column in columns for term in terms_of(column, rows.weights)]
    if not terms:
        raise EstimationError(
            "there is nothing to balance: nothing that varies is adjusted for; name columns in "
            "which the groups should be alike with also=…"
        )
    table = _table(rows, terms, given)
    return Check(
        name="balance",
        finding=_finding(table),
        verdict=_verdict(table),
        meaning=MEANING,
        table=table,
        figures=_figures(table),
    )


def _table(rows: Rows, terms: Sequence[Term], given: Numbers | None) -> pd.DataFrame:
    """Return the differences of each term, and the variance ratios of numbers."""
    stages = {"before": rows.weights}
    if given is not None:
        stages["after"] = rows.weights * given
    table = pd.DataFrame(
        {"covariate": [t.covariate for t in terms], "term": [t.name for t in terms]}
    )
    for stage, weights in stages.items():
        table[stage] = [_difference(rows, term, weights) for term in terms]
    for stage, weights in stages.items():
        table[f"variance ratio {stage}"] = [
            variance_ratio(term.values, rows.treated, weights) if term.spreads else np.nan
            for term in terms
        ]
    return table


def _difference(rows: Rows, term: Term, weights: Numbers) -> float:
    unit = pooled_deviation(term.values, rows.treated, rows.weights)
    if unit == 0:
        raise EstimationError(
            f'"{term.covariate}" decides who is in which group: it does not vary within either '
            f"(no overlap); restrict the question to a group in which both settings occur"
        )
    return standardised_difference(term.values, rows.treated, weights, unit)


def _last(table: pd.DataFrame) -> str:
    return "after" if "after" in table.columns else "before"


def _by_size(table: pd.DataFrame, stage: str) -> pd.DataFrame:
    return table.sort_values(stage, key=abs, ascending=False, kind="stable")


def _spread_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers whose variance differs too much between the groups."""
    ratios = table[f"variance ratio {_last(table)}"]
    return table[(ratios < RATIOS[0]) | (ratios > RATIOS[1])]


def _finding(table: pd.DataFrame) -> Finding:
    largest = table[_last(table)].abs().max()
    if largest > LARGE:
        return "alarming"
    return "doubtful" if largest > THRESHOLD or len(_spread_apart(table)) else "reassuring"


def _verdict(table: pd.DataFrame) -> str:
    stage = _last(table)
    said = [("After weighting, " if stage == "after" else "Without weights, ") + _worst(table)]
    apart = _spread_apart(table)
    if len(apart):
        names = listed(
            f"{name} (ratio {ratio:.2g})"
            for name, ratio in zip(apart["term"], apart[f"variance ratio {stage}"], strict=True)
        )
        said.append(f"The groups differ in the variance of {names}.")
    if stage == "after":
        said.append(
            f"Before, the largest was {_shown(_by_size(table, 'before').iloc[:1], 'before')}."
        )
    return " ".join(said)


def _worst(table: pd.DataFrame) -> str:
    stage = _last(table)
    ordered = _by_size(table, stage)
    uneven = ordered[ordered[stage].abs() > THRESHOLD]
    if uneven.empty:
        return (
            f"no standardised difference exceeds {THRESHOLD:g}; the largest is "
            f"{_shown(ordered.iloc[:1], stage)}."
        )
    exceed = "exceeds" if len(uneven) == 1 else "exceed"
    worst = "the worst are " if len(uneven) > NAMED else ""
    return (
        f"{len(uneven)} of {len(table)} standardised differences {exceed} {THRESHOLD:g}: {worst}"
        f"{_shown(uneven.iloc[:NAMED], stage)}."
    )


def _shown(terms: pd.DataFrame, stage: str) -> str:
    pairs = zip(terms[stage].abs(), terms["term"], strict=True)
    return listed(f"{size:.2f} ({name})" for size, name in pairs)


def _figures(table: pd.DataFrame) -> dict[str, float]:
    found = {
        f"largest difference {stage}": float(table[stage].abs().max())
        for stage in ("before", "after")
        if stage in table.columns
    }
    exceeding = np.count_nonzero(table[_last(table)].abs() > THRESHOLD)
    return {**found, "differences above threshold": float(exceeding), "threshold": THRESHOLD}
