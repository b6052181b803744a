from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from openai import APIStatusError, AuthenticationError, BadRequestError, NotFoundError, OpenAI
from starlette.testclient import TestClient

from hanse.errors import Unreachable
from hanse.store import accounts
from hanse.words import Words

if TYPE_CHECKING:
    from tests.web.conftest import FakeHouse, Told

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def openai(served: str, house: FakeHouse) -> Iterator[OpenAI]:
    """The official client, as another program uses it."""
    with OpenAI(base_url=f"{served}/v1", api_key=accounts.make_key(house.store, 1, "Test"), max_retries=0) as client:
        yield client


def test_the_models_are_hanse_and_the_bare_ones(openai: OpenAI) -> None:
    assert [model.id for model in openai.models.list()] == ["hanse", "kleines-modell"]


def test_hanse_answers_the_last_question_with_its_sources(openai: OpenAI, told: Told) -> None:
    reply = openai.chat.completions.create(
        model="hanse",
        messages=[
            {"role": "system", "content": "Sei kurz."},
            {"role": "user", "content": "Vorher?"},
            {"role": "assistant", "content": "Ja."},
            {"role": "user", "content": [{"type": "text", "text": "Welche Frist gilt?"}]},
        ],
    )
    text = reply.choices[0].message.content or ""
    assert "14 Tage" in text
    assert "[1] Verträge/" in text
    assert reply.choices[0].finish_reason == "stop"
    question, _, purpose = told.asked[0]
    assert (question.text, question.account, purpose) == ("Welche Frist gilt?", 1, "api")


def test_hanse_says_citations_label_and_ledger_for_programs(openai: OpenAI) -> None:
    reply = openai.chat.completions.create(model="hanse", messages=[{"role": "user", "content": "Welche Frist?"}])
    extra = (reply.model_extra or {})["hanse"]
    assert extra["citations"][0]["place"] == {"line": 3}
    assert extra["ledger"] == 7
    assert extra["ai_generated"] is True


def test_hanse_streams_only_what_has_been_checked(openai: OpenAI) -> None:
    stream = openai.chat.completions.create(
        model="hanse", messages=[{"role": "user", "content": "Welche Frist?"}], stream=True
    )
    chunks = list(stream)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text.count("Die Frist beträgt 14 Tage") == 2  # the sentence and its quote, no draft
    assert (chunks[-1].model_extra or {})["hanse"]["ledger"] == 7
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_a_choice_is_asked_back_and_taken_up(openai: OpenAI, told: Told) -> None:
    messages = [{"role": "user", "content": "unklar"}]
    reply = openai.chat.completions.create(model="hanse", messages=messages)  # type: ignore[arg-type]
    assert (reply.model_extra or {})["hanse"]["choices"][0] == "A"
    openai.chat.completions.create(model="hanse", messages=messages, extra_body={"hanse": {"choice": 1}})  # type: ignore[arg-type]
    assert told.asked[1][1] == 1


def test_a_bare_model_is_passed_through(openai: OpenAI) -> None:
    reply = openai.chat.completions.create(model="kleines-modell", messages=[{"role": "user", "content": "Hallo"}])
    assert reply.choices[0].message.content == "Guten Tag"
    assert reply.usage
    assert reply.usage.completion_tokens == 3


def test_a_bare_model_streams_with_its_usage_at_the_end(openai: OpenAI) -> None:
    stream = openai.chat.completions.create(
        model="kleines-modell",
        messages=[{"role": "user", "content": "Hallo"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    said = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
    assert said == ["", "Gu", "ten ", "Tag", None]
    assert chunks[-1].usage
    assert chunks[-1].usage.total_tokens == 4


def test_the_answer_is_marked_for_machines(openai: OpenAI) -> None:
    raw = openai.chat.completions.with_raw_response.create(
        model="kleines-modell", messages=[{"role": "user", "content": "Hallo"}]
    )
    assert raw.headers["ai-generated"] == 'true; model="kleines-modell"'
    assert b'"ai_generated":true' in raw.content.replace(b": ", b":")


def test_a_wrong_key_is_refused(openai: OpenAI) -> None:
    with pytest.raises(AuthenticationError, match="not valid"):
        openai.with_options(api_key="hanse_falsch").models.list()


def test_a_revoked_key_is_refused_at_once(openai: OpenAI, house: FakeHouse) -> None:
    openai.models.list()
    accounts.revoke_key(house.store, 1, 1)
    with pytest.raises(AuthenticationError):
        openai.models.list()


def test_an_unknown_model_is_said(openai: OpenAI) -> None:
    with pytest.raises(NotFoundError, match="gpt-4"):
        openai.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "x"}])


def test_a_missing_engine_is_said_whole_and_in_a_stream(openai: OpenAI, told: Told) -> None:
    told.failure = Unreachable(Words("Kein Modell.", "No model here."), hint=Words("Holen.", "Get one."))
    messages = [{"role": "user", "content": "Hallo"}]
    with pytest.raises(APIStatusError, match="No model here"):
        openai.chat.completions.create(model="kleines-modell", messages=messages)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="No model here"):
        list(openai.chat.completions.create(model="kleines-modell", messages=messages, stream=True))  # type: ignore[arg-type]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"model": "hanse"}', b'{"model": "hanse", "messages": []}', b"\xff"])
def test_a_broken_request_is_refused_in_the_same_shape(guest: TestClient, house: FakeHouse, body: bytes) -> None:
    key = accounts.make_key(house.store, 1, "Test")
    reply = guest.post("/v1/chat/completions", content=body, headers={"Authorization": f"Bearer {key}"})
    assert reply.status_code == 400
    assert reply.json()["error"]["type"] == "invalid_request_error"


def test_a_question_without_words_is_refused(openai: OpenAI) -> None:
    with pytest.raises(BadRequestError, match="no question"):
        openai.chat.completions.create(model="hanse", messages=[{"role": "user", "content": "  "}])


def test_a_session_cookie_opens_no_door_for_programs(client: TestClient) -> None:
    assert client.get("/v1/models").status_code == 401
    assert client.get("/v1/models").json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize(
    ("question", "generated"), [("Welche Frist?", "true"), ("summe", "false"), ("unklar", "false")]
)
def test_the_header_of_a_whole_answer_says_whether_a_model_wrote_it(
    openai: OpenAI, question: str, generated: str
) -> None:
    messages = [{"role": "user", "content": question}]
    raw = openai.chat.completions.with_raw_response.create(model="hanse", messages=messages)  # type: ignore[arg-type]
    assert raw.headers["AI-Generated"].partition(";")[0] == generated
    assert f'"ai_generated":{generated}'.encode() in raw.content.replace(b": ", b":")
    assert "Von einer KI aus Ihren Daten zusammengestellt." in raw.text  # the notice, whatever the answer


def test_quotation_marks_are_those_of_the_language(openai: OpenAI, house: FakeHouse) -> None:
    texts = []
    for lang in ("de", "en"):
        accounts.set_lang(house.store, 1, "de" if lang == "de" else "en")
        reply = openai.chat.completions.create(model="hanse", messages=[{"role": "user", "content": "Frist?"}])
        texts.append(reply.choices[0].message.content or "")
    assert "„Die Frist" in texts[0]
    assert "“Die Frist" in texts[1]
    assert "„" not in texts[1]
