"""Tables that are no panel, each refused with the unit in which it is seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.estimate.panel.difference_in_differences import difference_in_differences
from causalkit.analysis.estimate.panel.event_study import event_study
from causalkit.analysis.estimate.reading.sampling import Sampling
from causalkit.errors import EstimationError

METHODS = [difference_in_differences, event_study]


def laws() -> pd.DataFrame:
    """Twelve states, six of which have a law from 2003 on."""
    names = [f"state {number:02}" for number in range(12)]
    frame = pd.DataFrame([(name, year) for name in names for year in range(2000, 2006)])
    frame.columns = pd.Index(["state", "year"])
    exposed = frame["state"] < "state 06"
    frame["law"] = (exposed & (frame["year"] >= 2003)).astype(int)
    frame["deaths"] = np.random.default_rng(1).normal(size=72).round(3)
    return frame


def at(frame: pd.DataFrame, state: int, year: int) -> pd.Series:
    return (frame["state"] == f"state {state:02}") & (frame["year"] == year)


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame[at(frame, 7, 2001)]])


def gap(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~at(frame, 7, 2001)]


def missing(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(deaths=frame["deaths"].mask(at(frame, 7, 2001)))


def switching_back(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(law=frame["law"].mask(at(frame, 3, 2005), 0))


def half_a_law(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(law=frame["law"].astype(float).mask(at(frame, 3, 2003), 0.5))


def everybody(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(law=(frame["year"] >= 2003).astype(int))


def at_once(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(law=(frame["state"] < "state 06").astype(int))


FAULTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = {
    "duplicates": (twice, r"unit state 07 in period 2001 stands in 2 rows"),
    "a gap": (gap, r"unit state 07 in period 2001 has no complete row, and so for 1 of 12 units"),
    "a missing value": (missing, r"no complete row \(1 rows have a missing value\)"),
    "one period": (lambda f: f[f["year"] == 2003], 'the only period is "year" = 2003'),
    "one unit": (lambda f: f[f["state"] == "state 03"], 'the only unit is "state" = state 03'),
    "switching back": (switching_back, "switches back: unit state 03 in period 2005 is unexposed"),
    "a third value": (half_a_law, 'in 1 of 72 rows "law" has another value'),
    "nobody exposed": (lambda f: f.assign(law=0), 'no unit is ever exposed by "law"'),
    "all exposed together": (everybody, 'all units are exposed by "law" from the same period on'),
    "exposed from the start": (at_once, "exposed when the data begin .* add earlier periods"),
    "years as text": (lambda f: f.assign(year=f["year"].astype(str)), "have no order in time"),
    "no such column": (lambda f: f.drop(columns="year"), 'no column "year"'),
    "an infinite value": (lambda f: f.assign(deaths=np.inf), "infinite"),
    "a constant outcome": (lambda f: f.assign(deaths=1.0), "is 1 in every row"),
    "no table": (lambda f: f.to_dict(), "not dict"),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("spoil", "message"), FAULTS.values(), ids=FAULTS)
def test_what_is_no_panel_is_refused_by_name(trends, method, spoil, message: str):
    with pytest.raises(EstimationError, match=message):
        method(spoil(laws()), trends())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"population": "all"}, r"effect in the exposed \(ATT\), not the ATE"),
        ({"population": "unexposed"}, r"not the ATU"),
        ({"population": "year >= 2001"}, r"not the ATE among year >= 2001"),
        ({"scale": "ratio"}, "a difference, not the ratio"),
        ({"scale": "odds ratio"}, "take the logarithm of the outcome"),
    ],
)
def test_only_a_difference_in_the_exposed_is_given(trends, method, question, message: str):
    with pytest.raises(EstimationError, match=message):
        method(laws(), trends(**question))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", ["weights", "clusters"])
def test_weights_and_clusters_belong_to_units(trends, method, kind: str):
    frame = laws().assign(column=lambda f: f["year"] - 1999)
    with pytest.raises(EstimationError, match=f"the {kind} of unit state 00 vary over time"):
        method(frame, trends(), sampling=Sampling(**{kind: "column"}))


@pytest.mark.parametrize("method", METHODS)
def test_the_level_is_checked(trends, method):
    with pytest.raises(EstimationError, match="the level lies between 0 and 1"):
        method(laws(), trends(), level=95)


@pytest.mark.parametrize(
    "year",
    [
        lambda f: pd.to_datetime(f["year"].astype(str)),
        lambda f: pd.PeriodIndex(f["year"].astype(str), freq="Y"),
        lambda f: pd.Categorical(f["year"].map("y{}".format), ordered=True),
        lambda f: f["year"].astype("Int64"),
    ],
    ids=["dates", "periods", "ordered labels", "nullable"],
)
def test_time_may_be_written_in_any_way_that_has_an_order(trends, year):
    expected = difference_in_differences(laws(), trends())
    found = difference_in_differences(laws().assign(year=year), trends())
    assert (found.value, found.standard_error) == (expected.value, expected.standard_error)


def test_exposure_may_be_written_as_truth_or_labels(trends):
    expected = difference_in_differences(laws(), trends())
    truth = laws().assign(law=lambda f: f["law"] == 1)
    labels = laws().assign(law=lambda f: f["law"].map({0: "no", 1: "yes"}))
    assert difference_in_differences(truth, trends()).value == expected.value
    asked = trends(treated="yes", reference="no")
    assert difference_in_differences(labels, asked).value == expected.value


def test_a_date_is_named_as_people_write_it(trends):
    frame = switching_back(laws()).assign(year=lambda f: pd.to_datetime(f["year"].astype(str)))
    with pytest.raises(EstimationError, match="in period 2005-01-01 is unexposed"):
        difference_in_differences(frame, trends())


def test_units_exposed_from_the_start_are_left_out_with_a_note(trends):
    frame = laws()
    frame.loc[frame["state"] == "state 11", "law"] = 1
    found = difference_in_differences(frame, trends())
    without = difference_in_differences(frame[frame["state"] != "state 11"], trends())
    assert found.value == without.value
    assert found.notes[0].startswith("1 unit was exposed when the data begin and left out")
