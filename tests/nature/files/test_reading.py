from __future__ import annotations

import pandas as pd
import pytest

from causalkit.errors import DataFileError
from causalkit.nature.files import read, write


def test_a_missing_file_or_an_unreadable_ending_is_refused(survey, blocks, tmp_path):
    with pytest.raises(DataFileError, match="there is no file"):
        read(tmp_path / "a.csv")
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.dta")
    with pytest.raises(DataFileError, match=r"a\.dta does not end in \.parquet or \.csv"):
        read(tmp_path / "a.dta")


def test_a_csv_file_without_its_package_is_refused_with_advice(survey, blocks, tmp_path):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    survey.frame.to_csv(tmp_path / "foreign.csv")
    with pytest.raises(DataFileError, match=r"read it with pandas\.read_csv"):
        read(tmp_path / "foreign.csv")
    (tmp_path / "datapackage.json").unlink()
    with pytest.raises(DataFileError, match=r"no datapackage\.json"):
        read(tmp_path / "a.csv")


@pytest.mark.parametrize("text", ["", "kratom\ntrue\n", "no\nyes\n"])
def test_a_csv_file_that_does_not_fit_its_package_is_refused(survey, blocks, tmp_path, text):
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(DataFileError, match="does not fit its codebook"):
        read(tmp_path / "a.csv")


def test_the_ending_may_be_in_capitals(survey, blocks, tmp_path):
    for name in ("A.CSV", "B.Parquet"):
        write(blocks, survey.codebook, survey.provenance, tmp_path / name)
        pd.testing.assert_frame_equal(read(tmp_path / name).frame, survey.frame)
