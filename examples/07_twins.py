"""
Twins
=====

An effect compares a person with the same person in another life. Nobody has ever seen both
lives. Here both are on the page.
"""

from matplotlib import pyplot

import causalkit

# %%
# Two lives of each person
# ------------------------
# In the benign world kratom lowers depression severity by the same amount in everybody. Each
# person has two potential outcomes: the PHQ-9 without kratom, and with it.

world = causalkit.world("self_medication", preset="benign")
twins = world.twins(10_000, seed=1)
without, with_kratom = twins["phq9_if_kratom_0"], twins["phq9_if_kratom_1"]
print(twins[["kratom", "phq9", "phq9_if_kratom_0", "phq9_if_kratom_1"]].head())

# %%
# A survey shows one of them, the one that was lived.

lived = with_kratom.where(twins["kratom"], without)
print(f"the survey shows the life that was lived: {(lived == twins['phq9']).all()}")

# %%
# One effect a person
# -------------------
# The surprise: the most common effect is none, and nobody has the average effect. A
# questionnaire counts whole points, and whoever has none cannot lose any.

effects = with_kratom - without
axes = effects.value_counts(normalize=True).sort_index().plot.bar(rot=0)
axes.set_xlabel("effect of kratom on one person [PHQ-9 points]")
axes.set_ylabel("share of people")
print(f"no effect at all: {(effects == 0).mean():.0%}")

# %%
# An average over whom?
# ---------------------
# So an average effect depends on who is averaged. Users were worse before and had more points
# to lose: the effect in the exposed (ATT) is larger than the effect in everybody (ATE). The
# naive difference is neither; it even has the other sign.

average, most_common = effects.mean(), int(effects.mode()[0])
among_exposed = effects[twins["kratom"]].mean()
among_unexposed = effects[~twins["kratom"]].mean()
points = twins.groupby("kratom")["phq9"].mean()
naive = points[True] - points[False]
print(f"ATE by the equations {world.truth().value:+.2f}")
verdict = (
    f"ATE {average:+.2f}, ATT {among_exposed:+.2f}, ATU {among_unexposed:+.2f}, "
    f"most common effect {most_common}; naive {naive:+.2f}."
)
print(verdict)
pyplot.show()
