"""The SQL that makes a view's rows of its contributions. Values are ours or bound; columns are c0, c1, ..."""

from pathlib import Path

from hanse.records import ColumnType
from hanse.store.bulkparts import relation
from hanse.tables.views.model import View
from hanse.tables.views.rules import Contribution

CAST: dict[ColumnType, str] = {"decimal": "DECIMAL(38, 4)", "date": "DATE", "text": "VARCHAR"}
PLAIN = "nullif(ltrim(regexp_replace(upper(CAST({x} AS VARCHAR)), '[^0-9A-ZÄÖÜß]', '', 'g'), '0'), '')"
TEXT = "nullif(trim(CAST(c{i} AS VARCHAR)), '')"
SUM, FIRST = "sum(c{i})::DECIMAL(38, 4)", "arg_min(c{i}, _row)"
AMOUNT = "CAST(CAST({x} AS DECIMAL(38, 2)) AS VARCHAR)"


def rows(view: View, found: Contribution, rank: int, folder: Path) -> tuple[str, list[str]]:
    """Return the rows of one contribution, and the values of its "?".

    Its columns are _part, _row, _source, _rank, _key, _same, c0, ...
    """
    pairs = zip(view.column, found.taken, strict=True)
    cells = ", ".join(f"{_cell(places, c.type)} AS c{i}" for i, (c, places) in enumerate(pairs))
    conditions, values = _conditions(found)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    source = f"SELECT _part, _row, _source, {cells} FROM {relation(found.file)} {where}"  # noqa: S608 - all ours
    place = f"_part, _row, _source, {rank} AS _rank, {_key(view)} AS _key, {_same(view, found)} AS _same"
    keyed = f"SELECT {place}, {_listed(view)} FROM ({source})"  # noqa: S608 - all ours
    path = str((folder / found.file).resolve())
    return (_together(view, keyed) if found.together else keyed), [path, *values]


def sellers(view: View, found: Contribution) -> str:
    """Return the query for the numbers that one contribution holds by who wrote them: (number, seller)."""
    number = found.taken[view.at(view.key[0])][0]
    written = PLAIN.format(x=f"c{found.seller}") if found.seller is not None else "NULL"
    return f"SELECT DISTINCT {PLAIN.format(x=f'c{number}')}, {written} FROM {relation(found.file)}"  # noqa: S608


def _cell(places: tuple[int, ...], kind: ColumnType) -> str:
    if not places:
        return f"CAST(NULL AS {CAST[kind]})"
    if kind == "text":
        return f"coalesce({', '.join(TEXT.format(i=i) for i in places)})"
    return f"CAST(coalesce({', '.join(f'c{i}' for i in places)}) AS {CAST[kind]})"


def _conditions(found: Contribution) -> tuple[list[str], list[str]]:
    made = [f"regexp_full_match(CAST(c{i} AS VARCHAR), ?)" for i, _ in found.where]
    values = [pattern for _, pattern in found.where]
    if found.seller is not None:
        made.append(f"{PLAIN.format(x=f'c{found.seller}')} IN ({', '.join('?' for _ in found.sellers)})")
        values += found.sellers
    return made, values


def _key(view: View) -> str:
    """Return the key as text; a row without one is a thing of its own."""
    kinds = {column.name: column.type for column in view.column}
    parts = [(AMOUNT if kinds[n] == "decimal" else PLAIN).format(x=f"c{view.at(n)}") for n in view.key]
    joined = " || '|' || ".join(parts)
    return f"coalesce({joined}, '_' || _part || ':' || _row)"


def _same(view: View, found: Contribution) -> str:
    """Return what rows of one table must have in common, beside their key, to be the same; nothing else is alike."""
    said = ", ".join(f"c{view.at(name)}" for name in view.compared)
    return f"concat_ws('|', '', {said})" if found.once and said else "_part || ':' || _row"


def _listed(view: View) -> str:
    return ", ".join(f"c{i}" for i in range(len(view.column)))


def _together(view: View, keyed: str) -> str:
    """Return rows with one for each key and file: amounts added up, all else as in the first row."""
    cells = ", ".join(
        f"{(SUM if c.role == 'amount' else FIRST).format(i=i)} AS c{i}" for i, c in enumerate(view.column)
    )
    grouped = "SELECT _part, min(_row) AS _row, _source, _rank, _key, min(_same) AS _same"
    return f"{grouped}, {cells} FROM ({keyed}) GROUP BY _part, _source, _rank, _key"
