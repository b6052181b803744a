"""What the people of the garden and landscaping firm ask."""

from datetime import date

from firms.asking import (
    TODAY,
    Span,
    alike,
    best,
    compared,
    counts,
    kept,
    many,
    mean,
    month,
    months,
    none,
    numbered,
    one,
    pairs,
    percent,
    quarter,
    single,
    sums,
    top,
    total,
    year,
)
from firms.gardens import Hours, Invoice, Worker, hours, invoices, machines, sites, workers
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
site = {s.nr: s for s in sites}
worker = {w.nr: w for w in workers}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("gardens", [*_hours(), *_staff(), *_sites(), *_machines(), *_invoices(), *_nowhere()])


def _cancelled(invoice: Invoice) -> bool:
    return invoice.state == "storniert"


def _of(span: Span) -> list[Hours]:
    return [h for h in hours if h.day in span]


def _busiest() -> Worker:
    return worker[int(best(sums(_of(THIS), lambda h: str(h.worker), lambda h: h.hours)))]


def _hours() -> list[Asked]:
    summer = sums(_of(quarter(3, 2026)), lambda h: h.task, lambda h: h.hours)
    monthly = [(total(h.hours for h in _of(month(n, 2026))),) for n in range(1, 7)]
    paved = [h.hours for h in _of(LAST) if h.task == "Pflasterarbeiten"]
    who = _busiest()
    on_sites = sums(hours, lambda h: site[h.site].name, lambda h: h.hours)
    return [
        one("wieviele stunden wurden im oktober 2026 gebucht", total(h.hours for h in _of(month(10, 2026)))),
        many("Stunden je Tätigkeit im 3. Quartal 2026", pairs(summer)),
        one(
            f"Wie viele Stunden hat {who.first} {who.last} dieses Jahr gearbeitet?",
            total(h.hours for h in _of(THIS) if h.worker == who.nr),
        ),
        many("stunden pro monat von januar bis juni 2026", monthly),
        one(
            "Wieviel Prozent der Stunden 2025 waren Pflasterarbeiten?",
            percent(total(paved), total(h.hours for h in _of(LAST))),
            places=1,
        ),
        many("Die 3 Baustellen mit den meisten Stunden", top(on_sites, 3), ordered=True),
    ]


def _staff() -> list[Asked]:
    this_month = {h.worker for h in _of(month(11, 2026))}
    idle = [w for w in workers if w.nr not in this_month]
    foremen = [w for w in workers if w.job == "Vorarbeiter"]
    paid = {w.last: w.wage for w in workers}
    return [
        many(
            "Welche Mitarbeiter haben im November noch keine Stunden?",
            *(rows for found in kept(idle, lambda w: w.left is not None) for rows in alike(found, lambda w: w.last)),
            *(rows for found in kept(idle, lambda w: w.left is not None) for rows in alike(found, lambda w: w.nr)),
        ),
        one("Wie viele Vorarbeiter haben wir?", *(len(found) for found in kept(foremen, lambda w: w.left is not None))),
        one("wer hat den höchsten stundenlohn", best(paid)),
    ]


def _sites() -> list[Asked]:
    school = single(s for s in sites if s.name == "Schulhof Nordschule")
    done = [s.sum for s in sites if s.state == "abgeschlossen"]
    husum = [s for s in sites if s.town == "Husum"]
    return [
        one("Wer ist der Bauleiter von der Baustelle Schulhof Nordschule?", school.head),
        one("durchschnittliche auftragssumme der abgeschlossenen baustellen", mean(done)),
        many(
            "Baustellen in Husum",
            *(
                rows
                for found in kept(husum, lambda s: s.state == "storniert")
                for rows in alike(found, lambda s: s.name)
            ),
        ),
        one("wie viele baustellen laufen zur zeit", sum(s.state == "laufend" for s in sites)),
    ]


def _machines() -> list[Asked]:
    year_end = [m for m in machines if m.check in Span(TODAY, date(2026, 12, 31))]
    all_year = [m for m in machines if m.check in THIS]
    return [
        one("Was ist unsere teuerste Maschine?", best({m.name: m.price for m in machines})),
        many(
            "Welche Maschinen müssen dieses Jahr noch geprüft werden?",
            *(rows for found in (year_end, all_year) for rows in alike(found, lambda m: m.name, lambda m: m.nr)),
        ),
        many("number of machines by manufacturer", pairs(counts(machines, lambda m: m.maker))),
    ]


def _invoices() -> list[Asked]:
    late = [i for i in invoices if i.state == "offen" and i.due < TODAY]
    unpaid = [i for i in invoices if i.state == "offen"]
    spring = [
        [total(i.net for i in found if i.day in months(of, 4, 6)) for of in (2026, 2025)]
        for found in kept(invoices, _cancelled)
    ]
    return [
        many("welche rechnungen sind überfällig?", *alike(late, lambda i: i.nr)),
        one("Summe der offenen Rechnungen brutto", total(i.gross for i in unpaid)),
        many(
            "Nettoumsatz 2. Quartal 2026 im Vergleich zum 2. Quartal 2025",
            *(rows for now, before in spring for rows in compared(now, before)),
        ),
        one(
            "How many invoices did we write in May 2026?",
            *(len(found) for found in kept((i for i in invoices if i.day in month(5, 2026)), _cancelled)),
        ),
    ]


def _nowhere() -> list[Asked]:
    who = _busiest()
    return [
        none(f"Wie viele Urlaubstage hat {who.first} {who.last} noch?", "no leave anywhere"),
        none("Wie viel Diesel hat der Radlader 5035 im Oktober verbraucht?", "no fuel"),
        none("welche Pflanzen wurden auf der Baustelle Stadtpark Ost gesetzt", "no plants"),
        none("Materialkosten der Baustelle Spielplatz Neustadt", "no material, only the sum of the order"),
    ]
