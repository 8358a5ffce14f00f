"""Should the estimate be believed? Checks.

An estimate rests on assumptions. Some can be held against the data: that the groups have
become alike, that both settings occur among people of every kind, that what the diagram says
is independent is so. Others cannot, and then one can only ask how wrong they would have to be
to change the conclusion. Each check returns a :class:`Check`: a finding, a verdict in words,
what it does and does not tell, and a table to be shown or drawn. No check proves that an
estimate is right. A failed one shows that something is wrong.
"""

from __future__ import annotations

from causalkit.analysis.check.balance import balance
from causalkit.analysis.check.calibration import calibration
from causalkit.analysis.check.check import Check
from causalkit.analysis.check.independences import independences
from causalkit.analysis.check.negative_controls import negative_controls
from causalkit.analysis.check.overlap import overlap
from causalkit.analysis.check.refutation import refutation
from causalkit.analysis.check.sensitivity.e_value import e_value
from causalkit.analysis.check.sensitivity.robustness_value import robustness_value
from causalkit.analysis.check.sensitivity.rosenbaum_bounds import rosenbaum_bounds
from causalkit.analysis.check.specification.curve import specification_curve

__all__ = [
    "Check",
    "balance",
    "calibration",
    "e_value",
    "independences",
    "negative_controls",
    "overlap",
    "refutation",
    "robustness_value",
    "rosenbaum_bounds",
    "specification_curve",
]
