"""The application: which commands there are, and what happens to an error."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from causalkit.cli.analyse import analyse
from causalkit.cli.compare import compare
from causalkit.cli.compare_data import compare_data
from causalkit.cli.convert import convert
from causalkit.cli.demo import demo
from causalkit.cli.identify import identify
from causalkit.cli.sample import sample
from causalkit.cli.show import show
from causalkit.cli.trials import trials
from causalkit.cli.truth import truth
from causalkit.cli.worlds import worlds
from causalkit.errors import CausalkitError
from causalkit.version import __version__

app = typer.Typer(
    name="causalkit",
    help="Causal inference taught with data whose truth is known.\n\nStart with: causalkit demo",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    demo,
    worlds,
    show,
    sample,
    compare,
    truth,
    trials,
    compare_data,
    analyse,
    identify,
    convert,
):
    app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Causal inference taught with data whose truth is known.

    Start with: causalkit demo
    """


def main() -> None:
    """Run the command line; an expected error becomes one message and exit status 1."""
    _write_utf8()
    os.environ.setdefault("MPLBACKEND", "agg")  # pictures go to files; no screen is needed
    try:
        app()
    except CausalkitError as error:
        typer.echo(f"causalkit: {error}", err=True)
        sys.exit(1)


def _write_utf8() -> None:
    """Write files and pipes in UTF-8 everywhere; on a terminal, show what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
