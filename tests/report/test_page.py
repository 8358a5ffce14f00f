"""A page that stands alone: readable by people, screen readers and programs."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from causalkit.analysis.workflow import analyse
from causalkit.errors import DataFileError
from causalkit.graph import Diagram, Question
from causalkit.report.page import report, write_report
from causalkit.report.tables import cell

EMPTY = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """What a browser would make of the page, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


@pytest.fixture(scope="module")
def analysis():
    rng = np.random.default_rng(1)
    n = 500
    pain = rng.integers(0, 2, n)
    kratom = rng.binomial(1, 0.3 + 0.4 * pain)
    data = pd.DataFrame({"pain": pain, "kratom": kratom, "age": rng.normal(size=n)})
    data["phq9"] = 4 + 3 * pain - kratom + data["age"] + rng.normal(size=n)
    diagram = Diagram.of(
        [("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9"), ("age", "phq9")]
    )
    asked = Question.of("kratom", "phq9")
    return analyse(data, diagram, asked, title="<b>survey</b> & more.csv")


@pytest.fixture(scope="module")
def page(analysis) -> Page:
    return Page(report(analysis))


def test_every_element_is_closed_and_nothing_is_loaded_or_run(page, analysis):
    assert page.open == []
    assert not page.named("script")
    assert not page.named("link")
    text = report(analysis)
    assert "http:" not in text
    assert "https:" not in text
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.named("img"))


def test_what_the_data_are_called_is_text_and_nothing_else(page):
    assert not page.named("b")
    assert "<b>survey</b> & more.csv" in page.words


def test_pictures_have_texts_and_tables_have_captions_and_headings(page):
    assert len(page.named("img")) == 9
    assert all(image["alt"] for image in page.named("img"))
    assert len(page.named("caption")) == len(page.named("table"))
    assert {heading["scope"] for heading in page.named("th")} == {"col", "row"}
    assert page.named("html") == [{"lang": "en"}]


def test_headings_are_in_order(page):
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_figures_are_those_of_the_analysis(page, analysis):
    for estimate in (*analysis.naive, *analysis.estimates):
        assert f"{cell(estimate.low)} to {cell(estimate.high)}" in page.words
    for check in (*analysis.checks, *analysis.sensitivity):
        assert " ".join(check.verdict.split()) in page.words
        assert " ".join(check.meaning.split()) in page.words
    assert "nothing here is medical advice" in page.words


def test_what_could_not_be_done_stands_there():
    data = pd.DataFrame({"kratom": [0, 1] * 20, "pain": [0, 1] * 20, "phq9": range(40)})
    diagram = Diagram.of([("pain", "kratom"), ("pain", "phq9"), ("kratom", "phq9")])
    found = analyse(data, diagram, Question.of("kratom", "phq9"))
    words = Page(report(found)).words
    assert "What could not be done, and why" in words
    for each in found.unavailable:
        assert " ".join(each.reason.split()) in words


def test_bounds_and_missing_values_have_their_tables():
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"kratom": rng.integers(0, 2, 100), "phq9": 0.0})
    data["phq9"] = rng.integers(0, 2, 100).astype(float)
    data.loc[:4, "phq9"] = np.nan
    diagram = Diagram.of([("u", "kratom"), ("u", "phq9"), ("kratom", "phq9")], latent=["u"])
    found = analyse(data, diagram, Question.of("kratom", "phq9"))
    page = Page(report(found))
    assert "Bounds: the effect lies between them, if what is assumed holds" in page.words
    assert "Missing values" in page.words
    assert "5 rows lack a value that the analysis uses." in page.words


def test_the_same_analysis_gives_the_same_page(analysis):
    assert report(analysis) == report(analysis)


def test_the_file_is_whole_or_absent(analysis, tmp_path):
    target = write_report(analysis, tmp_path / "report.html")
    assert target.read_text(encoding="utf-8") == report(analysis)
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]
    with pytest.raises(DataFileError, match="does not exist"):
        write_report(analysis, tmp_path / "nowhere" / "report.html")
