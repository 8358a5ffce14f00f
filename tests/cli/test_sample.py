"""``causalkit sample``: a survey in a file."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest

import causalkit

READ = {
    ".csv": pd.read_csv,
    ".parquet": pd.read_parquet,
    ".dta": lambda file: pyreadstat.read_dta(file)[0],
    ".sav": lambda file: pyreadstat.read_sav(file)[0],
}


@pytest.mark.parametrize("ending", READ)
def test_every_format_holds_the_survey(called, tmp_path, ending):
    file = tmp_path / f"survey{ending}"
    done = called("sample", "triangle", "-n", 120, "--seed", 4, "-o", file)
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        f"120 people written to {file}\ndescribed in {tmp_path / 'datapackage.json'}\n"
    )
    read, drawn = READ[ending](file), causalkit.world("triangle").sample(120, 4).frame
    assert list(read) == list(drawn)
    assert (read.astype(float).to_numpy() == drawn.astype(float).to_numpy()).all()


def test_a_selected_survey_tells_how_many_responded(called, tmp_path):
    done = called("sample", "clinic", "-n", 200, "-o", tmp_path / "survey.csv")
    rate = causalkit.world("clinic").sample(200, 1).provenance.response_rate
    assert f"; {100 * rate:.1f} % of those asked responded\n" in done.out


def test_reveal_writes_the_hidden_variables_too(called, tmp_path):
    file = tmp_path / "survey.csv"
    called("sample", "m_bias", "-n", 50, "--reveal", "-o", file)
    assert {"herbs", "family"} <= set(pd.read_csv(file))
    called("sample", "m_bias", "-n", 50, "-o", file)
    assert not {"herbs", "family"} & set(pd.read_csv(file))


@pytest.mark.parametrize("name", ["survey.cvs", "survey.xlsx", "survey"])
def test_a_wrong_ending_is_refused_before_anything_is_drawn(called, tmp_path, monkeypatch, name):
    def drawn(*_: object) -> None:
        raise AssertionError("people were drawn")

    for method in ("sample", "stream", "provenance"):
        monkeypatch.setattr(causalkit.World, method, drawn)
    done = called("sample", "self_medication", "-n", 10**6, "-o", tmp_path / name)
    assert (done.status, done.out) == (1, "")
    assert f"{name} does not end in one of .csv (CSV), .parquet (Parquet)" in done.err
    assert list(tmp_path.iterdir()) == []


def test_too_many_people_for_a_format_are_refused_before_anything_is_drawn(called, tmp_path):
    done = called("sample", "self_medication", "-n", 10**9, "-o", tmp_path / "survey.sav")
    assert (done.status, done.out) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_an_error(called, tmp_path):
    done = called("sample", "triangle", "-n", 10, "-o", tmp_path / "nowhere" / "survey.csv")
    assert (done.status, done.out) == (1, "")
    assert "nowhere" in done.err
