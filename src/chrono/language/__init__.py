"""The words of the evidence: its sentences, and the expressions of `holds`, `then` and `claim`."""
