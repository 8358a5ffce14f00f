"""Make the shipped datasets again, the same bytes every time.

uv run python datasets/make.py
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from causalkit import World, shipped_worlds
from causalkit.cli.screen import progress
from causalkit.nature.files import write, write_codebook

HERE = Path(__file__).parent
PEOPLE = 2_000
SEED = 1
ENDINGS = (".csv", ".parquet")
CHECKSUMS = "CHECKSUMS"

Folder = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where to put them.")]


def make(out: Folder = HERE) -> None:
    """Draw a survey from every shipped world and write it with its codebook and checksums.

    Nothing in the folder changes before all of it is drawn, and the checksums arrive last.
    """
    worlds = shipped_worlds().values()
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".making-") as folder:
        made = Path(folder)
        with progress("Drawing surveys", len(worlds)) as done:
            for number, world in enumerate(worlds, start=1):
                draw(world, made / world.name)
                done(number)
        files = sorted(path for path in made.rglob("*") if path.is_file())
        (made / CHECKSUMS).write_text(checksums(files, made), encoding="utf-8", newline="\n")
        for file in (*files, made / CHECKSUMS):
            move(file, out / file.relative_to(made))
    typer.echo(f"{len(files)} files of {len(worlds)} worlds in {out}")


def draw(world: World, folder: Path) -> None:
    """Write one survey in every format, with its data package and its codebook."""
    survey = world.sample(PEOPLE, SEED)
    folder.mkdir()
    for ending in ENDINGS:
        target = folder / f"{world.name}{ending}"
        write([survey.frame], survey.codebook, survey.provenance, target)
    write_codebook(survey.codebook, survey.provenance, folder / "codebook.md")


def checksums(files: list[Path], folder: Path) -> str:
    """Return a line for each file, as ``sha256sum --check`` reads it."""
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    )


def move(file: Path, target: Path) -> None:
    """Put a finished file in its place, in one step."""
    target.parent.mkdir(exist_ok=True)
    file.replace(target)


if __name__ == "__main__":
    typer.run(make)
