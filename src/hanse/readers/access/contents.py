"""All of an Access database to tables, documents and findings: rows checked against the file's own count."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from hanse.errors import Unreadable
from hanse.readers.access import findings as say
from hanse.readers.access.cells import attachment, cell, moments
from hanse.readers.access.queries import Query
from hanse.readers.access.schema import Field, described, fields, keys
from hanse.readers.access.system import Catalogue, Hidden, catalogue
from hanse.readers.access.tools import NULL, Database, Failed
from hanse.readers.item import Item
from hanse.records import (
    Block,
    Cell,
    Check,
    Column,
    Counts,
    Document,
    Finding,
    Foreign,
    Inside,
    Place,
    Reading,
    Role,
    Table,
)

_FILE = "FileData"  # the column of an attachment that holds the file itself
_GUID = re.compile(r"_[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$")
_MOST = 20  # findings about cells of one column; from there on they are only counted


class _Contents:
    """What has been read so far."""

    def __init__(self, database: Database, told: list[Finding]) -> None:
        self.database = database
        self.findings = told
        self.tables: list[Table] = []
        self.checks: list[Check] = []
        self.inside: list[Inside] = []
        self.rejected = 0

    def table(self, frame: Table, source: str, found: list[Field]) -> None:
        """Fill the frame of a table from its source; one that mdbtools fails on becomes an error finding."""
        name = frame.name
        try:
            about = self._described(source, found)
            rows = self.database.rows(source)
            stated = self.database.count(source)
        except Failed as error:
            self.rejected += 1
            self.findings.append(say.table_failed(name, str(error)))
            return
        shown = [field for field in about[0] if not field.binary and not field.expression]
        binary = [f.name for f in about[0] if f.binary and f.name != _FILE]
        self.findings += say.left_out(name, binary, _calculated(about[0]))
        body, header = rows[1:], rows[0] if rows else []
        whole = [(n, row) for n, row in enumerate(body, 1) if len(row) == len(header)]
        self._broken(name, header, body)
        columns, cells = self._columns(name, shown, header, whole)
        places = tuple(Place(table=name, record=n) for n, _ in whole)
        made = tuple(zip(*cells, strict=True)) if cells else tuple(() for _ in whole)
        self.tables.append(replace(frame, columns=tuple(columns), rows=made, places=places, about=about[1]))
        self._counted(name, stated, len(body))

    def _described(self, name: str, found: list[Field]) -> tuple[list[Field], str]:
        try:
            return described(found, self.database.properties(name))
        except Failed:  # a table without properties is nothing to report
            return found, ""

    def _broken(self, name: str, header: list[str], body: list[list[str]]) -> None:
        for n, row in enumerate(body, 1):
            if len(row) != len(header):
                self.rejected += 1
                self.findings.append(say.row(name, n, ",".join(row)))

    def _counted(self, name: str, stated: int | None, read: int) -> None:
        held = None if stated is None else stated == read
        words = say.COUNT(name)
        place = Place(table=name)
        self.checks.append(Check("access.rows", words, held, "" if stated is None else str(stated), str(read), place))
        if held is False:
            self.findings.append(say.count(name, stated or 0, read))

    def _columns(
        self, name: str, shown: list[Field], header: list[str], rows: list[tuple[int, list[str]]]
    ) -> tuple[list[Column], list[list[Cell]]]:
        columns: list[Column] = []
        cells: list[list[Cell]] = []
        for field in shown:
            if field.name not in header:
                continue
            at = header.index(field.name)
            values = self._values(name, field, [(n, row[at]) for n, row in rows])
            kind = field.type
            if kind == "datetime":
                kind, values = moments(values)
            columns.append(
                Column(
                    field.name,
                    field.caption or _GUID.sub("", field.name),
                    kind,
                    field.about,
                    _role(field),
                    _unit(field),
                )
            )
            cells.append(values)
        return columns, cells

    def _values(self, name: str, field: Field, texts: list[tuple[int, str]]) -> list[Cell]:
        values: list[Cell] = []
        wrong: list[tuple[int, str]] = []
        for n, text in texts:
            try:
                values.append(None if text == NULL else cell(field.type, text))
            except ValueError:
                values.append(None)
                wrong.append((n, text))
        self.findings += [say.value(field.name, text, Place(table=name, record=n)) for n, text in wrong[:_MOST]]
        if len(wrong) > _MOST:
            self.findings.append(say.more_values(field.name, len(wrong) - _MOST, Place(table=name)))
        return values

    def hidden(self, entry: Hidden, found: list[Field]) -> None:
        """Read the hidden table behind a column: a table of its own, its attachments as items inside."""
        key = next((f.name for f in found if f.name == f"_{entry.column}"), "")
        foreign = (Foreign((key,), entry.table, (entry.column,)),) if key else ()
        shown = _GUID.sub("", entry.column)
        name = f"{entry.table}_{shown}"
        self.table(Table(name, f"{entry.table}: {shown}", (), (), (), foreign=foreign), entry.flat, found)
        if any(field.name == _FILE for field in found):
            self._attachments(entry.flat, name)

    def _attachments(self, flat: str, name: str) -> None:
        try:
            rows = self.database.rows(flat, binary="hex")
        except Failed as error:
            self.findings.append(say.attachments_failed(name, str(error)))
            return
        header = rows[0] if rows else []
        for n, row in enumerate(rows[1:], 1):
            try:
                data, title = header.index(_FILE), header.index("FileName")
                self.inside.append(Inside(f"{n}:{row[title]}", attachment("" if row[data] == NULL else row[data])))
            except (ValueError, IndexError):
                self.findings.append(say.attachment(name, Place(table=name, record=n)))


def reading(reader: str, item: Item, database: Database, told: list[Finding]) -> Reading:
    """Return everything. Raises Unreadable when mdbtools can't even list what there is."""
    try:
        listed = catalogue(database)
        found = fields(database.schema("access"))
    except Failed as error:
        raise Unreadable(say.BROKEN(item.name, str(error)), hint=say.BACKUP) from error
    contents = _Contents(database, told)
    _read_tables(contents, listed, found)
    contents.findings += [say.linked(entry.name, entry.target, entry.foreign_name) for entry in listed.linked]
    contents.findings += say.internal(listed)
    documents = tuple(_documents(listed, contents.findings))
    out = sum(len(table.rows) for table in contents.tables) + len(documents)
    return Reading(
        reader,
        documents,
        tuple(contents.tables),
        tuple(contents.findings),
        Counts(out + contents.rejected, out, contents.rejected),
        tuple(contents.inside),
        tuple(contents.checks),
    )


