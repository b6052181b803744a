"""What the haulage firm's dispatcher asks."""

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
from firms.haulage import Tour, drivers, fuel, repairs, tours, vehicles
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
driver = {d.nr: d for d in drivers}
vehicle = {v.plate: v for v in vehicles}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("haulage", [*_tours(), *_fuel(), *_fleet(), *_repairs(), *_nowhere()])


def _called_off(tour: Tour) -> bool:
    return tour.state == "storniert"


def _tours() -> list[Asked]:
    last = kept((t for t in tours if t.day in LAST), _called_off)
    autumn = kept((t for t in tours if t.day in quarter(3, 2026)), _called_off)
    busy = driver[int(best(counts((t for t in tours if t.day in THIS), lambda t: str(t.driver))))]
    his = kept((t for t in tours if t.driver == busy.nr and t.day in THIS), _called_off)
    wood = kept((t for t in tours if t.customer == "Holzhandel Nord GmbH" and t.day in LAST), _called_off)
    halves = [
        [total(t.freight for t in rows if t.day in month(10, of)) for of in (2025, 2026)]
        for rows in kept(tours, _called_off)
    ]
    to_berlin = kept((t for t in tours if t.goal == "Berlin" and t.day in month(9, 2026)), _called_off)
    planned = [t for t in tours if t.state == "geplant"]
    return [
        one(
            "Wie viel Fracht haben wir letztes Jahr insgesamt eingefahren?",
            *(total(t.freight for t in r) for r in last),
        ),
        many("Fracht je Auftraggeber 2025", *(pairs(sums(r, lambda t: t.customer, lambda t: t.freight)) for r in last)),
        many(
            "top 5 Auftraggeber nach Fracht letztes Quartal",
            *(top(sums(r, lambda t: t.customer, lambda t: t.freight), 5) for r in autumn),
            ordered=True,
        ),
        one(
            f"wieviele km ist {busy.last} dieses jahr gefahren", *(sum(t.km for t in r) for r in his), *_driven(busy.nr)
        ),
        one("durchschnittliches Gewicht der Touren für Holzhandel Nord 2025", *(mean(t.tons for t in r) for r in wood)),
        many("Fracht Oktober 2025 gegen Oktober 2026", *(rows for a, b in halves for rows in compared(a, b))),
        many("welche touren gingen im september nach berlin?", *(alike(r, lambda t: t.nr)[0] for r in to_berlin)),
        one("Anzahl der stornierten Touren 2026", sum(_called_off(t) and t.day in THIS for t in tours)),
        one("wie viele touren sind geplant?", len(planned)),
        one("How many tours had more than 500 km last year?", *(sum(t.km > 500 for t in r) for r in last)),
    ]


def _driven(nr: int) -> list[int]:
    return [sum(t.km for t in tours if t.driver == nr and t.day in THIS and t.state == "gefahren")]


def _fuel() -> list[Asked]:
    last = [f for f in fuel if f.day in LAST]
    thirsty = best(sums(last, lambda f: f.plate, lambda f: f.litres))
    mans = total(f.sum for f in last if vehicle[f.plate].maker == "MAN")
    shell = total(f.sum for f in last if f.station == "Shell Neumünster")
    return [
        one("Wieviel Liter haben wir im Mai getankt?", total(f.litres for f in fuel if f.day in month(5, 2026))),
        one("welches Fahrzeug hat 2025 am meisten Liter getankt", thirsty),
        one("Tankkosten 2025 für Fahrzeuge von MAN", mans),
        one(
            "Anteil der Shell Neumünster am Tankbetrag 2025 in %", percent(shell, total(f.sum for f in last)), places=1
        ),
    ]


def _fleet() -> list[Asked]:
    heavy = vehicles[0]
    expiring = [v for v in vehicles if v.inspection.year == 2026]
    late = [v for v in vehicles if v.inspection < TODAY]
    assert late
    someone = single(d for d in drivers if d.nr == 105)
    return [
        many("Bei welchen Fahrzeugen läuft der TÜV dieses Jahr ab?", [(v.plate,) for v in expiring]),
        one(f"km-stand von {heavy.plate}", heavy.mileage),
        one(f"Wann läuft der Führerschein von {someone.first} {someone.last} ab?", someone.licence),
        many(
            "Welche Fahrer sind ausgeschieden?",
            *alike((d for d in drivers if d.left), lambda d: d.last, lambda d: d.nr),
        ),
    ]


def _repairs() -> list[Asked]:
    due = [r for r in repairs if not r.paid]
    last = [r for r in repairs if r.day in LAST]
    return [
        many("welche werkstattrechnungen sind noch nicht bezahlt", [(r.nr,) for r in due]),
        one("Werkstattkosten netto 2025 für Reifen", total(r.net for r in last if r.what == "Reifen")),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie viel Maut haben wir 2025 gezahlt?", "no toll"),
        none("Wie hoch ist die Versicherung für die Sattelzüge?", "no insurance"),
        none("wieviele überstunden hat der Fahrer mit der Personalnummer 105", "no working hours"),
        none("Wie viel CO2 haben wir letztes Jahr ausgestoßen?", "no emissions"),
    ]
