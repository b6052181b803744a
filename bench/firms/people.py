"""Names, streets and telephone numbers that the firms share. Each last name is dealt once per firm."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

FIRST = (
    "Anja Bernd Carola Detlef Elke Frank Gesa Holger Imke Jannik Katrin Lars Maren Nils Ole Petra Ralf Silke Thorsten"
    " Ulrike Volker Wiebke Yannick Kirsten Malte Birgit Hauke Sabine Jochen Dörte Mehmet Agnieszka Svenja Rüdiger"
).split()
LAST = (
    "Abels Bahnsen Clausen Dethlefs Evers Feddersen Göttsche Hinrichs Ihde Jacobsen Kröger Lorenzen Mommsen Nissen"
    " Oldörp Paulsen Quast Rathje Schlüter Tams Uhlig Vollstedt Wulff Ziegler Arndt Brix Carstens Dreyer Ehlers Frahm"
    " Gosch Harms Isermann Jürs Kähler Lüders Mahnke Naeve Ott Prieß Rickert Sievers Timm Urban Voß Wiechmann Zabel"
    " Andresen Boysen Christophersen Dührkop Ewald Först Greve Heesch Jessen Kruse Lamprecht Meinert Neumann Ohlsen"
    " Petersen Reimers Stoltenberg Thode Vierth Wendt Yilmaz Kowalski Nguyen Hoxha Behnke Börnsen Drews Friedrichs"
    " Gerken Hansen Johannsen Karstens Lembke Matzen Nagel Otte Pohl Rohwer Stahmer Trede Völz Witt"
).split()
STREETS = (
    "Hauptstraße,Lindenallee,Am Markt,Schulweg,Kirchenstieg,Mühlenweg,Dorfstraße,Gartenweg,Bergstraße,Ringstraße,"
    "Feldstraße,Waldweg,Heideweg,Birkenweg,Deichstraße,Rosenstraße,Goethestraße,Bismarckstraße"
).split(",")


def names(random: Random, number: int) -> list[tuple[str, str]]:
    """Return first and last names, no last name twice."""
    return [(random.choice(FIRST), last) for last in random.sample(LAST, number)]


def street(random: Random) -> str:
    """Return a street with a house number."""
    return f"{random.choice(STREETS)} {random.randint(1, 98)}"


def phone(random: Random, code: str) -> str:
    """Return a telephone number."""
    return f"{code} {random.randint(20000, 999999)}"


def some_day(random: Random, first: date, last: date) -> date:
    """Return a day between two others."""
    return first + timedelta(days=random.randint(0, (last - first).days))


def workday(random: Random, first: date, last: date) -> date:
    """Return a day from Monday to Friday."""
    day = some_day(random, first, last)
    while day.weekday() > 4:
        day = some_day(random, first, last)
    return day


def money(random: Random, low: float, high: float) -> Decimal:
    """Return an amount in euros and cents."""
    return cents(Decimal(random.randint(round(low * 100), round(high * 100))) / 100)


def cents(figure: Decimal) -> Decimal:
    """Return a figure with two places."""
    return figure.quantize(Decimal("0.01"))
