"""The checks of bookkeepers: debit = credit for each booking number, and balances that are the sums of the journal."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from hanse.readers.gdpdu import keysets, profiles
from hanse.readers.gdpdu.nearby import Package
from hanse.readers.item import Item
from hanse.records import Cell, Check, Place, Table
from hanse.words import Words

_DEBIT = re.compile(r"(betrag |umsatz )?soll([- ]?betrag|umsatz)?|debit( amount)?", re.IGNORECASE)
_CREDIT = re.compile(r"(betrag |umsatz )?haben([- ]?betrag|umsatz)?|credit( amount)?", re.IGNORECASE)
_TAX_DEBIT = re.compile(r"ust-?betrag soll", re.IGNORECASE)
_TAX_CREDIT = re.compile(r"ust-?betrag haben", re.IGNORECASE)
_NUMBER = re.compile(r"(lfd\.? ?)?(buchungs|journal)(satz)?[- ]?(nr|nummer|id)\.?", re.IGNORECASE)
_MARK = re.compile(r"(soll[/ -]?haben|s[/ ]h)([- ]?(kz|kennzeichen|kennung))?", re.IGNORECASE)
_AMOUNT = re.compile(r"(buchungs|umsatz)?betrag|umsatz|amount", re.IGNORECASE)
_ACCOUNT = re.compile(r"konto([- ]?(nr|nummer)\.?)?", re.IGNORECASE)
_SUM_DEBIT = re.compile(r"(summe|jahresverkehrszahl|verkehrszahl|jvz|umsatz) ?soll|soll", re.IGNORECASE)
_SUM_CREDIT = re.compile(r"(summe|jahresverkehrszahl|verkehrszahl|jvz|umsatz) ?haben|haben", re.IGNORECASE)
_LARGEST = 50 << 20


class _Legs(NamedTuple):
    """Columns of debit and credit amounts, by number."""

    debit: tuple[int, ...]
    credit: tuple[int, ...]


def checks(table: Table, package: Package, item: Item) -> Iterator[Check]:
    """Yield the checks of a table that is a journal, or the balances of one."""
    number = _column(table, _NUMBER)
    plain = _legs(table)
    mark, amount = _column(table, _MARK), _column(table, _AMOUNT)
    if plain is not None:
        yield _balanced(table, number, _better(table, number, plain))
    elif mark is not None and amount is not None and number is not None:
        yield _signed(table, number, mark, amount)
    if table.kind == "lexware.balances":
        yield _sums(table, package, item)


def _column(table: Table, pattern: re.Pattern[str]) -> int | None:
    return next((i for i, c in enumerate(table.columns) if pattern.fullmatch(c.name.strip(" €"))), None)


def _legs(table: Table) -> _Legs | None:
    debit, credit = _column(table, _DEBIT), _column(table, _CREDIT)
    if debit is None or credit is None or not all(_numeric(table, i) for i in (debit, credit)):
        return None
    if table.kind.startswith("lexware.") and table.kind != "lexware.journal":
        return None
    return _Legs((debit,), (credit,))


def _numeric(table: Table, at: int) -> bool:
    return table.columns[at].type in ("integer", "decimal")


def _better(table: Table, number: int | None, legs: _Legs) -> _Legs:
    """Return the legs with the tax amounts, where those have columns of their own and balance better with them."""
    debit, credit = _column(table, _TAX_DEBIT), _column(table, _TAX_CREDIT)
    if debit is None or credit is None or not (_numeric(table, debit) and _numeric(table, credit)):
        return legs
    taxed = _Legs((*legs.debit, debit), (*legs.credit, credit))
    return min((legs, taxed), key=lambda way: len(_open(_differences(table, number, way))))


def _differences(table: Table, number: int | None, legs: _Legs) -> dict[str, tuple[Decimal, Place]]:
    """Return debit less credit, and the first place, by booking number; all in one where there is no number."""
    found: dict[str, tuple[Decimal, Place]] = {}
    for row, place in zip(table.rows, table.places, strict=True):
        key = "" if number is None else str(row[number])
        value = _total(row, legs.debit) - _total(row, legs.credit)
        before, first = found.get(key, (Decimal(0), place))
        found[key] = before + value, first
    return found


def _total(row: Sequence[Cell], at: tuple[int, ...]) -> Decimal:
    return sum((Decimal(cell) for i in at if isinstance(cell := row[i], int | Decimal)), Decimal(0))


def _open(found: dict[str, tuple[Decimal, Place]]) -> list[tuple[str, Decimal, Place]]:
    return [(key, value, place) for key, (value, place) in found.items() if value]


def _balanced(table: Table, number: int | None, legs: _Legs) -> Check:
    with_tax = len(legs.debit) > 1
    return _check(table, _differences(table, number, legs), number, "mit USt-Beträgen" if with_tax else "")


def _signed(table: Table, number: int, mark: int, amount: int) -> Check:
    found: dict[str, tuple[Decimal, Place]] = {}
    for row, place in zip(table.rows, table.places, strict=True):
        value = _total(row, (amount,))
        side = str(row[mark] or "").strip().upper()[:1]
        signed = value if side in ("S", "D") else -value if side in ("H", "C") else Decimal(0)
        before, first = found.get(str(row[number]), (Decimal(0), place))
        found[str(row[number])] = before + signed, first
    return _check(table, found, number, "")


def _check(table: Table, found: dict[str, tuple[Decimal, Place]], number: int | None, way: str) -> Check:
    left = _open(found)
    per = f"je {table.columns[number].name}" if number is not None else "insgesamt"
    words = Words(
        f"{table.name}: Soll = Haben {per}{f' ({way})' if way else ''}.",
        f"{table.name}: debit = credit ({per}).",
    )
    said = f"{len(found) - len(left)} von {len(found)}"
    example = f"; {left[0][0] or 'Summe'}: Unterschied {left[0][1]}" if left else ""
    place = left[0][2] if left else Place()
    return Check("gdpdu.debit_credit", words, not left, f"{len(found)} von {len(found)}", said + example, place)


def _sums(table: Table, package: Package, item: Item) -> Check:
    """Check that the totals of each account are the sums of the journal of the same year."""
    words = Words(
        f"{table.name}: die Summen sind die Summen des Journals.", f"{table.name}: the totals are those of the journal."
    )
    account, debit, credit = (_column(table, p) for p in (_ACCOUNT, _SUM_DEBIT, _SUM_CREDIT))
    journal = _journal(package, item)
    if journal is None or account is None or debit is None or credit is None:
        why = "kein Journal" if journal is None else "Spalten nicht erkannt"
        return Check("gdpdu.balances", words, None, "", why)
    sums = _by_account(journal)
    wrong = []
    for row, place in zip(table.rows, table.places, strict=True):
        stated = _total(row, (debit,)), _total(row, (credit,))
        if stated != sums.get(keysets.plain([row[account]])[0], (Decimal(0), Decimal(0))):
            wrong.append((row[account], stated, place))
    held = len(table.rows) - len(wrong)
    example = f"; Konto {wrong[0][0]}" if wrong else ""
    place = wrong[0][2] if wrong else Place()
    return Check("gdpdu.balances", words, not wrong, f"{len(table.rows)} Konten", f"{held} Konten{example}", place)


def _journal(package: Package, item: Item) -> Table | None:
    """Return the journal of the package with the same year in its file's name."""
    year = re.sub(r"\D", "", item.name)
    for layout in package.data.tables:
        file = package.file(layout)
        if file is None or file.size() > _LARGEST or re.sub(r"\D", "", file.name) != year:
            continue
        profile = profiles.find(file.name, [field.name for field in layout.fields])
        if profile is not None and profile.kind == "lexware.journal":
            return keysets.table(file, layout)
    return None


def _by_account(journal: Table) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the sums of debit and credit by account, tax accounts included."""
    names = {column.name.strip(" €").casefold(): i for i, column in enumerate(journal.columns)}
    pairs = (
        ("sollkonto", "sollbetrag", 0), ("habenkonto", "habenbetrag", 1),
        ("ust-konto soll", "ust-betrag soll", 0), ("ust-konto haben", "ust-betrag haben", 1),
    )  # fmt: skip
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for account, amount, side in pairs:
        if account not in names or amount not in names:
            continue
        for row in journal.rows:
            if row[names[account]] is not None:
                sums[keysets.plain([row[names[account]]])[0]][side] += _total(row, (names[amount],))
    return {account: (found[0], found[1]) for account, found in sums.items()}
