from __future__ import annotations

import os
from pathlib import Path

import pytest

from causalkit.atomic import replacing
from causalkit.errors import DataFileError


def test_new_files_appear_together(tmp_path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    with replacing(one, other) as (first, second):
        first.write_text("1")
        second.write_text("2")
        assert not one.exists()
        assert not other.exists()
    assert (one.read_text(), other.read_text()) == ("1", "2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.txt", "other.txt"]


@pytest.mark.parametrize("reason", [ValueError, KeyboardInterrupt, GeneratorExit])
def test_what_goes_wrong_leaves_the_folder_as_it_was(tmp_path, reason):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("precious")

    def stopped_half_way():
        with replacing(old, new) as (first, second):
            first.write_text("half")
            second.write_text("half")
            raise reason

    with pytest.raises(reason):
        stopped_half_way()
    assert old.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [old]


def test_a_full_disk_is_reported_with_the_name_of_the_file(tmp_path):
    target = tmp_path / "a.txt"
    with pytest.raises(DataFileError, match=r"a\.txt: No space left"), replacing(target):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_content_is_on_disk_before_it_gets_its_name(tmp_path, monkeypatch):
    steps = []
    rename = Path.replace
    monkeypatch.setattr(os, "fsync", lambda file: steps.append("fsync"))
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (steps.append("rename"), rename(path, to))[1]
    )
    with replacing(tmp_path / "a", tmp_path / "b"):
        pass
    assert steps == ["fsync", "fsync", "rename", "rename"]


def test_new_files_get_the_usual_permissions(tmp_path):
    (tmp_path / "usual").touch()
    with replacing(tmp_path / "ours"):
        pass
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_missing_folder_or_a_folder_as_target_is_refused_at_once(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with (
        pytest.raises(DataFileError, match="does not exist"),
        replacing(tmp_path / "no" / "a.csv"),
    ):
        pytest.fail("the block must not run")
    with (
        pytest.raises(DataFileError, match="not a regular file"),
        replacing(tmp_path / "folder.csv"),
    ):
        pytest.fail("the block must not run")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_read_only_file_or_folder_is_refused_at_once(tmp_path):
    locked = tmp_path / "locked.csv"
    locked.touch(0o400)
    with pytest.raises(DataFileError, match="read-only"), replacing(locked):
        pytest.fail("the block must not run")
    tmp_path.chmod(0o500)
    with pytest.raises(DataFileError, match="read-only"), replacing(tmp_path / "new.csv"):
        pytest.fail("the block must not run")
    tmp_path.chmod(0o700)


def test_read_only_is_found_out_by_asking_the_system(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) == tmp_path)
    (tmp_path / "locked.csv").touch()
    with pytest.raises(DataFileError, match="the file is read-only"):
        replacing(tmp_path / "locked.csv").__enter__()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DataFileError, match="the folder is read-only"):
        replacing(tmp_path / "new.csv").__enter__()
