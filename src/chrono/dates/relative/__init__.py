"""Dates told by something else: reigns, feasts, intervals and weekdays."""
