"""How much would the estimate vary? Ask the sample itself.

The error of an estimate is how it would vary over other samples of the same people. There
are no other samples. The *bootstrap* draws them from the one there is: as many rows as
there are, with replacement, so that some people come twice and others not at all. On each
the whole analysis is done again, and the spread of the answers is the error.

That needs no formula, and so it serves every estimator, those included whose formula
nobody has worked out. It needs time, of which most is spent on the same sums again. A
drawn sample is nothing but a *count* for each row; where an estimator is made of weighted
sums, hundreds of samples are one product of matrices.

Source: Efron and Tibshirani (1993), An introduction to the bootstrap.
"""
