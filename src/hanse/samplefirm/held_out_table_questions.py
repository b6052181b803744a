"""The held-out set of 25 table questions: other wording, facts and shapes than the first; not to be tuned on."""

from collections import Counter
from datetime import date
from decimal import Decimal

from hanse.samplefirm.german import day
from hanse.samplefirm.model import Customer, Firm, Invoice, money
from hanse.samplefirm.sums import (
    Rows,
    gross,
    many,
    month,
    named,
    of_year,
    often,
    one,
    quarter,
    sold,
    unlike,
    valid,
    written_in,
)
from hanse.samplefirm.truth import Asked

CUSTOMERS = "stamm/KUNDEN.DBF"
ARTICLES = "stamm/ARTIKEL.DBF"
PAYMENTS = "export/zahlungen.csv"
ORDERS = "export/auftraege.csv"
OFFERS = "export/angebote.csv"


def questions(firm: Firm) -> list[Asked]:
    """Return the questions in a fixed order."""
    return [
        *_came_in(firm),
        *_other_sums(firm),
        *_debts(firm),
        *_parties(firm),
        *_store(firm),
        *_goods(firm),
        *_jobs(firm),
    ]


def _all_csv(firm: Firm) -> str:
    return " ".join(f"export/rechnungen_{y}.csv" for y in range(firm.year - 2, firm.year + 1))


def _total(values: list[Decimal]) -> str:
    return str(sum(values, Decimal("0.00")))


