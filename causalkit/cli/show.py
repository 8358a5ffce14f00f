"""``causalkit show``: a world's story, question, knobs and variables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import Json, WorldName

if TYPE_CHECKING:
    from rich.table import Table

    from causalkit.nature import World

Source = Annotated[bool, typer.Option("--source", help="Print the world file as it is written.")]
Picture = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE", help="Draw the diagram: .png or .svg.")
]


def show(
    world: WorldName, *, source: Source = False, plot: Picture = None, json: Json = False
) -> None:
    """Show a world: its story, its question, its knobs and its variables.

    Example: causalkit show self_medication --plot diagram.svg
    """
    from causalkit.cli.machine import print_json, world_document
    from causalkit.cli.options import chosen_world

    found = chosen_world(world, None, None)
    if plot:
        from causalkit.plots import plot_diagram, save

        save(plot_diagram(found.diagram, question=found.question), plot)
    if json:
        print_json(world_document(found))
    elif source:
        typer.echo(found.text)
    else:
        _print(found)


def _print(world: World) -> None:
    from causalkit.cli.screen import console

    screen = console()
    screen.print(world.title, style="bold")
    screen.print(world.story.replace("\n", " "))
    screen.print(f"\nQuestion: {world.question}\n")
    if world.knobs:
        screen.print(_knobs(world))
    for preset in world.presets:
        values = ", ".join(f"{name} = {value:g}" for name, value in preset.values.items())
        screen.print(f"preset {preset.name}: {values}  {preset.label}")
    screen.print(_variables(world))


def _knobs(world: World) -> Table:
    from rich.table import Table

    table = Table(title="Knobs", title_justify="left", title_style="bold")
    table.add_column("knob", no_wrap=True)
    table.add_column("value", justify="right")
    table.add_column("what it is")
    table.add_column("source")
    for knob in world.knobs:
        table.add_row(knob.name, f"{knob.value:g}", knob.remark.label, knob.remark.source)
    return table


def _variables(world: World) -> Table:
    from rich.table import Table

    table = Table(title="Variables in the data", title_justify="left", title_style="bold")
    for heading in ("variable", "label", "unit or values", "role"):
        table.add_column(heading)
    for each in world.codebook.variables:
        table.add_row(each.name, each.label, each.unit or ", ".join(each.values), each.role)
    return table
