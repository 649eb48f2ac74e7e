"""Where a cluster may be: behind TLS, or on this machine."""

import re
from ipaddress import ip_address

from generator.errors import UsageError

_ADDRESS = re.compile(r"(?P<way>tls|tcp)://(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<host>[\w.-]+)):\d+")


def check_address(scheduler: str) -> None:
    """Raises `UsageError` for an address of a scheduler to which nothing may be sent."""
    if unsafe := why_unsafe(scheduler):
        raise UsageError(f"--scheduler {scheduler} is refused: {unsafe}")


def why_unsafe(address: str) -> str:
    """Why nothing may be sent to an address, in a few words; empty if it may.

    What travels as plain text could be altered on its way, and with it what a handout says.
    """
    parts = _ADDRESS.fullmatch(address)
    if not parts:
        return "it is not an address like tls://host:8786"
    if parts["way"] == "tls" or _is_here(parts["six"] or parts["host"]):
        return ""
    return "over tcp a handout could be altered on its way; outside this machine, use tls://"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
