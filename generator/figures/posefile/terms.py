"""The words of a pose file: views, parts, contacts, props, muscles and people, all of them closed.

The joints and their movements stand in `range_of_motion`, beside their limits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SIDES = ("right", "left")
# Takes away what was said above, for a frame that differs.
NONE = "none"
HAND_SHAPES = ("flat", "relaxed", "grip", "cup")
DIRECTIONS = ("forward", "backward", "up", "down", "left", "right")

# Where a figure is seen from: azimuth and elevation in degrees, as a `Camera` counts them. Each
# view is a few degrees off the plane of the movement, so that the far limb is not hidden.
VIEWS: Mapping[str, tuple[float, float]] = {
    "from the right": (8, 10),
    "from the front right": (35, 10),
    "from the front": (78, 8),
    "from the front left": (145, 10),
    "from the left": (172, 10),
    "from behind right": (-35, 10),
    "from behind": (-78, 8),
    "from behind left": (215, 10),
    "from above right": (8, 32),
    "from above left": (172, 32),
    "from above front": (78, 32),
}

# What a hand or a foot does, and to what. A word of `PAIRED` takes "right" or "left" before it.
Targets = Mapping[str, tuple[str, ...]]
HAND_CONTACTS: Targets = {
    "on": (
        *("floor", "mat", "table", "bench", "chair", "support", "wall", "step"),
        *("thigh", "knee", "hip", "shin", "belly"),
    ),
    "behind": ("thigh", "head"),
    "under": ("head", "forehead"),
    "holds": ("strap", "band", "barbell"),
}
FOOT_CONTACTS: Targets = {
    "flat on": ("floor", "mat", "step", "wall", "thigh"),
    "heel on": ("floor", "mat", "table", "step", "bench", "chair"),
    "ball on": ("floor", "mat", "step"),
    "toes against": ("wall",),
    "inside of ankle on": ("table", "bench", "chair"),
    "outside of ankle on": ("table", "bench", "chair"),
}
CONTACTS: Mapping[str, Targets] = {"hand": HAND_CONTACTS, "foot": FOOT_CONTACTS}
SHIFTS = ("ahead", "out", "up", "along")
SIZES = ("length", "width", "height")

_PAIRED_SUPPORTS = ("foot", "heel", "toes", "knee", "shin", "hip", "hand", "forearm", "shoulder")
_MIDLINE_SUPPORTS = ("buttocks", "lower back", "upper back", "head", "chest", "belly", "thighs")
SUPPORTS = (*_PAIRED_SUPPORTS, *_MIDLINE_SUPPORTS)
BEARERS = ("floor", "mat", "cushion", "bench", "chair", "table", "step")

ARROW_PARTS = (
    *("head", "chest", "upper back", "lower back", "belly", "pelvis"),
    *("shoulder", "elbow", "forearm", "hand", "hip", "thigh", "knee", "shin", "ankle"),
    *("heel", "foot", "toes"),
)
# The words for parts of which a person has two.
PAIRED = frozenset(
    {
        *_PAIRED_SUPPORTS,
        *("elbow", "wrist", "upper arm", "thigh", "ankle", "sole"),
    }
)


@dataclass(frozen=True)
class PropWords:
    """What may be said of a prop: the places that it is fitted to, and its measures in cm.

    One that `must_be_placed` takes its height or place from the body.
    """

    places: Targets
    measures: tuple[str, ...] = ()
    must_be_placed: bool = False


_FURNITURE = ("length", "width", "height", "ahead", "out")
PROPS: Mapping[str, PropWords] = {
    "mat": PropWords({}, ("length", "width", "ahead", "out")),
    "floor": PropWords({}, ("length", "width", "ahead", "out")),
    "table": PropWords(
        {"under": ("ankle", "heel", "foot", "shin", "knee", "thigh", "hand", "forearm")},
        _FURNITURE,
        must_be_placed=True,
    ),
    "bench": PropWords(
        {"under": ("upper back", "buttocks", "heel", "foot", "ankle", "shin", "knee", "hand")},
        _FURNITURE,
        must_be_placed=True,
    ),
    "step": PropWords(
        {"under": ("foot", "heel", "toes", "ankle", "hand")}, _FURNITURE, must_be_placed=True
    ),
    "chair": PropWords(
        {"under": ("buttocks", "heel", "ankle", "foot"), "beside": ("hand",)},
        ("height", "ahead", "out"),
        must_be_placed=True,
    ),
    "support": PropWords({"beside": ("hand",)}, ("height", "ahead", "out"), must_be_placed=True),
    "wall": PropWords(
        {"at": ("toes", "foot", "hand", "forearm", "buttocks", "upper back"), "behind": ("bench",)},
        ("height", "width", "ahead", "out"),
        must_be_placed=True,
    ),
    "anchor": PropWords(
        {"behind": ("foot",), "ahead of": ("foot",)},
        ("height", "ahead", "out"),
        must_be_placed=True,
    ),
    "strap": PropWords({"round": ("foot", "ankle", "thigh")}, must_be_placed=True),
    "band": PropWords({"round": ("foot", "heel", "ankle", "thigh", "knee")}, must_be_placed=True),
    "cushion": PropWords(
        {"under": ("head", "belly", "knee", "buttocks")}, ("height",), must_be_placed=True
    ),
    "barbell": PropWords({"across": ("hips",)}, ("length",)),
}

# Muscles on either side of the body, and those drawn as one.
PAIRED_MUSCLES = (
    *("quadriceps", "hamstrings", "adductors", "iliotibial band", "hip flexors"),
    *("gluteal muscles", "calf", "deltoid"),
)
MIDLINE_MUSCLES = ("abdominals", "lower abdominals", "back muscles", "deep neck flexors")
MUSCLES = (*PAIRED_MUSCLES, *MIDLINE_MUSCLES)

PEOPLE = ("bun", "short-hair", "curls", "headscarf", "grey-beard", "grey-bob")

# What clinicians also say, for hints.
ALSO_CALLED: Mapping[str, str] = {
    "prone": "lying-on-front",
    "supine": "lying-on-back",
    "side-lying": "lying-on-side",
    "quadruped": "all-fours",
    "seated": "sitting",
    "cervical spine": "neck",
    "thoracic spine": "upper back",
    "lumbar spine": "lower back",
    "scapula": "shoulder blade",
    "lateral rotation": "external rotation",
    "medial rotation": "internal rotation",
    "glutes": "gluteal muscles",
    "quads": "quadriceps",
    "belt": "strap",
    "towel": "strap",
    "stool": "step",
    "null": "none",
    "~": "none",
}


def split_side(name: str) -> tuple[str, str]:
    """`right knee` as `("right", "knee")`; the side is empty for both sides and the midline."""
    side, _, part = name.partition(" ")
    return (side, part) if side in SIDES else ("", name)


def on_both_sides(part: str) -> tuple[str, ...]:
    """`knee` as `("right knee", "left knee")`."""
    return tuple(f"{side} {part}" for side in SIDES)


def with_sides(parts: Iterable[str], paired: Iterable[str] = PAIRED) -> dict[str, tuple[str, ...]]:
    """All that may be written for the parts, and which parts it stands for.

    `knee` stands for both knees; `head` for itself.
    """
    pairs = frozenset(paired)
    written: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if part in pairs:
            written |= {sided: (sided,) for sided in on_both_sides(part)}
        written[part] = on_both_sides(part) if part in pairs else (part,)
    return written


def phrases(targets: Targets) -> dict[str, tuple[str, str]]:
    """Every phrase that the words make up: `on right thigh` is `("on", "right thigh")`."""
    return {
        f"{preset} {target}": (preset, target)
        for preset, bases in targets.items()
        for target in with_sides(bases)
    }
