"""Mats, tables, straps and the rest, each fitted to the posed body."""
