from __future__ import annotations

from dataclasses import replace

import pytest

from causalkit.errors import DataFileError
from causalkit.nature.files import markdown, write_codebook
from causalkit.nature.survey import Codebook


def test_the_page_says_that_nobody_is_real_and_that_it_is_no_medical_advice(survey):
    page = markdown(survey.codebook, survey.provenance)
    assert "Synthetic data" in page
    assert "No row is a real person" in page
    assert "nothing here is medical advice" in page


def test_the_page_says_how_to_draw_the_survey_again(survey):
    page = markdown(survey.codebook, replace(survey.provenance, response_rate=0.4567))
    assert page.startswith("# Codebook: Self-medication: kratom and depression\n")
    for line in (
        "- World: self_medication",
        "- Preset: null",
        "- Seed: 7",
        "- Rows: 5",
        "- Response rate: 45.7%",
        "- Knobs: pull = 0.9, relief = -1.5",
        "- Changes: kratom = 1",
        "- Made by: causalkit 0.1.0",
    ):
        assert line in page.splitlines()


def test_what_is_unknown_is_left_out(survey):
    page = markdown(survey.codebook, replace(survey.provenance, preset="", changes=(), knobs={}))
    for word in ("Preset", "Changes", "Knobs", "Response rate"):
        assert word not in page


def test_every_variable_has_its_row(survey):
    rows = markdown(survey.codebook, survey.provenance).splitlines()[-7:]
    assert rows[0] == ("| kratom | Used kratom in the past month |  | exposure | boolean |  |  |")
    assert rows[2] == "| phq9 | PHQ-9 sum | points | outcome | integer, 0 to 27 |  |  |"
    assert rows[3] == (
        "| pills | Pills a week | pills | covariate | integer, 0 or more | possible |  |"
    )
    assert rows[4] == "| mood | Mood | SD | covariate | number | possible | design choice |"
    assert rows[5] == "| sex | Sex |  | covariate | female, male, other |  |  |"


def test_a_bar_or_a_line_break_in_a_label_does_not_break_the_table(survey):
    odd = replace(survey.codebook["phq9"], label="a | b\nc")
    last = markdown(Codebook((odd,)), survey.provenance).splitlines()[-1]
    assert last.startswith("| phq9 | a \\| b c | points |")


def test_the_page_can_be_written_whole_or_not_at_all(survey, tmp_path):
    path = write_codebook(survey.codebook, survey.provenance, tmp_path / "codebook.md")
    assert path.read_text(encoding="utf-8") == markdown(survey.codebook, survey.provenance)
    with pytest.raises(DataFileError, match="does not exist"):
        write_codebook(survey.codebook, survey.provenance, tmp_path / "no" / "codebook.md")
