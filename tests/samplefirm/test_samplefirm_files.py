"""The written files agree with the model and with each other."""

import csv
import io
import tomllib
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from hanse import samplefirm
from hanse.samplefirm import exports, folder, ledger_export
from hanse.samplefirm.making import make
from hanse.samplefirm.model import Firm
from hanse.samplefirm.truth import Truth


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("cp1252")), delimiter=";"))


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def test_the_same_seed_and_day_give_the_same_bytes_and_truth(made: tuple[Path, Truth], tmp_path: Path) -> None:
    where, truth = made
    assert samplefirm.write(tmp_path, seed=1, today=truth.today) == truth
    assert [path for path in truth.files if (tmp_path / path).read_bytes() != (where / path).read_bytes()] == []


def test_another_day_gives_other_files(files: dict[str, bytes], firm: Firm) -> None:
    other = exports.files(make(seed=1, today=firm.today + timedelta(days=1)))
    assert other["export/zahlungen.csv"] != files["export/zahlungen.csv"]


def test_the_csv_invoices_add_up_to_the_model(firm: Firm, files: dict[str, bytes]) -> None:
    for year in (2024, 2025, 2026):
        found = rows(files[f"export/rechnungen_{year}.csv"])
        mine = [i for i in firm.invoices if i.day.year == year]
        assert sum(number(r["Netto"]) for r in found) == sum(i.net for i in mine)
        assert sum(number(r["Brutto"]) for r in found) == sum(i.gross for i in mine)
        assert sum(number(r["Offen"]) for r in found) == sum(i.open for i in mine)


def test_the_csv_lines_add_up_to_the_invoices(files: dict[str, bytes]) -> None:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(files["export/rechnungspositionen.csv"]):
        sums[row["Rechnungsnr"]] += number(row["Gesamtpreis"])
    for year in (2024, 2025, 2026):
        for row in rows(files[f"export/rechnungen_{year}.csv"]):
            assert sums[row["Rechnungsnr"]] == number(row["Netto"])


def test_payments_and_skonto_and_open_sums_make_the_gross_sum(files: dict[str, bytes]) -> None:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows(files["export/zahlungen.csv"]):
        paid[row["Rechnungsnr"]] += number(row["Betrag"]) + number(row["Skonto"])
    for year in (2024, 2025, 2026):
        for row in rows(files[f"export/rechnungen_{year}.csv"]):
            if row["Status"] != "storniert":
                assert paid[row["Rechnungsnr"]] + number(row["Offen"]) == number(row["Brutto"])


def test_the_ledger_owes_what_the_invoices_say(firm: Firm) -> None:
    balance: dict[int, Decimal] = defaultdict(Decimal)
    for entry in ledger_export.entries(firm):
        balance[entry.debit] += entry.amount
        balance[entry.credit] -= entry.amount
    owed: dict[int, Decimal] = defaultdict(Decimal)
    for invoice in firm.invoices:
        owed[invoice.customer] += invoice.open
    for credit in firm.credits:
        owed[credit.customer] -= credit.gross
    assert sum(balance.values()) == 0
    assert {nr: balance[nr] for nr in owed} == owed


def test_no_article_ever_lies_below_zero(firm: Firm) -> None:
    stock: dict[str, Decimal] = defaultdict(Decimal)
    for move in firm.movements:
        stock[move.article] += move.quantity
        assert stock[move.article] >= 0, move


def test_every_data_file_is_valid_toml() -> None:
    data = Path(folder.__file__).parent / "data"
    assert all(tomllib.loads(f.read_text(encoding="utf-8")) for f in data.rglob("*.toml"))
