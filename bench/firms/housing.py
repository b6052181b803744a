"""A property manager: houses, flats and payments as CSV, tenants in dBase, running costs as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, phone, some_day
from hanse.samplefirm.dbf import Field


class House(NamedTuple):
    """A building that is managed."""

    nr: str
    name: str
    zip: str
    town: str
    built: int
    owner: str
    heating: str


class Unit(NamedTuple):
    """Something that is let."""

    nr: str
    house: str
    kind: str
    floor: str
    rooms: Decimal | None
    size: Decimal | None
    rent: Decimal
    advance: Decimal | None


class Tenant(NamedTuple):
    """Someone who rents, or rented, a unit."""

    nr: int
    last: str
    first: str
    unit: str
    moved_in: date
    moved_out: date | None
    deposit: Decimal
    phone: str


class Payment(NamedTuple):
    """Money that came in, or went back."""

    day: date
    tenant: int
    sum: Decimal
    kind: str
    text: str


class Cost(NamedTuple):
    """A bill for a house."""

    nr: int
    house: str
    of: int
    kind: str
    firm: str
    day: date
    sum: Decimal


HOUSES = (
    ("Lindenallee 12", "Eutin"),
    ("Am Rosengarten 3", "Eutin"),
    ("Plöner Straße 44", "Eutin"),
    ("Seestraße 7", "Malente"),
    ("Kurpark 1", "Malente"),
    ("Schlossberg 9", "Plön"),
    ("Rodomstorstraße 20", "Plön"),
    ("Bahnhofstraße 31", "Preetz"),
    ("Mühlenau 5", "Preetz"),
)
ZIPS = {"Eutin": "23701", "Malente": "23714", "Plön": "24306", "Preetz": "24211"}
OWNERS = ("WEG Seeblick", "Erbengemeinschaft Hartig", "Vogelsang Immobilien GmbH", "Dr. Irmgard Pries")
COSTS = {
    "Heizung": "Stadtwerke Ostholstein",
    "Wasser": "Zweckverband Ostholstein",
    "Müllabfuhr": "Abfallwirtschaft Plön",
    "Hausmeister": "Hausmeisterdienst Quandt",
    "Versicherung": "Provinzial",
    "Grundsteuer": "Amtskasse",
    "Aufzug": "Kone",
    "Gartenpflege": "Grünwerk",
}
HOUSE = ("ObjektNr", "Objekt", "PLZ", "Ort", "Baujahr", "Eigentümer", "Heizungsart")
UNIT = ("EinheitNr", "ObjektNr", "Art", "Lage", "Zimmer", "Wohnfläche m²", "Kaltmiete", "NK-Vorauszahlung")
TENANT = (
    Field("MIETNR", "N", 5),
    Field("NAME", "C", 20),
    Field("VORNAME", "C", 16),
    Field("EINHEIT", "C", 8),
    Field("EINZUG", "D", 8),
    Field("AUSZUG", "D", 8),
    Field("KAUTION", "N", 9, 2),
    Field("TELEFON", "C", 16),
)
PAYMENT = ("Buchungstag", "MieterNr", "Betrag", "Zahlungsart", "Verwendungszweck")
COST = ("Belegnr", "ObjektNr", "Abrechnungsjahr", "Kostenart", "Firma", "Rechnungsdatum", "Betrag")


def _houses(random: Random) -> list[House]:
    heatings = ("Gas", "Fernwärme", "Öl", "Wärmepumpe")
    years = random.sample(range(1955, 2021), len(HOUSES))
    return [
        House(f"O{n:02d}", name, ZIPS[town], town, built, random.choice(OWNERS), heatings[n % 4])
        for n, ((name, town), built) in enumerate(zip(HOUSES, years, strict=True), 1)
    ]


def _units(random: Random, houses: list[House]) -> list[Unit]:
    found = []
    for house in houses:
        for n in range(1, 8):
            kind = "Stellplatz" if n == 7 else "Gewerbe" if n == 1 and random.random() < 0.4 else "Wohnung"
            rooms = None if kind != "Wohnung" else Decimal(random.choice((2, 2, 3, 3, 4))) / 2 + 1
            size = None if kind == "Stellplatz" else Decimal(random.randint(340, 1180)) / 10
            rent = Decimal(random.randint(35, 60)) if size is None else size * random.randint(720, 1190) / 100
            advance = None if size is None else cents(size * Decimal("2.6"))
            floor = random.choice(("EG links", "EG rechts", "1. OG links", "1. OG rechts", "DG")) if size else "Hof"
            found.append(Unit(f"{house.nr}-{n}", house.nr, kind, floor, rooms, size, cents(rent), advance))
    return found


def _tenants(random: Random, units: list[Unit]) -> list[Tenant]:
    people = iter(names(random, 80))
    found: list[Tenant] = []
    for unit in units:
        start = some_day(random, date(2008, 1, 1), date(2024, 6, 1)).replace(day=1)
        out = some_day(random, date(2025, 2, 1), date(2026, 10, 20)) if random.random() < 0.2 else None
        for moved_in, moved_out in ((start, out), (out and out + timedelta(days=20), None)):
            if moved_in is None or moved_in > TODAY or (moved_in is not start and random.random() < 0.3):
                continue
            first, last = next(people)
            deposit = cents(3 * unit.rent)
            tenant = Tenant(
                3001 + len(found), last, first, unit.nr, moved_in, moved_out, deposit, phone(random, "04521")
            )
            found.append(tenant)
    return found


def _payments(random: Random, tenants: list[Tenant], units: list[Unit]) -> list[Payment]:
    owed = {u.nr: u.rent + (u.advance or 0) for u in units}
    found = []
    for n in range(11):
        first = date(2026, n + 1, 1)
        for tenant in tenants:
            if tenant.moved_in > first or (tenant.moved_out and tenant.moved_out < first) or random.random() < 0.02:
                continue
            day, text = first + timedelta(days=random.randint(0, 6)), f"Miete {first:%m/%Y}"
            found.append(Payment(day, tenant.nr, owed[tenant.unit], "Miete", text))
            if random.random() < 0.015:
                later = day + timedelta(days=3)
                found.append(Payment(later, tenant.nr, -owed[tenant.unit], "Rücklastschrift", text))
    for tenant in random.sample(tenants, 34):
        day = some_day(random, date(2026, 6, 1), date(2026, 9, 30))
        found.append(Payment(day, tenant.nr, money(random, 15, 420), "Nachzahlung", "Nebenkosten 2025"))
    return sorted(found)


def _costs(random: Random, houses: list[House]) -> list[Cost]:
    found: list[Cost] = []
    for of in (2024, 2025, 2026):
        for house in houses:
            for kind, firm in COSTS.items():
                if kind == "Aufzug" and house.built < 1985:
                    continue
                day = some_day(random, date(of, 1, 10), date(of, 12, 20) if of < 2026 else date(2026, 11, 12))
                found.append(Cost(500 + len(found), house.nr, of, kind, firm, day, money(random, 240, 5200)))
    return found


RANDOM = Random(1989)
houses = _houses(RANDOM)
units = _units(RANDOM, houses)
tenants = _tenants(RANDOM, units)
payments = _payments(RANDOM, tenants, units)
costs = _costs(RANDOM, houses)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    sheet(folder / "Objekte.csv", HOUSE, houses, GERMAN)
    sheet(folder / "Einheiten.csv", UNIT, units, GERMAN)
    dbase(folder / "MIETER.DBF", TENANT, tenants)
    sheet(folder / "Zahlungen_2026.csv", PAYMENT, payments, Dress(encoding="utf-8", grouped=True))
    title = ("Hausverwaltung Krummsee", "Nebenkosten je Objekt", "Stand: 15.11.2026")
    workbook(folder / "Nebenkosten.xlsx", title, COST, costs, name="Nebenkosten")
