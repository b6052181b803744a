"""An IT service house: customers and tickets from a help desk, contracts as workbook, devices from an inventory."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, sheet, workbook
from firms.people import names, phone, some_day, workday


class Customer(NamedTuple):
    """A firm that is looked after."""

    nr: str
    name: str
    trade: str
    contact: str
    mail: str
    phone: str
    town: str
    since: date


class Ticket(NamedTuple):
    """A fault or wish that was reported."""

    nr: str
    day: date
    customer: str
    subject: str
    category: str
    priority: str
    worker: str
    state: str
    closed: date | None
    hours: Decimal | None


class Contract(NamedTuple):
    """What a customer pays for every month."""

    nr: str
    customer: str
    kind: str
    start: date
    end: date | None
    monthly: Decimal
    notice: date | None


class Device(NamedTuple):
    """A machine at a customer's."""

    nr: str
    customer: str
    kind: str
    maker: str
    model: str
    serial: str
    bought: date
    warranty: date | None
    room: str


FIRMS = (
    "Zahnarztpraxis Dr. Kühl,Steuerbüro Lange,Autohaus Prien,Gärtnerei Sonnenschein,Kanzlei Beck und Partner,"
    "Maschinenbau Rönnau,Physio am Park,Buchhandlung Seite 7,Elektro Struve,Optik Weitblick,Hotel Seestern,"
    "Druckerei Farbklecks,Fahrschule Vollgas,Architekten Linie 3,Baugeschäft Höhne,Apotheke am Dom,Dachdeckerei Sturm,"
    "Tierarzt Dr. Hoppe,Metallbau Gieseke,Reederei Nordwind,Weinhandel Rebstock,Spielwaren Kunterbunt,Segelschule Luv,"
    "Kita Wichtelhaus,Pflegedienst Herzlich,Fischhandel Küstenfang,Logopädie Klangbild,Kfz Meisterbetrieb Boldt,"
    "Immobilien Hansaring,Raumausstatter Samt,Labor Petrischale,Brauerei Sudhaus"
).split(",")
TRADES = "Gesundheit,Beratung,Handel,Handwerk,Industrie,Gastgewerbe".split(",")
TOWNS = "Lübeck,Bad Schwartau,Ratzeburg,Stockelsdorf,Travemünde,Reinfeld".split(",")
SUBJECTS = {
    "Drucker": ("Drucker druckt nicht", "Toner leer", "Scan an Mail geht nicht"),
    "E-Mail": ("Outlook hängt", "Postfach voll", "Mail kommt nicht an"),
    "Netzwerk": ("WLAN langsam", "VPN trennt", "Kein Internet"),
    "Server": ("Backup fehlgeschlagen", "Platte voll", "Server startet nicht"),
    "Arbeitsplatz": ("PC startet nicht", "Bildschirm flackert", "Neuer Benutzer"),
    "Software": ("Update gewünscht", "Lizenz abgelaufen", "DATEV startet nicht"),
}
WORKERS = "Kruse Yilmaz Bendixen Sommer".split()
PRIORITIES = ("niedrig", "normal", "hoch", "kritisch")
KINDS = {"Wartung": (120, 480), "Backup": (49, 190), "Hosting": (29, 220), "Telefonie": (35, 160)}
DEVICES = {
    "Notebook": ("Lenovo ThinkPad T14", "Dell Latitude 5440", "HP EliteBook 840"),
    "PC": ("Lenovo ThinkCentre M70", "Dell OptiPlex 7010"),
    "Server": ("Dell PowerEdge T350", "HPE ProLiant ML30"),
    "Drucker": ("Brother MFC-L6800", "Kyocera Ecosys M5526"),
    "Firewall": ("Sophos XGS 87", "Securepoint RC100"),
}
CUSTOMER = ("Kundennr", "Firma", "Branche", "Ansprechpartner", "E-Mail", "Telefon", "Ort", "Kunde seit")
TICKET = (
    "Ticket-ID",
    "Erstellt am",
    "Kundennr",
    "Betreff",
    "Kategorie",
    "Priorität",
    "Techniker",
    "Status",
    "Geschlossen am",
    "Aufwand Std",
)
CONTRACT = ("Vertragsnr", "Kundennr", "Vertragsart", "Beginn", "Ende", "Monatspauschale", "Gekündigt am")
DEVICE = (
    "InvNr",
    "KdNr",
    "Gerätetyp",
    "Hersteller",
    "Modell",
    "Seriennr",
    "Kaufdatum",
    "Garantie bis",
    "Standort",
)


