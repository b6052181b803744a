"""What the people of the wholesaler ask."""

from decimal import Decimal

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
from firms.wholesale import Line, articles, customers, lines, orders, reps, stocks
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
article = {a.nr: a for a in articles}
order = {o.nr: o for o in orders}
customer = {c.nr: c for c in customers}
rep = {r.nr: r.name for r in reps}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("wholesale", [*_goods(), *_customers(), *_orders(), *_turnover(), *_sold(), *_nowhere()])


def _sold_in(span: Span) -> tuple[list[Line], list[Line]]:
    """Return the lines ordered in a span, with and without the cancelled orders."""
    return kept((line for line in lines if order[line.order].day in span), _void)


def _void(line: Line) -> bool:
    return order[line.order].state == "storniert"


def _goods() -> list[Asked]:
    seal = single(a for a in articles if a.name == "Stretchfolie")
    low = [article[s.article] for s in stocks if s.stock < s.least]
    gone = [article[s.article] for s in stocks if s.stock == 0]
    seat = single(s for s in stocks if article[s.article].name == "Nasssauger")
    return [
        one("Was kostet die Stretchfolie im Verkauf?", seal.price),
        many("Welche Artikel sind unter dem Mindestbestand?", *alike(low, lambda a: a.name, lambda a: a.nr)),
        many("artikel mit bestand 0", *alike(gone, lambda a: a.name, lambda a: a.nr)),
        one("Auf welchem Lagerplatz liegt der Nasssauger?", seat.place),
        one(
            "durchschnittlicher EK Preis der Warengruppe Geräte", mean(a.cost for a in articles if a.group == "Geräte")
        ),
    ]


def _customers() -> list[Asked]:
    blocked = [c for c in customers if c.blocked]
    alone = [c for c in customers if c.rep is None]
    linden = single(c for c in customers if c.name == "Gasthaus Zur Linde")
    towns = counts(customers, lambda c: c.town)
    return [
        many("gesperrte kunden", *alike(blocked, lambda c: c.name, lambda c: c.nr)),
        many("Kunden ohne Vertreter", *alike(alone, lambda c: c.name, lambda c: c.nr)),
        one("Welcher Vertreter betreut Gasthaus Zur Linde?", rep[linden.rep or 0]),
        many("how many customers per Ort", pairs(towns)),
    ]


def _orders() -> list[Asked]:
    pending = [o for o in orders if o.state == "offen"]
    late = [o for o in pending if o.wanted < TODAY]
    this = kept((o for o in orders if o.day in THIS), lambda o: o.state == "storniert")
    idle = [[c for c in customers if c.nr not in {o.customer for o in found}] for found in this]
    october = kept((o for o in orders if o.day in month(10, 2026)), lambda o: o.state == "storniert")
    return [
        one("wie viele aufträge sind noch offen", len(pending)),
        many("Offene Aufträge, deren Wunschtermin schon vorbei ist", *alike(late, lambda o: o.nr)),
        many(
            "Welche Kunden haben in diesem Jahr nichts bestellt?",
            *(rows for found in idle for rows in alike(found, lambda c: c.name, lambda c: c.nr)),
        ),
        one("How many orders came in last month?", *map(len, october)),
    ]


def _turnover() -> list[Asked]:
    reps_ = [
        sums(
            (line for line in found if customer[order[line.order].customer].rep),
            lambda line: rep[customer[order[line.order].customer].rep or 0],
            lambda line: line.sum,
        )
        for found in _sold_in(THIS)
    ]
    tops = [
        top(sums(found, lambda line: customer[order[line.order].customer].name, lambda line: line.sum), 5)
        for found in _sold_in(LAST)
    ]
    second = [
        [total(line.sum for line in found) for found in (now, before)]
        for now, before in zip(_sold_in(quarter(2, 2026)), _sold_in(quarter(2, 2025)), strict=True)
    ]
    return [
        many("Top 5 Kunden nach Positionswert letztes Jahr", *tops, ordered=True),
        one("Welcher Vertreter hat dieses Jahr den höchsten Umsatz?", *map(best, reps_)),
        many(
            "Positionswert im 2. Quartal 2026 verglichen mit dem 2. Quartal 2025",
            *(rows for now, before in second for rows in compared(now, before)),
        ),
    ]


def _sold() -> list[Asked]:
    gloves = [
        sum(line.amount for line in found if article[line.article].name == "Nitrilhandschuhe")
        for found in _sold_in(LAST)
    ]
    groups = [sums(found, lambda line: article[line.article].group, lambda line: line.sum) for found in _sold_in(THIS)]
    septembers = [_share(found) for found in _sold_in(month(9, 2026))]
    dear = [top(_amounts(found), 3) for found in _sold_in(THIS)]
    return [
        one("wieviel nitrilhandschuhe haben wir 2025 verkauft", *gloves, places=0),
        many("Umsatz je Warengruppe in diesem Jahr", *map(pairs, groups)),
        one("Anteil der Warengruppe Reiniger am Umsatz im September 2026 in Prozent", *septembers, places=1),
        many("die 3 meistverkauften artikel nach menge 2026", *dear, ordered=True),
    ]


def _amounts(found: list[Line]) -> dict[str, Decimal]:
    return sums(found, lambda line: article[line.article].name, lambda line: line.amount)


def _share(found: list[Line]) -> Decimal:
    cleaners = total(line.sum for line in found if article[line.article].group == "Reiniger")
    return percent(cleaners, total(line.sum for line in found))


def _nowhere() -> list[Asked]:
    return [
        none("Wie viele Kilometer ist unser Vertreter im Gebiet Kiel dieses Jahr gefahren?", "no kilometres"),
        none("welcher lieferant liefert die stretchfolie", "no suppliers"),
        none("Wann läuft das Haltbarkeitsdatum vom Desinfektionsmittel ab?", "no expiry dates"),
        none("Wie hoch sind die Versandkosten im Oktober gewesen?", "no freight"),
    ]
