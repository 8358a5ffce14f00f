"""From columns to the table and the codebook that people get to see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causalkit.nature import World

WORLD = World.from_text("""\
effect of kratom on phq9
latent  mood   ~ normal(0, 1)                               # Mood [SD] -- design choice
        kratom ~ bernoulli(expit(mood))                     # Used kratom
        grams  ~ gamma(2, 1)                                # Grams a day [g]
        phq9   = clip(round(6 + 3*mood - kratom), 0, 27)    # PHQ-9 [points]
        pills  ~ poisson(300)                               # Pills
        sex    ~ categorical(female=0.5, male=0.5)          # Sex
        pain   ~ ordinal(mood, none < 0 < some < 1 < strong)
        whole  ~ uniform(0, 1)
select  responds ~ bernoulli(0.5)
missing kratom when bernoulli(0.3)
missing grams when kratom
missing phq9 when bernoulli(0.1)
missing pills when bernoulli(0.1)
missing sex when bernoulli(0.1)
missing pain when bernoulli(0.1)
""")
SHOWN = ["kratom", "grams", "phq9", "pills", "sex", "pain", "whole"]


@pytest.fixture(scope="module")
def survey():
    return WORLD.sample(2_000, 1)


@pytest.fixture(scope="module")
def revealed():
    return WORLD.sample(2_000, 1, reveal=True)


def test_released_variables_are_shown_in_the_order_of_the_file(survey):
    assert list(survey.frame) == SHOWN == list(survey.codebook.names)
    assert isinstance(survey.frame.index, pd.RangeIndex)


def test_revealed_are_the_hidden_ones_the_selection_and_what_is_missing(survey, revealed):
    indicators = [f"missing_{name}" for name in SHOWN[:-1]]
    assert list(revealed.frame) == ["mood", *SHOWN, "responds", *indicators]
    assert list(revealed.codebook.names) == list(revealed.frame)
    pd.testing.assert_frame_equal(revealed.frame[SHOWN], survey.frame)


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        ("kratom", "boolean"),
        ("grams", "float64"),
        ("phq9", "Int8"),
        ("pills", "Int64"),
        ("sex", "category"),
        ("pain", "category"),
        ("whole", "float64"),
    ],
)
def test_each_column_has_its_type_and_lacks_what_is_missing(revealed, name, dtype):
    column = revealed.frame[name]
    assert str(column.dtype) == dtype
    expected = revealed.frame.get(f"missing_{name}", np.zeros(2_000, bool))
    np.testing.assert_array_equal(column.isna(), expected)


def test_values_that_are_not_missing_are_those_of_the_model(revealed):
    everything = WORLD
    for name in SHOWN[:-1]:
        everything = everything.replace(f"missing_{name} ~ bernoulli(0)")
    complete = everything.sample(2_000, 1).frame
    for name in SHOWN:
        known = revealed.frame[name].notna()
        kept, true = revealed.frame[name][known], complete[name][known]
        np.testing.assert_array_equal(np.asarray(kept), np.asarray(true))


def test_missing_may_depend_on_the_value_itself(revealed):
    # kratom is known to nobody who is missing it, but decides about grams all the same
    assert revealed.frame["grams"].isna().sum() > revealed.frame["kratom"].sum()


def test_the_codebook_says_what_each_column_is(revealed):
    book = revealed.codebook
    roles = {name: book[name].role for name in book.names}
    assert roles["kratom"] == "exposure"
    assert roles["phq9"] == "outcome"
    assert roles["mood"] == "latent"
    assert roles["grams"] == "covariate"
    assert roles["responds"] == roles["missing_sex"] == "selection"
    assert (book["mood"].label, book["mood"].unit, book["mood"].source) == (
        "Mood",
        "SD",
        "design choice",
    )
    assert book["sex"].values == ("female", "male")
    assert book["pain"].values == ("none", "some", "strong")
    assert (book["sex"].ordered, book["pain"].ordered) == (False, True)
    assert (book["phq9"].minimum, book["phq9"].maximum, book["phq9"].kind) == (0, 27, "integer")
    assert [name for name in book.names if book[name].missing] == SHOWN[:-1]


def test_an_exposure_may_be_hidden():
    world = World.from_text(
        "effect of mood on sleep\nlatent mood ~ normal(0, 1)\nsleep ~ normal(mood, 1)"
    )
    assert list(world.sample(10, 1).frame) == ["sleep"]
    assert world.sample(10, 1, reveal=True).codebook["mood"].role == "exposure"
