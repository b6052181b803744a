"""Fields to statements: each :20: begins one; entries, their details and balances follow."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from hanse.readers._bank import chain, codes
from hanse.readers._bank.columns import Row
from hanse.readers.mt940 import amounts, details, entry
from hanse.readers.mt940.amounts import Balance
from hanse.readers.mt940.fields import Field
from hanse.records import Cell, Finding, Place
from hanse.words import Words

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}")
_TOTAL = re.compile(r"(\d{1,5})([A-Z]{3})(\d+(?:,\d*)?)")


class Entry(msgspec.Struct):
    """An entry with its details. late: it stands after the closing balance and counts in no balance."""

    field: Field
    parsed: entry.Entry
    end: int
    details: dict[str, Cell] = {}
    late: bool = False


class Statement(msgspec.Struct):
    """One statement while its fields are read."""

    place: Place
    reference: str = ""
    account: str = ""
    number: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    available: Balance | None = None
    interim: bool = False
    note: str = ""
    stated: dict[str, tuple[int, Decimal]] = {}
    floor: str = ""
    entries: list[Entry] = []
    lines: tuple[int, int] = (1, 1)
    closed: bool = False
    copy: int = 1

    @property
    def currency(self) -> str | None:
        """The currency of its balances, or of its totals."""
        known = self.opening or self.closing
        return known.currency if known else self.floor or None

    @property
    def id(self) -> str:
        """A name for the statement: account, number and day (MT940 has none of its own)."""
        known = self.closing or self.opening
        when = f" {known.day}" if known and known.day else ""
        again = f" ({self.copy})" if self.copy > 1 else ""
        return f"{self.account or self.reference} {self.number}{when}{again}".strip()

    @property
    def total(self) -> Decimal:
        """The sum of its booked entries before the closing balance."""
        return sum((e.parsed.amount for e in self.entries if not e.late and not e.parsed.expected), Decimal(0))


class Builder(msgspec.Struct):
    """What was made of the fields so far. rejected: how many entries could not be read; lost: the last one was such."""

    statements: list[Statement] = []
    findings: list[Finding] = []
    rejected: int = 0
    after: str = ""
    lost: bool = False

    def take(self, field: Field) -> None:
        """Take down one field."""
        if field.tag == "20" or not self.statements:
            self.statements.append(Statement(Place(line=field.line), lines=(field.line, field.end)))
        now = self.statements[-1]
        now.lines = (now.lines[0], field.end)
        if field.tag == "61":
            self._entry(now, field)
        elif field.tag in {"86", "NS"}:
            self._details(now, field)
        elif field.tag in _BALANCES:
            self._balance(now, field)
        else:
            _head(now, field)
        self.after = field.tag

    def _entry(self, now: Statement, field: Field) -> None:
        parsed = entry.parse(field.lines)
        self.lost = parsed is None
        if parsed is None:
            self.rejected += 1
            self.findings.append(_unread(field))
            return
        now.entries.append(Entry(field, parsed, field.end, late=now.closed))
        place = Place(line=field.line)
        if now.closed:
            self.findings.append(_say("late", _LATE, place))
        if parsed.month_end:
            self.findings.append(_say("month_end", _MONTH_END, place))
        if parsed.value is None:
            self.findings.append(_say("day", _NO_DAY, place, field.text))

    def _details(self, now: Statement, field: Field) -> None:
        """A field :86: belongs to the entry before it; after a balance it is about the statement."""
        if self.after == "61" and self.lost:
            self.findings.append(_say("lost", _LOST, Place(line=field.line), field.text))
        elif self.after == "61" and now.entries:
            found = details.parse(field.lines) if field.tag == "86" else details.swift_free(field.lines)
            now.entries[-1].details = found
            now.entries[-1].end = field.end
        else:
            now.note = " ".join([now.note, *(line.strip() for line in field.lines)]).strip()

    def _balance(self, now: Statement, field: Field) -> None:
        found = amounts.balance(field.lines[0])
        name = _BALANCES[field.tag]
        if found is None:
            self.findings.append(_say("balance", _NO_BALANCE, Place(line=field.line), field.text))
        if name == "closing":
            now.closed = True
        if name and found is not None:
            setattr(now, name, found)


_BALANCES = {
    "60F": "opening", "60M": "opening", "62F": "closing", "62M": "closing", "64": "available", "65": "",
}  # fmt: skip


def distinguish(statements: list[Statement]) -> list[Finding]:
    """Number statements that would have the same name, and say which of them are in the file twice."""
    seen: dict[str, list[Statement]] = {}
    findings = []
    for now in statements:
        same = seen.setdefault(now.id, [])
        if any(_alike(now, other) for other in same):
            findings.append(_say("double", _DOUBLE, now.place, now.id))
        same.append(now)
        now.copy = len(same)
    return findings


def _alike(one: Statement, other: Statement) -> bool:
    return bool(one.entries) and (one.opening, one.closing, one.total, len(one.entries)) == (
        other.opening, other.closing, other.total, len(other.entries),
    )  # fmt: skip


def row(now: Statement) -> Row:
    """Return the row of bank.statements."""
    opening, closing = now.opening, now.closing
    bank, _, _ = now.account.partition("/")
    return {
        "Auszug": now.id,
        "Format": "MT942" if now.interim and opening is None else "MT940",
        "Konto": account(now) or None,
        "Bank": bank if bank != now.account else None,
        "Währung": now.currency,
        "Auszugsnummer": now.number or None,
        "Von": opening.day if opening else None,
        "Bis": closing.day if closing else None,
        "Anfangssaldo": opening.amount if opening else None,
        "Endsaldo": closing.amount if closing else None,
        "Verfügbarer Saldo": now.available.amount if now.available else None,
        "Umsatzsumme": now.total,
        "Umsätze": len(now.entries),
        "Hinweis": now.note or None,
    }


def account(now: Statement) -> str:
    """Return the account: its IBAN alone where :25: has one, else what stands there (bank code and number)."""
    found = _IBAN.search(now.account.replace(" ", ""))
    return found[0] if found else now.account


def entry_row(now: Statement, number: int, one: Entry) -> Row:
    """Return the row of bank.entries."""
    parsed = one.parsed
    gvc = str(one.details.get("GVC") or (parsed.code[1:] if parsed.code[1:].isdigit() else ""))
    late_or_expected = "PDNG" if parsed.expected or (now.interim and now.opening is None) else "BOOK"
    base: dict[str, Cell] = {
        "Auszug": now.id,
        "Nummer": number,
        "Konto": account(now) or None,
        "Buchungsdatum": parsed.booked or _statement_day(now, parsed.value),
        "Wertstellung": parsed.value,
        "Betrag": parsed.amount,
        "Währung": now.currency,
        "S/H": parsed.side,
        "Storno": parsed.reversal,
        "Status": late_or_expected,
        "Kundenreferenz": parsed.reference or None,
        "Bankreferenz": parsed.bank_reference or None,
        "GVC": gvc or None,
        "Buchungscode": parsed.code or None,
        "Geschäftsvorfall": codes.business(gvc, "") or None,
    }
    more = " ".join(part for part in (parsed.more, str(one.details.get("Weitere Angaben") or "")) if part)
    return base | {**one.details, "Weitere Angaben": more or None}


def place(one: Entry) -> Place:
    """Return the lines of an entry with its details."""
    return Place(line=one.field.line, line_end=one.end if one.end > one.field.line else None)


def link(now: Statement) -> chain.Link:
    """Return the statement for the balance chain."""
    opening, closing = now.opening, now.closing
    alike = opening is not None and closing is not None and opening.currency == closing.currency
    where = Place(line=now.lines[0], line_end=now.lines[1])
    return chain.Link(
        now.id, now.account, now.currency or "", opening.amount if opening and alike else None,
        closing.amount if closing and alike else None, now.total, where,
    )  # fmt: skip


def _head(now: Statement, field: Field) -> None:
    """Take down reference, account, number, and what marks an interim report (MT942)."""
    text = field.lines[0].strip()
    if field.tag == "20":
        now.reference = text
    elif field.tag == "25":
        now.account = text
    elif field.tag in {"28", "28C"}:
        now.number = text
    elif field.tag in {"34F", "13D", "13"}:
        now.interim = True
        now.floor = now.floor or (text[:3] if field.tag == "34F" else "")
    elif field.tag in {"90D", "90C"} and (found := _TOTAL.fullmatch(text)):
        now.stated = now.stated | {field.tag: (int(found[1]), amounts.amount(found[3]))}
        now.floor = now.floor or found[2]


def _statement_day(now: Statement, value: date | None) -> date | None:
    """Return the booking day of an entry without one: the day of the closing balance, else the value date."""
    return now.closing.day if now.closing and now.closing.day else value


_LATE = Words(
    "Der Umsatz steht hinter dem Endsaldo; er ist übernommen, zählt aber nicht zu den Salden.",
    "The entry stands after the closing balance; it was taken but counts in no balance.",
)
_MONTH_END = Words(
    "Wertstellung 29. oder 30. Februar (Zinsmonat mit 30 Tagen): als letzter Tag des Februars gelesen.",
    "Value date 29 or 30 February (interest month of 30 days): read as the last day of February.",
)
_DOUBLE = Words(
    "Dieser Auszug steht zweimal in der Datei; Summen zählen seine Umsätze doppelt. Einen davon entfernen.",
    "This statement is in the file twice; sums count its entries twice. Remove one of them.",
)
_LOST = Words(
    "Der Verwendungszweck gehört zu einem Umsatz, der nicht lesbar war.",
    "The purpose belongs to an entry that could not be read.",
)
_NO_DAY = Words(
    "Die Wertstellung ist kein Tag des Kalenders und bleibt leer.",
    "The value date is no day of the calendar and stays empty.",
)
_NO_BALANCE = Words(
    "Der Saldo ist beschädigt und wurde nicht übernommen. Mit dem Auszug der Bank vergleichen.",
    "The balance is damaged and was not taken. Compare with the bank's statement.",
)


def _say(code: str, words: Words, where: Place, raw: str = "") -> Finding:
    severity = "info" if code == "month_end" else "warning"
    return Finding(f"mt940.{code}", severity, words, where, raw[:500])  # type: ignore[arg-type]


def _unread(field: Field) -> Finding:
    words = Words(
        "Der Umsatz (Feld 61) ist nicht lesbar und wurde nicht übernommen. Mit dem Auszug der Bank vergleichen.",
        "The entry (field 61) can't be read and was not taken. Compare with the bank's statement.",
    )
    where = Place(line=field.line, line_end=field.end if field.end > field.line else None)
    return Finding("mt940.entry", "error", words, where, f":61:{field.text}"[:2000])
