"""``causalkit show``: a world's story, question, knobs and variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import Json, Picture, WorldName

if TYPE_CHECKING:
    from rich.table import Table

    from causalkit.nature import World

Source = Annotated[bool, typer.Option("--source", help="Print the world file as it is written.")]


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
    if world.presets:
        screen.print(_presets(world))
    screen.print(_variables(world))


def _knobs(world: World) -> Table:
    from causalkit.cli.screen import aligned, table

    shown = table("Knobs", "knob", "value", "what it is", "source")
    values = aligned([knob.value for knob in world.knobs])
    for knob, value in zip(world.knobs, values, strict=True):
        unit = f" [{knob.remark.unit}]" if knob.remark.unit else ""
        shown.add_row(knob.name, value, f"{knob.remark.label}{unit}", knob.remark.source)
    return shown


def _presets(world: World) -> Table:
    """Return the presets, each knob that one of them sets in a column of its own."""
    from causalkit.cli.screen import aligned, table

    knobs = list(dict.fromkeys(name for preset in world.presets for name in preset.values))
    default = {knob.name: knob.value for knob in world.knobs}
    settings = [{**default, **preset.values} for preset in world.presets]
    columns = [[each[knob] for each in settings] for knob in knobs]
    shown = table("Presets", "preset", *knobs, "what it is")
    for preset, *values in zip(world.presets, *map(aligned, columns), strict=True):
        shown.add_row(preset.name, *values, preset.label)
    return shown


def _variables(world: World) -> Table:
    from causalkit.cli.screen import table

    shown = table("Variables in the data", "variable", "label", "unit or values", "role")
    for each in world.codebook.variables:
        shown.add_row(each.name, each.label, each.unit or ", ".join(each.values), each.role)
    return shown
