"""An estimator takes the arguments that license it, and refuses the others by name."""

from __future__ import annotations

import pandas as pd
import pytest

from causalkit.analysis.estimate import difference, regression, weighting
from causalkit.analysis.identify import (
    ConditionalExchangeability,
    NoConfounding,
    identify,
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
}


@pytest.mark.parametrize("method", [difference, regression, weighting])
@pytest.mark.parametrize("remedy", ARGUMENTS)
def test_another_argument_is_refused_and_the_right_estimator_named(method, remedy: str):
    with pytest.raises(EstimationError, match=f"{method.__name__} does not suit.* use {remedy}"):
        method(pd.DataFrame({"x": [0, 1], "y": [1, 2]}), ARGUMENTS[remedy])


def test_what_is_no_argument_at_all_is_refused():
    with pytest.raises(EstimationError, match=r"takes an identification .* not Question"):
        regression(pd.DataFrame({"x": [0, 1], "y": [1, 2]}), ASKED)


def test_an_assumption_is_taken_as_what_it_assumes(survey, identified):
    frame = survey(1)
    asked = Question.of("kratom", "phq9")
    assumed = ConditionalExchangeability(asked, ("age", "pain"))
    assert regression(frame, assumed) == regression(frame, identified("age", "pain"))
    assert difference(frame, NoConfounding(asked)).adjustment == ()
