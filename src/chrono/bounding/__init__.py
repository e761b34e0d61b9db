"""Exact windows of whole networks of differences, in pure Python: shortest paths, and a search over the either/ors."""

from chrono.bounding.graph import Graph, NotDifferences, graph_of

__all__ = ["Graph", "NotDifferences", "graph_of"]
