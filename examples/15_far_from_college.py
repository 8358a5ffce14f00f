"""
Far from college
================

Those who stay at school for longer earn more. But who stays? Ability, ambition and parents bear
on both, and nobody measured them all. Where somebody grew up may help: near a college it is
cheaper to go there.
"""

from dataclasses import replace

from causaldata import close_college
from matplotlib import pyplot

import causalkit
from causalkit.analysis.estimate import two_stage_least_squares
from causalkit.analysis.identify import ConditionalExchangeability, instrumental_variables
from causalkit.errors import NotIdentified
from causalkit.meeting import Comparison, Row

# %%
# Card (1995) had 3010 young men. This diagram says what has to be believed, and it is our design
# choice: a college nearby (nearc4) moves schooling (educ) and does nothing else to wages (lwage).
# Five covariates bear on all three; ability is hidden.

COVARIATES = ("exper", "black", "south", "married", "smsa")
diagram = causalkit.Diagram.of(
    [
        *((name, other) for name in COVARIATES for other in ("nearc4", "educ", "lwage")),
        *(("ability", other) for other in ("educ", "lwage")),
        ("nearc4", "educ"),
        ("educ", "lwage"),
    ],
    latent=["ability"],
)
question = causalkit.Question.of("educ", "lwage", treated=13, reference=12)
causalkit.plot_diagram(diagram, question=question)
try:
    causalkit.backdoor_adjustment(diagram, question)
except NotIdentified as finding:
    reason = str(finding)
print(reason)

# %%
# The instrument
# --------------
# Adjusting cannot help, but the diagram has another way out.

(instrument,) = instrumental_variables(diagram, question)
print(f"instrument: {instrument.instrument}, given {', '.join(instrument.given)}")

# %%
# What one more year of school does to the logarithm of wages; times 100 it is about a per cent.
# Least squares pretends that the covariates suffice. Two-stage least squares uses only that part
# of schooling which the college nearby accounts for, and the last interval holds even if that is
# little (Anderson and Rubin).

data = close_college.load_pandas().data
assumed = ConditionalExchangeability(question, COVARIATES)
least = causalkit.regression(data, assumed, terms="lines", interactions=False)
usual = two_stage_least_squares(data, instrument)
safe = two_stage_least_squares(data, instrument, interval="anderson-rubin")
found = {"least squares": least, "two stages": usual, "Anderson–Rubin": safe}
for name, each in found.items():
    print(f"{name:15}{each.value:.3f} ({each.low:.3f} to {each.high:.3f})")

# %%
# The surprise: able people stay longer, so least squares should promise too much. The instrument
# promises even more.
#
# Perhaps the men whom a college nearby moves are those for whom a year pays most: the answer is
# theirs alone. Or perhaps an arrow is missing. Schooling decides experience, for one, which was
# adjusted for here as in the book.

rows = (replace(Row.of(each, "adjusted"), method=name) for name, each in found.items())
causalkit.plot_forest(
    Comparison("College nearby", question, tuple(rows), None, usual.n, "log wage")
)
verdict = (
    f"A year of school: least squares {least.value:+.3f}, instrument {usual.value:+.3f} "
    f"({usual.low:+.3f} to {usual.high:+.3f}), first-stage F {usual.figures['first-stage F']:.0f}."
)
print(verdict)
pyplot.show()
