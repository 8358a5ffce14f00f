"""What people see: tables and paragraphs on the terminal, through rich."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from causalkit.meeting import Comparison, Performance, Trials
    from causalkit.meeting.comparison import Row
    from causalkit.meeting.figures import Figures
    from causalkit.nature import Truth

HOW = {
    "linear": "exact, from linear equations",
    "enumeration": "exact, by enumeration",
    "simulation": "by simulation, Monte-Carlo error {error}",
}
WIDTH = 100
"""Characters in a line where no terminal says how many there are."""


def console() -> Console:
    """Return the console that reports are printed on.

    Returns
    -------
    rich.console.Console
        Standard output; plain and 100 characters wide where that is no terminal. Texts
        are printed as they are: square brackets and colons in them mean nothing.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(highlight=False, markup=False, emoji=False, width=width)


def table(title: str, *headings: str, right: Sequence[str] = ()) -> Table:
    """Return an empty table.

    Parameters
    ----------
    title : str
        Printed above it.
    *headings : str
        One a column, for columns of words; the first holds names, kept in one line.
    right : sequence of str, optional
        Headings of more columns, of figures, kept in one line and to the right.

    Returns
    -------
    rich.table.Table
    """
    from rich.table import Table

    empty = Table(title=title, title_justify="left", title_style="bold")
    for position, heading in enumerate(headings):
        empty.add_column(heading, overflow="fold", no_wrap=position == 0)
    for heading in right:
        empty.add_column(heading, justify="right", no_wrap=True)
    return empty


def aligned(values: Sequence[float]) -> list[str]:
    """Return numbers as texts of one length, with their decimal points below each other.

    Parameters
    ----------
    values : sequence of float
        The numbers of a column.

    Returns
    -------
    list of str
        Each with the digits it needs, up to six.

    Examples
    --------
    >>> aligned([0.5, -3, 12.25])
    [' 0.5 ', '−3   ', '12.25']
    """
    texts = [f"{value:g}".replace("-", "\N{MINUS SIGN}") for value in values]
    parts = [text.partition(".") for text in texts]
    before = max((len(whole) for whole, _, _ in parts), default=0)
    after = max((len(point + rest) for _, point, rest in parts), default=0)
    return [f"{whole:>{before}}{point + rest:<{after}}" for whole, point, rest in parts]


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
    from causalkit.meeting.figures import Figures

    title = f"{comparison.outcome_label}: {comparison.question.scale}, {comparison.n:,} people"
    shown = table(title, "", "method", "adjusted for", right=("estimate", "95 % interval"))
    write = Figures.of(comparison)
    for row in comparison.rows:
        shown.add_row(*_cells(row, write))
    if comparison.truth:
        truth = comparison.truth
        error = "exact" if truth.is_exact else f"± {truth.monte_carlo_error:.1g} (simulation)"
        shown.add_row("truth", "equations", "", write(truth.value), error, style="bold")
    return shown


def _cells(row: Row, write: Figures) -> tuple[str, ...]:
    nothing = "–" if row.kind == "naive" else "nothing"
    adjustment = ", ".join(row.adjustment) or nothing
    interval = f"{write(row.low)} to {write(row.high)}"
    return row.kind, row.method, adjustment, write(row.value), interval


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
    headings = ("bias", "empirical SE", "model SE", "RMSE", "coverage")
    title = f"{trials.title}: {trials.replications:,} surveys of {trials.n:,} people"
    shown = table(title, "method", right=headings)
    places = _places(trials)
    for each in trials.performances:
        shown.add_row(each.method, *_measures(each, places))
    return shown


def _places(trials: Trials) -> int:
    """Return how many decimals show one digit of every Monte-Carlo error."""
    from causalkit.meeting.figures import decimals

    errors = [each.monte_carlo_error for each in trials.performances]
    two = decimals(least for e in errors for least in (e.bias, e.empirical_error, e.model_error))
    return max(0, two - 1)


def _measures(found: Performance, places: int) -> Iterator[str]:
    from causalkit.meeting.figures import Figures

    error, write = found.monte_carlo_error, Figures(places, signed=False)
    yield f"{Figures(places, signed=True)(found.bias)} ({write(error.bias)})"
    yield f"{write(found.empirical_error)} ({write(error.empirical_error)})"
    yield f"{write(found.model_error)} ({write(error.model_error)})"
    yield f"{write(found.root_mean_squared_error)} ({write(error.root_mean_squared_error)})"
    yield f"{100 * found.coverage:.1f} % ({100 * error.coverage:.1f})"


def truth_sentence(truth: Truth) -> str:
    """Return a truth in one line.

    Parameters
    ----------
    truth : Truth
        An effect computed from equations.

    Returns
    -------
    str
        The question, the effect, and how precisely it is known.
    """
    from causalkit.meeting.figures import Figures, decimals

    places = 4 if truth.is_exact else decimals([truth.monte_carlo_error])
    write = Figures(places, truth.question.scale == "difference")
    how = HOW[truth.method].format(error=f"{truth.monte_carlo_error:.{places}f}")
    return f"{truth.question}: {write(truth.value)} ({how})"


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


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show which part of a work is being done, on standard error, if that is a terminal.

    Parameters
    ----------
    what : str
        What is being done.

    Yields
    ------
    callable
        To be called with the name of the part that is begun.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    shown = Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True)
    with shown:
        task = shown.add_task(what, total=None)
        yield lambda part: shown.update(task, description=f"{what}: {part}")
