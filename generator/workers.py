"""Spreads work over worker processes, when there is enough of it."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, Protocol, TypeVar

Job = TypeVar("Job")
Made = TypeVar("Made")

_PAUSE = 0.1
# So many jobs a process are begun before the first is needed: none waits, and few are in memory.
_AHEAD = 32
# In a worker process: this file is gone when nobody waits for what it makes any more. A lock of
# multiprocessing would fail aloud in a worker that starts after the work is done.
_wanted: list[Path] = []


class Elsewhere(Protocol):
    """Machines that have this program, but no file of this one: content goes there, bytes back."""

    @property
    def size(self) -> int:
        """How many processes there are."""

    def workers(
        self,
        make: Callable[..., Made],
        meanwhile: Callable[[], None] = ...,
        given: tuple[Callable[[Any], object], object] | None = None,
    ) -> AbstractContextManager[Callable[[Iterable[Job]], Iterator[Made]]]:
        """As `workers`; what `given` its first makes of its second comes before each job."""


@contextmanager
def workers(
    make: Callable[[Job], Made], processes: int, meanwhile: Callable[[], None] = lambda: None
) -> Iterator[Callable[[Iterable[Job]], Iterator[Made]]]:
    """Makes each of the jobs that it is given, in their order: here, or in several processes.

    `meanwhile` is called again and again while the work goes on. It may raise to give up: then no
    other job is begun, and nobody waits for those that are.
    """
    if processes < 2:  # noqa: PLR2004 one process more would only wait for this one
        yield lambda jobs: _make_here(make, jobs, meanwhile)
        return
    # A fresh interpreter for each worker: the same on every system, and safe beside threads.
    context = get_context("spawn")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        wanted = Path(folder) / "wanted"
        wanted.touch()
        executor = ProcessPoolExecutor(processes, context, _begin, (wanted, gc.get_threshold()))
        try:
            yield lambda jobs: spread(
                lambda job: executor.submit(_make, make, job),
                jobs,
                lambda: _AHEAD * processes,
                meanwhile,
            )
        except BaseException:
            wanted.unlink()
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        executor.shutdown()


def spread(
    submit: Callable[[Job], Future[Made]],
    jobs: Iterable[Job],
    ahead: Callable[[], int],
    meanwhile: Callable[[], None],
) -> Iterator[Made]:
    """What comes of each job, in their order; of so many at a time nobody has seen that yet."""
    promised = deque[Future[Made]]()
    for job in jobs:
        meanwhile()
        promised.append(submit(job))
        if len(promised) >= ahead():
            yield _await(promised.popleft(), meanwhile)
    while promised:
        yield _await(promised.popleft(), meanwhile)


def _make_here(
    make: Callable[[Job], Made], jobs: Iterable[Job], meanwhile: Callable[[], None]
) -> Iterator[Made]:
    for job in jobs:
        meanwhile()
        yield make(job)


def _await(future: Future[Made], meanwhile: Callable[[], None]) -> Made:
    meanwhile()
    while not wait([future], _PAUSE).done:
        meanwhile()
    return future.result()


def _begin(wanted: Path, collecting: tuple[int, int, int]) -> None:
    """Make a fresh process a worker, behind whoever waits for a page or writes one."""
    _wanted.append(wanted)
    gc.set_threshold(*collecting)
    Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)


def _end_with_parent() -> None:
    """End this process when the one that wants its work was killed: nobody else would end it."""
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _make(make: Callable[[Job], Made], job: Job) -> Made:
    # A few jobs are on their way to a worker before it asks for them, and cannot be called back.
    if not all(wanted.exists() for wanted in _wanted):
        raise CancelledError
    return make(job)
