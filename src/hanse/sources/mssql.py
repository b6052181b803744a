"""A SQL Server database (Express too), copied in one SNAPSHOT transaction where the database allows it.

Written by the documentation of the system's catalogue; there was no server to try it against.
"""

import ssl
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

NAME = "mssql"
SCHEMES = ("mssql", "sqlserver")
OPTIONS = (*_copying.OPTIONS, "tls", "ca", "instance")
EXAMPLE = "mssql://leser@server/firma?instance=SQLEXPRESS"
TITLE = Words("SQL Server", "SQL Server")
HELP = Words(
    "Tabellen, Sichten auf Wunsch; Anmeldung mit SQL-Benutzer, nicht mit dem Windows-Konto."
    " Noch gegen keinen echten Server erprobt. Nicht gelesen: binary, image, rowversion, geography, geometry.",
    "Tables, views on demand; sign in by an SQL login, not by the Windows account."
    " Not tried against a real server yet. Not read: binary, image, rowversion, geography, geometry.",
)
SECRET = True

_REFUSED = ("Login failed", "18456")
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "integer"),
    **dict.fromkeys(("decimal", "numeric", "money", "smallmoney", "float", "real"), "decimal"),
    **dict.fromkeys(("datetime", "datetime2", "smalldatetime", "datetimeoffset"), "datetime"),
    "bit": "boolean",
    "date": "date",
    "time": "time",
}
_BINARY = frozenset({"binary", "varbinary", "image", "timestamp", "geography", "geometry", "hierarchyid"})
# sys.objects and the rest show only what the login has a right to
_RELATIONS = """
    SELECT o.object_id, s.name, o.name, CASE o.type WHEN 'V' THEN 1 ELSE 0 END,
        CAST(COALESCE(p.value, '') AS nvarchar(4000)), HAS_PERMS_BY_NAME(
            QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT')
    FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
    LEFT JOIN sys.extended_properties p
        ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = 'MS_Description'
    WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 ORDER BY 2, 3
"""
_COLUMNS = """
    SELECT c.object_id, c.name, COALESCE(b.name, t.name), CAST(COALESCE(p.value, '') AS nvarchar(4000))
    FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
    LEFT JOIN sys.types b ON b.user_type_id = t.system_type_id AND t.is_user_defined = 1
    LEFT JOIN sys.extended_properties p
        ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = 'MS_Description'
    ORDER BY c.object_id, c.column_id
"""
_PRIMARY = """
    SELECT i.object_id, c.name FROM sys.indexes i
    JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
    JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
    WHERE i.is_primary_key = 1 ORDER BY i.object_id, k.key_ordinal
"""
_FOREIGN = """
    SELECT k.parent_object_id, k.constraint_object_id, c.name, s.name, o.name, d.name FROM sys.foreign_key_columns k
    JOIN sys.columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id
    JOIN sys.columns d ON d.object_id = k.referenced_object_id AND d.column_id = k.referenced_column_id
    JOIN sys.objects o ON o.object_id = k.referenced_object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
    ORDER BY k.parent_object_id, k.constraint_object_id, k.constraint_column_id
"""
_ABLE = """
    SELECT DISTINCT permission_name FROM fn_my_permissions(NULL, 'DATABASE') WHERE permission_name IN
        ('INSERT', 'UPDATE', 'DELETE', 'ALTER', 'CREATE TABLE', 'CONTROL', 'ALTER ANY SCHEMA', 'TAKE OWNERSHIP')
"""
_ABLE_TO = """
    SELECT TOP 3 r.right_ + ' ON ' + o.name FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
    CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('ALTER')) AS r (right_)
    WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
        AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', r.right_) = 1
"""


def encrypted(address: Address) -> bool:
    """Return whether the way there is encrypted, or doesn't leave this computer."""
    return address.local or address.tls("yes") != "no"


def check(address: Address, secret: str) -> None:
    """Sign in, look for something to read, and refuse a login that could write."""
    _copying.check(partial(Session, address, secret), address)


def copy(address: Address, secret: str, into: Path) -> Iterator[Step]:
    """Bring the copy in step."""
    yield from _copying.copy(partial(Session, address, secret), address, into)


