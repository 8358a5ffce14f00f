"""Matching, to the digits that Stata prints for the birth weights of Cattaneo (2010).

The figures are those of ``teffects nnmatch`` and ``teffects psmatch`` in the Stata manual [TE]
and in published logs of the same commands. Stata's ``nn(2)`` counts two others in the former,
and one other and the person in the latter.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels

from causalkit.analysis.estimate.data.rows import prepare
from causalkit.analysis.estimate.effect.mean import Mean
from causalkit.analysis.estimate.matched.matches import nobody
from causalkit.analysis.estimate.matched.matching import matched, matching
from causalkit.analysis.estimate.matched.nearest import nearest
from causalkit.analysis.estimate.matched.pairing import Pairing
from causalkit.analysis.estimate.matched.parts import Parts
from causalkit.analysis.estimate.matched.places import places_of
from causalkit.analysis.estimate.matched.rule import Rule
from causalkit.analysis.estimate.matched.side import Side, side
from causalkit.analysis.identify import Backdoor
from causalkit.graph import Question

COVARIATES = ("fage", "mage", "medu", "mmarried_", "prenatal1_")


@pytest.fixture(scope="module")
def births() -> pd.DataFrame:
    folder = Path(statsmodels.__file__).parent / "treatment" / "tests" / "results"
    frame = pd.read_csv(folder / "cataneo2.csv")
    return frame.assign(squared=frame["mage"] ** 2)


def smoking(*covariates: str, population: str = "all") -> Backdoor:
    asked = Question.of("mbsmoke_", "bweight", population=population)
    return Backdoor(asked, covariates, (covariates,), complete=True)


def lines(frame: pd.DataFrame, *names: str) -> np.ndarray:
    return np.column_stack([np.ones(len(frame)), frame[list(names)]]).astype(float)


class RawParts(Parts):
    """The error as Stata has it: of outcomes that were not corrected, by slopes taken for given."""

    def of(self, side: Side) -> Mean:
        rows = self.pairing.rows
        load = side.matches.load(self.pairing.goal, rows.weights)
        return super().of(replace(side, residual=rows.outcome.values, load=load))


def test_nearest_neighbours(births):
    asked = smoking("fbaby_", "mage", "mmarried_", "prenatal1_")
    found = matching(births, asked, distance="mahalanobis", bias_correction=False)
    assert round(found.value, 4) == -240.3306
    assert round(found.standard_error, 5) == 28.43006


@pytest.mark.parametrize(
    ("population", "value", "error"),
    [("all", -210.0558, 29.32803), ("exposed", -238.5204, 30.41661)],
)
def test_nearest_neighbours_matched_exactly_on_some_with_the_bias_corrected_by_others(
    births, population: str, value: float, error: float
):
    rows = prepare(births, smoking(*COVARIATES, population=population))
    rule = Rule("mahalanobis")
    places = places_of(rows, np.ones((rows.n, 1)), rule)
    # Whoever differs in one of these is out of anybody's sight.
    apart = 1000 * births[["mmarried_", "prenatal1_"]].to_numpy()[places.strata.first]
    places = replace(places, coordinates=np.hstack([places.coordinates, apart]))
    everybody = population == "all"
    pairing = Pairing(
        rows,
        places,
        nearest(places, ~rows.treated, rows.treated, 1) if everybody else nobody(rows.n),
        nearest(places, rows.treated, ~rows.treated, 1),
    )
    terms = lines(births, "mage", "fage", "medu")
    parts = Parts(pairing, rule, terms, 2)
    first, second = (parts.of(side(pairing, terms, treated=each)) for each in (True, False))
    assert round(first.value - second.value, 4) == value
    assert parts.combined(first.influence - second.influence) == pytest.approx(error, rel=1e-2)
    parts = RawParts(pairing, rule, terms, 2)
    first, second = (parts.of(side(pairing, terms, treated=each)) for each in (True, False))
    assert round(parts.combined(first.influence - second.influence), 5) == error


@pytest.mark.parametrize(
    ("covariates", "terms", "value", "error"),
    [
        (COVARIATES, ("mmarried_", "mage", "fage", "medu", "prenatal1_"), -229.4492, 25.88746),
        (
            ("fbaby_", "mage", "medu", "mmarried_"),
            ("mmarried_", "mage", "squared", "fbaby_", "medu"),
            -210.9683,
            32.021,
        ),
    ],
)
def test_propensity_scores_with_the_error_of_having_estimated_them(
    births, covariates, terms, value: float, error: float
):
    rows = prepare(births, smoking(*covariates))
    found = matched(rows, lines(births, *terms), Rule(), None, 1, 0.95)
    assert round(found.value, 4) == value
    assert round(found.standard_error, 5) == error


def test_propensity_scores_for_the_exposed(births):
    """Stata finds the derivative of the effect by matching on all covariates again."""
    rows = prepare(births, smoking(*COVARIATES, population="exposed"))
    terms = lines(births, "mmarried_", "mage", "fage", "medu", "prenatal1_")
    found = matched(rows, terms, Rule(), None, 1, 0.95)
    assert round(found.value, 4) == -224.5927
    assert found.standard_error == pytest.approx(30.55147, rel=2e-3)
