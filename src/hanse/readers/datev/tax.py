"""What tax is part of an amount: by tax key (BU-Schlüssel) or by the account itself (Automatikkonto). Data: *.tsv."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import msgspec

from hanse.readers.datev.layout import rows_of

_CENT = Decimal("0.01")


class Key(msgspec.Struct, frozen=True):
    """A tax key. rate, effect: see taxkeys.tsv."""

    meaning: str
    rate: str
    effect: str


class Tax(msgspec.Struct, frozen=True):
    """What is known of the tax in an amount. rate in percent, None where it isn't known; meaning for people."""

    meaning: str = ""
    rate: Decimal | None = Decimal(0)


@cache
def keys() -> dict[str, Key]:
    """Return the tax keys by number."""
    return {row["key"]: Key(row["meaning"], row["rate"] or "", row["effect"] or "") for row in rows_of("taxkeys.tsv")}


@cache
def _rates() -> tuple[tuple[date, dict[str, str]], ...]:
    found = [(date.fromisoformat(row["since"]), row) for row in rows_of("rates.tsv")]
    return tuple(sorted(found, key=lambda pair: pair[0], reverse=True))


def rate_on(name: str, day: date | None) -> Decimal | None:
    """Return a rate (regel, ermäßigt, ...) on a day in percent; None where it isn't known."""
    for since, row in _rates():
        if day is not None and day >= since:
            return Decimal(row[name]) if row.get(name) else None
    return None


def by_key(raw: str, day: date | None, chosen: Decimal | None, foreign: Decimal | None) -> Tax:
    """Return what a tax key means. chosen: field Steuersatz; foreign: field EU-Steuersatz."""
    key = keys().get(raw.lstrip("0"))
    if key is None:
        return Tax(rate=None)
    if key.effect != "in":
        return Tax(key.meaning)
    if key.rate in {"choice", "eu"}:
        return Tax(key.meaning, chosen if key.rate == "choice" else foreign or chosen)
    rate = rate_on(key.rate, day) if key.rate.isalpha() or "_" in key.rate else Decimal(key.rate)
    return Tax(key.meaning, rate)


def by_account(function: str, day: date | None) -> Tax:
    """Return what an account's own tax function (accounts.tsv, tax) means."""
    if function in {"", "N"}:
        return Tax("Automatikkonto ohne Steuer im Betrag" if function else "")
    kind, _, rate = function.partition("-")
    name = {"U": "Umsatzsteuer", "V": "Vorsteuer"}[kind]
    return Tax(f"Automatikkonto: {name} {'Regelsatz' if rate == 'regel' else rate}", rate_on(rate, day))


def stops_automatic(raw: str) -> bool:
    """Tell whether a key takes an account's own tax function away (40, and 80 with Generalumkehr)."""
    return raw.lstrip("0") in {"40", "80"}


def reverses(raw: str) -> bool:
    """Tell whether an older two-digit key is a Generalumkehr (20 to 29, 80)."""
    key = keys().get(raw.lstrip("0"))
    return key is not None and key.meaning.startswith("Generalumkehr")


def net(amount: Decimal, rate: Decimal | None) -> Decimal | None:
    """Return an amount without the tax in it, to the cent, half up as DATEV rounds; None when the rate isn't known."""
    if rate is None:
        return None
    return (amount * 100 / (100 + rate)).quantize(_CENT, ROUND_HALF_UP) if rate else amount
