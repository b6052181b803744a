"""Tables that the lexicon knows nothing of, a haulier's and a club's, asked in the words of their titles."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.tables.conftest import Firm, put, table

from hanse.records import Cell
from hanse.store import catalogue, tablefiles
from hanse.store.database import Store
from hanse.tables import schema as schemas
from hanse.tables import values
from hanse.tables.execute import Executor

D = Decimal
TOURS: list[tuple[Cell, ...]] = [
    ("T1", date(2025, 3, 4), "SE-A 1", "Baustoffe Lühr", "Hamburg", 210, D("820.00"), "gefahren"),
    ("T2", date(2025, 5, 9), "SE-B 2", "Getränke Wiese", "Berlin", 480, D("1450.00"), "gefahren"),
    ("T3", date(2026, 5, 2), "SE-A 1", "Baustoffe Lühr", "Kiel", 90, D("310.50"), "storniert"),
    ("T4", date(2026, 9, 1), "SE-A 1", "Getränke Wiese", "Berlin", 470, D("1390.00"), "gefahren"),
]
TRUCKS: list[tuple[Cell, ...]] = [
    ("SE-A 1", "MAN", 2018, date(2026, 12, 31), None),
    ("SE-B 2", "Scania", 2021, date(2027, 5, 31), date(2026, 1, 5)),
]
FUEL: list[tuple[Cell, ...]] = [
    ("7001", date(2026, 5, 2), "SE-A 1", "Shell Neumünster", D("310.5"), D("500.00")),
    ("7002", date(2026, 5, 20), "SE-B 2", "Aral Kiel", D("100"), D("160.00")),
]
MEMBERS: list[tuple[Cell, ...]] = [
    (1, "Harms", "Gesa", date(2012, 2, 1), None),
    (2, "Ihde", "Nils", date(2019, 6, 1), date(2026, 3, 31)),
]
PRICES = {"2025": [("Öl", D("9.50"))], "2026": [("Öl", D("10.90"))]}
RIGHT = {
    "Wie viele Touren hatten wir 2025?": "2",
    "Fracht je Auftraggeber": "Getränke Wiese: 2.840,00 €; Baustoffe Lühr: 1.130,50 €",
    "durchschnittliche Fracht pro Tour 2025": "1.135,00 €",
    "welches Fahrzeug hat am meisten Liter getankt": "SE-A 1: 310,5",
    "Tankkosten für Fahrzeuge von MAN": "500,00 €",
    "Bei welchen Fahrzeugen läuft der TÜV dieses Jahr ab?": "SE-A 1",
    "Hersteller von SE-B 2": "Scania",
    "welches Auto hat am meisten Liter getankt": "SE-A 1: 310,5",
    "how many trips in 2025": "2",
    "Fahrzeuge mit Baujahr 2018": "SE-A 1",
    "welche touren wurden storniert": "T3",
    "Welche Fahrzeuge sind ausgeschieden?": "SE-B 2",
    "Fracht 2025 gegen 2026": "2.270,00 € / 1.700,50 €; Veränderung -569,50 € (-25,1 %)",
    "Preis von Öl": "10,90 €",
    "Was hat Öl 2025 gekostet?": "9,50 €",
    "wer ist dieses Jahr ausgetreten?": "Ihde",
    "Wann ist Gesa Harms eingetreten?": "01.02.2012",
}
REFUSED = ["Wie viele Tickets hatten wir 2025?", "Fracht der Touren im Jahr 2019", "wer leitet die Tour T1"]


@pytest.fixture(scope="module")
def haulier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """The haulier, learned once."""
    home: Path = tmp_path_factory.mktemp("haulier")
    with Store(home) as store, Executor(home) as executor:
        source = catalogue.link(store, "folder", "/haulier", [])
        put(store, source, "touren.csv", table(
            "touren", {"Tournr": "text", "Datum": "date", "Kennzeichen": "text", "Auftraggeber": "text",
                       "Entladeort": "text", "km": "integer", "Fracht EUR": "decimal",
                       "Status": "text"}, TOURS))  # fmt: skip
        put(store, source, "FAHRZEUG.DBF", table(
            "FAHRZEUG", {"KENNZ": "text", "HERST": "text", "BAUJAHR": "integer", "TUEV_BIS": "date",
                         "AUSGESCHIEDEN": "date"}, TRUCKS))  # fmt: skip
        put(store, source, "Tankbelege.xlsx", table(
            "Belege", {"Belegnr": "text", "Datum": "date", "Kennzeichen": "text", "Tankstelle": "text",
                       "Liter": "decimal", "Betrag": "decimal"}, FUEL))  # fmt: skip
        put(store, source, "mitglieder.csv", table(
            "Mitglieder", {"MitglNr": "integer", "Nachname": "text", "Vorname": "text", "Eintritt": "date",
                           "Austritt": "date"}, MEMBERS))  # fmt: skip
        for year, rows in PRICES.items():
            put(store, source, f"Preisliste_{year}.csv", table(
                f"Preisliste_{year}", {"Artikel": "text", "Preis": "decimal"}, list(rows)))  # fmt: skip
        tablefiles.refresh(store)
        values.index(store)
        yield Firm(store, executor, schemas.load(store, [source]))


@pytest.mark.parametrize(("question", "value"), RIGHT.items())
def test_tables_of_another_trade_are_asked_in_their_own_words(haulier: Firm, question: str, value: str) -> None:
    assert haulier.value(question) == value


@pytest.mark.parametrize("question", REFUSED)
def test_what_these_tables_do_not_hold_is_refused(haulier: Firm, question: str) -> None:
    assert haulier.ask(question).verdict == "no"


def test_a_period_outside_the_data_says_from_when_to_when_it_reaches(haulier: Firm) -> None:
    refusal = haulier.ask("Wie viele Touren hatten wir 2019?").refusal
    assert refusal is not None
    assert (refusal.code, "04.03.2025" in refusal.message.de) == ("tables.period", True)


def test_periods_that_are_compared_stand_one_below_the_other(haulier: Firm) -> None:
    result = haulier.ask("Fracht 2025 gegen 2026").result
    assert result is not None
    assert result.rows == (("im Jahr 2025", D("2270.00")), ("im Jahr 2026", D("1700.50")))


def test_months_are_called_by_their_names_in_the_rows(haulier: Firm) -> None:
    result = haulier.ask("Fracht je Monat 2025").result
    assert result is not None
    assert result.rows == (("März 2025", D("820.00")), ("Mai 2025", D("1450.00")))


def test_a_question_that_counts_or_ranks_is_not_one_for_texts(haulier: Firm) -> None:
    asked = {"Wie viele Touren waren defekt?": True, "Was steht in der Hausordnung?": False}
    assert {text: bool((u := haulier.ask(text).understanding) and u.computing) for text in asked} == asked


def test_a_table_called_takings_is_added_up(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        source = catalogue.link(store, "folder", "/shop", [])
        rows: list[tuple[Cell, ...]] = [(date(2025, 3, 1), "Müller", D("1234.50")), (date(2025, 4, 2), "Meier", D(100))]
        columns = table("Umsätze", {"Datum": "date", "Kunde": "text", "Betrag netto": "decimal"}, rows)
        put(store, source, "Umsätze.csv", columns)
        tablefiles.refresh(store)
        values.index(store)
        shop = Firm(store, executor, schemas.load(store, [source]))
        assert shop.value("Umsatz 2025 je Monat") == "März 2025: 1.234,50 €; April 2025: 100,00 €"


def test_an_invoice_marked_as_cancelled_is_no_turnover_whatever_its_order_says(tmp_path: Path) -> None:
    orders: list[tuple[Cell, ...]] = [("A1", date(2025, 3, 1), "fertig"), ("A2", date(2025, 4, 1), "storniert")]
    invoices: list[tuple[Cell, ...]] = [
        ("R1", "A1", date(2025, 3, 9), D("100.00"), False),
        ("R2", "A1", date(2025, 3, 9), D("40.00"), True),
        ("R3", "A2", date(2025, 4, 9), D("5.00"), False),
    ]
    with Store(tmp_path) as store, Executor(tmp_path) as executor:
        source = catalogue.link(store, "folder", "/garage", [])
        put(store, source, "auftraege.csv", table(
            "auftraege", {"Auftragsnr": "text", "Auftragsdatum": "date", "Status": "text"}, orders))  # fmt: skip
        put(store, source, "rechnungen.csv", table(
            "rechnungen", {"Rechnungsnr": "text", "Auftragsnr": "text", "Rechnungsdatum": "date", "Netto": "decimal",
                           "Storno": "boolean"}, invoices))  # fmt: skip
        tablefiles.refresh(store)
        values.index(store)
        garage = Firm(store, executor, schemas.load(store, [source]))
        assert garage.value("Umsatz 2025") == "105,00 €"
