"""A freelance photographer and designer: clients as workbook, jobs, offers and expenses as CSV, hours tracked."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import ENGLISH, GERMAN, Dress, sheet, workbook
from firms.people import cents, money, names, phone, some_day, workday


class Client(NamedTuple):
    """A client, named by its short name everywhere."""

    nr: int
    name: str
    contact: str
    town: str
    trade: str
    email: str
    phone: str
    since: date


class Job(NamedTuple):
    """A job. delivered is None as long as it isn't finished, paid as long as it isn't paid."""

    nr: str
    title: str
    client: int
    kind: str
    day: date
    deadline: date
    delivered: date | None
    fee: Decimal
    paid: date | None
    state: str


class Offer(NamedTuple):
    """An offer."""

    nr: str
    day: date
    client: int
    subject: str
    sum: Decimal
    until: date
    state: str


class Expense(NamedTuple):
    """Money spent."""

    nr: int
    day: date
    kind: str
    shop: str
    what: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    private: bool


class Time(NamedTuple):
    """Hours spent on a job."""

    day: date
    job: str
    task: str
    hours: Decimal
    billable: bool
    note: str


CLIENTS = (
    "Weingut Sander,Café Morgenrot,Praxis Dr. Ewald,Modehaus Lind,Brauerei Krug,Yogastudio Lotus,Tischlerei Ahrens,"
    "Hotel Bellevue,Kanzlei Moritz,Bioladen Wurzel,Theater am Fluss,Musikschule Allegro,Fahrradladen Speiche,"
    "Verlag Federkiel,Zahnarzt Busch,Konditorei Zimt,Immobilien Hafner,Reiterhof Sonnental,Startup Nimbus,"
    "Tanzschule Rondo,Museum Zeughaus,Stiftung Lichtblick,Gärtnerei Blum,Friseur Haarscharf,Winzergenossenschaft Saale"
).split(",")
TOWNS = ("Naumburg", "Jena", "Weimar", "Leipzig", "Erfurt", "Halle")
TRADES = ("Gastronomie", "Gesundheit", "Handel", "Kultur", "Handwerk", "Dienstleistung")
KINDS = {
    "Porträt": (280, 950, "Porträts"),
    "Produktfotos": (600, 2600, "Produktfotos"),
    "Website": (1800, 6400, "Website"),
    "Logo": (700, 2300, "Logo"),
    "Flyer": (250, 900, "Flyer"),
    "Event": (500, 1900, "Eventreportage"),
    "Hochzeit": (1400, 3200, "Hochzeitsreportage"),
}
EXPENSES = {
    "Technik": ("Calumet", "Objektiv,Speicherkarten,Blitz,Stativ,Akku", 35, 1900),
    "Software": ("Adobe", "Creative Cloud,Schriften,Bildbank", 12, 90),
    "Reise": ("Deutsche Bahn", "Fahrkarte,Parken,Taxi", 8, 160),
    "Büro": ("Papier Kunze", "Papier,Toner,Ordner,Stuhl", 6, 320),
    "Werbung": ("Druckhaus Nord", "Visitenkarten,Anzeige,Plakate", 45, 480),
    "Miete": ("Hausverwaltung Roth", "Studiomiete", 540, 540),
    "Fortbildung": ("Akademie Licht", "Workshop,Onlinekurs", 90, 690),
}
TASKS = ("Shooting", "Retouching", "Design", "Meeting", "Travel", "Admin")
CLIENT = ("Kd.-Nr.", "Kunde", "Ansprechpartner", "Ort", "Branche", "E-Mail", "Telefon", "Kunde seit")
JOB = (
    "Auftrag",
    "Titel",
    "Kd.-Nr.",
    "Art",
    "Auftragsdatum",
    "Abgabetermin",
    "Abgegeben",
    "Honorar",
    "Bezahlt am",
    "Status",
)
OFFER = ("Angebotsnr", "Angebotsdatum", "Kd.-Nr.", "Betreff", "Angebotssumme", "Gültig bis", "Status")
EXPENSE = ("Beleg", "Datum", "Kategorie", "Händler", "Beschreibung", "Netto", "USt", "Brutto", "Privatanteil")
TIME = ("Date", "Project", "Task", "Hours", "Billable", "Note")


def _clients(random: Random) -> list[Client]:
    found = []
    for nr, (name, (first, last)) in enumerate(zip(CLIENTS, names(random, len(CLIENTS)), strict=True), 1):
        mail = "" if random.random() < 0.15 else f"kontakt{nr}@example.org"
        since = some_day(random, date(2017, 1, 1), date(2026, 9, 1))
        town, trade, call = random.choice(TOWNS), random.choice(TRADES), phone(random, "03445")
        found.append(Client(200 + nr, name, f"{first} {last}", town, trade, mail, call, since))
    return found


def _jobs(random: Random, clients: list[Client]) -> list[Job]:
    found = []
    for nr, day in enumerate(sorted(workday(random, date(2024, 5, 2), date(2026, 11, 16)) for _ in range(150)), 1):
        client, kind = random.choice(clients[:22]), random.choice(list(KINDS))
        low, high, word = KINDS[kind]
        deadline = day + timedelta(days=random.randint(10, 60))
        delivered = deadline + timedelta(days=random.randint(-8, 7))
        cancelled = random.random() < 0.05
        open_ = delivered >= TODAY or (day >= date(2026, 8, 1) and random.random() < 0.2)
        state = "storniert" if cancelled else "in Arbeit" if open_ else "fertig"
        there = delivered if state == "fertig" else None
        paid = delivered + timedelta(days=random.randint(4, 40))
        unpaid = state != "fertig" or paid >= TODAY or (day >= date(2026, 1, 1) and random.random() < 0.08)
        fee = Decimal(random.randrange(low, high, 10))
        title = f"{word} {client.name.split()[-1]} {day:%m/%y}"
        number = f"P{day:%y}-{nr:03d}"
        ready = None if unpaid else paid
        found.append(Job(number, title, client.nr, kind, day, deadline, there, fee, ready, state))
    return found


def _offers(random: Random, clients: list[Client]) -> list[Offer]:
    found = []
    for nr, day in enumerate(sorted(workday(random, date(2025, 1, 8), date(2026, 11, 18)) for _ in range(92)), 1):
        kind = random.choice(list(KINDS))
        low, high, word = KINDS[kind]
        state = random.choices(("angenommen", "abgelehnt", "zurückgezogen"), (11, 7, 1))[0]
        if day >= date(2026, 9, 20) and random.random() < 0.7:
            state = "offen"
        amount, until = money(random, low, high), day + timedelta(days=30)
        found.append(Offer(f"AN-{nr:04d}", day, random.choice(clients).nr, word, amount, until, state))
    return found


def _expenses(random: Random) -> list[Expense]:
    kinds = list(EXPENSES)
    drawn = [(some_day(random, date(2025, 1, 3), date(2026, 11, 18)), random.choice(kinds[:5])) for _ in range(170)]
    rents = [(date(of, n, 3), "Miete") for of in (2025, 2026) for n in range(1, 13) if date(of, n, 3) < TODAY]
    courses = [(some_day(random, date(2025, 2, 1), date(2026, 10, 1)), "Fortbildung") for _ in range(9)]
    found = []
    for nr, (day, kind) in enumerate(sorted([*drawn, *rents, *courses]), 1):
        shop, things, low, high = EXPENSES[kind]
        net = money(random, low, high)
        tax = Decimal("0.00") if kind == "Miete" else cents(net * 19 / 100)
        what = random.choice(things.split(","))
        found.append(Expense(nr, day, kind, shop, what, net, tax, net + tax, random.random() < 0.1))
    return found


def _times(random: Random, jobs: list[Job]) -> list[Time]:
    found = []
    notes = ("", "", "", "call", "second round", "rush")
    live = [j for j in jobs if j.state != "storniert" and j.nr not in {jobs[3].nr, jobs[70].nr}]
    for _ in range(520):
        job = random.choice(live)
        last = min(job.deadline, date(2026, 11, 19))
        day, task = some_day(random, job.day, max(job.day, last)), random.choice(TASKS)
        hours = Decimal(random.randint(1, 28)) / 4
        found.append(Time(day, job.nr, task, hours, task not in {"Admin", "Travel"}, random.choice(notes)))
    return sorted(found)


RANDOM = Random(8086)
clients = _clients(RANDOM)
jobs = _jobs(RANDOM, clients)
offers = _offers(RANDOM, clients)
expenses = _expenses(RANDOM)
times = _times(RANDOM, jobs)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    workbook(folder / "Kunden.xlsx", ("Kundenliste",), CLIENT, clients, name="Kunden")
    sheet(folder / "Aufträge.csv", JOB, jobs, Dress(encoding="utf-8"))
    sheet(folder / "Angebote.csv", OFFER, offers, GERMAN)
    sheet(folder / "Ausgaben.csv", EXPENSE, expenses, Dress(grouped=True, yes="ja", no="nein"))
    sheet(folder / "time_entries.csv", TIME, times, ENGLISH)
