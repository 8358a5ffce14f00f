"""The diagram that a command is given: a file, standard input or a world; and its question."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import world_names
from causalkit.errors import DiagramError, QuestionError

if TYPE_CHECKING:
    from causalkit.graph import Question
    from causalkit.graph.drawing import Drawing

DiagramArgument = Annotated[
    str,
    typer.Argument(
        metavar="DIAGRAM",
        help="File of a diagram, - for standard input, or a world.",
        autocompletion=world_names,
    ),
]
DiagramFormat = Annotated[
    str | None,
    typer.Option("--format", help="Format of the diagram, where its ending does not tell."),
]


@dataclass(frozen=True)
class Given:
    """What a command was given.

    Parameters
    ----------
    name : str
        Name of the file or world.
    drawing : Drawing
        The diagram with its roles.
    questions : tuple of Question
        The question of a world; none for a file.
    """

    name: str
    drawing: Drawing
    questions: tuple[Question, ...] = ()

    def with_question(self) -> Drawing:
        """Return the drawing, a world's with the exposure and outcome of its question."""
        for question in self.questions:
            return replace(self.drawing, exposure=question.exposure, outcome=question.outcome)
        return self.drawing


def read_given(argument: str, format_name: str | None) -> Given:
    """Return the diagram that an argument names.

    Parameters
    ----------
    argument : str
        Path of a file, ``-``, or name or path of a world.
    format_name : str or None
        Format of the text; without it ending and content decide.

    Returns
    -------
    Given

    Raises
    ------
    DiagramError
        If there is no such diagram or it cannot be read.
    """
    from causalkit.graph.formats import read_diagram, read_diagram_text

    if argument == "-":
        text = sys.stdin.read()
        return Given("standard input", read_diagram_text(text, "standard input", format_name))
    path = Path(argument)
    if _is_world(argument):
        return _of_world(argument)
    if not path.exists():
        raise DiagramError(
            f'there is neither a file nor a world "{argument}". Worlds: '
            f"{', '.join(world_names(''))}; - reads from standard input."
        )
    return Given(path.name, read_diagram(path, format_name))


def asked_about(
    given: Given, exposure: list[str], outcome: list[str], question: str | None
) -> Question:
    """Return the question that options, roles of the diagram or its world ask.

    Parameters
    ----------
    given : Given
        The diagram.
    exposure, outcome : list of str
        What the options name.
    question : str or None
        A whole question, ``effect of … on …``.

    Returns
    -------
    Question

    Raises
    ------
    QuestionError
        If nothing says what is asked, or two things do.
    """
    from causalkit.graph import Question, parse_question

    if question:
        if exposure or outcome:
            raise QuestionError("ask either with --question or with --exposure and --outcome")
        return parse_question(question)
    if given.questions and not exposure and not outcome:
        return given.questions[0]
    causes = tuple(exposure) or given.drawing.exposure or _first(given, "exposure")
    effects = tuple(outcome) or given.drawing.outcome or _first(given, "outcome")
    if not causes or not effects:
        raise QuestionError(
            "the diagram does not mark exposure and outcome; say which they are with "
            "--exposure NAME --outcome NAME"
        )
    return Question.of(causes, effects)


def drawn_with(given: Given, question: Question, adjusted: list[str]) -> Drawing:
    """Return the drawing with the roles that a question gives its variables.

    Parameters
    ----------
    given : Given
        The diagram.
    question : Question
        Says what exposure and outcome are.
    adjusted : list of str
        What is adjusted for.

    Returns
    -------
    Drawing
    """
    return replace(
        given.drawing,
        exposure=question.exposure,
        outcome=question.outcome,
        adjusted=tuple(adjusted),
    )


def _first(given: Given, part: str) -> tuple[str, ...]:
    return next((getattr(question, part) for question in given.questions), ())


def _is_world(argument: str) -> bool:
    return argument in world_names("") or argument.endswith(".world")


def _of_world(argument: str) -> Given:
    from causalkit.graph.drawing import Drawing
    from causalkit.nature import world

    found = world(argument)
    return Given(found.name, Drawing(found.diagram), (found.question,))
