"""Lays out a handout once for many patients, and finds out how long what is filled in may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.compose import check_length
from generator.errors import Problem, has_errors
from generator.handouts import Handout, HandoutJob
from generator.handouts.press import Press, Printed, open_press
from generator.handouts.stamp import Engraver, Plate, Stamper, prove_stamp
from generator.paper import Sheet
from generator.patients.batch import fill_in, list_fields
from generator.patients.dispense import Counter, hide_patient, write_job
from generator.patients.prescribe import Prescribed, prescribe
from generator.patients.prescription import Prescription
from generator.proof import prove

# What a plate is laid out with: short, and nothing that else stands on a handout.
_SHORT = {"name": "Jj Ii", "therapist": "Ii Jj", "date": "2026-05-01"}
# Of the texts of each field by length, the share that is tried to fit, all of them first.
_SHARES = (1, 0.9, 0.75, 0.5, 0)

# What is filled in on one handout, by field: its words, and the glyphs that draw them.
Words = Mapping[str, str]
Glyphs = Mapping[str, bytes]


@dataclass(frozen=True)
class Engraving:
    """A plate that is proven, its least size of type in points, and what reads badly in it."""

    plate: Plate
    smallest: float
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Layout:
    """A handout as it was laid out with some texts, and what it must show."""

    sheet: Sheet
    job: HandoutJob
    press: Press
    printed: Printed
    prescribed: Prescribed
    prescription: Prescription


def read_words(counter: Counter, prescription: Prescription) -> Words:
    """What is filled in, as it is read on paper."""
    texts = {field: getattr(prescription, field) for field in list_fields(prescription)}
    return {key: counter.words.day(text) if key == "date" else text for key, text in texts.items()}


def engrave(
    counter: Counter, prescriptions: Sequence[Prescription], variant: str
) -> tuple[Engraving | None, list[Glyphs | None]]:
    """A plate for handouts that differ in these fields alone, and what draws each of them.

    There is none where it cannot be proven that such a handout is, byte for byte of what its pages
    draw, the one that would be laid out anew. A text that is too long for its line, or that needs
    more than plain glyphs, has no glyphs: it has to be laid out.
    """
    nothing: list[Glyphs | None] = [None] * len(prescriptions)
    engraver = _Engraving(counter, prescriptions[0], variant)
    if not engraver.is_possible:
        return None, nothing
    shaped = engraver.shape(prescriptions)
    room = engraver.find_room(shaped)
    made = engraver.finish(room) if room else None
    if not (made and room):
        return None, nothing
    longest = {field: engraver.length(field, text.glyphs) for field, text in room.texts.items()}
    drawn: list[Glyphs | None] = []
    for one in prescriptions:
        texts = {field: shaped[field].get(getattr(one, field)) for field in engraver.fields}
        fits = all(
            text and engraver.length(field, text.glyphs) <= longest[field]
            for field, text in texts.items()
        )
        drawn.append({field: t.glyphs for field, t in texts.items() if t} if fits else None)
    return made, drawn


@dataclass(frozen=True)
class _Text:
    """A text to fill in as the table has it, and the glyphs that draw it."""

    value: str
    glyphs: bytes


@dataclass(frozen=True)
class _Room:
    """The longest texts that fit, and the handout that was laid out with them."""

    texts: Mapping[str, _Text]
    layout: _Layout


class _Engraving:
    """The layouts of one handout with different texts filled in."""

    def __init__(self, counter: Counter, prescription: Prescription, variant: str) -> None:
        self.fields = list_fields(prescription)
        self._counter, self._variant = counter, variant
        self._base = prescription
        short = {field: _SHORT[field] for field in self.fields}
        self._plain = self._lay_out(short) if self.fields else None
        if self._plain:
            words = read_words(counter, fill_in(self._base, short))
            folders = self._plain.job.folders
            self._engraver = Engraver(self._plain.printed.pdf, words, folders)

    @property
    def is_possible(self) -> bool:
        return self._plain is not None and self._engraver.is_possible

    def length(self, field: str, glyphs: bytes) -> float:
        return self._engraver.length(field, glyphs)

    def shape(self, prescriptions: Sequence[Prescription]) -> dict[str, dict[str, _Text]]:
        """For each field, the texts that plain glyphs can draw."""
        found = {}
        language = self._counter.words.language
        for field in self.fields:
            texts = {getattr(p, field): read_words(self._counter, p)[field] for p in prescriptions}
            drawn = self._engraver.shape(field, language, list(texts.values()))
            pairs = zip(texts, drawn, strict=True)
            found[field] = {text: _Text(text, glyphs) for text, glyphs in pairs if glyphs}
        return found

    def find_room(self, shaped: Mapping[str, Mapping[str, _Text]]) -> "_Room | None":
        """The longest texts with which nothing else moves: of all, or else of most or of some."""
        if not all(shaped.values()):
            return None
        by_length = {
            field: sorted(texts.values(), key=lambda text: self.length(field, text.glyphs))
            for field, texts in shaped.items()
        }
        for share in _SHARES:
            room = {
                field: texts[int(share * (len(texts) - 1))] for field, texts in by_length.items()
            }
            made = self._lay_out({field: text.value for field, text in room.items()})
            glyphs = {field: text.glyphs for field, text in room.items()}
            if made and self._engraver.agrees(made.printed.pdf, glyphs):
                return _Room(room, made)
        return None

    def finish(self, found: "_Room") -> Engraving | None:
        """The plate, proven as every handout is, with the longest texts that it may have."""
        room, longest = found.texts, found.layout
        plate = self._engraver.engrave()
        pdf = Stamper(plate).stamp({field: text.glyphs for field, text in room.items()})
        words = read_words(self._counter, longest.prescription)
        expected = longest.job.expected
        proof = prove(pdf, expected, longest.job.path, longest.press.fonts)
        made = Handout(longest.job.path, longest.printed.pages, len(pdf), (), (), proof.ends)
        faults = [*proof.errors, *check_length(longest.sheet, made)]
        if faults or prove_stamp(pdf, plate, words, expected.smallest):
            return None
        warnings = hide_patient(proof.warnings, longest.prescribed, longest.sheet)
        return Engraving(plate, expected.smallest, tuple(warnings))

    def _lay_out(self, texts: Mapping[str, str]) -> _Layout | None:
        counter, problems = self._counter, list[Problem]()
        prescription = fill_in(self._base, texts)
        made = prescribe(counter.library, counter.words, counter.today, prescription, problems)
        if made is None:
            return None
        sheet, job = write_job(counter, made, self._variant, problems)
        if not job or has_errors(problems):
            return None
        press = open_press(job.stylesheets, job.folders)
        printed = press.print(job.html, one_page=job.one_page)
        if not printed.pdf or printed.messages or press.problems:
            return None
        return _Layout(sheet, job, press, printed, made, prescription)
