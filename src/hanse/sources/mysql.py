"""A MySQL or MariaDB database, copied in one consistent, read-only snapshot through an unbuffered cursor."""

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

NAME = "mysql"
SCHEMES = ("mysql", "mariadb")
OPTIONS = (*_copying.OPTIONS, "tls", "ca")
EXAMPLE = "mysql://leser@server/firma?tables=kunden,belege"
TITLE = Words("MySQL, MariaDB", "MySQL, MariaDB")
HELP = Words(
    "Tabellen, Sichten auf Wunsch; ganze Momentaufnahme nur bei InnoDB (andere Tabellen werden gemeldet)."
    " Nicht gelesen: BLOB, BINARY, Geometrie.",
    "Tables, views on demand; one moment for all of them only with InnoDB (other tables are told)."
    " Not read: BLOB, BINARY, geometry.",
)
SECRET = True

_REFUSED = ("(1045,", "(1044,", "(1698,")
_READS = frozenset({"USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES", "PROCESS", "EXECUTE", "LOCK TABLES"}) | {
    "REPLICATION CLIENT", "BINLOG MONITOR", "SLAVE MONITOR", "REPLICA MONITOR", "SHOW CREATE ROUTINE",
}  # fmt: skip
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint", "year"), "integer"),
    **dict.fromkeys(("decimal", "float", "double"), "decimal"),
    **dict.fromkeys(("datetime", "timestamp"), "datetime"),
    "date": "date",
}
_BINARY = frozenset(
    "binary varbinary tinyblob blob mediumblob longblob geometry point linestring polygon multipoint multilinestring"
    " multipolygon geometrycollection vector".split()
)
_RELATIONS = """
    SELECT table_name, table_type, coalesce(engine, ''), coalesce(table_comment, '') FROM information_schema.tables
    WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') ORDER BY 1
"""
_COLUMNS = """
    SELECT table_name, column_name, data_type, column_type, column_comment FROM information_schema.columns
    WHERE table_schema = database() ORDER BY table_name, ordinal_position
"""
_KEYS = """
    SELECT table_name, constraint_name, column_name, coalesce(referenced_table_name, ''),
        coalesce(referenced_column_name, '') FROM information_schema.key_column_usage
    WHERE table_schema = database() AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL)
    ORDER BY table_name, constraint_name, ordinal_position
"""
_ABLE = """
    SELECT privilege_type FROM information_schema.user_privileges
    UNION ALL SELECT privilege_type FROM information_schema.schema_privileges WHERE table_schema = database()
    UNION ALL SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = database()
    UNION ALL SELECT privilege_type FROM information_schema.column_privileges WHERE table_schema = database()
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
        pymysql = _driver.load("pymysql", TITLE.de)
        encrypt = address.tls("no" if address.local else "yes") != "no"
        with _driver.connecting(address, _REFUSED):
            self._db: Any = pymysql.connect(
                host=address.host or "localhost", port=address.port or 3306, user=address.user, password=secret,
                database=address.path, charset="utf8mb4", conv=pymysql.converters.encoders, connect_timeout=30,
                local_infile=False,
                ssl=tls.context(address) if encrypt else None, program_name="hanse",
            )  # fmt: skip
        self._error = pymysql.err.MySQLError
        self._streaming = pymysql.cursors.SSCursor
        self._others: list[str] = []
        self._rows("SET SESSION lock_wait_timeout = 5")
        self._rows("SET SESSION innodb_lock_wait_timeout = 5")
        self._rows("SET SESSION sql_mode = 'ANSI_QUOTES'")

    def _rows(self, sql: str) -> list[tuple[str, ...]]:
        with self._db.cursor() as cursor:
            cursor.execute(sql)
            return [tuple("" if cell is None else str(cell) for cell in row) for row in cursor.fetchall()]

    def relations(self) -> list[Relation]:
        """Return tables and views with what is declared of them."""
        with _driver.reading("information_schema"):
            columns = {n: list(some) for n, some in groupby(self._rows(_COLUMNS), key=itemgetter(0))}
            keys = {n: list(some) for n, some in groupby(self._rows(_KEYS), key=itemgetter(0))}
            found = self._rows(_RELATIONS)
        self._others = [name for name, kind, engine, _ in found if kind == "BASE TABLE" and engine != "InnoDB"]
        return [
            Relation(
                "", name, tuple(self._field(name, *column[1:]) for column in columns.get(name, [])), kind == "VIEW",
                "" if kind == "VIEW" else about, tuple(k[2] for k in keys.get(name, []) if k[1] == "PRIMARY"),
                _foreign(keys.get(name, [])),
            )
            for name, kind, _, about in found
        ]  # fmt: skip

    def _field(self, table: str, name: str, kind: str, declared: str, about: str) -> Field:
        column = self.quote(name)
        if kind in _BINARY or (kind == "bit" and declared != "bit(1)"):
            return Field(name, None, "", declared, about)
        if kind == "bit" or (declared.startswith("tinyint(1)") and self._is_boolean(table, column)):
            return Field(name, "boolean", f"{column} + 0", declared, about)
        return Field(name, _TYPES.get(kind, "text"), f"CAST({column} AS CHAR)", declared, about)

    def _is_boolean(self, table: str, column: str) -> bool:
        sql = f"SELECT 1 FROM {self.quote(table)} WHERE {column} NOT IN (0, 1) LIMIT 1"  # noqa: S608 - quoted
        try:
            return not self._rows(sql)
        except self._error:
            return False

    def writable(self, relations: list[Relation]) -> str:
        """Return rights that are more than reading. Tried by EXPLAIN, which needs the right and does nothing."""
        with _driver.reading("information_schema"):
            able = sorted({row[0] for row in self._rows(_ABLE)} - _READS)
        if able:
            return ", ".join(able[:5])
        tables = [r for r in relations if not r.view]
        return next((f"DELETE ON {r.name}" for r in tables[:50] if self._can_delete(r.name)), "")

    def _can_delete(self, table: str) -> bool:
        try:
            self._rows(f"EXPLAIN DELETE FROM {self.quote(table)} WHERE 1 = 0")  # noqa: S608 - quoted, and not executed
        except self._error:
            return False
        return True

    def begin(self) -> tuple[Finding, ...]:
        """Begin the snapshot; tables of other engines than InnoDB have none, and are told."""
        self._rows("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self._rows("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        return (_no_snapshot(self._others),) if self._others else ()

    def select(self, relation: Relation, columns: str, rest: str = "") -> Iterator[list[Cells]]:
        """Yield rows as they come, unbuffered."""
        sql = f"SELECT {columns} FROM {self.quote(relation.name)} {rest}"  # noqa: S608 - quoted
        with _driver.reading(relation.said), self._db.cursor(self._streaming) as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(_driver.BATCH):
                yield [tuple(row) for row in rows]

    def quote(self, name: str) -> str:
        """Return a name in double quotes (ANSI_QUOTES)."""
        return '"' + name.replace('"', '""') + '"'

    def close(self) -> None:
        """End the connection."""
        self._db.close()


def _foreign(keys: list[tuple[str, ...]]) -> tuple[Foreign, ...]:
    found = []
    for _, some in groupby((k for k in keys if k[3]), key=itemgetter(1)):
        parts = list(some)
        found.append(Foreign(tuple(p[2] for p in parts), parts[0][3], tuple(p[4] for p in parts)))
    return tuple(found)


def _no_snapshot(names: list[str]) -> Finding:
    listed = ", ".join(names[:20])
    words = Words(
        f"Nicht InnoDB, daher nicht vom selben Augenblick wie der Rest: {listed}",
        f"Not InnoDB, so not as of the same moment as the rest: {listed}",
    )
    return Finding("mysql.no-snapshot", "info", words)
