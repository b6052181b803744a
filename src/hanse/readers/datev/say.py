"""The sentences of the DATEV reader: each function takes one observation down."""

import re
from collections.abc import Callable

from hanse.readers.datev.days import Day
from hanse.readers.datev.header import Header
from hanse.readers.datev.lines import Record
from hanse.readers.datev.notes import Notes
from hanse.records import Cell, Place
from hanse.words import Words

BELEGFELD_MAX = 36
_BELEGFELD = re.compile(r"[A-Z0-9$&%*+\-/_]*")


def rejected(notes: Notes, fields: int, width: int, place: Place, raw: str) -> None:
    """A record has more fields than there are headings, or was cut off: none of its fields is sure."""
    if fields < width:
        words = Words(
            f"Der Satz bricht nach {fields} von {width} Feldern ab und wurde nicht übernommen. Neu ausgeben lassen.",
            f"The record breaks off after {fields} of {width} fields and was not taken. Have it exported again.",
        )
        notes.add("fields", "error", words, place, raw)
        return
    words = Words(
        f"Der Satz hat {fields} Felder statt {width} und wurde nicht übernommen; oft steht ein Semikolon im Text. "
        "In der Quelle berichtigen und neu ausgeben.",
        f"The record has {fields} fields instead of {width} and was not taken; mostly a text holds a semicolon. "
        "Mend it in the source and export it again.",
    )
    notes.add("fields", "error", words, place, raw)


def record(notes: Notes, found: Record, width: int, place: Place) -> None:
    """A record is short, or had to be mended."""
    if len(found.fields) < width:
        words = Words(
            f"Der Satz hat nur {len(found.fields)} von {width} Feldern; die übrigen bleiben leer.",
            f"The record has only {len(found.fields)} of {width} fields; the others stay empty.",
        )
        notes.add("short", "warning", words, place)
    if found.mended == "break":
        words = Words(
            "Ein Text ohne Anführungszeichen geht über mehrere Zeilen; er wurde zusammengefügt.",
            "A text without quotes goes over several lines; it was joined.",
        )
        notes.add("break", "warning", words, place)
    elif found.mended:
        words = Words(
            "Ein Anführungszeichen hat kein Gegenstück; es wurde weggelassen.",
            "A quote has no partner; it was left out.",
        )
        notes.add("quote", "warning", words, place)


def day(notes: Notes, found: Day, raw: str, place: Place) -> None:
    """A Belegdatum lies outside the period, or its year or day isn't sure."""
    notes.doubted.add(place.line)
    if found.doubt == "outside":
        words = Words(
            f"Belegdatum {raw}: liegt nicht im Zeitraum der Datei; gelesen als {found.value:%d.%m.%Y}.",
            f"Belegdatum {raw}: not within the file's period; read as {found.value}.",
        )
        notes.add("period", "warning", words, place, raw)
    elif found.doubt == "ambiguous":
        words = Words(
            f"Belegdatum {raw}: das Jahr ist nach dem Zeitraum im Kopf nicht eindeutig; das Datum bleibt leer.",
            f"Belegdatum {raw}: the header's period does not tell its year; the date stays empty.",
        )
        notes.add("year", "warning", words, place, raw)
    else:
        words = Words(
            f"Belegdatum {raw}: diesen Tag gibt es nicht; das Datum bleibt leer.",
            f"Belegdatum {raw}: there is no such day; the date stays empty.",
        )
        notes.add("day", "warning", words, place, raw)


def value(notes: Notes, name: str, raw: str, place: Place) -> None:
    """A field is no value of its type."""
    words = Words(
        f"{name}: „{raw[:60]}“ ist kein gültiger Wert, die Zelle bleibt leer. In der Quelle berichtigen.",
        f'{name}: "{raw[:60]}" is no valid value, the cell stays empty. Mend it in the source.',
    )
    notes.add("value", "warning", words, place, raw[:500])


