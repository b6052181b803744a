"""Writes the CSV exports of the trade program: CP1252, semicolons, decimal commas, German dates, CRLF."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from hanse.samplefirm.german import amount, day, plain
from hanse.samplefirm.model import Firm, Invoice

INVOICES = (
    "Rechnungsnr",
    "Kundennr",
    "Auftragsnr",
    "Rechnungsdatum",
    "Fällig am",
    "Netto",
    "MwSt",
    "Brutto",
    "Offen",
    "Status",
)
LINES = ("Rechnungsnr", "Pos", "Artikelnr", "Bezeichnung", "Menge", "Einheit", "Einzelpreis", "Gesamtpreis")
PAYMENTS = ("Zahlungsnr", "Zahlungsdatum", "Rechnungsnr", "Kundennr", "Betrag", "Skonto", "Zahlungsart")
ORDERS = (
    "Auftragsnr",
    "Kundennr",
    "Kunde",
    "Auftragsdatum",
    "Art",
    "Projekt",
    "Monteur",
    "Termin",
    "Auftragswert netto",
    "Status",
)
OFFERS = (
    "Angebotsnr",
    "Kundennr",
    "Kunde",
    "Angebotsdatum",
    "Gültig bis",
    "Projekt",
    "Angebotssumme netto",
    "Status",
    "Bearbeiter",
    "Auftragsnr",
)
CREDITS = ("Gutschriftnr", "Rechnungsnr", "Kundennr", "Gutschriftdatum", "Netto", "MwSt", "Brutto", "Grund")
MOVES = ("Datum", "Artikelnr", "Bewegungsart", "Menge", "Beleg")
HOURS = ("Datum", "Mitarbeiter", "Auftragsnr", "Stunden")
CONTRACTS = (
    "Vertragsnr",
    "Kundennr",
    "Kunde",
    "Vertragsbeginn",
    "Anlage",
    "Jahrespauschale netto",
    "Wartungen pro Jahr",
)
SUPPLIERS = ("Lieferantennr", "Firma", "Straße", "PLZ", "Ort", "Telefon", "Zahlungsziel Tage")


def files(firm: Firm) -> dict[str, bytes]:
    """Return the exports by path; invoices in one file a year."""
    years = range(firm.year - 2, firm.year + 1)
    made = {
        f"export/rechnungen_{y}.csv": _text(INVOICES, _invoices(i for i in firm.invoices if i.day.year == y))
        for y in years
    }
    rows: tuple[tuple[str, Sequence[str], Iterable[Sequence[str]]], ...] = (
        ("rechnungspositionen", LINES, _lines(firm)),
        ("zahlungen", PAYMENTS, _payments(firm)),
        ("auftraege", ORDERS, _orders(firm)),
        ("angebote", OFFERS, _offers(firm)),
        ("gutschriften", CREDITS, _credits(firm)),
        ("lagerbewegungen", MOVES, _moves(firm)),
        ("arbeitszeiten", HOURS, _hours(firm)),
        ("wartungsvertraege", CONTRACTS, _contracts(firm)),
        ("lieferanten", SUPPLIERS, _suppliers(firm)),
    )
    return made | {f"export/{name}.csv": _text(head, body) for name, head, body in rows}


def _text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue().encode("cp1252")


def _invoices(found: Iterable[Invoice]) -> Iterator[Sequence[str]]:
    for i in found:
        sums = (amount(i.net), amount(i.vat), amount(i.gross), amount(i.open))
        yield (i.nr, str(i.customer), i.order, day(i.day), day(i.due), *sums, i.status)


def _lines(firm: Firm) -> Iterator[Sequence[str]]:
    for i in firm.invoices:
        for ln in i.lines:
            yield (
                i.nr,
                str(ln.pos),
                ln.article,
                ln.text,
                plain(ln.quantity),
                ln.unit,
                amount(ln.price),
                amount(ln.net),
            )


def _payments(firm: Firm) -> Iterator[Sequence[str]]:
    for p in firm.payments:
        yield (p.nr, day(p.day), p.invoice, str(p.customer), amount(p.amount), amount(p.discount), p.how)


def _orders(firm: Firm) -> Iterator[Sequence[str]]:
    for o in firm.orders:
        what = (o.kind, o.project, o.worker, day(o.appointment), amount(o.value), o.status)
        yield (o.nr, str(o.customer), firm.customer(o.customer).name, day(o.day), *what)


def _offers(firm: Firm) -> Iterator[Sequence[str]]:
    for o in firm.offers:
        who = (o.nr, str(o.customer), firm.customer(o.customer).name)
        yield (*who, day(o.day), day(o.valid), o.project, amount(o.net), o.status, o.worker, o.order)


def _credits(firm: Firm) -> Iterator[Sequence[str]]:
    for c in firm.credits:
        yield (c.nr, c.invoice, str(c.customer), day(c.day), amount(c.net), amount(c.vat), amount(c.gross), c.reason)


def _moves(firm: Firm) -> Iterator[Sequence[str]]:
    for m in firm.movements:
        yield (day(m.day), m.article, m.kind, plain(m.quantity), m.document)


def _hours(firm: Firm) -> Iterator[Sequence[str]]:
    for h in firm.hours:
        yield (day(h.day), h.worker, h.order, plain(h.hours))


def _contracts(firm: Firm) -> Iterator[Sequence[str]]:
    for c in firm.contracts:
        who = (c.nr, str(c.customer), firm.customer(c.customer).name)
        yield (*who, day(c.start), c.plant, amount(c.fee), str(c.visits))


def _suppliers(firm: Firm) -> Iterator[Sequence[str]]:
    for s in firm.suppliers:
        yield (str(s.nr), s.name, s.street, s.plz, s.town, s.phone, str(s.days))