def _customers(random: Random) -> list[Customer]:
    return [
        Customer(
            f"K{1000 + nr}",
            name,
            random.choice(TRADES),
            f"{first} {last}",
            "" if random.random() < 0.15 else f"info@kunde{nr}.example",
            phone(random, "0451"),
            random.choice(TOWNS),
            some_day(random, date(2009, 1, 1), date(2026, 5, 31)),
        )
        for nr, (name, (first, last)) in enumerate(zip(FIRMS, names(random, len(FIRMS)), strict=True), 1)
    ]


def _tickets(random: Random, customers: list[Customer]) -> list[Ticket]:
    days = sorted(workday(random, date(2024, 11, 1), date(2026, 11, 19)) for _ in range(760))
    found = []
    for n, day in enumerate(days, 1):
        category = random.choice(list(SUBJECTS))
        shut = day + timedelta(days=random.randint(0, 12))
        open_ = shut > TODAY or (day > date(2026, 9, 1) and random.random() < 0.15)
        state = random.choice(("offen", "in Arbeit", "wartet auf Kunde")) if open_ else "geschlossen"
        state = "verworfen" if not open_ and random.random() < 0.03 else state
        hours = None if open_ and random.random() < 0.5 else Decimal(random.randint(1, 24)) / 4
        found.append(
            Ticket(
                f"#{10000 + n}",
                day,
                random.choice(customers[:-2]).nr,
                random.choice(SUBJECTS[category]),
                category,
                random.choices(PRIORITIES, (3, 6, 3, 1))[0],
                random.choices(WORKERS, (5, 4, 3, 2))[0],
                state,
                None if open_ else shut,
                hours,
            )
        )
    return found


def _contracts(random: Random, customers: list[Customer]) -> list[Contract]:
    found: list[Contract] = []
    for customer in random.sample(customers, 27):
        for kind in random.sample(list(KINDS), random.choice((1, 2, 2, 3))):
            start = some_day(random, max(customer.since, date(2018, 1, 1)), date(2026, 9, 1)).replace(day=1)
            gone = random.random() < 0.2 and start < date(2025, 9, 1)
            end = date(random.choice((2025, 2026)), 12, 31) if gone else None
            notice = end.replace(month=random.randint(6, 9), day=random.randint(1, 28)) if end else None
            monthly = Decimal(random.randrange(*KINDS[kind], 5)) + Decimal("0.90")
            nr = f"V-{len(found) + 301}"
            found.append(Contract(nr, customer.nr, kind, start, end, monthly, notice))
    return found


def _devices(random: Random, customers: list[Customer]) -> list[Device]:
    found = []
    for n in range(1, 241):
        kind = random.choices(list(DEVICES), (6, 5, 1, 3, 1))[0]
        maker, model = random.choice(DEVICES[kind]).split(" ", 1)
        bought = some_day(random, date(2019, 1, 1), date(2026, 11, 1))
        warranty = None if random.random() < 0.1 else bought.replace(year=bought.year + 3, day=min(bought.day, 28))
        room = random.choice(("Empfang", "Büro 1", "Büro 2", "Chefbüro", "Serverraum", "Lager", ""))
        serial = f"{random.choice('ABCDFX')}{random.randint(100000, 999999)}{random.choice('KLMZ')}"
        customer = random.choice(customers).nr
        found.append(Device(f"G{n:04d}", customer, kind, maker, model, serial, bought, warranty, room))
    return found


RANDOM = Random(2001)
customers = _customers(RANDOM)
tickets = _tickets(RANDOM, customers)
contracts = _contracts(RANDOM, customers)
devices = _devices(RANDOM, customers)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    sheet(folder / "Kunden.csv", CUSTOMER, customers, Dress(encoding="utf-8-sig"))
    sheet(folder / "Tickets_Export.csv", TICKET, tickets, Dress(encoding="utf-8-sig"))
    title = ("Nordlicht IT-Service GmbH", "Laufende und gekündigte Verträge")
    workbook(folder / "Verträge.xlsx", title, CONTRACT, contracts, name="Verträge")
    sheet(folder / "geraete.csv", DEVICE, devices, GERMAN)
