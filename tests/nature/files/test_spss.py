from __future__ import annotations

from dataclasses import replace

import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.errors import DataFileError
from causalkit.nature.files import spss, write
from causalkit.nature.survey import Codebook


@pytest.fixture
def stored(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.sav")
    return pyreadstat.read_sav(tmp_path / "a.sav")


def test_numbers_survive_and_missing_values_stay_missing(survey, stored):
    frame, _ = stored
    for name in ("kratom", "pain", "phq9", "pills", "mood"):
        expected = survey.frame[name].astype("Float64").tolist()
        assert frame[name].astype("Float64").tolist() == expected


def test_categories_are_numbered_from_one_and_labelled(survey, stored):
    frame, metadata = stored
    assert metadata.variable_value_labels["sex"] == {1: "female", 2: "male", 3: "other"}
    labelled = frame["dose"].map(metadata.variable_value_labels["dose"])
    assert labelled.dropna().tolist() == survey.frame["dose"].dropna().tolist()
    assert labelled.isna().tolist() == survey.frame["dose"].isna().tolist()


def test_labels_units_and_levels_of_measurement_are_stored(stored):
    _, metadata = stored
    assert metadata.column_names_to_labels["phq9"] == "PHQ-9 sum [points]"
    assert metadata.variable_value_labels["kratom"] == {0: "no", 1: "yes"}
    assert metadata.file_label == "Synthetic data: Self-medication: kratom and depression"
    assert metadata.variable_measure == {
        "kratom": "nominal",
        "pain": "nominal",
        "phq9": "scale",
        "pills": "scale",
        "mood": "scale",
        "sex": "nominal",
        "dose": "ordinal",
    }


def test_whole_numbers_are_shown_without_decimals(stored):
    _, metadata = stored
    assert metadata.original_variable_types["pills"] == "F8.0"
    assert metadata.original_variable_types["mood"] == "F8.2"


def test_long_labels_are_cut_to_the_bytes_that_spss_holds(survey, tmp_path):
    sex = replace(survey.codebook["sex"], label="ä" * 200, values=("é " * 60, "male", "other"))
    frame = survey.frame[["sex"]]
    renamed = frame["sex"].cat.rename_categories(list(sex.values))
    write([frame.assign(sex=renamed)], Codebook((sex,)), survey.provenance, tmp_path / "a.sav")
    _, metadata = pyreadstat.read_sav(tmp_path / "a.sav")
    assert metadata.column_names_to_labels["sex"] == "ä" * 126 + "…"
    assert metadata.variable_value_labels["sex"][1] == ("é " * 39).rstrip() + "…"


def test_the_same_survey_gives_the_same_bytes_and_a_fixed_date(survey, blocks, tmp_path):
    one = write(blocks, survey.codebook, survey.provenance, tmp_path / "one.sav")
    _, metadata = pyreadstat.read_sav(tmp_path / "one.sav")
    assert metadata.creation_time.year == 2000
    other = write(blocks, survey.codebook, survey.provenance, tmp_path / "other.sav")
    assert one.sha256 == other.sha256


@pytest.mark.parametrize("name", ["all", "With", "a.", "_a", "9a", "$a", "item[1]", "a" * 65])
def test_names_that_spss_refuses_are_refused(survey, name):
    with pytest.raises(DataFileError, match="rename it"):
        spss.check(Codebook((replace(survey.codebook["phq9"], name=name),)), 1)


def test_length_counts_in_bytes(survey):
    phq9 = survey.codebook["phq9"]
    spss.check(Codebook((replace(phq9, name="é" * 32),)), 1)
    with pytest.raises(DataFileError, match="at most 64 bytes"):
        spss.check(Codebook((replace(phq9, name="é" * 33),)), 1)


def test_names_that_differ_in_capitals_only_are_refused(survey):
    phq9 = survey.codebook["phq9"]
    with pytest.raises(DataFileError, match='"phq9" and "PHQ9" are the same name to SPSS'):
        spss.check(Codebook((phq9, replace(phq9, name="PHQ9"))), 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.sampled_from("abonrtALé_.$#@9["), min_size=1, max_size=5))
def test_every_name_that_passes_is_stored_as_it_is(survey, tmp_path, name):
    book = Codebook((replace(survey.codebook["phq9"], name=name),))
    table = survey.frame[["phq9"]].set_axis([name], axis=1)
    try:
        spss.check(book, 5)
    except DataFileError:
        return
    write([table], book, survey.provenance, tmp_path / "a.sav")
    assert list(pyreadstat.read_sav(tmp_path / "a.sav")[0].columns) == [name]
