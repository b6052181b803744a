"""The expected answers again, worked out from the written files alone with csv, dbfread and lxml."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hanse.samplefirm.truth import Asked, Truth

TODAY = date(2026, 11, 20)
Row = dict[str, Any]
Dbf = Callable[[bytes], tuple[list[Row], int]]
Answer = str | list[tuple[str, ...]]


class Tables:
    """The firm's tables as plain rows, numbers and dates converted."""

    def __init__(self, where: Path, question: str, read: Dbf) -> None:
        self.where = where
        self.question = question
        self.read = read

    def csv(self, name: str) -> list[Row]:
        with (self.where / f"export/{name}.csv").open(encoding="cp1252", newline="") as stream:
            return [{k: typed(v) for k, v in row.items()} for row in csv.DictReader(stream, delimiter=";")]

    def dbf(self, name: str) -> list[Row]:
        return self.read((self.where / f"stamm/{name}.DBF").read_bytes())[0]

    @property
    def invoices(self) -> list[Row]:
        return [row for year in (2024, 2025, 2026) for row in self.csv(f"rechnungen_{year}")]

    @property
    def last(self) -> list[Row]:
        return self.csv("rechnungen_2025")

    @property
    def customer(self) -> dict[int, Row]:
        return {r["KDNR"]: r for r in self.dbf("KUNDEN")}


def typed(text: str) -> Any:
    for kind in (
        lambda t: Decimal(t.replace(".", "").replace(",", ".")) if "," in t or t.isdigit() else None,
        lambda t: datetime.strptime(t, "%d.%m.%Y").date(),  # noqa: DTZ007 - a day
    ):
        try:
            if (value := kind(text)) is not None:
                return value
        except (ValueError, ArithmeticError):
            continue
    return text


def total(rows: list[Row] | Iterator[Row], column: str) -> str:
    return str(sum((r[column] for r in rows), Decimal(0)))


def grouped(rows: list[Row], key: Callable[[Row], str], column: str = "Netto") -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[key(row)] += row[column]
    return dict(found)


def most(sums: dict[str, Decimal], count: int) -> list[tuple[str, ...]]:
    return [(k,) for k in sorted(sums, key=lambda k: -sums[k])[:count]]


def overdue(t: Tables) -> Answer:
    return [(r["Rechnungsnr"],) for r in t.invoices if r["Offen"] > 0 and r["Fällig am"] < TODAY]


def towns(t: Tables) -> Answer:
    found = grouped(t.last, lambda r: t.customer[r["Kundennr"]]["ORT"])
    return [(k, str(v)) for k, v in found.items()]


def best(t: Tables) -> Answer:
    names = t.customer
    return most(grouped(t.last, lambda r: names[r["Kundennr"]]["NAME"]), 5)


def large(t: Tables) -> Answer:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    rows = [r for r in t.csv("rechnungen_2026") if first <= r["Rechnungsdatum"] <= last]
    return [(r["Rechnungsnr"],) for r in rows if r["Netto"] > 5000]


def monthly(t: Tables) -> Answer:
    found = grouped(t.last, lambda r: f"{r['Rechnungsdatum']:%m}")
    return [(str(found[m]),) for m in sorted(found)]


