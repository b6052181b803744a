"""A guest house: rooms as workbook, guests and bookings as an English booking program exports them, German invoices."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import ENGLISH, Dress, sheet, workbook
from firms.people import cents, names, phone, some_day


class Room(NamedTuple):
    """A room."""

    nr: int
    name: str
    kind: str
    beds: int
    price: Decimal
    floor: str
    lake: bool
    renovated: int | None


class Guest(NamedTuple):
    """Somebody who stayed or will."""

    nr: str
    first: str
    last: str
    city: str
    country: str
    email: str
    phone: str


class Booking(NamedTuple):
    """A stay in one room."""

    nr: str
    booked: date
    guest: str
    room: int
    arrival: date
    departure: date
    nights: int
    adults: int
    children: int
    channel: str
    status: str
    total: Decimal


class Invoice(NamedTuple):
    """An invoice for one booking."""

    nr: str
    day: date
    booking: str
    stay: Decimal
    breakfast: Decimal
    tax: Decimal
    total: Decimal
    due: date
    paid: date | None
    means: str


ROOMS = (
    ("Möwe", "Einzelzimmer", 1, 62, "EG", False),
    ("Austernfischer", "Einzelzimmer", 1, 65, "1. OG", False),
    ("Seestern", "Doppelzimmer", 2, 94, "EG", False),
    ("Muschel", "Doppelzimmer", 2, 98, "EG", True),
    ("Leuchtturm", "Doppelzimmer", 2, 112, "2. OG", True),
    ("Strandkorb", "Doppelzimmer", 2, 104, "1. OG", True),
    ("Düne", "Doppelzimmer", 2, 96, "1. OG", False),
    ("Kutter", "Doppelzimmer", 2, 99, "1. OG", False),
    ("Anker", "Dreibettzimmer", 3, 124, "EG", False),
    ("Kompass", "Dreibettzimmer", 3, 127, "1. OG", True),
    ("Robbe", "Familienzimmer", 4, 148, "2. OG", False),
    ("Schweinswal", "Familienzimmer", 4, 156, "2. OG", True),
    ("Kapitän", "Suite", 2, 189, "2. OG", True),
    ("Admiral", "Suite", 4, 215, "2. OG", True),
    ("Lotse", "Apartment", 4, 165, "Nebenhaus", False),
    ("Wattläufer", "Apartment", 5, 178, "Nebenhaus", False),
    ("Steuermann", "Apartment", 3, 159, "Nebenhaus", True),
    ("Matrose", "Einzelzimmer", 1, 58, "2. OG", False),
    ("Schatzinsel", "Familienzimmer", 5, 162, "1. OG", False),
    ("Nordlicht", "Doppelzimmer", 2, 108, "2. OG", False),
)
CITIES = {
    "Deutschland": "Hamburg,Berlin,Köln,Hannover,Leipzig,Münster,Kassel".split(","),
    "Dänemark": "Aarhus,Kolding,Odense".split(","),
    "Niederlande": "Groningen,Utrecht".split(","),
    "Schweiz": "Basel,Zürich".split(","),
    "Österreich": "Linz,Graz".split(","),
}
CHANNELS = ("Website", "Website", "Booking.com", "Booking.com", "Booking.com", "Telefon", "Airbnb", "E-Mail")
ROOM = ("Zimmer-Nr.", "Name", "Kategorie", "Betten", "Preis pro Nacht", "Etage", "Seeblick", "Renoviert")
GUEST = ("guest_id", "first_name", "last_name", "city", "country", "email", "phone")
BOOKING = (
    "booking_no",
    "booked_on",
    "guest_id",
    "room_no",
    "arrival",
    "departure",
    "nights",
    "adults",
    "children",
    "channel",
    "status",
    "total_price",
)
INVOICE = (
    "Rechnung",
    "Datum",
    "Buchungsnr",
    "Übernachtung",
    "Frühstück",
    "Kurtaxe",
    "Gesamtbetrag",
    "Fällig am",
    "Bezahlt am",
    "Zahlungsart",
)


def _rooms(random: Random) -> list[Room]:
    return [
        Room(
            nr,
            name,
            kind,
            beds,
            Decimal(price),
            floor,
            lake,
            None if random.random() < 0.2 else random.randint(2009, 2025),
        )
        for nr, (name, kind, beds, price, floor, lake) in enumerate(ROOMS, 1)
    ]


def _guests(random: Random) -> list[Guest]:
    found = []
    for nr, (first, last) in enumerate(names(random, 88), 1):
        country = random.choices(list(CITIES), (10, 3, 2, 2, 1))[0]
        mail = "" if random.random() < 0.1 else f"gast{nr}@example.org"
        found.append(
            Guest(f"G{nr:04d}", first, last, random.choice(CITIES[country]), country, mail, phone(random, "0170"))
        )
    return found


def _bookings(random: Random, rooms: list[Room], guests: list[Guest]) -> list[Booking]:
    found = []
    regulars = guests[:80]
    for nr, day in enumerate(sorted(some_day(random, date(2024, 12, 1), date(2026, 11, 18)) for _ in range(430)), 1):
        arrival = day + timedelta(days=random.randint(2, 95))
        nights, room = random.randint(1, 10), random.choice(rooms)
        adults = min(room.beds, random.choice((1, 2, 2)))
        children = random.randint(0, room.beds - adults)
        status = "cancelled" if random.random() < 0.08 else "no-show" if random.random() < 0.02 else "confirmed"
        if arrival >= TODAY and status == "no-show":
            status = "confirmed"
        price, channel = room.price * nights + Decimal(12 * children * nights), random.choice(CHANNELS)
        leaving = arrival + timedelta(days=nights)
        guest = random.choice(regulars).nr
        found.append(
            Booking(
                f"BK{nr:05d}",
                day,
                guest,
                room.nr,
                arrival,
                leaving,
                nights,
                adults,
                children,
                channel,
                status,
                price,
            )
        )
    return found


def _invoices(random: Random, bookings: list[Booking]) -> list[Invoice]:
    found = []
    stayed = sorted(
        (b for b in bookings if b.status == "confirmed" and b.departure < TODAY), key=lambda b: (b.departure, b.nr)
    )
    for nr, booking in enumerate(stayed, 1):
        heads = booking.adults + booking.children
        breakfast = Decimal(0) if random.random() < 0.3 else cents(Decimal("12.50") * heads * booking.nights)
        tax = cents(Decimal("2.80") * booking.adults * booking.nights)
        day, due = booking.departure, booking.departure + timedelta(days=14)
        paid = day + timedelta(days=random.choice((0, 0, 0, 0, 9, 16)))
        open_ = paid >= TODAY or (day >= date(2026, 5, 1) and random.random() < 0.08)
        means = "" if open_ else random.choice(("bar", "EC-Karte", "Kreditkarte", "Überweisung"))
        total = cents(booking.total + breakfast + tax)
        number = f"RE-{day:%y}-{nr:04d}"
        found.append(
            Invoice(number, day, booking.nr, booking.total, breakfast, tax, total, due, None if open_ else paid, means)
        )
    return found


RANDOM = Random(4711)
rooms = _rooms(RANDOM)
guests = _guests(RANDOM)
bookings = _bookings(RANDOM, rooms, guests)
invoices = _invoices(RANDOM, bookings)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    title = ("Pension Nordlicht", "Zimmerliste Saison 2026")
    workbook(folder / "Zimmer.xlsx", title, ROOM, rooms, name="Zimmer")
    sheet(folder / "guests.csv", GUEST, guests, ENGLISH)
    sheet(folder / "bookings_export.csv", BOOKING, bookings, ENGLISH)
    sheet(folder / "Rechnungen.csv", INVOICE, invoices, Dress(grouped=True))
