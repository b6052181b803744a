"""A car workshop: customers in dBase, cars, orders and invoices as CSV, the stock of parts as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, phone, some_day, street, workday
from hanse.samplefirm.dbf import Field


class Customer(NamedTuple):
    """Somebody who has a car."""

    nr: int
    last: str
    first: str
    street: str
    zip: str
    town: str
    phone: str
    since: date


class Car(NamedTuple):
    """A car. check is when the HU is due."""

    plate: str
    customer: int
    make: str
    model: str
    registered: date
    km: int | None
    check: date
    fuel: str


class Order(NamedTuple):
    """An order of the workshop. done is None while the car stands in the yard."""

    nr: str
    day: date
    done: date | None
    plate: str
    work: str
    mechanic: str
    units: int
    wages: Decimal
    parts: Decimal
    state: str


class Part(NamedTuple):
    """A part on the shelf."""

    nr: str
    name: str
    supplier: str
    cost: Decimal
    price: Decimal
    stock: int
    least: int
    place: str | None


class Invoice(NamedTuple):
    """An invoice for one order."""

    nr: str
    day: date
    customer: int
    order: str
    net: Decimal
    gross: Decimal
    due: date
    paid: date | None
    means: str
    cancelled: bool


TOWNS = {
    "Itzehoe": "25524",
    "Kellinghusen": "25548",
    "Wilster": "25554",
    "Glückstadt": "25348",
    "Hohenlockstedt": "25551",
}
MODELS = {
    "VW": ("Golf", "Polo", "Passat", "Tiguan", "Caddy"),
    "Opel": ("Corsa", "Astra", "Mokka"),
    "Ford": ("Fiesta", "Focus", "Transit"),
    "Skoda": ("Octavia", "Fabia"),
    "Toyota": ("Yaris", "Corolla"),
    "BMW": ("320d", "X1"),
    "Mercedes": ("A 180", "Vito"),
}
FUELS = ("Benzin", "Benzin", "Benzin", "Diesel", "Diesel", "Hybrid", "Elektro")
WORKS = {
    "Inspektion": (14, 30),
    "Ölwechsel": (4, 8),
    "Bremsen vorne": (10, 18),
    "Reifenwechsel": (4, 9),
    "HU/AU": (5, 7),
    "Auspuff": (8, 22),
    "Zahnriemen": (28, 52),
    "Kupplung": (38, 66),
    "Klimaservice": (6, 10),
    "Unfallschaden": (30, 110),
}
MECHANICS = ("Peters", "Aydin", "Schmidt", "Wolters")
PARTS = (
    "Ölfilter,Luftfilter,Innenraumfilter,Kraftstofffilter,Zündkerze,Bremsscheibe vorne,Bremsscheibe hinten,"
    "Bremsbelagsatz vorne,Bremsbelagsatz hinten,Batterie 60 Ah,Batterie 74 Ah,Wischerblatt,Keilriemen,Zahnriemensatz,"
    "Wasserpumpe,Thermostat,Stoßdämpfer vorne,Stoßdämpfer hinten,Radlager,Spurstangenkopf,Querlenker,Kupplungssatz,"
    "Auspuffendtopf,Katalysator,Lambdasonde,Lichtmaschine,Anlasser,Glühlampe H7,Motoröl 5W-30,Bremsflüssigkeit,"
    "Kühlmittel,Scheibenreiniger,Ventilsatz,Radbolzen"
).split(",")
SUPPLIERS = ("Stahlgruber", "Matthies", "WM Fahrzeugteile", "Bosch Service")
CAR = ("Kennzeichen", "KdNr", "Marke", "Modell", "Erstzulassung", "km-Stand", "HU fällig", "Kraftstoff")
ORDER = (
    "Auftragsnr",
    "Annahme",
    "Fertig",
    "Kennzeichen",
    "Arbeit",
    "Mechaniker",
    "AW",
    "Lohn",
    "Teile",
    "Status",
)
PART = ("Teile-Nr.", "Bezeichnung", "Lieferant", "EK-Preis", "VK-Preis", "Bestand", "Mindestbestand", "Regal")
INVOICE = (
    "RgNr",
    "Rg-Datum",
    "KdNr",
    "Auftragsnr",
    "Netto",
    "Brutto",
    "Fällig",
    "Bezahlt am",
    "Zahlart",
    "Storno",
)
CUSTOMER = (
    Field("KDNR", "N", 6),
    Field("NAME", "C", 24),
    Field("VORNAME", "C", 20),
    Field("STRASSE", "C", 30),
    Field("PLZ", "C", 5),
    Field("ORT", "C", 20),
    Field("TELEFON", "C", 18),
    Field("KDSEIT", "D", 8),
)


def _customers(random: Random) -> list[Customer]:
    found = []
    for nr, (first, last) in enumerate(names(random, 64), 1):
        town = random.choice(list(TOWNS))
        since = some_day(random, date(2009, 1, 1), date(2026, 10, 1))
        call = "" if random.random() < 0.1 else phone(random, "04821")
        found.append(Customer(1000 + nr, last, first, street(random), TOWNS[town], town, call, since))
    return found


def _cars(random: Random, customers: list[Customer]) -> list[Car]:
    owners = [c.nr for c in customers[:60]] + random.sample([c.nr for c in customers[:60]], 25)
    numbers = random.sample(range(11, 999), len(owners))
    found = []
    for owner, number in zip(owners, numbers, strict=True):
        make = random.choice(list(MODELS))
        plate = f"IZ-{random.choice('ABEKLMNSTW')}{random.choice('ADFHKNPRUX')} {number}"
        registered = some_day(random, date(2006, 1, 1), date(2025, 9, 1))
        check = some_day(random, date(2026, 8, 1), date(2028, 6, 30))
        km = None if random.random() < 0.08 else random.randint(9000, 268000)
        model, fuel = random.choice(MODELS[make]), random.choice(FUELS)
        found.append(Car(plate, owner, make, model, registered, km, check, fuel))
    return found


def _orders(random: Random, cars: list[Car]) -> list[Order]:
    found = []
    for nr, day in enumerate(sorted(workday(random, date(2024, 9, 2), date(2026, 11, 19)) for _ in range(540)), 1):
        work = random.choices(list(WORKS), range(len(WORKS), 0, -1))[0]
        units = random.randint(*WORKS[work])
        done = day + timedelta(days=random.choice((0, 0, 1, 1, 2, 4)))
        state = "storniert" if random.random() < 0.04 else "fertig"
        if done >= date(2026, 11, 18) and state == "fertig":
            state = "in Arbeit"
        plate, mechanic = random.choice(cars).plate, random.choice(MECHANICS)
        parts = Decimal(0) if work in {"HU/AU", "Reifenwechsel"} else money(random, 15, 22 * units)
        wages = cents(units * Decimal("9.80"))
        ready = done if state == "fertig" else None
        found.append(Order(f"A{day:%y}-{nr:04d}", day, ready, plate, work, mechanic, units, wages, parts, state))
    return found


def _parts(random: Random) -> list[Part]:
    found = []
    for nr, name in enumerate(PARTS, 1):
        cost = money(random, 3, 190)
        least = random.choice((2, 4, 6, 10))
        place = None if random.random() < 0.1 else f"{random.choice('ABCD')}{random.randint(1, 9)}"
        stock = random.randint(0, 26)
        supplier = random.choice(SUPPLIERS)
        found.append(Part(f"T{4000 + 13 * nr}", name, supplier, cost, cents(cost * 16 / 10), stock, least, place))
    return found


def _invoices(random: Random, orders: list[Order], cars: list[Car]) -> list[Invoice]:
    owner = {c.plate: c.customer for c in cars}
    found = []
    for nr, order in enumerate(sorted((o for o in orders if o.done), key=lambda o: (o.done or o.day, o.nr)), 1):
        day = order.done or order.day
        net = order.wages + order.parts
        paid = day + timedelta(days=random.choice((0, 0, 0, 7, 12, 20, 33)))
        cancelled = random.random() < 0.03
        open_ = cancelled or paid >= TODAY or (day >= date(2026, 6, 1) and random.random() < 0.06)
        means = "" if open_ else random.choice(("bar", "EC-Karte", "EC-Karte", "Überweisung"))
        gross, due = cents(net * 119 / 100), day + timedelta(days=14)
        ready = None if open_ else paid
        number = f"{day:%Y}{nr:04d}"
        found.append(Invoice(number, day, owner[order.plate], order.nr, net, gross, due, ready, means, cancelled))
    return found


RANDOM = Random(5150)
customers = _customers(RANDOM)
cars = _cars(RANDOM, customers)
orders = _orders(RANDOM, cars)
parts = _parts(RANDOM)
invoices = _invoices(RANDOM, orders, cars)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    dbase(folder / "KUNDEN.DBF", CUSTOMER, customers)
    sheet(folder / "Fahrzeuge.csv", CAR, cars, GERMAN)
    sheet(folder / "Werkstattaufträge.csv", ORDER, orders, GERMAN)
    workbook(folder / "Teilelager.xlsx", ("Teilelager", "Kfz-Werkstatt Wolters"), PART, parts, name="Teile")
    sheet(folder / "Rechnungen.csv", INVOICE, invoices, Dress(encoding="utf-8"))
