"""Lines to records, and records to rows: all fields, patients, measured values, texts. Knows no file."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from hanse.readers.xdt.lines import Line
from hanse.records import Block, Cell, Column, Place, Table

_SEXES = (("1", "männlich"), ("2", "weiblich"), ("M", "männlich"), ("W", "weiblich"), ("D", "divers"),
          ("X", "unbestimmt"))  # fmt: skip
_LIMITS = (("H", "erhöht"), ("+", "erhöht"), ("HH", "stark erhöht"), ("++", "stark erhöht"), ("L", "erniedrigt"),
           ("-", "erniedrigt"), ("LL", "stark erniedrigt"), ("--", "stark erniedrigt"), ("N", "normal"))  # fmt: skip
_FIELDS = (
    Column("Satz", "Satz", "integer"),
    Column("Satzart", "Satzart", "text", role="code", term="8000"),
    Column("Satzart Name", "Bedeutung der Satzart", "text"),
    Column("Feld", "Feldkennung", "text", role="code"),
    Column("Feldname", "Feldname", "text"),
    Column("Inhalt", "Inhalt", "text", role="text"),
)
_PATIENTS = (
    Column("Satz", "Satz", "integer"),
    Column("Satzart", "Satzart", "text", role="code", term="8000"),
    Column("Patientennummer", "Patientennummer", "text", role="key", term="3000"),
    Column("Name", "Name", "text", role="party", term="3101"),
    Column("Vorname", "Vorname", "text", term="3102"),
    Column("Geburtsdatum", "Geburtsdatum", "date", term="3103"),
    Column("Geschlecht", "Geschlecht", "text", role="code", term="3110", labels=_SEXES),
    Column("Titel", "Titel", "text", term="3104"),
    Column("Versichertennummer", "Versichertennummer", "text", term="3119"),
    Column("Straße", "Straße", "text", term="3107"),
    Column("PLZ", "Postleitzahl", "text", role="code", term="3112"),
    Column("Ort", "Ort", "text", term="3113"),
    Column("Größe", "Größe", "decimal", unit="cm", term="3622"),
    Column("Gewicht", "Gewicht", "decimal", unit="kg", term="3623"),
)
_RESULTS = (
    Column("Satz", "Satz", "integer"),
    Column("Patientennummer", "Patientennummer", "text", role="key", term="3000"),
    Column("Name", "Name des Patienten", "text", role="party", term="3101"),
    Column("Test", "Test", "text", role="code", term="8410"),
    Column("Testbezeichnung", "Testbezeichnung", "text", term="8411"),
    Column("Wert", "Ergebniswert", "text", about="wie er in der Datei steht", term="8420"),
    Column("Zahl", "Ergebniswert als Zahl", "decimal", role="quantity", unit="Einheit", term="8420"),
    Column("Einheit", "Einheit", "text", term="8421"),
    Column("Grenzwert", "Grenzwertindikator", "text", role="code", term="8422", labels=_LIMITS),
    Column("Datum", "Abnahmedatum", "date", role="date", term="8432"),
    Column("Uhrzeit", "Abnahmezeit", "time", term="8439"),
    Column("Untergrenze", "Normalwert untere Grenze", "decimal", term="8461"),
    Column("Obergrenze", "Normalwert obere Grenze", "decimal", term="8462"),
    Column("Normalwert", "Normalwert", "text", term="8460"),
    Column("Text", "Ergebnistext", "text", role="text", term="8480"),
)
_TEXTS: Final = frozenset({"6205", "6220", "6221", "6227", "6228", "8470", "8490"})
_TEST: Final = "8410"


class Record(NamedTuple):
    """A record: from one 8000 to the next. number: from 1 in the file."""

    number: int
    lines: tuple[Line, ...]

    @property
    def kind(self) -> str:
        """The content of field 8000."""
        return self.first("8000")

    @property
    def place(self) -> Place:
        """The lines of the file."""
        return Place(record=self.number, line=self.lines[0].number, line_end=self.lines[-1].number)

    def first(self, *fields: str) -> str:
        """Return the content of the first of these fields that is there."""
        return next((line.content.strip() for field in fields for line in self.lines if line.field == field), "")


def records(lines: Iterable[Line]) -> Iterator[Record]:
    """Yield the records; lines before the first 8000 are one of their own."""
    gathered: list[Line] = []
    number = 1
    for line in lines:
        if line.field == "8000" and gathered:
            yield Record(number, tuple(gathered))
            gathered, number = [], number + 1
        gathered.append(line)
    if gathered:
        yield Record(number, tuple(gathered))


def fields(found: list[Record]) -> Table:
    """Return every line of the file as a row."""
    names, kinds = dictionary("fields.csv"), dictionary("records.csv")
    rows, places = [], []
    for record in found:
        kind = record.kind
        for line in record.lines:
            name = names.get(line.field, line.field)
            rows.append((record.number, kind or None, kinds.get(kind), line.field, name, line.content))
            places.append(Place(record=record.number, line=line.number))
    return Table("Felder", "Felder (xDT)", _FIELDS, tuple(rows), tuple(places), kind="xdt.fields")


def patients(found: list[Record]) -> Table:
    """Return a row for each record that names a patient."""
    named = [record for record in found if record.first("3000", "3101", "3102")]
    rows = tuple(map(_patient, named))
    places = tuple(record.place for record in named)
    return Table("Patienten", "Patienten (xDT)", _PATIENTS, rows, places, kind="xdt.patients")


def results(found: list[Record]) -> Table:
    """Return a row for each test (8410) with what follows it."""
    rows, places = [], []
    for record in found:
        for test in _tests(record):
            rows.append(_result(record, Record(record.number, test)))
            places.append(Place(record=record.number, line=test[0].number, line_end=test[-1].number))
    return Table("Messwerte", "Messwerte (xDT)", _RESULTS, tuple(rows), tuple(places), kind="xdt.results")


def texts(found: list[Record]) -> Iterator[Block]:
    """Yield findings and comments: lines of the same field that follow each other are one text."""
    names = dictionary("fields.csv")
    for record in found:
        gathered: list[Line] = []
        for line in (*record.lines, None):
            if gathered and (line is None or line.field != gathered[0].field):
                place = Place(record=record.number, line=gathered[0].number, line_end=gathered[-1].number)
                lines = "\n".join(part.content.rstrip() for part in gathered)
                yield Block(f"{names[gathered[0].field]}:\n{lines}", place)
                gathered = []
            if line is not None and line.field in _TEXTS:
                gathered.append(line)


@cache
def dictionary(name: str) -> dict[str, str]:
    """Return a table of codes and their meanings from this folder."""
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in csv.reader(lines, delimiter=";")}


def day(text: str) -> date | None:
    """Return a date as TTMMJJJJ (GDT, BDT, KVDT) or JJJJMMTT (LDT); no text is both."""
    if len(text) != 8 or not (text.isascii() and text.isdecimal()):
        return None
    for year, month, of_month in ((text[4:], text[2:4], text[:2]), (text[:4], text[4:6], text[6:])):
        try:
            if 1850 <= int(year) <= 2150:
                return date(int(year), int(month), int(of_month))
        except ValueError:
            continue
    return None


def _clock(text: str) -> time | None:
    """Return a time as HHMMSS or HHMM."""
    if len(text) not in (4, 6) or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return time(int(text[:2]), int(text[2:4]), int(text[4:] or 0))
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    plain = text.strip().replace(",", ".")
    try:
        found = Decimal(plain) if plain and plain[0] in "+-.0123456789" and "_" not in plain else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and len(plain) < 30 else None


def _patient(record: Record) -> tuple[Cell, ...]:
    code, town = record.first("3112"), record.first("3113")
    if not town:  # GDT has both in one field
        code, _, town = record.first("3106").partition(" ") if record.first("3106")[:5].isdecimal() else (
            code, "", record.first("3106"))  # fmt: skip
    street = " ".join(filter(None, (record.first("3107"), record.first("3109"))))
    texts_ = (record.kind, record.first("3000"), record.first("3101"), record.first("3102"))
    more = (record.first("3110"), record.first("3104"), record.first("3119", "3105"), street, code, town.strip())
    numbers = (_number(record.first("3622")), _number(record.first("3623")))
    cells = (*(text or None for text in texts_), day(record.first("3103")), *(text or None for text in more))
    return (record.number, *cells, *numbers)


def _tests(record: Record) -> Iterator[tuple[Line, ...]]:
    gathered: list[Line] = []
    for line in record.lines:
        if line.field == _TEST:
            if gathered:
                yield tuple(gathered)
            gathered = [line]
        elif gathered and line.field in _OF_TEST:
            gathered.append(line)
        elif gathered:
            yield tuple(gathered)
            gathered = []
    if gathered:
        yield tuple(gathered)


_OF_TEST: Final = frozenset(f"{number}" for number in range(8411, 8490))


def _result(record: Record, test: Record) -> tuple[Cell, ...]:
    first = test.first
    told = "\n".join(line.content for line in test.lines if line.field in {"8480", "8470"})
    return (
        record.number,
        record.first("3000") or None,
        ", ".join(filter(None, (record.first("3101"), record.first("3102")))) or None,
        *(first(field) or None for field in (_TEST, "8411", "8420")),
        _number(first("8420")),
        first("8421") or None,
        first("8422") or None,
        day(first("8432")),
        _clock(first("8439")),
        *(_number(first(field)) for field in ("8461", "8462")),
        first("8460") or None,
        told or None,
    )
