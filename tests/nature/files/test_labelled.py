from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from causalkit.nature.files.labelled import bytes_of, cut_at_word

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
