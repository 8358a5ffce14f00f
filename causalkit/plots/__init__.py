"""Two pictures: what causes what, and what each analysis says of it.

A *causal diagram* is read along its arrows, so it is drawn in layers: causes before
effects, no arrow behind a box, and the causal paths from exposure to outcome thicker
than the rest. A *forest plot* puts the naive estimate, the adjusted ones and, where it
is known, the truth on one scale, each with its interval: whether an interval crosses
the dashed line of the truth is the whole story. Neither picture relies on colour alone.

Every plot takes ``ax=None``, makes a figure only if it is given no axes, leaves
matplotlib's settings alone and returns the axes. matplotlib and Graphviz load when the
first picture is drawn.
"""

from __future__ import annotations

from causalkit.plots.diagram import plot_diagram
from causalkit.plots.files import save
from causalkit.plots.forest import plot_forest

__all__ = ["plot_diagram", "plot_forest", "save"]
