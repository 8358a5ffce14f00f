"""
Four ways to adjust wrongly
===========================

More covariates do not make an estimate safer. Each of the four sets below is wrong, each
for a reason of its own, and the diagram can say which.
"""

from dataclasses import replace

from matplotlib import pyplot

import causalkit
from causalkit.nature import World

# %%
# In this world, by design, pain leads to kratom and to depression, kratom brings relief,
# depression leads to sick leave, and the forum attracts users and those whose family was
# depressed.

world = World.from_text("""
effect of kratom on phq9
# -- design choice
latent herbs ~ bernoulli(0.4)
latent family ~ bernoulli(0.4)
pain ~ bernoulli(0.3)
forum ~ bernoulli(0.05 + 0.45*herbs + 0.45*family)
kratom ~ bernoulli(0.10 + 0.30*pain + 0.45*herbs)
relief ~ bernoulli(0.15 + 0.55*kratom)
phq9 ~ binomial(27, 0.14 + 0.15*pain + 0.20*family - 0.08*relief)
sick_leave ~ bernoulli(expit(-4 + 0.5*phq9))
""")
question, truth = world.question, world.truth().value
data = world.sample(50_000, seed=1).frame
identified = causalkit.identify(world.diagram, question)
print(f"adjust for {', '.join(identified.adjustment)}; true effect {truth:+.2f}")

# %%
# One set for each mistake
# ------------------------
# Nothing at all; the collider too; the mediator too; a consequence of the outcome too.

SETS = {
    "nothing": [],
    "collider": ["pain", "forum"],
    "mediator": ["pain", "relief"],
    "consequence": ["pain", "sick_leave"],
}
verdicts = {name: causalkit.explain(world.diagram, question, each) for name, each in SETS.items()}
for explanation in verdicts.values():
    print(f"{explanation}\n")

# %%
# What the mistakes cost
# ----------------------
# The surprise: the last two leave no biasing path open. Who only looks for open paths would
# call them valid, and they are off as well.

estimates = {
    name: causalkit.regression(data, replace(identified, adjustment=tuple(each)))
    for name, each in {"right": identified.adjustment, **SETS}.items()
}
for name, estimate in estimates.items():
    print(f"{name:12} {estimate.value:+.2f}  ({estimate.low:+.2f} to {estimate.high:+.2f})")

# %%
# The picture of the collider: what was blocked before is open now.

(reason,) = verdicts["collider"].reasons
path = causalkit.Path.through(world.diagram, reason.path)
causalkit.plot_diagram(world.diagram, question=question, adjusted=SETS["collider"], biasing=[path])
missed = [name for name, each in estimates.items() if not each.covers(truth)]
verdict = (
    f"Right {estimates['right'].value:+.2f}, true {truth:+.2f}; missed by: {', '.join(missed)}."
)
print(verdict)
pyplot.show()
