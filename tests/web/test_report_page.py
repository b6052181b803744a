from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdfium2 import PdfDocument
from starlette.testclient import TestClient

from hanse.records import Counts, Finding, Place
from hanse.store import accounts, catalogue, imports
from hanse.store.catalogue import Facts
from hanse.web import reports
from hanse.web.reports import of_file
from hanse.words import Words

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse


def _put(house: FakeHouse, path: str, counts: Counts, *findings: Finding) -> None:
    with house.store.write() as db:
        item = catalogue.put_item(db, 1, Facts(path, 1, 1, "ab" * 32, "csv", readable=True, counts=counts))
        for finding in findings:
            catalogue.add_finding(db, item, "", finding)


def _numbered(many: int) -> list[Finding]:
    return [Finding("x", "warning", Words(f"Nr. {n}.", ""), Place(line=n + 1)) for n in range(many)]


def test_the_report_says_in_a_sentence_what_went_in(client: TestClient, imported: str) -> None:
    text = unescape(client.get("/sources/1").text)
    assert "1 Datei, 1.200 Sätze gelesen, 2 zurückgewiesen. 1 von 2 Prüfungen gehen auf. 1 Datei braucht" in text
    assert "1.200 Sätze = 1.198 übernommen + 2 zurückgewiesen" in text
    assert imported in text


def test_what_was_rejected_stands_first_with_its_text_and_a_link_to_its_place(
    client: TestClient, imported: str, evil: str
) -> None:
    text = client.get("/sources/1").text
    assert imported in unescape(text)
    assert text.index("Zurückgewiesene Sätze (1)") < text.index("Auffälligkeiten (1)") < text.index("Prüfungen (3)")
    assert evil not in text
    assert re.search(r'href="/place\?source=1&amp;path=Kasse[^"]+line%22%3A3[^"]*">Zeile 3</a>', text)
    assert "1 von 2 stehen hier mit ihrem Wortlaut" in text


def test_a_check_shows_what_was_expected_and_found(client: TestClient, imported: str) -> None:
    text = unescape(client.get(of_file(1, imported)).text)
    assert "geht nicht auf</strong><br>erwartet 10, gefunden <script>" in text
    assert "nicht prüfbar" in text


def test_the_second_import_tells_rows_that_changed_as_people_write_them(client: TestClient, imported: str) -> None:
    text = unescape(client.get("/sources/1/imports/2").text)
    assert f'geändert: <a href="{of_file(1, imported)}">'.replace("&", "&") in text
    assert "Kasse: 10 → 9 Zeilen; 1 weg, 1 geändert (verglichen nach Schlüssel)" in text
    assert "Netto 10,5 → 1.234,5" in text
    assert "stand in Zeile 4" in text


@pytest.mark.usefixtures("imported")
def test_all_imports_are_listed_newest_first(client: TestClient) -> None:
    text = client.get("/sources/1/imports").text
    assert text.index("/imports/2") < text.index("/imports/1")
    assert "Erster Import Nr. 1" in client.get("/sources/1/imports/1").text


def test_only_what_needs_attention_can_be_shown(client: TestClient, house: FakeHouse, imported: str) -> None:
    _put(house, "gut.csv", Counts(3, 3, 0))
    assert "gut.csv" in client.get("/sources/1").text
    text = unescape(client.get("/sources/1?attention=1").text)
    assert "gut.csv" not in text
    assert imported in text


def test_records_that_do_not_add_up_are_marked(client: TestClient, house: FakeHouse) -> None:
    _put(house, "kaputt.csv", Counts(10, 7, 2))
    text = client.get("/sources/1").text
    assert "In 1 Datei geht die Zahl der Sätze nicht auf." in text
    assert '<p class="problem"><strong>10 Sätze ≠ 7 übernommen + 2 zurückgewiesen' in text


def test_many_findings_of_a_file_are_paged(client: TestClient, house: FakeHouse) -> None:
    _put(house, "a.csv", Counts(), *_numbered(450))
    text = client.get("/sources/1").text
    assert "Nr. 4." in text
    assert "Nr. 5." not in text
    assert "445 weitere" in text
    assert "Nr. 199." in client.get(of_file(1, "a.csv")).text
    last = client.get(of_file(1, "a.csv") + "&after=400").text
    assert "Nr. 449." in last
    assert "Weitere Befunde" not in last


def test_many_files_are_paged(client: TestClient, house: FakeHouse) -> None:
    for number in range(reports.FILES + 5):
        _put(house, f"{number:03}.csv", Counts(1, 1, 0))
    first = client.get("/sources/1").text
    assert f"/sources/1?after={reports.FILES}" in first
    assert "024.csv" not in first
    assert "024.csv" in client.get(f"/sources/1?after={reports.FILES}").text


@pytest.mark.parametrize("page", ["", "/file?path=x", "/imports", "/imports/1", "/report.pdf"])
def test_a_source_that_one_may_not_see_has_no_report(client: TestClient, house: FakeHouse, page: str) -> None:
    eva = accounts.add(house.store, "eva", "kran-hafen-moewe-tau")
    client.cookies.set("hanse_8484", accounts.open_session(house.store, eva), domain="127.0.0.1")
    assert client.get(f"/sources/1{page}").status_code == 403
    assert client.get(f"/sources/99{page}").status_code == 403


@pytest.mark.parametrize("page", ["/file?path=nirgends.csv", "/imports/77", "/report.pdf?path=nirgends.csv"])
def test_a_file_or_an_import_that_there_is_not_is_said(client: TestClient, page: str) -> None:
    reply = client.get(f"/sources/1{page}")
    assert 400 <= reply.status_code < 600
    assert "nirgends.csv ist nicht (mehr) da." in reply.text or "Einen Import Nr. 77" in reply.text


def test_an_import_of_another_source_is_not_shown_here(client: TestClient, house: FakeHouse, imported: str) -> None:
    catalogue.link(house.store, "folder", "/anders", [1])
    assert imports.of_source(house.store, 1, limit=9)
    reply = client.get("/sources/2/imports/1")
    assert "Einen Import Nr. 1 hat diese Quelle nicht." in reply.text
    assert imported not in unescape(reply.text)


def test_the_report_comes_as_pdf_in_the_language_of_the_account(
    client: TestClient, house: FakeHouse, imported: str, tmp_path: Path
) -> None:
    accounts.set_lang(house.store, 1, "en")
    for address in ("/sources/1/report.pdf", of_file(1, imported, "report.pdf")):
        reply = client.get(address)
        (tmp_path / "report.pdf").write_bytes(reply.content)
        text = PdfDocument(reply.content)[0].get_textpage().get_text_range()
        assert reply.headers["content-type"] == "application/pdf"
        assert "1,200 = 1,198 kept + 2 rejected" in text
