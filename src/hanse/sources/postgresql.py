"""A PostgreSQL database, copied in one REPEATABLE READ, READ ONLY transaction through a server-side cursor."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from hanse.records import ColumnType, Finding, Foreign
from hanse.sources import Step, _copying, _driver, tls
from hanse.sources._catalog import Cells, Field, Relation
from hanse.sources.address import Address
from hanse.words import Words

NAME = "postgresql"
SCHEMES = ("postgresql", "postgres")
OPTIONS = (*_copying.OPTIONS, "tls", "ca")
EXAMPLE = "postgresql://leser@server/firma?tables=kunden,belege"
TITLE = Words("PostgreSQL", "PostgreSQL")
HELP = Words(
    "Tabellen, Partitionen als eine Tabelle, Sichten auf Wunsch. Nicht gelesen: bytea, große Objekte.",
    "Tables, partitions as one table, views on demand. Not read: bytea, large objects.",
)
SECRET = True

_REFUSED = ("28P01", "28000", "password authentication failed")
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("int2", "int4", "int8", "oid"), "integer"),
    **dict.fromkeys(("numeric", "float4", "float8", "money"), "decimal"),
    **dict.fromkeys(("timestamp", "timestamptz"), "datetime"),
    **dict.fromkeys(("time", "timetz"), "time"),
    "bool": "boolean",
    "date": "date",
}
_RELATIONS = """
    SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm'), coalesce(obj_description(c.oid, 'pg_class'), ''),
        has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 2, 3
"""
_COLUMNS = """
    SELECT a.attrelid, a.attname, coalesce(b.typname, t.typname), format_type(a.atttypid, a.atttypmod),
        coalesce(col_description(a.attrelid, a.attnum), '')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
    WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
    ORDER BY a.attrelid, a.attnum
"""
_KEYS = """
    SELECT k.conrelid, k.contype, a.attname, coalesce(n.nspname, ''), coalesce(f.relname, ''), coalesce(b.attname, ''),
        k.conname
    FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(number, place)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
    LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace n ON n.oid = f.relnamespace
    LEFT JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[u.place]
    WHERE k.contype IN ('p', 'f') ORDER BY k.conrelid, k.conname, u.place
"""
# what this login may do besides reading; TEMPORARY is everybody's, and touches nothing that stays
_ABLE = """
    SELECT 'superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
    UNION ALL SELECT 'CREATE ON SCHEMA ' || nspname FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'CREATE')
    UNION ALL SELECT 'CREATE ON DATABASE' WHERE has_database_privilege(current_database(), 'CREATE')
    UNION ALL (SELECT 'INSERT, UPDATE, DELETE ON ' || c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                OR has_any_column_privilege(c.oid, 'INSERT, UPDATE')) ORDER BY 1)
    LIMIT 3
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
        native = _driver.load("pg8000.native", TITLE.de)
        encrypt = address.tls("no" if address.local else "yes") != "no"
        with _driver.connecting(address, _REFUSED):
            self._db: Any = native.Connection(
                address.user, host=address.host or "localhost", port=address.port or 5432, database=address.path,
                password=secret or None, ssl_context=tls.context(address) if encrypt else False, timeout=30,
                application_name="hanse",
            )  # fmt: skip
            self._db._usock.settimeout(None)  # noqa: SLF001 - the limit is for connecting; a long query may take longer
            self._run("SET datestyle = 'ISO'; SET lock_timeout = '5s'; SET default_transaction_read_only = on")

    def _run(self, sql: str) -> list[list[Any]]:
        return list(self._db.run(sql) or ())

    def relations(self) -> list[Relation]:
        """Return tables and views with what is declared of them."""
        with _driver.reading("pg_catalog"):
            columns = _grouped(self._run(_COLUMNS))
            keys = _grouped(self._run(_KEYS))
            return [_relation(row, columns.get(row[0], []), keys.get(row[0], [])) for row in self._run(_RELATIONS)]

    def writable(self, relations: list[Relation]) -> str:  # noqa: ARG002 - the system lists its rights itself
        """Return rights to write, or that a table could be made: tried within a transaction that is undone."""
        with _driver.reading("pg_catalog"):
            able = "; ".join(str(row[0]) for row in self._run(_ABLE))
        return able or ("CREATE TABLE" if self._can_create() else "")

    def _can_create(self) -> bool:
        errors = _driver.load("pg8000.exceptions", TITLE.de)
        self._run("BEGIN READ WRITE")
        try:
            self._run("CREATE TABLE hanse_tries_to_write (a int)")
        except errors.DatabaseError:
            return False
        finally:
            self._run("ROLLBACK")
        return True

    def begin(self) -> tuple[Finding, ...]:
        """Begin the snapshot."""
        self._run("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return ()

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield rows through a cursor of the server's."""
        name = ".".join(map(self.quote, (relation.schema or "public", relation.name)))
        with _driver.reading(relation.said):
            self._run(f"DECLARE hanse NO SCROLL CURSOR FOR SELECT {columns} FROM {name} {rest}")  # noqa: S608 - quoted
            try:
                while rows := self._run(f"FETCH {_driver.BATCH} FROM hanse"):
                    yield [tuple(row) for row in rows]
            except GeneratorExit:  # nobody wants the rest
                self._run("CLOSE hanse")
                raise
            self._run("CLOSE hanse")

    def quote(self, name: str) -> str:
        """Return a name in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def close(self) -> None:
        """End the connection."""
        self._db.close()


def _grouped(rows: list[list[Any]]) -> dict[int, list[list[Any]]]:
    return {number: list(some) for number, some in groupby(rows, key=itemgetter(0))}


def _relation(row: list[Any], columns: list[list[Any]], keys: list[list[Any]]) -> Relation:
    _, schema, name, view, about, readable = row
    fields = tuple(_field(*column[1:]) for column in columns)
    key = tuple(k[2] for k in keys if k[1] == "p")
    return Relation(_schema(schema), name, fields, view, about, key, _foreign(keys), readable and bool(fields))


def _schema(name: str) -> str:
    return "" if name == "public" else name


def _foreign(keys: list[list[Any]]) -> tuple[Foreign, ...]:
    found = []
    for _, some in groupby((k for k in keys if k[1] == "f"), key=itemgetter(6)):
        parts = list(some)
        table = ".".join(filter(None, (_schema(parts[0][3]), parts[0][4])))
        found.append(Foreign(tuple(p[2] for p in parts), table, tuple(p[5] for p in parts)))
    return tuple(found)


def _field(name: str, kind: str, declared: str, about: str) -> Field:
    column = '"' + name.replace('"', '""') + '"'
    if kind == "bytea":
        return Field(name, None, "", declared, about)
    found: ColumnType = _TYPES.get(kind, "text")
    if found in {"integer", "boolean"}:
        return Field(name, found, column, declared, about)
    return Field(name, found, f"{column}{'::numeric' if kind == 'money' else ''}::text", declared, about)
