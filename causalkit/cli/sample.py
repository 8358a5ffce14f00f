"""``causalkit sample``: write a survey to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from causalkit.cli.options import Json, Knobs, People, PresetName, Seed, WorldName

if TYPE_CHECKING:
    import pandas as pd

Target = Annotated[
    Path,
    typer.Option("--out", "-o", metavar="FILE", help="Ends in .csv, .parquet, .dta or .sav."),
]
Reveal = Annotated[bool, typer.Option("--reveal", help="Write the hidden variables too.")]


def sample(
    world: WorldName,
    *,
    out: Target,
    preset: PresetName = None,
    knobs: Knobs = None,
    people: People = 2000,
    seed: Seed = 1,
    reveal: Reveal = False,
    json: Json = False,
) -> None:
    """Draw a survey from a world and write it with its data package.

    Example: causalkit sample self_medication -n 2000 -o survey.csv
    """
    from causalkit.cli.machine import print_json
    from causalkit.cli.options import chosen_world
    from causalkit.cli.screen import progress
    from causalkit.nature.files import write
    from causalkit.nature.files.formats import format_of

    found = chosen_world(world, preset, knobs)
    # Knowing the response rate already takes a draw: first see whether the file can be.
    format_of(out).check(found.codebook_of(reveal=reveal), people)
    provenance = found.provenance(people, seed)
    with progress("Writing people", people) as done:
        blocks = _counted(found.stream(people, seed, reveal=reveal), done)
        written = write(blocks, found.codebook_of(reveal=reveal), provenance, out)
    if json:
        files = [str(path) for path in written.paths]
        figures = {"rows": written.rows, "bytes": written.bytes, "sha256": written.sha256}
        print_json({"files": files} | figures | {"provenance": provenance.as_dict()})
        return
    rate = f"; {100 * provenance.response_rate:.1f} % of those asked responded"
    typer.echo(f"{written.rows:,} people written to {out}{rate if found.diagram.selected else ''}")
    typer.echo(f"described in {written.paths[1]}")


def _counted(blocks: Iterable[pd.DataFrame], done: Callable[[int], None]) -> Iterator[pd.DataFrame]:
    rows = 0
    for block in blocks:
        yield block
        rows += len(block)
        done(rows)
