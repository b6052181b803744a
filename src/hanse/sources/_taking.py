"""One table of a database into its files: all of it, or what is new by a key or a time where that adds up."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec

from hanse.errors import Misconfigured
from hanse.records import Check, Finding, Table
from hanse.sources._catalog import Field, Relation, Session, table
from hanse.sources.address import Address
from hanse.store import tablecopy
from hanse.store.tablecopy import Foot, Row
from hanse.words import Words

WHOLE_AFTER = timedelta(days=7)  # a copy that is only added to is made whole again
LARGE = 200_000  # rows from which on a time column is looked for
MOST_CHANGED = 200_000  # rows that are kept in memory to be put in place of older ones
_PLAIN = re.compile(r"-?\d{1,38}|\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d{1,9})?)?")
_CHANGED = re.compile(
    r"(last_?)?(updated?|modified|changed)(_?(at|on|date|time))?|(ge(ae|ä)ndert|(ae|ä)nderung)(s?_?(am|datum|zeit))?|"
    r"letzte_?(ae|ä)nderung|[dt](geaendert|modified)|mtime",
    re.IGNORECASE,
)


class Done(msgspec.Struct, frozen=True):
    """What is known of a table's last copy. whole: when all of it was copied; by, until: column and its last value."""

    whole: str
    by: str = ""
    until: str = ""


def safe(name: str) -> str:
    """Return a name as one of a file: letters of all languages, digits, "-", "_" and blanks stay."""
    return re.sub(r"[^\w -]", lambda found: f"%{ord(found[0]):02X}", name)


class Taking:
    """One relation on its way into its files. state: of all relations of the database, is brought up to date."""

    def __init__(
        self, session: Session, relation: Relation, address: Address, into: Path, state: dict[str, Done]
    ) -> None:
        self._session, self._relation, self._into, self._state = session, relation, into, state
        self._name = "/".join(map(safe, filter(None, (relation.schema, relation.name))))
        self._by = _named_column(relation, address)
        self._names = [field.name for field in relation.copied]
        self._keys = [self._names.index(key) for key in relation.keys if key in self._names]
        self._keys = self._keys if len(self._keys) == len(relation.keys) else []
        self._until = ""

    def copy(self) -> Iterator[tablecopy.Written]:
        """Write what changed, or everything; a copy of what changed that doesn't add up is made whole."""
        count = self._count()
        by = self._by or (_found_column(self._relation) if count > LARGE and self._keys else None)
        done = self._state.get(self._relation.said)
        if by and done and done.by == by.name and self._is_recent(done):
            merged = self._merge(by, done, count)
            if merged is not None:
                yield from self._written(merged, count, by, whole=done.whole)
                return
        now = datetime.now(UTC).isoformat(timespec="seconds")
        yield from self._written(self._all(), count, by, whole=now)

    def _is_recent(self, done: Done) -> bool:
        age: timedelta = datetime.now(UTC) - datetime.fromisoformat(done.whole)
        return age < WHOLE_AFTER

    def _written(self, rows: Iterable[Row], count: int, by: Field | None, *, whole: str) -> Iterator[tablecopy.Written]:
        self._until = ""
        watched = self._watched(rows, by) if by else rows
        foot = self._foot(count, by)
        yield from tablecopy.write(self._into, self._name, self._table(), watched, foot)
        self._state[self._relation.said] = Done(whole, by.name if by else "", self._until)

    def _table(self) -> Table:
        return table(self._relation)

    def _foot(self, count: int, by: Field | None) -> Callable[[int], Foot]:
        def closing_foot(rows: int) -> Foot:
            held = rows == count
            title = self._relation.said
            words = Words(f"{title}: Zeilen in der Datenbank = Zeilen der Kopie", f"{title}: rows there = rows copied")
            findings = [*_left_out(self._relation), *([_by_column(by)] if by else [])]
            if not held:
                findings.append(_uncounted(title, count, rows))
            return Foot(rows, tuple(findings), (Check("database.rows", words, held, str(count), str(rows)),))

        return closing_foot

    def _count(self) -> int:
        (row,) = (row for some in self._session.select(self._relation, "COUNT(*)") for row in some)
        return int(str(row[0]))

    def _all(self) -> Iterator[Row]:
        keys = ", ".join(self._session.quote(self._names[i]) for i in self._keys)
        return self._select(f"ORDER BY {keys}" if keys else "")

    def _select(self, rest: str) -> Iterator[Row]:
        columns = ", ".join(field.sql for field in self._relation.copied)
        for some in self._session.select(self._relation, columns, rest):
            yield from some

    def _watched(self, rows: Iterable[Row], by: Field) -> Iterator[Row]:
        """Yield rows and note the last value of the column that tells what is new."""
        index = self._names.index(by.name)
        number = by.type == "integer"
        for row in rows:
            cell = row[index]
            if cell is not None and _PLAIN.fullmatch(str(cell)):
                self._until = _later(self._until, str(cell), number=number)
            yield row

    def _merge(self, by: Field, done: Done, count: int) -> Iterator[Row] | None:
        """Return the old rows with what is new put in their place; None when that doesn't make up the count."""
        if not done.until or not self._keys or not self._same_shape():
            return None
        changed: dict[Row, Row] = {}
        for row in self._select(f"WHERE {self._session.quote(by.name)} >= '{done.until}'"):
            changed[self._key(row)] = row
            if len(changed) > MOST_CHANGED:
                return None
        known = {key for row in self._old() if (key := self._key(row)) in changed}
        old = sum(1 for _ in self._old())
        fresh = [row for key, row in changed.items() if key not in known]
        if old + len(fresh) != count:
            return None
        return chain((changed.get(self._key(row), row) for row in self._old()), fresh)

    def _same_shape(self) -> bool:
        there = tablecopy.files(self._into, self._name)
        if not there:
            return False
        with there[0].open("rb") as stream:
            return tablecopy.head(stream.readline()).columns == self._table().columns

    def _old(self) -> Iterator[Row]:
        return tablecopy.rows(self._into, self._name)

    def _key(self, row: Row) -> Row:
        return tuple(row[i] for i in self._keys)


