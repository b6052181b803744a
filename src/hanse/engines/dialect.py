"""The HTTP dialect of llama-server: requests, streamed replies, errors. Doesn't know who runs the server."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Unpack

import httpx2
import msgspec

from hanse.engines import Choice, How, Reply, Token
from hanse.engines.grammar import NotCovered, compact
from hanse.errors import Misconfigured, TooBig, Unreachable, Unreadable
from hanse.records import Message, Usage
from hanse.words import Words

LABELS = "123456789"
MORE_LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Reading a long prompt on a slow machine takes minutes; the server tells its progress meanwhile.
TIMEOUT = httpx2.Timeout(300.0, connect=5.0)
STILL_THERE = httpx2.Timeout(2.0)


def client(url: str, key: str) -> httpx2.Client:
    """Return a client for a llama-server. One connection per call: a kept one is closed by the server under us.

    Proxies of the environment are not used: a prompt must not go through them.
    """
    headers = {"Connection": "close"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return httpx2.Client(base_url=url, headers=headers, timeout=TIMEOUT, trust_env=False)


def healthy(http: httpx2.Client) -> bool:
    """Return whether the server says that it is well, within two seconds."""
    try:
        return http.get("/health", timeout=STILL_THERE).status_code == httpx2.codes.OK
    except httpx2.HTTPError:
        return False


def chat(http: httpx2.Client, messages: Sequence[Message], **how: Unpack[How]) -> Reply:
    """Yield the pieces of a reply, then its Usage. Closing the iterator closes the connection, which ends the work."""
    body = {**_body(messages, how), "stream": True, "stream_options": {"include_usage": True}}
    # The server notices that nobody listens only when it writes; so it is to write while it reads the prompt, too.
    body["return_progress"] = True
    try:
        with http.stream("POST", "/v1/chat/completions", json=body) as response:
            _accept(response)
            yield from _pieces(response.iter_lines())
    except httpx2.HTTPError as error:
        raise lost(error) from error


def _pieces(lines: Iterator[str]) -> Reply:
    """Read server-sent events up to [DONE]; a stream that ends without it was broken off."""
    usage = Usage()
    for line in lines:
        if line == "data: [DONE]":
            yield usage
            return
        if line.startswith(("error: ", 'data: {"error"')):
            raise _refused(500, line.partition(": ")[2].encode())
        if line.startswith("data: "):
            event = _json(line[6:].encode())
            usage = _usage(event) or usage
            yield from (piece for choice in event.get("choices", ()) if (piece := _piece(choice)))
    raise lost(EOFError("stream ended early"))


def _piece(choice: Mapping[str, Any]) -> str:
    """Return the text of a part of a reply, as a Token when the server says how likely it was."""
    text = _text(choice)
    written = (choice.get("logprobs") or {}).get("content") or ()
    return Token(text, sum(float(token["logprob"]) for token in written)) if text and written else text


def choose(http: httpx2.Client, messages: Sequence[Message], options: Sequence[str]) -> Choice:
    """Return the likeliest option by the probability of its label as the first token.

    The grammar makes the reply a label; the probabilities are those before the grammar, set to add up to 1 over the
    labels. Raises Misconfigured for fewer than 2 or more than 26 options.
    """
    labels = _labels(len(options))
    asked = with_options(messages, labels, options)
    grammar = "root ::= " + " | ".join(f'"{label}"' for label in labels)
    body = {**_body(asked, {"max_tokens": 1, "grammar": grammar}), "n_probs": 100}
    reply = _post(http, "/v1/chat/completions", body)
    choice: Mapping[str, Any] = next(iter(reply.get("choices", ())), {})
    weights = _weights(choice, labels)
    written = labels.find(_text(choice).strip() or "?")
    if written < 0:
        raise _nonsense(f"{_text(choice)!r} is none of {labels}")
    total = sum(weights)
    shares = tuple(w / total for w in weights) if total else tuple(float(i == written) for i in range(len(labels)))
    return Choice(written, shares, _usage(reply) or Usage())


def with_options(messages: Sequence[Message], labels: str, options: Sequence[str]) -> list[Message]:
    """Return the messages with the options, one a line behind its label, at the end of the last one."""
    lines = "\n".join(f"{label}. {' '.join(option.split())}" for label, option in zip(labels, options, strict=True))
    last = messages[-1]
    return [*messages[:-1], Message(last.role, f"{last.content}\n{lines}")]


def _labels(count: int) -> str:
    if not 2 <= count <= len(MORE_LABELS):
        raise Misconfigured(
            Words(f"{count} Möglichkeiten stehen zur Wahl.", f"There are {count} options to choose from."),
            hint=Words("Zwischen 2 und 26 sind möglich.", "Between 2 and 26 are possible."),
        )
    return LABELS[:count] if count <= len(LABELS) else MORE_LABELS[:count]


def _weights(choice: Mapping[str, Any], labels: str) -> list[float]:
    """Return the probability of each label among the likeliest first tokens; 0 for one that isn't among them."""
    content = (choice.get("logprobs") or {}).get("content") or [{}]
    weights = dict.fromkeys(labels, 0.0)
    for candidate in content[0].get("top_logprobs", ()):
        label = candidate["token"].strip()
        if label in weights:
            weights[label] += math.exp(candidate["logprob"])
    return list(weights.values())


