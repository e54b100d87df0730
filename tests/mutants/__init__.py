"""Faults to plant in models, one file a model; run by scripts/mutants.

``MUTANTS`` lists (what is wrong, old text, new text); the old text occurs once in the
model's source.
"""
