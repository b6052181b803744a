"""A haulage firm: vehicles in dBase, drivers, tours and workshop bills as CSV, fuel receipts as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, some_day, workday
from hanse.samplefirm.dbf import Field


class Vehicle(NamedTuple):
    """A lorry or van. load in kilograms."""

    plate: str
    kind: str
    maker: str
    built: int
    mileage: int
    inspection: date
    load: int


class Driver(NamedTuple):
    """Someone who drives."""

    nr: int
    last: str
    first: str
    joined: date
    licence: date
    plate: str
    left: date | None


class Tour(NamedTuple):
    """A trip from one place to another for a customer."""

    nr: str
    day: date
    driver: int
    plate: str
    customer: str
    start: str
    goal: str
    km: int
    tons: Decimal
    freight: Decimal
    state: str


class Fuel(NamedTuple):
    """A receipt of a filling station."""

    nr: int
    day: date
    plate: str
    station: str
    litres: Decimal
    price: Decimal
    sum: Decimal


class Repair(NamedTuple):
    """A bill of a workshop."""

    nr: str
    day: date
    plate: str
    workshop: str
    what: str
    net: Decimal
    gross: Decimal
    paid: date | None


KINDS = (("Sattelzug", 24000), ("Motorwagen", 12000), ("Kühlfahrzeug", 11000), ("Transporter", 1300))
MAKERS = {
    "Sattelzug": ("MAN", "Scania", "DAF"),
    "Motorwagen": ("MAN", "Mercedes"),
    "Kühlfahrzeug": ("Mercedes", "Volvo"),
    "Transporter": ("Mercedes", "Ford"),
}
CUSTOMERS = (
    "Holzhandel Nord GmbH,Kieswerk Segeberg,Agrarhandel Dithmarschen,Baustoffe Lühr,Papierfabrik Glückstadt,"
    "Molkerei Hohenfelde,Getränke Wiese,Stahlbau Krohn,Raiffeisen Eutin"
).split(",")
PLACES = "Hamburg,Kiel,Rostock,Bremen,Hannover,Berlin,Kolding,Heide,Lübeck,Schwerin,Magdeburg,Neumünster".split(",")
STATIONS = "Aral Autohof Wittenburg,Shell Neumünster,Hoyer Bordesholm,Total Rade,Team Itzehoe".split(",")
WORKSHOPS = "Nutzfahrzeuge Hartmann,Reifen Simon,MAN Service Kiel,Kühltechnik Rühmann".split(",")
REPAIRS = "Inspektion,Bremsen,Reifen,Hauptuntersuchung,Kühlaggregat,Getriebe,Beleuchtung".split(",")
VEHICLE = (
    Field("KENNZ", "C", 12),
    Field("FZART", "C", 14),
    Field("HERST", "C", 12),
    Field("BAUJAHR", "N", 4),
    Field("KMSTAND", "N", 8),
    Field("TUEV_BIS", "D", 8),
    Field("NUTZLAST", "N", 6),
)
DRIVER = ("PersNr", "Name", "Vorname", "Eintritt", "Führerschein bis", "Stammfahrzeug", "Austritt")
TOUR = (
    "Tournr",
    "Datum",
    "PersNr",
    "Kennzeichen",
    "Auftraggeber",
    "Ladeort",
    "Entladeort",
    "km",
    "Gewicht t",
    "Fracht EUR",
    "Status",
)
FUEL = ("Belegnr", "Datum", "Kennzeichen", "Tankstelle", "Liter", "Preis je Liter", "Betrag")
REPAIR = ("RGNR", "RGDAT", "KENNZ", "WERKSTATT", "ARBEIT", "BETRNET", "BETRBRU", "BEZAHLT")


def _vehicles(random: Random) -> list[Vehicle]:
    letters = random.sample([f"{a}{b}" for a in "ABEFHKLMPRST" for b in "ADEGHKNPSW"], 24)
    found = []
    for n, pair in enumerate(letters):
        kind, load = KINDS[n % len(KINDS)]
        inspection = some_day(random, date(2026, 9, 20), date(2027, 10, 31))
        plate = f"SE-{pair} {random.randint(100, 999)}"
        built = random.randint(2014, 2025)
        mileage = random.randint(60, 110) * 1000 * (2027 - built) + random.randint(0, 999)
        load = load + 100 * random.randint(-6, 6)
        found.append(Vehicle(plate, kind, random.choice(MAKERS[kind]), built, mileage, inspection, load))
    return found


def _drivers(random: Random, fleet: list[Vehicle]) -> list[Driver]:
    found = []
    for n, (first, last) in enumerate(names(random, 26)):
        left = some_day(random, date(2024, 6, 1), date(2025, 12, 31)) if n >= 22 else None
        joined = some_day(random, date(2004, 1, 1), date(2024, 5, 1) if left else date(2026, 6, 1))
        licence = some_day(random, date(2026, 6, 1), date(2031, 6, 1))
        plate = "" if left else fleet[n].plate
        found.append(Driver(101 + n, last, first, joined, licence, plate, left))
    return found


def _tours(random: Random, drivers: list[Driver]) -> list[Tour]:
    days = sorted(workday(random, date(2025, 1, 2), date(2026, 12, 4)) for _ in range(720))
    found = []
    for n, day in enumerate(days, 1):
        driver = random.choice([d for d in drivers if d.plate and d.joined <= day])
        start, goal = random.sample(PLACES, 2)
        km = random.randint(45, 610)
        state = "geplant" if day > TODAY else "storniert" if random.random() < 0.04 else "gefahren"
        tons, freight = Decimal(random.randint(4, 240)) / 10, cents(Decimal(km) * random.randint(120, 210) / 100 + 85)
        customer = random.choices(CUSTOMERS, range(4, 4 + len(CUSTOMERS)))[0]
        nr = f"T{day:%y}-{n:04d}"
        found.append(Tour(nr, day, driver.nr, driver.plate, customer, start, goal, km, tons, freight, state))
    return found


def _fuel(random: Random, fleet: list[Vehicle]) -> list[Fuel]:
    days = sorted(some_day(random, date(2025, 1, 2), TODAY - timedelta(days=1)) for _ in range(430))
    found = []
    for n, day in enumerate(days, 1):
        litres = money(random, 45, 620)
        price = Decimal(random.randint(1419, 1759)) / 1000
        plate = random.choice(fleet[:-1]).plate
        found.append(Fuel(70000 + n, day, plate, random.choice(STATIONS), litres, price, cents(litres * price)))
    return found


def _repairs(random: Random, fleet: list[Vehicle]) -> list[Repair]:
    days = sorted(workday(random, date(2024, 2, 1), date(2026, 11, 18)) for _ in range(85))
    found = []
    for n, day in enumerate(days, 1):
        net = money(random, 90, 4800)
        paid = None if day > date(2026, 9, 15) and random.random() < 0.6 else min(day + timedelta(days=14), TODAY)
        plate, workshop, what = random.choice(fleet).plate, random.choice(WORKSHOPS), random.choice(REPAIRS)
        nr = f"{day:%Y}{n:03d}"
        found.append(Repair(nr, day, plate, workshop, what, net, cents(net * Decimal("1.19")), paid))
    return found


RANDOM = Random(1952)
vehicles = _vehicles(RANDOM)
drivers = _drivers(RANDOM, vehicles)
tours = _tours(RANDOM, drivers)
fuel = _fuel(RANDOM, vehicles)
repairs = _repairs(RANDOM, vehicles)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    dbase(folder / "FAHRZEUG.DBF", VEHICLE, vehicles)
    sheet(folder / "fahrer.csv", DRIVER, drivers, GERMAN)
    sheet(folder / "touren.csv", TOUR, tours, GERMAN)
    title = ("Spedition Thiessen KG", "Tankbelege aus dem Flottenportal", "Export vom 20.11.2026")
    workbook(folder / "Tankbelege.xlsx", title, FUEL, fuel, name="Belege")
    sheet(folder / "WERKSTATT.csv", REPAIR, repairs, Dress(grouped=True))
