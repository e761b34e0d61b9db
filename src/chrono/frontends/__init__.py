"""The ways in for people and programs: the command line, and the plugins of pytest and Hypothesis."""
