"""
The covariate to leave alone
============================

"Adjust for everything that was measured before." It sounds careful. Here it takes an estimate
that is right and makes it wrong.
"""

from dataclasses import replace

from matplotlib import pyplot

import causalkit
from causalkit import Diagram
from causalkit.graph import paths

# %%
# In this world, reading a health forum came before kratom, goes with kratom and goes with
# depression: all that a confounder is commonly known by.

world = causalkit.world("m_bias")
data = world.sample(20_000, seed=3).frame
associations = data.groupby("forum")[["kratom", "phq9"]].mean()
print(associations.round(2))

# %%
# So a careful analyst draws it as one, and adjusts for it.

careful = Diagram.of([("forum", "kratom"), ("forum", "phq9"), ("kratom", "phq9")])
adjusted = causalkit.compare(data, careful, world.question, ask_second_opinion=False)
adjusted = replace(adjusted, title="The forum drawn as a confounder", truth=world.truth())
causalkit.plot_forest(adjusted, label="PHQ-9 sum [points]")

# %%
# The surprise: the naive estimate is right, and the adjusted ones are wrong. This is how
# people really came to read the forum.

causalkit.plot_diagram(world.diagram, question=world.question, adjusted=["forum"])

# %%
# The forum is a collider: two arrows meet in it. Left alone, it blocks the path between
# kratom and the PHQ-9. Among its readers, whoever does not come for the herbs most likely
# comes because of the family, and so adjusting for it opens the path (M-bias).

for path in paths(world.diagram, "kratom", "phq9"):
    if path.is_backdoor:
        open_before = path.is_open(world.diagram)
        open_after = path.is_open(world.diagram, given=["forum"])
        print(f"{path}: open {open_before}, open given forum {open_after}")

# %%
# With the world's own diagram nothing has to be adjusted for.

nothing = causalkit.identify(world.diagram, world.question).adjustment
naive, regression = adjusted.rows[:2]
truth = world.truth().value
verdict = (
    f"True {truth:+.2f}; adjusted for nothing {naive.value:+.2f}, "
    f"adjusted for the forum {regression.value:+.2f}."
)
print(verdict)
pyplot.show()
