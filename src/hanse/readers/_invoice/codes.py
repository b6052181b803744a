"""The code lists that invoices use, with German and English words, read once from codes/*.csv. Knows no file."""

import csv
from functools import cache
from pathlib import Path

from hanse.records import Column
from hanse.words import Lang

LIST_OF_TERM = {
    "BT-3": "types", "BT-8": "tax_point", "BT-81": "payment_means",
    "BT-95": "vat_categories", "BT-102": "vat_categories", "BT-118": "vat_categories", "BT-151": "vat_categories",
}  # fmt: skip
"""Which list the codes of a term are from."""


@cache
def code_list(name: str) -> dict[str, dict[str, str]]:
    """Return a list: code to its row (de, en and what else the list has)."""
    text = (Path(__file__).parent / "codes" / f"{name}.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row for row in csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE)}


def meaning(name: str, code: str, lang: Lang = "de") -> str:
    """Return what a code stands for; empty when the list doesn't have it."""
    row = code_list(name).get(code)
    return row[lang] if row else ""


def is_credit(code: str) -> bool:
    """Tell whether a type of invoice (UNTDID 1001) is a credit note."""
    row = code_list("types").get(code)
    return bool(row and row["credit"])


@cache
def labelled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns, those of codes with what the codes stand for."""
    return tuple(_with_labels(column) for column in columns)


def _with_labels(column: Column) -> Column:
    name = LIST_OF_TERM.get(column.term, "")
    if not name:
        return column
    labels = tuple((code, row["de"]) for code, row in code_list(name).items())
    return Column(column.name, column.title, column.type, column.about, column.role, column.unit, column.term, labels)
