"""What was found that a stylesheet does to a safety block."""

from collections.abc import Mapping
from typing import NamedTuple


class Finding(NamedTuple):
    """What a declaration does to a block, which is named by its order on the page."""

    order: int
    said: str
    sheet: str
    line: int


Findings = Mapping[str, tuple[Finding, ...]]
"""What was found, under names that stand for all that decides it."""
