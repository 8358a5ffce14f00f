from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from frictionless import Package

from causalkit.errors import DataFileError
from causalkit.nature.files import datapackage, write

ENDINGS = ("csv", "parquet", "dta", "sav")


@pytest.fixture
def folder(survey, blocks, tmp_path):
    """A folder with the same survey in every format."""
    for ending in ENDINGS:
        write(blocks, survey.codebook, survey.provenance, tmp_path / f"a.{ending}")
    return tmp_path


def errors_in(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    return [error.type for task in report.tasks for error in task.errors] + [
        error.type for error in report.errors
    ]


def package_in(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def test_the_frictionless_command_accepts_every_format(folder):
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout
    assert [item["path"] for item in package_in(folder)["resources"]] == [
        f"a.{ending}" for ending in ENDINGS
    ]


@pytest.mark.parametrize("ending", ENDINGS)
def test_frictionless_notices_one_changed_byte(folder, ending):
    path = folder / f"a.{ending}"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "hash-count" in errors_in(folder)


def test_frictionless_checks_the_cells_of_a_csv_file(folder):
    package = package_in(folder)
    table = package["resources"][0]
    assert table["schema"]["fields"][2]["constraints"]["maximum"] == 27
    table["schema"]["fields"][2]["constraints"]["maximum"] = 26
    table["schema"]["fields"][6]["constraints"]["enum"].remove("'=a")
    (folder / "datapackage.json").write_text(json.dumps(package))
    assert errors_in(folder) == ["constraint-error", "constraint-error"]


def test_a_csv_file_is_described_field_by_field(folder):
    table = package_in(folder)["resources"][0]
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    assert fields["phq9"] == {
        "name": "phq9",
        "type": "integer",
        "title": "PHQ-9 sum",
        "description": "Role: outcome.",
        "unit": "points",
        "constraints": {"required": True, "minimum": 0, "maximum": 27},
    }
    assert fields["mood"]["description"] == "Role: covariate. Source: design choice."
    assert fields["mood"]["constraints"] == {"required": False}
    assert fields["kratom"]["trueValues"] == ["true"]
    assert fields["dose"]["constraints"]["enum"][1] == '\'=HYPERLINK("x")'
    assert table["causalkit"]["codebook"][6]["values"][1] == '=HYPERLINK("x")'


@pytest.mark.parametrize("position", range(4))
def test_every_resource_says_where_it_came_from_and_that_nobody_is_real(folder, position):
    resource = package_in(folder)["resources"][position]
    assert resource["causalkit"]["provenance"]["knobs"] == {"pull": 0.9, "relief": -1.5}
    assert resource["causalkit"]["provenance"]["response_rate"] is None
    assert "Synthetic" in resource["description"]
    assert "no" in resource["description"].split("medical advice")[0]


def test_a_survey_of_no_rows_is_valid(survey, tmp_path):
    for ending in ENDINGS:
        nobody = replace(survey.provenance, n=0)
        assert write([], survey.codebook, nobody, tmp_path / f"a.{ending}").rows == 0
    assert errors_in(tmp_path) == []


def test_writing_again_replaces_the_resource_in_its_place(folder, survey, blocks):
    other = replace(survey.provenance, seed=8)
    write(blocks, survey.codebook, other, folder / "a.csv")
    resources = package_in(folder)["resources"]
    assert [item["path"] for item in resources] == [f"a.{ending}" for ending in ENDINGS]
    assert resources[0]["causalkit"]["provenance"]["seed"] == 8
    assert errors_in(folder) == []


def test_the_package_is_the_same_bytes_every_time(folder, survey, blocks):
    before = (folder / "datapackage.json").read_bytes()
    for ending in ENDINGS:
        write(blocks, survey.codebook, survey.provenance, folder / f"a.{ending}")
    assert (folder / "datapackage.json").read_bytes() == before
    assert before.endswith(b"}\n")
    assert b"\r" not in before


def test_what_others_put_into_the_package_is_kept(survey, blocks, tmp_path):
    foreign = {"name": "notes", "path": "notes.txt", "bytes": 2}
    package = {"name": "course", "title": "Week 3", "resources": [foreign]}
    (tmp_path / "notes.txt").write_text("hi")
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    write(blocks, survey.codebook, survey.provenance, tmp_path / "a.csv")
    found = package_in(tmp_path)
    assert (found["name"], found["title"]) == ("course", "Week 3")
    assert found["resources"][0] == foreign


def test_our_files_that_are_gone_leave_the_package_and_foreign_ones_stay(folder, survey, blocks):
    (folder / "a.dta").unlink()
    write(blocks, survey.codebook, survey.provenance, folder / "b.csv")
    paths = [item["path"] for item in package_in(folder)["resources"]]
    assert paths == ["a.csv", "a.parquet", "a.sav", "b.csv"]
    kept = datapackage.with_resource(
        {"resources": [{"path": "x"}]}, {"name": "y", "path": "y"}, folder
    )
    assert [item["path"] for item in kept["resources"]] == ["x", "y"]


def test_names_of_resources_differ_even_where_file_names_hardly_do(survey, blocks, tmp_path):
    for name in ("Übung 1.csv", "übung_1.csv", "A.csv", "a.csv"):
        write(blocks, survey.codebook, survey.provenance, tmp_path / name)
    assert [item["name"] for item in package_in(tmp_path)["resources"]] == [
        "-bung-1.csv",
        "-bung_1.csv",
        "a.csv",
        "a.csv-2",
    ]
    assert errors_in(tmp_path) == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"resources": {}}', '{"resources": [1]}', "[" * 100_000, "\xff"]
)
def test_something_else_under_the_name_of_a_package_stops_the_writing(survey, tmp_path, text):
    (tmp_path / "datapackage.json").write_text(text, encoding="latin-1")

    def blocks():
        pytest.fail("no block must be asked for")
        yield

    with pytest.raises(DataFileError, match="data package"):
        write(blocks(), survey.codebook, survey.provenance, tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["datapackage.json"]
    assert (tmp_path / "datapackage.json").read_text(encoding="latin-1") == text
