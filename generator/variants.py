"""The variants of a handout: on which paper, and whether in large print."""

from typing import Literal

Variant = Literal["a4", "letter", "a4-large", "letter-large"]
PaperSize = Literal["A4", "letter"]

_SIZES: dict[str, PaperSize] = {"a4": "A4", "letter": "letter"}
_NAMES = {"a4": "A4", "letter": "Letter"}
_LARGE = "-large"
# The least size of type in points: clear print, and large print as blind people's associations
# define it.
_SMALLEST, _SMALLEST_LARGE = 12.0, 16.0


def is_large(variant: str) -> bool:
    """Whether a variant is in large print."""
    return variant.endswith(_LARGE)


def paper_size(variant: str) -> PaperSize:
    """The paper of a variant, as a stylesheet calls it."""
    return _SIZES[variant.removesuffix(_LARGE)]


def paper_name(variant: str) -> str:
    """The paper of a variant, as people call it."""
    return _NAMES[variant.removesuffix(_LARGE)]


def smallest_type(variant: str) -> float:
    """The least size of type of a variant, in points."""
    return _SMALLEST_LARGE if is_large(variant) else _SMALLEST
