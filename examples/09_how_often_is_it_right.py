"""
How often is it right?
======================

A 95 % interval contains the truth in 95 of 100 surveys, if what it estimates is the truth.
One survey cannot show that. A hundred can.
"""

from matplotlib import pyplot

import causalkit

# %%
# Repeat the survey of the triangle a hundred times with new people, for small surveys and for
# larger ones, and count how often each interval contains the truth.

SIZES = (100, 200, 400)
world = causalkit.world("triangle")
studies = {n: causalkit.replicate(world, n=n, replications=100, seed=2) for n in SIZES}
for n, study in studies.items():
    for each in study.performances:
        print(f"n {n}: {each.method:10} bias {each.bias:+.2f}, covers {each.coverage:.0%}")

# %%
# The surprise: the larger the survey, the *more rarely* is the naive interval right. It
# shrinks, as an interval should, around a value that is not the truth. The bars show how
# exactly a hundred repetitions tell the coverage.

_, axes = pyplot.subplots()
for method in ("difference", "regression"):
    performances = [study[method] for study in studies.values()]
    coverage = [each.coverage for each in performances]
    errors = [each.monte_carlo_error.coverage for each in performances]
    axes.errorbar(SIZES, coverage, yerr=errors, marker="o", capsize=3, label=method)
axes.axhline(0.95, color="grey", linestyle="dashed")
axes.set(xlabel="people in each survey", ylabel="share of intervals with the truth", ylim=(0, 1.02))
axes.legend()

# %%
# The adjusted intervals keep their promise at every size, as far as a hundred can tell.

naive = [study["difference"].coverage for study in studies.values()]
adjusted = [study["regression"].coverage for study in studies.values()]
verdict = (
    f"From {SIZES[0]} to {SIZES[-1]} people, the naive interval is right in "
    f"{naive[0]:.0%} and then {naive[-1]:.0%} of the surveys, the adjusted one in "
    f"{adjusted[0]:.0%} and {adjusted[-1]:.0%}."
)
print(verdict)
pyplot.show()
