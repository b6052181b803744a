"""The first line of a DATEV file: which category and version, whose books, which period. Knows no data rows."""

import csv
import re
from datetime import date, datetime

import msgspec

MARKS = ("EXTF", "DTVF")
_START = re.compile(r'\ufeff?\s*"?(?:EXTF|DTVF)"?([;,\t|])"?\d{3}')


class Header(msgspec.Struct, frozen=True):
    """The header by position (DATEV-Format, "Header"; 31 fields in version 700, fewer in 510 and 300).

    None or "" where a field is empty or unreadable; unclear names those that are there and can't be read; shifted: the
    fields stood one place too far left or right.
    """

    mark: str
    version: int | None
    category: int | None
    format_name: str
    format_version: int | None
    created: datetime | None
    origin: str
    exported_by: str
    adviser: str
    client: str
    year_start: date | None
    account_length: int | None
    start: date | None
    end: date | None
    label: str
    dictation: str
    batch_type: str
    purpose: str
    locked: str
    currency: str
    chart: str
    unclear: tuple[str, ...] = ()
    shifted: bool = False

    @property
    def batch(self) -> str:
        """A name for the file that is the same each time: adviser, client, time of creation or period."""
        when = f"{self.created:%Y%m%d%H%M%S%f}" if self.created else f"{self.start or ''}_{self.end or ''}_{self.label}"
        return f"{self.adviser}-{self.client}-{when}"


def delimiter(line: str) -> str:
    """Return the sign between the fields of a header line; empty when the line is no DATEV header."""
    found = _START.match(line)
    return found[1] if found else ""


def parse(line: str, sign: str) -> Header:
    """Return the header of a line that delimiter() knows."""
    fields = [field.strip().strip('"') for field in next(csv.reader([line.lstrip("\ufeff")], delimiter=sign), [])]
    return from_fields([*fields, *[""] * 31])


def from_fields(stated: list[str]) -> Header:
    """Return the header of at least 31 fields."""
    raw = _in_place(stated)
    days = {"Wirtschaftsjahr": _day(raw[12]), "Datum von": _day(raw[14]), "Datum bis": _day(raw[15])}
    length = _number(raw[13])
    texts = dict(zip(days, (raw[12], raw[14], raw[15]), strict=True))
    unclear = [name for name, value in days.items() if value is None and texts[name].strip("0")]
    created = _moment(raw[5])
    if raw[5] and created is None:
        unclear.append("erzeugt am")
    return Header(
        mark=raw[0].strip(),
        version=_number(raw[1]),
        category=_number(raw[2]),
        format_name=raw[3],
        format_version=_number(raw[4]),
        created=created,
        origin=raw[7],
        exported_by=raw[8],
        adviser=raw[10],
        client=raw[11],
        year_start=days["Wirtschaftsjahr"],
        account_length=length if length is not None and 4 <= length <= 8 else None,
        start=days["Datum von"],
        end=days["Datum bis"],
        label=raw[16],
        dictation=raw[17],
        batch_type=raw[18],
        purpose=raw[19],
        locked=raw[20],
        currency=raw[21],
        chart=raw[26].zfill(2) if raw[26].isdigit() else "",
        unclear=tuple(unclear),
        shifted=raw is not stated,
    )


def _in_place(raw: list[str]) -> list[str]:
    """Return the fields in their places: some programs write one empty field too many, or too few, before Berater."""
    for moved in (raw, [*raw[:6], *raw[7:]], [*raw[:6], "", *raw[6:]]):
        if _day(moved[12]) and moved[13] in {"4", "5", "6", "7", "8"}:
            return moved
    return raw


def _number(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def _day(raw: str) -> date | None:
    if len(raw) != 8 or not (raw.isascii() and raw.isdigit()):
        return None
    try:
        return date(int(raw[:4]), int(raw[4:6]), int(raw[6:]))
    except ValueError:
        return None


def _moment(raw: str) -> datetime | None:
    """Return YYYYMMDDHHMMSS with or without milliseconds as a time."""
    if len(raw) not in {14, 17} or not (raw.isascii() and raw.isdigit()):
        return None
    try:
        return datetime.strptime(raw[:14], "%Y%m%d%H%M%S").replace(microsecond=int(raw[14:] or 0) * 1000)  # noqa: DTZ007
    except ValueError:
        return None
