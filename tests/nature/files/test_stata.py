from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.errors import DataFileError
from causalkit.nature.files import stata, write
from causalkit.nature.survey import Codebook, dtype


@pytest.fixture
def stored(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.dta")
    return pyreadstat.read_dta(tmp_path / "a.dta")


def test_numbers_survive_and_missing_values_stay_missing(survey, stored):
    frame, _ = stored
    for name in ("kratom", "pain", "phq9", "pills", "mood"):
        expected = survey.frame[name].astype("Float64").tolist()
        assert frame[name].astype("Float64").tolist() == expected


def test_categories_are_numbered_from_one_and_labelled(survey, stored):
    frame, metadata = stored
    assert metadata.variable_value_labels["sex"] == {1: "female", 2: "male", 3: "other"}
    assert frame["sex"].tolist() == [1, 2, 1, 1, 2]
    labelled = frame["dose"].map(metadata.variable_value_labels["dose"])
    assert labelled.dropna().tolist() == survey.frame["dose"].dropna().tolist()
    assert labelled.isna().tolist() == survey.frame["dose"].isna().tolist()


def test_labels_carry_units_and_booleans_say_yes_and_no(stored):
    _, metadata = stored
    assert metadata.column_names_to_labels["phq9"] == "PHQ-9 sum [points]"
    assert metadata.column_names_to_labels["sex"] == "Sex"
    assert metadata.variable_value_labels["kratom"] == {0: "no", 1: "yes"}
    assert metadata.variable_value_labels["pain"] == {0: "no", 1: "yes"}
    assert metadata.file_label == "Synthetic data: Self-medication: kratom and depression"


def test_pandas_reads_the_labels_as_categories(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.dta")
    plain = pd.read_stata(tmp_path / "a.dta")
    assert plain["sex"].astype(str).tolist() == survey.frame["sex"].astype(str).tolist()


def test_long_labels_are_cut_to_eighty_characters(survey, tmp_path):
    phq9 = replace(survey.codebook["phq9"], label="zufällig lang " * 10)
    table = survey.frame[["phq9"]]
    write([table], Codebook((phq9,)), survey.provenance, tmp_path / "a.dta")
    _, metadata = pyreadstat.read_dta(tmp_path / "a.dta")
    assert (
        metadata.column_names_to_labels["phq9"] == "zufällig lang " * 4 + "zufällig lang zufällig…"
    )


def test_the_same_survey_gives_the_same_bytes_and_a_fixed_date(survey, blocks, tmp_path):
    one = write(blocks, survey.codebook, survey.provenance, tmp_path / "one.dta")
    _, metadata = pyreadstat.read_dta(tmp_path / "one.dta")
    assert metadata.creation_time.year == 2000
    other = write(blocks, survey.codebook, survey.provenance, tmp_path / "other.dta")
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(("name", "value"), [("mood", float("inf")), ("phq9", 2**31 - 1)])
def test_values_that_stata_keeps_for_missing_are_refused(survey, tmp_path, name, value):
    wide = replace(survey.codebook[name], maximum=2**31 - 1)
    table = pd.DataFrame({name: pd.Series([value], dtype=dtype(wide))})
    with pytest.raises(DataFileError, match=r"Stata file cannot hold .* write Parquet"):
        write([table], Codebook((wide,)), survey.provenance, tmp_path / "a.dta")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["byte", "_n", "using", "str12", "strL", "item[1]", "a.b", "9a"])
def test_names_that_stata_refuses_are_refused(survey, name):
    with pytest.raises(DataFileError, match="rename it"):
        stata.check(Codebook((replace(survey.codebook["phq9"], name=name),)), 1)


def test_a_name_may_have_thirty_two_characters_and_no_more(survey):
    phq9 = survey.codebook["phq9"]
    stata.check(Codebook((replace(phq9, name="é" * 32),)), 1)
    with pytest.raises(DataFileError, match="33 characters, but Stata names have at most 32"):
        stata.check(Codebook((replace(phq9, name="a" * 33),)), 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.sampled_from("abstrinL_N2é.[ "), min_size=1, max_size=5))
def test_every_name_that_passes_is_stored_as_it_is(survey, tmp_path, name):
    book = Codebook((replace(survey.codebook["phq9"], name=name),))
    table = survey.frame[["phq9"]].set_axis([name], axis=1)
    try:
        stata.check(book, 5)
    except DataFileError:
        return
    write([table], book, survey.provenance, tmp_path / "a.dta")
    assert list(pyreadstat.read_dta(tmp_path / "a.dta")[0].columns) == [name]
