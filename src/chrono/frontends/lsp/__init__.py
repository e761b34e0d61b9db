"""The language server for editors: mistakes, windows and reasons while the evidence is written.

Takes the texts that an editor holds, saved or not, and gives what editors show; never writes a file. pygls, which
speaks the protocol, is the extra `lsp`, and nothing else of chrono loads it.
"""
