"""Makes orders, invoices and what became of them. Knows nothing of files."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import msgspec

from hanse.samplefirm import jobs
from hanse.samplefirm.model import (
    Contract,
    Credit,
    Customer,
    Employee,
    Hours,
    Invoice,
    Line,
    Offer,
    Order,
    Payment,
    money,
)

FITTERS = ("Monteur", "Monteurin", "Kundendienst")
REASONS = (
    "Kulanz nach Reklamation",
    "Material zurückgegeben",
    "Arbeitszeit zu hoch berechnet",
    "Doppelt berechnete Anfahrt",
)
PLANTS = (
    "Gas-Brennwertanlage 60 kW",
    "Wärmepumpenanlage 2 x 15 kW",
    "Hebeanlage Duo",
    "Heizzentrale mit Warmwasserspeicher 800 l",
    "Lüftungs- und Heizanlage",
    "Gas-Brennwertkaskade 120 kW",
)
PLACES = ("Heizraum Untergeschoss", "Dachzentrale", "Technikraum Nebengebäude", "Keller Haus B", "Anbau Hofseite")
HOURS_A_DAY = Decimal(8)


class People(msgspec.Struct, frozen=True):
    """Who can order, and who can be sent."""

    customers: tuple[Customer, ...]
    workers: tuple[Employee, ...]


class Job(msgspec.Struct, frozen=True):
    """An order with its invoice, where one was written."""

    order: Order
    invoice: Invoice | None


def people(customers: tuple[Customer, ...], employees: tuple[Employee, ...]) -> People:
    """Return the customers that are not deleted and the employees who drive out."""
    return People(tuple(c for c in customers if not c.deleted), tuple(e for e in employees if e.role in FITTERS))


def months(today: date) -> Iterator[tuple[int, int]]:
    """Yield (year, month) from January two years ago to the current month."""
    for year in range(today.year - 2, today.year + 1):
        for month in range(1, (today.month if year == today.year else 12) + 1):
            yield year, month


def contracts(rng: Random, who: People, today: date) -> tuple[Contract, ...]:
    """Return twelve maintenance contracts; response times, notice, penalties and fees differ between them."""
    firms = [c for c in who.customers if c.kind != "P" and not c.blocked]
    chosen = rng.sample(firms, 12)
    fees = rng.sample(range(48, 360), 12)
    return tuple(
        Contract(
            nr=f"WV-{1007 + 4 * n}",
            customer=customer.nr,
            start=date(today.year - rng.randint(3, 6), rng.randint(1, 12), 1),
            plant=rng.choice(PLANTS),
            place=rng.choice(PLACES),
            fee=Decimal(fee * 10),
            visits=rng.choice((1, 2, 4)),
            notice=rng.choice((1, 2, 3, 6)),
            response=rng.choice((2, 4, 6, 8, 12, 24)),
            penalty=rng.choice((25, 40, 50, 75, 100, 120)),
            term=rng.choice((2, 3, 5)),
            contact=customer.contact,
        )
        for n, (customer, fee) in enumerate(zip(chosen, fees, strict=True))
    )


def trade(
    rng: Random, who: People, books: dict[int, jobs.Book], *, agreed: tuple[Contract, ...], today: date
) -> tuple[Job, ...]:
    """Return all jobs by day of order; invoices are numbered by their day, without gaps, for each year."""
    regulars = rng.sample(who.customers, len(who.customers) // 3)
    made: list[tuple[Order, Invoice | None]] = []
    for year, month in months(today):
        for _ in range(rng.randint(10, 14)):
            customer = rng.choice(regulars if rng.random() < 0.6 else who.customers)
            made.append(_job(rng, customer, who, book=books[year], today=today, month=month))
        made += [_maintenance(rng, c, who, year=year) for c in agreed if c.start.month == month]
    return _numbered(rng, [m for m in made if m[0].day <= today], today)


def _day(rng: Random, year: int, month: int) -> date:
    return date(year, month, rng.randint(1, monthrange(year, month)[1]))


def _job(
    rng: Random, customer: Customer, who: People, *, book: jobs.Book, today: date, month: int
) -> tuple[Order, Invoice | None]:
    kind = jobs.pick(rng)
    day = _day(rng, book.year, month)
    lines = jobs.lines(
        rng, kind, book, discount=customer.discount, emergency=kind.name == "Reparatur" and rng.random() < 0.25
    )
    appointment = day + timedelta(days=rng.randint(0, 5) if kind.hours[1] < 10 else rng.randint(9, 30))
    billed = appointment + timedelta(days=rng.randint(1, 9))
    status = "abgeschlossen" if billed <= today else ("in Arbeit" if appointment <= today else "geplant")
    value = sum((line.net for line in lines), Decimal("0.00"))
    order = Order(
        "",
        customer.nr,
        day,
        kind.name,
        rng.choice(kind.project),
        rng.choice(who.workers).name,
        appointment,
        value,
        status,
    )
    return order, _bill(order, lines, billed, customer.days) if billed <= today else None


def _maintenance(rng: Random, contract: Contract, who: People, *, year: int) -> tuple[Order, Invoice | None]:
    customer = next(c for c in who.customers if c.nr == contract.customer)
    day = date(year, contract.start.month, rng.randint(2, 20))
    line = Line(1, "L-WV", f"Wartungspauschale {year}, Vertrag {contract.nr}", Decimal(1), "Psch", money(contract.fee))
    order = Order(
        "",
        customer.nr,
        day,
        "Wartung",
        f"Wartung Vertrag {contract.nr}",
        rng.choice(who.workers).name,
        day,
        line.net,
        "abgeschlossen",
    )
    return order, _bill(order, (line,), day, customer.days)


def _bill(order: Order, lines: tuple[Line, ...], day: date, days: int) -> Invoice:
    return Invoice("", order.customer, "", day, day + timedelta(days=days), lines, "offen", Decimal("0.00"))


def _numbered(rng: Random, made: list[tuple[Order, Invoice | None]], today: date) -> tuple[Job, ...]:
    made = sorted(made, key=lambda m: (m[0].day, m[0].customer, m[0].value))
    billed = sorted(
        (m for m in made if m[1] is not None), key=lambda m: (m[1].day if m[1] else today, m[0].day, m[0].customer)
    )
    count: dict[int, int] = {}
    numbers: dict[int, str] = {}
    for order, invoice in billed:
        year = invoice.day.year if invoice else order.day.year
        count[year] = count.get(year, 0) + 1
        numbers[id(order)] = f"RE-{year}-{count[year]:04d}"
    return tuple(_named(rng, n, job, numbers=numbers, today=today) for n, job in enumerate(made, 1))


def _named(rng: Random, n: int, job: tuple[Order, Invoice | None], *, numbers: dict[int, str], today: date) -> Job:
    order, invoice = job
    nr = f"A{order.day:%y}-{n:04d}"
    named = msgspec.structs.replace(order, nr=nr)
    if invoice is None:
        return Job(named, None)
    return Job(named, _settled(rng, msgspec.structs.replace(invoice, nr=numbers[id(order)], order=nr), today))


def _settled(rng: Random, invoice: Invoice, today: date) -> Invoice:
    late = (today - invoice.due).days
    chance = rng.random()
    if chance < 0.02:
        return msgspec.structs.replace(invoice, status="storniert")
    unpaid = 0.9 if late < -12 else 0.55 if late < 0 else 0.3 if late < 45 else 0.035 if late < 400 else 0.0
    if chance < 0.02 + unpaid * 0.8:
        return msgspec.structs.replace(invoice, open=invoice.gross)
    if chance < 0.02 + unpaid:
        paid = money(invoice.gross * Decimal(rng.choice(("0.3", "0.4", "0.5", "0.6"))))
        return msgspec.structs.replace(invoice, status="teilbezahlt", open=invoice.gross - paid)
    return msgspec.structs.replace(invoice, status="bezahlt")


def payments(rng: Random, invoices: tuple[Invoice, ...], today: date) -> tuple[Payment, ...]:
    """Return the money that came in, by day; an invoice's payments, Skonto and open amount add up to its gross sum."""
    made: list[Payment] = []
    for invoice in invoices:
        amount = invoice.gross - invoice.open
        if invoice.status in {"bezahlt", "teilbezahlt"}:
            quick = invoice.status == "bezahlt" and rng.random() < 0.15
            skonto = money(amount * Decimal("0.02")) if quick else Decimal("0.00")
            after = rng.randint(2, 9) if quick else rng.randint(4, (invoice.due - invoice.day).days + 12)
            day = min(invoice.day + timedelta(days=after), today)
            how = rng.choices(("Überweisung", "Lastschrift", "EC-Karte", "bar"), weights=(80, 12, 5, 3))[0]
            made.append(Payment("", day, invoice.nr, invoice.customer, amount - skonto, skonto, how))
    made.sort(key=lambda p: (p.day, p.invoice))
    return tuple(msgspec.structs.replace(p, nr=f"Z{n:05d}") for n, p in enumerate(made, 1))


