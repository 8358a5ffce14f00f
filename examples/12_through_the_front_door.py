"""
Through the front door
======================

A hidden cause stands behind exposure and outcome, and nobody measured it. Nothing can be
adjusted for. The effect can be had all the same.
"""

from matplotlib import pyplot

import causalkit
from causalkit.errors import NotIdentified
from causalkit.nature import World

# %%
# In this world, by design, a hidden mood leads to kratom and to depression. All that kratom
# does to depression it does by way of relief, which was measured.

world = World.from_text("""
effect of kratom on depressed
# -- design choice
latent mood ~ bernoulli(0.4)
kratom ~ bernoulli(0.10 + 0.60*mood)
relief ~ bernoulli(0.15 + 0.60*kratom)
depressed ~ bernoulli(0.30 + 0.50*mood - 0.25*relief)
""")
question, truth = world.question, world.truth().value
causalkit.plot_diagram(world.diagram, question=question)

# %%
# Adjusting cannot help
# ---------------------
# The path through mood stays open, whatever is adjusted for.

try:
    causalkit.backdoor_adjustment(world.diagram, question)
except NotIdentified as finding:
    reason = str(finding)
print(reason)

# %%
# Two steps do
# ------------
# What kratom does to relief is not confounded. What relief does to depression is confounded
# by kratom alone. The surprise: put together they give the effect, and the formula holds
# nothing that is hidden.

frontdoor = causalkit.identify(world.diagram, question)
functional = causalkit.identify_functional(world.diagram, question)
print(f"through {', '.join(frontdoor.mediators)}: {functional}")

# %%
# Put the observed frequencies into the formula and compare with what people see who just
# count the depressed among users and non-users.

data = world.sample(50_000, seed=1).frame
counts = data.astype(int).value_counts(["kratom", "relief", "depressed"])
chances = functional.evaluate(counts)
estimate = chances.loc[1, 1] - chances.loc[0, 1]
share = data.groupby("kratom")["depressed"].mean()
naive = share[True] - share[False]
verdict = f"Naive {naive:+.2f}; through the front door {estimate:+.2f}; true {truth:+.2f}."
print(verdict)
pyplot.show()
