"""The page over the real rivers: a folder of real files, learned, asked and unlinked through HTTP alone."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.testclient import TestClient

from hanse.config import Config
from hanse.engines.fake import FakeEngine
from hanse.flow.house import House
from hanse.samplefirm import Truth
from hanse.store import accounts
from hanse.web import app, serve

Csrf = Callable[[TestClient, str], str]
CONTRACT = "Wartungsvertrag mit dem Hotel Seeblick.\n\nDie Kündigungsfrist beträgt sechs Wochen zum Quartalsende.\n"
INVOICES = "Rechnungsnr;Kunde;Netto\nRE-1;Hotel Seeblick;1.200,50\nRE-2;Müller;99,50\nRE-3;Hotel Seeblick;700,00\n"
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "vertrag.txt").write_text(CONTRACT, encoding="utf-8")
    (folder / "rechnungen.csv").write_text(INVOICES, encoding="cp1252")
    return folder


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(["sechs Wochen"])


@pytest.fixture
def owner(tmp_path: Path, engine: FakeEngine) -> Iterator[TestClient]:
    """The owner's browser before a real house without a real model."""
    config = Config(tmp_path / "home", today="2026-11-20", readers=1)
    with House(config, engine=lambda _: engine) as house:
        number = accounts.owner(house.store)
        with TestClient(app.make(house, serve.rivers(house)), base_url="http://127.0.0.1:8484") as client:
            client.cookies.set("hanse_8484", accounts.open_session(house.store, number), domain="127.0.0.1")
            yield client


def _link(client: TestClient, csrf: Csrf, folder: Path) -> None:
    client.post("/sources", data={"path": str(folder), "csrf": csrf(client, "/sources")})
    end = time.monotonic() + 60
    while "zuletzt abgeglichen" not in client.get("/sources").text:
        assert time.monotonic() < end
        time.sleep(0.05)


def _ask(client: TestClient, csrf: Csrf, question: str) -> dict[str, Any]:
    data = {"question": question, "csrf": csrf(client, "/")}
    reply = client.post("/ask", data=data, headers={"Accept": "text/event-stream"})
    name, told = re.findall(r"event: (\w+)\ndata: (.*)\n\n", reply.text)[-1]
    assert name == "answer"
    answer: dict[str, Any] = json.loads(told)
    return answer


def test_a_folder_is_learned_asked_shown_and_forgotten(owner: TestClient, csrf: Csrf, docs: Path) -> None:
    _link(owner, csrf, docs)
    assert "<dd>2</dd>" in owner.get("/sources/1").text
    told = _ask(owner, csrf, "Welche Kündigungsfrist hat das Hotel Seeblick?")
    assert told["text"] == "sechs Wochen [1]"
    link = re.search(r'class="mark" href="([^"]+)"', told["html"])
    assert link
    shown = owner.get(html.unescape(link[1])).text
    assert re.search(r"<mark[^>]*>[^<]*sechs Wochen", shown)
    original = re.search(r'href="(/place/file[^"]+)"', shown)
    assert original
    assert owner.get(html.unescape(original[1])).text == CONTRACT
    owner.post("/sources/1/unlink", data={"csrf": csrf(owner, "/sources/1/unlink")})
    assert "Noch ist nichts verknüpft" in owner.get("/sources").text
    assert owner.get(html.unescape(link[1])).status_code == 403


def test_a_sum_is_computed_and_each_of_its_records_can_be_looked_at(
    owner: TestClient, csrf: Csrf, docs: Path, engine: FakeEngine
) -> None:
    _link(owner, csrf, docs)
    told = _ask(owner, csrf, "Summe Netto für Kunde Hotel Seeblick?")
    assert "1.900,50" in told["text"]
    assert engine.asked == []
    links = re.findall(r'href="(/place\?[^"]+)"', told["html"])
    marked = [re.search(r'class="marked".*?</tr>', owner.get(html.unescape(link)).text, re.DOTALL) for link in links]
    assert sorted(amount for row in marked if row for amount in re.findall(r"[\d.]+,\d\d", row[0])) == [
        "1.200,50",
        "700,00",
    ]


def test_the_ledger_grows_with_each_question_and_verifies(owner: TestClient, csrf: Csrf, docs: Path) -> None:
    _link(owner, csrf, docs)
    told = _ask(owner, csrf, "Welche Kündigungsfrist hat das Hotel Seeblick?")
    assert told["ledger"] == 1
    text = owner.get("/calls/verify").text
    assert "alle Zeilen und Unterschriften stimmen" in text
    assert '<td>Seite</td><td class="whole">fake</td>' in text


NASTY = (
    "",
    "0",
    "-1",
    "9" * 30,
    "1e999",
    "\0",
    "../..",
    "%",
    "'",
    "{}",
    "[]",
    '{"page":-7,"box":[9e307,-9e307,0,1]}',
    "ü" * 300,
)


def test_no_address_makes_a_page_fail(owner: TestClient, csrf: Csrf, docs: Path) -> None:
    _link(owner, csrf, docs)
    for value in NASTY:
        seen = [owner.get("/calls", params={"before": value}), owner.get(f"/sources/{quote(value, safe='')}")]
        seen += [owner.get("/sources/1", params={"severity": value, "after": value})]
        for page in ("/place", "/place/file"):
            good = {"source": "1", "path": "vertrag.txt", "inner": "", "at": "{}", "quote": ""}
            seen += [owner.get(page, params=good | {name: value}) for name in ("source", "path", "at", "quote")]
        assert [reply.url for reply in seen if reply.status_code == 500] == [], value


@pytest.fixture
def browser() -> Iterator[Browser]:
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def _type(page: Page, field: str, text: str) -> None:
    page.fill(field, text)
    page.keyboard.press("Enter")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.model
@pytest.mark.enable_socket
@pytest.mark.timeout(600)
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt install chromium)")
def test_the_owner_of_the_sample_firm_asks_in_a_real_browser_with_a_real_model(
    tmp_path: Path,
    firm: tuple[Path, Truth],
    starter: Path,
    browser: Browser,
    *,
    serving: Callable[[FastAPI], AbstractContextManager[str]],
) -> None:
    config = Config(tmp_path / "home", today=firm[1].today.isoformat(), models_dir=str(starter.parent))
    with House(config) as house:
        password = accounts.first_owner(house.store) or ""
        with serving(app.make(house, serve.rivers(house))) as address:
            page = browser.new_page(base_url=address, locale="de-DE")
            page.goto("/sources")
            _type(page, "#password", password)
            _type(page, "#path", str(firm[0]))
            expect(page.locator("progress")).to_be_visible()
            expect(page.locator("progress")).to_have_count(0, timeout=240_000)
            expect(page.locator(".cards .problem")).to_have_count(0)
            page.goto("/")
            _type(page, "#question", "Wie hoch war der Umsatz im letzten Jahr?")
            expect(page.locator(".words .value")).to_contain_text("€", timeout=60_000)
            expect(page.locator(".answer .badge")).to_have_text("Programm")
            _type(page, "#question", "Welche Kündigungsfrist steht im Wartungsvertrag WV-1015?")
            answer = page.locator(".turn:first-child .answer")
            expect(answer).to_be_visible(timeout=240_000)
            page.screenshot(path=tmp_path / "sample_firm.png", full_page=True)
            assert answer.get_attribute("data-ledger") == "2"
        assert house.ledger.verify() == []
