"""Calendars: what the years, months and days of each are in Julian Day Numbers."""
