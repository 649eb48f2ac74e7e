"""The gate that a web page passes before it is published: safety blocks seen, no request abroad."""

from generator.gate.blocks import check_blocks
from generator.gate.outbound import POLICY, check_outbound, check_stylesheet, page_links
from generator.gate.visible import Styles, check_visible, load_styles

__all__ = [
    "POLICY",
    "Styles",
    "check_blocks",
    "check_outbound",
    "check_stylesheet",
    "check_visible",
    "load_styles",
    "page_links",
]
