"""
Every choice of covariates
==========================

Many analysts, one table: each adjusts for what seems sensible and each gets another effect.
A specification curve runs all the choices. Is the answer what most of them say?
"""

from matplotlib import pyplot

import causalkit
from causalkit.nature import World
from causalkit.plots import plot_specification_curve

# %%
# In this world, by design, kratom does nothing to depression except by way of relief. Pain stands
# behind both, and whoever takes kratom or is depressed is more likely to see a doctor.

world = World.from_text("""
effect of kratom on depression
# -- design choice
pain ~ normal(0, 1)
stress ~ normal(0.5*pain, 1)
age ~ normal(0, 1)
kratom ~ bernoulli(expit(-0.5 + 1.5*pain))
relief ~ normal(kratom, 1)
depression ~ normal(2*pain + 0.5*stress - relief, 1)
doctor ~ bernoulli(expit(-1 + 2*kratom + depression))
""")
data, truth = world.sample(2_000, seed=1).frame, world.truth().value
causalkit.plot_diagram(world.diagram, question=world.question)

# %%
# All of them at once
# -------------------
# Five covariates make thirty-two choices. The diagram judges each: what leaves pain out leaves
# a back-door path open, relief carries the effect, and the doctor is seen because of both.

curve = causalkit.specification_curve(data, world.diagram, world.question)
print(curve.table.groupby("kind")["estimate"].agg(["count", "min", "max"]).round(2))
plot_specification_curve(curve)

# %%
# Do not count the votes
# ----------------------
# The surprise: only a few of the choices are valid, and they agree with each other and with the
# truth. The majority is wrong, in several directions, and no vote among them would be right.

valid = curve.table[curve.table["kind"] == "valid"]
wrong = curve.table[curve.table["kind"] != "valid"]
majority = wrong["estimate"].median()
spread = valid["estimate"].max() - valid["estimate"].min()
verdict = (
    f"{len(valid)} of {len(curve.table)} choices are valid: {valid['estimate'].min():+.2f} "
    f"to {valid['estimate'].max():+.2f}; the median of the others is {majority:+.2f}; "
    f"true {truth:+.2f}."
)
print(verdict)
pyplot.show()
