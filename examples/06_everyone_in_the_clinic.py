"""
Everyone in the clinic
======================

A clinic has thousands of patients and asks all of them. More data make an answer more
certain. They do not make it less wrong.
"""

from matplotlib import pyplot

import causalkit
from causalkit.errors import NotIdentified

# %%
# People come to this clinic because they use kratom or because they are depressed. Nothing
# else links the two, apart from what kratom does.

world = causalkit.world("clinic")
causalkit.plot_diagram(world.diagram, question=world.question)
truth = world.truth().value

# %%
# Ask more and more patients
# --------------------------
# The surprise: the interval shrinks around a value with the wrong sign. Whoever is a patient
# without kratom most likely is one because of depression (Berkson's bias).

SIZES = (500, 5_000, 50_000)
surveys = [causalkit.compare(world, n=n, seed=2, ask_second_opinion=False) for n in SIZES]
for survey in surveys:
    print(f"{survey.n:6,} patients: {survey.naive.low:+.2f} to {survey.naive.high:+.2f}")
causalkit.plot_forest(surveys[-1])

# %%
# Ask what the data can tell
# --------------------------
# There is nothing to adjust for: the path runs through being a patient, and everybody in the
# data is one. The honest answer is an error with a reason.

try:
    causalkit.identify(world.diagram, world.question)
except NotIdentified as finding:
    reason = str(finding)
    obstacles = finding.obstacles
print(reason)

# %%
# Ask everybody
# -------------
# Outside the clinic even a small survey knows better than all the patients together.

everybody = world.replace("patient ~ bernoulli(1)").sample(2_000, seed=2).frame
points = everybody.groupby("kratom")["phq9"].mean()
among_everybody = points[True] - points[False]
among_patients = surveys[-1].naive.value
verdict = (
    f"{SIZES[-1]:,} patients say {among_patients:+.2f}, {len(everybody):,} of the population "
    f"{among_everybody:+.2f}; true {truth:+.2f}."
)
print(verdict)
pyplot.show()
