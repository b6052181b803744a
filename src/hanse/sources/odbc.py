"""Whatever else has an ODBC driver, copied in one read-only transaction as far as the driver keeps one."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from hanse.records import ColumnType, Finding, Foreign
from hanse.sources import Step, _copying, _driver
from hanse.sources._catalog import Cells, Field, Relation
from hanse.sources.address import Address
from hanse.words import Words

NAME = "odbc"
SCHEMES = ("odbc",)
OPTIONS = (*_copying.OPTIONS, "user")
EXAMPLE = "odbc:Fibu?user=leser&tables=kunden"
TITLE = Words("ODBC", "ODBC")
HELP = Words(
    "Jede Datenbank mit einem ODBC-Treiber auf diesem Rechner: der Name der Datenquelle (DSN), oder"
    " DSN=...;EXTRA=...; das Passwort nie darin. Ob die Anmeldung schreiben könnte, wird mit einem DELETE versucht, das"
    " keine Zeile trifft und zurückgenommen wird. Ob der Weg verschlüsselt ist, bestimmt der Treiber.",
    "Each database with an ODBC driver on this computer: the name of the data source (DSN), or DSN=...;EXTRA=...;"
    " never the password in it. Whether the login could write is tried by a DELETE that meets no row and is undone."
    " Whether the way is encrypted is the driver's business.",
)
SECRET = True

_REFUSED = ("28000", "authentication failed", "Access denied", "Login failed")
# SQL_ type codes: https://learn.microsoft.com/en-us/sql/odbc/reference/appendixes/sql-data-types
_TYPES: dict[int, ColumnType] = {
    -6: "integer", 5: "integer", 4: "integer", -5: "integer", 2: "decimal", 3: "decimal", 6: "decimal", 7: "decimal",
    8: "decimal", -7: "boolean", 91: "date", 92: "time", 93: "datetime", 9: "date", 10: "time", 11: "datetime",
}  # fmt: skip
_BINARY = frozenset({-2, -3, -4})
_SYSTEM = frozenset({"information_schema", "sys", "pg_catalog", "pg_toast", "system", "mysql", "performance_schema"})


def encrypted(address: Address) -> bool:  # noqa: ARG001 - every kind has this
    """Return False: what the driver does isn't known here; the host isn't either, so the driver's settings count."""
    return False


def check(address: Address, secret: str) -> None:
    """Sign in, look for something to read, and refuse a login that could write."""
    _copying.check(partial(Session, address, secret), address)


def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:
    """Bring the copy in step."""
    yield from _copying.copy(partial(Session, address, secret), address, into)


