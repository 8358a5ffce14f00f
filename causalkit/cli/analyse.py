"""``causalkit analyse``: identification, estimates, checks and sensitivity in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.atomic import replacing
from causalkit.cli.compare_data import Asked, DataFile, DiagramFile, question_of
from causalkit.cli.options import Json, Seed

if TYPE_CHECKING:
    from causalkit.analysis.workflow import Analysis

NOT_IDENTIFIED = 3


def method_names(incomplete: str) -> list[str]:
    """Return the estimators whose names begin so.

    Parameters
    ----------
    incomplete : str
        What has been typed.

    Returns
    -------
    list of str
    """
    from causalkit.analysis.workflow.methods import METHODS

    return [name for name in METHODS if name.startswith(incomplete)]


Methods = Annotated[
    list[str] | None,
    typer.Option(
        "--method",
        metavar="NAME",
        help="An estimator; may be given repeatedly.",
        autocompletion=method_names,
    ),
]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE", help="The report; otherwise DATA-analysis.html."),
]
Weights = Annotated[str | None, typer.Option("--weights", metavar="COLUMN", help="Survey weights.")]
Clusters = Annotated[
    str | None, typer.Option("--clusters", metavar="COLUMN", help="Who was drawn together.")
]
Level = Annotated[float, typer.Option("--level", help="Level of confidence, such as 0.95.")]
NullOutcomes = Annotated[
    list[str] | None,
    typer.Option(
        "--negative-outcome", metavar="COLUMN", help="What the exposure cannot change; repeatable."
    ),
]
NullExposures = Annotated[
    list[str] | None,
    typer.Option(
        "--negative-exposure",
        metavar="COLUMN",
        help="What cannot change the outcome; repeatable.",
    ),
]
Refute = Annotated[
    bool, typer.Option("--refute/--no-refute", help="Run dowhy's refuters too; a minute or so.")
]


def analyse(
    file: DataFile,
    *,
    diagram: DiagramFile,
    question: Asked = None,
    method: Methods = None,
    report: Report = None,
    weights: Weights = None,
    clusters: Clusters = None,
    level: Level = 0.95,
    negative_outcome: NullOutcomes = None,
    negative_exposure: NullExposures = None,
    refute: Refute = False,
    seed: Seed = 1,
    json: Json = False,
) -> None:
    """Analyse data of your own and write a report that anybody can open.

    The exit status is 0 when the effect was estimated, 3 when the diagram does not identify
    it, and 1 when it does but no estimate could be made.

    Example: causalkit analyse survey.csv --diagram survey.dagitty --report report.html
    """
    from causalkit.analysis.estimate import Sampling
    from causalkit.analysis.table import read_table
    from causalkit.analysis.workflow import analyse as analysed
    from causalkit.analysis.workflow.checks import Controls
    from causalkit.cli.screen import working
    from causalkit.graph import parse_question
    from causalkit.graph.formats import read_diagram
    from causalkit.report.page import report as written

    drawing = read_diagram(diagram)
    asked = parse_question(question) if question else question_of(drawing)
    data = read_table(file)
    target = report or file.with_name(f"{file.stem}-analysis.html")
    # Opened first: where no report can be written, nobody should wait for the analysis.
    with replacing(target) as (page,), working("analysing") as progress:
        found = analysed(
            data,
            drawing.diagram,
            asked,
            methods=method or (),
            sampling=Sampling(weights, clusters),
            level=level,
            controls=Controls(tuple(negative_outcome or ()), tuple(negative_exposure or ())),
            refute=refute,
            seed=seed,
            title=file.name,
            progress=progress,
        )
        progress("report")
        page.write_text(written(found), encoding="utf-8")
    if json:
        _print_document(found, {"data": file.name, "diagram": diagram.name, "report": str(target)})
    else:
        _print_tables(found, target)
    _exit(found)


def _print_document(found: Analysis, origin: dict[str, str]) -> None:
    from causalkit.cli.analysis_document import analysis_document
    from causalkit.cli.machine import print_json

    print_json(origin | analysis_document(found))


def _print_tables(found: Analysis, report: Path) -> None:
    from causalkit.cli.analysis_screen import print_analysis

    print_analysis(found, report)


def _exit(found: Analysis) -> None:
    if not found.findings.identified:
        raise typer.Exit(NOT_IDENTIFIED)
    if not found.estimates:
        raise typer.Exit(1)
