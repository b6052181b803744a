"""What the people of the car workshop ask."""

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
from firms.garage import Invoice, Order, cars, customers, invoices, orders, parts
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
customer = {c.nr: c for c in customers}
car = {c.plate: c for c in cars}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("garage", [*_cars(), *_orders(), *_parts(), *_invoices(), *_nowhere()])


def _void(order: Order) -> bool:
    return order.state == "storniert"


def _cancelled(invoice: Invoice) -> bool:
    return invoice.cancelled


def _cars() -> list[Asked]:
    due = [c for c in cars if c.check in month(12, 2026)]
    diesel = [c for c in cars if c.fuel == "Diesel"]
    mileage = {c.plate: c.km for c in cars if c.km is not None}
    some = cars[17]
    theirs = [c for c in cars if c.customer == cars[-1].customer]
    owner = customer[cars[-1].customer]
    carless = [c for c in customers if c.nr not in {car.customer for car in cars}]
    return [
        many("Bei welchen Fahrzeugen ist im Dezember die HU fällig?", *alike(due, lambda c: c.plate)),
        one("wie viele diesel fahrzeuge haben wir in der kartei", len(diesel)),
        one("Welches Fahrzeug hat den höchsten km-Stand?", best(mileage), car[best(mileage)].model),
        one(f"Wem gehört das Auto {some.plate}?", customer[some.customer].last, some.customer),
        many(
            f"Fahrzeuge von {owner.first} {owner.last}",
            *alike(theirs, lambda c: c.plate),
        ),
        many("fahrzeuge pro marke", pairs(counts(cars, lambda c: c.make))),
        many("Kunden ohne Fahrzeug", *alike(carless, lambda c: c.last, lambda c: c.nr)),
    ]


def _orders() -> list[Asked]:
    this = kept((o for o in orders if o.day in THIS), _void)
    units = [sum(o.units for o in found if o.mechanic == "Aydin") for found in this]
    autumn = [counts((o for o in found if o.day in month(10, 2026)), lambda o: o.mechanic) for found in this]
    works = [top(counts(found, lambda o: o.work), 3) for found in this]
    brakes = kept((o for o in orders if o.work == "Bremsen vorne" and o.day in LAST), _void)
    clutch = kept((o for o in orders if o.work == "Kupplung"), _void)
    yard = [o for o in orders if o.state == "in Arbeit"]
    golf = kept((o for o in orders if car[o.plate].model == "Golf"), _void)
    return [
        one("wieviel AW hat Aydin dieses Jahr gemacht", *units, places=0),
        many("Anzahl Aufträge je Mechaniker im Oktober", *map(pairs, autumn)),
        many("Die drei häufigsten Arbeiten in diesem Jahr", *works, ordered=True),
        one("Wie oft haben wir 2025 Bremsen vorne gemacht?", *map(len, brakes)),
        one("Durchschnittlicher Lohn bei Kupplung", *(mean(o.wages for o in found) for found in clutch)),
        many("which orders are still in Arbeit?", *alike(yard, lambda o: o.nr, lambda o: o.plate)),
        one("lohn summe aller aufträge für vw golf", *(total(o.wages for o in found) for found in golf)),
    ]


def _parts() -> list[Asked]:
    low = [p for p in parts if p.stock < p.least]
    pump = single(p for p in parts if p.name == "Wasserpumpe")
    return [
        many("Welche Teile sind unter Mindestbestand?", *alike(low, lambda p: p.name, lambda p: p.nr)),
        one("VK-Preis Wasserpumpe", pump.price),
    ]


def _invoices() -> list[Asked]:
    late = [i for i in invoices if not i.paid and not i.cancelled and i.due < TODAY]
    third = [
        [total(i.net for i in found if i.day in quarter(3, of)) for of in (2026, 2025)]
        for found in kept(invoices, _cancelled)
    ]
    cash = [
        percent(sum(i.means == "bar" for i in found), len(found))
        for found in (*kept(invoices, _cancelled), [i for i in invoices if i.means])
    ]
    spent = [
        top(sums(found, lambda i: customer[i.customer].last, lambda i: i.gross), 5)
        for found in kept((i for i in invoices if i.day in LAST), _cancelled)
    ]
    return [
        one("Wie viele Rechnungen sind überfällig?", len(late)),
        many(
            "Netto Umsatz im 3. Quartal dieses Jahr und letztes Jahr",
            *(rows for now, before in third for rows in compared(now, before)),
        ),
        one("Wieviel Prozent der Rechnungen wurden bar bezahlt?", *cash, places=1),
        many("top 5 kunden nach brutto umsatz 2025", *spent, ordered=True),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie viele Krankheitstage hatte Schmidt dieses Jahr?", "no absences"),
        none("Welche Versicherung hat Kunde " + customers[3].last + "?", "no insurance"),
        none("wie viel ps hat der " + cars[17].plate, "no engine data"),
        none("What was the heating cost of the workshop in January?", "no overheads"),
    ]
