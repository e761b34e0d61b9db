"""`chrono serve`: the chronology of a folder in a browser on the same machine, drawn again at each save.

Takes a folder, gives a page and an interface of HTTP whose answers are the documents of the commands, byte for byte.
Never listens to other machines, and writes nothing unless it was started for that.
"""
