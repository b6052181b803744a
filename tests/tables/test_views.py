"""Views of a common model: the same invoice in several sources counts once, and what they say apart is told."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hanse import readers
from hanse.readers.item import Item
from hanse.records import Cell, Column, ColumnType, Counts, Place, Question, Table
from hanse.store import catalogue, tablefiles, tableparts
from hanse.store.catalogue import Facts
from hanse.store.database import Store
from hanse.tables import differences, values
from hanse.tables import schema as schemas
from hanse.tables.ask import TableAnswer, answer_over
from hanse.tables.columns import meaning
from hanse.tables.execute import Executor
from hanse.tables.views import build, model
from hanse.tables.views.phrases import without

D = Decimal
SAMPLES = Path(__file__).parents[1] / "readers" / "samples"
READ = (
    "datev/EXTF_Buchungsstapel_700.csv",
    "datev/EXTF_DebKred.csv",
    "einvoice/rechnung-ubl.xml",
    "datanorm/DATANORM.001",
)
HEAD_KIND = "invoice.head"
BOOK: dict[str, ColumnType] = {
    "RENR": "text", "REDATUM": "date", "KDNR": "integer", "NETTO": "decimal", "BRUTTO": "decimal", "OFFEN": "decimal",
}  # fmt: skip
BOOK_ROWS: list[tuple[Cell, ...]] = [
    ("RE-1", date(2026, 1, 5), 10001, D("100.00"), D("119.00"), D(0)),
    ("RE-2", date(2026, 2, 5), 10002, D("200.00"), D("238.00"), D("238.00")),
    ("RE-3", date(2026, 3, 5), 10001, D("300.00"), D("357.00"), D(0)),
]
HEAD: dict[str, ColumnType] = {
    "Rechnungsnummer": "text", "Rechnungsdatum": "date", "Verkäufer": "text", "Käufer": "text", "Netto": "decimal",
    "Brutto": "decimal",
}  # fmt: skip
HEAD_ROWS: list[tuple[Cell, ...]] = [
    ("RE-1", date(2026, 1, 5), "Wir GmbH", "Müller AG", D("100.00"), D("120.00")),
    ("RE-4", date(2026, 4, 5), "Wir GmbH", "Neu KG", D("400.00"), D("476.00")),
    ("RE-3", date(2026, 3, 5), "Wir GmbH", "Müller AG", D("300.00"), D("357.00")),
    ("4711", date(2026, 4, 6), "Großhandel OHG", "Wir GmbH", D("999.00"), D("1188.81")),
]
LEGS: dict[str, ColumnType] = {
    "Belegdatum": "date", "Belegfeld 1": "text", "Konto": "text", "Kontenname": "text", "Kontoart": "text",
    "Gegenkonto": "text", "S/H": "text", "Soll": "decimal",
}  # fmt: skip
LEG_ROWS: list[tuple[Cell, ...]] = [
    (date(2026, 2, 5), "RE-2", "10002", "Schmidt", "Debitor", "8400", "S", D("238.00")),
    (date(2026, 5, 5), "RE-5", "10002", "Schmidt", "Debitor", "8400", "S", D("500.00")),
    (date(2026, 5, 5), "RE-5", "10002", "Schmidt", "Debitor", "8300", "S", D("95.00")),
    (date(2026, 1, 1), "EB", "10002", "Schmidt", "Debitor", "9000", "S", D("7.00")),
    (date(2026, 5, 5), "RE-5", "8400", "Erlöse", "Sachkonto", "10002", "H", None),
]


def table(name: str, names: dict[str, ColumnType], rows: list[tuple[Cell, ...]], kind: str = "") -> Table:
    """Return a table as a reader makes it."""
    made, keys = tuple(Column(n, n, t) for n, t in names.items()), ("Rechnungsnummer",) if kind == HEAD_KIND else ()
    return Table(name, name, made, tuple(rows), tuple(Place(line=n + 2) for n in range(len(rows))), keys, kind)


def put(store: Store, source: int, path: str, found: Table) -> None:
    """Store a table as if it had been read from a file."""
    counts = Counts(len(found.rows), len(found.rows))
    with store.write() as db:
        item = catalogue.put_item(db, source, Facts(path, 1, 1, path, "x", readable=True, counts=counts))
        tableparts.add_part(db, item, "", found)


def learned(store: Store) -> list[build.Made]:
    """Bring files, views and index in line, and return the views that are new."""
    tablefiles.refresh(store)
    fresh = build.refresh(store)
    differences.tell(store, fresh, build.made(store))
    values.index(store)
    return fresh


def ask(store: Store, text: str, sources: list[int]) -> TableAnswer:
    """Answer a question as somebody who may see these sources."""
    with Executor(store.home) as executor:
        return answer_over(store, executor, Question(text, 1, date(2026, 11, 23)), schemas.load(store, sources))


def figure(found: TableAnswer) -> object:
    """Return the one figure of an answer."""
    assert found.result, found.refusal
    return found.result.rows[0][0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a firm with its own book in dBase, e-invoices in and out, and DATEV of the tax adviser in another source."""
    with Store(tmp_path) as opened:
        first, second = (catalogue.link(opened, "folder", place, []) for place in ("/a", "/b"))
        put(opened, first, "BUCH.DBF", table("rechbuch_rechnungen", BOOK, BOOK_ROWS))
        put(opened, first, "rechnung.xml", table("rechnungen", HEAD, HEAD_ROWS, HEAD_KIND))
        put(opened, second, "EXTF.csv", table("buchungen_je_konto", LEGS, LEG_ROWS, "datev.legs"))
        learned(opened)
        yield opened


