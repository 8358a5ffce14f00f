"""``causalkit compare``: naive, adjusted and true in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from causalkit.cli.options import (
    Json,
    Knobs,
    People,
    Picture,
    PresetName,
    SecondOpinion,
    Seed,
    WorldName,
)

if TYPE_CHECKING:
    from causalkit.meeting import Comparison


def compare(
    world: WorldName,
    *,
    preset: PresetName = None,
    knobs: Knobs = None,
    people: People = 2000,
    seed: Seed = 1,
    second_opinion: SecondOpinion = True,
    plot: Picture = None,
    json: Json = False,
) -> None:
    """Draw a survey from a world and put naive, adjusted and true side by side.

    Example: causalkit compare self_medication --preset harmful -n 5000 --plot forest.svg
    """
    from causalkit.cli.machine import comparison_document, origin, print_json
    from causalkit.cli.options import chosen_world
    from causalkit.meeting import compare as compared

    found = chosen_world(world, preset, knobs)
    comparison = compared(found, n=people, seed=seed, ask_second_opinion=second_opinion)
    draw_forest(comparison, plot)
    if json:
        print_json(origin(found) | {"seed": seed} | comparison_document(comparison))
    else:
        print_title(comparison.title)
        print_comparison(comparison)


def draw_forest(comparison: Comparison, path: Path | None) -> None:
    """Draw the forest plot if a file was named.

    Parameters
    ----------
    comparison : Comparison
        What to draw.
    path : pathlib.Path or None
        Where to.
    """
    if path:
        from causalkit.plots import plot_forest, save

        save(plot_forest(comparison, label=comparison.outcome_label), path)


def print_title(title: str) -> None:
    """Print the title of a world or of data.

    Parameters
    ----------
    title : str
        One line.
    """
    from causalkit.cli.screen import console

    console().print(title, style="bold")


def print_comparison(comparison: Comparison) -> None:
    """Print the question, the table, what could not be estimated, and the verdict.

    Parameters
    ----------
    comparison : Comparison
        What to print.
    """
    from causalkit.cli.screen import comparison_table, console

    screen = console()
    screen.print(f"Question: {comparison.question}\n")
    screen.print(comparison_table(comparison))
    for note in comparison.notes:
        screen.print(f"Not estimated – {note}")
    screen.print(comparison.verdict)
