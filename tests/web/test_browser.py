"""The page in a real browser. Screenshots lie in pytest's temporary folder (--basetemp), to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hanse.store import accounts
from hanse.web.reports import of_file

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse, Told

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
REPORTS = ("/sources/1", "/sources/1?attention=1", "/sources/1/imports", "/sources/1/imports/1", "/sources/1/imports/2")
PAGES = ("/", "/sources", "/sources/1", "/sources/1/unlink", "/calls", "/account", "/about")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium (apt install chromium)"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _page(chromium: Browser, address: str, **options: object) -> Page:
    context = chromium.new_context(base_url=address, locale="de-DE", **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def stranger(chromium: Browser, served: str) -> Iterator[Page]:
    """A browser at the door. Whatever it complains about, or an alert, fails the test."""
    complaints: list[str] = []
    page = _page(chromium, served, viewport={"width": 1000, "height": 800})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    page.context.close()
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.fixture
def page(stranger: Page, house: FakeHouse, served: str) -> Page:
    """The owner's browser, signed in."""
    token = accounts.open_session(house.store, 1)
    stranger.context.add_cookies([{"name": "hanse_8484", "value": token, "url": served}])
    return stranger


def _ask(page: Page, question: str) -> None:
    page.goto("/")
    page.fill("#question", question)
    page.keyboard.press("Enter")


def _width(page: Page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth"))


def test_the_owner_signs_in_with_the_keyboard_alone(stranger: Page, tmp_path: Path) -> None:
    stranger.goto("/calls")
    stranger.screenshot(path=tmp_path / "login.png")
    stranger.keyboard.type("falsch")
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("alert")).to_contain_text("stimmt nicht")
    stranger.keyboard.type("kran-hafen-moewe-tau")
    stranger.keyboard.press("Enter")
    expect(stranger).to_have_url(re.compile("/calls$"))


def test_evidence_and_words_are_on_screen_before_the_answer(page: Page, told: Told, tmp_path: Path) -> None:
    _ask(page, "warte")
    expect(page.locator(".evidence li")).to_have_count(1)
    expect(page.locator(".draft")).to_have_text("Die Frist ")
    page.screenshot(path=tmp_path / "draft.png")
    told.gate.set()
    expect(page.locator(".answer .words")).to_contain_text("14 Tage")
    expect(page.locator(".draft")).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("Geprüfte Antwort: Die Frist beträgt 14 Tage")
    expect(page.locator(".answer .label")).to_contain_text("Von einer KI")
    page.screenshot(path=tmp_path / "answer.png", full_page=True)


def test_escape_stops_the_answer(page: Page, told: Told) -> None:
    _ask(page, "warte")
    expect(page.locator(".draft")).to_be_visible()
    expect(page.locator("[data-stop]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".turn .note")).to_have_text("Abgebrochen.")
    expect(page.locator("[data-stop]")).to_be_hidden()
    told.gate.set()
    assert told.closed.wait(10)


def test_a_citation_leads_to_its_place_and_back(page: Page, told: Told, tmp_path: Path) -> None:
    _ask(page, "Welche Frist?")
    page.locator(".answer .mark").click()
    expect(page.locator("mark")).to_be_visible()
    page.screenshot(path=tmp_path / "place.png")
    origin, place, quote, _ = told.shown[0]
    assert (origin.source, place.line) == (1, 3)
    assert quote.startswith("Die Frist beträgt")


def test_a_table_answer_shows_its_rows(page: Page, tmp_path: Path) -> None:
    _ask(page, "summe")
    expect(page.locator(".answer tbody tr")).to_have_count(2)
    expect(page.locator(".answer pre")).to_be_hidden()
    page.get_by_text("Abfrage (SQL)").click()
    expect(page.locator(".answer pre")).to_have_text("SELECT c0")
    page.screenshot(path=tmp_path / "table.png", full_page=True)


def test_the_report_is_read_and_filtered_with_the_keyboard(page: Page, imported: str, tmp_path: Path) -> None:
    page.goto("/sources/1")
    page.screenshot(path=tmp_path / "report.png", full_page=True)
    page.get_by_role("link", name="Nur, was Aufmerksamkeit braucht").focus()
    page.keyboard.press("Enter")
    expect(page.locator("section.report h3 a").last).to_have_text(imported)
    page.locator("section.report h3 a").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Im letzten Import")).to_be_visible()
    page.screenshot(path=tmp_path / "report_file.png", full_page=True)


@pytest.mark.usefixtures("imported")
def test_the_report_is_printed_without_its_buttons(page: Page, tmp_path: Path) -> None:
    page.goto("/sources/1")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Als PDF")).to_be_hidden()
    expect(page.locator(".findings li").first).to_be_visible()
    (tmp_path / "report.pdf").write_bytes(page.pdf())


def test_a_long_table_is_printed_whole(page: Page) -> None:
    _ask(page, "summe")
    expect(page.locator(".answer tbody tr")).to_have_count(2)
    page.emulate_media(media="print")
    assert page.locator(".scroll").evaluate("one => getComputedStyle(one).overflowX") == "visible"
    assert page.locator(".answer").evaluate("one => getComputedStyle(one).breakInside") == "auto"
    expect(page.locator(".answer .label")).to_be_visible()


def test_a_choice_asks_again(page: Page, told: Told, tmp_path: Path) -> None:
    _ask(page, "unklar")
    page.screenshot(path=tmp_path / "refusal.png")
    page.locator(".choice").nth(1).click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn .answer")).to_have_count(2)
    assert [choice for _, choice, _ in told.asked] == [None, 1]


def test_a_lost_server_is_said(page: Page) -> None:
    page.goto("/")
    page.route("**/ask", lambda route: route.abort())
    page.fill("#question", "Frist?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .note")).to_contain_text("Verbindung ist abgerissen")


def test_a_folder_is_linked_and_its_learning_watched(page: Page, tmp_path: Path) -> None:
    (tmp_path / "Dokumente").mkdir()
    page.goto("/sources")
    page.fill("#path", str(tmp_path / "Dokumente"))
    page.keyboard.press("Enter")
    expect(page.locator(".cards > li")).to_have_count(2)
    expect(page.locator(".cards > li").nth(1)).to_contain_text("noch nicht gelernt")
    page.screenshot(path=tmp_path / "sources.png")


def test_the_page_speaks_english(page: Page, tmp_path: Path) -> None:
    page.goto("/account")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Account")
    _ask(page, "What is it?")
    expect(page.locator(".answer .label")).to_contain_text("by an AI")
    page.screenshot(path=tmp_path / "english.png")


def test_a_keyboard_is_enough_to_ask_and_to_follow_a_citation(page: Page) -> None:
    page.goto("/")
    page.locator("nav a").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Welche Frist")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("gilt?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.classList.contains('mark')"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/place"))