class Session:
    """A connection to one database."""

    def __init__(self, address: Address, secret: str) -> None:
        pytds = _driver.load("pytds", TITLE.de)
        instance = address.option("instance")
        encrypt = address.tls("no" if address.local else "yes") != "no"
        with _driver.connecting(address, _REFUSED):
            self._db: Any = pytds.connect(
                _server(address),
                port=address.port or (None if instance else 1433), database=address.path, user=address.user,
                password=secret, autocommit=True, login_timeout=30, appname="hanse", readonly=True,
                cafile=address.option("ca") or _known() if encrypt else None, validate_host=True,
            )  # fmt: skip
        self._error = pytds.Error
        self._do("SET LOCK_TIMEOUT 5000")

    def _do(self, sql: str) -> None:
        with self._db.cursor() as cursor:
            cursor.execute(sql)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._db.cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]

    def relations(self) -> list[Relation]:
        """Return tables and views with what is declared of them."""
        with _driver.reading("sys.objects"):
            columns = {n: list(some) for n, some in groupby(self._rows(_COLUMNS), key=itemgetter(0))}
            primary = {n: tuple(row[1] for row in some) for n, some in groupby(self._rows(_PRIMARY), key=itemgetter(0))}
            foreign = {n: list(some) for n, some in groupby(self._rows(_FOREIGN), key=itemgetter(0))}
            found = self._rows(_RELATIONS)
        return [
            Relation(
                _schema(schema), name, tuple(_field(*column[1:]) for column in columns.get(number, [])), bool(view),
                about, primary.get(number, ()), _foreign(foreign.get(number, [])), bool(readable),
            )
            for number, schema, name, view, about, readable in found
        ]  # fmt: skip

    def writable(self, relations: list[Relation]) -> str:  # noqa: ARG002 - the system lists its rights itself
        """Return rights to write, or that a table could be made: tried within a transaction that is undone."""
        with _driver.reading("fn_my_permissions"):
            able = [str(row[0]) for row in (*self._rows(_ABLE), *self._rows(_ABLE_TO))]
        return ", ".join(able[:5]) or ("CREATE TABLE" if self._can_create() else "")

    def _can_create(self) -> bool:
        self._do("BEGIN TRANSACTION")
        try:
            self._do("CREATE TABLE hanse_tries_to_write (a int)")
        except self._error:
            return False
        finally:
            self._do("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")
        return True

    def begin(self) -> tuple[Finding, ...]:
        """Begin a SNAPSHOT transaction; where the database doesn't allow it, a plain one, which is told."""
        allowed = self._rows("SELECT snapshot_isolation_state FROM sys.databases WHERE database_id = DB_ID()")
        snapshot = bool(allowed and allowed[0][0] == 1)
        self._do(f"SET TRANSACTION ISOLATION LEVEL {'SNAPSHOT' if snapshot else 'READ COMMITTED'}")
        self._do("BEGIN TRANSACTION")
        return () if snapshot else (_no_snapshot(),)

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield rows as they come."""
        name = f"{self.quote(relation.schema or 'dbo')}.{self.quote(relation.name)}"
        with _driver.reading(relation.said), self._db.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {name} {rest}")  # noqa: S608 - quoted
            while rows := cursor.fetchmany(_driver.BATCH):
                yield [tuple(_driver.plain(cell) for cell in row) for row in rows]

    def quote(self, name: str) -> str:
        """Return a name in brackets."""
        return f"[{name.replace(']', ']]')}]"

    def close(self) -> None:
        """End the connection."""
        self._db.close()


def _server(address: Address) -> str:
    instance = address.option("instance")
    return f"{address.host or 'localhost'}\\{instance}" if instance else address.host or "localhost"


def _known() -> str:
    """Return the file of the certificates that this computer trusts."""
    return ssl.get_default_verify_paths().cafile or ""


def _schema(name: str) -> str:
    return "" if name == "dbo" else name


def _field(name: str, kind: str, about: str) -> Field:
    column = f"[{name.replace(']', ']]')}]"
    if kind in _BINARY:
        return Field(name, None, "", kind, about)
    if kind in {"sql_variant", "xml", "uniqueidentifier"}:
        return Field(name, "text", f"CAST({column} AS nvarchar(max))", kind, about)
    return Field(name, _TYPES.get(kind, "text"), column, kind, about)


def _foreign(rows: list[tuple[Any, ...]]) -> tuple[Foreign, ...]:
    found = []
    for _, some in groupby(rows, key=itemgetter(1)):
        parts = list(some)
        table = ".".join(filter(None, (_schema(parts[0][3]), parts[0][4])))
        found.append(Foreign(tuple(p[2] for p in parts), table, tuple(p[5] for p in parts)))
    return tuple(found)


def _no_snapshot() -> Finding:
    words = Words(
        "Die Datenbank erlaubt keine Momentaufnahme (ALLOW_SNAPSHOT_ISOLATION): was während der Kopie geändert wird,"
        " kann halb darin sein.",
        "The database allows no snapshot (ALLOW_SNAPSHOT_ISOLATION): what is changed during the copy may be half in"
        " it.",
    )
    return Finding("mssql.no-snapshot", "info", words)
