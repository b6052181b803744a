"""What must hold within a DATEV file: numbers of fields, days within the period, lengths of accounts, Soll = Haben."""

from collections.abc import Iterator
from decimal import Decimal

from hanse.readers.datev.header import Header
from hanse.readers.datev.legs import COLUMNS
from hanse.readers.datev.notes import Notes
from hanse.records import Check, Place, Table
from hanse.words import Words


def fields(notes: Notes, width: int) -> Check:
    """Each record has as many fields as there are headings."""
    words = Words("Jeder Satz hat so viele Felder wie die Überschrift.", "Each record has as many fields as headings.")
    wrong = notes.count("fields") + notes.count("short")
    place = notes.first("fields") if notes.count("fields") else notes.first("short")
    return Check("datev.fields", words, wrong == 0, str(width), f"{wrong} abweichend", place)


def bookings(notes: Notes, header: Header, legs: Table) -> Iterator[Check]:
    """Yield the checks of a Buchungsstapel."""
    yield _period(notes, header)
    words = Words("Jedes Belegdatum hat ein sicheres Jahr.", "Each Belegdatum has a sure year.")
    unsure = notes.count("year") + notes.count("day")
    place = notes.first("year") if notes.count("year") else notes.first("day")
    yield Check("datev.days", words, unsure == 0, "0", str(unsure), place)
    yield _lengths(header, legs)
    yield _balance(legs)


def _period(notes: Notes, header: Header) -> Check:
    words = Words("Alle Belegdaten liegen im Zeitraum der Datei.", "All days lie within the file's period.")
    if not (header.start and header.end):
        return Check("datev.period", words, None, place=Place(line=1))
    expected = f"{header.start} bis {header.end}"
    outside = notes.count("period")
    return Check("datev.period", words, outside == 0, expected, f"{outside} außerhalb", notes.first("period"))


def _lengths(header: Header, legs: Table) -> Check:
    words = Words("Alle Konten passen zur Sachkontenlänge.", "All accounts fit the stated length.")
    if header.account_length is None:
        return Check("datev.accounts", words, None, place=Place(line=1))
    at, kind = _at("Konto"), _at("Kontoart")
    wrong = [place for row, place in zip(legs.rows, legs.places, strict=True) if row[at] and not row[kind]]
    expected = f"bis {header.account_length} Stellen, Personenkonten {header.account_length + 1}"
    return Check("datev.accounts", words, not wrong, expected, f"{len(wrong)} abweichend", (wrong or [Place()])[0])


def _balance(legs: Table) -> Check:
    """Sum what stands on accounts only, so that a leg without account or amount makes the sums differ."""
    account, soll, haben = _at("Konto"), _at("Soll"), _at("Haben")
    sums = [Decimal(0), Decimal(0)]
    alone = Place()
    for row, place in zip(legs.rows, legs.places, strict=True):
        for side, at in enumerate((soll, haben)):
            amount = row[at]
            if isinstance(amount, Decimal) and row[account] is not None:
                sums[side] += amount
        if row[account] is None and alone == Place():
            alone = place
    words = Words("Soll und Haben sind gleich.", "Debit equals credit.")
    return Check("datev.balance", words, sums[0] == sums[1], f"Soll {sums[0]}", f"Haben {sums[1]}", alone)


def _at(name: str) -> int:
    return next(index for index, column in enumerate(COLUMNS) if column.name == name)


def failed(checks: list[Check], notes: Notes) -> None:
    """Take down a warning for each check that does not hold and was not reported row by row."""
    for check in checks:
        if check.held is False and check.code in {"datev.accounts", "datev.balance"}:
            words = Words(
                f"Prüfung nicht bestanden: {check.words.de} Erwartet {check.expected}, gefunden {check.found}.",
                f"Check failed: {check.words.en} Expected {check.expected}, found {check.found}.",
            )
            notes.add(check.code.partition(".")[2], "warning", words, check.place)
