"""What a patient was given, as plain text to paste into the record."""

from collections.abc import Iterator

from generator.model import Program
from generator.patients.dispense import Counter, edition_for
from generator.patients.prescribe import Prescribed
from generator.place import Place
from generator.present import present_exercise, present_program
from generator.review import review_record
from generator.views import ExerciseView
from generator.words import Words

_CODE = 7


def summarise(counter: Counter, prescribed: Prescribed) -> str:
    """Exercises with their doses, side, date, therapist, note and the versions of what was given.

    In the words of the handout. The patient is not named: the record is the patient's own.
    """
    return "\n".join(_lines(counter, prescribed)) + "\n"


def _lines(counter: Counter, prescribed: Prescribed) -> Iterator[str]:
    words, patient = counter.words, prescribed.patient
    place = Place(edition_for(counter, prescribed, []), "print", "")
    record, library = prescribed.record, prescribed.library
    if isinstance(record, Program):
        program, _ = present_program(place, record)
        version, often = program.version, program.often
        listed = [(f"{entry.number}. ", entry.exercise, entry.note) for entry in program.entries]
    else:
        exercise, _ = present_exercise(place, record)
        version, often = exercise.version, ()
        listed = [("", exercise, "")]
    yield f"{record.title} ({library.settings.clinic.name})"
    side = {"left": words.say("left"), "right": words.say("right"), "both": words.say("both")}
    told = (
        (words.say("Date"), words.day(patient.date)),
        (words.say("From"), patient.therapist),
        (words.say("Side"), side.get(patient.side, "")),
        *((part.label, part.value) for part in often),
    )
    yield from (f"{label}: {text}" for label, text in told if text)
    for number, view, note in listed:
        yield f"{number}{view.title}: {_dose(view)}"
        yield from [note] * bool(note)
    yield from [f"{words.say('Note')}:", *patient.note.splitlines()] * bool(patient.note)
    yield from _versions(words, [(record.title, version.code)])
    if isinstance(record, Program):
        yield from _versions(words, [(view.title, view.version.code) for _, view, _ in listed])
    sheets = place.sheets(record)
    codes = [(one.title, review_record(library, one, counter.today).of[:_CODE]) for one in sheets]
    yield from _versions(words, codes)


def _dose(view: ExerciseView) -> str:
    often = (f"{part.label} {part.value}" for part in view.dose.often if part.value)
    # With no therapist's name it is a line to sign, on paper only.
    set_by = view.dose.set_by if len(view.dose.set_by) == 1 else ()
    return ". ".join([*view.dose.phrases, *often, *set_by]) + "."


def _versions(words: Words, codes: list[tuple[str, str]]) -> Iterator[str]:
    for title, code in codes:
        yield f"{title}: {words.say('Version %(code)s', code=code)}"
