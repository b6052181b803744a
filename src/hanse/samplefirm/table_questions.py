"""The first set of 25 table questions, as an owner asks them, with answers worked out from the model."""

from datetime import date
from decimal import Decimal

from hanse.samplefirm.german import amount, day
from hanse.samplefirm.model import Article, Customer, Firm, money
from hanse.samplefirm.sums import (
    Rows,
    best_seller,
    gross,
    in_town,
    last_quarter,
    limit_for,
    many,
    month,
    named,
    net,
    of_year,
    often,
    one,
    pairs,
    ranked,
    sold,
    sum_variants,
    this_year,
    turnover,
    unlike,
    valid,
    written_in,
)
from hanse.samplefirm.truth import Asked

PHONE_TYPED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
CUSTOMERS = "stamm/KUNDEN.DBF"
ARTICLES = "stamm/ARTIKEL.DBF"


def questions(firm: Firm) -> list[Asked]:
    """Return the questions in a fixed order."""
    return [*_invoices(firm), *_open(firm), *_turnover(firm), *_customers(firm), *_articles(firm), *_work(firm)]


def _csv(year: int) -> str:
    return f"export/rechnungen_{year}.csv"


def _invoices(firm: Firm) -> list[Asked]:
    (year, words), last = this_year(firm), firm.year - 1
    before, now = of_year(firm, last), of_year(firm, year)
    highest = {max(found, key=lambda i: i.gross).nr for found in (now, valid(now))}
    averages = unlike(*(money(gross(found) / len(found)) for found in (before, valid(before))))
    cancelled = len(before) - len(valid(before))
    months = [month(last, n) for n in range(1, 13)]
    by_month = tuple(tuple((str(net(kind(written_in(firm, *m)))),) for m in months) for kind in (list, valid))
    return [
        one(
            "Wie viel Umsatz netto haben wir letztes Jahr gemacht?",
            turnover(firm, last),
            _csv(last),
            shapes="sum period",
            unit="EUR",
        ),
        one(
            f"Wie viele Rechnungen haben wir {words} geschrieben?",
            unlike(len(now), len(valid(now))),
            _csv(year),
            shapes="count period",
        ),
        many(f"umsatz je monat {last} netto", by_month, _csv(last), shapes="sum group period", ordered=True),
        one(f"durchschnittliche Rechnungshöhe brutto {last}", averages, _csv(last), shapes="avg period", unit="EUR"),
        one(f"was war die höchste Rechnung {words}?", _highest(firm, highest), _csv(year), shapes="max period"),
        one(
            f"How many of the invoices of {last} were cancelled?",
            (str(cancelled),),
            _csv(last),
            shapes="count filter english",
        ),
        _large(firm),
    ]


def _highest(firm: Firm, numbers: set[str]) -> tuple[str, ...]:
    found = [firm.invoice(nr) for nr in sorted(numbers)]
    return unlike(*(v for i in found for v in (i.gross, i.net, i.nr)))


def _large(firm: Firm) -> Asked:
    first, last = last_quarter(firm.today)
    found = written_in(firm, first, last)
    limit = limit_for([i.net for i in valid(found)], 5000)
    rows = tuple(tuple((i.nr,) for i in kind(found) if i.net > limit) for kind in (list, valid))
    text = f"Welche Rechnungen über {amount(limit)[:-3]} Euro netto gab es im letzten Quartal?"
    return many(text, rows, _csv(first.year), shapes="list compare period")


def _open(firm: Firm) -> list[Asked]:
    every = " ".join(_csv(y) for y in range(firm.year - 2, firm.year + 1))
    late = tuple((i.nr,) for i in firm.invoices if i.open and i.due < firm.today)
    total = sum((i.open for i in firm.invoices), Decimal("0.00"))
    may = [p for p in firm.payments if month(firm.year - 1, 5)[0] <= p.day <= month(firm.year - 1, 5)[1]]
    came = sum((p.amount for p in may), Decimal("0.00"))
    return [
        one("Wieviel Geld ist insgesamt noch offen?", (str(total),), every, shapes="sum open", unit="EUR"),
        many("welche rechnungen sind überfällig?", (late,), every, shapes="list overdue"),
        one(
            f"Zahlungseingänge im Mai {firm.year - 1}, wieviel?",
            (str(came),),
            "export/zahlungen.csv",
            shapes="sum period",
            unit="EUR",
        ),
    ]


