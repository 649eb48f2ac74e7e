"""What a handout for one patient has filled in, in words."""

from generator.edition import Edition
from generator.expected import Written
from generator.model import Exercise, Program
from generator.paper_views import PatientView
from generator.sore import SIDES


def show_patient(edition: Edition) -> PatientView:
    """What is filled in for the patient of an edition; nothing on the handouts of the site."""
    patient, words = edition.patient, edition.words
    if not patient:
        return PatientView()
    sides = {"left": words.say("left"), "right": words.say("right"), "both": words.say("both")}
    return PatientView(
        name=patient.name,
        therapist=patient.therapist,
        date=words.day(patient.date),
        side=sides.get(patient.side, ""),
        note=tuple(patient.note.splitlines()),
    )


def list_written(edition: Edition, patient: PatientView, diary: str) -> tuple[Written, ...]:
    """What is filled in, and the title of the diary, which may name a side."""
    words = edition.words
    filled = (
        Written("the patient's name", patient.name, words.say("For")),
        Written("the therapist's name", patient.therapist, words.say("From")),
        Written("the date", patient.date, words.say("Date")),
        Written("the side", patient.side, words.say("Side")),
        Written("the note", "\n".join(patient.note), words.say("Note")),
        Written("the title of the diary", diary),
    )
    return tuple(one for one in filled if one.text)


def title_diary(edition: Edition, record: Exercise | Program) -> str:
    """The heading of the diary, with the side where a patient's sore side is known."""
    words, side = edition.words, edition.patient.side if edition.patient else ""
    if not side:
        return words.say("Diary")
    if isinstance(record, Program):
        listed = [edition.library.exercises[entry.exercise] for entry in record.entries]
        if any(exercise.side != SIDES[side] for exercise in listed):
            # Other exercises of the program are done otherwise.
            return {
                "left": words.say("Diary, sore side: left"),
                "right": words.say("Diary, sore side: right"),
                "both": words.say("Diary, sore side: both"),
            }[side]
    return {
        "left": words.say("Diary: left side"),
        "right": words.say("Diary: right side"),
        "both": words.say("Diary: both sides"),
    }[side]
