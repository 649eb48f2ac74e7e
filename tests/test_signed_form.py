"""What a signature covers is hashed in one form for ever: to change it would end every review."""

from pathlib import Path

from generator.library import load_library
from generator.review import content_hash, reviewed_records

FILES = {
    "clinic.toml": """\
format = 1
[clinic]
name = "Test Clinic"
phone = "01632 960 123"
emergency_number = "999"
[site]
title = "Test"
""",
    "terms.toml": '[regions]\nhip = "Hip"\n[equipment]\nmat = "Mat"\n',
    "safety/sheet.md": """\
---
title: Safety “notes”
emergency: [Numbness]
urgent: {call: us, when: today, signs: [Fever, Pain at night]}
stop_if: [Sharp pain]
ask_first: [An operation]
---
Read <b>this</b> first.
""",
    "exercises/bridge.md": """\
---
title: Bridge
summary: Lifts the hips.
region: hip
goal: strength
position: lying-on-back
equipment: [mat]
side: affected
dose: {sets: 3, reps: 10-12, hold: 5 s, load: a band}
safety: sheet
precautions: [Go slowly & stop.]
---
Strong hips: é.

1. Lie down. {1}
2. Lift {your sore side}. {2}
""",
    "exercises/bridge.pose.yaml": """\
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
""",
    "programs/hips.md": """\
---
title: Hips
summary: For the hips.
region: hip
safety: sheet
schedule: {per_week: 2-3}
exercises: [{exercise: bridge, dose: {sets: 2, reps: 8}, note: Mornings.}]
---
""",
}


def test_content_that_was_signed_keeps_its_hash(tmp_path: Path) -> None:
    for path, text in FILES.items():
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    library, _ = load_library(tmp_path)
    assert "bridge" in library.figures
    assert [content_hash(library, record) for record in reviewed_records(library)] == [
        "d9eb500ce9462ed6",
        "872c997e475bb8c5",
        "fceda58e4172bceb",
    ]
