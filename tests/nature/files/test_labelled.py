from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causalkit.errors import DataFileError
from causalkit.nature.files.labelled import as_numbers, bytes_of, cut_at_word
from causalkit.nature.survey import Codebook

TEXT = st.text(st.sampled_from("ab é…"), max_size=60)


@given(TEXT, st.integers(10, 70), st.sampled_from([len, bytes_of]))
def test_a_cut_label_fits(text, limit, size):
    assert size(cut_at_word(text, limit, size)) <= limit


@given(TEXT, st.integers(10, 70))
def test_a_label_that_fits_is_left_alone(text, limit):
    assert (cut_at_word(text, limit) == text) or len(text) > limit


def test_a_label_is_cut_after_a_whole_word():
    assert cut_at_word("used kratom in the past month", 18) == "used kratom in…"
    assert cut_at_word("used kratom in the past month", 19) == "used kratom in the…"


def test_one_endless_word_is_cut_inside():
    assert cut_at_word("a" * 30, 10) == "a" * 9 + "…"


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, -(2**63)])
def test_whole_numbers_that_would_lose_digits_are_refused(survey, number):
    pills = Codebook((survey.codebook["pills"],))
    exact = pd.DataFrame({"pills": pd.array([2**53, None], dtype="Int64")})
    assert as_numbers([exact], pills, "SPSS")["pills"].tolist() == [2**53, pd.NA]
    large = pd.DataFrame({"pills": pd.array([number, None], dtype="Int64")})
    with pytest.raises(DataFileError, match='"pills" has numbers too large'):
        as_numbers([large], pills, "SPSS")


def test_no_blocks_give_a_table_of_no_rows(survey):
    assert as_numbers([], survey.codebook, "SPSS").shape == (0, 7)
