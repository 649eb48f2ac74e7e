"""Range of motion: how far each joint of an adult goes by itself, and with a strap or weight.

AAOS: the normal values of the American Academy of Orthopaedic Surgeons (Joint Motion: Method of
Measuring and Recording, 1965), as printed beside others in Norkin and White, Measurement of Joint
Motion. Those of the arm were compared with table A.1 there; those of hip, knee, ankle and toes
(the great toe's) with general reprints only.
AMA: the regions of the spine in the American Medical Association's Guides to the Evaluation of
Permanent Impairment, 5th edition. White and Panjabi: the sum of their representative values for
the segments, Clinical Biomechanics of the Spine, 2nd edition. Neither was compared with the book.

For joints that a strap, the floor or the body's weight takes further there is no such table: every
passive limit is our own estimate, and so is each row that says so. The limits say what may be
drawn, never what a patient should reach; a physiotherapist who knows better changes them here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.figures.posefile.terms import split_side

_AAOS = "AAOS 1965"
_AMA = "AMA Guides, 5th edition"
_SEGMENTS = "White and Panjabi, sum of segments"
_OURS = "our own estimate"


@dataclass(frozen=True)
class Limit:
    """How far a movement goes from the anatomical standing position, and who says so.

    `active` is what the joint's own muscles reach, `passive` what a strap, the floor or the
    body's weight can take it to.
    """

    active: float
    passive: float
    source: str
    unit: str = "degrees"


def _spine(flexion: Limit, extension: Limit, side_bend: Limit, rotation: Limit) -> dict[str, Limit]:
    return {
        "flexion": flexion,
        "extension": extension,
        "side bend right": side_bend,
        "side bend left": side_bend,
        "rotation right": rotation,
        "rotation left": rotation,
    }


MIDLINE_JOINTS = ("neck", "upper back", "lower back")
RANGES: Mapping[str, Mapping[str, Limit]] = {
    "neck": _spine(
        flexion=Limit(50, 60, _AMA),
        extension=Limit(60, 70, _AMA),
        side_bend=Limit(45, 50, _AMA),
        rotation=Limit(80, 85, _AMA),
    )
    | {
        "retraction": Limit(4, 4, _OURS, "cm"),
        "protraction": Limit(4, 4, _OURS, "cm"),
    },
    "upper back": _spine(
        flexion=Limit(50, 55, _AMA),
        extension=Limit(25, 30, _OURS),
        side_bend=Limit(30, 35, _OURS),
        rotation=Limit(30, 40, _AMA),
    ),
    "lower back": _spine(
        flexion=Limit(60, 65, _AMA),
        extension=Limit(25, 35, _AMA),
        side_bend=Limit(25, 30, _AMA),
        rotation=Limit(9, 15, _SEGMENTS),
    ),
    "shoulder": {
        "flexion": Limit(180, 185, _AAOS),
        "extension": Limit(60, 70, _AAOS),
        "abduction": Limit(180, 185, _AAOS),
        "adduction": Limit(50, 60, _OURS),
        "internal rotation": Limit(70, 90, _AAOS),
        "external rotation": Limit(90, 100, _AAOS),
    },
    "shoulder blade": {
        "elevation": Limit(6, 6, _OURS, "cm"),
        "depression": Limit(3, 3, _OURS, "cm"),
        "protraction": Limit(6, 6, _OURS, "cm"),
        "retraction": Limit(4, 4, _OURS, "cm"),
    },
    "elbow": {
        "flexion": Limit(150, 155, _AAOS),
        "extension": Limit(5, 10, _OURS),
    },
    "forearm": {
        "pronation": Limit(80, 90, _AAOS),
        "supination": Limit(80, 90, _AAOS),
    },
    "wrist": {
        "flexion": Limit(80, 90, _AAOS),
        "extension": Limit(70, 90, _AAOS),
        "radial deviation": Limit(20, 25, _AAOS),
        "ulnar deviation": Limit(30, 40, _AAOS),
    },
    "hip": {
        "flexion": Limit(120, 135, _AAOS),
        "extension": Limit(30, 35, _AAOS),
        "abduction": Limit(45, 60, _AAOS),
        "adduction": Limit(30, 35, _AAOS),
        "internal rotation": Limit(45, 60, _AAOS),
        "external rotation": Limit(45, 70, _AAOS),
    },
    "knee": {
        "flexion": Limit(135, 155, _AAOS),
        "extension": Limit(5, 10, _OURS),
    },
    "ankle": {
        "dorsiflexion": Limit(20, 40, _AAOS),
        "plantarflexion": Limit(50, 60, _AAOS),
        "inversion": Limit(35, 40, _AAOS),
        "eversion": Limit(15, 20, _AAOS),
    },
    "toes": {
        "flexion": Limit(45, 50, _AAOS),
        "extension": Limit(70, 90, _AAOS),
    },
}
PAIRED_JOINTS = tuple(joint for joint in RANGES if joint not in MIDLINE_JOINTS)

_PAIRS = (
    ("flexion", "extension"),
    ("abduction", "adduction"),
    ("internal rotation", "external rotation"),
    ("side bend right", "side bend left"),
    ("rotation right", "rotation left"),
    ("dorsiflexion", "plantarflexion"),
    ("inversion", "eversion"),
    ("pronation", "supination"),
    ("radial deviation", "ulnar deviation"),
    ("elevation", "depression"),
    ("protraction", "retraction"),
)
# A movement and its way back are one axis of the joint: only one of the two can be given.
OPPOSITE: Mapping[str, str] = dict(_PAIRS) | {back: there for there, back in _PAIRS}


def limit_of(joint: str, movement: str) -> Limit:
    """The limit of a movement of a joint, with or without its side: `right knee`, `flexion`."""
    return RANGES[split_side(joint)[1]][movement]


def explain_excess(joint: str, movement: str, amount: float, *, passive: bool) -> tuple[str, str]:
    """Message and hint for a movement beyond its limit, in degrees or cm; empty within it.

    `passive` says that a strap, the floor or the body's weight takes the joint further.
    """
    limit = limit_of(joint, movement)
    if amount <= (limit.passive if passive else limit.active):
        return "", ""
    moved = f"{joint} {movement} {amount:g} is beyond"
    most = f"write at most {limit.passive:g}"
    if passive or limit.passive == limit.active:
        return f"{moved} {limit.passive:g}", most
    message = (
        f"{moved} {limit.active:g} "
        f"({limit.passive:g} with a strap or body weight: `passive: [{joint}]`)"
    )
    if amount > limit.passive:
        return message, most
    return message, f"write at most {limit.active:g}, or name the joint under passive"
