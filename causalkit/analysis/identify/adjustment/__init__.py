"""Adjusting for covariates: which sets give the effect, and which of them to take.

Whoever compares people alike in a set of variables has adjusted for it. There are one
set in two rolls of a ball (`minimal`), all minimal sets one by one (`backdoor`), the
cheapest (`minimum_cost`) and the most precise (`optimal`), the textbooks' stricter rule
(`backdoor_criterion`) and the sets for the direct effect (`direct`).
"""
