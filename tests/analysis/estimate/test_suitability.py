"""An estimator takes the arguments that license it, and refuses the others by name."""

from __future__ import annotations

import pandas as pd
import pytest

from causalkit.analysis.estimate import (
    augmented_weighting,
    difference,
    difference_in_differences,
    event_study,
    front_door,
    g_estimation,
    matching,
    mediation,
    plug_in,
    regression,
    stratification,
    targeted_maximum_likelihood,
    two_stage_least_squares,
    wald,
    weighting,
)
from causalkit.analysis.identify import (
    ConditionalExchangeability,
    NoConfounding,
    ParallelTrends,
    identify,
    identify_mediation,
    instrumental_variables,
)
from causalkit.errors import EstimationError
from causalkit.graph import Diagram, Question

ASKED = Question.of("x", "y")
HIDDEN = [("u", "x"), ("u", "y")]
FRONT_DOOR = Diagram.of([*HIDDEN, ("x", "m"), ("m", "y")], latent=["u"])
INSTRUMENT = Diagram.of([*HIDDEN, ("z", "x"), ("x", "y")], latent=["u"])
NAPKIN = Diagram.of(
    [("u", "w"), ("u", "x"), ("v", "w"), ("v", "y"), ("w", "r"), ("r", "x"), ("x", "y")],
    latent=["u", "v"],
)
ARGUMENTS = {
    "front_door": identify(FRONT_DOOR, ASKED),
    "plug_in": identify(NAPKIN, ASKED),
    "two_stage_least_squares or wald": instrumental_variables(INSTRUMENT, ASKED)[0],
    "difference_in_differences or event_study": ParallelTrends(
        Question.of("x", "y", population="exposed"), "unit", "time"
    ),
    "mediation or controlled_direct_effect": identify_mediation(
        Diagram.of([("x", "m"), ("m", "y"), ("x", "y")]), ASKED, ["m"]
    ),
}


ADJUSTING = (
    difference,
    stratification,
    regression,
    weighting,
    augmented_weighting,
    targeted_maximum_likelihood,
    matching,
    g_estimation,
)


@pytest.mark.parametrize("method", ADJUSTING)
@pytest.mark.parametrize("remedy", ARGUMENTS)
def test_another_argument_is_refused_and_the_right_estimator_named(method, remedy: str):
    with pytest.raises(EstimationError, match=f"{method.__name__} does not suit.* use {remedy}"):
        method(pd.DataFrame({"x": [0, 1], "y": [1, 2]}), ARGUMENTS[remedy])


OTHERS = (
    front_door,
    plug_in,
    two_stage_least_squares,
    wald,
    difference_in_differences,
    event_study,
    mediation,
)


@pytest.mark.parametrize("method", OTHERS)
def test_an_adjustment_set_does_not_license_other_estimators(method):
    adjusting = identify(Diagram.of([("c", "x"), ("c", "y"), ("x", "y")]), ASKED)
    with pytest.raises(EstimationError, match=r"does not suit.* use regression"):
        method(pd.DataFrame({"c": [0, 1], "x": [0, 1], "y": [1, 2]}), adjusting)


def test_what_is_no_argument_at_all_is_refused():
    with pytest.raises(EstimationError, match=r"takes an identification .* not Question"):
        regression(pd.DataFrame({"x": [0, 1], "y": [1, 2]}), ASKED)


def test_an_assumption_is_taken_as_what_it_assumes(survey, identified):
    frame = survey(1)
    asked = Question.of("kratom", "phq9")
    assumed = ConditionalExchangeability(asked, ("age", "pain"))
    assert regression(frame, assumed) == regression(frame, identified("age", "pain"))
    assert difference(frame, NoConfounding(asked)).adjustment == ()
