"""What the two owners of the online shop ask, in German and in English."""

from firms.asking import (
    Span,
    alike,
    best,
    compared,
    counts,
    kept,
    many,
    mean,
    month,
    none,
    numbered,
    one,
    pairs,
    percent,
    quarter,
    single,
    sums,
    top,
    total,
    year,
)
from firms.web_shop import Line, Order, customers, lines, orders, products, returns
from hanse.samplefirm.truth import Asked

LAST, THIS = year(2025), year(2026)
customer = {c.nr: c for c in customers}
product = {p.sku: p for p in products}
order = {o.nr: o for o in orders}


def questions() -> tuple[Asked, ...]:
    """Return the questions in a fixed order."""
    return numbered("web_shop", [*_orders(), *_lines(), *_products(), *_returns(), *_nowhere()])


def _void(one_order: Order) -> bool:
    return one_order.status == "cancelled"


def _within(span: Span) -> tuple[list[Order], list[Order]]:
    return kept((o for o in orders if o.day in span), _void)


def _orders() -> list[Asked]:
    last, this = _within(LAST), _within(THIS)
    octobers = zip(_within(month(10, 2025)), _within(month(10, 2026)), strict=True)
    pending = [o for o in orders if o.status == "pending"]
    spenders = [top(sums(r, lambda o: str(o.customer), lambda o: o.total), 3) for r in last]
    named = [[(customer[int(str(nr))].last,) for (nr,) in rows] for rows in spenders]
    austria = [sum(customer[o.customer].country == "AT" for o in r) for r in this]
    return [
        one("total order value last year?", *(total(o.total for o in r) for r in last)),
        one("wie viele bestellungen hatten wir im juli", *map(len, _within(month(7, 2026)))),
        many("orders per channel 2025", *(pairs(counts(r, lambda o: o.channel)) for r in last)),
        one("average order total 2026", *(mean(o.total for o in r) for r in this)),
        many("which orders are still pending?", [(o.nr,) for o in pending]),
        many("top 3 customers by total in 2025", *spenders, *named, ordered=True),
        one("how many orders came from customers in AT this year", *austria),
        many(
            "order total October 2025 vs October 2026",
            *(rows for a, b in octobers for rows in compared(total(o.total for o in a), total(o.total for o in b))),
        ),
        one(
            "Anteil PayPal an den Orders 2025 in Prozent",
            *(percent(sum(o.payment == "PayPal" for o in r), len(r)) for r in last),
            places=1,
        ),
        one("largest order total last quarter", *_largest()),
    ]


def _largest() -> list[str]:
    return [str(max(o.total for o in rows)) for rows in _within(quarter(3, 2026))]


def _lines() -> list[Asked]:
    last = kept((ln for ln in lines if order[ln.order].day in LAST), _line_void)
    sencha = [sum(ln.quantity for ln in r if product[ln.sku].title == "Sencha") for r in kept(lines, _line_void)]
    groups = [sums(r, lambda ln: product[ln.sku].category, lambda ln: ln.total) for r in last]
    ranks = [top(sums(r, lambda ln: product[ln.sku].title, lambda ln: ln.quantity), 1)[0][0] for r in last]
    return [
        one("how many units of Sencha did we sell?", *sencha),
        many("line total by category last year", *map(pairs, groups)),
        one("which product sold the highest quantity in 2025", *ranks),
    ]


def _line_void(line: Line) -> bool:
    return _void(order[line.order])


def _products() -> list[Asked]:
    gone = [p for p in products if p.stock == 0]
    glass = single(p for p in products if p.title == "Teapot Glass")
    from_nordic = [p for p in products if p.vendor == "Nordic Ware"]
    idle = [c for c in customers if c.nr not in {o.customer for o in orders}]
    buyer = customers[12]
    return [
        many("Welche Produkte haben stock 0?", *alike(gone, lambda p: p.title, lambda p: p.sku)),
        one("price of the Teapot Glass", glass.price),
        one("how many products do we have from Nordic Ware", len(from_nordic)),
        many("customers without orders", *alike(idle, lambda c: c.last, lambda c: c.nr, lambda c: c.mail)),
        one(f"email von {buyer.first} {buyer.last}", buyer.mail),
    ]


def _returns() -> list[Asked]:
    last = [r for r in returns if r.day in LAST]
    return [
        one("sum of refunds in 2025", total(r.refund for r in last)),
        one("häufigster grund für returns", best(counts(returns, lambda r: r.reason))),
    ]


def _nowhere() -> list[Asked]:
    return [
        none("How many visitors did the shop have in October?", "no visits"),
        none("Was haben wir 2025 für Werbung ausgegeben?", "no advertising"),
        none("what rating does the Matcha Bowl have?", "no ratings"),
        none("Welcher Paketdienst hat die Bestellung 20010 geliefert?", "no carriers"),
    ]
