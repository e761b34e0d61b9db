"""A chronology followed while its files are worked on: what `chrono watch` and `chrono serve` have in common.

Takes a folder, gives one state of its files after another. Answers nothing and prints nothing.
"""
