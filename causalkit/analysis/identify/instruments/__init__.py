"""Instruments: what moves the exposure and reaches the outcome in no other way.

A lottery, a price, the distance to a shop. An instrument alone identifies nothing; with a
further assumption (linearity, or that nobody is moved the wrong way) it gives an effect.
"""
