"""The figures as tables: times, memory, and each as a multiple of causalkit's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contenders import Section
from rich.console import Console
from rich.table import Table

JUDGED_AT = 10**6


@dataclass(frozen=True)
class Record:
    """What one contender took for one table, or what became of it."""

    section: str
    name: str
    kind: str
    rows: int
    seconds: float | None = None
    processor: float | None = None
    megabytes: float | None = None
    value: float | None = None
    error: float | None = None
    failure: str = ""


def report(sections: list[Section], records: list[Record]) -> None:
    console = Console(width=120)
    for section in sections:
        here = [record for record in records if record.section == section.title]
        for kind, rows in dict.fromkeys((record.kind, record.rows) for record in here):
            same = [record for record in here if (record.kind, record.rows) == (kind, rows)]
            console.print(_table(f"{section.title}, {rows:,} rows, {kind} covariates", same))
        for line in aims(section, here):
            console.print(line, highlight=False)


def _table(title: str, records: list[Record]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("contender")
    for name in (
        "ms",
        "of causalkit's",
        "processor ms",
        "peak MB more",
        "effect",
        "standard error",
    ):
        table.add_column(name, justify="right")
    ours = next((r.seconds for r in records if r.name == "causalkit"), None)
    for record in records:
        if record.seconds is None:
            table.add_row(record.name, record.failure)
            continue
        ratio = f"{record.seconds / ours:.2f}" if ours else ""
        error = "" if record.error is None else f"{record.error:.6f}"
        table.add_row(
            record.name,
            f"{record.seconds * 1e3:,.1f}",
            ratio,
            f"{record.processor * 1e3:,.1f}",
            f"{record.megabytes:,.0f}",
            f"{record.value:.6f}",
            error,
        )
    return table


def aims(section: Section, records: list[Record]) -> Iterable[str]:
    """Yield each aim, the figure, and whether it is met; it is judged at a million rows.

    On a machine that does other things as well, the time of the processor is the fairer one.
    """
    for aim in section.aims:
        found = {
            record.name: record
            for record in records
            if (record.kind, record.rows) == (aim.kind, JUDGED_AT) and record.seconds
        }
        if {aim.ours, aim.theirs} <= set(found):
            ours, theirs = found[aim.ours], found[aim.theirs]
            ratio, processor = ours.seconds / theirs.seconds, ours.processor / theirs.processor
            met = "met" if ratio <= aim.at_most else "missed"
            yield (
                f"aim {met}: {aim.kind}, {aim.ours} / {aim.theirs} = {ratio:.3f} "
                f"({processor:.3f} of the processor), wanted at most {aim.at_most:g}"
            )
