"""Answers kept as they were printed, so that the same question about the same files is answered at once.

Kept is what a command wrote on its streams and its exit code, as data; with it every question that was put to the files
meanwhile. Before any of it is believed the questions are put again, and nothing may have another answer: run.py tells
how a run goes, dependence.py on what it depends besides the files, watched.py which questions were put to these,
entries.py how it is written down, folder.py where. Knows nothing of click, and of chronologies only how their files are
looked at.
"""
