"""``causalkit trials``: the same study many times over."""

from __future__ import annotations

from typing import Annotated

import typer

from causalkit.cli.options import Json, Knobs, People, PresetName, Seed, WorldName

Replications = Annotated[
    int, typer.Option("--replications", "-r", min=2, help="How many surveys are drawn.")
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="How many processes work at once.")]


def trials(
    world: WorldName,
    *,
    preset: PresetName = None,
    knobs: Knobs = None,
    people: People = 2000,
    replications: Replications = 500,
    seed: Seed = 1,
    jobs: Jobs = 1,
    json: Json = False,
) -> None:
    """Repeat a survey many times: bias, standard error and coverage of every method.

    Example: causalkit trials self_medication --replications 500 --jobs 2
    """
    from causalkit.cli.machine import origin, print_json, trials_document
    from causalkit.cli.options import chosen_world
    from causalkit.cli.screen import console, progress, trials_table, truth_sentence
    from causalkit.meeting import replicate

    found = chosen_world(world, preset, knobs)
    with progress("Drawing surveys", replications) as done:
        study = replicate(
            found, n=people, replications=replications, seed=seed, jobs=jobs, progress=done
        )
    if json:
        print_json(origin(found) | {"seed": seed} | trials_document(study))
        return
    screen = console()
    screen.print(trials_table(study))
    screen.print("In brackets: Monte-Carlo standard errors. Coverage is that of 95 % intervals.")
    for note in study.notes:
        screen.print(note)
    screen.print(f"Truth: {truth_sentence(study.truth)}")
