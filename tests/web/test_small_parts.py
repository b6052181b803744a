from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from fastapi import FastAPI

from hanse.flow import cells
from hanse.records import Answer, Cell, Citation, ColumnType, Origin, Place, Refusal, Timings
from hanse.store import accounts
from hanse.web import app, citing, marks, pages, shield
from hanse.web.attempts import MOST, Attempts
from hanse.web.rivers import Rivers
from hanse.words import Lang, Words

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse, Told

CSS = Path(citing.__file__).parent / "static" / "hanse.css"
CITED = Citation(2, "q", Place(), Origin(1, "a"))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_waiting_doubles_with_each_miss_up_to_five_minutes() -> None:
    clock, waits = Clock(), []
    attempts = Attempts(clock)
    for _ in range(14):
        attempts.missed("chef")
        waits.append(attempts.wait("chef"))
    assert waits[:6] == [0, 0, 1, 2, 4, 8]
    assert waits[-1] == 300
    clock.now += 299
    assert attempts.wait("chef") == 1
    assert attempts.wait("eva") == 0


def test_a_right_password_or_an_hour_forgets_the_misses() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(9):
        attempts.missed("chef", "10.0.0.1")
    attempts.succeeded("chef")
    assert (attempts.wait("chef"), attempts.wait("chef", "10.0.0.1") > 0) == (0, True)
    clock.now += 3601
    attempts.missed("10.0.0.1")
    assert attempts.wait("10.0.0.1") == 0


def test_a_flood_of_names_fills_no_memory() -> None:
    attempts = Attempts()
    for number in range(MOST + 500):
        attempts.missed(str(number))
    assert len(attempts._misses) == MOST


@pytest.mark.parametrize(
    ("cell", "kind", "lang", "text"),
    [
        (Decimal("1234567.50"), "decimal", "de", "1.234.567,50"),
        ("1234567.50", "decimal", "en", "1,234,567.50"),
        ("kein Betrag", "decimal", "de", "kein Betrag"),
        (10145, "integer", "de", "10145"),
        ("2025-12-31", "date", "de", "31.12.2025"),
        (date(2025, 12, 31), "date", "en", "31 Dec 2025"),
        ("2025-12-31T14:05:00", "datetime", "de", "31.12.2025 14:05"),
        (datetime(2025, 1, 2, 3, 4), "datetime", "en", "2 Jan 2025 03:04"),  # noqa: DTZ001 - a cell has no zone
        (time(8, 30), "time", "de", "08:30"),
        (True, "boolean", "de", "ja"),
        (None, "text", "de", ""),
        ("2025-12-31", "text", "de", "2025-12-31"),
    ],
)
def test_cells_are_written_as_people_write_them(cell: Cell, kind: ColumnType, lang: Lang, text: str) -> None:
    assert cells.shown(cell, kind, lang) == text


def test_paragraphs_keep_all_text_and_only_known_marks_become_links() -> None:
    text = "Eins [2] und [3].\n\n[2][2] zwei"
    parts = citing.paragraphs(text, [CITED])
    assert ["".join(piece.text for piece in part) for part in parts] == text.split("\n\n")
    assert [[piece.text for piece in part if piece.citation] for part in parts] == [["[2]"], ["[2]", "[2]"]]


def test_an_address_says_the_place_and_is_safe_in_any_name() -> None:
    address = citing.address(Origin(3, "a&b?c#d/ä\"'.pdf", "x"), Place(page=2, box=(0, 0, 1, 1)), "q" * 999)
    assert re.fullmatch(r"/place\?[\w=&%.+-]+", address)
    assert len(address) < 800


@pytest.mark.parametrize(
    ("host", "inside"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("firma", False)],  # noqa: S104
)
def test_loopback_is_told_from_the_rest(host: str, *, inside: bool) -> None:
    assert shield.loopback(host) is inside


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""

    def light(colour: str) -> float:
        full = colour if len(colour) == 6 else "".join(2 * c for c in colour)
        parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [("ink", "paper"), ("ink", "card"), ("faint", "paper"), ("faint", "card"), ("link", "card"), ("link", "paper"),
     ("accent-ink", "accent"), ("mark-ink", "mark")],
)  # fmt: skip
def test_text_can_be_read_in_light_and_dark(scheme: int, ink: str, paper: str) -> None:
    roots = re.findall(r":root \{([^}]+)\}", CSS.read_text(encoding="utf-8"))
    colours = dict(re.findall(r"--([\w-]+): #(\w+)", roots[scheme]))
    assert _contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.enable_socket
def test_a_browser_that_goes_away_ends_the_question(served: str, house: FakeHouse, told: Told) -> None:
    session = accounts.open_session(house.store, 1)
    form = {"question": "warte", "csrf": accounts.session(house.store, session).csrf}
    with (
        httpx2.Client(base_url=served, cookies={"hanse_8484": session}) as client,
        client.stream("POST", "/ask", data=form, headers={"Accept": "text/event-stream"}) as reply,
    ):
        assert "event: evidence" in next(reply.iter_text())
        assert not told.closed.is_set()
    told.gate.set()
    assert told.closed.wait(10)


@pytest.mark.parametrize(
    ("part", "german", "english"),
    [
        ("paragraph 10", "Absatz 10", "paragraph 10"),
        ("slide 3 notes", "Folie 3 Notizen", "slide 3 notes"),
        ("header", "Kopf", "header"),
        ("/Invoice/InvoiceLine[1]", "Teil /Invoice/InvoiceLine[1]", "part /Invoice/InvoiceLine[1]"),
    ],
)
def test_a_part_is_named_in_the_language_of_the_person(part: str, german: str, english: str) -> None:
    assert (Place(part=part).say("de"), Place(part=part).say("en")) == (german, english)


def test_every_refusal_in_the_code_has_words_for_the_list_of_calls() -> None:
    rooms = Path(citing.__file__).parents[1]
    sources = [p for room in ("tables", "answering", "flow") for p in (rooms / room).rglob("*.py")]
    codes = {code for p in sources for code in re.findall(r'Refusal\(\s*"([^"]+)"', p.read_text(encoding="utf-8"))}
    assert len(codes) > 5
    assert codes <= set(pages.RESULTS)


def test_a_refusal_is_no_text_of_a_model_though_one_was_asked() -> None:
    reason = Refusal("not-sure", Words("Nein", "No"), ())
    answer = Answer("", (), None, reason, Timings(1, 2, 3), "kleines-modell", Words("", ""), 7)
    assert marks.fields(answer, "")["ai_generated"] is False
    assert marks.headers_of(answer)["AI-Generated"] == "false"


@pytest.mark.enable_socket
def test_an_answer_that_is_being_written_does_not_hold_up_the_end(
    house: FakeHouse, told: Told, rivers: Rivers, serving: Callable[[FastAPI], AbstractContextManager[str]]
) -> None:
    session = accounts.open_session(house.store, 1)
    form = {"question": "warte", "csrf": accounts.session(house.store, session).csrf}
    made = app.make(house, rivers)
    with (
        serving(made) as address,
        httpx2.Client(base_url=address, cookies={"hanse_8484": session}) as client,
        client.stream("POST", "/ask", data=form, headers={"Accept": "text/event-stream"}) as reply,
    ):
        parts = reply.iter_text()
        assert "event: evidence" in next(parts)
        made.state.desk.closing.set()
        assert "event: answer" not in "".join(parts)
        told.gate.set()