def credits_(rng: Random, invoices: tuple[Invoice, ...], today: date) -> tuple[Credit, ...]:
    """Return about ten credit notes to paid invoices."""
    paid = [i for i in invoices if i.status == "bezahlt" and (today - i.day).days > 40]
    chosen = sorted(rng.sample(paid, min(11, len(paid))), key=lambda i: (i.day, i.nr))
    made = []
    for invoice in chosen:
        net = money(min(invoice.net, Decimal(600)) * Decimal(rng.randint(10, 60)) / 100)
        made.append((invoice.day + timedelta(days=rng.randint(10, 35)), invoice, net))
    made.sort(key=lambda m: (m[0], m[1].nr))
    return tuple(
        Credit(f"GU-{day.year}-{n:03d}", invoice.nr, invoice.customer, day, net, rng.choice(REASONS))
        for n, (day, invoice, net) in enumerate(made, 1)
    )


def offers(
    rng: Random, who: People, books: dict[int, jobs.Book], *, done: tuple[Job, ...], today: date
) -> tuple[Offer, ...]:
    """Return the written offers by day: accepted ones that became jobs, and one or two others each month."""
    large = [k for k in jobs.KINDS if k.hours[1] > 10]
    names = {k.name for k in large}
    made = [
        _accepted(rng, j.order, j.invoice) for j in done if j.invoice and j.order.kind in names and rng.random() < 0.2
    ]
    for year, month in months(today):
        for _ in range(rng.randint(1, 2)):
            kind, customer = rng.choice(large), rng.choice(who.customers)
            lines = jobs.lines(rng, kind, books[year], discount=customer.discount)
            made.append(_other(rng, customer, kind, lines=lines, day=_day(rng, year, month), today=today))
    kept = sorted((o for o in made if date(today.year - 2, 1, 1) <= o.day <= today), key=lambda o: (o.day, o.customer))
    return tuple(msgspec.structs.replace(o, nr=f"AN-{o.day.year}-{n:03d}") for n, o in enumerate(kept, 1))


