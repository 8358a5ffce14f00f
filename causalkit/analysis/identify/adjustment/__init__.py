"""Adjusting for covariates: which sets give the effect, and which of them to take.

Whoever compares people alike in a set of variables has adjusted for it. The *criterion*
says what such a set must do and what it must leave alone. All else follows from it: one
set in two rolls of a ball (`minimal`), all minimal sets one by one (`backdoor`), the
cheapest (`minimum_cost`) and the most precise (`optimal`), the textbooks' stricter rule
(`backdoor_criterion`), the sets for the direct effect (`direct`); or the sentence that
says why there is none (`obstacles`). Undirected graphs and flows live here too, because
to block paths is to cut a graph in two.
"""
