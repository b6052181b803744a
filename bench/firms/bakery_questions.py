"""What the bakery's owner asks."""

from firms.asking import (
    alike,
    best,
    compared,
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
from firms.bakery import articles, branches, customers, days, deliveries
from hanse.samplefirm.truth import Asked

OCTOBER, LAST, THIS = month(10, 2026), year(2025), year(2026)
customer = {c.nr: c for c in customers}
article = {a.nr: a for a in articles}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("bakery", [*_takings(), *_masters(), *_deliveries(), *_nowhere()])


def _takings() -> list[Asked]:
    october = sums((d for d in days if d.day in OCTOBER), lambda d: d.branch, lambda d: d.takings)
    september = sums((d for d in days if d.day in month(9, 2026)), lambda d: d.branch, lambda d: d.receipts)
    north = [d for d in days if d.branch == "Nordertor"]
    harbour = [d for d in days if d.branch == "Hafenstraße"]
    highest = max(harbour, key=lambda d: d.takings)
    monthly = [(total(d.takings for d in days if d.day in month(n, 2026)),) for n in range(7, 11)]
    remarks = [d for d in days if d.remark == "Kasse defekt" and d.day in OCTOBER]
    return [
        one("Wie viel Umsatz hat die Filiale Hafenstraße im Oktober gemacht?", october["Hafenstraße"]),
        many("umsatz je filiale letzten monat", pairs(october)),
        one("Welche Filiale hatte im September die meisten Bons?", best(september)),
        one("durchschnittlicher Tagesumsatz der Filiale Nordertor", mean(d.takings for d in north)),
        one("an welchem Tag hatte die Hafenstraße den höchsten Umsatz", highest.day),
        one("Wie viele Retouren gab es im August insgesamt?", sum(d.returned for d in days if d.day in month(8, 2026))),
        many("umsatz pro monat von juli bis oktober", monthly),
        one(
            "Welchen Anteil am Umsatz im Oktober hat die Filiale Bahnhof in Prozent?",
            percent(october["Bahnhof"], total(october.values())),
            places=1,
        ),
        one("Wie oft stand im Oktober Kasse defekt in der Bemerkung?", len(remarks)),
        one("bons filiale handewitt september", september["Handewitt"]),
    ]


def _masters() -> list[Asked]:
    rye = single(a for a in articles if a.name == "Roggenmischbrot")
    dear = [a for a in articles if a.price > 4]
    head = single(b for b in branches if b.name == "Harrislee")
    hotel = single(c for c in customers if c.name == "Strandhotel Glücksburg")
    return [
        one("was kostet das Roggenmischbrot?", rye.price),
        many("Welche Artikel kosten mehr als 4 Euro?", *alike(dear, lambda a: a.name, lambda a: a.nr)),
        one("wer leitet die Filiale Harrislee", head.head),
        one("Telefon Strandhotel Glücksburg", hotel.phone),
        one("What is the largest branch by area?", max(branches, key=lambda b: b.size).name),
    ]


def _deliveries() -> list[Asked]:
    found = [kept((d for d in deliveries if d.day in span), lambda d: d.state == "storniert") for span in (LAST, THIS)]
    last, this = found
    tops = [top(sums(rows, lambda d: customer[d.customer].name, lambda d: d.sum), 3) for rows in last]
    idle = [[c for c in customers if c.nr not in {d.customer for d in rows}] for rows in this]
    baguette = [sum(d.amount for d in rows if article[d.article].name == "Baguette") for rows in last]
    first = [
        [total(d.sum for d in rows if d.day in quarter(1, of)) for of in (2025, 2026)]
        for rows in kept(deliveries, lambda d: d.state == "storniert")
    ]
    march = kept((d for d in deliveries if d.day in month(3, 2026)), lambda d: d.state == "storniert")
    return [
        many("Top 3 Kunden nach Betrag letztes Jahr", *tops, ordered=True),
        many(
            "Welche Kunden haben dieses Jahr keinen Lieferschein?",
            *(rows for none_of in idle for rows in alike(none_of, lambda c: c.name, lambda c: c.nr)),
        ),
        one("Wie viel Stück Baguette haben wir 2025 geliefert?", *baguette, places=0),
        many(
            "Betrag der Lieferscheine im 1. Quartal 2026 im Vergleich zum 1. Quartal 2025",
            *(rows for before, now in first for rows in compared(now, before)),
        ),
        one("wieviele lieferscheine wurden im märz 2026 geschrieben", *map(len, march)),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie hoch ist die Miete der Filiale Bahnhof?", "no rents anywhere"),
        none("Wie viel Mehl haben wir im Oktober verbraucht?", "no stock and no raw material"),
        none("was verdient die Leitung der Filiale Handewitt", "no wages"),
        none("Welche Allergene hat der Bienenstich?", "no ingredients"),
    ]
