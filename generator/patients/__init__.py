"""Handouts for patients: from a prescription, or a table of them, to files of their own."""
