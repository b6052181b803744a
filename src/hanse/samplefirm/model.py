"""The nouns of the sample firm: one consistent picture in memory that every writer reads and none changes.

Money is a Decimal in euro with two places. Knows nothing of files.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

VAT = Decimal("0.19")
CENT = Decimal("0.01")
NAME = "Nordlicht Haustechnik GmbH"
STREET = "Werftkoppel 17"
PLZ = "23569"
TOWN = "Lübeck"
PHONE = "040 66969-700"
MAIL = "info@nordlicht-haustechnik.example"
VAT_ID = "DE999999993"
TAX_NUMBER = "22/999/99999"
IBAN = "DE02120300000000202051"  # the banks' published test account
BIC = "BYLADEM1001"


def money(value: Decimal) -> Decimal:
    """Return the value in euro, rounded half up to cents as German invoices are."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


class Supplier(msgspec.Struct, frozen=True):
    """A supplier; days: payment term."""

    nr: int
    name: str
    street: str
    plz: str
    town: str
    phone: str
    days: int


class Employee(msgspec.Struct, frozen=True):
    """One of the 15; short: initials; extension: of the telephone."""

    short: str
    name: str
    role: str
    extension: str
    mobile: str
    since: date


class Customer(msgspec.Struct, frozen=True):
    """A customer. kind: "P" private, "V" manager, "G" trade. discount: percent. deleted: marked so in the DBF."""

    nr: int
    name: str
    kind: str
    contact: str
    street: str
    plz: str
    town: str
    phone: str
    mail: str
    since: date
    discount: Decimal
    blocked: bool
    note: str
    deleted: bool = False

    @property
    def days(self) -> int:
        """Payment term in days."""
        return 14 if self.kind == "P" else 30


class Article(msgspec.Struct, frozen=True):
    """An article. cost: purchase price; prices: list price net per year; stock and minimum in units."""

    nr: str
    text: str
    group: str
    unit: str
    cost: Decimal
    prices: dict[int, Decimal]
    minimum: int
    supplier: int


class Rate(msgspec.Struct, frozen=True):
    """An hourly rate or flat charge of the price list's second sheet, net per year of the list."""

    nr: str
    text: str
    unit: str
    prices: dict[int, Decimal]


class Line(msgspec.Struct, frozen=True):
    """One line of an invoice or offer. price: net for one unit."""

    pos: int
    article: str
    text: str
    quantity: Decimal
    unit: str
    price: Decimal

    @property
    def net(self) -> Decimal:
        """Quantity times price, rounded to cents."""
        return money(self.quantity * self.price)


class Order(msgspec.Struct, frozen=True):
    """A job. status: "abgeschlossen", "in Arbeit" or "geplant". value: net."""

    nr: str
    customer: int
    day: date
    kind: str
    project: str
    worker: str
    appointment: date
    value: Decimal
    status: str


class Invoice(msgspec.Struct, frozen=True):
    """An outgoing invoice. status: "bezahlt", "offen", "teilbezahlt" or "storniert". open: gross still to be paid."""

    nr: str
    customer: int
    order: str
    day: date
    due: date
    lines: tuple[Line, ...]
    status: str
    open: Decimal

    @property
    def net(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """19 percent of the net sum."""
        return money(self.net * VAT)

    @property
    def gross(self) -> Decimal:
        """Net plus VAT."""
        return self.net + self.vat


class Payment(msgspec.Struct, frozen=True):
    """Money that came in for an invoice. discount: Skonto that the customer took."""

    nr: str
    day: date
    invoice: str
    customer: int
    amount: Decimal
    discount: Decimal
    how: str


class Credit(msgspec.Struct, frozen=True):
    """A credit note to a paid invoice; net is positive and lowers the turnover."""

    nr: str
    invoice: str
    customer: int
    day: date
    net: Decimal
    reason: str

    @property
    def vat(self) -> Decimal:
        """19 percent."""
        return money(self.net * VAT)

    @property
    def gross(self) -> Decimal:
        """Net plus VAT."""
        return self.net + self.vat


class Offer(msgspec.Struct, frozen=True):
    """A written offer. status: "angenommen", "abgelehnt" or "offen"; order: that came of it ("" for none)."""

    nr: str
    customer: int
    day: date
    valid: date
    project: str
    lines: tuple[Line, ...]
    status: str
    order: str
    worker: str
    weeks: int
    warranty: int
    deposit: int

    @property
    def net(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.net for line in self.lines), Decimal("0.00"))


class Contract(msgspec.Struct, frozen=True):
    """A maintenance contract. fee: net a year; notice in months; response in hours; penalty in euro an hour."""

    nr: str
    customer: int
    start: date
    plant: str
    place: str
    fee: Decimal
    visits: int
    notice: int
    response: int
    penalty: int
    term: int
    contact: str


class Movement(msgspec.Struct, frozen=True):
    """A stock movement. kind: "Inventur", "Zugang" or "Abgang"; quantity is negative for Abgang."""

    day: date
    article: str
    kind: str
    quantity: Decimal
    document: str


class Delivery(msgspec.Struct, frozen=True):
    """A supplier's delivery note. remark: what was written on it by hand ("" for nothing)."""

    nr: str
    supplier: int
    day: date
    lines: tuple[Line, ...]
    remark: str
    receiver: str


class Bill(msgspec.Struct, frozen=True):
    """An invoice from a supplier for a delivery."""

    nr: str
    supplier: int
    day: date
    due: date
    delivery: str
    lines: tuple[Line, ...]

    @property
    def net(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """19 percent of the net sum."""
        return money(self.net * VAT)

    @property
    def gross(self) -> Decimal:
        """Net plus VAT."""
        return self.net + self.vat


class Hours(msgspec.Struct, frozen=True):
    """Working time of one person on one day for an order."""

    day: date
    worker: str
    order: str
    hours: Decimal


class Firm(msgspec.Struct, frozen=True):
    """The whole firm on one day."""

    seed: int
    today: date
    suppliers: tuple[Supplier, ...]
    employees: tuple[Employee, ...]
    customers: tuple[Customer, ...]
    articles: tuple[Article, ...]
    rates: tuple[Rate, ...]
    orders: tuple[Order, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    credits: tuple[Credit, ...]
    offers: tuple[Offer, ...]
    contracts: tuple[Contract, ...]
    movements: tuple[Movement, ...]
    deliveries: tuple[Delivery, ...]
    bills: tuple[Bill, ...]
    hours: tuple[Hours, ...]

    @property
    def year(self) -> int:
        """The current year."""
        return self.today.year

    @property
    def active(self) -> tuple[Customer, ...]:
        """Customers that are not deleted."""
        return tuple(c for c in self.customers if not c.deleted)

    def customer(self, nr: int) -> Customer:
        """Return the customer with this number."""
        return next(c for c in self.customers if c.nr == nr)

    def supplier(self, nr: int) -> Supplier:
        """Return the supplier with this number."""
        return next(s for s in self.suppliers if s.nr == nr)

    def invoice(self, nr: str) -> Invoice:
        """Return the invoice with this number."""
        return next(i for i in self.invoices if i.nr == nr)

    def stock(self, article: str) -> Decimal:
        """Return what lies in the store: the sum of all movements."""
        return sum((m.quantity for m in self.movements if m.article == article), Decimal(0))

    def role(self, words: str) -> Employee:
        """Return the first employee whose role begins so."""
        return next(e for e in self.employees if e.role.startswith(words))
