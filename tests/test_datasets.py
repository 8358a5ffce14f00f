"""The shipped datasets: whole, valid, and made again by one command, byte for byte."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from runpy import run_path

import pandas as pd
import pytest
from frictionless import Package
from typer.testing import CliRunner

from causalkit.cli.app import app as application
from causalkit.nature import shipped_names
from causalkit.nature.files import read

ROOT = Path(__file__).parent.parent
DATASETS = ROOT / "datasets"
MAKE = run_path(str(DATASETS / "make.py"))
WORLDS = shipped_names()
WRITERS = ("pandas", "pyarrow")


EXPECTED = sorted(
    f"{world}/{name}"
    for world in WORLDS
    for name in (f"{world}.csv", f"{world}.parquet", "codebook.md", "datapackage.json")
)


def files_in(folder: Path) -> list[str]:
    """What lies in the world folders; beside them lie the command and what explains it."""
    found = (path.relative_to(folder) for path in folder.glob("*/**/*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != "__pycache__")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def writers_are_locked() -> bool:
    """A Parquet file names the versions of what wrote it."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    locked = {(package["name"], package.get("version")) for package in packages}
    return all((name, metadata.version(name)) in locked for name in WRITERS)


def without_hash_of_parquet(path: Path) -> dict[str, object]:
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["format"] == "parquet":
            del resource["hash"], resource["bytes"]
    return package


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("datasets")
    MAKE["make"](folder)
    return folder


def test_every_world_has_its_files_and_there_are_no_others():
    assert files_in(DATASETS) == EXPECTED


def test_the_files_match_their_checksums():
    committed = (DATASETS / "CHECKSUMS").read_text(encoding="utf-8")
    assert re.fullmatch(r"([0-9a-f]{64}  [\w./]+\n)+", committed)
    assert committed == MAKE["checksums"]([DATASETS / file for file in EXPECTED], DATASETS)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="this system has no sha256sum")
def test_sha256sum_can_check_them():
    command = ["sha256sum", "--check", "--strict", "--quiet", "CHECKSUMS"]
    done = subprocess.run(command, cwd=DATASETS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", [file for file in EXPECTED if file.endswith((".csv", ".md"))])
def test_making_them_again_gives_the_same_text(made, file):
    assert (made / file).read_bytes() == (DATASETS / file).read_bytes()


@pytest.mark.parametrize("world", WORLDS)
def test_making_them_again_gives_the_same_people_in_parquet(made, world):
    again, committed = (read(folder / world / f"{world}.parquet") for folder in (made, DATASETS))
    pd.testing.assert_frame_equal(again.frame, committed.frame)
    assert again.codebook == committed.codebook
    assert again.provenance == committed.provenance


@pytest.mark.parametrize("world", WORLDS)
def test_making_them_again_gives_the_same_data_package(made, world):
    again, committed = (folder / world / "datapackage.json" for folder in (made, DATASETS))
    assert without_hash_of_parquet(again) == without_hash_of_parquet(committed)


@pytest.mark.skipif(not writers_are_locked(), reason="pandas or pyarrow differ from uv.lock")
def test_with_the_locked_versions_every_byte_is_the_same(made):
    assert files_in(made) == EXPECTED
    for file in ("CHECKSUMS", *EXPECTED):
        assert (made / file).read_bytes() == (DATASETS / file).read_bytes(), file


@pytest.mark.parametrize("world", WORLDS)
def test_csv_and_parquet_hold_the_same_two_thousand_people(world):
    survey, table = (read(DATASETS / world / f"{world}.{ending}") for ending in ("parquet", "csv"))
    pd.testing.assert_frame_equal(table.frame, survey.frame)
    assert len(table.frame) == MAKE["PEOPLE"] == table.provenance.n == 2_000
    assert table.provenance.seed == MAKE["SEED"] == 1


@pytest.mark.parametrize("world", WORLDS)
def test_frictionless_accepts_the_data_package(world):
    report = Package(str(DATASETS / world / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert {task.name for task in report.tasks} == {f"{world}.csv", f"{world}.parquet"}


def test_the_readme_names_every_world():
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE) == WORLDS


def test_the_command_line_takes_a_folder_and_shows_no_progress_off_the_terminal(tmp_path):
    app = MAKE["typer"].Typer()
    app.command()(MAKE["make"])
    done = CliRunner().invoke(app, ["--out", str(tmp_path / "new")])
    assert done.exit_code == 0
    assert done.stderr == ""
    assert files_in(tmp_path / "new") == EXPECTED


def test_the_readme_command_draws_the_same_people(tmp_path):
    done = CliRunner().invoke(
        application, ["sample", "triangle", "-o", str(tmp_path / "triangle.csv")]
    )
    assert done.exit_code == 0
    shipped = DATASETS / "triangle" / "triangle.csv"
    assert (tmp_path / "triangle.csv").read_bytes() == shipped.read_bytes()


def test_a_failure_half_way_leaves_the_folder_as_it_was(made, tmp_path, monkeypatch):
    folder = tmp_path / "datasets"
    shutil.copytree(made, folder)
    before = contents(folder)
    worlds = iter(range(3))

    def draw(world, place):
        next(worlds)
        place.mkdir()
        (place / "half.csv").write_text("half")

    monkeypatch.setitem(MAKE["make"].__globals__, "draw", draw)
    with pytest.raises(StopIteration):
        MAKE["make"](folder)
    assert contents(folder) == before
