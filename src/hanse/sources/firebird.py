"""A Firebird database, copied in one read-only snapshot transaction. Needs the machine's client library."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from hanse.records import ColumnType, Finding, Foreign
from hanse.sources import Step, _copying, _driver
from hanse.sources._catalog import Cells, Field, Relation
from hanse.sources.address import Address
from hanse.words import Words

NAME = "firebird"
SCHEMES = ("firebird",)
OPTIONS = (*_copying.OPTIONS, "role", "charset")
EXAMPLE = "firebird://LESER@server/daten/firma.fdb?tables=KUNDEN"
TITLE = Words("Firebird", "Firebird")
HELP = Words(
    "Tabellen, Sichten auf Wunsch, ab Firebird 3. Braucht libfbclient2. Firebird verschlüsselt ohne Zertifikat, daher"
    " nur im eigenen Netz. Bei Zeichensatz NONE gilt ?charset=WIN1252. Nicht gelesen: binäre BLOBs, Felder mit ARRAY.",
    "Tables, views on demand, from Firebird 3 on. Needs libfbclient2. Firebird encrypts without certificates, so only"
    " within your own network. With the character set NONE use ?charset=WIN1252. Not read: binary BLOBs, ARRAY fields.",
)
SECRET = True

_REFUSED = ("user name and password are not defined",)
# RDB$FIELD_TYPE: https://firebirdsql.org/file/documentation/html/en/refdocs/fblangref30/firebird-30-language-reference.html
_TYPES: dict[int, ColumnType] = {
    7: "integer", 8: "integer", 16: "integer", 26: "integer", 10: "decimal", 27: "decimal", 24: "decimal",
    25: "decimal", 12: "date", 13: "time", 35: "datetime", 28: "time", 29: "datetime", 23: "boolean",
    14: "text", 37: "text",
}  # fmt: skip
_NAMES = {7: "SMALLINT", 8: "INTEGER", 16: "BIGINT", 10: "FLOAT", 27: "DOUBLE", 37: "VARCHAR", 14: "CHAR", 261: "BLOB"}
_RELATIONS = """
    SELECT TRIM(RDB$RELATION_NAME), RDB$VIEW_BLR IS NOT NULL, RDB$DESCRIPTION FROM RDB$RELATIONS
    WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND COALESCE(RDB$RELATION_TYPE, 0) IN (0, 1) ORDER BY 1
"""
_COLUMNS = """
    SELECT TRIM(c.RDB$RELATION_NAME), TRIM(c.RDB$FIELD_NAME), f.RDB$FIELD_TYPE, COALESCE(f.RDB$FIELD_SUB_TYPE, 0),
        COALESCE(f.RDB$FIELD_SCALE, 0), c.RDB$DESCRIPTION, COALESCE(f.RDB$DIMENSIONS, 0),
        COALESCE(f.RDB$CHARACTER_SET_ID, 0)
    FROM RDB$RELATION_FIELDS c JOIN RDB$FIELDS f ON f.RDB$FIELD_NAME = c.RDB$FIELD_SOURCE
    WHERE COALESCE(c.RDB$SYSTEM_FLAG, 0) = 0 ORDER BY 1, c.RDB$FIELD_POSITION
"""
_KEYS = """
    SELECT TRIM(k.RDB$RELATION_NAME), TRIM(k.RDB$CONSTRAINT_TYPE), TRIM(k.RDB$CONSTRAINT_NAME), TRIM(s.RDB$FIELD_NAME),
        TRIM(COALESCE(u.RDB$RELATION_NAME, '')), TRIM(COALESCE(t.RDB$FIELD_NAME, ''))
    FROM RDB$RELATION_CONSTRAINTS k JOIN RDB$INDEX_SEGMENTS s ON s.RDB$INDEX_NAME = k.RDB$INDEX_NAME
    LEFT JOIN RDB$REF_CONSTRAINTS r ON r.RDB$CONSTRAINT_NAME = k.RDB$CONSTRAINT_NAME
    LEFT JOIN RDB$RELATION_CONSTRAINTS u ON u.RDB$CONSTRAINT_NAME = r.RDB$CONST_NAME_UQ
    LEFT JOIN RDB$INDEX_SEGMENTS t ON t.RDB$INDEX_NAME = u.RDB$INDEX_NAME
        AND t.RDB$FIELD_POSITION = s.RDB$FIELD_POSITION
    WHERE k.RDB$CONSTRAINT_TYPE IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY 1, 3, s.RDB$FIELD_POSITION
