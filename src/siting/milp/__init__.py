"""Solves a `Matrix` with HiGHS; knows nothing of models."""