def _came_in(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    spring = written_in(firm, *quarter(last, 2))
    paid = [p for p in firm.payments if p.day.year == last]
    between = sum(date(last, 4, 10) <= p.day <= date(last, 6, 20) for p in firm.payments)
    return [
        one(
            f"Summe brutto aller Rechnungen in Q2 {last}",
            unlike(gross(spring), gross(valid(spring))),
            f"export/rechnungen_{last}.csv",
            shapes="sum quarter",
        ),
        one(
            f"Wieviel Skonto wurde {last} gezogen?",
            (_total([p.discount for p in paid]),),
            PAYMENTS,
            shapes="sum period",
        ),
        one(
            "was war letztes Jahr die kleinste Zahlung",
            (str(min(p.amount for p in paid)),),
            PAYMENTS,
            shapes="min period",
        ),
        one(
            f"Wie viele Zahlungen kamen zwischen dem 10.4.{last} und dem 20.6.{last}?",
            (str(between),),
            PAYMENTS,
            shapes="count between",
        ),
    ]


def _other_sums(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    offers = [o.net for o in firm.offers if o.day.year == last]
    return [
        one(
            f"Gutschriften {last} netto zusammen?",
            (_total([c.net for c in firm.credits if c.day.year == last]),),
            "export/gutschriften.csv",
            shapes="sum",
        ),
        one(
            f"wie hoch waren unsere Angebote {last} im Schnitt (netto)",
            (str(money(sum(offers, Decimal(0)) / len(offers))),),
            OFFERS,
            shapes="avg",
        ),
        one(
            "How many payments were made in cash?",
            (str(sum(p.how == "bar" for p in firm.payments)),),
            PAYMENTS,
            shapes="count filter english",
        ),
    ]


def _debts(firm: Firm) -> list[Asked]:
    owed: Counter[int] = Counter()
    for invoice in firm.invoices:
        owed[invoice.customer] += invoice.open  # type: ignore[assignment]
    debtor = firm.customer(max(owed, key=lambda nr: (owed[nr], nr)))
    unpaid = tuple((i.nr,) for i in firm.invoices if i.customer == debtor.nr and i.open)
    asked = _asked_for(firm)
    files = f"{CUSTOMERS} {_all_csv(firm)}"
    earliest = min(i.day for i in of_year(firm, firm.year - 1))
    return [
        one("Welcher Kunde schuldet uns am meisten?", (debtor.name,), files, shapes="top join"),
        many(
            f"Was hat {debtor.name} noch nicht bezahlt? Rechnungsnummern", (unpaid,), files, shapes="list negation join"
        ),
        one(f"Wer hat die Rechnung {asked.nr} bekommen?", (named(firm)(asked.customer),), files, shapes="lookup join"),
        one(f"bis wann musste {asked.nr} bezahlt sein", (str(asked.due),), files, shapes="lookup date"),
        one("An welchem Tag ging letztes Jahr die erste Rechnung raus?", (str(earliest),), files, shapes="min date"),
    ]


def _asked_for(firm: Firm) -> Invoice:
    found = of_year(firm, firm.year - 1)
    return found[len(found) // 3]


def _parties(firm: Firm) -> list[Asked]:
    towns = Counter(c.town for c in firm.active)
    rows = tuple((town, str(count)) for town, count in towns.items())
    person = often(firm, "G", 4)
    town, favoured = _favoured(firm)
    old = sum(c.since < date(firm.year - 12, 1, 1) for c in firm.active)
    contract = max(firm.contracts, key=lambda c: c.fee)
    return [
        many("Kunden je Ort, wieviele jeweils", (rows,), CUSTOMERS, shapes="count group"),
        one(f"mailadresse {person.name}", (person.mail,), CUSTOMERS, shapes="lookup"),
        many(f"Wer aus {town} kriegt mehr als 3 % Rabatt?", (favoured,), CUSTOMERS, shapes="list compare filter"),
        one(
            f"Wieviel Kunden haben wir schon seit vor dem 1.1.{firm.year - 12}?",
            (str(old),),
            CUSTOMERS,
            shapes="count date",
        ),
        one(
            "Welcher Kunde zahlt die höchste Jahrespauschale für Wartung?",
            (firm.customer(contract.customer).name,),
            "export/wartungsvertraege.csv",
            shapes="max lookup",
        ),
    ]


def _favoured(firm: Firm) -> tuple[str, Rows]:
    found: dict[str, list[Customer]] = {}
    for customer in firm.active:
        if customer.discount > 3:
            found.setdefault(customer.town, []).append(customer)
    town = min((t for t in found if t != "Lübeck"), key=lambda t: (abs(len(found[t]) - 3), t))
    return town, tuple((c.name,) for c in found[town])


def _store(firm: Firm) -> list[Asked]:
    top = sorted(firm.articles, key=lambda a: -a.prices[firm.year])[:3]
    dearest = (tuple((a.nr,) for a in top), tuple((a.text,) for a in top))
    value = _total([firm.stock(a.nr) * a.cost for a in firm.articles])
    bill = firm.bills[0]
    line = bill.lines[0]
    return [
        many("die drei teuersten Artikel nach Verkaufspreis", dearest, ARTICLES, shapes="top", ordered=True),
        one("Was ist unser Lager wert zu Einkaufspreisen?", (value,), ARTICLES, shapes="sum product"),
        one(
            f"welche Menge {line.text} steht auf der Eingangsrechnung {bill.nr}?",
            (str(line.quantity),),
            f"eingang/XRechnung_{bill.nr}.xml",
            shapes="lookup e-invoice line",
            places=0,
        ),
    ]


def _goods(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    pumps = unlike(
        *(sold(found, "Luft-Wasser-Wärmepumpe") for found in (of_year(firm, last), valid(of_year(firm, last))))
    )
    master = next(r for r in firm.rates if r.nr == "L-MEI").prices[firm.year]
    lines = f"export/rechnungspositionen.csv export/rechnungen_{last}.csv"
    return [
        one(
            "wieviele artikel kommen von thermotop",
            (str(sum(a.supplier == 703 for a in firm.articles)),),
            f"{ARTICLES} export/lieferanten.csv",
            shapes="count join part",
        ),
        one(
            f"Wieviele Luft-Wasser-Wärmepumpen haben wir {last} berechnet?",
            pumps,
            lines,
            shapes="sum join part",
            places=0,
        ),
        one(
            "Stundensatz Meister?",
            unlike(master, money(master * Decimal("1.19"))),
            f"preise/Preisliste_{firm.year}.xlsx",
            shapes="lookup sheet",
        ),
    ]


def _jobs(firm: Firm) -> list[Asked]:
    last = firm.year - 1
    by_order, by_appointment = (
        Counter(o.worker for o in firm.orders if getattr(o, day_of).year == last) for day_of in ("day", "appointment")
    )
    rows = tuple(tuple((w, str(n)) for w, n in count.items()) for count in (by_order, by_appointment))
    first, end = month(last, 8)
    spent = _total([h.hours for h in firm.hours if first <= h.day <= end])
    return [
        many(f"Auftraege pro Monteur {last}", rows, ORDERS, shapes="count group typo"),
        one(
            f"Stunden gesamt im August {last} ({day(first)} bis {day(end)})",
            (spent,),
            "export/arbeitszeiten.csv",
            shapes="sum period",
        ),
    ]
