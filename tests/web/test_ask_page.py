from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hanse.errors import Unreachable
from hanse.words import Words

if TYPE_CHECKING:
    from tests.web.conftest import Told

Csrf = Callable[[TestClient, str], str]
STREAM = {"Accept": "text/event-stream"}
Events = list[tuple[str, dict[str, str]]]


@pytest.fixture
def ask(client: TestClient, csrf: Csrf) -> Callable[..., Events]:
    """Ask and return the events of the answer."""

    def asked(question: str, **form: str) -> Events:
        data = {"question": question, "csrf": csrf(client, "/"), **form}
        text = client.post("/ask", data=data, headers=STREAM).text
        return [(name, json.loads(told)) for name, told in re.findall(r"event: (\w+)\ndata: (.*)\n\n", text)]

    return asked


def test_evidence_comes_first_and_the_checked_answer_last(ask: Callable[..., Events]) -> None:
    assert [name for name, _ in ask("Welche Frist gilt?")] == ["evidence", "said", "said", "answer"]


def test_nothing_from_files_or_models_becomes_html(ask: Callable[..., Events], evil: str) -> None:
    for question in ("Welche Frist?", "summe", "unklar"):
        for name, told in ask(question):
            html = told.get("html", "")
            assert "<script>alert" not in html, name
            assert "<img" not in html, name
    assert any(evil in told["text"] for name, told in ask("Welche Frist?") if name == "said")


def test_a_mark_with_a_citation_is_a_link_and_one_without_is_text(ask: Callable[..., Events]) -> None:
    html = ask("Welche Frist gilt?")[-1][1]["html"]
    assert re.search(r'<a class="mark" href="/place\?source=1&amp;path=[^"]+"[^>]*>\[1\]</a>', html)
    assert "nicht [9]." in html


def test_an_answer_carries_its_marks_in_header_json_and_html(client: TestClient, csrf: Csrf) -> None:
    data = {"question": "Frist?", "csrf": csrf(client, "/")}
    reply = client.post("/ask", data=data, headers=STREAM)
    assert reply.headers["ai-generated"].startswith("true")
    told = json.loads(reply.text.rsplit("data: ", 1)[1])
    assert (told["ai_generated"], told["model"], told["ledger"]) == (True, "kleines-modell", 7)
    assert 'data-ai-generated="true"' in told["html"]
    assert "TrainedAlgorithmicMediaDigitalSource" in told["html"]
    assert "Von einer KI" in told["html"]


def test_what_a_program_computed_alone_is_not_marked_as_made_by_a_model(client: TestClient, csrf: Csrf) -> None:
    reply = client.post("/ask", data={"question": "summe", "csrf": csrf(client, "/")})
    assert reply.headers["ai-generated"] == "false"
    assert 'data-ai-generated="false"' in reply.text
    assert '<span class="badge">Programm</span>' in reply.text


def test_a_computed_answer_shows_its_table_its_count_and_its_query(ask: Callable[..., Events]) -> None:
    html = ask("summe")[-1][1]["html"]
    assert '<td class="num">1.234,50</td>' in html
    assert '<td class="num">-7,00</td>' in html
    assert "Gerechnet aus 2 Datensätzen" in html
    assert "<pre>SELECT c0</pre>" in html
    assert "DataDrivenMediaDigitalSource" in html


def test_a_refusal_gives_its_reason_and_the_nearest_places(ask: Callable[..., Events]) -> None:
    html = ask("nichts")[-1][1]["html"]
    assert "Nicht da." in html
    assert "Am nächsten kommen" in html


def test_asking_back_gives_the_choices_and_no_places_that_would_only_distract(
    ask: Callable[..., Events], told: Told
) -> None:
    html = ask("unklar")[-1][1]["html"]
    assert "Das lässt sich verschieden lesen." in html
    assert "Am nächsten kommen" not in html
    assert 'name="choice" value="1"' in html
    ask("unklar", choice="1")
    assert [choice for _, choice, _ in told.asked] == [None, 1]


def test_a_browser_without_script_gets_the_whole_page(client: TestClient, csrf: Csrf) -> None:
    reply = client.post("/ask", data={"question": "Welche Frist gilt?", "csrf": csrf(client, "/")})
    assert reply.status_code == 200
    assert "14 Tage" in reply.text
    assert "Fundstelle" in reply.text
    assert reply.headers["ai-generated"] == 'true; model="kleines-modell"'


def test_a_missing_model_is_said_with_what_to_do(ask: Callable[..., Events], told: Told) -> None:
    told.failure = Unreachable(Words("Kein Modell da.", "No model."), hint=Words("Eines holen.", "Get one."))
    events = ask("Welche Frist gilt?")
    assert [name for name, _ in events] == ["evidence", "failed"]
    assert "Eines holen." in events[-1][1]["html"]


def test_a_defect_is_answered_without_its_insides(ask: Callable[..., Events], told: Told) -> None:
    told.failure = RuntimeError("geheimes Innere")
    html = ask("Welche Frist gilt?")[-1][1]["html"]
    assert "Unerwartetes" in html
    assert "geheim" not in html


@pytest.mark.parametrize("question", ["", "   \n ", "x" * 2001])
def test_an_empty_or_endless_question_is_not_asked(client: TestClient, csrf: Csrf, told: Told, question: str) -> None:
    reply = client.post("/ask", data={"question": question, "csrf": csrf(client, "/")}, headers=STREAM)
    assert reply.status_code == 400
    assert told.asked == []


def test_a_question_knows_who_asks_when_and_in_which_language(client: TestClient, csrf: Csrf, told: Told) -> None:
    client.post("/account/lang", data={"lang": "en", "csrf": csrf(client, "/account")})
    client.post("/ask", data={"question": " What  is\nit? ", "csrf": csrf(client, "/")}, headers=STREAM)
    question, _, purpose = told.asked[0]
    assert (question.text, question.account, question.lang, purpose) == ("What is it?", 1, "en", "page")
    assert question.today.isoformat() == "2026-11-23"
