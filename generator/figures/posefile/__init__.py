"""Reads pose files: the words they may use, how far joints go, and what is wrong with a file."""
