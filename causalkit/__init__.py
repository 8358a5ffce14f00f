"""Causal inference taught with data whose truth is known."""