def booking(notes: Notes, get: Callable[[str], Cell], place: Place) -> None:
    """A booking lacks what it must have, or has a Belegfeld 1 that DATEV would not take."""
    mark = get("Soll/Haben-Kennzeichen")
    if mark not in {"S", "H"}:
        words = Words(
            f"Soll/Haben-Kennzeichen „{mark or ''}“ ist weder S noch H; der Satz fehlt in Summen je Konto.",
            f'Debit/credit mark "{mark or ""}" is neither S nor H; the record is missing in sums per account.',
        )
        notes.add("side", "warning", words, place, str(mark or ""))
    for name in ("Konto", "Gegenkonto (ohne BU-Schlüssel)", "Umsatz (ohne Soll/Haben-Kz)"):
        if get(name) is None:
            words = Words(f"{name} fehlt in diesem Satz.", f"{name} is missing in this record.")
            notes.add("missing", "warning", words, place)
    if get("Belegdatum") is None and place.line not in notes.doubted:
        words = Words("Belegdatum fehlt in diesem Satz.", "Belegdatum is missing in this record.")
        notes.add("missing", "warning", words, place)
    _belegfeld(notes, str(get("Belegfeld 1") or ""), place)


def _belegfeld(notes: Notes, text: str, place: Place) -> None:
    if len(text) > BELEGFELD_MAX:
        words = Words(
            f"Belegfeld 1 ist länger als {BELEGFELD_MAX} Zeichen; DATEV kürzt es beim Import.",
            f"Belegfeld 1 is longer than {BELEGFELD_MAX} characters; DATEV cuts it on import.",
        )
        notes.add("document", "warning", words, place, text)
    elif not _BELEGFELD.fullmatch(text):
        words = Words(
            f"Belegfeld 1 „{text}“ hat Kleinbuchstaben oder Zeichen, die DATEV dort nicht annimmt.",
            f'Belegfeld 1 "{text}" has small letters or signs that DATEV does not take there.',
        )
        notes.add("document", "warning", words, place, text)


def header(notes: Notes, found: Header) -> None:
    """Say what the header states and what of it can't be read."""
    line = Place(line=1)
    if found.unclear:
        names = ", ".join(found.unclear)
        words = Words(
            f"Kopfzeile: nicht lesbar sind {names}; oft wurde die Datei mit Excel gespeichert. Neu ausgeben lassen.",
            f"Header: {names} can't be read; often the file was saved by Excel. Have it exported again.",
        )
        notes.add("header", "warning", words, line)
    if found.shifted:
        words = Words(
            "Die Felder der Kopfzeile sind um einen Platz verschoben; sie wurden an ihren Plätzen gelesen.",
            "The header's fields are shifted by one place; they were read in their places.",
        )
        notes.add("shifted", "warning", words, line)
    if found.account_length is None:
        words = Words(
            "Kopfzeile ohne gültige Sachkontenlänge; Debitoren und Kreditoren sind nicht zu erkennen.",
            "The header has no valid length of accounts; debtors and creditors can't be told.",
        )
        notes.add("account_length", "warning", words, line)


def padded(notes: Notes, count: int, length: int | None) -> None:
    """Some accounts had lost their leading zeros."""
    if count:
        words = Words(
            f"Konten, denen führende Nullen fehlten, auf {length} Stellen ergänzt: {count}.",
            f"Accounts without their leading zeros, filled up to {length} digits: {count}.",
        )
        notes.add("zeros", "info", words)


def headings(notes: Notes, *, there: bool, by_name: bool) -> None:
    """Say when fields were found by their headings, or there are none."""
    if by_name:
        words = Words(
            "Die Felder stehen nicht an ihren DATEV-Plätzen; sie wurden nach den Überschriften gelesen.",
            "The fields don't stand where DATEV has them; they were read by their headings.",
        )
        notes.add("moved", "warning", words, Place(line=2))
    elif not there:
        words = Words(
            "Die Zeile mit den Überschriften fehlt; gelesen nach DATEV-Plätzen.",
            "The line of headings is missing; read by DATEV's positions.",
        )
        notes.add("headings", "warning", words, Place(line=2))
