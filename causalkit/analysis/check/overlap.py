"""Overlap: whether people of every kind could have gone either way.

An effect is a comparison of like with like. Where everybody of some kind is exposed there is
nobody to compare with, and any answer comes from the model alone. The propensity, the
probability of being exposed, shows it in one picture: the two groups' distributions should
cover the same range and keep away from 0 and 1. Near these ends a few people stand for
very many, which is what the *effective sample size* tells: so many people, equally
weighted, would know as much.

Source: Crump, Hotz, Imbens and Mitnik (2009), Dealing with limited overlap in estimation of
average treatment effects; Kish (1965), Survey sampling; Petersen et al. (2012), Diagnosing
and responding to violations in the positivity assumption.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from causalkit.analysis.check.check import Check, Finding
from causalkit.analysis.check.two_groups import (
    effective_size,
    inverse_probability_weights,
    propensities,
    two_groups,
)
from causalkit.analysis.estimate.data.rows import Rows
from causalkit.analysis.estimate.estimate import Identification
from causalkit.analysis.estimate.reading.columns import Mask, Numbers
from causalkit.analysis.estimate.reading.sampling import SIMPLE, Sampling

EXTREME = 0.05
"""Propensities this near to 0 or 1 give somebody the weight of twenty."""

CRUMP = 0.1
"""Outside 0.1 to 0.9 people cost more precision than they bring (Crump et al. 2009)."""

BINS = 20
"""Number of bins of the histogram, each as wide as what is called extreme."""

DOUBTFUL = 0.05
"""Share of people outside at which overlap becomes doubtful; a convention of this check."""

ALARMING = 0.2
"""Share of people outside, or left of the effective size, that is alarming; a convention."""

MEANING = (
    "Overlap is judged from the fitted propensity. A model that lacks what decides about "
    "exposure shows more overlap than there is; and for every exposed person a similar unexposed "
    "one is needed, which one number cannot promise. Good overlap says nothing of confounders "
    "that were not measured. Poor overlap can be met by asking about the people in the middle, "
    "but then the answer is about them."
)


def overlap(
    data: pd.DataFrame, identification: Identification, *, sampling: Sampling = SIMPLE
) -> Check:
    """Return how far the two groups consist of the same kinds of people.

    Parameters
    ----------
    data : pandas.DataFrame
        One row a person. It is not changed.
    identification : Backdoor or NoConfounding
        The question, and what is adjusted for.
    sampling : Sampling, optional
        Survey weights and clusters.

    Returns
    -------
    Check
        Its table is a histogram of the propensity: "from" and "to", and the shares of the
        "exposed" and of the "unexposed" in between. Its figures are shares of all people
        compared, and the effective sample sizes under the weights for the population of the
        question, also as shares of the sizes of the groups.

    Raises
    ------
    EstimationError
        If there are no two groups, or a covariate decides who is in which.

    Notes
    -----
    The common support reaches from the larger of the two groups' least propensities to
    the smaller of their greatest.

    Examples
    --------
    >>> from causalkit.analysis.identify import Backdoor
    >>> from causalkit.graph import Question
    >>> pain = np.repeat([0, 1], 40)
    >>> kratom = np.tile([0, 0, 0, 1], 20) ^ pain
    >>> frame = pd.DataFrame({"pain": pain, "kratom": kratom, "phq9": np.arange(80) % 9})
    >>> asked = Backdoor(Question.of("kratom", "phq9"), ("pain",), (("pain",),), complete=True)
    >>> found = overlap(frame, asked)
    >>> found.finding, round(found.figures["effective size of the exposed"])
    ('reassuring', 30)
    """
    rows = two_groups("overlap", data, identification, sampling)
    propensity = propensities(rows)
    figures = _figures(rows, propensity)
    return Check(
        name="overlap",
        finding=_finding(figures),
        verdict=_verdict(figures),
        meaning=MEANING,
        table=_histogram(rows, propensity),
        figures=figures,
    )


def _histogram(rows: Rows, propensity: Numbers) -> pd.DataFrame:
    edges = np.linspace(0, 1, BINS + 1)
    table = pd.DataFrame({"from": edges[:-1], "to": edges[1:]})
    for name, group in (("exposed", rows.treated), ("unexposed", ~rows.treated)):
        counts, _ = np.histogram(propensity[group], edges, weights=rows.weights[group])
        table[name] = counts / counts.sum()
    return table


def _figures(rows: Rows, propensity: Numbers) -> dict[str, float]:
    treated, weights = rows.treated, rows.weights
    low, high = _common_support(propensity, treated)

    def share(where: Mask) -> float:
        return float(np.average(where, weights=weights))

    figures = {
        "common support from": low,
        "common support to": high,
        "share outside common support": share((propensity < low) | (propensity > high)),
        "share below 0.05": share(propensity < EXTREME),
        "share above 0.95": share(propensity > 1 - EXTREME),
        "share outside 0.1 to 0.9": share((propensity < CRUMP) | (propensity > 1 - CRUMP)),
    }
    combined = weights * inverse_probability_weights(rows, propensity)
    for name, group in (("exposed", treated), ("unexposed", ~treated)):
        size = effective_size(combined[group])
        figures[f"effective size of the {name}"] = size
        figures[f"effective share of the {name}"] = size / int(np.count_nonzero(group))
    return figures


def _common_support(propensity: Numbers, treated: Mask) -> tuple[float, float]:
    ours, others = propensity[treated], propensity[~treated]
    return float(max(ours.min(), others.min())), float(min(ours.max(), others.max()))


def _extreme(figures: dict[str, float]) -> float:
    return figures["share below 0.05"] + figures["share above 0.95"]


def _finding(figures: dict[str, float]) -> Finding:
    outside = max(_extreme(figures), figures["share outside common support"])
    left = min(figures[f"effective share of the {name}"] for name in ("exposed", "unexposed"))
    if outside > ALARMING or left < ALARMING:
        return "alarming"
    return "doubtful" if outside > DOUBTFUL or left < 0.5 else "reassuring"


def _verdict(figures: dict[str, float]) -> str:
    opening = {
        "reassuring": "People of every kind occur in both groups.",
        "doubtful": "Some people have few counterparts in the other group.",
        "alarming": "Many people have hardly any counterpart in the other group.",
    }[_finding(figures)]
    sizes = ", ".join(
        f"the {name} count like {figures[f'effective size of the {name}']:.0f} people "
        f"({figures[f'effective share of the {name}']:.0%} of them)"
        for name in ("exposed", "unexposed")
    )
    return (
        f"{opening} {_extreme(figures):.1%} have a propensity below 0.05 or above 0.95, "
        f"{figures['share outside common support']:.1%} lie outside the common support of "
        f"{figures['common support from']:.2f} to {figures['common support to']:.2f}. After "
        f"weighting, {sizes}."
    )
