"""The gate that a web page passes before it is published: safety blocks seen, no request abroad."""

from generator.gate.blocks import check_blocks
from generator.gate.finding import Finding, Findings
from generator.gate.kit import Kit, KitPlace, Piece, check_kits, check_parts, has_more, split_parts
from generator.gate.outbound import (
    POLICY,
    check_outbound,
    check_requests,
    check_stylesheet,
    page_links,
)
from generator.gate.skeleton import name_skeleton
from generator.gate.visible import Styles, check_visible, load_styles

__all__ = [
    "POLICY",
    "Finding",
    "Findings",
    "Kit",
    "KitPlace",
    "Piece",
    "Styles",
    "check_blocks",
    "check_kits",
    "check_outbound",
    "check_parts",
    "check_requests",
    "check_stylesheet",
    "check_visible",
    "has_more",
    "load_styles",
    "name_skeleton",
    "page_links",
    "split_parts",
]
