"""From files to a `Chronology`, or to every mistake in them at once. Only this package reads files and knows YAML.

What is asked of it is loaded when it is first asked for: to look at files without reading them takes sources.py alone.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
"""What `typing` calls so, without loading it."""

if TYPE_CHECKING:
    from chrono.loading.loading import Loaded, load
    from chrono.loading.schema import json_schema
    from chrono.loading.sources import Folder, Memory, Overlay

__all__ = ["Folder", "Loaded", "Memory", "Overlay", "json_schema", "load"]

_FROM = {
    "Folder": "sources",
    "Loaded": "loading",
    "Memory": "sources",
    "Overlay": "sources",
    "json_schema": "schema",
    "load": "loading",
}


def __getattr__(name: str) -> object:
    """What this package offers, from the module that has it."""
    if name not in _FROM:
        raise AttributeError(f"module 'chrono.loading' has no attribute {name!r}")
    found: object = getattr(import_module(f"chrono.loading.{_FROM[name]}"), name)
    globals()[name] = found
    return found
