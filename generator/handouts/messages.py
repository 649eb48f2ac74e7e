"""Collects what the libraries that make a PDF warn of."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_messages() -> Iterator[list[str]]:
    """Everything that the libraries warn of inside the block."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        for logger in loggers:
            logger.removeHandler(collector)


class _Collector(logging.Handler):
    """Keeps what the libraries warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage().replace("\n", " "))
