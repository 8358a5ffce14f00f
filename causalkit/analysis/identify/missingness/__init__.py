"""Missing values: when the gaps do harm, and what can be done.

A row with a gap is a person about whom something is not known. Leaving such rows out is
not neutral: it is a selection, and whether it biases depends on what the gaps depend on.
So the gaps belong into the diagram. Each variable with gaps gets an *indicator*, 1 where
its value is missing, with arrows from whatever makes people leave it blank. A diagram
with indicators is called a missingness graph, or m-graph. Everything one may ask of gaps
can then be read off arrows.

*Missing completely at random*, *at random* and *not at random* are three ways to draw
those arrows, see :mod:`~causalkit.analysis.identify.missingness.mechanism`. They sort the
gaps, they do not sort the remedies. The complete rows may be enough, if completeness has
nothing to do with the outcome that people would have. They may be made to stand for all
by weights, if the chance to be complete depends on what can be seen, each factor of it in
the rows where it is seen. Or the effect is lost: a variable hides itself, and two worlds
with different effects look the same.

:func:`missing_values` says which it is for one question and one adjustment set. Where theory
is silent it says so: "not settled" is neither yes nor no. All of it takes for granted that
nobody is certain to have a gap; no weight can speak for people who are never seen.
"""

from __future__ import annotations

from causalkit.analysis.identify.missingness.decide import missing_values
from causalkit.analysis.identify.missingness.mechanism import mechanism
from causalkit.analysis.identify.missingness.recoverability import Recoverability, Weight

__all__ = ["Recoverability", "Weight", "mechanism", "missing_values"]
