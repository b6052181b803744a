"""A tax adviser's office: clients in dBase, services and fee bills as CSV, deadlines as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import LAST, cents, money, some_day, workday
from hanse.samplefirm.dbf import Field


class Client(NamedTuple):
    """Someone whose taxes are done here."""

    nr: int
    name: str
    form: str
    trade: str
    town: str
    clerk: str
    since: date
    left: date | None


class Service(NamedTuple):
    """What someone did for a client on a day."""

    day: date
    client: int
    clerk: str
    kind: str
    hours: Decimal
    rate: Decimal
    sum: Decimal
    billed: bool


class Bill(NamedTuple):
    """A bill for fees."""

    nr: str
    day: date
    client: int
    what: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    paid: date | None
    reminder: int | None
    state: str


class Deadline(NamedTuple):
    """Something that must be at the tax office by a day."""

    nr: int
    client: int
    kind: str
    of: int
    due: date
    extended: date | None
    done: date | None
    clerk: str


CLERKS = ("Heitmann", "Ramcke", "Siemsen", "Dogan", "Lindemann")
RATES = {"Heitmann": 140, "Ramcke": 95, "Siemsen": 85, "Dogan": 110, "Lindemann": 75}
SERVICES = ("Finanzbuchhaltung", "Lohnabrechnung", "Jahresabschluss", "Einkommensteuer", "Beratung", "Betriebsprüfung")
KINDS = ("Einkommensteuererklärung", "Umsatzsteuererklärung", "Körperschaftsteuererklärung", "Gewerbesteuererklärung")
FORMS = ("GmbH", "Einzelunternehmen", "GbR", "KG", "UG", "privat")
TRADES = ("Handwerk", "Gastronomie", "Einzelhandel", "Landwirtschaft", "Freie Berufe", "Bau")
TOWNS = ("Husum", "Bredstedt", "Niebüll", "Friedrichstadt", "Tönning", "Leck")
CLIENT = (
    Field("MANDNR", "N", 5),
    Field("NAME", "C", 34),
    Field("RECHTSF", "C", 18),
    Field("BRANCHE", "C", 16),
    Field("ORT", "C", 18),
    Field("BEARB", "C", 14),
    Field("MAND_SEIT", "D", 8),
    Field("KUENDIG", "D", 8),
)
SERVICE = ("Datum", "Mandantennr", "Mitarbeiter", "Leistungsart", "Stunden", "Stundensatz", "Betrag", "abgerechnet")
BILL = (
    "Rechnungsnr",
    "Rechnungsdatum",
    "Mandant",
    "Gegenstand",
    "Honorar netto",
    "USt",
    "Honorar brutto",
    "Zahlungseingang",
    "Mahnstufe",
    "Status",
)
DEADLINE = ("Nr", "Mandantennr", "Fristart", "Veranlagungsjahr", "Frist", "Verlängert bis", "Erledigt am", "Bearbeiter")


def _clients(random: Random) -> list[Client]:
    found = []
    for n, last in enumerate(random.sample(LAST, 58)):
        form = random.choice(FORMS)
        what = random.choice(("Bau", "Landtechnik", "Gasthaus", "Moden", "Elektro", "Immobilien", "Haustechnik"))
        name = (
            f"{last} {what} {form}"
            if form in {"GmbH", "KG", "UG", "GbR"}
            else f"{last}, {random.choice('ABDEHJKMRST')}."
        )
        left = some_day(random, date(2025, 1, 1), date(2026, 10, 31)) if random.random() < 0.1 else None
        since = some_day(random, date(1998, 1, 1), date(2024, 12, 31) if left else date(2026, 9, 30))
        trade = "" if form == "privat" else random.choice(TRADES)
        found.append(Client(10001 + 3 * n, name, form, trade, random.choice(TOWNS), random.choice(CLERKS), since, left))
    return found


def _services(random: Random, clients: list[Client]) -> list[Service]:
    found = []
    for day in sorted(workday(random, date(2025, 1, 2), date(2026, 11, 19)) for _ in range(780)):
        client, clerk = random.choice(clients[:-3]).nr, random.choice(CLERKS)
        hours, rate = Decimal(random.randint(1, 26)) / 4, Decimal(RATES[clerk])
        billed = day < date(2026, 8, 1) or random.random() < 0.3
        kind = random.choices(SERVICES, (6, 4, 3, 3, 2, 1))[0]
        found.append(Service(day, client, clerk, kind, cents(hours), cents(rate), cents(hours * rate), billed))
    return found


def _bills(random: Random, clients: list[Client]) -> list[Bill]:
    found = []
    for n, day in enumerate(sorted(workday(random, date(2024, 1, 8), date(2026, 11, 16)) for _ in range(320)), 1):
        net = money(random, 80, 4200)
        tax = cents(net * Decimal("0.19"))
        cancelled = random.random() < 0.04
        owed = cancelled or (day > date(2026, 6, 1) and random.random() < 0.4)
        paid = None if owed else min(day + timedelta(days=random.randint(5, 40)), TODAY)
        reminder = random.choice((None, 1, 2, 3)) if owed and not cancelled and day < date(2026, 10, 1) else None
        state = "storniert" if cancelled else "bezahlt" if paid else "offen"
        nr, client, what = f"{day:%Y}-{n:04d}", random.choice(clients).nr, random.choice(SERVICES)
        found.append(Bill(nr, day, client, what, net, tax, net + tax, paid, reminder, state))
    return found


def _deadlines(random: Random, clients: list[Client]) -> list[Deadline]:
    found: list[Deadline] = []
    for of, due in ((2023, date(2025, 6, 2)), (2024, date(2026, 4, 30)), (2025, date(2027, 3, 1))):
        for client in random.sample(clients, 44):
            kinds = KINDS[1:] if client.form in {"GmbH", "UG"} else (KINDS[0], KINDS[1])
            kind = random.choice(kinds)
            extended = due + timedelta(days=random.choice((60, 120, 250))) if random.random() < 0.2 else None
            done = some_day(random, date(of + 1, 4, 1), min(due + timedelta(days=20), TODAY))
            finished = random.random() < {2023: 0.98, 2024: 0.88, 2025: 0.35}[of]
            number = len(found) + 1
            found.append(Deadline(number, client.nr, kind, of, due, extended, done if finished else None, client.clerk))
    return found


RANDOM = Random(1966)
clients = _clients(RANDOM)
services = _services(RANDOM, clients)
bills = _bills(RANDOM, clients)
deadlines = _deadlines(RANDOM, clients)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    dbase(folder / "MANDANT.DBF", CLIENT, clients)
    sheet(folder / "Leistungen.csv", SERVICE, services, GERMAN)
    sheet(folder / "Gebührenrechnungen.csv", BILL, bills, Dress(grouped=True))
    title = ("Steuerkanzlei Heitmann", "Fristenkontrollbuch")
    workbook(folder / "Fristen.xlsx", title, DEADLINE, deadlines, name="Fristen")
