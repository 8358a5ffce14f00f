"""Which covariate tells two groups apart."""

from __future__ import annotations

import numpy as np
import pytest

from causalkit.analysis.estimate import regression
from causalkit.analysis.estimate.models.overlap import told_apart_by
from causalkit.analysis.estimate.reading.columns import Column
from causalkit.errors import EstimationError

AGE = Column("age", np.array([20.0, 30.0, 40.0, 50.0]))
PAIN = Column("pain", np.array([0.0, 1.0, 0.0, 1.0]))


def test_numbers_on_one_side_and_labels_of_one_group_tell_apart():
    assert told_apart_by((PAIN, AGE), np.array([True, True, False, False])) == '"age"'
    assert told_apart_by((AGE, PAIN), np.array([True, False, True, False])) == '"pain"'


def test_nothing_tells_an_empty_group_apart():
    nobody = np.zeros(4, dtype=bool)
    assert told_apart_by((AGE, PAIN), nobody) == 'a mixture of "age", "pain"'


def test_exposed_people_with_one_and_the_same_outcome_are_no_traceback(identified, survey):
    frame = survey(1).assign(phq9=lambda f: f["depressed"] | f["kratom"])
    with pytest.raises(EstimationError, match='"phq9" is the same for everybody of some kind'):
        regression(frame, identified("age"))
