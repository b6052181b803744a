"""The interface that other programs already speak: OpenAI's chat completions, for "hanse" and for bare models.

"hanse" answers the last user message from the firm's data: the checked text with its sources below, and a field
"hanse" with citations, label and ledger row. Nothing unchecked is streamed. Any other model name is passed through.
Source: https://platform.openai.com/docs/api-reference/chat
"""

import time
from collections.abc import Generator, Iterator
from functools import partial
from typing import Annotated, Any, Literal
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from hanse.errors import HanseError, Misconfigured
from hanse.flow.events import Answered
from hanse.records import Answer, Citation, Message, Question, Usage
from hanse.store.accounts import Account
from hanse.web import marks, stream
from hanse.web.desk import Desk, TheDesk
from hanse.web.failures import api_error
from hanse.web.visitor import ByKey
from hanse.words import Words

HANSE = "hanse"
MOST_TOKENS = 1024
router = APIRouter(prefix="/v1")


class _Part(msgspec.Struct, frozen=True):
    type: str
    text: str = ""


class _Turn(msgspec.Struct, frozen=True):
    role: Literal["system", "developer", "user", "assistant"]
    content: str | list[_Part] | None = None

    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class _Extra(msgspec.Struct, frozen=True):
    choice: int | None = None


class _StreamOptions(msgspec.Struct, frozen=True):
    include_usage: bool = False


class Wish(msgspec.Struct, frozen=True):
    """The body of a request, as far as Hanse heeds it. hanse.choice: which reading, after Hanse has asked back."""

    model: str
    messages: Annotated[list[_Turn], msgspec.Meta(min_length=1)]
    stream: bool = False
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    stream_options: _StreamOptions | None = None
    hanse: _Extra = _Extra()

    @property
    def room(self) -> int:
        """Return how many tokens may be written."""
        return max(1, min(MOST_TOKENS, self.max_completion_tokens or self.max_tokens or MOST_TOKENS))


async def _wish(request: Request) -> Wish:
    try:
        return msgspec.json.decode(await request.body(), type=Wish)
    except msgspec.MsgspecError as error:
        raise Misconfigured(
            Words(f"Die Anfrage ist nicht verständlich: {error}", f"The request can't be understood: {error}"),
            hint=Words("Sie braucht model und messages.", "It needs model and messages."),
        ) from error


TheWish = Annotated[Wish, Depends(_wish)]


@router.get("/models")
def models(desk: TheDesk, _: ByKey) -> Response:
    """List "hanse" and the bare models of this machine."""
    names = [HANSE, *(name for name, _ in desk.rivers.models())]
    data = [{"id": name, "object": "model", "created": 0, "owned_by": HANSE} for name in names]
    return JSONResponse({"object": "list", "data": data})


@router.post("/chat/completions")
def complete(desk: TheDesk, account: ByKey, wish: TheWish) -> Response:
    """Answer from the firm's data, or let a bare model write."""
    if wish.model != HANSE and wish.model not in {name for name, _ in desk.rivers.models()}:
        return api_error(f"There is no model {wish.model!r} here.", 404, code="model_not_found")
    pieces = partial(_hanse if wish.model == HANSE else _bare, desk, account, wish)
    if wish.stream:
        parts = stream.flowing(desk.asking, partial(_stream, pieces, wish), desk.closing)
        return stream.response(parts, marks.headers(wish.model))
    whole = desk.asking.submit(lambda: _whole(pieces(), wish)).result()
    model = whole[HANSE]["model"] if HANSE in whole else wish.model
    return JSONResponse(whole, headers=marks.headers(model) if whole["ai_generated"] else marks.NONE)


def _hanse(desk: Desk, account: Account, wish: Wish) -> Iterator[str | Usage | dict[str, object]]:
    """Yield the checked text, then the fields of the answer."""
    said = [turn.text() for turn in wish.messages if turn.role == "user" and turn.text().strip()]
    if not said:
        raise Misconfigured(
            Words("Es fehlt eine Frage.", "There is no question."),
            hint=Words("Eine Nachricht mit der Rolle user senden.", "Send a message with the role user."),
        )
    question = Question(" ".join(said[-1].split()), account.id, desk.house.config.clock(), account.lang)
    for step in desk.rivers.ask(question, choice=wish.hanse.choice, purpose="api"):
        if isinstance(step, Answered):
            yield _text(step.answer, question)
            yield _fields(step.answer, question)


