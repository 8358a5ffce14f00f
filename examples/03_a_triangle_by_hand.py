"""
A triangle by hand
==================

Adjusting sounds like a job for software. With one confounder that is either there or not,
it is four averages and a weighted mean.
"""

from matplotlib import pyplot

import causalkit

# %%
# In this world, by design, pain leads some people to kratom, and pain makes people depressed.

world = causalkit.world("triangle")
data = world.sample(2_000, seed=1).frame
causalkit.plot_diagram(world.diagram, question=world.question, adjusted=["pain"])

# %%
# Everybody together
# ------------------
# Users score higher.

points = data.groupby("kratom")["phq9"].mean()
naive = points[True] - points[False]
print(f"naive difference {naive:+.2f}")

# %%
# One stratum at a time
# ---------------------
# Compare people in pain with people in pain, and people without with people without.
# The surprise: in *both* groups users score lower (Simpson's paradox).

points = data.groupby(["pain", "kratom"])["phq9"].mean().unstack()
in_stratum = points[True] - points[False]
print(points.round(2))
print(in_stratum.round(2))

# %%
# Standardise
# -----------
# Weigh each stratum by its share of all people. That is standardisation, and the sum is the
# effect in everybody.

share = data["pain"].value_counts(normalize=True)
by_hand = (share * in_stratum).sum()
print(f"standardised by hand {by_hand:+.2f}")

# %%
# Nobody has to know that pain is the thing to adjust for: the diagram says so. The regression
# lets the effect differ between strata, and so it is the same sum.

identified = causalkit.identify(world.diagram, world.question)
by_regression = causalkit.regression(data, identified)
causalkit.plot_forest(causalkit.compare(world, n=2_000, seed=1, ask_second_opinion=False))
truth = world.truth().value
verdict = (
    f"Naive {naive:+.2f}; adjusted for {identified.adjustment[0]} by hand {by_hand:+.2f}, "
    f"by regression {by_regression.value:+.2f}; true {truth:+.2f}."
)
print(verdict)
pyplot.show()
