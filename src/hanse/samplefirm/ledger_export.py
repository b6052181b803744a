"""Writes the bookkeeping as a GDPdU package: index.xml (gdpdu-01-09-2004), journal and chart of accounts.

Source: "Beschreibungsstandard" for data handed to the tax office (Z3). Debit and credit are one row each pair (SKR03).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import NamedTuple

from hanse.samplefirm import model
from hanse.samplefirm.german import amount, day
from hanse.samplefirm.model import Firm

ACCOUNTS = {
    1000: "Kasse",
    1200: "Bank",
    1576: "Abziehbare Vorsteuer 19 %",
    1776: "Umsatzsteuer 19 %",
    3400: "Wareneingang 19 % Vorsteuer",
    8400: "Erlöse 19 % USt",
    8700: "Erlösschmälerungen",
    8736: "Gewährte Skonti 19 % USt",
}
CREDITORS = 70000
ENTRY = (
    ("Buchungsnr", 0),
    ("Belegdatum", "D"),
    ("Belegnr", ""),
    ("Buchungstext", ""),
    ("Sollkonto", 0),
    ("Habenkonto", 0),
    ("Betrag", 2),
)
ACCOUNT = (("Konto", 0), ("Bezeichnung", ""), ("Kontoart", ""))


class Entry(NamedTuple):
    """One row of the journal. debit, credit: accounts; amount in euro."""

    day: date
    document: str
    text: str
    debit: int
    credit: int
    amount: Decimal


def files(firm: Firm) -> dict[str, bytes]:
    """Return index.xml and the two data files, without header lines as is usual."""
    journal: list[tuple[str, ...]] = [
        (str(n), day(e.day), e.document, e.text, str(e.debit), str(e.credit), amount(e.amount).replace(".", ""))
        for n, e in enumerate(entries(firm), 1)
    ]
    return {
        "gdpdu/index.xml": _index(firm).encode(),
        "gdpdu/buchungen.txt": _rows(journal),
        "gdpdu/konten.txt": _rows(_accounts(firm)),
    }


def entries(firm: Firm) -> list[Entry]:
    """Return the journal by day: invoices, cancellations, payments with Skonto, credit notes, suppliers' bills."""
    found = [*_sales(firm), *_receipts(firm), *_lowered(firm), *_purchases(firm)]
    return sorted(found, key=lambda e: (e.day, e.document, e.debit, e.credit))


def _sales(firm: Firm) -> Iterator[Entry]:
    for i in firm.invoices:
        for account, value in ((8400, i.net), (1776, i.vat)):
            yield Entry(i.day, i.nr, f"Rechnung {i.nr}", i.customer, account, value)
            if i.status == "storniert":
                when = min(i.day + timedelta(days=3), firm.today)
                yield Entry(when, i.nr, f"Storno {i.nr}", account, i.customer, value)


def _receipts(firm: Firm) -> Iterator[Entry]:
    for p in firm.payments:
        yield Entry(p.day, p.invoice, f"Zahlung {p.nr}", 1000 if p.how == "bar" else 1200, p.customer, p.amount)
        if p.discount:
            net = model.money(p.discount / (1 + model.VAT))
            yield Entry(p.day, p.invoice, f"Skonto {p.nr}", 8736, p.customer, net)
            yield Entry(p.day, p.invoice, f"Skonto {p.nr} USt", 1776, p.customer, p.discount - net)


def _lowered(firm: Firm) -> Iterator[Entry]:
    for c in firm.credits:
        yield Entry(c.day, c.nr, f"Gutschrift zu {c.invoice}", 8700, c.customer, c.net)
        yield Entry(c.day, c.nr, f"Gutschrift zu {c.invoice}", 1776, c.customer, c.vat)


def _purchases(firm: Firm) -> Iterator[Entry]:
    for b in firm.bills:
        yield Entry(b.day, b.nr, f"Wareneingang {b.delivery}", 3400, CREDITORS + b.supplier, b.net)
        yield Entry(b.day, b.nr, f"Wareneingang {b.delivery}", 1576, CREDITORS + b.supplier, b.vat)


def _accounts(firm: Firm) -> list[tuple[str, ...]]:
    ledger = [(str(nr), name, "Sachkonto") for nr, name in ACCOUNTS.items()]
    used = {i.customer for i in firm.invoices}
    debtors = [(str(c.nr), c.name, "Debitor") for c in firm.customers if c.nr in used]
    return [*ledger, *debtors, *((str(CREDITORS + s.nr), s.name, "Kreditor") for s in firm.suppliers)]


def _rows(rows: list[tuple[str, ...]]) -> bytes:
    return "".join(";".join(f'"{c}"' if not c[:1].isdigit() else c for c in row) + "\r\n" for row in rows).encode(
        "cp1252"
    )


def _index(firm: Firm) -> str:
    journal = _table("buchungen.txt", ("Buchungen", "Buchungsjournal"), ENTRY)
    accounts = _table("konten.txt", ("Konten", "Kontenplan mit Debitoren und Kreditoren"), ACCOUNT)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DataSet SYSTEM "gdpdu-01-09-2004.dtd">
<DataSet>
  <Version>1.0</Version>
  <DataSupplier><Name>{escape(model.NAME)}</Name><Location>{model.TOWN}</Location>
    <Comment>Finanzbuchhaltung {firm.year - 2} bis {day(firm.today)}</Comment></DataSupplier>
  <Media><Name>Datenträger 1</Name>
{journal}{accounts}  </Media>
</DataSet>
"""


def _table(url: str, named: tuple[str, str], columns: tuple[tuple[str, int | str], ...]) -> str:
    name, description = named
    first, *rest = columns
    key = f"<VariablePrimaryKey><Name>{first[0]}</Name>{_kind(first[1])}</VariablePrimaryKey>"
    others = "".join(f"\n      <VariableColumn><Name>{n}</Name>{_kind(kind)}</VariableColumn>" for n, kind in rest)
    foreign = "".join(
        f"\n      <ForeignKey><Name>{n}</Name><References>Konten</References>"
        f"<Alias><From>{n}</From><To>Konto</To></Alias></ForeignKey>"
        for n, _ in columns
        if n in {"Sollkonto", "Habenkonto"}
    )
    return f"""    <Table><URL>{url}</URL><Name>{name}</Name><Description>{description}</Description><ANSI/>
      <DecimalSymbol>,</DecimalSymbol><DigitGroupingSymbol>.</DigitGroupingSymbol>
      <VariableLength><ColumnDelimiter>;</ColumnDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter>
      <TextEncapsulator>"</TextEncapsulator>
      {key}{others}{foreign}</VariableLength></Table>
"""


def _kind(kind: int | str) -> str:
    if kind == "D":
        return "<Date><Format>DD.MM.YYYY</Format></Date>"
    if kind == "":
        return "<AlphaNumeric/>"
    return f"<Numeric><Accuracy>{kind}</Accuracy></Numeric>" if kind else "<Numeric/>"
