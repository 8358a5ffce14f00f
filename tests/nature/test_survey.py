from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import QuestionError
from causalkit.nature.survey import Codebook, Provenance, Variable, dtype

PHQ9 = Variable("phq9", "PHQ-9 sum", "points", "outcome", "integer", minimum=0, maximum=27)
KRATOM = Variable("kratom", "Used kratom", "", "exposure", "boolean")
SEX = Variable("sex", "Sex", "", "covariate", "category", ("female", "male"))
BAND = Variable("band", "PHQ-9 band", "", "outcome", "category", ("mild", "severe"), ordered=True)
MOOD = Variable("mood", "Mood", "SD", "latent", "number")
BOOK = Codebook((PHQ9, KRATOM, SEX, BAND, MOOD))
DRAWN = Provenance(
    "self_medication",
    "Self-medication",
    "null",
    {"pull": 0.9},
    7,
    100,
    ("kratom = 1",),
    0.5,
    "0.1.0",
    "effect of kratom on phq9",
)


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        (PHQ9, np.dtype("int8")),
        (replace(PHQ9, missing=True), pd.Int8Dtype()),
        (replace(PHQ9, maximum=128), np.dtype("int16")),
        (replace(PHQ9, maximum=40_000), np.dtype("int32")),
        (replace(PHQ9, minimum=-math.inf), np.dtype("int64")),
        (replace(PHQ9, maximum=math.inf, missing=True), pd.Int64Dtype()),
        (KRATOM, np.dtype("bool")),
        (replace(KRATOM, missing=True), pd.BooleanDtype()),
        (SEX, pd.CategoricalDtype(["female", "male"])),
        (BAND, pd.CategoricalDtype(["mild", "severe"], ordered=True)),
        (replace(MOOD, missing=True), np.dtype("float64")),
    ],
)
def test_the_dtype_follows_from_the_variable_alone(variable, expected):
    assert dtype(variable) == expected


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_an_integer_dtype_holds_its_whole_range(one, other):
    low, high = sorted((one, other))
    found = np.iinfo(dtype(replace(PHQ9, minimum=low, maximum=high)))
    assert found.min <= low
    assert high <= found.max


def test_a_codebook_names_its_variables_and_suggests_the_misspelt():
    assert BOOK["sex"] is SEX
    assert "sex" in BOOK
    assert "gender" not in BOOK
    with pytest.raises(QuestionError, match='Did you mean "kratom"'):
        BOOK["kratm"]


def test_a_codebook_can_be_restricted_to_the_released_columns():
    assert BOOK.restricted_to(["sex", "phq9"]).variables == (SEX, PHQ9)
    with pytest.raises(QuestionError, match="no variable"):
        BOOK.restricted_to(["gender"])


def test_a_codebook_as_table_has_one_row_a_variable():
    table = BOOK.table()
    assert list(table["name"]) == list(BOOK.names)
    assert table.loc[3, "values"] == ("mild", "severe")
    assert Codebook(()).table().shape == (0, 11)


def test_provenance_is_plain_json():
    entries = json.loads(json.dumps(DRAWN.as_dict(), allow_nan=False))
    assert entries["knobs"] == {"pull": 0.9}
    assert entries["changes"] == ["kratom = 1"]
    assert entries["seed"] == 7


def test_an_unknown_response_rate_is_null_in_json():
    assert replace(DRAWN, response_rate=math.nan).as_dict()["response_rate"] is None
