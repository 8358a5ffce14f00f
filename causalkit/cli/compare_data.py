"""``causalkit compare-data``: naive and adjusted for data of any origin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import Json, Picture, SecondOpinion
from causalkit.errors import QuestionError

if TYPE_CHECKING:
    from causalkit.graph import Question
    from causalkit.graph.drawing import Drawing

DataFile = Annotated[Path, typer.Argument(metavar="FILE", help="Data: .csv or .parquet.")]
DiagramFile = Annotated[
    Path,
    typer.Option("--diagram", metavar="FILE", help="Diagram: dagitty text, DOT, GML or edges."),
]
Asked = Annotated[
    str | None,
    typer.Option("--question", help="Needed where the diagram names no exposure and outcome."),
]


def compare_data(
    file: DataFile,
    *,
    diagram: DiagramFile,
    question: Asked = None,
    second_opinion: SecondOpinion = True,
    plot: Picture = None,
    json: Json = False,
) -> None:
    """Put naive and adjusted side by side for data of your own.

    Example: causalkit compare-data survey.csv --diagram survey.dagitty
    """
    from causalkit.analysis.table import read_table
    from causalkit.cli.compare import draw_forest, print_comparison, print_title
    from causalkit.cli.machine import comparison_document, print_json
    from causalkit.graph import parse_question
    from causalkit.graph.formats import read_diagram
    from causalkit.meeting import compare as compared

    drawing = read_diagram(diagram)
    asked = parse_question(question) if question else question_of(drawing)
    data = read_table(file)
    found = compared(
        data, drawing.diagram, asked, title=file.name, ask_second_opinion=second_opinion
    )
    draw_forest(found, plot)
    if json:
        document = {"data": file.name, "diagram": diagram.name}
        print_json(document | comparison_document(found))
    else:
        print_title(found.title)
        print_comparison(found)


def question_of(drawing: Drawing) -> Question:
    """Return the question that the roles of a diagram ask.

    Parameters
    ----------
    drawing : Drawing
        The diagram with its roles.

    Returns
    -------
    Question

    Raises
    ------
    QuestionError
        If the diagram does not mark exposure and outcome.
    """
    from causalkit.graph import Question

    if not drawing.exposure or not drawing.outcome:
        raise QuestionError(
            "the diagram does not mark which variables are exposure and outcome; mark them, "
            'or ask with --question "effect of EXPOSURE on OUTCOME".'
        )
    return Question.of(drawing.exposure, drawing.outcome)
