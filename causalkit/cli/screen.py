"""What people see: tables and paragraphs on the terminal, through rich."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from causalkit.meeting.verdict import in_words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from causalkit.meeting import Comparison, Row, Trials


def console() -> Console:
    """Return the console that reports are printed on.

    Returns
    -------
    rich.console.Console
        Standard output; plain and 100 characters wide where that is no terminal.
    """
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 100)


def comparison_table(comparison: Comparison) -> Table:
    """Return naive, adjusted and true as a table.

    Parameters
    ----------
    comparison : Comparison
        What to show.

    Returns
    -------
    rich.table.Table
        One row an estimate, the truth last.
    """
    from rich.table import Table

    scale = comparison.question.scale
    title = f"{comparison.outcome_label}: {scale}, {comparison.n:,} people"
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("", "method", "adjusted for"):
        table.add_column(heading)
    for heading in ("estimate", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in comparison.rows:
        table.add_row(*_cells(row, scale))
    if comparison.truth:
        truth = comparison.truth
        error = "exact" if truth.is_exact else f"± {truth.monte_carlo_error:.3f} (simulation)"
        value = in_words(truth.value, scale)
        table.add_row("truth", "equations", "", value, error, style="bold")
    return table


def _cells(row: Row, scale: str) -> tuple[str, ...]:
    interval = f"{in_words(row.low, scale)} to {in_words(row.high, scale)}"
    nothing = "–" if row.kind == "naive" else "nothing"
    adjustment = ", ".join(row.adjustment) or nothing
    return row.kind, row.method, adjustment, in_words(row.value, scale), interval


def trials_table(trials: Trials) -> Table:
    """Return the performance of every estimator as a table.

    Parameters
    ----------
    trials : Trials
        What to show.

    Returns
    -------
    rich.table.Table
        One row an estimator, Monte-Carlo errors in brackets.
    """
    from rich.table import Table

    number = trials.performances[0].replications
    title = f"{trials.title}: {number:,} surveys of {trials.n:,} people"
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("method")
    headings = ("bias", "empirical SE", "claimed SE", "RMSE", "coverage of 95 % intervals")
    for heading in headings:
        table.add_column(heading, justify="right")
    for each in trials.performances:
        table.add_row(
            each.method,
            f"{each.bias:+.3f} ({each.bias_error:.3f})",
            f"{each.empirical_error:.3f} ({each.empirical_error_error:.3f})",
            f"{each.model_error:.3f}",
            f"{each.root_mean_squared_error:.3f}",
            f"{100 * each.coverage:.1f} % ({100 * each.coverage_error:.1f})",
        )
    return table


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far long work has come, on standard error, if that is a terminal.

    Parameters
    ----------
    what : str
        What is being done.
    total : int
        How many steps it takes.

    Yields
    ------
    callable
        To be called with the number of steps done so far.
    """
    from rich.console import Console
    from rich.progress import Progress

    shown = Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True)
    with shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)
