"""The figures as tables, and what they say about the aims."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

KIT = "causalkit"
TITLES = {
    "conversion": "Making one's own diagram of it",
    "minimal set": "One minimal adjustment set",
    "converted": "One minimal adjustment set, conversion included",
    "validity": "Whether a given set is valid, each",
    "separation": "One d-separation query",
    "first sets": "The first 100 minimal sets",
    "instruments": "Instruments",
}
# Small diagrams cost what a call costs; growth shows in the larger ones.
GROWING_FROM = 200


@dataclass(frozen=True)
class Record:
    """One answer of one contender."""

    task: str
    nodes: int
    degree: float
    hidden: float
    seed: int
    peer: str
    seconds: float | None
    verdict: str
    limit_at: int


def report(records: list[Record], limit: float) -> None:
    console = Console(width=200)
    for task, title in TITLES.items():
        here = [record for record in records if record.task == task]
        if here:
            console.print(_table(f"{title} [ms]", here, limit))
    every = [record for record in records if record.task == "every set"]
    if every:
        console.print(_many(every, limit))
    for line in summary(records):
        console.print(line, highlight=False)


def _table(title: str, records: list[Record], limit: float) -> Table:
    sizes = sorted({record.nodes for record in records})
    table = Table(title=title, title_justify="left")
    for name in ("degree", "hidden", "contender"):
        table.add_column(name)
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    settings = sorted({(record.degree, record.hidden) for record in records})
    for degree, hidden in settings:
        here = [r for r in records if (r.degree, r.hidden) == (degree, hidden)]
        for peer in dict.fromkeys(record.peer for record in here):
            mine = [record for record in here if record.peer == peer]
            cells = [_cell([r for r in mine if r.nodes == size], limit) for size in sizes]
            table.add_row(f"{degree:g}", f"{hidden:.0%}", peer, *cells)
        table.add_section()
    return table


def _cell(records: list[Record], limit: float) -> str:
    if not records:
        return ""
    if all(record.verdict == "given up" for record in records):
        return f"(> {limit:g} s at {records[0].limit_at:,})"
    # Who did not answer in time is not asked again, so it counts once.
    asked = [record for record in records if record.verdict != "given up"]
    counted = Counter(_short(record.verdict) for record in asked)
    times = [record.seconds for record in asked if record.seconds is not None]
    lines = [_milliseconds(statistics.median(times))] if times else []
    lines += [f"> {limit:g} s"] * counted["limit"]
    flaws = [(name, count) for name, count in counted.items() if name not in ("right", "limit")]
    return "\n".join([*lines, *(f"{count} {name} of {len(asked)}" for name, count in flaws)])


def _short(verdict: str) -> str:
    known = {"right", "wrong", "not minimal", "missing", "limit", "given up"}
    return verdict if verdict in known else "error"


def _milliseconds(seconds: float) -> str:
    digits = max(0, 1 - math.floor(math.log10(seconds * 1e3)))
    return f"{seconds * 1e3:,.{digits}f}"


def _many(records: list[Record], limit: float) -> Table:
    table = Table(title="Every minimal set of one diagram [s]", title_justify="left")
    for name in ("contender", "seconds", "found"):
        table.add_column(name)
    for record in records:
        over = record.verdict == "limit"
        seconds = f"> {limit:g}" if over else f"{record.seconds or 0:.2f}"
        table.add_row(record.peer, seconds, "" if over else record.verdict)
    return table


def summary(records: list[Record]) -> list[str]:
    parts = (_ratios, _growth, _aims, _behind, _errors)
    return [line for part in parts for line in part(records)]


def _median(records: Iterable[Record], **wanted: Any) -> float | None:
    times = [
        record.seconds
        for record in records
        if record.seconds is not None
        and all(getattr(record, name) == value for name, value in wanted.items())
    ]
    return statistics.median(times) if times else None


def _ratios(records: list[Record]) -> Iterable[str]:
    """Yield how many times as long the others take, on dense diagrams of some sizes."""
    dense = {"degree": max(record.degree for record in records), "hidden": 0}
    largest = max(record.nodes for record in records if record.task != "every set")
    for nodes in sorted({min(1000, largest), largest}):
        for task in ("minimal set", "converted", "validity", "separation", "first sets"):
            ours = _median(records, task=task, nodes=nodes, peer=KIT, **dense)
            others = {
                peer: _median(records, task=task, nodes=nodes, peer=peer, **dense)
                for peer in dict.fromkeys(record.peer for record in records)
            }
            shown = [f"{p} {t / ours:.3g}×" for p, t in others.items() if ours and t and p != KIT]
            if shown:
                yield f"{nodes:,} nodes, degree {dense['degree']:g}, {task}: {', '.join(shown)}"


def _growth(records: list[Record]) -> Iterable[str]:
    """Yield the slope of log time over log nodes, the mean over settings."""
    for task in ("validity", "minimal set", "converted"):
        for peer in dict.fromkeys(record.peer for record in records):
            mean = _mean_growth(records, task, peer)
            if mean is not None:
                yield f"growth exponent of {task}, {peer}: {mean:.2f}"


def _mean_growth(records: list[Record], task: str, peer: str) -> float | None:
    mine = [record for record in records if (record.task, record.peer) == (task, peer)]
    settings = dict.fromkeys((record.degree, record.hidden) for record in mine)
    slopes = [_slope(mine, degree, hidden) for degree, hidden in settings]
    known = [slope for slope in slopes if slope is not None]
    return statistics.mean(known) if known else None


def _slope(records: list[Record], degree: float, hidden: float) -> float | None:
    points = []
    for nodes in sorted({record.nodes for record in records if record.nodes >= GROWING_FROM}):
        seconds = _median(records, nodes=nodes, degree=degree, hidden=hidden)
        if seconds:
            points.append((math.log(nodes), math.log(seconds)))
    return (
        statistics.linear_regression(*zip(*points, strict=True)).slope if len(points) > 2 else None
    )


def _behind(records: list[Record]) -> Iterable[str]:
    """Yield where somebody else was faster, from 20 nodes on."""
    settings = dict.fromkeys((r.task, r.nodes, r.degree, r.hidden) for r in records)
    behind = []
    for task, nodes, degree, hidden in settings:
        where = {"task": task, "nodes": nodes, "degree": degree, "hidden": hidden}
        ours = _median(records, peer=KIT, **where)
        for peer in dict.fromkeys(record.peer for record in records):
            theirs = _median(records, peer=peer, **where)
            counts = nodes >= 20 and task not in ("conversion", "every set") and peer != KIT
            if counts and ours and theirs and theirs < ours:
                behind.append(
                    f"{task}, {nodes} nodes, degree {degree:g}, {hidden:.0%} hidden: {peer} took "
                    f"{theirs / ours:.2f} of causalkit's time"
                )
    yield "from 20 nodes on causalkit was ahead of everybody" + (" but for:" if behind else "")
    yield from behind


def _aims(records: list[Record]) -> Iterable[str]:
    """Yield each aim, the figure, and whether it is met."""
    largest = max(record.nodes for record in records)
    one = {"task": "minimal set", "nodes": largest, "degree": 6, "hidden": 0}
    whole = {"task": "converted", "nodes": 1000, "degree": 6, "hidden": 0}
    many = {"task": "every set"}
    for what, peer, wanted, where in (
        (f"one set at {largest:,} nodes", "networkx", 10, one),
        (f"one set at {largest:,} nodes", "dagitty.js", 30, one),
        ("one set at 1,000 nodes, conversion included", "networkx", 1 / 0.15, whole),
        ("every set", "dagitty.js", 5, many),
    ):
        ours, theirs = (_median(records, peer=each, **where) for each in (KIT, peer))
        if ours and theirs:
            met = "met" if theirs / ours >= wanted else "missed"
            yield f"aim {met}: {what}, {theirs / ours:.3g} times {peer}, wanted {wanted:.3g}"
    for task in ("validity", "minimal set"):
        growth = _mean_growth(records, task, KIT)
        if growth is not None:
            met = "met" if growth <= 1.2 else "missed"
            yield f"aim {met}: growth exponent of {task} {growth:.2f}, wanted at most 1.2"


def _errors(records: list[Record]) -> Iterable[str]:
    """Yield what went wrong where an answer was an error, an example of each kind."""
    judged = [record for record in records if record.task != "every set"]
    errors = [record for record in judged if _short(record.verdict) == "error"]
    kinds: dict[tuple[str, str, str], list[Record]] = {}
    for record in errors:
        kind = record.verdict.partition(":")[0]
        kinds.setdefault((record.peer, record.task, kind), []).append(record)
    for (peer, task, _), found in kinds.items():
        yield f"error of {peer}, {task}, {len(found)} times, such as {found[0].verdict}"
