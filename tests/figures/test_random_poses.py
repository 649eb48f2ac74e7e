"""Any pose of a person can be drawn: hundreds at random, from every start position and camera."""

import pytest
from figures.faults import find_faults
from figures.random_frames import POSITIONS, random_frame

from generator.figures.posefile.terms import VIEWS

# Each start position is seen from each view so often.
ROUNDS = 3
SEEDS = range(ROUNDS * len(POSITIONS) * len(VIEWS))


@pytest.mark.slow
@pytest.mark.parametrize("position", POSITIONS)
def test_no_pose_loses_a_part(position: str) -> None:
    """Whatever the joints' angles, the drawing is whole, closed and under 7 KB.

    `python -m bench.random_poses` looks at more of them.
    """
    found = {}
    for seed in SEEDS:
        frame, person = random_frame(seed)
        if frame.position == position and (faults := find_faults(frame, person)):
            found[seed] = faults
    assert not found
