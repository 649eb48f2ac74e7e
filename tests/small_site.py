"""A small site for tests, that can be written, built, edited and built again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.asked import BuildOptions, BuildResult
from generator.build import build
from generator.errors import Problem, SiteError

TODAY = "2026-11-21"

CLINIC = """\
format = 1

[clinic]
name = "Test Clinic"
phone = "01632 960 123"
emergency_number = "999"

[site]
title = "Test exercises"

[print]
variants = ["a4"]
"""

TERMS = """\
[regions]
hip = "Hip"

[equipment]
mat = "Mat"
"""

SHEET = """\
---
title: Safety notes
emergency: [Numbness between the legs]
urgent: {call: us, when: today, signs: [Fever with the pain]}
stop_if: [Sharp pain]
ask_first: [A recent operation]
---
Read this first.
"""

EXERCISE = """\
---
title: Bridge
summary: Lifts the hips.
region: hip
goal: strength
position: lying-on-back
equipment: [mat]
side: both
dose: {sets: 3, reps: 10}
safety: low-back
precautions: [Go slowly.]
---
It makes the hips strong.

1. Lie on your back.
2. Lift your hips.
"""

PROGRAM = """\
---
title: Hip program
summary: One exercise for the hips.
region: hip
safety: low-back
exercises: [bridge]
---
Why it helps.
"""

# The figure of an exercise in two frames, and the steps that belong to them.
POSE = """\
position: lying-on-back
side: right
camera: from the right
props:
  mat:
highlight: [right quadriceps]
frames:
  - caption: Lie flat
    description: A person lies on the back with both legs straight.
  - caption: Knee up
    description: The same, with the right thigh lifted and the knee bent.
    joints: {right hip: {flexion: 80}, right knee: {flexion: 80}}
"""
KEYED_STEPS = """\
1. Lie on your back. {1}
2. Bend one knee.
3. Lift it. {2}
4. Breathe.
"""
KEYED = EXERCISE.replace("1. Lie on your back.\n2. Lift your hips.\n", KEYED_STEPS).replace(
    "side: both", "side: each"
)
WITH_FIGURE = {
    "content/exercises/bridge.md": KEYED,
    "content/exercises/bridge.pose.yaml": POSE,
}

SMALL_SITE = {
    "content/clinic.toml": CLINIC,
    "content/terms.toml": TERMS,
    "content/safety/low-back.md": SHEET,
    "content/exercises/bridge.md": EXERCISE,
    "content/programs/hips.md": PROGRAM,
}


@dataclass(frozen=True)
class Site:
    """A site in a folder of its own: write, build, look, edit, build again."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "output" / "site"

    def write(self, path: str, content: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.folder / path).read_text("utf-8")
        assert old in text, f"{old!r} does not stand in {path}"
        self.write(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def build(self, *, today: str = TODAY, pdf: bool = False, strict: bool = False) -> BuildResult:
        options = BuildOptions(
            self.folder, self.folder / "output", today, pdf=pdf, strict=strict, jobs=1
        )
        return build(options)

    def problems(self, *, today: str = TODAY, pdf: bool = False) -> list[Problem]:
        """The errors that keep the site from being published; none when it is."""
        try:
            self.build(today=today, pdf=pdf)
        except SiteError as error:
            return [problem for problem in error.problems if problem.severity == "error"]
        return []

    def page(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything that is published, by its address."""
        return {
            file.relative_to(self.output).as_posix(): file.read_bytes()
            for file in sorted(self.output.rglob("*"))
            if file.is_file()
        }


MakeSite = Callable[..., Site]