"""


def encrypted(address: Address) -> bool:
    """Return whether it stays on this computer: Firebird's own encryption proves nobody's identity."""
    return address.local


def check(address: Address, secret: str) -> None:
    """Sign in, look for something to read, and refuse a login that could write."""
    _copying.check(partial(Session, address, secret), address)


def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:
    """Bring the copy in step."""
    yield from _copying.copy(partial(Session, address, secret), address, into)


class Session:
    """A connection to one database. Everything runs in read-only transactions."""

    def __init__(self, address: Address, secret: str) -> None:
        driver = _driver.load("firebird.driver", TITLE.de)
        port = f"/{address.port}" if address.port else ""
        path = address.path  # an alias, a path, or a path whose first "/" was taken for the address's own
        path = f"/{path}" if "/" in path and path[0] != "/" and path[1:2] != ":" else path
        with _driver.connecting(address, _REFUSED):
            self._db: Any = driver.connect(
                f"{address.host or 'localhost'}{port}:{path}", user=address.user, password=secret,
                charset=address.option("charset", "UTF8"), role=address.option("role") or None,
            )  # fmt: skip
        self._error = driver.DatabaseError
        template = driver.tpb(isolation=driver.Isolation.SNAPSHOT, access_mode=driver.TraAccessMode.READ)
        self._tries: Any = self._db.transaction_manager(driver.tpb(isolation=driver.Isolation.SNAPSHOT))
        self._reads: Any = self._db.transaction_manager(template)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._reads.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]

    def relations(self) -> list[Relation]:
        """Return tables and views with what is declared of them."""
        with _driver.reading("RDB$RELATIONS"):
            columns = {n: list(some) for n, some in groupby(self._rows(_COLUMNS), key=itemgetter(0))}
            keys = {n: list(some) for n, some in groupby(self._rows(_KEYS), key=itemgetter(0))}
            found = self._rows(_RELATIONS)
            readable = {name: self._may_read(name) for name, *_ in found}
        return [
            Relation(
                "", name, tuple(self._field(*column[1:]) for column in columns.get(name, [])), bool(view), about or "",
                tuple(k[3] for k in keys.get(name, []) if k[1] == "PRIMARY KEY"), _foreign(keys.get(name, [])),
                readable[name],
            )
            for name, view, about in found
        ]  # fmt: skip

    def _field(self, name: str, kind: int, sub: int, scale: int, about: str | None, *more: int) -> Field:
        column, declared = self.quote(name), _NAMES.get(kind, str(kind))
        dimensions, charset = more
        if (kind == 261 and sub != 1) or dimensions or (kind not in _TYPES and kind != 261) or charset == 1:
            return Field(name, None, "", declared, about or "")  # character set 1 is OCTETS
        if kind == 261 or kind in {14, 37}:
            trimmed = f"TRIM(TRAILING FROM {column})" if kind == 14 else column
            return Field(name, "text", trimmed, declared, about or "")
        found: ColumnType = "decimal" if scale < 0 else _TYPES[kind]
        return Field(name, found, column, declared, about or "")

    def _may_read(self, name: str) -> bool:
        """Tell whether a table may be read: unlike writing, that is checked only when it is done."""
        try:
            self._rows(f"SELECT FIRST 1 * FROM {self.quote(name)}")  # noqa: S608 - quoted
        except self._error:
            return False
        return True

    def _may(self, sql: str) -> bool:
        """Tell whether a statement may be run, by preparing it: rights are checked then, and nothing is done."""
        with self._tries.cursor() as cursor:
            try:
                cursor.prepare(sql).free()
            except self._error:
                return False
        return True

    def writable(self, relations: list[Relation]) -> str:
        """Return what could be written, tried by preparing it without ever running it."""
        try:
            for table in (r for r in relations if not r.view):
                if self._may(f"DELETE FROM {self.quote(table.name)}"):  # noqa: S608 - quoted, and not executed
                    return f"DELETE ON {table.name}"
                column = self.quote(table.fields[0].name) if table.fields else ""
                change = f"UPDATE {self.quote(table.name)} SET {column} = NULL"  # noqa: S608 - as above
                if column and self._may(change):
                    return f"UPDATE ON {table.name}"
            return "CREATE TABLE" if self._can_create() else ""
        finally:
            if self._tries.is_active():
                self._tries.rollback()

    def _can_create(self) -> bool:
        """Make a table in a transaction that is undone at once."""
        with self._tries.cursor() as cursor:
            try:
                cursor.execute("CREATE TABLE HANSE_TRIES_TO_WRITE (A INTEGER)")
            except self._error:
                return False
        return True

    def begin(self) -> tuple[Finding, ...]:
        """Begin the snapshot."""
        if self._reads.is_active():
            self._reads.rollback()
        self._reads.begin()
        return ()

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield rows as they are fetched."""
        sql = f"SELECT {columns} FROM {self.quote(relation.name)} {rest}"  # noqa: S608 - quoted
        with _driver.reading(relation.said), self._reads.cursor() as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(_driver.BATCH):
                yield [tuple(_driver.plain(cell) for cell in row) for row in rows]

    def quote(self, name: str) -> str:
        """Return a name in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def close(self) -> None:
        """End the connection."""
        for transaction in (self._tries, self._reads):
            if transaction.is_active():
                transaction.rollback()
        self._db.close()


def _foreign(keys: list[tuple[Any, ...]]) -> tuple[Foreign, ...]:
    found = []
    for _, some in groupby((k for k in keys if k[1] == "FOREIGN KEY"), key=itemgetter(2)):
        parts = list(some)
        found.append(Foreign(tuple(p[3] for p in parts), parts[0][4], tuple(p[5] for p in parts)))
    return tuple(found)
