"""Saved queries back to SQL: Access keeps them in pieces, one row of MSysQueries for each clause.

Attributes and flags as Jackcess documents them (QueryFormat): 1 kind, 2 parameter, 3 options, 5 table, 6 column,
7 join, 8 where, 9 group by, 10 having, 11 order by.
"""

from collections.abc import Iterable

from hanse.readers.access.system import Row

_SELECT, _MAKE, _APPEND, _UPDATE, _DELETE, _CROSSTAB, _DDL, _PASS, _UNION = range(1, 10)
_JOINS = {1: "INNER JOIN", 2: "LEFT JOIN", 3: "RIGHT JOIN"}
_DISTINCT, _DISTINCTROW, _TOP, _PERCENT, _UNION_PLAIN = 0x02, 0x08, 0x10, 0x20, 0x02


class Query:
    """The rows of one query by attribute."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[int, list[Row]] = {}
        for row in rows:
            attribute = row.get("Attribute", "")
            self._rows.setdefault(int(attribute) if attribute.isdecimal() else -1, []).append(row)

    def sql(self) -> str:
        """Return the statement as Access would show it; "" when its kind isn't known."""
        head = self._first(1)
        kind = _flag(head)
        if kind in {_DDL, _PASS}:
            return head.get("Expression", "")
        body = {
            _SELECT: self._select,
            _MAKE: lambda: self._select(f"INTO {_quoted(head.get('Name1', ''))}"),
            _APPEND: lambda: self._append(head.get("Name1", "")),
            _UPDATE: self._update,
            _DELETE: lambda: _lines(f"DELETE {self._columns()}", self._from(), self._where()),
            _CROSSTAB: self._crosstab,
            _UNION: self._union,
        }.get(kind)
        return _lines(self._parameters(), body()) if body else ""

    def _select(self, into: str = "") -> str:
        return _lines(f"SELECT {self._options()}{self._columns()}", into, self._from(), self._where(), *self._rest())

    def _append(self, target: str) -> str:
        names = ", ".join(row.get("Name2", "") for row in self._all(6) if row.get("Name2"))
        return _lines(f"INSERT INTO {_quoted(target)}{f' ({names})' if names else ''}", self._select())

    def _update(self) -> str:
        changes = ", ".join(f"{row.get('Name2', '')} = {row.get('Expression', '')}" for row in self._all(6))
        return _lines(f"UPDATE {self._sources()}", f"SET {changes}", self._where())

    def _crosstab(self) -> str:
        values = [row for row in self._all(6) if _flag(row) == 0]
        pivot = [row.get("Expression", "") for row in self._all(6) if _flag(row) & 1]
        headings = ", ".join(_column(row) for row in self._all(6) if _flag(row) & 2)
        groups = ", ".join(row.get("Expression", "") for row in self._all(9) if _flag(row) & 2)
        return _lines(
            f"TRANSFORM {', '.join(map(_column, values))}",
            f"SELECT {headings}",
            self._from(),
            self._where(),
            f"GROUP BY {groups}" if groups else "",
            *self._rest()[1:],
            f"PIVOT {', '.join(pivot)}",
        )

    def _union(self) -> str:
        parts = [row.get("Expression", "").strip() for row in self._all(5)]
        joined = "UNION" if _flag(self._first(3)) & _UNION_PLAIN else "UNION ALL"
        return _lines(f"\n{joined}\n".join(parts), *self._rest()[2:])

    def _parameters(self) -> str:
        names = ", ".join(f"[{row.get('Name1', '')}]" for row in self._all(2))
        return f"PARAMETERS {names};" if names else ""

    def _options(self) -> str:
        options = self._first(3)
        flags = _flag(options)
        distinct = "DISTINCT " if flags & _DISTINCT else "DISTINCTROW " if flags & _DISTINCTROW else ""
        if not flags & _TOP:
            return distinct
        return f"{distinct}TOP {options.get('Name1', '')} {'PERCENT ' if flags & _PERCENT else ''}"

    def _columns(self) -> str:
        return ", ".join(_column(row) for row in self._all(6)) or "*"

    def _from(self) -> str:
        sources = self._sources()
        return f"FROM {sources}" if sources else ""

    def _sources(self) -> str:
        """Return the tables with their joins: each join melts the two groups that its sides stand in."""
        groups = [({row.get("Name2") or row.get("Name1", "")}, _source(row)) for row in self._all(5)]
        for left, right, kind, condition in self._joins():
            lefts = [g for g in groups if left in g[0]]
            rights = [g for g in groups if right in g[0]]
            if not lefts or not rights or lefts[0] is rights[0]:
                continue
            text = f"{_nested(lefts[0])} {kind} {_nested(rights[0])} ON {condition}"
            groups = [g for g in groups if g is not lefts[0] and g is not rights[0]]
            groups.append((lefts[0][0] | rights[0][0], text))
        return ", ".join(text for _, text in groups)

    def _joins(self) -> list[tuple[str, str, str, str]]:
        """Return (left, right, kind, condition); several conditions between the same two tables become one."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for row in self._all(7):
            kind = _JOINS.get(_flag(row), "INNER JOIN")
            key = (row.get("Name1", ""), row.get("Name2", ""), kind)
            found.setdefault(key, []).append(row.get("Expression", ""))
        return [
            (left, right, kind, each[0] if len(each) == 1 else " AND ".join(f"({one})" for one in each))
            for (left, right, kind), each in found.items()
        ]

    def _where(self) -> str:
        return next((f"WHERE {row.get('Expression', '')}" for row in self._all(8)), "")

    def _rest(self) -> tuple[str, str, str]:
        groups = ", ".join(row.get("Expression", "") for row in self._all(9))
        having = next((f"HAVING {row.get('Expression', '')}" for row in self._all(10)), "")
        order = ", ".join(f"{r.get('Expression', '')}{' DESC' if r.get('Name1') == 'D' else ''}" for r in self._all(11))
        return f"GROUP BY {groups}" if groups else "", having, f"ORDER BY {order}" if order else ""

    def _all(self, attribute: int) -> list[Row]:
        return self._rows.get(attribute, [])

    def _first(self, attribute: int) -> Row:
        return next(iter(self._all(attribute)), {})


def _flag(row: Row) -> int:
    text = row.get("Flag", "")
    return int(text) if text.isdecimal() else 0


def _column(row: Row) -> str:
    name = row.get("Name1", "")
    return f"{row.get('Expression', '')}{f' AS {_quoted(name)}' if name else ''}"


def _source(row: Row) -> str:
    table = f"({row['Expression']})" if row.get("Expression") else _quoted(row.get("Name1", ""))
    alias = row.get("Name2", "")
    return f"{table} AS {_quoted(alias)}" if alias else table


def _nested(group: tuple[set[str], str]) -> str:
    return group[1] if len(group[0]) == 1 else f"({group[1]})"


def _quoted(name: str) -> str:
    return name if name.replace("_", "").isalnum() else f"[{name}]"


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
