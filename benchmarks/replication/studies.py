"""Which estimator is asked on which law, and by what argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd
from laws import COIN, DIRECT, FRONT_DOOR, INDIRECT, INSTRUMENT, LINES, NAPKIN, PANEL, STRATA, Law

from causalkit import Diagram, Question
from causalkit.analysis import estimate
from causalkit.analysis.estimate import Estimate
from causalkit.analysis.identify import (
    ConditionalExchangeability,
    NoConfounding,
    ParallelTrends,
    frontdoor_adjustment,
    identify_functional,
    identify_mediation,
    instrumental_variables,
)

ASKED = Question.of("x", "y")
AMONG_EXPOSED = Question.of("x", "y", population="exposed")
HIDDEN = [("u", "x"), ("u", "y")]
DOOR = Diagram.of([*HIDDEN, ("x", "m"), ("m", "y")], latent=["u"])
ENCOURAGED = Diagram.of([*HIDDEN, ("z", "x"), ("x", "y")], latent=["u"])
NAPKIN_DIAGRAM = Diagram.of(
    [("u", "w"), ("u", "x"), ("v", "w"), ("v", "y"), ("w", "r"), ("r", "x"), ("x", "y")],
    latent=["u", "v"],
)
THROUGH = Diagram.of([("x", "m"), ("m", "y"), ("x", "y")])


@dataclass(frozen=True)
class Study:
    """One estimator on one law.

    Parameters
    ----------
    name : str
        Name of the estimator, with what is special.
    law : Law
        Where the tables come from.
    n : int
        People, or units, in each.
    estimate : callable
        From a table to an estimate.
    """

    name: str
    law: Law
    n: int
    estimate: Callable[[pd.DataFrame], Estimate]


def study(name: str, law: Law, n: int, argument: object, **options: object) -> Study:
    method = getattr(estimate, name)
    said = ", ".join(f"{key}={value}" for key, value in options.items())
    shown = f"{name} ({said})" if said else name
    return Study(shown, law, n, partial(method, identification=argument, **options))


def studies() -> list[Study]:
    assumed = ConditionalExchangeability(ASKED, ("a", "b", "c"))
    door = frontdoor_adjustment(DOOR, ASKED)
    encouraged = instrumental_variables(ENCOURAGED, ASKED)[0]
    through = identify_mediation(THROUGH, ASKED, ["m"])
    trends = ParallelTrends(AMONG_EXPOSED, unit="unit", time="time")
    return [
        study("difference", COIN, 200, NoConfounding(ASKED)),
        study("stratification", STRATA, 1_000, assumed),
        study("regression", LINES, 1_000, assumed),
        study("regression", LINES, 1_000, assumed, terms="lines", interactions=False),
        study("weighting", LINES, 1_000, assumed, terms="lines"),
        study("augmented_weighting", LINES, 1_000, assumed),
        study("targeted_maximum_likelihood", LINES, 1_000, assumed),
        study("matching", LINES, 1_000, assumed, distance="mahalanobis", bias_correction=True),
        study("g_estimation", LINES, 1_000, assumed),
        study("two_stage_least_squares", INSTRUMENT, 1_000, encouraged),
        study("wald", INSTRUMENT, 1_000, encouraged),
        study("front_door", FRONT_DOOR, 1_000, door),
        study("plug_in", NAPKIN, 16_000, identify_functional(NAPKIN_DIAGRAM, ASKED)),
        study("natural_direct_effect", DIRECT, 500, through),
        study("natural_indirect_effect", INDIRECT, 2_000, through),
        study("difference_in_differences", PANEL, 200, trends),
    ]
