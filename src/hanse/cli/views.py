"""hanse views: what there is of all sources together, and where each column comes from."""

import typer

from hanse.cli.door import Home, Json, guarded, people, print_json, to_plain
from hanse.flow.house import House
from hanse.tables.views.listing import ColumnRule, Listed, Source, listed
from hanse.words import Lang, Words

app = typer.Typer(add_completion=False)
NONE = Words(
    "Noch keine: eine Sicht entsteht, sobald mindestens zwei Tabellen dasselbe enthalten, etwa Rechnungen.",
    "None yet: a view is made as soon as at least two tables hold the same, for instance invoices.",
)


@app.command()
def views(*, home: Home = None, json: Json = False) -> None:
    """Sichten über alle Quellen und die Regel jeder Spalte / views over all sources, and each column's rule."""
    with guarded(home=home, json=json) as config, House(config) as house:
        found = listed(house.store)
        if json:
            print_json([to_plain(view) for view in found])
            return
        lines = [line for view in found for line in _told(view, config.lang)] or [NONE.say(config.lang)]
        people.print("\n".join(lines), markup=False)


def _told(view: Listed, lang: Lang) -> list[str]:
    key = ", ".join(view.key)
    same = Words(
        f"{view.rows} Zeilen; gleich heißt: gleiche {key}. Dann zählt die oberste Quelle.",
        f"{view.rows} rows; the same means: the same {key}. Then the topmost source counts.",
    )
    head = [f"{view.title.say(lang)} ({view.name}): {same.say(lang)}"]
    return [*head, *(_source(s, lang) for s in view.sources), *(_column(c, lang) for c in view.columns), ""]


def _source(source: Source, lang: Lang) -> str:
    rows = Words(f"{source.rows} Zeilen", f"{source.rows} rows").say(lang)
    return f"  {source.table} {source.path}: {rows}, {source.why.say(lang)}".replace(" :", ":")


def _column(column: ColumnRule, lang: Lang) -> str:
    taken = "; ".join(f"{one.column} ({one.table})" for one in column.taken) or "–"
    filled = Words("; fehlt es, aus der nächsten Quelle", "; if missing, from the next source").say(lang)
    term = f" [{column.term}]" if column.term else ""
    return f"    {column.title.say(lang)}{term}: {taken}{filled if column.filled and len(column.taken) > 1 else ''}"
