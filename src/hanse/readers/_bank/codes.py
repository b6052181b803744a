"""Codes of banks and what they stand for, read once from the tables beside this file."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

CodeList = Literal["gvc", "bktxcd", "reasons"]


@cache
def table(name: CodeList) -> dict[str, str]:
    """Return a list of codes: gvc (Geschäftsvorfallcodes), bktxcd (ISO 20022), reasons (of returns)."""
    lines = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {row["code"]: row["meaning"] for row in rows}


def labels(name: CodeList) -> tuple[tuple[str, str], ...]:
    """Return a list of codes as labels of a column."""
    return tuple(table(name).items())


def business(gvc: str, iso: str) -> str:
    """Return what kind of business an entry is: by its GVC, else by its ISO code; empty when neither is known."""
    return table("gvc").get(gvc) or table("bktxcd").get(iso) or ""
