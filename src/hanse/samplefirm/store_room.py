"""Makes articles, hourly rates and the movements of the store. Knows nothing of customers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hanse.samplefirm.data_files import load
from hanse.samplefirm.model import Article, Delivery, Invoice, Line, Movement, Rate, money

RATES = (
    ("L-MEI", "Arbeitsstunde Meister", "Std", "74.50"),
    ("L-MON", "Arbeitsstunde Monteur", "Std", "62.00"),
    ("L-HEL", "Arbeitsstunde Helfer/Auszubildende", "Std", "38.50"),
    ("L-ANF", "Anfahrt Zone 1 (bis 15 km)", "Psch", "28.00"),
    ("L-AN2", "Anfahrt Zone 2 (bis 40 km)", "Psch", "46.00"),
    ("L-NOT", "Notdienstzuschlag je Einsatz", "Psch", "95.00"),
)
ORDERED_FOR_THE_JOB = 120  # euro: dearer articles are bought when they are needed
REMARKS = (
    "{n} Stück fehlen, Nachlieferung bis {day} zugesagt",
    "Karton eingedrückt, Ware unbeschädigt, geprüft von {who}",
    "{n} Stück mit Transportschaden zurückgegeben",
    "Palette wird am {day} wieder abgeholt",
    "Lieferung erst um 16:{m} Uhr statt vormittags",
)


def articles(rng: Random, year: int) -> tuple[Article, ...]:
    """Return about 140 articles with list prices of three years."""
    found: list[Article] = []
    for group in load("articles")["group"]:
        number = 1000
        for family in group["family"]:
            cost = Decimal(family["base"]) * Decimal(rng.randint(95, 106)) / 100
            for variant in family["variants"]:
                number += rng.randint(1, 4)
                found.append(
                    _article(rng, f"{group['code']}-{number}", (group, family), variant=variant, cost=cost, year=year)
                )
                cost *= Decimal(family["step"])
    return tuple(found)


def _article(
    rng: Random, nr: str, where: tuple[dict[str, str], dict[str, str]], *, variant: str, cost: Decimal, year: int
) -> Article:
    group, family = where
    price = money(cost * Decimal(rng.randint(128, 165)) / 100)
    prices = {year: price}
    for earlier in (year - 1, year - 2):
        price = money(price / (1 + Decimal(rng.randint(15, 62)) / 1000))
        prices[earlier] = price
    return Article(
        nr=nr,
        text=family["text"].format(variant),
        group=group["title"],
        unit=family["unit"],
        cost=money(cost),
        prices=prices,
        minimum=rng.choice((2, 4, 5, 10)) if cost < ORDERED_FOR_THE_JOB else rng.choice((0, 0, 1)),
        supplier=int(group["supplier"]),
    )


def rates(rng: Random, year: int) -> tuple[Rate, ...]:
    """Return hourly rates and flat charges of three years, in steps of 50 cents."""
    return tuple(Rate(nr, text, unit, _steps(rng, Decimal(base), year)) for nr, text, unit, base in RATES)


def _steps(rng: Random, base: Decimal, year: int) -> dict[int, Decimal]:
    first = base + Decimal(rng.randint(-4, 4)) / 2
    second = first + Decimal(rng.randint(2, 5)) / 2
    return {year - 2: money(first), year - 1: money(second), year: money(second + Decimal(rng.randint(2, 6)) / 2)}


def deliveries(rng: Random, found: tuple[Article, ...], today: date) -> tuple[Delivery, ...]:
    """Return a delivery about every 16 days since two years before this one, each from one supplier."""
    day = date(today.year - 2, 1, 9)
    made: list[Delivery] = []
    while day <= today:
        made.append(_delivery(rng, len(made), found, day))
        day += timedelta(days=rng.randint(9, 23))
    return tuple(made)


def _delivery(rng: Random, n: int, found: tuple[Article, ...], day: date) -> Delivery:
    supplier = rng.choice((701, 701, 702, 703, 704, 705, 706))
    offered = [a for a in found if a.supplier == supplier and a.cost < ORDERED_FOR_THE_JOB]
    chosen = rng.sample(offered, min(len(offered), rng.randint(3, 7)))
    lines = tuple(
        Line(
            pos,
            a.nr,
            a.text,
            Decimal(_ordered(rng, a)),
            a.unit,
            a.cost,
        )
        for pos, a in enumerate(chosen, 1)
    )
    remark = rng.choice(REMARKS).format(
        n=rng.randint(2, 4),
        day=f"{day + timedelta(days=rng.randint(4, 12)):%d.%m.%Y}",
        m=rng.randint(10, 55),
        who="G. Liebetruth",
    )
    return Delivery(f"LS-{supplier}-{48211 + 37 * n}", supplier, day, lines, remark, "Gunnar Liebetruth")


def _ordered(rng: Random, article: Article) -> int:
    worth = rng.randint(60, 260)  # euro a line
    return max(1, int(worth / article.cost)) if article.cost > 8 else 5 * max(1, int(worth / article.cost / 5))


def movements(
    rng: Random, found: tuple[Article, ...], came: Iterable[Delivery], *, sold: Iterable[Invoice], first: date
) -> tuple[Movement, ...]:
    """Return all movements by day, opening stock included, so that no article ends below zero."""
    moved = [Movement(d.day, ln.article, "Zugang", ln.quantity, d.nr) for d in came for ln in d.lines]
    known = {a.nr for a in found}
    dear = {a.nr for a in found if a.cost >= ORDERED_FOR_THE_JOB}
    moved += [
        Movement(i.day, ln.article, "Abgang", -ln.quantity, i.nr)
        for i in sold
        if i.status != "storniert"
        for ln in i.lines
        if ln.article in known
    ]
    moved += [
        Movement(m.day, m.article, "Zugang", -m.quantity, f"KOM {m.document}")
        for m in moved
        if m.article in dear and m.kind == "Abgang"
    ]
    moved.sort(key=lambda m: (m.day, -m.quantity, m.document, m.article))
    lowest = _lowest(moved)
    opening = [Movement(first, a.nr, "Inventur", _spare(rng, a) - lowest[a.nr], "INV") for a in found]
    return (*opening, *moved)


def _spare(rng: Random, article: Article) -> int:
    return rng.randint(0, 1) if article.cost >= ORDERED_FOR_THE_JOB else rng.randint(0, 2 * article.minimum + 3)


def _lowest(moved: list[Movement]) -> dict[str, Decimal]:
    total: dict[str, Decimal] = defaultdict(Decimal)
    lowest: dict[str, Decimal] = defaultdict(Decimal)
    for move in moved:
        total[move.article] += move.quantity
        lowest[move.article] = min(lowest[move.article], total[move.article])
    return lowest
