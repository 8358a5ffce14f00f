"""How covariates enter a model of the exposure: curves, lines, or the words of a formula."""

from __future__ import annotations

import numpy as np
import patsy
import pytest

from causalkit.analysis.estimate.models.design import design
from causalkit.analysis.estimate.nuisance.exposure_terms import exposure_terms, lines
from causalkit.analysis.estimate.reading.columns import read_column
from causalkit.errors import EstimationError


@pytest.fixture
def covariates(survey):
    return tuple(read_column(survey(1, n=50), name) for name in ("age", "pain", "region"))


def spans(matrix: np.ndarray, other: np.ndarray) -> bool:
    """Whether the columns of one are combinations of the other's, and as many."""
    left = other - matrix @ np.linalg.lstsq(matrix, other, rcond=None)[0]
    return matrix.shape == other.shape and np.abs(left).max() < 1e-8 * np.abs(other).max()


def test_curves_are_the_usual_design(covariates):
    assert (exposure_terms(covariates, 50, "curves") == design(covariates, 50).matrix).all()


def test_lines_are_the_columns_themselves(covariates):
    found = lines(covariates, 50)
    assert found.names == ("", "age", "pain", "region = south", "region = west")
    assert (found.matrix[:, 1] == covariates[0].values).all()
    assert spans(found.matrix, exposure_terms(covariates, 50, "lines"))


def test_what_is_said_twice_is_left_out(covariates):
    age, pain, _ = covariates
    assert lines((age, pain, age), 50).names == ("", "age", "pain")


def test_a_formula_is_read_as_statistics_packages_read_it(survey, covariates):
    frame = survey(1, n=50)
    formula = "age + I(age**2) + pain + region"
    expected = np.asarray(patsy.dmatrix(formula, frame.assign(pain=lambda f: f["pain"] * 1.0)))
    assert spans(expected, exposure_terms(covariates, 50, formula))


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("age + pain", 'leaves out "region", which has to be adjusted for'),
        ("age + pain + region + slep", '"slep" in the formula is not adjusted for'),
        ("age + pan + region", '"pan" in the formula is not adjusted for. Did you mean "pain"'),
        ("age + + * pain", "cannot be read"),
        ("log(age - 200) + pain + region", "gives values that are not finite"),
    ],
)
@pytest.mark.filterwarnings("ignore:invalid value")
def test_what_a_formula_cannot_say(covariates, formula: str, message: str):
    with pytest.raises(EstimationError, match=message):
        exposure_terms(covariates, 50, formula)
