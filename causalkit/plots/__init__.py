"""Pictures: what causes what, what each analysis says of it, and whether to believe it.

A *causal diagram* is read along its arrows, so it is drawn in layers: causes before
effects, no arrow behind a box, and the causal paths from exposure to outcome thicker
than the rest. A *forest plot* puts the naive estimate, the adjusted ones and, where it
is known, the truth on one scale, each with its interval: whether an interval crosses
the dashed line of the truth is the whole story. Each *check* has a picture of its own,
drawn from the table of the check. No picture relies on colour alone.

Every plot takes ``ax=None``, makes a figure only if it is given no axes, leaves
matplotlib's settings alone and returns the axes. matplotlib and Graphviz load when the
first picture is drawn.
"""

from __future__ import annotations

from causalkit.plots.calibration import plot_calibration
from causalkit.plots.contours import plot_contours
from causalkit.plots.diagram import plot_diagram
from causalkit.plots.e_value import plot_e_value
from causalkit.plots.event_study import plot_event_study
from causalkit.plots.files import save
from causalkit.plots.forest import plot_forest
from causalkit.plots.independences import plot_independences
from causalkit.plots.love import plot_love
from causalkit.plots.negative_controls import plot_negative_controls
from causalkit.plots.overlap import plot_overlap
from causalkit.plots.refutation import plot_refutation
from causalkit.plots.rosenbaum import plot_rosenbaum
from causalkit.plots.specification_curve import plot_specification_curve

__all__ = [
    "plot_calibration",
    "plot_contours",
    "plot_diagram",
    "plot_e_value",
    "plot_event_study",
    "plot_forest",
    "plot_independences",
    "plot_love",
    "plot_negative_controls",
    "plot_overlap",
    "plot_refutation",
    "plot_rosenbaum",
    "plot_specification_curve",
    "save",
]
