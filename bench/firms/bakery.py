"""A bakery with six branches: branch list as workbook, articles in dBase, daily takings and delivery notes as CSV."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, phone, some_day, street, workday
from hanse.samplefirm.dbf import Field


class Branch(NamedTuple):
    """A shop."""

    nr: int
    name: str
    street: str
    zip: str
    town: str
    head: str
    phone: str
    opened: date
    size: int


class Article(NamedTuple):
    """Something baked or brewed. weight in grams, None where nobody weighs it."""

    nr: str
    name: str
    group: str
    price: Decimal
    tax: int
    weight: int | None
    since: date


class Day(NamedTuple):
    """What one branch took on one day."""

    day: date
    branch: str
    takings: Decimal
    receipts: int
    returned: int
    remark: str


class Customer(NamedTuple):
    """A firm that is delivered to."""

    nr: int
    name: str
    contact: str
    street: str
    zip: str
    town: str
    phone: str
    discount: Decimal
    due: int


class Delivery(NamedTuple):
    """A line of a delivery note."""

    nr: str
    day: date
    customer: int
    article: str
    amount: int
    price: Decimal
    sum: Decimal
    state: str


BRANCHES = (
    ("Hafenstraße", "Flensburg", 64, 1.0),
    ("Bahnhof", "Flensburg", 48, 1.3),
    ("Nordertor", "Flensburg", 82, 0.8),
    ("Harrislee", "Harrislee", 120, 0.9),
    ("Glücksburg", "Glücksburg", 95, 0.7),
    ("Handewitt", "Handewitt", 140, 1.1),
)
TOWNS = {"Flensburg": "24937", "Harrislee": "24955", "Glücksburg": "24960", "Handewitt": "24983", "Tarp": "24963"}
GROUPS = {
    "Brot": "Roggenmischbrot,Dinkelvollkornbrot,Schwarzbrot,Bauernbrot,Sonnenblumenbrot,Toastbrot,Kürbiskernbrot",
    "Brötchen": "Schnittbrötchen,Mohnbrötchen,Franzbrötchen,Laugenstange,Roggenbrötchen,Rosinenbrötchen,Baguette",
    "Kuchen": "Butterkuchen,Bienenstich,Käsekuchen,Apfelkuchen,Marzipantorte,Friesentorte,Streuselkuchen,Nussecke",
    "Snack": "Käsestange,Pizzaecke,Wurstbrötchen,Quiche,Croissant",
    "Getränke": "Filterkaffee,Cappuccino,Tee,Kakao",
}
PRICES = {"Brot": (3.2, 5.4), "Brötchen": (0.4, 2.6), "Kuchen": (2.1, 4.4), "Snack": (2.2, 4.9), "Getränke": (2.0, 3.6)}
CUSTOMERS = (
    "Strandhotel Glücksburg,Hotel am Wasserturm,Kita Löwenzahn,Kantine Stadtwerke,Café Klön,Jugendherberge Flensburg,"
    "Seniorenheim Abendruh,Imbiss Förde,Eisdiele Dolomiti,Gasthof Bilschau,Hofladen Munkbrarup,Diakonie Harrislee,"
    "Marineküche Mürwik,Restaurant Kajüte,Grundschule Adelby,Tagespflege Sonnenhof,Campingplatz Holnis,Betriebskantine"
    " Danfoss,Bistro Phänomenta,Pension Seeblick"
).split(",")
BRANCH = ("Nr", "Filiale", "Straße", "PLZ", "Ort", "Filialleitung", "Telefon", "Eröffnet am", "Fläche m²")
DAY = ("Datum", "Filiale", "Umsatz brutto", "Bons", "Retouren Stück", "Bemerkung")
CUSTOMER = ("Kdnr", "Firma", "Ansprechpartner", "Straße", "PLZ", "Ort", "Telefon", "Rabatt %", "Zahlungsziel Tage")
DELIVERY = ("LS-Nr", "Lieferdatum", "Kdnr", "Artnr", "Menge", "Einzelpreis", "Betrag", "Status")
ARTICLE = (
    Field("ARTNR", "C", 6),
    Field("BEZEICH", "C", 30),
    Field("WGR", "C", 10),
    Field("VKPREIS", "N", 8, 2),
    Field("MWST", "N", 2),
    Field("GEWICHT", "N", 5),
    Field("ANGELEGT", "D", 8),
)


def _branches(random: Random) -> list[Branch]:
    heads = [f"{first} {last}" for first, last in names(random, len(BRANCHES))]
    return [
        Branch(
            nr,
            name,
            street(random),
            TOWNS[town],
            town,
            head,
            phone(random, "0461"),
            some_day(random, date(1994, 1, 1), date(2023, 12, 1)),
            size,
        )
        for nr, ((name, town, size, _), head) in enumerate(zip(BRANCHES, heads, strict=True), 1)
    ]


def _articles(random: Random) -> list[Article]:
    found = [(group, name) for group, listed in GROUPS.items() for name in listed.split(",")]
    return [
        Article(
            f"{1000 + 10 * n}",
            name,
            group,
            money(random, *PRICES[group]),
            19 if group == "Getränke" else 7,
            None if group in {"Getränke", "Snack"} else random.randrange(60, 1250, 10),
            some_day(random, date(2019, 1, 1), date(2026, 3, 1)),
        )
        for n, (group, name) in enumerate(found, 1)
    ]


def _days(random: Random) -> list[Day]:
    every = [date(2026, 7, 1) + timedelta(days=n) for n in range((TODAY - date(2026, 7, 1)).days)]
    remarks = ["", "", "", "", "", "", "", "", "Kasse defekt", "Stadtfest", "Personalmangel"]
    return [
        Day(
            day,
            name,
            money(random, 640 * weight, 1480 * weight),
            random.randint(110, 260),
            random.randint(0, 34),
            random.choice(remarks),
        )
        for day in every
        if day.weekday() < 6
        for name, _, _, weight in BRANCHES
    ]


def _customers(random: Random) -> list[Customer]:
    contacts = [f"{first} {last}" for first, last in names(random, len(CUSTOMERS))]
    towns = [random.choice(list(TOWNS)) for _ in CUSTOMERS]
    return [
        Customer(
            20000 + 7 * nr,
            name,
            "" if random.random() < 0.15 else contact,
            street(random),
            TOWNS[town],
            town,
            phone(random, "04631"),
            Decimal(random.choice(("0", "2.5", "5", "10"))),
            random.choice((7, 14, 30)),
        )
        for nr, (name, contact, town) in enumerate(zip(CUSTOMERS, contacts, towns, strict=True), 1)
    ]


def _deliveries(random: Random, customers: list[Customer], articles: list[Article]) -> list[Delivery]:
    goods = [a for a in articles if a.group != "Getränke"]
    days = sorted(workday(random, date(2024, 10, 1), date(2026, 11, 19)) for _ in range(560))
    found = []
    for nr, day in enumerate(days, 1):
        customer = random.choice(customers if day.year < 2026 else customers[:-3])
        article, amount = random.choice(goods), random.randrange(5, 120, 5)
        price = cents(article.price * (100 - customer.discount) / 100)
        state = "storniert" if random.random() < 0.04 else "geliefert"
        found.append(Delivery(f"LS{nr:05d}", day, customer.nr, article.nr, amount, price, cents(price * amount), state))
    return found


RANDOM = Random(1897)
branches = _branches(RANDOM)
articles = _articles(RANDOM)
days = _days(RANDOM)
customers = _customers(RANDOM)
deliveries = _deliveries(RANDOM, customers, articles)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    title = ("Bäckerei Brodersen GmbH", "Filialliste, Stand 02.11.2026")
    workbook(folder / "Filialen.xlsx", title, BRANCH, branches, name="Filialen")
    dbase(folder / "ARTIKEL.DBF", ARTICLE, articles)
    sheet(folder / "Tagesumsatz_2026.csv", DAY, days, Dress(grouped=True))
    sheet(folder / "Kunden.csv", CUSTOMER, customers, GERMAN)
    sheet(folder / "Lieferscheine.csv", DELIVERY, deliveries, GERMAN)
