"""Hot loops in numba, each with a plain numpy twin that tests compare.

They know arrays only, and of the rules what `allowed.Allowed` names. Everything is
compiled on first use and cached on disk. The cache looks at the file of a kernel, not
at files that it imports: where a kernel calls those of another file, change both.
"""
