"""Prepares a clinic's pictures for page and handout: upright, sized, and free of metadata."""

from generator.media.icons import initials_of, site_icon
from generator.media.pictures import Picture, convert_picture, measure_picture

__all__ = ["Picture", "convert_picture", "initials_of", "measure_picture", "site_icon"]
