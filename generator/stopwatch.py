"""Notes how long each step of a build took."""

import time
from collections.abc import Mapping


class Stopwatch:
    """The seconds of each step, in the order in which they were first taken."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, step: str) -> None:
        """Note the time since the last step ended, or since the watch was made, for this one."""
        now = time.perf_counter()
        self._seconds[step] = self._seconds.get(step, 0.0) + now - self._since
        self._since = now

    @property
    def seconds(self) -> Mapping[str, float]:
        """What was noted."""
        return self._seconds