def _named_column(relation: Relation, address: Address) -> Field | None:
    """Return the column that the option "by" names for a table ("belege:geaendert"), or for all that have it ("id").

    Raises Misconfigured when a table that is named has no such column, or one that has no order.
    """
    for entry in address.names("by"):
        owner, _, column = entry.rpartition(":")
        if owner and owner.casefold() not in {relation.said.casefold(), relation.name.casefold()}:
            continue
        found = next((f for f in relation.copied if f.name.casefold() == column.casefold()), None)
        if found and found.type in {"integer", "date", "datetime"}:
            return found
        if owner:
            raise _no_column(relation, column)
    return None


def _found_column(relation: Relation) -> Field | None:
    """Return the column that tells when a row was last changed, going by its name and type."""
    return next((f for f in relation.copied if f.type == "datetime" and _CHANGED.fullmatch(f.name)), None)


def _later(one: str, other: str, *, number: bool) -> str:
    if not one or not other:
        return one or other
    return max(one, other, key=int) if number else max(one, other)


def _no_column(relation: Relation, column: str) -> Misconfigured:
    listed = ", ".join(f.name for f in relation.copied if f.type in {"integer", "date", "datetime"})
    return Misconfigured(
        Words(
            f"{relation.said} hat keine Zahlen- oder Zeitspalte {column}.",
            f"{relation.said} has no column {column} of numbers or times.",
        ),
        hint=Words(f"Es gibt: {listed or '-'}", f"There are: {listed or '-'}"),
    )


def _left_out(relation: Relation) -> Iterator[Finding]:
    for field in relation.fields:
        if field.type is None:
            words = Words(
                f"{relation.said}: die Spalte {field.name} ({field.declared}) ist binär und bleibt draußen.",
                f"{relation.said}: the column {field.name} ({field.declared}) is binary and is left out.",
            )
            yield Finding("database.binary", "info", words)


def _by_column(by: Field) -> Finding:
    days = WHOLE_AFTER.days
    words = Words(
        f"Kopiert wird, was nach der Spalte {by.name} neu ist, und alle {days} Tage das Ganze. Was sich ändert, ohne"
        f" dass {by.name} größer wird, fällt bis dahin nicht auf.",
        f"What is new by the column {by.name} is copied, and all of it every {days} days. What changes without"
        f" {by.name} becoming greater goes unnoticed until then.",
    )
    return Finding("database.by-column", "info", words)


def _uncounted(title: str, count: int, rows: int) -> Finding:
    words = Words(
        f"{title}: {count} Zeilen in der Datenbank, {rows} in der Kopie.",
        f"{title}: {count} rows in the database, {rows} in the copy.",
    )
    return Finding("database.rows", "warning", words)