def warm(http: httpx2.Client, prefix: Sequence[Message]) -> Usage:
    """Let the server read the beginning of later prompts into its cache; what it writes after that is thrown away."""
    return _usage(_post(http, "/v1/chat/completions", _body(prefix, {"max_tokens": 1}))) or Usage()


def tokens(http: httpx2.Client, text: str) -> int:
    """Return how many tokens a text has."""
    return len(_post(http, "/tokenize", {"content": text}).get("tokens", ()))


def model_name(http: httpx2.Client) -> str:
    """Return the name of the model that the server runs, without the folders before it."""
    models = _sent(http, "GET", "/v1/models").get("data") or [{}]
    return str(models[0].get("id", "")).replace("\\", "/").rsplit("/", 1)[-1]


def _body(messages: Sequence[Message], how: How) -> dict[str, Any]:
    body: dict[str, Any] = {
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "max_tokens": how["max_tokens"],
        "temperature": how.get("temperature", 0.0),
        "seed": how.get("seed", 0),
        "cache_prompt": True,
    }
    if stop := how.get("stop"):
        body["stop"] = list(stop)
    if how.get("likely"):
        body |= {"logprobs": True, "top_logprobs": 1}
    return {**body, **_bound(how)}


def _bound(how: How) -> dict[str, Any]:
    """Return the part of a request that binds the reply to a form."""
    if grammar := how.get("grammar"):
        return {"grammar": grammar}
    schema = how.get("schema")
    if not schema:
        return {}
    try:
        return {"grammar": compact(schema)}
    except NotCovered:
        return {"response_format": {"type": "json_schema", "json_schema": {"name": "reply", "schema": dict(schema)}}}


def _usage(event: Mapping[str, Any]) -> Usage | None:
    """Return the Usage of a reply or of the last event of a stream. Servers without timings give tokens only."""
    usage, timings = event.get("usage"), event.get("timings", {})
    if not usage:
        return None
    details = usage.get("prompt_tokens_details") or {}
    return Usage(
        prompt_tokens=usage["prompt_tokens"],
        completion_tokens=usage["completion_tokens"],
        cached=details.get("cached_tokens", 0),
        prompt_ms=timings.get("prompt_ms", 0.0),
        completion_ms=timings.get("predicted_ms", 0.0),
    )


def _post(http: httpx2.Client, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return _sent(http, "POST", path, body)


def _sent(http: httpx2.Client, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    try:
        response = http.request(method, path, json=body)
        _accept(response)
        return _json(response.content)
    except httpx2.HTTPError as error:
        raise lost(error) from error


def _text(choice: Mapping[str, Any]) -> str:
    """Return the text of a choice, whole ("message") or one piece of it ("delta"); other servers leave them out."""
    part = choice.get("delta") or choice.get("message") or {}
    return part.get("content") or ""


def _json(data: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise _nonsense(str(error)) from error


def _nonsense(detail: str) -> Unreadable:
    return Unreadable(
        Words(f"Die Modell-Maschine antwortet unverständlich: {detail}", f"The engine makes no sense: {detail}"),
        hint=Words("Adresse in 'engine_url' prüfen.", "Check the address in 'engine_url'."),
    )


def _accept(response: httpx2.Response) -> None:
    if response.status_code != httpx2.codes.OK:
        raise _refused(response.status_code, response.read())


def _refused(status: int, body: bytes) -> TooBig | Unreachable | Misconfigured:
    """Return the error that the server's refusal means."""
    detail = _detail(body)
    if detail.get("type") == "exceed_context_size_error":
        have, most = detail.get("n_prompt_tokens", "?"), detail.get("n_ctx", "?")
        return TooBig(
            Words(
                f"Die Frage an das Modell hat {have} Wortteile, Platz ist für {most}.",
                f"The prompt has {have} tokens, there is room for {most}.",
            ),
            hint=Words("Kürzer fragen oder weniger Text mitgeben.", "Ask more briefly, or give less text."),
        )
    text = str(detail.get("message", ""))[:300] or f"HTTP {status}"
    if status in {400, 401, 403, 404}:
        return Misconfigured(
            Words(f"Die Modell-Maschine weist den Auftrag ab: {text}", f"The engine refuses the request: {text}"),
            hint=Words("'engine_url' und das Modell prüfen.", "Check 'engine_url' and the model."),
        )
    return Unreachable(
        Words(f"Das Modell kann gerade nicht antworten: {text}", f"The model can't answer just now: {text}"),
        hint=Words("In einer Minute noch einmal fragen.", "Ask again in a minute."),
    )


def _detail(body: bytes) -> dict[str, Any]:
    try:
        reply = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    error = reply.get("error", reply) if isinstance(reply, dict) else {}
    return error if isinstance(error, dict) else {"message": error}


def lost(error: Exception) -> Unreachable:
    """Return the error for an engine that doesn't answer, or not to the end."""
    return Unreachable(
        Words(f"Das Modell antwortet nicht ({error}).", f"The model doesn't answer ({error})."),
        hint=Words(
            "Noch einmal fragen; 'hanse doctor' zeigt, was fehlt.", "Ask again; 'hanse doctor' shows what is missing."
        ),
    )
