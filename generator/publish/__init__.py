"""Puts finished files in place so that a build stopped at any moment never tears the site."""

from generator.publish.ledger import Published
from generator.publish.publisher import Publisher, open_output
from generator.publish.refusals import OutputBusy, OutputUnusable

__all__ = ["OutputBusy", "OutputUnusable", "Published", "Publisher", "open_output"]
