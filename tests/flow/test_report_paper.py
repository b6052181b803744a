import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from pypdfium2 import PdfDocument

from hanse.flow import report, reportpaper
from hanse.flow.events import Progress
from hanse.flow.house import House
from hanse.flow.report import Report
from hanse.sources import folder
from hanse.store import accounts
from hanse.words import Lang

Learned = Callable[[Path], Progress]
SAMPLES = Path(__file__).parents[1] / "readers" / "samples"


@pytest.fixture
def made(house: House, docs: Path, learned: Learned) -> Report:
    shutil.copy(SAMPLES / "csv" / "kunden_cp1252.csv", docs)
    shutil.copy(SAMPLES / "gaeb" / "abgeschnitten.x84", docs)
    learned(docs)
    (docs / "Größen & <Maße>.csv").write_text("Nr;Name\n1;Łukasz\n2;zu;viel\n", encoding="utf-8")
    learned(docs)
    return report.of_source(house.store, 1, account=accounts.owner(house.store))


def pages(made: list[Report], lang: Lang = "de") -> list[str]:
    document = PdfDocument(reportpaper.pdf(made, lang))
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_the_paper_says_what_an_adviser_wants_to_know(made: Report, docs: Path) -> None:
    text = " ".join(pages([made]))
    assert "3 Dateien" in text
    assert "10003;Kaputt" in text
    assert "Zeichensatz: Windows-1252." in text
    assert "geht nicht auf, erwartet 28447.86, gefunden 19808.88" in text
    for path in docs.iterdir():
        assert folder.sha256(path) in text
    assert "Größen & <Maße>.csv: neu" in text


def test_each_page_has_its_number_and_the_name_of_the_source(made: Report) -> None:
    found = pages([made] * 3)
    assert len(found) >= 3
    for number, text in enumerate(found, 1):
        assert f"Seite {number} von {len(found)}" in text
        assert "Prüfbericht" in text


def test_it_speaks_english_too(made: Report) -> None:
    text = " ".join(pages([made], "en"))
    assert "Import report" in text
    assert "expected 28447.86, found 19808.88" in text
    assert "Datei " not in text


def test_a_character_that_the_font_lacks_is_written_as_its_number() -> None:
    assert reportpaper.printable("Łukasz\x07") == "<U+0141>ukasz<U+0007>"
    assert reportpaper.printable("Ärger – 5 €\tß") == "Ärger – 5 €    ß"


def test_many_files_get_contents_with_page_numbers(made: Report) -> None:
    many = msgspec.structs.replace(made, files=made.files * 8)
    first, second, *_ = pages([many])
    assert "Inhalt" in first
    assert "kunden_cp1252.csv . ." in first + second


def test_what_is_left_out_is_counted(made: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reportpaper, "EACH", 1)
    monkeypatch.setattr(reportpaper, "FILES", 2)
    monkeypatch.setattr(reportpaper, "LISTED", 3)
    text = " ".join(pages([msgspec.structs.replace(made, files=made.files * 4)]))
    assert "und 1 weitere, siehe die Seite." in text
    assert "Weitere Dateien" in text
    assert "und 7 weitere, siehe die Seite." in text


def test_a_raw_text_without_a_blank_is_wrapped_and_cut(made: Report) -> None:
    file = made.files[0]
    lost = file.rejected[0]
    long = msgspec.structs.replace(lost, finding=msgspec.structs.replace(lost.finding, raw="x" * 50_000))
    one = msgspec.structs.replace(made, files=(msgspec.structs.replace(file, rejected=(long,)),))
    text = " ".join(pages([one]))
    assert "(+48500)" in text
    assert "x" * 1500 in text.replace(" ", "")
