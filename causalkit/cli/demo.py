"""``causalkit demo``: the main job, from story to verdict, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import Json, SecondOpinion, Seed
from causalkit.errors import DataFileError

if TYPE_CHECKING:
    from causalkit.meeting import Comparison
    from causalkit.nature import World

Folder = Annotated[
    Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the pictures go.")
]
WORLD = "self_medication"


def demo(
    *,
    out: Folder = Path("causalkit-demo"),
    seed: Seed = 1,
    second_opinion: SecondOpinion = True,
    json: Json = False,
) -> None:
    """Tell the story of self-medication: naive, adjusted and true, with pictures.

    Example: causalkit demo --out pictures
    """
    from causalkit.cli.compare import print_comparison
    from causalkit.cli.machine import comparison_document, origin, print_json
    from causalkit.meeting import compare
    from causalkit.nature import world

    found = world(WORLD)
    comparison = compare(found, seed=seed, ask_second_opinion=second_opinion)
    pictures = _draw(found, comparison, out)
    if json:
        files = {"pictures": [str(each) for each in pictures]}
        print_json(origin(found) | {"seed": seed} | comparison_document(comparison) | files)
        return
    from causalkit.cli.screen import console

    screen = console()
    screen.print(found.title, style="bold")
    screen.print(found.story.replace("\n", " ") + "\n")
    print_comparison(comparison)
    names = ", ".join(each.name for each in pictures)
    screen.print(f"\nPictures in {out}: {names}")


def _draw(world: World, comparison: Comparison, folder: Path) -> list[Path]:
    from causalkit.plots import plot_diagram, plot_forest, save

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataFileError(f'the folder "{folder}" cannot be made: {error.strerror}.') from error
    adjusted = comparison.adjusted[0].adjustment if comparison.adjusted else ()
    forest = plot_forest(comparison, label=comparison.outcome_label)
    diagram = plot_diagram(world.diagram, question=world.question, adjusted=adjusted)
    return [
        save(axes, folder / f"{name}.{ending}")
        for name, axes in (("forest", forest), ("diagram", diagram))
        for ending in ("png", "svg")
    ]
