"""Screens: each answer as text for a terminal, one file a command. Drawn from answers alone."""
