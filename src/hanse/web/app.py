"""The page and the HTTP interface as one application. Made by make(); importing this does nothing."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles

from hanse.web import (
    account,
    asking,
    calls,
    completions,
    entry,
    failures,
    learning,
    meaning,
    places,
    reports,
    shield,
)
from hanse.web.attempts import Attempts
from hanse.web.desk import Desk
from hanse.web.learner import Learner
from hanse.web.pages import STATIC, Pages
from hanse.web.rivers import Home, Rivers
from hanse.web.shield import Shield

ASKING = 4
THREADS = 12
# FastAPI would report to wherever the environment says (FASTAPI_OTEL_AUTO_CONFIGURE); nothing leaves this house
NO_TELEMETRY: TelemetryConfig = {
    "auto_configure": False,
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
}
ROUTERS = (
    asking.router,
    places.router,
    learning.router,
    meaning.router,
    reports.router,
    calls.router,
    account.router,
    entry.router,
    completions.router,
)


class _Static(StaticFiles):
    """Files whose address changes with their content, so that a browser asks for them once."""

    def file_response(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def] # noqa: ANN202 - as its base
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def make(house: Home, rivers: Rivers) -> FastAPI:
    """Return the application over a house. Ending its lifespan stops what it has begun; the house is the caller's."""
    config = house.config
    desk = Desk(
        house, rivers, Pages(), Attempts(), Learner(rivers.sync), ThreadPoolExecutor(ASKING, thread_name_prefix="ask")
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        desk.learner.close()
        desk.asking.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="Hanse", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan, telemetry=NO_TELEMETRY
    )
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", _Static(directory=STATIC))
    failures.install(app, desk)
    app.add_middleware(Shield, names=shield.own_names(config.host), local=shield.loopback(config.host))
    return app
