"""A joinery: projects, stock, withdrawals and bills as CSV, hours in dBase, suppliers as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import LAST, cents, money, phone, workday
from hanse.samplefirm.dbf import Field


class Project(NamedTuple):
    """A piece of work for someone."""

    nr: str
    name: str
    client: str
    town: str
    start: date
    due: date | None
    offer: Decimal
    state: str
    head: str


class Hour(NamedTuple):
    """What someone worked on a day for a project."""

    day: date
    worker: str
    project: str
    what: str
    hours: Decimal


class Material(NamedTuple):
    """Wood, fittings and the like, in stock."""

    nr: str
    name: str
    group: str
    unit: str
    price: Decimal
    stock: int
    minimum: int
    supplier: int


class Supplier(NamedTuple):
    """Who sells the material."""

    nr: int
    name: str
    town: str
    phone: str
    days: int
    discount: Decimal | None


class Taken(NamedTuple):
    """Material that went into a project."""

    day: date
    project: str
    material: str
    amount: int
    cost: Decimal


class Bill(NamedTuple):
    """An invoice to a client."""

    nr: str
    day: date
    project: str
    client: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    due: date
    paid: date | None
    cancelled: bool


WORKERS = ("Ahlers", "Boldt", "Tietjen", "Mrozek", "Sagebiel", "Öztürk")
HEADS = ("Ahlers", "Boldt", "Tietjen")
WORKS = ("Zuschnitt", "Montage", "Oberfläche", "Aufmaß", "Maschine")
THINGS = (
    "Einbauküche,Treppe Eiche,Haustür,Fensterfront,Einbauschrank,Ladeneinrichtung,Holzterrasse,Carport,Innentüren,"
    "Parkettboden,Empfangstresen,Dachausbau,Wintergarten"
).split(",")
TOWNS = "Stade,Buxtehude,Jork,Harsefeld,Horneburg,Bremervörde".split(",")
SUPPLIERS = (
    "Holzgroßhandel Behrens,Beschläge Küster,Lacke Nordchemie,Plattenwerk Uelzen,Glas Sommerfeld,Sägewerk Harburg,"
    "Häfele Vertrieb,Schrauben Wunderlich"
).split(",")
MATERIALS = {
    "Massivholz": "Eiche 40 mm,Eiche 27 mm,Buche 40 mm,Lärche 27 mm,Kiefer 20 mm,Nussbaum 27 mm,Esche 40 mm",
    "Platten": "Multiplex 18 mm,Spanplatte weiß 19 mm,MDF 16 mm,MDF 22 mm,OSB 15 mm,Tischlerplatte 19 mm",
    "Beschläge": "Topfband 110°,Schubladenauszug 500,Türdrücker Edelstahl,Türband verzinkt,Möbelgriff schwarz",
    "Oberfläche": "Hartwachsöl,Klarlack seidenmatt,Grundierung,Beize Nuss,Holzlasur",
    "Kleinteile": "Schrauben 4x40,Schrauben 6x80,Holzdübel 8 mm,Leim D3,Montageschaum,Schleifpapier 120",
}
PRICES = {
    "Massivholz": (28, 96),
    "Platten": (12, 58),
    "Beschläge": (2, 39),
    "Oberfläche": (14, 62),
    "Kleinteile": (3, 18),
}
UNITS = {"Massivholz": "m²", "Platten": "Stk", "Beschläge": "Stk", "Oberfläche": "Dose", "Kleinteile": "Pack"}
HOUR = (
    Field("DATUM", "D", 8),
    Field("MITARB", "C", 14),
    Field("PROJNR", "C", 8),
    Field("TAETIGK", "C", 12),
    Field("STD", "N", 6, 2),
)
PROJECT = (
    "Projektnr",
    "Bezeichnung",
    "Auftraggeber",
    "Ort",
    "Beginn",
    "Liefertermin",
    "Angebotssumme",
    "Status",
    "Projektleiter",
)
MATERIAL = ("Matnr", "Material", "Gruppe", "Einheit", "EK-Preis", "Bestand", "Mindestbestand", "Liefnr")
SUPPLIER = ("Liefnr", "Lieferant", "Ort", "Telefon", "Lieferzeit Tage", "Skonto %")
TAKEN = ("Datum", "Projektnr", "Matnr", "Menge", "Kosten")
BILL = ("RGNR", "RGDAT", "PROJNR", "KUNDE", "BETRNET", "MWST", "BETRBRU", "FAELLIG", "BEZAHLT_AM", "STORNO")


def _projects(random: Random) -> list[Project]:
    clients = [
        f"{random.choice(('Familie', 'Familie', 'Praxis', 'Gasthof'))} {last}" for last in random.sample(LAST, 42)
    ]
    starts = sorted(workday(random, date(2024, 3, 1), date(2026, 11, 30)) for _ in range(64))
    found = []
    for n, start in enumerate(starts, 1):
        due = start + timedelta(days=random.randint(20, 120))
        state = "geplant" if start > TODAY else "in Arbeit" if due > TODAY else "abgeschlossen"
        state = "storniert" if random.random() < 0.06 else state
        found.append(
            Project(
                f"P{start:%y}{n:03d}",
                random.choice(THINGS),
                random.choice(clients),
                random.choice(TOWNS),
                start,
                None if random.random() < 0.1 else due,
                money(random, 1400, 38000),
                state,
                random.choice(HEADS),
            )
        )
    return found


def _hours(random: Random, projects: list[Project]) -> list[Hour]:
    found = []
    for day in sorted(workday(random, date(2025, 1, 2), date(2026, 11, 19)) for _ in range(790)):
        project = random.choice([p for p in projects if p.start <= day and p.state != "storniert"][-12:])
        hours = Decimal(random.randint(4, 34)) / 4
        found.append(Hour(day, random.choice(WORKERS), project.nr, random.choice(WORKS), cents(hours)))
    return found


def _materials(random: Random) -> list[Material]:
    listed = [(group, name) for group, several in MATERIALS.items() for name in several.split(",")]
    return [
        Material(
            f"M{200 + n}",
            name,
            group,
            UNITS[group],
            money(random, *PRICES[group]),
            random.randint(2, 90),
            random.choice((5, 10, 20)),
            random.randint(1, len(SUPPLIERS) - 1) + 70,
        )
        for n, (group, name) in enumerate(listed, 1)
    ]


def _suppliers(random: Random) -> list[Supplier]:
    towns = ["Hamburg", "Bremen", "Uelzen", "Stade", "Harburg", "Lüneburg", "Nagold", "Soltau"]
    waits = random.sample(range(2, 22), len(SUPPLIERS))
    return [
        Supplier(71 + n, name, town, phone(random, "04141"), wait, random.choice((None, Decimal(2), Decimal(3))))
        for n, (name, town, wait) in enumerate(zip(SUPPLIERS, towns, waits, strict=True))
    ]


def _taken(random: Random, projects: list[Project], materials: list[Material]) -> list[Taken]:
    found = []
    for day in sorted(workday(random, date(2025, 1, 2), date(2026, 11, 19)) for _ in range(480)):
        project = random.choice([p for p in projects if p.start <= day and p.state != "storniert"][-10:])
        material, amount = random.choice(materials[:-1]), random.randint(1, 24)
        found.append(Taken(day, project.nr, material.nr, amount, cents(material.price * amount)))
    return found


def _bills(random: Random, projects: list[Project]) -> list[Bill]:
    planned = []
    for project in (p for p in projects if p.state in {"abgeschlossen", "in Arbeit"}):
        parts = random.choice((1, 2, 2, 3))
        for part in range(parts):
            day = project.start + timedelta(days=10 + 35 * part)
            planned.append((day, project, cents(project.offer / parts)))
    found = []
    for n, (day, project, net) in enumerate(sorted(p for p in planned if p[0] <= TODAY), 1):
        tax = cents(net * Decimal("0.19"))
        due = day + timedelta(days=14)
        cancelled = random.random() < 0.05
        paid = None if cancelled or (day > date(2026, 7, 1) and random.random() < 0.5) else day + timedelta(days=9)
        paid = None if paid and paid > TODAY else paid
        found.append(
            Bill(f"{day:%y}-{n:04d}", day, project.nr, project.client, net, tax, net + tax, due, paid, cancelled)
        )
    return found


RANDOM = Random(1978)
projects = _projects(RANDOM)
hours = _hours(RANDOM, projects)
materials = _materials(RANDOM)
suppliers = _suppliers(RANDOM)
taken = _taken(RANDOM, projects, materials)
bills = _bills(RANDOM, projects)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    sheet(folder / "Projekte.csv", PROJECT, projects, Dress(encoding="utf-8", grouped=True))
    dbase(folder / "STUNDEN.DBF", HOUR, hours)
    sheet(folder / "Material.csv", MATERIAL, materials, GERMAN)
    title = ("Tischlerei Ahlers", "Lieferanten")
    workbook(folder / "Lieferanten.xlsx", title, SUPPLIER, suppliers, name="Tabelle1")
    sheet(folder / "Materialentnahme.csv", TAKEN, taken, GERMAN)
    sheet(folder / "RECHAUS.csv", BILL, bills, GERMAN)
