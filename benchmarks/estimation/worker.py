"""One contender, one table, in a process of its own: seconds and memory as a line of JSON."""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time

from tables import table


def main() -> None:
    section, name, kind, rows, repeats = sys.argv[1:]
    contender = importlib.import_module(section).SECTION.contenders[name]
    # What it takes to import a library is no part of an answer.
    contender.answer(contender.before(table(kind, 5_000)))
    given = contender.before(table(kind, int(rows)))
    before, spent = peak(), []
    for _ in range(int(repeats)):
        started = time.perf_counter()
        value, error = contender.answer(given)
        spent.append(time.perf_counter() - started)
    reply = {"seconds": min(spent), "megabytes": peak() - before, "value": value, "error": error}
    print(json.dumps(reply))


def peak() -> float:
    """Return the most memory that the process has had so far, in megabytes."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
