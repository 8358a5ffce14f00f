"""How often every estimator is right: many tables from laws with a known effect.

For each estimator, on a law in which its assumptions hold and on the same law with one of
them broken: bias with its Monte-Carlo error, the standard error that the estimator states
over the one that is seen, and how often its 95 % interval covers the effect. A bias beyond
twice its Monte-Carlo error, a coverage outside of 93 to 97 % or standard errors that are off
by more than 5 % are marked. Of so many figures one or another is beyond its limit by chance,
and all methods on one law share their tables: what another seed marks too is a fault.

    uv run python benchmarks/replication
    uv run python benchmarks/replication --replications 500 --only matching
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from studies import Study, studies

HEADINGS = f"{'estimator':52} {'law':20} {'bias':>8} {'(error)':>9} {'SE ratio':>9} {'cover':>7}"


@dataclass(frozen=True)
class Result:
    bias: float
    error: float
    ratio: float
    coverage: float

    @property
    def right(self) -> bool:
        unbiased = abs(self.bias) <= 2 * self.error
        return unbiased and abs(self.ratio - 1) <= 0.05 and 0.93 <= self.coverage <= 0.97

    @property
    def wrong(self) -> bool:
        return abs(self.bias) > 10 * self.error and self.coverage < 0.5

    def __str__(self) -> str:
        error = f"({self.error:.4f})"
        return f"{self.bias:+8.4f} {error:>9} {self.ratio:9.3f} {100 * self.coverage:6.1f}%"


def once(study: Study, seed: int, replication: int, broken: bool) -> tuple[float, float, bool]:
    rng = np.random.default_rng([seed, replication])
    found = study.estimate(study.law.draw(rng, study.n, broken))
    return found.value, found.standard_error, found.covers(study.law.truth)


def result(study: Study, given: argparse.Namespace, broken: bool) -> Result:
    each = delayed(once)
    # Broken laws are off by far; fewer tables show it.
    replications = max(given.replications // (10 if broken else 1), 50)
    found = np.array(
        Parallel(n_jobs=given.jobs)(
            each(study, given.seed, replication, broken) for replication in range(replications)
        )
    )
    spread = found[:, 0].std(ddof=1)
    return Result(
        bias=float(found[:, 0].mean() - study.law.truth),
        error=float(spread / np.sqrt(replications)),
        ratio=float(found[:, 1].mean() / spread),
        coverage=float(found[:, 2].mean()),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replications", type=int, default=4_000)
    parser.add_argument("--only", default="", help="estimators whose names contain this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(HEADINGS)
    for study in studies():
        if given.only not in study.name:
            continue
        held, broken = (result(study, given, each) for each in (False, True))
        marks = (
            "" if held.right else "  <-- not as it should be",
            ("" if broken.wrong else "  <-- does not show"),
        )
        print(f"{study.name:52} {study.law.name:20} {held}{marks[0]}")
        print(f"{'   broken: ' + study.law.assumption:73} {broken}{marks[1]}", flush=True)


if __name__ == "__main__":
    main()
