"""
Naive, adjusted and true
========================

In a survey, people who use kratom score higher on a depression questionnaire than people who
do not. Is that what kratom does to them? The survey comes from a world whose equations are
known, so the answer can be looked up.
"""

from matplotlib import pyplot

import causalkit

# %%
# Ask two thousand people
# -----------------------
# The PHQ-9 counts symptoms of depression, from 0 to 27 points. Users and non-users differ.

world = causalkit.world("self_medication")
data = world.sample(2_000, seed=2).frame
print(data.groupby("kratom")["phq9"].agg(["size", "mean"]).round(2))

# %%
# Look at what happened before
# ----------------------------
# But users were different people before they ever used: they had more low and anxious days.

print(data.groupby("kratom")[["depression", "anxiety", "motive"]].mean().round(1))

# %%
# The diagram says where the difference may come from. Besides the thick arrows, which are
# the effect, there are ways from kratom back to its causes and from there to the PHQ-9. They
# carry association, and it is no effect of kratom.

causalkit.plot_diagram(world.diagram, question=world.question)

# %%
# Compare people who were alike
# -----------------------------
# The naive comparison takes the difference as it is. The adjusted ones compare people who
# were alike before. The dashed line is the truth, computed from the equations of the world.

found = causalkit.compare(world, n=2_000, seed=2, ask_second_opinion=False)
causalkit.plot_forest(found)

# %%
# The surprise: all of the difference was there without kratom.

naive, truth = found.naive, found.truth.value
print(found.verdict)
verdict = (
    f"Of the {naive.value:.1f} points between users and non-users, {truth:.1f} are kratom's doing."
)
print(verdict)
pyplot.show()