def _bare(desk: Desk, account: Account, wish: Wish) -> Iterator[str | Usage | dict[str, object]]:
    messages = [Message(_role(turn), turn.text()) for turn in wish.messages]
    yield from desk.rivers.chat(messages, account=account.id, model=wish.model, max_tokens=wish.room)


def _role(turn: _Turn) -> Literal["system", "user", "assistant"]:
    return "system" if turn.role == "developer" else turn.role


def _text(answer: Answer, question: Question) -> str:
    lang = question.lang
    if answer.refused:
        choices = [f"{number}. {choice}" for number, choice in enumerate(answer.refused.choices)]
        return "\n".join([answer.refused.message.say(lang), *choices, "", answer.label.say(lang)])
    before, after = ("„", "“") if lang == "de" else ("“", "”")
    sources = [f"[{c.n}] {c.origin.name} {c.place.say(lang)}: {before}{c.quote}{after}" for c in answer.citations]
    heading = [Words("Belege:", "Sources:").say(lang)] if sources else []
    return "\n".join([answer.answer, *([""] if sources else []), *heading, *sources, "", answer.label.say(lang)])


def _fields(answer: Answer, question: Question) -> dict[str, object]:
    table = answer.table
    return {
        "answer": answer.answer,
        "citations": [_cited(citation) for citation in answer.citations],
        "table": {"sql": table.sql, "value": table.value, "count": table.count} if table else None,
        "refused": answer.refused.code if answer.refused else None,
        "choices": list(answer.refused.choices) if answer.refused else [],
        "timings": msgspec.to_builtins(answer.timings),
        **marks.fields(answer, answer.label.say(question.lang)),
    }


def _cited(citation: Citation) -> dict[str, object]:
    fields: dict[str, object] = msgspec.to_builtins(citation)
    return fields


def _whole(pieces: Iterator[str | Usage | dict[str, object]], wish: Wish) -> dict[str, Any]:
    text, usage, fields = "", Usage(), None
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        elif isinstance(piece, Usage):
            usage = piece
        else:
            fields = piece
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _ending(usage, wish)}
    whole = {**_frame(wish, "chat.completion"), "choices": [choice], "usage": _usage(usage), **_marked(fields)}
    return whole if fields is None else {**whole, HANSE: fields}


def _stream(pieces: partial[Iterator[str | Usage | dict[str, object]]], wish: Wish) -> Generator[bytes]:
    frame = _frame(wish, "chat.completion.chunk") | _marked(None)
    usage = Usage()
    yield _chunk(frame, {"role": "assistant", "content": ""})
    try:
        for piece in pieces():
            if isinstance(piece, str):
                yield _chunk(frame, {"content": piece})
            elif isinstance(piece, Usage):
                usage = piece
            else:
                frame |= {HANSE: piece, **_marked(piece)}
    except HanseError as error:
        yield _data({"error": {"message": error.say("en").replace("\n", " "), "type": "server_error", "code": None}})
        return
    yield _chunk(frame, {}, _ending(usage, wish))
    if wish.stream_options and wish.stream_options.include_usage:
        yield _data({**frame, "choices": [], "usage": _usage(usage)})
    yield b"data: [DONE]\n\n"


def _marked(fields: dict[str, object] | None) -> dict[str, object]:
    """Return the mark: a model wrote it, or may yet do so, unless the answer itself says that none did."""
    return {"ai_generated": True if fields is None else fields["ai_generated"]}


def _frame(wish: Wish, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid4().hex}", "object": kind, "created": int(time.time()), "model": wish.model}


def _chunk(frame: dict[str, Any], delta: dict[str, str], ending: str | None = None) -> bytes:
    return _data({**frame, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": ending}]})


def _data(value: dict[str, Any]) -> bytes:
    return b"data: " + msgspec.json.encode(value) + b"\n\n"


def _ending(usage: Usage, wish: Wish) -> str:
    return "length" if usage.completion_tokens >= wish.room else "stop"


def _usage(usage: Usage) -> dict[str, int]:
    total = usage.prompt_tokens + usage.completion_tokens
    return {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens, "total_tokens": total}
