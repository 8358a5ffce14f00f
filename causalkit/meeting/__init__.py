"""Where truth and estimate meet.

Nature knows the truth and never sees an analysis; analysis sees a table and never
the truth. Only here, one floor up, do they stand side by side: one survey in a
comparison, many surveys in trials. Nothing on this floor estimates or simulates by
itself, it only asks both wings and puts the answers next to each other.
"""

from causalkit.meeting.compare import compare
from causalkit.meeting.comparison import Comparison, Row
from causalkit.meeting.performance import MonteCarloErrors, Performance
from causalkit.meeting.trials import Trials, replicate

__all__ = [
    "Comparison",
    "MonteCarloErrors",
    "Performance",
    "Row",
    "Trials",
    "compare",
    "replicate",
]
