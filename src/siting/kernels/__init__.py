"""Hot loops in numba, each with a plain numpy twin that tests compare.

They know arrays only. Everything is compiled on first use and cached on disk.
"""