def test_each_column_of_each_view_is_understood_as_what_it_is() -> None:
    for view in model.views().values():
        made = build.Made(view.name, "v.x.parquet", 1, ()).table()
        for column, c in zip(view.column, made.columns, strict=True):
            found = meaning(made, c)
            assert f"{found.entity}.{found.attribute}" in column.means, (view.name, column.name)


def test_each_rule_fills_columns_that_its_view_has() -> None:
    for view in model.views().values():
        names = {column.name for column in view.column}
        assert {*view.needs, *view.either, *view.key, *view.compared} <= names
        assert all(set(rule.columns) <= names for rule in view.rule)


def test_each_rule_names_columns_that_the_reader_of_its_kind_writes() -> None:
    written = {t.kind: {c.name for c in t.columns} for name in READ for t in _read(SAMPLES / name)}
    for view in model.views().values():
        for rule in view.rule:
            taken = {name for names in rule.columns.values() for name in names} | {where.column for where in rule.where}
            assert taken <= written[rule.kind], (view.name, rule.kind)


def _read(path: Path) -> tuple[Table, ...]:
    item = Item.at(path)
    return readers.best(item).read(item).tables


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Umsatz 2025 über alle Quellen", "Umsatz 2025"),
        ("Wie viele Rechnungen gibt es in allen Systemen?", "Wie viele Rechnungen gibt es?"),
        ("turnover 2025 across all sources", "turnover 2025"),
        ("Umsatz aller Quellen in der Nähe", ""),
        ("Umsatz 2025", ""),
    ],
)
def test_a_question_says_that_it_means_all_sources(text: str, rest: str) -> None:
    assert without(text) == rest


def test_the_same_invoice_in_three_sources_counts_once(store: Store) -> None:
    assert figure(ask(store, "Wie viele Rechnungen gibt es in allen Quellen?", [1, 2])) == 5
    found = ask(store, "Summe Brutto der Rechnungen über alle Quellen", [1, 2])
    assert figure(found) == D("120.00") + D("238.00") + D("357.00") + D("476.00") + D("595.00")


def test_the_invoices_of_others_are_not_among_the_firms_own(store: Store) -> None:
    parts = {part.name: part for part in build.made(store)[0].parts}
    assert (parts["rechnungen"].sellers, parts["rechnungen"].rows) == (("WIRGMBH",), 3)


def test_rows_of_one_document_in_the_books_are_one_invoice_and_opening_balances_are_none(store: Store) -> None:
    parts = {part.name: part.rows for part in build.made(store)[0].parts}
    assert parts["buchungen_je_konto"] == 2


def test_who_may_not_see_a_source_gets_the_rows_of_the_others(store: Store) -> None:
    assert figure(ask(store, "Wie viele Rechnungen gibt es in allen Quellen?", [1])) == 4
    assert schemas.load(store, [2]).over is None


def test_an_answer_names_the_view_and_its_sources_and_quotes_the_rows_where_they_stand(store: Store) -> None:
    found = ask(store, "Summe Brutto der Rechnungen im Mai 2026 über alle Quellen", [1, 2])
    assert found.result
    assert "„Rechnungen aus allen Quellen“ (rechnung.xml, BUCH.DBF, EXTF.csv)" in found.result.words.de
    cited = found.result.sources[0]
    assert (cited.origin.path, cited.place.line) == ("EXTF.csv", 3)
    assert "Belegfeld 1: RE-5" in cited.quote


