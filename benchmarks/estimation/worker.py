"""One contender, one table, in a process of its own: seconds and memory as a line of JSON."""

from __future__ import annotations

import contextlib
import importlib
import json
import resource
import sys
import time
from pathlib import Path

from tables import table


def main() -> None:
    section, name, kind, rows, repeats = sys.argv[1:]
    contender = importlib.import_module(section).SECTION.contenders[name]
    # What it takes to import a library is no part of an answer.
    contender.answer(contender.before(table(kind, 5_000)))
    given = contender.before(table(kind, int(rows)))
    forget_peak()
    before, spent, busy = peak(), [], []
    for _ in range(int(repeats)):
        started, worked = time.perf_counter(), time.process_time()
        value, error = contender.answer(given)
        spent.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    figures = {"seconds": min(spent), "processor": min(busy), "megabytes": peak() - before}
    print(json.dumps({**figures, "value": value, "error": error}))


def forget_peak() -> None:
    """Let the peak start anew, where the system can: drawing the table had one of its own."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """Return the most memory that the process has had so far, in megabytes."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
