from __future__ import annotations

import json

import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causalkit.errors import DataFileError
from causalkit.nature.files import read, write


def test_reading_restores_everything(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.parquet")
    again = read(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(again.frame, survey.frame, check_exact=True)
    assert again.codebook == survey.codebook


def test_pandas_alone_restores_the_types(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.parquet")
    plain = pd.read_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(plain, survey.frame, check_exact=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_survey_survives_the_round_trip(surveys, pieces, tmp_path, data):
    labels = st.text(st.characters(exclude_categories=["Cs"]))
    drawn = data.draw(surveys(labels))
    write(pieces(drawn.frame, 3), drawn.codebook, drawn.provenance, tmp_path / "a.parquet")
    again = read(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(again.frame, drawn.frame, check_exact=True)
    assert (again.codebook, again.provenance) == (drawn.codebook, drawn.provenance)


@pytest.mark.parametrize("rows", [1_001, 65_536, 200_000])
def test_row_groups_are_of_middling_size_whatever_the_blocks(large, pieces, tmp_path, rows):
    path = tmp_path / "a.parquet"
    write(pieces(large.frame, rows), large.codebook, large.provenance, path)
    metadata = pyarrow.parquet.read_metadata(path)
    sizes = [metadata.row_group(each).num_rows for each in range(metadata.num_row_groups)]
    assert sum(sizes) == 200_000
    assert max(sizes) <= 262_144
    assert all(size >= 131_072 for size in sizes[:-1])
    pd.testing.assert_frame_equal(pd.read_parquet(path), large.frame, check_exact=True)


def test_a_block_longer_than_a_row_group_is_divided(large, tmp_path):
    long = pd.concat([large.frame, large.frame], ignore_index=True)
    write([long], large.codebook, large.provenance, tmp_path / "a.parquet")
    metadata = pyarrow.parquet.read_metadata(tmp_path / "a.parquet")
    sizes = [metadata.row_group(each).num_rows for each in range(metadata.num_row_groups)]
    assert sizes == [262_144, 137_856]


def test_only_repeating_values_are_kept_in_a_dictionary(large, pieces, tmp_path):
    write([large.frame], large.codebook, large.provenance, tmp_path / "a.parquet")
    group = pyarrow.parquet.read_metadata(tmp_path / "a.parquet").row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert columns["phq9"].has_dictionary_page
    assert columns["sex"].has_dictionary_page
    assert not columns["mood"].has_dictionary_page


def test_other_programs_find_codebook_and_provenance_as_json(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.parquet")
    metadata = pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata
    found = json.loads(metadata[b"causalkit"])
    assert found["provenance"]["seed"] == 7
    assert [entry["name"] for entry in found["codebook"]] == list(survey.codebook.names)


def test_a_foreign_parquet_file_is_refused_with_advice(survey, tmp_path):
    survey.frame.to_parquet(tmp_path / "foreign.parquet")
    with pytest.raises(DataFileError, match=r"carries no codebook; read it with pandas"):
        read(tmp_path / "foreign.parquet")


def test_something_else_under_the_name_of_parquet_is_refused(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"no parquet at all")
    with pytest.raises(DataFileError, match="is not a Parquet file"):
        read(tmp_path / "a.parquet")
