"""
Adjusting for the mediator
==========================

Two analysts have the same data. They disagree about which came first, relief or kratom, and
one of them finds help where the other finds harm.
"""

from dataclasses import replace

from matplotlib import pyplot

import causalkit
from causalkit import Diagram

world = causalkit.world("mediator")
data = world.sample(20_000, seed=1).frame
truth = world.truth()

# %%
# The first analyst thinks that people who feel relief go on using: relief → kratom. Then
# relief is a confounder like pain, and both are adjusted for. No data can contradict this
# drawing, because there is an arrow between any two variables.

backwards = Diagram.of(
    [
        ("pain", "relief"),
        ("pain", "kratom"),
        ("pain", "phq9"),
        ("relief", "kratom"),
        ("relief", "phq9"),
        ("kratom", "phq9"),
    ]
)
first = causalkit.compare(data, backwards, world.question, ask_second_opinion=False)
causalkit.plot_diagram(backwards, question=world.question, adjusted=first.rows[1].adjustment)
first = replace(first, title="Relief as a confounder", truth=truth)
causalkit.plot_forest(first, label="PHQ-9 sum [points]")

# %%
# The second thinks that kratom brings the relief: kratom → relief. So the world is made, by
# design. Relief is then a mediator, a step on the way from kratom to the PHQ-9, and only pain
# is adjusted for.

second = causalkit.compare(data, world.diagram, world.question, ask_second_opinion=False)
causalkit.plot_diagram(world.diagram, question=world.question, adjusted=second.rows[1].adjustment)
second = replace(second, title="Relief as a mediator", truth=truth)
causalkit.plot_forest(second, label="PHQ-9 sum [points]")

# %%
# The surprise: same people, same numbers, opposite answers. Among people with equal relief
# the way in which kratom helps here is taken out of the comparison, and what is left is the
# small harm that it does besides. The data fit both drawings; what came first, somebody has
# to know.

as_confounder, as_mediator = first.rows[1], second.rows[1]
verdict = (
    f"Adjusted for {' and '.join(as_confounder.adjustment)} {as_confounder.value:+.2f}, "
    f"adjusted for {' and '.join(as_mediator.adjustment)} {as_mediator.value:+.2f}; "
    f"true {truth.value:+.2f}."
)
print(verdict)
pyplot.show()
