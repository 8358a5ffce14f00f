from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from causalkit.errors import DataFileError
from causalkit.nature.files import FORMATS, write
from causalkit.nature.files.labelled import MOST_ROWS

ENDINGS = list(FORMATS)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_report_describes_the_file(survey, blocks, tmp_path, ending):
    written = write(iter(blocks), survey.codebook, survey.provenance, tmp_path / f"a{ending}")
    content = (tmp_path / f"a{ending}").read_bytes()
    assert written.paths == (tmp_path / f"a{ending}", tmp_path / "datapackage.json")
    assert written.rows == 5
    assert written.bytes == len(content)
    assert written.sha256 == hashlib.sha256(content).hexdigest()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{ending}", "datapackage.json"]


def interrupted(blocks, reason):
    yield from blocks
    raise reason


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("reason", [ValueError("no such world"), KeyboardInterrupt()])
def test_blocks_that_stop_half_way_leave_nothing_behind(survey, blocks, tmp_path, ending, reason):
    with pytest.raises(type(reason)):
        write(
            interrupted(blocks, reason),
            survey.codebook,
            survey.provenance,
            tmp_path / f"a{ending}",
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_blocks_that_stop_half_way_leave_the_old_file_as_it_was(survey, blocks, tmp_path, ending):
    path = tmp_path / f"a{ending}"
    write(blocks, survey.codebook, survey.provenance, path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    longer = interrupted(blocks * 20, ValueError("no such world"))
    with pytest.raises(ValueError, match="no such world"):
        write(longer, survey.codebook, survey.provenance, path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_block_of_another_type_is_refused_and_leaves_nothing(survey, blocks, tmp_path, ending):
    wide = survey.frame.astype({"phq9": "int64"})
    with pytest.raises(DataFileError, match='"phq9" is int64'):
        write([*blocks, wide], survey.codebook, survey.provenance, tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.xlsx", r"\.csv \(CSV\), \.parquet \(Parquet\), \.dta \(Stata\), \.sav \(SPSS\)"),
        ("a", "does not end in one of"),
        ("a.cvs", 'Did you mean ".csv"'),
        ("no/a.csv", "does not exist"),
    ],
)
def test_a_bad_target_is_refused_before_the_first_block(survey, tmp_path, name, reason):
    def blocks():
        pytest.fail("no block must be asked for")
        yield

    with pytest.raises(DataFileError, match=reason):
        write(blocks(), survey.codebook, survey.provenance, tmp_path / name)


@pytest.mark.parametrize(("ending", "name"), [(".dta", "Stata"), (".sav", "SPSS")])
def test_more_rows_than_a_format_takes_are_refused_before_the_first_block(
    survey, tmp_path, ending, name
):
    def blocks():
        pytest.fail("no block must be asked for")
        yield

    many = replace(survey.provenance, n=MOST_ROWS + 1)
    with pytest.raises(DataFileError, match=rf"{name} .* at most 1,000,000 rows; write Parquet"):
        write(blocks(), survey.codebook, many, tmp_path / f"a{ending}")


@pytest.mark.parametrize("ending", [".dta", ".sav"])
def test_more_rows_than_announced_are_refused_as_they_come(
    survey, blocks, tmp_path, ending, monkeypatch
):
    monkeypatch.setattr("causalkit.nature.files.labelled.MOST_ROWS", 5)
    write(blocks, survey.codebook, survey.provenance, tmp_path / f"a{ending}")
    with pytest.raises(DataFileError, match="write Parquet"):
        write([*blocks, blocks[0]], survey.codebook, survey.provenance, tmp_path / f"b{ending}")


def test_another_file_may_join_the_package_during_a_long_run(survey, blocks, tmp_path):
    def slow():
        yield blocks[0]
        write(blocks, survey.codebook, survey.provenance, tmp_path / "other.csv")

    written = write(slow(), survey.codebook, survey.provenance, tmp_path / "long.csv")
    text = written.paths[1].read_text()
    assert '"path": "other.csv"' in text
    assert '"path": "long.csv"' in text


PEAKS = """
import sys
from pathlib import Path
import numpy as np
import pandas as pd
from causalkit.nature.files import write
from causalkit.nature.survey import Codebook, Provenance, Variable

names = ["a", "b", "c", "d"]
book = Codebook(tuple(Variable(name, "", "", "covariate", "integer") for name in names))
drawn = Provenance("", "", "", {}, 1, 0, (), 1.0, "", "")

def blocks(count):
    for number in range(count):
        yield pd.DataFrame(np.full((65_536, 4), number), columns=names)

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1_024

for survey in (lambda: blocks(4), lambda: blocks(40), lambda: list(blocks(40))):
    write(survey(), book, drawn, sys.argv[1])
    print(peak())
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_memory_does_not_grow_with_the_number_of_blocks(tmp_path, ending):
    # Not getrusage: a child's maximum there begins with the memory of its parent.
    command = [sys.executable, "-c", PEAKS, str(tmp_path / f"a{ending}")]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    few, many, held = (float(line) for line in finished.stdout.split())
    assert many - few < 30
    # all forty blocks are 80 MiB, and this measure would see them
    assert held - many > 40