def _turnover(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    tops = tuple(ranked(sums, 5) for sums in sum_variants(firm, last, named(firm)))
    towns = tuple(pairs(sums) for sums in sum_variants(firm, last, in_town(firm)))
    files = f"{CUSTOMERS} {_csv(last)}"
    return [
        many("unsere 5 besten Kunden letztes Jahr nach Umsatz", tops, files, shapes="top join", ordered=True),
        many("Umsatz netto je Ort letztes Jahr", towns, files, shapes="sum group join"),
    ]


def _customers(firm: Firm) -> list[Asked]:
    in_moelln = sum(c.town == "Mölln" for c in firm.active)
    asked = often(firm, "P", 3)
    typed = asked.name.translate(PHONE_TYPED)
    blocked = tuple((c.name,) for c in firm.active if c.blocked)
    town, silent = _silent(firm)
    return [
        one("wieviele kunden haben wir in moelln", (str(in_moelln),), CUSTOMERS, shapes="count typo"),
        one(f"telefonnumer {typed}", (asked.phone,), CUSTOMERS, shapes="lookup typo"),
        *_named_customers(firm),
        many("Welche Kunden sind gespert?", (blocked,), CUSTOMERS, shapes="list boolean typo"),
        many(
            f"Welche Kunden in {town} haben dieses Jahr keine Rechnung bekommen?",
            silent,
            f"{CUSTOMERS} {_csv(firm.year)}",
            shapes="list negation join",
        ),
    ]


def _named_customers(firm: Firm) -> list[Asked]:
    last, regular = firm.year - 1, often(firm, "G", 1)
    his = [i for i in firm.invoices if i.customer == regular.nr]
    latest = unlike(*(str(max(i.day for i in found)) for found in (his, valid(his))))
    by_name = sum_variants(firm, last, named(firm))
    managers = unlike(*(sum((s for n, s in sums.items() if "Hausverwaltung" in n), Decimal(0)) for sums in by_name))
    return [
        one(
            f"Wann war die letzte Rechnung an {regular.name}?",
            latest,
            f"{CUSTOMERS} {_csv(his[-1].day.year)}",
            shapes="max join",
        ),
        one(
            "Umsatz netto letztes Jahr mit allen Kunden, die Hausverwaltung im Namen haben",
            managers,
            f"{CUSTOMERS} {_csv(last)}",
            shapes="sum join part",
        ),
    ]


def _silent(firm: Firm) -> tuple[str, tuple[Rows, ...]]:
    now = of_year(firm, firm.year)
    billed, kept = ({i.customer for i in found} for found in (now, valid(now)))
    without: dict[str, list[Customer]] = {}
    for customer in firm.active:
        if customer.nr not in billed:
            without.setdefault(customer.town, []).append(customer)
    town = min(without, key=lambda t: (abs(len(without[t]) - 3), t))
    there = [c for c in firm.active if c.town == town]
    return town, tuple(tuple((c.name,) for c in there if c.nr not in found) for found in (billed, kept))


def _articles(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    tank = _article(firm, "Pufferspeicher 500 l")
    pump = _article(firm, "Umwälzpumpe 25-60")
    scarce = [a for a in firm.articles if firm.stock(a.nr) < a.minimum]
    low = (tuple((a.nr,) for a in scarce), tuple((a.text,) for a in scarce))
    seller = best_seller(firm, last)
    counts = unlike(*(sold(found, seller.text) for found in (of_year(firm, last), valid(of_year(firm, last)))))
    prices = unlike(tank.prices[firm.year], money(tank.prices[firm.year] * Decimal("1.19")))
    lines = f"export/rechnungspositionen.csv {_csv(last)} export/lagerbewegungen.csv"
    bill = firm.bills[-1]
    supplier = firm.supplier(bill.supplier)
    return [
        one(
            "was kostet der Pufferspeicher 500 l?",
            prices,
            f"{ARTICLES} preise/Preisliste_{firm.year}.xlsx",
            shapes="lookup",
            unit="EUR",
        ),
        many("Welche Artikel sind unter Mindestbestand?", low, ARTICLES, shapes="list compare columns"),
        one(
            f"wer liefert uns den artikel {pump.nr}",
            (firm.supplier(pump.supplier).name,),
            f"{ARTICLES} export/lieferanten.csv",
            shapes="lookup join",
        ),
        one(f"Wie viel Stück {seller.text} haben wir {last} verkauft?", counts, lines, shapes="sum join", places=0),
        one(
            f"Was hat uns {supplier.name} am {day(bill.day)} brutto berechnet?",
            (str(bill.gross),),
            f"eingang/XRechnung_{bill.nr}.xml",
            shapes="lookup e-invoice",
        ),
    ]


def _article(firm: Firm, text: str) -> Article:
    return next(a for a in firm.articles if a.text == text)


def _work(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    start = date(firm.year if firm.today >= date(firm.year, 4, 1) else last, 3, 1)
    worker = firm.role("Monteurin").name
    spent = sum((h.hours for h in firm.hours if h.worker == worker and h.day >= start), Decimal(0))
    his = [o for o in firm.orders if o.worker == "Tarek Poggensee"]
    jobs = unlike(sum(o.day.year == last for o in his), sum(o.appointment.year == last for o in his))
    since = f"seit 1. März {start.year}" if start.year != firm.year else "seit 1. März"
    return [
        one(
            f"wieviele auftraege hatte Poggensee {last}",
            jobs,
            "export/auftraege.csv",
            shapes="count part period typo",
        ),
        one(
            f"Wie viele Stunden hat {worker} {since} gearbeitet?",
            (str(spent),),
            "export/arbeitszeiten.csv",
            shapes="sum period",
            unit="h",
        ),
    ]
