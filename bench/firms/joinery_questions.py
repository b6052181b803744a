"""What the master joiner asks."""

from firms.asking import (
    TODAY,
    alike,
    best,
    compared,
    counts,
    kept,
    many,
    mean,
    month,
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
from firms.joinery import Bill, bills, hours, materials, projects, suppliers, taken
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
project = {p.nr: p for p in projects}
supplier = {s.nr: s for s in suppliers}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("joinery", [*_bills(), *_projects(), *_hours(), *_stock(), *_nowhere()])


def _void(bill: Bill) -> bool:
    return bill.cancelled


def _bills() -> list[Asked]:
    last = kept((b for b in bills if b.day in LAST), _void)
    unpaid = kept((b for b in bills if not b.paid), _void)
    late = [[b for b in rows if b.due < TODAY] for rows in unpaid]
    halves = [[total(b.net for b in r if b.day in year(of)) for of in (2024, 2025)] for r in kept(bills, _void)]
    return [
        one("Wie viel haben wir letztes Jahr netto berechnet?", *(total(b.net for b in r) for r in last)),
        one("offene rechnungen brutto summe", *(total(b.gross for b in r) for r in unpaid)),
        many("welche Rechnungen sind fällig und noch nicht bezahlt?", *([(b.nr,) for b in r] for r in late)),
        many(
            "unsere 3 größten Kunden 2025 nach netto",
            *(top(sums(r, lambda b: b.client, lambda b: b.net), 3) for r in last),
            ordered=True,
        ),
        many("Rechnungsbetrag netto 2024 im Vergleich zu 2025", *(rows for a, b in halves for rows in compared(a, b))),
        one("wie viele Rechnungen wurden storniert", sum(b.cancelled for b in bills)),
    ]


def _projects() -> list[Asked]:
    kitchens = kept((p for p in projects if p.name == "Einbauküche"), lambda p: p.state == "storniert")
    running = [p for p in projects if p.state == "in Arbeit"]
    undated = kept((p for p in projects if p.due is None), lambda p: p.state == "storniert")
    chosen = single(p for p in projects if p.nr == projects[-9].nr)
    in_stade = kept((p for p in projects if p.town == "Stade" and p.start in THIS), lambda p: p.state == "storniert")
    return [
        one("durchschnittliche Angebotssumme bei Einbauküchen", *(mean(p.offer for p in r) for r in kitchens)),
        many("welche Projekte sind in Arbeit?", *alike(running, lambda p: p.nr, lambda p: p.name)),
        many(
            "Projekte ohne Liefertermin",
            *(rows for r in undated for rows in alike(r, lambda p: p.nr, lambda p: p.name)),
        ),
        one(f"Liefertermin Projekt {chosen.nr}", chosen.due or ""),
        many(
            "Anzahl Projekte je Projektleiter 2025",
            *(
                pairs(counts(r, lambda p: p.head))
                for r in kept((p for p in projects if p.start in LAST), lambda p: p.state == "storniert")
            ),
        ),
        one("How many projects in Stade started this year?", *map(len, in_stade)),
    ]


def _hours() -> list[Asked]:
    fitting = [h for h in hours if h.what == "Montage" and h.day in LAST]
    costly = best(sums((h for h in hours if h.day in LAST), lambda h: h.project, lambda h: h.hours))
    mrozek = [h for h in hours if h.worker == "Mrozek" and h.day in quarter(4, 2026)]
    ours = total(h.hours for h in hours if h.day in LAST)
    in_jork = total(h.hours for h in hours if project[h.project].town == "Jork" and h.day in LAST)
    return [
        one("Stunden von Mrozek in diesem Quartal", total(h.hours for h in mrozek)),
        one("welches projekt hatte 2025 die meisten stunden", costly),
        one(
            "Wie viel Prozent der Stunden 2025 waren Montage?", percent(total(h.hours for h in fitting), ours), places=1
        ),
        one("std für projekte in Jork letztes jahr", in_jork),
    ]


def _stock() -> list[Asked]:
    short = [m for m in materials if m.stock < m.minimum]
    multiplex = single(m for m in materials if m.name == "Multiplex 18 mm")
    august = [t for t in taken if t.day in month(8, 2026)]
    quick = min(suppliers, key=lambda s: s.days)
    return [
        many("Material unter Mindestbestand", *alike(short, lambda m: m.name, lambda m: m.nr)),
        one("von welchem Lieferanten kommt Multiplex 18 mm?", supplier[multiplex.supplier].name),
        one("Materialkosten im August", total(t.cost for t in august)),
        one("Lieferant mit der kürzesten Lieferzeit", quick.name),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Was kostet eine Stunde von Tietjen?", "no hourly rates"),
        none("Wie viele Angebote haben wir 2025 verloren?", "no lost offers"),
        none("wann hat Boldt urlaub", "no leave"),
        none("Wie hoch ist der Stromverbrauch der Werkstatt?", "no energy"),
    ]
