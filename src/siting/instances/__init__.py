"""Readers, one file a source, and the bundled data."""
