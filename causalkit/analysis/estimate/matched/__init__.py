"""Matching: for everybody a twin who lived under the other setting.

Nobody is seen both with and without the exposure. *Matching* looks for the next best thing:
for each exposed person an unexposed one who is as like as can be, so that the one's outcome
can stand for what the other's would have been. It models no outcome, and everybody can look at
the pairs. What it needs is a *distance* that says who is alike. Here that is the difference of
the propensity scores, of their log-odds, or Mahalanobis' distance between the covariates.

Three questions decide what a match means. May somebody be the twin of several people (*with
replacement*)? Then each gets the nearest there is, but some outcomes count many times, and the
error has to know it. How far away may a twin be (the *caliper*)? Whoever finds nobody within
reach is left out, and the effect is that in the people who are left. And what about twins who
are alike but not the same? What remains between them is a bias, which a regression among the
matched can take off.
"""
