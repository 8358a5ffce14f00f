from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from causalkit.errors import DataFileError
from causalkit.graph import Diagram
from causalkit.plots import plot_diagram, save

PAIR = Diagram.of([("kratom", "phq9")])


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_picture_is_the_same_bytes(tmp_path, ending):
    first = save(plot_diagram(PAIR), tmp_path / f"first.{ending}")
    second = save(plot_diagram(PAIR), tmp_path / f"second.{ending}")
    assert first.read_bytes() == second.read_bytes()


def test_a_png_has_enough_dots_for_print(tmp_path):
    axes = plot_diagram(PAIR)
    height, width, _ = imread(save(axes, tmp_path / "pair.png")).shape
    assert width > 150 * axes.get_figure().get_figwidth() / 2
    assert height > 50


def test_an_svg_needs_no_font_and_carries_no_date(tmp_path):
    text = save(plot_diagram(PAIR), tmp_path / "pair.svg").read_text()
    ElementTree.fromstring(text)  # noqa: S314 - it was written by the line above
    assert "<text" not in text
    assert "date" not in text


def test_a_png_names_no_program(tmp_path):
    assert b"Software" not in save(plot_diagram(PAIR), tmp_path / "pair.png").read_bytes()


def test_an_ending_in_capitals_is_understood(tmp_path):
    assert save(plot_diagram(PAIR), tmp_path / "PAIR.PNG").read_bytes()[1:4] == b"PNG"


def test_another_ending_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(DataFileError, match=r"\.png or \.svg"):
        save(plot_diagram(PAIR), tmp_path / "pair.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_an_error_with_its_reason(tmp_path):
    with pytest.raises(DataFileError, match="does not exist"):
        save(plot_diagram(PAIR), tmp_path / "nowhere" / "pair.png")


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "pair.svg"
    target.write_text("old")

    class Full(Figure):
        def savefig(self, path, **settings):
            with open(path, "w") as file:  # noqa: PTH123 - as matplotlib does
                file.write("half of")
            raise OSError(28, "No space left on device")

    with pytest.raises(DataFileError, match="No space left"):
        save(Full().subplots(), target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_can_be_read_by_others_as_any_other_file(tmp_path):
    plain = tmp_path / "plain.txt"
    plain.touch()
    picture = save(plot_diagram(PAIR), tmp_path / "pair.png")
    assert picture.stat().st_mode == plain.stat().st_mode
