"""What the photographer and designer asks."""

from decimal import Decimal

from firms.asking import (
    TODAY,
    Span,
    alike,
    compared,
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
from firms.studio import Expense, Job, Offer, clients, expenses, jobs, offers, times
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
client = {c.nr: c for c in clients}
job = {j.nr: j for j in jobs}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("studio", [*_clients(), *_jobs(), *_fees(), *_offers(), *_expenses(), *_times(), *_nowhere()])


def _void(done: Job) -> bool:
    return done.state == "storniert"


def _ordered(span: Span) -> tuple[list[Job], list[Job]]:
    return kept((j for j in jobs if j.day in span), _void)


def _offered(span: Span) -> list[Offer]:
    return [o for o in offers if o.day in span]


def _spent(span: Span) -> list[Expense]:
    return [e for e in expenses if e.day in span]


def _clients() -> list[Asked]:
    hotel = single(c for c in clients if c.name == "Hotel Bellevue")
    jena = [c for c in clients if c.town == "Jena"]
    idle = [[c for c in clients if c.nr not in {j.client for j in found}] for found in _ordered(THIS)]
    return [
        one("Wer ist Ansprechpartner beim Hotel Bellevue?", hotel.contact),
        many("kunden aus jena", *alike(jena, lambda c: c.name, lambda c: c.nr)),
        many(
            "Kunden ohne Auftrag in diesem Jahr",
            *(rows for found in idle for rows in alike(found, lambda c: c.name, lambda c: c.nr)),
        ),
    ]


def _jobs() -> list[Asked]:
    working = [j for j in jobs if j.state == "in Arbeit"]
    late = [j for j in working if j.deadline < TODAY]
    logos = kept((j for j in jobs if j.kind == "Logo"), _void)
    return [
        many("Welche Aufträge sind noch in Arbeit?", *alike(working, lambda j: j.nr, lambda j: j.title)),
        one("wie viele aufträge in arbeit sind über dem abgabetermin", len(late)),
        one("Durchschnittliches Honorar für ein Logo", *(mean(j.fee for j in found) for found in logos)),
    ]


def _fees() -> list[Asked]:
    unpaid = [j for j in jobs if j.state == "fertig" and not j.paid]
    kinds = [sums(found, lambda j: j.kind, lambda j: j.fee) for found in _ordered(LAST)]
    tops = [top(sums(found, lambda j: client[j.client].name, lambda j: j.fee), 3) for found in _ordered(THIS)]
    thirds = zip(_ordered(quarter(3, 2026)), _ordered(quarter(3, 2025)), strict=True)
    sites = [
        percent(total(j.fee for j in found if j.kind == "Website"), total(j.fee for j in found))
        for found in _ordered(THIS)
    ]
    return [
        one("Honorar der fertigen Aufträge, die noch nicht bezahlt sind", total(j.fee for j in unpaid)),
        many("honorar nach art 2025", *map(pairs, kinds)),
        many("Top 3 Kunden nach Honorar in diesem Jahr", *tops, ordered=True),
        many(
            "Honorar im 3. Quartal 2026 gegenüber dem 3. Quartal 2025",
            *(
                rows
                for now, before in thirds
                for rows in compared(total(j.fee for j in now), total(j.fee for j in before))
            ),
        ),
        one("Wieviel Prozent vom Honorar 2026 kommt von Websites?", *sites, places=1),
    ]


def _offers() -> list[Asked]:
    pending = [o for o in offers if o.state == "offen"]
    expired = [o for o in pending if o.until < TODAY]
    lost = [o for o in _offered(THIS) if o.state == "abgelehnt"]
    return [
        one("Summe der offenen Angebote", total(o.sum for o in pending)),
        many("offene angebote die nicht mehr gültig sind", *alike(expired, lambda o: o.nr)),
        one("How many offers were abgelehnt this year?", len(lost)),
    ]


def _expenses() -> list[Asked]:
    half = sums(_spent(months(2026, 1, 6)), lambda e: e.kind, lambda e: e.gross)
    dear = max(_spent(LAST), key=lambda e: e.gross)
    return [
        one("Wieviel habe ich 2025 netto für Technik ausgegeben?", _technik(LAST)),
        many("Ausgaben brutto je Kategorie im ersten Halbjahr 2026", pairs(half)),
        one("was war meine höchste ausgabe brutto letztes jahr", dear.gross, dear.what),
    ]


def _technik(span: Span) -> Decimal:
    return total(e.net for e in _spent(span) if e.kind == "Technik")


def _times() -> list[Asked]:
    october = total(t.hours for t in times if t.day in month(10, 2026) and t.billable)
    tasks = sums((t for t in times if t.day in THIS), lambda t: t.task, lambda t: t.hours)
    lotus = total(t.hours for t in times if client[job[t.job].client].name == "Yogastudio Lotus")
    return [
        one("billable hours in October 2026", october),
        many("stunden pro task dieses jahr", pairs(tasks)),
        one("Wie viele Stunden habe ich für Yogastudio Lotus gearbeitet?", lotus),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie viele Fotos habe ich für das Museum Zeughaus abgegeben?", "no pictures are counted"),
        none("Welche Kamera habe ich bei der Hochzeit im Mai benutzt?", "no equipment per job"),
        none("wieviel einkommensteuer muss ich für 2025 zahlen", "no tax assessment"),
        none("Wie viele Kilometer bin ich 2025 mit dem Auto gefahren?", "no mileage"),
    ]
