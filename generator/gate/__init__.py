"""The gate that a web page passes before it is published: safety blocks seen, no request abroad."""

from generator.gate.blocks import check_blocks
from generator.gate.kit import Kit, check_kits
from generator.gate.outbound import POLICY, check_outbound, check_stylesheet, page_links
from generator.gate.visible import Styles, check_visible, load_styles

__all__ = [
    "POLICY",
    "Kit",
    "Styles",
    "check_blocks",
    "check_kits",
    "check_outbound",
    "check_stylesheet",
    "check_visible",
    "load_styles",
    "page_links",
]
