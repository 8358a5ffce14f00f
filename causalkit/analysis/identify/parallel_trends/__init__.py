"""Identification by the past of others: parallel trends, which no diagram shows."""
