"""The small classics: one lesson each, visible in a survey of 2 000 people."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from causalkit.graph import d_separated
from causalkit.nature import world

PEOPLE = 200_000
TRUTHS = {"triangle": -1.08, "m_bias": 0.54, "mediator": -0.945, "clinic": 0.81}
NAIVE = {"triangle": 0.25, "m_bias": 0.54, "mediator": 0.65, "clinic": -1.10}


@cache
def survey(name: str) -> pd.DataFrame:
    frame = world(name).sample(PEOPLE, seed=4).frame
    return frame.astype({"phq9": float})


def difference(frame: pd.DataFrame) -> float:
    users = frame["kratom"]
    return float(frame.loc[users, "phq9"].mean() - frame.loc[~users, "phq9"].mean())


def standard_error_at_2000(frame: pd.DataFrame) -> float:
    groups = frame.groupby("kratom")["phq9"]
    share = groups.size() / len(frame)
    return float(np.sqrt((groups.var() / (2_000 * share)).sum()))


def standardised(frame: pd.DataFrame, *covariates: str) -> float:
    """Weigh the difference in each stratum by the stratum's share of the people."""
    strata = frame.groupby(list(covariates))
    return float(sum(difference(each) * len(each) for _, each in strata) / len(frame))


@pytest.mark.parametrize("name", TRUTHS)
def test_truth_is_exact(name: str) -> None:
    truth = world(name).truth()
    assert truth.value == pytest.approx(TRUTHS[name], abs=1e-12)
    assert truth.monte_carlo_error == 0


@pytest.mark.parametrize("name", NAIVE)
def test_naive_difference_is_as_designed(name: str) -> None:
    assert difference(survey(name)) == pytest.approx(NAIVE[name], abs=0.08)


@pytest.mark.parametrize("name", ["triangle", "mediator", "clinic"])
def test_naive_difference_has_the_wrong_sign_and_two_thousand_people_show_it(name: str) -> None:
    frame = survey(name)
    assert np.sign(difference(frame)) == -np.sign(TRUTHS[name])
    assert abs(difference(frame) - TRUTHS[name]) > 5 * standard_error_at_2000(frame)


def test_triangle_can_be_checked_with_a_pencil() -> None:
    assert pytest.approx(-1.08) == 27 * -0.04
    assert standardised(survey("triangle"), "pain") == pytest.approx(-1.08, abs=0.06)


def test_m_bias_makes_adjusting_hurt() -> None:
    frame = survey("m_bias")
    diagram = world("m_bias").diagram.without_outgoing("kratom")
    assert d_separated(diagram, ["kratom"], ["phq9"])
    assert not d_separated(diagram, ["kratom"], ["phq9"], ["forum"])
    assert standardised(frame, "forum") < -0.05
    adjusted_is_off_by = abs(standardised(frame, "forum") - TRUTHS["m_bias"])
    assert adjusted_is_off_by > 2.5 * standard_error_at_2000(frame)


def test_forum_looks_like_a_confounder() -> None:
    frame = survey("m_bias")
    readers = frame["forum"]
    assert frame.loc[readers, "kratom"].mean() > frame.loc[~readers, "kratom"].mean() + 0.1
    assert frame.loc[readers, "phq9"].mean() > frame.loc[~readers, "phq9"].mean() + 1


def test_mediator_hides_the_help_when_adjusted_for() -> None:
    frame = survey("mediator")
    assert standardised(frame, "pain") == pytest.approx(-0.945, abs=0.08)
    assert standardised(frame, "pain", "relief") == pytest.approx(27 * 0.02, abs=0.08)


def test_clinic_is_open_through_being_a_patient_whatever_is_adjusted_for() -> None:
    diagram = world("clinic").diagram
    assert diagram.selected == {"patient"}
    assert {"kratom", "phq9"} <= set(diagram.parents("patient"))
    off_by = abs(standardised(survey("clinic"), "family") - TRUTHS["clinic"])
    assert off_by > 0.4
