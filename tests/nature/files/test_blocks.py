from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from causalkit.errors import DataFileError
from causalkit.nature.files.blocks import checked, empty, refuse_unusable_names
from causalkit.nature.survey import Codebook


def test_blocks_that_fit_pass_unchanged(survey, blocks):
    passed = list(checked(iter(blocks), survey.codebook))
    assert all(one is other for one, other in zip(passed, blocks, strict=True))


def test_columns_in_another_order_are_refused(survey):
    turned = survey.frame[survey.frame.columns[::-1]]
    with pytest.raises(DataFileError, match=r"columns dose, .* codebook describes kratom, "):
        next(checked([turned], survey.codebook))


def test_another_type_is_refused_by_name(survey):
    wide = survey.frame.astype({"phq9": "int64"})
    with pytest.raises(DataFileError, match=r'"phq9" is int64, but .* means int8'):
        next(checked([wide], survey.codebook))


def test_labels_in_another_order_are_refused_though_pandas_calls_them_equal(survey):
    turned = survey.frame["sex"].cat.reorder_categories(["other", "male", "female"])
    assert turned.dtype == survey.frame["sex"].dtype
    with pytest.raises(DataFileError, match='"sex" has its labels in another order'):
        next(checked([survey.frame.assign(sex=turned)], survey.codebook))


def test_an_empty_table_has_the_types_of_the_codebook(survey):
    pd.testing.assert_frame_equal(empty(survey.codebook), survey.frame.iloc[:0])


def test_names_must_be_there_and_differ(survey):
    phq9 = survey.codebook["phq9"]
    with pytest.raises(DataFileError, match='two variables are called "phq9"'):
        refuse_unusable_names(Codebook((phq9, phq9)))
    with pytest.raises(DataFileError, match="no name"):
        refuse_unusable_names(Codebook((replace(phq9, name=""),)))