def test_the_first_tab_skips_to_the_content(page: Page) -> None:
    page.goto("/calls")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_at_320_pixels(
    chromium: Browser, house: FakeHouse, served: str, tmp_path: Path, scheme: str, imported: str
) -> None:
    page = _page(chromium, served, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.context.add_cookies([{"name": "hanse_8484", "value": accounts.open_session(house.store, 1), "url": served}])
    for number, name in enumerate((*PAGES, *REPORTS, of_file(1, imported))):
        page.goto(name)
        assert _width(page) <= 320, name
        page.screenshot(path=tmp_path / f"320{scheme}{number}.png", full_page=True)
    for question in ("summe", "unklar", "frist"):
        _ask(page, question)
        expect(page.locator(".answer")).to_be_visible()
        assert _width(page) <= 320, question
        page.screenshot(path=tmp_path / f"320{scheme}_{question}.png", full_page=True)
    page.context.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_pages_have_no_barrier_that_axe_finds(
    chromium: Browser, house: FakeHouse, served: str, scheme: str, lang: str, imported: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    page = _page(chromium, served, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    accounts.set_lang(house.store, 1, "de" if lang == "de" else "en")
    accounts.renew_owner_password(house.store)  # so that the pages show their notice
    page.goto("/login")
    found = {"/login": _barriers(axe, page)}
    page.context.add_cookies([{"name": "hanse_8484", "value": accounts.open_session(house.store, 1), "url": served}])
    for name in (*PAGES, *REPORTS, of_file(1, imported), "/calls/verify", "/nirgends", "/place?source=1&path=a.txt"):
        page.goto(name)
        found[name] = _barriers(axe, page)
    for question in ("summe", "unklar", "frist"):
        _ask(page, question)
        expect(page.locator(".answer")).to_be_visible()
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found[question] = _barriers(axe, page)
    page.context.close()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


def _barriers(axe: Any, page: Page) -> list[str]:
    broken = axe.run(page).response["violations"]
    return [f"{rule['impact']} {rule['id']}: {node['html']}" for rule in broken for node in rule["nodes"]]


def test_every_field_has_a_name_and_every_page_one_heading(page: Page) -> None:
    for name in PAGES:
        page.goto(name)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("main")).to_have_count(1)
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll("input:not([type=hidden], [hidden]), textarea")]
                    .filter(field => !field.labels.length)"""
            )
            == []
        )


def test_it_works_without_script(chromium: Browser, house: FakeHouse, served: str, tmp_path: Path) -> None:
    page = _page(chromium, served, java_script_enabled=False)
    page.context.add_cookies([{"name": "hanse_8484", "value": accounts.open_session(house.store, 1), "url": served}])
    page.goto("/")
    page.fill("#question", "Welche Frist?")
    page.get_by_role("button", name="Fragen").click()
    expect(page.locator(".answer .words")).to_contain_text("14 Tage")
    page.screenshot(path=tmp_path / "noscript.png")
    page.context.close()
