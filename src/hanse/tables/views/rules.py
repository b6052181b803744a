"""Which tables contribute to a view, and which of their columns become which: by their kind, else by their meaning.

What is taken by meaning rests on the names of columns alone, and is told as a proposal.
"""

from collections.abc import Sequence

import msgspec

from hanse.records import Column, ColumnType
from hanse.store import fileyear
from hanse.store.tableparts import LogicalTable
from hanse.tables import columns
from hanse.tables.columns import Meaning
from hanse.tables.views.model import Rule, View, ViewColumn, Where
from hanse.words import Words

SELLER = ("seller", "name", "text")
BY_MEANING = 2  # rank
BY_NAMES = Words("Vorschlag nach den Namen der Spalten", "proposal by the names of the columns")
FITTING: dict[ColumnType, frozenset[ColumnType]] = {
    "decimal": frozenset({"decimal", "integer"}), "date": frozenset({"date", "datetime"}),
    "text": frozenset({"text", "integer"}),
}  # fmt: skip


class Contribution(msgspec.Struct, frozen=True):
    """What a table gives to a view. taken: for each column of the view, the places of those that it is taken from.

    seller: the place of the column that names who wrote an invoice, None where there is none. proposed: no rule of the
    format says so. once: rows with the same key that say the same are one, since the key is the table's own: an invoice
    as a PDF and as its XML. rows: how many it gives, set when the view is made.
    """

    table: int
    name: str
    title: str
    file: str
    rank: int
    why: Words
    taken: tuple[tuple[int, ...], ...]
    where: tuple[tuple[int, str], ...] = ()
    seller: int | None = None
    together: bool = False
    proposed: bool = False
    once: bool = False
    sellers: tuple[str, ...] = ()
    rows: int = 0

    def from_titles(self, table: LogicalTable) -> tuple[str, ...]:
        """Return what each column of the view is taken from, "" where the table has nothing for it."""
        return tuple(" / ".join(table.columns[i].title for i in places) for places in self.taken)


def contributions(view: View, tables: Sequence[LogicalTable]) -> list[Contribution]:
    """Return what each table can give, those of the best rank first; larger tables before smaller ones."""
    owns = columns.own_entities(tables)
    found = [made for table in tables if table.file and (made := _of(view, table, owns))]
    rows = {table.id: table.rows for table in tables}
    return sorted(found, key=lambda c: (c.rank, -rows[c.table], c.table))


def _of(view: View, table: LogicalTable, owns: tuple[str, ...]) -> Contribution | None:
    for rule in view.rule:
        if rule.kind == table.kind:
            return _by_rule(view, table, rule)
    return None if table.kind else _by_meaning(view, table, owns)


def _by_rule(view: View, table: LogicalTable, rule: Rule) -> Contribution | None:
    at = {column.name: i for i, column in enumerate(table.columns)}
    taken = tuple(tuple(at[n] for n in rule.columns.get(c.name, ()) if n in at) for c in view.column)
    conditions = _conditions(rule.where, at)
    if conditions is None or not _enough(view, taken):
        return None
    return Contribution(
        table.id, table.name, table.title, str(table.file), rule.rank, rule.why.words(), taken,
        conditions, at.get(rule.seller), rule.together, once=_own_key(view, table, taken),
    )  # fmt: skip


def _conditions(wanted: Sequence[Where], at: dict[str, int]) -> tuple[tuple[int, str], ...] | None:
    """Return the conditions by the places of their columns; None when the table lacks one of these."""
    if any(where.column not in at for where in wanted):
        return None
    return tuple((at[where.column], where.matches) for where in wanted)


def _by_meaning(view: View, table: LogicalTable, owns: tuple[str, ...]) -> Contribution | None:
    if columns.table_entity(table) != view.entity or _of_years(view, table):
        return None
    known = [columns.meaning(table, column, owns) for column in table.columns]
    taken = tuple(_meant(column, table, known) for column in view.column)
    if not _enough(view, taken):
        return None
    sellers = [i for i, m in enumerate(known) if (m.entity, m.attribute, table.columns[i].type) == SELLER]
    return Contribution(
        table.id, table.name, table.title, str(table.file), BY_MEANING, BY_NAMES, taken,
        seller=sellers[0] if sellers else None, proposed=True, once=_own_key(view, table, taken),
    )  # fmt: skip


def _of_years(view: View, table: LogicalTable) -> bool:
    """Return whether a table holds each thing once a year, as price lists do, where the view knows no days."""
    return fileyear.COLUMN in table.columns and not any(column.type == "date" for column in view.column)


def _meant(wanted: ViewColumn, table: LogicalTable, known: Sequence[Meaning]) -> tuple[int, ...]:
    """Return the one column that means what is wanted, a key of the table before all others."""
    for means in wanted.means:
        pairs = enumerate(zip(table.columns, known, strict=True))
        places = [i for i, (column, m) in pairs if _is(column, m, means, wanted.type)]
        if places:
            return (min(places, key=lambda i: (table.columns[i].name not in table.keys, i)),)
    return ()


def _is(column: Column, known: Meaning, means: str, kind: ColumnType) -> bool:
    return f"{known.entity}.{known.attribute}" == means and column.type in FITTING[kind]


def _own_key(view: View, table: LogicalTable, taken: Sequence[tuple[int, ...]]) -> bool:
    """Return whether a table's rows are told apart by what the view's are."""
    key = {table.columns[i].name for name in view.key for i in taken[view.at(name)]}
    return bool(table.keys) and key == set(table.keys)


def _enough(view: View, taken: Sequence[tuple[int, ...]]) -> bool:
    """Return whether a table has all columns without which its rows say nothing here."""
    has = {column.name for column, places in zip(view.column, taken, strict=True) if places}
    return has.issuperset(view.needs) and (not view.either or bool(has & {*view.either}))
