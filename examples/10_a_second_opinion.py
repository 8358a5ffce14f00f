"""
A second opinion
================

dowhy is another library for causal inference. It gets the same data and the same diagram, and
adjusts for the same variable. Its answer is another one, and neither has miscalculated.
"""

from dataclasses import replace

from matplotlib import pyplot

import causalkit

# %%
# Where kratom does the same to everybody, everybody agrees.

world = causalkit.world("triangle")
agreed = causalkit.compare(world, n=20_000, seed=1)
causalkit.plot_forest(agreed)

# %%
# Change one equation: now kratom relieves only people who are in pain.

differs = world.replace("phq9 ~ binomial(27, 0.10 + 0.15*pain - 0.10*pain*kratom)")
found = causalkit.compare(differs, n=20_000, seed=1)
causalkit.plot_forest(replace(found, title="Relief only for people in pain"))
print(found.verdict)

# %%
# The surprise: same data, same diagram, same adjustment, two answers. Look at the strata.

data = differs.sample(20_000, seed=1).frame
points = data.groupby(["pain", "kratom"])["phq9"].mean().unstack()
in_stratum = points[True] - points[False]
use, people = data.groupby("pain")["kratom"].mean(), data["pain"].value_counts()
print(in_stratum.round(2))

# %%
# The question asks for the effect in everybody, so a stratum counts by its people. dowhy's
# linear regression has one slope for kratom, as if the effect were the same in both strata.
# Least squares then weighs a stratum by its people times the variance of use in it (Angrist,
# 1998): in pain, where more people use kratom, there is more to be learned about it.


def weighted(weights):
    return (in_stratum * weights).sum() / weights.sum()


by_people = weighted(people)
by_information = weighted(people * use * (1 - use))
print(f"weighed by people {by_people:+.3f}, by people × variance {by_information:+.3f}")

# %%
# Both are averages of the same two numbers. Only one of them answers the question.

regression, second = found.adjusted[0].value, found.rows[-1].value
truth = found.truth.value
verdict = f"Standardised {regression:+.2f}, dowhy {second:+.2f}; true effect in all {truth:+.2f}."
print(verdict)
pyplot.show()
