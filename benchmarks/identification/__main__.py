"""How fast a diagram gives up its secrets, beside everybody else who can be asked.

Random diagrams with 10 to 5 000 nodes, mean degree 3 and 6, half of the variables other than
exposure and outcome hidden or none. Every contender gets the same questions: one minimal
adjustment set (alone, and with the conversion from networkx or a list of arrows), whether
given sets are valid, d-separation queries, the first 100 minimal sets, instruments, and
every minimal set of a diagram that has tens of thousands.

    uv run python benchmarks/identification
    uv run --with pgmpy python benchmarks/identification --dagitty PATH/TO/dagitty-alg.js

The second form adds pgmpy and, by way of node, dagitty's JavaScript, which is the file
``r/inst/js/dagitty-alg.js`` of its repository. Each contender runs in a process of its own
and answers in turn with the others. The figures are medians of several questions, of each
the median of up to seven runs. An answer that takes longer than the limit is shown as such,
and larger diagrams are then not tried. All answers are judged by the definitions, and what
is wrong or missing is counted beside the time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

from contenders import Contender, contenders
from questions import Asked, asked_at_random
from report import Record, report, summary
from verdicts import per_answer, verdicts

TASKS = (
    "conversion",
    "minimal set",
    "converted",
    "validity",
    "separation",
    "first sets",
    "instruments",
)
Setting = tuple[str, int, float, float, int]


class Benchmark:
    """All questions to all contenders, and what each of them has given up."""

    def __init__(self, rivals: list[Contender], folder: Path, limit: float) -> None:
        self.rivals, self.folder, self.limit = rivals, folder, limit
        self.given_up: dict[tuple[str, str, float, float], int] = {}
        self.spent: dict[tuple[str, str, int, float, float], float] = {}

    def measured(self, given: argparse.Namespace) -> Iterator[Record]:
        for nodes, degree, hidden in product(given.nodes, given.degrees, given.hidden):
            print(f"{nodes} nodes, degree {degree:g}, {hidden:.0%} hidden", file=sys.stderr)
            for seed in range(given.seeds):
                asked = asked_at_random(nodes, degree, hidden, seed, given.span)
                path = asked.write(self.folder / f"{nodes}-{degree:g}-{hidden:g}-{seed}.json")
                for task in given.tasks:
                    yield from self.answers(asked, path, (task, nodes, degree, hidden, seed))

    def many_sets(self) -> Iterator[Record]:
        """Let everybody list every minimal set of the first diagram that has very many."""
        for seed in range(1_000):
            asked = asked_at_random(100, 4, 0.2, seed, 0.15)
            path = asked.write(self.folder / f"many-{seed}.json")
            found = self.rivals[0].ask("every set", path, self.limit).get("answer") or ()
            if 10_000 < len(found) < 50_000:
                yield from self.answers(asked, path, ("every set", 100, 4, 0.2, seed))
                return

    def answers(self, asked: Asked, path: str, setting: Setting) -> Iterator[Record]:
        task, nodes, degree, hidden, _ = setting
        replies = {}
        for name, rival in ((rival.name, rival) for rival in self.rivals):
            limit_at = self.given_up.get((name, task, degree, hidden))
            if limit_at:
                yield Record(*setting, name, None, "given up", limit_at)
            elif self.spent.get((name, *setting[:-1]), 0) < self.limit:
                replies[name] = self._reply(rival, path, setting)
        found = verdicts(task, asked, replies)
        for name, reply in replies.items():
            if reply.get("error") != "no such function":
                yield Record(*setting, name, per_answer(task, asked, reply), found[name], nodes)

    def _reply(self, rival: Contender, path: str, setting: Setting) -> dict[str, Any]:
        task, nodes, degree, hidden, _ = setting
        reply = rival.ask(task, path, self.limit)
        key = (rival.name, *setting[:-1])
        self.spent[key] = self.spent.get(key, 0) + reply["waited"]
        if reply.get("error") == "limit":
            for same in (task, "converted") if task == "minimal set" else (task,):
                self.given_up[rival.name, same, degree, hidden] = nodes
        return reply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    sizes = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    parser.add_argument("--nodes", type=int, nargs="+", default=sizes)
    parser.add_argument("--degrees", type=float, nargs="+", default=[3, 6])
    parser.add_argument("--hidden", type=float, nargs="+", default=[0, 0.5])
    parser.add_argument("--seeds", type=int, default=5, help="questions of each kind")
    parser.add_argument("--span", type=float, default=0.1, help="how far an arrow reaches at most")
    parser.add_argument("--limit", type=float, default=60, help="seconds for an answer")
    parser.add_argument("--tasks", nargs="*", choices=TASKS, default=TASKS)
    parser.add_argument("--peers", nargs="+", help="only these contenders")
    parser.add_argument("--dagitty", type=Path, help="path of dagitty-alg.js, to be run by node")
    parser.add_argument("--no-many", action="store_true", help="leave out the tens of thousands")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, contenders(given.dagitty, given.peers) as rivals:
        benchmark = Benchmark(rivals, Path(scratch), given.limit)
        records = list(benchmark.measured(given))
        if not given.no_many:
            records += benchmark.many_sets()
    if given.json:
        print(json.dumps({"summary": summary(records), "records": [*map(asdict, records)]}))
    else:
        report(records, given.limit)


if __name__ == "__main__":
    main()
