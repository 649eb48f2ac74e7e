"""What a handout must show: what its proof will look for in the finished file."""

from dataclasses import dataclass

from generator.views import SafetyBlock


@dataclass(frozen=True)
class Instructions:
    """What to do in an exercise, as plain text: the lines of each step, the phrases of its dose.

    `owner` is its title in a program. `pictures` are the words by which its pictures are known,
    `side` those beside them that say which side they show, where that must be read. `goes_on` is
    what may stand where a page begins in its midst.
    """

    owner: str
    steps: tuple[tuple[str, ...], ...]
    dose: tuple[str, ...]
    pictures: tuple[str, ...] = ()
    side: str = ""
    goes_on: str = ""

    @property
    def of(self) -> str:
        """Whose steps they are, as problems say it."""
        return f' of "{self.owner}"' if self.owner else ""


@dataclass(frozen=True)
class Written:
    """What is filled in: the words by which a problem names it, and what stands before it."""

    name: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Expectation:
    """What a handout must show: its blocks in order, the lines of every foot, what to do.

    `smallest` is the least size of type in points. `written` is what is filled in for one patient.
    """

    blocks: tuple[SafetyBlock, ...]
    footer: tuple[str, ...]
    exercises: tuple[Instructions, ...]
    smallest: float = 12
    written: tuple[Written, ...] = ()