def _read_tables(contents: _Contents, listed: Catalogue, found: dict[str, list[Field]]) -> None:
    key = _keys(contents.database)
    for entry in listed.tables:
        foreign = listed.foreign.get(entry.name, ())
        frame = Table(entry.name, entry.name, (), (), (), key.get(entry.name, ()), foreign=foreign)
        contents.table(frame, entry.name, found.get(entry.name, []))
    own = {entry.name for entry in listed.tables}
    for hidden in listed.hidden:
        if hidden.table in own:
            contents.hidden(hidden, _flat_fields(contents.database, hidden.flat))


def _flat_fields(database: Database, table: str) -> list[Field]:
    try:
        return fields(database.schema("access", table)).get(table, [])
    except Failed:
        return []


def _keys(database: Database) -> dict[str, tuple[str, ...]]:
    try:
        return keys(database.schema("mysql"))
    except Failed:
        return {}


def _documents(listed: Catalogue, findings: list[Finding]) -> Iterator[Document]:
    for entry in listed.saved:
        if entry.name.startswith("~"):
            continue
        sql = Query(listed.queries.get(entry.name, [])).sql().replace("\r\n", "\n")
        if not sql:
            findings.append(say.query(entry.name))
            sql = "?"
        yield Document(entry.name, (Block(sql, Place(section=entry.name), "code"),))


def _calculated(found: list[Field]) -> list[tuple[str, str]]:
    return [(field.name, field.expression) for field in found if field.expression]


def _role(field: Field) -> Role:
    return "amount" if field.kind == "Currency" else "flag" if field.kind == "Boolean" else ""


def _unit(field: Field) -> str:
    return "EUR" if "€" in field.format and field.type == "decimal" else ""
