"""How long 500 bootstrap samples take, beside a loop of statsmodels and beside dowhy.

People with eight covariates, a binary exposure and a number as outcome. The covariates are
continuous and enter as straight lines, with one regression for all, as with the others; or as
curves of four terms in a model for each group, which only we have; or are truth values; or all
is discrete, so that kinds of people are drawn. All answer on one thread, and what is reported
is processor time, so that others on the machine do not count. Contenders that would take
minutes draw fewer samples, and their time is multiplied; the report says so.

    uv run python benchmarks/estimation/bootstrap.py
    uv run python benchmarks/estimation/bootstrap.py --rows 1000000 --skip-others
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections.abc import Callable
from statistics import median

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from causalkit.analysis.estimate import Estimate, regression, weighting
from causalkit.analysis.estimate.resampling.bootstrap import bootstrap
from causalkit.analysis.identify import Backdoor
from causalkit.graph.question import Question

COVARIATES = tuple(f"c{number}" for number in range(8))
ASKED = Backdoor(Question.of("kratom", "phq9"), COVARIATES, (COVARIATES,), complete=True)
METHODS = {"regression": regression, "weighting": weighting}
THEIRS = {
    "regression": "backdoor.linear_regression",
    "weighting": "backdoor.propensity_score_weighting",
}
FEW = 25
"""So many samples are drawn by slow contenders."""

Run = Callable[[int], object]


def people(rows: int, kind: str, seed: int = 1) -> pd.DataFrame:
    """Draw people with continuous or binary covariates; or with a discrete outcome, too."""
    rng = np.random.default_rng(seed)
    covariates = rng.normal(size=(rows, len(COVARIATES)))
    if kind in ("binary", "discrete"):
        covariates = (covariates > 0).astype(float)
    sizes = np.linspace(0.1, 0.4, len(COVARIATES))
    chance = 1 / (1 + np.exp(0.3 - covariates @ sizes))
    frame = pd.DataFrame(covariates, columns=list(COVARIATES))
    frame["kratom"] = (rng.random(rows) < chance).astype(int)
    frame["phq9"] = covariates @ sizes + frame["kratom"] + rng.normal(size=rows)
    return frame.round({"phq9": 0}) if kind == "discrete" else frame


def ours(frame: pd.DataFrame, method: str, options: dict[str, object]) -> Run:
    return lambda samples: bootstrap(
        METHODS[method], frame, ASKED, seed=1, replicates=samples, **options
    )


def plainly(frame: pd.DataFrame, method: str, options: dict[str, object]) -> Run:
    """The estimator here, called with each sample as a table."""

    def estimate(*given: object, **more: object) -> Estimate:
        return METHODS[method](*given, **more)  # type: ignore[arg-type]  # passed on as given

    return lambda samples: bootstrap(
        estimate, frame, ASKED, seed=1, replicates=samples, interval="normal", **options
    )


def statsmodels_loop(frame: pd.DataFrame, method: str, _options: dict[str, object]) -> Run:
    """Straight lines on arrays, no formula: the fastest loop that one would write."""
    import statsmodels.api as sm

    covariates = np.column_stack([np.ones(len(frame)), frame[list(COVARIATES)]])
    exposed, outcome = frame["kratom"].to_numpy(), frame["phq9"].to_numpy()

    def effect(rows: np.ndarray) -> float:
        terms, group, values = covariates[rows], exposed[rows], outcome[rows]
        if method == "regression":
            return float(sm.OLS(values, np.column_stack([terms, group])).fit().params[-1])
        chance = sm.Logit(group, terms).fit(disp=0).predict()
        first, second = group / chance, (1 - group) / (1 - chance)
        return float(first @ values / first.sum() - second @ values / second.sum())

    def run(samples: int) -> np.ndarray:
        rng = np.random.default_rng(1)
        return np.array([effect(rng.integers(len(frame), size=len(frame))) for _ in range(samples)])

    return run


def dowhy_bootstrap(frame: pd.DataFrame, method: str, _options: dict[str, object]) -> Run:
    import networkx as nx
    from dowhy import CausalModel

    logging.disable(logging.CRITICAL)
    arrows = [(name, end) for name in COVARIATES for end in ("kratom", "phq9")]
    graph = nx.DiGraph([*arrows, ("kratom", "phq9")])
    model = CausalModel(frame.copy(), "kratom", "phq9", graph=graph)
    identified = model.identify_effect(proceed_when_unidentifiable=True)

    def run(samples: int) -> object:
        found = model.estimate_effect(identified, method_name=THEIRS[method])
        return found.get_confidence_intervals(
            method="bootstrap", num_simulations=samples, sample_size_fraction=1.0
        )

    return run


def options_of(kind: str, method: str) -> dict[str, object]:
    if kind == "curves":
        return {}
    return {"terms": "lines"} | ({"interactions": False} if method == "regression" else {})


def seconds(run: Run, samples: int, repeats: int, warm: int) -> float:
    run(warm)
    return median(_once(run, samples) for _ in range(repeats))


def _once(run: Run, samples: int) -> float:
    started = time.process_time()
    run(samples)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--skip-others", action="store_true")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        report(given.rows, given.samples, given.repeats, alone=given.skip_others)


def report(rows: int, samples: int, repeats: int, *, alone: bool) -> None:
    """Print the processor seconds of every contender, line by line."""
    few = min(FEW, samples)
    print(f"{samples} samples of {rows:,} rows, processor seconds")
    print(f"{'':24}{'at once':>12}{'tables':>12}{'statsmodels':>12}{'dowhy':>12}")
    for kind in ("continuous", "curves", "binary", "discrete"):
        frame = people(rows, kind)
        for method in METHODS:
            options = options_of(kind, method)
            times = [seconds(ours(frame, method, options), samples, repeats, 40)]
            others = () if alone else (plainly, statsmodels_loop, dowhy_bootstrap)
            times += [
                seconds(other(frame, method, options), few, 1, 2) * samples / few
                for other in others
            ]
            shown = "".join(f"{each:>12.2f}" for each in times)
            print(f"{kind + ' ' + method:24}{shown}", flush=True)
    if not alone:
        print(f"All but the first: {few} samples, multiplied.")


if __name__ == "__main__":
    main()
