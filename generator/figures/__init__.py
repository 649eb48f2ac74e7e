"""Figures: exercises drawn from pose files, from joint angles to SVG, one room for each stage.

pose file → `posefile` → `pose` → `anatomy` (bones and flesh) → `posing`, with `props` → `drawing`.
The rooms behind `pose` need numpy and shapely: they are imported only when something is drawn.
"""
