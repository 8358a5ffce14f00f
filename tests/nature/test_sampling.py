"""What noise by (seed, variable, person) gives for free, over generated worlds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from generated_worlds import world_texts
from hypothesis import HealthCheck, given, settings

import causalkit
from causalkit.errors import SamplingError
from causalkit.nature import World
from causalkit.nature.noise import BLOCK_ROWS

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
fewer = settings(few, max_examples=8)


def identical(left: pd.DataFrame, right: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(left.reset_index(drop=True), right.reset_index(drop=True))


@given(world_texts(selection=True))
@fewer
def test_a_small_survey_is_the_beginning_of_a_large_one(text):
    world = World.from_text(text)
    small = world.sample(1_000, seed=7).frame
    large = world.sample(BLOCK_ROWS + 4_000, seed=7).frame
    identical(small, large.head(1_000))


def test_a_thousand_people_are_the_first_of_a_million():
    world = causalkit.world("self_medication")
    small = world.sample(1_000, seed=3).frame
    identical(small, world.sample(1_000_000, seed=3).frame.head(1_000))


@given(world_texts())
@few
def test_adding_a_variable_changes_no_other_column(text):
    before = World.from_text(text).sample(500, seed=1).frame
    after = World.from_text("extra ~ normal(0, 1)\n" + text).sample(500, seed=1).frame
    identical(before, after.drop(columns="extra"))


@given(world_texts())
@few
def test_an_intervention_leaves_those_alone_who_did_it_anyway(text):
    world = World.from_text(text)
    factual = world.sample(800, seed=5, reveal=True).frame
    for setting in (0, 1):
        same = factual["exposure"] == bool(setting)
        after = world.do(exposure=setting).sample(800, seed=5, reveal=True).frame
        identical(factual[same], after[same])


@given(world_texts(selection=True))
@fewer
def test_threads_do_not_change_people(text):
    world = World.from_text(text)
    n = BLOCK_ROWS + 100
    identical(world.sample(n, 2, threads=1).frame, world.sample(n, 2, threads=3).frame)


@given(world_texts(selection=True))
@fewer
def test_a_stream_is_the_sample_in_pieces(text):
    world = World.from_text(text)
    n = BLOCK_ROWS + 100
    pieces = list(world.stream(n, 2))
    assert len(pieces) >= 2
    identical(pd.concat(pieces), world.sample(n, 2).frame)


@given(world_texts(selection=True))
@few
def test_twins_agree_with_the_survey_and_with_each_life(text):
    world = World.from_text(text)
    twins = world.twins(300, seed=4)
    survey = world.sample(300, seed=4, reveal=True).frame
    identical(twins[survey.columns], survey)
    # `missing exposure` hides some values; the others must be consistent
    known = twins["exposure"].notna()
    exposed = twins["exposure"].fillna(False).astype(bool)
    lived = np.where(exposed, twins["outcome_if_exposure_1"], twins["outcome_if_exposure_0"])
    np.testing.assert_array_equal(lived[known], twins["outcome"][known])


def test_different_seeds_give_different_people():
    world = causalkit.world("triangle")
    assert not world.sample(100, 1).frame.equals(world.sample(100, 2).frame)


def test_the_response_rate_is_that_of_the_people_asked():
    world = World.from_text(
        "effect of x on y\nx ~ bernoulli(0.5)\ny ~ normal(x, 1)\nselect s ~ bernoulli(0.25)"
    )
    survey = world.sample(200_000, 1)
    assert len(survey.frame) == 200_000
    assert survey.provenance.response_rate == pytest.approx(0.25, abs=0.003)
    assert world.provenance(200_000, 1) == survey.provenance


def test_several_selections_must_all_hold():
    world = World.from_text(
        "effect of x on y\nx ~ bernoulli(0.5)\ny ~ normal(x, 1)\n"
        "select asked ~ bernoulli(0.5)\nselect adult = y > 0"
    )
    assert (world.sample(5_000, 1).frame["y"] > 0).all()


def test_a_selection_that_hardly_anybody_passes_is_an_error_and_no_hang():
    world = World.from_text(
        "effect of x on y\nx ~ bernoulli(0.5)\ny ~ normal(x, 1)\nselect s = y > 50"
    )
    with pytest.raises(SamplingError, match="fewer than one in ten thousand"):
        world.sample(10, 1)


@pytest.mark.parametrize(
    ("n", "seed"), [(0, 1), (-5, 1), (2.5, 1), (10**11, 1), (10, -1), (10, 1.5)]
)
def test_impossible_sizes_and_seeds_are_refused(n, seed):
    with pytest.raises(SamplingError):
        causalkit.world("triangle").sample(n, seed)


def test_columns_have_compact_types():
    world = World.from_text(
        "effect of x on y\n"
        "x ~ bernoulli(0.5)\n"
        "y = clip(round(10*z), 0, 27)\n"
        "z ~ normal(0, 1)\n"
        "days = clip(round(100*z), 0, 365)\n"
        "visits ~ poisson(2)\n"
        "sex ~ categorical(female=0.5, male=0.5)\n"
        "pain ~ ordinal(z, none < 0 < some < 1 < strong)\n"
        "missing y when bernoulli(0.2)\n"
        "missing pain when bernoulli(0.2)\n"
        "missing z when z > 1\n"
    )
    frame = world.sample(1_000, 1).frame
    kinds = {name: str(each) for name, each in frame.dtypes.items()}
    assert kinds["x"] == "bool"
    assert kinds["y"] == "Int8"
    assert kinds["days"] == "int16"
    assert kinds["visits"] == "int64"
    assert list(frame["sex"].cat.categories) == ["female", "male"]
    assert frame["pain"].cat.ordered
    assert frame["pain"].isna().mean() == pytest.approx(0.2, abs=0.05)
    assert frame["y"].isna().mean() == pytest.approx(0.2, abs=0.05)
    assert frame["z"].max() <= 1
    assert frame["z"].isna().any()


def test_hidden_variables_come_only_when_revealed():
    world = causalkit.world("self_medication")
    assert "vulnerability" not in world.sample(50, 1).frame
    revealed = world.sample(50, 1, reveal=True)
    assert {"vulnerability", "responds", "missing_opioids"} <= set(revealed.frame.columns)
    assert revealed.codebook["vulnerability"].role == "latent"
    assert revealed.codebook["responds"].role == "selection"
    assert revealed.frame["responds"].all()
