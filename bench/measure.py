"""What a command costs: time by the clock, time of the processors, and the most memory held."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import Self

CORES = 2
_LOOK_EVERY = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Fields of /proc/PID/stat behind the name of the program, which may hold spaces itself.
_SESSION, _RESIDENT = 3, 21


@dataclass(frozen=True)
class Cost:
    """One run: seconds by the clock and of the processors, and bytes.

    `memory` is the sum of what the command and all its children hold at a time, looked at 20 times
    a second: what several of them share counts several times. It is never less than what the
    system notes as the most that one of them held.
    """

    wall: float
    processor: float
    memory: int


class FailedError(Exception):
    """A command that was to be measured failed; says what it wrote."""


def keep_to_cores(count: int = CORES) -> None:
    """Leave this process and all that it starts no more than so many processors."""
    allowed = sorted(os.sched_getaffinity(0))[:count]
    os.sched_setaffinity(0, allowed)


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end in a folder, in a session of its own."""
    with TemporaryFile() as errors, _Memory() as memory:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 our own commands
            command,
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        memory.watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    if process.returncode:
        raise FailedError(f"{' '.join(command)} ended with {process.returncode}:\n{said[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(memory.most, usage.ru_maxrss * 1024))


class _Memory:
    """The most memory that the processes of a session held so far."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    def watch(self, session: int) -> None:
        """Look at a session from now on, beside what else is done."""
        self._thread = Thread(target=self._look, args=[session], daemon=True)
        self._thread.start()

    def _look(self, session: int) -> None:
        while not self._ended.wait(_LOOK_EVERY):
            self.most = max(self.most, sum(_resident(session)))


def _resident(session: int) -> Iterator[int]:
    """The bytes that each process of a session holds."""
    with os.scandir("/proc") as entries:
        names = [entry.name for entry in entries if entry.name.isdigit()]
    for name in names:
        try:
            fields = Path(f"/proc/{name}/stat").read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # gone in the meantime
            continue
        if int(fields[_SESSION]) == session:
            yield int(fields[_RESIDENT]) * _PAGE
