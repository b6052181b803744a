"""A UGL file as a head row, line rows, checks and text."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from hanse.readers._trade import orders, values
from hanse.readers._trade.cells import NOWHERE, Notes, Rows
from hanse.readers._trade.checks import Checks
from hanse.readers.ugl.layout import layout
from hanse.records import Block, Cell, Counts, Document, Place, Reading
from hanse.words import Words

_LENGTH = 200
_TOLD = (
    "Rechnungsnummer",
    "Anfragenummer",
    "Auftragstext",
    "Sachbearbeiter",
    "Name",
    "Straße",
    "Ort",
    "Artikelnummer",
    "Bezeichnung",
    "Text",
)
_LINE = Words(
    "Menge × Preis − Rabatte = Nettowert der Position", "Quantity × price − discounts = net value of the line"
)
_COUNT = Words("Kopfsatz am Anfang, Endesatz am Schluss", "Head record at the start, end record at the end")
_GROSS = Words("Netto + Umsatzsteuer = Brutto", "Net + VAT = gross")
_ORDER = {"Bestellnummer": "Anfragenummer", "Auftragsnummer": "Vorgangsnummer"}
Cells = dict[str, Cell]


class Record(NamedTuple):
    """One line: its type, its fields as texts and numbers."""

    line: int
    kind: str
    raw: str
    fields: dict[str, Cell]

    def text(self, name: str) -> str:
        """Return a field as text; empty when it has none."""
        found = self.fields.get(name)
        return "" if found is None else f"{found}"

    def number(self, name: str) -> Decimal | None:
        """Return a field as a number."""
        found = self.fields.get(name)
        return found if isinstance(found, Decimal) else None

    def position(self) -> tuple[str, str]:
        """Return the numbers that the craftsman and the wholesaler gave a line."""
        return self.text("Position_HW").lstrip("0"), self.text("Position_GH").lstrip("0")


def records(text: str, notes: Notes) -> list[Record]:
    """Return the records of the types that are known; numbers that are none become findings."""
    lines = text.rstrip("\x1a\x00").splitlines()
    return [_record(number, line, notes) for number, line in enumerate(lines, 1) if line.strip("\x1a\x00 ")]


def _record(line: int, raw: str, notes: Notes) -> Record:
    kind = raw[:3]
    fields: dict[str, Cell] = {}
    for name, field in layout().records.get(kind, {}).items():
        piece = raw[field.start : field.end].strip()
        if field.decimals < 0 or not piece:
            fields[name] = piece
            continue
        fields[name] = values.implied(piece, field.decimals)
        if fields[name] is None:
            words = Words(
                f"{name}: „{piece}“ ist keine Zahl, die Zelle bleibt leer. Beim Absender nachfragen.",
                f'{name}: "{piece}" is no number, the cell stays empty. Ask the sender.',
            )
            notes.say("value", "warning", words, Place(line=line), raw)
    return Record(line, kind, raw, fields)


class File:
    """What the records of a file add up to."""

    def __init__(self, name: str, found: list[Record], notes: Notes) -> None:
        self._name, self._notes, self._found = name, notes, found
        self._checks = Checks(notes)
        self._heads, self._lines = Rows(orders.HEAD, notes), Rows(orders.LINES, notes)
        self._texts = self._gathered_texts()
        self._taken = 0
        self._blocks: list[Block] = []

    def reading(self) -> Reading:
        """Return tables, checks and text."""
        for head, records in _sections(self._found):
            order: Cells = {}
            for record in records:
                if record.kind == "KOP" and head is not None and head.kind == "RGD":
                    order = {name: _id(record.text(field)) for name, field in _ORDER.items()}
                self._take(record, {**order, "Belegnummer": "" if head is None else _number(head)})
            if head is not None:
                self._head(head, records)
        self._check()
        tables = (self._heads.table(orders.HEAD_TABLE), self._lines.table(orders.LINES_TABLE))
        lost = len(self._found) - self._taken
        documents = (Document(self._name, tuple(self._blocks)),) if self._blocks else ()
        counts = Counts(len(self._found), self._taken, lost)
        findings = self._notes.findings()
        return Reading(self._notes.reader, documents, tables, findings, counts, checks=tuple(self._checks.done))

    def _gathered_texts(self) -> dict[tuple[str, str], str]:
        texts: dict[tuple[str, str], list[str]] = {}
        for record in self._found:
            if record.kind == "POT":
                texts.setdefault(record.position(), []).extend(_all(record, "Text_1", "Text_2", "Text_3"))
        return {position: "\n".join(lines) for position, lines in texts.items()}

    def _take(self, record: Record, known: Cells) -> None:
        if record.kind not in layout().records:
            words = Words(
                f"Satzart {record.kind} in Zeile {record.line} ist unbekannt und wurde nicht übernommen.",
                f"Record type {record.kind} in line {record.line} is unknown and was not taken.",
            )
            self._notes.say("record", "error", words, Place(line=record.line), record.raw.rstrip())
            return
        self._taken += 1
        if record.kind in {"POA", "POZ"}:
            cells = _article(record, self._texts) if record.kind == "POA" else _surcharge(record)
            self._lines.add({**cells, **known}, Place(line=record.line))
        said = "; ".join(_all(record, *(name for name in record.fields if name.startswith(_TOLD))))
        if said:
            self._blocks.append(Block(said, Place(line=record.line)))

    def _head(self, head: Record, records: list[Record]) -> None:
        address = next((r for r in records if r.kind == "ADR"), None)
        end = next((r for r in records if r.kind == "END"), None)
        kind = head.text("Anfrageart") or head.text("Belegart")
        cells: Cells = {
            "Belegart": layout().codes["kinds"].get(kind, kind),
            "Belegnummer": _number(head),
            "Belegdatum": _day(head.text("Belegdatum")),
            "Bestellnummer": _id(head.text("Anfragenummer")),
            "Auftragsnummer": _id(head.text("Vorgangsnummer")),
            "Rechnungsnummer": _id(head.text("Rechnungsnummer")),
            "Lieferdatum": _day(head.text("Lieferdatum")),
            "Kundennummer": _id(head.text("Kundennummer")),
            "Lieferantennummer": _id(head.text("Lieferantennummer")),
            "Lieferanschrift": "" if address is None else _address(address),
            "Sachbearbeiter": head.text("Sachbearbeiter"),
            "Währung": head.text("Währung"),
            "Positionen": sum(record.kind == "POA" for record in records),
            **({} if head.kind == "KOP" else _amounts(head)),
            "Bemerkung": "\n".join([*_remarks(head), *([] if end is None else _all(end, *end.fields))]),
        }
        self._heads.add(cells, Place(line=head.line))
        version = head.text("Version")
        words = Words(f"UGL {version or '?'}, {cells['Belegart']}.", f"UGL {version or '?'}, {cells['Belegart']}.")
        self._notes.say("version", "info", words)

    def _check(self) -> None:
        kinds = [record.kind for record in self._found]
        ends = kinds.count("END") == 1 and kinds[-1] == "END"
        whole = kinds.count("RGD") + kinds.count("KOP") >= 1 and kinds.count("RGD") <= 1 and ends
        first = Place(line=self._found[-1].line)
        self._checks.holds("frame", _COUNT, held=whole, place=NOWHERE if whole else first)
        for invoice in (record for record in self._found if record.kind == "RGD"):
            net, tax = invoice.number("Netto"), invoice.number("Steuer")
            due = None if net is None or tax is None else net + tax
            self._checks.equal("gross", _GROSS, invoice.number("Brutto"), due, Place(line=invoice.line))
        wrong, count = [], 0
        for record in self._found:
            due, stated = _due(record), record.number("Nettowert")
            if record.kind == "POA" and due is not None and stated:
                count += 1
                if due != stated:
                    wrong.append((Place(line=record.line), f"{stated}", f"{due}"))
        if count:
            self._checks.every("line", _LINE, count, wrong)
        odd = sum(len(record.raw) != _LENGTH for record in self._found)
        if odd:
            words = Words(
                f"Sätze, die nicht {_LENGTH} Zeichen lang sind: {odd}. Gelesen wurde bis zum Zeilenende.",
                f"Records that are not {_LENGTH} characters long: {odd}. They were read to the end of the line.",
            )
            self._notes.say("length", "info", words)


def _sections(found: list[Record]) -> Iterator[tuple[Record | None, list[Record]]]:
    """Yield each document of a file: one invoice with all its orders, or one for each head record."""
    invoice = next((record for record in found if record.kind == "RGD"), None)
    starts = [i for i, record in enumerate(found) if record.kind == "KOP"]
    if invoice is not None or len(starts) <= 1:
        yield invoice or (found[starts[0]] if starts else None), found
        return
    for start, end in pairwise([0, *starts[1:], len(found)]):
        yield found[starts[0]] if start == 0 else found[start], found[start:end]


def _amounts(invoice: Record) -> Cells:
    return {
        "Warenwert": invoice.number("Netto"),
        "Steuer": invoice.number("Steuer"),
        "Gesamtbetrag": invoice.number("Brutto"),
    }


def _remarks(head: Record) -> list[str]:
    terms = [
        f"Skonto {head.text(f'Skonto_{n}')} bis {head.text(f'Skonto_{n}_bis')}"
        for n in (1, 2)
        if head.number(f"Skonto_{n}")
    ]
    due = _day(head.text("Fälligkeit"))
    return [*_all(head, "Auftragstext"), *terms, *([f"Fällig {due}"] if due else [])]


def _all(record: Record, *names: str) -> list[str]:
    return [found for name in names if (found := record.text(name)).strip()]


def _number(head: Record) -> str:
    return _id(head.text("Anfragenummer")) or _id(head.text("Vorgangsnummer")) or _id(head.text("Rechnungsnummer"))


def _id(raw: str) -> str:
    """Return a number as it stands, empty when it is all zeros."""
    return raw if raw.strip("0") else ""


def _day(raw: str) -> str:
    return raw if raw.strip("0") else ""


def _address(address: Record) -> str:
    town = " ".join(_all(address, "Land", "PLZ", "Ort"))
    return ", ".join([*_all(address, "Name_1", "Name_2", "Name_3", "Straße"), *([town] if town else [])])


def _article(record: Record, texts: dict[tuple[str, str], str]) -> Cells:
    per = _per(record)
    craftsman, wholesaler = record.position()
    kind = "Alternative" if record.text("Alternativ") == "A" else record.text("Positionstyp")
    return {
        "Position": craftsman or wholesaler,
        "Artikelnummer": record.text("Artikelnummer"),
        "Bezeichnung": record.text("Bezeichnung_1"),
        "Beschreibung": "\n".join([*_all(record, "Bezeichnung_2"), *filter(None, [texts.get(record.position(), "")])]),
        "Menge": record.fields["Menge"],
        "Einheit": record.text("Einheit"),
        "Einzelpreis": record.fields["Einzelpreis"],
        "Preisbasis": per,
        "Preis_je_Einheit": values.per_unit(record.number("Einzelpreis"), per),
        "Rabatt": record.fields["Rabatt_1"],
        "Rabatt_2": record.fields["Rabatt_2"],
        "Positionsbetrag": record.fields["Nettowert"],
        "Bestellposition": wholesaler if craftsman else "",
        "Art": kind,
        "Bemerkung": "vorbehaltlich technischer Klärung" if record.text("Vorbehalt") == "J" else "",
    }


def _surcharge(record: Record) -> Cells:
    craftsman, wholesaler = record.position()
    return {
        "Position": craftsman or wholesaler,
        "Bezeichnung": record.text("Bezeichnung"),
        "Einzelpreis": record.fields["Tagespreis"],
        "Positionsbetrag": record.fields["Nettowert"],
        "Art": f"Zuschlag {record.text('Zuschlagstyp')}".strip(),
    }


def _per(record: Record) -> Decimal | None:
    found = layout().codes["price_units"].get(record.text("Preiseinheit"))
    return Decimal(found) if found else None


def _due(record: Record) -> Decimal | None:
    """Return what a line comes to; None when a part of it is missing."""
    quantity, price, per = record.number("Menge"), record.number("Einzelpreis"), _per(record)
    if record.kind != "POA" or not quantity or not price or per is None:
        return None
    amount = quantity * price / per
    for name in ("Rabatt_1", "Rabatt_2"):
        amount *= 1 - (record.number(name) or Decimal(0)) / 100
    return values.cents(amount)
