"""``causalkit truth``: what the effect is, from the equations."""

from __future__ import annotations

from typing import Annotated

import typer

from causalkit.cli.options import Json, Knobs, PresetName, Seed, WorldName

Asked = Annotated[
    str | None,
    typer.Option("--question", help='For instance "effect of kratom on phq9 among exposed".'),
]
Precision = Annotated[
    float | None,
    typer.Option("--precision", help="Largest Monte-Carlo standard error accepted."),
]


def truth(
    world: WorldName,
    *,
    preset: PresetName = None,
    knobs: Knobs = None,
    question: Asked = None,
    precision: Precision = None,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Compute the true effect from the equations of a world.

    Example: causalkit truth self_medication --preset harmful --precision 0.001
    """
    from causalkit.cli.machine import origin, print_json, truth_document
    from causalkit.cli.options import chosen_world

    found = chosen_world(world, preset, knobs)
    answer = found.truth(question, precision=precision, seed=seed)
    if json:
        asked = {"seed": seed, "question": str(answer.question)}
        print_json(origin(found) | asked | truth_document(answer))
        return
    from causalkit.cli.screen import truth_sentence

    typer.echo(truth_sentence(answer))
