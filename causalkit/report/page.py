"""A whole analysis as one HTML page that stands alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from causalkit.atomic import replacing
from causalkit.report.checks import ShownCheck, shown_check
from causalkit.report.findings import answers
from causalkit.report.pictures import Picture, picture
from causalkit.report.summary import data_sentences, notes, summary
from causalkit.report.tables import Table, bounds_table, estimates_table
from causalkit.version import __version__

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from causalkit.analysis.workflow import Analysis


@dataclass(frozen=True)
class Page:
    """What stands on the page.

    Parameters
    ----------
    title, question, version : str
        Title of the data, the question, and the version of the toolkit.
    summary, data, notes : tuple of str
        Sentences: the whole in short, what the data are, what to know of the estimates.
    missing : tuple of Table
        What is missing; none where nothing is.
    diagram : Picture
        The diagram with what is adjusted for.
    ways : Table
        What the diagram says of each way to the effect.
    forest : tuple of Picture
        The estimates as a picture; none where there are none.
    estimates : tuple of Table
        The estimates and bounds.
    checks, sensitivity : tuple of ShownCheck
        The checks.
    unavailable : tuple of Table
        What could not be done; none where all was.
    """

    title: str
    question: str
    version: str
    summary: tuple[str, ...]
    data: tuple[str, ...]
    notes: tuple[str, ...]
    missing: tuple[Table, ...]
    diagram: Picture
    ways: Table
    forest: tuple[Picture, ...]
    estimates: tuple[Table, ...]
    checks: tuple[ShownCheck, ...]
    sensitivity: tuple[ShownCheck, ...]
    unavailable: tuple[Table, ...]


def write_report(analysis: Analysis, path: str | os.PathLike[str]) -> Path:
    """Write a whole analysis to an HTML file that stands alone.

    The file is complete or absent: it is written under a temporary name and then renamed.

    Parameters
    ----------
    analysis : Analysis
        What :func:`~causalkit.analysis.workflow.analyse` returned.
    path : str or path
        Where to write.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    DataFileError
        If it cannot be written.
    """
    target = Path(path)
    with replacing(target) as (partial_file,):
        partial_file.write_text(report(analysis), encoding="utf-8")
    return target


def report(analysis: Analysis) -> str:
    """Return a whole analysis as the text of an HTML page.

    Parameters
    ----------
    analysis : Analysis
        What :func:`~causalkit.analysis.workflow.analyse` returned.

    Returns
    -------
    str
        The same analysis gives the same text.
    """
    from jinja2 import Environment, StrictUndefined

    source = files("causalkit.report").joinpath("page.html.jinja").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source).render(page=page(analysis)) + "\n"


def page(analysis: Analysis) -> Page:
    """Return what stands on the page.

    Parameters
    ----------
    analysis : Analysis
        The analysis.

    Returns
    -------
    Page
    """
    return Page(
        title=analysis.title,
        question=f"{str(analysis.question)[:1].upper()}{str(analysis.question)[1:]}",
        version=__version__,
        summary=tuple(summary(analysis)),
        data=tuple(data_sentences(analysis)),
        notes=tuple(notes(analysis)),
        missing=tuple(_missing(analysis)),
        diagram=_diagram(analysis),
        ways=Table("What the diagram allows", ("way", "answer"), tuple(answers(analysis.findings))),
        forest=tuple(_forest(analysis)),
        estimates=tuple(_estimates(analysis)),
        checks=tuple(map(shown_check, analysis.checks)),
        sensitivity=tuple(map(shown_check, analysis.sensitivity)),
        unavailable=tuple(_unavailable(analysis)),
    )


def _missing(analysis: Analysis) -> Iterator[Table]:
    if analysis.missing.columns:
        rows = tuple((name, f"{count:,}") for name, count in analysis.missing.columns.items())
        yield Table("Missing values", ("column", "rows without a value"), rows, frozenset({1}))


def _estimates(analysis: Analysis) -> Iterator[Table]:
    kinds = [
        *(("naive", each) for each in analysis.naive),
        *(("identified", each) for each in analysis.estimates),
    ]
    if kinds:
        yield estimates_table(kinds)
    if analysis.bounds:
        yield bounds_table(analysis.bounds)


def _unavailable(analysis: Analysis) -> Iterator[Table]:
    if analysis.unavailable:
        rows = tuple((each.name, each.reason) for each in analysis.unavailable)
        yield Table("What could not be done, and why", ("part", "reason"), rows)


def _diagram(analysis: Analysis) -> Picture:
    findings, question = analysis.findings, analysis.question
    arrows = "; ".join(f"{cause} to {effect}" for cause, effect in findings.diagram.edges)
    adjusted = ", ".join(findings.shown_adjustment) or "nothing"
    caption = f"The causal diagram. Adjusted for: {adjusted}."
    return picture(
        partial(_drawn_diagram, analysis),
        f"Causal diagram of the effect of {', '.join(question.exposure)} on "
        f"{', '.join(question.outcome)}. Arrows: {arrows}.",
        caption,
    )


def _drawn_diagram(analysis: Analysis) -> Axes:
    from causalkit.graph import Path as DiagramPath
    from causalkit.graph.drawing import Drawing
    from causalkit.plots import plot_diagram

    findings, question = analysis.findings, analysis.question
    drawing = Drawing(
        findings.diagram, question.exposure, question.outcome, findings.shown_adjustment
    )
    biasing = [DiagramPath.through(findings.diagram, path) for path in findings.biasing_paths]
    return plot_diagram(drawing, biasing=biasing)


def _forest(analysis: Analysis) -> Iterator[Picture]:
    from causalkit.meeting import Comparison, Row
    from causalkit.plots import plot_forest

    rows = (
        *(Row.of(each, "naive") for each in analysis.naive),
        *(Row.of(each, "adjusted") for each in analysis.estimates),
    )
    if not rows:
        return
    outcome = analysis.question.outcome[0]
    comparison = Comparison("", analysis.question, rows, None, analysis.n, outcome)
    yield picture(
        partial(plot_forest, comparison),
        "Forest plot of the estimates in the table below, each with its interval.",
        "The estimates with their intervals; the thin line marks no effect.",
    )
