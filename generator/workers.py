"""Spreads work over worker processes, when there is enough of it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")


@contextmanager
def workers(
    make: Callable[[Job], Made], processes: int
) -> Iterator[Callable[[Iterable[Job]], Iterator[Made]]]:
    """Makes each of the jobs that it is given, in their order: here, or in several processes."""
    if processes < 2:  # noqa: PLR2004 one process more would only wait for this one
        yield lambda jobs: map(make, jobs)
        return
    # A fresh interpreter for each worker: the same on every system, and safe beside threads.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        yield lambda jobs: executor.map(make, jobs)
