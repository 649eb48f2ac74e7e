"""Worker processes: the same as work done here, and easy to call off."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from generator.workers import workers


class EnoughError(Exception):
    """Nobody needs the rest."""


def give_up() -> None:
    raise EnoughError


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_work_comes_back_in_order(processes: int) -> None:
    """Here or in other processes, the first answer belongs to the first job."""
    with workers(abs, processes) as make_all:
        assert list(make_all(range(-9, 0))) == [9, 8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_work_that_is_given_up_is_not_begun(tmp_path: Path, processes: int) -> None:
    """No job is begun any more, not even one that is on its way to a worker."""
    files = [tmp_path / str(number) for number in range(20)]
    with pytest.raises(EnoughError), workers(Path.touch, processes, give_up) as make_all:
        list(make_all(files))
    for process in active_children():
        process.join(60)
    assert list(tmp_path.iterdir()) == []


def wait_for(found: Callable[[], object]) -> None:
    """Wait until something is so, half a minute at most."""
    for _ in range(300):
        if found():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


WAITING = """
import sys
import time
from generator.workers import workers

def main():
    with workers(time.sleep, 2) as make_all:
        list(make_all([600, 600]))

if __name__ == "__main__":
    main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only /proc tells who started whom")
def test_no_worker_outlives_a_killed_program(tmp_path: Path) -> None:
    """A worker may hold what concerns a patient, and nobody else would end it."""
    script = tmp_path / "waiting.py"
    script.write_text(WAITING, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    program = subprocess.Popen([sys.executable, script], env=environment, start_new_session=True)
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    # Two, and what tidies up for them. A worker is at work when it has a second thread.
    wait_for(lambda: len(children.read_text().split()) > 2)
    started = [Path(f"/proc/{number}/task") for number in children.read_text().split()]
    wait_for(lambda: sum(len(list(threads.iterdir())) > 1 for threads in started) > 1)
    program.kill()
    program.wait()
    wait_for(lambda: not any(threads.exists() for threads in started))
