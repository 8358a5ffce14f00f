"""``causalkit demo``: from story to verdict in one command."""

from __future__ import annotations

import causalkit

PICTURES = {"diagram.png", "diagram.svg", "forest.png", "forest.svg"}


def test_the_demo_prints_story_table_and_verdict_and_draws_pictures(called, quick, tmp_path):
    folder = tmp_path / "new" / "pictures"
    done = called("demo", "--out", folder, *quick)
    assert (done.status, done.err) == (0, "")
    world = causalkit.world("self_medication")
    assert done.words.startswith(f"{world.title} {' '.join(world.story.split())} Question: ")
    assert "│ naive    │ difference │" in done.out
    assert "misses the truth, 0.00." in done.words
    assert "regression and weighting contain it." in done.words
    assert all(name in done.words for name in PICTURES)
    assert {each.name for each in folder.iterdir()} == PICTURES


def test_the_demo_writes_the_same_pictures_again(called, quick, tmp_path):
    called("demo", "--out", tmp_path, *quick)
    first = {name: (tmp_path / name).read_bytes() for name in PICTURES}
    called("demo", "--out", tmp_path, *quick)
    assert {name: (tmp_path / name).read_bytes() for name in PICTURES} == first


def test_a_folder_that_cannot_be_made_is_an_error(called, quick, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = called("demo", "--out", tmp_path / "file" / "folder", *quick)
    assert (done.status, done.out) == (1, "")
    assert "cannot be made" in done.err
