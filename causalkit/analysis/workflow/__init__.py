"""A whole analysis in one go: identification, estimates, checks, sensitivity.

The order is that of an argument. First the diagram says whether and how the effect can be had
from such data; then estimators that suit this argument give numbers; then whatever in their
assumptions can be held against the data is checked; then it is asked how strong what nobody
measured would have to be. What could not be done is part of the result, with its reason.
"""

from __future__ import annotations

from causalkit.analysis.workflow.analyse import analyse
from causalkit.analysis.workflow.analysis import Analysis, Gaps, Unavailable

__all__ = ["Analysis", "Gaps", "Unavailable", "analyse"]
