"""What is charged for each kind of job: the lines of invoices and offers. Knows nothing of dates or payment."""

from decimal import Decimal
from random import Random

import msgspec

from hanse.samplefirm.model import Article, Line, Rate


class Kind(msgspec.Struct, frozen=True):
    """A kind of job. hours: least and most fitter hours; parts: (beginning of the article text, least, most)."""

    name: str
    weight: int
    project: tuple[str, ...]
    hours: tuple[int, int]
    parts: tuple[tuple[str, int, int], ...]


KINDS = (
    Kind(
        "Wartung",
        26,
        ("Wartung Gastherme", "Wartung Heizungsanlage", "Wartung Hebeanlage", "Wartung Wärmepumpe"),
        (1, 3),
        (("Wartungsset", 1, 1), ("Dichtungssatz", 1, 2)),
    ),
    Kind(
        "Reparatur",
        34,
        ("Rohrbruch Keller", "Heizkörper tropft", "WC-Spülung defekt", "Pumpe ausgefallen", "Armatur undicht"),
        (1, 6),
        (("Eckventil", 1, 2), ("Kugelhahn", 0, 2), ("Pressfitting", 1, 6), ("Silikon", 0, 1), ("Umwälzpumpe", 0, 1)),
    ),
    Kind(
        "Heizung",
        12,
        ("Austausch Gas-Brennwertgerät", "Heizungssanierung", "Heizkörpertausch"),
        (14, 40),
        (
            ("Gas-Brennwert", 1, 1),
            ("Ausdehnungsgefäß", 1, 1),
            ("Kompaktheizkörper", 2, 8),
            ("Thermostatkopf", 2, 8),
            ("Rohrdämmung", 10, 40),
        ),
    ),
    Kind(
        "Wärmepumpe",
        9,
        ("Einbau Luft-Wasser-Wärmepumpe", "Wärmepumpe mit Pufferspeicher"),
        (32, 64),
        (
            ("Luft-Wasser", 1, 1),
            ("Pufferspeicher", 1, 1),
            ("Warmwasserspeicher", 0, 1),
            ("Wärmepumpen-Sockel", 1, 1),
            ("Kupferrohr", 12, 40),
            ("Mischergruppe", 1, 2),
            ("Heizungswasser", 1, 2),
        ),
    ),
    Kind(
        "Bad",
        14,
        ("Badsanierung Erdgeschoss", "Gäste-WC neu", "Bad barrierefrei", "Komplettbad Obergeschoss"),
        (18, 58),
        (
            ("Waschtisch", 1, 2),
            ("Wand-WC", 1, 1),
            ("WC-Sitz", 1, 1),
            ("Duschwanne", 0, 1),
            ("Badewanne", 0, 1),
            ("Vorwandelement", 1, 2),
            ("Einhebelmischer", 1, 3),
            ("Mehrschichtverbundrohr", 10, 50),
            ("HT-Rohr", 2, 8),
        ),
    ),
    Kind(
        "Trinkwasser",
        5,
        ("Rückspülfilter einbauen", "Zirkulation erneuern"),
        (2, 8),
        (("Rückspülfilter", 1, 1), ("Zirkulationspumpe", 0, 1), ("Kugelhahn", 1, 3), ("Kupferrohr", 2, 12)),
    ),
)


class Book(msgspec.Struct, frozen=True):
    """What can be charged in one year, before the customer's discount."""

    articles: tuple[Article, ...]
    rates: tuple[Rate, ...]
    year: int


def pick(rng: Random) -> Kind:
    """Return a kind of job, the frequent ones more often."""
    return rng.choices(KINDS, weights=[k.weight for k in KINDS])[0]


def lines(rng: Random, kind: Kind, book: Book, *, discount: Decimal, emergency: bool = False) -> tuple[Line, ...]:
    """Return the lines of a job: parts with the discount taken off, then labour and travel without."""
    found: list[Line] = []
    for beginning, least, most in kind.parts:
        pieces = rng.randint(least, most)
        if pieces:
            article = rng.choice([a for a in book.articles if a.text.startswith(beginning)])
            price = (article.prices[book.year] * (100 - discount) / 100).quantize(Decimal("0.01"))
            found.append(Line(len(found) + 1, article.nr, article.text, Decimal(pieces), article.unit, price))
    for nr, quantity in _labour(rng, kind, emergency=emergency):
        rate = next(r for r in book.rates if r.nr == nr)
        found.append(Line(len(found) + 1, rate.nr, rate.text, quantity, rate.unit, rate.prices[book.year]))
    return tuple(found)


def _labour(rng: Random, kind: Kind, *, emergency: bool) -> list[tuple[str, Decimal]]:
    hours = Decimal(rng.randint(kind.hours[0] * 4, kind.hours[1] * 4)) / 4
    found = [("L-MON", hours)]
    if kind.hours[1] > 10:
        found += [("L-HEL", Decimal(int(hours * 2 / 3))), ("L-MEI", Decimal(rng.randint(2, 6)))]
    found.append((rng.choice(("L-ANF", "L-ANF", "L-AN2")), Decimal(1 + int(hours) // 8)))
    return [*found, ("L-NOT", Decimal(1))] if emergency else found
