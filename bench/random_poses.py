"""Draws random poses and says what is wrong with them.

    python -m bench.random_poses 1000          seeds 0 to 999
    python -m bench.random_poses 1000 5000     seeds 5000 to 5999

The first 264 are those of the tests. A seed is one start position, view, person and set of angles;
what is looked for stands in `tests/figures/faults.py`.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import click

from tests.figures.faults import find_faults
from tests.figures.random_frames import random_frame


@click.command(help=__doc__)
@click.argument("count", type=int, default=1000)
@click.argument("first", type=int, default=0)
def main(count: int, first: int) -> None:
    """Draw `count` poses and print what was found."""
    kinds: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for seed, faults in enumerate(pool.map(look_at, range(first, first + count)), first):
            kinds.update(sorted({fault.partition(":")[0] for fault in faults}))
            for line in _tell(seed, faults):
                click.echo(line)
    click.echo(f"{count} poses: " + (", ".join(f"{n} {kind}" for kind, n in kinds.items()) or "ok"))


def look_at(seed: int) -> list[str]:
    """The faults of one pose; a crash is one of them."""
    frame, person = random_frame(seed)
    try:
        return find_faults(frame, person)
    except Exception as error:  # noqa: BLE001 whatever it is, the other poses are still wanted
        return [f"crashed: {type(error).__name__}: {error}"]


def _tell(seed: int, faults: list[str]) -> Iterator[str]:
    frame, person = random_frame(seed)
    for fault in faults:
        yield f"{frame.description}, {person}: {fault}"


if __name__ == "__main__":
    main()
