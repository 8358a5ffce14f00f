"""
Turn a knob
===========

A world is a text that you can write yourself. This one is about coffee, stress and an exam;
all of its numbers are invented.
"""

from matplotlib import pyplot

import causalkit
from causalkit import World

TEXT = """# Coffee before the exam
effect of coffee on mark

lift = 4                                             # What coffee adds to the mark [points]
pull = 1.5                                           # Log-odds of coffee for each SD of stress
toll = 6                                             # What an SD of stress takes away [points]

stress ~ normal(0, 1)                                # Stress before the exam [SD]
coffee ~ bernoulli(expit(pull*stress))               # Had coffee before the exam
mark   ~ normal(60 + lift*coffee - toll*stress, 8)   # Mark [points]
"""

# %%
# The diagram is read off the equations; nobody draws it beside them.

world = World.from_text(TEXT)
causalkit.plot_diagram(world.diagram, question=world.question)

# %%
# Coffee helps, by design, and yet those who had coffee do worse: they were the stressed ones.

with_arrow = causalkit.compare(world, n=5_000, seed=2, ask_second_opinion=False)
causalkit.plot_forest(with_arrow)

# %%
# Turn the knob that says how strongly stress leads to coffee. What coffee does is another
# knob, which nobody touches.

naive, truth = {}, {}
for pull in (0, 0.5, 1, 1.5):
    turned = world.set(pull=pull)
    points = turned.sample(5_000, seed=2).frame.groupby("coffee")["mark"].mean()
    naive[pull], truth[pull] = points[True] - points[False], turned.truth().value
    print(f"pull {pull}: naive {naive[pull]:+.2f}, true {truth[pull]:+.2f}")

# %%
# Or cut the arrow: everybody chooses coffee as if they had somebody else's stress. That is
# what tossing a coin for coffee would do, and the confounding is gone.

cut = world.cut("stress", "coffee")
causalkit.plot_diagram(cut.diagram, question=cut.question)
without_arrow = causalkit.compare(cut, n=5_000, seed=2, ask_second_opinion=False)
causalkit.plot_forest(without_arrow)

# %%
# The surprise: the arrow that decides whether coffee seems to help does not even touch the
# mark.

verdict = (
    f"Coffee's effect is {without_arrow.truth.value:+.2f} either way; the naive difference is "
    f"{with_arrow.naive.value:+.2f} with the arrow, {without_arrow.naive.value:+.2f} without."
)
print(verdict)
pyplot.show()
