"""Makes the whole firm from a seed and a day. The same seed and day give the same firm on every machine."""

from datetime import date, timedelta
from random import Random

from hanse.samplefirm import jobs, parties, store_room, trade
from hanse.samplefirm.model import Bill, Delivery, Firm, Supplier


def make(*, seed: int, today: date) -> Firm:
    """Return the firm as it stands on that day, with the year so far and the two years before it."""
    rng = Random(seed)
    suppliers, employees = parties.suppliers(), parties.employees(rng, today.year)
    customers = parties.customers(rng, today.year)
    articles, rates = store_room.articles(rng, today.year), store_room.rates(rng, today.year)
    who = trade.people(customers, employees)
    books = {year: jobs.Book(articles, rates, year) for year in range(today.year - 2, today.year + 1)}
    contracts = trade.contracts(rng, who, today)
    done = trade.trade(rng, who, books, agreed=contracts, today=today)
    orders = tuple(job.order for job in done)
    invoices = tuple(sorted((job.invoice for job in done if job.invoice), key=lambda i: i.nr))
    deliveries = store_room.deliveries(rng, articles, today)
    return Firm(
        seed=seed,
        today=today,
        suppliers=suppliers,
        employees=employees,
        customers=customers,
        articles=articles,
        rates=rates,
        orders=orders,
        invoices=invoices,
        payments=trade.payments(rng, invoices, today),
        credits=trade.credits_(rng, invoices, today),
        offers=trade.offers(rng, who, books, done=done, today=today),
        contracts=contracts,
        movements=store_room.movements(rng, articles, deliveries, sold=invoices, first=date(today.year - 2, 1, 1)),
        deliveries=deliveries,
        bills=_bills(deliveries[-4:], suppliers, today),
        hours=trade.hours(rng, orders, who, {i.order: i for i in invoices}),
    )


def _bills(came: tuple[Delivery, ...], suppliers: tuple[Supplier, ...], today: date) -> tuple[Bill, ...]:
    made = []
    for n, delivery in enumerate(came):
        supplier = next(s for s in suppliers if s.nr == delivery.supplier)
        day = min(delivery.day + timedelta(days=2), today)
        made.append(
            Bill(
                f"{supplier.nr}{day:%y}-{90417 + 211 * n}",
                supplier.nr,
                day,
                day + timedelta(days=supplier.days),
                delivery.nr,
                delivery.lines,
            )
        )
    return tuple(made)
