"""Exact windows of networks of differences with either/ors, with proofs; knows no dates and no files."""
