"""Shows a site while it is being written: builds, serves, and again on every save."""

from generator.serve.session import serve

__all__ = ["serve"]
