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


@dataclass(frozen=True)
class Cost:
    """One run: seconds by the clock and of the processors, and bytes.

    `memory` is the sum of what the command and all its children hold at a time, looked at 20 times
    a second; what several of them share counts once (`Pss` of Linux). The most that the system
    itself notes of a process is no help: a child begins with the note of the one that started it.
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
    return Cost(wall, usage.ru_utime + usage.ru_stime, memory.most)


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
            self.most = max(self.most, sum(_held(session)))


def _held(session: int) -> Iterator[int]:
    """The bytes that each process of a session holds, and its part of what it shares."""
    with os.scandir("/proc") as entries:
        numbers = [int(entry.name) for entry in entries if entry.name.isdigit()]
    for number in numbers:
        try:
            if os.getsid(number) != session:
                continue
            lines = Path(f"/proc/{number}/smaps_rollup").read_text("utf-8").splitlines()
        except OSError:  # gone in the meantime
            continue
        yield sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
