"""Drawing: answers as marks in steps of the chronology's own calendar, and marks as SVG.

Takes answers, gives values and text; never asks a solver, reads a file or writes one. The one way from an answer to a
picture: a file, a report, a notebook and a page are drawn from the same marks.
"""
