"""Can the data answer the question? Identification.

An estimate is a number computed from data; an effect is a statement about what would
happen. *Identification* is the bridge: an argument, from a causal diagram, that some
quantity of the data equals the effect. It comes before any estimating and needs no
data at all. Where no argument exists, :func:`identify` does not return an empty
answer: it raises :class:`~causalkit.errors.NotIdentified`, which names the path that
nobody can block and what stands in the way.
"""

from __future__ import annotations

from causalkit.analysis.identify.backdoor import Backdoor, identify
from causalkit.analysis.identify.no_confounding import NoConfounding

__all__ = ["Backdoor", "NoConfounding", "identify"]
