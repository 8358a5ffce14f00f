"""``causalkit identify``: everything that a diagram says about a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.diagrams import DiagramArgument, DiagramFormat
from causalkit.cli.options import Json, Picture

if TYPE_CHECKING:
    from causalkit.analysis.identify.findings import Findings
    from causalkit.cli.diagrams import Given

NOT_IDENTIFIED = 3

Exposure = Annotated[
    list[str] | None,
    typer.Option("--exposure", "-x", metavar="NAME", help="May be given repeatedly."),
]
Outcome = Annotated[
    list[str] | None,
    typer.Option("--outcome", "-y", metavar="NAME", help="May be given repeatedly."),
]
Adjusted = Annotated[
    list[str] | None,
    typer.Option(
        "--adjusted",
        "-z",
        metavar="NAME",
        help='Judge adjusting for this; may be given repeatedly; "" for nothing at all.',
    ),
]
Asked = Annotated[
    str | None,
    typer.Option("--question", help='In words: "effect of X on Y among responds".'),
]
Limit = Annotated[
    int, typer.Option("--limit", min=1, help="At most so many sets or independences in a list.")
]


def identify(
    diagram: DiagramArgument,
    *,
    exposure: Exposure = None,
    outcome: Outcome = None,
    adjusted: Adjusted = None,
    question: Asked = None,
    format: DiagramFormat = None,  # noqa: A002 - the name of the option
    limit: Limit = 100,
    plot: Picture = None,
    json: Json = False,
) -> None:
    """Tell whether and how a diagram lets an effect be learned from data.

    The exit status is 0 when the effect is identified and 3 when it is not.

    Example: causalkit identify survey.dagitty --exposure kratom --outcome phq9 --adjusted pain
    """
    from causalkit.analysis.identify.findings import all_findings
    from causalkit.cli.diagrams import asked_about, read_given
    from causalkit.cli.findings_document import findings_document
    from causalkit.cli.findings_screen import print_findings
    from causalkit.cli.machine import print_json

    given = read_given(diagram, format)
    asked = asked_about(given, exposure or [], outcome or [], question)
    judged = _judged(given, adjusted)
    found = all_findings(given.drawing.diagram, asked, adjusted=judged, limit=limit)
    if plot:
        _draw(given, found, plot)
    if json:
        print_json({"diagram": given.name} | findings_document(found))
    else:
        print_findings(given.name, found)
    if not found.identified:
        raise typer.Exit(NOT_IDENTIFIED)


def _judged(given: Given, adjusted: list[str] | None) -> list[str] | None:
    """Return the set to judge: that of the options, else that which the diagram marks."""
    if adjusted is not None:
        return [name for name in adjusted if name]
    return list(given.drawing.adjusted) or None


def _draw(given: Given, found: Findings, plot: Path) -> None:
    """Draw the set that was asked about or the best, and what it leaves open."""
    from causalkit.cli.diagrams import drawn_with
    from causalkit.graph import Path as DiagramPath
    from causalkit.plots import plot_diagram, save

    drawing = drawn_with(given, found.question, list(found.shown_adjustment))
    biasing = [DiagramPath.through(found.diagram, nodes) for nodes in found.biasing_paths]
    save(plot_diagram(drawing, biasing=biasing), plot)
