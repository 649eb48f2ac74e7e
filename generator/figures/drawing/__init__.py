"""Draws a posed body and its props: outlines, clothes, head, highlight, arrows, SVG."""
