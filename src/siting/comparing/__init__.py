"""Runs beside each other: by problem, by method, over all, and whether they differ."""
