"""Makes the people of the sample firm: suppliers, employees, customers. Knows nothing of trade."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from hanse.samplefirm.data_files import load
from hanse.samplefirm.model import Customer, Employee, Supplier

FOLDED = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}
PRIVATE = 76
DELETED = 5
NOTES = (
    "",
    "",
    "",
    "",
    "Schlüssel beim Nachbarn",
    "nur nachmittags anrufen",
    "Hund im Garten",
    "Rechnung per Post",
    "Tiefgarage zu niedrig",
    "Parkausweis nötig",
)


def suppliers() -> tuple[Supplier, ...]:
    """Return the suppliers of the data file, with made-up telephone numbers."""
    return tuple(
        Supplier(**row, phone=f"040 66969-{800 + 7 * n}") for n, row in enumerate(load("parties")["suppliers"])
    )


def employees(rng: Random, year: int) -> tuple[Employee, ...]:
    """Return the 15 employees with extensions, mobile numbers and first days of work."""
    extensions = rng.sample(range(11, 60), 15)
    rows: list[dict[str, Any]] = load("parties")["employees"]
    return tuple(
        Employee(
            **row,
            extension=str(extension),
            mobile=f"0176 040690{10 + n}",
            since=date(year - (1 if "Auszubildende" in row["role"] else rng.randint(4, 22)), rng.randint(1, 12), 1),
        )
        for n, (row, extension) in enumerate(zip(rows, extensions, strict=True))
    )


def customers(rng: Random, year: int) -> tuple[Customer, ...]:
    """Return about 120 customers, numbered from 10001, the deleted ones strewn in."""
    names = list(_names(rng))
    rng.shuffle(names)
    gone = set(rng.sample(range(len(names)), DELETED))
    phones = rng.sample(range(100, 700), len(names))
    return tuple(
        _customer(rng, 10001 + 3 * n, name, year=year, phone=phones[n], deleted=n in gone)
        for n, name in enumerate(names)
    )


def _names(rng: Random) -> Iterator[tuple[str, str]]:
    data = load("parties")
    surnames = rng.sample(data["last_names"], len(data["last_names"]))
    doubled = surnames[: PRIVATE - len(surnames)]
    firsts = rng.sample(data["first_names"], len(data["first_names"]))
    for n, surname in enumerate(surnames + doubled):
        yield f"{firsts[n % len(firsts)]} {surname}", "P"
    yield from ((name, "V") for name in data["managers"])
    yield from ((name, "G") for name in data["firms"])


def _customer(rng: Random, nr: int, named: tuple[str, str], *, year: int, phone: int, deleted: bool) -> Customer:
    data = load("parties")
    name, kind = named
    plz, town, _ = rng.choices(data["towns"], weights=[t[2] for t in data["towns"]])[0]
    return Customer(
        nr=nr,
        name=name,
        kind=kind,
        contact="" if kind == "P" else rng.choice(data["contacts"]),
        street=f"{rng.choice(data['streets'])} {rng.randint(1, 89)}",
        plz=plz,
        town=town,
        phone=f"040 66969-{phone}",
        mail=f"{_folded(name)}@post.example",
        since=date(year - rng.randint(3, 19), 1, 1) + timedelta(days=rng.randint(0, 364)),
        discount=Decimal(rng.choice((0, 0, 0, 2, 3))) if kind == "P" else Decimal(rng.choice((0, 3, 5, 5, 7, 10))),
        blocked=rng.random() < 0.05,
        note=rng.choice(NOTES),
        deleted=deleted,
    )


def _folded(name: str) -> str:
    plain = name.lower().translate(FOLDED)
    words = [w for w in "".join(c if c.isalnum() and c.isascii() else " " for c in plain).split() if len(w) > 1]
    return ".".join(words[:2])
