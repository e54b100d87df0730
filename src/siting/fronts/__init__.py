"""Exact fronts: scalar problems solved one after the other, each from the last."""
