"""Trends that are parallel only among units that are alike."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import pytest
from replications import performance

from causalkit.analysis.estimate.panel.difference_in_differences import difference_in_differences
from causalkit.errors import EstimationError


def draw(rng: np.random.Generator, units: int = 300) -> pd.DataFrame:
    poor = rng.random(units) < 0.5
    age = rng.normal(size=units)
    start = np.where(rng.random(units) < 1 / (1 + np.exp(0.8 - 1.2 * poor - 0.6 * age)), 3, 0)
    unit, year = np.meshgrid(np.arange(units), np.arange(1, 5), indexing="ij")
    law = (start[unit] > 0) & (year >= 3)
    trend = (0.8 * poor + 0.5 * age)[unit] * year
    deaths = trend + law * (1.0 + poor[unit]) + rng.normal(size=unit.shape)
    columns = {"state": unit, "year": year, "law": law, "deaths": deaths}
    columns |= {"poor": poor[unit], "age": age[unit]}
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})


def test_it_is_right_given_them_and_wrong_without(trends):
    large = draw(np.random.default_rng(0), 200_000)
    effect = 1.0 + float(large.loc[large["law"], "poor"].mean())
    given = partial(difference_in_differences, identification=trends("age", "poor"))
    performance(given, draw, effect, 400).check_right()
    without = partial(difference_in_differences, identification=trends())
    performance(without, draw, effect, 60).check_wrong()


def test_one_indicator_is_standardisation_by_hand(trends):
    frame = draw(np.random.default_rng(9))
    wide = frame.pivot_table(index="state", columns="year", values="deaths")
    of = frame.groupby("state")[["law", "poor"]].max()
    effects = []
    for year in (3, 4):
        change = (wide[year] - wide[2]).groupby([of["poor"], of["law"]]).mean().unstack()
        share = of[of["law"]].groupby("poor").size()
        effects.append(((change[True] - change[False]) * share).sum() / share.sum())
    found = difference_in_differences(frame, trends("poor"))
    assert found.value == pytest.approx(np.mean(effects))


def test_the_standard_error_is_that_of_the_jackknife(trends):
    frame, asked = draw(np.random.default_rng(10), 120), trends("age", "poor")
    without = np.array(
        [difference_in_differences(frame[frame["state"] != u], asked).value for u in range(120)]
    )
    found = difference_in_differences(frame, asked)
    assert found.standard_error == pytest.approx(np.sqrt(119 * without.var()), rel=0.1)


def test_what_became_of_a_covariate_after_exposure_is_not_looked_at(trends):
    frame = draw(np.random.default_rng(11))
    later = frame.assign(age=frame["age"] + 5 * frame["law"])
    asked = trends("age")
    assert difference_in_differences(later, asked) == difference_in_differences(frame, asked)


def test_a_covariate_that_decides_is_named(trends):
    frame = draw(np.random.default_rng(12))
    frame["age"] = frame["age"] + 9 * frame.groupby("state")["law"].transform("max")
    with pytest.raises(EstimationError, match='decided by "age"'):
        difference_in_differences(frame, trends("age"))


def test_a_kind_without_controls_is_named(trends):
    frame = draw(np.random.default_rng(13))
    exposed = frame.groupby("state")["law"].transform("max")
    frame["kind"] = np.where(exposed & (frame["age"] > 0.5), "odd", "usual")
    with pytest.raises(EstimationError, match='"kind"'):
        difference_in_differences(frame, trends("kind"))


def test_too_few_units_for_the_model(panel, trends):
    frame = panel(np.random.default_rng(14), {4: 0.5, 0: 0.5}, units=8)
    frame["age"] = np.repeat(np.arange(8.0), 6)
    with pytest.raises(EstimationError, match="cannot be fitted to 4 units"):
        difference_in_differences(frame, trends("age"))
