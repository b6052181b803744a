"""What the people of the IT service house ask."""

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
from firms.it_service import Ticket, contracts, customers, devices, tickets
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
customer = {c.nr: c for c in customers}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("it_service", [*_tickets(), *_effort(), *_contracts(), *_devices(), *_customers(), *_nowhere()])


def _dropped(ticket: Ticket) -> bool:
    return ticket.state == "verworfen"


def _within(span: Span) -> tuple[list[Ticket], list[Ticket]]:
    return kept((t for t in tickets if t.day in span), _dropped)


def _tickets() -> list[Asked]:
    yilmaz = [t for t in tickets if t.worker == "Yilmaz" and t.state == "offen"]
    unclosed = [t for t in tickets if t.worker == "Yilmaz" and not t.closed]
    critical = [t for t in tickets if t.priority == "kritisch" and not t.closed]
    printers = [t for t in tickets if t.category == "Drucker"]
    last = _within(LAST)
    return [
        one("Wie viele Tickets hatten wir im März?", *map(len, _within(month(3, 2026)))),
        many("anzahl tickets je kategorie letztes jahr", *(pairs(counts(r, lambda t: t.category)) for r in last)),
        one(
            "Welcher Kunde hat 2025 die meisten Tickets aufgegeben?",
            *(best(counts(r, lambda t: customer[t.customer].name)) for r in last),
        ),
        many("offene Tickets von Yilmaz", *(alike(rows, lambda t: t.nr)[0] for rows in (yilmaz, unclosed))),
        many("kritische tickets ohne Geschlossen am", [(t.nr,) for t in critical]),
        many(
            "Tickets im 3. Quartal 2025 und im 3. Quartal 2026",
            *(
                rows
                for before, now in zip(_within(quarter(3, 2025)), _within(quarter(3, 2026)), strict=True)
                for rows in compared(len(before), len(now))
            ),
        ),
        one(
            "Anteil der Kategorie Drucker an allen Tickets in Prozent",
            percent(len(printers), len(tickets)),
            percent(len(kept(printers, _dropped)[1]), len(kept(tickets, _dropped)[1])),
            places=1,
        ),
    ]


def _effort() -> list[Asked]:
    last = _within(LAST)
    garage = single(c for c in customers if c.name == "Autohaus Prien")
    hours = [[t.hours for t in r if t.worker == "Kruse" and t.hours] for r in _within(THIS)]
    servers = [[t.hours for t in r if t.category == "Server" and t.hours] for r in last]
    return [
        one("Wieviele Stunden hat Kruse dieses Jahr für Tickets gebraucht?", *map(total, hours)),
        one("durchschnittlicher aufwand bei server tickets 2025", *map(mean, servers)),
        one(
            "Aufwand für das Autohaus Prien 2025",
            *(total(t.hours or total([]) for t in r if t.customer == garage.nr) for r in last),
        ),
        many(
            "Aufwand pro Techniker letztes Jahr",
            *(pairs(sums(r, lambda t: t.worker, lambda t: t.hours or 0)) for r in last),
        ),
    ]


def _contracts() -> list[Asked]:
    running = [c for c in contracts if c.end is None or c.end >= TODAY]
    unending = [c for c in contracts if c.end is None]
    backup = [[c.monthly for c in rows if c.kind == "Backup"] for rows in (contracts, running, unending)]
    dear = top({c.nr: c.monthly for c in contracts}, 1)[0][0]
    owner = customer[next(c.customer for c in contracts if c.nr == dear)]
    without = [c for c in customers if c.nr not in {k.customer for k in contracts}]
    given = [c for c in contracts if c.notice in THIS]
    return [
        one("Summe der Monatspauschalen für Backup", *map(total, backup)),
        one("welcher kunde hat die höchste Monatspauschale", owner.name),
        many("Welche Kunden haben keinen Vertrag?", *alike(without, lambda c: c.name, lambda c: c.nr)),
        many("Verträge die dieses Jahr gekündigt wurden", [(c.nr,) for c in given]),
    ]


def _devices() -> list[Asked]:
    device = devices[40]
    ending = [d for d in devices if d.kind == "Server" and d.warranty and d.warranty < TODAY]
    return [
        one(
            "Wie viele Notebooks von Lenovo gibt es?",
            sum(d.kind == "Notebook" and d.maker == "Lenovo" for d in devices),
        ),
        many("Server, deren Garantie abgelaufen ist", *alike(ending, lambda d: d.nr, lambda d: d.serial)),
        one(f"Standort von Gerät {device.nr}", device.room),
    ]


def _customers() -> list[Asked]:
    hotel = single(c for c in customers if c.name == "Hotel Seestern")
    return [
        one("Who is the contact at Hotel Seestern?", hotel.contact),
        one("wieviele kunden aus travemünde haben wir", sum(c.town == "Travemünde" for c in customers)),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie hoch war unser Gewinn 2025?", "no books"),
        none("Welches Passwort hat der Server von Autohaus Prien?", "no passwords"),
        none("was kostet ein thinkpad T14 im Einkauf", "no prices of devices"),
        none("Wie zufrieden waren die Kunden im Schnitt?", "no ratings"),
    ]
