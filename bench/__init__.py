"""Measurements, each run by hand from the top folder: `python -m bench.NAME`."""
