"""How long an estimate takes, and how much memory, beside others who compute the same.

Tables of 10 000 and a million rows (and with ``--large`` ten million), with eight confounders
that are numbers or categories. Each contender gets each table in a process of its own and
answers several times, of which the fastest counts; memory is by how much the peak of the
process rose above what it had with the table in it. Libraries are imported beforehand.

    uv run python benchmarks/estimation
    uv run python benchmarks/estimation --quick

The bootstrap has a program of its own, ``benchmarks/estimation/bootstrap.py``.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contenders import Section
from report import Record, report
from tables import KINDS

HERE = Path(__file__).parent
SECTIONS = ("regression", "weighting")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10**4, 10**6])
    parser.add_argument("--large", action="store_true", help="ten million rows, too")
    parser.add_argument("--quick", action="store_true", help="ten thousand rows only, once")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--sections", nargs="+", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=600, help="seconds for a contender")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    given = parser.parse_args()
    if given.quick:
        given.rows, given.repeats = [10**4], 1
    if given.large:
        given.rows = [*given.rows, 10**7]
    named = {name: importlib.import_module(name).SECTION for name in given.sections}
    records = list(measured(named, given))
    if given.json:
        print(json.dumps([*map(asdict, records)]))
    else:
        report([*named.values()], records)


def measured(sections: dict[str, Section], given: argparse.Namespace) -> Iterator[Record]:
    for rows in given.rows:
        for module, section in sections.items():
            for kind in given.kinds:
                for name, contender in section.contenders.items():
                    if rows <= contender.most_rows:
                        print(f"{section.title}, {rows:,}, {kind}: {name}", file=sys.stderr)
                        reply = _reply(given, module, name, kind, rows)
                        yield Record(section.title, name, kind, rows, **reply)


def _reply(given: argparse.Namespace, *asked: str | int) -> dict[str, Any]:
    command = [sys.executable, str(HERE / "worker.py"), *map(str, asked), str(given.repeats)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=given.limit)
    except subprocess.TimeoutExpired:
        return {"failure": f"> {given.limit:g} s"}
    if done.returncode:
        return {"failure": (done.stderr.strip().splitlines() or ["it broke down"])[-1][:60]}
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
