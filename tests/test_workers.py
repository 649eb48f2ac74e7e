"""Worker processes: the same as work done here, and easy to call off."""

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
