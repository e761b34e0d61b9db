"""From files to a `Chronology`, or to every mistake in them at once. Only this package reads files and knows YAML."""

from chrono.loading.files import named
from chrono.loading.loading import Loaded, load
from chrono.loading.schema import json_schema

__all__ = ["Loaded", "json_schema", "load", "named"]
