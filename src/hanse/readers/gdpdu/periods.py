"""Whether the days of a table lie in the period that index.xml states for it."""

from datetime import date, datetime

from hanse.readers.gdpdu.layout import Validity
from hanse.readers.gdpdu.values import dates
from hanse.records import Check, Place, Table
from hanse.words import Words

_TELLING = ("buchungsdatum", "journaldatum", "buchungstag", "belegdatum", "rechnungsdatum", "datum")


def period(table: Table, validity: Validity) -> Check:
    """Check the days of the column that dates the records; held is None where none does, or the period is no day."""
    column = _column(table)
    start, end = (_day(text, validity.format) for text in (validity.start, validity.end))
    named = f" ({table.columns[column].name})" if column is not None else ""
    words = Words(
        f"{table.name}: alle Sätze{named} liegen im angegebenen Zeitraum.",
        f"{table.name}: all records{named} lie in the stated period.",
    )
    expected = f"{validity.start} bis {validity.end or 'heute'}"
    if column is None or (start is None and end is None):
        return Check("gdpdu.period", words, None, expected, "keine Datumsspalte" if column is None else "")
    days = [(row[column], place) for row, place in zip(table.rows, table.places, strict=True)]
    outside = [(day, p) for day, p in days if isinstance(day, date) and not _within(day, start, end)]
    found = f"{len(outside)} außerhalb, z. B. {outside[0][0]}" if outside else "0 außerhalb"
    return Check("gdpdu.period", words, not outside, expected, found, outside[0][1] if outside else Place())


def _within(day: date, start: date | None, end: date | None) -> bool:
    plain = day.date() if isinstance(day, datetime) else day
    return (start is None or start <= plain) and (end is None or plain <= end)


def _day(text: str, format_: str) -> date | None:
    for form in (format_, "DD.MM.YYYY", "YYYY-MM-DD", "YYYYMMDD"):
        try:
            found = dates(form, 30)(text)
        except ValueError:
            continue
        if isinstance(found, date):
            return found.date() if isinstance(found, datetime) else found
    return None


def _column(table: Table) -> int | None:
    """Return the column that dates the records: by its name, or the only one with days."""
    found = [i for i, column in enumerate(table.columns) if column.type in ("date", "datetime")]
    names = {table.columns[i].name.lower(): i for i in found}
    named = next((names[name] for name in _TELLING if name in names), None)
    return named if named is not None else found[0] if len(found) == 1 else None
