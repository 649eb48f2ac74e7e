"""Words for exercises that nobody does: enough of them that no two pages of a corpus are alike."""

REGIONS = {
    "lower-back": "Lower back",
    "upper-back": "Upper back",
    "neck": "Neck",
    "shoulder": "Shoulder",
    "elbow": "Elbow",
    "wrist": "Wrist",
    "tummy": "Tummy",
    "hip": "Hip",
    "thigh": "Thigh",
    "knee": "Knee",
    "calf": "Calf",
    "ankle": "Ankle",
}
EQUIPMENT = {
    "band": "Band",
    "towel": "Towel",
    "table": "Table",
    "chair": "Sturdy chair",
    "cushion": "Cushion",
    "mat": "Mat",
    "wall": "Wall",
    "step": "Low step",
    "ball": "Soft ball",
    "stick": "Stick",
}
GOALS = ("flexibility", "strength", "mobility", "control", "balance", "endurance")
MANNERS = ("Slow", "Gentle", "Seated", "Standing", "Lying", "Held", "Long", "Short", "Easy", "Deep")
MOVES = ("stretch", "raise", "bridge", "press", "curl", "slide", "turn", "lift", "reach", "tilt")
POSITIONS = {
    "lying-on-front": ("Lie on your front on a mat.", "Lie on your tummy, with your arms relaxed."),
    "lying-on-back": ("Lie on your back on a mat.", "Lie on your back and bend both knees."),
    "lying-on-side": ("Lie on your side on a mat.", "Lie on your side, with your hips in line."),
    "all-fours": ("Get down on your hands and knees.", "Kneel on all fours on a mat."),
    "kneeling": ("Kneel on a cushion.", "Kneel on both knees and sit up tall."),
    "half-kneeling": ("Kneel on one knee, on a cushion.", "Put one knee on a pad on the floor."),
    "sitting": ("Sit on a chair that cannot slide.", "Sit tall on a chair, feet on the floor."),
    "standing": ("Stand tall beside a table.", "Stand with your feet as far apart as your hips."),
}
MUSCLES = {
    "lower-back": "back muscles",
    "upper-back": "muscles between the shoulder blades",
    "neck": "neck muscles",
    "shoulder": "shoulder muscles",
    "elbow": "arm muscles",
    "wrist": "forearm muscles",
    "tummy": "tummy muscles",
    "hip": "hip flexors",
    "thigh": "hamstrings",
    "knee": "quadriceps",
    "calf": "calf muscles",
    "ankle": "shin muscles",
}
SIDES = ("each", "both", "left", "right")
DOSES = (
    "{sets: 3, hold: 20-30 s}",
    "{sets: 3, reps: 10}",
    "{sets: 2, reps: 8-12}",
    "{reps: 5, hold: 10 s}",
    "{sets: 3, reps: 10, rest: 1 min}",
    "{sets: 2, hold: 30 s, per_day: 2}",
    "{sets: 4, reps: 15, load: a light band}",
)
STEPS = (
    "Breathe in, and let your shoulders drop.",
    "Put one hand on your {part} and feel it move.",
    "Tighten your tummy as if to cough.",
    "Bring the {part} slowly towards you.",
    "Push the {part} away from you, as far as is easy.",
    "Stop at a gentle pull in your {part}.",
    "Keep your head in line with your spine.",
    "Do *not* hold your breath.",
    "Move only as far as you can without pain.",
    "Lift a little, about the width of your hand.",
    "Let your weight shift to the other side.",
    "Press your {part} down, and count to 5.",
    "Straighten up again, as slowly as you can.",
    "Keep the other side still and relaxed.",
    "Look straight ahead, with your chin tucked in.",
    "Hold on to something fixed if you feel unsteady.",
    "Turn your {part} out, then turn it in again.",
    "Slide along the floor, and do not lift off.",
    "Feel the **whole** {part} work.",
    "Rest for a moment before you go on.",
)
LAST_STEPS = (
    "Come back slowly. Then do it again.",
    "Do all of them. Then do the same with your other side.",
    "Let go slowly. That is 1 time.",
    "Go back to where you began, and rest.",
)
PRECAUTIONS = (
    "Use a chair that cannot slide",
    "Move slowly, without a jerk",
    "Put a pad under your knees",
    "Hold on to something fixed",
    "Do not press on the joint",
    "Keep the floor around you clear",
    "Wear shoes that do not slip",
    "Check that the band has no cracks",
)
ASK_FIRST = (
    "A hip or knee replacement",
    "Falls or dizziness",
    "A torn muscle",
    "A new numb feeling",
    "An injury that has not healed",
    "You cannot lie flat",
    "A latex (rubber) allergy",
    "Pain in the joint at night",
)
MISTAKES = (
    "Bouncing",
    "Twisting",
    "Holding your breath",
    "Going too fast",
    "Letting your hips lift",
    "Pulling with your arms",
    "Looking down",
    "Letting the band snap back",
)
TAILS = (
    "## About the name\n\nSome books call it *{title}*. The name means the same exercise.",
    "## If it is too hard\n\nDo less:\n\n- a smaller move\n- more rest\n- a softer band",
    "## Which side\n\nBegin with the side that feels better. Then do the other one.",
    "## How it should feel\n\nYou feel a gentle pull, and no pain, now and the day after.",
)
WHEN = "Do it when you are warm, such as after a short walk or a bath."
SOURCES = ("A leaflet made up for a measurement", "Common practice, to be reviewed")
