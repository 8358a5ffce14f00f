"""Options that several commands share, and the world they describe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.errors import WorldError

if TYPE_CHECKING:
    from causalkit.nature import World


def world_names(incomplete: str) -> list[str]:
    """Return the names of the shipped worlds that begin so.

    Parameters
    ----------
    incomplete : str
        What has been typed.

    Returns
    -------
    list of str
    """
    from causalkit.nature import shipped_names

    return [name for name in shipped_names() if name.startswith(incomplete)]


def _picture(path: Path | None) -> Path | None:
    """Refuse another ending now, not after the work is done."""
    if path and path.suffix.lower() not in {".png", ".svg"}:
        raise typer.BadParameter("a picture ends in .png or .svg")
    return path


WorldName = Annotated[
    str,
    typer.Argument(
        metavar="WORLD",
        help="Name of a shipped world, or path of a .world file.",
        autocompletion=world_names,
    ),
]
PresetName = Annotated[str | None, typer.Option("--preset", help="A preset of the world.")]
Knobs = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KNOB=NUMBER", help="Turn a knob; may be given repeatedly."),
]
People = Annotated[int, typer.Option("-n", "--people", min=1, help="How many people respond.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same people.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of tables.")]
Picture = Annotated[
    Path | None,
    typer.Option(
        "--plot", metavar="FILE", help="Draw a picture too: .png or .svg.", callback=_picture
    ),
]
SecondOpinion = Annotated[
    bool,
    typer.Option(
        "--second-opinion/--no-second-opinion",
        help="Ask dowhy too; loading it takes some seconds.",
    ),
]


def chosen_world(name: str, preset: str | None, knobs: list[str] | None) -> World:
    """Return the world that a command's options describe.

    Parameters
    ----------
    name : str
        Name or path.
    preset : str or None
        A preset.
    knobs : list of str or None
        Settings such as ``"relief=-1"``.

    Returns
    -------
    World
        With the preset first, then the knobs.

    Raises
    ------
    WorldError
        If there is no such world, preset or knob, or a setting is not ``KNOB=NUMBER``.
    """
    from causalkit.nature import world

    found = world(name, preset)
    return found.set(**dict(_setting(each) for each in knobs)) if knobs else found


def _setting(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        # A minus sign copied from a table of ours is a true one.
        return name.strip(), float(number.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        raise WorldError(f'"{text}" turns no knob; write, for instance, --set pull=0.5.') from None
