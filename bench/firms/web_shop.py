"""An online shop for tea and crockery: products, customers, orders and lines as English CSV, returns as workbook."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

from firms.asking import TODAY
from firms.files import ENGLISH, sheet, workbook
from firms.people import cents, money, names, some_day
from hanse.samplefirm.plain_words import FOLDED


class Product(NamedTuple):
    """Something for sale."""

    sku: str
    title: str
    category: str
    vendor: str
    price: Decimal
    cost: Decimal
    stock: int
    active: bool


class Customer(NamedTuple):
    """Someone who has an account."""

    nr: int
    first: str
    last: str
    mail: str
    city: str
    country: str
    newsletter: bool
    since: date


class Order(NamedTuple):
    """An order."""

    nr: int
    day: date
    customer: int
    channel: str
    payment: str
    shipping: Decimal
    total: Decimal
    status: str
    shipped: date | None


class Line(NamedTuple):
    """A line of an order."""

    order: int
    sku: str
    quantity: int
    price: Decimal
    discount: Decimal | None
    total: Decimal


class Return(NamedTuple):
    """Something that came back."""

    nr: str
    order: int
    sku: str
    day: date
    quantity: int
    reason: str
    refund: Decimal


GOODS = {
    "Black Tea": "Assam Gold,Darjeeling First Flush,Earl Grey,Ceylon Highland,East Frisian Blend,Lapsang Souchong",
    "Green Tea": "Sencha,Gunpowder,Jasmine Pearls,Matcha Premium,Genmaicha",
    "Herbal": "Peppermint,Chamomile,Rooibos Vanilla,Ginger Lemon,Nettle,Lemon Verbena",
    "Crockery": "Teapot Stoneware,Teapot Glass,Cup Blue,Cup White,Mug Anchor,Matcha Bowl,Saucer Set",
    "Accessories": "Tea Strainer,Paper Filters,Tea Tin Red,Tea Tin Black,Kettle 1.2 l,Measuring Spoon,Bamboo Whisk",
}
PRICES = {"Black Tea": (5, 16), "Green Tea": (6, 32), "Herbal": (4, 9), "Crockery": (7, 59), "Accessories": (2, 69)}
VENDORS = {
    "Black Tea": ("Himalaya Traders", "Hansen Import"),
    "Green Tea": ("Kyoto Leaves", "Hansen Import"),
    "Herbal": ("Kräuterhof Wendland",),
    "Crockery": ("Keramik Bauer", "Nordic Ware"),
    "Accessories": ("Nordic Ware", "Bamboo Co"),
}
CITIES = {
    "DE": ("Hamburg", "Berlin", "München", "Köln", "Leipzig", "Bremen"),
    "AT": ("Wien", "Graz"),
    "CH": ("Zürich", "Bern"),
    "NL": ("Utrecht",),
    "DK": ("Aarhus",),
}
REASONS = ("damaged", "wrong item", "changed mind", "late delivery")
PRODUCT = ("sku", "title", "category", "vendor", "price", "cost_price", "stock", "active")
CUSTOMER = ("customer_id", "first_name", "last_name", "email", "city", "country", "newsletter", "created_at")
ORDER = (
    "order_id",
    "order_date",
    "customer_id",
    "channel",
    "payment_method",
    "shipping_cost",
    "total",
    "status",
    "shipped_at",
)
LINE = ("order_id", "sku", "quantity", "unit_price", "discount_pct", "line_total")
RETURN = ("return_id", "order_id", "sku", "return_date", "quantity", "reason", "refund_amount")


def _products(random: Random) -> list[Product]:
    listed = [(group, title) for group, titles in GOODS.items() for title in titles.split(",")]
    found = []
    for n, (group, title) in enumerate(listed, 1):
        price = money(random, *PRICES[group])
        cost = cents(price * random.randint(35, 62) / 100)
        stock = 0 if random.random() < 0.12 else random.randint(3, 240)
        active = random.random() > 0.1
        sku = f"{group[:2].upper()}-{100 + n}"
        found.append(Product(sku, title, group, random.choice(VENDORS[group]), price, cost, stock, active))
    return found


def _customers(random: Random) -> list[Customer]:
    found = []
    for n, (first, last) in enumerate(names(random, 86)):
        country = random.choices(list(CITIES), (12, 3, 2, 1, 1))[0]
        city = random.choice(CITIES[country])
        mail = f"{first}.{last}@mail.example".lower().translate(FOLDED)
        since = some_day(random, date(2024, 1, 5), date(2026, 11, 1))
        found.append(Customer(5000 + n, first, last, mail, city, country, random.random() < 0.4, since))
    return found


def _orders(random: Random, customers: list[Customer], products: list[Product]) -> tuple[list[Order], list[Line]]:
    orders, lines = [], []
    for n, day in enumerate(sorted(some_day(random, date(2024, 9, 1), date(2026, 11, 19)) for _ in range(390))):
        nr, mine = 20001 + n, []
        for product in random.sample(products[:-1], random.choice((1, 2, 2, 3))):
            discount = Decimal(random.choice((10, 15, 20))) if random.random() < 0.15 else None
            quantity = random.choice((1, 1, 1, 2, 3))
            gross = cents(product.price * quantity * (100 - (discount or 0)) / 100)
            mine.append(Line(nr, product.sku, quantity, product.price, discount, gross))
        worth = sum((line.total for line in mine), Decimal(0))
        shipping = Decimal("0.00") if worth > 50 else Decimal("4.90")
        buyers = [c for c in customers[:-4] if c.since <= day] or customers[:1]
        channel = random.choices(("Webshop", "Amazon", "eBay"), (6, 3, 1))[0]
        payment = random.choice(("PayPal", "Credit Card", "Invoice", "Prepayment"))
        pending = day > date(2026, 11, 12)
        status = "pending" if pending else "cancelled" if random.random() < 0.05 else "shipped"
        shipped = day + timedelta(days=random.randint(1, 4)) if status == "shipped" else None
        orders.append(
            Order(nr, day, random.choice(buyers).nr, channel, payment, shipping, worth + shipping, status, shipped)
        )
        lines += mine
    return orders, lines


def _returns(random: Random, orders: list[Order], lines: list[Line]) -> list[Return]:
    sent = {o.nr: o for o in orders if o.shipped}
    found: list[Return] = []
    for line in sorted(random.sample([ln for ln in lines if ln.order in sent], 62)):
        day = min(sent[line.order].day + timedelta(days=random.randint(6, 25)), TODAY)
        reason = random.choices(REASONS, (3, 2, 5, 1))[0]
        found.append(Return(f"R{len(found) + 1:04d}", line.order, line.sku, day, line.quantity, reason, line.total))
    return found


RANDOM = Random(2016)
products = _products(RANDOM)
customers = _customers(RANDOM)
orders, lines = _orders(RANDOM, customers, products)
returns = _returns(RANDOM, orders, lines)


def write(folder: Path) -> None:
    """Write the files below a folder."""
    sheet(folder / "products.csv", PRODUCT, products, ENGLISH)
    sheet(folder / "customers.csv", CUSTOMER, customers, ENGLISH)
    sheet(folder / "orders.csv", ORDER, orders, ENGLISH)
    sheet(folder / "order_items.csv", LINE, lines, ENGLISH)
    workbook(folder / "returns.xlsx", ("Returns report", "2024-2026"), RETURN, returns, name="Returns")
