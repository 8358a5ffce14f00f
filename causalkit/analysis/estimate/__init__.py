"""How large is the effect? Estimation.

An estimator takes a table and an argument for why its answer would be the effect, and
returns a number with an interval. The methods here rest on different models. The
*difference* of means has none and believes that the groups are alike; *regression*
models the outcome; *weighting* models who was exposed. Where they disagree by more than
chance, a model or the argument is wrong. All are called alike,
``method(data, identification, level=0.95)``, return an :class:`Estimate`, and leave the
table as it was.
"""

from __future__ import annotations

from causalkit.analysis.estimate.data.sampling import Sampling
from causalkit.analysis.estimate.difference import difference
from causalkit.analysis.estimate.estimate import Estimate, Identification
from causalkit.analysis.estimate.regression import regression
from causalkit.analysis.estimate.weighting import weighting

__all__ = ["Estimate", "Identification", "Sampling", "difference", "regression", "weighting"]
