"""Medians over sorted lists of near sites: no table of all pairs."""
