"""
Three truths, one correlation
=============================

Somebody shows you that users of kratom are more depressed. Three worlds could have produced
this: one in which kratom helps, one in which it does nothing, one in which it harms.
"""

from dataclasses import replace

from matplotlib import pyplot

import causalkit

# %%
# The worlds differ in two ways: in what kratom does, and in how strongly people who feel low
# are drawn to it. Both are knobs; a preset turns several knobs at once.

PRESETS = ("benign", "null", "harmful")
worlds = {name: causalkit.world("self_medication", preset=name) for name in PRESETS}
for name, world in worlds.items():
    values = {knob.name: knob.value for knob in world.knobs}
    print(f"{name:8} effect on severity {values['change']:+.2f}, pull {values['pull']:.3f}")

# %%
# Draw a large survey from each, so that chance plays a small part. The open circle is what
# the naive comparison says, the diamond is the truth.

found = {
    name: causalkit.compare(world, n=20_000, seed=1, ask_second_opinion=False)
    for name, world in worlds.items()
}
for name, comparison in found.items():
    causalkit.plot_forest(replace(comparison, title=f"The {name} world"))

# %%
# The surprise: the circles stay where they are while the diamond wanders from one side of
# zero to the other. In the benign world strong pull hides the help; in the harmful world
# weak pull adds little to the harm. A correlation cannot tell which of them you live in.

naive = {name: comparison.naive.value for name, comparison in found.items()}
truth = {name: comparison.truth.value for name, comparison in found.items()}
for name in PRESETS:
    print(f"{name:8} naive {naive[name]:+.2f}, true {truth[name]:+.2f}")
naive_range = max(naive.values()) - min(naive.values())
truth_range = max(truth.values()) - min(truth.values())
verdict = (
    f"The naive differences are within {naive_range:.2f} points of each other, "
    f"the truths {truth_range:.2f} points apart."
)
print(verdict)
pyplot.show()
