from __future__ import annotations

import string
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.errors import DataFileError
from causalkit.nature.files import csv, read, write
from causalkit.nature.survey import Codebook

DANGEROUS = "=+-@\t\r\n"
LABELS = st.text(st.sampled_from(DANGEROUS + "'\",;| NAé" + string.ascii_letters), min_size=1)


def test_a_file_reads_as_documented(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:3] == [
        '"kratom","pain","phq9","pills","mood","sex","dose"',
        'true,true,0,3,0.30000000000000004,"female","\'=a"',
        'false,,27,,,"male","\'\'=a"',
    ]


def test_pandas_alone_reads_booleans_numbers_and_missing_values(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    plain = pd.read_csv(tmp_path / "a.csv")
    assert plain["kratom"].dtype == bool
    assert plain["kratom"].tolist() == survey.frame["kratom"].tolist()
    assert plain["phq9"].tolist() == survey.frame["phq9"].tolist()
    assert plain["pain"].isna().tolist() == survey.frame["pain"].isna().tolist()
    assert plain["pills"].isna().tolist() == survey.frame["pills"].isna().tolist()


def test_reading_restores_everything(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    again = read(tmp_path / "a.csv")
    pd.testing.assert_frame_equal(again.frame, survey.frame, check_exact=True)
    assert again.codebook == survey.codebook


@given(LABELS)
def test_no_cell_begins_like_a_formula(label):
    assert csv.spelled(label)[0] not in DANGEROUS


@given(LABELS, LABELS)
def test_different_labels_stay_different(one, other):
    assert (csv.spelled(one) == csv.spelled(other)) == (one == other)


@pytest.mark.parametrize("label", ["none", "it's", "'tis", "1 = 2", "a-b", "é"])
def test_harmless_labels_are_left_alone(label):
    assert csv.spelled(label) == label


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_survey_survives_the_round_trip(surveys, pieces, tmp_path, data):
    drawn = data.draw(surveys(LABELS, columns=2))
    write(pieces(drawn.frame, 3), drawn.codebook, drawn.provenance, tmp_path / "a.csv")
    again = read(tmp_path / "a.csv")
    pd.testing.assert_frame_equal(again.frame, drawn.frame, check_exact=True)
    assert (again.codebook, again.provenance) == (drawn.codebook, drawn.provenance)


def test_many_blocks_keep_their_order(large, pieces, tmp_path):
    write(pieces(large.frame, 7_001), large.codebook, large.provenance, tmp_path / "a.csv")
    pd.testing.assert_frame_equal(read(tmp_path / "a.csv").frame, large.frame, check_exact=True)


def test_a_lone_column_with_missing_values_is_refused(survey, tmp_path):
    pain = survey.codebook.restricted_to(["pain"])
    with pytest.raises(DataFileError, match="would be an empty line"):
        write([survey.frame[["pain"]]], pain, survey.provenance, tmp_path / "a.csv")


def test_a_label_that_the_codebook_does_not_know_is_refused(survey, blocks, tmp_path):
    path = tmp_path / "a.csv"
    write(blocks, survey.codebook, survey.provenance, path)
    path.write_text(path.read_text().replace("female", "femal"))
    with pytest.raises(DataFileError, match='"sex" has no label "femal"'):
        read(path)


def test_names_and_labels_that_would_mislead_are_refused(survey, tmp_path):
    phq9, sex = survey.codebook["phq9"], survey.codebook["sex"]
    formula = Codebook((replace(phq9, name="=phq9"),))
    with pytest.raises(DataFileError, match='column name "=phq9" for a formula'):
        write([], formula, survey.provenance, tmp_path / "a.csv")
    unnamed = Codebook((replace(sex, values=("female", "")),))
    with pytest.raises(DataFileError, match='"sex" has an empty label'):
        write([], unnamed, survey.provenance, tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []
