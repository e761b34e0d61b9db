"""From files to a `Chronology`, or to every mistake in them at once. Only this package reads files and knows YAML."""

from chrono.loading.loading import Loaded, load
from chrono.loading.schema import json_schema
from chrono.loading.sources import Folder, Memory, Overlay

__all__ = ["Folder", "Loaded", "Memory", "Overlay", "json_schema", "load"]
