"""A small survey with every kind of column, and the means to draw others at random."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from causalkit.nature.survey import Codebook, Provenance, SurveyData, Variable, dtype

VARIABLES = (
    Variable("kratom", "Used kratom in the past month", "", "exposure", "boolean"),
    Variable("pain", "Pain on most days", "", "covariate", "boolean", missing=True),
    Variable("phq9", "PHQ-9 sum", "points", "outcome", "integer", minimum=0, maximum=27),
    Variable("pills", "Pills a week", "pills", "covariate", "integer", minimum=0, missing=True),
    Variable("mood", "Mood", "SD", "covariate", "number", missing=True, source="design choice"),
    Variable("sex", "Sex", "", "covariate", "category", ("female", "male", "other")),
    Variable(
        "dose",
        "Dose, as written down",
        "",
        "covariate",
        "category",
        ("-", '=HYPERLINK("x")', "a, b", "NA", "'=a", "=a"),
        ordered=True,
        missing=True,
    ),
)
BOOK = Codebook(VARIABLES)
DRAWN = Provenance(
    world="self_medication",
    title="Self-medication: kratom and depression",
    preset="null",
    knobs={"pull": 0.9, "relief": -1.5},
    seed=7,
    n=5,
    changes=("kratom = 1",),
    response_rate=math.nan,
    version="0.1.0",
    question="effect of kratom on phq9 (1 vs 0, difference)",
)
ROWS = {
    "kratom": [True, False, False, True, True],
    "pain": [True, None, False, None, True],
    "phq9": [0, 27, 4, 9, 14],
    "pills": [3, None, 40_000, 0, None],
    "mood": [0.1 + 0.2, None, -1e-300, 1 / 3, 1e16],
    "sex": ["female", "male", "female", "female", "male"],
    "dose": ["=a", "'=a", None, '=HYPERLINK("x")', "NA"],
}


def _column(values, variable):
    return pd.Series(values, dtype=object).astype(dtype(variable))


def _frame(rows):
    return pd.DataFrame({item.name: _column(rows[item.name], item) for item in VARIABLES})


@pytest.fixture
def survey():
    return SurveyData(_frame(ROWS), BOOK, DRAWN)


@pytest.fixture
def blocks(survey):
    """The survey in three blocks, one of them empty."""
    return [survey.frame.iloc[:2], survey.frame.iloc[2:2], survey.frame.iloc[2:]]


def _values(draw, variable, rows):
    ends = (max(variable.minimum, -(2**40)), min(variable.maximum, 2**40))
    kinds = {
        "boolean": st.booleans(),
        "integer": st.integers(int(ends[0]), int(ends[1])),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "category": st.sampled_from(variable.values or ("-",)),
    }
    value = kinds[variable.kind]
    kept = st.none() | value if variable.missing else value
    return draw(st.lists(kept, min_size=rows, max_size=rows))


@st.composite
def _surveys(draw, labels, columns=1):
    kinds = draw(st.lists(st.sampled_from(VARIABLES), min_size=columns, max_size=4))
    some = st.lists(labels, min_size=1, max_size=5, unique=True)
    book = Codebook(
        tuple(
            replace(
                kind,
                name=f"v{position}",
                values=tuple(draw(some)) if kind.values else (),
                missing=draw(st.booleans()),
            )
            for position, kind in enumerate(kinds)
        )
    )
    rows = draw(st.integers(0, 7))
    columns = {item.name: _column(_values(draw, item, rows), item) for item in book.variables}
    drawn = replace(DRAWN, n=rows, response_rate=0.5)
    return SurveyData(pd.DataFrame(columns), book, drawn)


@pytest.fixture(scope="session")
def surveys():
    """A strategy: ``surveys(labels, columns=1)`` draws surveys of so many columns or more."""
    return _surveys


@pytest.fixture(scope="session")
def pieces():
    """A function that cuts a frame into blocks of some rows."""

    def cut(frame, rows):
        starts = range(0, len(frame), rows)
        return [frame.iloc[start : start + rows] for start in starts]

    return cut


@pytest.fixture(scope="session")
def large():
    """Two hundred thousand rows with labels that only some blocks use."""
    generator = np.random.default_rng(5)
    book = BOOK.restricted_to(["phq9", "mood", "sex"])
    frame = pd.DataFrame(
        {
            "phq9": generator.integers(0, 28, 200_000).astype(np.int8),
            "mood": generator.normal(size=200_000),
            "sex": pd.Categorical.from_codes(
                np.arange(200_000) // 100_000 + 1, dtype=dtype(BOOK["sex"])
            ),
        }
    )
    return SurveyData(frame, book, replace(DRAWN, n=200_000, response_rate=1.0))
