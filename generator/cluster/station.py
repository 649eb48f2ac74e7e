"""What a worker of a cluster does: makes sure that it may, then does one job after the other."""

import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

from generator.cluster.address import why_unsafe

# A worker of Dask has several threads, and neither WeasyPrint nor the warnings of a library know
# whose work they are.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Wanted:
    """What a worker must be like, for outputs on paper or only for those on screens."""

    facts: Mapping[str, str]
    paper: bool


@dataclass(frozen=True)
class Refused:
    """Why a worker must not work for a build."""

    reason: str


class Parcel:
    """What all jobs of a kind are made with: comes to a worker once, and is opened there once.

    What was in it is gone when Dask lets go of it, which it does when the build ends.
    """

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def __reduce__(self) -> tuple[type["Parcel"], tuple[bytes]]:
        return Parcel, (self._packed,)

    @cached_property
    def things(self) -> object:
        """What came of it when it was opened here."""
        unpack, content = unseal(self._packed)
        return unpack(content)


def seal(*things: object) -> bytes:
    """Things on their way: nothing of them is looked at before who gets them was checked."""
    return zlib.compress(pickle.dumps(things, protocol=5), level=1)


def unseal(packed: bytes) -> Any:
    """What was sealed."""
    return pickle.loads(zlib.decompress(packed))  # noqa: S301 comes from the build, as all code does


def examine(wanted: Wanted) -> Refused | None:
    """Why this process must not work for a build; `None` if it may."""
    # Not at the top: the scheduler only hands on what is done here, and needs none of it.
    from generator.cluster.alike import describe, differences

    found = ", ".join(differences(wanted.facts, describe(paper=wanted.paper)))
    return Refused(f"differs in {found}") if found else None


def work(wanted: Wanted, packed: bytes, parcel: Parcel | None) -> object:
    """Do one job; `Refused` on a worker that must not, which may have come later than others."""
    from distributed import get_worker

    with _one_at_a_time:
        address: str = get_worker().address
        if unsafe := why_unsafe(address):
            return Refused(f"is reached in an unsafe way: {unsafe}")
        if refused := examine(wanted):
            return refused
        make, job = unseal(packed)
        return make(job) if parcel is None else make(parcel.things, job)
