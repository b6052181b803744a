"""Plain Python over the model for the expected answers: no reader, no query, no file."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

from hanse.samplefirm.model import Article, Customer, Firm, Invoice
from hanse.samplefirm.truth import Asked, Expected

Rows = tuple[tuple[str, ...], ...]
EXPORT = "export/"


def written_in(firm: Firm, first: date, last: date) -> list[Invoice]:
    """Return the invoices of a period, both days included."""
    return [i for i in firm.invoices if first <= i.day <= last]


def of_year(firm: Firm, year: int) -> list[Invoice]:
    """Return the invoices of one year."""
    return [i for i in firm.invoices if i.day.year == year]


def this_year(firm: Firm) -> tuple[int, str]:
    """Return the year to ask about as "this year" and how to name it: last year while nothing is written yet."""
    if valid(of_year(firm, firm.year)):
        return firm.year, "in diesem Jahr"
    return firm.year - 1, "letztes Jahr"


def valid(invoices: Iterable[Invoice]) -> list[Invoice]:
    """Return the invoices that were not cancelled."""
    return [i for i in invoices if i.status != "storniert"]


def quarter(year: int, number: int) -> tuple[date, date]:
    """Return first and last day of a quarter."""
    last = date(year + (number == 4), number * 3 % 12 + 1, 1) - timedelta(days=1)
    return date(year, number * 3 - 2, 1), last


def last_quarter(today: date) -> tuple[date, date]:
    """Return first and last day of the calendar quarter before the one that today is in."""
    current = (today.month - 1) // 3 + 1
    return quarter(today.year - 1, 4) if current == 1 else quarter(today.year, current - 1)


def month(year: int, number: int) -> tuple[date, date]:
    """Return first and last day of a month."""
    return date(year, number, 1), date(year + (number == 12), number % 12 + 1, 1) - timedelta(days=1)


def net(invoices: Iterable[Invoice]) -> Decimal:
    """Return the net sum."""
    return sum((i.net for i in invoices), Decimal("0.00"))


def gross(invoices: Iterable[Invoice]) -> Decimal:
    """Return the gross sum."""
    return sum((i.gross for i in invoices), Decimal("0.00"))


def turnover(firm: Firm, year: int) -> tuple[str, ...]:
    """Return the net sums that may be called a year's turnover: all, without cancelled, less credit notes."""
    found = of_year(firm, year)
    lowered = sum((c.net for c in firm.credits if c.day.year == year), Decimal("0.00"))
    kept = net(valid(found))
    return unlike(net(found), kept, kept - lowered)


def unlike(*values: Decimal | int | str) -> tuple[str, ...]:
    """Return the values as texts, each once."""
    return tuple(dict.fromkeys(str(v) for v in values))


def summed(invoices: Iterable[Invoice], key: Callable[[Invoice], str]) -> dict[str, Decimal]:
    """Return net sums by key."""
    found: dict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
    for invoice in invoices:
        found[key(invoice)] += invoice.net
    return dict(found)


def sum_variants(firm: Firm, year: int, key: Callable[[int], str]) -> tuple[dict[str, Decimal], ...]:
    """Return a year's net sums by key of the customer's number: all, without cancelled, less credit notes too."""
    found = of_year(firm, year)
    kept = summed(valid(found), lambda i: key(i.customer))
    lowered = dict(kept)
    for credit in firm.credits:
        if credit.day.year == year:
            name = key(credit.customer)
            lowered[name] = lowered.get(name, Decimal("0.00")) - credit.net
    return summed(found, lambda i: key(i.customer)), kept, lowered


def ranked(sums: dict[str, Decimal], count: int) -> Rows:
    """Return the keys with the greatest sums, greatest first."""
    return tuple((name,) for name, _ in sorted(sums.items(), key=lambda s: -s[1])[:count])


def pairs(sums: dict[str, Decimal]) -> Rows:
    """Return (key, sum) rows."""
    return tuple((name, str(value)) for name, value in sums.items())


def named(firm: Firm) -> Callable[[int], str]:
    """Return a function from a customer's number to the name."""
    names = {c.nr: c.name for c in firm.customers}
    return lambda nr: names[nr]


def in_town(firm: Firm) -> Callable[[int], str]:
    """Return a function from a customer's number to the town."""
    towns = {c.nr: c.town for c in firm.customers}
    return lambda nr: towns[nr]


def sold(invoices: Iterable[Invoice], beginning: str) -> Decimal:
    """Return how many units of the articles whose text begins so were charged."""
    lines = (line for i in invoices for line in i.lines if line.text.startswith(beginning))
    return sum((line.quantity for line in lines), Decimal(0))


def best_seller(firm: Firm, year: int) -> Article:
    """Return the article sold in pieces that stands in the most invoices of a year."""
    seen: dict[str, int] = defaultdict(int)
    for invoice in of_year(firm, year):
        for line in invoice.lines:
            seen[line.article] += line.unit == "Stk"
    most = max(seen, key=lambda nr: (seen[nr], nr))
    return next(a for a in firm.articles if a.nr == most)


def often(firm: Firm, kind: str, nth: int = 0) -> Customer:
    """Return the customer of a kind with the nth most invoices, whose surname no other customer shares."""
    count: dict[int, int] = defaultdict(int)
    for invoice in firm.invoices:
        count[invoice.customer] += 1
    last = [c.name.split()[-1] for c in firm.active]
    lonely = [c for c in firm.active if c.kind == kind and last.count(c.name.split()[-1]) == 1]
    if kind == "P":  # with an umlaut or ß, which a hurried person leaves out
        lonely = [c for c in lonely if not c.name.isascii()]
    return sorted(lonely, key=lambda c: (-count[c.nr], c.nr))[nth]


def one(question: str, values: tuple[str, ...], files: str, *, shapes: str, unit: str = "", places: int = 2) -> Asked:
    """Return a question whose answer is one figure, date or name. files, shapes: separated by blanks."""
    expected = Expected(values=values, files=tuple(files.split()), unit=unit, places=places)
    return Asked("", "table", question, expected, tuple(shapes.split()))


def many(question: str, rows: tuple[Rows, ...], files: str, *, shapes: str, ordered: bool = False) -> Asked:
    """Return a question whose answer is a list; rows: the list, and other lists that are right too."""
    first, *others = dict.fromkeys(rows)
    expected = Expected(rows=first, or_rows=tuple(others), ordered=ordered, files=tuple(files.split()))
    return Asked("", "table", question, expected, tuple(shapes.split()))


def limit_for(amounts: list[Decimal], at: int) -> Decimal:
    """Return the greatest round limit below which not all amounts lie, starting from "at"."""
    limit = Decimal(at)
    while limit > 1 and not any(a > limit for a in amounts):
        limit /= 2
    return limit.quantize(Decimal(1))
