"""The measures of the drawn body: bone lengths, the curve of the spine, the depth of the flesh.

All are centimetres for an adult of 175 cm. Lengths are fractions of stature after Drillis and
Contini (1966), as printed in Winter, *Biomechanics and Motor Control of Human Movement*. Where a
comment does not name them, a number is our own estimate, fitted by eye to look like a person.
"""

STATURE = 175.0

# Drillis and Contini: hip to knee, knee to ankle, ankle above the sole, foot from heel to toe.
THIGH = 0.245 * STATURE
SHANK = 0.246 * STATURE
ANKLE_HEIGHT = 0.039 * STATURE
FOOT_LENGTH = 0.152 * STATURE
# Drillis and Contini give 0.186 from the acromion to the elbow; the joint lies 2.5 cm below it.
UPPER_ARM = 0.186 * STATURE - 2.5
# Drillis and Contini: elbow to wrist, wrist to fingertip.
FOREARM = 0.146 * STATURE
HAND = 0.108 * STATURE

# Hip joints are 17 cm apart (Drillis and Contini's 0.191 is the width across the trochanters).
HIP_OUT = 8.5
# The shoulder joint in the frame of the middle thoracic vertebra: forward, up, outward.
SHOULDER = (4.4, 5.6, 17.3)
# How far the shoulder moves with its arm overhead: forward, up, outward (the girdle turns).
SHOULDER_RISE = (2.0, 4.6, -2.6)
# The middle of the palm, from the wrist towards the fingertips, and half its thickness.
PALM = 6.0
PALM_DEPTH = 2.0

# The neutral spine seen from the right, from the mid-hip point: forward and up, L5 to the atlas.
SPINE = (
    ("lower back 1", -3.0, 9.0),
    ("lower back 2", -2.2, 13.0),
    ("lower back 3", -2.0, 17.0),
    ("lower back 4", -2.4, 21.0),
    ("upper back 1", -3.2, 25.0),
    ("upper back 2", -4.6, 30.0),
    ("upper back 3", -5.6, 35.0),
    ("upper back 4", -5.8, 40.0),
    ("upper back 5", -5.0, 45.0),
    ("neck 1", -3.2, 50.4),
    ("neck 2", -1.4, 54.6),
    ("neck 3", -0.1, 58.8),
    ("head", 0.6, 62.8),
)
# How a region's angle is shared among its joints; the skull takes more of the neck's.
SHARES = {"lower back": (4, 1.0), "upper back": (5, 1.0), "neck": (5, 1.0), "head": (5, 2.0)}
# The vertebra that carries the ribs and shoulders.
CHEST = "upper back 4"
