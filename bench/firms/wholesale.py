"""A wholesaler: articles in dBase, customers, orders, lines and stock as CSV, reps as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import GERMAN, Dress, dbase, sheet, workbook
from firms.people import cents, money, names, phone, some_day, workday
from hanse.samplefirm.dbf import Field


class Article(NamedTuple):
    """Something sold by the piece."""

    nr: str
    name: str
    group: str
    cost: Decimal
    price: Decimal
    unit: str


class Rep(NamedTuple):
    """Somebody who travels and sells."""

    nr: int
    name: str
    region: str
    commission: Decimal
    phone: str
    since: date


class Customer(NamedTuple):
    """A firm that buys."""

    nr: int
    name: str
    zip: str
    town: str
    trade: str
    rep: int | None
    limit: Decimal | None
    blocked: bool


class Order(NamedTuple):
    """An order. delivered is None while it is open."""

    nr: str
    day: date
    customer: int
    wanted: date
    delivered: date | None
    state: str


class Line(NamedTuple):
    """A line of an order."""

    order: str
    pos: int
    article: str
    amount: int
    price: Decimal
    discount: Decimal
    sum: Decimal


class Stock(NamedTuple):
    """What lies in one place of the warehouse."""

    article: str
    place: str
    stock: int
    least: int
    counted: date | None


GOODS = {
    "Reiniger": "Allzweckreiniger,Sanitärreiniger,Glasreiniger,Fettlöser,Bodenwischpflege,Entkalker,Industriereiniger",
    "Hygiene": "Handseife,Desinfektionsmittel,Toilettenpapier,Falthandtücher,Küchenrollen,Seifenspender",
    "Verpackung": "Stretchfolie,Packband,Faltkarton klein,Faltkarton groß,Luftpolsterfolie,Versandtasche,Kantenschutz",
    "Geräte": "Wischmopp,Putzwagen,Besen breit,Nasssauger,Einscheibenmaschine,Abzieher",
    "Schutz": "Nitrilhandschuhe,Einwegschürze,Atemschutzmaske,Schutzbrille,Überschuhe",
    "Müll": "Müllsack 120 l,Müllsack 60 l,Abfalleimer,Wertstofftonne",
}
PRICES = {
    "Reiniger": (2, 19),
    "Hygiene": (3, 34),
    "Verpackung": (1, 26),
    "Geräte": (9, 690),
    "Schutz": (2, 18),
    "Müll": (4, 79),
}
UNITS = {"Reiniger": "Kanister", "Hygiene": "Karton", "Verpackung": "Rolle", "Geräte": "Stück", "Schutz": "Packung"}
REGIONS = ("Kiel", "Lübeck", "Hamburg Nord", "Hamburg Süd", "Westküste", "Mecklenburg")
TOWNS = {
    "Kiel": "24103",
    "Lübeck": "23552",
    "Hamburg": "22041",
    "Heide": "25746",
    "Wismar": "23966",
    "Rendsburg": "24768",
}
TRADES = ("Gebäudereinigung", "Hotel", "Pflegeheim", "Handwerk", "Handel", "Schule")
CUSTOMERS = (
    "Blitzblank Service,Hotel Ostseeblick,Pflegeheim Marienhof,Druckerei Wulf,Nordclean GmbH,Hotel Reichshof,"
    "Seniorenstift Elbe,Tischlerei Borck,Kaufhaus Stolz,Gemeinschaftsschule Mettenhof,Saubermann KG,Hotel Drei Kronen,"
    "Haus am Park,Metallbau Franck,Biomarkt Alster,Gymnasium Wismar,Glanzwerk GbR,Hostel Hafenkante,Caritas Heide,"
    "Malerbetrieb Suhr,Getränke Ahlers,Berufsschule Rendsburg,Facility Plus,Gasthaus Zur Linde,Diakonie Lübeck,"
    "Elektro Maaß,Buchhandlung Prinz,Grundschule Nord,Reinigungsdienst Perle,Hotel Kaiserhof,Residenz Förde,"
    "Autohaus Levsen,Modehaus Petri,Waldorfschule Lübeck,Hansa Gebäudeservice,Pension Rosenhof,Wohnstift Rabe,"
    "Bäckerei Lorenz,Zoohandlung Fink,Stadtschule Heide,Klar & Rein,Hotel Strandläufer"
).split(",")
REP = ("Vertr.-Nr.", "Name", "Gebiet", "Provision %", "Mobil", "Eintritt")
CUSTOMER = ("Kundennr", "Firma", "PLZ", "Ort", "Branche", "Vertreter", "Kreditlimit", "Gesperrt")
ORDER = ("Auftragsnr", "Auftragsdatum", "Kundennr", "Wunschtermin", "Geliefert am", "Status")
LINE = ("Auftragsnr", "Pos", "Artikelnr", "Menge", "Einzelpreis", "Rabatt %", "Positionswert")
STOCK = ("Artikelnr", "Lagerplatz", "Bestand", "Mindestbestand", "Letzte Inventur")
ARTICLE = (
    Field("ARTNR", "C", 8),
    Field("BEZEICH", "C", 30),
    Field("WGRUPPE", "C", 12),
    Field("EKPREIS", "N", 9, 2),
    Field("VKPREIS", "N", 9, 2),
    Field("EINHEIT", "C", 10),
)


def _articles(random: Random) -> list[Article]:
    found = []
    for nr, (group, name) in enumerate(((g, n) for g, listed in GOODS.items() for n in listed.split(",")), 1):
        price = money(random, *PRICES[group])
        cost = cents(price * random.randint(52, 78) / 100)
        found.append(Article(f"{group[0]}{2000 + 7 * nr}", name, group, cost, price, UNITS.get(group, "Stück")))
    return found


def _reps(random: Random) -> list[Rep]:
    return [
        Rep(
            nr,
            f"{first} {last}",
            region,
            Decimal(random.choice(("3", "3.5", "4", "5"))),
            phone(random, "0160"),
            some_day(random, date(2008, 1, 1), date(2024, 6, 1)),
        )
        for nr, ((first, last), region) in enumerate(zip(names(random, len(REGIONS)), REGIONS, strict=True), 11)
    ]


def _customers(random: Random, reps: list[Rep]) -> list[Customer]:
    found = []
    for nr, name in enumerate(CUSTOMERS):
        town = next((t for t in TOWNS if t in name), random.choice(list(TOWNS)))
        limit = None if random.random() < 0.15 else Decimal(random.choice((1000, 2500, 5000, 8000, 12000)))
        rep = None if nr in {7, 20, 33} else random.choice(reps).nr
        trade = TRADES[nr % len(TRADES)]
        found.append(Customer(30100 + 3 * nr, name, TOWNS[town], town, trade, rep, limit, random.random() < 0.08))
    return found


def _orders(random: Random, customers: list[Customer]) -> list[Order]:
    found = []
    for nr, day in enumerate(sorted(workday(random, date(2024, 10, 1), date(2026, 11, 19)) for _ in range(310)), 1):
        customer = random.choice(customers if day.year < 2026 else customers[:-4])
        wanted = day + timedelta(days=random.randint(3, 18))
        delivered = wanted + timedelta(days=random.randint(-2, 6))
        cancelled = random.random() < 0.05
        open_ = delivered >= TODAY or (day >= date(2026, 8, 1) and random.random() < 0.12)
        state = "storniert" if cancelled else "offen" if open_ else "geliefert"
        there = delivered if state == "geliefert" else None
        found.append(Order(f"AB{day:%y}{nr:04d}", day, customer.nr, wanted, there, state))
    return found


def _lines(random: Random, orders: list[Order], articles: list[Article]) -> list[Line]:
    found = []
    for order in orders:
        for pos, article in enumerate(random.sample(articles, random.choice((1, 2, 2, 3, 4))), 1):
            amount = random.randint(1, 4) if article.group == "Geräte" else random.randrange(5, 80, 5)
            discount = Decimal(random.choice(("0", "0", "3", "5", "10")))
            price = cents(article.price * amount * (100 - discount) / 100)
            found.append(Line(order.nr, pos, article.nr, amount, article.price, discount, price))
    return found


def _stocks(random: Random, articles: list[Article]) -> list[Stock]:
    return [
        Stock(
            article.nr,
            f"{random.choice('ABC')}-{random.randint(1, 12):02d}",
            0 if nr in {4, 19, 27} else random.randint(3, 90),
            random.choice((5, 10, 20, 40)),
            None if random.random() < 0.1 else some_day(random, date(2025, 1, 10), date(2026, 10, 30)),
        )
        for nr, article in enumerate(articles)
    ]


RANDOM = Random(3301)
articles = _articles(RANDOM)
reps = _reps(RANDOM)
customers = _customers(RANDOM, reps)
orders = _orders(RANDOM, customers)
lines = _lines(RANDOM, orders, articles)
stocks = _stocks(RANDOM, articles)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    dbase(folder / "ARTIKEL.DBF", ARTICLE, articles)
    workbook(folder / "Vertreter.xlsx", ("Außendienst", "gültig ab 01.01.2026"), REP, reps, name="Vertreter")
    sheet(folder / "Kunden.csv", CUSTOMER, customers, Dress(grouped=True, yes="ja", no="nein"))
    sheet(folder / "Aufträge.csv", ORDER, orders, GERMAN)
    sheet(folder / "Auftragspositionen.csv", LINE, lines, GERMAN)
    sheet(folder / "Lager.csv", STOCK, stocks, Dress(encoding="utf-8"))
