"""Questionnaires as graded responses to a latent severity (Samejima, 1969).

An item is answered 0, 1, 2 or 3 according to how many of its three thresholds
the person's own propensity exceeds; the propensity is ``loading × severity``
plus independent normal noise, scaled to unit variance where severity has unit
variance. The PHQ-9 thresholds were computed from published NHANES item counts;
the loading .75 and all GAD-7 thresholds are design choices of this project, the
latter chosen to give the mean, the spread and the share at or above 10 of Löwe
et al. (2008).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np

from causalkit.nature.distributions.family import Array, Family, Parameter
from causalkit.nature.kinds import Kind, numeric

LOADING = 0.75


@dataclass(frozen=True)
class Item:
    """One question of a questionnaire.

    Parameters
    ----------
    label : str
        What is asked about.
    thresholds : tuple of float
        Probit thresholds of the answers 1, 2 and 3.
    """

    label: str
    thresholds: tuple[float, float, float]


QUESTIONNAIRES: dict[str, tuple[Item, ...]] = {
    "phq9": (
        Item("little interest or pleasure", (0.66, 1.32, 1.76)),
        Item("feeling down or hopeless", (0.71, 1.43, 1.84)),
        Item("trouble with sleep", (0.29, 0.98, 1.36)),
        Item("tired or little energy", (0.02, 0.94, 1.37)),
        Item("appetite", (0.67, 1.29, 1.71)),
        Item("feeling bad about oneself", (0.97, 1.61, 1.97)),
        Item("trouble concentrating", (0.97, 1.52, 1.83)),
        Item("moving slowly or restless", (1.24, 1.72, 2.08)),
        Item("thoughts of being better off dead", (1.78, 2.29, 2.60)),
    ),
    "gad7": (
        Item("feeling nervous", (0.31, 1.52, 1.93)),
        Item("cannot stop worrying", (0.51, 1.68, 2.07)),
        Item("worrying too much", (0.26, 1.48, 1.89)),
        Item("trouble relaxing", (0.31, 1.52, 1.93)),
        Item("restless", (0.66, 1.80, 2.17)),
        Item("irritable", (0.16, 1.40, 1.82)),
        Item("afraid something awful might happen", (0.66, 1.80, 2.17)),
    ),
}


def _graded(
    noise: Array, severity: Array, loading: Array | float, *thresholds: Array | float
) -> Array:
    noise *= np.sqrt(1.0 - np.square(loading))
    noise += np.multiply(severity, loading)
    answer = (noise > thresholds[0]).astype(np.int8)
    for threshold in thresholds[1:]:
        answer += noise > threshold
    return answer


def _sum_of(items: tuple[Item, ...]) -> Family:
    def compute(noises: Iterator[Array], severity: Array) -> Array:
        answers = (
            _graded(noise, severity, LOADING, *item.thresholds)
            for noise, item in zip(noises, items, strict=True)
        )
        return reduce(np.add, answers)

    def kind(_: Kind) -> Kind:
        return numeric(0, 3 * len(items), whole=True)

    return Family((Parameter("severity"),), "normal", compute, kind, streams=len(items))


def _graded_masses(severity: float, loading: float, *thresholds: float) -> tuple[Array, Array]:
    from scipy.special import ndtr

    spread = math.sqrt(1.0 - loading**2)
    excess = loading * severity - np.array(thresholds)
    above = ndtr(excess / spread) if spread > 0 else np.greater(excess, 0.0).astype(float)
    return np.arange(4.0), -np.diff(above, prepend=1.0, append=0.0)


_GRADED = Family(
    (
        Parameter("severity"),
        Parameter("loading", "a probability"),
        Parameter("first threshold"),
        Parameter("second threshold"),
        Parameter("third threshold"),
    ),
    "normal",
    _graded,
    lambda *_: numeric(0, 3, whole=True),
    masses=_graded_masses,
    rising=2,
)

QUESTIONNAIRE_FAMILIES: dict[str, Family] = {
    "graded": _GRADED,
    **{name: _sum_of(items) for name, items in QUESTIONNAIRES.items()},
}
