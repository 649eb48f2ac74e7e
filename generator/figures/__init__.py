"""Figures: exercises drawn from pose files, from joint angles to SVG, one module for each step.

pose file → pose (clinical angles, contacts, props) → skeleton → flesh → shapes → drawing → SVG.
`posefile` and `pose` are plain Python. The modules behind them need numpy and shapely, and are
imported only when a figure has to be drawn.
"""
