"""How fast people are generated, beside what a user would do instead.

One world of twelve variables, eight drawn from uniform noise and four from normal
noise. Beside causalkit, with one thread and with all: the same equations written by
hand in plain whole-array numpy; dowhy.gcm with the same mechanisms; and just drawing
the same random numbers. Each runs in a process of its own, several times in turn, and
the table gives medians, ratios to plain numpy, and the peak memory of the process.

    uv run python benchmarks/generation.py --rows 10000 1000000 10000000
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

WORLD = """
effect of x on y
u ~ normal(0, 1)
a ~ bernoulli(0.5)
b ~ bernoulli(expit(-1 + 0.5*u))
c ~ bernoulli(expit(-0.5 + 0.3*a))
d ~ bernoulli(expit(-2 + 0.8*b + 0.2*u))
e ~ normal(0.5*u + 0.3*b, 0.8)
f ~ bernoulli(expit(-1 + 0.4*e))
g ~ bernoulli(expit(0.2*c - 0.3*d))
h ~ bernoulli(expit(-0.4 + 0.5*f))
k ~ normal(0.3*e + 0.2*g, 1)
x ~ bernoulli(expit(-1 + 0.7*e + 0.3*k))
y ~ normal(1 + 2*e - 1.5*x + 0.5*k + 0.3*h, 2)
"""


def causalkit_with(threads):
    from causalkit.nature import World

    world = World.from_text(WORLD)
    return lambda rows, seed: world.sample(rows, seed, threads=threads).frame


def plain_numpy():
    import numpy as np
    import pandas as pd

    def expit(value):
        return 1 / (1 + np.exp(-value))

    def sample(rows, seed):
        random = np.random.default_rng(seed)
        u = random.normal(0, 1, rows)
        a = random.random(rows) < 0.5
        b = random.random(rows) < expit(-1 + 0.5 * u)
        c = random.random(rows) < expit(-0.5 + 0.3 * a)
        d = random.random(rows) < expit(-2 + 0.8 * b + 0.2 * u)
        e = random.normal(0.5 * u + 0.3 * b, 0.8)
        f = random.random(rows) < expit(-1 + 0.4 * e)
        g = random.random(rows) < expit(0.2 * c - 0.3 * d)
        h = random.random(rows) < expit(-0.4 + 0.5 * f)
        k = random.normal(0.3 * e + 0.2 * g, 1)
        x = random.random(rows) < expit(-1 + 0.7 * e + 0.3 * k)
        y = random.normal(1 + 2 * e - 1.5 * x + 0.5 * k + 0.3 * h, 2)
        columns = {"u": u, "a": a, "b": b, "c": c, "d": d, "e": e}
        columns |= {"f": f, "g": g, "h": h, "k": k, "x": x, "y": y}
        return pd.DataFrame(columns)

    return sample


def only_drawing():
    import numpy as np

    def sample(rows, seed):
        random = np.random.Generator(np.random.SFC64(seed))
        return [random.random(rows) for _ in range(8)] + [
            random.standard_normal(rows) for _ in range(4)
        ]

    return sample


def dowhy_gcm():
    import networkx as nx
    import numpy as np
    from dowhy import gcm
    from scipy import stats

    def expit(value):
        return 1 / (1 + np.exp(-value))

    random = np.random.default_rng(1)

    class Fixed(gcm.causal_mechanisms.ConditionalStochasticModel):
        """A mechanism with the coefficients of the world: drawn, never fitted."""

        def __init__(self, intercept, slopes, spread):
            self.intercept, self.slopes, self.spread = intercept, np.array(slopes), spread

        def fit(self, X, Y):  # noqa: N803, ARG002 - the names of the base class
            raise AssertionError("the coefficients are given")

        def draw_samples(self, parent_samples):
            mean = self.intercept + parent_samples.astype(float) @ self.slopes
            if self.spread:
                drawn = random.normal(mean, self.spread)
            else:
                drawn = random.random(len(mean)) < expit(mean)
            return drawn.reshape(-1, 1)

        def clone(self):
            return Fixed(self.intercept, self.slopes, self.spread)

    equations = {
        "b": (-1, {"u": 0.5}, 0),
        "c": (-0.5, {"a": 0.3}, 0),
        "d": (-2, {"b": 0.8, "u": 0.2}, 0),
        "e": (0, {"b": 0.3, "u": 0.5}, 0.8),
        "f": (-1, {"e": 0.4}, 0),
        "g": (0, {"c": 0.2, "d": -0.3}, 0),
        "h": (-0.4, {"f": 0.5}, 0),
        "k": (0, {"e": 0.3, "g": 0.2}, 1),
        "x": (-1, {"e": 0.7, "k": 0.3}, 0),
        "y": (1, {"e": 2, "h": 0.3, "k": 0.5, "x": -1.5}, 2),
    }
    arrows = [(cause, name) for name, (_, causes, _) in equations.items() for cause in causes]
    model = gcm.ProbabilisticCausalModel(nx.DiGraph(arrows))
    model.set_causal_mechanism("u", gcm.ScipyDistribution(stats.norm, loc=0, scale=1))
    model.set_causal_mechanism("a", gcm.ScipyDistribution(stats.bernoulli, p=0.5))
    for name, (intercept, causes, spread) in equations.items():
        ordered = [causes[cause] for cause in sorted(causes)]
        model.set_causal_mechanism(name, Fixed(intercept, ordered, spread))
    for name in model.graph.nodes:
        parents = sorted(model.graph.predecessors(name))
        model.graph.nodes[name]["parents_during_fit"] = parents

    return lambda rows, _: gcm.draw_samples(model, rows)


CONTENDERS = {
    "plain numpy": plain_numpy,
    "causalkit, 1 thread": lambda: causalkit_with(1),
    "causalkit, all threads": lambda: causalkit_with(None),
    "only drawing": only_drawing,
    "dowhy.gcm": dowhy_gcm,
}


def one_run(name: str, rows: int) -> None:
    sample = CONTENDERS[name]()
    sample(rows, 0)
    started = time.perf_counter()
    table = sample(rows, 1)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "columns": len(list(table))}))


def measured(name: str, rows: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", name, "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 1_000_000, 10_000_000])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--run", choices=CONTENDERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        one_run(given.run, given.rows[0])
        return
    for rows in given.rows:
        runs = {name: [] for name in CONTENDERS}
        for _ in range(given.repeats):
            for name, found in runs.items():
                found.append(measured(name, rows))
        report(rows, runs)


def report(rows: int, runs: dict[str, list[dict[str, float]]]) -> None:
    middle = {name: statistics.median(r["seconds"] for r in found) for name, found in runs.items()}
    print(f"\n{rows:,} rows, median of {len(runs['plain numpy'])}")
    print(f"{'':24}{'seconds':>10}{'M rows/s':>10}{'ratio':>8}{'peak MiB':>10}")
    for name, seconds in middle.items():
        peak = statistics.median(run["peak"] for run in runs[name])
        ratio = seconds / middle["plain numpy"]
        print(f"{name:24}{seconds:10.4f}{rows / seconds / 1e6:10.2f}{ratio:8.2f}{peak:10.0f}")


if __name__ == "__main__":
    main()