def test_what_only_another_source_knows_fills_the_row_that_counts(store: Store) -> None:
    assert figure(ask(store, "Summe Offen der Rechnungen über alle Quellen", [1, 2])) == D("238.00")
    found = ask(store, "Rechnungen von Kunde 10001 über alle Quellen: Summe Brutto", [1, 2])
    assert figure(found) == D("477.00")


def test_an_invoice_that_one_table_has_twice_counts_once_unless_the_two_differ(store: Store) -> None:
    put(store, 1, "kopie.pdf", table("rechnungen", HEAD, [HEAD_ROWS[1]], HEAD_KIND))
    learned(store)
    assert figure(ask(store, "Wie viele Rechnungen gibt es in allen Quellen?", [1, 2])) == 5
    put(store, 1, "andere.pdf", table("rechnungen", HEAD, [(*HEAD_ROWS[1][:5], D("477.00"))], HEAD_KIND))
    learned(store)
    assert figure(ask(store, "Wie viele Rechnungen gibt es in allen Quellen?", [1, 2])) == 6


def test_hanse_answers_by_the_view_where_it_would_ask_back_between_its_tables(store: Store) -> None:
    old = [(f"A-{n}", date(2025, n, 5), 10001, D(10), D("11.90"), D(0)) for n in (1, 2, 3)]
    names = {"Rechnungsnr": "text", "Datum": "date", "Kundennr": "integer", "Netto": "decimal", "Brutto": "decimal"}
    put(store, 1, "alt.csv", table("fakturen_rechnungen", names, [row[:5] for row in old]))  # type: ignore[arg-type]
    learned(store)
    schema = schemas.load(store, [1, 2])
    question, whole = Question("Summe Netto der Rechnungen", 1, date(2026, 11, 23)), schema.over
    with Executor(store.home) as executor:
        schema.over = None
        before = answer_over(store, executor, question, schema)
        schema.over = whole
        after = answer_over(store, executor, question, schema)
    assert before.verdict == "choose"
    assert figure(after) == D("1030.00")


def test_sources_that_differ_are_told_at_the_row_that_does_not_count(store: Store) -> None:
    found = [f.finding for f in catalogue.findings(store, 1) if f.finding.code.startswith(differences.CODE)]
    assert [f.message.de for f in found] == [
        "Brutto von RE-1 ist in BUCH.DBF 119,00 € und in rechnung.xml 120,00 €. Gezählt wird 120,00 €."
    ]
    assert found[0].place.line == 2


def test_a_difference_that_is_gone_is_told_no_more(store: Store) -> None:
    right = [("RE-1", *BOOK_ROWS[0][1:4], D("120.00"), D(0)), *BOOK_ROWS[1:]]
    put(store, 1, "BUCH.DBF", table("rechbuch_rechnungen", BOOK, right))
    learned(store)
    assert not [f for f in catalogue.findings(store, 1) if f.finding.code.startswith(differences.CODE)]


def test_a_view_of_which_only_one_table_is_left_goes(store: Store) -> None:
    with store.write() as db:
        for known in (*catalogue.known_items(store, 2).values(), catalogue.known_items(store, 1)["rechnung.xml"]):
            catalogue.drop_item(db, known.id)
    learned(store)
    assert build.made(store) == []
    assert schemas.load(store, [1]).over is None
    assert not list((store.home / "tables").glob("v.*"))


def test_nothing_is_made_again_while_nothing_has_changed(store: Store) -> None:
    assert learned(store) == []


def test_what_papers_say_beside_is_looked_at_only_where_no_other_table_has_an_answer(store: Store) -> None:
    phones: list[tuple[Cell, ...]] = [("Bärbel Tönsfeldt", "Buchhaltung", "51")]
    others: list[tuple[Cell, ...]] = [("RE-1", "Buchhaltung", "040 800")]
    names: dict[str, ColumnType] = {"Name": "text", "Aufgabe": "text", "Durchwahl": "text"}
    wide: dict[str, ColumnType] = {"Rechnungsnummer": "text", "Ansprechpartner": "text", "Telefon": "text"}
    put(store, 1, "liste.html", table("telefonliste", names, phones))
    put(store, 1, "rechnung-2.xml", table("rechnungsparteien", wide, others, "invoice.parties"))
    learned(store)
    schema = schemas.load(store, [1])
    assert "rechnungsparteien" not in {entry.name for entry in schema.tables.values()}
    assert schema.beside
    assert "rechnungsparteien" in {entry.name for entry in schema.beside.tables.values()}
    assert figure(ask(store, "Welche Durchwahl hat die Buchhaltung?", [1])) == "51"
