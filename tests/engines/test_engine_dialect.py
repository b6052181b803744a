import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hanse.engines import Token
from hanse.engines.dialect import with_options
from hanse.engines.fake import FakeEngine
from hanse.engines.remote import Remote
from hanse.errors import HanseError, Misconfigured, TooBig, Unreachable, Unreadable
from hanse.records import Message, Usage

local_only = pytest.mark.enable_socket
HELLO = [Message("user", "Hallo")]


class CannedServer:
    """Answers each POST with the next of its replies: (status, lines). A line "..." breaks the connection off."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, list[str]]] = []
        self.bodies: list[dict[str, object]] = []
        canned = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, ['{"status":"ok","data":[{"id":"/models/some.gguf"}]}'])

            def do_POST(self) -> None:
                canned.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self._send(*canned.replies.pop(0))

            def _send(self, status: int, lines: list[str]) -> None:
                self.send_response(status)
                self.end_headers()
                for line in lines:
                    if line != "...":
                        self.wfile.write(line.encode() + b"\n")

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def canned() -> Iterator[CannedServer]:
    server = CannedServer()
    yield server
    server.close()


def event(text: str) -> str:
    return f"data: {json.dumps({'choices': [{'delta': {'content': text}}]})}"


def ending(**usage: object) -> str:
    return f"data: {json.dumps({'choices': [], 'usage': {'prompt_tokens': 7, 'completion_tokens': 2, **usage}})}"


@local_only
def test_a_streamed_reply_is_put_together_and_counted(canned: CannedServer) -> None:
    details = {"prompt_tokens_details": {"cached_tokens": 5}}
    canned.replies = [(200, [": ping", event("Gu"), "", event("ten Tag"), ending(**details), "data: [DONE]"])]
    with Remote(canned.url) as engine:
        assert list(engine.chat(HELLO, max_tokens=9)) == ["Gu", "ten Tag", Usage(7, 2, 5)]
    assert canned.bodies[0]["max_tokens"] == 9


def likely_event(text: str, *logprobs: float) -> str:
    content = [{"token": text, "logprob": logprob} for logprob in logprobs]
    return f"data: {json.dumps({'choices': [{'delta': {'content': text}, 'logprobs': {'content': content}}]})}"


@local_only
def test_a_reply_tells_how_likely_its_words_were_when_asked_to(canned: CannedServer) -> None:
    canned.replies = [(200, [likely_event("Gu", -0.5), likely_event("ten", -0.25, -0.5), ending(), "data: [DONE]"])]
    with Remote(canned.url) as engine:
        pieces = list(engine.chat(HELLO, max_tokens=9, likely=True))
    assert pieces[:2] == ["Gu", "ten"]
    assert [piece.likely for piece in pieces if isinstance(piece, Token)] == [-0.5, -0.75]
    assert canned.bodies[0]["logprobs"] is True


@local_only
def test_a_server_that_cannot_tell_how_likely_its_words_were_still_answers(canned: CannedServer) -> None:
    canned.replies = [(200, [event("Gut"), ending(), "data: [DONE]"])]
    with Remote(canned.url) as engine:
        pieces = list(engine.chat(HELLO, max_tokens=9, likely=True))
    assert pieces[0] == "Gut"
    assert not any(isinstance(piece, Token) for piece in pieces)


@local_only
def test_a_stream_that_breaks_off_is_an_error_and_never_a_short_answer(canned: CannedServer) -> None:
    canned.replies = [(200, [event("Der Preis ist")])]
    with Remote(canned.url) as engine, pytest.raises(Unreachable):
        list(engine.chat(HELLO, max_tokens=9))


@local_only
@pytest.mark.parametrize("line", ['data: {"error":{"message":"out of luck"}}', 'error: {"message":"out of luck"}'])
def test_an_error_inside_a_stream_says_what_the_engine_said(canned: CannedServer, line: str) -> None:
    canned.replies = [(200, [event("Der"), line])]
    with Remote(canned.url) as engine, pytest.raises(Unreachable, match="out of luck"):
        list(engine.chat(HELLO, max_tokens=9))


@local_only
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, '{"error":{"message":"busy"}}', Unreachable),
        (500, "not json at all", Unreachable),
        (503, '{"error":{"message":"Loading model"}}', Unreachable),
        (401, '{"error":{"message":"Invalid API Key"}}', Misconfigured),
        (400, '{"error":{"type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}', TooBig),
    ],
)
def test_each_refusal_becomes_an_error_with_a_hint(
    canned: CannedServer, status: int, body: str, kind: type[HanseError]
) -> None:
    canned.replies = [(status, [body]), (status, [body])]
    with Remote(canned.url) as engine:
        with pytest.raises(kind) as caught:
            list(engine.chat(HELLO, max_tokens=9))
        with pytest.raises(kind):
            engine.tokens("x")
    assert caught.value.hint.de
    assert caught.value.hint.en


@local_only
def test_a_server_that_is_no_engine_is_named_so(canned: CannedServer) -> None:
    canned.replies = [(200, ["<html>"])]
    with Remote(canned.url) as engine, pytest.raises(Unreadable):
        engine.tokens("x")


@local_only
def test_the_model_of_a_remote_engine_is_asked_for_its_name(canned: CannedServer) -> None:
    with Remote(canned.url) as engine:
        assert engine.name == "some.gguf"
        assert engine.where == "local"
        assert engine.healthy()


@local_only
def test_nobody_listening_is_unreachable_and_unhealthy(canned: CannedServer) -> None:
    canned.close()
    with Remote(canned.url) as engine:
        assert not engine.healthy()
        with pytest.raises(Unreachable):
            engine.start()


@local_only
def test_probabilities_of_a_choice_add_up_over_the_labels(canned: CannedServer) -> None:
    likely = [{"token": "1", "logprob": -1.0}, {"token": " 2", "logprob": -2.0}, {"token": "Die", "logprob": -0.5}]
    choice = {"message": {"content": "1"}, "logprobs": {"content": [{"top_logprobs": likely}]}}
    usage = {"prompt_tokens": 5, "completion_tokens": 1}
    canned.replies = [(200, [json.dumps({"choices": [choice], "usage": usage})])]
    with Remote(canned.url) as engine:
        made = engine.choose(HELLO, ["ja", "nein"])
    assert made.index == 0
    assert made.probabilities == pytest.approx((0.7311, 0.2689), abs=1e-4)
    assert canned.bodies[0]["grammar"] == 'root ::= "1" | "2"'


def test_options_stand_one_a_line_at_the_end_of_the_last_message() -> None:
    asked = with_options([Message("system", "Regel"), Message("user", "Welche?")], "12", ["die\nerste", "die zweite"])
    assert asked[0].content == "Regel"
    assert asked[1].content == "Welche?\n1. die erste\n2. die zweite"


@pytest.mark.parametrize("count", [0, 1, 27])
def test_too_few_or_too_many_options_are_refused(count: int) -> None:
    with Remote("http://127.0.0.1:1") as engine, pytest.raises(Misconfigured):
        engine.choose(HELLO, ["x"] * count)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8080", "file:///etc/passwd", "http://"])
def test_an_address_that_is_none_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        Remote(url)
    assert "http://" in caught.value.hint.en


def test_an_engine_elsewhere_says_where() -> None:
    with Remote("https://gpu.example:8443/", name="m") as engine:
        assert engine.where == "gpu.example"
        assert engine.name == "m"


def test_the_fake_engine_says_its_lines_and_then_says_that_they_are_used_up() -> None:
    engine = FakeEngine(["42 Euro netto"])
    assert list(engine.chat(HELLO, max_tokens=9))[:-1] == ["42", " Euro", " netto"]
    with pytest.raises(Unreachable):
        list(engine.chat(HELLO, max_tokens=9))
    assert engine.asked == [tuple(HELLO)] * 2


def test_the_fake_engine_counts_replies_that_were_closed_early() -> None:
    engine = FakeEngine(["eins zwei drei"])
    reply = engine.chat(HELLO, max_tokens=9)
    next(reply)
    reply.close()
    assert engine.cancelled == 1


@local_only
def test_a_server_that_ignores_the_grammar_is_found_out(canned: CannedServer) -> None:
    canned.replies = [(200, [json.dumps({"choices": [{"message": {"content": "Gerne!"}}]})]), (200, ["{}"])]
    with Remote(canned.url) as engine:
        for _ in range(2):
            with pytest.raises(Unreadable):
                engine.choose(HELLO, ["ja", "nein"])


@local_only
def test_events_of_other_servers_without_delta_or_usage_are_no_trouble(canned: CannedServer) -> None:
    events = ['data: {"choices":[{}]}', 'data: {"choices":[{"delta":{"content":null}}]}', event("Ja"), "data: [DONE]"]
    canned.replies = [(200, events), (200, ["data: {broken", "data: [DONE]"])]
    with Remote(canned.url) as engine:
        assert list(engine.chat(HELLO, max_tokens=9)) == ["Ja", Usage()]
        with pytest.raises(Unreadable):
            list(engine.chat(HELLO, max_tokens=9))
