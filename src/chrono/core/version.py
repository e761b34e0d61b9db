"""Which version of chrono this is."""

__version__ = "0.1.0"
