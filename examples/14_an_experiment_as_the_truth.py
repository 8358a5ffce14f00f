"""
An experiment as the truth
==========================

Real data seldom tell their truth. These do: chance decided who was trained, so the effect is
known. Then take the controls away, put a survey of other people in their place, and see which
method finds the way back.
"""

from dataclasses import replace

import pandas as pd
from causaldata import cps_mixtape, nsw_mixtape
from matplotlib import pyplot

import causalkit
from causalkit.analysis.check.overlap import overlap
from causalkit.analysis.identify import ConditionalExchangeability, NoConfounding
from causalkit.meeting import Comparison, Row
from causalkit.plots import plot_overlap

# %%
# The experiment
# --------------
# In the 1970s a job training (NSW) was given by lot. By how many dollars did it raise what
# people earned in 1978? With a lot, nothing confounds: the difference of means is the effect.

experiment = nsw_mixtape.load_pandas().data
truth = causalkit.difference(experiment, NoConfounding(causalkit.Question.of("treat", "re78")))
print(f"the experiment says {truth.value:+,.0f} dollars, give or take {truth.standard_error:,.0f}")

# %%
# Without the experiment
# ----------------------
# LaLonde (1986) kept the 185 trained people and compared them with 15 992 from a survey (CPS).

trained = experiment.query("treat == 1")
data = pd.concat([trained, cps_mixtape.load_pandas().data], ignore_index=True)
data = data.assign(u74=data["re74"] == 0, u75=data["re75"] == 0)
question = causalkit.Question.of("treat", "re78", population="exposed")
naive = causalkit.difference(data, NoConfounding(question))

# %%
# The surprise: the naive answer is off by ten thousand dollars. People in the survey earned much
# more before anybody was trained, and hardly any resembles the trained.

before = data.groupby("treat")["re74"].mean()
print(f"earned in 1974: survey {before[0]:,.0f}, trained {before[1]:,.0f} dollars")

# %%
# Adjust for what was known before. That this suffices is an assumption, which here, for once,
# can be held against the experiment. The terms of the score are those of Dehejia and Wahba.

COVARIATES = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "u74", "u75")
assumed = ConditionalExchangeability(question, COVARIATES)
score = " + ".join([*COVARIATES, "I(age**2) + I(age**3) + I(educ**2) + educ:re74"])
adjusted = (
    causalkit.regression(data, assumed, terms="lines"),
    causalkit.weighting(data, assumed, terms=score),
)

# %%
# All three with their intervals; the experiment is the last row of the picture.

rows = (Row.of(naive, "naive"), *(Row.of(each, "adjusted") for each in adjusted))
experimental = replace(Row.of(truth, "second opinion"), method="experiment")
causalkit.plot_forest(
    Comparison("Job training", question, (*rows, experimental), None, len(data), "re78 [$]")
)
plot_overlap(overlap(data, assumed))
regressed, weighted = (each.value for each in adjusted)
verdict = (
    f"Experiment {truth.value:+,.0f}; naive {naive.value:+,.0f}, regression {regressed:+,.0f}, "
    f"weighting {weighted:+,.0f} dollars."
)
print(verdict)
pyplot.show()
