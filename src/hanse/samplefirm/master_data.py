"""Writes KUNDEN.DBF and ARTIKEL.DBF, as an old trade program leaves them: CP850, one of them not saying so."""

from hanse.samplefirm import dbf
from hanse.samplefirm.model import Article, Customer, Firm

CUSTOMER = (
    dbf.Field("KDNR", "N", 6),
    dbf.Field("NAME", "C", 40),
    dbf.Field("ANSPRECH", "C", 25),
    dbf.Field("STRASSE", "C", 30),
    dbf.Field("PLZ", "C", 5),
    dbf.Field("ORT", "C", 25),
    dbf.Field("TELEFON", "C", 18),
    dbf.Field("EMAIL", "C", 50),
    dbf.Field("KDART", "C", 1),
    dbf.Field("SEIT", "D", 8),
    dbf.Field("RABATT", "N", 5, 2),
    dbf.Field("GESPERRT", "L", 1),
    dbf.Field("BEMERK", "C", 40),
)
ARTICLE = (
    dbf.Field("ARTNR", "C", 10),
    dbf.Field("BEZ", "C", 50),
    dbf.Field("GRUPPE", "C", 30),
    dbf.Field("EINHEIT", "C", 6),
    dbf.Field("EK", "N", 10, 2),
    dbf.Field("VK", "N", 10, 2),
    dbf.Field("BESTAND", "N", 8),
    dbf.Field("MINDEST", "N", 6),
    dbf.Field("LIEFNR", "N", 5),
)


def files(firm: Firm) -> dict[str, bytes]:
    """Return the two files by path. The article file says nothing of its code page (language byte 0)."""
    customers = ((c.deleted, _customer(c)) for c in firm.customers)
    articles = ((False, _article(a, firm)) for a in firm.articles)
    return {
        "stamm/KUNDEN.DBF": dbf.write(CUSTOMER, customers, day=firm.today, language=dbf.CP850),
        "stamm/ARTIKEL.DBF": dbf.write(ARTICLE, articles, day=firm.today, language=0),
    }


def _customer(c: Customer) -> tuple[dbf.Value, ...]:
    who = (c.nr, c.name, c.contact, c.street, c.plz, c.town, c.phone, c.mail)
    return (*who, c.kind, c.since, c.discount, c.blocked, c.note)


def _article(a: Article, firm: Firm) -> tuple[dbf.Value, ...]:
    stock = firm.stock(a.nr)
    return (a.nr, a.text, a.group, a.unit, a.cost, a.prices[firm.year], stock, a.minimum, a.supplier)