def _accepted(rng: Random, order: Order, invoice: Invoice) -> Offer:
    day = order.day - timedelta(days=rng.randint(3, 25))
    valid = day + timedelta(days=rng.choice((30, 42, 60)))
    weeks = max(2, (order.appointment - order.day).days // 7)
    return _written(
        rng, order.customer, order.project, invoice.lines, dates=(day, valid), became=("angenommen", order.nr, weeks)
    )


def _other(
    rng: Random, customer: Customer, kind: jobs.Kind, *, lines: tuple[Line, ...], day: date, today: date
) -> Offer:
    valid = day + timedelta(days=rng.choice((30, 42, 60)))
    status = "abgelehnt" if valid < today else "offen"
    return _written(
        rng, customer.nr, rng.choice(kind.project), lines, dates=(day, valid), became=(status, "", rng.randint(2, 14))
    )


def _written(
    rng: Random,
    customer: int,
    project: str,
    lines: tuple[Line, ...],
    *,
    dates: tuple[date, date],
    became: tuple[str, str, int],
) -> Offer:
    (day, valid), (status, order, weeks) = dates, became
    return Offer(
        nr="",
        customer=customer,
        day=day,
        valid=valid,
        project=project,
        lines=lines,
        status=status,
        order=order,
        worker=rng.choice(("Jens Kattenstroth", "Marlies Buchwald")),
        weeks=weeks,
        warranty=rng.choice((2, 4, 5)),
        deposit=rng.choice((20, 25, 30, 40)),
    )


def hours(rng: Random, orders: tuple[Order, ...], who: People, done: dict[str, Invoice]) -> tuple[Hours, ...]:
    """Return working times: the fitter hours of each invoice, spread over days of at most eight hours."""
    made: list[Hours] = []
    for order in orders:
        left = (
            sum((ln.quantity for ln in done[order.nr].lines if ln.article == "L-MON"), Decimal(0))
            if order.nr in done
            else Decimal(0)
        )
        day = order.appointment
        while left > 0 and day <= done[order.nr].day:
            spent = min(left, HOURS_A_DAY)
            made.append(Hours(day, order.worker, order.nr, spent))
            left -= spent
            day += timedelta(days=1)
        if left > 0:
            made.append(Hours(done[order.nr].day, rng.choice(who.workers).name, order.nr, left))
    return tuple(sorted(made, key=lambda h: (h.day, h.order)))
