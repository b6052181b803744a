"""What the people of the tax adviser's office ask."""

from firms.asking import (
    TODAY,
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
    sums,
    top,
    total,
    year,
)
from firms.tax_office import Bill, bills, clients, deadlines, services
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
client = {c.nr: c for c in clients}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("tax_office", [*_bills(), *_services(), *_clients(), *_deadlines(), *_nowhere()])


def _void(bill: Bill) -> bool:
    return bill.state == "storniert"


def _bills() -> list[Asked]:
    last = kept((b for b in bills if b.day in LAST), _void)
    unpaid = [b for b in bills if b.state == "offen"]
    without = kept((b for b in bills if not b.paid), _void)
    third = [b for b in bills if b.reminder == 3]
    halves = [[total(b.net for b in r if b.day in quarter(2, of)) for of in (2025, 2026)] for r in kept(bills, _void)]
    tops = [top(sums(r, lambda b: client[b.client].name, lambda b: b.net), 5) for r in last]
    monthly = [[(total(b.net for b in r if b.day in month(n, 2025)),) for n in range(1, 13)] for r in last]
    return [
        one("Honorar netto letztes Jahr", *(total(b.net for b in r) for r in last)),
        many("honorar netto je monat 2025", *monthly),
        one(
            "wieviel honorar brutto ist noch offen?",
            total(b.gross for b in unpaid),
            *(total(b.gross for b in r) for r in without),
        ),
        many("Welche Rechnungen haben Mahnstufe 3?", [(b.nr,) for b in third]),
        many("top 5 mandanten nach honorar netto 2025", *tops, ordered=True),
        many(
            "Honorar netto 2. Quartal 2025 verglichen mit 2. Quartal 2026",
            *(rows for a, b in halves for rows in compared(a, b)),
        ),
        one("durchschnittliches Honorar netto pro Rechnung im letzten Jahr", *(mean(b.net for b in r) for r in last)),
    ]


def _services() -> list[Asked]:
    september = [s for s in services if s.day in month(9, 2026)]
    last = [s for s in services if s.day in LAST]
    unbilled = [s for s in services if not s.billed]
    wages = total(s.hours for s in last if s.kind == "Lohnabrechnung")
    farming = total(s.hours for s in last if client[s.client].trade == "Landwirtschaft")
    return [
        one(
            "Wie viele Stunden hat Dogan im September geleistet?",
            total(s.hours for s in september if s.clerk == "Dogan"),
        ),
        many("Stunden pro Mitarbeiter letztes Jahr", pairs(sums(last, lambda s: s.clerk, lambda s: s.hours))),
        one("betrag der leistungen die noch nicht abgerechnet sind", total(s.sum for s in unbilled)),
        one(
            "Anteil Lohnabrechnung an den Stunden 2025 in Prozent",
            percent(wages, total(s.hours for s in last)),
            places=1,
        ),
        one("Stunden für Mandanten aus der Landwirtschaft 2025", farming),
        one("which type of service had the most hours in 2025?", best(sums(last, lambda s: s.kind, lambda s: s.hours))),
    ]


def _clients() -> list[Asked]:
    in_husum = [c for c in clients if c.town == "Husum"]
    chosen = clients[17]
    gone = [c for c in clients if c.left in THIS]
    idle = [c for c in clients if c.nr not in {s.client for s in services}]
    return [
        one("Wie viele Mandanten haben wir in Husum?", len(in_husum), sum(not c.left for c in in_husum)),
        one(f"Wer ist Bearbeiter von {chosen.name}?", chosen.clerk),
        many("welche mandanten haben dieses jahr gekündigt", *alike(gone, lambda c: c.name, lambda c: c.nr)),
        many("Mandanten ohne Leistungen", *alike(idle, lambda c: c.name, lambda c: c.nr)),
    ]


def _deadlines() -> list[Asked]:
    late = [d for d in deadlines if not d.done and d.due < TODAY]
    strictly = [d for d in late if not d.extended or d.extended < TODAY]
    value_added = [d for d in deadlines if d.kind == "Umsatzsteuererklärung" and d.of == 2024]
    ramcke = [d for d in deadlines if d.clerk == "Ramcke" and not d.done]
    return [
        many(
            "Welche Fristen sind abgelaufen und nicht erledigt?",
            *(rows for found in (late, strictly) for rows in alike(found, lambda d: d.nr, lambda d: d.client)),
        ),
        one("Anzahl Umsatzsteuererklärungen für Veranlagungsjahr 2024", len(value_added)),
        one("wie viele unerledigte fristen hat Ramcke", len(ramcke)),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie hoch ist die Steuernachzahlung der Mandanten für 2024?", "no tax amounts"),
        none("Wann hat Siemsen Geburtstag?", "no birthdays"),
        none("was zahlen wir für DATEV im monat", "no costs of the office"),
        none("Welche Steuernummer hat der Mandant 10004?", "no tax numbers"),
    ]