def average(t: Tables) -> Answer:
    value = sum(r["Brutto"] for r in t.last) / len(t.last)
    return str(value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def scarce(t: Tables) -> Answer:
    return [(r["ARTNR"],) for r in t.dbf("ARTIKEL") if r["BESTAND"] < r["MINDEST"]]


def silent(t: Tables) -> Answer:
    billed = {r["Kundennr"] for r in t.csv("rechnungen_2026")}
    return [(c["NAME"],) for c in t.dbf("KUNDEN") if c["ORT"] in t.question and c["KDNR"] not in billed]


def valves(t: Tables) -> Answer:
    lines = [r for r in t.csv("rechnungspositionen") if r["Rechnungsnr"].startswith("RE-2025")]
    return total([r for r in lines if r["Bezeichnung"] in t.question], "Menge")


def managers(t: Tables) -> Answer:
    names = t.customer
    return total([r for r in t.last if "Hausverwaltung" in names[r["Kundennr"]]["NAME"]], "Netto")


def spent(t: Tables) -> Answer:
    rows = t.csv("arbeitszeiten")
    return total(
        [r for r in rows if r["Mitarbeiter"] == "Agnieszka Zielke" and r["Datum"] >= date(2026, 3, 1)], "Stunden"
    )


def may(t: Tables) -> Answer:
    days = (date(2025, 5, 1), date(2025, 5, 31))
    return total([r for r in t.csv("zahlungen") if days[0] <= r["Zahlungsdatum"] <= days[1]], "Betrag")


def debtor(t: Tables) -> Answer:
    names = t.customer
    return most(grouped(t.invoices, lambda r: names[r["Kundennr"]]["NAME"], "Offen"), 1)[0][0]


def worth(t: Tables) -> Answer:
    return str(sum(r["BESTAND"] * r["EK"] for r in t.dbf("ARTIKEL")))


def per_worker(t: Tables) -> Answer:
    count = Counter(r["Monteur"] for r in t.csv("auftraege") if r["Auftragsdatum"].year == 2025)
    return [(worker, str(n)) for worker, n in count.items()]


def spring(t: Tables) -> Answer:
    rows = [r for r in t.last if date(2025, 4, 1) <= r["Rechnungsdatum"] <= date(2025, 6, 30)]
    return total(rows, "Brutto")


def between(t: Tables) -> Answer:
    days = [r["Zahlungsdatum"] for r in t.csv("zahlungen")]
    return str(sum(date(2025, 4, 10) <= d <= date(2025, 6, 20) for d in days))


def per_town(t: Tables) -> Answer:
    return [(town, str(n)) for town, n in Counter(c["ORT"] for c in t.dbf("KUNDEN")).items()]


def offered(t: Tables) -> Answer:
    sums = [r["Angebotssumme netto"] for r in t.csv("angebote") if r["Angebotsdatum"].year == 2025]
    return str((sum(sums) / len(sums)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def favoured(t: Tables) -> Answer:
    return [(c["NAME"],) for c in t.dbf("KUNDEN") if c["RABATT"] > 3 and c["ORT"] in t.question]


def billed(t: Tables) -> Answer:
    newest = max((t.where / "eingang").glob("*.xml"), key=lambda p: etree.parse(p).findtext("{*}IssueDate") or "")
    return str(etree.parse(newest).findtext(".//{*}PayableAmount"))


def heat_pumps(t: Tables) -> Answer:
    lines = [r for r in t.csv("rechnungspositionen") if r["Rechnungsnr"].startswith("RE-2025")]
    return total([r for r in lines if r["Bezeichnung"].startswith("Luft-Wasser-Wärmepumpe")], "Menge")


CHECKS: dict[str, Callable[[Tables], Answer]] = {
    "Wie viel Umsatz netto haben wir letztes Jahr": lambda t: total(t.last, "Netto"),
    "Wie viele Rechnungen haben wir in diesem Jahr": lambda t: str(len(t.csv("rechnungen_2026"))),
    "umsatz je monat": monthly,
    "durchschnittliche Rechnungshöhe": average,
    "was war die höchste Rechnung": lambda t: str(max(r["Brutto"] for r in t.csv("rechnungen_2026"))),
    "How many of the invoices": lambda t: str(sum(r["Status"] == "storniert" for r in t.last)),
    "Welche Rechnungen über ": large,
    "Wieviel Geld ist insgesamt": lambda t: total(t.invoices, "Offen"),
    "welche rechnungen sind überfällig": overdue,
    "Zahlungseingänge im Mai": may,
    "unsere 5 besten Kunden": best,
    "Umsatz netto je Ort": towns,
    "wieviele kunden haben wir in moelln": lambda t: str(sum(c["ORT"] == "Mölln" for c in t.dbf("KUNDEN"))),
    "Umsatz netto letztes Jahr mit allen": managers,
    "Welche Kunden sind gespert": lambda t: [(c["NAME"],) for c in t.dbf("KUNDEN") if c["GESPERRT"]],
    "Welche Kunden in ": silent,
    "Welche Artikel sind unter": scarce,
    "Wie viel Stück ": valves,
    "Was hat uns ": billed,
    "Wie viele Stunden hat": spent,
    "Summe brutto aller Rechnungen in Q2": spring,
    "Wieviel Skonto": lambda t: total([r for r in t.csv("zahlungen") if r["Zahlungsdatum"].year == 2025], "Skonto"),
    "Wie viele Zahlungen kamen zwischen": between,
    "How many payments were made in cash": lambda t: str(sum(r["Zahlungsart"] == "bar" for r in t.csv("zahlungen"))),
    "wie hoch waren unsere Angebote": offered,
    "Welcher Kunde schuldet": debtor,
    "Kunden je Ort": per_town,
    "Wer aus ": favoured,
    "Was ist unser Lager wert": worth,
    "wieviele artikel kommen": lambda t: str(sum(r["LIEFNR"] == 703 for r in t.dbf("ARTIKEL"))),
    "Wieviele Luft-Wasser": heat_pumps,
    "Auftraege pro Monteur": per_worker,
}


def the(truth: Truth, beginning: str) -> Asked:
    found = [q for q in truth.questions + truth.held_out_questions if q.question.startswith(beginning)]
    assert len(found) == 1, beginning
    return found[0]


@pytest.mark.parametrize("beginning", sorted(CHECKS))
def test_the_files_alone_give_the_expected_answer(beginning: str, made: tuple[Path, Truth], dbf_rows: Dbf) -> None:
    where, truth = made
    asked = the(truth, beginning)
    answer, expected = CHECKS[beginning](Tables(where, asked.question, dbf_rows)), asked.expected
    if isinstance(answer, str) and answer[0].isdigit():
        assert Decimal(answer) in [Decimal(v) for v in expected.values if v[0].isdigit()]
    elif isinstance(answer, str):
        assert answer in expected.values
    else:
        rows = [tuple(cells) for cells in expected.rows]
        assert answer == rows if expected.ordered else sorted(answer) == sorted(rows)
