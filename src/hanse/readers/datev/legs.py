"""Double entry: each booking as two rows, one for the account and one for its contra account, with signed amounts."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from hanse.readers.datev import accounts, layout, say, tax
from hanse.readers.datev.accounts import Account, Chart
from hanse.readers.datev.header import Header
from hanse.readers.datev.notes import Notes
from hanse.readers.datev.rows import Rows
from hanse.records import Cell, Column, Foreign, Place, Table
from hanse.words import Words

_MONEY = frozenset({"Bank und Kasse", "Geldtransit", "Forderungen", "Verbindlichkeiten", "Umsatzsteuer", "Vorsteuer"})
_AMOUNT = "Umsatz (ohne Soll/Haben-Kz)"
_CONTRA = "Gegenkonto (ohne BU-Schlüssel)"

COLUMNS = (
    *layout.KEYS,
    Column("Seite", "Seite des Satzes", "text", "Konto oder Gegenkonto der Zeile in der Datei", "code"),
    Column("Belegdatum", "Belegdatum", "date", role="date"),
    Column("Belegfeld 1", "Belegnummer (Belegfeld 1)", "text", role="key"),
    Column("Konto", "Konto", "text", "mit führenden Nullen", "key"),
    Column("Kontenname", "Name des Kontos", "text", "aus dem Ordner oder Kontenrahmen"),
    Column("Kontoart", "Kontoart", "text", "Sachkonto, Debitor (Kunde) oder Kreditor (Lieferant)", "code"),
    Column("Art", "Bilanz- oder Erfolgsseite", "text", "Aktiva, Passiva, Ertrag, Aufwand, Privat ...", "code"),
    Column("Gruppe", "Kontengruppe", "text", "Umsatzerlöse, Personalkosten, Bank und Kasse ...", "code"),
    Column("Gegenkonto", "Gegenkonto", "text", role="key"),
    Column("Gegenkontenname", "Name des Gegenkontos", "text"),
    Column("S/H", "Soll oder Haben", "text", "auf diesem Konto", "code", labels=(("S", "Soll"), ("H", "Haben"))),
    Column("Soll", "Soll", "decimal", "bei Generalumkehr negativ", "amount", "Währung"),
    Column("Haben", "Haben", "decimal", "bei Generalumkehr negativ", "amount", "Währung"),
    Column("Betrag", "Betrag (Soll plus, Haben minus)", "decimal", "wie gebucht, samt Steuer", "amount", "Währung"),
    Column("Netto", "Nettobetrag auf dem Konto", "decimal", "Soll plus, Haben minus, ohne die Steuer, die DATEV dem "
           "Steuerkonto zuweist; leer, wo der Steuersatz nicht bekannt ist", "amount", "Währung"),
    Column("Ertrag", "Ertrag netto", "decimal", "nur auf Ertragskonten; Erlöse positiv", "amount", "Währung"),
    Column("Aufwand", "Aufwand netto", "decimal", "nur auf Aufwandskonten; Kosten positiv", "amount", "Währung"),
    Column("Steuerbetrag", "Steuer im Betrag", "decimal", "errechnet", "amount", "Währung"),
    Column("Steuersatz", "Steuersatz in %", "decimal", "nach Schlüssel oder Automatikkonto und Tag", "rate", "%"),
    Column("BU-Schlüssel", "Steuerschlüssel", "text", role="code"),
    Column("Steuer", "Bedeutung der Steuer", "text"),
    Column("Währung", "Währung", "text", "Hauswährung", "code"),
    Column("Buchungstext", "Buchungstext", "text", role="text"),
    Column("KOST1", "Kostenstelle 1", "text", role="code"),
    Column("KOST2", "Kostenstelle 2", "text", role="code"),
    Column("Leistungsdatum", "Leistungsdatum", "date", role="date"),
    Column("Generalumkehr", "Generalumkehr", "boolean", role="flag"),
    Column("Festschreibung", "Festgeschrieben", "boolean", role="flag"),
)  # fmt: skip


class Books(msgspec.Struct, frozen=True):
    """What accounts are called: the header, its chart (None when not known), names from other files of the folder."""

    header: Header
    chart: Chart | None
    names: dict[str, str]

    def look(self, number: str | None) -> Account:
        """Return what is known of an account."""
        if number is None or self.chart is None or self.header.account_length is None:
            return Account()
        return self.chart.account(number, self.header.account_length)

    def kind(self, number: str | None) -> str:
        """Return Sachkonto, Debitor, Kreditor or nothing."""
        return accounts.kind(number or "", self.header.account_length)

    def name(self, number: str | None) -> str | None:
        """Return the name of an account; the client's own before the chart's."""
        return (self.names.get(number or "") or self.look(number).name) or None


class _Booking(NamedTuple):
    """A booking with what both of its legs need.

    amount: signed as seen from the account; taxed: the account in which the tax lies.
    """

    get: Callable[[str], Cell]
    day: date | None
    amount: Decimal | None
    turned: bool
    taxed: str | None
    tax: tax.Tax


def table(books: Books, rows: Rows, notes: Notes) -> Table:
    """Return the legs of all bookings; both have the place of their booking."""
    index = {column.name: at for at, column in enumerate(layout.columns(21))}
    found: list[tuple[Cell, ...]] = []
    places: list[Place] = []
    for cells, place in zip(rows.main, rows.places, strict=True):
        say.booking(notes, lambda name, cells=cells: cells[index[name]], place)  # type: ignore[misc]
        booking = _booking(books, lambda name, cells=cells: cells[index[name]], place, notes)  # type: ignore[misc]
        found += _both(books, booking)
        places += (place, place)
    made = layout.tables().legs
    foreign = (Foreign(("Stapel", "Satz"), layout.tables().category["21"].name),)
    return Table(
        made.name, made.title, COLUMNS, tuple(found), tuple(places), ("Stapel", "Satz", "Seite"), made.kind, made.about,
        foreign,
    )  # fmt: skip


def _booking(books: Books, get: Callable[[str], Cell], place: Place, notes: Notes) -> _Booking:
    key = str(get("BU-Schlüssel") or "")
    turned = get("Generalumkehr (GU)") in {"1", "G"} or tax.reverses(key)
    amount = _house(books, get, place, notes)
    side = {"S": 1, "H": -1}.get(str(get("Soll/Haben-Kennzeichen")))
    signed = None if amount is None or side is None else amount * side * (-1 if turned else 1)
    day = get("Leistungsdatum") or get("Belegdatum")
    when = day if isinstance(day, date) else None
    taxed = _taxed(books, get)
    return _Booking(get, when, signed, turned, taxed, _tax(books, get, (taxed, when, place), notes))


def _house(books: Books, get: Callable[[str], Cell], place: Place, notes: Notes) -> Decimal | None:
    """Return the amount in the house currency; a foreign amount without its Basis-Umsatz is not converted."""
    house = books.header.currency or "EUR"
    amount, base = get(_AMOUNT), get("Basis-Umsatz")
    if get("WKZ Umsatz") in {None, house}:
        return amount if isinstance(amount, Decimal) else None
    if isinstance(base, Decimal) and get("WKZ Basis-Umsatz") in {None, house}:
        return base
    words = Words(
        f"Betrag in {get('WKZ Umsatz')} ohne Basis-Umsatz in {house}; der Satz fehlt in Summen je Konto.",
        f"Amount in {get('WKZ Umsatz')} without its amount in {house}; the record is missing in sums per account.",
    )
    notes.add("currency", "warning", words, place)
    return None


def _taxed(books: Books, get: Callable[[str], Cell]) -> str | None:
    """Return the account that the tax lies in: no person, no money, no tax account; of two such the contra account."""
    for name in (_CONTRA, "Konto"):
        number = get(name)
        impersonal = isinstance(number, str) and books.kind(number) in {"Sachkonto", ""}
        if impersonal and books.look(str(number)).group not in _MONEY:
            return str(number)
    return None


def _tax(
    books: Books, get: Callable[[str], Cell], where: tuple[str | None, date | None, Place], notes: Notes
) -> tax.Tax:
    number, day, place = where
    key = str(get("BU-Schlüssel") or "").lstrip("0")
    own = tax.by_account(books.look(number).tax, day)
    if not key or key == "20":
        return own
    chosen, foreign = get("Steuersatz"), get("EU-Steuersatz (Bestimmung)")
    found = tax.by_key(
        key, day, chosen if isinstance(chosen, Decimal) else None, foreign if isinstance(foreign, Decimal) else None
    )
    if found.rate is None:
        words = Words(
            f"Steuerschlüssel {key}: Bedeutung oder Satz ist nicht bekannt; der Nettobetrag bleibt leer.",
            f"Tax key {key}: its meaning or rate isn't known; the net amount stays empty.",
        )
        notes.add("taxkey", "warning", words, place, key)
    return found


def _both(books: Books, booking: _Booking) -> Iterator[tuple[Cell, ...]]:
    account, contra = booking.get("Konto"), booking.get(_CONTRA)
    mark = booking.get("Soll/Haben-Kennzeichen")
    other = {"S": "H", "H": "S"}.get(str(mark))
    yield _leg(books, booking, ("Konto", account, contra), mark)
    yield _leg(books, booking, ("Gegenkonto", contra, account), other)


def _leg(books: Books, booking: _Booking, side: tuple[str, Cell, Cell], mark: Cell) -> tuple[Cell, ...]:
    name, number, other = side
    own = str(number) if number is not None else None
    amount = booking.amount if name == "Konto" or booking.amount is None else -booking.amount
    bears = own is not None and own == booking.taxed
    rate = booking.tax.rate if bears else Decimal(0)
    net = None if amount is None else tax.net(amount, rate)
    known = books.look(own)
    get = booking.get
    return (
        get("Stapel"), get("Satz"), name, get("Belegdatum"), get("Belegfeld 1"),
        own, books.name(own), books.kind(own) or None, known.art or None, known.group or None,
        other, books.name(str(other) if other is not None else None), mark if mark in {"S", "H"} else None,
        amount if mark == "S" else None, -amount if mark == "H" and amount is not None else None, amount,
        net, -net if net is not None and known.art == "Ertrag" else None, net if known.art == "Aufwand" else None,
        amount - net if bears and rate and amount is not None and net is not None else None,
        rate if bears and rate else None, get("BU-Schlüssel"), (booking.tax.meaning or None) if bears else None,
        books.header.currency or "EUR", get("Buchungstext"), get("KOST1 - Kostenstelle"), get("KOST2 - Kostenstelle"),
        get("Leistungsdatum"), booking.turned, _flag(get("Festschreibung")),
    )  # fmt: skip


def _flag(cell: Cell) -> bool | None:
    return {"1": True, "0": False}.get(str(cell))
