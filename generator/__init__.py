"""Turns a clinic's exercise pages, written in Markdown, into a website and printable handouts."""

__version__ = "0.1.0"
