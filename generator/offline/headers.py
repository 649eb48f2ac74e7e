"""The file `_headers`: what a host that reads it shall say with every answer."""

from typing import Final

HEADERS: Final = "_headers"

# What a page cannot say of itself. Addresses do not change with what they name, so a browser shall
# ask each time; what it has it keeps, if the host says that it is still the same.
_SAID: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def write_headers() -> bytes:
    """The same headers for every address."""
    return "\n".join(["/*", *(f"  {name}: {said}" for name, said in _SAID.items()), ""]).encode()
