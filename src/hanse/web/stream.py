"""Server-sent events from what blocks: a thread runs the river, the event loop passes its events on.

When the browser goes away the river is closed at its next event. Source: https://html.spec.whatwg.org/#server-sent-events
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import Executor
from contextlib import closing

import msgspec
from starlette.responses import StreamingResponse

BEAT = 10.0
LOOK = 0.2  # seconds between two looks whether the server is to end


def event(name: str, data: object) -> bytes:
    """Return one event; data becomes one line of JSON."""
    return f"event: {name}\ndata: {msgspec.json.encode(data).decode()}\n\n".encode()


def response(parts: AsyncIterator[bytes], headers: dict[str, str] | None = None) -> StreamingResponse:
    """Return a stream of events that no proxy holds back."""
    return StreamingResponse(
        parts, media_type="text/event-stream", headers={"X-Accel-Buffering": "no", **(headers or {})}
    )


async def flowing(
    executor: Executor, make: Callable[[], Generator[bytes]], closing_down: threading.Event
) -> AsyncIterator[bytes]:
    """Yield what make() yields, run from start to end in one thread; a comment now and then when it is quiet.

    Ends early when the server does.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes | None] = asyncio.Queue()
    gone = threading.Event()

    def put(part: bytes | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(queue.put_nowait, part)

    running = executor.submit(_run, make, put, gone)
    try:
        while (part := await _next(queue, closing_down)) is not None:
            yield part
        if not closing_down.is_set():
            running.result()
    finally:
        gone.set()
        running.cancel()


async def _next(queue: "asyncio.Queue[bytes | None]", closing_down: threading.Event) -> bytes | None:
    quiet = 0.0
    while not closing_down.is_set() and quiet < BEAT:
        try:
            return await asyncio.wait_for(queue.get(), LOOK)
        except TimeoutError:
            quiet += LOOK
    return None if closing_down.is_set() else b": .\n\n"


def _run(make: Callable[[], Generator[bytes]], put: Callable[[bytes | None], None], gone: threading.Event) -> None:
    try:
        with closing(make()) as parts:
            for part in parts:
                if gone.is_set():
                    return
                put(part)
    finally:
        put(None)
