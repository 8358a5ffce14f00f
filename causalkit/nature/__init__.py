"""Nature."""
