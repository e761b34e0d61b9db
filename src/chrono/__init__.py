"""chrono derives from dated evidence, with proof, the exact windows in which a text can have been written."""

__version__ = "0.1.0"
