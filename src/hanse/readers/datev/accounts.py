"""Accounts: which kind a number is, its name and group by chart (SKR03, SKR04), and what it does about tax."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

import msgspec

from hanse.readers.datev.layout import rows_of

CHARTS = ("03", "04")


class Account(msgspec.Struct, frozen=True):
    """What is known of a Sachkonto: name ("" where only its range is known), side, group, tax (see accounts.tsv)."""

    name: str = ""
    art: str = ""
    group: str = ""
    tax: str = ""


class Chart(msgspec.Struct, frozen=True):
    """A chart of accounts: its name, single accounts, and ranges in order of their first number."""

    name: str
    single: dict[str, Account]
    starts: tuple[str, ...]
    ranges: tuple[tuple[str, Account], ...]

    def account(self, number: str, length: int) -> Account:
        """Return what is known of a Sachkonto of this length; longer ones are those of the chart with zeros behind."""
        if number.strip("0") == "" or len(number) != length:
            return Account()
        head, tail = number[:4], number[4:]
        if head in self.single and not tail.strip("0"):
            return self.single[head]
        at = bisect_right(self.starts, head) - 1
        if at < 0 or self.ranges[at][0] < head:
            return Account()
        return self.ranges[at][1]


@cache
def chart(name: str) -> Chart | None:
    """Return the chart with this number ("03", "04"); None for others."""
    rows = [row for row in rows_of("accounts.tsv") if row["chart"] == name]
    if not rows:
        return None
    made = [(r["first"], r["last"], Account(r["name"], r["art"], r["group"], r["tax"] or "")) for r in rows]
    ranges = sorted((first, last, a) for first, last, a in made if not a.name)
    single = {first: a for first, last, a in made if a.name}
    return Chart(f"SKR{name}", single, tuple(r[0] for r in ranges), tuple((last, a) for _, last, a in ranges))


def kind(number: str, length: int | None) -> str:
    """Return Sachkonto, Debitor or Kreditor by the number of digits; empty where it can't be told."""
    if not number or length is None:
        return ""
    if len(number) <= length:
        return "Sachkonto"
    if len(number) == length + 1 and number[0] != "0":
        return "Debitor" if number[0] < "7" else "Kreditor"
    return ""


def guess(numbers: Iterable[str], length: int | None) -> str:
    """Return the chart that Sachkonten are of, when the header names none; empty when they don't tell.

    Class 8 is revenue in SKR03 and unused in SKR04; classes 5 and 6 are unused in SKR03.
    """
    classes = [number[0] for number in numbers if length and len(number) == length]
    old = classes.count("8")
    new = classes.count("5") + classes.count("6")
    if old and not new:
        return "03"
    return "04" if new and not old else ""
