"""Heuristics: what looks at designs, and what they share."""
