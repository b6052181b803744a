"""What the property manager asks."""

from firms.asking import (
    TODAY,
    alike,
    compared,
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
from firms.housing import Tenant, costs, houses, payments, tenants, units
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
house = {h.nr: h for h in houses}
unit = {u.nr: u for u in units}
tenant = {t.nr: t for t in tenants}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("housing", [*_units(), *_tenants(), *_payments(), *_costs(), *_nowhere()])


def _living(person: Tenant) -> bool:
    return person.moved_out is None or person.moved_out >= TODAY


def _units() -> list[Asked]:
    flats = [u for u in units if u.kind == "Wohnung"]
    big = [u for u in flats if u.size and u.size > 100]
    lived_in = {t.unit for t in tenants if _living(t)}
    empty = [u for u in units if u.nr not in lived_in]
    chosen = unit["O04-3"]
    oldest = min(houses, key=lambda h: h.built)
    return [
        one("Wie viele Wohnungen verwalten wir?", len(flats)),
        one("durchschnittliche kaltmiete der wohnungen", mean(u.rent for u in flats)),
        many("Wohnungen über 100 qm", [(u.nr,) for u in big]),
        one(f"Kaltmiete Einheit {chosen.nr}", chosen.rent),
        one("Wohnfläche insgesamt in der Seestraße 7", total(u.size or total([]) for u in units if u.house == "O04")),
        many(
            "Summe Kaltmiete je Ort",
            pairs(sums(units, lambda u: house[u.house].town, lambda u: u.rent)),
        ),
        one("welches objekt ist das älteste", oldest.name, oldest.nr),
        many("einheiten ohne aktuellen mieter", [(u.nr,) for u in empty]),
    ]


def _tenants() -> list[Asked]:
    someone = tenants[21]
    moved = [t for t in tenants if t.moved_out in THIS]
    there = [t for t in tenants if unit[t.unit].house == "O05"]
    now = [t for t in there if _living(t)]
    return [
        one(f"telefonnummer von {someone.first} {someone.last}", someone.phone),
        many("Welche Mieter sind dieses Jahr ausgezogen?", *alike(moved, lambda t: t.last, lambda t: t.nr)),
        one("how many tenants moved in last year?", sum(t.moved_in in LAST for t in tenants)),
        many(
            "wer wohnt im Kurpark 1?",
            *(rows for found in (now, there) for rows in alike(found, lambda t: t.last, lambda t: t.nr)),
        ),
    ]


def _payments() -> list[Asked]:
    rents = [p for p in payments if p.kind == "Miete"]
    march = [p for p in payments if p.day in month(3, 2026)]
    back = [p for p in payments if p.kind == "Rücklastschrift"]
    payer = tenants[8]
    paid = [[p.sum for p in found if p.tenant == payer.nr] for found in (payments, rents)]
    return [
        one(
            "Wie viel Miete ist im März eingegangen?",
            total(p.sum for p in rents if p.day in month(3, 2026)),
            total(p.sum for p in march),
        ),
        one("anzahl rücklastschriften dieses jahr", len(back)),
        one(f"was hat {payer.last} dieses jahr insgesamt gezahlt", *map(total, paid)),
    ]


def _costs() -> list[Asked]:
    last = [c for c in costs if c.of == 2025]
    written = [c for c in costs if c.day in quarter(3, 2026)]
    heating = [total(c.sum for c in costs if c.kind == "Heizung" and c.of == of) for of in (2024, 2025)]
    insurance = total(c.sum for c in last if c.kind == "Versicherung")
    return [
        many("Heizkosten 2024 gegenüber 2025", *compared(*heating)),
        many("Nebenkosten 2025 nach Kostenart", pairs(sums(last, lambda c: c.kind, lambda c: c.sum))),
        many("die 3 teuersten Kostenarten 2025", top(sums(last, lambda c: c.kind, lambda c: c.sum), 3), ordered=True),
        one(
            "Wieviel Prozent der Nebenkosten 2025 waren Versicherung?",
            percent(insurance, total(c.sum for c in last)),
            places=1,
        ),
        one("Betrag der Nebenkosten mit Rechnungsdatum im letzten Quartal", total(c.sum for c in written)),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("Wie viele Haustiere haben die Mieter?", "no pets"),
        none("Was ist die Lindenallee 12 wert?", "no values of houses"),
        none("wie hoch ist unsere verwaltergebühr", "no fees"),
        none("Welcher Energieausweis liegt für die Seestraße 7 vor?", "no energy certificates"),
    ]
