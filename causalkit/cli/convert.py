"""``causalkit convert``: a diagram from one text format to another."""

from __future__ import annotations

from typing import Annotated

import typer

from causalkit.cli.diagrams import DiagramArgument, DiagramFormat


def _formats(incomplete: str) -> list[str]:
    from causalkit.graph.formats import WRITERS

    return [name for name in WRITERS if name.startswith(incomplete)]


Target = Annotated[
    str,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help="dagitty, dot, gml, mermaid or tikz.",
        autocompletion=_formats,
    ),
]


def convert(diagram: DiagramArgument, *, to: Target, format: DiagramFormat = None) -> None:  # noqa: A002 - the name of the option
    """Print a diagram in another format: dagitty, DOT, GML, mermaid or TikZ.

    Example: causalkit convert self_medication --to mermaid
    """
    from causalkit.cli.diagrams import read_given
    from causalkit.graph.formats import write_diagram

    typer.echo(write_diagram(read_given(diagram, format).with_question(), to))