class Session:
    """A connection to one data source."""

    def __init__(self, address: Address, secret: str) -> None:
        self._odbc = _driver.load("pyodbc", TITLE.de)
        self._odbc.pooling = False
        source = address.path if "=" in address.path else f"DSN={address.path}"
        login = {"UID": address.option("user"), "PWD": secret}
        said = "".join(f";{name}={_braced(text)}" for name, text in login.items() if text)
        with _driver.connecting(address, _REFUSED):
            self._db: Any = self._odbc.connect(source + said, autocommit=False, timeout=30)
        with suppress(self._odbc.Error):
            self._quote = self._db.getinfo(self._odbc.SQL_IDENTIFIER_QUOTE_CHAR).strip()

    _quote = '"'

    def relations(self) -> list[Relation]:
        """Return tables and views with what the driver tells of them."""
        with _driver.reading("ODBC"):
            with self._db.cursor() as cursor:
                found = [tuple(row) for row in cursor.tables()]
            return [
                self._relation(row) for row in found
                if row[3] in {"TABLE", "VIEW", "BASE TABLE"} and (row[1] or "").casefold() not in _SYSTEM
            ]  # fmt: skip

    def _relation(self, row: tuple[Any, ...]) -> Relation:
        catalog, schema, name, kind, about = row[:5]
        place = {"catalog": catalog or None, "schema": schema or None}
        columns = self._told("columns", table=name, **place)
        fields = tuple(self._field(column) for column in sorted(columns, key=lambda c: c[16] or 0))
        keys = () if kind == "VIEW" else tuple(k[3] for k in self._told("primaryKeys", table=name, **place))
        foreign = () if kind == "VIEW" else _foreign(self._told("foreignKeys", foreignTable=name))
        return Relation(_schema(schema), name, fields, kind == "VIEW", about or "", keys, foreign)

    def _told(self, what: str, **of: str | None) -> list[tuple[Any, ...]]:
        """Return what a catalog function tells; nothing where the driver doesn't have it."""
        try:
            with self._db.cursor() as cursor:
                return [tuple(row) for row in getattr(cursor, what)(**of)]
        except self._odbc.Error:
            self._db.rollback()
            return []

    def _field(self, row: tuple[Any, ...]) -> Field:
        name, kind, declared, about = row[3], int(row[4]), str(row[5]), row[11] or ""
        if kind in _BINARY:
            return Field(name, None, "", declared, about)
        return Field(name, _TYPES.get(kind, "text"), self.quote(name), declared, about)

    def writable(self, relations: list[Relation]) -> str:
        """Return what could be written, tried by a DELETE that meets no row, in a transaction that is undone."""
        tables = [r for r in relations if not r.view]
        return next((f"DELETE ON {r.said}" for r in tables[:50] if self._can_delete(r)), "")

    def _can_delete(self, relation: Relation) -> bool:
        try:
            with self._db.cursor() as cursor:
                cursor.execute(f"DELETE FROM {self._name(relation)} WHERE 1 = 0")  # noqa: S608 - quoted
        except self._odbc.Error:
            return False
        finally:
            self._db.rollback()
        return True

    def begin(self) -> tuple[Finding, ...]:
        """Begin the strictest transaction that the driver knows."""
        self._db.rollback()
        for level in ("SQL_TXN_SERIALIZABLE", "SQL_TXN_REPEATABLE_READ"):
            with suppress(self._odbc.Error):
                self._db.set_attr(self._odbc.SQL_ATTR_TXN_ISOLATION, getattr(self._odbc, level))
                return ()
        words = Words(
            "Der Treiber kennt keine Momentaufnahme: was während der Kopie geändert wird, kann halb darin sein.",
            "The driver knows no snapshot: what is changed during the copy may be half in it.",
        )
        return (Finding("odbc.no-snapshot", "info", words),)

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield rows as they are fetched."""
        sql = f"SELECT {columns} FROM {self._name(relation)} {rest}"  # noqa: S608 - quoted
        with _driver.reading(relation.said), self._db.cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(_driver.BATCH):
                yield [tuple(_driver.plain(cell) for cell in row) for row in rows]

    def _name(self, relation: Relation) -> str:
        return ".".join(self.quote(part) for part in (relation.schema, relation.name) if part)

    def quote(self, name: str) -> str:
        """Return a name in the driver's own quotes."""
        sign = self._quote
        return f"{sign}{name.replace(sign, sign + sign)}{sign}" if sign else name

    def close(self) -> None:
        """End the connection."""
        self._db.rollback()
        self._db.close()


def _braced(text: str) -> str:
    """Return a value of a connection string; some drivers take braces for a part of it, so only where it needs them."""
    return f"{{{text.replace('}', '}}')}}}" if set(text) & set("[]{}(),;?*=!@") else text


def _schema(name: str | None) -> str:
    return "" if (name or "").casefold() in {"", "public", "dbo"} else str(name)


def _foreign(rows: list[tuple[Any, ...]]) -> tuple[Foreign, ...]:
    found = []
    for _, some in groupby(sorted(rows, key=lambda r: (str(r[11]), r[8])), key=lambda r: r[11]):
        parts = list(some)
        found.append(Foreign(tuple(p[7] for p in parts), parts[0][2], tuple(p[3] for p in parts)))
    return tuple(found)
