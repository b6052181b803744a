"""Tells where two sources say different things of the same: an invoice of 119,00 here and of 120,00 there.

Only things that each of the two tables has once are compared. What is found is a finding of the row that doesn't count.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import apsw
import msgspec

from hanse.records import Finding
from hanse.store import catalogue
from hanse.store.database import Store
from hanse.store.tableparts import place_of
from hanse.tables import wording
from hanse.tables.execute import Executor
from hanse.tables.frames import Statement
from hanse.tables.views.build import Made
from hanse.tables.views.model import ViewColumn
from hanse.words import Lang, Words

CODE = "views.difference"
MOST = 100  # findings of one view; from there on they are only counted
OTHER = """
    WITH once AS (SELECT * FROM read_parquet(?) QUALIFY count(*) OVER (PARTITION BY _key, _rank) = 1),
    best AS (SELECT * FROM once QUALIFY min(_rank) OVER (PARTITION BY _key) = _rank)
    SELECT b._part, b._row, o._part, o._row, b.{key}, b.{c}, o.{c} FROM best b JOIN once o USING (_key)
    WHERE o._rank > b._rank AND {unlike} ORDER BY 3, 4 LIMIT {most}
"""


class Difference(msgspec.Struct, frozen=True):
    """Two rows, as part and number, of the same thing: the one that counts and the other; what each says."""

    name: str
    best: tuple[int, int]
    other: tuple[int, int]
    column: ViewColumn
    said: tuple[str, str]


def tell(store: Store, fresh: Sequence[Made], current: Iterable[Made]) -> int:
    """Write down the differences within views that were made anew, in place of those before; return how many."""
    names = {m.name for m in current}
    found: dict[str, list[Difference]] = {}
    if fresh:
        with Executor(store.home) as executor:
            found = {m.name: list(_of(store, executor, m)) for m in fresh}
    with store.write() as db:
        codes = (row[0] for row in store.rows("SELECT DISTINCT code FROM findings WHERE code LIKE ?", (f"{CODE}.%",)))
        for code in codes:
            if (name := code.removeprefix(f"{CODE}.")) in found or name not in names:
                db.execute("DELETE FROM findings WHERE code = ?", (code,))
        for name, differences in found.items():
            for difference in differences:
                _put(store, db, f"{CODE}.{name}", difference)
    return sum(map(len, found.values()))


def _of(store: Store, executor: Executor, m: Made) -> Iterator[Difference]:
    path = (("text", str((store.home / "tables" / m.file).resolve())),)
    for name in m.view.compared:
        column = m.view.column[m.view.at(name)]
        c = f"c{m.view.at(name)}"
        unlike = f"abs(b.{c} - o.{c}) >= 0.01" if column.type == "decimal" else f"b.{c} <> o.{c}"
        sql = OTHER.format(key=f"c{m.view.at(m.view.key[0])}", c=c, unlike=unlike, most=MOST)
        for row in executor.run([Statement(sql, path, cap=0)])[0].rows:
            a, b, d, e = (int(str(n)) for n in row[:4])
            yield Difference(str(row[4]), (a, b), (d, e), column, (str(row[5]), str(row[6])))


def _put(store: Store, db: apsw.Connection, code: str, found: Difference) -> None:
    """Store a finding at the row that doesn't count; of a source that its reader may not see it tells no value."""
    (best, _), (other, place) = place_of(store, *found.best), place_of(store, *found.other)
    ((item, inner),) = db.execute("SELECT item_id, inner FROM table_parts WHERE id = ?", (found.other[0],))
    shown = best.name if best.source == other.source else ""
    words = Words(_words(found, other.name, shown, "de"), _words(found, other.name, shown, "en"))
    catalogue.add_finding(db, int(item), str(inner), Finding(code, "warning", words, place))


def _words(found: Difference, here: str, there: str, lang: Lang) -> str:
    best, other = (_value(text, found.column, lang) for text in found.said)
    title = found.column.title.say(lang)
    if not there:
        return (
            f"{title} von {found.name} ist in {here} {other}, in einer anderen Quelle anders. Bitte vergleichen."
            if lang == "de"
            else f"{title} of {found.name} is {other} in {here}, and different in another source. Please compare."
        )
    if lang == "de":
        return f"{title} von {found.name} ist in {here} {other} und in {there} {best}. Gezählt wird {best}."
    return f"{title} of {found.name} is {other} in {here} and {best} in {there}. What counts is {best}."


def _value(text: str, column: ViewColumn, lang: Lang) -> str:
    if column.type == "decimal":
        return wording.cell(Decimal(text), "money", lang)
    return wording.cell(date.fromisoformat(text[:10]), "date", lang) if column.type == "date" else text
