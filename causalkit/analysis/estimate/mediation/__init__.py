"""How much of an effect passes through a mediator? The mediation formula.

Two regressions are put together: one says how the mediator depends on the exposure, the other
how the outcome depends on both. Everybody is predicted with the exposure at one setting and
the mediator distributed as it is under the other. Three such means are enough: to change the
exposure alone is the direct effect, to change the mediator alone the indirect one.

Source: Pearl (2001), Direct and indirect effects; Imai, Keele and Tingley (2010), A general
approach to causal mediation analysis; VanderWeele (2015), Explanation in causal inference.
"""
