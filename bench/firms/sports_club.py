"""A sports club: members and attendance as CSV, contributions in dBase, courses as workbook."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import FIRST, LAST, names, some_day, street
from hanse.samplefirm.dbf import Field
from hanse.samplefirm.plain_words import FOLDED


class Member(NamedTuple):
    """Someone who is, or was, in the club."""

    nr: int
    last: str
    first: str
    born: date
    sex: str
    street: str
    zip: str
    town: str
    section: str
    rate: str
    joined: date
    left: date | None
    mail: str


class Due(NamedTuple):
    """A yearly contribution."""

    nr: int
    member: int
    of: int
    due: date
    sum: Decimal
    paid: date | None
    reminder: int


class Course(NamedTuple):
    """A course on a day of the week. seats: as many as fit in."""

    nr: str
    name: str
    trainer: str
    weekday: str
    start: str
    hall: str
    seats: int
    fee: Decimal


class Visit(NamedTuple):
    """A member's place in a course on a day."""

    day: date
    course: str
    member: int
    came: bool


SECTIONS = ("Turnen", "Handball", "Tischtennis", "Leichtathletik", "Schwimmen")
RATES = {"Erwachsene": "144", "Jugend": "78", "Familie": "228", "Passiv": "48"}
TOWNS = {"Rendsburg": "24768", "Büdelsdorf": "24782", "Westerrönfeld": "24784", "Fockbek": "24787"}
COURSES = (
    "Yoga,Pilates,Rückenfit,Zumba,Seniorengymnastik,Kinderturnen,Aqua-Fitness,Spinning,Functional Training,"
    "Walking,Beckenboden,Tai Chi,Bodyforming,Qi Gong,Judo Anfänger,Breakdance,Schwimmkurs Seepferdchen,Faszientraining,"
    "Herzsport,Step Aerobic"
).split(",")
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")
HALLS = ("Sporthalle Nord", "Gymnastikraum", "Schwimmhalle", "Mehrzweckhalle")
MEMBER = (
    "MitglNr",
    "Nachname",
    "Vorname",
    "Geburtsdatum",
    "Geschlecht",
    "Straße",
    "PLZ",
    "Ort",
    "Abteilung",
    "Beitragsart",
    "Eintritt",
    "Austritt",
    "E-Mail",
)
DUE = (
    Field("BELEGNR", "N", 6),
    Field("MITGLNR", "N", 5),
    Field("JAHR", "N", 4),
    Field("FAELLIG", "D", 8),
    Field("BEITRAG", "N", 8, 2),
    Field("BEZ_AM", "D", 8),
    Field("MAHNST", "N", 1),
)
COURSE = ("Kursnr", "Kurs", "Trainer", "Wochentag", "Uhrzeit", "Halle", "Max. Teilnehmer", "Kursgebühr")
VISIT = ("Datum", "Kursnr", "MitglNr", "anwesend")


def _members(random: Random) -> list[Member]:
    pairs = random.sample([(first, last) for first in FIRST for last in LAST], 240)
    found = []
    for n, (first, last) in enumerate(pairs):
        born = some_day(random, date(1944, 1, 1), date(2018, 12, 31))
        rate = "Jugend" if born > date(2008, 11, 20) else random.choices(list(RATES), (6, 0, 3, 1))[0]
        joined = some_day(random, max(born + timedelta(days=2000), date(1990, 1, 1)), date(2026, 10, 1))
        left = date(random.choice((2024, 2025, 2026)), random.choice((6, 12)), 30) if random.random() < 0.13 else None
        left = None if left and (left < joined or left > TODAY) else left
        mail = "" if random.random() < 0.3 else f"{first}.{last}{n}@post.example".lower().translate(FOLDED)
        town = random.choice(list(TOWNS))
        where = (street(random), TOWNS[town], town)
        sex = random.choice(("m", "w", "w", "d")) if random.random() < 0.1 else random.choice("mw")
        section = random.choices(SECTIONS, (5, 4, 2, 3, 4))[0]
        found.append(Member(4001 + n, last, first, born, sex, *where, section, rate, joined, left, mail))
    return found


def _dues(random: Random, members: list[Member]) -> list[Due]:
    found: list[Due] = []
    for of in (2024, 2025, 2026):
        due = date(of, 3, 31)
        for member in members:
            if member.joined > due or (member.left and member.left < due):
                continue
            paid = None if random.random() < {2024: 0.01, 2025: 0.03, 2026: 0.09}[of] else due
            paid = paid and paid + timedelta(days=random.randint(-40, 25))
            reminder = 0 if paid else random.randint(1, 3)
            found.append(
                Due(9001 + len(found), member.nr, of, due, Decimal(RATES[member.rate] + ".00"), paid, reminder)
            )
    return found


def _courses(random: Random) -> list[Course]:
    trainers = [f"{first} {last}" for first, last in names(random, 8)]
    fees = random.sample(range(18, 96, 2), len(COURSES))
    return [
        Course(
            f"KU{n:02d}",
            name,
            random.choice(trainers),
            random.choice(WEEKDAYS),
            f"{time(random.randint(9, 20), random.choice((0, 30))):%H:%M}",
            random.choice(HALLS),
            random.choice((8, 10, 12, 15, 20)),
            Decimal(fee),
        )
        for n, (name, fee) in enumerate(zip(COURSES, fees, strict=True), 1)
    ]


def _visits(random: Random, members: list[Member], courses: list[Course]) -> list[Visit]:
    there = random.sample([m for m in members if not m.left], 90)
    found: set[Visit] = set()
    while len(found) < 760:
        course = random.choices(courses[:-2], [n * n for n in range(4, 4 + len(courses) - 2)])[0]
        day = some_day(random, date(2025, 1, 6), date(2026, 11, 19))
        day += timedelta(days=WEEKDAYS.index(course.weekday) - day.weekday())
        if day < TODAY:
            found.add(Visit(day, course.nr, random.choice(there).nr, random.random() > 0.18))
    return sorted(found)


RANDOM = Random(1912)
members = _members(RANDOM)
dues = _dues(RANDOM, members)
courses = _courses(RANDOM)
visits = _visits(RANDOM, members, courses)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    sheet(folder / "Mitglieder.csv", MEMBER, members, Dress(encoding="utf-8-sig"))
    dbase(folder / "BEITRAG.DBF", DUE, dues)
    title = ("TSV Eiderblick von 1912 e. V.", "Kursplan 2026")
    workbook(folder / "Kurse.xlsx", title, COURSE, courses, name="Kursplan")
    sheet(folder / "Teilnahmen.csv", VISIT, visits, GERMAN)
